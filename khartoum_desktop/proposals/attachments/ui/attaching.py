"""What the form does with files: reading them in the background, asking before one is opened, linking letters."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.attachments import operations, queries
from khartoum_desktop.proposals.attachments.model import LETTER, Taken, letters, show_size
from khartoum_desktop.proposals.attachments.opening import OpenedFiles
from khartoum_desktop.proposals.attachments.operations import NOTHING_SAID, Done, Particulars
from khartoum_desktop.proposals.attachments.queries import Source
from khartoum_desktop.proposals.attachments.ui.cards import FileCards
from khartoum_desktop.proposals.attachments.ui.letters import NEW, LetterCell
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.proposals.rows import ProposalDetail
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import AskDialog
from khartoum_desktop.toolkit.files import choose_files, choose_new_file, open_with_system
from khartoum_desktop.workspace import Workspace

if TYPE_CHECKING:
    from khartoum_desktop.proposals.ui.form import ProposalForm

_PURPOSE = "attachments"


class Attaching(QObject):
    """Stands between a form and the files of the proposal that it shows."""

    def __init__(self, work: Workspace, desk: Desk, form: "ProposalForm") -> None:
        super().__init__(form)
        self._work, self._desk, self._form = work, desk, form
        self._detail: ProposalDetail | None = None
        self._attended: list[Any] = []
        self.opened = OpenedFiles()
        self.dialog: AskDialog | None = None

    # -- showing

    def show_detail(self, detail: ProposalDetail) -> None:
        """Let files name the parties, and parties their letters."""
        self._detail = detail
        files = self._form.bound["attachments"].editor
        if isinstance(files, FileCards):
            if files not in self._attended:
                self._attend(files)
            lists = self._form.lists
            parties = [(str(line["id"]), line.get("name")) for line in detail.lines["parties"]]
            files.set_parties([(ident, lists.label(PARTY, str(name))) for ident, name in parties if name])
        self._show_letters(detail)

    def _attend(self, files: FileCards) -> None:
        self._attended.append(files)
        files.add_wanted.connect(self._choose)
        files.dropped.connect(self.add)
        files.open_wanted.connect(self.open)
        files.save_wanted.connect(self.save_copy)
        files.remove_wanted.connect(self._remove)

    def _show_letters(self, detail: ProposalDetail) -> None:
        cards: Any = self._form.bound["parties"].editor
        proofs = letters(detail.lines)
        names = {str(line["id"]): str(line.get("name") or "") for line in detail.lines["attachments"]}
        for party, cell in cards.cells_of("consent_letter"):
            if party not in proofs or not isinstance(cell, LetterCell):
                continue
            mine = [str(line["id"]) for line in proofs[party]]
            others = [(ident, name) for ident, name in names.items() if ident not in mine]
            cell.show_letters([(ident, names[ident]) for ident in mine], others)
            if cell.property("party") != party:
                cell.setProperty("party", party)
                cell.chosen.connect(partial(self._letter_chosen, party))
                cell.opened.connect(self.open)
                cell.taken_away.connect(partial(self._link, None))

    # -- adding and removing

    def _choose(self, said: Particulars = NOTHING_SAID) -> None:
        filters = _("All files (*)")
        if paths := choose_files(self._form.window(), _("Add files"), filters, purpose=_PURPOSE):
            self.add(paths, said)

    def add(self, paths: Sequence[Path], said: Particulars = NOTHING_SAID) -> None:
        """Read files in the background, then attach them to the proposal that is shown now."""
        if self._detail is not None:
            self._desk.tasks.start(
                partial(operations.received, paths),
                partial(self._received, self._detail.id, said),
                label=_("Reading files"),
                pool="other",
                owner=self,
            )

    def _received(self, proposal: str, said: Particulars, files: list[Taken]) -> None:
        self._desk.tasks.start(
            lambda _progress: operations.attach(self._work, proposal, files, said),
            partial(self._attached, files),
            label=_("Saving"),
            owner=self,
        )

    def _attached(self, files: Sequence[Taken], done: Done) -> None:
        words = ngettext("{n} file was attached: {names}", "{n} files were attached: {names}", len(done.names))
        told = fill(words, n=format_number(len(done.names)), names=listed(done.names))
        self._tell(" ".join([told, *(file.remark for file in files if file.remark)]), done.step)

    def _remove(self, file_id: str, name: str) -> None:
        if (detail := self._detail) is not None:
            told = fill(_("“{file}” was removed."), file=name)
            self._do(lambda: operations.remove(self._work, detail.id, file_id), told)

    def _letter_chosen(self, party: str, chosen: str) -> None:
        if chosen == NEW:
            self._choose(Particulars(kind=LETTER, party=party))
        else:
            self._link(party, chosen)

    def _link(self, party: str | None, file_id: str) -> None:
        if (detail := self._detail) is not None:
            self._do(lambda: operations.link(self._work, detail.id, file_id, party), _("The letter was changed."))

    def _do(self, work: Callable[[], str], told: str) -> None:
        self._desk.tasks.start(lambda _progress: work(), partial(self._tell, told), label=_("Saving"), owner=self)

    def _tell(self, told: str, step: str) -> None:
        """Say what was done and offer to take it back."""

        def undo() -> None:
            self._desk.tasks.start(lambda _progress: self._work.store.undo_step(step), lambda _none: None, owner=self)

        self._desk.saved.emit()
        self._desk.say(told, undo)

    # -- opening and saving copies

    def open(self, file_id: str) -> None:
        """Ask whether a file shall be opened in another program, saying what it is and where it comes from."""

        def read(_progress: object) -> tuple[Taken, Source | None]:
            return queries.content(self._work, file_id), queries.source(self._work, file_id)

        self._desk.tasks.start(read, self._ask, label=_("Opening"), owner=self)

    def _ask(self, found: tuple[Taken, Source | None]) -> None:
        file, source = found
        kind, size = _(file.kind.label), show_size(len(file.data))
        said = [fill(_("“{file}”: {kind}, {size}."), file=file.name, kind=kind, size=size)]
        if source is not None:
            delegation = self._form.lists.label(PARTY, source.delegation)
            template = _("Attached by {name} ({delegation}) on {when}.")
            said.append(fill(template, name=source.author, delegation=delegation, when=format_moment(source.at)))
        said.append(_("Another program opens a copy that is removed when this program ends; changes to it are lost."))
        said.append(_("Open only what you expected to receive."))
        choices = (("cancel", _("Cancel")), ("open", _("Open")))
        dialog = AskDialog(_("Open this file?"), "\n".join(said), choices, safe="cancel", parent=self._form.window())
        dialog.setMinimumHeight(dialog.heightForWidth(dialog.minimumWidth()))  # long names take several lines
        dialog.resize(dialog.minimumSize())
        dialog.finished.connect(partial(self._answered, dialog, file))
        self.dialog = dialog
        dialog.open()

    def _answered(self, dialog: AskDialog, file: Taken, _result: int) -> None:
        if dialog.answer == "open":
            self._desk.tasks.start(
                lambda _progress: self.opened.put(file), open_with_system, label=_("Opening"), pool="other", owner=self
            )
        dialog.deleteLater()
        self.dialog = None

    def save_copy(self, file_id: str) -> None:
        """Write a file where the person says."""
        self._desk.tasks.start(
            lambda _progress: queries.content(self._work, file_id), self._save, label=_("Opening"), owner=self
        )

    def _save(self, file: Taken) -> None:
        filters = f"{_(file.kind.label)} (*.{file.kind.endings[0]})"
        path = choose_new_file(self._form.window(), _("Save a copy"), filters, purpose=_PURPOSE, name=file.name)
        if path is not None:
            self._desk.tasks.start(
                lambda _progress: operations.write(file, path, replace=True),
                lambda written: self._desk.say(fill(_("{file} was written."), file=written.name)),
                label=_("Saving"),
                pool="other",
                owner=self,
            )
