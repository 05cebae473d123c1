"""A page in a window of its own, and a hand that clicks there and waits until everything is answered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.actions import run
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.page import Page
from khartoum_desktop.toolkit.theme import install_theme
from khartoum_desktop.workspace import Workspace

PageT = TypeVar("PageT", bound=Page)


def words_in(root: QWidget) -> str:
    """Return what the visible labels below a widget say."""
    return strip_isolates("\n".join(label.text() for label in root.findChildren(QLabel) if label.isVisible()))


DialogT = TypeVar("DialogT", bound=QWidget)


def when_asked(owner: QWidget, kind: type[DialogT], answer: Callable[[DialogT], object]) -> None:
    """Answer the next dialog of a kind as soon as it is in front, however long that takes; say so before it is."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind) and dialog.isVisible():
            answer(dialog)
        else:
            QTimer.singleShot(30, owner, look)

    QTimer.singleShot(0, owner, look)


class Room(Generic[PageT]):
    """A page on a real workspace, the desk it was given, and what it said there (without direction marks)."""

    def __init__(
        self, qtbot: QtBot, work: Workspace, factory: Callable[[Workspace, Desk], PageT], argument: object = None
    ) -> None:
        install_theme("light")
        set_direction()
        self.qtbot, self.work, self.desk = qtbot, work, Desk()
        self.desk.live.attach(work.changed)
        self.said: list[tuple[str, Any]] = []
        self.faults: list[Exception] = []
        self.opened: list[tuple[str, object]] = []
        self.desk.said.connect(lambda text, undo: self.said.append((strip_isolates(text), undo)))
        self.desk.failed.connect(self.faults.append)
        self.desk.opened.connect(lambda page, given: self.opened.append((page, given)))
        self.page = factory(work, self.desk)
        self.page.resize(1262, 692)
        qtbot.addWidget(self.page)
        with qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()
        self.page.arrive(argument)
        self.settle()

    def busy(self) -> bool:
        """Tell whether something asked for is not answered yet."""
        return bool(self.desk.tasks.running())

    def settle(self) -> None:
        """Wait until all tasks are answered and all notices delivered."""

        def quiet() -> bool:
            QApplication.processEvents()
            return not self.busy()

        for _again in range(4):
            self.qtbot.waitUntil(quiet)

    def click(self, widget: QWidget) -> None:
        """Click a widget and wait for what follows."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def press(self, words: str, root: QWidget | None = None) -> None:
        """Click the visible button that bears these words, given in English or in the language that is shown."""
        wanted = strip_isolates(_(words))
        shown = [one for one in (root or self.page).findChildren(QPushButton) if one.isVisible()]
        named = [(strip_isolates(one.text() or one.accessibleName()), one) for one in shown]
        found = [one for name, one in named if name == wanted]
        assert found, [name for name, _one in named]
        self.click(found[0])

    def do(self, action: str) -> None:
        """Do what the page's action of an id does."""
        run(next(one for one in self.page.actions() if one.id == action))
        self.settle()

    def words(self, root: QWidget | None = None) -> str:
        """Return what the visible labels say."""
        return words_in(root or self.page)

    def close(self) -> None:
        """Stop the background work and close the page."""
        self.desk.close()
        self.page.close()


RoomT = TypeVar("RoomT", bound=Room[Any])


@contextmanager
def opened(enter: Callable[[], RoomT], language: str) -> Iterator[RoomT]:
    """Give a room in one language; at the end nothing may have failed unseen, and the desk is closed in any case."""
    set_language(language)
    here = enter()
    try:
        yield here
        here.settle()
        assert here.faults == []
    finally:
        here.close()
        set_language("en")
        set_direction()
