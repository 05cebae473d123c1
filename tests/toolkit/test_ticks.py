"""A list with ticks: by click and by Space, narrowed by any spelling, the same in both directions."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.toolkit.ticks import Tick, TickList
from tests.toolkit.conftest import Speak
from tests.toolkit.showing import present

ITEMS = [Tick("a", "Égypte"), Tick("b", "السودان", on=True, icon="push-pin", meaning="stays"), Tick("c", "Soudan")]


def shown(qtbot: QtBot) -> tuple[TickList, list[tuple[str, bool]]]:
    ticks = TickList("Countries")
    told: list[tuple[str, bool]] = []
    ticks.toggled.connect(lambda code, on: told.append((code, on)))
    ticks.set_items(ITEMS)
    ticks.resize(300, 300)
    present(qtbot, ticks)
    return ticks, told


@pytest.mark.parametrize("language", ["en", "ar"])
def test_ticks_come_and_go_by_click_and_by_space(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    ticks, told = shown(qtbot)
    assert ticks.ticked() == ("b",)
    place = ticks.list.visualItemRect(ticks.list.item(2)).center()
    QTest.mouseClick(ticks.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (told, ticks.ticked()) == ([("c", True)], ("b", "c"))
    ticks.list.setFocus()
    QTest.keyClick(ticks.list, Qt.Key.Key_Up)
    QTest.keyClick(ticks.list, Qt.Key.Key_Space)
    assert (told[-1], ticks.ticked()) == (("b", False), ("c",))


def test_the_line_narrows_in_any_spelling_and_the_arrows_lead_into_the_list(qtbot: QtBot) -> None:
    ticks, told = shown(qtbot)
    ticks.line.setFocus()
    QTest.keyClicks(ticks.line, "egypt")
    assert [ticks.list.item(row).isHidden() for row in range(3)] == [False, True, True]
    QTest.keyClick(ticks.line, Qt.Key.Key_Down)
    assert ticks.list.hasFocus()
    QTest.keyClick(ticks.list, Qt.Key.Key_Space)
    assert told == [("a", True)]
    assert ticks.ticked() == ("a", "b")  # what is out of sight keeps its tick


def test_a_screen_reader_hears_name_meaning_and_state(qtbot: QtBot) -> None:
    ticks, _told = shown(qtbot)
    item = ticks.list.item(1)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "السودان, stays"
    assert item.checkState() == Qt.CheckState.Checked


def test_other_items_keep_the_current_line_and_the_search(qtbot: QtBot) -> None:
    ticks, _told = shown(qtbot)
    ticks.go_to("c")
    ticks.line.setText("s")
    ticks.set_items([ITEMS[2], ITEMS[0]])
    assert ticks.current() == "c"
    assert ticks.list.item(1).isHidden()
