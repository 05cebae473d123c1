"""Changing several proposals and pasting into the table, by real keys and clicks, in both directions."""

from collections.abc import Iterator
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.bulk.model import Outcome
from khartoum_desktop.proposals.bulk.ui.change_dialog import ChangeSeveral
from khartoum_desktop.proposals.bulk.ui.paste_dialog import PasteDialog
from khartoum_desktop.proposals.bulk.ui.preview import PlanDialog
from khartoum_desktop.proposals.model import Amount, FieldValue
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.toolkit.actions import make_action
from khartoum_desktop.toolkit.choosing import ListPopup
from khartoum_desktop.workspace import Person, Workspace
from tests.effort import effort
from tests.proposals.rooms import Room, room
from tests.proposals.seeing import state

D = TypeVar("D", bound=PlanDialog)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def make(work: Workspace, title: str, **more: FieldValue) -> str:
    return operations.create(work, {"title_en": title, "lead_country": "EG", **more})


def value(work: Workspace, ident: str, key: str) -> FieldValue:
    return queries.read(work, ident).value(key)


@pytest.fixture
def clipboard() -> Iterator[Any]:
    board = QGuiApplication.clipboard()
    yield board
    board.clear()


def with_keys(here: Room) -> Room:
    """Give the page the shortcuts that the window gives it."""
    for action in here.page.actions():
        if action.id.startswith(("proposals.several", "proposals.paste")):
            here.page.addAction(make_action(action, here.page))
    here.page.activateWindow()
    here.page.list.table.setFocus()
    return here


def press(here: Room, widget: QWidget, key: Qt.Key, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifiers)
    here.settle()


def dialog(here: Room, kind: type[D]) -> D:
    here.qtbot.waitUntil(lambda: any(one.isVisible() for one in here.page.findChildren(kind)))
    here.settle()
    return next(one for one in here.page.findChildren(kind) if one.isVisible())


def choose(here: Room, editor: Any, code: str) -> None:
    """Pick from a list as a person does: open it with a key, go to the entry, press Enter."""
    box = editor.box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    popup = next(one for one in box.findChildren(ListPopup) if one.isVisible())
    popup._go(next(row for row in range(box.count()) if box.itemData(row) == code))
    QTest.keyClick(popup.list if popup.line.isHidden() else popup.line, Qt.Key.Key_Return)
    here.settle()
    assert box.code() == code


def pasted(here: Room, text: str) -> PasteDialog:
    QGuiApplication.clipboard().setText(text)
    press(here, here.page.list.table, Qt.Key.Key_V, CONTROL)
    return dialog(here, PasteDialog)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_several_are_changed_as_shown_and_one_undo_brings_all_back(
    qtbot: QtBot, work: Workspace, language: str
) -> None:
    ids = [make(work, f"Number {n}") for n in range(3)]
    operations.set_value(work, ids[1], "framework", "multilateral")
    before = state(work)
    with room(qtbot, work, language) as here:
        with_keys(here)
        press(here, here.page.list.table, Qt.Key.Key_A, CONTROL)
        press(here, here.page.list.table, Qt.Key.Key_E, CONTROL | SHIFT)
        box = dialog(here, ChangeSeveral)
        assert not box.go.isEnabled()
        choose(here, box.field, "framework")
        assert box.bound is not None
        choose(here, box.bound.editor, "multilateral")
        qtbot.waitUntil(lambda: box.plan is not None)
        assert box.plan is not None
        assert [box.plan.counts[one] for one in Outcome] == [2, 1, 0]
        assert box.table.model_of_rows.rowCount() == 3
        assert state(work) == before
        QTest.mouseClick(box.go, Qt.MouseButton.LeftButton)
        here.settle()
        assert {value(work, ident, "framework") for ident in ids} == {"multilateral"}
        (said, undo) = here.said[-1]
        assert "2" in said or "مقترحان" in said
        undo()
        here.settle()
        assert state(work) == before


