"""Blank cells that clear: only in a column of which a person said so, and only in a proposal that we have."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from khartoum_desktop.importing.assembling import AppliedColumn, Draft, is_silent
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


class Clearing:
    """The columns of a sheet of which an empty cell may clear something."""

    def __init__(self, columns: Sequence[AppliedColumn]) -> None:
        self._columns = [(one, _fields(one.target)) for one in columns if can_clear(one.target)]

    def of(self, have: Have, draft: Draft) -> list[Emptied]:
        """Return the empty cells of a row over what its proposal says."""
        found = []
        for column, fields in self._columns:
            if draft.values.get(fields[0]) is not None or not _says_nothing(draft, column):
                continue  # something stands there, or another column says it
            news = ((name, draft.values.get(name)) for name in fields)  # all None, but for a cost “not known yet”
            olds = ((name, have.columns.get(name), new) for name, new in news)
            gone = tuple(Change(name, old, new) for name, old, new in olds if old is not None and old != new)
            if gone:
                found.append(Emptied(column.plan.letter, gone, column.plan.settings.blank == CLEAR))
        return found


def _fields(target: str) -> tuple[str, ...]:
    found = targets()[target]
    money = found.reading is Reading.MONEY
    return (found.field, *(_WITH.get(target, (f"{target}_currency",)) if money else ()))


def _says_nothing(draft: Draft, column: AppliedColumn) -> bool:
    """Whether the cells of a row are empty, or say "–", "to be determined", no figure but zero.

    An error, a struck value or a figure that is shared with other rows is something.
    """
    plan = column.plan
    cells = (row[plan.index] for row in (draft.row, *draft.parts))
    if plan.index in draft.shared or not all(cell is None or is_silent(column.read(cell)) for cell in cells):
        return False
    return not any(one is plan for one, _reason in draft.troubles)
