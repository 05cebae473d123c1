"""Which proposal each row of a sheet is, what would change in it, and whether it stands in the file already."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.progress import paced
from khartoum_desktop.importing.assembling import AppliedColumn, Draft, problems_of, said_by
from khartoum_desktop.importing.clearing import Clearing
from khartoum_desktop.importing.form_rows import form_problems, rows_of
from khartoum_desktop.importing.matching import AMBIGUOUS, differences
from khartoum_desktop.importing.model import Reason, RowPlan, SheetDecisions, SheetPlan, Status, Weight
from khartoum_desktop.importing.nearness import said_of
from khartoum_desktop.importing.recognising import Match, matches

if TYPE_CHECKING:
    from khartoum_desktop.importing.building import Source

_TWICE_HERE: Final = Reason(
    N_("Two proposals of the workspace have this title and country: it is not clear which one is meant."),
    (),
    Weight.HOLDS,
)
_COUNTRY: Final = "lead_country"
_IN_ROW: Final = N_("The same proposal stands in row {row}.")
_IN_SHEET: Final = N_("The same proposal stands in row {row} of “{sheet}”.")
REPEATED: Final = frozenset({_IN_ROW, _IN_SHEET})
"""Why a row is held that is the same proposal as one above it in the file."""


def matched(
    source: "Source",
    plan: SheetPlan,
    drafts: Sequence[Draft],
    columns: Sequence[AppliedColumn],
    own: SheetDecisions,
    *,
    first: dict[tuple[str, ...], tuple[str, int]],
) -> list[RowPlan]:
    """Return the plan of each row: which proposal it is, and what would change."""
    found = matches(source, plan, drafts, own)
    for draft, one in zip(drafts, found, strict=True):
        if one.proposal == AMBIGUOUS:
            draft.troubles.append((None, _TWICE_HERE))
        elif not draft.is_held and draft.number not in own.released:
            country = str(draft.values.get(_COUNTRY) or "")
            before = source.earlier.repeated.get((plan.name, draft.number)) if source.earlier and one.proposal else None
            if before:
                draft.troubles.append((None, before))
                continue
            known_by = [(one.proposal,)] if one.proposal else [(key, country) for key in one.titles]
            _hold_repetition(draft, plan, known_by, first)
    have = source.existing.whole([one.proposal for one in found if one.proposal not in ("", AMBIGUOUS)])
    form, clearing = plan.structure.form, Clearing(columns)
    rows = []
    for draft, one in zip(paced(drafts), found, strict=True):
        match = "" if one.proposal == AMBIGUOUS else one.proposal
        asked = one.perhaps and not draft.is_held and draft.number not in own.released | own.apart
        if asked:
            draft.troubles.append((None, said_of(one.perhaps[0])))
        row = RowPlan(
            plan.name, draft.number, Status.NEW, match or one.ident, draft.values, tuple(draft.children), (),
            form_problems(plan.sheet, form, draft) if form else problems_of(plan.sheet, draft),
            headings=draft.headings, more=rows_of(form, draft.number) if form else tuple(draft.more),
            perhaps=one.perhaps if asked else (), apart=_apart(draft, one, own),
        )  # fmt: skip
        if match:
            changes, added = differences(have[match], said_by(draft, columns))
            blanks = clearing.of(have[match], draft)
            changes = (*changes, *(one for blank in blanks if blank.is_wanted for one in blank.changes))
            status = Status.CHANGED if changes or added else Status.SAME
            lines = tuple((line.kind, line.line) for line in added)
            ref = source.existing.by_id[match]
            empty = tuple(blank.letter for blank in blanks)
            row = replace(row, status=status, changes=changes, children=lines, ref=ref, why=one.why, blanks=empty)
        rows.append(replace(row, status=Status.HELD) if draft.is_held else row)
    return rows


def _apart(draft: Draft, one: Match, own: SheetDecisions) -> tuple[str, ...]:
    said = draft.number in own.apart or draft.number in own.released
    return tuple(like.id for like in one.perhaps) if said and not one.proposal else ()


def _hold_repetition(
    draft: Draft, plan: SheetPlan, keys: Sequence[tuple[str, ...]], first: dict[tuple[str, ...], tuple[str, int]]
) -> None:
    """Hold a row that is the same proposal as one above it in the file."""
    before = next((first[key] for key in keys if key in first), None)
    if before is None:
        first.update(dict.fromkeys(keys, (plan.name, draft.number)))
        return
    sheet, number = before
    if sheet == plan.name:
        reason = Reason(_IN_ROW, (("row", str(number)),), Weight.HOLDS)
    else:
        args = (("row", str(number)), ("sheet", sheet))
        reason = Reason(_IN_SHEET, args, Weight.HOLDS)
    draft.troubles.append((None, reason))
