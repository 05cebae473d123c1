"""The columns of the list: chosen, moved, pinned and resized by mouse and keyboard, and remembered, both ways."""

import re
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations
from khartoum_desktop.proposals.columns import operations as column_sets
from khartoum_desktop.proposals.columns import queries as column_queries
from khartoum_desktop.proposals.columns.model import SHIPPED, ColumnChoice, Shown, label_of, showable
from khartoum_desktop.proposals.columns.ui.dialog import ColumnsDialog
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.workspace import Workspace
from tests.proposals.rooms import Room, room

LANGUAGES = ["ar", "en"]


@pytest.fixture
def proposal(work: Workspace) -> str:
    columns = {"title_en": "Skills hubs", "lead_country": "EG", "contact_email": "a@b.org", "contact_phone": "+20 2 12"}
    lines = {"parties": [{"name": "EG"}, {"name": "SD"}], "gcm": [{"code": "GCM-1"}], "risks": [{"risk": "Delay"}]}
    return operations.create(work, {**columns, "own_contribution": Amount(5_000_000, "EUR")}, lines)


def keys(here: Room) -> list[str]:
    return [column.key for column in here.page.list.model.columns]


def header_menu(here: Room, section: int) -> QMenu:
    header = here.page.list.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(section) + 20, 10)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, header.viewport().mapToGlobal(at))
    QApplication.sendEvent(header.viewport(), event)
    return menu(here)


def menu(here: Room) -> QMenu:
    found = [one for one in here.page.findChildren(QMenu) if one.objectName() == "column_menu" and one.isVisible()]
    return found[-1]


def choose(here: Room, opened: QMenu, action: str) -> None:
    (found,) = [one for one in opened.actions() if one.objectName() == action]
    assert found.isEnabled()
    found.trigger()
    opened.close()
    here.settle()


def do(here: Room, action: str) -> None:
    run(next(one for one in here.page.actions() if one.id == action))
    here.settle()


def dialog(here: Room) -> ColumnsDialog:
    do(here, "proposals.columns")
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ColumnsDialog) and one.isVisible()]
    return found


def name_dialog(name: str) -> NameDialog:
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, NameDialog) and one.isVisible()]
    found.name.line.setText(name)
    return found


def test_every_column_can_be_shown(qtbot: QtBot, work: Workspace, proposal: str) -> None:
    assert proposal
    with room(qtbot, work) as here:
        view = here.page.list
        view.columns.show(ColumnChoice.of(map(Shown, showable())))
        here.settle()
        said = {column.key: view.model.text_at(0, place) for place, column in enumerate(view.model.columns)}
        assert said["title"] == "Skills hubs"
        assert said["contact_email"] == "a@b.org"
        assert said["own_contribution"] == "EUR 5,000"
        assert said["parties"] == "Egypt, Sudan"
        assert said["gcm"] == "GCM-1"
        assert said["risks"] == "1"
        assert re.match(r"KP-\d{4}-EG-", said["ref"])
        assert said["summary_ar"] == said["results"] == "–"
        assert "Kind" in said["missing"]
        view.table.grab()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_of_a_header_sorts_hides_moves_and_pins(
    qtbot: QtBot, work: Workspace, proposal: str, language: str
) -> None:
    assert proposal
    with room(qtbot, work, language) as here:
        view = here.page.list
        assert keys(here) == ["title", "budget_total", "completeness", "state"]
        choose(here, header_menu(here, 1), "column.last")
        assert keys(here) == ["title", "completeness", "budget_total", "state"]
        choose(here, header_menu(here, 1), "column.hide")
        assert keys(here) == ["title", "budget_total", "state"]
        choose(here, header_menu(here, 2), "column.pin")
        assert keys(here) == ["state", "title", "budget_total"]
        assert view.columns.choice.pinned == 1
        choose(here, header_menu(here, 2), "column.down")
        assert (view.model.sort_key, view.model.descending) == ("budget_total", True)
        view.table.setFocus()
        QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        choose(here, menu(here), "column.pin")  # of the column in which the keyboard is, wherever it has been moved
        assert view.table.current_key() == "title"
        assert view.columns.choice.pinned == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_header_that_is_dragged_takes_its_column_along(
    qtbot: QtBot, work: Workspace, proposal: str, language: str
) -> None:
    assert proposal
    with room(qtbot, work, language) as here:
        header = here.page.list.table.horizontalHeader()

        def at(section: int) -> QPoint:
            """Return a place past the middle of a header, in reading direction."""
            wide = header.sectionSize(section)
            return QPoint(header.sectionViewportPosition(section) + wide * (1 if language == "ar" else 2) // 3, 10)

        QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=at(1))
        QTest.mouseMove(header.viewport(), at(2))
        QTest.mouseMove(header.viewport(), at(3))
        QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=at(3))
        qtbot.waitUntil(lambda: keys(here)[1] == "completeness")
        assert keys(here) == ["title", "completeness", "state", "budget_total"]
        assert ColumnChoice.from_json(here.desk.recall("proposals/columns")).keys == tuple(keys(here))
        here.settle()
        assert len(here.titles()) == 1


