"""Krippendorff's α, exact: how far assessors agree over all units, whatever each of them left blank.

Written from the definition (K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011) with whole numbers and
fractions, and checked against its published example. The package of that name stands under GPL-3: it is not shipped.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: Final[tuple[Level, ...]] = ("nominal", "ordinal", "interval", "ratio")
Number = int | Fraction
_PAIR: Final = 2

_Counts = Mapping[Number, int]  # how often each value was given


def alpha(units: Iterable[Sequence[Number]], level: Level = "interval") -> Fraction | None:
    """Return α = 1 − observed / expected disagreement over units, each with the values it was given, in any order.

    Units with fewer than two values say nothing and are left out. None where agreement cannot be told from chance: no
    unit has two values, or all values are the same; and for ratios where there are negative values.
    """
    alike = Counter(tuple(sorted(values)) for values in units if len(values) >= _PAIR)
    every: Counter[Number] = Counter()
    for values, times in alike.items():
        for value in values:
            every[value] += times
    if len(every) < _PAIR or (level == "ratio" and min(every) < 0):
        return None
    apart = _measure(level, every)
    observed = sum(
        (Fraction(times * apart(Counter(values))) / (len(values) - 1) for values, times in alike.items()), Fraction()
    )
    return 1 - observed * (every.total() - 1) / apart(every)


def _measure(level: Level, every: _Counts) -> Callable[[_Counts], Number]:
    """Return the function that sums the squared differences over all ordered pairs of some values."""
    if level == "nominal":
        return _different
    if level == "ratio":
        return _ratios
    places = {value: value for value in every} if level == "interval" else _middles(every)
    return lambda counts: _squares(counts, places)


def _different(counts: _Counts) -> Number:
    return sum(counts.values()) ** 2 - sum(times**2 for times in counts.values())


def _squares(counts: _Counts, places: Mapping[Number, Number]) -> Number:
    """Return Σ over ordered pairs of (difference of their places)², from the sums of places and of their squares."""
    first = sum(times * places[value] for value, times in counts.items())
    second = sum(times * places[value] ** 2 for value, times in counts.items())
    return 2 * (sum(counts.values()) * second - first**2)


def _middles(every: _Counts) -> dict[Number, Number]:
    """Return twice each value's middle rank: the ordinal difference of two values is that of their middle ranks."""
    below, found = 0, dict[Number, Number]()
    for value in sorted(every):
        found[value] = 2 * below + every[value]
        below += every[value]
    return found


def _ratios(counts: _Counts) -> Number:
    values = sorted(counts)
    pairs = ((low, high) for place, high in enumerate(values) for low in values[:place])
    return 2 * sum(
        (counts[low] * counts[high] * Fraction(high - low, high + low) ** 2 for low, high in pairs), Fraction()
    )
