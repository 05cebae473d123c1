"""What an exported workbook shall hold: frozen descriptions of sheets, columns and cells, without any file format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from khartoum_desktop.sheets.model import CellRange, Visibility

Tone = Literal["plain", "strong", "muted", "good", "warning", "bad"]


@dataclass(frozen=True, slots=True)
class Thousandths:
    """An exact amount or mark in integer thousandths; written as a number, the currency as part of its format."""

    value: int
    currency: str = ""  # ISO code


Value = str | int | float | date | Thousandths | None
"""What a cell may hold. A date is shown long (9 April 2025); coarser dates are given as texts."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A value that stands out, by a background tone, perhaps a comment, and perhaps struck through."""

    value: Value
    tone: Tone = "plain"
    comment: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """A list to choose from in a column's cells; columns that share the name share the list.

    Other entries are refused when strict, else asked about.
    """

    name: str
    items: tuple[str, ...]
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """What may be typed into a column's cells: numbers within bounds, days from one on; other entries are asked about.

    `least` and `most` are numbers or days; `message` is shown beside a cell that is being filled in.
    """

    kind: Literal["any", "whole", "decimal", "date"] = "any"
    least: float | date = 0
    most: float | date = 10**12
    message: str = ""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column of a table; its width is in characters, its reading order follows each text unless it is given."""

    title: str
    width: float = 18.0
    hidden: bool = False
    wrap: bool = True
    places: int | None = None  # decimals of its numbers; None: as many as each needs
    grouped: bool = True  # its numbers have thousands separators; not for years and codes
    figures: bool = False  # it holds numbers or dates, and its header stands where they do
    percent: bool = False  # its numbers are shares of 1
    bar: bool = False  # its numbers are shown as bars too
    right_to_left: bool | None = None
    choices: Choices | None = None
    unlocked: bool = False  # its cells may be written in a protected sheet, and what is typed there stays text
    comment: str = ""  # of its header
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """A sheet with one table: title block, header, rows, spare rows, totals.

    `language` decides the direction and how dates and amounts are written. Rows may be shorter than the header.
    """

    name: str
    columns: tuple[ColumnSpec, ...]
    rows: Sequence[Sequence[Value | Marked]]
    language: str = "en"
    title: tuple[str, ...] = ()  # lines above the table, the first one large
    totals: Sequence[Value | Marked] = ()
    notes: tuple[str, ...] = ()  # lines below the table, after one blank row
    spare_rows: int = 0  # blank rows to be filled in, with formats and choices
    frozen_columns: int = 0
    page_header: str = ""  # printed at the start side of each page
    page_mark: str = ""  # printed at the end side: draft, restricted …
    visible: Visibility = "visible"
    protected: bool = False  # only the cells of unlocked columns can be written (a guard rail: there is no password)
    above: Sequence[Sequence[Value | Marked]] = ()  # whole rows above the header, in the place of a title
    header_height: int = 1  # how many rows are header: the last ones of `above`, and the columns' titles
    merges: tuple[CellRange, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    filtered: bool = True  # the header has buttons to filter by
    right_to_left: bool | None = None  # None: as the language is written
    has_header: bool = True  # without one the rows begin at the top, and nothing stands above them

    @property
    def header_row(self) -> int:
        """Return Excel's number of the header row: below the title block and one blank row, or below the rows above.

        0 where there is none.
        """
        if not self.has_header:
            return 0
        if self.above:
            return len(self.above) + 1
        return len(self.title) + 2 if self.title else 1

    @property
    def last_row(self) -> int:
        """Return Excel's number of the table's last row, spare rows included, totals not."""
        return self.header_row + len(self.rows) + self.spare_rows


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself; `custom` holds texts that a later import may look for."""

    title: str = ""
    subject: str = ""
    author: str = ""
    comments: str = ""
    created: datetime | None = None
    custom: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text that was longer than a cell may hold: where, and how many characters were left out."""

    sheet: str
    cell: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written, and what did not fit into it."""

    path: Path
    cuts: tuple[Cut, ...] = ()
