"""Rounds themselves: opened, changed, closed, put in hand; their proposals, their assessors, who is asked for what.

Every change is one step, and a coordinator's: who assesses does not rule over the round they assess in.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill
from khartoum_desktop.core.text import one_line
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import Wording
from khartoum_desktop.scoring.grids.queries import has_answers
from khartoum_desktop.scoring.operations import free_round_id
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds.asking import (
    ANSWERED,
    CHOSEN,
    FIXED,
    Asking,
    asking,
    chosen,
    interests,
    is_fixed,
)
from khartoum_desktop.scoring.rounds.guards import coordinator_only, names_of, refuse_closed
from khartoum_desktop.scoring.rounds.model import Pair, Shares, share_out
from khartoum_desktop.scoring.rounds.naming import free_label
from khartoum_desktop.scoring.rounds.writing import write_sheet
from khartoum_desktop.storage.changes import Value, derived_id
from khartoum_desktop.storage.schema import TABLES, RoundAssessor, RoundProposal
from khartoum_desktop.storage.schema import Assessor as AssessorRow
from khartoum_desktop.storage.schema import Round as RoundRow
from khartoum_desktop.workspace import StepWriter, Workspace

MOST_REQUIRED: Final = 99
_LABEL_LENGTH: Final = 200
_MARK, _PRESIDENCY, _SET, _MEMBER = (TABLES[name] for name in ("mark", "presidency", "criteria_set", "round_proposal"))


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person says of a round: names, presidency and criteria set (ids), the last day (ISO 8601), and so on."""

    label: Wording
    presidency: str
    criteria_set: str
    deadline: str = ""
    required: int = 1
    independent: bool = True


def open_round(work: Workspace, draft: Draft, proposals: Sequence[str] | None = None) -> str:
    """Open a round and return its id: it is the one in hand if it is the current presidency's.

    A name that another round bears gets "(2)" behind it.
    `proposals` are those chosen for it (ids); None: all, also those to come. UserError where something is missing.
    """
    coordinator_only(work)
    known = queries.rounds(work)
    values = _checked(work, replace(draft, label=free_label(draft.label, (one.label for one in known))))
    round_id = free_round_id(draft.presidency, draft.criteria_set, known)
    values |= {"closed": False, "position": _next_position(known)}
    with work.step(N_("Open an assessment round")) as step:
        step.add(RoundRow, {field: value for field, value in values.items() if value is not None}, round_id)
        _choose(step, round_id, None if proposals is None else dict.fromkeys(proposals), frozenset())
    return round_id


def edit_round(work: Workspace, current: Round, draft: Draft) -> str:
    """Change what is said of a round as one step and return it; its criteria only while nobody has answered."""
    coordinator_only(work)
    current = queries.round_now(work, current)
    values = _checked(work, draft)
    if draft.criteria_set != current.criteria_set and has_answers(work, current.id):
        raise UserError(
            _("The criteria of this round are in use: marks were given on them."),
            _("Open another round on the other criteria."),
        )
    with work.step(N_("Change the assessment round")) as step:
        step.put(RoundRow, current.id, values)
    return step.id if step.touched else ""


def close_round(work: Workspace, current: Round) -> str:
    """Close a round and return the step: its marks change no more, everybody sees them, its proposals are fixed.

    It stays the one in hand until another is: now it is ranked, chosen from and frozen.
    """
    coordinator_only(work)
    current = queries.round_now(work, current)
    present = [one.id for one in queries.candidates(work, current.id)]
    with work.reading() as db:
        is_chosen = chosen(db, current.id) is not None
    with work.step(N_("Close the assessment round")) as step:
        step.put(RoundRow, current.id, {"closed": True, **({} if is_chosen else {"scope": FIXED})})
        for proposal in () if is_chosen else present:
            row = derived_id("round_proposal", current.id, proposal)
            step.add(RoundProposal, {"round": current.id, "proposal": proposal}, row)
    return step.id if step.touched else ""


