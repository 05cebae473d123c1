"""Which lines of text around a table go with it: a document says beside its table who sends it and in which unit.

They become rows above the table, as they would stand in a sheet, so that sender and unit notes are read in one way.
"""

from collections.abc import Sequence
from typing import Final

from khartoum_desktop.sheets.model import Cell

_LONGEST: Final = 200  # characters; more is prose, in which countries and amounts are named that say nothing
_LETTERHEAD: Final = 5  # lines at the very beginning
FEWEST_COLUMNS: Final = 3  # in a narrower table, a line below could be taken for one of its rows
MOST_TABLES: Final = 2_000  # of one document or page
_NEAR: Final = 12  # lines directly beside a table


def letterhead(lines: Sequence[str]) -> list[str]:
    """Return the first short lines of a document: who writes."""
    return _short(lines)[:_LETTERHEAD]


def titles(beginning: Sequence[str], before: Sequence[str]) -> list[list[Cell]]:
    """Return the rows above a table, one cell each: the letterhead, and the short lines since the table before."""
    near = _short(before)[-_NEAR:]
    return [[line] for line in (*(line for line in beginning if line not in near), *near)]


def notes(after: Sequence[str]) -> list[list[Cell]]:
    """Return the rows below the last table, a blank one first: notes and signatures; none where nothing is said."""
    near = _short(after)[:_NEAR]
    rows: list[list[Cell]] = [[line] for line in near]
    return [[], *rows] if rows else []


def _short(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line and len(line) <= _LONGEST]
