"""The few dialogs there are: who sits here, a question with verbs, choosing files, and a fault with its details."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.passphrases import weakness
from khartoum_desktop.core.paths import log_folder
from khartoum_desktop.toolkit.buttons import Button, FlatButton, SecondaryButton
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.files import choose_file, choose_new_file, open_with_system
from khartoum_desktop.toolkit.forms import ChoiceEditor, Choices, FieldRow, LineEditor
from khartoum_desktop.toolkit.theme import GAP

__all__ = [
    "ROLES",
    "AskDialog",
    "Dialog",
    "ErrorDialog",
    "PersonDialog",
    "SecretDialog",
    "Sitting",
    "SittingForm",
    "ask",
    "choose_file",
    "choose_new_file",
    "open_with_system",
]

ROLES = (("coordinator", N_("Coordinator")), ("assessor", N_("Assessor")), ("reader", N_("Reader")))


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits at this laptop: recorded with every change, not a log-in."""

    name: str
    delegation: str
    role: str = "coordinator"


class Dialog(QDialog):
    """A dialog with a title line, a body and buttons at the end."""

    def __init__(self, title: str, parent: QWidget | None = None, *, width: int = 460) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 20, 20, 16)
        outer.setSpacing(GAP)
        self.heading = LeadingLabel(title, kind="section", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        outer.addWidget(self.heading)
        outer.addLayout(self.body, 1)
        outer.addSpacing(4)
        outer.addLayout(self.buttons)

    def add_button(self, button: Button) -> Button:
        """Add a button at the end; the primary one is added last."""
        self.buttons.addWidget(button)
        if button.kind == "primary":
            button.setDefault(True)
        return button


class SittingForm(QWidget):
    """Name, delegation and role of the person at this laptop."""

    def __init__(self, delegations: Choices, sitting: Sitting | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self.name = LineEditor(longest=120, width=0)
        self.delegation = ChoiceEditor(delegations, empty=_("Choose a delegation"), width=320)
        self.role = ChoiceEditor([(code, _(label)) for code, label in ROLES], empty=None, width=200)
        self.rows = (
            FieldRow(_("Name"), self.name, required=True),
            FieldRow(_("Delegation"), self.delegation, required=True),
            FieldRow(_("Role"), self.role, _("Recorded with every change; it is not a log-in.")),
        )
        for row in self.rows:
            column.addWidget(row)
            row.editor.committed.connect(lambda value, row=row: row.set_problem(None if value else row.editor.problem))
        self.name.set_value(sitting.name if sitting else None)
        self.delegation.set_value(sitting.delegation if sitting else None)
        self.role.set_value(sitting.role if sitting else "coordinator")

    def read(self) -> Sitting | None:
        """Return who it is, or mark what is missing, go there and return None."""
        name, delegation = self.name.value(), self.delegation.value()
        self.rows[0].set_problem(None if name else _("Write your name: it stands on every change."))
        self.rows[1].set_problem(None if delegation else _("Choose the delegation you work for."))
        if not name or not delegation:
            (self.name if not name else self.delegation).setFocus()
            return None
        return Sitting(str(name), str(delegation), str(self.role.value() or "coordinator"))


class PersonDialog(Dialog):
    """Asks who sits here; people who sat here before are one click away."""

    def __init__(
        self,
        delegations: Choices,
        sitting: Sitting | None = None,
        *,
        others: Sequence[Sitting] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Who is at this laptop?"), parent)
        self.chosen: Sitting | None = None
        labels = dict(delegations)
        for other in others:
            words = fill(
                _("{name}, {delegation}"), name=other.name, delegation=labels.get(other.delegation, other.delegation)
            )
            button = FlatButton(words, partial(self._take, other), icon="person")
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.form = SittingForm(delegations, sitting)
        self.body.addWidget(self.form)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(Button(_("Start work"), self._read, kind="primary"))

    def _read(self) -> None:
        who = self.form.read()
        if who is not None:
            self._take(who)

    def _take(self, who: Sitting) -> None:
        self.chosen = who
        self.accept()


class AskDialog(Dialog):
    """A question where data would be lost: buttons are verbs, the safe one is the default."""

    def __init__(
        self, title: str, sentence: str, choices: Sequence[tuple[str, str]], *, safe: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.answer = ""
        self.body.addWidget(LeadingLabel(sentence, wrap=True))
        for code, words in choices:
            kind = "primary" if code == safe else "secondary"
            self.add_button(Button(words, partial(self._take, code), kind=kind)).setObjectName(code)

    def _take(self, code: str) -> None:
        self.answer = code
        self.accept()


def ask(parent: QWidget | None, title: str, sentence: str, choices: Sequence[tuple[str, str]], *, safe: str) -> str:
    """Ask and return the code of the button; closing the box is the safe answer."""
    dialog = AskDialog(title, sentence, choices, safe=safe, parent=parent)
    dialog.exec()
    return dialog.answer or safe


class SecretDialog(Dialog):
    """Asks for a passphrase; with `new` twice."""

    def __init__(self, title: str, sentence: str = "", *, new: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.secret = ""
        if sentence:
            self.body.addWidget(LeadingLabel(sentence, role="muted", wrap=True))
        self._first = LineEditor()
        self._second = LineEditor()
        for editor in (self._first, self._second):
            editor.line.setEchoMode(QLineEdit.EchoMode.Password)
        self._rows = [FieldRow(_("Passphrase"), self._first)]
        if new:
            self._rows.append(FieldRow(_("Repeat the passphrase"), self._second))
        for row in self._rows:
            self.body.addWidget(row)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(Button(_("Set passphrase") if new else _("Open"), self._read, kind="primary"))

    def _read(self) -> None:
        first, second = self._first.line.text(), self._second.line.text()
        if not first:
            self._rows[0].set_problem(_("Write the passphrase."))
        elif len(self._rows) > 1 and (problem := weakness(first)):
            self._rows[0].set_problem(problem)
        elif len(self._rows) > 1 and first != second:
            self._rows[1].set_problem(_("The two are not the same."))
        else:
            self.secret = first
            self.accept()


class ErrorDialog(Dialog):
    """A fault of ours: what happened in one sentence, details to copy, and where the log lies."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(_("Something went wrong in the program"), parent, width=560)
        self.details = "".join(traceback.format_exception(error))
        self.body.addWidget(
            LeadingLabel(
                _("Your saved work is not affected. Please send the details to whoever looks after this program."),
                wrap=True,
            )
        )
        text = QTextEdit()
        text.setProperty("field", "true")
        text.setReadOnly(True)
        text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        text.setPlainText(self.details)
        text.setMinimumHeight(180)
        text.setAccessibleName(_("Details"))
        self.body.addWidget(text)
        path = LeadingLabel(fill(_("Log: {path}"), path=str(log_folder())), kind="caption", role="muted", wrap=True)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(path)
        self.add_button(SecondaryButton(_("Copy details"), self.copy, icon="copy"))
        self.add_button(Button(_("Close"), self.accept, kind="primary"))

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.details)
