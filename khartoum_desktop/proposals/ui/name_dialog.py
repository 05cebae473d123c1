"""Asking under which name something is kept, and for whom."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.forms import FieldRow, LineEditor
from khartoum_desktop.toolkit.parts import Check, PrimaryButton, SecondaryButton


class NameDialog(Dialog):
    """Asks for a name and keeps something under it; what is refused stands below the name, and nothing is kept.

    `keep` gets the name and whether it is for everybody, in the background; `kept` then gets what it returned. `hint`
    stands below the name, `verb` on the button.
    """

    def __init__(
        self,
        desk: Desk,
        title: str,
        keep: Callable[[str, bool], object],
        kept: Callable[[str, object], None],
        *,
        name: str = "",
        hint: str = "",
        verb: str = "",
        ask_whom: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent, width=420)
        self._desk, self._keep, self._kept = desk, keep, kept
        self.name = LineEditor(name=_("Name"), longest=200)
        self.name.set_value(name or None)
        self.row = FieldRow(_("Name"), self.name, hint)
        self.body.addWidget(self.row)
        self.everybody = Check(_("For everybody who works with this workspace"))
        self.body.addWidget(self.everybody)
        self.everybody.setVisible(ask_whom)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.save_button = self.add_button(PrimaryButton(verb or _("Save"), self.save))
        self.name.setFocus()
        self.name.line.selectAll()

    def save(self) -> None:
        """Keep it, and close when it is kept."""
        name, everybody = self.name.line.text(), self.everybody.isChecked()
        self.save_button.setEnabled(False)
        self._desk.tasks.start(lambda _progress: self._keep(name, everybody), self._done, self._failed, owner=self)

    def _done(self, result: object) -> None:
        self.accept()
        self._kept(str(self.name.value() or ""), result)

    def _failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, UserError):
            self.row.set_problem(str(error))
            self.name.setFocus()
        else:
            self.reject()
            self._desk.fail(error)
