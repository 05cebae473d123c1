"""Criteria sets in a workspace: brought in, put in hand, frozen, copied, changed; conditional maxima hold."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.lists import PRIORITY
from khartoum_desktop.proposals.shipped import criteria_set_id
from khartoum_desktop.scoring import operations as scoring
from khartoum_desktop.scoring import queries as rounds
from khartoum_desktop.scoring.agreement.operations import agree
from khartoum_desktop.scoring.criteria import CriteriaSet, Wording
from khartoum_desktop.scoring.grids import exchange, operations, queries
from khartoum_desktop.scoring.grids.importing import read
from khartoum_desktop.scoring.grids.model import GridError, check
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.storage.schema import TABLES, Alignment, Eligibility, Proposal, Round
from khartoum_desktop.workspace import Person, Workspace, derived_id
from tests.scoring.grids.building import Data, full, plain, text
from tests.scoring.rooms import NADIA, id_of, mark_all, new_round, new_workspace, put_proposals

SHIPPED = ("default", "eg-2024-priorities", "eu-0-5", "eu-concept-note")


def bring(work: Workspace, data: Data) -> operations.Brought:
    return operations.bring_in(work, read(text(data)).criteria)


def in_hand(work: Workspace) -> CriteriaSet:
    return rounds.criteria(work, rounds.current_round(work).criteria_set)


def give(work: Workspace, number: int, key: str, mark: str | None) -> None:
    nadia = scoring.assessor_of(work, "Nadia Fahmy", "EG")
    scoring.mark(work, id_of(number), key, nadia, mark, reason="seen")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Workspace]:
    """Return another laptop's workspace."""
    found = new_workspace(tmp_path / "other.khartoum")
    new_round(found)
    yield found
    found.close()


def test_the_shipped_sets_are_sound_and_editable(work: Workspace) -> None:
    listed = queries.listed_sets(work)
    assert tuple(one.key for one in listed) == SHIPPED
    for one in listed:
        criteria = rounds.criteria(work, one.id)
        check(criteria)
        assert exchange.data(read(text(exchange.data(criteria))).criteria) == exchange.data(criteria)
        assert all(level.text.ar and level.text.en and level.text.fr for c in criteria.criteria for level in c.levels)
    note = rounds.criteria(work, criteria_set_id("eu-concept-note"))
    assert note.points_max == 50
    assert note.threshold_points == 30_000
    zero = rounds.criteria(work, criteria_set_id("eu-0-5"))
    assert [zero.scale.text(mark) for mark in zero.scale.marks()][:3] == ["0", "0.5", "1"]
    assert [zero.scale.number(one.threshold or 0) for one in zero.criteria] == [3, 3, 3]


def test_an_assessor_puts_no_criteria_in_hand(work: Workspace) -> None:
    before, other = rounds.rounds(work), criteria_set_id("priorities")
    work.sit_down(Person("Tesfaye Bekele", "ET", "assessor"))
    with pytest.raises(UserError, match="changed by a coordinator"):
        operations.put_in_hand(work, other)
    assert rounds.rounds(work) == before
    work.sit_down(NADIA)
    mark_all(work, {1: 4})  # the round in hand is in use, so another one would be opened
    work.sit_down(Person("Tesfaye Bekele", "ET", "assessor"))
    with pytest.raises(UserError, match="changed by a coordinator"):
        operations.put_in_hand(work, other)
    assert rounds.rounds(work) == before


def test_an_import_is_put_in_hand_once_and_undone_whole(work: Workspace) -> None:
    before = rounds.current_round(work)
    brought = bring(work, plain())
    assert (brought.is_new, brought.opened, brought.round) == (True, False, before.id)
    assert exchange.data(in_hand(work)) == plain() | {"key": "offices", "version": 1}
    again = bring(work, plain() | {"version": 7})
    assert (again.criteria_set, again.is_new, again.opened) == (brought.criteria_set, False, False)
    assert len(queries.listed_sets(work)) == len(SHIPPED) + 1
    work.undo()
    assert in_hand(work).key == "default"
    assert tuple(one.key for one in queries.listed_sets(work)) == SHIPPED
    assert work.store.check() == []


