"""A page on a real workspace, and waiting until everything that was asked for has been answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.proposals.ui.editor import EditorView
from khartoum_desktop.proposals.ui.page import ProposalsPage
from khartoum_desktop.workspace import Workspace
from tests import rooms


class Room(rooms.Room[ProposalsPage]):
    """The page of proposals, its list and its editor."""

    def __init__(self, qtbot: QtBot, work: Workspace) -> None:
        super().__init__(qtbot, work, ProposalsPage)

    def busy(self) -> bool:
        """Tell whether something asked for is not answered yet, the list too."""
        return super().busy() or self.page.list.result is None

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
    """Give the page in one language."""
    with rooms.opened(lambda: Room(qtbot, work), language) as here:
        yield here
