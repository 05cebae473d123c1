"""Making one proposal of two: values, lists, everything that named the other, and one Undo for all of it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import past, queries
from khartoum_desktop.proposals.duplicates import operations
from khartoum_desktop.proposals.duplicates.joining import Choices, Take, both, fuller, same
from khartoum_desktop.proposals.duplicates.queries import comparison, finder_of, pairs, set_aside
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.model import FieldValue, Line, Stored, as_lines
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.storage.schema import (
    Attachment,
    Comment,
    Mark,
    Origin,
    Proposal,
    Related,
    Shortlist,
    ShortlistEntry,
)
from khartoum_desktop.workspace import Person, Workspace, derived_id
from tests.proposals.duplicates.halls import everything, make, two


def ref(work: Workspace, ident: str) -> str:
    return queries.read(work, ident).ref


def names(work: Workspace, ident: str, key: str = "parties", column: str = "name") -> list[object]:
    return [line[column] for line in as_lines(queries.read(work, ident).value(key))]


# --- values -----------------------------------------------------------------------------------------------------------


def test_the_fuller_value_stays_unless_another_is_chosen(work: Workspace) -> None:
    keep, other = two(work)
    old = ref(work, keep)
    operations.merge(work, keep, other)
    now = queries.read(work, keep)
    assert now.ref == old
    assert now.columns["title_en"] == "Skills centres for returnees"
    assert now.columns["title_ar"] == "مراكز المهارات للعائدين"
    assert now.columns["submitting_ministry"] == "Ministry of Labour"
    assert now.columns["duration_months"] == 24
    assert now.columns["start_planned"] == "2027-03"
    assert str(now.columns["summary_en"]).startswith("Three hubs in Upper Egypt")
    assert now.columns["activities"] == "Open three hubs\nTrain 600 people\nPay for tools"
    assert names(work, keep) == ["SD", "IT", "ET"]
    sudan = as_lines(now.value("parties"))[0]
    assert (sudan["consent"], sudan["consent_by"]) == ("confirmed", "H. Osman")
    assert [(line["code"], line["degree"]) for line in as_lines(now.value("gcm"))] == [
        ("GCM-2", "main"),
        ("GCM-5", None),
    ]


def test_every_choice_is_followed(work: Workspace) -> None:
    keep, other = two(work)
    chosen: Choices = {
        "title_en": Take.KEEP,
        "title_ar": Take.KEEP,
        "activities": Take.OTHER,
        "parties": Take.OTHER,
        "gcm": Take.KEEP,
        "summary_en": Take.KEEP,
        "start_planned": Take.KEEP,
        "duration_months": Take.KEEP,
    }
    operations.merge(work, keep, other, chosen)
    now = queries.read(work, keep)
    assert (now.columns["title_en"], now.columns["title_ar"]) == ("Skills hubs for returnees", None)
    assert now.columns["translation_ar"] == "missing"
    assert now.columns["activities"] == "Train 600 people\nPay for tools"
    assert names(work, keep) == ["SD", "ET"]
    assert names(work, keep, "gcm", "code") == ["GCM-2"]
    assert (now.columns["summary_en"], now.columns["duration_months"]) == ("Three hubs.", None)


def test_both_texts_stand_after_each_other(work: Workspace) -> None:
    keep, other = (
        make(work, "Border health", context="Clinics are far."),
        make(work, "Border health", context="No roads."),
    )
    operations.merge(work, keep, other, {"context": Take.BOTH})
    assert queries.read(work, keep).columns["context"] == "Clinics are far.\n\nNo roads."


def test_a_title_that_is_taken_over_is_no_longer_missing(work: Workspace) -> None:
    keep, other = two(work)
    assert queries.read(work, keep).columns["translation_ar"] == "missing"
    operations.merge(work, keep, other)
    columns = queries.read(work, keep).columns
    assert (columns["language_original"], columns["translation_en"], columns["translation_ar"]) == (
        ("en", "original", "unchecked")
    )


def test_a_field_that_holds_one_value_cannot_hold_both(work: Workspace) -> None:
    keep, other = make(work, "a", duration_months=12), make(work, "a", duration_months=24)
    before = everything(work)
    with pytest.raises(UserError, match="holds one value"):
        operations.merge(work, keep, other, {"duration_months": Take.BOTH})
    assert everything(work) == before


def test_texts_that_are_too_long_together_are_refused(work: Workspace) -> None:
    keep, other = make(work, "a", context="a" * 60_000), make(work, "a", context="b" * 60_000)
    before = everything(work)
    with pytest.raises(UserError, match="longer than"):
        operations.merge(work, keep, other, {"context": Take.BOTH})
    lines = [{"risk": f"{n}"} for n in range(600)]
    proposals.set_lines(work, keep, "risks", lines)
    proposals.set_lines(work, other, "risks", [{"risk": f"x{n}"} for n in range(600)])
    with pytest.raises(UserError, match="more than"):
        operations.merge(work, keep, other)
    assert work.undo()
    assert work.undo()
    assert everything(work) == before


def test_a_proposal_is_not_merged_with_itself_nor_with_one_that_is_gone(work: Workspace) -> None:
    keep, other = two(work)
    with pytest.raises(UserError, match="one and the same"):
        operations.merge(work, keep, keep)
    proposals.remove(work, [other])
    with pytest.raises(UserError, match="deleted"):
        operations.merge(work, keep, other)
    with pytest.raises(UserError, match="no longer"):
        operations.merge(work, keep, "nothing")


def test_a_reader_cannot_merge(work: Workspace) -> None:
    keep, other = two(work)
    work.sit_down(Person("Amal", "EG", "reader"))
    with pytest.raises(UserError):
        operations.merge(work, keep, other)


# --- the other one ----------------------------------------------------------------------------------------------------


def test_the_reference_of_the_other_one_leads_to_the_one_that_stays(work: Workspace) -> None:
    keep, other = two(work)
    old = ref(work, other)
    third = make(work, "Something else")
    operations.merge(work, keep, other)
    assert queries.by_ref(work, old.lower()) == keep
    assert queries.ids(work, search=old) == [keep]
    assert queries.ids(work, search=old.removeprefix("KP-")) == [keep]
    assert sorted(queries.ids(work)) == sorted([keep, third])
    operations.merge(work, third, keep)
    assert queries.by_ref(work, old) == third
    assert queries.ids(work, search=old) == [third]


def test_a_ring_of_merges_that_two_laptops_made_ends(work: Workspace) -> None:
    one, two_, three = make(work, "a"), make(work, "b"), make(work, "c")
    with work.step("merged on two laptops") as step:
        step.put(Proposal, one, {"removed": True, "merged_into": two_})
        step.put(Proposal, two_, {"removed": True, "merged_into": one})
    assert queries.ids(work, search=ref(work, one)) == []
    assert queries.ids(work) == [three]


def test_brought_back_it_stands_for_itself_again(work: Workspace) -> None:
    keep, other = two(work)
    old = ref(work, other)
    operations.merge(work, keep, other)
    proposals.restore(work, [other])
    assert queries.by_ref(work, old) == other
    assert queries.read(work, other).columns["merged_into"] is None


def test_the_history_tells_where_a_line_came_from(work: Workspace) -> None:
    keep, other = two(work)
    operations.merge(work, keep, other)
    words = "\n".join(one.text for event in past.events(work, keep) for one in event.written)
    assert "Ethiopia" in words
    assert "Merge" in past.events(work, keep)[0].name


# --- what named it ----------------------------------------------------------------------------------------------------


def named(work: Workspace) -> tuple[str, str, str]:
    """Make two proposals, of which the other is named by everything that can name a proposal, and a third."""
    keep, other = two(work)
    third = make(work, "A third one", acronym="T")
    party = as_lines(queries.read(work, other).value("parties"))[0]["id"]
    with work.step("named") as step:
        for proposal, criterion, value in ((keep, "c1", 3000), (other, "c1", 5000), (other, "c2", 4000)):
            values: dict[str, Stored] = {
                "round": "r",
                "proposal": proposal,
                "criterion": criterion,
                "assessor": "a",
                "value": value,
            }
            step.add(Mark, values, derived_id("mark", "r", proposal, criterion, "a"))
        for name, frozen, on_it in (
            ("open", None, [other]),
            ("both", None, [keep, other]),
            ("old", "2026-01-01", [other]),
        ):
            step.add(Shortlist, {"name": name, "frozen_on": frozen, "frozen": frozen and "{}"}, name)
            for position, proposal in enumerate(on_it, 1):
                place: dict[str, Stored] = {"shortlist": name, "proposal": proposal, "position": position}
                step.add(ShortlistEntry, place, derived_id("shortlist_entry", name, proposal))
        step.add(Origin, {"proposal": other, "batch": "b", "sheet": "s", "row_number": 2, "cells": "[]"}, "origin")
        step.add(Comment, {"proposal": other, "text": "Is this ours?", "question": True}, "comment")
        letter = {"proposal": other, "name": "letter.pdf", "sha256": step.keep(b"%PDF-1.7"), "party": party}
        step.add(Attachment, letter, "letter")
        step.add(Related, {"proposal": third, "title": "See", "reference": ref(work, other).lower()}, "related")
        step.add(Related, {"proposal": keep, "title": "See", "reference": ref(work, other)}, "itself")
        step.put(Proposal, third, {"copied_from": other})
    operations.not_the_same(work, other, third)
    return keep, other, third


def test_everything_that_named_the_other_one_names_the_one_that_stays(work: Workspace) -> None:
    keep, other, third = named(work)
    operations.merge(work, keep, other)
    now = everything(work)
    assert now["origin"]["origin"]["proposal"] == keep
    assert now["comment"]["comment"]["proposal"] == keep
    assert now["attachment"]["letter"]["proposal"] == keep
    assert now["attachment"]["letter"]["party"] == as_lines(queries.read(work, keep).value("parties"))[0]["id"]
    assert now["proposal"][third]["copied_from"] == keep
    assert now["related"]["related"]["reference"] == ref(work, keep)
    assert "itself" not in now["related"]
    assert [{row["first"], row["second"]} for row in now["not_the_same"].values()] == [{keep, third}]
    assert operations.pair_id(keep, third) in now["not_the_same"]
    assert other not in now["proposal"]


def test_marks_move_where_there_is_none(work: Workspace) -> None:
    keep, other, _third = named(work)
    operations.merge(work, keep, other)
    marks = {
        row["criterion"]: (ident, row["value"])
        for ident, row in everything(work)["mark"].items()
        if row["proposal"] == keep
    }
    assert marks == {
        "c1": (derived_id("mark", "r", keep, "c1", "a"), 3000),
        "c2": (derived_id("mark", "r", keep, "c2", "a"), 4000),
    }


def test_places_on_open_lists_move_and_frozen_lists_stay(work: Workspace) -> None:
    keep, other, _third = named(work)
    operations.merge(work, keep, other)
    entries = {
        (row["shortlist"], row["proposal"]): row["position"] for row in everything(work)["shortlist_entry"].values()
    }
    assert entries == {("open", keep): 1, ("both", keep): 1, ("old", other): 1}


def test_a_letter_of_a_party_that_goes_proves_the_party_of_the_same_name(work: Workspace) -> None:
    keep, other, _third = named(work)
    operations.merge(work, keep, other, {"parties": Take.KEEP})
    assert (
        everything(work)["attachment"]["letter"]["party"]
        == as_lines(queries.read(work, keep).value("parties"))[0]["id"]
    )


def test_bringing_the_other_one_back_takes_the_merge_back(work: Workspace) -> None:
    keep, other, _third = named(work)
    before = everything(work)
    operations.merge(work, keep, other)
    proposals.set_value(work, keep, "governance", "written since")
    proposals.restore(work, [other])
    after = everything(work)
    assert after["proposal"][keep].pop("governance") == "written since"
    assert after == before
    assert work.store.check() == []


def test_one_undo_restores_exactly(work: Workspace) -> None:
    keep, other, _third = named(work)
    before = everything(work)
    operations.merge(work, keep, other)
    assert everything(work) != before
    work.undo()
    assert everything(work) == before
    work.redo()
    assert other not in everything(work)["proposal"]
    assert work.store.check() == []


# --- laws -------------------------------------------------------------------------------------------------------------

TEXT = st.sampled_from(["", "Border health", "Border health posts", "صحة الحدود", "a", "A", "b\nc"])
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title_ar": TEXT,
        "title_fr": TEXT,
        "context": TEXT,
        "activities": st.lists(st.sampled_from("abcd"), max_size=4).map("\n".join),
        "duration_months": st.integers(1, 3),
        "start_planned": st.sampled_from(["2027", "2027-03", "2028"]),
        "risks": st.lists(
            st.fixed_dictionaries({"risk": st.sampled_from("abc")}, optional={"mitigation": st.sampled_from("xy")}),
            max_size=3,
        ).map(tuple),
        "gcm": st.lists(st.sampled_from(["GCM-1", "GCM-2", "GCM-5"]), max_size=3, unique=True).map(
            lambda codes: tuple({"code": code} for code in codes)
        ),
    },
)


Given = dict[str, FieldValue]


def filled(work: Workspace, values: Given) -> str:
    lines = {key: as_lines(value) for key, value in values.items() if BY_KEY[key].kind or BY_KEY[key].scheme}
    plain = {key: value for key, value in values.items() if key not in lines}
    return proposals.create(work, {"title_en": "Skills hubs", "lead_country": "EG", **plain}, lines)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=VALUES, two_=VALUES, data=st.data())
def test_merge_then_undo_leaves_every_row_as_it_was(
    work: Workspace, one: Given, two_: Given, data: st.DataObject
) -> None:
    keep, other = filled(work, one), filled(work, two_)
    found = comparison(work, keep, other)
    choices = {each.field.key: data.draw(st.sampled_from(each.takes)) for each in found.differences}
    before = everything(work)
    operations.merge(work, keep, other, choices)
    now = queries.read(work, keep)
    for each in found.differences:
        if each.field.key != "language_original":
            assert same(stripped(now.value(each.field.key)), stripped(each.result(choices[each.field.key])))
    work.undo()
    assert everything(work) == before


def stripped(value: FieldValue) -> FieldValue:
    return tuple({k: v for k, v in line.items() if k not in {"id", "heads"}} for line in as_lines(value)) or value


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=VALUES, two_=VALUES)
def test_nothing_of_either_is_lost_that_nobody_chose_to_lose(work: Workspace, one: Given, two_: Given) -> None:
    keep, other = filled(work, one), filled(work, two_)
    found = comparison(work, keep, other)
    operations.merge(
        work, keep, other, {each.field.key: Take.BOTH for each in found.differences if Take.BOTH in each.takes}
    )
    now = queries.read(work, keep)
    for each in found.differences:
        result = now.value(each.field.key)
        if Take.BOTH not in each.takes:
            assert any(same(stripped(result), stripped(value)) for value in (each.keep, each.other))
            assert result not in (None, "", ())
            continue
        for value in (each.keep, each.other):
            if isinstance(value, str):
                assert all(part.casefold() in str(result).casefold() for part in value.split("\n"))
            for line in as_lines(value):
                said = {k: v for k, v in line.items() if v is not None and k not in {"id", "heads"}}
                assert any(said.items() <= dict(there).items() for there in as_lines(result)), (said, result)


LINES = st.lists(
    st.fixed_dictionaries(
        {"risk": st.sampled_from(["a", "A", "b", "c"])},
        optional={"impact": st.sampled_from(["1", "2", None]), "mitigation": st.sampled_from(["x", "y", ""])},
    ),
    max_size=5,
).map(tuple)


@given(one=LINES, two_=LINES)
def test_the_laws_of_keeping_both(one: tuple[Line, ...], two_: tuple[Line, ...]) -> None:
    field = BY_KEY["risks"]
    result = as_lines(both(field, one, two_))
    assert both(field, one, one) == one
    assert both(field, one, ()) == one
    assert both(field, (), two_) == two_
    assert both(field, result, two_) == result
    assert both(field, result, one) == result
    assert [line["risk"] for line in result[: len(one)]] == [line["risk"] for line in one]
    assert len(result) <= len(one) + len(two_)


@given(one=st.lists(st.sampled_from("abAé"), max_size=5), two_=st.lists(st.sampled_from("abcE"), max_size=5))
def test_lines_are_kept_once_in_their_order(one: list[str], two_: list[str]) -> None:
    result = str(both(BY_KEY["activities"], "\n".join(one), "\n".join(two_)) or "").split("\n")
    if one and two_:
        assert len({line.casefold().replace("é", "e") for line in result}) == len(result)
        assert result[0] == one[0]


# --- pairs ------------------------------------------------------------------------------------------------------------


def test_pairs_are_found_and_what_is_not_the_same_is_remembered(work: Workspace) -> None:
    keep, other = two(work)
    make(work, "Border health")
    (found,) = pairs(work)
    assert {*found.ids} == {keep, other}
    assert found.likeness is not None
    assert "same cost" in found.likeness.words()
    assert [pair.second.id for pair in finder_of(work).like(keep)] == [other]
    operations.not_the_same(work, other, keep)
    assert pairs(work) == []
    assert finder_of(work).like(keep) == []
    (aside,) = set_aside(work)
    assert {*aside.ids} == {keep, other}
    operations.maybe_the_same(work, keep, other)
    assert len(pairs(work)) == 1
    assert set_aside(work) == []
    with pytest.raises(UserError, match="Nobody said"):
        operations.maybe_the_same(work, keep, other)
    work.undo()
    assert pairs(work) == []


def test_not_the_same_needs_two_that_are_there(work: Workspace) -> None:
    keep, _other = two(work)
    with pytest.raises(UserError, match="one and the same"):
        operations.not_the_same(work, keep, keep)
    with pytest.raises(UserError, match="no longer"):
        operations.not_the_same(work, keep, "nothing")


def test_the_finder_sees_what_changed(work: Workspace) -> None:
    keep, other = two(work)
    finder = finder_of(work)
    assert finder is finder_of(work)
    assert [pair.second.id for pair in finder.like(keep)] == [other]
    proposals.set_value(work, other, "title_en", "Airports")
    assert finder.like(keep) == []
    work.undo()
    assert len(finder.like(keep)) == 1
    proposals.remove(work, [other])
    assert finder.like(keep) == []


def test_the_one_that_says_more_is_the_one_to_keep(work: Workspace) -> None:
    keep, other = make(work, "a"), make(work, "a", acronym="A")
    first, second = fuller(queries.read(work, keep), queries.read(work, other))
    assert (first.id, second.id) == (other, keep)


def test_a_new_workspace_has_no_pairs(tmp_path: Path) -> None:
    work = Workspace.create(tmp_path / "a.khartoum", Person("Nadia", "EG"), genesis=genesis())
    assert pairs(work) == []
    assert set_aside(work) == []
    work.close()


def test_the_finder_hears_of_parties_and_of_many_changes(work: Workspace) -> None:
    here = make(work, "One-stop border post at Moyale")
    abroad = make(work, "One stop border post, Moyale", lead_country="SD")
    finder = finder_of(work)
    assert finder.like(here) == []
    proposals.set_lines(work, here, "parties", [{"name": "SD", "role": "co_sponsor"}])
    proposals.set_lines(work, abroad, "parties", [{"name": "EG", "role": "co_sponsor"}])
    (pair,) = finder.like(here)
    assert pair.second.id == abroad
    assert pair.likeness is not None
    assert "parties" in pair.likeness.words()
    for _time in range(2):
        work.undo()
    assert finder.like(here) == []
