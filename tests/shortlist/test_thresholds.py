"""Each threshold says what it is on, and is compared exactly: mark, group marks, group points, total points."""

from dataclasses import replace
from fractions import Fraction

import pytest

from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet, Group, Wording
from khartoum_desktop.scoring.model import cells, score
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.shortlist import frozen
from khartoum_desktop.shortlist.listing import Cut
from khartoum_desktop.shortlist.model import rank
from khartoum_desktop.shortlist.thresholds import thresholds
from tests.scoring.building import Number, criteria_set, single


def grid(marks: int | None = None, points: int | None = None) -> CriteriaSet:
    """Return three criteria of weights 2, 1, 1 on 1-5, the first two in a group."""
    plain = criteria_set([2, 1, 1])
    first, second, third = plain.criteria
    lines = (replace(first, group="g"), replace(second, group="g"), third)
    return replace(plain, criteria=lines, groups=(Group("g", "1", Wording(en="Group"), points, marks),))


def standing(criteria: CriteriaSet, marks: list[Number | None], without: frozenset[int] = frozenset()) -> list[str]:
    row = single(criteria, {"p": marks})["p"]
    total = score(criteria, [cell.value if cell else None for cell in row], without)
    return [f"{one.kind} {one.low}–{one.high}: {one.status}" for one in thresholds(criteria, row, total, without)]


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([4, 3, 1], "group_marks 7–7: passed"),
        ([5, 1, 5], "group_marks 6–6: missed"),
        ([4, None, 1], "group_marks 5–9: open"),
        ([1, None, 5], "group_marks 2–6: missed"),
        ([5, 2, None], "group_marks 7–7: passed"),
    ],
)
def test_group_marks_are_the_plain_sum(marks: list[Number | None], said: str) -> None:
    assert standing(grid(marks=7 * UNIT), marks) == [said]


def test_group_points_weigh_the_marks() -> None:
    assert standing(grid(points=11 * UNIT), [4, 3, 1]) == ["group_points 11–11: passed"]
    assert standing(grid(points=11 * UNIT), [3, 4, 5]) == ["group_points 10–10: missed"]


def test_what_does_not_apply_is_stood_for_by_its_group() -> None:
    criteria = grid(marks=8 * UNIT, points=12 * UNIT)
    said = standing(criteria, [4, None, 1], frozenset({1}))
    assert said == ["group_marks 8–8: passed", "group_points 12–12: passed"]
    assert standing(criteria, [None, None, 1], frozenset({0, 1})) == []
    alone = replace(
        criteria, groups=(), criteria=(replace(criteria.criteria[0], threshold=3 * UNIT), *criteria.criteria[1:])
    )
    assert standing(alone, [None, 2, 2], frozenset({0})) == []
    assert standing(alone, [None, 2, 2]) == ["mark 1–5: open"]


def test_a_hair_below_is_below() -> None:
    criteria = grid(marks=7 * UNIT)
    marks = [("p", "id-0", who, value * UNIT) for who, value in (("EG", 4), ("SD", 4), ("ET", 4))]
    marks += [("p", "id-1", who, value * UNIT) for who, value in (("EG", 3), ("SD", 3), ("ET", 2))]
    row = cells(criteria, marks)["p"]
    found = next(thresholds(criteria, row, score(criteria, [cell.value if cell else None for cell in row])))
    assert (found.high, found.needed, found.status) == (Fraction(20, 3), Fraction(7), "missed")


def test_a_frozen_record_keeps_what_the_groups_ask_for() -> None:
    criteria = grid(marks=7 * UNIT, points=11 * UNIT)
    current = Round("r", Wording(en="Round"), "", criteria.id, "", 1, closed=False)
    record = frozen.freeze(
        rank(criteria, [], {}), frozen.Basis((), ()), [], current=current, cut=Cut(), on="2026-05-14"
    )
    assert frozen.ranking_of(frozen.read(frozen.written(record))).criteria.groups == criteria.groups
    del record["criteria"]["group_marks"]  # as records before had none
    assert frozen.ranking_of(record).criteria.groups[0].threshold_marks is None
