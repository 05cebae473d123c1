"""A page on a real workspace, and waiting until everything that was asked for has been answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.proposals.ui.editor import EditorView
from khartoum_desktop.proposals.ui.page import ProposalsPage
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.theme import install_theme
from khartoum_desktop.workspace import Workspace


class Room:
    """A page in a window of its own, the desk it was given, and what it said there."""

    def __init__(self, qtbot: QtBot, work: Workspace) -> None:
        install_theme("light")
        set_direction()
        self.qtbot, self.work = qtbot, work
        self.desk = Desk()
        self.desk.live.attach(work.changed)
        self.said: list[tuple[str, Any]] = []
        self.faults: list[Exception] = []
        self.opened: list[tuple[str, object]] = []
        self.desk.said.connect(lambda text, undo: self.said.append((text, undo)))
        self.desk.failed.connect(self.faults.append)
        self.desk.opened.connect(lambda page, argument: self.opened.append((page, argument)))
        self.page = ProposalsPage(work, self.desk)
        self.page.resize(1262, 692)
        qtbot.addWidget(self.page)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.arrive(None)
        self.settle()

    def settle(self) -> None:
        """Wait until all tasks are answered and all notices delivered."""

        def quiet() -> bool:
            QApplication.processEvents()
            return not self.desk.tasks.running() and self.page.list.result is not None

        for _again in range(3):
            self.qtbot.waitUntil(quiet)

    @property
    def editor(self) -> EditorView:
        """The editor, which must be open."""
        editor = self.page._editor
        assert editor is not None
        return editor

    def edit(self, ident: str) -> EditorView:
        """Open a proposal in the editor and wait for it."""
        self.page.edit(ident)
        self.settle()
        return self.editor

    def titles(self) -> list[str]:
        """Return the titles in the table, as shown."""
        model = self.page.list.model
        return [model.text_at(row, 0) for row in range(model.rowCount())]

    def type_into(self, key: str, text: str, *, leave: bool = True) -> None:
        """Type into a field of the form with real keys, replacing what is there, and leave it."""
        editor = self.editor.form.bound[key].editor
        field: Any = editor.focusProxy()
        assert isinstance(field, QLineEdit | QTextEdit)
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        if text.isascii():
            QTest.keyClicks(field, text)
        elif isinstance(field, QLineEdit):
            field.insert(text)
        else:
            field.insertPlainText(text)
        if leave:
            self.leave(field)

    def leave(self, field: QWidget) -> None:
        """Leave a field by Tab and wait for what follows."""
        QTest.keyClick(field, Qt.Key.Key_Tab)
        self.settle()

    def close(self) -> None:
        """Stop the background work."""
        self.desk.close()


_LITTLE_ROOM = 6  # pages: enough for a word, whatever free room the last page has, and not for a long text


@contextmanager
def full_disk(work: Workspace) -> Iterator[None]:
    """Let the workspace's file grow no more, as on a full disk; only what needs little room is still written."""
    raw = work.store._opened.writer.raw_connection()
    cursor = raw.cursor()
    (before,) = cursor.execute("PRAGMA max_page_count").fetchone()
    (pages,) = cursor.execute("PRAGMA page_count").fetchone()
    cursor.execute(f"PRAGMA max_page_count={pages + _LITTLE_ROOM}")
    raw.close()
    try:
        yield
    finally:
        raw = work.store._opened.writer.raw_connection()
        raw.cursor().execute(f"PRAGMA max_page_count={before}")
        raw.close()


@contextmanager
def room(qtbot: QtBot, work: Workspace, language: str = "en") -> Iterator[Room]:
    """Give a page in one language."""
    set_language(language)
    made = Room(qtbot, work)
    try:
        yield made
        assert made.faults == []
    finally:
        made.close()
        set_language("en")
        set_direction()
