"""Pages: rail, keys, search, menus, saving, undo, and every real page."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core import i18n
from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations
from khartoum_desktop.toolkit.command_search import CommandSearch
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import ErrorDialog
from khartoum_desktop.toolkit.direction import alive, set_direction
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.shell import Toast
from khartoum_desktop.window import PAGES, available_pages
from khartoum_desktop.workspace import Workspace
from tests.window.rooms import (
    SPECS,
    Opened,
    made_workspace,
    nameless,
    notes,
    press,
)


def test_pages_are_reached_by_rail_keys_and_search(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    assert window.page_id == "proposals"
    assert window.status.page.text() == "14 notes"
    press(window, Qt.Key.Key_2)
    assert window.page_id == "ranking"
    assert window.status.page.text() == ""
    assert window.rail._buttons["ranking"].isChecked()
    window.rail._buttons["proposals"].click()
    assert notes(window).arrived == [None, None]
    press(window, Qt.Key.Key_K)
    search = QApplication.activePopupWidget()
    assert isinstance(search, CommandSearch)
    search.line.setText("Ranking")
    QTest.keyClick(search.line, Qt.Key.Key_Return)
    assert window.page_id == "ranking"


def test_the_search_finds_what_any_page_offers(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    window.go("ranking")
    window.search_commands()
    search = QApplication.activePopupWidget()
    assert isinstance(search, CommandSearch)
    search.line.setText("7")
    qtbot.waitUntil(lambda: [row.label for row in search.shown] == ["Note 7"])
    QTest.keyClick(search.line, Qt.Key.Key_Return)
    assert notes(window).arrived[-1] == "found"


def test_the_search_of_the_real_window_finds_proposals_from_any_page(
    qtbot: QtBot, opened: Opened, tmp_path: Path
) -> None:
    work = made_workspace(tmp_path / "a.khartoum")
    ident = operations.create(work, {"title_ar": "مراكز المهارات", "lead_country": "EG"})
    work.close()
    window = opened(tmp_path / "a.khartoum", pages=None)
    window.go("ranking")
    press(window, Qt.Key.Key_K)
    search = QApplication.activePopupWidget()
    assert isinstance(search, CommandSearch)
    search.line.setText("المهارات")  # QTest types no Arabic
    qtbot.waitUntil(lambda: len(search.shown) == 1)
    QTest.keyClick(search.line, Qt.Key.Key_Return)
    assert window.page_id == "proposals"
    assert window.page is not None
    assert window.page.argument() == ident


def test_a_page_that_is_not_ready_to_be_left_stays(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    notes(window).stays = True
    window.rail._buttons["ranking"].click()
    assert window.page_id == "proposals"
    assert window.rail._buttons["proposals"].isChecked()
    assert not window.close()
    assert window.work is not None


def test_the_pages_own_actions_have_a_menu_with_its_name(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    menu = window.menu_row.menus["page"]
    assert menu.title() == "Proposals"
    assert [made.text() for made in menu.actions()] == ["Withdraw"]
    press(window, Qt.Key.Key_D)
    toast = window.findChild(Toast)
    assert toast is not None
    assert toast.label.text() == "Withdrawn"
    window.go("ranking")
    assert not window.menu_row.menus["page"].menuAction().isVisible()


def test_a_toast_is_seen_over_the_page_that_comes_next(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    press(window, Qt.Key.Key_D)
    toast = window.findChild(Toast)
    assert toast is not None
    for page in ("ranking", "proposals"):
        window.go(page)
        assert window.page_id == page
        assert window.stack.childAt(toast.geometry().center()) in (toast, *toast.findChildren(QWidget))


def test_undo_takes_the_toast_of_what_was_done_away(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    notes(window)._save("Cairo")
    press(window, Qt.Key.Key_D)
    assert window.findChild(Toast) is not None
    window.steps.undo()
    qtbot.waitUntil(lambda: window.findChild(Toast) is None)
    assert "Undone" in window.status.message.text()


def test_focus_goes_to_the_search_line_and_from_pane_to_pane(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    page = notes(window)
    press(window, Qt.Key.Key_F)
    assert page.search.hasFocus()
    press(window, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
    assert page.text.line.hasFocus()
    press(window, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
    assert page.search.hasFocus()


def test_a_change_is_saved_named_undone_and_redone(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    assert window.status.saved.label.text() == "All changes saved"
    page = notes(window)
    page.text.setFocus()
    QTest.keyClicks(page.text.line, "Cairo")
    page.search.setFocus()
    qtbot.waitUntil(lambda: window.steps.undo_name == "Plan a meeting")
    assert ":" in window.status.saved.label.text()
    assert window.menu_row.undo.isEnabled()
    texts = [strip_isolates(made.text()) for made in window.menu_row.menus["edit"].actions()]
    assert "Undo: Plan a meeting" in texts
    toast = Toast(window.stack, "Planned", lambda: None)
    press(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: window.steps.redo_name == "Plan a meeting")
    assert not alive(toast) or not toast.isVisible(), "it would offer to undo what is undone"
    assert "Undone: " in window.status.message.text()
    window.menu_row.redo.click()
    qtbot.waitUntil(lambda: not window.menu_row.redo.isEnabled())
    assert window.steps.undo_name == "Plan a meeting"


def test_what_is_being_typed_is_saved_before_the_page_is_left(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    window = opened(tmp_path / "a.khartoum")
    page = notes(window)
    page.text.setFocus()
    QTest.keyClicks(page.text.line, "unfinished")
    window.go("ranking")
    qtbot.waitUntil(lambda: window.steps.undo_name == "Plan a meeting")


@pytest.mark.parametrize("code", ["ar", "en"])
def test_every_page_opens_in_both_directions_with_names(
    qtbot: QtBot, opened: Opened, tmp_path: Path, code: str
) -> None:
    i18n.set_language(code)
    set_direction()
    pages = available_pages()
    assert {page.id for page in pages} <= {page.id for page in PAGES}
    window = opened(tmp_path / "a.khartoum", pages=pages)
    for spec in pages:
        page = window.go(spec.id)
        assert page is not None
        qtbot.wait(50)
        assert window.page_id == spec.id
        assert nameless(page) == [], spec.id
        tops = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window]
        assert tops == [], spec.id  # no part has become a window of its own
    assert window.grab(window.rect()).toImage().pixelColor(QPoint(3, 3)).isValid()


def test_a_broken_page_does_not_take_the_window_with_it(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    def broken(_work: Workspace, _desk: Desk) -> Page:
        raise ZeroDivisionError

    specs = [*SPECS, PageSpec("broken", N_("Broken"), "x", broken)]
    window = opened(tmp_path / "a.khartoum", pages=specs)
    window.rail._buttons["broken"].click()
    dialog = window.findChild(ErrorDialog)
    assert dialog is not None
    dialog.close()
    assert window.page_id == "proposals"
    assert window.rail._buttons["proposals"].isChecked()
    assert notes(window).isVisible()
