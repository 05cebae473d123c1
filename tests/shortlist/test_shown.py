"""How many decimals and parts are shown: different numbers look different, nothing hidden is larger."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.shortlist.shown import LEAST_PARTS, leading_parts, places_apart


def parts(*numbers: str) -> list[Fraction]:
    return [Fraction(one) for one in numbers]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        (["5"], 1),
        (["5", "-4", "3"], 3),
        (["5", "-4", "3", "1"], 4),  # one line in its own name instead of one for the rest
        (["5", "-4", "3", "1", "-1"], 3),
        (["5", "-4", "3", "2", "1"], 5),  # 2 + 1 is not smaller than 3
        (["-1.8", "1.3", "-1", "-1", "-.9", "-.9"], 6),
        (["9", "8", "2", "-2", "1.5", "1"], 3),
        (["9", "8", "2", "2", "1.5", "-1.5", "0.4"], 4),
    ],
)
def test_how_many_parts_stand_for_all(numbers: list[str], shown: int) -> None:
    assert leading_parts(parts(*numbers)) == shown


@given(st.lists(st.fractions(-9, 9, max_denominator=12).filter(bool), max_size=20))
def test_what_is_folded_away_is_smaller_than_each_part_shown(given_parts: list[Fraction]) -> None:
    ordered = sorted(given_parts, key=lambda part: -abs(part))
    shown = leading_parts(ordered)
    rest = ordered[shown:]
    assert shown >= min(LEAST_PARTS, len(ordered))
    assert not rest or abs(sum(rest)) < min(abs(part) for part in ordered[:shown])
    assert len(rest) != 1


@pytest.mark.parametrize(
    ("numbers", "places"),
    [
        ([], 1),
        (["1", "1"], 1),
        (["1.23", "1.4"], 1),
        (["1.23", "1.24"], 2),
        (["0.25", "0.3"], 2),  # a half is written away from zero
        (["-0.25", "-0.3"], 2),
        (["0", "0.04"], 2),
        (["1", "1.00001"], 4),
    ],
)
def test_decimals_that_tell_numbers_apart(numbers: list[str], places: int) -> None:
    assert places_apart(parts(*numbers)) == places


@given(st.lists(st.fractions(-9, 9, max_denominator=40), max_size=12))
def test_different_numbers_are_written_differently(numbers: list[Fraction]) -> None:
    places = places_apart(numbers)
    written = {format_number(one, places) for one in numbers}
    assert places == 4 or len(written) == len(set(numbers))
