"""The items of a cell that lists short texts: by lines, semicolons, bullets, or numbers that count on.

A number or letter before a text is taken off only where it can be nothing else: figures, ranges and days stay.
"""

import re
from collections.abc import Sequence
from typing import Final

from khartoum_desktop.importing.cells import line_of

_LINES: Final = re.compile(r"[\n؛;]+")
_SIGN: Final = re.compile(r"\s*(?:[•·*▪●◦]|[-–—](?!\d))\s*")
_SIGNS_INSIDE: Final = re.compile(r"\s+(?=[•▪●◦])")
_MARK: Final = re.compile(
    r"\(?(?:(\d{1,2})(?:[.)]+(?:\s+|(?=[^\W\d]))|\s?[-–:]\s*(?=[^\W\d]))|([a-zأ-ي])(?:\)\s*|[.-]\s+))(?=\S)"
)
_ORDERS: Final = ("abcdefghijklmnopqrstuvwxyz", "أبجدهوزحطيكلمنسعفصقرشت", "أبتثجحخدذرزسشصضطظعغفقكلمنهوي")


def lines_in(text: str) -> list[str]:
    """Return the items, each one clean line, without the signs and numbers that only count them."""
    parts = _LINES.split(text)
    if len(parts) == 1:
        parts = _SIGNS_INSIDE.split(text)
    if len(parts) == 1:
        parts = _counted(text)
    bare = [part[sign.end() :] if (sign := _SIGN.match(part)) else part.strip() for part in parts]
    marks = [_MARK.match(part) for part in bare]
    if _count_on([mark[1] or mark[2] for mark in marks if mark]):
        bare = [part[mark.end() :] if mark else part for part, mark in zip(bare, marks, strict=True)]
    return [line for part in bare if (line := line_of(part))]


def _counted(text: str) -> list[str]:
    """Return a line cut before each of the numbers in it that count on from its first word: 1) … 2) …."""
    cuts, labels = [0], list[str]()
    for mark in _MARK.finditer(text):
        label = mark[1] or mark[2]
        is_apart = not mark.start() or text[mark.start() - 1].isspace()
        if is_apart and _count_on([*labels, label]) and bool(labels) == bool(mark.start()):
            labels.append(label)
            cuts.append(mark.start())
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def _count_on(labels: Sequence[str]) -> bool:
    """Whether numbers or letters count: each the next one, a single one the first."""
    if not labels:
        return False
    if all(label.isdecimal() for label in labels):
        places = [int(label) - 1 for label in labels]
        return _are_next(places)
    return any(_are_next([order.find(label) for label in labels]) for order in _ORDERS)


def _are_next(places: Sequence[int]) -> bool:
    first = places[0]
    return first >= 0 and (len(places) > 1 or first == 0) and list(places) == list(range(first, first + len(places)))