def reopen_round(work: Workspace, current: Round) -> str:
    """Open a closed round again and return the step; it takes all proposals where it did so before."""
    coordinator_only(work)
    current = queries.round_now(work, current)
    with work.reading() as db:
        rows = db.execute(select(_MEMBER.c.id).where(_MEMBER.c.round == current.id, _MEMBER.c.removed.is_not(True)))
        members = list(rows.scalars()) if is_fixed(db, current.id) else []
    with work.step(N_("Reopen the assessment round")) as step:
        step.put(RoundRow, current.id, {"closed": False, **({"scope": None} if members else {})})
        for member in members:
            step.remove(RoundProposal, member)
    return step.id if step.touched else ""


def put_in_hand(work: Workspace, current: Round) -> str:
    """Let marks, ranking and shortlists use this round and return the step; UserError where they cannot.

    A closed one is ranked and chosen from, and takes no marks.
    """
    current = queries.round_now(work, current)
    known = queries.rounds(work)
    if any(one.presidency != current.presidency for one in known[:1]):
        raise UserError(
            fill(_("The round “{name}” belongs to another presidency."), name=current.label.text()),
            _("Say whose presidency it is on the page of the presidency."),
        )
    if known[0].id == current.id:
        return ""
    return _put(work, current, {"position": _next_position(known)}, N_("Put an assessment round in hand"))


def _put(work: Workspace, current: Round, values: Mapping[str, Value], label: str) -> str:
    coordinator_only(work)
    current = queries.round_now(work, current)
    with work.step(label) as step:
        step.put(RoundRow, current.id, values)
    return step.id if step.touched else ""


def _next_position(known: Iterable[Round]) -> int:
    return max((one.position for one in known), default=0) + 1


def _checked(work: Workspace, draft: Draft) -> dict[str, Value]:
    """Return the columns of a round; refuse what cannot be."""
    names = {code: one_line(text or "")[:_LABEL_LENGTH] for code, text in _texts(draft.label)}
    if not any(names.values()):
        raise UserError(_("An assessment round needs a name."), _("Give it one in at least one language."))
    if draft.deadline and not _is_day(draft.deadline):
        raise UserError(_("The deadline is not a day."), _("Write it as in 2026-05-31, or leave it out."))
    if not 1 <= draft.required <= MOST_REQUIRED:
        raise UserError(
            fill(_("A rank cannot need {n} submitted sheets."), n=draft.required),
            fill(_("Give a number from 1 to {most}."), most=MOST_REQUIRED),
        )
    with work.reading() as db:
        for table, ident in ((_PRESIDENCY, draft.presidency), (_SET, draft.criteria_set)):
            if db.execute(select(table.c.id).where(table.c.id == ident, table.c.removed.is_not(True))).first() is None:
                raise UserError(
                    _("A round belongs to a presidency and a criteria set."), _("Choose both from those that are here.")
                )
    return {
        **{f"label_{code}": name or None for code, name in names.items()},
        "presidency": draft.presidency,
        "criteria_set": draft.criteria_set,
        "deadline": draft.deadline or None,
        "required": draft.required,
        "independent": draft.independent,
    }


def _texts(label: Wording) -> tuple[tuple[str, str | None], ...]:
    return ("ar", label.ar), ("en", label.en), ("fr", label.fr)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# --- proposals --------------------------------------------------------------------------------------------------------


def choose_proposals(work: Workspace, current: Round, proposals: Sequence[str] | None) -> str:
    """Say which proposals (ids) a round is about, None: all; return the step. Marks on others stay, and count not."""
    coordinator_only(work)
    current = queries.round_now(work, current)
    refuse_closed(current)
    with work.reading() as db:
        before = chosen(db, current.id)
    if proposals is not None and not proposals:
        raise UserError(_("A round needs proposals."), _("Choose at least one, or let it be about all."))
    with work.step(N_("Choose the proposals of the round")) as step:
        step.put(RoundRow, current.id, {"scope": None if proposals is None else CHOSEN})
        _choose(step, current.id, None if proposals is None else dict.fromkeys(proposals), before or frozenset())
    return step.id if step.touched else ""


