"""From a file of rates to what would be written: every row with its fate and the reason; nothing is written here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.core.text import one_line
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import CURRENCY
from khartoum_desktop.proposals.rates.file import RateRow, Table, find_table
from khartoum_desktop.proposals.rates.model import (
    EURO,
    MOST_SOURCE,
    Rate,
    decimal_text,
    is_day,
    is_far,
    is_fixed,
    refusal_of,
    standing_on,
)
from khartoum_desktop.proposals.rates.queries import rates, today
from khartoum_desktop.workspace import Workspace

Status = Literal["new", "changed", "same", "refused"]

STATUSES: Final[Mapping[Status, str]] = {
    "new": N_("new rate"),
    "changed": N_("changed"),
    "same": N_("as it is"),
    "refused": N_("refused"),
}
_REFUSALS: Final[Mapping[str, str]] = {
    "sign": N_("A rate is greater than zero."),
    "size": N_("No currency has such a rate to the euro."),
    "digits": N_("The rate has more than twelve digits."),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A row of the file and what would become of it; `text` is the rate as received, `before` the rate it replaces."""

    row: int
    currency: str
    dated: str
    text: str
    status: Status
    per_euro: str = ""
    source: str = ""
    reason: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class RatesPlan:
    """What a file would do. `dated` is the day of the rows that name none ("" = not known), `source` likewise."""

    file: str
    rows: tuple[Proposed, ...]
    dated: str = ""
    source: str = ""
    table: Table | None = None

    @property
    def to_write(self) -> tuple[Proposed, ...]:
        """The rows that would be written."""
        return tuple(one for one in self.rows if one.status in {"new", "changed"})

    @property
    def wants_day(self) -> bool:
        """Whether rows are refused only because the file says no day."""
        return self.table is not None and not self.dated and any(not row.dated for row in self.table.rows)

    def count(self, status: Status) -> int:
        """Return how many rows have this fate."""
        return sum(one.status == status for one in self.rows)


def plan(
    work: Workspace, path: Path, *, dated: str | None = None, source: str | None = None, progress: Progress = silent
) -> RatesPlan:
    """Read a file and compare it with the workspace; UserError when it is no file of rates.

    `dated` (a day) and `source` stand where the file says nothing; a source defaults to InforEuro where the file names
    it, else to the file's name.
    """
    from khartoum_desktop.sheets.reading import read_workbook

    book = read_workbook(path, progress=progress)
    table = find_table(book, find=lambda words: lists_of(work).find(CURRENCY, words))
    if table is None:
        raise UserError(
            fill(_("No table of exchange rates was found in {file}."), file=path.name),
            _("It needs a column with currency codes and one with rates: how many units one euro is worth."),
        )
    return compared(work, RatesPlan(path.name, (), table=table), dated=dated, source=source)


def compared(work: Workspace, known: RatesPlan, *, dated: str | None = None, source: str | None = None) -> RatesPlan:
    """Return the plan with another day or source, compared with the workspace as it is now."""
    table = known.table or Table(())
    day = dated if dated is not None else known.dated or table.dated
    default = one_line(source) if source is not None else known.source or table.source or known.file
    stored = rates(work)
    judge = _Judge(stored, today(), day, default[:MOST_SOURCE])
    return RatesPlan(known.file, tuple(judge.judged(table.rows)), day, default[:MOST_SOURCE], known.table)


class _Judge:
    """Compares rows with what is stored; of rows that say the same the first stays, of those that differ none."""

    def __init__(self, stored: Sequence[Rate], now: str, day: str, source: str) -> None:
        self._stored = {(rate.currency, rate.dated): rate for rate in reversed(stored)}
        self._latest = standing_on(stored, now)
        self._now, self._day, self._source = now, day, source

    def judged(self, rows: Sequence[RateRow]) -> list[Proposed]:
        """Return every row's fate; a table in which the euro is not 1 (the UN's is to the dollar) is refused whole."""
        if any(row.currency == EURO and row.value not in {None, 1} for row in rows):
            words = _("In this file the euro is not 1: its rates are to another currency.")
            rows = [replace(row, reason=words) for row in rows]
        found: list[Proposed] = []
        first: dict[tuple[str, str], int] = {}
        for row in rows:
            one = self._one(row)
            if one is None:
                continue
            key = (one.currency, one.dated)
            if one.status == "refused" or key not in first:
                if one.status != "refused":
                    first[key] = len(found)
                found.append(one)
            elif found[first[key]].per_euro != one.per_euro:
                words = fill(_("{currency} is there twice with different rates."), currency=one.currency)
                found[first[key]] = replace(found[first[key]], status="refused", reason=words)
                found.append(replace(one, status="refused", reason=words))
        return found

    def _one(self, row: RateRow) -> Proposed | None:
        """Return a row's fate; None for the euro itself, which every table of rates lists."""
        dated = row.dated or self._day
        one = Proposed(row.row, row.currency or row.named[:40], dated, row.text[:40], "refused")
        one = replace(one, source=(row.source or self._source)[:MOST_SOURCE])
        if row.currency == EURO and row.value == 1:
            return None
        reason = row.reason or next(self._reasons(row, dated), "")
        if reason or row.value is None:
            return replace(one, reason=reason)
        one = replace(one, per_euro=decimal_text(row.value))
        old = self._stored.get((one.currency, dated))
        if old is not None:
            same = old.per_euro == one.per_euro and old.source == one.source
            return replace(one, status="same" if same else "changed", before=old.per_euro, reason=self._doubt(one))
        return replace(one, status="new", reason=self._doubt(one))

    def _reasons(self, row: RateRow, dated: str) -> Iterator[str]:
        """Yield why a row cannot be taken; nothing when it can."""
        if not row.currency:
            yield fill(_("“{value}” is no currency code."), value=row.named[:40])
        elif row.value is None:
            yield fill(_("“{value}” is no rate."), value=row.text[:40]) if row.text else _("There is no rate.")
        elif refused := refusal_of(row.value):
            yield _(_REFUSALS[refused])
        if not is_day(dated):
            yield _("The day of the rate is not known.")
        elif dated > self._now:
            yield fill(_("{date} lies in the future."), date=format_date(dated))
        elif is_fixed(row.currency, dated):
            yield _("The euro has taken the place of this currency at a fixed rate.")

    def _doubt(self, one: Proposed) -> str:
        last = self._latest.per_euro(one.currency)
        if last is None or not is_far(Fraction(one.per_euro), last):
            return ""
        return fill(_("Far from the last rate, {rate}: is it turned round?"), rate=decimal_text(last))
