"""The export dialog: which document, in which language, into which file; written in the background."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from khartoum_desktop.core import dates
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, NAMES, _, fill, language, listed
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.exporting.operations import Document, Exported, read, restricted, suggested_name
from khartoum_desktop.proposals.ui.restricted import RestrictedTicks
from khartoum_desktop.shortlist.queries import shortlists
from khartoum_desktop.toolkit.choosing import ChoiceEditor
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import Dialog, choose_new_file
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import FieldRow
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton
from khartoum_desktop.toolkit.switches import Radio
from khartoum_desktop.workspace import Workspace

_DOCUMENTS: Final = (
    ("shortlist", N_("Shortlist"), N_("In its order, with scores, costs, cut line and reasons; one row a proposal.")),
    ("register", N_("Register"), N_("Every field of every proposal, with filters; comes back by import.")),
)


class ExportDialog(Dialog):
    """Asks what to export; `work` and the choice are handed to a background task when a file has been chosen."""

    def __init__(self, work: Workspace, desk: Desk, what: str = "shortlist", parent: QWidget | None = None) -> None:
        super().__init__(_("Export"), parent)
        self._work, self._desk = work, desk
        self._lists = shortlists(work)
        self.documents: dict[str, Radio] = {}
        self._group = QButtonGroup(self)
        for key, label, sentence in _DOCUMENTS:
            button = Radio(_(label))
            button.setObjectName(f"export_{key}")
            self._group.addButton(button)
            self.documents[key] = button
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(button)
            column.addWidget(LeadingLabel(_(sentence), kind="caption", role="muted", wrap=True))
            self.body.addLayout(column)
        names = [(one.id, one.name) for one in self._lists]
        self.shortlist = ChoiceEditor(names, empty=None, width=320)
        self.shortlist.set_value(names[0][0] if names else None)
        self.shortlist_row = FieldRow(_("Which shortlist"), self.shortlist)
        self.language = ChoiceEditor([(code, NAMES[code]) for code in LANGUAGES], empty=None, width=200)
        self.language.set_value(language())
        self.body.addWidget(self.shortlist_row)
        self.body.addWidget(FieldRow(_("Language of the document"), self.language))
        self.restricted = RestrictedTicks()
        self.body.addWidget(self.restricted)
        self.shortlist.committed.connect(lambda _name: self._fit())
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.go = PrimaryButton(_("Choose a file…"), self._choose)
        self.add_button(self.go)
        self.documents["shortlist"].toggled.connect(self._fit)
        self.documents["shortlist"].setEnabled(bool(names))
        self.documents[what if names else "register"].setChecked(True)
        self._fit()

    @property
    def what(self) -> str:
        """The chosen document."""
        return next(key for key, button in self.documents.items() if button.isChecked())

    def _fit(self) -> None:
        """Show what belongs to the chosen document: which list, and its restricted proposals."""
        self.shortlist_row.setVisible(self.documents["shortlist"].isChecked() and len(self._lists) > 1)
        work, what, name = self._work, self.what, str(self.shortlist.value() or "") or None
        self._desk.tasks.start(
            lambda _progress: restricted(work, what, name), self.restricted.show_proposals, self._desk.fail, owner=self
        )

    def _choose(self) -> None:
        code = str(self.language.value() or language())
        path = choose_new_file(
            self,
            _("Export"),
            fill(_("Excel workbook ({pattern})"), pattern="*.xlsx"),
            purpose="export",
            name=suggested_name(self.what, code, dates.today()),
        )
        if path is not None:
            name, ticked = str(self.shortlist.value() or ""), self.restricted.ticked()
            start_export(self._work, self._desk, self.what, path, code=code, name=name, ticked=ticked)
            self.accept()


def start_export(
    work: Workspace, desk: Desk, what: str, path: Path, *, code: str, name: str = "", ticked: Collection[str] = ()
) -> None:
    """Write a document in the background and say where it lies.

    It is read among the tasks of the database, in its turn, and written beside them.
    """
    today = dates.today()

    def read_it(_progress: Progress) -> Document:
        return read(work, what, path, language=code, today=today, name=name or None, ticked=ticked)

    def write(document: Document) -> None:
        desk.tasks.start(lambda _progress: document.write(), written, desk.fail, label=_("Exporting"), pool="other")

    def written(done: Exported) -> None:
        desk.say(fill(_("{file} was written."), file=done.path.name))
        if done.cut_cells:
            cells = listed(done.cut_cells)
            desk.fail(UserError(fill(_("Too long for a cell, cut: {cells}"), cells=cells), _("Shorten these texts.")))

    desk.tasks.start(read_it, write, desk.fail, label=_("Exporting"))


def open_export(work: Workspace, desk: Desk, parent: QWidget, what: str = "shortlist") -> None:
    """Show the export dialog."""
    ExportDialog(work, desk, what, parent).open()