def test_the_same_file_is_the_same_set_on_every_laptop(work: Workspace, other: Workspace) -> None:
    mine, theirs = bring(work, full()), bring(other, full())
    assert (mine.criteria_set, mine.round) == (theirs.criteria_set, theirs.round)
    assert in_hand(work) == in_hand(other)


def test_marks_in_the_round_open_a_new_one(work: Workspace) -> None:
    before = rounds.current_round(work)
    give(work, 1, "1.1", "4")
    brought = bring(work, plain())
    assert brought.opened
    now = rounds.current_round(work)
    assert (now.id, now.criteria_set, now.presidency) == (brought.round, brought.criteria_set, before.presidency)
    assert now.id != before.id
    assert operations.put_in_hand(work, criteria_set_id("default")) == (before.id, False)  # its marks are there
    assert rounds.current_round(work).id == before.id


def test_a_set_that_was_changed_since_is_another_one(work: Workspace) -> None:
    first = bring(work, plain())
    seen = in_hand(work)
    operations.save(work, seen, replace(seen, label=Wording(en="Rooms")))
    second = bring(work, plain())
    assert second.is_new
    assert second.criteria_set != first.criteria_set
    versions = {one.label.text(): one.version for one in queries.listed_sets(work) if one.key == "offices"}
    assert versions == {"Rooms": 1, "Offices": 2}


def test_a_round_that_takes_a_set_takes_its_rule_for_several_assessors(work: Workspace) -> None:
    current = rounds.current_round(work)
    with work.step("Rule") as step:
        step.put(Round, current.id, {"aggregation": "median"})
    bring(work, plain())
    with work.reading() as db:
        assert db.execute(select(TABLES["round"].c.aggregation)).scalars().all() == [None]


def test_weights_and_marks_stay_exact_in_the_store(work: Workspace) -> None:
    data = plain() | {"scale": {"min": "0", "max": "1", "step": "0.000000001"}}
    data["criteria"][0]["weight"], data["criteria"][1]["weight"] = "0.123456789", "999999999"
    bring(work, data)
    assert exchange.data(in_hand(work))["criteria"][0]["weight"] == "0.123456789"
    give(work, 1, "c", "0.617000001")
    given = rounds.answers(work, rounds.current_round(work).id)[0].value
    assert in_hand(work).scale.text(given or 0) == "0.617000001"


# --- frozen, copied, changed ------------------------------------------------------------------------------------------


def test_the_first_answer_freezes_and_taking_it_back_thaws(work: Workspace) -> None:
    criteria = in_hand(work)
    assert queries.frozen_on(work, criteria.id) == ""
    give(work, 1, "1.1", "4")
    assert len(queries.frozen_on(work, criteria.id)) == len("2026-05-14")
    assert [one.key for one in queries.listed_sets(work) if one.frozen] == ["default"]
    with pytest.raises(UserError) as refused:
        operations.save(work, criteria, replace(criteria, threshold_points=None))
    assert "has been frozen since" in refused.value.sentence
    assert refused.value.remedy == "Copy it to change it."
    give(work, 1, "1.1", None)
    operations.save(work, criteria, replace(criteria, threshold_points=None))
    assert in_hand(work).threshold_points is None


def test_undo_and_redo_leave_criteria_alone_that_others_have_marked_since(work: Workspace) -> None:
    bring(work, full())
    before, other = in_hand(work), Person("Tesfaye Bekele", "ET", "coordinator")
    level = replace(before.criteria[0].levels[0], text=Wording(en="Another sentence"))
    worded = replace(before.criteria[0], levels=(level, *before.criteria[0].levels[1:]))
    for after in (
        replace(before, threshold_points=1000),
        replace(before, criteria=(replace(before.criteria[0], weight=7), *before.criteria[1:])),
        replace(before, criteria=(worded, *before.criteria[1:])),
        replace(before, limits=()),
    ):
        operations.save(work, before, after)
        work.sit_down(other)
        give(work, 1, before.criteria[0].key, "4")
        work.sit_down(NADIA)
        digest = work.present_digest()
        with pytest.raises(UserError) as refused:
            work.undo()
        assert "stay as they are" in refused.value.sentence
        assert (work.present_digest(), in_hand(work)) == (digest, after)
        work.sit_down(other)
        work.undo()
        work.sit_down(NADIA)
        work.undo()
        assert in_hand(work) == before, "nothing stood on them any more"
        work.sit_down(other)
        give(work, 1, before.criteria[0].key, "4")
        work.sit_down(NADIA)
        with pytest.raises(UserError):
            work.redo()
        assert in_hand(work) == before
        work.sit_down(other)
        work.undo()
        work.sit_down(NADIA)


