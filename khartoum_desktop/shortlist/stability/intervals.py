"""Exact intervals of one weight: how far it may move, the others keeping their proportions, until the order changes.

Of every proposal only a straight line matters: its score as the weight goes from 0 to 1. What stays is meant so:

- *the top n stay*: those who have a rank of n or better remain the same ones (rank = 1 + number strictly better, so
  that equals share a rank, and may be more than n); the leader is the top 1: those who are best now, several or one.
- *the whole order stays*: nobody passes anybody.

At the end of an interval the pair that is about to change places is equal, and shares the rank: who is in is still in,
and both ends belong to the interval. Two that are equal now and part as soon as the weight moves leave an interval of
one point: the stated weight. Where one criterion has all the weight the others have no proportions to keep, and it
cannot be moved either.

Where a criterion does not apply to a proposal, its line is a curve: `curves` says where those change places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from khartoum_desktop.shortlist.stability.curves import Curves
from khartoum_desktop.shortlist.stability.sweep import Change, Sweep, first_passing, sweep_of
from khartoum_desktop.shortlist.stability.table import Table

_NONE: Final = Fraction(0)
_ALL: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class Pair:
    """Who falls behind whom beyond a point (ids)."""

    falls: str
    rises: str


@dataclass(frozen=True, slots=True)
class Interval:
    """From which to which weight (shares, both included) something stays; the pairs that end it, None at 0 and 1."""

    low: Fraction
    high: Fraction
    low_pair: Pair | None = None
    high_pair: Pair | None = None


@dataclass(frozen=True, slots=True)
class Safe:
    """The intervals of one criterion's weight in which the leader, the top n and the whole order stay."""

    weight: Fraction
    leader: Interval
    top: Interval
    order: Interval


@dataclass(frozen=True, slots=True)
class Tipping:
    """A weight (share) beyond which one proposal falls behind another."""

    at: Fraction
    pair: Pair


def safe_intervals(table: Table, n: int) -> tuple[Safe, ...]:
    """Return the safe intervals of every criterion, in the order of the table; n: how many are the top, at least 1."""
    return tuple(_safe(table, place, n) for place in range(len(table.weights)))


def _safe(table: Table, place: int, n: int) -> Safe:
    weight = table.share(place)
    if weight == 1 or not table.total:
        point = Interval(weight, weight)
        return Safe(weight, point, point, point)
    curves = Curves(table, place) if table.without else None
    sweep = sweep_of(table, place)

    def end_at(end: Fraction, top: int | None) -> tuple[Fraction, Pair | None]:
        if curves is None:
            return _end(table, sweep, weight, end, top)
        at, change = curves.end(end, top)
        return at, None if change is None else _named(table, change)

    def interval(top: int | None) -> Interval:
        low, low_pair = end_at(_NONE, top)
        high, high_pair = end_at(_ALL, top)
        return Interval(low, high, low_pair, high_pair)

    return Safe(weight, interval(1), interval(max(n, 1)), interval(None))


def tipping_points(table: Table, place: int, n: int | None = 1) -> tuple[Tipping, ...]:
    """Return every weight of a criterion strictly between 0 and 1 at which the top n change, lowest first.

    n = 1 is the leader; None is any change of order, one entry for every pair that changes places (of 500 proposals
    that may be a hundred thousand).
    """
    if table.share(place) == 1 or not table.total:
        return ()
    if table.without:
        curves = Curves(table, place)
        found = curves.crossings() if n is None else curves.changes(max(n, 1))
    else:
        sweep = sweep_of(table, place)
        found = _crossings(sweep) if n is None else _changes(sweep, max(n, 1))
    return tuple(Tipping(change.at, _named(table, change)) for change in found)


def _named(table: Table, change: Change) -> Pair:
    return Pair(table.names[change.falls], table.names[change.rises])


def _end(table: Table, sweep: Sweep, weight: Fraction, end: Fraction, n: int | None) -> tuple[Fraction, Pair | None]:
    """Return how far the weight may move towards an end, and the pair that stops it."""
    if weight == end:
        return end, None
    if n is None:
        change = _parted(sweep, weight, end, range(len(table.names))) or _first_neighbours(sweep, weight, end)
    else:
        change = _top_parted(sweep, weight, end, n) or _top_change(sweep, weight, end, n)
    return (end, None) if change is None else (change.at, _named(table, change))


# --- the top n --------------------------------------------------------------------------------------------------------


