"""What does not apply to a proposal: intervals, ties, moves and draws against the ranking under those very weights."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice, pairwise
from math import sqrt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.shortlist.model import Ranking, contributions, rank
from khartoum_desktop.shortlist.stability.acceptability import IntegerCounter, RatioCounter, acceptability
from khartoum_desktop.shortlist.stability.drawing import Family, draw_weights
from khartoum_desktop.shortlist.stability.intervals import Interval, Pair, safe_intervals, tipping_points
from khartoum_desktop.shortlist.stability.model import table_of
from khartoum_desktop.shortlist.stability.moves import least_move, tie_weight
from khartoum_desktop.shortlist.stability.roots import Quadratic, Root, Rounded
from khartoum_desktop.shortlist.stability.table import Table
from khartoum_desktop.shortlist.whatif.model import Board
from khartoum_desktop.shortlist.whatif.tipping import tips
from khartoum_desktop.shortlist.whatif.weights import stored, weighted
from tests.effort import effort
from tests.scoring.building import criteria_set, single
from tests.shortlist.stability.tables import moved, odd_tables

STEP, CLOSE = Fraction(1, 10**9), Fraction(1, 10**11)
FAMILIES = [Family("any"), Family("order"), Family("box", Fraction(30)), Family("box", Fraction(100))]


def judged() -> Table:
    """Return the judge's three: Q leads; b does not apply to P, a not to S."""
    without = (frozenset[int](), frozenset({1}), frozenset({0}))
    return Table(("Q", "P", "S"), ((3, 5, 4), (4, 0, 2), (0, 1, 5)), (3, 1, 1), 1, without)


def ranked(table: Table, weights: Sequence[Fraction] | None = None) -> Ranking:
    """Return the ranking of a table's marks, under other weights than its own if there are any."""
    criteria = criteria_set(list(table.weights))
    marks = {
        name: [None if place in out else mark for place, mark in enumerate(row)]
        for name, row, out in zip(table.names, table.marks, table.without, strict=True)
    }
    without = dict(zip(table.names, table.without, strict=True))
    if weights is not None:
        criteria = weighted(criteria, weights)
    return rank(criteria, [Candidate(name, name) for name in marks], single(criteria, marks), without=without)


def ranks(table: Table, weights: Sequence[Fraction]) -> dict[str, int]:
    """Return the official ranks under some weights."""
    return {line.id: line.rank for line in ranked(table, weights).official if line.rank is not None}


def totals(table: Table, weights: Sequence[Fraction]) -> Mapping[str, Fraction]:
    """Return the official totals under some weights."""
    return {line.id: line.total for line in ranked(table, weights).official if line.total is not None}


def top(table: Table, weights: Sequence[Fraction], n: int) -> set[str]:
    return {name for name, place in ranks(table, weights).items() if place <= n}


def keeps_order(now: Mapping[str, int], then: Mapping[str, int]) -> bool:
    return then.keys() == now.keys() and all(
        then[one] <= then[other] for one in now for other in now if now[one] <= now[other]
    )


@given(odd_tables())
def test_contributions_sum_to_the_points(table: Table) -> None:
    ranking = ranked(table)
    for line in ranking.lines:
        assert sum(contributions(ranking.criteria, line)) == line.points


@given(odd_tables(), st.integers(1, 4))
@example(judged(), 1)
@settings(max_examples=60, deadline=None)
def test_inside_an_interval_the_ranking_says_so_and_outside_it_does_not(table: Table, n: int) -> None:
    table = table_of(ranked(table))
    now = [table.share(place) for place in range(len(table.weights))]
    for place, safe in enumerate(safe_intervals(table, n)):
        if safe.weight == 1:
            continue
        for interval, count in ((safe.leader, 1), (safe.top, n)):
            firsts = top(table, now, count)
            for weight in inside(interval):
                assert firsts <= top(table, moved(table, place, weight), count)
            for weight in just_inside(interval, safe.weight):
                assert firsts == top(table, moved(table, place, weight), count)
            for weight in just_outside(interval):
                assert firsts != top(table, moved(table, place, weight), count)
        stated = ranks(table, now)
        for weight in (*inside(safe.order), *just_inside(safe.order, safe.weight)):
            assert keeps_order(stated, ranks(table, moved(table, place, weight)))
        for weight in just_outside(safe.order):
            assert not keeps_order(stated, ranks(table, moved(table, place, weight)))


def inside(interval: Interval) -> list[Fraction]:
    """Return weights of an interval, both ends included."""
    return [interval.low + (interval.high - interval.low) * Fraction(part, 6) for part in range(7)]


