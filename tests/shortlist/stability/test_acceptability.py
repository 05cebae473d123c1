"""Rank acceptability: the worked case of two criteria, ties, exactness, and both ways of counting."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khartoum_desktop.core.progress import Cancelled
from khartoum_desktop.shortlist.stability.acceptability import (
    DRAWS,
    Acceptability,
    ArrayCounter,
    IntegerCounter,
    acceptability,
)
from khartoum_desktop.shortlist.stability.drawing import Family, draw_weights
from khartoum_desktop.shortlist.stability.table import Table
from tests.scoring.building import vectors
from tests.shortlist.stability.tables import offices, ranks, scores, table, tables

ANY, ORDER, BOX = Family("any"), Family("order"), Family("box", Fraction(30))
WITHIN = 0.01


def two(weights: Sequence[int] = (1, 1)) -> Table:
    return table(weights, vectors()["smaa_two"]["values"])


def shares(found: Acceptability) -> dict[str, list[float]]:
    count = len(found.names)
    return {
        name: [float(found.share(place, rank)) for rank in range(1, count + 1)]
        for place, name in enumerate(found.names)
    }


def test_the_worked_case_of_two_criteria() -> None:
    case = vectors()["smaa_two"]
    found = acceptability(two(), ANY)
    for place, (name, expected) in enumerate(shares(found).items()):
        assert expected == pytest.approx([float(one) for one in case["uniform"][name]], abs=WITHIN)
        central = found.central[place]
        assert central is not None
        assert sum(central) == 1
        assert [float(one) for one in central] == pytest.approx(
            [float(one) for one in case["central"][name]], abs=WITHIN
        )
    found = acceptability(two((2, 1)), ORDER)
    for name, expected in shares(found).items():
        assert expected == pytest.approx([float(one) for one in case["w1_at_least_w2"][name]], abs=WITHIN)
    assert found.central[1] is None
    inside = acceptability(two((55, 45)), Family("box", Fraction(200, 9)))  # the second within ±.1: the first as well
    assert shares(inside)["A"][0] == pytest.approx(float(case["w1_in_045_065"]["A_first"]), abs=WITHIN)
    assert shares(inside)["C"][0] == pytest.approx(float(case["w1_in_045_065"]["C_first"]), abs=WITHIN)


@given(tables(), st.sampled_from([ANY, ORDER, BOX]), st.integers(0, 99))
@settings(max_examples=150, deadline=None)
def test_ranks_are_counted_as_they_are_defined(given: Table, family: Family, seed: int) -> None:
    found = acceptability(given, family, 30, seed)
    counts = [[0] * len(given.names) for _ in given.names]
    firsts: list[list[Draws]] = [[] for _ in given.names]
    beats = [0] * (len(given.names) - 1)
    for draw in islice(draw_weights(given.weights, family, seed), 30):
        weights = [Fraction(part, sum(draw)) for part in draw]
        totals = scores(given, weights)
        for place, rank in enumerate(ranks(totals)):
            counts[place][rank - 1] += 1
            if rank == 1:
                firsts[place].append(weights)
        for place in range(len(beats)):
            beats[place] += totals[place] > totals[place + 1]
    assert found.counts == tuple(map(tuple, counts))
    assert found.beats == tuple(beats)
    assert found.central == tuple(
        tuple(sum(column) / len(each) for column in zip(*each, strict=True)) if each else None for each in firsts
    )


Draws = list[Fraction]


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=20), st.booleans(), st.booleans()
)
@settings(deadline=None)
def test_both_ways_of_counting_agree(marks: list[list[int]], in_floats: bool, huge: bool) -> None:
    many = [[mark << (18 if huge else 0) for mark in row] for row in marks]
    drawn = list(islice(draw_weights([3, 2, 1], ANY, 5), 40))
    slow, fast = IntegerCounter(many), ArrayCounter(many, in_floats=in_floats)
    for counter in (slow, fast):
        counter.add(drawn[:25])
        counter.add(drawn[25:])
    assert slow.result() == fast.result()


@pytest.mark.parametrize("unit", [1, 10**9, 10**15])
def test_marks_of_any_fineness_are_compared_exactly(unit: int) -> None:
    """Proposal b is better by one unit in the last place, c is equal to a: no float would tell."""
    rows = {
        "b": [3 * unit + 1, 4 * unit + 1],
        "a": [3 * unit, 4 * unit],
        "c": [3 * unit, 4 * unit],
        "d": [0, 5 * unit],
    }
    given = Table(tuple(rows), tuple(map(tuple, rows.values())), (1, 1), unit)
    found = acceptability(given, BOX, 50)
    assert found.counts == ((50, 0, 0, 0), (0, 50, 0, 0), (0, 50, 0, 0), (0, 0, 0, 50))
    assert found.beats == (50, 0, 50)
    assert found.central[0] is not None
    assert found.central[1] is None


@pytest.mark.parametrize("bits", [18, 22, 26, 30, 60])
def test_a_lead_of_two_is_a_lead_however_large_the_numbers(bits: int) -> None:
    """The totals of x and y differ by 2 in 2 to the power of 30 + bits: floats would call them equal from 26 on."""
    half, mark = 1 << 29, 1 << bits
    given = Table(tuple("xyz"), ((mark + 1, mark), (mark, mark + 1), (0, 0)), (half + 1, half - 1))
    found = acceptability(given, Family("box"), 3)
    assert found.counts == ((3, 0, 0), (0, 3, 0), (0, 0, 3))
    assert found.beats == (3, 3)


@given(tables(least=2), st.sampled_from([ANY, ORDER, BOX]), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_proposals_never_matters(given: Table, family: Family, random: object) -> None:
    names = list(given.names)
    getattr(random, "shuffle")(names)  # noqa: B009 - hypothesis types its random as an object
    other = table(given.weights, {name: given.marks[given.places[name]] for name in names})
    one, two_ = acceptability(given, family, 40), acceptability(other, family, 40)
    for place, name in enumerate(names):
        assert two_.counts[place] == one.counts[given.places[name]]
        assert two_.central[place] == one.central[given.places[name]]


def test_rows_sum_to_one_and_columns_where_nobody_ties() -> None:
    found = acceptability(offices(), BOX)
    assert found.draws == DRAWS == 9604
    assert {sum(row) for row in found.counts} == {DRAWS}
    assert {sum(column) for column in zip(*found.counts, strict=True)} == {DRAWS}
    assert found.counts[0][0] == DRAWS
    assert found.beats_next(0) == 1
    assert found.in_top(0, 1) == found.in_top(1, 7) == 1


def test_everybody_equal_shares_the_first_rank() -> None:
    found = acceptability(table([1, 2], {"a": [2, 2], "b": [2, 2]}), ANY, 10)
    assert found.counts == ((10, 0), (10, 0))
    assert found.beats == (0,)


def test_nobody_and_no_weight_give_nothing() -> None:
    assert acceptability(table([1], {}), ANY, 10).counts == ()
    assert acceptability(Table(("a",), ((1,),), (0,)), ANY, 10).counts == ()


def test_it_says_how_far_it_is_and_can_be_stopped() -> None:
    seen: list[tuple[int, int]] = []
    acceptability(offices(), BOX, 20_000, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 20_000)
    assert seen[-1] == (20_000, 20_000)
    assert len(seen) > 3

    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        acceptability(offices(), BOX, 20_000, progress=stop)