def test_the_menu_key_reaches_the_column_too(qtbot: QtBot, work: Workspace, proposal: str) -> None:
    with room(qtbot, work) as here:
        table = here.page.list.table
        table.setFocus()
        table.select_ids([proposal])
        at = QPoint(5, 5)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, table.mapToGlobal(at))
        QApplication.sendEvent(table.viewport(), event)
        words = [one.text() for shown in table.findChildren(QMenu) for one in shown.actions()]
        assert "Hide this column" in words
        for shown in table.findChildren(QMenu):
            shown.close()


def test_what_is_shown_is_remembered_for_the_workspace(qtbot: QtBot, work: Workspace, proposal: str) -> None:
    assert proposal
    with room(qtbot, work) as here:
        here.page.list.columns.show(SHIPPED["money"][1])
        here.page.list.table.horizontalHeader().resizeSection(1, 222)
        kept = here.desk.recall("proposals/columns")
        assert ColumnChoice.from_json(kept).columns[1] == Shown("budget_total", 222)
        again = type(here.page)(work, here.desk)
        assert again.list.columns.choice == here.page.list.columns.choice
        assert again.list.table.horizontalHeader().sectionSize(1) == 222
        here.desk.remember("proposals/columns", '{"damaged"')
        assert type(here.page)(work, here.desk).list.columns.choice == SHIPPED["overview"][1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dialog_chooses_orders_and_pins_by_keyboard(
    qtbot: QtBot, work: Workspace, proposal: str, language: str
) -> None:
    assert proposal
    with room(qtbot, work, language) as here:
        asked = dialog(here)
        asked.ticks.line.setText(_(label_of("contact_email")))
        assert asked.ticks.current() == "contact_email"
        QTest.keyClick(asked.ticks.line, Qt.Key.Key_Down)
        QTest.keyClick(asked.ticks.list, Qt.Key.Key_Space)
        QTest.keyClick(asked, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        QTest.keyClick(asked, Qt.Key.Key_P, Qt.KeyboardModifier.AltModifier)
        asked.ticks.line.clear()
        asked.ticks.go_to("completeness")
        QTest.keyClick(asked.ticks.list, Qt.Key.Key_Space)
        asked.accept()
        here.settle()
        assert keys(here) == ["contact_email", "title", "budget_total", "state"]
        assert here.page.list.columns.choice.pinned == 1
        assert here.page.list.model.text_at(0, 0) == "a@b.org"
        asked = dialog(here)
        asked.reset.click()
        asked.reject()
        assert keys(here)[0] == "contact_email"  # nothing is changed by looking


@pytest.mark.parametrize("language", LANGUAGES)
def test_sets_are_saved_chosen_renamed_updated_and_deleted(
    qtbot: QtBot, work: Workspace, proposal: str, language: str
) -> None:
    assert proposal

    def names() -> list[str]:
        return [one.name for one in column_queries.sets(work) if not one.shipped]

    with room(qtbot, work, language) as here:
        asked = dialog(here)
        assert not asked.remove_set.isEnabled()
        asked.ticks.go_to("state")
        QTest.keyClick(asked.ticks.list, Qt.Key.Key_Space)
        asked.save_as.click()
        saving = name_dialog("")
        saving.save()
        here.settle()
        assert saving.row.editor.problem
        saving.name.line.setText("ثلاثة")
        saving.everybody.setChecked(True)
        saving.save()
        here.settle()
        assert names() == ["ثلاثة"]
        assert asked.remove_set.isEnabled()
        assert not asked.update_set.isEnabled()
        asked.ticks.go_to("ref")
        QTest.keyClick(asked.ticks.list, Qt.Key.Key_Space)
        asked.update_set.click()
        here.settle()
        (kept,) = [one for one in column_queries.sets(work) if not one.shipped]
        assert kept.choice.keys == ("title", "budget_total", "completeness", "ref")
        asked.rename_set.click()
        name_dialog("Four").save()
        here.settle()
        assert names() == ["Four"]
        asked.remove_set.click()
        here.settle()
        assert names() == []
        words, undo = here.said[-1]
        assert "Four" in words
        undo()
        here.settle()
        assert names() == ["Four"]
        asked.reject()


def test_a_set_is_chosen_in_the_dialog_and_from_the_commands(qtbot: QtBot, work: Workspace, proposal: str) -> None:
    assert proposal
    column_sets.keep(work, "Refs", ColumnChoice.of([Shown("ref"), Shown("title")]))
    with room(qtbot, work) as here:
        asked = dialog(here)
        here.settle()
        box: Any = asked.sets
        assert strip_isolates(box.currentText()) == "Overview"
        box.setCurrentIndex(box.count() - 1)
        box.activated.emit(box.currentIndex())
        asked.accept()
        here.settle()
        assert keys(here) == ["ref", "title"]
        do(here, "proposals.columns.translation")
        assert keys(here) == list(SHIPPED["translation"][1].keys)


def test_what_is_copied_is_what_is_shown(qtbot: QtBot, work: Workspace, proposal: str) -> None:
    operations.create(work, {"title_en": "=HYPERLINK(1)", "lead_country": "SD"})
    with room(qtbot, work) as here:
        view = here.page.list
        view.columns.show(ColumnChoice.of(map(Shown, ("contact_phone", "title", "own_contribution"))))
        here.settle()
        view.table.setFocus()
        QTest.keyClick(view.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        here.settle()
        clip = QGuiApplication.clipboard().mimeData()
        assert strip_isolates(here.said[-1][0]) == "2 rows copied"
        assert clip.text().split("\n") == [
            "Contact: telephone\tProposal\tOwn contribution",
            "'+20 2 12\tSkills hubs\tEUR 5,000",
            "–\t'=HYPERLINK(1)\t–",
        ]
        assert ">+20 2 12</td>" in clip.html()
        assert proposal in view.table.selected_ids()


def test_the_sums_are_those_of_the_selected_ones(qtbot: QtBot, work: Workspace) -> None:
    for place, amount in enumerate((1_000_000, 2_000_000, 4_000_000)):
        operations.create(work, {"title_en": f"P{place}", "lead_country": "EG", "budget_total": Amount(amount, "EUR")})
    with room(qtbot, work) as here:
        table = here.page.list.table
        table.setFocus()
        assert "EUR 7,000" in strip_isolates(here.page.status())
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda: "EUR 3,000" in strip_isolates(here.page.status()))
        QTest.keyClick(table, Qt.Key.Key_Up)
        here.settle()
        assert "EUR 7,000" in strip_isolates(here.page.status())


def test_rows_on_their_way_for_other_columns_are_not_shown(qtbot: QtBot, work: Workspace, proposal: str) -> None:
    with room(qtbot, work) as here:
        view = here.page.list

        def amount() -> object:
            row = view.model.shown_at(view.model.position(proposal))
            return row.values.get("own_contribution") if row is not None else None

        view.model.refresh()
        view.table.grab()  # asks for the rows with the columns of before
        view.columns.show(SHIPPED["money"][1])
        view.table.grab()
        here.settle()
        assert amount() == Amount(5_000_000, "EUR")
        view.columns.show(SHIPPED["overview"][1])
        operations.create(work, {"title_en": "Another", "lead_country": "EG"})
        view.search()
        view.columns.show(SHIPPED["money"][1])
        here.settle()
        view.table.grab()
        here.settle()
        assert amount() == Amount(5_000_000, "EUR")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_click_on_the_words_chooses_a_column_to_pin_and_only_the_box_hides_it(
    qtbot: QtBot, work: Workspace, proposal: str, language: str
) -> None:
    assert proposal
    with room(qtbot, work, language) as here:
        shown = dialog(here)
        lines, before = shown.ticks.list, shown.choice.keys

        def click(row: int, *, on_box: bool) -> None:
            place = lines.visualItemRect(lines.item(row))
            at = 15 if on_box == (language == "en") else place.width() - 15
            QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at, place.center().y()))

        click(2, on_box=False)
        assert shown.ticks.current() == before[2]
        click(0, on_box=False)
        assert shown.choice.keys == before
        assert shown.ticks.current() == before[0]
        shown.pin.click()
        assert [one.key for one in shown.choice.columns if one.pinned] == [before[0]]
        click(1, on_box=True)
        assert shown.choice.keys == (before[0], *before[2:])
        assert lines.verticalScrollBar().value() == 0  # what is shown stays in sight
        shown.reject()
