"""The buttons under the rubric."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.scoring.model import Blank
from khartoum_desktop.scoring.ui.rubric import Rubric
from khartoum_desktop.toolkit.parts import FlatButton, PrimaryButton, SecondaryButton


class Footer(QWidget):
    """Save and next, skip; for the criterion in hand or the whole proposal, the blanks; submit or reopen the sheet."""

    def __init__(
        self,
        rubric: Rubric,
        *,
        save: Callable[[], None],
        skip: Callable[[], None],
        submit: Callable[[], None],
        reopen: Callable[[], None],
        conflict: Callable[[], None],
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 10, 10, 10)
        row.setSpacing(6)
        self.save = PrimaryButton(_("Save and next"), save, key="Ctrl+Enter")
        self.skip = SecondaryButton(_("Skip"), skip)
        self.submit = PrimaryButton(_("Submit and next"), submit, key="Ctrl+Enter")
        self.submit.setToolTip(_("Let these marks count: they stay as they are unless the sheet is reopened"))
        self.reopen = SecondaryButton(_("Reopen"), reopen)
        self.reopen.setToolTip(_("Change these marks: they do not count until they are submitted again"))
        for one_place in ((self.save, self.submit), (self.skip, self.reopen)):  # one is shown: no other may move
            widest = max(button.sizeHint().width() for button in one_place)
            for one in one_place:
                one.setMinimumWidth(widest)
        self.abstain = FlatButton(_("Abstain"), partial(rubric.blank, Blank.ABSTAINED))
        self.abstain.setToolTip(_("Give no mark for the criterion in hand (A)"))
        self.not_applicable = FlatButton(_("Not applicable"), partial(rubric.blank, Blank.NOT_APPLICABLE))
        self.not_applicable.setToolTip(_("The criterion in hand does not fit this proposal (X)"))
        self.conflict = FlatButton(_("Conflict of interest"), conflict)
        self.conflict.setToolTip(_("Give no marks for this proposal at all"))
        for main in (self.save, self.submit, self.skip, self.reopen):
            row.addWidget(main)
        row.addStretch(1)
        for button in (self.abstain, self.not_applicable, self.conflict):
            row.addWidget(button)

        self.show_state()

    def set_writable(self, *, writable: bool) -> None:
        """Offer blanks only where marks can be given."""
        for button in (self.abstain, self.not_applicable, self.conflict):
            button.setEnabled(writable)

    def show_state(self, *, complete: bool = False, submitted: bool = False) -> None:
        """Offer first to submit what is complete, and to reopen what is submitted."""
        self.submit.setVisible(complete and not submitted)
        self.save.setVisible(not complete or submitted)
        self.reopen.setVisible(submitted)
        self.skip.setVisible(not submitted)
