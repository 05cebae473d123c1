"""The best set and the next ones in a fixed order, what a set lacks, and the frontier, each by HiGHS.

The order of sets: highest value, then cheapest, then smallest sum of rank positions. Sets that are equal in all three
come in the order of the ranking, so that every laptop shows the same one first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations, islice
from math import inf
from typing import Final

from khartoum_desktop.shortlist.choosing.model import Limit, Linear, Problem
from khartoum_desktop.shortlist.choosing.solving import (
    Chosen,
    Clock,
    LateError,
    at_least,
    at_most,
    maximise,
    other_than,
    rounded,
    unrounded,
)

EQUAL: Final = 4  # so many sets equal to the best are listed
NEXT: Final = 4  # so many next best sets
STEPS: Final = 16  # so many budgets of the frontier
_FEW: Final = 4  # so many sets of one value are ordered by comparing them
_PARETO: Final = 40  # so many steps at most where each is found
_SMALL: Final = 14  # up to so many choosable proposals each step of the frontier is found
_LOT: Final = 16  # places ordered at a time: their powers of two stay below the solver's base
_DROPPED: Final = 3  # so many rules together are tried, where dropping one alone does not help

Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Best:
    """The best set, those equal to it (`more`: there are others still), and whether all of it is proven.

    bound: where it is not, what no set can be worth more than.
    """

    chosen: Chosen
    equal: tuple[Chosen, ...] = ()
    more: bool = False
    proven: bool = True
    bound: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A point of the frontier: with a budget of `amount` (thousandths) `value` is reached, for `cost` at the least."""

    amount: int
    value: Fraction
    cost: int


@dataclass(frozen=True, slots=True)
class Forced:
    """The best set when one proposal must be in it (or out of it): what changes places, and how much value is lost."""

    place: int
    inside: bool
    loss: Fraction
    joins: Chosen
    leaves: Chosen


@dataclass(frozen=True, slots=True)
class Lack:
    """Why no set keeps all rules.

    short_by: by how much (thousandths) each envelope is too small while all else is kept; relax: the fewest sources
    (envelopes, numbers of rules) of which dropping makes a set possible, each way of it.
    """

    short_by: dict[str, int]
    relax: tuple[tuple[str, ...], ...]


def without(problem: Problem, *sources: str) -> Problem:
    """Return the problem without some of its envelopes and rules; shares stay shares of the same budget."""
    kept = tuple(limit for limit in problem.limits if limit.source not in sources)
    return replace(problem, kept=kept)


def key(problem: Problem, chosen: Chosen) -> Key:
    """Return what sets are ordered by: the smallest is the best."""
    return (
        -sum(problem.worths[place] for place in chosen),
        problem.cost(chosen),
        sum(problem.positions[place] for place in chosen),
    )


class Search:
    """The sets of a problem, the best first, each looked for when it is asked for."""

    def __init__(self, problem: Problem, clock: Clock) -> None:
        self.problem, self.clock = problem, clock
        self._sets = _in_order(problem, clock)
        self._seen: Chosen | None = None  # taken from the sets, but worse than the best and not given out yet
        self._best: Best | None = None

    def best(self) -> Best | None:
        """Return the best set and those equal to it; None when no set keeps the rules."""
        first = next(self._sets, None)
        if first is None:
            return None
        bound = unrounded(self.problem.worths, self.clock.most)
        equal: list[Chosen] = []
        while len(equal) <= EQUAL and (chosen := self._next()) is not None:
            if key(self.problem, chosen) != key(self.problem, first):
                self._seen = chosen
                break
            equal.append(chosen)
        least = None if self.clock.proven else bound * self.problem.unit
        self._best = Best(first, tuple(equal[:EQUAL]), len(equal) > EQUAL, self.clock.proven, least)
        return self._best

    def _next(self) -> Chosen | None:
        """Return the next set, None when there is none or the time is over."""
        try:
            return next(self._sets, None)
        except LateError:
            self.clock.proven = False
            return None

    def following(self, number: int = NEXT) -> Iterator[Chosen]:
        """Yield the next best sets after the best and its equals, each as soon as it is found."""
        if self._best is None:
            return
        if self._best.more:
            beyond = _beyond(self.problem, key(self.problem, self._best.chosen))
            sets = chain.from_iterable(_in_order(self.problem, self.clock, limits) for limits in beyond)
        else:
            sets = chain(() if self._seen is None else (self._seen,), self._sets)
        try:
            for chosen in islice(sets, number):
                if not self.clock.proven:
                    return
                yield chosen
        except LateError:
            self.clock.proven = False


