"""How much of exact numbers is shown, so that nothing looks equal, like nothing, or smaller than it is."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

LEAST_PARTS: Final = 3
_MOST_DECIMALS: Final = 4


def places_apart(numbers: Iterable[Fraction]) -> int:
    """Return how many decimals tell different numbers apart: one at least, four at most."""
    different = set(numbers)
    for places in range(1, _MOST_DECIMALS):
        if len({_rounded(one, places) for one in different}) == len(different):
            return places
    return _MOST_DECIMALS


def _rounded(number: Fraction, places: int) -> int:
    """Return a number in units of its last decimal, halves away from zero, as numbers are written."""
    scaled = number * 10**places
    units = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return units if scaled >= 0 else -units


def leading_parts(parts: Sequence[Fraction]) -> int:
    """Return how many of the parts (the largest first) stand for all: what is left out is smaller than each of them.

    Three at the least; all of them where fewer would hide something larger, or one part only.
    """
    for shown in range(LEAST_PARTS, len(parts) - 1):
        if abs(sum(parts[shown:], Fraction())) < abs(parts[shown - 1]):
            return shown
    return len(parts)