def add_proposals(work: Workspace, current: Round, proposals: Sequence[str]) -> str:
    """Put proposals (ids) into a round of chosen ones and return the step; "" where it is about them already."""
    with work.reading() as db:
        before = chosen(db, current.id)
    if before is None:
        return ""
    return choose_proposals(work, current, [*sorted(before), *(one for one in proposals if one not in before)])


def _choose(step: StepWriter, round_id: str, wanted: Collection[str] | None, before: Collection[str]) -> None:
    if wanted is None:
        return
    step.put(RoundRow, round_id, {"scope": CHOSEN})
    for proposal in wanted:
        if proposal not in before:
            row = derived_id("round_proposal", round_id, proposal)
            step.add(RoundProposal, {"round": round_id, "proposal": proposal}, row)
    for proposal in before:
        if proposal not in wanted:
            step.remove(RoundProposal, derived_id("round_proposal", round_id, proposal))


# --- assessors and what they are asked for ----------------------------------------------------------------------------


def ask(
    work: Workspace,
    current: Round,
    assessor: Assessor,
    proposals: Sequence[str] | None = None,
    *,
    languages: Sequence[str] = (),
) -> str:
    """Name an assessor of a round, asked for every proposal, or for these (ids) too; return the step.

    As soon as one is named, only those are asked who are.
    """
    coordinator_only(work)
    current = queries.round_now(work, current)
    refuse_closed(current)
    with work.reading() as db:
        found = asking(db, current.id, assessor.id)
    pairs = {(one, assessor.id) for one in proposals or () if one in set(found.proposals)}
    _refuse_declared(work, found, pairs)
    values: dict[str, Value] = {"name": assessor.name, "delegation": assessor.delegation}
    if languages:
        values["languages"] = "\n".join(languages)
    with work.step(N_("Name an assessor of the round")) as step:
        step.add(AssessorRow, values, assessor.id)
        if proposals is None:
            row = {"round": current.id, "assessor": assessor.id}
            step.add(RoundAssessor, {**row, "every": True}, _asked_id(current.id, assessor.id))
        else:
            before = {pair for pair, sheet in found.sheets.items() if sheet.assigned}
            _write_assigned(step, current.id, found, before | pairs, {assessor.id})
    return step.id if step.touched else ""


def say_languages(work: Workspace, assessor: Assessor, languages: Sequence[str]) -> str:
    """Note in which languages (codes) an assessor reads, the sheet's first; return the step, "" where all is so."""
    coordinator_only(work)
    known = [code for code in dict.fromkeys(languages) if code in LANGUAGES]
    with work.step(N_("Note the languages of an assessor")) as step:
        values = {"name": assessor.name, "delegation": assessor.delegation, "languages": "\n".join(known) or None}
        step.add(AssessorRow, values, assessor.id)
    return step.id if step.touched else ""


def dismiss(work: Workspace, current: Round, assessor: str) -> str:
    """Ask an assessor (id) no more and return the step; the marks that they gave stay, and count once submitted."""
    coordinator_only(work)
    current = queries.round_now(work, current)
    refuse_closed(current)
    with work.reading() as db:
        named = asking(db, current.id, assessor).named
    if assessor not in named:
        return ""
    with work.step(N_("Ask an assessor no more")) as step:
        step.remove(RoundAssessor, _asked_id(current.id, assessor))
    return step.id


