"""Ranking under other weights is ranking anew: with ties, gaps, what does not apply, and numbers of any size."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.model import Candidate, Cell, Cells
from khartoum_desktop.shortlist.model import Ranking, rank
from khartoum_desktop.shortlist.whatif.model import Board, stays
from khartoum_desktop.shortlist.whatif.weights import (
    Weights,
    by_order,
    equal,
    group_shares,
    moved,
    settled,
    stored,
    weighted,
    whole,
)
from tests.scoring.building import criteria_set, single, vectors

values = st.one_of(st.none(), st.builds(Fraction, st.integers(2, 10), st.sampled_from([2, 3, 7])))
rows = st.lists(values, min_size=3, max_size=3)
shares = st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any)


def cells_of(row: Sequence[Fraction | None]) -> Cells:
    return tuple(None if value is None else Cell(value, 1, 1000, 5000) for value in row)


def ranked(
    criteria: CriteriaSet, table: Sequence[Sequence[Fraction | None]], out: Sequence[int], required: int
) -> Ranking:
    found = {f"id{number}": cells_of(row) for number, row in enumerate(table)}
    candidates = [Candidate(ident, ident[2:].zfill(3)) for ident in found]
    without = {f"id{number}": frozenset({place}) for number, place in enumerate(out) if place < 3}
    submitted = {ident: number % 3 for number, ident in enumerate(found)} if required > 1 else None
    return rank(criteria, candidates, found, required, submitted=submitted, without=without)


def normal(numbers: Sequence[int]) -> Weights:
    return tuple(Fraction(number, sum(numbers)) for number in numbers)


@given(
    st.lists(rows, min_size=1, max_size=9),
    shares,
    st.lists(st.integers(0, 6), max_size=4),
    st.sampled_from([1, 2]),
    st.sampled_from([1, 10**40 + 7]),
)
def test_the_same_as_ranking_anew(
    table: list[list[Fraction | None]], numbers: list[int], out: list[int], required: int, finer: int
) -> None:
    criteria = criteria_set([3, 2, 1])
    first = ranked(criteria, table, out, required)
    board = Board(first)
    weights = normal([numbers[0] * finer + (finer > 1), *numbers[1:]])
    outcome = board.rank(weights)
    anew = ranked(weighted(criteria, weights), table, out, required)
    assert [board.lines[place].id for place in outcome.order] == [line.id for line in anew.lines]
    for place, standing in zip(outcome.order, map(outcome.standing, outcome.order), strict=True):
        line = anew.line(board.lines[place].id)
        assert line is not None
        assert (standing.rank, standing.low, standing.high) == (line.rank, line.rank_low, line.rank_high)
        assert standing.was == board.lines[place].rank
        assert board.bounds(place, weights) == (line.score.low, line.score.high)
        assert board.total(place, outcome) == line.score.known
    assert outcome.officials == len(anew.official)


def test_a_tie_is_a_tie() -> None:
    case = vectors()["tie"]
    assert case
    criteria = criteria_set([Fraction(1, 10), Fraction(2, 10), Fraction(7, 10)], (0, 5))
    cells = single(criteria, {"X": (1, 1, 3), "Y": (2, 4, 2), "Z": (2, 4, 2)})
    board = Board(rank(criteria, [Candidate(name, name) for name in cells], cells))
    outcome = board.rank(stored(criteria))
    assert list(outcome.ranks) == [1, 1, 1]
    outcome = board.rank(moved(stored(criteria), 2, Fraction(701, 1000)))
    assert [(board.lines[place].id, outcome.ranks[place]) for place in outcome.order] == [
        ("X", 1), ("Y", 2), ("Z", 2),
    ]  # fmt: skip


def test_the_stored_weights_change_nothing() -> None:
    criteria = criteria_set([32, 26, 23, 10, 6, 3], (0, 100))
    case = vectors()["tipping"][0]
    cells = single(criteria, case["values"])
    board = Board(rank(criteria, [Candidate(name, name) for name in cells], cells))
    outcome = board.rank(stored(criteria))
    assert outcome.moves == 0
    assert stays(board, outcome, 3) == (3, 3)
    assert [board.lines[place].id for place in outcome.order] == ["A", "E", "G", "D", "C", "B", "F"]
    tip = moved(stored(criteria), 1, Fraction(155, 303))  # where G draws level with A
    assert [board.rank(tip).ranks[board.ranking.places[name]] for name in "AG"] == [1, 1]
    over = board.rank(moved(stored(criteria), 1, Fraction(155, 303) + Fraction(1, 10**9)))
    assert [over.ranks[board.ranking.places[name]] for name in "AG"] == [2, 1]
    assert over.standing(board.ranking.places["G"]).climbed == 2
    assert over.standing(board.ranking.places["A"]).climbed == -1


def test_nothing_to_rank() -> None:
    criteria = criteria_set([1, 1])
    board = Board(rank(criteria, [], {}))
    assert board.rank(equal(2)).order == ()


# --- moving weights ---------------------------------------------------------------------------------------------------


@given(shares, st.integers(0, 2), st.fractions(0, 1), st.sets(st.integers(0, 2), max_size=2))
def test_the_others_keep_their_proportions_and_the_sum(
    numbers: list[int], place: int, to: Fraction, locked: set[int]
) -> None:
    before = normal(numbers)
    after = moved(before, place, to, locked)
    assert sum(after) == 1
    assert all(weight >= 0 for weight in after)
    assert all(after[other] == before[other] for other in locked)
    free = [other for other in range(3) if other != place and other not in locked]
    if place not in locked and free:
        room = 1 - sum(before[other] for other in locked)
        assert after[place] == min(to, room)
    if place not in locked and len(free) == 2 and any(before[other] for other in free):
        assert after[free[0]] * before[free[1]] == after[free[1]] * before[free[0]]


def test_all_to_one_and_back() -> None:
    before = normal([5, 3, 2])
    alone = moved(before, 0, Fraction(1))
    assert list(alone) == [1, 0, 0]
    assert moved(alone, 0, Fraction(1, 2), usual=before) == before
    assert moved(alone, 0, Fraction(1, 2)) == (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))
    assert moved(before, 0, Fraction(1, 4), locked={1, 2}) == before


def test_long_numbers_are_brought_back_and_still_sum_to_one() -> None:
    weights = normal([5, 3, 2])
    for turn in range(60):
        weights = settled(moved(weights, turn % 3, Fraction(turn % 7 + 1, 11 + turn)), {turn % 3})
        assert sum(weights) == 1
        assert weights[turn % 3] == Fraction(turn % 7 + 1, 11 + turn)
    assert max(weight.denominator for weight in weights) < 10**12


def test_equal_and_by_order() -> None:
    assert equal(4) == (Fraction(1, 4),) * 4
    for count, expected in vectors()["roc"].items():
        found = by_order([Fraction(number) for number in range(int(count), 0, -1)])
        assert [round(float(one), 4) for one in found] == pytest.approx([float(one) for one in expected], abs=1e-4)
    tied = by_order([Fraction(3), Fraction(1), Fraction(1)])
    assert tied == (Fraction(11, 18), Fraction(7, 36), Fraction(7, 36))
    assert sum(tied) == 1


def test_other_weights_keep_the_scale_of_points() -> None:
    criteria = criteria_set([Fraction(5, 2), Fraction(15, 2)])
    other = weighted(criteria, (Fraction(1, 3), Fraction(2, 3)))
    assert other.total_weight == 10
    assert [other.weight_of(one) for one in other.criteria] == [Fraction(10, 3), Fraction(20, 3)]
    assert whole((Fraction(1, 3), Fraction(1, 2), Fraction(1, 6))) == [2, 3, 1]
    assert group_shares(replace(criteria), equal(2)) == {"": 1}
