"""What headers and notes say about the unit of the amounts below them: "(بالألف يورو)", "in thousands", "M€"."""

import re
from typing import Final, NamedTuple

from khartoum_desktop.core import lexicon
from khartoum_desktop.core.lexicon import Token
from khartoum_desktop.core.number_words import SCALE_SIGNS
from khartoum_desktop.core.text import fold

_MILLION: Final = 10**6
_COUNTED: Final = frozenset({"num", "unit", "hundred", "part"})
_LONGEST_HEADER: Final = 400
_THOUSANDS = re.compile(r"(?<![\d.,٬])(?<!\d )'?000'?s?(?!\d)")
_FIGURE: Final = r"(?P<figure>[1١][ .,'٬]?[0٠]{3}(?:[ .,'٬]?[0٠]{3})?)"
_CURRENCY: Final = r"(?:(?!x)[^\W\d_]{1,12}\.?|[€$£])"
# a thousand or a million in figures: "Unit: 1,000 EUR", "(EUR 1,000)", "الوحدة: 1000 يورو"
_IN_FIGURES = re.compile(
    r"(?P<before>(?:(?<!\w)(?:units?|unit[eé]s?|u|(?:ال)?وحد[هة])"
    r"(?:(?:\s+(?:of|the|des?|du|amounts?|figures?|values?|montants?|valeurs?|mon[eé]taires?|المبالغ|القيم|العمل[هة]|النقدي[هة]))"
    rf"{{0,3}}\s*[:=]\s*|\s+)|[(\[]\s*)(?:{_CURRENCY}\s*)?){_FIGURE}(?=(?:\s*{_CURRENCY})?\s*(?:[)\];.\n]|$))",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(?:(?<!\w)(?:x|en|in|par|of|ب)|[×*])\s*1[ .,]?000([ .,]?000)?(?![\d.,])")
_CAPITALS = re.compile(r"[A-Z]{2,4}")
_DOTTED = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)+")
_SHORT: Final = 3


class UnitNote(NamedTuple):
    """What a header says about the amounts below it: how many ones a figure counts, and in which currency."""

    multiplier: int = 1
    currency: str | None = None
    candidates: tuple[str, ...] = ()


def spelt_units(text: str) -> str:
    """Return a text with the figure of its unit as a word: "Unit: 1,000 EUR" becomes "Unit: thousand EUR"."""
    if "000" not in fold(text):
        return text

    def word(match: re.Match[str]) -> str:
        noughts = sum(map(str.isdecimal, match["figure"])) - 1
        return f"{match['before']}{'thousand' if noughts == len('000') else 'million'} "

    return _IN_FIGURES.sub(word, text)


def unit_note(text: str) -> UnitNote | None:
    """Return what a header or a note says about the unit of the amounts: "(بالألف يورو)", "in thousands", "M€", "USD".

    None when it says nothing, or two different multipliers. Short words count only where they cannot be anything else.
    """
    if not text or len(text) > _LONGEST_HEADER:
        return None
    text = spelt_units(text)
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
