"""The currencies of a workspace as the page of the exchange rates shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import CURRENCY
from khartoum_desktop.proposals.rates import queries
from khartoum_desktop.proposals.rates.model import EURO, Rate, Standing
from khartoum_desktop.proposals.rates.queries import CurrencyUse
from khartoum_desktop.proposals.rates.showing import show_rate
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.table import ColumnView
from khartoum_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the page shows, read together."""

    standing: Standing
    currencies: Mapping[str, CurrencyUse]
    rates: Mapping[str, tuple[Rate, ...]]


def read(work: Workspace) -> Found:
    """Read what the page shows; runs in the background."""
    by_currency: dict[str, tuple[Rate, ...]] = {}
    for rate in queries.rates(work):
        by_currency[rate.currency] = (*by_currency.get(rate.currency, ()), rate)
    used = {one.currency: one for one in queries.currencies(work)}
    used |= {code: CurrencyUse(code, 0, None) for code in by_currency if code not in used}
    now = queries.standing(work)
    for code, rate in now.rates.items():
        by_currency.setdefault(code, (rate,))  # fixed by law, not stored
    return Found(now, used, by_currency)


def currency_columns(work: Workspace) -> list[ColumnView[CurrencyUse]]:
    """Return the columns of the table: currency, how many proposals use it, its rate, day and source."""

    def name(one: CurrencyUse) -> str:
        label = lists_of(work).label(CURRENCY, one.currency)
        return label if label != one.currency else ""

    def used(one: CurrencyUse) -> str:
        return format_number(one.proposals) if one.proposals else "–"

    def lacking(one: CurrencyUse) -> ChipLook | None:
        return ChipLook(_("no rate"), kind="warn") if one.lacks_rate else None

    return [
        ColumnView("currency", _("Currency"), lambda one: one.currency, 0, second=name, sortable=False),
        ColumnView("proposals", _("Proposals"), used, 100, numeric=True, sortable=False),
        ColumnView("rate", _("One euro is worth"), _rate, 170, numeric=True, chip=lacking, sortable=False),
        ColumnView("dated", _("Date"), _dated, 150, sortable=False),
        ColumnView("source", _("Source"), lambda one: one.rate.source if one.rate else "", 180, sortable=False),
    ]


def first_of(shown: Mapping[str, CurrencyUse]) -> str:
    """Return the currency to begin with: one that lacks a rate, else one that has one."""
    lacking = (code for code, one in shown.items() if one.lacks_rate)
    return next(lacking, next((code for code in shown if code != EURO), next(iter(shown), "")))


def _rate(one: CurrencyUse) -> str:
    if one.currency == EURO:
        return show_rate(Rate(EURO, "", "1"))
    return show_rate(one.rate) if one.rate else _("no rate")


def _dated(one: CurrencyUse) -> str:
    return format_date(one.rate.dated) if one.rate else ""
