"""A plan: what an import would do, row by row, before anything is written; every part is frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from khartoum_desktop.core.dates import format_date, precision_of
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, language, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing.structure import NONE, Kind, Structure
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.sheets.model import Cell, Sheet, Workbook, column_letter

if TYPE_CHECKING:
    from khartoum_desktop.importing.building import Source
    from khartoum_desktop.importing.profiles import Remembered

Value = str | int | bool | None
"""A value as a row of the store holds it."""


class Certainty(StrEnum):
    """How a column came by its field; only SURE and CONFIRMED are applied."""

    SURE = "sure"  # the header is a known one and the values do not speak against it
    CONFIRMED = "confirmed"  # a person, a mapping file or a remembered profile says so
    SUGGESTED = "suggested"  # very like a known header, and the values fit
    OFFERED = "offered"  # rather like a known header
    NONE = "none"  # no field; kept with the proposal


class Status(StrEnum):
    """What an import would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    HELD = "held"


class Weight(StrEnum):
    """How grave a problem is, gravest first: it holds the row, leaves a value out, or asks to look at what was read."""

    HOLDS = "holds"
    LEAVES = "leaves"
    LOOK = "look"


_GRAVITY: Final = {weight: place for place, weight in enumerate(Weight)}
# whose value may be a name in every language, one a line
_NAMES: Final = frozenset({"country", "named", "remembered", "perhaps", "label", "meant", "one", "other"})
_READINGS: Final = frozenset({"one", "other", "figure"})
_YEAR: Final = 4  # digits


def named(names: str) -> str:
    """Return that of a name's lines, one for every language, which is in the current one."""
    lines = names.split("\n")
    return lines[LANGUAGES.index(language())] if len(lines) == len(LANGUAGES) else names


def _shown(name: str, value: str) -> str:
    """Return what is put into a sentence as a person reads it: a date in words, `why` as translated reasons."""
    if name in _NAMES and "\n" in value:
        return named(value)
    if name == "why":
        return listed(_(reason) for reason in value.split("\n"))
    if name in _READINGS and value.isdecimal() and len(value) > _YEAR:
        return format_number(int(value))
    precision = precision_of(value)
    return value if precision in (None, "year") else format_date(value)


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence in the language of whoever reads it: an English message id and what is put into it."""

    message: str
    args: tuple[tuple[str, str], ...] = ()
    weight: Weight = Weight.LEAVES

    @property
    def text(self) -> str:
        """Return the sentence in the current language."""
        if not self.args:
            return _(self.message)
        try:
            return fill(_(self.message), **{name: _shown(name, value) for name, value in self.args})
        except (KeyError, IndexError, ValueError):  # kept by another version of the program
            return self.message


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be decided about one cell or (column "") one row; the text is as received."""

    sheet: str
    row: int
    column: str
    original: str
    reason: Reason
    target: str = ""


def by_gravity(problem: Problem) -> int:
    """Return the place of a problem among others, 0 for the gravest."""
    return _GRAVITY[problem.reason.weight]


