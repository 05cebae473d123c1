"""Blank cells that clear: only in a column of which a person said so, and only in a proposal that we have."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from khartoum_desktop.importing.assembling import AppliedColumn, Draft
from khartoum_desktop.importing.matching import Have
from khartoum_desktop.importing.model import CLEAR, Change
from khartoum_desktop.importing.targets import Reading, targets
from khartoum_desktop.sheets.model import Cell

_WITH: Final = {"budget_total": ("budget_total_currency", "budget_precision")}
_NOT: Final = frozenset({"lead_country", "title_ar", "title_en", "title_fr"})  # without it a proposal is none
_FIELDS: Final = frozenset(
    {Reading.TEXT, Reading.LONG, Reading.LINES, Reading.CHOICE, Reading.MONEY, Reading.DATE, Reading.MONTHS}
    | {Reading.COUNT}
)


class Emptied(NamedTuple):
    """An empty cell over something that a proposal says: its column, what would go, whether a person wants that."""

    letter: str
    changes: tuple[Change, ...]
    is_wanted: bool


def can_clear(target: str | None) -> bool:
    """Tell whether an empty cell of a column with this target may clear a field: not a title, a country or a list."""
    found = targets().get(target or "")
    return found is not None and found.reading in _FIELDS and found.key not in _NOT


class Clearing:
    """The columns of a sheet of which an empty cell may clear something."""

    def __init__(self, columns: Sequence[AppliedColumn]) -> None:
        self._columns = [(one.plan, one.plan.index, _fields(one.target)) for one in columns if can_clear(one.target)]

    def of(self, have: Have, draft: Draft) -> list[Emptied]:
        """Return the empty cells of a row over what its proposal says."""
        found = []
        for plan, place, fields in self._columns:
            if not _is_blank(draft.row[place]) or not all(_is_blank(part[place]) for part in draft.parts):
                continue
            if any(one is plan for one, _reason in draft.troubles):  # an error or a struck value is something
                continue
            old = ((name, have.columns.get(name)) for name in fields if draft.values.get(name) is None)
            gone = tuple(Change(name, value, None) for name, value in old if value is not None)
            if gone:
                found.append(Emptied(plan.letter, gone, plan.settings.blank == CLEAR))
        return found


def _fields(target: str) -> tuple[str, ...]:
    found = targets()[target]
    money = found.reading is Reading.MONEY
    return (found.field, *(_WITH.get(target, (f"{target}_currency",)) if money else ()))


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
