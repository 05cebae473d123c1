"""Amounts: integer thousandths and a currency, read from what ministries write, and written for people."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from khartoum_desktop.core import i18n, lexicon, numbers, quantities
from khartoum_desktop.core.currencies import CURRENCIES, WORDLIKE
from khartoum_desktop.core.lexicon import Token
from khartoum_desktop.core.numbers import DecimalMark, Number
from khartoum_desktop.core.unit_notes import UnitNote, spelt_units, unit_note

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
    "spelt_units",
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
_NAMING: Final = frozenset({"word", "person", "household", "women", "men", "thing"})
_COUNTED: Final = frozenset({"num", "unit", "hundred", "part"})
_SPELLED: Final = frozenset({"unit", "hundred", "part", "scale"})
_SPELLING: Final = _SPELLED | {"num", "and", "skip"}


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
        return _one(several, column) or _two(several, column) or _unknown(several, column)
    parts = lexicon.brackets(several)
    found = None if parts is None else _with_equivalent(*parts, column)
    return found or _unknown(several, column)


def money_from_cell(
    value: str | float | Decimal, *, currency: str | None = None, unit: int = 1, decimal: DecimalMark | None = None
) -> Money | None:
    """Return what a cell holds: a text as `parse_money`, a number, or a formula of figures, times the column's unit."""
    if type(value) is int and 0 < value * unit * 1000 <= CAP:
        return Money(value * unit * 1000, currency)  # nearly every number of a sheet: the short way
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
    cut = next((at for at in range(len(outside)) if _parts(outside, at)), len(outside))
    first, second = outside[:cut], outside[cut + 1 :]
    if second and outside[cut].kind == "slash" and not (_names(first) and _names(second)):
        return None  # "1/2": one or the other, or a part
    if not _has_figure(first) and groups and not second and not any(t.kind == "scale" for t in first):
        # the amount itself stands in brackets: "(2,500)", "EUR (2,500)"
        return _in_brackets(first, groups, column)
    sorted_ = _sorted(first, groups, column)
    if sorted_ is None:
        return None
    first, asides, remarks = sorted_
    found, asides = _one(first, column), [*([second] if second else []), *asides]
    if found is None or len(asides) > 1:
        return None
    if asides:
        equivalent = _one(asides[0], _Column(None, 1, column.decimal))
        if equivalent is None and second:
            return None
        found = _paired(found, equivalent) if equivalent else found
    return found and found._replace(remark=" ".join(remarks))


def _parts(several: list[Token], at: int) -> bool:
    """Tell whether a second amount begins after a token."""
    return several[at].kind == "equiv" or (several[at].kind == "slash" and _has_figure(several[at:]))


def _sorted(
    outside: list[Token], groups: list[list[Token]], column: _Column
) -> tuple[list[Token], list[list[Token]], list[str]] | None:
    """Return the amount with the words in brackets that belong to it, second amounts, and remarks; None: a doubt."""
    asides, remarks, own = [], [], outside
    for group in groups:
        if _names(group) and _has_figure(group):
            asides.append(group)
        elif _is_noughts(group) or (_is_spelled_out(group) and not _says_the_same(outside, group, column)):
            return None
        elif _has_figure(group) or any(token.kind in _NAMING for token in group):
            remarks.append(" ".join(token.text for token in group))
        else:
            own = [*own, *group]
    return own, asides, remarks


def _paired(found: Money, equivalent: Money) -> Money | None:
    """Return an amount with the second one of its cell; None when both are in one currency and differ."""
    if equivalent.amount is not None and equivalent.amount in {found.amount, found.other}:
        if found.currency in {None, equivalent.currency}:  # said twice: "5,000,000 (cinq millions d'euros)"
            currency, candidates = equivalent.currency, found.candidates or equivalent.candidates
            return found._replace(
                amount=equivalent.amount,
                currency=currency,
                other=None,
                ambiguous=False,
                candidates=() if currency else candidates,
            )
    elif found.currency is not None and found.currency == equivalent.currency:
        return None
    return found._replace(equivalent=equivalent)


