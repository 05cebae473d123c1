"""Numbers of a criteria set: read exactly as they are written, and kept as whole numbers of one common unit. Pure."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from khartoum_desktop.core.text import fold
from khartoum_desktop.scoring.criteria import UNIT, decimal_text

LARGEST: Final = 10**9  # of a mark, a weight or a threshold
PLACES: Final = 9  # decimals
WEIGHT_PLACES: Final = 12  # of a weight
_WHOLE: Final = 2**62  # the largest whole number that is stored
FINEST: Final = 10**18  # the finest unit

_DECIMAL = re.compile(r"[+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:e[+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_RATIO = re.compile(r"([+-]?\d{1,40})\s*/\s*(\d{1,40})")


def read(text: str) -> Fraction | None:
    """Return the number that a text says ("3.5", "٣٫٥", "1e-2", "1/3"), None when it says none or an endless one.

    A comma is a decimal mark where it can be nothing else: "3,5" is read, "1,000" and "1,234.5" are not.
    """
    if len(text) > 100:  # noqa: PLR2004 - no number is so long
        return None
    written = fold(text).strip()
    if "," in written and not (_GROUPED.fullmatch(written) or "." in written):
        written = written.replace(",", ".", 1)
    ratio = _RATIO.fullmatch(written)
    if ratio:
        return Fraction(int(ratio[1]), int(ratio[2])) if int(ratio[2]) else None
    return Fraction(written) if _DECIMAL.fullmatch(written) else None


def unit_for(numbers: Iterable[Fraction]) -> int | None:
    """Return the least unit in which all numbers are whole: a power of ten from 1000 where that does, else another.

    None when the numbers are too large or too fine to be stored together.
    """
    given = list(numbers)
    common = 1
    for number in given:
        common = lcm(common, number.denominator)
        if common > _WHOLE:
            return None
    tens = next((10**places for places in range(3, WEIGHT_PLACES + 1) if 10**places % common == 0), common)
    unit = tens if _fit(given, tens) else common
    return unit if _fit(given, unit) else None


def _fit(numbers: Sequence[Fraction], unit: int) -> bool:
    return unit <= _WHOLE and all(abs(number) * unit <= _WHOLE for number in numbers)


def whole(number: Fraction, unit: int) -> int:
    """Return a number in whole units; it must be one."""
    found = number * unit
    if found.denominator != 1:
        raise ValueError(f"{number} is no whole number of 1/{unit}")
    return int(found)


def text(number: Fraction) -> str:
    """Return a number so that `read` gives it back: as a decimal where it ends, else as a ratio."""
    return decimal_text(number) if (number * 10**12).denominator == 1 else str(number)


def points(number: Fraction | None) -> int | None:
    """Return points in thousandths, None for none; ValueError when they are finer."""
    return None if number is None else whole(number, UNIT)
