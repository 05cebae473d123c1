"""Rounds, assessors and marks in a real store: what is shipped, given, refused, taken back and read again."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.shipped import criteria_set_id, presidency_id
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import UNIT, Aggregation, CriteriaSet, grouped
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.rounds.opening import open_first_round
from khartoum_desktop.scoring.rounds.queue import queue
from khartoum_desktop.scoring.rounds.writing import mark_id
from khartoum_desktop.storage.schema import TABLES, Mark, Presidency, Proposal, Round
from khartoum_desktop.storage.schema import CriteriaSet as SetRow
from khartoum_desktop.workspace import Workspace
from tests.scoring.rooms import id_of, mark_all, new_round, new_workspace, ref_of


def criteria_of(work: Workspace) -> CriteriaSet:
    return queries.criteria(work, queries.current_round(work).criteria_set)


def sheet_of(work: Workspace, number: int, name: str = "Nadia Fahmy", delegation: str = "EG") -> dict[str, Answer]:
    criteria = criteria_of(work)
    assessor = operations.assessor_of(work, name, delegation)
    stored = queries.sheet(work, queries.current_round(work).id, id_of(number), assessor.id)
    return {criteria.criteria[criteria.places[one]].key: answer for one, answer in stored.items()}


def test_the_shipped_criteria_make_a_hundred_points(work: Workspace) -> None:
    criteria = criteria_of(work)
    assert len(criteria.criteria) == 18
    assert criteria.points_max == 100
    assert criteria.aggregation is Aggregation.DELEGATION
    assert criteria.reason_for == {1000, 2000, 5000}
    assert criteria.threshold_points == 60 * UNIT
    assert [one.key for one in criteria.criteria][:4] == ["1.1", "1.2", "1.3", "2.1"]
    assert [group.key for group, _members in grouped(criteria) if group] == ["1", "2", "3", "4", "5", "6"]
    assert [group.threshold_points for group in criteria.groups] == [12 * UNIT, None, None, None, None, None]
    for criterion in criteria.criteria:
        assert [level.mark for level in criterion.levels] == list(criteria.scale.marks())
        for language in ("ar", "en", "fr"):
            assert criterion.label.text(language)
            assert all(level.text.text(language) for level in criterion.levels)


def test_criteria_as_the_command_line_prints_them(work: Workspace) -> None:
    printed = json.loads(json.dumps(queries.criteria_json(work)))
    assert printed["scale"] == {"min": "1", "max": "5", "step": "1"}
    assert printed["reason_for"] == ["1", "2", "5"]
    assert printed["points_max"] == "100"
    assert printed["threshold_total"] == "60"
    assert printed["groups"][0]["threshold"] == "12"
    first = printed["criteria"][0]
    assert (first["key"], first["weight"], first["group"], first["threshold"]) == ("1.1", "2", "1", None)
    assert [level["mark"] for level in first["levels"]] == ["1", "2", "3", "4", "5"]
    assert set(first["label"]) == set(first["levels"][0]["text"]) == {"ar", "en", "fr"}


def test_a_mark_is_one_step_and_is_read_again(work: Workspace) -> None:
    nadia = operations.assessor_of(work, "Nadia Fahmy", "EG")
    operations.mark(work, id_of(1), "1.1", nadia, "٤")
    operations.mark(work, id_of(1), "2.1", nadia, blank=Blank.CONFLICT)
    assert sheet_of(work, 1) == {"1.1": Answer(4000), "2.1": Answer(blank=Blank.CONFLICT)}
    step = work.can_undo()
    assert step is not None
    assert (step.label, step.args) == ("Mark {ref} on {criterion}", {"ref": ref_of(1), "criterion": "2.1"})
    work.undo()
    assert sheet_of(work, 1) == {"1.1": Answer(4000)}
    work.undo()
    assert sheet_of(work, 1) == {}
    work.redo()
    assert sheet_of(work, 1) == {"1.1": Answer(4000)}


def test_a_mark_is_changed_in_place_and_taken_back(work: Workspace) -> None:
    nadia = operations.assessor_of(work, "Nadia Fahmy", "EG")
    operations.mark(work, id_of(1), "1.1", nadia, "5", reason="The results say so.")
    operations.mark(work, id_of(1), "1.1", nadia, "4")
    assert sheet_of(work, 1) == {"1.1": Answer(4000)}
    operations.mark(work, id_of(1), "1.1", nadia, blank=Blank.ABSTAINED, reason="not my field")
    assert sheet_of(work, 1) == {"1.1": Answer(blank=Blank.ABSTAINED, reason="not my field")}
    operations.mark(work, id_of(1), "1.1", nadia)
    assert sheet_of(work, 1) == {}
    with work.reading() as db:
        assert len(db.execute(select(TABLES["mark"].c.id)).all()) == 1


def test_the_same_mark_again_is_no_step(work: Workspace) -> None:
    nadia = operations.assessor_of(work, "Nadia Fahmy", "EG")
    operations.mark(work, id_of(1), "1.1", nadia, "4")
    before = work.can_undo()
    operations.mark(work, id_of(1), "1.1", nadia, "4.0")
    assert work.can_undo() == before


def test_an_assessor_is_the_same_person_however_spelled(work: Workspace) -> None:
    one = operations.assessor_of(work, "Amélie  LAURENT", "fr")
    assert one == operations.assessor_of(work, "Amélie LAURENT ", "France")
    assert one.id == operations.assessor_of(work, "amelie laurent", "FR").id
    assert one.delegation == "FR"
    assert one.id != operations.assessor_of(work, "Amélie Laurent", "IOM").id
    mark_all(work, {1: 3}, "Amélie Laurent", "FR")
    mark_all(work, {2: 3}, "Amelie Laurent", "FR")
    assert [(each.name, each.delegation) for each in queries.assessors(work)] == [("Amélie Laurent", "FR")]


def test_refusals_change_nothing(work: Workspace) -> None:
    nadia = operations.assessor_of(work, "Nadia Fahmy", "EG")
    before = work.can_undo()
    for key, value, reason, said in (
        ("9.9", "4", "", "There is no criterion 9.9"),
        ("1.1", "6", "", "6 is not a mark of this scale."),
        ("1.1", "4.5", "", "4.5 is not a mark of this scale."),
        ("1.1", "5", "", "A mark of 5 needs a reason."),
    ):
        with pytest.raises(UserError) as caught:
            operations.mark(work, id_of(1), key, nadia, value, reason=reason)
        assert said in strip_isolates(caught.value.sentence)
        assert caught.value.remedy
    with pytest.raises(UserError, match="no longer in the workspace"):
        operations.mark(work, "nobody", "1.1", nadia, "4")
    assert work.can_undo() == before
    assert queries.assessors(work) == ()


@pytest.mark.parametrize(
    ("name", "delegation", "said"), [("", "EG", "needs a name"), ("A", "XX", "XX"), ("A", "", "–")]
)
def test_unknown_people_are_refused(work: Workspace, name: str, delegation: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        operations.assessor_of(work, name, delegation)
    assert said in strip_isolates(caught.value.sentence)


def test_marks_from_outside_may_come_without_reasons(work: Workspace) -> None:
    nadia, criteria = operations.assessor_of(work, "Nadia Fahmy", "EG"), criteria_of(work)
    entries = [Entry(id_of(number), criteria.criteria[0].id, nadia, Answer(5000)) for number in (1, 2)]
    with pytest.raises(UserError, match="needs a reason"):
        operations.mark_many(work, entries)
    operations.mark_many(work, entries, reasons=False)
    assert sheet_of(work, 2) == {"1.1": Answer(5000)}
    step = work.can_undo()
    assert step is not None
    assert step.label == "Enter marks"


def test_a_closed_round_takes_no_marks(work: Workspace) -> None:
    nadia, current = operations.assessor_of(work, "Nadia Fahmy", "EG"), queries.current_round(work)
    with work.step("Close") as step:
        step.put(Round, current.id, {"closed": True})
    with pytest.raises(UserError, match="is closed"):
        operations.mark(work, id_of(1), "1.1", nadia, "4")


def test_a_round_that_is_gone_takes_no_marks(work: Workspace) -> None:
    nadia, current, criteria = operations.assessor_of(work, "N", "EG"), queries.current_round(work), criteria_of(work)
    with work.step("Remove") as step:
        step.remove(Round, current.id)
    with pytest.raises(UserError, match="no longer in the workspace"):
        operations.mark_many(
            work, [Entry(id_of(1), criteria.criteria[0].id, nadia, Answer(4000))], current=current, criteria=criteria
        )


def test_the_first_round_of_a_new_workspace(tmp_path: Path) -> None:
    bare = new_workspace(tmp_path / "bare.khartoum")
    opened = open_first_round(bare)
    assert queries.current_round(bare).id == opened
    assert queries.current_round(bare).label.text()
    bare.close()


def test_the_round_in_hand_stays_in_hand_once_it_is_closed(work: Workspace) -> None:
    first = queries.current_round(work)
    assert first.required == 1
    assert first.label.text("fr").startswith("Présidence de l’Égypte")
    france = operations.open_round(work, presidency_id("FR-2025"), criteria_set_id("default"), required=2)
    second = new_round(work)
    assert len({first.id, france, second}) == 3
    with work.step("France") as step:
        step.put(Presidency, presidency_id("FR-2025"), {"current": True})
    assert queries.current_round(work).id == france
    with work.step("Close") as step:
        step.put(Round, france, {"closed": True})
    assert queries.current_round(work).id == france, "now it is ranked and chosen from"
    assert [one.presidency for one in queries.rounds(work)[1:]] == [first.presidency, first.presidency]


def test_the_first_round_is_the_same_on_two_laptops(work: Workspace, tmp_path: Path) -> None:
    other = new_workspace(tmp_path / "other.khartoum")
    assert new_round(other) == queries.current_round(work).id
    other.close()


def test_a_workspace_without_round_or_criteria_says_so(tmp_path: Path) -> None:
    bare = new_workspace(tmp_path / "bare.khartoum")
    with pytest.raises(UserError, match="no assessment round"):
        queries.current_round(bare)
    with pytest.raises(UserError, match="not in the workspace"):
        queries.criteria(bare, "nothing")
    with bare.step("Odd") as step:
        step.put(SetRow, criteria_set_id("default"), {"aggregation": "of a newer program"})
    with pytest.raises(UserError, match="does not know"):
        queries.criteria(bare, criteria_set_id("default"))
    bare.close()


def test_the_queue_tells_how_far_each_assessor_is(work: Workspace) -> None:
    current, criteria = queries.current_round(work), criteria_of(work)
    nadia = operations.assessor_of(work, "Nadia Fahmy", "EG")
    mark_all(work, {2: 3})
    operations.mark(work, id_of(1), "1.1", nadia, "4")
    operations.mark(work, id_of(1), "1.2", nadia, blank=Blank.NOT_APPLICABLE)
    mark_all(work, {3: 4}, "Giulia Conti", "IT")
    lines = queue(work, current.id, nadia.id, criteria)
    assert [(line.candidate.ref, line.answered, line.done) for line in lines] == [
        (ref_of(1), 2, False),
        (ref_of(2), 18, True),
        (ref_of(3), 0, False),
    ]
    assert [line.candidate.title.text() for line in lines] == ["Proposal 1", "Proposal 2", "Proposal 3"]
    set_language("ar")
    assert lines[0].candidate.title.text() == "المقترح 1"


def test_removed_proposals_leave_queue_and_cells_of_others_alone(work: Workspace) -> None:
    current, criteria = queries.current_round(work), criteria_of(work)
    mark_all(work, {1: 3, 2: 4})
    mark_all(work, {1: 4}, "Giulia Conti", "IT")
    before = queries.tally(work, current, criteria).cells
    with work.step("Remove") as step:
        step.remove(Proposal, id_of(2))
    assert [one.id for one in queries.candidates(work)] == [id_of(1), id_of(3)]
    assert queries.tally(work, current, criteria).cells[id_of(1)] == before[id_of(1)]
    first = before[id_of(1)][0]
    assert first is not None
    assert (str(first.value), first.marks) == ("7/2", 2)


def test_answers_name_everybody_with_what_they_said(work: Workspace) -> None:
    current = queries.current_round(work)
    mark_all(work, {1: 3})
    operations.mark(
        work, id_of(1), "1.1", operations.assessor_of(work, "Giulia Conti", "IT"), "5", reason="Clear link."
    )
    said = queries.answers(work, current.id, id_of(1))
    assert len(said) == 19
    assert [(one.value, one.reason) for one in said if one.reason != "seen"] == [(5000, "Clear link.")]
    assert queries.answers(work, current.id, id_of(2)) == ()


def test_an_unknown_blank_of_a_newer_program_is_no_mark(work: Workspace) -> None:
    nadia = operations.assessor_of(work, "Nadia Fahmy", "EG")
    operations.mark(work, id_of(1), "1.1", nadia, blank=Blank.ABSTAINED)
    criteria = criteria_of(work)
    row = mark_id(queries.current_round(work).id, id_of(1), criteria.criteria[0].id, nadia.id)
    with work.step("Newer") as step:
        step.put(Mark, row, {"blank": "something new"})
    assert sheet_of(work, 1) == {"1.1": Answer(blank=Blank.ABSTAINED)}