def _in_order(
    problem: Problem, clock: Clock, limits: Sequence[Limit] = (), *, start: Chosen | None = None
) -> Iterator[Chosen]:
    """Yield the sets that also keep these limits in their order.

    One search for the highest value after the other, each without the sets found before, in weights that may be
    rounded; a set is given out when all that may be better are known. Where more than a few are too close to tell,
    those of the highest value are ordered by searches of their own. The clock is left with the highest value in
    the rounded weights (`most`), or, where the time was over, with what it cannot exceed. `start` is a set known to
    keep the limits.
    """
    size = len(problem.free)
    weights, doubt = rounded(problem.worths)
    reached: float | None = None  # by the best of all, in these weights
    kept: list[Limit] = [*problem.limits, *limits]
    given: list[Limit] = []
    waiting: list[Chosen] = []

    def rough(chosen: Chosen) -> int:
        return sum(weights[place] for place in chosen)

    while True:
        ahead = maximise(
            size, [*kept, *given, *(other_than(one, size) for one in waiting)], weights, clock, start=start
        )
        start = None
        if reached is None and ahead is not None:
            reached = rough(ahead) if clock.proven else clock.most
        clock.most = inf if reached is None else reached
        waiting.sort(key=lambda one: _order(problem, one))
        while waiting and (ahead is None or rough(ahead) + doubt < rough(waiting[0])):
            given.append(other_than(waiting[0], size))
            yield waiting.pop(0)
        if ahead is None:
            return
        waiting.append(ahead)
        if not clock.proven:
            yield min(waiting, key=lambda one: _order(problem, one))
            return
        if len(waiting) > _FEW:
            found = maximise(size, [*kept, *given], problem.worths, clock, start=ahead) or ahead
            if clock.is_over():
                yield found
                return
            value = _worth(problem, found)
            yield from _of_value(problem, clock, [*kept, *given], value, found)
            if clock.is_over():
                return
            kept.append(at_most(problem.worths, value - 1))
            waiting = [one for one in waiting if _worth(problem, one) < value]


def _of_value(
    problem: Problem, clock: Clock, limits: Sequence[Limit], value: int, known: Chosen | None
) -> Iterator[Chosen]:
    """Yield the many sets of one value in their order; `known` is one of them, given out if the time is over before."""
    kept: list[Limit] = [*limits, at_least(problem.worths, value), at_most(problem.worths, value)]
    size = len(problem.free)
    while not clock.is_over():
        level, found, known = list(kept), known, None
        for weights in (problem.costs, problem.positions):
            found = maximise(size, level, [-weight for weight in weights], clock, start=found)
            if found is None:
                return
            level.append(at_most(weights, sum(weights[place] for place in found)))
        while True:
            first = _first_in_ranking(level, size, clock, found)
            if first is None:
                break
            yield first
            if clock.is_over():
                return
            found = None
            for some in (level, kept):
                some.append(other_than(first, size))


def _worth(problem: Problem, chosen: Chosen) -> int:
    return sum(problem.worths[place] for place in chosen)


def _order(problem: Problem, chosen: Chosen) -> tuple[Key, list[bool]]:
    return key(problem, chosen), [place not in chosen for place in range(len(problem.free))]


def _beyond(problem: Problem, reached: Key) -> list[tuple[Linear, ...]]:
    """Return what sets after a key keep, nearest first: dearer ranks, dearer cost, less value."""
    value, cost, ranks = -reached[0], reached[1], reached[2]
    same_value = at_least(problem.worths, value), at_most(problem.worths, value)
    same_cost = at_least(problem.costs, cost), at_most(problem.costs, cost)
    return [
        (*same_value, *same_cost, at_least(problem.positions, ranks + 1)),
        (*same_value, at_least(problem.costs, cost + 1)),
        (at_most(problem.worths, value - 1),),
    ]


