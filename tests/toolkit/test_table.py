"""The table: ten thousand ids, both directions, keyboard, clipboard, selection by id, sort requests."""

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import FSI, PDI
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.table import PAGE, ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.theme import current_theme
from tests.effort import effort
from tests.toolkit.conftest import Speak
from tests.toolkit.gallery import Line, make_table
from tests.toolkit.pixels import columns_with, image_of
from tests.toolkit.showing import present

LANGUAGES = ("en", "ar")


def shown(qtbot: QtBot, language: str, count: int = 60) -> tuple[Table, RowsModel[Line]]:
    """Return a table that is on the screen and has the focus."""
    table, model = make_table(language, count)
    table.resize(900, 400)
    present(qtbot, table)
    table.setFocus()
    return table, model


def test_ten_thousand_ids_are_shown_at_once_and_fetched_by_the_page(qtbot: QtBot) -> None:
    asked: list[Sequence[str]] = []

    def fetch(ids: Sequence[str]) -> Mapping[str, str]:
        asked.append(ids)
        return {row_id: f"Proposal {row_id}" for row_id in ids}

    table = Table(name="Proposals")
    qtbot.addWidget(table)
    model: RowsModel[str] = RowsModel([ColumnView("title", "Title", lambda row: row)], fetch, table)
    table.setModel(model)
    table.resize(800, 600)
    table.show()
    ids = [f"{number:05}" for number in range(10_000)]
    model.set_ids(ids)
    table.grab()
    assert asked == [ids[:PAGE]]
    orders = cycle(([], ids))

    def show() -> None:
        model.set_ids(next(orders))
        model.set_ids(next(orders))
        table.grab()

    assert effort(show, within=0.1) < 0.1
    asked.clear()
    table.scrollToBottom()
    table.grab()
    assert all(len(page) <= PAGE for page in asked)
    assert len(asked) <= 4
    assert model.text_at(9_999, 0) == "Proposal 09999"


