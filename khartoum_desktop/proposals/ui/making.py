"""Making proposals: new ones, empty or with a template, copies, and templates made of what is there."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.duplicates.ui.title_watch import watch_dialog
from khartoum_desktop.proposals.templates import operations as templates
from khartoum_desktop.proposals.templates.operations import LONGEST_NAME
from khartoum_desktop.proposals.templates.queries import templates as all_templates
from khartoum_desktop.proposals.ui.new import NewProposal
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.forms import FieldRow, LineEditor
from khartoum_desktop.toolkit.parts import PrimaryButton, SecondaryButton
from khartoum_desktop.workspace import Workspace

if TYPE_CHECKING:
    from khartoum_desktop.proposals.ui.page import ProposalsPage


def ask_for_new(page: "ProposalsPage") -> None:
    """Ask for a title and a country, make the proposal and open its form."""
    work, person = page.work, page.work.person
    lists = queries.lists_of(work)
    country = person.delegation if person is not None and lists.is_state(person.delegation) else ""
    dialog = NewProposal(lists, country, page, templates=all_templates(work))
    watch_dialog(dialog, work, page.desk, page.edit)
    dialog.accepted.connect(lambda: _create(page, dialog))
    dialog.open()


def _create(page: "ProposalsPage", dialog: NewProposal) -> None:
    values, template = dialog.values, dialog.template

    def create(_progress: object) -> str:
        if template is None:
            return operations.create(page.work, values)
        return templates.create_from(page.work, template, values)

    def made(ident: str) -> None:
        page.list.search([ident])
        page.edit(ident, "kind")

    page.desk.tasks.start(create, made, owner=page)


def make_copy(page: "ProposalsPage") -> None:
    """Make a copy of the selected proposal and open it."""
    ident = page.list.table.current_id()
    page.desk.tasks.start(lambda _progress: operations.duplicate(page.work, ident), page.edit, owner=page)


class KeepTemplate(Dialog):
    """Asks for the name of a template; a refusal leaves the dialog open."""

    def __init__(self, work: Workspace, desk: Desk, ident: str, parent: QWidget) -> None:
        super().__init__(_("Keep as a template"), parent)
        self._work, self._desk, self._ident = work, desk, ident
        self.name = LineEditor(name=_("Name"), longest=LONGEST_NAME)
        hint = _(
            "Objectives, activities, results, risks and alignment are kept; titles, amounts, dates and files are not."
        )
        self.row = FieldRow(_("Name"), self.name, hint, required=True)
        self.body.addWidget(self.row)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.go = PrimaryButton(_("Keep"), self._keep)
        self.add_button(self.go)
        self.name.setFocus()

    def _keep(self) -> None:
        name = str(self.name.value() or "")
        self._desk.tasks.start(
            lambda _progress: templates.keep(self._work, self._ident, name), partial(self._kept, name), self._refused,
            owner=self,
        )  # fmt: skip

    def _kept(self, name: str, _ident: str) -> None:
        self.accept()
        self._desk.say(fill(_("Template “{name}” kept: “New proposal” offers it."), name=name))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.row.set_problem(str(error))
            self.name.setFocus()
        else:
            self._desk.fail(error)
