"""Converted amounts and totals in words: always with the rate, its day and its source."""

from collections.abc import Iterable
from fractions import Fraction

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.money import CURRENCIES, format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.proposals.rates.model import Rate, Standing, Total

_FINE_BELOW = 1_000_000  # thousandths: smaller amounts are shown with their decimals


def show_rate(rate: Rate) -> str:
    """Return a rate with its currency, "56.12 EGP", every decimal of it."""
    _whole, _point, decimals = rate.per_euro.partition(".")
    return isolate_ltr(f"{format_number(Fraction(rate.per_euro), len(decimals))} {rate.currency}")


def show_about(thousandths: int, currency: str) -> str:
    """Return a converted amount: "≈ EUR 21,382", without decimals unless it is small."""
    shown = thousandths
    if abs(thousandths) >= _FINE_BELOW:
        shown = round(Fraction(thousandths, 1000)) * 1000
    elif (places := CURRENCIES.get(currency, 2)) < 3:  # noqa: PLR2004 - an amount has three decimals
        shown = round(Fraction(thousandths, 10 ** (3 - places))) * 10 ** (3 - places)
    return isolate_ltr(f"≈ {format_money(shown, currency)}")


def show_source(rate: Rate) -> str:
    """Return a rate with its day and source: "56.12 EGP, 1 November 2026, InforEuro"."""
    parts = (show_rate(rate), format_date(rate.dated), rate.source)
    return listed(part for part in parts if part)


def show_rates(rates: Iterable[Rate]) -> str:
    """Return the rates that were used, one after the other."""
    return _("; ").join(show_source(rate) for rate in rates)


def amount_note(now: Standing, thousandths: int | None, currency: str | None, to: str | None = None) -> str:
    """Return what stands under an amount in another currency: what it is worth and by which rate; else ""."""
    target = to or now.reporting
    if thousandths is None or not currency or currency == target:
        return ""
    factor = now.factor(currency, target)
    if factor is None:
        missing = [code for code in (currency, target) if now.per_euro(code) is None]
        return fill(_("No exchange rate: {currencies}"), currencies=listed(missing))
    about = show_about(round(thousandths * factor), target)
    return fill(_("{amount} (rate {rate})"), amount=about, rate=show_rates(now.used(currency, target)))


def show_without(total: Total) -> str:
    """Return how many amounts are left out for want of a rate, and which currencies: "3 without a rate: ERN, SSP"."""
    n = sum(total.without_rate.values())
    if not n:
        return ""
    template = ngettext("{n} without a rate: {currencies}", "{n} without a rate: {currencies}", n)
    return fill(template, n=format_number(n), currencies=listed(total.without_rate))


def show_total(total: Total) -> str:
    """Return a total in the reporting currency; "≈" where a rate was needed, "" when nothing is in it."""
    if not total.counted:
        return ""
    if total.converted:
        return show_about(total.thousandths, total.currency)
    return isolate_ltr(format_money(total.thousandths, total.currency))


def total_words(total: Total) -> list[str]:
    """Return what a status line says of a total: the sum, and what it lacks."""
    shown, without = show_total(total), show_without(total)
    return [part for part in (fill(_("total {sum}"), sum=shown) if shown else "", without) if part]