def assign(work: Workspace, current: Round, pairs: Iterable[Pair], *, on: bool = True) -> str:
    """Ask assessors for proposals, or (on False) no more, as one step; return it. Pairs are of proposal and assessor.

    Who was asked for every proposal is asked for all others from then on, one by one. Where nobody was named, whoever
    has a sheet in the round is named by it. Nobody is asked where they have declared a conflict of interest.
    """
    coordinator_only(work)
    current = queries.round_now(work, current)
    refuse_closed(current)
    with work.reading() as db:
        found = asking(db, current.id)
    wanted = set(found.proposals)
    changed = [pair for pair in dict.fromkeys(pairs) if pair[0] in wanted and found.asks(*pair) != on]
    _refuse_declared(work, found, changed if on else [])
    people = {who for _proposal, who in changed}
    given = {(proposal, who) for who in people for proposal in found.of(who)}
    given = given | set(changed) if on else given - set(changed)
    with work.step(N_("Assign proposals to assessors")) as step:
        if changed and not found.named:
            with work.reading() as db:
                others = {who for _proposal, who in found.sheets.keys() | _begun(db, current.id)} - people
            for who in sorted(others):
                row = {"round": current.id, "assessor": who}
                step.add(RoundAssessor, {**row, "every": True}, _asked_id(current.id, who))
        _write_assigned(step, current.id, found, given, people)
    return step.id if step.touched else ""


def share_out_round(work: Workspace, current: Round, each: int) -> tuple[str, Shares]:
    """Share a round's proposals out among its named assessors, each to so many; return the step and who got what.

    Sheets that are begun stay with whom they are; nobody gets a proposal in which they have an interest.
    """
    coordinator_only(work)
    current = queries.round_now(work, current)
    refuse_closed(current)
    with work.reading() as db:
        found = asking(db, current.id)
    people = [one for one in queries.assessors(work) if one.id in found.named]
    if each < 1:
        raise UserError(_("Each proposal goes to one assessor at least."), _("Give 1 or more."))
    if each > len(people):
        raise UserError(
            _("There are not as many assessors in this round."),
            _("Name its assessors first, and give each proposal to as many as there are at most."),
        )
    with work.reading() as db:
        against = interests(db, found.proposals, {one.id: (one.name, one.delegation) for one in people})
        begun = _begun(db, current.id) | {pair for pair, sheet in found.sheets.items() if sheet.submitted}
    declared = {pair for pair, sheet in found.sheets.items() if sheet.conflict}
    ids = [one.id for one in people]
    shares = share_out(found.proposals, ids, each, barred=declared | against.keys(), begun=begun - declared)
    with work.step(N_("Share the proposals out among the assessors")) as step:
        _write_assigned(step, current.id, found, shares.pairs, set(ids))
    return step.id if step.touched else "", shares


def _write_assigned(
    step: StepWriter, round_id: str, found: Asking, wanted: Collection[Pair], people: Collection[str]
) -> None:
    """Write that these people are asked for exactly these proposals; who was not named is."""
    for who in sorted(people):
        step.add(RoundAssessor, {"round": round_id, "assessor": who, "every": False}, _asked_id(round_id, who))
    before = {pair for pair, sheet in found.sheets.items() if sheet.assigned and pair[1] in people}
    for pair in sorted(before | set(wanted)):
        write_sheet(step, round_id, pair, assigned=pair in wanted)


def _refuse_declared(work: Workspace, found: Asking, pairs: Iterable[Pair]) -> None:
    for proposal, who in pairs:
        if found.sheet(proposal, who).conflict:
            raise UserError(
                fill(_("{who} has declared a conflict of interest here."), who=names_of(work, [who]).get(who, "–")),
                _("Take it back first, or ask somebody else."),
            )


def _begun(db: Connection, round_id: str) -> set[Pair]:
    query = select(_MARK.c.proposal, _MARK.c.assessor).where(_MARK.c.round == round_id, _MARK.c.removed.is_not(True))
    return {(proposal, who) for proposal, who in db.execute(query.where(ANSWERED).distinct())}


def _asked_id(round_id: str, assessor: str) -> str:
    return derived_id("round_assessor", round_id, assessor)
