"""What a panel agrees on, in a real store: it stands in place of the marks, which stay, and it can be taken back."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import operations as marking
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.agreement import operations
from khartoum_desktop.scoring.agreement.overlay import agreed
from khartoum_desktop.scoring.agreement.queries import consensus, counting
from khartoum_desktop.scoring.criteria import Aggregation, CriteriaSet
from khartoum_desktop.scoring.model import Cell, Cells, Score, cells, score
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.operations import submit
from khartoum_desktop.shortlist import queries as ranking
from khartoum_desktop.shortlist.model import Line
from khartoum_desktop.storage.schema import Round as RoundRow
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.building import criteria_set
from tests.scoring.rooms import id_of, mark_all, ref_of

ON = date(2026, 3, 12)
WHO = ("Nadia Fahmy", "Giulia Conti")


def here(work: Workspace) -> tuple[Round, CriteriaSet]:
    current = queries.current_round(work)
    return current, queries.criteria(work, current.criteria_set)


def agree(
    work: Workspace, key: str, value: str | None, *, who: Sequence[str] = WHO, reason: str = "as discussed"
) -> str:
    current, _criteria = here(work)
    return operations.agree(work, current, id_of(1), key, value, participants=who, reason=reason, on=ON)


def line(work: Workspace, number: int = 1) -> Line:
    found = ranking.current_ranking(work).line(id_of(number))
    assert found is not None
    return found


def first_cell(work: Workspace) -> Cell:
    cell = line(work).cells[0]
    assert cell is not None
    return cell


@pytest.fixture
def marked(work: Workspace) -> Workspace:
    """Return a workspace in which Egypt gave proposal 1 fives and Italy twos."""
    mark_all(work, {1: 5, 2: 4})
    mark_all(work, {1: 2, 2: 4}, "Giulia Conti", "IT")
    return work


def test_the_agreed_mark_counts_and_the_others_stay(marked: Workspace) -> None:
    before = line(marked).score
    assert first_cell(marked).value == Fraction(7, 2)
    agree(marked, "1.1", "٤")
    cell = first_cell(marked)
    assert cell.value == 4
    assert (cell.agreed, cell.marks, cell.low, cell.high) == ("2026-03-12", 2, 2000, 5000)
    assert line(marked).score.points == before.points + 1  # weight 2 × half a mark
    current, criteria = here(marked)
    given = queries.answers(marked, current.id, id_of(1))
    assert sorted(one.value or 0 for one in given if one.criterion == criteria.criteria[0].id) == [2000, 5000]
    (kept,) = consensus(marked, current)
    assert (kept.value, kept.participants, kept.reason, kept.decided) == (4000, WHO, "as discussed", "2026-03-12")
    assert kept.author == "Nadia Fahmy@EG"


def test_an_agreed_cell_is_no_longer_divided(marked: Workspace) -> None:
    _current, criteria = here(marked)
    assert first_cell(marked).divided(criteria.scale)
    agree(marked, "1.1", "4")
    assert not first_cell(marked).divided(criteria.scale)


def test_it_is_taken_back_by_undo_and_by_withdrawing(marked: Workspace) -> None:
    before, start = line(marked).score, marked.present_digest()
    step = agree(marked, "1.1", "4")
    operations.take_back(marked, step)
    assert line(marked).score == before
    agree(marked, "1.1", "3")
    assert first_cell(marked).value == 3
    current, _criteria = here(marked)
    operations.withdraw(marked, current, id_of(1), "1.1")
    assert line(marked).score == before
    assert consensus(marked, current) == ()
    for _step in range(2):
        marked.undo()
    assert marked.present_digest() == start


def test_a_second_agreement_replaces_the_first(marked: Workspace) -> None:
    agree(marked, "1.1", "4")
    agree(marked, "1.1", None)
    current, _criteria = here(marked)
    (kept,) = consensus(marked, current)
    assert kept.value is None
    agree(marked, "1.1", "5")
    assert first_cell(marked).value == 5
    assert line(marked).without == frozenset()


def test_not_applicable_gives_the_weight_to_the_others(marked: Workspace) -> None:
    _current, criteria = here(marked)
    agree(marked, "1.1", None)
    found = line(marked)
    assert found.without == {0}
    assert found.cells[0] is None
    assert found.official
    assert found.total == Fraction(7, 2)
    assert found.points == Fraction(7, 2) * criteria.total_weight


def test_an_agreed_mark_covers_a_criterion_that_nobody_marked(work: Workspace) -> None:
    current, criteria = here(work)
    assessor = marking.assessor_of(work, "Nadia Fahmy", "EG")
    for criterion in criteria.criteria[1:]:
        marking.mark(work, id_of(1), criterion.key, assessor, "3")
    submit(work, current, [(id_of(1), assessor.id)], complete=False)
    assert not line(work).official
    operations.agree(work, current, id_of(1), "1.1", "4", participants=WHO, reason="seen together", on=ON)
    assert line(work).score.coverage == 1
    assert line(work).official
    assert first_cell(work).marks == 0
    assert first_cell(work).value == 4


def test_the_number_of_assessments_that_a_rank_needs_stays(work: Workspace) -> None:
    mark_all(work, {1: 3})
    current, criteria = here(work)
    with work.step("Two are needed") as step:
        step.put(RoundRow, current.id, {"required": 2})
    for criterion in criteria.criteria:
        agree(work, criterion.key, "4")
    found = line(work)
    assert found.score.coverage == 1
    assert (found.assessments, found.official) == (1, False)


def refused(work: Workspace, key: str = "1.1", value: str | None = "4", **given: object) -> str:
    before = work.present_digest()
    with pytest.raises(UserError) as caught:
        agree(work, key, value, **given)  # type: ignore[arg-type]
    assert work.present_digest() == before
    assert caught.value.remedy
    return strip_isolates(caught.value.sentence)


def test_what_is_refused_and_nothing_changed(marked: Workspace) -> None:
    assert refused(marked, value="6") == "6 is not a mark of this scale."
    assert refused(marked, value="4.25") == "4.25 is not a mark of this scale."
    assert "no criterion 9.9" in refused(marked, "9.9")
    assert refused(marked, reason=" \u200f\n") == "An agreed mark needs a reason."
    assert "characters" in refused(marked, reason="x" * 1001)
    assert refused(marked, who=("", " \u202e")) == "Nobody is named who agreed on this."
    assert "long names" in refused(marked, who=("x" * 121,))
    assert "many" in refused(marked, who=[f"Person {number}" for number in range(61)])
    current, criteria = here(marked)
    with pytest.raises(UserError, match="No panel has agreed"):
        operations.withdraw(marked, current, id_of(1), "1.1")
    with pytest.raises(UserError, match="no longer in the workspace"):
        operations.agree(marked, current, "nothing", "1.1", "4", participants=WHO, reason="x", on=ON)
    for criterion in criteria.criteria[1:]:
        agree(marked, criterion.key, None)
    assert refused(marked, value=None) == "No criterion with a weight would be left for this proposal."


def test_a_closed_round_is_left_as_it_is(marked: Workspace) -> None:
    current, _criteria = here(marked)
    agree(marked, "1.2", "4")
    with marked.step("Close") as step:
        step.put(RoundRow, current.id, {"closed": True})
    assert "is closed" in refused(marked)
    with pytest.raises(UserError, match="is closed"):
        operations.withdraw(marked, current, id_of(1), "1.2")


def test_a_reader_agrees_on_nothing(marked: Workspace) -> None:
    marked.sit_down(Person("Reader", "EG", "reader"))
    assert refused(marked) == "A panel agrees once its members have given their own marks."
    marked.sit_down(Person("Nadia Fahmy", "EG", "coordinator"))
    with marked.step("Everybody sees everything") as step:
        step.put(RoundRow, here(marked)[0].id, {"independent": False})
    marked.sit_down(Person("Reader", "EG", "reader"))
    assert "as a reader" in refused(marked)


def test_who_has_not_finished_sees_no_agreement_and_makes_none(marked: Workspace) -> None:
    agree(marked, "1.1", "4")
    current, _criteria = here(marked)
    marked.sit_down(Person("Asha Deng", "SD", "assessor"))
    assert consensus(marked, current) == ()
    assert counting(marked, current) == ()
    assert ranking.rank_json(marked)["proposals"][0]["contributions"] == []
    assert refused(marked) == "A panel agrees once its members have given their own marks."
    with pytest.raises(UserError, match="own marks"):
        operations.withdraw(marked, current, id_of(1), "1.1")


def test_names_are_cleaned_and_each_stands_once(marked: Workspace) -> None:
    agree(marked, "1.1", "4", who=("Nadia  Fahmy\n", "NADIA FAHMY", "\u202eسارة\x00"), reason="\u202eب\u202c")
    (kept,) = consensus(marked, here(marked)[0])
    assert kept.participants == ("Nadia Fahmy", "سارة")
    assert kept.reason == "ب"


def test_the_step_names_no_people(marked: Workspace) -> None:
    agree(marked, "1.1", "4")
    info = marked.can_undo()
    assert info is not None
    assert all("Nadia" not in text and "Giulia" not in text for text in (info.label, *map(str, info.args.values())))
    assert ref_of(1) in str(info.args)


def test_the_rule_of_the_round_goes_before_that_of_the_set(marked: Workspace) -> None:
    mark_all(marked, {1: 5}, "Omar Aziz", "EG")
    current, _criteria = here(marked)
    assert first_cell(marked).value == Fraction(7, 2)
    for name, expected in ((Aggregation.MEAN, Fraction(4)), (Aggregation.MEDIAN, Fraction(5))):
        with marked.step("Rule") as step:
            step.put(RoundRow, current.id, {"aggregation": str(name)})
        assert first_cell(marked).value == expected
        printed = ranking.rank_json(marked)
        assert printed["aggregation"] == str(name)
        assert printed["rule"].startswith(name.title())
        assert queries.criteria_json(marked)["aggregation"] == str(name)


def test_the_round_says_from_where_marks_are_divided(marked: Workspace) -> None:
    current, _criteria = here(marked)
    divided = [part["divided"] for part in ranking.rank_json(marked)["proposals"][1]["contributions"]]
    assert all(divided)
    with marked.step("Rule") as step:
        step.put(RoundRow, current.id, {"divergence": 800})
    assert not any(part["divided"] for part in ranking.rank_json(marked)["proposals"][1]["contributions"])


def test_the_rule_is_a_step_that_only_a_coordinator_makes(marked: Workspace) -> None:
    current, _criteria = here(marked)
    assert operations.set_rules(marked, current, aggregation=Aggregation.MEAN, divergence=Fraction(1, 4))
    found = here(marked)[0]
    assert (found.aggregation, found.divergence) == ("mean", 250)
    assert found.ruled(here(marked)[1]).wide == Fraction(1, 4)
    assert operations.set_rules(marked, found, aggregation=Aggregation.MEAN, divergence=Fraction(1, 4)) == ""
    for share in (Fraction(0), Fraction(2), Fraction(1, 3)):
        with pytest.raises(UserError, match="no share"):
            operations.set_rules(marked, found, aggregation=None, divergence=share)
    marked.undo()
    assert here(marked)[0].aggregation is None
    marked.sit_down(Person("Asha Deng", "SD", "assessor"))
    with pytest.raises(UserError, match="coordinator"):
        operations.set_rules(marked, current, aggregation=Aggregation.MEDIAN)


# --- laws -------------------------------------------------------------------------------------------------------------

WEIGHTS = [3, 2, 1]
RULES = st.sampled_from(list(Aggregation))
MARKS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 2), st.integers(0, 5)), min_size=1, max_size=14,
    unique_by=lambda one: one[:2],
)  # fmt: skip
VOICES = {"a": "EG", "b": "EG", "c": "EG", "d": "IT", "e": "IT", "f": "SD"}


def row_of(criteria: CriteriaSet, marks: Sequence[tuple[str, int, int]]) -> Cells:
    rows = [("P", f"id-{place}", who, mark * 1000) for who, place, mark in marks]
    return cells(criteria, rows, VOICES)["P"]


def score_of(criteria: CriteriaSet, row: Cells, without: frozenset[int] = frozenset()) -> Score:
    return score(criteria, [None if one is None else one.value for one in row], without)


@given(MARKS, RULES, st.data())
def test_raising_a_mark_lowers_no_total_and_order_never_matters(
    marks: list[tuple[str, int, int]], rule: Aggregation, data: st.DataObject
) -> None:
    criteria = criteria_set(WEIGHTS, (0, 5), rule)
    before = score_of(criteria, row_of(criteria, marks))
    assert score_of(criteria, row_of(criteria, data.draw(st.permutations(marks)))) == before
    at = data.draw(st.integers(0, len(marks) - 1))
    who, place, mark = marks[at]
    raised = [*marks[:at], (who, place, data.draw(st.integers(mark, 5))), *marks[at + 1 :]]
    after = score_of(criteria, row_of(criteria, raised))
    assert after.points >= before.points
    assert (after.known or 0) >= (before.known or 0)
    assert after.low >= before.low
    assert after.high >= before.high


@given(MARKS, RULES, st.integers(0, 2), st.integers(0, 5), st.frozensets(st.integers(0, 2)))
def test_consensus_wins_and_the_bounds_hold(
    marks: list[tuple[str, int, int]], rule: Aggregation, place: int, value: int, without: frozenset[int]
) -> None:
    criteria = criteria_set(WEIGHTS, (0, 5), rule)
    row = row_of(criteria, marks)
    laid = (*row[:place], agreed(row[place], value * 1000, "2026-03-12", criteria), *row[place + 1 :])
    cell = laid[place]
    assert cell is not None
    assert cell.value == value
    before, after = score_of(criteria, row, without), score_of(criteria, laid, without)
    assert after.coverage >= before.coverage
    for found in (before, after):
        assert found.low <= found.high
        assert found.known is None or found.low <= found.known <= found.high
        assert found.high - found.low == (1 - found.coverage) * criteria.scale.span