def gravest(problems: Iterable[Problem]) -> Problem | None:
    """Return the problem that weighs most, the first of several, None of none."""
    return min(problems, key=by_gravity, default=None)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the cells of a column are to be read; None = not decided, which leaves ambiguous cells out."""

    unit: int = 1  # what amounts are multiplied with: a note "in thousands" makes it 1000
    currency: str | None = None
    decimal: str | None = None  # "." or ","
    order: str | None = None  # "dmy" or "mdy"
    calendar: str | None = None
    language: str | None = None  # of texts in Latin letters
    is_said: bool = False  # the language, by a person: then no cell speaks another one
    months: str = "month"  # the unit of bare numbers in a column of durations: "month", "year" or "day"
    doubt: int = 1  # another unit that a line of the sheet, `note`, may give for all amounts; 1: none does
    note: str = ""
    home: str | None = None  # the currency of the sender's country: what a word for several currencies means there
    fiscal: str | None = None  # the first day of the fiscal year there, "07-01"
    perhaps: str | None = None  # another calendar, unit of durations or language that may be meant: a question
    exchanged: bool = False  # a program may have taken days for months in the cells that it made dates of
    blank: str = "keep"  # what an empty cell does to a proposal that we have: "keep" or CLEAR
    candidates: tuple[str, ...] = ()  # the currencies of which the header's word is one: "التكلفة بالجنيه"
    status: bool = False  # a column of funding is called “status”: words of the life cycle are none of it
    states: bool = False  # a column of parties lists countries: names of none are doubted


CLEAR: Final = "clear"
SPOKEN: Final = "spoken"
ASIDE: Final = "aside"
AS_KEPT: Final = frozenset({SPOKEN, "doubt", "note", ASIDE})
"""Settings of kept columns that nobody said: the language of their texts ("": none), a unit that may be meant, and that
the column was not read in the file, so that it is not read in a few of its rows either."""
PLAIN: Final = Settings()


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """A column: its header as received and the target it goes to (or would, if it is only suggested or offered)."""

    letter: str
    index: int  # of the cell in a row of the sheet
    header: str
    target: str | None = None
    certainty: Certainty = Certainty.NONE
    settings: Settings = PLAIN
    candidates: tuple[tuple[str, int], ...] = ()  # (target, likeness 0–100), best first

    @property
    def applied(self) -> str | None:
        """Return the target that the column's values are written to, None: they are only kept."""
        return self.target if self.target and self.certainty in (Certainty.SURE, Certainty.CONFIRMED) else None


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a proposal that we have and its value in the file."""

    field: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Perhaps:
    """A proposal that we have and that a new row is very like: its id, reference and title, and why (message ids)."""

    id: str
    ref: str
    title: str
    score: int  # 0-100
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row of a sheet that is a proposal; `id` is the proposal it becomes or changes.

    `values` are the proposal's columns, `children` rows of its lists (kind, values); blank cells give no value, since
    they mean no change.
    """

    sheet: str
    row: int
    status: Status
    id: str
    values: Mapping[str, Value]
    children: tuple[tuple[str, Mapping[str, Value]], ...] = ()
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    ref: str = ""  # of the proposal that we have
    why: str = ""  # how that proposal was recognised: "id", "ref", "origin", "title", or "said" by a person
    headings: tuple[int, ...] = ()  # the rows of the headings under which this one stands, the widest first
    more: tuple[int, ...] = ()  # rows below that a merged title cell covers: kept with this proposal
    perhaps: tuple[Perhaps, ...] = ()  # proposals that a new row may be, the likeliest first
    apart: tuple[str, ...] = ()  # those (ids) of which a person said that the row is another one
    blanks: tuple[str, ...] = ()  # letters of the columns whose cell is empty, but not what the proposal says there

    @property
    def place(self) -> tuple[str, int]:
        """Return sheet and row, by which decisions name it."""
        return self.sheet, self.row


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: its structure, its columns and the plan of each proposal row; `taken` = its rows are imported."""

    sheet: Sheet
    structure: Structure = NONE
    columns: tuple[ColumnPlan, ...] = ()
    rows: tuple[RowPlan, ...] = ()
    taken: bool = False
    sender_country: str | None = None
    ministry: str | None = None
    fingerprint: str = ""
    named_country: str | None = None  # what the title block says, whatever became of it
    is_sender_open: bool = False  # the title block names countries, and not which of them sends the sheet
    sender_from: str = ""  # why `sender_country` is what it is: "decided", "remembered", "title", "own" or ""
    remembered: "Remembered | None" = None  # what was decided for this header before, and is applied

    @property
    def name(self) -> str:
        """Return the sheet's name."""
        return self.sheet.name

    def column(self, letter: str) -> ColumnPlan | None:
        """Return the column of that letter."""
        found = next((column for column in self.columns if column.letter == letter), None)
        if found is None and self.structure.form is not None:
            index = self.structure.form.index_of(letter)
            found = next((column for column in self.columns if column.index == index), None)
        return found

    def cells(self, number: int) -> tuple[Cell, ...]:
        """Return the cells of a row; of a form, the values of the card that begins there."""
        if self.structure.form is not None:
            return self.structure.form.card(number).values
        return self.sheet.rows[number - self.sheet.first_row]

    def cell(self, number: int, column: ColumnPlan) -> Cell:
        """Return the cell of a column in a row, of a form in the card that begins there."""
        return self.cells(number)[column.index]

    def received(self, number: int, column: ColumnPlan) -> Cell:
        """Return the cell of a column in a row as it was received (see `Sheet.received`)."""
        if self.structure.form is not None:
            places = self.structure.form.card(number).places[column.index]
            return self.sheet.received(*places[0]) if len(places) == 1 else self.cell(number, column)
        return self.sheet.received(number, self.sheet.first_column + column.index)

    def unread(self, number: int, column: ColumnPlan) -> str:
        """Return what stands in such a cell that has no value: its error or its formula."""
        if self.structure.form is not None:
            places = self.structure.form.card(number).places[column.index]
            return self.sheet.without_value(*places[0]) if places else ""
        return self.sheet.without_value(number, self.sheet.first_column + column.index)

    def letter(self, index: int) -> str:
        """Return Excel's letter of a cell's place in a row."""
        return column_letter(self.sheet.first_column + index)

    @property
    def cleared(self) -> int:
        """Return how many values of proposals that we have empty cells clear."""
        clearing = {column.letter for column in self.columns if column.settings.blank == CLEAR}
        changed = (row for row in self.rows if clearing and row.status is Status.CHANGED)
        return sum(1 for row in changed for letter in row.blanks if letter in clearing)


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What a person decided about a column: its target (None: keep only) and the settings they changed."""

    target: str | None
    settings: Mapping[str, str | int] = field(default_factory=dict)
    is_remembered: bool = False  # decided for another file that had this header

    @property
    def is_aside(self) -> bool:
        """Whether nobody chose anything, and the column is at most offered."""
        return self.is_remembered and ASIDE in self.settings


@dataclass(frozen=True, slots=True)
class SheetDecisions:
    """What a person decided about one sheet; row numbers and letters are Excel's."""

    taken: bool | None = None
    header_rows: tuple[int, ...] | None = None
    kinds: Mapping[int, Kind] = field(default_factory=dict)
    columns: Mapping[str, ColumnChoice] = field(default_factory=dict)
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    held: frozenset[int] = frozenset()
    released: frozenset[int] = frozenset()
    last_row: int | None = None  # where the table ends: what stands below is ignored
    with_hidden: bool = False  # rows hidden in the file are taken like the others
    same: Mapping[int, str] = field(default_factory=dict)  # row -> the proposal (id or reference) that it is
    apart: frozenset[int] = frozenset()  # rows that are none of the proposals they are like
    sender_country: str | None = None


