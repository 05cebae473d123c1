"""Rows of a header above the one that was found: labels in steps, groups spelt out, names over an index, units."""

import re
from collections.abc import Sequence
from typing import Final

from khartoum_desktop.importing.grid import LONG, Grid, filled, is_figure, is_heading, is_year, texts
from khartoum_desktop.sheets.model import Cell

_SAMPLE: Final = 12  # rows that say which columns hold something
_STEPS: Final = 8  # rows above, blank ones too, in which labels may stand in steps
_BLANKS: Final = 3  # of them one after the other
_PAIR: Final = 2
_MOST: Final = 0.6
_LATELY: Final = 1960
_UNIT: Final = re.compile(r"[(\[].*[^\W\d_].*[)\]]", re.DOTALL)
_SIGN: Final = re.compile("[#%٪№]|[nN][°ºo.]")
_DIGITS: Final = re.compile(r"\d+")


def is_one_text(row: Sequence[Cell]) -> bool:
    """Tell whether a row says one text in cell after cell from the first on, as a merged title does in a text file."""
    said = [cell for cell in row if cell is not None]
    return len(said) > _PAIR and row[0] == said[0] and isinstance(said[0], str) and len(set(said)) == 1


def are_groups_spelt_out(row: Sequence[Cell]) -> bool:
    """Tell whether a row says each of its few labels several times, as merged labels of groups do in a text file."""
    said = [cell for cell in row if cell is not None]
    return len(said) > _PAIR and len(set(said)) * 2 <= len(said) and (len(set(said)) > 1 or row[0] is None)


def is_over_index(grid: Grid, index: int) -> bool:
    """Tell whether the row above has a label for every column but the first, which only counts or names the rows."""
    if not 0 < index < len(grid.rows) - 1:
        return False
    row, above = grid.rows[index], grid.rows[index - 1]
    full = [place for place, cell in enumerate(row) if cell is not None]
    if not full or full[0] != 0 or [place for place, cell in enumerate(above) if cell is not None] != full[1:]:
        return False
    labels = texts(above)
    if len(labels) + sum(map(is_year, above)) != len(full) - 1 or any(len(text) > LONG for text in labels):
        return False
    shapes = {_shape(grid.rows[place][0]) for place in (index, *grid.following(index, _SAMPLE))}
    return len(shapes) == 1 and shapes != {""}


def _shape(cell: Cell) -> str:
    """Return what a running number looks like: Q1 and Q10 are of one shape; "" for anything else."""
    text = str(cell) if isinstance(cell, int | str) else ""
    return _DIGITS.sub("0", text.strip()) if _DIGITS.search(text) and len(text) < _SAMPLE else ""


def are_signs(row: Sequence[Cell]) -> bool:
    """Tell whether the cells of a row are signs for numbers and shares, perhaps with a word among them: # | %."""
    said = [cell for cell in row if cell is not None]
    signs = sum(1 for cell in said if isinstance(cell, str) and _SIGN.fullmatch(cell.strip()))
    return signs * 2 >= len(said) > 1 and all(isinstance(cell, str) and not _DIGITS.search(cell) for cell in said)


def are_units(grid: Grid, upper: Sequence[Cell], index: int) -> bool:
    """Tell whether a row under labels gives their units, each in brackets: (million dollars)."""
    said = [cell for cell in grid.rows[index] if cell is not None]
    units = [cell for cell in said if isinstance(cell, str) and _UNIT.fullmatch(cell.strip())]
    if len(units) < max(_PAIR, filled(upper) / 2) or len(units) + 1 < len(said):
        return False
    below = grid.following(index, _PAIR)
    return bool(below) and not any(cell in units for place in below for cell in grid.rows[place])


def next_filled(grid: Grid, index: int) -> int:
    """Return the next row that is not empty, beyond three blank ones at most; `index` itself where there is none."""
    below = range(index + 1, min(index + 2 + _BLANKS, len(grid.rows)))
    return next((place for place in below if grid.counts[place]), index)


def fills_the_gaps(grid: Grid, index: int) -> bool:
    """Tell whether the row below labels just those columns that have no label yet, and says nothing of the others."""
    if index + 1 >= len(grid.rows) or grid.is_merged(index) or not _may_be_labels(grid.rows[index + 1], _PAIR):
        return False
    needed, upper = _held(grid, index + 1), _labelled(grid, index, index)
    lower = _labelled(grid, index + 1, index + 1)
    figures = {
        place
        for place in upper - lower
        if any(is_figure(grid.rows[i][place]) for i in grid.following(index + 1, _PAIR))
    }
    return bool(needed - upper) and needed - upper <= lower and len(figures) > 1


def top_of_steps(grid: Grid, first: int, last: int) -> int:
    """Return where a header begins some of whose columns have their label in a row further up; else `first`.

    A line of one cell is a title. Where a blank row lies between, three labels are wanted, not two.
    """
    needed = _held(grid, last)
    missing = needed - _labelled(grid, first, last)
    return _climb(grid, first, missing) if missing else first


def steps_above(grid: Grid, data: int) -> tuple[int, int] | None:
    """Return the rows of labels in steps above rows of figures; None where they do not name most columns."""
    bottom = next((i for i in range(data - 1, max(data - 2 - _BLANKS, -1), -1) if grid.counts[i]), None)
    if bottom is None or not _may_be_labels(grid.rows[bottom], 1):
        return None
    needed = _held(grid, data - 1)
    missing = needed - _labelled(grid, bottom, bottom)
    top = _climb(grid, bottom, missing) if missing else bottom
    named = needed & _labelled(grid, top, bottom)
    is_wide = any(filled(grid.rows[i]) > _PAIR for i in range(top, bottom + 1))
    return (top, bottom) if is_wide and len(named) >= _MOST * len(needed) else None


def _held(grid: Grid, last: int) -> set[int]:
    """Return the columns that hold something in most of the rows below."""
    sample = [grid.rows[place] for place in grid.following(last, _SAMPLE) if filled(grid.rows[place]) > 1]
    held = range(grid.width)
    return {place for place in held if sum(row[place] is not None for row in sample) * 2 > len(sample)}


def _labelled(grid: Grid, first: int, last: int) -> set[int]:
    rows = grid.rows[first : last + 1]
    return {place for row in rows for place, cell in enumerate(row) if cell is not None}


def _climb(grid: Grid, first: int, missing: set[int]) -> int:
    """Return the highest row above whose labels name a column that has none yet."""
    top, blanks = first, 0
    for index in range(first - 1, max(first - 1 - _STEPS, -1), -1):
        row = grid.rows[index]
        if not filled(row):
            blanks += 1
            if blanks > _BLANKS:
                break
            continue
        if not _may_be_labels(row, _PAIR if not blanks else _PAIR + 1):
            break
        named = {place for place, cell in enumerate(row) if cell is not None} & missing
        if named:
            top, blanks = index, 0
            missing = missing - named
            if not missing:
                break
    return top


def _may_be_labels(row: Sequence[Cell], least: int) -> bool:
    """Whether the cells of a row are short words or years, none of them one that says something of the whole sheet."""
    said = [cell for cell in row if cell is not None]
    return (
        len(said) >= least
        and is_heading(row)
        and all(is_year(cell, _LATELY) or (isinstance(cell, str) and not is_figure(cell)) for cell in said)
        and not any(isinstance(cell, str) and (len(cell) > LONG or ":" in cell) for cell in said)
    )
