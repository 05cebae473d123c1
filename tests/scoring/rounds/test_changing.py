"""Rounds in a real store: opened, changed, closed, put in hand; proposals chosen, assessors asked, shares even."""

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.proposals.shipped import criteria_set_id, presidency_id
from khartoum_desktop.scoring import operations as scoring
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import Wording
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds import changing, operations
from khartoum_desktop.scoring.rounds.changing import Draft
from khartoum_desktop.scoring.rounds.model import State, share_out
from khartoum_desktop.scoring.rounds.queries import Reply, Yes, checklist_answers, ineligible, overview, round_named
from khartoum_desktop.scoring.rounds.queue import queue
from khartoum_desktop.shortlist.queries import current_ranking
from khartoum_desktop.storage.schema import ChecklistItem, Proposal
from khartoum_desktop.storage.schema import CriteriaSet as SetRow
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.rooms import id_of, mark_all, put_proposals, ref_of


def current(work: Workspace) -> Round:
    return queries.current_round(work)


def draft(name: str = "Second round", **more: Any) -> Draft:
    return replace(Draft(Wording(en=name), presidency_id("EG-2024"), criteria_set_id("default")), **more)


def person(work: Workspace, name: str, delegation: str) -> Assessor:
    return scoring.assessor_of(work, name, delegation)


@pytest.fixture
def panel(work: Workspace) -> list[Assessor]:
    """Return three assessors named for a round of ten proposals, led by Egypt but for the last four, by Kenya."""
    put_proposals(work, 10)
    with work.step("Kenya") as step:
        for number in range(7, 11):
            step.put(Proposal, id_of(number), {"lead_country": "KE"})
    people = [
        person(work, "Giulia Conti", "IT"),
        person(work, "Karim Adel", "EG"),
        person(work, "Wanjiru Mwangi", "KE"),
    ]
    for one in people:
        changing.ask(work, current(work), one)
    return people


def test_a_new_round_is_in_hand_and_another_can_be_put_there(work: Workspace) -> None:
    first = current(work)
    opened = changing.open_round(work, draft(deadline="2026-12-31", required=2), [id_of(2), id_of(1)])
    second = current(work)
    assert (second.id, second.deadline, second.required, second.independent) == (opened, "2026-12-31", 2, True)
    assert [one.ref for one in queries.candidates(work, opened)] == [ref_of(1), ref_of(2)]
    assert len(current_ranking(work).lines) == 2
    changing.put_in_hand(work, first)
    assert current(work).id == first.id
    assert changing.put_in_hand(work, first) == ""
    assert round_named(work, "second ROUND").id == opened
    with pytest.raises(UserError, match="no assessment round"):
        round_named(work, "third")
    with pytest.raises(UserError, match="no assessment round"):
        round_named(work, "\u200f")  # a name of which nothing can be read is no wish for the round in hand
    changing.close_round(work, second)
    changing.put_in_hand(work, second)
    assert (current(work).id, current(work).closed) == (opened, True)
    changing.reopen_round(work, second)
    for _step in range(5):
        work.undo()
    assert queries.rounds(work) == (first,)
    assert work.store.check() == []


def test_a_closed_round_stays_in_hand_with_the_proposals_that_it_had(work: Workspace) -> None:
    changing.open_round(work, draft())
    second = current(work)
    before = [one.id for one in queries.candidates(work, second.id)]
    changing.close_round(work, second)
    put_proposals(work, len(before) + 2)
    assert current(work).id == second.id
    assert [one.id for one in queries.candidates(work, second.id)] == before
    assert len(current_ranking(work).lines) == len(before)
    changing.reopen_round(work, second)
    assert len(queries.candidates(work, second.id)) == len(before) + 2
    changing.close_round(work, second)
    assert len(queries.candidates(work, second.id)) == len(before) + 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": Wording()},
        {"label": Wording(en=" \u202e ")},
        {"deadline": "soon"},
        {"deadline": "2026-02-30"},
        {"required": 0},
        {"required": 1000},
        {"presidency": "nobody's"},
        {"criteria_set": "none"},
    ],
)
def test_what_is_no_round_is_refused(work: Workspace, wrong: dict[str, Any]) -> None:
    before = queries.rounds(work)
    for act in (partial(changing.open_round, work), partial(changing.edit_round, work, current(work))):
        with pytest.raises(UserError) as caught:
            act(draft(**wrong))
        assert caught.value.remedy
    assert queries.rounds(work) == before