def test_texts_are_isolated_on_the_screen_and_plain_elsewhere(qtbot: QtBot) -> None:
    _table, model = shown(qtbot, "en")
    index = model.index(2, 0)
    assert index.data() == f"{FSI}مراكز إقليمية لتنمية المهارات (مسودة).{PDI}"
    assert index.data(Qt.ItemDataRole.EditRole) == "مراكز إقليمية لتنمية المهارات (مسودة)."
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "مراكز إقليمية لتنمية المهارات (مسودة)., KP-2026-EG-0002 · Egypt"
    assert model.index(2, 4).data(Qt.ItemDataRole.AccessibleTextRole) == "Not shortlisted"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_can_be_selected_in_both_directions(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    table, _model = shown(qtbot, language)
    for multiple in (True, False):
        table.setSelectionMode(
            Table.SelectionMode.ExtendedSelection if multiple else Table.SelectionMode.SingleSelection
        )
        table.selectRow(3)
        assert (table.selected_ids(), table.current_id()) == (("p3",), "p3")
        assert len(table.selectionModel().selectedIndexes()) == 5  # the whole row
        place = table.visualRect(table.model().index(1, 1)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert table.selected_ids() == ("p1",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keyboard_moves_extends_opens_and_copies(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    table, _model = shown(qtbot, language)
    opened: list[str] = []
    chosen: list[tuple[str, ...]] = []
    table.opened.connect(opened.append)
    table.chosen.connect(chosen.append)
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == ("p1", "p2")
    assert chosen[-1] == ("p1", "p2")
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == ["p2"]
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 3
    assert all(len(line.split("\t")) == 5 for line in lines)
    assert not {FSI, PDI} & set("".join(lines))
    assert table.step(-1) == "p1"
    assert table.step(-9) == "p0"
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(table.selected_ids()) == 60


def test_a_double_click_opens(qtbot: QtBot) -> None:
    table, model = shown(qtbot, "en")
    place = table.visualRect(model.index(4, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.opened) as told:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == ["p4"]


def test_the_selection_stays_with_its_rows(qtbot: QtBot) -> None:
    table, model = shown(qtbot, "en")
    table.select_ids(["p5", "p7", "nowhere"], current="p7")
    model.set_ids(["p9", "p7", "p5", "p1"])
    assert table.selected_ids() == ("p7", "p5")
    assert table.current_id() == "p7"
    model.set_ids(["p9"])
    assert table.selected_ids() == ()


@pytest.mark.parametrize(("key", "row"), [(Qt.Key.Key_Home, 0), (Qt.Key.Key_End, 59)])
def test_the_first_and_the_last_row_are_selected_where_the_keyboard_goes(qtbot: QtBot, key: Qt.Key, row: int) -> None:
    table, model = shown(qtbot, "en")
    table.select_ids([model.ids[7]])
    QTest.keyClick(table, key, Qt.KeyboardModifier.ControlModifier)
    assert table.current_id() == model.ids[row]
    assert table.selected_ids() == (model.ids[row],)


def test_very_many_rows_stay_selected_in_another_order_at_once(qtbot: QtBot) -> None:
    table, model = shown(qtbot, "en", 20_000)
    table.selectAll()
    ids = list(model.ids)
    assert table.selected_ids() == tuple(ids)

    def mix() -> None:
        ids[:] = ids[1::2] + ids[::2]
        model.set_ids(ids)
        assert table.selected_ids() == tuple(ids)

    assert effort(mix, within=0.25) < 0.25, "Qt takes seconds for a span for each row"


def test_rows_here_and_there_are_selected_in_the_order_shown(qtbot: QtBot) -> None:
    table, _model = shown(qtbot, "en")
    table.select_ids(["p9", "p2", "p3", "p3", "p7", "p1", "nowhere"])
    assert table.selected_ids() == ("p1", "p2", "p3", "p7", "p9")
    assert table.selectionModel().selection().count() == 3
    assert table.current_id() == "p9", "the first of those asked for"


def test_a_row_is_found_again_after_more_rows_have_come(qtbot: QtBot) -> None:
    _table, model = shown(qtbot, "en")
    *ids, late = model.ids
    model.set_ids(ids)
    assert (model.position(late), model.position(ids[3]), model.position(ids[3])) == (-1, 3, 3)
    model.set_ids([*ids, late])
    assert model.position(late) == len(ids)
    assert [model.position(one) for one in ids] == list(range(len(ids)))


def test_changed_rows_are_fetched_again_and_only_they(qtbot: QtBot) -> None:
    stored = {f"r{number}": "old" for number in range(1_000)}
    asked: list[Sequence[str]] = []

    def fetch(ids: Sequence[str]) -> Mapping[str, str]:
        asked.append(ids)
        return {row_id: stored[row_id] for row_id in ids if row_id in stored}

    model: RowsModel[str] = RowsModel([ColumnView("a", "A", lambda row: row)], fetch)
    model.set_ids(stored)
    assert [model.text_at(row, 0) for row in (0, 500)] == ["old", "old"]
    asked.clear()
    stored["r500"] = "new"
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.refresh(["r500", "unknown"])
    assert [model.text_at(row, 0) for row in (0, 500)] == ["old", "new"]
    assert changed == [(500, 500)]
    assert len(asked) == 1
    del stored["r0"]
    model.refresh()
    assert model.text_at(0, 0) == "r0"  # a row that cannot be read keeps its code in sight
    assert model.row_at(0) is None
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) is None


def test_painting_waits_for_no_row_where_rows_come_later(qtbot: QtBot) -> None:
    version = "old"
    asked: list[tuple[Sequence[str], Callable[[Mapping[str, str]], None]]] = []
    model: RowsModel[str] = RowsModel(
        [ColumnView("a", "A", lambda row: row)], lambda ids: {row: f"{row} now" for row in ids}
    )
    model.fetch_later = lambda ids, done: asked.append((ids, done))

    def answer(place: int) -> None:
        ids, done = asked[place]
        done({row: f"{row} {version}" for row in ids})

    model.set_ids([f"r{number}" for number in range(1_000)], {"r0": "r0 at once"})
    assert model.shown_at(0) == "r0 at once"
    assert model.shown_at(500) is None
    assert model.shown_at(501) is None
    assert len(asked) == 1  # once for a page
    answer(0)
    assert model.shown_at(500) == "r500 old"
    model.refresh(["r500"])
    assert model.shown_at(500) == "r500 old"  # as it was, while it is fetched again
    version = "new"
    model.refresh(["r500"])
    model.shown_at(500)
    version = "between"
    answer(1)
    assert model.shown_at(500) == "r500 old"  # an answer from before the last change is none
    version = "new"
    answer(2)
    assert model.shown_at(500) == "r500 new"
    model.shown_at(900)
    model.set_ids([f"q{number}" for number in range(1_000)])
    answer(3)
    assert model.shown_at(900) is None  # what was asked for other rows is no answer
    assert model.text_at(900, 0) == "q900 now"  # for the clipboard it is fetched at once


def test_more_rows_after_those_shown_leave_selection_and_place(qtbot: QtBot) -> None:
    table, model = shown(qtbot, "en")
    ids = list(model.ids)
    model.set_ids(ids[:3])
    table.select_ids([ids[1]])
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.set_ids(ids)
    assert table.selected_ids() == (ids[1],)
    assert model.rowCount() == len(ids)
    assert model.text_at(len(ids) - 1, 0)
    assert resets == []


def test_a_click_on_the_header_asks_for_an_order(qtbot: QtBot) -> None:
    table, model = shown(qtbot, "en")
    asked: list[tuple[str, bool]] = []
    model.sort_requested.connect(lambda key, descending: asked.append((key, descending)))
    header = table.horizontalHeader()

    def click(section: int) -> None:
        at = QPoint(header.sectionViewportPosition(section) + 20, 15)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)

    click(0)
    click(2)
    model.set_sort("title")
    click(0)
    assert asked == [("title", False), ("score", False), ("title", True)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_selections_mark_stands_at_the_start_edge(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    table, model = shown(qtbot, language)
    table.select_ids(["p1"])
    table.clearFocus()
    row = table.visualRect(model.index(1, 0))
    image = table.viewport().grab().toImage()
    marked = columns_with(image, current_theme().colour("accent"), row.center().y(), row.center().y() + 1)
    edge = {"en": range(3), "ar": range(image.width() - 3, image.width())}[language]
    assert set(edge) <= set(marked)
    assert not set(marked) - set(edge) - set(range(image.width() // 4, 3 * image.width() // 4 + 1)) or language == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_stand_flush_right_in_both_directions(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    table, model = shown(qtbot, language)
    cell = table.visualRect(model.index(0, 1))
    image = table.viewport().grab(cell.adjusted(0, 2, 0, -3)).toImage()
    ink = columns_with(image, current_theme().colour("text"))
    assert cell.width() - 16 <= max(ink) <= cell.width() - 9
    align = model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert align & Qt.AlignmentFlag.AlignAbsolute


def test_columns_share_the_room_but_never_vanish(qtbot: QtBot) -> None:
    table, _model = shown(qtbot, "en")
    header = table.horizontalHeader()
    assert sum(header.sectionSize(section) for section in range(5)) == table.viewport().width()
    table.resize(400, 300)
    assert header.sectionSize(0) == 200
    assert header.sectionSize(1) == 110


def test_the_context_menu_offers_what_can_be_done(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QApplication, QMenu

    table, _model = shown(qtbot, "en")
    done: list[str] = []
    table.set_row_actions(
        [
            Action("open", "Open", lambda: done.append("open")),
            Action("withdraw", "Withdraw", lambda: done.append("withdraw"), enabled=lambda: False),
        ]
    )
    table.selectRow(0)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    table.contextMenuEvent(event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [(made.text(), made.isEnabled()) for made in menu.actions()] == [("Open", True), ("Withdraw", False)]
    menu.actions()[0].trigger()
    menu.close()
    assert done == ["open"]


def test_an_invalid_index_has_nothing(qtbot: QtBot) -> None:
    _table, model = shown(qtbot, "en")
    assert model.data(QModelIndex()) is None
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0
    assert model.headerData(99, Qt.Orientation.Horizontal) is None


def test_the_whole_picture_changes_when_a_bar_changes(qtbot: QtBot) -> None:
    table, model = shown(qtbot, "en")
    before = image_of(table)
    model.set_columns([column for column in model.columns if column.key != "score"])
    assert table.horizontalHeader().count() == 4
    assert image_of(table) != before
