"""What tests of the window share: pages of their own, a workspace, and hands to press with."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.command_search import Row
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.forms import LineEditor
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import SearchLine, Splitter
from khartoum_desktop.window import Window
from khartoum_desktop.window.welcome import Welcome
from khartoum_desktop.workspace import Person, Workspace
from tests.copies import begun


class Notes(Page):
    """A page that keeps one text in the workspace and remembers what the window asked of it."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self.arrived: list[object] = []
        self.taken: list[Path] = []
        self.stays = False
        self.header.set_title("Notes")
        self.search = SearchLine("Search notes")
        self.text = LineEditor(name="Note")
        self.text.committed.connect(self._save)
        splitter = Splitter()
        for part in (self.search, self.text):
            pane = QWidget()
            QVBoxLayout(pane).addWidget(part)
            splitter.addWidget(pane)
        self.body.addWidget(splitter)

    def _save(self, value: object) -> None:
        from khartoum_desktop.storage.schema import Meeting

        with self.work.step(N_("Plan a meeting")) as step:
            step.add(Meeting, {"label_en": str(value)})

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # as in Page
        return [Action("withdraw", "Withdraw", lambda: self.desk.say("Withdrawn", self.work.undo), "Ctrl+D")]  # type: ignore[arg-type]  # what undo returns is not used

    def status(self) -> str:
        return "14 notes"

    def arrive(self, argument: object) -> None:
        self.arrived.append(argument)

    def argument(self) -> object:
        return self.arrived[-1] if self.arrived else None

    def leave(self) -> bool:
        return not self.stays

    def accept_files(self, paths: Sequence[Path]) -> bool:
        self.taken += paths
        return True


class Other(Page):
    """A second page that takes no files."""

    def __init__(self, _work: Workspace, _desk: Desk) -> None:
        super().__init__()
        self.header.set_title("Other")


def find_notes(_work: Workspace, desk: Desk, words: str) -> list[Row]:
    return [Row(f"Note {words}", lambda: desk.open("proposals", "found"))]


SPECS = [
    PageSpec("proposals", N_("Proposals"), "proposals", Notes, find_notes),
    PageSpec("ranking", N_("Ranking"), "ranking", Other),
    PageSpec("import", N_("Import"), "import", Notes),
]
Opened = Callable[..., Window]


def made_workspace(path: Path, passphrase: str | None = None) -> Workspace:
    """Make a workspace with what the program ships."""
    from khartoum_desktop.proposals.shipped import genesis
    from khartoum_desktop.scoring.rounds.opening import open_first_round

    nadia = Person("Nadia Fahmy", "EG")

    def fill(work: Workspace) -> None:
        work.sit_down(nadia)
        open_first_round(work)

    if passphrase is None:
        return begun(path, nadia, "a first round", fill)
    return Workspace.create(path, nadia, passphrase, genesis=genesis(), fill=fill)


def settle(qtbot: QtBot, window: Window) -> None:
    """Wait until what was built anew is in sight."""
    qtbot.waitUntil(lambda: window.menu_row.isVisible() and window.stack.isVisible())


def notes(window: Window) -> Notes:
    """Return the page that is shown."""
    page = window.page
    assert isinstance(page, Notes)
    return page


def welcome(window: Window) -> Welcome:
    """Return the first-run page."""
    found = window.stack.currentWidget()
    assert isinstance(found, Welcome)
    return found


def button(root: QWidget, words: str) -> QPushButton:
    """Return a visible button by its words."""
    return next(one for one in root.findChildren(QPushButton) if one.text() == words and one.isVisible())


def press(window: Window, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    """Press a key in the window."""
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers or (Qt.KeyboardModifier.ControlModifier,):
        held |= modifier
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


def drop(window: Window, *paths: Path) -> bool:
    """Drop files on the window and tell whether it took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    enter = QDragEnterEvent(QPoint(400, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, event)
    return event.isAccepted()


def nameless(root: QWidget) -> list[str]:
    """Return visible controls that take the focus and have no name for screen readers."""
    return [
        f"{type(one).__name__} {one.objectName()}"
        for one in root.findChildren(QWidget)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and one.isVisible()
        and one.focusProxy() is None
        and not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name).strip()
    ]
