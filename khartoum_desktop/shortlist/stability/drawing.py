"""Random weights, the same on every laptop: whole numbers from the standard library's generator.

Python keeps the sequence of `random.Random(seed).random()`; nothing else of it, and nothing of NumPy, is used. Three
honest families, each uniform over what it says:

- *any*: all weights that sum to 1: the gaps between sorted numbers.
- *order*: those in which no criterion weighs more than one that is stated heavier. A draw of *any*, dealt out anew: the
  largest part to the heaviest criterion. Criteria of equal stated weight keep among themselves the order that the draw
  gave them, so that neither is preferred.
- *box*: those in which every weight is within a percentage of its stated one. All weights but the one with the widest
  range are drawn evenly, each in its own range; the last is what is left, and the draw counts if that is in its range
  too. On the plane where weights sum to 1 the last weight follows from the others, so this is the uniform distribution
  on the part of the plane that lies in the box, as is rejection from all weights, which with twelve criteria would
  accept one draw in millions. Here it is more than one in three: the sum of the others varies little more than one.

The integers of a draw sum to the same total, so that scores of integer marks are exact integers too.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import gcd
from operator import sub
from random import Random
from typing import Final, Literal

WHOLE: Final = 1 << 30  # what the weights of a draw sum to; in a box the multiple of the stated weights next below it

Draw = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Which weights are drawn: any, those that keep the order of importance, those within ±percent of the stated."""

    kind: Literal["any", "order", "box"]
    percent: Fraction = Fraction()


def drawn_total(weights: Sequence[int], family: Family) -> int:
    """Return what the weights of each draw sum to."""
    return sum(_centre(weights)) if family.kind == "box" else WHOLE


def draw_weights(weights: Sequence[int], family: Family, seed: int) -> Iterator[Draw]:
    """Yield draws without end; weights: the stated ones, whole numbers of which one at least is not 0."""
    random = Random(seed).random  # noqa: S311 - a sample to be repeated, nothing secret
    if family.kind == "any":
        return _any(random, len(weights))
    if family.kind == "order":
        return _ordered(random, weights)
    return _boxed(random, weights, family)


def _any(random: Callable[[], float], width: int) -> Iterator[Draw]:
    inner = range(width - 1)
    while True:
        cuts = [0, *sorted([int(random() * WHOLE) for _ in inner]), WHOLE]
        yield tuple(map(sub, cuts[1:], cuts))


def _ordered(random: Callable[[], float], weights: Sequence[int]) -> Iterator[Draw]:
    heaviest = sorted(range(len(weights)), key=lambda place: -weights[place])
    ranks = {place: rank for rank, place in enumerate(heaviest)}
    deal = [ranks[place] for place in range(len(weights))]
    groups = [list(members) for _weight, members in groupby(heaviest, key=lambda place: weights[place])]
    alike = [members for members in groups if len(members) > 1]
    for parts in _any(random, len(weights)):
        ordered = sorted(parts, reverse=True)
        dealt = [ordered[rank] for rank in deal]
        for members in alike:
            own = [dealt[place] for place in members]
            for place, part in zip(sorted(members, key=parts.__getitem__, reverse=True), own, strict=True):
                dealt[place] = part
        yield tuple(dealt)


def _centre(weights: Sequence[int]) -> list[int]:
    """Return the stated weights as whole numbers that sum to WHOLE or just less, in whatever unit they are stated."""
    common = gcd(*weights)
    least = [weight // common for weight in weights]
    times = max(WHOLE // sum(least), 1)
    return [weight * times for weight in least]


def _boxed(random: Callable[[], float], weights: Sequence[int], family: Family) -> Iterator[Draw]:
    centre = _centre(weights)
    reach = [int(weight * family.percent / 100) for weight in centre]
    last = reach.index(max(reach))
    free = [(place, 2 * most + 1, centre[place] - most) for place, most in enumerate(reach) if most and place != last]
    least, most, rest = centre[last] - reach[last], centre[last] + reach[last], centre[last]
    rest += sum(centre[place] for place, _width, _low in free)
    while True:
        parts = [low + int(random() * width) for _place, width, low in free]
        left = rest - sum(parts)
        if least <= left <= most:
            found = centre.copy()
            found[last] = left
            for (place, _width, _low), part in zip(free, parts, strict=True):
                found[place] = part
            yield tuple(found)
