"""Blank cells that clear: only in a column of which a person said so, and only in a proposal that we have."""

from collections.abc import Sequence
from typing import Final

from khartoum_desktop.importing.amounts import BUDGET, PRECISION
from khartoum_desktop.importing.assembling import AppliedColumn, Draft, is_silent
from khartoum_desktop.importing.matching import Have
from khartoum_desktop.importing.model import Change
from khartoum_desktop.importing.targets import Reading, targets

CLEAR: Final = "clear"
_WITH: Final = {"budget_total": ("budget_total_currency", "budget_precision")}
_NOT: Final = frozenset({"lead_country", "title_ar", "title_en", "title_fr"})  # without it a proposal is none
_FIELDS: Final = frozenset(
    {Reading.TEXT, Reading.LONG, Reading.LINES, Reading.CHOICE, Reading.MONEY, Reading.DATE, Reading.MONTHS}
    | {Reading.COUNT}
)


def can_clear(target: str | None) -> bool:
    """Tell whether an empty cell of a column with this target may clear a field: not a title, a country or a list."""
    found = targets().get(target or "")
    return found is not None and found.reading in _FIELDS and found.key not in _NOT


def cleared(have: Have, draft: Draft, columns: Sequence[AppliedColumn]) -> tuple[Change, ...]:
    """Return the fields of a proposal that the empty cells of a row clear."""
    found = []
    for column in columns:
        if column.plan.settings.blank != CLEAR or not can_clear(column.target) or not _is_blank(draft, column):
            continue
        money = targets()[column.target].reading is Reading.MONEY
        more = _WITH.get(column.target, (f"{column.target}_currency",)) if money else ()
        for name in (targets()[column.target].field, *more):
            old = have.columns.get(name)
            if old is not None and draft.values.get(name) is None:
                found.append(Change(name, old, None))
    return tuple(found)


def _is_blank(draft: Draft, column: AppliedColumn) -> bool:
    """Whether the cells of a row say nothing: they are empty, or "–", "to be determined", no figure but zero."""
    if column.plan.index in draft.shared:
        return False
    return all(is_silent(column.read(column.cell(row))) for row in (draft.row, *draft.parts))


def as_known(have: Have, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return changes without the one that calls a cost unknown which we know and which stays."""
    stays = have.columns.get(BUDGET) is not None and not any(change.field == BUDGET for change in changes)
    return tuple(one for one in changes if not (stays and one.field == PRECISION and one.new == "unknown"))
