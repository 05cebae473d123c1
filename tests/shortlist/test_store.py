"""Ranking and lists in a real store: order, cut line, departures, freezing, refusing, undoing, printing."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.scoring import operations as scoring
from khartoum_desktop.scoring import queries as scoring_queries
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.rounds.opening import change_presidency
from khartoum_desktop.shortlist import frozen, operations, queries
from khartoum_desktop.shortlist.listing import Cut
from khartoum_desktop.storage.schema import TABLES, Consensus, Proposal
from khartoum_desktop.storage.schema import Round as RoundRow
from khartoum_desktop.storage.schema import Shortlist as ListRow
from khartoum_desktop.workspace import Workspace, derived_id
from tests.scoring.rooms import id_of, mark_all, ref_of, reopened

ON = date(2026, 11, 24)


def listed(work: Workspace, name: str | None = None) -> list[tuple[str, str]]:
    """Return (reference, reason) of each place."""
    found = queries.listing(work, queries.shortlist(work, name))
    return [(place.line.candidate.ref if place.line else "", place.entry.reason) for place in found.places]


def numbers(work: Workspace, name: str | None = None) -> list[int]:
    return [int(ref[-2:]) for ref, _reason in listed(work, name)]


def a_list(work: Workspace, *proposals: int, name: str = "Cairo") -> str:
    one = operations.create(work, name)
    operations.add(work, one, [id_of(number) for number in proposals])
    return one


# --- the ranking ------------------------------------------------------------------------------------------------------


def test_the_ranking_of_the_store_as_printed(work: Workspace) -> None:
    printed = json.loads(json.dumps(queries.rank_json(work)))
    lines = {line["ref"]: line for line in printed["proposals"]}
    assert [line["ref"] for line in printed["proposals"]] == [ref_of(number) for number in (2, 1, 3, 4, 5)]
    assert [line["rank"] for line in printed["proposals"]] == [1, 2, 3, 4, None]
    second = lines[ref_of(1)]
    assert (second["total"], second["total_fraction"], second["points"]) == ("3.5", "7/2", "70")
    assert (second["coverage"], second["low"], second["high"]) == ("1", "3.5", "3.5")
    assert second["official"] is True
    assert second["assessments"] == 2
    assert len(second["contributions"]) == 18
    assert second["contributions"][0]["criterion"] == "1.1"
    assert (second["contributions"][0]["mark"], second["contributions"][0]["points"]) == ("3.5", "7")
    none = lines[ref_of(5)]
    assert none["total"] is none["total_fraction"] is none["points"] is none["rank"] is none["known"] is None
    assert (none["low"], none["high"], none["rank_low"], none["rank_high"]) == ("1", "5", 1, 5)
    assert none["contributions"] == []
    assert printed["rule"].startswith("One delegation, one voice")
    assert printed["tie_chain"][:3] == ["1.1", "2.1", "1.2"]
    below = {one["on"]: one["status"] for one in lines[ref_of(4)]["thresholds"]}
    assert below == {"group_points": "missed", "total_points": "missed"}
    assert lines[ref_of(2)]["admitted"] == "passed"
    assert lines[ref_of(3)]["admitted"] == "passed"  # exactly on both lines


def test_one_blank_makes_a_line_provisional(work: Workspace) -> None:
    for name, delegation in (("Nadia Fahmy", "EG"), ("Giulia Conti", "IT")):
        with reopened(work, [2], name, delegation) as person:
            scoring.mark(work, id_of(2), "1.1", person, blank=Blank.ABSTAINED)
    line = next(line for line in queries.rank_json(work)["proposals"] if line["ref"] == ref_of(2))
    assert line["total"] is line["rank"] is None
    assert (line["coverage"], line["known"], line["low"], line["high"]) == ("0.9", "4.5", "4.15", "4.55")
    assert (line["rank_low"], line["rank_high"]) == (1, 2)


def test_criteria_first_whatever_the_number_of_assessors(work: Workspace) -> None:
    mark_all(work, {1: 5}, "Second Egyptian", "EG")
    line = next(line for line in queries.rank_json(work)["proposals"] if line["ref"] == ref_of(1))
    assert (line["total"], line["assessments"]) == ("4", 3)  # ((3 + 5) / 2 + 4) / 2


# --- making and ordering lists ----------------------------------------------------------------------------------------


def test_new_places_follow_the_ranking_whatever_the_order_of_clicks(work: Workspace) -> None:
    one = a_list(work)
    for number in (3, 5, 1, 2):
        operations.add(work, one, [id_of(number)])
    assert numbers(work) == [2, 1, 3, 5]
    operations.add(work, one, [id_of(1), id_of(3)])
    assert numbers(work) == [2, 1, 3, 5]
    step = work.can_undo()
    assert step is not None
    assert step.args == {"ref": ref_of(2), "name": "Cairo"}
    work.undo()
    assert numbers(work) == [1, 3, 5]


def test_several_at_once_are_one_step(work: Workspace) -> None:
    a_list(work, 4, 1, 2)
    assert numbers(work) == [2, 1, 4]
    work.undo()
    assert numbers(work) == []


def test_moving_and_removing(work: Workspace) -> None:
    one = a_list(work, 1, 2, 3)
    operations.move(work, one, id_of(3), 1, reason="Asked for by the chair.")
    assert listed(work) == [(ref_of(3), "Asked for by the chair."), (ref_of(2), ""), (ref_of(1), "")]
    operations.move(work, one, id_of(3), 99)
    assert numbers(work) == [2, 1, 3]
    operations.move(work, one, id_of(1), -5)
    assert numbers(work) == [1, 2, 3]
    operations.remove(work, one, id_of(2))
    assert numbers(work) == [1, 3]
    operations.add(work, one, [id_of(2)])
    assert numbers(work) == [2, 1, 3]
    for _ in range(4):
        work.undo()
    assert numbers(work) == [3, 2, 1]
    with pytest.raises(UserError, match="not on the shortlist"):
        operations.remove(work, one, id_of(4))
    with pytest.raises(UserError, match="not on the shortlist"):
        operations.move(work, one, id_of(4), 1)


def test_departures_are_named_and_reasons_kept(work: Workspace) -> None:
    one = a_list(work, 3, 4, 5)
    found = queries.listing(work, queries.shortlist(work))
    said = [strip_isolates(place.departure.sentence()) if place.departure else None for place in found.places]
    assert said == [
        f"Better ranked, but not above it: {ref_of(2)}, {ref_of(1)}.",
        "It misses a threshold of the criteria set.",
        "It has no official rank: marks are missing.",
    ]
    assert len(queries.unexplained(found.places)) == 3
    operations.explain_place(work, one, id_of(3), " The only one on its theme. ")
    found = queries.listing(work, queries.shortlist(work))
    assert [place.position for place in queries.unexplained(found.places)] == [2, 3]
    assert found.places[0].entry.reason == "The only one on its theme."
    operations.add(work, one, [id_of(2), id_of(1)])
    found = queries.listing(work, queries.shortlist(work))
    assert [place.departure is None for place in found.places] == [True, True, True, False, False]


def test_cut_by_number_and_by_envelope(work: Workspace) -> None:
    one = a_list(work, 1, 2, 3, 4)
    assert [place["in"] for place in queries.shortlist_json(work)["entries"]] == [True] * 4
    operations.draw_cut(work, one, Cut(number=3))
    printed = queries.shortlist_json(work)
    assert printed["cut"] == {"number": 3, "budget": None, "divides": None}
    assert [place["in"] for place in printed["entries"]] == [True, True, True, False]
    operations.draw_cut(work, one, Cut(amount=4_300_000_000, currency="EUR"))
    printed = queries.shortlist_json(work)
    assert printed["cut"] == {"number": None, "budget": {"amount": "4300000", "currency": "EUR"}, "divides": None}
    assert [place["in"] for place in printed["entries"]] == [True, True, True, False]
    assert printed["entries"][3]["running"] == [
        {"amount": "5010000", "currency": "EUR"},
        {"amount": "900000", "currency": "USD"},
    ]
    operations.draw_cut(work, one, Cut())
    assert queries.shortlist_json(work)["cut"] == {"number": None, "budget": None, "divides": None}
    before = work.can_undo()
    operations.draw_cut(work, one, Cut())
    assert work.can_undo() == before
    work.undo()
    assert queries.shortlist_json(work)["cut"]["budget"] == {"amount": "4300000", "currency": "EUR"}
    for wrong in (Cut(number=-1), Cut(amount=-1, currency="EUR"), Cut(amount=5)):
        with pytest.raises(UserError):
            operations.draw_cut(work, one, wrong)


def test_lists_are_found_by_name(work: Workspace) -> None:
    with pytest.raises(UserError, match="no shortlist yet"):
        queries.shortlist(work)
    first = a_list(work, 1, name="Cairo 2026")
    second = a_list(work, 2, name="باريس")
    assert queries.shortlist(work, "cairo  2026").id == first
    assert queries.shortlist(work, second).name == "باريس"
    assert queries.shortlist(work).id == second
    operations.freeze(work, second, today=ON)
    assert queries.shortlist(work).id == first
    with pytest.raises(UserError) as caught:
        queries.shortlist(work, "Rome")
    assert "Cairo 2026" in strip_isolates(caught.value.remedy)
    for name, said in (("CAIRO 2026", "already"), ("  ", "needs a name")):
        with pytest.raises(UserError, match=said):
            operations.create(work, name)


def test_the_list_to_fill_is_the_newest_open_one(work: Workspace) -> None:
    one = operations.list_to_fill(work)
    assert one.name == "Presidency of Egypt, 2024–2025"
    assert operations.list_to_fill(work) == one
    operations.add(work, one.id, [id_of(2)])
    operations.freeze(work, one.id, today=ON)
    second = operations.list_to_fill(work)
    assert second.name == "Presidency of Egypt, 2024–2025 2"


def test_many_better_ones_are_counted(work: Workspace) -> None:
    mark_all(work, {5: 4})
    mark_all(work, {5: 4}, "Giulia Conti", "IT")
    with work.step("More") as step:
        for number in range(6, 9):
            step.add(Proposal, {"ref": ref_of(number), "title_en": "More"}, id_of(number))
    mark_all(work, {6: 4, 7: 4, 8: 4})
    a_list(work, 3)
    (place,) = queries.listing(work, queries.shortlist(work)).places
    assert place.departure is not None
    assert strip_isolates(place.departure.sentence()).endswith("and 3 more.")


# --- rounds -----------------------------------------------------------------------------------------------------------


def test_a_list_follows_the_ranking_of_its_own_round(work: Workspace) -> None:
    one = a_list(work, 1, 2, 3)
    before = queries.shortlist_json(work)
    change_presidency(work, "FR-2025")
    mark_all(work, {3: 5})
    assert next(line["ref"] for line in queries.rank_json(work)["proposals"]) == ref_of(3)
    assert queries.shortlist_json(work) == before
    operations.add(work, one, [id_of(4)], reason="For balance.")
    assert numbers(work) == [2, 1, 3, 4]
    shown = queries.shortlist_json(work)["entries"]
    assert queries.listing(work, queries.shortlist(work)).round.text() == "Presidency of Egypt, 2024–2025"
    operations.freeze(work, one, today=ON)
    assert queries.shortlist_json(work)["entries"] == shown
    assert queries.listing(work, queries.shortlist(work)).round.text() == "Presidency of Egypt, 2024–2025"


def test_another_round_fills_a_list_of_its_own(work: Workspace) -> None:
    first = operations.list_to_fill(work)
    change_presidency(work, "FR-2025")
    second = operations.list_to_fill(work)
    assert second.id != first.id
    assert operations.list_to_fill(work).id == second.id
    change_presidency(work, "EG-2024")
    assert operations.list_to_fill(work).id == first.id


# --- deleted proposals ------------------------------------------------------------------------------------------------


def test_a_deleted_proposal_keeps_its_name_and_can_be_moved_explained_and_taken_off(work: Workspace) -> None:
    one = a_list(work, 1, 2, 3)
    proposals.remove(work, [id_of(2)])
    first = queries.shortlist_json(work)["entries"][0]
    assert (first["ref"], first["title"], first["deleted"], first["rank"]) == (ref_of(2), "Proposal 2", True, None)
    assert first["departure"] == "The proposal was deleted."
    assert first["running"] == []
    assert queries.unexplained(queries.listing(work, queries.shortlist(work)).places) == []
    operations.move(work, one, id_of(2), 3)
    operations.explain_place(work, one, id_of(2), "Asked back.")
    assert [entry["ref"] for entry in queries.shortlist_json(work)["entries"]] == [ref_of(1), ref_of(3), ref_of(2)]
    step = work.can_undo()
    assert step is not None
    assert step.args["ref"] == ref_of(2)
    operations.remove(work, one, id_of(2))
    assert numbers(work) == [1, 3]
    with pytest.raises(UserError, match="no longer in the workspace"):
        operations.add(work, one, [id_of(4), id_of(2)])


def test_a_list_with_a_deleted_proposal_is_not_frozen(work: Workspace) -> None:
    one = a_list(work, 1, 2, 3)
    proposals.remove(work, [id_of(2)])
    with pytest.raises(UserError) as caught:
        operations.freeze(work, one, today=ON)
    assert strip_isolates(caught.value.sentence) == f"{ref_of(2)} stands on the list but was deleted."
    assert "Take it off" in caught.value.remedy
    proposals.restore(work, [id_of(2)])
    operations.freeze(work, one, today=ON)
    proposals.remove(work, [id_of(2)])
    assert numbers(work) == [2, 1, 3]


# --- freezing ---------------------------------------------------------------------------------------------------------


def test_a_departure_without_a_reason_is_not_frozen(work: Workspace) -> None:
    one = a_list(work, 1, 2, 3)
    operations.move(work, one, id_of(3), 1)
    with pytest.raises(UserError) as caught:
        operations.freeze(work, one, today=ON)
    said = strip_isolates(caught.value.sentence)
    assert said == f"{ref_of(3)} departs from the ranking, and no reason is given."
    assert "--reason" in caught.value.remedy
    assert not queries.shortlist(work).is_frozen
    operations.explain_place(work, one, id_of(3), "Promised by the chair.")
    operations.freeze(work, one, today=ON)
    assert queries.shortlist(work).is_frozen


def test_a_cut_through_a_shared_rank_says_so_and_what_decides_also_when_frozen(work: Workspace) -> None:
    mark_all(work, {1: 4, 2: 3, 3: 4, 4: 2})
    mark_all(work, {1: 4, 2: 5, 3: 4, 4: 2}, "Giulia Conti", "IT")
    one = a_list(work, 1, 2, 3, 4)
    assert {line["rank"] for line in queries.rank_json(work)["proposals"][:3]} == {1}
    operations.draw_cut(work, one, Cut(number=2))
    divided = queries.shortlist_json(work)["cut"]["divides"]
    assert (divided["rank"], divided["in"], divided["out"]) == (1, [ref_of(1), ref_of(2)], [ref_of(3)])
    assert divided["decided_by"] == "reference"
    assert divided["sentence"] == (
        f"The cut line divides rank 1: {ref_of(1)}, {ref_of(2)} in, {ref_of(3)} in reserve. "
        "Their marks are equal: the reference decides."
    )
    operations.move(work, one, id_of(3), 1)
    assert queries.shortlist_json(work)["cut"]["divides"]["decided_by"] == "order"
    operations.explain_place(work, one, id_of(4), "Balance.")
    operations.freeze(work, one, today=ON)
    frozen_cut = queries.shortlist_json(work)["cut"]["divides"]
    assert (frozen_cut["decided_by"], frozen_cut["in"]) == ("order", [ref_of(3), ref_of(1)])
    mark_all(work, {1: 1, 2: 5, 3: 2})
    assert queries.shortlist_json(work)["cut"]["divides"] == frozen_cut


def test_a_frozen_list_keeps_the_day_it_was_made(work: Workspace) -> None:
    one = a_list(work, 1, 2, 4)
    operations.move(work, one, id_of(4), 1, reason="Promised by the chair.")
    operations.draw_cut(work, one, Cut(number=2))
    before = queries.shortlist_json(work)
    operations.freeze(work, one, today=ON)
    printed = queries.shortlist_json(work)
    assert printed["frozen_on"] == "2026-11-24"
    assert printed["recomputes"] is True
    assert printed["differences"] == []
    assert printed["entries"] == before["entries"]
    mark_all(work, {1: 5, 4: 5})
    with work.step("Later") as step:
        step.put(Proposal, id_of(1), {"title_en": "Renamed", "budget_total": 1})
    assert queries.shortlist_json(work) == printed
    assert [line["rank"] for line in queries.rank_json(work)["proposals"]] == [1, 1, 3, 4, None]  # today is another day


def every_change(work: Workspace, one: str) -> list[Callable[[], object]]:
    """Return everything that can be done to a list."""
    return [
        lambda: operations.add(work, one, [id_of(3)]),
        lambda: operations.remove(work, one, id_of(1)),
        lambda: operations.move(work, one, id_of(1), 1),
        lambda: operations.explain_place(work, one, id_of(1), "x"),
        lambda: operations.draw_cut(work, one, Cut(number=1)),
        lambda: operations.freeze(work, one, today=ON),
    ]


def test_a_frozen_list_refuses_every_change_and_undo_thaws_it(work: Workspace) -> None:
    one = a_list(work, 1, 2)
    operations.freeze(work, one, today=ON)
    for change in every_change(work, one):
        with pytest.raises(UserError) as caught:
            change()
        assert "was frozen on 24 November 2026" in strip_isolates(caught.value.sentence)
    work.undo()
    assert not queries.shortlist(work).is_frozen
    operations.remove(work, one, id_of(1))
    assert numbers(work) == [2]


def test_a_step_is_taken_back_by_itself_while_the_list_is_open(work: Workspace) -> None:
    one = a_list(work, 1, 2, 3)
    step = operations.remove(work, one, id_of(1))
    operations.move(work, one, id_of(3), 1)
    operations.take_back(work, one, step)
    assert sorted(numbers(work)) == [1, 2, 3]
    assert numbers(work)[0] == 3
    with pytest.raises(UserError, match="already taken back"):
        operations.take_back(work, one, step)
    step = operations.remove(work, one, id_of(1))
    operations.explain_place(work, one, id_of(3), "Promised.")
    operations.freeze(work, one, today=ON)
    with pytest.raises(UserError, match="was frozen"):
        operations.take_back(work, one, step)


def test_an_empty_list_is_not_frozen(work: Workspace) -> None:
    one = a_list(work)
    with pytest.raises(UserError, match="is empty"):
        operations.freeze(work, one, today=ON)


def test_the_record_holds_what_it_was_computed_from(work: Workspace) -> None:
    one = a_list(work, 1, 2, 3)
    operations.freeze(work, one, today=ON)
    record = frozen.read(queries.shortlist(work).record)
    assert (record["v"], record["on"], record["rule"]["aggregation"]) == (2, "2026-11-24", "delegation")
    assert len(record["criteria"]["criteria"]) == 18
    assert len(record["marks"]) == 4 * 18 * 2
    assert len(record["proposals"]) == 5
    assert {name for _id, name, _delegation in record["assessors"]} == {"Nadia Fahmy", "Giulia Conti"}
    assert record["results"][id_of(1)]["total"] == "7/2"
    assert record["results"][id_of(1)]["rank"] == 2
    assert len(record["sheets"]) == 4 * 2
    drawn = record["draws"]
    assert (drawn["family"], drawn["draws"], drawn["seed"]) == ("box:30", 9604, 1)
    assert drawn["stays"] == dict.fromkeys(map(id_of, (1, 2, 3, 4)), "1")  # each is ahead on every criterion
    assert frozen.differences(record, draws=True) == []


def test_a_draft_beside_it_an_agreement_and_the_rounds_own_rule_do_not_disturb_a_frozen_list(work: Workspace) -> None:
    current = scoring_queries.current_round(work)
    criteria = scoring_queries.criteria(work, current.criteria_set)
    second = scoring.assessor_of(work, "Second Italian", "IT")
    draft = [Entry(id_of(1), one.id, second, Answer(1000, reason="not yet")) for one in criteria.criteria]
    scoring.mark_many(work, draft)
    with work.step("By mean, one mark agreed, one criterion out") as step:
        step.put(RoundRow, current.id, {"aggregation": "mean"})
        for number, place, values in ((3, 0, {"value": 5000}), (2, 1, {"blank": "not_applicable"})):
            about = {"round": current.id, "proposal": id_of(number), "criterion": criteria.criteria[place].id}
            ident = derived_id("consensus", current.id, id_of(number), criteria.criteria[place].id)
            step.add(Consensus, {**about, **values, "decided": "2026-11-23", "reason": "Agreed"}, ident)
    before = {line["ref"]: line["total_fraction"] for line in queries.rank_json(work)["proposals"]}
    operations.freeze(work, a_list(work, 1, 2, 3), today=ON)
    shown = queries.shortlist_json(work, draws=True)
    assert (shown["recomputes"], shown["differences"]) == (True, [])
    assert {one["ref"]: one["total_fraction"] for one in shown["entries"]} == {
        ref: before[ref] for ref in (ref_of(1), ref_of(2), ref_of(3))
    }
    record = frozen.read(queries.shortlist(work).record)
    assert record["results"][id_of(2)]["without"] == [1]
    record["sheets"].append([id_of(1), second.id])
    assert frozen.differences(record)


def test_a_list_that_an_older_version_froze_still_stands(work: Workspace) -> None:
    operations.freeze(work, a_list(work, 1, 2, 3), today=ON)
    record = frozen.read(queries.shortlist(work).record)
    for name in ("draws", "sheets", "agreed"):
        del record[name]
    del record["rule"]["wide"]
    assert frozen.differences(record | {"v": 1}, draws=True) == []


@pytest.mark.parametrize("damage", ["mark", "weight", "rank", "cut", "voice", "seed"])
def test_a_record_that_was_tampered_with_is_found(work: Workspace, damage: str) -> None:
    one = a_list(work, 1, 2, 3)
    operations.draw_cut(work, one, Cut(number=1))
    mark_all(work, {3: 4}, "Second Italian", "IT")
    operations.freeze(work, one, today=ON)
    record = frozen.read(queries.shortlist(work).record)
    if damage == "mark":
        next(mark for mark in record["marks"] if mark[0] == id_of(1))[3] = 5000
    elif damage == "weight":
        record["criteria"]["criteria"][0][2] = 3000
        for mark in record["marks"]:
            if mark[1] == record["criteria"]["criteria"][0][0]:
                mark[3] = 1000
    elif damage == "rank":
        record["results"][id_of(1)]["rank"] = 1
    elif damage == "cut":
        record["cut"]["number"] = 2
    elif damage == "seed":
        record["draws"]["stays"][id_of(1)] = "1/2"
    else:
        record["rule"]["aggregation"] = "mean"
    assert frozen.differences(record, draws=True)
    with work.step("Damage") as step:
        step.put(ListRow, one, {"frozen": frozen.written(record)})
    assert queries.shortlist_json(work, draws=True)["recomputes"] is False


@pytest.mark.parametrize(("text", "said"), [
    ("{", "cannot be read"), ("[]", "cannot be read"), ('{"v": 1}', "cannot be read"), ('{"v": 3}', "newer")
])  # fmt: skip
def test_a_record_of_another_kind_is_refused(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        frozen.read(text)


def test_check_finds_nothing_after_all_this(work: Workspace) -> None:
    one = a_list(work, 1, 2, 3)
    operations.move(work, one, id_of(3), 1, reason="Promised.")
    operations.draw_cut(work, one, Cut(number=2))
    operations.freeze(work, one, today=ON)
    work.undo()
    work.redo()
    assert work.store.check() == []
    with work.reading() as db:
        assert len(db.execute(select(TABLES["shortlist_entry"].c.id)).all()) == 3
