"""Buttons, switches, message bars, toasts, the search line, the rail, the status line, the focus ring."""

import time
from itertools import count

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.focus import FocusRing
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import (
    Button,
    Card,
    Check,
    Chip,
    CompletenessBar,
    EmptyState,
    IconButton,
    MessageBar,
    PrimaryButton,
    Radio,
    Scroll,
    SearchLine,
    SecondaryButton,
)
from khartoum_desktop.toolkit.shell import Rail, StatusLine, Toast
from khartoum_desktop.toolkit.tasks import Tasks
from khartoum_desktop.toolkit.theme import current_theme
from tests.toolkit.conftest import Speak
from tests.toolkit.pixels import columns_with, image_of, ink_columns, near
from tests.toolkit.showing import show

LANGUAGES = ["en", "ar"]


@pytest.mark.parametrize("kind", ["primary", "secondary", "flat"])
def test_a_button_runs_by_mouse_and_keyboard(qtbot: QtBot, kind: str) -> None:
    done: list[int] = []
    button = Button("Import", lambda: done.append(1), kind=kind, icon="import", key="Enter")
    show(qtbot, button)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert done == [1, 1]
    assert button.accessibleName() == "Import"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_buttons_words_are_never_cut_and_its_icon_stands_first(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    words = {"en": "Freeze the list", "ar": "تجميد القائمة"}[language]
    button, plain = SecondaryButton(words, icon="freeze"), SecondaryButton(words)
    show(qtbot, button, plain)
    assert button.width() == plain.width() + 24
    colour = current_theme().colour("text")
    ink = columns_with(image_of(button), colour, 6, 26)
    icon = [x for x in ink if (x < 30 if language == "en" else x > button.width() - 30)]
    assert len(icon) > 4
    assert min(ink) > 5
    assert max(ink) < button.width() - 5


def test_a_button_of_an_action_says_its_keys(qtbot: QtBot) -> None:
    done: list[str] = []
    allowed = [False]
    action = Action("freeze", "Freeze", lambda: done.append("x"), "Ctrl+Shift+F", "freeze", lambda: allowed[0])
    button = Button.of(action, kind="primary")
    qtbot.addWidget(button)
    assert button.toolTip() == "Freeze (Ctrl+Shift+F)"
    button.click()
    allowed[0] = True
    button.click()
    assert done == ["x"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [Check, Radio])
def test_boxes_paint_their_state_at_the_start_edge(
    qtbot: QtBot, speak: Speak, kind: type[Check | Radio], language: str
) -> None:
    speak(language)
    box = kind("At most one per country")
    qtbot.addWidget(box)
    box.resize(300, 26)
    accent = current_theme().colour("accent")
    assert columns_with(image_of(box), accent) == []
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(150, 13))  # on the words
    assert box.isChecked()
    ink = columns_with(image_of(box), accent)
    assert (max(ink) < 40) if language == "en" else (min(ink) > 260)
    assert box.sizeHint().width() > 100
    box.setEnabled(False)
    image_of(box)


def test_a_message_stands_in_the_layout_with_its_buttons(qtbot: QtBot) -> None:
    bar, done = MessageBar(), list[str]()
    bar.tell("warn", "Before it has a parent.")
    holder = show(qtbot, bar, QWidget())
    assert bar.isVisible()
    bar.tell("error", "The save failed.", [("Try again", lambda: done.append("again"))])
    assert (bar.kind, bar.accessibleName()) == ("error", "The save failed.")
    button = next(one for one in bar.findChildren(QPushButton) if one.text() == "Try again")
    button.click()
    assert done == ["again"]
    theme = current_theme()
    assert near(image_of(bar).pixelColor(60, 3), theme.colour("error_bg"))
    with qtbot.waitSignal(bar.dismissed):
        bar.dismiss()
    assert not bar.isVisible()
    assert holder.isVisible()


def test_an_empty_place_says_what_to_do(qtbot: QtBot) -> None:
    done: list[str] = []
    empty = EmptyState("No proposals yet", "Begin with what you have.", [("Import", lambda: done.append("import"))])
    show(qtbot, empty)
    button = empty.findChild(Button)
    assert button is not None
    assert button.kind == "primary"
    button.click()
    assert done == ["import"]
    assert empty.sentence.isVisible()
    bare = EmptyState("No results")
    show(qtbot, bare)
    assert not bare.sentence.isVisible()


