"""Amounts: integer thousandths and a currency, read from what ministries write, and written for people."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from khartoum_desktop.core import i18n, lexicon, numbers, quantities
from khartoum_desktop.core.currencies import CURRENCIES, WORDLIKE
from khartoum_desktop.core.lexicon import Token
from khartoum_desktop.core.number_words import SCALE_SIGNS
from khartoum_desktop.core.numbers import DecimalMark, Number

__all__ = [
    "CAP",
    "CURRENCIES",
    "FinerError",
    "Money",
    "UnitNote",
    "exact_text",
    "format_money",
    "money_from_cell",
    "parse_money",
    "to_thousandths",
    "unit_note",
]

# no budget of this field comes near it (a thousand thousand million), and sums stay within a database integer
CAP: Final = 10**15
Precision = Literal["exact", "estimate", "range", "unknown"]

_MILLION: Final = 10**6
_THREE: Final = 3
_MACHINE = re.compile(r"-?\d{1,18}(?:\.\d{1,18})?", re.ASCII)
_DASH_AFTER_NAME = re.compile(r"^([^\d-]*[^\d\s(-]) - (?=\d)")
_SPLITTING: Final = frozenset({"open", "close", "equiv", "slash"})
_COUNTED: Final = frozenset({"num", "unit", "hundred", "part"})


class Money(NamedTuple):
    """What a text says about an amount; all amounts are integer thousandths, the header's unit already multiplied in.

    A range has `low` and `high` (one of them for "up to") and no `amount`. `other` is the second reading of an
    ambiguous mark. `candidates` are the currencies that the word may mean; `currency` is then None, but for "$" and "£"
    the likeliest. `equivalent` is a second amount that the sender gives for the same money; `remark` the words in
    brackets. Precision "unknown" has no amount, or 0, which nearly always means unknown too. `finer`: the text has
    decimals beyond the thousandths that are kept, and the amounts are rounded.
    """

    amount: int | None = None
    currency: str | None = None
    precision: Precision = "exact"
    low: int | None = None
    high: int | None = None
    other: int | None = None
    ambiguous: bool = False
    candidates: tuple[str, ...] = ()
    equivalent: "Money | None" = None
    remark: str = ""
    finer: bool = False

    @property
    def currency_ambiguous(self) -> bool:
        """Whether the text's word for the currency may mean several."""
        return len(self.candidates) > 1


class UnitNote(NamedTuple):
    """What a header says about the amounts below it: how many ones a figure counts, and in which currency."""

    multiplier: int = 1
    currency: str | None = None
    candidates: tuple[str, ...] = ()


class _Column(NamedTuple):
    """What is known about a cell from its column."""

    currency: str | None
    unit: int
    decimal: DecimalMark | None


def parse_money(
    text: str, *, currency: str | None = None, unit: int = 1, decimal: DecimalMark | None = None
) -> Money | None:
    """Return the amount, range or "not known" that a cell's text says; None when it says something else.

    `currency`, `unit` (see `unit_note`) and `decimal` (see `numbers.vote_decimal`) are what the column says. A figure
    that names its own thousands or millions ignores the column's unit. Amounts beyond CAP are refused (None).
    """
    column = _Column(currency, unit, decimal)
    figure = numbers.plain_figure(text)
    if figure is not None:
        return _money(Number(figure), column, currency, ())
    if not text or len(text) > lexicon.LONGEST:
        return None
    ready = lexicon.prepared(text)
    if lexicon.says_unknown(ready):
        return Money(currency=currency, precision="unknown")
    if " - " in ready:
        ready = _DASH_AFTER_NAME.sub(r"\1 ", ready)
    several = lexicon.tokens(ready, decimal)
    if several is None or not _spelled(several, text):
        return None
    if not any(token.kind in _SPLITTING for token in several):
        return _one(several, column)
    parts = lexicon.brackets(several)
    return None if parts is None else _with_equivalent(*parts, column)


def money_from_cell(
    value: str | float | Decimal, *, currency: str | None = None, unit: int = 1, decimal: DecimalMark | None = None
) -> Money | None:
    """Return what a cell holds: a text as `parse_money`, a number, or a formula of figures, times the column's unit."""
    if isinstance(value, str):
        figure = numbers.calculated(value)
        if figure is None:
            return parse_money(value, currency=currency, unit=unit, decimal=decimal)
        number = Number(figure)
    else:
        try:
            number = Number(numbers.exact(value))
        except (ValueError, OverflowError):  # not a number, infinity
            return None
    return _money(number, _Column(currency, unit, decimal), currency, ())


def _spelled(several: list[Token], text: str) -> bool:
    """Refuse everyday words for currency codes ("all", "top") unless they stand in capitals."""
    codes = [token.codes[0] for token in several if token.kind == "currency" and token.text == token.codes[0].lower()]
    return all(code not in WORDLIKE or code in text for code in codes)


