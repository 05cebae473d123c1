"""The ranking: worked cases, ties, ranges, thresholds, why here, and the laws that it must keep."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import Aggregation, CriteriaSet, Group, Wording
from khartoum_desktop.scoring.model import Candidate, cells
from khartoum_desktop.shortlist.model import Line, Ranking, explain, parted_by, rank, tie_chain, tie_sentence
from tests.scoring.building import Number, criteria_set, single, vectors

Rows = Mapping[str, Sequence[Number | None]]


def ranking_of(criteria: CriteriaSet, rows: Rows, required: int = 1) -> Ranking:
    candidates = [Candidate(name, name, Wording(en=name)) for name in rows]
    return rank(criteria, candidates, single(criteria, rows), required)


def certainly_above(one: Line, other: Line) -> bool:
    """Tell whether no missing mark can bring the other level with this one."""
    return one.score.low > other.score.high


def order(ranking: Ranking) -> list[tuple[str, int | None]]:
    return [(line.id, line.rank) for line in ranking.lines]


def test_missing_marks_give_ranges_instead_of_ranks() -> None:
    case = vectors()["missing"]
    ranking = ranking_of(criteria_set(case["weights"], tuple(case["scale"])), case["values"])
    assert [(name, place) for name, place in order(ranking) if place] == [("P2", 1), ("P4", 2), ("P6", 2)]
    for name, (best, worst) in case["rank_interval"].items():
        line = ranking.line(name)
        assert line is not None
        assert (line.rank_low, line.rank_high) == (best, worst)
        assert line.official == (case["expected"][name]["coverage"] == 1)
        assert line.total == (case["expected"][name]["known_only"] if line.official else None)
    certain = {(one.id, other.id) for one in ranking.lines for other in ranking.lines if certainly_above(one, other)}
    assert certain == {("P2", "P4"), ("P2", "P6")}
    assert [line.id for line in ranking.provisional] == ["P1", "P3"]
    assert [line.id for line in ranking.unmarked] == ["P5"]


def test_a_true_tie_stays_a_tie() -> None:
    case = vectors()["tie"]
    ranking = ranking_of(criteria_set(case["weights"], (0, 5)), {"Y": case["Y"], "X": case["X"], "Z": [0, 0, 0]})
    assert order(ranking) == [("X", 1), ("Y", 1), ("Z", 3)]
    x, y = ranking.lines[:2]
    assert x.total == y.total == case["exact"]
    assert case["float_X"] != case["float_Y"]
    assert x.shared
    assert y.shared
    assert not ranking.lines[2].shared
    assert (x.decided_by, y.decided_by) == (None, "c2")


@pytest.mark.parametrize("case", vectors()["additive"], ids=lambda case: str(case["id"]))
def test_published_additive_ranking(case: dict[str, dict[str, list[int]]]) -> None:
    weights = [int(weight) for weight in case["weights"]]
    ranking = ranking_of(criteria_set(weights, (0, 100)), case["values"])
    assert {line.id: line.total for line in ranking.lines} == case["expected"]
    assert [line.id for line in ranking.lines] == ["A", "E", "G", "D", "C", "B", "F"]
    assert [line.rank for line in ranking.lines] == [1, 2, 3, 4, 5, 6, 7]
    assert ranking.lines[0].points == case["expected"]["A"] * 100


def test_ranks_are_shared_and_the_next_are_skipped() -> None:
    ranking = ranking_of(criteria_set([1, 1]), {"a": [3, 3], "b": [4, 2], "c": [5, 5], "d": [1, 1], "e": [3, 3]})
    assert order(ranking) == [("c", 1), ("b", 2), ("a", 2), ("e", 2), ("d", 5)]
    assert [line.decided_by for line in ranking.lines] == [None, None, "c0", None, None]


def test_the_chain_begins_with_the_heaviest_criterion() -> None:
    criteria = criteria_set([1, 2, 1])
    assert [one.key for one in tie_chain(criteria)] == ["c1", "c0", "c2"]
    ranking = ranking_of(criteria, {"a": [5, 3, 3], "b": [4, 3, 4], "c": [3, 4, 3]})
    assert "c1, c0, c2" in strip_isolates(tie_sentence(ranking))
    assert order(ranking) == [("c", 1), ("a", 1), ("b", 1)]
    assert [line.decided_by for line in ranking.lines] == [None, "c1", "c0"]


@pytest.mark.parametrize(("scale", "whole"), [((1, 5), [4, 4]), ((-3, 3), [-1, -1])])
def test_what_does_not_apply_decides_no_tie_as_a_zero(scale: tuple[int, int], whole: list[int]) -> None:
    criteria = criteria_set([1, 1], scale)
    names: Rows = {"P": whole, "S": [whole[0], None]}
    found = rank(
        criteria, [Candidate(name, name, Wording(en=name)) for name in ("S", "P")], single(criteria, names),
        submitted={"P": 1, "S": 1}, without={"S": frozenset({1})},
    )  # fmt: skip
    assert [(line.id, line.rank, line.decided_by) for line in found.lines] == [("P", 1, None), ("S", 1, None)]
    assert "counts there as its total" in tie_sentence(found)
    assert "counts there as its total" not in tie_sentence(ranking_of(criteria, {"P": whole, "Q": whole}))


def test_points_are_shown_with_the_decimals_that_tell_them_apart() -> None:
    def decimals(*marks: str) -> int:
        rows = {name: [Fraction(mark)] for name, mark in zip("abc", marks, strict=False)}
        return ranking_of(criteria_set([1], (0, 5)), rows).decimals

    assert decimals("3", "4") == decimals("3", "3") == decimals() == 1
    assert decimals("3.01", "3.02", "4") == 2
    close: Rows = {"a": [Fraction("3.001"), 3], "b": [Fraction("3.002"), 3]}
    assert ranking_of(criteria_set([Fraction(1, 1000), 1], (0, 5)), close).decimals == 6


def test_a_rank_needs_the_required_number_of_assessments() -> None:
    criteria = criteria_set([1, 1], aggregation=Aggregation.MEAN)
    marks = [
        ("P", "id-0", "a", 4000), ("P", "id-0", "b", 2000), ("P", "id-1", "a", 3000),
        ("Q", "id-0", "a", 1000), ("Q", "id-0", "b", 1000), ("Q", "id-1", "a", 1000), ("Q", "id-1", "b", 2000),
    ]  # fmt: skip
    candidates = [Candidate("P", "P"), Candidate("Q", "Q")]
    one = rank(criteria, candidates, cells(criteria, marks), 1)
    two = rank(criteria, candidates, cells(criteria, marks), 2)
    assert order(one) == [("P", 1), ("Q", 2)]
    assert order(two) == [("Q", 1), ("P", None)]
    line = two.line("P")
    assert line is not None
    assert line.assessments == 1
    assert line.total is None
    assert line.points is None
    assert line.score.low == line.score.high == 3


def test_thresholds_say_what_they_are_on() -> None:
    plain = criteria_set([2, 1, 1])
    grouped = replace(
        plain,
        criteria=(
            replace(plain.criteria[0], group="g"),
            replace(plain.criteria[1], group="g"),
            replace(plain.criteria[2], threshold=2000),
        ),
        groups=(Group("g", "1", Wording(), 9000),),
        threshold_points=12000,
    )
    ranking = ranking_of(
        grouped, {"in": [3, 3, 3], "mark": [5, 5, 1], "group": [2, 4, 5], "total": [3, 3, 2], "some": [None, 3, 3]}
    )
    admitted = {line.id: ranking.admitted(line) for line in ranking.lines}
    assert admitted == {"in": "passed", "mark": "missed", "group": "missed", "total": "missed", "some": "open"}
    missed = {
        line.id: [f"{one.kind} {one.key} {one.low}" for one in ranking.thresholds(line) if one.status == "missed"]
        for line in ranking.lines
    }
    assert missed["mark"] == ["mark c2 1"]
    assert missed["group"] == ["group_points 1 8"]
    assert missed["total"] == ["total_points  11"]
    assert ranking.lines[0].id == "mark"  # thresholds admit, they do not rank


def test_why_here() -> None:
    criteria = criteria_set([4, 3, 2, 1])
    ranking = ranking_of(
        criteria, {"first": [4, 5, 4, 4], "second": [4, 4, 4, 5], "third": [3, 4, 4, 5], "part": [5, None, 5, 5]}
    )
    why = explain(ranking, "second")
    assert why is not None
    assert [f"{part.criterion.key} {part.points}" for part in why.strongest] == ["c0 16", "c1 12", "c2 8"]
    assert why.above is not None
    assert why.above.other.id == "first"
    assert why.above.points == -2
    assert [f"{part.criterion.key} {part.points}" for part in why.above.parts] == ["c1 -3", "c3 1"]
    assert why.below is not None
    assert f"{why.below.other.id} {why.below.points}" == "third 4"
    assert why.lift is not None
    assert f"{why.lift.criterion.key} {why.lift.now} {why.lift.needed}" == "c0 4 9/2"
    first, part = explain(ranking, "first"), explain(ranking, "part")
    assert first is not None
    assert part is not None
    assert first.above is None
    assert first.lift is None
    assert part.above is None
    assert part.below is None
    assert len(part.strongest) == 3
    assert explain(ranking, "nobody") is None


def test_neighbours_of_a_shared_rank_are_the_next_other_ranks() -> None:
    ranking = ranking_of(criteria_set([1, 1]), {"a": [5, 5], "b": [4, 4], "c": [4, 4], "d": [1, 1]})
    for name in ("b", "c"):
        why = explain(ranking, name)
        assert why is not None
        assert why.above is not None
        assert why.below is not None
        assert (why.above.other.id, why.below.other.id) == ("a", "d")


def test_no_lift_where_one_mark_cannot_do_it() -> None:
    why = explain(ranking_of(criteria_set([1, 1]), {"a": [5, 5], "b": [2, 2]}), "b")
    assert why is not None
    assert why.lift is None


def test_an_empty_round() -> None:
    ranking = rank(criteria_set([1]), [], {})
    assert ranking.lines == ()
    assert ranking.official == ()


# --- laws -------------------------------------------------------------------------------------------------------------

WIDTH = 4
ROW = st.lists(st.none() | st.integers(1, 5), min_size=WIDTH, max_size=WIDTH)
FULL = st.lists(st.integers(1, 5), min_size=WIDTH, max_size=WIDTH)
WEIGHTS = st.lists(st.integers(1, 4), min_size=WIDTH, max_size=WIDTH)
NAMES = "abcdefgh"


def named(rows: Sequence[Sequence[int | None]]) -> Rows:
    return dict(zip(NAMES, rows, strict=False))


@given(WEIGHTS, st.lists(ROW, min_size=1, max_size=8), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_input_never_matters(
    weights: list[int], kinds: list[list[int | None]], data: st.DataObject, chance: Random
) -> None:
    rows = data.draw(st.lists(st.sampled_from(kinds), max_size=8))  # so that many are alike
    criteria, given_rows = criteria_set(weights), named(rows)
    names = list(given_rows)
    chance.shuffle(names)
    assert ranking_of(criteria, {name: given_rows[name] for name in names}) == ranking_of(criteria, given_rows)


@given(WEIGHTS, st.lists(FULL, min_size=1, max_size=8), st.integers(0, 7), st.integers(0, WIDTH - 1))
def test_raising_a_mark_never_lowers_a_rank(weights: list[int], rows: list[list[int]], who: int, place: int) -> None:
    criteria, name = criteria_set(weights), NAMES[who % len(rows)]
    before = ranking_of(criteria, named(rows)).line(name)
    raised = [list(row) for row in rows]
    raised[who % len(rows)][place] = min(5, raised[who % len(rows)][place] + 1)
    after = ranking_of(criteria, named(raised)).line(name)
    assert before is not None
    assert after is not None
    assert before.rank is not None
    assert after.rank is not None
    assert after.rank <= before.rank


@given(WEIGHTS, st.lists(ROW, min_size=2, max_size=8))
def test_others_never_change_a_score(weights: list[int], rows: list[list[int | None]]) -> None:
    criteria, all_rows = criteria_set(weights), named(rows)
    whole, without = ranking_of(criteria, all_rows), ranking_of(criteria, dict(list(all_rows.items())[1:]))
    for line in without.lines:
        same = whole.line(line.id)
        assert same is not None
        assert (same.score, same.total, same.points) == (line.score, line.total, line.points)


@given(WEIGHTS, st.lists(ROW, min_size=1, max_size=8))
def test_ranks_and_ranges_agree_with_their_definition(weights: list[int], rows: list[list[int | None]]) -> None:
    ranking = ranking_of(criteria_set(weights), named(rows))
    for line in ranking.lines:
        better = sum(1 for other in ranking.lines if certainly_above(other, line))
        worse = sum(1 for other in ranking.lines if certainly_above(line, other))
        assert (line.rank_low, line.rank_high) == (1 + better, len(rows) - worse)
        if line.total is not None:
            above = sum(1 for other in ranking.lines if other.total is not None and other.total > line.total)
            assert line.rank == 1 + above
        else:
            assert line.rank is None


@given(WEIGHTS, st.lists(ROW, min_size=1, max_size=6))
def test_gaps_add_up(weights: list[int], rows: list[list[int | None]]) -> None:
    ranking = ranking_of(criteria_set(weights), named(rows))
    for line in ranking.lines:
        why = explain(ranking, line.id)
        assert why is not None
        for one in (why.above, why.below):
            if one is not None:
                assert one.points == sum((part.points for part in one.parts), Fraction())
                assert one.points == (line.points or 0) - (one.other.points or 0)


@given(st.lists(st.tuples(*[st.integers(1, 3)] * 3), min_size=2, max_size=9), st.sets(st.integers(0, 8)))
def test_what_parts_neighbours_of_a_shared_rank_is_what_the_ranking_says(
    rows: list[tuple[int, ...]], apart: set[int]
) -> None:
    criteria = criteria_set([2, 1, 1])
    names = {f"p{number}": row for number, row in enumerate(rows)}
    without = {f"p{number}": frozenset({number % 3}) for number in apart if number < len(rows)}
    candidates = [Candidate(name, name, Wording(en=name)) for name in names]
    official = rank(criteria, candidates, single(criteria, names), without=without).official
    for one, other in pairwise(official):
        if one.rank == other.rank:
            decided = parted_by(criteria, one, other)
            assert other.decided_by == (None if decided is None else decided.key)
            assert parted_by(criteria, other, one) == decided
