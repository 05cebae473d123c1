"""Rows of actions become menus, shortcuts and the command search; dialogs ask with verbs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.toolkit.actions import SEPARATOR, Action, fill_menu, matching, prepare_menu, shortcut_text
from khartoum_desktop.toolkit.command_search import CommandSearch, Row, action_rows
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import AskDialog, ErrorDialog, PersonDialog, SecretDialog, Sitting
from khartoum_desktop.toolkit.page import Page
from tests.toolkit.conftest import Speak
from tests.toolkit.showing import present

DELEGATIONS = [("EG", "Egypt"), ("FR", "France"), ("IOM", "IOM")]


def test_a_menu_asks_when_it_opens_and_a_shortcut_when_it_is_pressed(qtbot: QtBot) -> None:
    window, done, allowed = QMainWindow(), list[str](), [False]
    menu = window.menuBar().addMenu("Edit")
    prepare_menu(menu)
    withdraw = Action("withdraw", "Withdraw", lambda: done.append("x"), "Ctrl+D", "delete", lambda: allowed[0])
    fill_menu(menu, [SEPARATOR, withdraw, SEPARATOR, SEPARATOR, Action("b", "B", lambda: None), SEPARATOR])
    assert [made.isSeparator() for made in menu.actions()] == [False, True, False]
    present(qtbot, window)
    made = menu.actions()[0]
    menu.aboutToShow.emit()
    assert not made.isEnabled()
    menu.aboutToHide.emit()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert done == []
    allowed[0] = True  # nobody told the menu
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert done == ["x"]


def test_a_group_is_a_menu_inside_that_asks_for_itself_and_keeps_its_shortcuts(qtbot: QtBot) -> None:
    window, done, allowed = QMainWindow(), list[str](), [True]
    menu = window.menuBar().addMenu("Page")
    prepare_menu(menu)
    columns = Action("c", "Columns", lambda: done.append("c"), "Ctrl+D", enabled=lambda: allowed[0], group="List")
    line = Action("", "", lambda: None, group="List")
    rows = [Action("a", "A", lambda: None), columns, line, Action("d", "D", lambda: None, group="List"), SEPARATOR]
    fill_menu(menu, [*rows, Action("b", "B", lambda: None)])
    assert [made.text() for made in menu.actions()] == ["A", "List", "B"]
    inner = menu.actions()[1].menu()
    assert isinstance(inner, QMenu)
    assert [made.isSeparator() for made in inner.actions()] == [False, True, False]
    present(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert done == ["c"]
    allowed[0] = False
    inner.aboutToShow.emit()
    assert not inner.actions()[0].isEnabled()
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert done == ["c"]


def test_a_choice_shows_whether_it_is_on(qtbot: QtBot) -> None:
    window, on = QMainWindow(), [True]
    qtbot.addWidget(window)
    menu = window.menuBar().addMenu("View")
    prepare_menu(menu)
    fill_menu(menu, [Action("dark", "Dark theme", lambda: None, checked=lambda: on[0])])
    assert menu.actions()[0].isChecked()
    on[0] = False
    menu.aboutToShow.emit()
    assert not menu.actions()[0].isChecked()


def test_actions_are_found_in_any_spelling() -> None:
    actions = [Action("a", "Réinitialiser", lambda: None), Action("b", "إستيراد ملف", lambda: None), SEPARATOR]
    assert [one.id for one in matching(actions, "REINI")] == ["a"]
    assert [one.id for one in matching(actions, "استيراد")] == ["b"]
    assert [one.id for one in matching(actions, "")] == ["a", "b"]
    assert shortcut_text("Ctrl+Y | Ctrl+Shift+Z") == "Ctrl+Y"


def test_the_command_search_runs_what_the_arrows_reach(qtbot: QtBot) -> None:
    done: list[str] = []
    actions = [
        Action("import", "Import a file", lambda: done.append("import"), "Ctrl+I", "import"),
        Action("export", "Export the list", lambda: done.append("export")),
        Action("never", "Import never", lambda: done.append("never"), enabled=lambda: False),
    ]
    rows = action_rows(actions)
    found = [Row("مقترح الهجرة", lambda: done.append("proposal"), "KP-2026-EG-A-01", "proposals")]
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    search = CommandSearch(window, rows, lambda words, show: show((words, found)))
    search.open_over(window)
    assert [row.label for row in search.shown] == ["Import a file", "Export the list"]
    QTest.keyClick(search.line, Qt.Key.Key_Down)
    QTest.keyClick(search.line, Qt.Key.Key_Return)
    assert done == ["export"]
    QTest.qWait(50)  # the first one is gone
    again = CommandSearch(window, rows, lambda words, show: show((words, found)))
    again.open_over(window)
    QTest.keyClicks(again.line, "kp-2026")
    assert again.shown == []
    assert again.nothing.isVisible()
    qtbot.waitUntil(lambda: [row.label for row in again.shown] == ["مقترح الهجرة"])
    again.grab()
    QTest.keyClick(again.line, Qt.Key.Key_Return)
    assert done == ["export", "proposal"]
    last = CommandSearch(window, rows)
    last.open_over(window)
    QTest.keyClicks(last.line, "no such thing")
    QTest.keyClick(last.line, Qt.Key.Key_Return)
    QTest.keyClick(last.line, Qt.Key.Key_Escape)
    assert len(done) == 2


def test_who_is_here_is_asked_until_it_is_known(qtbot: QtBot) -> None:
    dialog = PersonDialog(DELEGATIONS, others=[Sitting("Amal", "FR")])
    qtbot.addWidget(dialog)
    dialog.show()
    sit_down = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Start work")
    sit_down.click()
    assert dialog.isVisible()
    assert all(row.editor.problem for row in dialog.form.rows[:2])
    dialog.form.name.set_value("Nadia Fahmy")
    dialog.form.delegation.set_value("EG")
    dialog.form.role.set_value("assessor")
    sit_down.click()
    assert dialog.chosen == Sitting("Nadia Fahmy", "EG", "assessor")
    assert not dialog.isVisible()


def test_somebody_known_sits_down_with_one_click(qtbot: QtBot) -> None:
    dialog = PersonDialog(DELEGATIONS, others=[Sitting("Amal", "FR", "reader")])
    qtbot.addWidget(dialog)
    known = next(one for one in dialog.findChildren(QPushButton) if "Amal" in one.text())
    assert "France" in known.text()
    known.click()
    assert dialog.chosen == Sitting("Amal", "FR", "reader")


def test_a_question_has_verbs_and_a_safe_answer(qtbot: QtBot) -> None:
    choices = [("throw", "Discard the trial"), ("keep", "Keep it")]
    dialog = AskDialog("Leave the trial?", "Its weights are not saved.", choices, safe="keep")
    qtbot.addWidget(dialog)
    dialog.show()
    buttons = {one.objectName(): one for one in dialog.findChildren(QPushButton)}
    assert buttons["keep"].isDefault()
    assert not buttons["throw"].isDefault()
    buttons["throw"].click()
    assert dialog.answer == "throw"


def test_a_new_passphrase_is_written_twice(qtbot: QtBot) -> None:
    dialog = SecretDialog("Passphrase", "Nobody can recover it.", new=True)
    qtbot.addWidget(dialog)
    dialog.show()
    button = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Set passphrase")
    button.click()
    assert dialog._rows[0].editor.problem
    dialog._first.line.setText("nine dry rivers ")
    dialog._second.line.setText("nine dry river")
    button.click()
    assert dialog.secret == ""
    dialog._second.line.setText("nine dry rivers ")
    button.click()
    assert dialog.secret == "nine dry rivers "  # noqa: S105 - kept exactly, blanks too


def test_a_fault_shows_its_details_to_copy(qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match="the reason") as caught:
        int("the reason")
    dialog = ErrorDialog(caught.value)
    qtbot.addWidget(dialog)
    dialog.copy()
    text = QGuiApplication.clipboard().text()
    assert "the reason" in text
    assert "test_actions.py" in text


def test_the_desk_carries_words_and_layouts(qtbot: QtBot, speak: Speak) -> None:
    desk, told = Desk(), list[object]()
    desk.said.connect(lambda text, undo: told.append((text, undo)))
    desk.failed.connect(told.append)
    desk.opened.connect(lambda page, argument: told.append((page, argument)))
    error = UserError("No.", "Do this.")

    def undo() -> None:
        told.append("undone")

    desk.say("Withdrawn", undo)
    desk.fail(error)
    desk.open("proposals", "p1")
    assert told == [("Withdrawn", undo), error, ("proposals", "p1")]
    desk.place = "Cairo 2026"
    desk.remember("splitter", "1,2,3")
    assert desk.recall("splitter") == "1,2,3"
    speak("ar")
    assert desk.recall("splitter") == ""  # the other direction has its own layout
    desk.remember("rules", "all", turns=False)
    speak("en")
    assert desk.recall("rules", turns=False) == "all"
    desk.place = "Rome 2027"
    assert desk.recall("rules", turns=False) == ""
    desk.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_has_a_header_with_one_primary_button(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    done: list[str] = []
    page = Page()
    qtbot.addWidget(page)
    page.header.set_title("Proposals", "Senior Officials’ Meeting, Cairo 2026")
    page.header.set_buttons(
        [Action("export", "Export", lambda: done.append("export"))],
        Action("new", "New proposal", lambda: done.append("new"), "Ctrl+N", "new"),
    )
    page.resize(900, 500)
    page.show()
    primary = page.header.primary
    assert primary is not None
    assert primary.kind == "primary"
    assert (primary.mapTo(page, primary.rect().center()).x() < 450) == (language == "ar")
    primary.click()
    assert done == ["new"]
    page.header.set_buttons()
    assert page.header.primary is None
    assert (list(page.actions()), page.status(), page.leave(), page.accept_files([])) == ([], "", True, False)
    page.show_error(UserError("It failed.", "Try again."), [("Try again", lambda: done.append("again"))])
    assert page.message.isVisible()
    assert page.message.label.text() == "It failed. Try again."
    page.hide_message()
    assert not page.message.isVisible()
