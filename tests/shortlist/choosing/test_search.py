"""The best set equals trying every set, with every kind of rule, ties included; and so do the sets after it."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import inf

import pytest

from khartoum_desktop.shortlist.choosing.model import Linear, Rule
from khartoum_desktop.shortlist.choosing.search import (
    EQUAL,
    NEXT,
    Search,
    forced,
    frontier,
    key,
    lack,
    next_step,
    without,
)  # fmt: skip
from khartoum_desktop.shortlist.choosing.solving import Clock, at_most, maximise, other_than, rounded, unrounded
from tests.shortlist.choosing.instances import all_sets, crowded, dice, every_source, problem


@pytest.mark.parametrize("seed", range(220))
def test_the_best_set_its_equals_and_the_next_ones_are_those_of_trying_every_set(seed: int) -> None:
    asked = problem(dice(seed), 3 + seed % 7) if seed % 10 else crowded(dice(seed), 9)
    sets, clock = all_sets(asked), Clock(60)
    search = Search(asked, clock)
    found = search.best()
    if not sets:
        assert found is None
        return
    assert found is not None
    assert found.proven
    assert found.chosen == sets[0]
    equal = [one for one in sets[1:] if key(asked, one) == key(asked, sets[0])]
    assert list(found.equal) == equal[:EQUAL]
    assert found.more == (len(equal) > EQUAL)
    rest = sets[1 + len(equal) :]
    assert list(search.following()) == rest[:NEXT]


@pytest.mark.parametrize("seed", range(30))
def test_the_order_in_which_proposals_come_never_matters(seed: int) -> None:
    asked = problem(dice(seed), 8)
    shuffled = list(asked.items)
    dice(seed + 1).shuffle(shuffled)
    first, second = (Search(one, Clock(60)).best() for one in (asked, replace(asked, items=tuple(shuffled))))
    assert first == second


@pytest.mark.parametrize("seed", range(30))
def test_changing_a_line_the_frontier_and_the_next_step_are_those_of_trying_every_set(seed: int) -> None:
    asked, clock = problem(dice(1000 + seed), 7), Clock(60)
    sets = all_sets(asked)
    if not sets:
        return
    for place in range(len(asked.free)):
        other = next((one for one in sets if (place in one) != (place in sets[0])), None)
        found = forced(asked, sets[0], place, clock)
        assert (None if found is None else (sets[0] | found.joins) - found.leaves) == other
        assert found is None or found.loss == asked.value(sets[0]) - asked.value(other or frozenset())
    unlimited = all_sets(without(asked, "budget"))
    reached = dict[int, Fraction]()
    for one in unlimited:
        cost, value = asked.cost(one), asked.value(one)
        if all(other_cost > cost or other_value < value for other_cost, other_value in reached.items()):
            reached = {c: v for c, v in reached.items() if c < cost or v > value} | {cost: value}
    assert {step.amount: step.value for step in frontier(asked, clock)} == reached
    more = [one for one in unlimited if asked.value(one) > asked.value(sets[0])]
    step = next_step(asked, sets[0], clock)
    nearest = min(more, key=lambda one: (asked.cost(one), -asked.value(one)), default=None)
    expected = None if nearest is None else (asked.cost(nearest), asked.value(nearest))
    assert (None if step is None else (step.cost, step.value)) == expected


@pytest.mark.parametrize("seed", range(60))
def test_what_is_in_the_way_is_what_trying_every_set_finds(seed: int) -> None:
    asked = problem(dice(2000 + seed), 6)
    ids = [item.id for item in asked.free]
    asked = replace(asked, rules=(*asked.rules, Rule("min", (), "refs", len(ids) - 1), Rule("in", tuple(ids[:2]))))
    if all_sets(asked):
        return
    found = lack(asked, Clock(60))
    single = {source for source in every_source(asked) if all_sets(without(asked, source))}
    if single:
        assert set(found.relax) == {(source,) for source in single}
    assert all(all_sets(without(asked, *way)) for way in found.relax)
    if "budget" in single:
        least = min(asked.cost(one) for one in all_sets(without(asked, "budget")))
        assert found.short_by["budget"] == least - (asked.budget or 0)
    else:
        assert "budget" not in found.short_by


def test_numbers_far_apart_are_maximised_to_the_last_digit() -> None:
    """In digits of 20 bits the solver took a set for the best that was not."""
    worths = (3722160407343750000, 866000000000, 242553394799, 205943619777, 202011539416, -216500000000)
    costs = (15, 6, 4, 9, 6, 6)
    limits = [
        at_most(costs, 33),
        at_most(worths, 1516508553991),
        Linear("", ((0, 1), (5, -1)), high=0),
        *(Linear("", tuple((place, 1) for place in some), low=low) for some, low in ((range(6), 2), ((1, 5), 1))),
        Linear("", ((0, 1), (1, 1), (2, 1)), low=2),
        at_most((0, 0, 4, 9, 6, 0), 19),
        *(other_than(frozenset(some), 6) for some in ((0, 1, 2, 5), (0, 1, 5), (0, 2, 5))),
    ]
    sets = (frozenset(some) for number in range(7) for some in combinations(range(6), number))
    best = max(sum(worths[place] for place in one) for one in sets if all(limit.holds(one) for limit in limits))
    found = maximise(6, limits, worths, Clock(60))
    assert found is not None
    assert sum(worths[place] for place in found) == best


def test_what_no_set_exceeds_is_at_most_everything() -> None:
    small, large = (3, -2, 4), (3 << 40, -(2 << 40), 4 << 40)
    assert unrounded(small, inf) == 7, "nothing is known but what there is"
    assert (unrounded(small, 5.0), unrounded(small, 99.0)) == (5, 7)
    assert unrounded(large, inf) == 7 << 40
    weights, _doubt = rounded(large)
    best = weights[0] + weights[2]
    assert 7 << 40 >= unrounded(large, float(best)) >= large[0] + large[2]
    assert unrounded(large, float(weights[0])) < 4 << 40
