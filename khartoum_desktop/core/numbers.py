"""Numbers as people write them, read exactly; and numbers written for people."""

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Final, Literal

from khartoum_desktop.core import i18n, lexicon, quantities
from khartoum_desktop.core.counts import Count, parse_count
from khartoum_desktop.core.lexicon import Token
from khartoum_desktop.core.quantities import Number

__all__ = [
    "Count",
    "Number",
    "calculated",
    "exact",
    "format_number",
    "format_percent",
    "may_be_decimal",
    "own_digits",
    "parse_count",
    "parse_number",
    "plain_figure",
    "sole_mark",
    "vote_decimal",
]

DecimalMark = Literal[".", ","]

# a figure without any doubt: not three decimals, and groups only where they cannot be decimals
_PLAIN = re.compile(
    r"\s*(-?)(\d{1,18}|\d{1,3}(?:,\d{3}){2,5}|\d{1,3}(?:,\d{3}){1,5}(?=\.))(?:\.(\d{1,2}|\d{4,12}))?\s*", re.ASCII
)
_FORMULA = re.compile(r"=\s*\d+(?:\.\d+)?(?:\s*[*/+-]\s*\d+(?:\.\d+)?)*\s*", re.ASCII)
_TERM = re.compile(r"([*/+-]?)\s*(\d+(?:\.\d+)?)", re.ASCII)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)+")
_ARABIC_DIGITS: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_UNKNOWN: Final = Number(unknown=True)
_THREE_DECIMALS: Final = "3"


def exact(value: float | Decimal | Fraction) -> Fraction:
    """Return a spreadsheet's number exactly as it is written (0.1 is one tenth, not the float beside it)."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def parse_number(text: str, *, decimal: DecimalMark | None = None) -> Number | None:
    """Return the number, range or "not known" that a cell's text says, None when it says something else.

    `decimal` is the column's decimal mark (see `vote_decimal`); without it "1,250" is ambiguous: 1250, `other` 1.25.
    A text with a currency or a unit is no number, and a formula ("=1+1") is none: nobody typed its result.
    """
    figure = plain_figure(text)
    if figure is not None:
        return Number(figure)
    if not text or len(text) > lexicon.LONGEST:
        return None
    ready = lexicon.prepared(text)
    if lexicon.says_unknown(ready):
        return _UNKNOWN
    several = lexicon.tokens(ready, decimal)
    return None if several is None else read_with_brackets(several)


def read_with_brackets(several: list[Token]) -> Number | None:
    """Return what tokens say when "(500)" is a negative figure and words in brackets are words like any others."""
    parts = lexicon.brackets(several)
    if parts is None:
        return None
    outside, groups = parts
    if not outside and len(groups) == 1 and len(groups[0]) == 1 and groups[0][0].kind == "num":
        figure = groups[0][0]
        other = None if figure.other is None else -figure.other
        return Number(-figure.value, other=other, ambiguous=other is not None)
    if outside and any(token.kind == "num" for group in groups for token in group):
        return None
    return quantities.read([*outside, *(token for group in groups for token in group)])


def plain_figure(text: str) -> Fraction | None:
    """Return the value of a figure that leaves no doubt: the short way."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    sign, whole, decimals = match.groups()
    digits = sign + whole.replace(",", "")
    if decimals is None:
        return Fraction(int(digits))
    return Fraction(int(digits + decimals), 10 ** len(decimals))


def calculated(text: str) -> Fraction | None:
    """Return the value of "=2.5*1000000", a formula of figures only that a sheet holds as text; None for any other."""
    if len(text) > lexicon.LONGEST or _FORMULA.fullmatch(text) is None:
        return None
    total, term = Fraction(0), Fraction(0)
    for sign, figure in _TERM.findall(text):
        value = Fraction(figure)
        if sign == "/" and not value:
            return None
        if sign in {"*", "/"}:
            term = term * value if sign == "*" else term / value
        else:
            total, term = total + term, -value if sign == "-" else value
    return total + term


