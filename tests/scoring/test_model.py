"""Marks and what they add up to: the worked cases to the last digit, refusals, and laws."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import (
    Aggregation,
    CriteriaSet,
    Criterion,
    Group,
    Scale,
    Wording,
    decimal_text,
    fraction_text,
    grouped,
)
from khartoum_desktop.scoring.model import Answer, Blank, cell, cells, checked, needs_reason, parse_mark, score
from tests.scoring.building import criteria_set, single, vectors

REASONED = CriteriaSet(
    "s", "default", 1, Wording(), Scale(1000, 5000, 500),
    (Criterion("a", "1.1", Wording(), 2000), Criterion("b", "1.2", Wording(), 1000)),
    reason_for=frozenset({1000, 2000, 5000}),
)  # fmt: skip


def test_missing_marks_as_in_the_worked_case() -> None:
    case = vectors()["missing"]
    criteria = criteria_set(case["weights"], tuple(case["scale"]))
    given_cells = single(criteria, case["values"])
    for name, expected in case["expected"].items():
        row = given_cells.get(name, (None,) * 4)
        result = score(criteria, [one.value if one else None for one in row])
        assert result.coverage == expected["coverage"]
        assert result.known == expected["known_only"]
        assert (result.low, result.high) == (expected["low"], expected["high"])
        assert result.total == (result.known if expected["coverage"] == 1 else None)


def test_criterion_first_then_weights() -> None:
    case = vectors()["assessors"]
    criteria = criteria_set(case["weights"], (0, 5), Aggregation.MEAN)
    marks = [
        ("P", criterion.id, assessor, int(value) * 1000)
        for assessor, row in case["scores"].items()
        for criterion, value in zip(criteria.criteria, row, strict=True)
        if value is not None
    ]
    total = score(criteria, [one.value if one else None for one in cells(criteria, marks)["P"]]).total
    assert total == case["criterion_first"]
    assert total is not None
    assert abs(total - case["totals_first"]) > Fraction(1, 10)


def test_one_delegation_one_voice_mean_and_median() -> None:
    case = vectors()["delegations"]
    marks = tuple((who, int(value) * 1000) for who, row in case["scores"].items() for value in row)
    voices = cell(marks, Aggregation.DELEGATION)
    assert voices.value == Fraction(61, 18)
    assert abs(voices.value - case["mean_of_delegations"]) < Fraction(1, 10**12)
    assert cell(marks, Aggregation.MEAN).value == Fraction(23, 6)
    assert abs(Fraction(23, 6) - case["pooled_mean"]) < Fraction(1, 10**12)
    assert cell(marks, Aggregation.MEDIAN).value == case["pooled_median"]
    assert (voices.marks, voices.low, voices.high) == (6, 2000, 5000)


def test_delegations_are_looked_up_from_assessors() -> None:
    criteria = criteria_set([1])
    marks = [("P", "id-0", "a", 5000), ("P", "id-0", "b", 4000), ("P", "id-0", "c", 1000), ("P", "other", "c", 1000)]
    (one,) = cells(criteria, marks, {"a": "ET", "b": "ET", "c": "IT"})["P"]
    assert one is not None
    assert one.value == Fraction(11, 4)


@pytest.mark.parametrize("case", vectors()["additive"], ids=lambda case: str(case["id"]))
def test_published_additive_totals(case: dict[str, dict[str, list[int]]]) -> None:
    weights = [int(weight) for weight in case["weights"]]
    criteria = criteria_set(weights, (0, 100))
    for name, row in case["values"].items():
        assert score(criteria, [Fraction(value) for value in row]).total == case["expected"][name]


def test_spread_of_a_cell_and_the_flag() -> None:
    for case in vectors()["cell_spread"]:
        scale = Scale(*(int(end) * 1000 for end in case["scale"]))
        marks = tuple((str(place), int(mark) * 1000) for place, mark in enumerate(case["scores"]))
        one = cell(marks, Aggregation.MEAN)
        assert one.spread(scale) == case["range_share"]
        assert one.divided(scale) == (case["range_share"] >= Fraction(1, 2))
    assert not cell((("EG", 5000),), Aggregation.MEAN).divided(Scale(1000, 5000))


@pytest.mark.parametrize(
    ("text", "value"),
    [("4", 4000), ("٤", 4000), ("3.5", 3500), ("٣٫٥", 3500), (" 3,5 ", 3500), ("+4", 4000), ("4.", 4000),
     ("35e-1", 3500), ("4,000", 4000), ("04.50", 4500)],
)  # fmt: skip
def test_marks_in_any_digits(text: str, value: int) -> None:
    assert parse_mark(text, REASONED.scale) == value


@pytest.mark.parametrize("text", ["6", "0", "-1", "4.2", "four", "", "1e3", "4/1", "3.5001", "NaN", "٦"])
def test_marks_off_the_scale_are_refused_with_the_scale(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_mark(text, REASONED.scale)
    assert strip_isolates(caught.value.remedy) == "Marks go from 1 to 5 in steps of 0.5."


def test_a_comma_parts_thousands_where_only_that_is_on_the_scale() -> None:
    assert parse_mark("1,500", Scale(0, 2_000_000)) == 1_500_000
    assert parse_mark("1,500", Scale(0, 2000, 500)) == 1500, "one and a half"
    with pytest.raises(UserError, match="two different marks"):
        parse_mark("1,000", Scale(0, 2_000_000))


def test_a_reason_is_asked_where_the_set_says_so() -> None:
    assert needs_reason(REASONED, 5000)
    assert not needs_reason(REASONED, 4000)
    assert not needs_reason(REASONED, None)
    with pytest.raises(UserError, match="needs a reason"):
        checked(REASONED, Answer(5000, reason="  \n"))
    assert checked(REASONED, Answer(5000, reason=" seen in the annex\u200f ")).reason == "seen in the annex"
    assert checked(REASONED, Answer(4000)) == Answer(4000)
    assert checked(REASONED, Answer(blank=Blank.ABSTAINED)).given
    assert not Answer().given


def test_answers_that_cannot_be_are_refused() -> None:
    with pytest.raises(UserError, match="cannot be given together"):
        checked(REASONED, Answer(4000, Blank.CONFLICT))
    with pytest.raises(UserError, match="not a mark of this scale"):
        checked(REASONED, Answer(4200))
    with pytest.raises(UserError, match="characters"):
        checked(REASONED, Answer(4000, reason="x" * 1001))


def test_criteria_by_key() -> None:
    assert REASONED.criterion(" 1.2 ").id == "b"
    assert REASONED.criterion("١.١").id == "a"
    with pytest.raises(UserError) as caught:
        REASONED.criterion("9.9")
    assert "1.1, 1.2" in strip_isolates(caught.value.remedy)


def test_groups_keep_the_order_and_lose_nobody() -> None:
    criteria = CriteriaSet(
        "s", "s", 1, Wording(), Scale(0, 5000),
        (
            Criterion("a", "2.1", Wording(), 1000, "g2"),
            Criterion("b", "1.1", Wording(), 1000, "g1"),
            Criterion("c", "x", Wording(), 1000, "gone"),
        ),
        (Group("g1", "1", Wording()), Group("g2", "2", Wording()), Group("g3", "3", Wording())),
    )  # fmt: skip
    assert [(group and group.key, [one.id for one in members]) for group, members in grouped(criteria)] == [
        ("1", ["b"]),
        ("2", ["a"]),
        (None, ["c"]),
    ]


def test_wording_takes_the_next_language() -> None:
    assert Wording(ar="نص", fr="texte").text("fr") == "texte"
    assert Wording(ar="نص", fr="texte").text("en") == "texte"
    assert Wording(ar="نص").text() == "نص"
    assert not Wording().text()


def test_points_and_scale() -> None:
    assert REASONED.points_max == 15
    assert list(Scale(0, 2000, 1000).marks()) == [0, 1000, 2000]
    assert Scale(0, 5000, 0).allows(1)
    assert Scale(1000, 5000).span == 4


def test_a_set_without_weight_knows_nothing() -> None:
    result = score(criteria_set([0, 0]), [Fraction(3), None])
    assert result.total is None
    assert result.low == 1
    assert result.high == 5


def test_numbers_for_machines() -> None:
    assert decimal_text(Fraction(27, 8)) == "3.375"
    assert decimal_text(Fraction(-2)) == "-2"
    assert decimal_text(Fraction(2, 3)) == "0.666666666667"
    assert decimal_text(Fraction(-1, 10**15)) == "0"
    assert decimal_text(Fraction(999_999_999_999_9, 10**13)) == "1"
    assert fraction_text(Fraction(10, 4)) == "5/2"


# --- laws -------------------------------------------------------------------------------------------------------------

MARKS = st.lists(st.tuples(st.sampled_from(["EG", "ET", "IT", "SD"]), st.integers(0, 5000)), min_size=1, max_size=8)
VALUES = st.lists(st.none() | st.fractions(1, 5, max_denominator=12), min_size=1, max_size=6)


@given(MARKS, st.sampled_from(Aggregation), st.randoms(use_true_random=False))
def test_the_order_of_marks_never_matters(marks: list[tuple[str, int]], rule: Aggregation, chance: Random) -> None:
    shuffled = list(marks)
    chance.shuffle(shuffled)
    assert cell(tuple(shuffled), rule) == cell(tuple(marks), rule)


@given(MARKS, st.sampled_from(Aggregation), st.integers(0, 7), st.integers(0, 5000))
def test_raising_a_mark_never_lowers_a_value(
    marks: list[tuple[str, int]], rule: Aggregation, place: int, rise: int
) -> None:
    raised = list(marks)
    who, value = raised[place % len(raised)]
    raised[place % len(raised)] = (who, value + rise)
    assert cell(tuple(raised), rule).value >= cell(tuple(marks), rule).value


@given(MARKS, st.sampled_from(Aggregation))
def test_a_value_lies_between_the_least_and_the_most(marks: list[tuple[str, int]], rule: Aggregation) -> None:
    one = cell(tuple(marks), rule)
    assert Fraction(one.low, 1000) <= one.value <= Fraction(one.high, 1000)


@given(VALUES, st.data())
def test_the_known_part_lies_inside_its_bounds(values: list[Fraction | None], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(1, 50), min_size=len(values), max_size=len(values)))
    criteria = criteria_set(weights)
    result = score(criteria, values)
    assert 1 <= result.low <= result.high <= 5
    assert result.high - result.low == (1 - result.coverage) * 4
    if result.known is not None:
        assert result.low <= result.known <= result.high
    whole = sum(((value or 0) * weight for value, weight in zip(values, weights, strict=True)), Fraction())
    assert result.points == whole


@given(st.fractions())
def test_machine_numbers_come_back(number: Fraction) -> None:
    assert abs(Fraction(decimal_text(number)) - number) <= Fraction(1, 2 * 10**12)
    assert Fraction(fraction_text(number)) == number
