"""The drawer of comments: everything in it is in sight, and its Ctrl+Return sends words instead of the proposal."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.proposals import operations
from khartoum_desktop.proposals.comments import operations as comments
from khartoum_desktop.proposals.comments.queries import thread
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.toolkit.parts import Chip, FlatButton
from khartoum_desktop.workspace import Person, Workspace
from tests.proposals.rooms import Room, room


def open_drawer(here: Room, ident: str) -> None:
    here.page.list.table.select_ids([ident])
    run(next(one for one in here.page.actions() if one.id == "proposals.comments"))
    here.settle()


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_nothing_of_a_question_is_cut_off(qtbot: QtBot, work: Workspace, language: str) -> None:
    ident = operations.create(work, {"title_en": "Skills hubs", "lead_country": "EG"})
    comments.say(work, ident, "Who pays?", question=True, field="budget_total")
    work.sit_down(Person("Somebody of a long name", "CH"))
    comments.say(work, ident, "Who pays for the vehicles?", question=True)
    with room(qtbot, work, language) as here:
        open_drawer(here, ident)
        drawer = here.editor.comments
        seen = drawer.pane.viewport()
        parts = [*drawer.pane.findChildren(FlatButton), *drawer.pane.findChildren(Chip)]
        assert len(parts) >= 8
        for part in parts:
            left = part.mapTo(seen, part.rect().topLeft()).x()
            assert left >= 0
            assert left + part.width() <= seen.width()
            assert part.width() >= part.sizeHint().width()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_ctrl_return_in_the_words_sends_them_and_submits_nothing(qtbot: QtBot, work: Workspace, language: str) -> None:
    ident = operations.create(work, {"title_en": "Skills hubs", "lead_country": "EG"})
    submitted = []
    with room(qtbot, work, language) as here:
        open_drawer(here, ident)
        drawer = here.editor.comments
        key = QShortcut(QKeySequence("Ctrl+Return"), here.page)  # as the window has it, to submit
        key.activated.connect(lambda: submitted.append(ident))
        here.page.activateWindow()
        field = drawer.text.text
        field.setFocus()
        QTest.keyClicks(field, "We share")
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        here.settle()
        assert [one.text for one in thread(work, ident)] == ["We share"]
        assert not submitted
        QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        here.settle()
        assert len(thread(work, ident)) == 1
        assert not submitted
        here.page.setFocus()
        QTest.keyClick(here.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert submitted
        assert not here.faults


def test_words_that_were_not_sent_wait_for_their_proposal_and_two_clicks_send_them_once(
    qtbot: QtBot, work: Workspace
) -> None:
    one = operations.create(work, {"title_en": "One", "lead_country": "EG"})
    two = operations.create(work, {"title_en": "Two", "lead_country": "EG"})
    with room(qtbot, work) as here:
        here.edit(one).toggle_comments()
        here.settle()
        drawer = here.editor.comments
        drawer.text.set_value("Not sent yet")
        here.edit(two)
        here.settle()
        assert drawer.text.value() is None
        here.edit(one)
        here.settle()
        assert drawer.text.value() == "Not sent yet"
        drawer.say.click()
        drawer.say.click()
        here.settle()
    assert [said.text for said in thread(work, one)] == ["Not sent yet"]
    assert thread(work, two) == []
