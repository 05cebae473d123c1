"""Exchange rates and what they make of amounts: exact fractions, rounded half to even, once, at the very end.

A rate says how many units of a currency one euro was worth on a day; other reporting currencies go through the euro.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation, localcontext
from fractions import Fraction
from functools import cached_property
from typing import Final

from khartoum_desktop.core.dates import precision_of
from khartoum_desktop.core.money import CURRENCIES

EURO: Final = "EUR"
IN_EURO: Final = "reporting_amount_eur"
MOST_DIGITS: Final = 12  # significant ones; the finest published rates have nine
MOST_SOURCE: Final = 200  # characters
_MOST: Final = 10**9  # units for one euro; the weakest currency in use is below two million
_LEAST: Final = Fraction(1, 10**6)
_STORED: Final = re.compile(r"\d{1,12}(\.\d{1,18})?", re.ASCII)
_FAR: Final = 5  # times more or less than the last rate: perhaps turned round


@dataclass(frozen=True, slots=True)
class Rate:
    """How many units of `currency` one euro was worth on the day `dated`; `per_euro` is exact decimal text."""

    currency: str
    dated: str
    per_euro: str
    source: str = ""
    id: str = ""

    @property
    def value(self) -> Fraction:
        """The rate as an exact number."""
        return Fraction(self.per_euro)


# Council of the EU, 8 July 2025: Bulgaria adopts the euro on 1 January 2026 at 1.95583 leva for one euro, for good
FIXED: Final[Mapping[str, Rate]] = {"BGN": Rate("BGN", "2026-01-01", "1.95583", "Council of the EU, 8 July 2025")}


def is_day(text: str | None) -> bool:
    """Tell whether a text is a whole day, as rates are dated."""
    return text is not None and precision_of(text) == "day"


def is_fixed(currency: str, day: str) -> bool:
    """Tell whether a currency is only another name of the euro since that day or before."""
    return currency in FIXED and FIXED[currency].dated <= day


def is_sound(rate: Rate) -> bool:
    """Tell whether a stored rate can be counted with: another laptop may have written anything."""
    if rate.currency not in CURRENCIES or rate.currency == EURO or not is_day(rate.dated):
        return False
    return _STORED.fullmatch(rate.per_euro) is not None and refusal_of(rate.value) == ""


def refusal_of(value: Fraction) -> str:
    """Return why a number is no rate: "sign", "size", "digits"; "" when it is one."""
    if value <= 0:
        return "sign"
    if not _LEAST <= value < _MOST:
        return "size"
    text = decimal_text(value)
    return "" if text and len(text.replace(".", "").strip("0")) <= MOST_DIGITS else "digits"


def decimal_text(value: Fraction) -> str:
    """Return a number as exact decimal text without trailing zeros; "" for one that has no end (a third)."""
    with localcontext(prec=60):
        try:
            found = Decimal(value.numerator) / Decimal(value.denominator)
        except InvalidOperation:
            return ""
        text = format(found, "f")
    if Fraction(text) != value:
        return ""
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_far(new: Fraction, last: Fraction) -> bool:
    """Tell whether a rate is so far from the last one that it may be turned round, or that of another currency."""
    return not Fraction(1, _FAR) <= new / last <= _FAR


def half_even(top: int, bottom: int) -> int:
    """Return top / bottom (bottom above zero) as the nearest whole number, halves to the even one."""
    whole, rest = divmod(top, bottom)
    if 2 * rest > bottom or (2 * rest == bottom and whole % 2):
        return whole + 1
    return whole


@dataclass(frozen=True, slots=True)
class Total:
    """A sum in the reporting currency, rounded once, and what is not in it.

    `counted` amounts are in it, `converted` tells whether a rate was needed; `without_rate` is currency -> how many
    amounts of it could not be added, `unknown` how many have no amount or no currency.
    """

    currency: str
    thousandths: int = 0
    counted: int = 0
    converted: bool = False
    without_rate: Mapping[str, int] = field(default_factory=dict)
    unknown: int = 0


@dataclass(frozen=True)
class Standing:
    """The rates that count on one day (currency -> rate, newest not after it) and the currency that is reported in."""

    rates: Mapping[str, Rate] = field(default_factory=dict)
    reporting: str = EURO
    chosen_day: str | None = None  # None: always the latest rates

    def per_euro(self, currency: str) -> Fraction | None:
        """Return how many units one euro is worth, None without a rate."""
        if currency == EURO:
            return Fraction(1)
        found = self.rates.get(currency)
        return found.value if found else None

    def factor(self, currency: str, to: str | None = None) -> Fraction | None:
        """Return what one unit is worth in another currency (default: the reporting one), None without a rate."""
        target = to or self.reporting
        if currency == target:
            return Fraction(1)
        here, there = self.per_euro(currency), self.per_euro(target)
        return None if here is None or there is None else there / here

    @cached_property
    def _factors(self) -> Mapping[str, tuple[int, int]]:
        found = {code: self.factor(code) for code in {*self.rates, EURO, self.reporting}}
        return {code: factor.as_integer_ratio() for code, factor in found.items() if factor is not None}

    def convert(self, thousandths: int | None, currency: str | None) -> int | None:
        """Return an amount in thousandths of the reporting currency; None when it or its rate is not known."""
        ratio = self._factors.get(currency or "")
        if ratio is None or thousandths is None:
            return None
        return half_even(thousandths * ratio[0], ratio[1])

    def in_euro(self, thousandths: int | None, currency: str | None) -> int | None:
        """Return an amount in thousandths of a euro; None likewise."""
        factor = self.factor(currency, EURO) if currency else None
        if factor is None or thousandths is None:
            return None
        return half_even(thousandths * factor.numerator, factor.denominator)

    def used(self, currency: str, to: str | None = None) -> tuple[Rate, ...]:
        """Return the rates that lead from a currency to another: none for the same, two where neither is the euro."""
        target = to or self.reporting
        return () if currency == target else tuple(self.rates[c] for c in (currency, target) if c in self.rates)

    def total(self, amounts: Iterable[tuple[int | None, str | None]]) -> Total:
        """Add up (thousandths, currency) pairs: each currency exactly, then as fractions, and round once."""
        sums: dict[str, int] = {}
        numbers: dict[str, int] = {}
        unknown = 0
        for amount, currency in amounts:
            if amount is None or not currency:
                unknown += 1
                continue
            sums[currency] = sums.get(currency, 0) + amount
            numbers[currency] = numbers.get(currency, 0) + 1
        return self.summed(sums, numbers, unknown)

    def summed(self, sums: Mapping[str, int], numbers: Mapping[str, int], unknown: int = 0) -> Total:
        """Add up what is summed by currency already; `numbers` says of how many amounts, `unknown` how many are not."""
        factors = {currency: self.factor(currency) for currency in sums}
        known = {currency: factor for currency, factor in factors.items() if factor is not None}
        exact = sum((sums[currency] * factor for currency, factor in known.items()), Fraction(0))
        return Total(
            currency=self.reporting,
            thousandths=half_even(exact.numerator, exact.denominator),
            counted=sum(numbers[currency] for currency in known),
            converted=any(currency != self.reporting for currency in known),
            without_rate={code: numbers[code] for code in sorted(sums) if code not in known},
            unknown=unknown,
        )


NO_RATES: Final = Standing()


def standing_on(rates: Iterable[Rate], day: str, *, reporting: str = EURO, chosen_day: str | None = None) -> Standing:
    """Return which rates count on a day: of each currency the newest not after it, of two on one day always the same.

    Rates that cannot be counted with are passed over; a currency that became the euro has its fixed rate.
    """
    newest: dict[str, Rate] = {}
    for rate in rates:
        if rate.dated <= day and is_sound(rate):
            last = newest.get(rate.currency)
            if last is None or _age(last) < _age(rate):
                newest[rate.currency] = rate
    newest.update({code: rate for code, rate in FIXED.items() if is_fixed(code, day)})
    return Standing(newest, reporting if reporting in CURRENCIES else EURO, chosen_day)


def _age(rate: Rate) -> tuple[str, str, str]:
    return rate.dated, rate.source, rate.id
