"""Sheets in a real store: drafts and submitted ones, what is locked, reopened, refused, and conflicts of interest."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds.asking import asking
from khartoum_desktop.scoring.rounds.operations import declare_conflict, reopen, submit, withdraw_conflict
from khartoum_desktop.shortlist.queries import basis, current_ranking
from khartoum_desktop.storage.schema import Party, Proposal
from khartoum_desktop.storage.schema import Round as RoundRow
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.rooms import NADIA, id_of, mark_all, ref_of

ON = date(2026, 11, 26)


def current(work: Workspace) -> Round:
    return queries.current_round(work)


def criteria_of(work: Workspace) -> CriteriaSet:
    return queries.criteria(work, current(work).criteria_set)


def draft(work: Workspace, number: int, name: str = "Nadia Fahmy", delegation: str = "EG", least: int = 0) -> Assessor:
    """Let somebody mark a proposal with 4 on all criteria but the last `least`, and not submit it."""
    person = operations.assessor_of(work, name, delegation)
    keys = criteria_of(work).criteria
    answers = [Entry(id_of(number), one.id, person, Answer(4 * UNIT)) for one in keys[: len(keys) - least]]
    operations.mark_many(work, answers)
    return person


def ranked(work: Workspace) -> list[str]:
    return [line.candidate.ref for line in current_ranking(work).official]


def test_a_draft_counts_once_it_is_submitted_and_no_more_when_reopened(work: Workspace) -> None:
    nadia = draft(work, 1)
    assert current(work).independent
    assert ranked(work) == []
    assert submit(work, current(work), [(id_of(1), nadia.id)], on=ON)
    assert ranked(work) == [ref_of(1)]
    step = work.can_undo()
    assert step is not None
    assert (step.label, step.args) == ("Submit the marks of {ref}", {"ref": ref_of(1)})
    assert submit(work, current(work), [(id_of(1), nadia.id)]) == ""
    with work.reading() as db:
        assert asking(db, current(work).id).sheet(id_of(1), nadia.id).submitted == "2026-11-26"
    reopen(work, current(work), [(id_of(1), nadia.id)])
    assert ranked(work) == []
    work.undo()
    assert ranked(work) == [ref_of(1)]
    work.undo()
    assert ranked(work) == []
    assert work.store.check() == []


def test_an_incomplete_sheet_is_refused_with_what_is_missing(work: Workspace) -> None:
    nadia = draft(work, 1, least=2)
    before = work.can_undo()
    with pytest.raises(UserError) as caught:
        submit(work, current(work), [(id_of(1), nadia.id)])
    last = [one.key for one in criteria_of(work).criteria][-2:]
    assert all(key in caught.value.sentence for key in last)
    assert "1.1" not in strip_isolates(caught.value.sentence)
    assert work.can_undo() == before
    for key in last:
        operations.mark(work, id_of(1), key, nadia, blank=Blank.ABSTAINED)
    assert submit(work, current(work), [(id_of(1), nadia.id)])
    other = draft(work, 2, "Giulia Conti", "IT", least=3)
    assert submit(work, current(work), [(id_of(2), other.id)], complete=False), "sheets from outside may be incomplete"


def test_one_incomplete_sheet_keeps_all_back(work: Workspace) -> None:
    nadia = draft(work, 1)
    draft(work, 2, least=1)
    with pytest.raises(UserError, match="not complete"):
        submit(work, current(work), [(id_of(1), nadia.id), (id_of(2), nadia.id)])
    assert ranked(work) == []


def test_submitted_marks_are_locked_until_reopened(work: Workspace) -> None:
    mark_all(work, {1: 4})
    nadia = operations.assessor_of(work, "Nadia Fahmy", "EG")
    for value in ("3", None):
        with pytest.raises(UserError) as caught:
            operations.mark(work, id_of(1), "1.1", nadia, value)
        assert ref_of(1) in strip_isolates(caught.value.sentence)
        assert "Nadia Fahmy" in caught.value.sentence
    reopen(work, current(work), [(id_of(1), nadia.id)])
    operations.mark(work, id_of(1), "1.1", nadia, "3")
    with pytest.raises(UserError, match="is not submitted"):
        reopen(work, current(work), [(id_of(1), nadia.id)])


def test_who_sees_the_marks_of_the_others_does_not_change_their_own(work: Workspace) -> None:
    tesfaye = operations.assessor_of(work, "Tesfaye Bekele", "ET")
    mark_all(work, {1: 4, 2: 3}, "Tesfaye Bekele", "ET")
    work.sit_down(Person("Tesfaye Bekele", "ET", "assessor"))
    reopen(work, current(work), [(id_of(1), tesfaye.id)])  # one proposal is still to be submitted
    submit(work, current(work), [(id_of(1), tesfaye.id)])
    work.sit_down(NADIA)
    mark_all(work, {3: 3}, "Tesfaye Bekele", "ET")
    work.sit_down(Person("Tesfaye Bekele", "ET", "assessor"))
    with pytest.raises(UserError, match="marks of the others"):
        reopen(work, current(work), [(id_of(1), tesfaye.id)])
    work.sit_down(NADIA)
    assert reopen(work, current(work), [(id_of(1), tesfaye.id)])


def test_rounds_of_files_from_before_stay_as_they_were(work: Workspace) -> None:
    with work.step("From before") as step:
        step.put(RoundRow, current(work).id, {"independent": None})
    nadia = draft(work, 1)
    assert ranked(work) == [ref_of(1)]
    operations.mark(work, id_of(1), "1.1", nadia, "3")
    assert ranked(work) == [ref_of(1)]


def test_a_rank_needs_the_required_number_of_submitted_sheets(work: Workspace) -> None:
    with work.step("Two") as step:
        step.put(RoundRow, current(work).id, {"required": 2})
    mark_all(work, {1: 4, 2: 4})
    giulia = draft(work, 1, "Giulia Conti", "IT")
    assert ranked(work) == []
    submit(work, current(work), [(id_of(1), giulia.id)])
    assert ranked(work) == [ref_of(1)]


def test_a_declared_conflict_takes_all_marks_out_and_can_be_taken_back(work: Workspace) -> None:
    mark_all(work, {1: 2})
    mark_all(work, {1: 4}, "Giulia Conti", "IT")
    nadia = operations.assessor_of(work, "Nadia Fahmy", "EG")
    declare_conflict(work, current(work), id_of(1), nadia, "My ministry wrote it.")
    line = current_ranking(work).official[0]
    assert line.total == 4
    assert line.assessments == 1
    with pytest.raises(UserError, match="declared a conflict"):
        submit(work, current(work), [(id_of(1), nadia.id)])
    withdraw_conflict(work, current(work), id_of(1), nadia.id)
    submit(work, current(work), [(id_of(1), nadia.id)])
    assert current_ranking(work).official[0].assessments == 2
    with pytest.raises(UserError, match="needs a reason"):
        declare_conflict(work, current(work), id_of(1), nadia, " \u200f ")


def test_a_sheet_of_nothing_but_conflicts_is_no_assessment(work: Workspace) -> None:
    mark_all(work, {1: 4})
    giulia = operations.assessor_of(work, "Giulia Conti", "IT")
    blank = Answer(None, Blank.CONFLICT, "Married to the author")
    operations.mark_many(work, [Entry(id_of(1), one.id, giulia, blank) for one in criteria_of(work).criteria])
    submit(work, current(work), [(id_of(1), giulia.id)])
    assert current_ranking(work).official[0].assessments == 1
    with work.reading() as db:
        sheet = asking(db, current(work).id).sheet(id_of(1), giulia.id)
    assert (sheet.submitted, sheet.conflict) == ("", "Married to the author")


def test_an_assessor_acts_only_for_themselves(work: Workspace) -> None:
    giulia = draft(work, 1, "Giulia Conti", "IT")
    mark_all(work, {2: 4}, "Giulia Conti", "IT")
    work.sit_down(Person("Tesfaye Bekele", "ET", "assessor"))
    before = work.can_undo()
    for act in (
        lambda: submit(work, current(work), [(id_of(1), giulia.id)]),
        lambda: reopen(work, current(work), [(id_of(2), giulia.id)]),
        lambda: declare_conflict(work, current(work), id_of(1), giulia, "So I say."),
        lambda: operations.mark(work, id_of(1), "1.1", giulia, "1", reason="low"),
    ):
        with pytest.raises(UserError, match="is here as an assessor"):
            act()
    assert work.can_undo() == before


@pytest.mark.parametrize("way", ["country", "co-sponsor", "contact", "drafted"])
def test_an_assessor_with_an_interest_cannot_submit_but_a_coordinator_can(work: Workspace, way: str) -> None:
    tesfaye = Person("Tesfaye Bekele", "ET", "assessor")
    number = 1
    if way == "drafted":
        work.sit_down(tesfaye)
        with work.step("Draft") as step:
            step.add(Proposal, {"ref": ref_of(9), "lead_country": "KE"}, id_of(9))
        number = 9
    else:
        columns = {"country": {"lead_country": "ET"}, "contact": {"contact_name": "tesfaye  BEKELE"}}.get(way, {})
        with work.step("Interest") as step:
            step.put(Proposal, id_of(1), columns)
            if way == "co-sponsor":
                step.add(Party, {"proposal": id_of(1), "name": "ET", "role": "co_sponsor"})
                step.add(Party, {"proposal": id_of(2), "name": "ET", "role": "beneficiary"})
    work.sit_down(tesfaye)
    draft(work, number, "Tesfaye Bekele", "ET")
    person = draft(work, 2, "Tesfaye Bekele", "ET")
    assert submit(work, current(work), [(id_of(2), person.id)]), "there is no interest in it"
    with pytest.raises(UserError) as caught:
        submit(work, current(work), [(id_of(number), person.id)])
    assert "conflict of interest" in caught.value.remedy
    work.sit_down(Person("Nadia Fahmy", "EG", "coordinator"))
    assert submit(work, current(work), [(id_of(number), person.id)])
    assert current_ranking(work).line(id_of(number)) in current_ranking(work).official


def test_a_sheet_of_nothing_but_abstentions_is_no_assessment(work: Workspace) -> None:
    with work.step("Two are needed") as step:
        step.put(RoundRow, current(work).id, {"required": 2})
    criteria = queries.criteria(work, current(work).criteria_set)
    for name, answer in (
        ("Amal", Answer(criteria.scale.maximum, reason="Good")),
        ("Sam", Answer(blank=Blank.ABSTAINED)),
    ):
        person = operations.assessor_of(work, name, "SD")
        operations.mark_many(work, [Entry(id_of(1), one.id, person, answer) for one in criteria.criteria])
        submit(work, current(work), [(id_of(1), person.id)])
    assert queries.tally(work, current(work), criteria).submitted == {id_of(1): 1}
    assert current_ranking(work).official == ()
    assert len(basis(work, current(work)).sheets or ()) == 1


def test_a_closed_round_changes_no_sheet(work: Workspace) -> None:
    nadia = draft(work, 1)
    mark_all(work, {2: 4})
    here = current(work)
    with work.step("Close") as step:
        step.put(RoundRow, here.id, {"closed": True})
    for act in (
        partial(submit, work, here, [(id_of(1), nadia.id)]),
        partial(reopen, work, here, [(id_of(2), nadia.id)]),
        partial(declare_conflict, work, here, id_of(1), nadia, "late"),
    ):
        with pytest.raises(UserError, match="is closed"):
            act()


def test_the_sample_ends_with_official_ranks(tmp_path: Path) -> None:
    from khartoum_desktop.proposals.shipped import genesis
    from khartoum_desktop.sample import PERSON, fill_workspace

    sample = Workspace.create(tmp_path / "sample.khartoum", PERSON, genesis=genesis(), fill=fill_workspace)
    found = current_ranking(sample)
    assert len(found.official) > 25
    assert found.provisional
    assert found.unmarked
    sample.close()
