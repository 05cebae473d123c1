"""Showing widgets in tests: in a window that is active, and kept until the test is over."""

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.painting import Contributions, draw_contributions
from khartoum_desktop.toolkit.theme import current_theme

KEPT: Final[list[QWidget]] = []


class Bar(QWidget):
    """A contribution bar as the cells of a table paint it."""

    def __init__(self, bar: Contributions) -> None:
        super().__init__()
        self.bar = bar
        self.setFixedHeight(20)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_contributions(painter, QRectF(self.rect()), self.bar, current_theme(), rtl=is_rtl(self))
        painter.end()


def present(qtbot: QtBot, widget: QWidget) -> None:
    """Show a window and wait until the keyboard goes to it."""
    qtbot.addWidget(widget)
    KEPT.append(widget)
    with qtbot.waitActive(widget):
        widget.show()


def show(qtbot: QtBot, *parts: QWidget) -> QWidget:
    """Show parts below each other in a window that has the keyboard."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    for part in parts:
        column.addWidget(part)
    present(qtbot, holder)
    return holder
