"""What can be done with a list as a whole: new items, versions, merging, files; with the questions behind each."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate
from khartoum_desktop.proposals.catalogues import exchange, merging, operations, queries, sets
from khartoum_desktop.proposals.catalogues.exchange import Plan
from khartoum_desktop.proposals.catalogues.model import Catalogue, Entry
from khartoum_desktop.proposals.catalogues.ui.dialogs import MergeDialog, NewItem, TakeIn
from khartoum_desktop.proposals.lists import ORGANISATION, PARTNER
from khartoum_desktop.toolkit.actions import SEPARATOR, Action
from khartoum_desktop.toolkit.files import choose_file, choose_new_file
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import Button, Chip, clear_layout

if TYPE_CHECKING:
    from khartoum_desktop.proposals.catalogues.ui.page import ListsPage

_Organisations = tuple[list[tuple[str, Entry]], list[tuple[Entry, Entry]]]


class Asking:
    """The actions of the page and their dialogs."""

    def __init__(self, page: "ListsPage") -> None:
        self.page = page
        self.dialog: NewItem | MergeDialog | TakeIn | None = None
        self._shown: tuple[str, bool, bool] | None = None  # of which list the buttons above the table are

    @property
    def which(self) -> Catalogue | None:
        """The list that is shown."""
        return self.page.found.which if self.page.found else None

    # -- what can be done now

    def actions(self) -> list[Action]:
        """Return everything that can be done on the page."""
        page = self.page
        return [
            Action("lists.new", _("New item"), self.new, "Ctrl+N", "new", self._may_add),
            Action("lists.withdraw", _("Withdraw"), page.withdraw, "", "delete", self._may_withdraw),
            Action("lists.back", _("Bring back"), page.bring_back, "", "restore", self._may_bring_back),
            Action("lists.shipped", _("Shipped wording"), page.restore_shipped, "", "restore", self._is_altered),
            Action("lists.up", _("Move up"), partial(page.move_item, -1), "Alt+Up", "up", page.item_moves),
            Action("lists.down", _("Move down"), partial(page.move_item, 1), "Alt+Down", "down", page.item_moves),
            Action("lists.uses", _("Show the proposals that name it"), page.show_uses, "", "proposals", self._is_used),
            SEPARATOR,
            Action("lists.copy", _("Copy to change"), self.copy_set, "", "copy", self._is_set),
            Action("lists.force", _("Put into force"), self.put_into_force, "", "", self._waits),
            Action("lists.priorities", _("Presidency and priorities"), self.open_priorities, "", "delegation"),
            Action("lists.merge", _("Merge organisations…"), self.merge, "", "", self._writes),
            SEPARATOR,
            Action("lists.import", _("Take in a file…"), self.take_in, "", "import", self._writes),
            Action("lists.export", _("Export this list…"), self.export, "", "export", lambda: self.which is not None),
            Action("lists.export_all", _("Export all lists…"), self.export_all, "", "export"),
        ]

    def _writes(self) -> bool:
        return self.page.may_write()

    def _may_add(self) -> bool:
        return self._writes() and self.which is not None and not self.which.fixed

    def _item(self) -> Entry | None:
        return self.page.item.shown if self._writes() else None

    def _may_withdraw(self) -> bool:
        entry = self._item()
        return entry is not None and not entry.removed and self._may_add()

    def _may_bring_back(self) -> bool:
        entry = self._item()
        return entry is not None and entry.removed and not entry.merged_into

    def _is_altered(self) -> bool:
        entry = self._item()
        return entry is not None and entry.altered and not entry.removed

    def _is_used(self) -> bool:
        return self.page.item.shown is not None and self.page.item.shown.uses > 0

    def _is_set(self) -> bool:
        return self._writes() and self.which is not None and bool(self.which.set_id)

    def _waits(self) -> bool:
        return self._is_set() and self.which is not None and not self.which.in_force

    def show_list(self, which: Catalogue) -> None:
        """Show above the table what only this list has: versions of a set, merging of organisations."""
        row, shown = self.page.of_list, (which.key, which.in_force, self._writes())
        if self.page.header.primary is not None:
            self.page.header.primary.setEnabled(self._may_add())
        if shown == self._shown:  # the buttons stay, and with them the focus
            return
        self._shown = shown
        clear_layout(row)
        if which.set_id:
            words = _("in force") if which.in_force else _("not in force")
            row.addWidget(Chip(ChipLook(words, kind="ok" if which.in_force else "")))
        wanted = ["lists.copy", "lists.force", "lists.priorities"] if which.set_id else []
        wanted += ["lists.merge"] if which.key in {PARTNER, ORGANISATION} else []
        acts = {action.id: action for action in self.actions()}
        for name in wanted:
            if acts[name].enabled():
                row.addWidget(Button(acts[name].label, acts[name].run, small=True))

    # -- items

    def new(self) -> None:
        """Ask for a code and a name, and add the item."""
        page, which = self.page, self.which
        if which is None or not self._may_add():
            return

        def ask(taken: set[str]) -> None:
            dialog = NewItem(which.name(), lambda code: operations.new_code(which, code, taken), page)
            dialog.accepted.connect(lambda: self._add(which, *dialog.chosen))
            self._open(dialog)

        page.desk.tasks.start(lambda _progress: operations.taken_codes(page.work, which), ask, owner=page)

    def _add(self, which: Catalogue, code: str, names: dict[str, object]) -> None:
        page = self.page
        page.choose(code, which.key)
        page.do(partial(operations.add, page.work, which, code, names))

    def _open(self, dialog: NewItem | MergeDialog | TakeIn) -> None:
        self.dialog = dialog
        dialog.open()

    # -- versions of a set

    def copy_set(self) -> None:
        """Copy the set as its next version and show that."""
        page, which = self.page, self.which
        if which is None or not which.set_id:
            return

        def made(_ident: object) -> None:
            page.desk.say(_("The copy is not in force: change it, then put it into force."))

        def act() -> str:
            ident = sets.copy_set(page.work, which)
            copy = next(one for one in queries.catalogues(page.work) if one.set_id == ident)
            page.choose("", copy.key)
            return ident

        page.do(act, made)

    def put_into_force(self) -> None:
        """Let the set be the one that proposals are held against."""
        if self.which is not None:
            self.page.do(partial(sets.put_into_force, self.page.work, self.which))

    def open_priorities(self) -> None:
        """Go to the easy way: the set in force of the current presidency."""
        self.page.desk.open("priorities")

    # -- organisations

    def merge(self) -> None:
        """Ask which organisations are one; likely pairs are offered."""
        page = self.page

        def read(_progress: object) -> _Organisations:
            return queries.organisations(page.work), queries.alike(page.work)

        page.desk.tasks.start(read, self._ask_pair, owner=page)

    def _ask_pair(self, found: _Organisations) -> None:
        everything, pairs = found
        kept = [(one.code, queries.named(one)) for _scheme, one in everything]
        own = [(one.code, queries.named(one)) for scheme, one in everything if scheme == ORGANISATION]
        if not own:
            words = _("There is no organisation of your own to merge; the shipped partners stay as they are.")
            self.page.show_message("info", words)
            return
        dialog = MergeDialog(kept, own, pairs, self.page)
        shown = self.page.item.shown
        pair = next((pair for pair in pairs if shown is not None and shown.id in {one.id for one in pair}), None)
        if pair is not None:
            dialog.choose(pair[0].code, pair[1].code)
        dialog.accepted.connect(lambda: self._merge(dialog))
        self._open(dialog)

    def _merge(self, dialog: MergeDialog) -> None:
        page = self.page
        if dialog.apart is not None:
            page.do(partial(operations.tell_apart, page.work, *dialog.apart), lambda _none: self.merge())
            return
        keep, other = dialog.chosen
        told = fill(_("“{other}” was merged into “{name}”."), other=other, name=keep)

        def undo(step: object) -> None:
            page.do(partial(page.work.store.undo_step, str(step)))

        page.do(
            partial(merging.merge, page.work, keep, other),
            lambda step: page.desk.say(told, partial(undo, step)),
        )

    # -- files

    def export(self) -> None:
        """Write the list that is shown to a file."""
        if self.which is not None:
            self._export([self.which.key], self.which.key)

    def export_all(self) -> None:
        """Write every list to a file."""
        self._export([], "lists")

    def _export(self, keys: list[str], name: str) -> None:
        page = self.page
        filters = f"{_('Excel workbook')} (*.xlsx);;JSON (*.json)"
        path = choose_new_file(page, _("Export lists"), filters, purpose="lists", name=f"{name}.xlsx")
        if path is None:
            return

        def written(n: int) -> None:
            words = ngettext("{n} list was written to {file}.", "{n} lists were written to {file}.", n)
            page.desk.say(fill(words, n=format_number(n), file=path.name))

        act = partial(exchange.export, page.work, path, keys)
        page.desk.tasks.start(lambda _progress: act(), written, label=_("Exporting"), owner=page)

    def take_in(self) -> None:
        """Choose a file and show what would become of its items."""
        filters = f"{_('Lists')} (*.xlsx *.json)"
        path = choose_file(self.page, _("Take in a file"), filters, purpose="lists")
        if path is not None:
            self.look(path)

    def look(self, path: Path) -> None:
        """Read a file and show what would become of its items."""
        page = self.page
        act = partial(exchange.plan, page.work, path)
        page.desk.tasks.start(
            lambda _progress: act(), partial(self._ask_file, path), label=_("Reading"), pool="other", owner=page
        )

    def _ask_file(self, path: Path, plan: Plan) -> None:
        dialog = TakeIn(plan, self.page)
        dialog.accepted.connect(lambda: self._take(path, plan))
        self._open(dialog)

    def _take(self, path: Path, plan: Plan) -> None:
        page = self.page
        n = len(plan.of("new", "changed"))
        told = fill(ngettext("{n} item taken in.", "{n} items taken in.", n), n=format_number(n))

        def undo(step: object) -> None:
            page.do(partial(page.work.store.undo_step, str(step)))

        page.do(
            partial(exchange.take_in, page.work, plan, path),
            lambda step: page.desk.say(isolate(told), partial(undo, cast("str", step))),
        )
