"""Reading exchange rates: what counts today, what a proposal's amount is worth, and which currencies are used."""

import json
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, func, select

from khartoum_desktop.core import dates
from khartoum_desktop.core.money import CURRENCIES
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.proposals.rates.model import EURO, FIXED, Rate, Standing, Total, is_day, is_sound, standing_on
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

REPORTING: Final = "reporting_currency"
RATE_DATE: Final = "rate_date"
_CHUNK: Final = 2000  # amounts added up at once
_HALF: Final = 10**9  # amounts are added up in two halves
Convert = Callable[[int | None, str | None], int | None]  # thousandths, currency -> thousandths of the reporting one

_RATE, _SETTING, _PROPOSAL = (TABLES[name] for name in ("rate", "setting", "proposal"))
_KINDS: Final = frozenset({"rate", "setting"})
_standings: weakref.WeakKeyDictionary[Workspace, tuple[str, Standing]] = weakref.WeakKeyDictionary()
_changes: weakref.WeakKeyDictionary[Workspace, int] = weakref.WeakKeyDictionary()  # how often a rate was changed


@dataclass(frozen=True, slots=True)
class CurrencyUse:
    """A currency of the workspace: how many proposals use it, and the rate that counts (None: there is none)."""

    currency: str
    proposals: int
    rate: Rate | None

    @property
    def lacks_rate(self) -> bool:
        """Whether amounts in it are left out of every total."""
        return self.rate is None and self.currency != EURO


def today() -> str:
    """Return the day on this person's calendar, ISO 8601."""
    return dates.today().isoformat()


def standing(work: Workspace, day: str | None = None) -> Standing:
    """Return the rates that count (on the rate date, else on `day`, by default today); read once until one changes."""
    if work not in _changes:
        _changes[work] = 0
        here = weakref.ref(work)

        def forget(_step: str, touched: Mapping[str, frozenset[str]]) -> None:
            found = here()
            if found is not None and not _KINDS.isdisjoint(touched):
                _changes[found] += 1
                _standings.pop(found, None)

        work.changed.append(forget)
    now = day or today()
    kept = _standings.get(work)
    if kept is not None and kept[0] == now:
        return kept[1]
    changes = _changes[work]
    with work.reading() as db:
        settings, stored = _settings(db), _rates(db)
    chosen = settings.get(RATE_DATE)
    chosen_day = chosen if is_day(chosen) else None
    found = standing_on(stored, chosen_day or now, reporting=settings.get(REPORTING) or EURO, chosen_day=chosen_day)
    if changes == _changes[work]:  # nobody has written a rate while these were read
        _standings[work] = (now, found)
    return found


def converter(work: Workspace) -> Convert:
    """Return what turns (thousandths, currency) into thousandths of the reporting currency, None without a rate."""
    return standing(work).convert


def rates(work: Workspace, currency: str | None = None) -> list[Rate]:
    """Return every rate that can be counted with (or those of one currency), by currency, the newest first."""
    with work.reading() as db:
        found = [rate for rate in _rates(db) if is_sound(rate) and currency in {None, rate.currency}]
    found.sort(key=lambda rate: (rate.dated, rate.source, rate.id), reverse=True)
    return sorted(found, key=lambda rate: rate.currency)


def currencies(work: Workspace) -> list[CurrencyUse]:
    """Return the currencies that proposals use, the most used first, then those that only have a rate.

    One that became the euro is left out while nobody uses it.
    """
    used, now = uses(work), standing(work)
    codes = {*used, *(code for code in now.rates if code not in FIXED)}
    found = [CurrencyUse(code, used.get(code, 0), now.rates.get(code)) for code in codes if code in CURRENCIES]
    return sorted(found, key=lambda one: (-one.proposals, one.currency))


def uses(work: Workspace) -> dict[str, int]:
    """Return how many proposals name their total cost in each currency."""
    cost, code = _PROPOSAL.c.budget_total, _PROPOSAL.c.budget_total_currency
    here = (_PROPOSAL.c.removed.is_not(True), cost.is_not(None), code.is_not(None))
    with work.reading() as db:
        return {str(found): n for found, n in db.execute(select(code, func.count()).where(*here).group_by(code))}


def totals(work: Workspace, wanted: Sequence[str], progress: Progress = silent) -> Total:
    """Return what these proposals (ids, each once) cost together in the reporting currency, and what is not in the sum.

    The database adds up, so that nobody waits for Python meanwhile; in two halves, as its numbers have an end.
    It stops when `progress` raises.
    """
    sums: dict[str, int] = {}
    numbers: dict[str, int] = {}
    with work.reading() as db:
        for start in range(0, len(wanted), _CHUNK):
            progress(start, len(wanted))
            for code, high, low, number in db.execute(_sums(), {"ids": json.dumps(wanted[start : start + _CHUNK])}):
                sums[code] = sums.get(code, 0) + high * _HALF + low
                numbers[code] = numbers.get(code, 0) + number
    return standing(work).summed(sums, numbers, len(wanted) - sum(numbers.values()))


@cache
def _sums() -> Select[Any]:
    """Return what sums by currency up what the proposals of a JSON list of ids cost."""
    cost, code = _PROPOSAL.c.budget_total, _PROPOSAL.c.budget_total_currency
    asked = func.json_each(bindparam("ids")).table_valued("value").c.value
    query = select(code, func.sum(cost // _HALF), func.sum(cost % _HALF), func.count()).group_by(code)
    return query.where(
        _PROPOSAL.c.id.in_(select(asked)),
        _PROPOSAL.c.removed.is_not(True),
        cost.is_not(None),
        func.coalesce(code, "") != "",
    )


def _rates(db: Connection) -> list[Rate]:
    query = select(_RATE).where(_RATE.c.removed.is_not(True))
    return [
        Rate(row.currency or "", row.dated or "", row.per_euro or "", row.source or "", row.id)
        for row in db.execute(query)
    ]


def _settings(db: Connection) -> dict[str, str]:
    query = select(_SETTING.c.key, _SETTING.c.value).where(_SETTING.c.removed.is_not(True))
    return {key: value for key, value in db.execute(query) if key and value}
