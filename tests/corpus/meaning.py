"""A workbook before it is a file: cells with what they mean, rows with what they are, written down by its author."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Final

from tests.corpus.projects import Project

Plain = str | int | float | date | None
Meaning = str | int | frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these is a right reading."""

    values: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with more than a value: number format, comment, formula (with `value` stored or not), looks."""

    value: Plain = None
    format: str = ""
    comment: str = ""
    formula: str = ""
    error: str = ""
    font: str = ""  # "strike" or "red"
    fill: str = ""
    parts: tuple[tuple[str, str], ...] = ()  # of the value, each with its look: "", "up" or "strike"


AnyCell = Plain | Cell


@dataclass(frozen=True, slots=True)
class Said:
    """A cell and what it says: field -> value; `asks`: fields nobody can know without a question; `look`: see it."""

    cell: AnyCell
    says: Mapping[str, Meaning | Either] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    look: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header (group and label for two rows) and what it says of each project."""

    header: str | tuple[str, ...]
    say: Callable[[Project], Said]
    format: str = ""


@dataclass(frozen=True, slots=True)
class Expect:
    """What one field of one proposal must become, and the column (from 1; 0: none) that says so."""

    value: Meaning | Either
    column: int = 0
    asks: bool = False
    look: bool = False


@dataclass(slots=True)
class Row:
    """A proposal that a sheet holds; `number` 0: a form, which has no row."""

    number: int
    cells: dict[str, Expect] = field(default_factory=dict)
    held: bool | None = False  # None: it may be held, and may not


@dataclass(slots=True)
class Page:
    """One sheet while it is being written, and what is to be understood of it. Rows and columns count from 1."""

    name: str
    rtl: bool = False
    visible: str = "visible"
    taken: bool = True  # its rows are to become proposals without anybody saying so
    cells: dict[tuple[int, int], AnyCell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    headers: list[tuple[int, ...]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    aside: dict[int, str] = field(default_factory=dict)
    extras: dict[str, object] = field(
        default_factory=dict
    )  # what only one format can do: "freeze", "filter", "text box"
    columns: tuple[Column, ...] = ()
    says: dict[str, Meaning | Either] = field(default_factory=dict)  # of every row, from title block or section
    next: int = 1
    left: int = 1

    def put(self, column: int, value: AnyCell, row: int = 0) -> None:
        """Write a cell into a row (default: the next one)."""
        self.cells[row or self.next, column] = value

    def line(self, *values: AnyCell, kind: str = "title", across: int = 0) -> int:
        """Write a row that is no proposal; `across` merges its first cell over so many columns. Returns its number."""
        for place, value in enumerate(values):
            if value is not None:
                self.put(self.left + place, value)
        if across > 1:
            self.merges.append((self.next, self.left, self.next, self.left + across - 1))
        self.aside[self.next] = kind
        self.next += 1
        return self.next - 1

    def lines(self, *texts: str, across: int = 0) -> None:
        """Write the lines of a title block."""
        for text in texts:
            self.line(text, across=across)

    def blank(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.next += rows

    def sender(self, country: str | None = None, *ministries: str) -> None:
        """Say what the title block or a section says of every row from here on; of ministries any spelling is right."""
        if country:
            self.says["lead_country"] = country
        if ministries:
            self.says["submitting_ministry"] = Either(ministries) if len(ministries) > 1 else ministries[0]

    def header(self, *columns: Column, numbered: bool = False) -> None:
        """Write the header: one row, or as many as the longest label has parts, merged as people merge."""
        self.columns = columns
        depth = max(len(_parts(column)) for column in columns)
        first = self.next
        for place, column in enumerate(columns):
            self._label(_parts(column), depth, first, self.left + place)
        self._merge_groups(depth, first)
        self.headers.append(tuple(range(first, first + depth)))
        self.next += depth
        if numbered:
            self.line(*[f"({n})" for n in range(1, len(columns) + 1)], kind="numbering")

    def _label(self, parts: Sequence[str], depth: int, row: int, column: int) -> None:
        for place, part in enumerate(parts):
            self.put(column, part, row + place)
        if len(parts) < depth:
            self.merges.append((row + len(parts) - 1, column, row + depth - 1, column))

    def _merge_groups(self, depth: int, first: int) -> None:
        for level in range(depth - 1):
            start = 0
            labels = [(_parts(column) + ("",) * depth)[: level + 1] for column in self.columns]
            deep = [len(_parts(column)) > level + 1 for column in self.columns]
            for place in range(1, len(labels) + 1):
                if place < len(labels) and labels[place] == labels[start] and deep[place] and deep[start]:
                    self.cells.pop((first + level, self.left + place), None)
                    continue
                if place - start > 1:
                    self.merges.append((first + level, self.left + start, first + level, self.left + place - 1))
                start = place

    def add(self, project: Project, *, held: bool = False, hidden: bool = False, **more: Meaning | Either) -> Row:
        """Write a project's row by the columns of the header; `more` overrides what the row means."""
        row = Row(self.next, {key: Expect(value) for key, value in self.says.items()}, held)
        for place, column in enumerate(self.columns):
            said = column.say(project)
            cell = said.cell
            if column.format and not isinstance(cell, Cell) and cell is not None:
                cell = Cell(cell, column.format)
            if cell is not None:
                self.put(self.left + place, cell)
            row.cells |= {key: Expect(value, self.left + place, look=said.look) for key, value in said.says.items()}
            row.cells |= {key: Expect(None, self.left + place, asks=True) for key in said.asks}
        for key, value in more.items():
            row.cells[key] = replace(row.cells.get(key, Expect(None)), value=value)
        if hidden:
            self.hidden_rows.add(self.next)
            self.aside[self.next] = "hidden"
        else:
            self.rows.append(row)
        self.next += 1
        return row

    def all(self, projects: Iterable[Project]) -> None:
        """Write the rows of several projects."""
        for project in projects:
            self.add(project)

    def merge_down(self, column: int, first: int, last: int) -> None:
        """Merge cells of a column that say the same thing, as Excel does: only the first keeps its value."""
        for row in range(first + 1, last + 1):
            self.cells.pop((row, column), None)
        self.merges.append((first, column, last, column))


@dataclass(slots=True)
class File:
    """A file to be written: its name, how it is written, its pages, and what the officer answers."""

    name: str
    pages: list[Page]
    kind: str = "xlsx"  # xlsx, openpyxl, ods, flat, xls, xml, html, archive, text, docx
    encoding: str = "utf-8"
    delimiter: str = ","
    sender: str | None = None  # the country that the officer names, because the file does not
    locked: str = ""  # the password that opens it
    refused: str = ""  # the file must be refused; a word of the sentence
    notes: tuple[str, ...] = ()  # words (in English) that must be said of the file as a whole
    epoch1904: bool = False
    by_order: bool = False  # rows have no numbers in this format: they are compared in order


def _parts(column: Column) -> tuple[str, ...]:
    return (column.header,) if isinstance(column.header, str) else column.header


Author = Callable[[], File]
BOOKS: Final[dict[str, tuple[Author, tuple[str, ...]]]] = {}


def book(*lines: str) -> Callable[[Author], Author]:
    """Register a function as the author of a workbook that covers these lines of the facts ("7.1.5")."""

    def register(author: Author) -> Author:
        BOOKS[author.__name__] = (author, lines)
        return author

    return register


def drawn(line: str, make: Callable[[int], File], seed: int) -> None:
    """Register the workbook of a seed, under the line that its kind is counted by."""
    BOOKS[f"{line}_{seed:02}"] = (partial(make, seed), (line,))
