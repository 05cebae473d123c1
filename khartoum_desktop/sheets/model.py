"""What a workbook looks like once it is read: frozen sheets whose every value still knows its Excel coordinates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Cell = str | int | float | date | None
"""A value as stored: text, number (whole floats are int), bool, date (datetime when it has a time), or nothing."""

Visibility = Literal["visible", "hidden", "very_hidden"]
Kind = Literal["xlsx", "xlsm", "xlsb", "xls", "ods", "fods", "xml", "docx", "text", "html", "mht"]

_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class CellRange:
    """A rectangle of cells by its first and last row and column, all counted from 1 and all inside it."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __contains__(self, place: object) -> bool:
        match place:
            case (int(row), int(column)):
                return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column
            case _:
                return False

    def __str__(self) -> str:
        return f"{cell_name(self.first_row, self.first_column)}:{cell_name(self.last_row, self.last_column)}"


@dataclass(frozen=True, slots=True)
class Parts:
    """What was left out of a cell's text: footnote marks, struck parts; `received` has them (~~struck~~)."""

    received: str
    marks: str = ""
    struck: str = ""


# how a person may say that a text file is to be read; what is guessed can be another code page, too
ENCODINGS: Final = (
    *("utf-8", "cp1256", "cp1252", "iso8859-6", "iso8859-15", "cp720", "cp850", "mac_roman"),
    *("utf-16", "utf-16-le", "utf-16-be"),
)
DELIMITERS: Final = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a text file was understood: its encoding, its delimiter, and whether its bytes prove the encoding."""

    encoding: str
    delimiter: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its used rectangle, row by row, without the blank tail.

    `rows[i][j]` is the value of Excel's row `first_row + i` and column `first_column + j` (both counted from 1). Every
    row has the same length. A cell with an Excel error, or whose formula has no stored result, is None in `rows`.
    A table that was cut out of a sheet with several knows whose part it is, and the lines `above` the first of them.
    """

    name: str
    visible: Visibility = "visible"
    right_to_left: bool | None = None  # None: the format does not say
    rows: tuple[tuple[Cell, ...], ...] = ()
    first_row: int = 1
    first_column: int = 1
    merges: tuple[CellRange, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: Mapping[tuple[int, int], str] = field(default_factory=dict)  # the formula, as far as it is known
    part_of: str = ""
    above: tuple[str, ...] = ()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)  # notes and threads, without their authors
    currencies: Mapping[tuple[int, int], str] = field(default_factory=dict)  # ISO code that the number format shows
    units: Mapping[tuple[int, int], str] = field(default_factory=dict)  # "k€": its figure counts thousands
    percents: frozenset[tuple[int, int]] = frozenset()  # cells whose number format is one of percentages
    struck: frozenset[tuple[int, int]] = frozenset()  # cells whose text is struck through from end to end
    parts: Mapping[tuple[int, int], Parts] = field(default_factory=dict)  # of texts of which something was left out
    # texts with signs above the line (500²), which may be footnote marks: what they say without them, and the marks
    marked: Mapping[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    delimiter: str = ""  # between the cells of a text file

    @property
    def width(self) -> int:
        """Return how many columns each of `rows` has."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def last_row(self) -> int:
        """Return Excel's number of the last row with a value; first_row - 1 if the sheet is blank."""
        return self.first_row + len(self.rows) - 1

    @property
    def last_column(self) -> int:
        """Return the number of the last column with a value; first_column - 1 if the sheet is blank."""
        return self.first_column + self.width - 1

    def numbered_rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Yield Excel's row number with each row."""
        return enumerate(self.rows, self.first_row)

    def value(self, row: int, column: int) -> Cell:
        """Return the value at Excel's row and column (from 1); None outside the used rectangle."""
        if self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column:
            return self.rows[row - self.first_row][column - self.first_column]
        return None

    def received(self, row: int, column: int) -> Cell:
        """Return a cell as it was received: with the footnote marks and struck parts that its value leaves out."""
        parts = self.parts.get((row, column)) if self.parts else None
        return parts.received if parts else self.value(row, column)

    def received_row(self, row: int) -> tuple[Cell, ...]:
        """Return the cells of one of Excel's rows as they were received."""
        cells = self.rows[row - self.first_row]
        if not self.parts:
            return cells
        return tuple(self.received(row, column) for column, _cell in enumerate(cells, self.first_column))

    def without_value(self, row: int, column: int) -> str:
        """Return what stands in a cell that has no value: its error or its formula; "" for an empty cell."""
        return self.errors.get((row, column)) or self.uncalculated.get((row, column), "")


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: name without folder, hash of its bytes (hex), kind, sheets in the file's order.

    `notes` are sentences for the person about what was left out, repaired or doubtful.
    """

    name: str
    sha256: str
    kind: Kind
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
    text: TextForm | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost before it is refused: bytes, counts, memory of the reading process, seconds."""

    file_bytes: int = 100 * 1024 * 1024
    entries: int = 20_000
    unpacked_bytes: int = 1024 * 1024 * 1024
    ratio: int = 250  # of unpacked to packed, for parts above ratio_bytes; deflate itself ends at 1032
    ratio_bytes: int = 64 * 1024 * 1024
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 5_000_000
    memory_bytes: int = 520 * 1024 * 1024  # and what it grows by between two looks: 600 MB in all
    start_seconds: float = 30.0  # a virus scanner may look at every module first
    seconds: float = 8.0
    seconds_per_megabyte: float = 3.0
    most_seconds: float = 60.0

    def allow(self, rows: int, columns: int) -> bool:
        """Tell whether a table of so many rows and columns may be read; blank cells count, because they take room."""
        return rows <= self.rows and columns <= self.columns and rows * columns <= self.cells


def column_letter(column: int) -> str:
    """Return Excel's letters of a column counted from 1: 1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number (from 1) of a column's letters, upper or lower case: A → 1, aa → 27."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def cell_name(row: int, column: int) -> str:
    """Return Excel's name of a cell, both counted from 1: (3, 2) → B3."""
    return f"{column_letter(column)}{row}"