def test_the_search_line_waits_a_moment_and_escape_clears(qtbot: QtBot) -> None:
    line, told = SearchLine("Search proposals"), list[str]()
    line.searched.connect(told.append)
    show(qtbot, line)
    line.setFocus()
    line.setText("هجرة")
    assert told == []
    qtbot.waitUntil(lambda: told == ["هجرة"])
    QTest.keyClicks(line, " x")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert told == ["هجرة", "هجرة x"]
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert (line.text(), told[-1]) == ("", "")
    qtbot.wait(200)
    assert len(told) == 3


def test_the_search_lines_magnifier_changes_sides(qtbot: QtBot) -> None:
    line = SearchLine("Search")
    show(qtbot, line)
    before = line.textMargins()
    line.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert (line.textMargins().left(), line.textMargins().right()) == (before.right(), before.left())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filter_can_be_taken_away(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    chip = Chip(ChipLook("Round: Cairo 2026", kind="accent"), closable=True)
    show(qtbot, chip)
    cross = chip.findChild(Button)
    assert cross is not None
    assert (cross.x() == 0) == (language == "ar")
    with qtbot.waitSignal(chip.closed):
        cross.click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_completeness_fills_from_the_start(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    bar = CompletenessBar(0.25, "Completeness")
    qtbot.addWidget(bar)
    bar.resize(400, 10)
    ink = columns_with(image_of(bar), current_theme().colour("bar"))
    assert len(ink) == pytest.approx(100, abs=3)
    assert (min(ink) == 0) == (language == "en")
    bar.set_share(1)
    assert len(columns_with(image_of(bar), current_theme().colour("bar"))) >= 398


def test_a_scrolled_pane_is_as_high_as_its_width_needs(qtbot: QtBot) -> None:
    from khartoum_desktop.toolkit.direction import LeadingLabel

    scroll = Scroll()
    scroll.body.addWidget(LeadingLabel("word " * 60, wrap=True))
    qtbot.addWidget(scroll)
    scroll.resize(600, 200)
    scroll.show()
    assert scroll.verticalScrollBar().maximum() == 0
    scroll.resize(150, 100)
    assert scroll.verticalScrollBar().maximum() > 0


def test_the_rail_marks_the_current_page_and_announces_the_chosen(qtbot: QtBot) -> None:
    rail = Rail([("proposals", "Proposals", "proposals"), ("import", "Import", "import")])
    show(qtbot, rail)
    told: list[str] = []
    rail.chosen.connect(told.append)
    rail.set_current("import")
    accent = current_theme().colour("accent")
    assert near(image_of(rail._buttons["import"]).pixelColor(1, 29), accent)
    assert not near(image_of(rail._buttons["proposals"]).pixelColor(1, 29), accent)
    rail._buttons["proposals"].click()
    assert told == ["proposals"]
    assert rail._buttons["proposals"].toolTip() == "Proposals (Ctrl+1)"


def test_the_status_line_shows_work_that_lasts_and_cancels_it(qtbot: QtBot) -> None:
    tasks = Tasks()
    status = StatusLine(tasks)
    show(qtbot, status)

    def work(progress: object) -> None:
        assert callable(progress)
        for step in count():
            progress(step % 2_000, 2_000)  # until it is cancelled
            time.sleep(0.002)

    task = tasks.start(work, lambda _none: None, label="Reading the sheet")
    assert not status.progress.isVisible()
    qtbot.waitUntil(status.progress.isVisible)
    qtbot.waitUntil(lambda: "2,000" in status.progress.label.text())
    assert "Reading the sheet" in status.progress.label.text()
    status.progress.cancel.click()
    qtbot.waitUntil(lambda: task.finished and not status.progress.isVisible())
    tasks.close()


def test_the_status_line_says_when_all_was_saved(qtbot: QtBot) -> None:
    status = StatusLine(Tasks())
    show(qtbot, status)
    assert not status.saved.isVisible()
    status.say_saved()
    assert status.saved.label.text() == "All changes saved"
    status.say_saved(1_742_738_700_000)
    assert ":" in status.saved.label.text()
    status.say("Withdrawn")
    assert status.message.text() == "Withdrawn"


def test_a_toast_offers_undo_and_leaves_the_focus_alone(qtbot: QtBot) -> None:
    line, done = SearchLine("Search"), list[str]()
    holder = show(qtbot, line, QWidget())
    holder.resize(600, 300)
    line.setFocus()
    toast = Toast(holder, "Withdrawn: KP-2026-EG-A-01", lambda: done.append("undo"))
    assert QApplication.focusWidget() is line
    assert abs(toast.geometry().center().x() - 300) <= 1
    holder.resize(800, 400)
    assert abs(toast.geometry().center().x() - 400) <= 1
    toast.undo.click()
    assert done == ["undo"]
    assert not toast.isVisible()


def test_a_toast_takes_the_place_of_the_one_before(qtbot: QtBot) -> None:
    holder = show(qtbot, QWidget())
    first, second = (Toast(holder, words, lambda: None) for words in ("Withdrawn: 41", "Withdrawn"))
    assert not first.isVisible()
    assert second.isVisible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_toast_has_its_wide_margin_before_the_words(qtbot: QtBot, speak: Speak, language: str) -> None:
    speak(language)
    toast = Toast(show(qtbot, QWidget()), "KP-2026-EG-A-01", lambda: None)
    words = toast.label.geometry()
    assert (toast.width() - words.right() - 1 if language == "ar" else words.left()) == 16


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_toast_stands_over_the_next_page_and_clear_of_its_primary_button(
    qtbot: QtBot, speak: Speak, language: str
) -> None:
    speak(language)
    done: list[str] = []
    first, second, button = QWidget(), QWidget(), PrimaryButton("Save and next", lambda: done.append("saved"))
    column = QVBoxLayout(second)
    column.addStretch(1)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
    stack = QStackedWidget()
    stack.addWidget(first)
    show(qtbot, stack).resize(600, 300)
    toast = Toast(stack, "Withdrawn: 41", lambda: done.append("undo"))
    foot = stack.height() - toast.geometry().bottom()
    stack.addWidget(second)
    stack.setCurrentWidget(second)
    qtbot.waitUntil(lambda: toast.geometry().bottom() < button.mapTo(stack, QPoint()).y())
    assert stack.childAt(toast.geometry().center()) in (toast, *toast.findChildren(QWidget)), "nothing is above it"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    later = PrimaryButton("Import", lambda: done.append("imported"))
    column.addWidget(later, 0, Qt.AlignmentFlag.AlignHCenter)
    qtbot.waitUntil(lambda: later.isVisible() and not any(map(toast.geometry().intersects, places(button, later))))
    QTest.mouseClick(toast.undo, Qt.MouseButton.LeftButton)
    assert done == ["saved", "undo"]
    stack.setCurrentWidget(first)
    again = Toast(stack, "Withdrawn: 41", lambda: None)
    assert stack.height() - again.geometry().bottom() == foot


def places(*widgets: QWidget) -> list[QRect]:
    """Return where widgets are that stand at the same place in a page that fills its stack."""
    return [one.geometry() for one in widgets]


def test_the_ring_follows_the_keyboard_and_leaves_the_mouse_alone(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    ring = FocusRing(application)
    line, button = SearchLine("Search"), PrimaryButton("Import")
    holder = show(qtbot, line, button)
    holder.resize(400, 200)
    line.setFocus(Qt.FocusReason.TabFocusReason)
    assert ring.ring is not None
    assert ring.ring.geometry().contains(line.geometry())
    line.setFixedWidth(200)
    qtbot.waitUntil(lambda: ring.ring is not None and ring.ring.width() == 206)
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is button
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    line.setFocus()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    shown = ring.ring
    assert shown is not None
    colour = current_theme().colour("focus")
    assert near(image_of(shown).pixelColor(shown.width() // 2, 1), colour)
    button.hide()
    assert holder.findChildren(type(shown)) == [] or not shown.isVisible()
    application.focusChanged.disconnect(ring._moved)


def test_a_card_shows_its_title_only_if_it_has_one(qtbot: QtBot) -> None:
    titled, bare = Card("Similar proposals"), Card()
    show(qtbot, titled, bare)
    assert titled.title.isVisible()
    assert not bare.title.isVisible()


@pytest.mark.parametrize("side", [20, 26, 32])
def test_an_icon_stands_in_the_middle_of_its_button(qtbot: QtBot, side: int) -> None:
    button = IconButton("close", "Close")
    qtbot.addWidget(button)
    button.setFixedSize(side, side)
    ink = ink_columns(image_of(button), current_theme().colour("window"))
    assert abs((min(ink) + max(ink)) / 2 - (side - 1) / 2) <= 1
