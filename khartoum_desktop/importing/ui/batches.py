"""The page of imports: every file that was taken in, what is left of it, its held rows, and the way back."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.importing import batches
from khartoum_desktop.importing.batches import KeptEdit, Past, TakenBack
from khartoum_desktop.importing.planning import taken_up
from khartoum_desktop.importing.ui.past_panel import PastPanel
from khartoum_desktop.importing.ui.sending import send_batch_problems, send_form
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import EmptyState
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.table_pane import TablePane
from khartoum_desktop.workspace import Workspace

_SIDE: Final = 390
_KINDS: Final = frozenset({"batch", "origin", "proposal"})
_SHOWN: Final = 6  # proposals that are named in one sentence


class BatchesPage(Page):
    """Imports at the start, the latest first; the chosen one at the end."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._pasts: dict[str, Past] = {}
        self._wanted = ""
        self._lists = lists_of(work)
        self.header.set_title(_("Imported files"), _("Each can be taken back, also long after"))
        form = Action("imports.form", _("Blank form for ministries…"), self.form, "", "export")
        back = Action("imports.back", _("Back to the import"), self.back, "Alt+Left", "back")
        self.header.set_buttons([back, form])
        self.model: RowsModel[Past] = RowsModel(self._columns(), self._fetch, self)
        self.table = Table(name=_("Imported files"), multiple=False)
        self.table.setModel(self.model)
        self.table.chosen.connect(lambda *_: self._show())
        self.table.opened.connect(lambda _ident: self.show_proposals())
        self.panel = PastPanel(
            show=self.show_proposals, again=self.take_up, problems=self.return_problems, undo=self.take_back
        )
        self.count = LeadingLabel("", role="muted")
        top = QHBoxLayout()
        top.addWidget(self.count)
        self.empty = EmptyState(
            _("No file was imported yet"),
            _(
                "Every file that is taken in stands here with its rows: what became proposals, what was held back and "
                "why. Held rows can be taken up again, problems go back to the sender as a workbook, and a whole "
                "import can be taken back while everybody’s later edits stay."
            ),
            [(_("Import a file"), self.back), (_("Blank form for ministries…"), self.form)],
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(TablePane(top, self.table, self.panel, side_width=_SIDE))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.addWidget(self.empty)
        self.stack.addWidget(holder)
        self.body.addWidget(self.stack, 1)
        desk.live.changed.connect(self._heard)

    def _columns(self) -> list[ColumnView[Past]]:
        def count(key: str) -> ColumnView[Past]:
            words = {"new": _("New ones"), "changed": _("Changed"), "held": _("Held back")}
            return ColumnView(key, words[key], lambda past: format_number(_number(past, key)), 92, numeric=True)

        return [
            ColumnView("file", _("File"), lambda past: past.batch.file, second=self.from_whom, sortable=False),
            ColumnView(
                "at", _("Imported on"), lambda past: format_moment(past.at), 210, second=self.by_whom, sortable=False
            ),
            count("new"),
            count("changed"),
            count("held"),
            ColumnView("left", _("Still here"), lambda past: format_number(past.batch.proposals), 92, numeric=True),
        ]

    def from_whom(self, past: Past) -> str:
        """Return from whom a file came, in words."""
        return listed(self._lists.label(PARTY, one) for one in past.batch.sender.split(", ") if one)

    def by_whom(self, past: Past) -> str:
        """Return who imported a file, and for which delegation."""
        return fill(_("{name}, {delegation}"), name=past.author, delegation=self._lists.label(PARTY, past.delegation))

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Past]:
        return {ident: self._pasts[ident] for ident in ids if ident in self._pasts}

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (
            Action("imports.show", _("Show its proposals"), self.show_proposals, "", "proposals", self._has_one),
            Action("imports.again", _("Take held rows up again"), self.take_up, "", "", self._has_held),
            Action(
                "imports.problems", _("Return problems as Excel…"), self.return_problems, "", "", self._has_problems
            ),
            Action("imports.undo", _("Undo this import"), self.take_back, "", "undo", self._may_undo),
            Action("imports.form", _("Blank form for ministries…"), self.form, "", "export"),
            Action("imports.back", _("Back to the import"), self.back, "Alt+Left", "back"),
        )

    def status(self) -> str:
        """Return how many files were imported."""
        n = len(self._pasts)
        return fill(ngettext("{n} imported file", "{n} imported files", n), n=format_number(n))

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is the id of the import to be chosen."""
        self._wanted = str(argument or "") or self._wanted
        self.refresh()

    def argument(self) -> object:
        """Return the chosen import."""
        return self.chosen.id if self.chosen else None

    @property
    def chosen(self) -> Past | None:
        """The chosen import."""
        ids = self.table.selected_ids()
        return self._pasts.get(ids[0]) if ids else None

    def _may_write(self) -> bool:
        return self.work.may_write

    def _has_one(self) -> bool:
        return self.chosen is not None and self.chosen.batch.proposals > 0

    def _has_held(self) -> bool:
        return self._may_write() and self.chosen is not None and bool(self.chosen.batch.held)

    def _has_problems(self) -> bool:
        return self.chosen is not None and self.chosen.problems > 0

    def _may_undo(self) -> bool:
        return self._may_write() and self.chosen is not None

    def _heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        if _KINDS & changes.keys() and self.isVisible():
            self.refresh()

    # -- showing

    def refresh(self) -> None:
        """Read the imports again; the chosen one stays chosen."""
        self.desk.tasks.start(
            lambda _progress: batches.past_imports(self.work), self._found, self.desk.fail, owner=self
        )

    def _found(self, pasts: Sequence[Past]) -> None:
        kept = self._wanted or (self.chosen.id if self.chosen else "")
        self._pasts = {past.id: past for past in pasts}
        self.stack.setCurrentIndex(0 if pasts else 1)
        self.model.set_ids([past.id for past in pasts])
        self.count.setText(self.status())
        chosen = kept if kept in self._pasts else next(iter(self._pasts), "")
        self._wanted = ""
        self.table.select_ids([chosen] if chosen else [])
        self._show()
        self.status_changed.emit()

    def _show(self) -> None:
        past = self.chosen
        self.panel.show_past(past, self.from_whom(past) if past else "", may_write=self._may_write())

    # -- doing

    def back(self) -> None:
        """Go to the page of the import."""
        self.desk.open("import")

    def form(self) -> None:
        """Offer the blank form for ministries."""
        send_form(self, self.work, self.desk)

    def show_proposals(self) -> None:
        """Show what came in with the chosen import."""
        if self.chosen is not None:
            ident = self.chosen.id
            self.desk.tasks.start(
                lambda _progress: batches.proposals_of(self.work, ident),
                partial(self.desk.open, "proposals"),
                self.desk.fail,
                owner=self,
            )

    def take_up(self) -> None:
        """Open the held rows of the chosen import like a file."""
        if self.chosen is not None:
            ident = self.chosen.id
            self.desk.tasks.start(
                lambda _progress: taken_up(self.work, ident),
                partial(self.desk.open, "import"),
                self.desk.fail,
                owner=self,
            )

    def return_problems(self) -> None:
        """Offer the problems of the chosen import as a workbook."""
        if self.chosen is not None:
            send_batch_problems(self, self.work, self.desk, self.chosen.id, self.chosen.batch.file)

    def take_back(self) -> None:
        """Take the chosen import back; what people did since stays and is named."""
        if self.chosen is not None:
            ident = self.chosen.id
            self.desk.tasks.start(
                lambda _progress: batches.take_back(self.work, ident),
                self._taken_back,
                self.desk.fail,
                label=_("Undo"),
                owner=self,
                writes=True,
            )

    def _taken_back(self, done: TakenBack) -> None:
        words = fill(_("The import of {file} is taken back."), file=done.file)
        if done.kept:
            named = [_named(one) for one in done.kept[:_SHOWN]]
            more = len(done.kept) - len(named)
            if more:
                named.append(fill(ngettext("{n} more", "{n} more", more), n=format_number(more)))
            edited = fill(_("What was edited since stays: {names}."), names=listed(named))
            words = f"{words} {edited}"
        ids = [one.id for one in done.kept]
        buttons = [(_("Show the proposals"), partial(self.desk.open, "proposals", ids))] if ids else []
        self.show_message("info", words, buttons)
        self.desk.say(fill(_("The import of {file} is taken back."), file=done.file))
        self.refresh()


def _number(past: Past, key: str) -> int:
    return len(past.batch.held) if key == "held" else past.batch.brought(key)


def _named(one: KeptEdit) -> str:
    name = fill(_("{ref} {title}"), ref=isolate_ltr(one.ref), title=one.title)
    return fill(_("{name} ({fields})"), name=name, fields=listed(map(_, one.fields))) if one.fields else name


SPEC: Final = PageSpec("imports", N_("Imported files"), "history", BatchesPage, in_rail=False)
