"""One figure, of money or people, that is merged over the rows of several projects: nobody knows how it is shared.

None of them gets it: given to each it would count several times, given to the first the others would seem to be free.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.kinds import Kind
from khartoum_desktop.importing.model import ColumnPlan, Problem, Reason
from khartoum_desktop.importing.structure import Structure
from khartoum_desktop.importing.targets import TITLES, Reading, targets
from khartoum_desktop.sheets.model import Cell, CellRange, Sheet, column_letter

_SHARED: Final = N_(
    "One figure, {figure}, stands for {n} projects, in rows {first} to {last}: say here how much of it is of this one."
)
_FIGURES: Final = frozenset({Reading.MONEY, Reading.COUNT})
_UNKNOWN: Final = frozenset({Kind.EMPTY, Kind.IGNORED})

Shared = Mapping[int, Mapping[int, Reason | None]]
"""By row and place in it: cells without a figure of their own, one is merged over them, and why (None: not theirs)."""


def shared_figures(
    sheet: Sheet,
    structure: Structure,
    columns: Sequence[ColumnPlan],
    filled: Mapping[int, Mapping[int, Cell]],
    *,
    is_further: bool,
) -> Shared:
    """Return the cells of figures that are merged over several rows; `filled`: by row, what merges fill down there.

    `is_further`: the rows came in before, and those beside them are not kept, so that each may have been a project.
    """
    figures = {one.index: one for one in columns if one.applied and targets()[one.applied].reading in _FIGURES}
    titles = [one.index for one in columns if one.applied in TITLES]
    found: dict[int, dict[int, Reason | None]] = {}
    for merge in sheet.merges if figures else ():
        place = merge.first_column - sheet.first_column
        if place not in figures or merge.last_row == merge.first_row or merge.first_row in structure.header_rows:
            continue
        figure = text_of(sheet.value(merge.first_row, merge.first_column))
        rows = _projects(sheet, structure, merge, titles, filled)
        counted = [number for number, is_titled in rows.items() if is_titled]
        more = _unknown(sheet, structure, merge) if is_further else 0
        reason = None
        if figure and len(counted) + more > 1:
            args = (("figure", figure), ("n", str(len(counted) + more)))
            span = (("first", str(merge.first_row)), ("last", str(merge.last_row)))
            reason = Reason(_SHARED, (*args, *span))
        for number in rows:
            if number != merge.first_row and sheet.value(number, merge.first_column) is not None:
                continue  # it came back with a figure of its own
            if reason or number != merge.first_row:
                found.setdefault(number, {})[place] = reason
    return found


def shared_merges(sheet: str, merges: Sequence[CellRange], problems: Sequence[Problem]) -> tuple[CellRange, ...]:
    """Return those merges of a sheet whose figure stands for several projects, as their problems say."""
    said = {(one.row, one.column) for one in problems if one.sheet == sheet and one.reason.message == _SHARED}
    return tuple(
        merge
        for merge in merges
        if any(
            letter == column_letter(merge.first_column) and merge.first_row <= row <= merge.last_row
            for row, letter in said
        )
    )


def _rows(sheet: Sheet, merge: CellRange) -> range:
    return range(max(merge.first_row, sheet.first_row), min(merge.last_row, sheet.last_row) + 1)


def _kind(sheet: Sheet, structure: Structure, number: int) -> Kind:
    return structure.kinds[number - sheet.first_row]


def _unknown(sheet: Sheet, structure: Structure, merge: CellRange) -> int:
    """Return how many rows of a merge are not kept, or blank as those are that are not kept."""
    here = _rows(sheet, merge)
    blank = sum(1 for number in here if _kind(sheet, structure, number) in _UNKNOWN)
    return merge.last_row - merge.first_row + 1 - len(here) + blank


def _projects(
    sheet: Sheet,
    structure: Structure,
    merge: CellRange,
    titles: Sequence[int],
    filled: Mapping[int, Mapping[int, Cell]],
) -> dict[int, bool]:
    """Return the rows of a merge that are proposals, but for components of the one above, and whether each is named."""
    found: dict[int, bool] = {}
    for number in _rows(sheet, merge):
        row, below = sheet.rows[number - sheet.first_row], filled.get(number, {})
        is_part = any(row[place] is None and place in below for place in titles)
        if _kind(sheet, structure, number) is Kind.PROPOSAL and not is_part:
            found[number] = any(row[place] is not None for place in titles)
    return found
