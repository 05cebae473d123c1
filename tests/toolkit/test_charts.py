"""Charts before a person's eyes: colours and sides, hints, keys, words, and the way to the clipboard."""

from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.charts import Chart, Circle, Item, Rectangle, Room, Text
from khartoum_desktop.core.i18n import isolated, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.charts import ChartView
from khartoum_desktop.toolkit.painting import fitted
from khartoum_desktop.toolkit.theme import current_theme, install_theme


def make(room: Room) -> Chart:
    """Draw a box at the start edge, a bubble that is filled while in hand, and a text."""
    return Chart(
        room.width,
        room.height,
        (
            Rectangle(0, 0, 40, 40, "accent"),
            Circle(60, 100, 12, "warn" if room.current == "b" else "ok"),
            Text(100, 100, "Bubble"),
        ),
        "Drawing",
        (Item("a", 20, 20, "The box", 15), Item("b", 60, 100, "The bubble", 12)),
        (("Thing", "Size"), ("=box", "40")),
    )


@pytest.fixture(params=["ltr", "rtl"])
def view(request: pytest.FixtureRequest, qtbot: QtBot) -> ChartView:
    """Return a chart of 300 × 200, left to right and right to left."""
    install_theme("light")
    made = ChartView("Drawing")
    qtbot.addWidget(made)
    rtl = request.param == "rtl"
    made.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    made.show_chart(make, least=QSize(200, 150))
    made.resize(300, 200)
    made.show()
    return made


def x_of(view: ChartView, x: int) -> int:
    return 300 - x if view.layoutDirection() == Qt.LayoutDirection.RightToLeft else x


def colour(view: ChartView, x: int, y: int) -> QColor:
    image = view.grab().toImage()
    return image.pixelColor(round(x_of(view, x) * image.devicePixelRatio()), round(y * image.devicePixelRatio()))


@pytest.mark.parametrize("look", ["light", "dark"])
def test_painted_at_its_side_in_the_theme(view: ChartView, look: str) -> None:
    install_theme(look)
    assert colour(view, 20, 20) == current_theme().colour("accent")
    assert colour(view, 60, 100) == current_theme().colour("ok")
    assert colour(view, 280, 20) != current_theme().colour("accent")
    install_theme("light")


def test_the_mouse_takes_in_hand_and_tells(view: ChartView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.pointed) as told:
        QTest.mouseMove(view, QPoint(x_of(view, 60), 100))
    assert told.args == ["b"]
    assert colour(view, 60, 100) == current_theme().colour("warn")
    assert view.accessibleDescription() == "The bubble"
    place = QPoint(x_of(view, 60), 100)
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, place, view.mapToGlobal(place)))
    assert QToolTip.text() == "The bubble"
    with qtbot.waitSignal(view.chosen) as chosen:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["b"]
    QTest.mouseMove(view, QPoint(x_of(view, 20), 20))
    assert view.current == "a"
    QTest.mouseMove(view, QPoint(x_of(view, 200), 180))
    assert view.current == "b"  # what was chosen stays in hand
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(x_of(view, 200), 180))
    assert view.current == ""
    assert view.accessibleDescription() == "Thing, Size\n=box, 40"


def test_the_keys_walk_through_the_items(view: ChartView, qtbot: QtBot) -> None:
    ahead, back = Qt.Key.Key_Right, Qt.Key.Key_Left
    if view.layoutDirection() == Qt.LayoutDirection.RightToLeft:
        ahead, back = back, ahead
    view.setFocus()
    for key, expected in (
        (ahead, "a"), (ahead, "b"), (ahead, "b"), (back, "a"), (Qt.Key.Key_End, "b"), (Qt.Key.Key_Home, "a"),
        (Qt.Key.Key_Down, "b"), (Qt.Key.Key_Up, "a"), (Qt.Key.Key_Escape, ""),
    ):  # fmt: skip
        QTest.keyClick(view, key)
        assert view.current == expected
    QTest.keyClick(view, Qt.Key.Key_End)
    with qtbot.waitSignal(view.chosen) as chosen:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == ["b"]


def test_it_goes_to_the_clipboard_as_a_table(view: ChartView) -> None:
    view.copy_table()
    assert QGuiApplication.clipboard().text() == "Thing\tSize\n'=box\t40"


def test_an_elided_text_keeps_its_ellipsis_within_the_room(qtbot: QtBot) -> None:
    install_theme("light")
    metrics = current_theme().metrics("body")
    for text in (
        "ملاجئ ليلية وخطوط ساخنة لمكافحة الاتجار بالأطفال",
        "Night shelters and hotlines",
        "\u2068القاهرة\u2069 · EG-1",
    ):
        for room in range(30, 150):
            shown = fitted(text, metrics, room)
            assert metrics.horizontalAdvance(strip_isolates(shown)) <= room + 1
            assert strip_isolates(shown) == strip_isolates(text) or strip_isolates(shown).endswith("…")


@pytest.mark.parametrize(
    ("language", "text", "rtl"),
    [
        ("ar", "\u20681.3\u2069 \u2068الاتساق مع خطة عمل فاليتا المشتركة\u2069", True),
        ("en", "\u20681.3\u2069 \u2068Coherence with the Joint Valletta Action Plan\u2069", False),
        ("en", "\u2068الاتساق مع خطة عمل فاليتا المشتركة\u2069", True),
        ("ar", "\u2068Coherence with the Joint Valletta Action Plan\u2069", False),
        ("ar", "\u2068KP-2026-EG-A-10\u2069 · \u2068جنوب السودان وإثيوبيا\u2069", True),
    ],
)
def test_the_ellipsis_stands_at_the_text_s_own_end(  # a text of isolated words runs as the language does
    qtbot: QtBot, language: str, text: str, rtl: bool, request: pytest.FixtureRequest
) -> None:
    install_theme("light")
    request.addfinalizer(partial(set_language, "en"))
    set_language(language)
    shown = fitted(text, current_theme().metrics("body"), 120)
    assert strip_isolates(shown).endswith("…")
    assert shown.startswith("\u2067" if rtl else "\u2066")
    assert isolated(text).startswith("\u2067" if language == "ar" else "\u2066")


def test_one_that_is_gone_is_no_longer_in_hand(view: ChartView) -> None:
    view.point_at("b")
    view.show_chart(lambda room: Chart(room.width, room.height, ()))
    assert view.current == ""