def _with_equivalent(outside: list[Token], groups: list[list[Token]], column: _Column) -> Money | None:
    second: list[Token] = []
    for at, token in enumerate(outside):
        if token.kind == "equiv" or (token.kind == "slash" and _has_figure(outside[at:])):
            outside, second = outside[:at], outside[at + 1 :]
            break
    if not _has_figure(outside) and groups and not second and not any(t.kind == "scale" for t in outside):
        # the amount itself stands in brackets: "(2,500)", "EUR (2,500)"
        return _in_brackets(outside, groups, column)
    asides = [second] if second else []
    remarks: list[str] = []
    for group in groups:
        if any(token.kind == "currency" for token in group) and _has_figure(group):
            asides.append(group)
        elif _has_figure(group) or any(token.kind == "word" for token in group):
            remarks.append(" ".join(token.text for token in group))
        else:
            outside = [*outside, *group]
    found = _one(outside, column)
    if found is None or len(asides) > 1:
        return None
    if asides:
        equivalent = _one(asides[0], _Column(None, 1, column.decimal))
        if equivalent is None and second:
            return None
        found = found._replace(equivalent=equivalent)
    return found._replace(remark=" ".join(remarks))


def _has_figure(several: list[Token]) -> bool:
    return any(token.kind in _COUNTED for token in several) or (
        any(token.kind == "scale" for token in several) and several[0].kind in {"equiv", "slash"}
    )


def _in_brackets(outside: list[Token], groups: list[list[Token]], column: _Column) -> Money | None:
    if len(groups) != 1:
        return None
    named = [token for token in (*outside, *groups[0]) if token.kind == "currency"]
    figures = [token for token in groups[0] if token.kind != "currency"]
    if any(token.kind not in {"currency", "skip"} for token in outside):
        return None
    number = numbers.read_with_brackets([Token("open"), *figures, Token("close")])
    return None if number is None else _priced(number, named, column)


def _one(several: list[Token], column: _Column) -> Money | None:
    named = [token for token in several if token.kind == "currency"]
    number = quantities.read([token for token in several if token.kind != "currency"])
    return None if number is None else _priced(number, named, column)


def _priced(number: Number, named: list[Token], column: _Column) -> Money | None:
    if not named:
        return _money(number, column, column.currency, ())
    common = [code for code in named[0].codes if all(code in token.codes for token in named)]
    if not common:
        return None
    code, candidates = lexicon.currency_of(named[0]._replace(codes=tuple(common)), column.currency)
    return _money(number, column, code, candidates)


def _money(number: Number, column: _Column, currency: str | None, candidates: tuple[str, ...]) -> Money | None:
    """Put number, unit and currency together."""
    if number.percent:
        return None
    value, other = _readings(number, column.unit, currency, decided=not candidates)
    factor = 1000 if number.scaled else 1000 * column.unit
    amount, low, high, second = (_rounded(v, factor) for v in (value, number.low, number.high, other))
    if amount is not None and second is not None and (abs(amount) > CAP or abs(second) > CAP):
        # only one of the readings is an amount at all
        amount, second = min(amount, second, key=abs), None
    if any(v is not None and abs(v) > CAP for v in (amount, low, high)):
        return None
    precision: Precision = "estimate" if number.approximate else "exact"
    if amount is None:
        precision = "range"
    elif amount == 0:
        precision = "unknown"
    unsure = second is not None or (amount is None and number.ambiguous and not _two_decimals(column.unit, currency))
    finer = any(v is not None and factor % v.denominator for v in (value, number.low, number.high))
    return Money(amount, currency, precision, low, high, second, unsure, candidates, finer=finer)


def _two_decimals(unit: int, currency: str | None) -> bool:
    """Tell whether three decimals cannot be meant: nobody writes thousandths of a euro."""
    return unit == 1 and CURRENCIES.get(currency or "", _THREE) < _THREE


def _readings(
    number: Number, unit: int, currency: str | None, *, decided: bool
) -> tuple[Fraction | None, Fraction | None]:
    """Return a figure's value and its second reading, in the light of what it counts."""
    if number.scaled or not decided or number.other is None:
        return number.value, number.other
    if _two_decimals(unit, currency):
        return number.value, None
    return (number.other, number.value) if unit >= _MILLION else (number.value, number.other)


def _rounded(value: Fraction | None, factor: int) -> int | None:
    """Return value times factor, halves away from zero (only figures finer than a thousandth are rounded at all)."""
    if value is None:
        return None
    top, bottom = value.numerator * factor, value.denominator
    nearest = (2 * abs(top) + bottom) // (2 * bottom)
    return nearest if top >= 0 else -nearest


# --- headers ---------------------------------------------------------------------------------------------------------