UNDECIDED: Final = SheetDecisions()


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything a person decided about a file; planning again with it gives the same plan on any laptop."""

    sheets: Mapping[str, SheetDecisions] = field(default_factory=dict)
    replaced: Mapping[tuple[str, str], str] = field(default_factory=dict)  # (target, folded text) -> text
    only_sheet: str | None = None
    sender_country: str | None = None
    accept_suggestions: bool = False
    encoding: str = ""  # how the bytes of a text file are read, "" = as guessed
    delimiter: str = ""

    def of(self, sheet: str) -> SheetDecisions:
        """Return what was decided about a sheet."""
        return self.sheets.get(sheet, UNDECIDED)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import of a file would do. Counts are over the sheets that are taken."""

    workbook: Workbook
    sheets: tuple[SheetPlan, ...]
    decisions: Decisions
    source: "Source"
    notes: tuple[Reason, ...] = ()

    @property
    def file(self) -> str:
        """Return the file's name without its folder."""
        return self.workbook.name

    @property
    def sha256(self) -> str:
        """Return the hash of the file's bytes."""
        return self.workbook.sha256

    @property
    def rows(self) -> tuple[RowPlan, ...]:
        """Return the rows of all sheets that are taken, in the file's order."""
        return tuple(row for sheet in self.sheets if sheet.taken for row in sheet.rows)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return every problem, in the file's order."""
        return tuple(problem for row in self.rows for problem in row.problems)

    def count(self, status: Status) -> int:
        """Return how many rows an import would treat so."""
        return sum(1 for row in self.rows if row.status is status)

    @property
    def cleared(self) -> int:
        """Return how many values of proposals that we have empty cells clear."""
        return sum(sheet.cleared for sheet in self.sheets if sheet.taken)

    def sheet(self, name: str) -> SheetPlan | None:
        """Return the plan of the sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def label_of(target: str | None) -> str:
    """Return a target's name in the current language, "" for none."""
    found = targets().get(target or "")
    return _(found.label) if found else ""
