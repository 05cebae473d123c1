"""How much of exact numbers is shown, so that nothing looks equal, like nothing, or smaller than it is."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.criteria import shown_mark

LEAST_PARTS: Final = 3
_OF_A_MARK: Final = 2
_MOST_DECIMALS: Final = 9  # as many as a mark may have


def places_apart(numbers: Iterable[Fraction]) -> int:
    """Return how many decimals tell different numbers apart: one at least, nine at most."""
    different = set(numbers)
    for places in range(1, _MOST_DECIMALS):
        if len({_rounded(one, places) for one in different}) == len(different):
            return places
    return _MOST_DECIMALS


def _rounded(number: Fraction, places: int) -> int:
    """Return a number in units of its last decimal, halves away from zero, as numbers are written."""
    scaled = number * 10**places
    units: int = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return units if scaled >= 0 else -units


def shown_apart(mark: Fraction, places: int) -> str:
    """Return a mark as people write it, or with all of so many decimals where two do not tell it from another."""
    return shown_mark(mark) if places <= _OF_A_MARK else format_number(mark, places)


def leading_parts(parts: Sequence[Fraction]) -> int:
    """Return how many of the parts (the largest first) stand for all: what is left out is smaller than each of them.

    Three at the least; all of them where fewer would hide something larger, or one part only.
    """
    for shown in range(LEAST_PARTS, len(parts) - 1):
        if abs(sum(parts[shown:], Fraction())) < abs(parts[shown - 1]):
            return shown
    return len(parts)
