"""Templates: shipped ones are whole in three languages, kept ones hold what others may begin with and nothing else."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, speaking
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Amount, check_field
from khartoum_desktop.proposals.templates import operations as templates
from khartoum_desktop.proposals.templates.model import begin, is_kept
from khartoum_desktop.proposals.templates.queries import templates as all_templates
from khartoum_desktop.proposals.ui.making import KeepTemplate
from khartoum_desktop.proposals.ui.new import NewProposal
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.workspace import Workspace
from tests.proposals.rooms import Room, room

TITLE = {"title_en": "Skills hubs", "lead_country": "EG"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_a_shipped_template_is_right_in_every_language(
    work: Workspace, lists: Lists, language: str
) -> None:
    with speaking(language):
        found = all_templates(work)
        assert len(found) >= 6
        names = [one.name for one in found]
        assert len(set(names)) == len(names)
        for one in found:
            values, lines = begin(one.contents, lists)
            assert values.keys() | lines.keys() == one.contents.keys(), one.name
            assert all(is_kept(BY_KEY[key]) for key in one.contents)
            for key, value in {**values, **lines}.items():
                assert check_field(BY_KEY[key], value, lists) == [], (one.name, key)
    if language == "ar":
        assert all(any("\u0600" <= letter <= "\u06ff" for letter in name) for name in names)


def full(work: Workspace) -> str:
    return operations.create(
        work,
        {**TITLE, "acronym": "SKILL", "kind": "study", "overall_objective": "To know", "start_planned": "2027",
         "contact_name": "H. Osman", "budget_total": Amount(5_000_000, "EUR"), "beneficiaries_total": 40,
         "activities": "One\nTwo"},
        {
            "parties": ({"name": "EG", "role": "lead", "consent": "confirmed", "consent_by": "Nadia"},),
            "gcm": ({"code": "GCM-1"},),
            "budget_by_source": ({"funder": "EU", "amount": 5_000_000, "currency": "EUR"},),
        },
    )  # fmt: skip


def test_a_kept_template_holds_what_others_may_begin_with_and_nothing_else(work: Workspace) -> None:
    ident = full(work)
    templates.keep(work, ident, "Our\u202e studies")
    (ours,) = [one for one in all_templates(work) if not one.shipped]
    assert ours.name == "Our studies"
    new = queries.read(work, templates.create_from(work, ours, {"title_en": "Another", "lead_country": "KE"}))
    told = {key: new.columns[key] for key in ("title_en", "lead_country", "kind", "overall_objective", "activities")}
    assert told == {"title_en": "Another", "lead_country": "KE", "kind": "study", "overall_objective": "To know",
                    "activities": "One\nTwo"}  # fmt: skip
    own = ("acronym", "start_planned", "budget_total", "beneficiaries_total", "copied_from", "contact_name")
    assert [new.columns[key] for key in own] == [None] * len(own)
    assert new.lines["budget_by_source"] == ()
    assert [line["code"] for line in new.lines["gcm"]] == ["GCM-1"]
    (party,) = new.lines["parties"]
    assert (party["name"], party["role"], party["consent"], party["consent_by"]) == ("EG", "lead", None, None)
    assert new.columns["state"] == "IDEA"


def test_one_undo_takes_a_template_back_and_removing_it_leaves_its_proposals(work: Workspace) -> None:
    templates.keep(work, full(work), "Our studies")
    (ours,) = [one for one in all_templates(work) if not one.shipped]
    ident = templates.create_from(work, ours, TITLE)
    templates.remove(work, ours)
    assert all(one.shipped for one in all_templates(work))
    assert queries.read(work, ident).columns["kind"] == "study"
    work.undo()
    assert any(not one.shipped for one in all_templates(work))


@pytest.mark.parametrize("name", ["", " \u200f\0 ", "x" * 81, "STUDY or assessment"])
def test_a_name_that_is_none_or_taken_is_refused(work: Workspace, name: str) -> None:
    ident = full(work)
    before = len(all_templates(work))
    with pytest.raises(UserError):
        templates.keep(work, ident, name)
    assert len(all_templates(work)) == before


def test_what_no_list_knows_any_more_is_left_out(lists: Lists) -> None:
    values, lines = begin({"kind": "gone", "gcm": ["GCM-99"], "no_field": 1, "ref": "X", "acronym": "A",
                           "activities": {"en": ["One"]}}, lists)  # fmt: skip
    assert (values, lines) == ({"activities": "One"}, {})


def dialog_of(here: Room, action: str, kind: type[Any]) -> Any:
    run(next(one for one in here.page.actions() if one.id == action))
    here.settle()
    return here.page.findChildren(kind)[-1]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_new_proposal_begins_with_a_template_that_was_kept_before(
    qtbot: QtBot, work: Workspace, language: str
) -> None:
    ident = full(work)
    with room(qtbot, work, language) as here:
        here.page.list.table.select_ids([ident])
        keep = dialog_of(here, "proposals.template", KeepTemplate)
        QTest.mouseClick(keep.go, Qt.MouseButton.LeftButton)
        here.settle()
        assert keep.isVisible()
        assert keep.name.problem
        keep.name.set_value("Our studies")
        QTest.mouseClick(keep.go, Qt.MouseButton.LeftButton)
        here.settle()
        assert not keep.isVisible()
        dialog = dialog_of(here, "proposals.new", NewProposal)
        (ours,) = [one for one in all_templates(work) if not one.shipped]
        dialog.title.set_value("Another")
        dialog.beginning.set_value(ours.id)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        here.settle()
        assert here.page.is_editing()
    (new,) = [one for one in queries.ids(work) if one != ident]
    assert queries.read(work, new).columns["overall_objective"] == "To know"
