"""Asks for the password of a file that is locked; it goes to the reader and is kept nowhere."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.sheets.sentences import LockedError
from khartoum_desktop.toolkit.buttons import Button, SecondaryButton
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import FieldRow, LineEditor
from khartoum_desktop.toolkit.switches import Check

_LONGEST = 255  # characters, as in Excel


class _PasswordEditor(LineEditor):
    """A line whose text is taken exactly as it was typed when the dialog asks; no value is announced or tidied."""

    def read(self) -> object:
        """Return nothing: the text is no value of a field, and Esc is left to the dialog."""
        return None

    def tidy(self, value: Any) -> None:
        """Leave spaces and signs alone: they may belong to the password."""


class PasswordDialog(Dialog):
    """Asks for the password of one file, until one is given or nobody wants to open the file any more."""

    def __init__(self, error: LockedError, *, again: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(_("Protected file") if again else error.sentence, parent)
        self._editor = _PasswordEditor(longest=_LONGEST)
        self._editor.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._row = FieldRow(_("Password"), self._editor)
        self._row.set_problem(str(error) if again else None)
        self._shown = Check(_("Show the password"))
        self._shown.toggled.connect(self._show)
        hint = _("The sender knows it. It is used to read this file, and kept nowhere.")
        self.body.addWidget(LeadingLabel(hint, role="muted", wrap=True))
        self.body.addWidget(self._row)
        self.body.addWidget(self._shown)
        self.add_button(SecondaryButton(_("Do not open"), self.reject))
        self.add_button(Button(_("Open"), self._read, kind="primary"))
        self._editor.line.setFocus()

    @property
    def password(self) -> str:
        """What was typed."""
        return self._editor.line.text()

    def _show(self, shown: bool) -> None:
        self._editor.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._editor.line.setFocus()

    def _read(self) -> None:
        if self.password:
            self.accept()
        else:
            self._row.set_problem(_("Write the password."))
            self._editor.line.setFocus()


def ask_password(
    page: QWidget, path: Path, error: LockedError, read: Callable[[Path, str], None], leave: Callable[[], None]
) -> None:
    """Ask for a file's password over a page; then `read` gets file and password, or `leave` is called.

    `error` says that the file is locked, or that the password given before was wrong.
    """
    dialog = PasswordDialog(error, again=error.is_wrong, parent=page)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(partial(_answer, dialog, path, read))
    dialog.rejected.connect(leave)
    dialog.open()


def _answer(dialog: PasswordDialog, path: Path, read: Callable[[Path, str], None]) -> None:
    read(path, dialog.password)
