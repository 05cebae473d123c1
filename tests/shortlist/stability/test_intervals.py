"""Safe intervals and tipping points: Goodwin & Wright's offices, and against ranks worked out at every crossing."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from khartoum_desktop.shortlist.stability.intervals import Interval, Pair, Tipping, safe_intervals, tipping_points
from khartoum_desktop.shortlist.stability.table import Table
from tests.effort import effort
from tests.scoring.building import vectors
from tests.shortlist.stability.tables import moved, offices, ranks, scores, table, tables

Stays = Callable[[Sequence[Fraction], Sequence[Fraction]], bool]


def test_the_published_tipping_points() -> None:
    case = vectors()["tipping"][0]
    found = safe_intervals(offices(), 3)
    for expected in case["expected"]:
        leader = found[expected["criterion"]].leader
        ends = [(leader.low, leader.low_pair), (leader.high, leader.high_pair)]
        [(at, pair)] = [end for end in ends if end[1] is not None]
        assert pair == Pair(*expected["pair"])
        assert abs(at - expected["weight"]) < case["tol"]
    assert found[2].leader == Interval(Fraction(0), Fraction(1))


def test_the_whole_order_of_the_offices() -> None:
    expected = [(0.2154, 0.4472), (0.1211, 0.3363), (0.1758, 0.4115), (0.0120, 0.2895), (0, 0.1367), (0, 0.3356)]
    for safe, (low, high) in zip(safe_intervals(offices(), 3), expected, strict=True):
        assert (float(safe.order.low), float(safe.order.high)) == pytest.approx((low, high), abs=6e-5)


def candidates(given: Table, place: int) -> list[Fraction]:
    """Return 0, 1, the stated weight and every crossing of two lines, found from the scores at 0 and 1."""
    none, every = scores(given, moved(given, place, Fraction(0))), scores(given, moved(given, place, Fraction(1)))
    found = {Fraction(0), Fraction(1), given.share(place)}
    for one in range(len(none)):
        for other in range(one):
            start, end = none[one] - none[other], every[one] - every[other]
            if start * end < 0:
                found.add(start / (start - end))
    return sorted(found)


def inside(totals: Sequence[Fraction], n: int) -> set[int]:
    return {place for place, rank in enumerate(ranks(totals)) if rank <= n}


def top_stays(n: int) -> Stays:
    def stays(now: Sequence[Fraction], then: Sequence[Fraction]) -> bool:
        return inside(now, n) == inside(then, n)

    return stays


def order_stays(now: Sequence[Fraction], then: Sequence[Fraction]) -> bool:
    places = range(len(now))
    return all(then[one] >= then[other] for one in places for other in places if now[one] >= now[other])


def widest(given: Table, place: int, stays: Stays) -> tuple[Fraction, Fraction]:
    """Return the widest interval around the stated weight in which something stays, by trying every stretch."""
    stated = given.share(place)
    now = scores(given, moved(given, place, stated))

    def holds(weight: Fraction) -> bool:
        return stays(now, scores(given, moved(given, place, weight)))

    def end(points: Sequence[Fraction]) -> Fraction:
        for near, far in pairwise(points):
            if not holds((near + far) / 2):
                return near
        return points[-1]

    points = candidates(given, place)
    at = points.index(stated)
    return end(points[at::-1]), end(points[at:])


@given(tables(), st.integers(1, 5))
@settings(max_examples=300)
def test_an_interval_ends_exactly_where_something_changes(given: Table, n: int) -> None:
    for place, safe in enumerate(safe_intervals(given, n)):
        if given.share(place) == 1:
            assert safe.leader == safe.top == safe.order == Interval(Fraction(1), Fraction(1))
            continue
        for interval, stays in (
            (safe.leader, top_stays(1)),
            (safe.top, top_stays(n)),
            (safe.order, order_stays),
        ):
            assert (interval.low, interval.high) == widest(given, place, stays)
            check_pair(given, place, interval.low, interval.low_pair, -1)
            check_pair(given, place, interval.high, interval.high_pair, 1)


def check_pair(given: Table, place: int, at: Fraction, pair: Pair | None, way: int) -> None:
    """Assert that the two are equal at the end, and beyond it the riser is better; without a pair it is 0 or 1."""
    if pair is None:
        assert at == (way + 1) // 2
        return
    here, there = scores(given, moved(given, place, at)), scores(given, moved(given, place, at + Fraction(way, 10**6)))
    falls, rises = given.places[pair.falls], given.places[pair.rises]
    assert here[falls] == here[rises]
    assert there[falls] < there[rises]


@given(tables(), st.one_of(st.integers(1, 5), st.none()))
@settings(max_examples=300)
def test_tipping_points_are_all_the_weights_beyond_which_something_is_different(given: Table, n: int | None) -> None:
    for place in range(len(given.weights)):
        found = tipping_points(given, place, n)
        if given.share(place) == 1:
            assert found == ()
            continue
        points = candidates(given, place)
        between = [state(given, place, (low + high) / 2, n) for low, high in pairwise(points)]
        changes = [at for at, (one, other) in zip(points[1:-1], pairwise(between), strict=True) if one != other]
        ats = [one.at for one in found]
        assert sorted(set(ats)) == changes
        assert n is None or len(ats) == len(changes)
        for one in found:
            check_pair(given, place, one.at, one.pair, 1)


def state(given: Table, place: int, weight: Fraction, n: int | None) -> object:
    then = scores(given, moved(given, place, weight))
    if n is None:
        return ranks(then)
    return inside(then, n)


@given(tables(least=2), st.randoms(use_true_random=False), st.integers(1, 5))
def test_the_order_of_the_proposals_never_matters(given: Table, random: object, n: int) -> None:
    names = list(given.names)
    getattr(random, "shuffle")(names)  # noqa: B009 - hypothesis types its random as an object
    other = table(given.weights, {name: given.marks[given.places[name]] for name in names})
    for one, two in zip(safe_intervals(given, n), safe_intervals(other, n), strict=True):
        for each in ("leader", "top", "order"):
            first, second = getattr(one, each), getattr(two, each)
            assert (first.low, first.high) == (second.low, second.high)
    for place in range(len(given.weights)):
        assert {one.at for one in tipping_points(given, place, None)} == {
            one.at for one in tipping_points(other, place, None)
        }


@given(tables(least=2), st.integers(1, 4), st.integers(-9, 9), st.integers(1, 9))
def test_another_scale_changes_nothing(given: Table, n: int, start: int, step: int) -> None:
    other = Table(
        given.names, tuple(tuple(start + step * mark for mark in row) for row in given.marks), given.weights, 7
    )
    assert safe_intervals(given, n) == safe_intervals(other, n)


@given(tables(least=2), st.integers(0, 1000))
def test_a_change_found_by_sampling_has_a_tipping_point(given: Table, thousandth: int) -> None:
    weight = Fraction(thousandth, 1000)
    for place, safe in enumerate(safe_intervals(given, 1)):
        assume(given.share(place) != 1)
        first = inside(given.scores(), 1)
        stays = first <= inside(scores(given, moved(given, place, weight)), 1)
        assert stays == (safe.leader.low <= weight <= safe.leader.high)


def test_equals_that_part_at_once_leave_one_point() -> None:
    given = table([1, 1], {"a": [4, 2], "b": [2, 4], "c": [1, 1]})
    first, second = safe_intervals(given, 2)
    half = Fraction(1, 2)
    assert first.leader == first.order == Interval(half, half, Pair("a", "b"), Pair("b", "a"))
    assert second.leader == Interval(half, half, Pair("b", "a"), Pair("a", "b"))
    assert first.top == Interval(Fraction(0), Fraction(1))
    assert tipping_points(given, 0) == (Tipping(half, Pair("b", "a")),)


def test_several_equals_may_change_places_inside_the_top() -> None:
    """Beyond 3/4 the first two share rank 3 and the last two rank 1: of the top three none is new, none is gone."""
    given = table([0, 0, 1], {"a": [0, -1, 3], "b": [0, -1, 3], "c": [0, 0, 0], "d": [0, 0, 0]})
    safe = safe_intervals(given, 3)[1]
    assert safe.top == Interval(Fraction(0), Fraction(1))
    assert safe.leader == Interval(Fraction(0), Fraction(3, 4), None, Pair("a", "c"))
    assert safe.order == Interval(Fraction(0), Fraction(3, 4), None, Pair("b", "c"))
    assert tipping_points(given, 1, 3) == ()


def test_equals_in_everything_stay_together() -> None:
    given = table([1, 1], {"a": [4, 2], "b": [4, 2], "c": [1, 1]})
    whole = Interval(Fraction(0), Fraction(1))
    assert all(safe.leader == safe.order == whole for safe in safe_intervals(given, 1))


def test_one_weight_without_others_cannot_move() -> None:
    given = table([0, 3], {"a": [1, 4], "b": [4, 1]})
    first, second = safe_intervals(given, 1)
    assert second.leader == Interval(Fraction(1), Fraction(1))
    assert first.leader == Interval(Fraction(0), Fraction(1, 2), None, Pair("a", "b"))


@pytest.mark.parametrize("rows", [{}, {"a": [1, 2]}])
def test_nobody_or_one_alone_is_safe(rows: dict[str, list[int]]) -> None:
    whole = Interval(Fraction(0), Fraction(1))
    assert [safe.leader for safe in safe_intervals(table([1, 1], rows), 1)] == [whole, whole]


def test_without_any_weight_nothing_moves() -> None:
    given = Table(("a", "b"), ((1,), (2,)), (0,))
    assert safe_intervals(given, 1)[0].leader == Interval(Fraction(0), Fraction(0))
    assert tipping_points(given, 0) == ()


def test_five_hundred_proposals_are_quick() -> None:
    rows = {f"p{one}": [(one * 7919 * (place + 3)) % 997 for place in range(12)] for one in range(500)}
    given = table(list(range(3, 15)), rows)
    assert effort(lambda: safe_intervals(given, 10), within=1.0, times=3) < 1.0
    assert effort(lambda: tipping_points(given, 0, 10), within=1.0, times=3) < 1.0
