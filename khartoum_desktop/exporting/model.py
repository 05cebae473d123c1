"""A report: what a document says, before any format; every writer starts from one of these."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class Kind(Enum):
    """What a column holds, which decides its alignment and its number format."""

    TEXT = "text"
    CODE = "code"  # read from left to right everywhere
    NUMBER = "number"
    AMOUNT = "amount"  # integer thousandths with the currency in a column of its own, or Money
    SCORE = "score"  # exact, shown with `places` decimals
    DATE = "date"  # ISO 8601 text of its own precision


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in integer thousandths with its currency, shown in one cell."""

    thousandths: int
    currency: str


Cell = str | int | Fraction | Money | None


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column: its key in the catalogue (or a word of our own), the label in words, a width in letters."""

    key: str
    label: str
    kind: Kind = Kind.TEXT
    width: int = 16
    places: int = 0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A table with what a reader needs around it; all words are in `language` already.

    `lines` stand above the table (title first), `notes` below it; `totals` is a last row or empty. The rows after the
    first `cut` are muted; None: there is no cut line.
    """

    name: str
    language: str
    lines: tuple[str, ...]
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    totals: tuple[Cell, ...] = ()
    cut: int | None = None
    mark: str = ""  # printed on each page


def totals_by_currency(amounts: Sequence[tuple[int | None, str | None]]) -> tuple[dict[str, int], int]:
    """Add up (thousandths, currency) pairs: (sum of each currency, how many amounts are not known)."""
    sums: dict[str, int] = {}
    unknown = 0
    for amount, currency in amounts:
        if amount is None or currency is None:
            unknown += 1
        else:
            sums[currency] = sums.get(currency, 0) + amount
    return sums, unknown
