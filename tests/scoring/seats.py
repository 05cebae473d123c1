"""A page before a person's eyes: shown, fed and waited for, in a language and its direction."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTableView, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.shell import Toast
from khartoum_desktop.workspace import Workspace

SIZE = (1278, 704)  # what is left for a page of a 1366 × 768 window


@dataclass
class Seat:
    """A page with its desk; what the desk was told is kept."""

    bot: QtBot
    work: Workspace
    desk: Desk
    page: Page
    said: list[tuple[str, Callable[[], None] | None]]
    failed: list[Exception]
    opened: list[tuple[str, object]]

    def settle(self) -> None:
        """Wait until nothing is under way any more."""
        for _ in range(3):
            self.bot.waitUntil(lambda: not self.desk.tasks.running())
            self.bot.wait(20)

    def press(self, *keys: str | Qt.Key, on: QWidget | None = None) -> None:
        """Press keys where the focus is, or on a widget."""
        for key in keys:
            inside: QWidget | None = self.page.focusWidget()
            target = on if on is not None else self.page if inside is None else inside
            if isinstance(key, str):
                type_in(target, key)
            else:
                QTest.keyClick(target, key)

    def click(self, widget: QWidget) -> None:
        """Click with the left button and wait until all is done."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def press_undo(self) -> None:
        """Press Undo in the toast that was shown last, and wait until all is done."""
        text, undo = self.said[-1]
        assert undo is not None
        self.click(Toast(self.page, text, undo).undo)

    def arrive(self, argument: object = None) -> None:
        """Show the page again."""
        self.page.arrive(argument)
        self.settle()


def type_in(widget: QWidget, text: str) -> None:
    """Type letters of any script, as a keyboard of that layout sends them."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def sit(bot: QtBot, work: Workspace, spec: PageSpec, argument: object = None) -> Seat:
    """Show a page and wait until it has read what it shows."""
    desk = Desk()
    desk.live.attach(work.changed)
    page = spec.factory(work, desk)
    seat = Seat(bot, work, desk, page, [], [], [])
    desk.said.connect(lambda text, undo: seat.said.append((text, undo)))
    desk.failed.connect(seat.failed.append)
    desk.opened.connect(lambda name, what: seat.opened.append((name, what)))
    bot.addWidget(page, before_close_func=lambda _page: desk.close())
    page.resize(*SIZE)
    page.show()
    page.activateWindow()
    seat.arrive(argument)
    return seat


def unnamed(page: QWidget) -> list[QWidget]:
    """Return what can have the focus but has nothing for a screen reader to say."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QTextEdit, QTableView)
    return [
        widget
        for widget in page.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]


def left_of(widget: QWidget, page: QWidget) -> int:
    """Return where a widget begins in the page."""
    return widget.mapTo(page, widget.rect().topLeft()).x()
