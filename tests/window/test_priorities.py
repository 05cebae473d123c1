"""The first run for France, and from its empty set to a proposal that names a priority: in the real window."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core import i18n
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.ui.new import NewProposal
from khartoum_desktop.proposals.ui.page import ProposalsPage
from khartoum_desktop.proposals.ui.priorities_page import PrioritiesPage
from khartoum_desktop.sample import fill_workspace
from khartoum_desktop.scoring.queries import current_round
from khartoum_desktop.toolkit.command_search import CommandSearch
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.window import Window
from khartoum_desktop.workspace import Workspace
from tests.window.rooms import Opened, press, welcome


@pytest.fixture(params=["ar", "en"])
def france(request: pytest.FixtureRequest, qtbot: QtBot, opened: Opened) -> tuple[Window, Workspace]:
    """Return the real window after a first run for France, in Arabic and in English."""
    i18n.set_language(request.param)
    set_direction()
    window = opened(pages=None)
    window.show_welcome()
    first = welcome(window)
    QTest.keyClicks(first.form.name.line, "Nadia Fahmy")
    first.form.delegation.box.choose("EG")
    QTest.mouseClick(first.france, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.workspace_shown):
        QTest.mouseClick(first.buttons["write"], Qt.MouseButton.LeftButton)
    dialog = window.findChild(NewProposal)
    assert dialog is not None
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    with qtbot.waitActive(window):
        window.activateWindow()
    assert window.work is not None
    return window, window.work


def test_the_sample_is_made_whichever_presidency_is_chosen(qtbot: QtBot, opened: Opened) -> None:
    window = opened(sample=fill_workspace)
    window.show_welcome()
    first = welcome(window)
    first.form.name.set_value("Nadia")
    first.form.delegation.set_value("EG")
    first.france.click()
    with qtbot.waitSignal(window.workspace_shown):
        first.buttons["sample"].click()
    assert window.work is not None
    assert lists_of(window.work).presidency == "EG-2024"
    assert len(queries.ids(window.work)) == 40


def wait(qtbot: QtBot, window: Window, until: Callable[[], bool]) -> None:
    qtbot.waitUntil(lambda: not window.desk.tasks.running() and until())


def test_undo_after_the_first_run_leaves_the_presidency(qtbot: QtBot, france: tuple[Window, Workspace]) -> None:
    window, work = france
    wait(qtbot, window, lambda: True)
    assert window.steps.undo_name == ""
    press(window, Qt.Key.Key_Z)
    window.steps.undo()
    wait(qtbot, window, lambda: True)
    assert lists_of(work).presidency == "FR-2025"
    assert current_round(work).label.text("en") == "Presidency of France, 2025"


def test_from_the_empty_field_of_the_form_to_a_priority_and_back(
    qtbot: QtBot, france: tuple[Window, Workspace]
) -> None:
    window, work = france
    ident = operations.create(work, {"title_en": "Skills hubs", "lead_country": "EG"})
    window.go("proposals", ident)
    proposals: Any = window.page
    assert isinstance(proposals, ProposalsPage)
    wait(qtbot, window, lambda: proposals._editor is not None and proposals._editor.detail is not None)
    proposals.go_to("priorities")
    link = QApplication.focusWidget()
    assert link is not None
    assert link.objectName() == "write_priorities"
    QTest.keyClick(link, Qt.Key.Key_Space)
    page: Any = window.page
    assert isinstance(page, PrioritiesPage)
    assert not any(button.isChecked() for button in window.rail._buttons.values())
    wait(qtbot, window, lambda: bool(page.stack.currentWidget() is page.empty))
    press(window, Qt.Key.Key_N)
    name: Any = QApplication.focusWidget()
    QTest.keyClicks(name, "Legal pathways")
    press(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page is proposals

    def cards_now() -> Any:
        return proposals._editor.form.bound["priorities"].editor if proposals._editor else None

    wait(qtbot, window, lambda: bool(cards_now().add_button.isVisible()))
    cards = cards_now()
    QTest.mouseClick(cards.add_button, Qt.MouseButton.LeftButton)
    popup = cards.cell(0, "code").box.open_list()
    QTest.keyClick(popup.list, Qt.Key.Key_Down)
    QTest.keyClick(popup.list, Qt.Key.Key_Return)
    wait(qtbot, window, lambda: bool(queries.read(work, ident).lines["priorities"]))
    (line,) = queries.read(work, ident).lines["priorities"]
    assert lists_of(work).label("priority", str(line["code"])) == "Legal pathways"


def test_the_page_is_in_the_menu_and_in_the_search(qtbot: QtBot, france: tuple[Window, Workspace]) -> None:
    window, _work = france
    (made,) = [one for one in window.menu_row.menus["tools"].actions() if one.objectName() == "page_priorities"]
    press(window, Qt.Key.Key_K)
    search = QApplication.activePopupWidget()
    assert isinstance(search, CommandSearch)
    search.line.setText(strip_isolates(made.text()))
    QTest.keyClick(search.line, Qt.Key.Key_Return)
    assert window.page_id == "priorities"
    window.go("proposals")
    made = next(one for one in window.menu_row.menus["tools"].actions() if one.objectName() == "page_priorities")
    made.trigger()
    assert window.page_id == "priorities"
    assert window.menu_row.menus["page"].title()