def just_inside(interval: Interval, weight: Fraction) -> list[Fraction]:
    return [end + (weight - end) * STEP for end in (interval.low, interval.high) if end != weight]


def just_outside(interval: Interval) -> list[Fraction]:
    """Return weights just beyond the ends that a pair makes."""
    below = [interval.low - CLOSE] if interval.low_pair else []
    above = [interval.high + CLOSE] if interval.high_pair else []
    return [weight for weight in (*below, *above) if 0 <= weight <= 1]


@given(odd_tables(), st.integers(1, 4))
@example(judged(), 1)
@settings(max_examples=60, deadline=None)
def test_beyond_a_tipping_point_another_is_first_and_nowhere_else(table: Table, n: int) -> None:
    table = table_of(ranked(table))
    for place in range(len(table.weights)):
        if table.share(place) == 1:
            continue
        found = tipping_points(table, place, n)
        edges = [Fraction(0), *(one.at for one in found), Fraction(1)]
        for low, high in pairwise(edges):
            if high - low > 4 * CLOSE:
                near = [low + CLOSE, low + (high - low) * Fraction(3, 7), high - CLOSE]
                assert len({frozenset(top(table, moved(table, place, at), n)) for at in near}) == 1
        for one in found:
            before, after = (moved(table, place, one.at + way * CLOSE) for way in (-1, 1))
            assert top(table, before, n) != top(table, after, n)
            assert totals(table, before)[one.pair.falls] > totals(table, before)[one.pair.rises]
            assert totals(table, after)[one.pair.falls] < totals(table, after)[one.pair.rises]


@given(odd_tables())
@settings(max_examples=60, deadline=None)
def test_every_change_of_order_is_a_tipping_point(table: Table) -> None:
    table = table_of(ranked(table))
    for place in range(len(table.weights)):
        if table.share(place) == 1:
            continue
        found = tipping_points(table, place, None)
        edges = [Fraction(0), *sorted({one.at for one in found}), Fraction(1)]
        for low, high in pairwise(edges):
            if high - low > 4 * CLOSE:
                first, last = (ranks(table, moved(table, place, at)) for at in (low + CLOSE, high - CLOSE))
                assert first == last