def test_the_criteria_of_a_round_stay_once_somebody_has_answered(work: Workspace) -> None:
    with work.step("Another set") as step:
        step.add(SetRow, {"key": "other", "scale_max": 5000}, "other")
    changing.edit_round(work, current(work), draft("Renamed", criteria_set="other"))
    assert (current(work).label.text(), current(work).criteria_set) == ("Renamed", "other")
    changing.edit_round(work, current(work), draft("Renamed"))
    mark_all(work, {1: 4})
    with pytest.raises(UserError, match="in use"):
        changing.edit_round(work, current(work), draft("Renamed", criteria_set="other"))
    changing.edit_round(work, current(work), draft("Renamed again"))
    assert current(work).label.text() == "Renamed again"


def test_proposals_are_chosen_added_and_all_again(work: Workspace) -> None:
    mark_all(work, {1: 4, 2: 4})
    assert changing.add_proposals(work, current(work), [id_of(1)]) == "", "it is about all already"
    changing.choose_proposals(work, current(work), [id_of(1)])
    assert [line.id for line in current_ranking(work).lines] == [id_of(1)]
    changing.add_proposals(work, current(work), [id_of(3), id_of(1)])
    assert [line.id for line in current_ranking(work).lines] == [id_of(1), id_of(3)]
    with pytest.raises(UserError, match="needs proposals"):
        changing.choose_proposals(work, current(work), [])
    changing.choose_proposals(work, current(work), None)
    assert len(current_ranking(work).official) == 2


def test_an_assessor_changes_no_round(work: Workspace, panel: list[Assessor]) -> None:
    work.sit_down(Person("Giulia Conti", "IT", "assessor"))
    here = current(work)
    before = work.can_undo()
    for act in (
        partial(changing.open_round, work, draft()),
        partial(changing.edit_round, work, here, draft(independent=False)),
        partial(changing.close_round, work, here),
        partial(changing.choose_proposals, work, here, [id_of(1)]),
        partial(changing.dismiss, work, here, panel[0].id),
        partial(changing.ask, work, here, panel[0]),
        partial(changing.assign, work, here, [(id_of(1), panel[0].id)], on=False),
        partial(changing.share_out_round, work, here, 1),
        partial(operations.withdraw_conflict, work, here, id_of(1), panel[0].id),
    ):
        with pytest.raises(UserError, match="by a coordinator"):
            act()
    assert work.can_undo() == before


def test_who_is_asked(work: Workspace) -> None:
    criteria = queries.criteria(work, current(work).criteria_set)
    giulia, karim = person(work, "Giulia Conti", "IT"), person(work, "Karim Adel", "IT")

    def asked(who: Assessor) -> list[str]:
        return [line.candidate.ref for line in queue(work, current(work).id, who.id, criteria)]

    assert len(asked(giulia)) == 3, "nobody is named: everybody is asked for everything"
    changing.ask(work, current(work), giulia, languages=("it", "en"))
    assert (len(asked(giulia)), asked(karim)) == (3, [])
    changing.assign(work, current(work), [(id_of(2), giulia.id)], on=False)
    assert asked(giulia) == [ref_of(1), ref_of(3)]
    changing.ask(work, current(work), karim, [id_of(2)])
    changing.assign(work, current(work), [(id_of(3), karim.id)])
    assert asked(karim) == [ref_of(2), ref_of(3)]
    found = {member.assessor.id: member for member in overview(work, current(work)).members}
    assert (found[giulia.id].asked, found[giulia.id].every, found[giulia.id].languages) == (2, False, ("it", "en"))
    changing.dismiss(work, current(work), karim.id)
    assert asked(karim) == []
    for _step in range(5):
        work.undo()
    assert len(asked(karim)) == 3


def test_to_untick_where_nobody_was_named_names_all_who_have_begun(work: Workspace) -> None:
    giulia, karim = person(work, "Giulia Conti", "IT"), person(work, "Karim Adel", "IT")
    mark_all(work, {1: 4}, "Giulia Conti", "IT")
    mark_all(work, {1: 4}, "Karim Adel", "IT")
    changing.assign(work, current(work), [(id_of(2), giulia.id)], on=False)
    asked = {pair for pair, sheet in overview(work, current(work)).sheets.items() if sheet.asked}
    assert {one for one, who in asked if who == giulia.id} == {id_of(1), id_of(3)}
    assert {one for one, who in asked if who == karim.id} == {id_of(1), id_of(2), id_of(3)}
    work.undo()
    assert all(sheet.asked for sheet in overview(work, current(work)).sheets.values())


