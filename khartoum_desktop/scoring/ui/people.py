"""Asking for an assessor: name and delegation, on the scoring page and on that of the rounds."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.scoring.queries import Assessor
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import ChoiceEditor, Choices, FieldRow, LineEditor
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton

Make = Callable[[str, str], Assessor]
"""Turns name and delegation into an assessor, or refuses with a UserError."""


class WhoDialog(Dialog):
    """Name and delegation of an assessor, below a title and a note; `verb` is what the primary button says."""

    def __init__(  # noqa: PLR0917 - three texts and three things, in the order in which they are read
        self, title: str, note: str, verb: str, delegations: Choices, make: Make, parent: QWidget | None = None
    ) -> None:
        super().__init__(title, parent)
        self.chosen: Assessor | None = None
        self._make = make
        self.body.addWidget(LeadingLabel(note, wrap=True))
        self.name = LineEditor(longest=120)
        self.delegation = ChoiceEditor(delegations, empty=_("Choose a delegation"), width=320)
        self.rows = (
            FieldRow(_("Name"), self.name, required=True),
            FieldRow(_("Delegation"), self.delegation, required=True),
        )
        for row in self.rows:
            self.body.addWidget(row)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(PrimaryButton(verb, self.read))

    def read(self) -> None:
        """Take what was written, or say what is missing."""
        name, delegation = str(self.name.value() or ""), str(self.delegation.value() or "")
        self.rows[0].set_problem(None if name else _("Give the name of the person who gives the marks."))
        self.rows[1].set_problem(None if delegation else _("Choose the delegation the assessor works for."))
        if not name or not delegation:
            (self.name if not name else self.delegation).setFocus()
            return
        try:
            self.chosen = self._make(name, delegation)
        except UserError as error:
            self.rows[1].set_problem(str(error))
            return
        self.accept()


class AssessorDialog(WhoDialog):
    """Whose marks are entered by the person who sits here."""

    def __init__(self, delegations: Choices, make: Make, parent: QWidget | None = None) -> None:
        note = _("For marks that came on paper or by letter. You stay named as who entered them.")
        super().__init__(_("Whose marks are these?"), note, _("Enter marks"), delegations, make, parent)
