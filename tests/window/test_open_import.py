"""A file that is open on the import page: Undo is its own, and the workspace is not closed over it unasked."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.ui.page import ImportPage
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, FILE, REVIEW, SHEET
from khartoum_desktop.proposals import operations
from khartoum_desktop.proposals.queries import ids
from khartoum_desktop.toolkit.dialogs import AskDialog
from khartoum_desktop.window import Window
from tests.window.rooms import Opened, made_workspace, nameless


@pytest.fixture
def cairo(tmp_path: Path) -> Path:
    """Return a workspace in which one proposal was written."""
    path = tmp_path / "cairo.khartoum"
    work = made_workspace(path)
    operations.create(work, {"title_en": "Written by hand", "lead_country": "SD"})
    work.close()
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a file with two projects."""
    path = tmp_path / "projects.csv"
    path.write_text("Title,Country\nBorder clinics,Kenya\nReturn centres,Kenya\n", encoding="utf-8")
    return path


def rest(qtbot: QtBot, window: Window) -> None:
    """Wait until all tasks are answered."""
    for _again in range(2):
        qtbot.wait(20)
        qtbot.waitUntil(lambda: not window.desk.tasks.running())


def with_file(qtbot: QtBot, opened: Opened, cairo: Path, table: Path) -> tuple[Window, ImportPage]:
    """Return a window on the import page with the file open."""
    window = opened(cairo, pages=None)
    assert window.take_files([table])
    page = window.page
    assert isinstance(page, ImportPage)
    qtbot.waitUntil(lambda: page.plan is not None and not window.desk.tasks.running())
    return window, page


def second_row(page: ImportPage) -> Kind:
    """Return what the second row of the file is."""
    assert page.plan is not None
    return page.plan.sheets[0].structure.kinds[1]


def asked(window: Window) -> AskDialog:
    dialog = window.closing.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def press(dialog: AskDialog, code: str) -> None:
    button = dialog.findChild(QPushButton, code)
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_undo_takes_back_decisions_and_not_the_workspaces_steps(
    qtbot: QtBot, opened: Opened, cairo: Path, table: Path
) -> None:
    window, page = with_file(qtbot, opened, cairo, table)
    assert window.work is not None
    sheet = page.sheet.table
    sheet.setFocus()
    sheet.setCurrentIndex(sheet.sheet.index(1, 1))
    QTest.keyClick(sheet, Qt.Key.Key_N)
    rest(qtbot, window)
    assert second_row(page) is Kind.NOTE
    assert strip_isolates(window.menu_row.undo.toolTip()) == "Undo: kind of row 2"
    QTest.keyClick(sheet, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert second_row(page) is Kind.PROPOSAL
    for _again in range(2):
        QTest.keyClick(sheet, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        rest(qtbot, window)
    assert len(ids(window.work)) == 1, "what was written by hand is not undone from here"
    QTest.keyClick(sheet, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert second_row(page) is Kind.NOTE
    window.go("proposals")
    rest(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, window)
    assert ids(window.work) == [], "on another page it is the workspace's again"
    page.cancel()


def test_the_window_is_not_closed_over_an_open_file_unasked(
    qtbot: QtBot, opened: Opened, cairo: Path, table: Path
) -> None:
    window, page = with_file(qtbot, opened, cairo, table)
    page.go(REVIEW)
    window.go("proposals")
    assert not window.close()
    dialog = asked(window)
    assert not window.close(), "asked once"
    press(dialog, "stay")
    assert window.isVisible()
    window.go("import")
    assert page.plan is not None
    assert page.step == REVIEW
    window.close()
    press(asked(window), "go")
    assert not window.isVisible()


def test_a_workspace_is_closed_after_the_answer(qtbot: QtBot, opened: Opened, cairo: Path, table: Path) -> None:
    window, _page = with_file(qtbot, opened, cairo, table)
    window.leave_workspace()
    assert window.work is not None
    press(asked(window), "go")
    assert window.work is None


@pytest.mark.parametrize("step", [FILE, SHEET, COLUMNS, REVIEW])
def test_everything_that_takes_the_focus_has_a_name(
    qtbot: QtBot, opened: Opened, cairo: Path, table: Path, step: int
) -> None:
    window, page = with_file(qtbot, opened, cairo, table)
    page.go(step)
    rest(qtbot, window)
    assert nameless(page) == []
    page.cancel()


def test_another_language_keeps_the_file_open(qtbot: QtBot, opened: Opened, cairo: Path, table: Path) -> None:
    window, page = with_file(qtbot, opened, cairo, table)
    page.go(REVIEW)
    window.looks.change_language("ar")
    rest(qtbot, window)
    again = window.page
    assert isinstance(again, ImportPage)
    assert again is not page
    assert again.plan is not None
    assert (again.step, again.review.isVisible()) == (REVIEW, True)
    again.cancel()


def test_a_yes_counts_once_also_when_the_other_workspace_could_not_be_opened(
    qtbot: QtBot, opened: Opened, cairo: Path, table: Path, tmp_path: Path
) -> None:
    window, page = with_file(qtbot, opened, cairo, table)
    missing = tmp_path / "gone.khartoum"
    assert not window.closing.is_agreed(lambda: window.entrance.open(missing))
    press(asked(window), "go")
    rest(qtbot, window)
    assert page.plan is not None
    assert not window.close()
    press(asked(window), "stay")
    page.cancel()
