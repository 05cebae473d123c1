"""How far marks lie apart: published figures to the last digit, words, and laws."""

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.agreement.alpha import LEVELS, Level, alpha
from khartoum_desktop.scoring.agreement.leniency import MOST, levelled, links
from khartoum_desktop.scoring.agreement.model import (
    alpha_bounds_sentence,
    bounds_sentence,
    root,
    spread,
    word,
    word_of_alpha,
)
from khartoum_desktop.scoring.criteria import Scale
from tests.scoring.building import vectors

FIVE = Scale(1000, 5000)


# --- one cell ---------------------------------------------------------------------------------------------------------


def test_the_worked_cells() -> None:
    for case in vectors()["cell_spread"]:
        scale = Scale(*(int(end) * 1000 for end in case["scale"]))
        found = spread([int(mark) * 1000 for mark in case["scores"]], scale)
        assert found.range_share == case["range_share"]
        assert found.within is not None
        assert abs(found.within - case["r_wg"]) < Fraction(1, 10**12)
        assert found.consensus == pytest.approx(float(case["consensus"]), abs=5e-5)


def test_exact_where_it_is_exact() -> None:
    found = spread([5000, 4000, 5000, 4000], FIVE)
    assert (found.variance, found.within, found.range_share) == (Fraction(1, 3), Fraction(5, 6), Fraction(1, 4))
    assert found.deviation == Fraction("0.57735026919")  # 0.577350269190 to twelve places
    apart = spread([1000, 1000, 5000, 5000], FIVE)
    assert apart.within == Fraction(-5, 3)
    assert apart.within_shown == apart.consensus == 0


def test_the_same_marks_on_a_scale_of_other_units_lie_as_far_apart() -> None:
    fine = spread([500, 400, 500, 400], Scale(100, 500, 100, 100))
    assert fine == spread([5000, 4000, 5000, 4000], FIVE)


def test_half_points_have_more_levels_of_chance() -> None:
    halves = spread([5000, 4000, 5000, 4000], Scale(1000, 5000, 500))
    assert halves.within == 1 - Fraction(1, 3) / (Fraction(9**2 - 1, 12) / 4)


@pytest.mark.parametrize("scale", [FIVE, Scale(0, 0), Scale(3000, 3000, 0), Scale(0, 10_000, 3000)])
def test_nothing_is_divided_by_nothing(scale: Scale) -> None:
    alone = spread([3000], scale)
    assert (alone.marks, alone.variance, alone.deviation, alone.within, alone.consensus) == (1, None, None, None, None)
    equal = spread([3000, 3000, 3000], scale)
    assert equal.range_share == equal.variance == equal.deviation == 0
    assert equal.consensus in {None, 1}
    spread([0, 9000, 4000], scale)  # marks of elsewhere, off the scale


@given(st.lists(st.integers(1, 5), min_size=2, max_size=9), st.randoms())
def test_the_order_of_marks_never_matters(marks: list[int], random: Random) -> None:
    values = [mark * 1000 for mark in marks]
    mixed = sorted(values, key=lambda _value: random.random())
    assert spread(mixed, FIVE) == spread(values, FIVE)
    found = spread(values, FIVE)
    assert found.consensus is not None
    assert 0 <= found.consensus <= 1
    assert 0 <= found.range_share <= 1
    assert found.within is not None
    assert found.within <= 1


@given(st.fractions(min_value=0, max_value=10**6))
def test_roots_to_twelve_places(number: Fraction) -> None:
    assert abs(root(number**2) - number) <= Fraction(1, 2 * 10**12)
    assert float(root(number)) == pytest.approx(sqrt(number), abs=1e-11)


def test_words_with_their_bounds() -> None:
    quarters = [word(Fraction(n, 4)) for n in range(5)]
    assert quarters == ["strong", "strong", "weak", "weak", "weak"]
    assert [word(Fraction(n, 5)) for n in range(4)] == ["strong", "strong", "fair", "weak"]
    assert word(Fraction(1, 4), Fraction(1, 4)) == "weak"
    assert strip_isolates(bounds_sentence()).startswith(
        "Strong: the marks lie at most 25% of the scale apart. Weak: 50%"
    )
    assert "12.5%" in strip_isolates(bounds_sentence(Fraction(1, 4)))
    assert [word_of_alpha(Fraction(n, 300)) for n in (240, 239, 200, 199, -300)] == [
        "strong", "fair", "fair", "weak", "weak",
    ]  # fmt: skip
    assert word_of_alpha(None) is None
    assert "0.8" in strip_isolates(alpha_bounds_sentence())


# --- the whole round --------------------------------------------------------------------------------------------------

# Krippendorff's alpha, en.wikipedia.org: three coders, fifteen units; .691 nominal, .811 interval
THREE_CODERS = tuple(
    tuple(None if mark == "*" else int(mark) for mark in row)
    for row in ("*****34121133*3", "1*213343*******", "**21344*21133*4")
)
# Krippendorff 2011, sections A and B: two observers, two and five nominal values
BINARY = ((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0))
LETTERS = tuple(tuple(ord(letter) for letter in row) for row in ("aabbdcccedda", "babbbccceddd"))


Coders = Sequence[Sequence[int | None]]


def units_of(coders: Coders) -> list[list[int]]:
    return [[int(value) for value in unit if value is not None] for unit in zip(*coders, strict=True)]