def test_undo_leaves_a_round_in_which_others_have_marked_since(work: Workspace) -> None:
    give(work, 1, "1.1", "4")
    new_round(work)
    opened, other = rounds.current_round(work), Person("Tesfaye Bekele", "ET", "coordinator")
    work.sit_down(other)
    give(work, 1, "1.1", "4")
    work.sit_down(NADIA)
    with pytest.raises(UserError):
        work.undo()
    assert rounds.current_round(work) == opened


def test_undo_keeps_what_a_panel_has_agreed_on_since(work: Workspace) -> None:
    bring(work, full())
    criteria, current = in_hand(work), rounds.current_round(work)
    work.sit_down(Person("Tesfaye Bekele", "ET", "coordinator"))
    agree(
        work, current, id_of(1), criteria.criteria[0].key, "4", participants=["Tesfaye Bekele"], reason="as discussed"
    )
    work.sit_down(NADIA)
    with pytest.raises(UserError):
        work.undo()
    assert in_hand(work) == criteria


def test_undo_keeps_proposals_that_somebody_has_marked_since_with_all_their_lines(work: Workspace) -> None:
    with work.step("Two more") as step:
        for number in (7, 8):
            step.add(Proposal, {"ref": f"KP-{number}", "state": "IDEA", "title_en": f"New {number}"}, id_of(number))
            step.add(Alignment, {"proposal": id_of(number), "scheme": PRIORITY, "code": "1"}, f"line-{number}")
    work.sit_down(Person("Tesfaye Bekele", "ET", "coordinator"))
    give(work, 7, "1.1", "4")
    work.sit_down(NADIA)
    undone = work.undo()
    assert undone is not None
    assert undone.kept == {("proposal", id_of(7)): ("*",)}
    with work.reading() as db:
        removed = {table: dict(db.execute(select(TABLES[table].c.id, TABLES[table].c.removed)).all())
                   for table in ("proposal", "alignment")}  # fmt: skip
    assert (removed["proposal"][id_of(7)], removed["proposal"][id_of(8)]) == (None, True)
    assert (removed["alignment"]["line-7"], removed["alignment"]["line-8"]) == (None, True)
    assert work.redo() is not None
    work.undo()
    work.sit_down(Person("Tesfaye Bekele", "ET", "coordinator"))
    assert work.undo() is not None
    with work.reading() as db:
        assert not db.execute(select(TABLES["mark"]).where(TABLES["mark"].c.removed.is_not(True))).all()


def test_a_copy_remembers_where_each_criterion_comes_from(work: Workspace) -> None:
    old = in_hand(work)
    give(work, 1, "1.1", "4")
    made = rounds.criteria(work, operations.copy(work, old.id).criteria.id)
    assert (made.key, made.version, made.copied_from) == ("default", 2, old.id)
    assert [(one.copied_from, one.mapping) for one in made.criteria] == [(one.id, "same") for one in old.criteria]
    assert not {one.id for one in made.criteria} & {one.id for one in old.criteria}
    assert exchange.content(made) == exchange.content(old)
    assert rounds.criteria(work, operations.copy(work, made.id).criteria.id).version == 3


