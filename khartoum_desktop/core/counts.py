"""Numbers of people: "5 آلاف", "10,000 (50 % women)", "M: 300 / F: 200", "500 households (2,500 persons)"."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from khartoum_desktop.core import lexicon, number_words, quantities
from khartoum_desktop.core.lexicon import Token
from khartoum_desktop.core.text import fold

_MEN_SIGN = re.compile(r"(?<![^\W\d_])[mh](?![^\W\d_])")
_WOMEN_SIGN = re.compile(r"(?<![^\W\d_])f(?![^\W\d_])")
_PART = re.compile(
    r"(?<=\w)[\s,]+(?:dont|including|incl\.?|of (?:which|whom)|among (?:which|whom)|y compris|منهم|منهن|من بينهم|"
    r"بينهم|بما فيهم)\s+(?=.*\d)"
)
_PART_INSIDE = re.compile(r"\(\s*(?:dont|including|incl\.?|of (?:which|whom)|y compris|منهم|منهن|من بينهم|بينهم)\s+")
_SUM = re.compile(r"^(\d[\d .,']*)\s*[:=]\s*(?=\D*\d)")
_RATES: Final = frozenset(fold(word) for word in number_words.RATES.split())
_BETWEEN: Final = frozenset({"skip", "slash", "dash", "plus", "and", "equiv", "person", "approx"})
_NAMED: Final = frozenset({"household", "person", "women", "men", "word"})
_SIXTY_FOUR_BITS: Final = 18  # digits


class Count(NamedTuple):
    """How many people (or households, which are not persons): whole numbers; `words` were not understood."""

    value: int | None = None
    low: int | None = None
    high: int | None = None
    approximate: bool = False
    unknown: bool = False
    unit: Literal["person", "household", ""] = ""
    women: int | None = None
    men: int | None = None
    words: str = ""


def parse_count(text: str) -> Count | None:
    """Return how many a text says: "5 آلاف", "حوالي 5000 أسرة", "10,000 (50 % women)", "M: 300 / F: 200".

    None when it says no number, several, a fraction, a rate, or a number of places. A household is never turned into
    persons, but marked; where brackets give the persons, those count.
    """
    if text.isascii() and text.isdecimal() and len(text) <= _SIXTY_FOUR_BITS:
        return Count(int(text))
    if not text or len(text) > lexicon.LONGEST:
        return None
    ready = lexicon.prepared(text)
    if lexicon.says_unknown(ready):
        return Count(unknown=True)
    several = lexicon.tokens(_bracketed(_without_signs(ready)), None)
    parts = None if several is None else lexicon.brackets(several)
    if parts is None:
        return None
    outside, groups = parts
    told = [group for group in groups if any(token.kind == "num" for token in group)]
    if not outside and len(told) == 1:
        outside, told = told[0], []
    found = _women_and_men(outside) or _count(outside)
    for group in told:
        found = _with(found, group)
    return found


def _without_signs(text: str) -> str:
    """Return a text whose M (or H) and F are the words that they stand for, if both are there."""
    if _MEN_SIGN.search(text) and _WOMEN_SIGN.search(text):
        return _WOMEN_SIGN.sub(" women ", _MEN_SIGN.sub(" men ", text))
    return text


def _bracketed(text: str) -> str:
    """Return a text whose parts of the whole stand in brackets: "500 dont 200 femmes", "500: 300 men, 200 women"."""
    if "(" in text:
        return _PART_INSIDE.sub("(", text)
    for joint in (_PART, _SUM):
        if (match := joint.search(text)) is not None:
            head = match[1] if joint is _SUM else text[: match.start()]
            return f"{head} ({text[match.end() :]})"
    return text


def _women_and_men(several: Sequence[Token]) -> Count | None:
    told = [t for t in several if t.kind in {"num", "women", "men"}]
    kinds = [t.kind for t in told]
    if sorted(kinds) != ["men", "num", "num", "women"] or any(t.kind not in _BETWEEN for t in several if t not in told):
        return None
    first = kinds.index("num")
    if kinds[first::2] != ["num", "num"] or any(t.value.denominator != 1 for t in told):
        return None
    found = {label.kind: int(figure.value) for figure, label in zip(told[first::2], told[1 - first :: 2], strict=True)}
    about = any(token.kind == "approx" for token in several)
    return Count(sum(found.values()), approximate=about, unit="person", women=found["women"], men=found["men"])


def _count(several: Sequence[Token]) -> Count | None:
    named = {token.kind for token in several}
    both = "women" in named and "men" in named
    unit: Literal["person", "household", ""] = ""
    if "household" in named:
        unit = "household"
    elif named & {"person", "women", "men"}:
        unit = "person"
    if any(token.text in _RATES for token in several):
        return None
    known = {*_NAMED, "slash"} if both else _NAMED
    number = quantities.read([token for token in several if token.kind not in known])
    if number is None or number.percent:
        return None
    found = [number.value, number.low, number.high]
    if any(v is not None and (v.denominator != 1 or v < 0) for v in found):
        return None
    value, low, high = (None if v is None else int(v) for v in found)
    return Count(
        value,
        low,
        high,
        number.approximate or unit == "household",
        unit=unit,
        women=value if "women" in named and not both else None,
        men=value if "men" in named and not both else None,
        words=" ".join(token.text for token in several if token.kind == "word"),
    )


def _with(found: Count | None, group: Sequence[Token]) -> Count | None:
    """Return a count with what stands in brackets behind it: the persons of households, women and men of persons."""
    inside = _women_and_men(group) or _count(group)
    if (found is None or found.unit == "household") and inside is not None and inside.unit == "person":
        return inside
    if found is None or found.value is None:
        return found
    if inside is not None and inside.value is not None and not inside.words and inside.unit:
        if inside.unit == "household":
            return found
        if inside.value == found.value or (inside.value < found.value and None in {inside.women, inside.men}):
            return found._replace(women=inside.women, men=inside.men, unit="person")
    share = _share_of_women(group)
    if share is not None and (women := share * found.value).denominator == 1:
        return found._replace(women=int(women), unit="person")
    return found._replace(words=f"{found.words} {' '.join(token.text for token in group)}".strip())


def _share_of_women(group: Sequence[Token]) -> Fraction | None:
    """Return the share that brackets give to women: "(50 % women)"."""
    kinds = {token.kind for token in group}
    if "women" not in kinds or "men" in kinds or "word" in kinds:
        return None
    number = quantities.read([token for token in group if token.kind != "women"])
    is_share = number is not None and number.percent and number.value is not None and 0 <= number.value <= 100  # noqa: PLR2004
    return number.value / 100 if is_share and number is not None and number.value is not None else None