def _top_parted(sweep: Sweep, weight: Fraction, end: Fraction, n: int) -> Change | None:
    """Return who leaves the top n at once: of equals at the cut, more than fit, some part when the weight moves."""
    now = sweep.at(weight)
    if n >= len(now):
        return None
    cut = sorted(now, reverse=True)[n - 1]
    above = sum(value > cut for value in now)
    level = [place for place, value in enumerate(now) if value == cut]
    if above + len(level) == n:
        return None
    slopes = sweep.slopes(end)
    slowest = min(slopes[place] for place in level)
    staying = sum(slopes[place] > slowest for place in level)
    return _parted(sweep, weight, end, level) if above + staying >= n else None


def _parted(sweep: Sweep, weight: Fraction, end: Fraction, among: Sequence[int]) -> Change | None:
    """Return the first two, best first, that are equal at a weight and part on the way to an end."""
    now, slopes = sweep.at(weight), sweep.slopes(end)
    level: dict[int, list[int]] = {}
    for place in among:
        level.setdefault(now[place], []).append(place)
    for value in sorted(level, reverse=True):
        falls = min(level[value], key=lambda place: slopes[place])
        rises = max(level[value], key=lambda place: slopes[place])
        if slopes[falls] < slopes[rises]:
            return Change(weight, falls, rises)
    return None


def _top_change(sweep: Sweep, weight: Fraction, end: Fraction, n: int) -> Change | None:
    """Return the next change of the top n as they are just beyond a weight, on the way to an end."""
    if n >= len(sweep.none):
        return None
    keys, cut = _beyond(sweep, weight, end, n)
    top = [key >= cut for key in keys]
    while (change := _next_passing(sweep, weight, end, n)) is not None:
        keys, cut = _beyond(sweep, change.at, end, n)
        if [key >= cut for key in keys] != top:
            return change
        weight = change.at  # several equals at the cut have changed places with several inside: all are still in
    return None


_Key = tuple[int, int]  # a score, and how fast it grows: the order just beyond a weight


def _beyond(sweep: Sweep, weight: Fraction, end: Fraction, n: int) -> tuple[list[_Key], _Key]:
    """Return everybody's key just beyond a weight on the way to an end, and that of the nth."""
    keys = list(zip(sweep.at(weight), sweep.slopes(end), strict=True))
    return keys, sorted(keys, reverse=True)[n - 1]


def _next_passing(sweep: Sweep, weight: Fraction, end: Fraction, n: int) -> Change | None:
    now, cut = _beyond(sweep, weight, end, n)
    above = [place for place, key in enumerate(now) if key > cut]
    level = [place for place, key in enumerate(now) if key == cut]  # the same line: these never part
    below = [place for place, key in enumerate(now) if key < cut]
    if len(above) + len(level) == n:
        return first_passing(sweep, above + level, below, end)
    found = [first_passing(sweep, above, level + below, end), first_passing(sweep, level, below, end)]
    changes = [change for change in found if change is not None]
    return min(changes, key=lambda change: abs(change.at - weight), default=None)


def _changes(sweep: Sweep, n: int) -> list[Change]:
    """Return the changes of the top n from 0 to 1, one a weight."""
    found: list[Change] = []
    at = _NONE
    while (change := _top_change(sweep, at, _ALL, n)) is not None:
        found.append(change)
        at = change.at
    return found


# --- the whole order --------------------------------------------------------------------------------------------------


def _first_neighbours(sweep: Sweep, weight: Fraction, end: Fraction) -> Change | None:
    """Return who passes first on the way to an end: straight lines change places with a neighbour first.

    Equals at the weight have the same line here.
    """
    now, slopes = sweep.at(weight), sweep.slopes(end)
    order = sorted(range(len(now)), key=lambda place: -now[place])
    first: Change | None = None
    for falls, rises in pairwise(order):
        if now[falls] > now[rises] and slopes[rises] > slopes[falls]:
            at = sweep.crossing(falls, rises)
            if _NONE < at < _ALL and (first is None or abs(at - weight) < abs(first.at - weight)):
                first = Change(at, falls, rises)
    return first


def _crossings(sweep: Sweep) -> list[Change]:
    """Return every crossing of two lines strictly between 0 and 1, lowest first."""
    lines = list(zip(sweep.none, sweep.every, strict=True))
    order = sorted(range(len(lines)), key=lambda place: (-lines[place][0], place))
    found = [
        Change(sweep.crossing(falls, rises), falls, rises)
        for number, falls in enumerate(order)
        for rises in order[number + 1 :]
        if lines[falls][0] > lines[rises][0] and lines[falls][1] < lines[rises][1]
    ]
    return sorted(found)