_LONGEST_HEADER: Final = 400
_THOUSANDS = re.compile(r"(?<![\d.,٬])'?000'?s?(?!\d)")
_TIMES = re.compile(r"(?:(?<!\w)(?:x|en|in|par|of|ب)|[×*])\s*1[ .,]?000([ .,]?000)?(?![\d.,])")
_CAPITALS = re.compile(r"[A-Z]{2,4}")
_DOTTED = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)+")
_SHORT: Final = 3


def unit_note(text: str) -> UnitNote | None:
    """Return what a header or a note says about the unit of the amounts: "(بالألف يورو)", "in thousands", "M€", "USD".

    None when it says nothing, or two different multipliers. Short words count only where they cannot be anything else.
    """
    if not text or len(text) > _LONGEST_HEADER:
        return None
    ready = lexicon.prepared(text)
    several = lexicon.tokens(ready, None, strict=False) or []
    multipliers = {int(t.value) for at, t in enumerate(several) if t.kind == "scale" and _is_unit(several, at)}
    if times := _TIMES.search(ready):
        multipliers.add(_MILLION if times[1] else 1000)
    elif _THOUSANDS.search(ready):
        multipliers.add(1000)
    sure = set(_CAPITALS.findall(text)) | {word.replace(".", "") for word in _DOTTED.findall(ready)}
    named = [t for at, t in enumerate(several) if t.kind == "currency" and _is_currency(several, at, sure)]
    if len(multipliers) > 1 or not (multipliers or named):
        return None
    multiplier = next(iter(multipliers), 1)
    codes = dict.fromkeys(code for token in named for code in token.codes)
    common = [code for code in codes if all(code in token.codes for token in named)]
    if not named or not common:
        return UnitNote(multiplier, None, tuple(codes))
    return UnitNote(multiplier, *lexicon.currency_of(named[0]._replace(codes=tuple(common)), None))


def _near(several: list[Token], at: int, kind: str) -> bool:
    """Tell whether a token of that kind stands next to this one, small words between them aside."""
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(several) and several[other].kind == "skip":
            other += step
        if 0 <= other < len(several) and several[other].kind == kind:
            return True
    return False


def _is_unit(several: list[Token], at: int) -> bool:
    token = several[at]
    if at and several[at - 1].kind in _COUNTED and several[at - 1].value != 1:
        return False  # an amount: "2 millions"
    return token.text not in SCALE_SIGNS or _near(several, at, "currency")


def _is_currency(several: list[Token], at: int, sure: set[str]) -> bool:
    token = several[at]
    if len(token.text) > _SHORT or not token.text.isalpha() or _near(several, at, "scale"):
        return True
    alone = [t.kind for t in several[max(at - 1, 0) : at + 2]] == ["open", "currency", "close"]
    return alone or len(several) == 1 or token.text in sure or token.text.upper() in sure


# --- machine text and text for people --------------------------------------------------------------------------------


class FinerError(ValueError):
    """A number with more decimals than the three that are kept."""


def to_thousandths(amount: str | Decimal | Fraction | int) -> int:
    """Return an exact amount (as text "2500000.5") in thousandths; ValueError if it is none, finer, or beyond CAP."""
    if isinstance(amount, str) and _MACHINE.fullmatch(amount) is None:
        raise ValueError(f"not an amount: {amount!r}")
    try:
        scaled = Fraction(amount) * 1000
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f"not an amount: {amount!r}") from error
    if scaled.denominator != 1:
        raise FinerError(f"not an amount in thousandths: {amount!r}")
    if abs(scaled) > CAP:
        raise ValueError(f"not an amount in thousandths: {amount!r}")
    return int(scaled)


def exact_text(thousandths: int) -> str:
    """Return the canonical text for machines: "2500000", "-0.5"; no grouping, no trailing zeros."""
    whole, rest = divmod(abs(thousandths), 1000)
    text = f"{whole}.{rest:03}".rstrip("0").rstrip(".")
    return f"-{text}" if thousandths < 0 else text


def format_money(thousandths: int, currency: str | None = None) -> str:
    """Return an amount for people: "EUR 2,500,000", "2 500 000 EUR" in French; decimals only if there are any."""
    return _format(thousandths, currency or "", i18n.language(), i18n.digits())


@lru_cache(maxsize=16384)
def _format(thousandths: int, currency: str, language: str, _digits: str) -> str:
    places = 0
    if thousandths % 1000:
        places = max(CURRENCIES.get(currency, 2), 2 if thousandths % 10 == 0 else 3)
    number = numbers.format_number(Fraction(thousandths, 1000), places)
    if not currency:
        return number
    return {"fr": f"{number}\u00a0{currency}", "ar": f"{number} {currency}"}.get(language, f"{currency} {number}")