def test_shares_are_even_and_never_where_there_is_a_conflict(work: Workspace, panel: list[Assessor]) -> None:
    giulia = panel[0]
    operations.declare_conflict(work, current(work), id_of(10), giulia, "My sister wrote it.")
    _step, shares = changing.share_out_round(work, current(work), 2)
    found = overview(work, current(work))
    asked = {pair for pair, sheet in found.sheets.items() if sheet.asked}
    assert asked == shares.pairs
    assert not [pair for pair in asked if found.sheets[pair].interest or found.sheets[pair].conflict]
    assert shares.short == (id_of(10),), "one of three is of Kenya, one has declared a conflict"
    assert Counter(who for _one, who in asked)[giulia.id] == 9
    mark_all(work, {1: 4}, "Giulia Conti", "IT")
    changing.share_out_round(work, current(work), 1)
    asked = {pair for pair, sheet in overview(work, current(work)).sheets.items() if sheet.asked}
    assert (id_of(1), giulia.id) in asked, "what is begun stays"
    assert Counter(one for one, _who in asked) == {id_of(number): 1 for number in range(1, 11)}
    loads = Counter(who for _one, who in asked)
    assert max(loads.values()) - min(loads.values()) <= 1
    with pytest.raises(UserError, match="not as many"):
        changing.share_out_round(work, current(work), 4)


_pairs = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 3)))


@given(st.integers(1, 8), st.integers(1, 4), st.integers(1, 3), _pairs)
def test_no_division_is_more_even(proposals: int, assessors: int, each: int, against: set[tuple[int, int]]) -> None:
    ids, people = [f"p{one}" for one in range(proposals)], [f"a{one}" for one in range(assessors)]
    barred = {(f"p{one}", f"a{who}") for one, who in against}
    found = share_out(ids, people, each, barred=barred)
    assert not found.pairs & barred
    for proposal in ids:
        free = sum((proposal, who) not in barred for who in people)
        got = sum(one == proposal for one, _who in found.pairs)
        assert got == min(each, free)
        assert (proposal in found.short) == (free < each)
    loads = {who: sum(one == who for _proposal, one in found.pairs) for who in people}
    for most in people:  # nobody could hand one on to somebody who has two fewer
        for least in people:
            if loads[most] - loads[least] > 1:
                held = {one for one, who in found.pairs if who == most} - {
                    one for one, who in found.pairs if who == least
                }
                assert all((one, least) in barred for one in held)
    assert share_out(ids, people, each, barred=barred) == found


def test_states_of_sheets(work: Workspace, panel: list[Assessor]) -> None:
    giulia, karim, _wanjiru = panel
    mark_all(work, {7: 4}, "Giulia Conti", "IT")
    scoring.mark(work, id_of(8), "1.1", giulia, "4")
    operations.declare_conflict(work, current(work), id_of(9), giulia, "My sister wrote it.")
    found = overview(work, current(work))
    states = [found.sheets[id_of(number), giulia.id].state for number in (7, 8, 9, 10)]
    assert states == [State.SUBMITTED, State.DRAFT, State.CONFLICT, State.TO_DO]
    assert found.sheets[id_of(1), karim.id].state is State.CONFLICT, "Egypt leads it"
    member = next(one for one in found.members if one.assessor.id == giulia.id)
    assert (member.submitted, member.asked) == (1, 9)
    changing.dismiss(work, current(work), giulia.id)
    found = overview(work, current(work))
    assert found.sheets[id_of(10), giulia.id].state is State.NOT_ASKED
    assert [one.named for one in found.members] == [True, True, False]


def test_eligibility_is_apart_from_the_marks(work: Workspace) -> None:
    here = current(work)
    assert ineligible(work, here) == {}
    with work.step("Checklist") as step:
        row = {"criteria_set": here.criteria_set}
        step.add(ChecklistItem, {**row, "key": "1", "label_en": "Signed", "obligatory": True, "position": 1}, "signed")
        step.add(ChecklistItem, {**row, "key": "2", "label_en": "Logo"}, "logo")
    mark_all(work, {1: 4})
    replies = {"signed": Reply(Yes.NO, "No letter"), "logo": Reply(Yes.NO)}
    operations.answer_checklist(work, here, id_of(1), replies)
    operations.answer_checklist(work, here, id_of(2), {"signed": Reply(Yes.UNCLEAR)})
    assert list(ineligible(work, here)) == [id_of(1)]
    assert "Signed" in ineligible(work, here)[id_of(1)]
    assert "No letter" in ineligible(work, here)[id_of(1)]
    assert len(current_ranking(work).official) == 1, "the marks are another matter"
    operations.answer_checklist(work, here, id_of(1), {"signed": None})
    assert ineligible(work, here) == {}
    assert (id_of(1), "signed") not in checklist_answers(work, here)
    with pytest.raises(UserError, match="not on the checklist"):
        operations.answer_checklist(work, here, id_of(1), {"other": Reply(Yes.YES)})
