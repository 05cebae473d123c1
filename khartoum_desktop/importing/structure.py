"""What the rows of one sheet are: titles, header, tags, sections, proposals, totals, notes; nothing is read yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.core.text import one_line
from khartoum_desktop.importing.cards import Form
from khartoum_desktop.importing.grid import Grid, is_tags
from khartoum_desktop.importing.header import LOOK, Known, find_header, is_without_header, labels
from khartoum_desktop.importing.kinds import Kind
from khartoum_desktop.importing.lines import kinds_of_rows
from khartoum_desktop.importing.units import under_header
from khartoum_desktop.sheets.model import Sheet, column_letter

__all__ = ("NONE", "Kind", "Structure", "read_structure")


@dataclass(frozen=True, slots=True)
class Structure:
    """The kinds of a sheet's rows, one for each of `sheet.rows`; row numbers are Excel's.

    `headers` holds one text for each column of the sheet, `groups` what stands above it, a line for each row. A sheet
    without a table has no header rows and no headers. Of a form, `headers` and `groups` are its labels and headings.
    `lone` gives for a row the one whose title it may continue, 0: none.
    """

    kinds: tuple[Kind, ...]
    header_rows: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    form: Form | None = None
    lone: Mapping[int, int] = field(default_factory=dict)  # rows with nothing but a title, see `lone`
    guessed: tuple[int, ...] = ()  # rows that were taken for headings, though they do not say so
    is_headless: bool = False  # rows like those of a table, but none that says what its columns are

    @property
    def is_table(self) -> bool:
        """Whether there is something to import: a form, or a header and at least one row below it."""
        return self.form is not None or (bool(self.header_rows) and Kind.PROPOSAL in self.kinds)

    def letters(self, sheet: Sheet) -> list[str]:
        """Return how decisions name the columns: by Excel's letter, those of a form by the cell of their value."""
        if self.form is not None:
            return list(self.form.names)
        return [column_letter(sheet.first_column + index) for index in range(len(self.headers))]


NONE: Final = Structure(())


def read_structure(sheet: Sheet, known: Known, header_rows: Sequence[int] | None = None) -> Structure:
    """Tell what each row of a sheet is. `header_rows` (Excel's numbers) are a person's choice and are not doubted."""
    if not sheet.rows:
        return NONE
    grid = Grid(sheet)
    tags = next((i for i in range(min(LOOK, len(grid.rows))) if grid.counts[i] and is_tags(grid.rows[i])), None)
    if header_rows:
        first, last = min(header_rows) - sheet.first_row, max(header_rows) - sheet.first_row
        if not 0 <= first <= last < len(grid.rows):
            return Structure(tuple(Kind.IGNORED for _ in grid.rows))
    else:
        found = find_header(grid, known, tags)
        is_headless = found is not None and is_without_header(grid, *found, known)
        if found is None or is_headless:
            kinds = tuple(Kind.EMPTY if not count else Kind.TITLE for count in grid.counts)
            return Structure(kinds, is_headless=is_headless)
        first, last = found
    headers, groups = labels(grid, first, last, known)
    tagged = tuple("" if cell is None else str(cell) for cell in grid.rows[tags]) if tags is not None else ()
    titles = tuple(
        one_line(cell) for row in grid.rows[:first] for cell in row if isinstance(cell, str) and cell.strip()
    )
    below = list(kinds_of_rows(grid, first, last, tags, headers))
    if unit := under_header(sheet, (sheet.first_row + last,)):
        below[last + 1] = Kind.NOTE
        titles = (*titles, unit[2])
    return Structure(
        tuple(below),
        tuple(range(sheet.first_row + first, sheet.first_row + last + 1)),
        headers,
        groups,
        tagged,
        titles,
    )