def test_typing_shows_what_it_would_change_and_enter_alone_changes_nothing(qtbot: QtBot, work: Workspace) -> None:
    ids = [make(work, f"Number {n}") for n in range(2)]
    with room(qtbot, work) as here:
        with_keys(here).page.list.table.selectAll()
        press(here, here.page.list.table, Qt.Key.Key_E, CONTROL | SHIFT)
        box = dialog(here, ChangeSeveral)
        choose(here, box.field, "duration_months")
        assert box.bound is not None
        line: Any = box.bound.editor.focusProxy()
        line.setFocus()
        QTest.keyClicks(line, "24")
        qtbot.waitUntil(lambda: box.plan is not None)
        assert "24" in strip_isolates(box.table.model_of_rows.text_at(0, 2))
        QTest.keyClick(line, Qt.Key.Key_Return)
        here.settle()
        assert value(work, ids[0], "duration_months") is None
        QTest.keyClicks(line, "x")
        qtbot.waitUntil(lambda: not box.go.isEnabled())
        QTest.keyClick(line, Qt.Key.Key_Backspace)
        qtbot.waitUntil(lambda: box.plan is not None and box.go.isEnabled())
        QTest.keyClick(line, Qt.Key.Key_Return, CONTROL)
        here.settle()
        assert [value(work, ident, "duration_months") for ident in ids] == [24, 24]


def test_every_field_for_several_has_its_editor_in_the_dialog(qtbot: QtBot, work: Workspace) -> None:
    make(work, "One")
    with room(qtbot, work) as here:
        with_keys(here)
        press(here, here.page.list.table, Qt.Key.Key_E, CONTROL | SHIFT)
        box = dialog(here, ChangeSeveral)
        for row in range(1, box.field.box.count()):
            box.field.set_value(box.field.box.itemData(row))
            box._field_chosen()
            assert box.bound is not None
            assert box.bound.editor.accessibleName()
        here.settle()
        press(here, box, Qt.Key.Key_Escape)
        assert not box.isVisible()


def test_a_change_under_the_dialog_is_shown_instead_of_written_over(qtbot: QtBot, work: Workspace) -> None:
    ident = make(work, "One")
    with room(qtbot, work) as here:
        with_keys(here)
        press(here, here.page.list.table, Qt.Key.Key_E, CONTROL | SHIFT)
        box = dialog(here, ChangeSeveral)
        choose(here, box.field, "framework")
        assert box.bound is not None
        choose(here, box.bound.editor, "bilateral")
        qtbot.waitUntil(lambda: box.plan is not None)
        operations.set_value(work, ident, "framework", "multilateral")
        QTest.mouseClick(box.go, Qt.MouseButton.LeftButton)
        here.settle()
        assert value(work, ident, "framework") == "multilateral"
        assert box.isVisible()
        assert "changed since" in box.message.label.text()
        QTest.mouseClick(box.go, Qt.MouseButton.LeftButton)
        here.settle()
        assert value(work, ident, "framework") == "bilateral"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_block_goes_to_the_current_cell_and_the_following_ones(
    qtbot: QtBot, work: Workspace, clipboard: Any, language: str
) -> None:
    ids = [make(work, f"Number {n}") for n in range(3)]
    before = state(work)
    with room(qtbot, work, language) as here:
        with_keys(here)
        table = here.page.list.table
        table.selectRow(1)
        table.setCurrentIndex(table.model().index(1, 1))
        box = pasted(here, "2500000 EUR\r\n7,5 M USD\r\n1 EUR\r\n")
        assert box.plan is not None
        assert (box.plan.counts[Outcome.CHANGE], box.plan.spare) == (2, 1)
        assert box.make_new.isVisible()
        assert state(work) == before
        QTest.mouseClick(box.go, Qt.MouseButton.LeftButton)
        here.settle()
        assert [value(work, ident, "budget_total") for ident in ids] == [
            None, Amount(2_500_000_000, "EUR"), Amount(7_500_000_000, "USD"),
        ]  # fmt: skip
        here.said[-1][1]()
        here.settle()
        assert state(work) == before


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_refused_cell_is_mended_in_place(qtbot: QtBot, work: Workspace, clipboard: Any, language: str) -> None:
    ids = [make(work, f"Number {n}") for n in range(2)]
    with room(qtbot, work, language) as here:
        with_keys(here)
        table = here.page.list.table
        table.setCurrentIndex(table.model().index(0, 0))
        box = pasted(here, "Hubs\t12\nسبل\t9 EUR")
        assert box.plan is not None
        assert box.plan.counts[Outcome.LEFT] == 1
        assert box.mend_pane.isVisible()
        line = box.mending.line
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, "12 EUR")
        QTest.keyClick(line, Qt.Key.Key_Return)
        here.settle()
        assert box.plan.counts[Outcome.LEFT] == 0
        assert box.isVisible()
        assert not box.mend_pane.isVisible()
        QTest.mouseClick(box.go, Qt.MouseButton.LeftButton)
        here.settle()
        assert value(work, ids[0], "budget_total") == Amount(12_000, "EUR")
        assert value(work, ids[1], "title_ar") == "سبل"


