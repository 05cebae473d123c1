"""The import page in a window of its own, and a hand that clicks there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.ui.page import ImportPage
from khartoum_desktop.workspace import Workspace
from tests import rooms


class Room(rooms.Room[ImportPage]):
    """The page of the import, and what a hand does on its way."""

    def __init__(self, qtbot: QtBot, work: Workspace) -> None:
        super().__init__(qtbot, work, ImportPage)

    def go(self, step: int) -> None:
        """Show a step of the way."""
        self.page.go(step)
        self.settle()

    def drop(self, *paths: Path) -> None:
        assert self.page.accept_files(paths)
        self.settle()

    def tick(self, words: str) -> None:
        """Click the check box that bears these words."""
        boxes = [one for one in self.page.findChildren(QCheckBox) if one.isVisible() and one.text() == words]
        assert boxes
        boxes[0].click()
        self.settle()

    @property
    def plan(self) -> Plan:
        assert self.page.plan is not None
        return self.page.plan


@contextmanager
def room(qtbot: QtBot, work: Workspace, language: str = "en") -> Iterator[Room]:
    """Give the page in a language; nothing may have failed unseen at the end."""
    with rooms.opened(lambda: Room(qtbot, work), language) as here:
        yield here
