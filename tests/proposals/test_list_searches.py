"""Searches at the side: the shipped ones, and one's own, saved, chosen, updated, renamed and deleted, both ways."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.model import FieldValue
from khartoum_desktop.proposals.searches import finding
from khartoum_desktop.proposals.searches import operations as kept
from khartoum_desktop.proposals.searches.model import Condition, Search, Test
from khartoum_desktop.proposals.searches.queries import saved
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.proposals.ui.pane_list import Entry
from khartoum_desktop.proposals.ui.searches import as_conditions
from khartoum_desktop.storage.schema import TABLES, Meeting, Proposal
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.toolkit.parts import Chip
from khartoum_desktop.workspace import Person, Workspace
from tests.proposals.rooms import Room, room

LANGUAGES = ["ar", "en"]


def make(work: Workspace, title: str, **more: FieldValue) -> str:
    return operations.create(work, {"title_en": title, "lead_country": "EG", **more})


@pytest.fixture
def three(work: Workspace) -> Workspace:
    make(work, "Skills hubs", title_ar="مراكز المهارات")
    make(work, "Border health", lead_country="SD")
    make(work, "Border skills", lead_country="ET")
    return work


def entries(here: Room) -> dict[str, Entry]:
    pane = here.page.list.searches
    rows = (pane.item(row).data(Qt.ItemDataRole.UserRole) for row in range(pane.count()))
    return {entry.id: entry for entry in rows}


def labelled(here: Room, label: str) -> str:
    return next(ident for ident, entry in entries(here).items() if entry.label == label)


def click(here: Room, ident: str) -> None:
    pane = here.page.list.searches
    row = list(entries(here)).index(ident)
    pane.scrollToItem(pane.item(row))
    place = pane.visualItemRect(pane.item(row)).center()
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=place)
    here.settle()


def chips(here: Room) -> list[str]:
    shown = here.page.list.filters.findChildren(Chip)
    return [strip_isolates(chip.look.word) for chip in shown if not chip.isHidden()]


def able(here: Room) -> set[str]:
    return {action.id for action in here.page.actions() if action.id and action.enabled()}


def do(here: Room, action: str) -> None:
    run(next(one for one in here.page.actions() if one.id == action))
    here.settle()


def name_it(here: Room, name: str, *, everybody: bool = False) -> NameDialog:
    (asked,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, NameDialog) and one.isVisible()]
    asked.name.line.setText(name)
    asked.everybody.setChecked(everybody)
    QTest.keyClick(asked.name.line, Qt.Key.Key_Return)
    here.settle()
    return asked


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_filters_and_order_are_saved_and_chosen_again(qtbot: QtBot, three: Workspace, language: str) -> None:
    with room(qtbot, three, language) as here:
        view = here.page.list
        view.line.setText("border")
        QTest.keyClick(view.line, Qt.Key.Key_Return)
        here.settle()
        view.filters.put("lead_country", Condition("lead_country", Test.ONE_OF, ("SD", "ET")))
        view.model.sort_requested.emit("title", True)
        here.settle()
        assert here.titles() == ["Border skills", "Border health"]
        do(here, "proposals.search_save")
        name_it(here, "حدود الجوار")
        here.settle()
        ident = labelled(here, "حدود الجوار")
        assert (entries(here)[ident].end, view.searches.current()) == ("2", ident)
        assert here.said[-1][0]
        click(here, "all")
        assert (len(here.titles()), view.line.text(), chips(here)) == (3, "", [])
        assert view.model.sort_key == "ref"
        click(here, ident)
        assert here.titles() == ["Border skills", "Border health"]
        assert (view.line.text(), len(chips(here))) == ("border", 1)
        assert (view.model.sort_key, view.model.descending) == ("title", True)
        (found,) = saved(three)
        assert (found.owner, found.search) == ("Nadia Fahmy@EG", view.asked())


def test_a_search_for_everybody_is_there_for_others_too(qtbot: QtBot, three: Workspace) -> None:
    with room(qtbot, three) as here:
        do(here, "proposals.search_save")
        name_it(here, "Mine alone")
        do(here, "proposals.search_save")
        name_it(here, "Shared", everybody=True)
        assert [entry.label for entry in entries(here).values() if entry.heading][3:5] == [
            "Own searches",
            "For everybody",
        ]
    three.sit_down(Person("Rami", "SD"))
    with room(qtbot, three) as here:
        labels = [entry.label for entry in entries(here).values()]
        assert "Shared" in labels
        assert "Mine alone" not in labels


def test_a_name_that_is_refused_stays_in_its_dialog(qtbot: QtBot, three: Workspace) -> None:
    kept.keep(three, "One", Search())
    with room(qtbot, three) as here:
        do(here, "proposals.search_save")
        asked = name_it(here, "ONE")
        assert asked.isVisible()
        assert "One".casefold() in strip_isolates(asked.row.editor.problem).casefold()
        for wrong in ("", "\u202e", "x" * 190):
            name_it(here, wrong)
            assert asked.isVisible()
            assert asked.row.editor.problem
        name_it(here, "Two")
        assert not asked.isVisible()
        assert [one.name for one in saved(three)] == ["One", "Two"]


def test_a_shipped_search_becomes_a_filter_of_the_saved_one(qtbot: QtBot, three: Workspace) -> None:
    with room(qtbot, three) as here:
        click(here, "untitled:ar")
        assert here.titles() == ["Border health", "Border skills"]
        assert chips(here) == ["No title in Arabic"]
        do(here, "proposals.search_save")
        name_it(here, "To be translated")
        here.settle()
        assert chips(here) == ["Title (Arabic): blank"]
        assert here.titles() == ["Border health", "Border skills"]
        assert "proposals.search_update" not in able(here)


def test_what_cannot_be_said_in_filters_is_refused_with_a_way_out(qtbot: QtBot, three: Workspace) -> None:
    with room(qtbot, three) as here:
        click(here, "incomplete")
        do(here, "proposals.search_save")
        asked = name_it(here, "Incomplete ones")
        assert asked.isVisible()
        assert "All proposals" in asked.row.editor.problem
        assert saved(three) == []
        asked.reject()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_is_updated_renamed_and_deleted_by_keys(qtbot: QtBot, three: Workspace, language: str) -> None:
    kept.keep(three, "Borders", Search("border"))
    with room(qtbot, three, language) as here:
        view, pane = here.page.list, here.page.list.searches
        assert not able(here) & {"proposals.search_rename", "proposals.search_delete", "proposals.search_update"}
        click(here, labelled(here, "Borders"))
        assert "proposals.search_update" not in able(here)
        view.filters.put("lead_country", Condition("lead_country", Test.ONE_OF, ("SD",)))
        here.settle()
        do(here, "proposals.search_update")
        assert saved(three)[0].search.conditions == view.filters.conditions
        assert entries(here)[pane.current()].end == "1"
        pane.setFocus()
        QTest.keyClick(pane, Qt.Key.Key_F2)
        name_it(here, "Neighbours")
        assert [one.name for one in saved(three)] == ["Neighbours"]
        QTest.keyClick(pane, Qt.Key.Key_Delete)
        here.settle()
        assert saved(three) == []
        assert len(queries.ids(three)) == 3
        words, undo = here.said[-1]
        assert "Neighbours" in words
        undo()
        here.settle()
        assert [one.name for one in saved(three)] == ["Neighbours"]
        labelled(here, "Neighbours")


def test_delete_in_the_pane_never_means_the_proposals(qtbot: QtBot, three: Workspace) -> None:
    with room(qtbot, three) as here:
        deleted: list[bool] = []
        shortcut = QShortcut(Qt.Key.Key_Delete, here.page, lambda: deleted.append(True))
        here.page.list.table.selectAll()
        pane = here.page.list.searches
        pane.setFocus()
        QTest.keyClick(pane, Qt.Key.Key_Delete)
        assert deleted == []
        here.page.list.table.setFocus()
        QTest.keyClick(here.page.list.table, Qt.Key.Key_Delete)
        assert deleted == [True]
        shortcut.deleteLater()


def test_the_menu_of_the_pane_offers_what_can_be_done(qtbot: QtBot, three: Workspace) -> None:
    kept.keep(three, "Borders", Search("border"))
    with room(qtbot, three) as here:
        pane: Any = here.page.list.searches
        click(here, labelled(here, "Borders"))
        at = QPoint(5, 5)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, pane.mapToGlobal(at))
        QApplication.sendEvent(pane.viewport(), event)
        (menu,) = [one for one in pane.findChildren(QMenu) if one.isVisible()]
        on = {one.objectName() for one in menu.actions() if one.isEnabled()}
        assert on == {"proposals.search_save", "proposals.search_rename", "proposals.search_delete"}
        menu.close()


def test_a_reader_keeps_no_searches(qtbot: QtBot, three: Workspace) -> None:
    kept.keep(three, "Borders", Search("border"), shared=True)
    three.sit_down(Person("Rami", "SD", "reader"))
    with room(qtbot, three) as here:
        click(here, labelled(here, "Borders"))
        assert len(here.titles()) == 2
        assert not {one for one in able(here) if one.startswith("proposals.search_")}
        QTest.keyClick(here.page.list.searches, Qt.Key.Key_Delete)
        here.settle()
        assert len(saved(three)) == 1


def test_the_shipped_searches_find_what_they_count(qtbot: QtBot, three: Workspace) -> None:
    with three.step("meeting") as step:
        step.add(Meeting, {"starts": "2026-01-10", "ends": "2026-01-11"})
    operations.create(
        three, {"title_fr": "Sans accord", "lead_country": "EG"}, {"parties": [{"name": "EG"}, {"name": "SD"}]}
    )
    with room(qtbot, three) as here:
        shown = entries(here)
        assert {"mine", "consents", "stale", "changed", "untitled:ar", "untitled:en", "untitled:fr"} <= set(shown)
        for ident, entry in shown.items():
            if not entry.heading:
                here.page.list.searches.set_current(ident)
                here.page.list.search()
                here.settle()
                assert str(len(here.titles())) == entry.end, ident
        assert (shown["consents"].end, shown["untitled:en"].end, shown["mine"].end) == ("1", "1", "4")


def test_before_the_first_meeting_nothing_has_changed_since_it(qtbot: QtBot, three: Workspace) -> None:
    with room(qtbot, three) as here:
        assert entries(here)["changed"].end == "3"  # since the last of those that the program knows
    with three.reading() as db:
        held = db.execute(select(TABLES["meeting"].c.id)).scalars().all()
    with three.step("No meeting") as step:
        for meeting in held:
            step.remove(Meeting, meeting)
    with room(qtbot, three) as here:
        assert "changed" not in entries(here)


def test_which_shipped_searches_can_be_said_in_conditions() -> None:
    assert as_conditions("all", "EG", None) == ()
    assert as_conditions("ours", "EG", None) == (Condition("lead_country", Test.ONE_OF, ("EG",)),)
    assert as_conditions("state:IDEA", "EG", None) == (Condition("state", Test.ONE_OF, ("IDEA",)),)
    assert as_conditions("changed", "EG", "2026-01-11") == (Condition("history", Test.CHANGED_SINCE, ("2026-01-11",)),)
    assert [as_conditions(one, "EG", None) for one in ("removed", "stale", "mine", "consents", "conflicts")] == [
        None
    ] * 5


def test_a_row_beyond_the_first_page_is_selected_when_the_rest_is_there(
    qtbot: QtBot, work: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "LONG", 200)
    with work.step("many") as step:
        ids = [
            step.add(Proposal, {"title_en": f"P {n}", "lead_country": "EG", "ref": f"KP-{n:05}", "state": "IDEA"})
            for n in range(400)
        ]
    with room(qtbot, work) as here:
        assert len(here.titles()) == 400
        here.page.arrive([ids[333]])
        here.settle()
        assert here.page.list.table.selected_ids() == (ids[333],)
        here.page.list.filters.put("title", Condition("title", Test.CONTAINS, ("P 333",)))
        here.settle()
        assert here.titles() == ["P 333"]
        assert here.page.list.table.selected_ids() == (ids[333],)