@given(odd_tables(), st.sampled_from(FAMILIES), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_draws_are_counted_as_the_ranking_ranks_them(table: Table, family: Family, seed: int) -> None:
    ranking = ranked(table)
    table = table_of(ranking)
    found = acceptability(table, family, 8, seed)
    counts = {name: [0] * len(table.names) for name in table.names}
    sums = {name: [Fraction()] * len(table.weights) for name in table.names}
    for draw in islice(draw_weights(table.weights, family, seed), 8):
        weights = [Fraction(part, sum(draw)) for part in draw]
        given = ranks(table, weights)
        for name in table.names:
            place = given.get(name, len(given) + 1)  # to which nothing applies that weighs anything: last
            counts[name][place - 1] += 1
            if place == 1:
                sums[name] = [one + weight for one, weight in zip(sums[name], weights, strict=True)]
    assert found.counts == tuple(map(tuple, counts.values()))
    for name, central in zip(table.names, found.central, strict=True):
        assert central == (tuple(one / counts[name][0] for one in sums[name]) if counts[name][0] else None)


@given(odd_tables(), st.sampled_from([0, 18, 22]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_both_ways_of_counting_ratios_agree(table: Table, bits: int, in_floats: bool) -> None:
    marks = [[(mark + 4) << bits if place not in out else 0 for place, mark in enumerate(row)]
             for row, out in zip(table.marks, table.without, strict=True)]  # fmt: skip
    applies = [[int(place not in out) for place in range(len(table.weights))] for out in table.without]
    drawn = list(islice(draw_weights(table.weights, Family("any"), 5), 40))
    drawn.extend(tuple((1 << 30) * (place == one) for place in range(len(table.weights))) for one in range(2))
    slow = IntegerCounter(marks, applies)
    fast = RatioCounter(marks, applies, in_floats=in_floats and bits < 20)
    for counter in (slow, fast):
        counter.add(drawn[:25])
        counter.add(drawn[25:])
    assert slow.result() == fast.result()


def test_a_ratio_that_no_float_tells_apart() -> None:
    """1/3 and the fraction nearest to it with a denominator of 2³⁰ - 1 weights."""
    whole = 1 << 30
    third = (whole - 1) // 3
    drawn = [(third, whole - 1 - third, 1), (third + 1, whole - 2 - third, 1)]
    marks, applies = [[1, 0, 0], [3 << 20, 0, 9 << 20]], [[1, 1, 0], [1, 1, 1]]
    slow, fast = IntegerCounter(marks, applies), RatioCounter(marks, applies, in_floats=False)
    for counter in (slow, fast):
        counter.add(drawn)
    assert slow.result() == fast.result()


@given(odd_tables(most=3))
@example(judged())
@settings(max_examples=80, deadline=None)
def test_two_tie_where_it_is_said(table: Table) -> None:
    table = table_of(ranked(table))
    for place, (one, other) in ((place, pair) for place in range(len(table.weights))
                                for pair in combinations(table.names, 2)):  # fmt: skip
        at = tie_weight(table, place, one, other)
        assert at == tie_weight(table, place, other, one)
        if table.share(place) == 1:
            assert at is None
            continue
        gaps = []
        for weight in (table.share(place), *((at,) if at is not None else ())):
            there = totals(table, moved(table, place, weight))
            gaps.append(there[one] - there[other])
        if isinstance(at, Rounded):
            assert gaps[0] * gaps[1] > 0
            beyond = at + (CLOSE if at > table.share(place) else -CLOSE)
            there = totals(table, moved(table, place, beyond))
            assert (there[one] - there[other]) * gaps[0] < 0
        elif at is not None:
            assert gaps[1] == 0
        nearer = [table.share(place) + (target - table.share(place)) * Fraction(part, 4)
                  for target in ((0, 1) if at is None else (at,)) for part in range(4)]  # fmt: skip
        sides = [totals(table, moved(table, place, weight)) for weight in nearer]
        signs = {(there[one] > there[other]) - (there[one] < there[other]) for there in sides}
        assert len(signs) == 1


@given(odd_tables(most=2))
@settings(max_examples=80, deadline=None)
def test_a_move_draws_level_and_no_move_between_two_criteria_is_less(table: Table) -> None:
    table = table_of(ranked(table))
    stated = [table.share(place) for place in range(len(table.weights))]
    now = totals(table, stated)
    down, up = sorted(now, key=lambda name: -now[name])
    move = least_move(table, up, down)
    if now[down] == now[up]:
        assert move is not None
        assert not move.moved
        assert not move.taken
        return
    if move is not None:
        there = totals(table, after(stated, move.taken, move.given))
        gap = there[down] - there[up]
        if isinstance(move.moved, Rounded):
            place, last = move.taken[-1]
            beyond = totals(table, after(stated, (*move.taken[:-1], (place, last + CLOSE)), move.given))
            assert gap > 0 > beyond[down] - beyond[up]
        else:
            assert gap == 0
        assert move.moved == sum(share for _place, share in move.taken)
    for source in range(len(stated)):
        for target in set(range(len(stated))) - {source}:
            for part in range(1, 24):
                share = stated[source] * Fraction(part, 24)
                if share and (move is None or share < move.moved):
                    there = totals(table, after(stated, [(source, share)], target))
                    assert there[down] > there[up]


def after(stated: Sequence[Fraction], taken: Sequence[tuple[int, Fraction]], target: int) -> list[Fraction]:
    weights = list(stated)
    for place, share in taken:
        weights[place] -= share
        weights[target] += share
    return weights


def test_the_three_of_the_judge() -> None:
    table = judged()
    leader = safe_intervals(table, 1)[0].leader
    assert leader.high_pair == Pair("Q", "P")
    assert isinstance(leader.high, Rounded)
    assert 0 <= (sqrt(24) - 3) / 3 - leader.high < Fraction(2, 10**12)
    assert f"{float(leader.high):.5f}" == "0.63299"
    move = least_move(table, "S", "Q")
    assert move is not None
    assert (move.moved, move.taken, move.given, move.passes) == (Fraction(6, 110), ((1, Fraction(6, 110)),), 2, True)
    assert tie_weight(table, 1, "Q", "S") != Fraction(1, 17)
    found = acceptability(table, Family("any"), 20_000)
    assert [float(found.share(place, 1)) for place in range(3)] == pytest.approx([0.615, 0.108, 0.278], abs=0.01)


def two(weights: tuple[int, int, int], plain: tuple[int, int, int], ratio: tuple[int, int, int]) -> Table:
    """Return two proposals; the second criterion does not apply to the first of them."""
    return Table(("ratio", "plain"), (ratio, plain), weights, 1, (frozenset({1}), frozenset()))


def test_who_is_ahead_at_both_ends_may_be_behind_between() -> None:
    table = two((1, 4, 2), (0, 3, 4), (1, 0, 4))
    ends = [Fraction(1, 4), Fraction(2, 5)]
    assert [one.at for one in tipping_points(table, 0, 1)] == ends
    assert [one.at for one in tipping_points(table, 0, None)] == ends
    safe = safe_intervals(table, 1)[0]
    assert safe.leader == safe.order == Interval(Fraction(0), ends[0], None, Pair("ratio", "plain"))
    assert tie_weight(table, 0, "plain", "ratio") == ends[0]


def test_a_touch_is_no_passing() -> None:
    table = two((2, 1, 1), (0, 4, 5), (1, 0, 5))
    assert tie_weight(table, 0, "plain", "ratio") == Fraction(1, 3)
    assert tipping_points(table, 0, 1) == tipping_points(table, 0, None) == ()
    safe = safe_intervals(table, 1)[0]
    assert (safe.leader.low, safe.leader.low_pair) == (safe.order.low, safe.order.low_pair) == (Fraction(0), None)
    at = Fraction(1, 3)
    safe = safe_intervals(two((1, 1, 1), (0, 4, 5), (1, 0, 5)), 1)[0]  # level now, and on neither side
    assert safe.leader == safe.order == Interval(at, at, Pair("plain", "ratio"), Pair("plain", "ratio"))


def test_the_ticks_of_the_sandbox_are_where_the_ranking_changes() -> None:
    ranking = ranked(judged())
    board = Board(ranking)
    found = tips(board, board.rank(stored(ranking.criteria)), 1)
    [up] = [tip for tip in found[0] if tip.upwards and tip.kind == "leader"]
    assert (up.over, up.under, f"{float(up.at):.5f}") == ("P", "Q", "0.63299")
    for way, leader in ((-CLOSE, "Q"), (CLOSE, "P")):
        outcome = board.rank(moved(judged(), 0, up.at + way))
        assert board.lines[outcome.order[0]].id == leader


def test_no_interval_reaches_where_somebody_has_no_total() -> None:
    table = Table(("a", "b"), ((5, 0), (3, 3)), (1, 1), 1, (frozenset({1}), frozenset()))
    first, second = safe_intervals(table, 1)
    assert (second.leader.high, second.leader.high_pair) == (1 - Fraction(1, 10**12), None)
    assert second.leader == second.order
    assert top(table, moved(table, 1, second.leader.high), 1) == {"a"}
    assert top(table, moved(table, 1, Fraction(1)), 1) == {"b"}
    assert (first.leader.low, first.leader.high) == (Fraction(1, 10**12), Fraction(1))


@given(*(st.tuples(*(st.integers(-9, 9),) * 3) for _ in range(2)), st.fractions(-2, 2))
def test_roots_are_compared_exactly(one: tuple[int, int, int], other: tuple[int, int, int], point: Fraction) -> None:
    first, second = Quadratic(*one), Quadratic(*other)
    before = [first.sign_beyond(root, -1) for root, _before in first.turns()]
    assert before == [sign for _root, sign in first.turns()]
    for root in first.roots():
        assert not first.sign(root)
        for root2 in second.roots():
            gap, sign = number(root) - number(root2), root.minus(root2)
            assert abs(gap) < 1e-9 if not sign else gap * sign > 0
        close = root.near(point)
        assert abs(float(close) - number(root)) < 1e-11
        assert isinstance(close, Rounded) == bool(root.q)
        if root.q:
            assert root.minus(Root.of(close)) * root.minus(Root.of(point)) > 0
            assert abs(close - point) <= abs(number(root) - point) + CLOSE


def number(root: Root) -> float:
    return (root.p + root.q * sqrt(root.d)) / root.r


def test_ratios_of_500_proposals_take_moments() -> None:
    rows = [tuple((7 * row + 3 * place + row * row * place) % 11 for place in range(12)) for row in range(500)]
    without = tuple(frozenset({row % 12} if not row % 25 else ()) for row in range(500))
    rows = [tuple(0 if place in out else mark for place, mark in enumerate(row)) for row, out in
            zip(rows, without, strict=True)]  # fmt: skip
    table = Table(tuple(map(str, range(500))), tuple(rows), tuple(range(4, 16)), 1, without)
    assert effort(lambda: safe_intervals(table, 10), within=2.0, times=1) < 2.0
    assert effort(lambda: acceptability(table, Family("any"), 2000), within=2.0, times=1) < 2.0
