"""Files, people, check, backup, help, faults, and the end."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core import settings
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.toolkit.dialogs import ErrorDialog, PersonDialog, Sitting
from khartoum_desktop.window.help import AboutDialog, HelpWindow, ShortcutsDialog
from khartoum_desktop.window.welcome import Welcome
from khartoum_desktop.workspace import Person, Workspace
from tests.rooms import when_asked
from tests.window.rooms import (
    Opened,
    button,
    drop,
    made_workspace,
    notes,
    press,
    settle,
    welcome,
)


def test_files_dropped_anywhere_reach_the_page_or_import(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    sheet = tmp_path / "ministry.xlsx"
    assert drop(window, sheet)
    qtbot.waitUntil(lambda: notes(window).taken == [sheet])
    window.go("ranking")
    drop(window, sheet)
    qtbot.waitUntil(lambda: window.page_id == "import")
    assert notes(window).taken == [sheet]


def test_a_file_dropped_on_the_first_run_waits_for_its_workspace(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened()
    window.show_welcome()
    first = welcome(window)
    sheet = tmp_path / "ministry.xlsx"
    assert drop(window, sheet)
    assert first.message.isVisible()
    first.form.name.set_value("Nadia")
    first.form.delegation.set_value("EG")
    with qtbot.waitSignal(window.workspace_shown):
        first.buttons["write"].click()
    qtbot.waitUntil(lambda: notes(window).taken == [sheet])


def test_a_dropped_workspace_is_opened(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    other = tmp_path / "b.khartoum"
    made_workspace(other).close()
    with qtbot.waitSignal(window.workspace_shown):
        drop(window, other)
    assert window.work is not None
    assert window.work.path == other
    Workspace.open(tmp_path / "a.khartoum").close()  # the one before was closed


def test_recent_workspaces_are_in_the_menu(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    other = tmp_path / "Cairo 2026.khartoum"
    made_workspace(other).close()
    window = opened(tmp_path / "a.khartoum")
    texts = [made.text() for made in window.menu_row.menus["file"].actions()]
    assert any("Cairo 2026" in text for text in texts)
    assert not any("Open \u2068a\u2069" in text for text in texts)


def test_another_person_sits_down(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")

    when_asked(window, PersonDialog, lambda dialog: dialog._take(Sitting("Camille Roux", "FR", "reader")))
    window.status.person.click()
    work = window.work
    assert work is not None
    qtbot.waitUntil(lambda: work.person == Person("Camille Roux", "FR", "reader"))
    qtbot.waitUntil(lambda: "Camille Roux" in window.status.person.text())


def test_a_workspace_from_another_laptop_asks_who_sits_here(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    made_workspace(tmp_path / "a.khartoum").close()
    settings.update(installation="another laptop", last_person=("Giulia Conti", "IT", "assessor"))
    offered: list[object] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PersonDialog):
            waiting.stop()
            offered.append(dialog.form.read())
            dialog.reject()

    waiting = QTimer()
    waiting.timeout.connect(answer)
    waiting.start(50)
    window = opened(tmp_path / "a.khartoum")
    qtbot.waitUntil(lambda: bool(offered))
    assert offered == [Sitting("Giulia Conti", "IT", "assessor")]
    assert window.work is not None
    assert window.work.person is None
    assert window.status.person.text() == "Who is at this laptop…"


def test_the_workspace_is_checked_and_backed_up(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QFileDialog

    window = opened(tmp_path / "a.khartoum")
    window.tools.check()
    qtbot.waitUntil(notes(window).message.isVisible)
    assert notes(window).message.kind == "ok"
    target = tmp_path / "copies" / "copy"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))  # the system's own dialog
    window.tools.back_up()
    qtbot.waitUntil(lambda: "copy" in window.status.message.text())
    assert target.with_suffix(".khartoum").exists()
    assert settings.load().window["folder/backup"] == str(target.parent)


def test_help_shortcuts_and_about_open(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    window.looks.change_language("ar")
    settle(qtbot, window)
    press(window, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    guide = window.findChild(HelpWindow)
    assert guide is not None
    assert guide.isVisible()
    block = guide.text.document().firstBlock()
    assert block.textDirection() == Qt.LayoutDirection.RightToLeft
    assert not any(part.isspace() for part in guide.text.toPlainText()[:1])
    guide.close()
    window.tools.show_shortcuts()
    window.tools.show_about()
    for kind in (ShortcutsDialog, AboutDialog):
        dialog = window.findChild(kind)
        assert dialog is not None
        assert dialog.isVisible()
        dialog.close()


def test_a_refusal_stands_on_the_page_and_a_fault_in_a_dialog(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    window.desk.fail(UserError("The list is frozen.", "Make a new one."))
    assert notes(window).message.label.text() == "The list is frozen. Make a new one."

    def broken(_progress: object) -> None:
        raise ZeroDivisionError

    window.desk.tasks.start(broken, lambda _none: None)
    qtbot.waitUntil(lambda: window.findChild(ErrorDialog) is not None)
    dialog = window.findChild(ErrorDialog)
    assert dialog is not None
    assert "ZeroDivisionError" in dialog.details
    dialog.close()


def test_closing_keeps_the_layout_and_frees_the_workspace(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "a.khartoum"
    window = opened(path)
    window.go("ranking")
    window.resize(800, 577)
    window.desk.remember("columns", "title,score")
    assert window.close()
    Workspace.open(path).close()
    again = opened(path)
    assert again.page_id == "ranking"
    assert again.desk.recall("columns") == "title,score"
    assert again.height() == 577


def test_leaving_a_workspace_goes_back_to_the_beginning(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "a.khartoum"
    window = opened(path)
    window.show_welcome()
    qtbot.waitUntil(welcome(window).isVisible)
    button(welcome(window), "Back to the workspace").click()
    assert window.page_id == "proposals"
    window.leave_workspace()
    assert isinstance(window.stack.currentWidget(), Welcome)
    assert not window.rail.isVisible()
    Workspace.open(path).close()


def test_a_window_left_open_makes_the_days_backup(
    qtbot: QtBot, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(tmp_path / "a.khartoum")
    work = window.work
    assert work is not None
    folder = tmp_path / "a.khartoum.backups"
    assert len(list(folder.glob("*.khartoum"))) == 1
    tomorrow = time.time_ns() // 1_000_000 + 86_400_000
    monkeypatch.setattr(work.store, "_clock", lambda: tomorrow)
    window.tools.daily.timeout.emit()
    qtbot.waitUntil(lambda: len(list(folder.glob("*.khartoum"))) == 2)
