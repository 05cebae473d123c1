"""Asking why somebody gives no marks for a proposal."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.scoring.model import REASON_LENGTH
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import FieldRow, LineEditor
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton


class ConflictDialog(Dialog):
    """The reason of a conflict of interest, with one offered that Enter takes; `agreed` carries what was written."""

    agreed = Signal(str)

    def __init__(self, offered: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Declare a conflict of interest"), parent, width=560)
        note = _(
            "No marks are given for this proposal, and those given before do not count. A coordinator can take it back."
        )
        self.body.addWidget(LeadingLabel(note, wrap=True))
        self.reason = LineEditor(longest=REASON_LENGTH, width=0)
        self.row = FieldRow(_("Reason"), self.reason, required=True)
        self.body.addWidget(self.row)
        self.reason.set_value(offered)
        self.reason.line.selectAll()
        self.reason.setFocus()
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(_("Declare the conflict"), self.read))

    def read(self) -> None:
        """Take the reason, or say that one is needed."""
        reason = str(self.reason.value() or "") if self.reason.commit() else ""
        if not reason:
            self.row.set_problem(_("Say in a few words what it is."))
            self.reason.setFocus()
            return
        self.agreed.emit(reason)
        self.accept()
