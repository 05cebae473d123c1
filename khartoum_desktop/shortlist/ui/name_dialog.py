"""Asking for the name of a new shortlist."""

from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.forms import FieldRow, LineEditor
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton


class NameDialog(Dialog):
    """One line; `chosen` is the name, "" when the person thought better of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("New shortlist"), parent)
        self.chosen = ""
        self.name = LineEditor(longest=120)
        self.row = FieldRow(_("Name"), self.name, _("Name it after the meeting it is for."), required=True)
        self.body.addWidget(self.row)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Make the list"), self.read))

    def read(self) -> None:
        """Take the name, or ask for it."""
        self.chosen = str(self.name.value() or "")
        if self.chosen:
            self.accept()
        else:
            self.row.set_problem(_("A shortlist needs a name."))
