"""Weights by order and by swing: published values, exact sums, shared places."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.scoring.criteria import UNIT, Weighting
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.scoring.grids.weights import ORDERED, by_order, by_swing, centroid, ranks, reweighed
from tests.scoring.building import criteria_set, vectors


@pytest.mark.parametrize("count", ["3", "4", "5"])
def test_centroids_are_the_published_ones(count: str) -> None:
    published = vectors()["roc"][count]
    assert [round(weight, 4) for weight in centroid(int(count))] == published


def test_equals_share_the_mean_of_their_places() -> None:
    first, second, third = centroid(3)
    assert by_order([1, 2, 2]) == (100 * first, 50 * (second + third), 50 * (second + third))
    assert by_order([2, 2, 2]) == (Fraction(100, 3),) * 3
    assert by_order([3, 1, 2]) == (100 * third, 100 * first, 100 * second)
    assert ranks([3, 1, 1, 7]) == (2, 1, 1, 3)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=ORDERED))
def test_weights_by_order_add_up_to_100_and_can_be_stored(importance: list[int]) -> None:
    weights = by_order(importance)
    assert sum(weights) == 100
    unit = exact.unit_for(weights)
    assert unit is not None
    assert sum(exact.whole(weight, unit) for weight in weights) == 100 * unit
    pairs = list(zip(importance, weights, strict=True))
    assert all(mine > other for rank, mine in pairs for place, other in pairs if rank < place)


@given(st.lists(st.integers(0, 100 * UNIT), min_size=1, max_size=50).filter(any))
def test_weights_by_swing_are_in_proportion_and_add_up_to_100(swings: list[int]) -> None:
    weights = by_swing([Fraction(swing, UNIT) for swing in swings])
    assert sum(weights) == 100
    assert all(weight * sum(swings) == 100 * swing for weight, swing in zip(weights, swings, strict=True))


def test_another_way_of_weighing_begins_with_the_present_weights() -> None:
    plain = criteria_set([2, 4, 1, 2])
    swing = reweighed(plain, Weighting.SWING)
    assert [one.swing for one in swing.criteria] == [50 * UNIT, 100 * UNIT, 25 * UNIT, 50 * UNIT]
    assert [swing.share_of(one) for one in swing.criteria] == [plain.share_of(one) for one in plain.criteria]
    order = reweighed(swing, Weighting.ORDER)
    assert [one.importance for one in order.criteria] == [2, 1, 3, 2]
    assert order.total_weight == 100
    back = reweighed(order, Weighting.NUMBER)
    assert [back.weight_of(one) for one in back.criteria] == [order.weight_of(one) for one in order.criteria]
    assert {(one.swing, one.importance) for one in back.criteria} == {(None, None)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3.5", "7/2"),
        ("٣٫٥", "7/2"),
        ("1/3", "1/3"),
        ("1e-2", "1/100"),
        (".5", "1/2"),
        ("+4", "4"),
        ("-0", "0"),
        ("1,5", "3/2"),
    ],
)
def test_numbers_are_read_exactly(text: str, number: str) -> None:
    assert exact.read(text) == Fraction(number)


@pytest.mark.parametrize(
    "text", ["", "1,500", "1.5,5", "NaN", "Infinity", "1_0", "0x1", "1/0", "½", "3 4", "--1", "9" * 41, "1e9999"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert exact.read(text) is None


@given(st.fractions(max_denominator=10**6).filter(lambda number: abs(number) < 10**9))
def test_a_number_written_reads_back(number: Fraction) -> None:
    assert exact.read(exact.text(number)) == number
