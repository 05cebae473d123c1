"""The straight lines that totals are along one weight, where every criterion applies: where they change places."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from khartoum_desktop.shortlist.stability.table import Table


class Change(NamedTuple):
    """At which weight whom (its place) who passes."""

    at: Fraction
    falls: int
    rises: int


class Sweep(NamedTuple):
    """Every proposal's score, on a common denominator, where the criterion has no weight and where it has all."""

    none: tuple[int, ...]
    every: tuple[int, ...]

    def at(self, weight: Fraction) -> list[int]:
        """Return the scores at a weight, all on one denominator."""
        part, whole = weight.numerator, weight.denominator
        rest = whole - part
        return [rest * low + part * high for low, high in zip(self.none, self.every, strict=True)]

    def slopes(self, end: Fraction) -> list[int]:
        """Return how fast each score grows on the way to an end (0 or 1)."""
        sign = 1 if end else -1
        return [sign * (high - low) for low, high in zip(self.none, self.every, strict=True)]

    def crossing(self, one: int, other: int) -> Fraction:
        """Return the weight at which two are equal; they are not parallel."""
        behind = self.none[other] - self.none[one]
        return Fraction(behind, self.every[one] - self.every[other] + behind)


def sweep_of(table: Table, place: int) -> Sweep:
    """Return the lines for a criterion's weight; not for one that has all the weight."""
    weight = table.weights[place]
    others = table.total - weight
    return Sweep(
        tuple(total - weight * row[place] for total, row in zip(table.sums, table.marks, strict=True)),
        tuple(others * row[place] for row in table.marks),
    )


def first_passing(sweep: Sweep, front: Sequence[int], behind: Sequence[int], end: Fraction) -> Change | None:
    """Return where the first of those behind passes the last of the front on the way to an end, None if never.

    The distance between the lowest of the front and the highest behind is concave in the weight; Newton's steps from
    the end, each to the point where the two that are farthest out of order cross, stop exactly at its root.
    """
    if not front or not behind:
        return None
    at, moved = end, False
    while True:
        now = sweep.at(at)
        falls = min(front, key=lambda place: now[place])
        rises = max(behind, key=lambda place: now[place])
        if now[falls] >= now[rises]:
            return Change(at, falls, rises) if moved else None
        at, moved = sweep.crossing(falls, rises), True
