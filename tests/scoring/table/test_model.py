"""A pasted block, cell by cell: what is understood, what is refused, and that copying and pasting change nothing."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import speaking
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.bulk.paste import parse_block
from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet, Limit, LimitKind, Scale, Wording
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.scoring.table.model import Grid, Lock, Row, copied, may_go_on, planned, shown, understood
from khartoum_desktop.toolkit.clipping import as_lines
from tests.scoring.building import criteria_set

FIVE = Scale(UNIT, 5 * UNIT)
HALVES = Scale(0, 5 * UNIT, UNIT // 2)
FINE = Scale(0, 2000 * UNIT, 1)
NEGATIVE = Scale(-3 * UNIT, 3 * UNIT)
BLANKS = (Blank.ABSTAINED, Blank.CONFLICT, Blank.NOT_APPLICABLE)


def grid(rows: int = 3, columns: int = 3, criteria: CriteriaSet | None = None) -> Grid:
    """Return an empty table."""
    lines = tuple(Row(f"p{n}", f"KP-{n}", Wording(en=f"Proposal {n}"), {}) for n in range(rows))
    return Grid("who", criteria or criteria_set([1] * columns), lines)


def four(value: int = 4) -> Answer:
    return Answer(value * UNIT)


@pytest.mark.parametrize(
    ("text", "scale", "answer"),
    [
        ("4", FIVE, four()),
        (" ٤ ", FIVE, four()),
        ("۴", FIVE, four()),
        ("4.0", FIVE, four()),
        ("3,5", HALVES, Answer(3500)),
        ("٣٫٥", HALVES, Answer(3500)),
        ("4 – good", FIVE, four()),
        ("4: bon", FIVE, four()),
        ("", FIVE, Answer()),
        ("\u00a0", FIVE, Answer()),
        ("–", FIVE, Answer()),
        ("not assessed", FIVE, Answer()),
        ("A", FIVE, Answer(blank=Blank.ABSTAINED)),
        ("Abstention", FIVE, Answer(blank=Blank.ABSTAINED)),
        ("امتناع", FIVE, Answer(blank=Blank.ABSTAINED)),
        ("م", FIVE, Answer(blank=Blank.ABSTAINED)),
        ("c", FIVE, Answer(blank=Blank.CONFLICT)),
        ("conflit d’intérêts", FIVE, Answer(blank=Blank.CONFLICT)),
        ("تضارب مصالح", FIVE, Answer(blank=Blank.CONFLICT)),
        ("N/A", FIVE, Answer(blank=Blank.NOT_APPLICABLE)),
        ("sans objet", FIVE, Answer(blank=Blank.NOT_APPLICABLE)),
        ("لا ينطبق", FIVE, Answer(blank=Blank.NOT_APPLICABLE)),
    ],
)
def test_a_cell_is_understood_in_three_languages(text: str, scale: Scale, answer: Answer) -> None:
    for language in ("en", "ar", "fr"):
        with speaking(language):
            assert understood(text, scale) == answer


@pytest.mark.parametrize("text", ["6", "0", "3.5", "good", "4-5", "4 5", "=1+3", "1e1", "\u202e4x", "4" * 400, "A4"])
def test_what_is_no_mark_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        understood(text, FIVE)
    assert refused.value.remedy


def test_a_block_lies_over_the_table_from_its_cell_and_empty_cells_change_nothing() -> None:
    table = grid().with_answers({("p1", "id-1"): four(), ("p2", "id-2"): four(2)})
    plan = planned(table, parse_block("4\t\r\n\tA\r\n"), (1, 1))
    assert plan.changes == {("p2", "id-2"): Answer(blank=Blank.ABSTAINED)}
    assert (plan.same, plan.refused) == (1, ())


def test_cells_beyond_the_table_are_refused_together() -> None:
    plan = planned(grid(), parse_block("1\t2\t3\n4\t5\t9\n"), (2, 2))
    assert list(plan.changes) == [("p2", "id-2")]
    [over] = plan.refused
    assert over.row is None
    assert strip_isolates(over.sentence) == "5 cells lie beyond the last proposal or criterion."
    assert not planned(grid(), parse_block("1\t\t \n\t\t\n"), (2, 2)).refused


def test_a_locked_sheet_is_refused_but_not_where_it_says_the_same() -> None:
    table = grid()
    rows = (
        replace(table.rows[0], lock=Lock.SUBMITTED, why="2026-11-02", answers={"id-0": four()}),
        replace(table.rows[1], lock=Lock.CONFLICT, why="Own country"),
        table.rows[2],
    )
    plan = planned(replace(table, rows=rows), [["4", "3"], ["3", ""], ["3", ""]], (0, 0))
    assert plan.changes == {("p2", "id-0"): four(3)}
    assert plan.same == 1
    assert [one.row.ref for one in plan.refused if one.row] == ["KP-0", "KP-1"]
    assert "2 November 2026" in plan.refused[0].sentence
    assert "conflict of interest" in plan.refused[1].sentence


def test_a_mark_without_its_obligatory_reason_is_refused_and_one_that_stands_there_is_kept() -> None:
    criteria = replace(criteria_set([1, 1, 1]), reason_for=frozenset({UNIT, 5 * UNIT}))
    table = grid(criteria=criteria).with_answers({("p0", "id-1"): Answer(3 * UNIT, None, "No partner yet.")})
    plan = planned(table, [["1", "1", "4"]], (0, 0))
    assert plan.changes == {("p0", "id-1"): Answer(UNIT, None, "No partner yet."), ("p0", "id-2"): four()}
    [refused] = plan.refused
    assert (refused.criterion, refused.text) == (criteria.criteria[0], "1")
    assert strip_isolates(refused.sentence) == "A mark of 1 needs a reason."
    assert refused.remedy


def test_a_mark_beyond_its_conditional_maximum_is_refused() -> None:
    limit = Limit("l", "id-1", 3 * UNIT, LimitKind.MARK, "id-0", 4 * UNIT)
    table = grid(criteria=replace(criteria_set([1, 1, 1]), limits=(limit,)))
    plan = planned(table, [["2", "5", "5"], ["4", "5", "5"]], (0, 0))
    assert [one.criterion.id for one in plan.refused if one.criterion] == ["id-1"]
    assert len(plan.changes) == 5
    assert ("p0", "id-1") not in plan.changes


def test_typing_waits_only_where_the_mark_can_go_on() -> None:
    assert not may_go_on("4", FIVE)
    assert may_go_on("1", Scale(0, 10 * UNIT))
    assert not may_go_on("2", Scale(0, 10 * UNIT))
    assert not may_go_on("0", Scale(0, 100 * UNIT))
    assert may_go_on("4", HALVES)
    assert may_go_on("-", NEGATIVE)


answers = st.sampled_from([FIVE, HALVES, FINE, NEGATIVE, Scale(0, 10**6 * UNIT)]).flatmap(
    lambda scale: st.tuples(
        st.just(scale),
        st.lists(
            st.lists(
                st.one_of(
                    st.just(Answer()),
                    st.sampled_from([Answer(blank=one) for one in BLANKS]),
                    st.integers(0, (scale.maximum - scale.minimum) // scale.step).map(
                        lambda step: Answer(scale.minimum + step * scale.step)
                    ),
                ),
                min_size=3,
                max_size=3,
            ),
            min_size=1,
            max_size=4,
        ),
    )
)


@given(answers, st.sampled_from(["en", "ar", "fr"]))
def test_pasting_what_was_copied_changes_nothing_and_elsewhere_gives_the_same(
    drawn: tuple[Scale, list[list[Answer]]], language: str
) -> None:
    scale, lines = drawn
    empty = grid(len(lines), 3, replace(criteria_set([1, 1, 1]), scale=scale))
    filled = {(f"p{row}", f"id-{place}"): one for row, line in enumerate(lines) for place, one in enumerate(line)}
    table = empty.with_answers(filled)
    with speaking(language):
        block = copied(table, [(row, place) for row in range(len(lines)) for place in range(3)])
        text = as_lines(block, [True] * 3).replace("\n", "\r\n") + "\r\n"
        if not text.strip():
            return
        again = planned(table, parse_block(text), (0, 0))
        assert (again.changes, again.refused) == ({}, ())
        assert planned(empty, parse_block(text), (0, 0)).changes == {
            place: one for place, one in filled.items() if one.given
        }


def test_a_blank_never_looks_like_a_zero() -> None:
    assert shown(Answer(), FIVE) == ""
    assert [shown(Answer(blank=one), FIVE) for one in BLANKS] == ["A", "C", "n/a"]
    assert shown(Answer(0), HALVES) == "0"
    assert HALVES.number(3500) == Fraction(7, 2)
