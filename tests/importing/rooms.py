"""The import page in a window of its own, and a hand that clicks there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.ui.page import ImportPage
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.theme import install_theme
from khartoum_desktop.workspace import Workspace


class Room:
    """The page in a window of its own, and the desk it was given."""

    def __init__(self, qtbot: QtBot, work: Workspace) -> None:
        install_theme("light")
        set_direction()
        self.qtbot, self.work = qtbot, work
        self.desk = Desk()
        self.desk.live.attach(work.changed)
        self.faults: list[Exception] = []
        self.opened: list[tuple[str, object]] = []
        self.desk.failed.connect(self.faults.append)
        self.desk.opened.connect(lambda page, argument: self.opened.append((page, argument)))
        self.page = ImportPage(work, self.desk)
        self.page.resize(1262, 692)
        qtbot.addWidget(self.page)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.arrive(None)
        self.settle()

    def settle(self) -> None:
        """Wait until all tasks are answered."""

        def quiet() -> bool:
            QApplication.processEvents()
            return not self.desk.tasks.running()

        for _again in range(3):
            self.qtbot.waitUntil(quiet)

    def go(self, step: int) -> None:
        """Show a step of the way."""
        self.page.go(step)
        self.settle()

    def drop(self, *paths: Path) -> None:
        assert self.page.accept_files(paths)
        self.settle()

    def press(self, words: str, root: QWidget | None = None) -> None:
        """Click the visible button that bears these words."""
        wanted = strip_isolates(_(words))
        buttons = [one for one in (root or self.page).findChildren(QPushButton) if one.isVisible()]
        found = [one for one in buttons if strip_isolates(one.text() or one.accessibleName()) == wanted]
        assert found, [strip_isolates(one.text() or one.accessibleName()) for one in buttons]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()

    def tick(self, words: str) -> None:
        """Click the check box that bears these words."""
        boxes = [one for one in self.page.findChildren(QCheckBox) if one.isVisible() and one.text() == words]
        assert boxes
        boxes[0].click()
        self.settle()

    def do(self, action: str) -> None:
        run(next(one for one in self.page.actions() if one.id == action))
        self.settle()

    @property
    def plan(self) -> Plan:
        assert self.page.plan is not None
        return self.page.plan

    def words(self, root: QWidget | None = None) -> str:
        labels = [label for label in (root or self.page).findChildren(QLabel) if label.isVisible()]
        return strip_isolates("\n".join(label.text() for label in labels))


@contextmanager
def room(qtbot: QtBot, work: Workspace, language: str = "en") -> Iterator[Room]:
    """Give the page in a language; nothing may have failed unseen at the end."""
    set_language(language)
    here = Room(qtbot, work)
    yield here
    here.settle()
    assert here.faults == []
    here.desk.live.detach()
    here.page.close()
