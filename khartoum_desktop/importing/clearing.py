"""Blank cells that clear: only in a column of which a person said so, and only in a proposal that we have."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from khartoum_desktop.importing.assembling import AppliedColumn, Draft
from khartoum_desktop.importing.matching import Have
from khartoum_desktop.importing.model import CLEAR, Change
from khartoum_desktop.importing.targets import Reading, targets

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


def emptied(have: Have, draft: Draft, columns: Sequence[AppliedColumn]) -> Iterator[Emptied]:
    """Yield the empty cells of a row over what its proposal says."""
    for column in columns:
        if can_clear(column.target) and _is_blank(draft, column):
            old = {name: have.columns.get(name) for name in _fields(column.target) if draft.values.get(name) is None}
            gone = tuple(Change(name, value, None) for name, value in old.items() if value is not None)
            if gone:
                yield Emptied(column.plan.letter, gone, column.plan.settings.blank == CLEAR)


def _fields(target: str) -> tuple[str, ...]:
    found = targets()[target]
    money = found.reading is Reading.MONEY
    return (found.field, *(_WITH.get(target, (f"{target}_currency",)) if money else ()))


def _is_blank(draft: Draft, column: AppliedColumn) -> bool:
    cells = (row[column.plan.index] for row in (draft.row, *draft.parts))
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells)