def test_one_row_goes_to_every_selected_proposal(qtbot: QtBot, work: Workspace, clipboard: Any) -> None:
    ids = [make(work, f"Number {n}") for n in range(4)]
    with room(qtbot, work) as here:
        with_keys(here)
        table = here.page.list.table
        table.select_ids([ids[0], ids[2]])
        table.selectionModel().setCurrentIndex(table.model().index(0, 1), table.selectionModel().SelectionFlag.NoUpdate)
        box = pasted(here, "5 EUR")
        QTest.mouseClick(box.go, Qt.MouseButton.LeftButton)
        here.settle()
        assert [value(work, ident, "budget_total") is not None for ident in ids] == [True, False, True, False]


def test_columns_go_by_their_keys_in_the_order_shown(qtbot: QtBot, work: Workspace, clipboard: Any) -> None:
    ident = make(work, "One")
    with room(qtbot, work) as here:
        with_keys(here)
        table = here.page.list.table
        table.horizontalHeader().moveSection(1, 0)  # the cost stands first now
        table.setCurrentIndex(table.model().index(0, 1))
        box = pasted(here, "5 EUR\tUno")
        QTest.mouseClick(box.go, Qt.MouseButton.LeftButton)
        here.settle()
        assert (value(work, ident, "budget_total"), value(work, ident, "title_en")) == (Amount(5000, "EUR"), "Uno")


@pytest.mark.parametrize("text", ["", "x" * 1_000_001])
def test_what_cannot_be_pasted_is_said_and_import_is_offered(
    qtbot: QtBot, work: Workspace, clipboard: Any, text: str
) -> None:
    make(work, "One")
    with room(qtbot, work) as here:
        with_keys(here)
        QGuiApplication.clipboard().setText(text)
        press(here, here.page.list.table, Qt.Key.Key_V, CONTROL)
        assert not here.page.findChildren(PasteDialog)
        assert here.page.message.isVisible()
        assert "Import" in here.page.message.label.text() or not text


def test_ctrl_v_in_the_search_line_is_a_paste_of_words(qtbot: QtBot, work: Workspace, clipboard: Any) -> None:
    make(work, "One")
    with room(qtbot, work) as here:
        with_keys(here)
        QGuiApplication.clipboard().setText("words")
        here.page.list.line.setFocus()
        press(here, here.page.list.line, Qt.Key.Key_V, CONTROL)
        assert here.page.list.line.text() == "words"
        qtbot.waitUntil(lambda: not here.titles())
        assert not here.page.findChildren(PasteDialog)


def test_a_reader_is_offered_neither(qtbot: QtBot, work: Workspace) -> None:
    make(work, "One")
    work.sit_down(Person("Nadia Fahmy", "EG", "reader"))
    with room(qtbot, work) as here:
        offered = {one.id: one.enabled() for one in here.page.actions()}
        assert (offered["proposals.several"], offered["proposals.paste"]) == (False, False)


def test_ten_thousand_rows_do_not_hold_up_the_window(qtbot: QtBot, work: Workspace) -> None:
    with work.step("Import") as step:
        for n in range(10_000):
            step.add(Proposal, {"title_en": f"Number {n}", "ref": f"KP-2026-EG-A-{n}", "lead_country": "EG"})
    with room(qtbot, work) as here:
        with_keys(here).page.list.table.selectAll()
        here.settle()
        press(here, here.page.list.table, Qt.Key.Key_E, CONTROL | SHIFT)
        box = dialog(here, ChangeSeveral)
        choose(here, box.field, "framework")
        assert box.bound is not None
        choose(here, box.bound.editor, "bilateral")
        qtbot.waitUntil(lambda: box.plan is not None)
        assert box.plan is not None
        plan = box.plan

        def show() -> None:
            box._show(plan)
            box.table.scrollToBottom()
            box.table.viewport().grab()

        assert effort(show, within=0.25) < 0.25
