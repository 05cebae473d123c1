"""The shapes in which proposals are read: frozen rows, without the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.proposals.completeness import Completeness
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.proposals.model import Amount, FieldValue, Line, Stored, Values, title_of
from khartoum_desktop.proposals.searches.model import Condition


@dataclass(frozen=True, slots=True)
class Filter:
    """Which proposals are wanted; everything given must hold, an empty tuple or None asks for nothing."""

    states: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    incomplete: bool = False  # something is missing for submission
    conflicts: bool = False  # two laptops wrote different values
    source: str | None = None
    batch: str | None = None  # brought in by this import
    removed: bool = False  # the withdrawn ones instead of those here
    conditions: tuple[Condition, ...] = ()
    consents: bool = False  # under way, and a party has not confirmed its consent
    untitled: str | None = None  # without a title in this language
    stale: bool = False  # under way, and nobody has changed anything for 90 days
    changed_since: str | None = None  # something was changed, or arrived, on this day (ISO 8601) or later
    mine: bool = False  # made or edited by the person who sits here
    unread: bool = False  # somebody else has said something that this person has not read
    asked: bool = False  # a question is open
    among: frozenset[str] | None = None  # these only (ids): what a feature further up the line knows of


ALL: Final = Filter()


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """What the list shows of a proposal."""

    id: str
    ref: str
    titles: Mapping[str, str]
    lead_country: str
    state: str
    budget: Amount
    confidentiality: str
    completeness: Completeness
    torn: bool
    unread: int = 0  # comments of others that this person has not read
    questions: int = 0  # open ones

    def title(self, lang: str | None = None) -> str:
        """Return the title in a language (default: the current one), else in another."""
        return title_of({f"title_{one}": title for one, title in self.titles.items()}, lang)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the values of a field that two people wrote without knowing of each other."""

    change: str
    value: Stored


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A field of a proposal (or of one of its lines) with several values."""

    kind: str
    row: str
    field: str
    candidates: tuple[Candidate, ...]


COMMENT_MARK: Final = "#"
"""Stands after the name of a cell whose comment is kept: "C7#"."""
WHOLE_ROW: Final = "kd:row"
"""The header of a cell of an origin that no sheet has: it holds all that the import keeps of a row with problems."""
NOWHERE: Final = "A0"
"""The name of that cell: any sheet may have its header, but none a cell of this name."""


def is_whole_row(cell: Sequence[str | None]) -> bool:
    """Tell whether a cell of an origin is the one that no sheet has."""
    return (cell[0], cell[1]) == (NOWHERE, WHOLE_ROW)


@dataclass(frozen=True, slots=True)
class OriginCell:
    """One cell as received: its name in the sheet, its header, its text, where it went, what was not understood."""

    cell: str
    header: str
    text: str
    field: str | None
    problem: str | None

    @property
    def is_comment(self) -> bool:
        """Whether this is the comment that stood beside the cell."""
        return self.cell.endswith(COMMENT_MARK)

    @property
    def place(self) -> str:
        """Return the name of the cell in its sheet."""
        return self.cell.removesuffix(COMMENT_MARK)

    @property
    def label(self) -> str:
        """Return under which header the text stood, in the current language."""
        if self.is_comment:
            return fill(_("Comment on “{header}”"), header=self.header)
        return self.header


@dataclass(frozen=True, slots=True)
class OriginRow:
    """The row of a ministry's sheet that a proposal came from."""

    id: str
    file: str
    sheet: str
    row_number: int
    cells: tuple[OriginCell, ...]


@dataclass(frozen=True, slots=True)
class ProposalDetail:
    """One proposal whole: its columns, its lines (with id and heads) by field key, its open conflicts."""

    id: str
    heads: str
    removed: bool
    columns: Mapping[str, Stored]
    lines: Mapping[str, tuple[Line, ...]]
    conflicts: tuple[OpenConflict, ...]
    named: Mapping[str, str] = field(default_factory=dict)  # id -> reference of the proposals that its columns name

    @property
    def ref(self) -> str:
        """The reference."""
        return str(self.columns["ref"] or "")

    @property
    def values(self) -> Values:
        """Everything by name, as the rules want it."""
        return {**self.columns, **self.lines}

    def value(self, key: str) -> FieldValue:
        """Return the value of a field of the catalogue."""
        return value_in(self.columns, self.lines, key)

    def title(self, lang: str | None = None) -> str:
        """Return the title in a language (default: the current one), else in another."""
        return title_of(self.columns, lang)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many proposals each saved search holds; `changed` is None where no meeting has been held yet."""

    everything: int
    ours: int
    incomplete: int
    conflicts: int
    imported: int
    removed: int
    by_state: Mapping[str, int]
    consents: int = 0
    untitled: Mapping[str, int] = field(default_factory=dict)  # by language
    stale: int = 0
    changed: int | None = None  # since the last meeting
    mine: int = 0
    unread: int = 0
    asked: int = 0
    saved: Mapping[str, int] = field(default_factory=dict)  # by the id of the saved search


def value_in(columns: Mapping[str, Stored], lines: Mapping[str, tuple[Line, ...]], key: str) -> FieldValue:
    """Return a field's value from a proposal's columns and lines."""
    kind = BY_KEY[key].type
    if kind in {Type.TABLE, Type.CODES}:
        return tuple(lines.get(key, ()))
    if kind is Type.MONEY:
        thousandths, currency = columns.get(key), columns.get(f"{key}_currency")
        amount = Amount(thousandths if isinstance(thousandths, int) else None, str(currency) if currency else None)
        return amount if amount != Amount() else None
    return columns.get(key)
