"""Showing widgets in tests: in a window that is active, and kept until the test is over."""

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

KEPT: Final[list[QWidget]] = []


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
