"""Asking for one name: of a shortlist to fill, of rules to keep."""

from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.editors import LineEditor
from khartoum_desktop.toolkit.forms import FieldRow
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton


class AskName(Dialog):
    """One line; `chosen` is the name, "" when the person thought better of it."""

    def __init__(self, title: str, verb: str, hint: str, proposed: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.chosen = ""
        self.name = LineEditor(longest=120)
        self.name.set_value(proposed or None)
        self.row = FieldRow(_("Name"), self.name, hint, required=True)
        self.body.addWidget(self.row)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(verb, self.read))
        self.name.line.selectAll()
        self.name.setFocus()

    def read(self) -> None:
        """Take the name, or ask for it."""
        self.chosen = str(self.name.value() or "")
        if self.chosen:
            self.accept()
        else:
            self.row.set_problem(_("Write a name."))
