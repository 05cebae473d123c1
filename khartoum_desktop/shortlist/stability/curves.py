"""The totals along one weight where a criterion does not apply to everybody: where such curves change places.

Where the weight is t, the others in proportion, a total is (n₀ + n₁t) / (d₀ + d₁t): the marks and weights that apply.
Two totals are equal at the roots of a quadratic; a root at which it does not change its sign is a touch, and nobody
passes there. Where all the weight lies on what does not apply to a proposal, it has no total; on the way there its
total goes to a limit, which stands for it, but no interval reaches so far.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property, cmp_to_key
from itertools import pairwise
from typing import Final, NamedTuple

from khartoum_desktop.shortlist.stability.roots import PLACES, Quadratic, Root, Rounded
from khartoum_desktop.shortlist.stability.sweep import Change, Sweep, first_passing, sweep_of
from khartoum_desktop.shortlist.stability.table import Table

_FINE: Final = 10**80  # how finely totals are compared first; what is nearer than _NEAR is compared exactly
_NEAR: Final = 10**40
_ENDS: Final = (Root(0), Root(1))


class Curve(NamedTuple):
    """The total (n + nt·t) / (d + dt·t); it has a value wherever it is asked for one."""

    n: int
    nt: int
    d: int
    dt: int

    def total(self, part: int, whole: int) -> int:
        """Return the total where t is part/whole, downwards, in units that are very fine."""
        return _FINE * (self.n * whole + self.nt * part) // (self.d * whole + self.dt * part)

    def less(self, other: "Curve") -> Quadratic:
        """Return what has the sign of this total less another."""
        return Quadratic(
            self.n * other.d - other.n * self.d,
            self.n * other.dt + self.nt * other.d - other.n * self.dt - other.nt * self.d,
            self.nt * other.dt - other.nt * self.dt,
        )


class Event(NamedTuple):
    """Where whom (its place) who passes."""

    at: Root
    falls: int
    rises: int


class _Split(NamedTuple):
    """Who is above the nth, level with it, and below it."""

    above: list[int]
    level: list[int]
    below: list[int]

    @property
    def top(self) -> list[int]:
        """Those who have rank n or better, best first."""
        return self.above + self.level


class Curves:
    """The curves of a table for a criterion's weight; not for one that has all the weight."""

    def __init__(self, table: Table, place: int) -> None:
        self._table, self._place, self.weight = table, place, table.share(place)
        self._curves = [_curve(table, place, row) for row in range(len(table.names))]
        self._odd = frozenset(row for row, out in enumerate(table.without) if out)

    def __repr__(self) -> str:
        return f"Curves({self._table!r}, {self._place})"

    @cached_property
    def _sweep(self) -> Sweep:
        return sweep_of(self._table, self._place)

    def less(self, one: int, other: int) -> Quadratic:
        """Return what has the sign of one total less another's (places)."""
        return self._curves[one].less(self._curves[other])

    def lost(self, end: Root, rows: Sequence[int]) -> bool:
        """Tell whether one of these has no total at an end (0 or 1)."""
        table = self._table
        if end == _ENDS[1]:
            return any(self._place in table.without[row] for row in rows)
        here = table.weights[self._place]
        return any(self._place not in table.without[row] and table.own[row] == here for row in rows)

    def tie(self, one: int, other: int) -> Fraction | None:
        """Return the weight nearest to the present one at which two are equal; None without one, or if always."""
        nearest: tuple[Root, Root] | None = None
        for root in self.less(one, other).roots():
            inside = not (root < _ENDS[0] or _ENDS[1] < root)
            if inside and not (root in _ENDS and self.lost(root, (one, other))):
                distance = root.distance(self.weight)
                if nearest is None or distance < nearest[0]:
                    nearest = distance, root
        return None if nearest is None else nearest[1].near(self.weight)

    # -- intervals and tipping points

    def end(self, end: Fraction, n: int | None) -> tuple[Fraction, Change | None]:
        """Return how far the weight may move towards an end (0 or 1), and who then passes; n as in `intervals`."""
        if self.weight == end:
            return end, None
        at, way = Root.of(self.weight), 1 if end else -1
        staying: Sequence[int] = range(len(self._curves))
        if n is None:
            event = self._first_neighbours(at, way)
        else:
            staying, event = self._top_event(at, way, n)
        if event is not None:
            change = Change(event.at.near(self.weight), event.falls, event.rises)
            return change.at, change
        if self.lost(_ENDS[end == 1], staying):
            inside = end - Fraction(way, 10**PLACES)
            return Rounded(inside if (inside - self.weight) * way > 0 else self.weight), None
        return end, None

    def changes(self, n: int) -> list[Change]:
        """Return the changes of the top n from 0 to 1, one a weight."""
        found: list[Event] = []
        while (event := self._next_event(found[-1].at if found else _ENDS[0], 1, n)) is not None:
            found.append(event)
        return [self._change(event) for event in found]

    def crossings(self) -> list[Change]:
        """Return where any two change places strictly between 0 and 1, lowest first."""
        found = [
            Event(root, one, other) if before > 0 else Event(root, other, one)
            for one in range(len(self._curves))
            for other in range(one)
            for root, before in _turns(self.less(one, other))
        ]
        return [self._change(event) for event in sorted(found)]

    def _change(self, event: Event) -> Change:
        return Change(event.at.near(self.weight), event.falls, event.rises)

    # -- the whole order

    def _first_neighbours(self, at: Root, way: int) -> Event | None:
        """Return who passes first: curves, too, change places with a neighbour first."""
        order = [row for level in self._levels(at, 0) for row in level]
        found: list[Event] = []
        for one, other in pairwise(order):
            less = self.less(one, other)
            beyond = less.sign_beyond(at, way)
            if not less.sign(at) and beyond:
                return Event(at, other, one) if beyond > 0 else Event(at, one, other)
            found.extend(self._passing(one, other, less, at, way))
        return _nearest(found, way)

    def _passing(self, front: int, behind: int, less: Quadratic, at: Root, way: int) -> Iterator[Event]:
        """Yield where the one behind passes the one in front, who is ahead just beyond a point, on the way from it."""
        end = less.a + less.b + less.c if way > 0 else less.a
        if end > 0 and (less.c <= 0 or less.b * less.b < 4 * less.a * less.c):
            return
        for root, before in _turns(less):
            if before * way > 0 and root.minus(at) * way > 0:
                yield Event(root, front, behind)

    # -- the top n

    def _top_event(self, at: Root, way: int, n: int) -> tuple[list[int], Event | None]:
        """Return the top n just beyond the weight, and where they change, which may be at once."""
        beyond, level = self._split(at, way, n), set(self._split(at, 0, n).level)
        dropped = [row for row in beyond.below if row in level]
        if dropped:
            first = next(row for row in beyond.top if row in level)
            return beyond.top, Event(at, dropped[-1], first)
        return beyond.top, self._next_event(at, way, n)

    def _next_event(self, at: Root, way: int, n: int) -> Event | None:
        """Return the next change of the top n as they are just beyond a point."""
        while True:
            split = self._split(at, way, n)
            if len(split.top) == n:
                return self._first_passing(split.top, split.below, at, way)
            found = [
                self._first_passing(split.above, split.level + split.below, at, way),
                self._first_passing(split.level, split.below, at, way),
            ]
            event = _nearest([one for one in found if one is not None], way)
            if event is None or set(self._split(event.at, way, n).top) != set(split.top):
                return event
            at = event.at  # several equals at the cut have changed places with several inside: all are still in

    def _first_passing(self, front: Sequence[int], behind: Sequence[int], at: Root, way: int) -> Event | None:
        """Return where the first of those behind passes one of the front: straight lines quickly, curves pairwise."""
        straight = [[row for row in rows if row not in self._odd] for rows in (front, behind)]
        change = first_passing(self._sweep, straight[0], straight[1], Fraction(way > 0))
        found = [] if change is None else [Event(Root.of(change.at), change.falls, change.rises)]
        for one in front:
            for other in behind if one in self._odd else self._odd.intersection(behind):
                found.extend(self._passing(one, other, self.less(one, other), at, way))
        return _nearest(found, way)

    # -- the order at a point

    def _split(self, at: Root, way: int, n: int) -> _Split:
        split = _Split([], [], [])
        for level in self._levels(at, way):
            if len(split.top) >= n:
                split.below.extend(level)
            else:
                split.above.extend(split.level)
                split.level[:] = level
        return split

    def _levels(self, at: Root, way: int) -> list[list[int]]:
        """Return the rows best first, equal ones together: at a point (way 0), or just beyond it."""
        point = at.floor(_FINE) if at.q else Fraction(at.p, at.r)
        totals = [each.total(point.numerator, point.denominator) for each in self._curves]
        order = sorted(range(len(totals)), key=lambda row: -totals[row])
        levels: list[list[int]] = []
        near: list[int] = []
        for row in order:
            if near and totals[near[-1]] - totals[row] > _NEAR:
                levels.extend(self._exact_levels(near, at, way))
                near = []
            near.append(row)
        return [*levels, *self._exact_levels(near, at, way)]

    def _exact_levels(self, rows: list[int], at: Root, way: int) -> Iterator[list[int]]:
        def compare(one: int, other: int) -> int:
            if self._curves[one] == self._curves[other]:
                return 0
            less = self.less(other, one)
            return less.sign_beyond(at, way) if way else less.sign(at)

        level: list[int] = []
        for row in sorted(rows, key=cmp_to_key(compare)):
            if level and compare(level[-1], row):
                yield level
                level = []
            level.append(row)
        if level:
            yield level


def _curve(table: Table, place: int, row: int) -> Curve:
    """Return a proposal's curve; where nothing but the one criterion applies, or it does not, it stands still."""
    weight, others = table.weights[place], table.total - table.weights[place]
    total, own, mark = table.sums[row], table.own[row], table.marks[row][place]
    if place in table.without[row]:
        return Curve(total, 0, own or 1, 0)
    if own == weight:
        return Curve(mark, 0, 1, 0)
    start, least = total - weight * mark, own - weight
    return Curve(start, others * mark - start, least, others - least)


def _turns(less: Quadratic) -> Iterator[tuple[Root, int]]:
    """Yield where a sign changes strictly between 0 and 1, lowest first, with the sign before it."""
    return ((root, before) for root, before in less.turns() if _ENDS[0] < root < _ENDS[1])


def _nearest(events: Sequence[Event], way: int) -> Event | None:
    """Return the first event on a way."""
    nearest: Event | None = None
    for event in events:
        if nearest is None or event.at.minus(nearest.at) * way < 0:
            nearest = event
    return nearest