def by_definition(units: list[list[int]], level: Level) -> Fraction | None:
    """Return α straight from the definition, pair by pair, over the coincidence matrix."""
    pairable = [unit for unit in units if len(unit) > 1]
    every = [value for unit in pairable for value in unit]
    counts = {value: every.count(value) for value in set(every)}

    def apart(one: int, other: int) -> Fraction:
        if level == "nominal":
            return Fraction(one != other)
        if level == "interval":
            return Fraction((one - other) ** 2)
        if level == "ratio":
            return Fraction(one - other, one + other) ** 2 if one != other else Fraction()
        low, high = sorted((one, other))
        between = sum(times for value, times in counts.items() if low <= value <= high)
        return (between - Fraction(counts[low] + counts[high], 2)) ** 2 if low != high else Fraction()

    observed = sum(
        (
            apart(one, other) / (len(unit) - 1)
            for unit in pairable
            for at, one in enumerate(unit)
            for place, other in enumerate(unit)
            if at != place
        ),
        Fraction(),
    ) / max(len(every), 1)
    expected = sum((apart(one, other) for one in every for other in every), Fraction())
    expected /= max(len(every) * (len(every) - 1), 1)
    return None if not expected else 1 - observed / expected


def test_krippendorffs_own_example() -> None:
    case = vectors()["krippendorff"]
    for level in LEVELS:
        found = alpha(units_of(case["coders"]), level)
        assert found is not None
        assert round(found, 3) == case["expected"][level]


def test_other_published_examples() -> None:
    published: list[tuple[Coders, Level, str]] = [
        (THREE_CODERS, "nominal", "0.691"), (THREE_CODERS, "interval", "0.811"),
        (BINARY, "nominal", "0.095"), (LETTERS, "nominal", "0.692"),
    ]  # fmt: skip
    for coders, level, expected in published:
        found = alpha(units_of(coders), level)
        assert found is not None
        assert round(found, 3) == Fraction(expected)


@given(
    st.lists(st.lists(st.integers(0, 5), max_size=4), max_size=7),
    st.sampled_from(LEVELS),
    st.randoms(use_true_random=False),
)
def test_alpha_is_that_of_the_definition_in_any_order(units: list[list[int]], level: Level, random: Random) -> None:
    found = alpha(units, level)
    assert found == by_definition(units, level)
    random.shuffle(units)
    assert alpha([sorted(unit) for unit in units], level) == found


def test_where_agreement_cannot_be_told_from_chance() -> None:
    for level in LEVELS:
        assert alpha([], level) is None
        assert alpha([[3], [4], []], level) is None  # one assessor
        assert alpha([[3, 3], [3, 3, 3]], level) is None  # all equal
    assert alpha([[-1, 2], [2, 2]], "ratio") is None
    assert alpha([[3, 3], [4, 4]]) == 1
    assert alpha([[0, 5], [5, 5]], "ratio") is not None


# --- harsh and lenient ------------------------------------------------------------------------------------------------

WORKED = {
    ("P1", "a"): 4, ("P1", "b"): 3, ("P2", "b"): 3, ("P2", "c"): 5,
    ("P3", "a"): 5, ("P3", "c"): 5, ("P4", "a"): 3, ("P4", "b"): 2,
}  # fmt: skip


def test_the_worked_case_of_harsh_and_lenient_assessors() -> None:
    found = levelled({pair: Fraction(mark) for pair, mark in WORKED.items()})
    assert found.assessors == {"a": Fraction(4, 15), "b": Fraction(-14, 15), "c": Fraction(2, 3)}
    expected = {"P1": Fraction(23, 6), "P2": Fraction(62, 15), "P3": Fraction(68, 15), "P4": Fraction(17, 6)}
    assert found.proposals == expected
    assert found.mean == sum(expected.values()) / 4


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("PQRSTU"), st.sampled_from("abcd")), st.fractions(0, 5, max_denominator=9), min_size=2
    )
)
def test_least_squares_leaves_nothing_to_assessor_or_proposal(observed: dict[tuple[str, str], Fraction]) -> None:
    groups = links(observed)
    assessors = {assessor for _proposal, assessor in observed}
    assert set().union(*groups) == assessors
    if len(groups) > 1 or len(assessors) < 2:
        with pytest.raises(UserError):
            levelled(observed)
        return
    found = levelled(observed)
    assert sum(found.assessors.values()) == 0
    rest = {(p, a): mark - found.proposals[p] - found.assessors[a] for (p, a), mark in observed.items()}
    for name in {*assessors, *found.proposals}:  # the normal equations
        assert sum(value for pair, value in rest.items() if name in pair) == 0
    assert levelled(dict(reversed(observed.items()))) == found


def test_refused_where_it_cannot_be_told() -> None:
    one = Fraction(3)
    with pytest.raises(UserError, match="fewer than two"):
        levelled({})
    with pytest.raises(UserError, match="fewer than two"):
        levelled({("P", "a"): one, ("Q", "a"): one})
    with pytest.raises(UserError) as caught:
        levelled({("P", "a"): one, ("P", "b"): one, ("Q", "c"): one, ("Q", "d"): one})
    assert "fall into 2 groups" in strip_isolates(caught.value.sentence)
    with pytest.raises(UserError, match="too many"):
        levelled({("P", str(number)): one for number in range(MOST + 1)})
