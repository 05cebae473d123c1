"""The grammar of numbers: "مليون ونصف", "2 ½ millions", "1 to 1.5 m", "up to 3", each as exact values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from khartoum_desktop.core.lexicon import Token
from khartoum_desktop.core.number_words import MAYBE_DUALS, SCALE_SIGNS

_NUMERAL: Final = frozenset({"num", "unit", "hundred", "scale", "part"})
_TEN: Final = 10
_HUNDRED: Final = 100
_MILLION: Final = 10**6
_FAR_APART: Final = 1000


class Number(NamedTuple):
    """What a text says about a number: `value`, or a range's `low` and `high` (one of them for "up to", "at least").

    `other` is the second reading of an ambiguous mark; `scaled` tells whether the text itself named thousands or more;
    `unknown` that it says "to be determined" or the like, and then there is no value.
    """

    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    other: Fraction | None = None
    approximate: bool = False
    ambiguous: bool = False
    percent: bool = False
    scaled: bool = False
    unknown: bool = False


@dataclass(slots=True)
class _Marks:
    """The words around the figures, gathered while reading."""

    approximate: bool = False
    least: bool = False
    most: bool = False
    starts: bool = False
    between: bool = False
    percent: bool = False


def read(tokens: Sequence[Token]) -> Number | None:
    """Return the one number or range that the tokens say, None when they say none, several, or anything besides."""
    if len(tokens) == 1 and tokens[0].kind == "num":
        only = tokens[0]
        return Number(only.value, other=only.other, ambiguous=only.other is not None)
    marks = _Marks()
    body = _plain(tokens, marks)
    if body is None:
        return None
    body, negative = _signed(body, marks)
    if not any(token.kind in _NUMERAL for token in body):
        return None
    for cut in _cuts(body, marks) if not negative else ():
        if (found := _range(body[:cut], body[cut + 1 :], marks)) is not None:
            return found
    if any(token.kind in {"to", "dash"} for token in body):
        return None
    return _single(body, marks, negative=negative)


def _plain(tokens: Sequence[Token], marks: _Marks) -> list[Token] | None:
    """Return the figures, scales and the words between them; what stands around them goes into the marks."""
    body: list[Token] = []
    for token in tokens:
        match token.kind:
            case "num" | "unit" | "hundred" | "scale" | "part" | "and" | "dash" | "plus":
                body.append(token)
            case "skip":
                pass
            case "to" | "upto":
                if any(t.kind in _NUMERAL for t in body):
                    body.append(Token("to"))
                elif token.kind == "upto":
                    marks.most = True
            case "from":
                marks.starts = marks.starts or not body
            case "approx":
                marks.approximate = True
            case "least" | "most" | "between" | "percent":
                setattr(marks, token.kind, True)
            case _:
                return None
    return body


def _signed(body: list[Token], marks: _Marks) -> tuple[list[Token], bool]:
    """Take a sign off either end: "-500", "500-", "+500", and "5000+" which means at least."""
    negative = False
    if len(body) > 1 and body[0].kind in {"dash", "plus"} and body[1].kind == "num":
        negative = body[0].kind == "dash"
        body = body[1:]
    if len(body) > 1 and body[-1].kind == "plus":
        marks.least = True
        body = body[:-1]
    elif [token.kind for token in body] == ["num", "dash"] and not negative:
        negative = True
        body = body[:-1]
    return body, negative


def _cuts(body: list[Token], marks: _Marks) -> Iterator[int]:
    """Yield where a range may have its middle."""
    cuts = [at for at, token in enumerate(body) if token.kind in {"to", "dash"}]
    if len(cuts) == 1:
        yield cuts[0]
    elif not cuts and marks.between:
        yield from (at for at in range(len(body) - 1, 0, -1) if body[at].kind == "and")


def _range(left: list[Token], right: list[Token], marks: _Marks) -> Number | None:
    scales = [token.value for token in right if token.kind == "scale"]
    low, high = evaluate(left), evaluate(right)
    if low is None or high is None:
        return None
    if len(left) == 1 and left[0].kind in {"num", "unit"} and scales:
        # "1–1.5 million": the first figure borrows the scale
        if low * scales[0] <= high:
            low *= scales[0]
        elif high >= low * _FAR_APART:
            return None
    if low > high:
        return None
    ambiguous = any(token.other is not None for token in (*left, *right))
    scaled = bool(scales) or any(token.kind == "scale" for token in left)
    return Number(
        low=low, high=high, approximate=marks.approximate, ambiguous=ambiguous, percent=marks.percent, scaled=scaled
    )


def _single(body: list[Token], marks: _Marks, *, negative: bool) -> Number | None:
    if [token.kind for token in body] == ["scale", "num"] and (body[0].value >= _MILLION or body[0].text == "k"):
        body.reverse()  # "USD million 2.5", "M€ 2,5", "K€ 250"
    is_sign = len(body) == 1 and body[0].kind == "scale" and body[0].text in SCALE_SIGNS  # "M", "k"
    value = None if is_sign else evaluate(body)
    if value is None:
        return None
    other = evaluate(body, second=True) if any(token.other is not None for token in body) else None
    if negative:
        value, other = -value, -other if other is not None else None
    scaled = any(token.kind == "scale" for token in body)
    low = value if marks.least or (marks.starts and not marks.most) else None
    high = value if marks.most else None
    return Number(
        value if low is None and high is None else None,
        low,
        high,
        other,
        marks.approximate,
        other is not None,
        marks.percent,
        scaled,
    )


def evaluate(tokens: Sequence[Token], *, second: bool = False) -> Fraction | None:
    """Return the value of figures and number words, None when they do not add up to one number.

    A mark before three digits is read as a decimal one where a scale follows ("2.500 million"), else as grouping;
    `second` asks for the other reading.
    """
    if len(tokens) == 1 and tokens[0].kind == "num":
        return tokens[0].other if second else tokens[0].value
    sum_ = _Sum()
    for at, token in enumerate(tokens):
        match token.kind:
            case "num":
                follows = tokens[at + 1].kind == "scale" if at + 1 < len(tokens) else False
                decimal = token.other is not None and follows != second
                fits = sum_.figure(token.other if decimal and token.other is not None else token.value)
            case "unit":
                fits = sum_.unit(token.value)
            case "hundred":
                fits = sum_.hundred()
            case "scale":
                fits = _scale(sum_, tokens, at)
            case "part":
                fits = sum_.part(token.value, several=token.text in _PLURAL_PARTS)
            case "and":
                sum_.joined = True
                continue
            case _:
                return None
        if not fits:
            return None
        sum_.joined = False
    return None if sum_.joined else sum_.end()


def _scale(sum_: "_Sum", tokens: Sequence[Token], at: int) -> bool:
    """Add a scale; one that looks like a dual is two where no number stands before it, and nothing may follow."""
    token = tokens[at]
    if token.text in MAYBE_DUALS and (at == 0 or tokens[at - 1].kind not in _NUMERAL):
        return at + 1 == len(tokens) and sum_.unit(Fraction(2)) and sum_.scale(token.value)
    return sum_.scale(token.value)


_PLURAL_PARTS: Final = frozenset({"ارباع", "اثلاث", "quarters", "quarts", "thirds"})


class _Sum:
    """A number under way: what is added up, the term being built, and the last scale that multiplied one."""

    __slots__ = ("joined", "last", "literal", "loose", "of_last", "term", "total", "whole")

    def __init__(self) -> None:
        self.total = Fraction(0)
        self.term: Fraction | None = None
        self.whole = Fraction(0)  # the last scaled term, for "thousand million"
        self.last = Fraction(0)  # the last scale, 0 = none yet
        self.literal = False  # the term is written in digits
        self.of_last = False  # the term is a part of the last scale: "مليون ونصف"
        self.joined = False  # "and" came before
        self.loose = False  # digits after a scale without "and": only good if a scale follows ("2 millions 500 mille")

    def figure(self, value: Fraction) -> bool:
        if self.term is not None:
            return False
        self.term, self.literal, self.loose = value, True, bool(self.last) and not self.joined
        return True

    def unit(self, value: Fraction) -> bool:
        if self.term is None:
            self.term, self.literal = value, False
            return True
        # "cent vingt", "vingt cinq", "soixante quinze"; "ثلاثة عشر"
        room = _HUNDRED if self.term % _HUNDRED == 0 else 2 * _TEN if self.term % _TEN == 0 else 0
        fits = self.joined or value < room or (value == _TEN and self.term < _TEN)
        self.term += value
        return fits and not self.literal and not self.of_last

    def hundred(self) -> bool:
        if self.term is None or self.joined:
            self.term = (self.term or Fraction(0)) + 100
        elif self.term < _TEN:
            self.term *= 100
        else:
            return False
        self.literal = False
        return True

    def scale(self, size: Fraction) -> bool:
        if self.term is None and self.last and not self.joined:
            # "ألف مليون", "thousand million"
            if size <= self.last:
                return False
            self.total += self.whole * (size - 1)
            self.whole *= size
            self.last *= size
            return True
        if self.last and size >= self.last and not self.of_last:
            return False
        self.whole = (Fraction(1) if self.term is None else self.term) * size
        self.total += self.whole
        self.last, self.term, self.of_last, self.literal, self.loose = size, None, False, False, False
        return True

    def part(self, value: Fraction, *, several: bool) -> bool:
        if self.of_last:
            return False
        if self.term is None:
            self.term, self.of_last = value, bool(self.last)
        elif several and not self.joined:
            self.term *= value
        elif self.literal or self.joined:
            self.term += value
            self.literal = True  # nothing may follow but a scale
        else:
            return False
        return True

    def end(self) -> Fraction | None:
        if self.term is None:
            return self.total if self.last else None
        if self.of_last:
            return self.total + self.term * self.last
        if self.last and (self.term >= self.last or self.loose):
            return None
        return self.total + self.term
