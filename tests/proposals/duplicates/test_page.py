"""Duplicates on screen: the line under a title, the pairs, the choice field by field; by keys and clicks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.duplicates import operations
from khartoum_desktop.proposals.duplicates.joining import Take
from khartoum_desktop.proposals.duplicates.ui.choice import FieldChoice
from khartoum_desktop.proposals.duplicates.ui.page import SPEC, DuplicatesPage
from khartoum_desktop.proposals.duplicates.ui.title_watch import SimilarLine
from khartoum_desktop.proposals.ui.new import NewProposal
from khartoum_desktop.window import PAGES
from khartoum_desktop.workspace import Person, Workspace
from tests import rooms
from tests.proposals.duplicates.halls import everything, make, two
from tests.proposals.rooms import Room, room
from tests.rooms import words_in

BOTH = ("ar", "en")


class Hall(rooms.Room[DuplicatesPage]):
    """The page of duplicates, and its choice field by field."""

    def __init__(self, qtbot: QtBot, work: Workspace, argument: object = None) -> None:
        super().__init__(qtbot, work, SPEC.factory, argument)  # type: ignore[arg-type]  # the spec names any page

    def busy(self) -> bool:
        """Tell whether something asked for is not answered yet, or is still to be asked."""
        return super().busy() or self.page._idle.isActive()

    def row(self, key: str) -> FieldChoice:
        """Return the field in which the two differ."""
        return next(row for row in self.page.compare.rows if row.difference.field.key == key)

    def take(self, key: str) -> Take:
        """Return whose value of a field stays."""
        return self.row(key).take


@contextmanager
def hall(qtbot: QtBot, work: Workspace, language: str = "en", argument: object = None) -> Iterator[Hall]:
    with rooms.opened(lambda: Hall(qtbot, work, argument), language) as here:
        yield here


def test_the_page_is_reached_from_the_tools_and_not_from_the_rail() -> None:
    (spec,) = [page for page in PAGES if page.id == "duplicates"]
    assert (spec.in_rail, spec.label) == (False, SPEC.label)


@pytest.mark.parametrize("language", BOTH)
def test_a_pair_is_found_chosen_field_by_field_and_merged(qtbot: QtBot, work: Workspace, language: str) -> None:
    keep, other = two(work)
    make(work, "Border health")
    before = everything(work)
    with hall(qtbot, work, language) as here:
        assert here.page.pairs.count() == 1
        found = here.page.compare.found
        assert found is not None
        assert (found.keep.id, found.other.id) == (keep, other) or (found.keep.id, found.other.id) == (other, keep)
        if found.keep.id != keep:
            here.click(here.page.compare.swap)
        QTest.keyClick(here.page.pairs, Qt.Key.Key_Return)
        assert here.page.compare.rows[0].hasFocus()
        title = here.row("title_en")
        while not title.hasFocus():
            focus = QApplication.focusWidget()
            assert isinstance(focus, FieldChoice)
            QTest.keyClick(focus, Qt.Key.Key_Down)
        QTest.keyClick(title, Qt.Key.Key_1)
        assert title.result.words.text() == "Skills hubs for returnees"
        QTest.keyClick(title, Qt.Key.Key_3)
        assert title.result.words.text() == "Skills hubs for returnees / Skills centres for returnees"
        QTest.keyClick(title, Qt.Key.Key_2)
        activities = here.row("activities")
        assert here.take("activities") is Take.BOTH
        QTest.mouseClick(activities.boxes[Take.KEEP], Qt.MouseButton.LeftButton)
        assert here.take("activities") is Take.KEEP
        here.click(here.page.compare.merge_button)
        now = queries.read(work, keep)
        assert now.columns["title_en"] == "Skills centres for returnees"
        assert now.columns["activities"] == "Open three hubs\nTrain 600 people"
        assert queries.read(work, other).removed
        assert here.page.pairs.count() == 0
        (said,) = here.said
        assert now.ref in said[0]
        said[1]()
        here.settle()
        assert everything(work) == before
        assert here.page.pairs.count() == 1


def test_arabic_digits_choose_too_and_others_do_nothing(qtbot: QtBot, work: Workspace) -> None:
    keep, other = two(work)
    with hall(qtbot, work, "ar", (keep, other)) as here:
        row = here.row("start_planned")
        assert here.take("start_planned") is Take.OTHER
        row.setFocus()
        QTest.sendKeyEvent(QTest.KeyAction.Click, row, Qt.Key.Key_unknown, "١", Qt.KeyboardModifier.NoModifier)
        assert here.take("start_planned") is Take.KEEP
        QTest.keyClick(row, Qt.Key.Key_3)
        QTest.keyClick(row, Qt.Key.Key_7)
        assert here.take("start_planned") is Take.KEEP, "one date only"


@pytest.mark.parametrize("language", BOTH)
def test_not_the_same_is_remembered_shown_and_taken_back(qtbot: QtBot, work: Workspace, language: str) -> None:
    two(work)
    with hall(qtbot, work, language) as here:
        assert here.page.toggle.isHidden()
        here.click(here.page.compare.apart_button)
        assert here.page.pairs.count() == 0
        assert here.page.end.currentWidget() is here.page.nothing
        assert len(everything(work)["not_the_same"]) == 1
        here.click(here.page.toggle)
        assert here.page.pairs.count() == 1
        here.click(here.page.compare.apart_button)
        assert everything(work)["not_the_same"] == {}
        assert here.page.pairs.count() == 1, "among those that look alike again"
        here.said[-1][1]()
        here.settle()
        assert len(everything(work)["not_the_same"]) == 1


def test_the_toast_takes_not_the_same_back(qtbot: QtBot, work: Workspace) -> None:
    two(work)
    with hall(qtbot, work) as here:
        here.click(here.page.compare.apart_button)
        here.said[-1][1]()
        here.settle()
        assert everything(work)["not_the_same"] == {}
        assert here.page.pairs.count() == 1


@pytest.mark.parametrize("language", BOTH)
def test_where_nothing_looks_alike_it_says_what_is_compared(qtbot: QtBot, work: Workspace, language: str) -> None:
    make(work, "Border health")
    with hall(qtbot, work, language) as here:
        assert here.page.end.currentWidget() is here.page.nothing
        if language == "en":
            assert "No proposals look alike." in here.words()
            assert "same country" in here.words()
        (back,) = here.page.nothing.findChildren(QPushButton)
        here.click(back)
        assert here.opened == [("proposals", None)]


def test_any_two_can_be_compared(qtbot: QtBot, work: Workspace) -> None:
    one, other = make(work, "Border health", acronym="BH"), make(work, "Airports", acronym="AP")
    with hall(qtbot, work, "en", (one, other)) as here:
        found = here.page.compare.found
        assert found is not None
        assert [each.field.key for each in found.differences] == ["title_en", "acronym"]
        assert "Border health" in here.words()
        here.click(here.page.compare.equal)
        assert "Egypt" in here.page.compare.same.text()
        here.click(here.page.compare.swap)
        assert here.page.compare.found is not None
        assert here.page.compare.found.keep.id == other


def test_a_choice_outlives_a_change_elsewhere(qtbot: QtBot, work: Workspace) -> None:
    keep, other = two(work)
    with hall(qtbot, work, "en", (keep, other)) as here:
        here.row("summary_en").choose(Take.KEEP)
        proposals.set_value(work, keep, "acronym", "SH")
        here.settle()
        assert here.row("summary_en").take is Take.KEEP
        assert here.row("acronym").take is Take.KEEP
        proposals.remove(work, [other])
        here.settle()
        assert here.page.end.currentWidget() is here.page.nothing


def test_a_reader_sees_and_changes_nothing(qtbot: QtBot, work: Workspace) -> None:
    two(work)
    work.sit_down(Person("Amal", "EG", "reader"))
    before = everything(work)
    with hall(qtbot, work) as here:
        assert not here.page.compare.merge_button.isEnabled()
        row = here.page.compare.rows[0]
        take = row.take
        row.setFocus()
        QTest.keyClick(row, Qt.Key.Key_1)
        QTest.keyClick(row, Qt.Key.Key_2)
        assert row.take is take
        here.page.merge()
        here.page.set_apart()
        here.settle()
    assert everything(work) == before


def test_a_search_that_was_stopped_can_be_begun_again(qtbot: QtBot, work: Workspace) -> None:
    two(work)
    with hall(qtbot, work) as here:
        here.page.refresh()
        assert here.page._task is not None
        here.page._task.cancel()
        here.settle()
        assert "stopped" in here.words()
        (again,) = here.page.message.findChildren(QPushButton)[:1] and [
            each for each in here.page.message.findChildren(QPushButton) if each.text() == "Search again"
        ]
        here.click(again)
        assert here.page.message.isHidden()
        assert here.page.pairs.count() == 1


@pytest.mark.parametrize("language", BOTH)
def test_every_control_has_a_name(qtbot: QtBot, work: Workspace, language: str) -> None:
    two(work)
    with hall(qtbot, work, language) as here:
        for row in here.page.compare.rows:
            assert row.accessibleName()
            assert all(box.radio is not None and box.radio.accessibleName() for box in row.boxes.values())
        assert all(button.accessibleName() for button in here.page.findChildren(QPushButton))
        assert here.page.pairs.accessibleName()


# --- while a title is typed -------------------------------------------------------------------------------------------


def wait_for(here: Room, line: SimilarLine, *, shown: bool = True) -> None:
    here.qtbot.waitUntil(lambda: line.isVisible() is shown and not here.desk.tasks.running())


@pytest.mark.parametrize("language", BOTH)
def test_a_new_proposal_names_the_one_that_is_there(qtbot: QtBot, work: Workspace, language: str) -> None:
    there = make(work, "Skills hubs for returnees")
    with room(qtbot, work, language) as here:
        here.page.new()
        (dialog,) = here.page.findChildren(NewProposal)
        (line,) = dialog.findChildren(SimilarLine)
        QTest.keyClicks(dialog.title.line, "Skills hubs for")
        assert not line.isVisible()
        QTest.keyClicks(dialog.title.line, " returnees")
        wait_for(here, line)
        assert dialog.title.line.hasFocus()
        assert "Skills hubs for returnees" in words_in(line)
        dialog.title.line.setText("Airports")
        wait_for(here, line, shown=False)
        dialog.title.line.setText("Skills hubs for the returnees")
        wait_for(here, line)
        QTest.mouseClick(line.link, Qt.MouseButton.LeftButton)
        here.settle()
        assert here.editor.detail is not None
        assert here.editor.detail.id == there
        assert len(queries.ids(work)) == 1


@pytest.mark.parametrize("language", BOTH)
def test_the_form_names_a_similar_one_and_leads_to_both(qtbot: QtBot, work: Workspace, language: str) -> None:
    there, ours = make(work, "Skills hubs for returnees"), make(work, "Airports")
    with room(qtbot, work, language) as here:
        editor = here.edit(ours)
        (line,) = editor.findChildren(SimilarLine)
        assert not line.isVisible()
        here.type_into("title_en", "Skills hubs for returnees today", leave=False)
        wait_for(here, line)
        field: Any = editor.form.bound["title_en"].editor.focusProxy()
        assert field.hasFocus()
        QTest.keyClick(line.link, Qt.Key.Key_Return)
        here.settle()
        assert here.opened == [("duplicates", (ours, there))]
        operations.not_the_same(work, ours, there)
        here.type_into("title_en", "Skills hubs for the returnees")
        wait_for(here, line, shown=False)


def test_two_selected_ones_are_compared(qtbot: QtBot, work: Workspace) -> None:
    make(work, "Airports")
    make(work, "Border health")
    with room(qtbot, work) as here:
        action = next(one for one in here.page.actions() if one.id == "proposals.duplicates")
        action.run()
        assert here.opened[-1:] == [("duplicates", None)]
        here.page.list.table.selectAll()
        here.settle()
        action.run()
        assert here.opened[-1:] == [("duplicates", tuple(here.page.list.table.selected_ids()))]
        assert len(here.page.list.table.selected_ids()) == 2
