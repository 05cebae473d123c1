"""Pinned columns stay at the start edge while the others scroll, and columns move and resize by hand, both ways."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.pinned import PinnedTable, _Front
from khartoum_desktop.toolkit.table import ColumnView, RowsModel
from tests.toolkit.conftest import Speak
from tests.toolkit.showing import present

LANGUAGES = ("en", "ar")
KEYS = ("a", "b", "c", "d", "e")


def fetch(ids: Sequence[str]) -> dict[str, str]:
    return {one: one for one in ids}


def columns(keys: Sequence[str] = KEYS) -> list[ColumnView[str]]:
    return [ColumnView(key, f"Column {key}", f"{key} of {{}}".format, 150) for key in keys]


def shown(qtbot: QtBot, pinned: int = 1, width: int = 420) -> PinnedTable:
    """Return a table with the focus, too narrow for its five columns of 150."""
    table = PinnedTable(name="Rows")
    model = RowsModel(columns(), fetch, table)
    table.setModel(model)
    table.set_pinned(pinned)
    model.set_ids([f"r{n}" for n in range(60)])
    table.resize(width, 300)
    present(qtbot, table)
    table.setFocus()
    table.selectRow(0)
    return table


def front(table: PinnedTable) -> _Front:
    (found,) = table.findChildren(_Front)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_pinned_columns_stay_at_the_start_edge(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    table = shown(qtbot)
    assert table.findChildren(_Front) == []  # nothing lies above a table that is not scrolled
    table.horizontalScrollBar().setValue(200)
    over = front(table)
    assert over.isVisible()
    assert [over.isColumnHidden(section) for section in range(5)] == [False, True, True, True, True]
    room = table.viewport().geometry()
    edges = (over.geometry().left(), over.geometry().right())
    assert (edges[1] == room.right()) if language == "ar" else (edges[0] == room.left())
    assert over.width() == 150
    table.verticalScrollBar().setValue(500)
    assert over.verticalScrollBar().value() == 500
    over.verticalScrollBar().setValue(90)
    assert table.verticalScrollBar().value() == 90
    table.horizontalScrollBar().setValue(0)
    assert not over.isVisible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_click_on_a_pinned_cell_selects_and_keeps_the_keyboard_in_the_table(
    qtbot: QtBot, speak: Speak, language: str
) -> None:
    speak(language)
    table = shown(qtbot)
    table.horizontalScrollBar().setValue(200)
    over = front(table)
    index = table.model().index(2, 0)
    QTest.mouseClick(over.viewport(), Qt.MouseButton.LeftButton, pos=over.visualRect(index).center())
    assert table.selected_ids() == ("r2",)
    assert QApplication.focusWidget() is table
    opened: list[str] = []
    table.opened.connect(opened.append)
    QTest.mouseDClick(over.viewport(), Qt.MouseButton.LeftButton, pos=over.visualRect(index).center())
    assert opened == ["r2"]
    assert table.horizontalScrollBar().value() == 200  # a pinned cell is in sight already


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_brings_cells_out_from_under_the_pinned_ones(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    table = shown(qtbot)
    onwards, back = (Qt.Key.Key_Left, Qt.Key.Key_Right) if language == "ar" else (Qt.Key.Key_Right, Qt.Key.Key_Left)
    for _time in range(4):
        QTest.keyClick(table, onwards)
    assert table.current_key() == "e"
    for _time in range(2):
        QTest.keyClick(table, back)
        cell = table.visualRect(table.currentIndex())
        start = table.viewport().width() - cell.right() - 1 if language == "ar" else cell.left()
        assert start >= table.pinned_width() == 150
    assert table.current_key() == "c"


def test_the_keyboard_stays_in_its_column_when_other_rows_come(qtbot: QtBot) -> None:
    table = shown(qtbot)
    for _time in range(2):
        QTest.keyClick(table, Qt.Key.Key_Right)
    table.rows.set_ids(["r7", "r8"])
    table.selectRow(0)
    assert table.current_key() == "c"
    table.rows.set_ids([])
    assert table.current_key() == "c"  # an empty list can still be asked about that column
    table.rows.set_columns(columns(("a", "b")))
    assert table.current_key() == "b"


def test_too_many_pinned_columns_scroll_with_the_others(qtbot: QtBot) -> None:
    table = shown(qtbot, pinned=3)
    table.horizontalScrollBar().setValue(100)
    assert table.findChildren(_Front) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_header_is_dragged_to_another_place(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    table = shown(qtbot, pinned=0, width=900)
    moved: list[tuple[str, int]] = []
    table.column_moved.connect(lambda key, place: moved.append((key, place)))
    header = table.horizontalHeader()

    def middle(section: int) -> QPoint:
        """Return a place past the middle of a header, in reading direction."""
        return QPoint(header.sectionViewportPosition(section) + (50 if language == "ar" else 100), 10)

    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=middle(0))
    for place in (0, 1, 2):
        QTest.mouseMove(header.viewport(), middle(place))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=middle(2))
    qtbot.waitUntil(lambda: bool(moved))
    assert moved == [("a", 2)]
    assert [header.visualIndex(section) for section in range(5)] == [0, 1, 2, 3, 4]  # its owner orders the columns


def test_only_the_person_resizes(qtbot: QtBot) -> None:
    table = shown(qtbot, pinned=1)
    resized: list[tuple[str, int]] = []
    table.column_resized.connect(lambda key, width: resized.append((key, width)))
    table.rows.set_columns(columns(("a", "c", "b", "d", "e")))
    table.resize(500, 300)
    table.horizontalScrollBar().setValue(100)
    assert resized == []
    front(table).horizontalHeader().resizeSection(0, 180)
    assert resized == [("a", 180)]
    assert table.horizontalHeader().sectionSize(0) == 180
    assert table.rows.columns[0].width == 180
    assert front(table).width() == 180


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_of_a_column_comes_with_the_mouse_and_with_keys(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    table = shown(qtbot)
    asked: list[str] = []
    table.column_menu_wanted.connect(lambda key, _at: asked.append(key))
    header = table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(1) + 20, 10)
    QApplication.sendEvent(
        header.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, header.viewport().mapToGlobal(at))
    )
    assert asked == ["b"]
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert asked == ["b", "a"]
    assert table.selected_ids() == ("r0",)  # Alt+Down does not move


def test_more_can_be_put_into_the_menu_of_the_rows(qtbot: QtBot) -> None:
    table = shown(qtbot)
    table.set_row_actions([Action("open", "Open", lambda: None)])
    table.menu_opening.connect(lambda menu: menu.addAction("More"))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), table.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(table.viewport(), event)
    (menu,) = table.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Open", "More"]
    menu.close()
