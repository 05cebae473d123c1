"""The first run: two questions, four ways to begin, and refusals."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from khartoum_desktop.core import settings
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.toolkit.dialogs import SecretDialog
from khartoum_desktop.workspace import Person, Workspace
from tests.rooms import when_asked
from tests.window.rooms import Opened, button, made_workspace, welcome


def test_the_first_run_makes_a_workspace_from_two_answers(qtbot: QtBot, opened: Opened) -> None:
    window = opened()
    window.show_welcome()
    first = welcome(window)
    assert QApplication.focusWidget() is first.form.name.line
    QTest.keyClicks(first.form.name.line, "Nadia Fahmy")
    first.form.delegation.box.choose("EG")
    first.form.role.box.choose("assessor")
    first.france.click()
    with qtbot.waitSignal(window.workspace_shown):
        first.buttons["write"].click()
    work = window.work
    assert work is not None
    assert work.person == Person("Nadia Fahmy", "EG", "assessor")
    from khartoum_desktop.proposals.list_queries import lists_of

    assert lists_of(work).presidency == "FR-2025"
    assert settings.last_workspace() == work.path
    assert window.page_id == "proposals"
    qtbot.waitUntil(window.rail.isVisible)
    assert "Nadia Fahmy" in window.status.person.text()
    assert "Egypt" in window.status.person.text()


def test_nothing_is_made_before_the_questions_are_answered(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened()
    window.show_welcome()
    first = welcome(window)
    first.buttons["import"].click()
    assert all(row.editor.problem for row in first.form.rows[:2])
    first.form.name.line.setFocus()
    QTest.keyClicks(first.form.name.line, "Nadia")
    first.form.delegation.box.setFocus()
    assert not first.form.rows[0].editor.problem  # it was mended
    first.form.delegation.set_value("EG")
    first.other.click()
    assert first.chair.isVisible()
    first.buttons["import"].click()
    assert first.message.isVisible()
    assert window.work is None
    from khartoum_desktop.core.paths import data_folder

    assert list(data_folder().glob("*.khartoum")) == []


def test_a_new_workspace_can_be_protected(qtbot: QtBot, opened: Opened) -> None:
    window = opened()
    window.show_welcome()
    first = welcome(window)
    first.form.name.set_value("Nadia")
    first.form.delegation.set_value("EG")
    first.protect.click()

    def write(dialog: SecretDialog) -> None:
        for line in dialog.findChildren(QLineEdit):
            line.setText("nine dry rivers")
        button(dialog, "Set passphrase").click()

    when_asked(window, SecretDialog, write)
    with qtbot.waitSignal(window.workspace_shown):
        first.buttons["write"].click()
    assert window.work is not None
    path = window.work.path
    window.leave_workspace()
    with pytest.raises(UserError):
        Workspace.open(path)
    Workspace.open(path, "nine dry rivers").close()


def test_the_sample_is_made_by_what_the_program_gives(qtbot: QtBot, opened: Opened) -> None:
    filled: list[Workspace] = []

    def fill(work: Workspace) -> int:
        filled.append(work)
        return 0

    window = opened(sample=fill)
    window.show_welcome()
    first = welcome(window)
    first.form.name.set_value("Nadia")
    first.form.delegation.set_value("EG")
    with qtbot.waitSignal(window.workspace_shown):
        first.buttons["sample"].click()
    assert filled == [window.work]
    bare = opened()
    bare.show_welcome()
    assert "sample" not in welcome(bare).buttons


def test_a_file_that_is_no_workspace_is_refused_where_it_was_asked(
    qtbot: QtBot, opened: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "letter.khartoum"
    path.write_text("Dear colleague")
    window = opened()
    with qtbot.waitSignal(window.entrance.refused):
        window.entrance.open(path)
    first = welcome(window)
    assert first.message.isVisible()
    assert "letter" in first.message.label.text()
    assert path.read_text() == "Dear colleague"


def test_a_workspace_that_has_gone_is_forgotten(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "gone.khartoum"
    settings.remember_workspace(path)
    window = opened()
    with qtbot.waitSignal(window.entrance.refused):
        window.entrance.open(path)
    assert settings.load().recent == ()


def test_the_passphrase_is_asked_until_it_is_right(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "closed.khartoum"
    made_workspace(path, "nine dry rivers").close()
    window = opened()
    asked: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, SecretDialog):
            QTimer.singleShot(30, window, answer)
            return
        asked.append(dialog.heading.text())
        line = dialog.findChild(QLineEdit)
        assert line is not None
        assert line.echoMode() == QLineEdit.EchoMode.Password
        line.setText("wrong" if len(asked) == 1 else "nine dry rivers")
        if len(asked) == 1:
            QTimer.singleShot(30, window, answer)
        button(dialog, "Open").click()

    QTimer.singleShot(30, window, answer)
    with qtbot.waitSignal(window.workspace_shown):
        window.entrance.open(path)
    assert len(asked) == 2
    assert "closed" in asked[0]


def test_a_second_window_on_the_same_workspace_is_refused(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "shared.khartoum"
    first = opened(path)
    second = opened()
    with qtbot.waitSignal(second.entrance.refused) as refused:
        second.entrance.open(path)
    assert isinstance(refused.args[0], UserError)
    assert first.work is not None
    assert second.work is None