def test_a_change_writes_only_what_differs(work: Workspace) -> None:
    bring(work, full())
    before = in_hand(work)
    lines = (before.criteria[0], replace(before.criteria[2], importance=2))
    limits = tuple(limit for limit in before.limits if limit.criterion == lines[1].id)
    after = replace(before, criteria=lines, limits=limits)
    with pytest.raises(GridError):
        operations.save(work, before, replace(after, criteria=()))
    assert operations.save(work, before, before) == ""
    assert operations.save(work, before, after)
    assert in_hand(work) == after
    work.undo()
    assert in_hand(work) == before


# --- conditional maxima -----------------------------------------------------------------------------------------------


def limited(*limits: Data) -> Data:
    data = plain() | {"scale": {"min": "1", "max": "5"}, "limits": list(limits)}
    data["checklist"] = [{"key": "letters", "label": "Are there letters?"}]
    return data


def refused_mark(work: Workspace, key: str, mark: str) -> str:
    with pytest.raises(UserError) as refused:
        give(work, 1, key, mark)
    assert refused.value.remedy
    return strip_isolates(refused.value.sentence)


def test_a_maximum_waits_for_another_mark_of_the_same_sheet(work: Workspace) -> None:
    bring(work, limited({"criterion": "V", "most": "3", "unless": {"criterion": "C", "least": "4"}}))
    sentence = refused_mark(work, "V", "4")
    assert sentence.endswith("A mark of 4 on V is above its maximum of 3, which holds unless C has at least 4.")
    give(work, 1, "V", "3")
    give(work, 1, "C", "4")
    give(work, 1, "V", "5")
    refused_mark(work, "C", "3")  # it would leave the other above its maximum
    with pytest.raises(UserError):
        give(work, 1, "C", None)
    with pytest.raises(UserError):
        give(work, 2, "V", "4")
    criteria, nadia = in_hand(work), scoring.assessor_of(work, "Nadia Fahmy", "EG")
    unit = criteria.scale.unit
    together = [scoring.Entry(id_of(2), one.id, nadia, Answer(5 * unit)) for one in reversed(criteria.criteria)]
    scoring.mark_many(work, together)
    ismail = scoring.assessor_of(work, "Ismail", "SD")
    with pytest.raises(UserError):  # another's mark does not help
        scoring.mark_many(work, [scoring.Entry(id_of(2), criteria.criteria[1].id, ismail, Answer(4 * unit))])


def test_a_maximum_waits_for_priorities_of_the_presidency(work: Workspace) -> None:
    bring(work, limited({"criterion": "V", "most": "4", "unless": {"priorities": 2}}))
    assert refused_mark(work, "V", "5").endswith("unless the proposal serves at least 2 priorities.")
    for codes, passes in (
        (["skills", "root_causes", "elsewhere"], False),  # one is asked of everybody, one is no priority of Egypt's
        (["climate_migration", "cop27_initiatives"], False),  # a part and its whole are one
        (["skills", "host_countries"], True),
    ):
        with work.step("Priorities") as step:
            for code in codes:
                ident = derived_id("alignment", id_of(1), PRIORITY, code)
                step.add(Alignment, {"proposal": id_of(1), "scheme": PRIORITY, "code": code}, ident)
        if passes:
            give(work, 1, "V", "5")
        else:
            refused_mark(work, "V", "5")
            work.undo()


def test_a_maximum_waits_for_the_checklist(work: Workspace) -> None:
    bring(work, limited({"criterion": "V", "most": "2", "unless": {"eligible": "letters"}}))
    assert "the checklist says yes to “Are there letters?”" in refused_mark(work, "V", "3")
    current, item = rounds.current_round(work), in_hand(work).checklist[0]
    for answer in ("no", "unclear", "yes"):
        with work.step("Answer") as step:
            values = {"round": current.id, "proposal": id_of(1), "item": item.id, "answer": answer}
            step.add(Eligibility, values, derived_id("eligibility", current.id, id_of(1), item.id))
        if answer == "yes":
            give(work, 1, "V", "3")
        else:
            refused_mark(work, "V", "3")


def test_nothing_is_read_for_sets_without_maxima(work: Workspace) -> None:
    put_proposals(work, 4)
    give(work, 4, "1.1", "5")
    assert rounds.answers(work, rounds.current_round(work).id)[0].value == 5000