def _names(several: list[Token]) -> bool:
    """Tell whether a currency is among the tokens."""
    return any(token.kind == "currency" for token in several)


def _is_noughts(group: list[Token]) -> bool:
    """Tell whether words in brackets are a unit: "('000)"."""
    return any(token.kind == "num" and token.text.strip("0") == "" and len(token.text) > 1 for token in group)


def _is_spelled_out(group: list[Token]) -> bool:
    """Tell whether words in brackets are a number with its words: "(two million)", not "(phase 2)" or "(2027)"."""
    return any(token.kind in _SPELLED for token in group) and all(token.kind in _SPELLING for token in group)


def _says_the_same(outside: list[Token], group: list[Token], column: _Column) -> bool:
    found, words = _one(outside, column), quantities.read(group)
    if found is None or words is None or words.value is None or found.amount is None:
        return words is None
    return words.value * 1000 in {found.amount, found.other}


def _two(several: list[Token], column: _Column) -> Money | None:
    """Return the first of two amounts that stand side by side in two currencies ("5 M€, 5.4 M$"), with the second."""
    if len([token for token in several if token.kind == "currency"]) != len("€$") or any(
        token.kind in {"and", "plus", "to"} for token in several
    ):
        return None
    found = []
    for cut in range(1, len(several)):
        left, right = several[:cut], several[cut:]
        while right and right[0].kind in {"skip", "dash"}:
            right = right[1:]
        if several[cut - 1].kind in {"skip", "dash", "approx"} or not (_names(left) and _names(right)):
            continue
        first, second = _one(left, column), _one(right, column)
        if first and second and first.currency and second.currency and first.currency != second.currency:
            found.append(first._replace(equivalent=second))
    return found[0] if len(found) == 1 else None


def _unknown(several: list[Token], column: _Column) -> Money | None:
    """Return "to be determined" beside a currency: "TBD EUR", "قيد التحديد (يورو)"."""
    named = [token for token in several if token.kind == "currency"]
    rest = " ".join(token.text or "_" for token in several if token.kind not in {"currency", "open", "close"})
    if not named or not rest or not lexicon.says_unknown(rest):
        return None
    code, candidates = lexicon.currency_of(named[0], column.currency)
    return Money(currency=code, precision="unknown", candidates=candidates)


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
    codes = candidates or ((currency,) if currency else ())
    value, other = _readings(number, column.unit, codes)
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
    unsure = second is not None or (amount is None and number.ambiguous and not _two_decimals(column.unit, codes))
    finer = any(v is not None and factor % v.denominator for v in (value, number.low, number.high))
    return Money(amount, currency, precision, low, high, second, unsure, candidates, finer=finer)


def _two_decimals(unit: int, codes: tuple[str, ...]) -> bool:
    """Tell whether three decimals cannot be meant: nobody writes thousandths of a euro."""
    return unit == 1 and bool(codes) and all(CURRENCIES.get(code, _THREE) < _THREE for code in codes)


def _readings(number: Number, unit: int, codes: tuple[str, ...]) -> tuple[Fraction | None, Fraction | None]:
    """Return a figure's value and its second reading, in the light of what it counts."""
    if number.scaled or number.other is None:
        return number.value, number.other
    if _two_decimals(unit, codes):
        return number.value, None
    return (number.other, number.value) if unit >= _MILLION else (number.value, number.other)


def _rounded(value: Fraction | None, factor: int) -> int | None:
    """Return value times factor, halves away from zero (only figures finer than a thousandth are rounded at all)."""
    if value is None:
        return None
    top, bottom = value.numerator * factor, value.denominator
    nearest = (2 * abs(top) + bottom) // (2 * bottom)
    return nearest if top >= 0 else -nearest


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