def _first_in_ranking(limits: Sequence[Limit], size: int, clock: Clock, known: Chosen | None = None) -> Chosen | None:
    """Return of the sets that keep the limits the one whose members stand first in the ranking; `known` keeps them."""
    kept: list[Limit] = list(limits)
    found: Chosen | None = known if size else frozenset()
    for start in range(0, size, _LOT):
        lot = range(start, min(start + _LOT, size))
        weights = [0] * size
        for place in lot:
            weights[place] = 1 << (lot.stop - 1 - place)
        found = maximise(size, kept, weights, clock, start=found)
        if found is None or not clock.proven:
            return found
        kept.append(at_least(weights, sum(weights[place] for place in found if place in lot)))
    return found


def forced(problem: Problem, chosen: Chosen, place: int, clock: Clock, known: Iterable[Chosen] = ()) -> Forced | None:
    """Return what the best set loses with one more proposal in it, or without one; None where no set is possible.

    `known` are sets that keep the rules: the search begins with the best of them that fits.
    """
    inside = place not in chosen
    bound = 1 if inside else 0
    fitting = (one for one in known if (place in one) == inside)
    start = min(fitting, key=lambda one: key(problem, one), default=None)
    limits = [Linear("", ((place, 1),), low=bound, high=bound)]
    found = next(_in_order(problem, clock, limits, start=start), None)
    if found is None:
        return None
    return Forced(place, inside, problem.value(chosen) - problem.value(found), found - chosen, chosen - found)


def next_step(problem: Problem, chosen: Chosen, clock: Clock) -> Step | None:
    """Return the smallest budget with which more value is reached; None when no budget reaches more."""
    size = len(problem.free)
    kept = [limit for limit in problem.limits if limit.source != "budget"]
    kept.append(at_least(problem.worths, sum(problem.worths[place] for place in chosen) + 1))
    cheapest = maximise(size, kept, [-cost for cost in problem.costs], clock)
    if cheapest is None:
        return None
    cost = problem.cost(cheapest)
    kept.append(at_most(problem.costs, cost))
    found = maximise(size, kept, problem.worths, clock, start=cheapest) or cheapest
    return Step(cost, problem.value(found), cost)


def frontier(problem: Problem, clock: Clock) -> Iterator[Step]:
    """Yield what each budget reaches, all other rules kept, the largest budget first.

    With few proposals each budget at which more can be reached; else budgets evenly apart. The value is exact for each
    of them. A budget at which no set is possible has none.
    """
    size = len(problem.free)
    others = without(problem, "budget")
    every = sum(cost for cost in problem.costs if cost > 0)
    small = size <= _SMALL
    amount = every
    for number in range(_PARETO if small else STEPS):
        clock.tell(number, 0 if small else STEPS)
        if not small:
            amount = every * (STEPS - number) // STEPS
        found = next(_in_order(others, clock, [at_most(problem.costs, amount)]), None)
        if found is None or not clock.proven:
            return
        cost = problem.cost(found)
        yield Step(cost if small else amount, problem.value(found), cost)
        if cost <= 0:
            return
        if small:
            amount = cost - 1


def lack(problem: Problem, clock: Clock) -> Lack:
    """Return why no set keeps the rules: how much each envelope lacks, and which rules are in the way."""
    sources = list(dict.fromkeys(limit.source for limit in problem.limits))
    envelopes = {each.key for each in problem.envelopes}
    short_by: dict[str, int] = {}
    for source in sources:
        if source in envelopes:
            missing = _missing(problem, source, clock)
            if missing is not None:
                short_by[source] = missing
    for number in range(1, _DROPPED + 1):
        ways = tuple(way for way in combinations(sources, number) if _possible_without(problem, way, clock))
        if ways:
            return Lack(short_by, ways)
    return Lack(short_by, ())


def _missing(problem: Problem, source: str, clock: Clock) -> int | None:
    """Return by how much an envelope is too small when everything else is kept; None when it is not only that."""
    limit = next(one for one in problem.limits if one.source == source)
    if not isinstance(limit, Linear) or limit.high is None:
        return None
    weights = [0] * len(problem.free)
    for place, number in limit.coefs:
        weights[place] = -number
    others = [one for one in problem.limits if one.source != source]
    found = maximise(len(problem.free), others, weights, clock)
    return None if found is None else limit.used(found) - limit.high


def _possible_without(problem: Problem, sources: Sequence[str], clock: Clock) -> bool:
    kept = [limit for limit in problem.limits if limit.source not in sources]
    size = len(problem.free)
    return maximise(size, kept, [0] * size, clock) is not None