def vote_decimal(texts: Iterable[str]) -> DecimalMark | None:
    """Return which mark is the decimal one in a column, by the cells that leave no doubt; None = not clear.

    A mark that stands before three digits is no decimal one because others of the column are ("2,5 M€" says nothing of
    "750,000"), unless there are decimals of three digits in the column.
    """
    proven: set[str] = set()
    doubtful: set[str] = set()
    for text in texts:
        if len(text) <= lexicon.LONGEST:
            for mark, is_proof in _votes(text):
                (proven if is_proof else doubtful).add(mark)
    marks = {mark[0] for mark in proven}
    mark = marks.pop() if len(marks) == 1 else ""
    if mark in doubtful and mark + _THREE_DECIMALS not in proven:
        return None
    return "." if mark == "." else "," if mark == "," else None


def may_be_decimal(texts: Iterable[str], mark: DecimalMark) -> bool:
    """Tell whether no cell of a column speaks against a decimal mark that other columns use."""
    votes = {vote for text in texts if len(text) <= lexicon.LONGEST for vote in _votes(text)}
    return not any((voted == mark and not is_proof) or (voted[0] != mark and is_proof) for voted, is_proof in votes)


def sole_mark(texts: Iterable[str]) -> DecimalMark | None:
    """Return the one mark that stands before three digits in a column, and may part groups or decimals; else None."""
    votes = {vote for text in texts if len(text) <= lexicon.LONGEST for vote in _votes(text)}
    doubtful = {mark for mark, is_proof in votes if not is_proof}
    mark = doubtful.pop() if len(doubtful) == 1 else ""
    if (mark + _THREE_DECIMALS, True) in votes:
        return None
    return "." if mark == "." else "," if mark == "," else None


def _votes(text: str) -> Iterable[tuple[str, bool]]:
    """Yield the decimal mark that each figure of a text proves, or (False) the mark that may be one."""
    if "." not in text and "," not in text and "،" not in text:
        return
    for figure in _FIGURE.findall(lexicon.prepared(text)):
        marks = [c for c in figure if c in ".,"]
        last, kinds = marks[-1], set(marks)
        read = lexicon.figure(figure, None)
        if read is None:
            continue
        if read[1] is not None:
            yield last, False
        elif len(kinds) == 1 and len(marks) > 1:
            yield ("," if last == "." else "."), True
        else:
            yield last + (_THREE_DECIMALS if len(figure.rpartition(last)[2]) == len("500") else ""), True


# --- written for people ----------------------------------------------------------------------------------------------


@cache
def _marks(language: str) -> tuple[str, str, str]:
    """Return a language's sign between groups, its decimal mark, and what follows a percentage."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    group = get_group_symbol(language, numbering_system="latn").replace("\u202f", "\u00a0")
    return group, get_decimal_symbol(language, numbering_system="latn"), "\u00a0%" if language == "fr" else "%"


def own_digits(text: str) -> str:
    """Return a text with the digits that the person reads (only digits: separators are the formatter's)."""
    return text.translate(_ARABIC_DIGITS) if i18n.digits() == "arab" else text


def format_number(number: Decimal | Fraction | int, places: int = 0) -> str:
    """Return the number with that many decimals (halves away from zero), grouped as the language does; not isolated."""
    return _format(number, places, i18n.language(), i18n.digits())


def format_percent(share: Decimal | Fraction | int, places: int = 0) -> str:
    """Return a share (1 = all) as a percentage."""
    percent = Fraction(share) * 100
    sign = "٪" if i18n.digits() == "arab" else _marks(i18n.language())[2]
    return format_number(percent, places) + sign


@lru_cache(maxsize=16384)
def _format(number: Decimal | Fraction | int, places: int, language: str, digits: str) -> str:
    scaled = abs(Fraction(number)) * 10**places
    whole, decimals = divmod((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), 10**places)
    group, mark, _percent = _marks(language) if digits != "arab" else ("٬", "٫", "٪")
    text = f"{whole:,}".replace(",", group)
    if places:
        text += f"{mark}{decimals:0{places}}"
    if number < 0 and (whole or decimals):
        text = f"-{text}"
    return text.translate(_ARABIC_DIGITS) if digits == "arab" else text
