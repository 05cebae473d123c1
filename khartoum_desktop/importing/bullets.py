"""The items of a cell that lists short texts, without the marks that count them; figures of the texts are no marks."""

import re
from collections.abc import Sequence
from typing import Final

from khartoum_desktop.core.text import fold
from khartoum_desktop.importing.cells import line_of

_ENDS: Final = re.compile(r"[\n؛;]+")
_SIGN: Final = re.compile(r"^\s*(?:[•·*▪●◦]+\s*|[-–—]+(?:\s+|(?=[^\W\d_])))")
_SIGNS_INSIDE: Final = re.compile(r"\s+(?=[•▪●◦])")
# "1. Training", "1.Training", "(2) Training", "1-تدريب"; neither "1.5 million" nor "1-day training"
_NUMBER: Final = re.compile(
    r"^\s*\(?(\d{1,2})\s?(?:[.):](?=\s|[^\W\d_]{2})|\)(?=\S)|[-–—:](?=\s+[^\W\d]|[\u0621-\u064a]))[.)]?\s*(?=\S)"
)
# "a) one", "أ- أولا"; not "e.g."
_LETTER: Final = re.compile(r"^\s*\(?([a-z]|[اأبتثجدهوزحطي])ـ?\s?(?:\)|[.\-–—](?=\s))\s*(?=\S)", re.IGNORECASE)
_NUMBERS_INSIDE: Final = re.compile(r"[\s،,]+(?=\(?\d{1,2}\s?(?:\)\s|[.)\-–—]\s*[^\W\d_]))")
_LETTERS_INSIDE: Final = re.compile(r"[\s،,]+(?=\(?(?:[a-z]|[اأبتثجدهوزحطي]ـ?)\s?[)\-–—]\s)", re.IGNORECASE)
_ORDERS: Final = ("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطي", "ابتثجحخدذر")


def lines_in(text: str) -> list[str]:
    """Return the items of a cell that lists short texts, by lines, semicolons or marks; without the marks."""
    cleaned = (line_of(part) for part in without_marks(parts_of(text)))
    return [part for part in cleaned if part]


def without_marks(parts: Sequence[str]) -> list[str]:
    """Return texts without bullets, and without numbers or letters before them where these count from the first on."""
    found = [_SIGN.sub("", part, count=1) for part in parts]
    for mark in (_NUMBER, _LETTER):
        if _counts(found, mark):
            return [mark.sub("", part, count=1) for part in found]
    return found


def parts_of(text: str) -> list[str]:
    """Return what stands between the ends of lines; of a single line, what its marks part."""
    parts = _ENDS.split(text)
    if len(parts) > 1:
        return parts
    parts = _SIGNS_INSIDE.split(text)
    if len(parts) > 1:
        return parts
    for inside, mark in ((_NUMBERS_INSIDE, _NUMBER), (_LETTERS_INSIDE, _LETTER)):
        parts = inside.split(text)
        marked = parts if mark.match(parts[0]) else parts[1:]  # words may stand before the first item
        if len(marked) > 1 and all(map(mark.match, marked)) and _counts(marked, mark):
            return parts
    return [text]


def _counts(parts: Sequence[str], mark: re.Pattern[str]) -> bool:
    """Whether the marks of texts count 1, 2, 3 (or a, b, c), perhaps beginning again: else they are words of the text.

    One text may have the number 1; a single letter counts nothing.
    """
    marks = [fold(match[1]) for part in parts if (match := mark.match(part))]
    if mark is _NUMBER:
        return bool(marks) and _goes_up([int(one) for one in marks])
    return len(marks) > 1 and any(_goes_up([order.find(one) + 1 for one in marks]) for order in _ORDERS)


def _goes_up(places: Sequence[int]) -> bool:
    before = 0
    for place in places:
        if place not in (before + 1, 1):
            return False
        before = place
    return True
