"""The page of the lists: which there are, the items of the chosen one, and the chosen item with its editors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, language, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import fold_key, isolate
from khartoum_desktop.proposals.catalogues import operations, queries
from khartoum_desktop.proposals.catalogues.model import Catalogue, Entry
from khartoum_desktop.proposals.catalogues.names import BY_ALPHABET, PARENTS
from khartoum_desktop.proposals.catalogues.ui.asking import Asking
from khartoum_desktop.proposals.catalogues.ui.item_pane import ItemPane
from khartoum_desktop.proposals.catalogues.ui.showing import columns_of, lines_of_lists
from khartoum_desktop.proposals.fields import BY_KIND
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.ui.pane_list import PaneList
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import Editor
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Card, EmptyState, SearchLine, Splitter
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.workspace import Workspace

_KINDS: Final = frozenset({"list_item", "presidency", "priority_set", "priority", "proposal", "alignment", *BY_KIND})
_PANES: Final = (240, 510, 480)
_LEAST: Final = 260
_FIRST: Final = "member"


@dataclass(frozen=True, slots=True)
class Found:
    """The lists, the chosen one, its items, and (code, name) of what they may be part of."""

    lists: Sequence[Catalogue]
    which: Catalogue
    entries: Sequence[Entry]
    parents: Sequence[tuple[str, str]]


class ListsPage(Page):
    """Every change is a step of its own; what was typed and refused stays in sight."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self.found: Found | None = None
        self._wanted: tuple[str, str] = ("", "")  # the code to be chosen when the next items come, and its list
        self._asked = 0
        self._pending = 0
        self._entries: dict[str, Entry] = {}
        self.item = ItemPane()
        self.asking = Asking(self)
        self.header.set_title(_("Lists"))
        self.catalogues = PaneList(_("Lists"))
        self.catalogues.chosen.connect(lambda _key: self._choose_list())
        self.line = SearchLine(_("Search in this list"))
        self.line.searched.connect(lambda _words: self._show_rows())
        self.model: RowsModel[Entry] = RowsModel(columns_of(()), self._fetch, self)
        self.table = Table(name=_("Items"), multiple=False)
        self.table.setModel(self.model)
        self.table.chosen.connect(lambda _ids: self._show_item())
        self.table.opened.connect(lambda _id: self.item.names.editors[language()].setFocus())
        self.item.written.connect(self._write)
        for signal, act in (
            (self.item.withdraw_wanted, self.withdraw),
            (self.item.back_wanted, self.bring_back),
            (self.item.shipped_wanted, self.restore_shipped),
            (self.item.uses_wanted, self.show_uses),
        ):
            signal.connect(act)
        self.item.moved.connect(self.move_item)
        self.panes = Splitter()
        for pane in (self._start(), self._middle(), self.item):
            self.panes.addWidget(pane)
        for place in (1, 2):
            self.panes.setStretchFactor(place, 1)
        self.panes.setSizes(list(_PANES))
        self.body.addWidget(self.panes, 1)
        self._name_buttons()
        desk.live.changed.connect(self._heard)

    def _start(self) -> QWidget:
        card = Card(padding=8)
        card.body.addWidget(self.catalogues)
        card.setMinimumWidth(170)
        return card

    def _middle(self) -> QWidget:
        pane = QWidget()
        pane.setMinimumWidth(_LEAST)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.of_list = Flow()
        column.addWidget(self.line)
        column.addLayout(self.of_list)
        card = Card(padding=1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        card.body.addWidget(self.stack)
        column.addWidget(card, 1)
        return pane

    def _fetch(self, ids: Sequence[str]) -> Mapping[str, Entry]:
        return {ident: self._entries[ident] for ident in ids if ident in self._entries}

    def _name_buttons(self) -> None:
        acts = {action.id: action for action in self.actions()}
        self.header.set_buttons([acts["lists.import"], acts["lists.export"]], acts["lists.new"])

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return self.asking.actions()

    def status(self) -> str:
        """Return how many items the chosen list has, and how many are shown."""
        if self.found is None:
            return ""
        n = self.found.which.count
        said = [self.found.which.name(), fill(ngettext("{n} item", "{n} items", n), n=format_number(n))]
        return " · ".join(isolate(words) for words in said)

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is the key of a list, alone or with the code of an item: (key, code)."""
        if isinstance(argument, str) and argument:
            self._wanted = ("", argument)
        elif isinstance(argument, tuple | list) and len(argument) == 2:  # noqa: PLR2004 - key and code
            self._wanted = (str(argument[1]), str(argument[0]))
        self.refresh()
        self.catalogues.setFocus()

    def argument(self) -> object:
        """Return the list and the item that are shown."""
        chosen = self.item.shown
        return (self.found.which.key, chosen.code if chosen else "") if self.found else None

    def leave(self) -> bool:
        """Save what is being typed; what could not be saved keeps the page."""
        self.item.each(Editor.commit)
        return self.desk.tasks.finish() and not self.item.dirty

    def is_saved(self) -> bool:
        """Whether nothing waits for being saved again."""
        return not self.item.dirty

    def may_write(self) -> bool:
        """Tell whether whoever sits here may change anything."""
        return self.work.may_write

    # -- reading

    def _heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        if _KINDS & changes.keys() and self.isVisible():  # `arrive` reads again anyway
            self.refresh()

    def refresh(self) -> None:
        """Read the lists and the chosen one again, unless a change is under way: the last one reads by itself."""
        if self._pending:
            return
        self._asked += 1
        key = self._wanted[1] or self.catalogues.current() or (self.found.which.key if self.found else _FIRST)
        task = partial(self._read, key)
        self.desk.tasks.start(lambda _progress: task(), partial(self._show, self._asked), owner=self, droppable=True)

    def _read(self, key: str) -> Found:
        lists = queries.catalogues(self.work)
        which = next((one for one in lists if one.key == key), None) or next(one for one in lists if one.key == _FIRST)
        entries = queries.entries(self.work, which)
        parents: Sequence[tuple[str, str]] = ()
        if which.key in PARENTS:
            parents = lists_of(self.work).choices(PARENTS[which.key])
        elif which.set_id or any(one.text("parent") for one in entries):
            parents = queries.siblings(entries)
        return Found(lists, which, entries, parents)

    def _show(self, asked: int, found: Found) -> None:
        if asked != self._asked or self._pending:
            return
        code, _key = self._wanted
        self._wanted = ("", "")
        other = self.found is None or self.found.which.key != found.which.key
        self.found = found
        self.catalogues.set_entries(lines_of_lists(found.lists))
        self.catalogues.set_current(found.which.key)
        self._entries = {one.id: one for one in found.entries}
        self.header.set_subtitle(found.which.name())
        self.asking.show_list(found.which)
        if other and self.line.text():
            self.line.clear()
        self._fit_columns(columns_of(found.entries))
        self._show_rows(next((one.id for one in found.entries if code and one.code == code), ""))
        self.actions_changed.emit()

    def _fit_columns(self, columns: Sequence[ColumnView[Entry]]) -> None:
        """Show the columns in which the list says something; others take the room from its names."""
        if [one.key for one in columns] == [one.key for one in self.model.columns]:
            return
        old, chosen = self.model, self.table.selected_ids()
        self.model = RowsModel(columns, self._fetch, self)
        self.model.set_ids(old.ids)
        self.table.setModel(self.model)
        self.table.select_ids(chosen)
        old.deleteLater()

    def _show_rows(self, chosen: str = "") -> None:
        """Show the items that the words find; the chosen one stays chosen where it is found."""
        if self.found is None:
            return
        words = fold_key(self.line.text()).split()
        ids = [one.id for one in self.found.entries if one.matches(words)]
        now = chosen or next(iter(self.table.selected_ids()), "")
        self.model.set_ids(ids)
        if now in ids:
            self.table.select_ids([now], current=now)
        elif ids:
            self.table.selectRow(0)
        self._say_why_empty(found_none=bool(words))
        self.stack.setCurrentIndex(0 if ids else 1)
        self._show_item()
        self.status_changed.emit()

    def _say_why_empty(self, *, found_none: bool) -> None:
        if (old := self.stack.widget(1)) is not None:
            self.stack.removeWidget(old)
            old.deleteLater()
        if found_none:
            empty = EmptyState(
                _("No item matches the search"), "", [(_("Show all items"), self.line.clear_search)], primary=False
            )
        else:
            words = _("Write the first one, or take in a file. Imports find items by every name that is written here.")
            empty = EmptyState(_("This list is empty"), words, [(_("New item"), self.asking.new)], primary=False)
        self.stack.addWidget(empty)

    def _choose_list(self) -> None:
        self.item.each(Editor.commit)
        self.refresh()

    def chosen(self) -> Entry | None:
        """Return the chosen item."""
        return self._entries.get(next(iter(self.table.selected_ids()), ""))

    def _show_item(self) -> None:
        entry = self.chosen()
        if entry is None or self.found is None:
            self.item.show_nothing()
            return
        if self.item.shown is not None and self.item.shown.id != entry.id:
            self.item.each(Editor.commit)
        parents = [pair for pair in self.found.parents if pair[0] != entry.code or self.found.which.key in PARENTS]
        self.item.show_entry(self.found.which, entry, parents, may_write=self.may_write())
        place, last = self._place(entry)
        ordered = self.may_write() and not entry.removed and self.found.which.key not in BY_ALPHABET
        self.item.set_movable(up=ordered and place > 0, down=ordered and place < last)

    def _place(self, entry: Entry) -> tuple[int, int]:
        order = [one.id for one in self._entries.values() if not one.removed]
        return (order.index(entry.id) if entry.id in order else -1, len(order) - 1)

    # -- changing

    def do(
        self,
        act: Callable[[], object],
        done: Callable[[object], None] = lambda _nothing: None,
        refused: Callable[[], None] = lambda: None,
    ) -> None:
        """Change something in the background, then read the list again."""

        def over(result: object) -> None:
            self._pending -= 1
            self.hide_message()
            self.desk.saved.emit()
            done(result)
            self.refresh()

        def failed(error: Exception) -> None:
            self._pending -= 1
            refused()
            if isinstance(error, UserError):
                self.show_error(error, [(_("Undo my typing"), self._undo_typing)] if self.item.dirty else [])
            else:
                self.desk.fail(error)
            self.refresh()

        self._pending += 1
        self.desk.tasks.start(lambda _progress: act(), over, failed, label=_("Saving"), owner=self)

    def _undo_typing(self) -> None:
        self.item.each(Editor.restore)
        self.hide_message()

    def of_item(self, act: Callable[..., object], *more: object) -> Callable[[], object] | None:
        """Return an operation bound to the list and the item shown; None when there is none."""
        entry = self.item.shown
        return partial(act, self.work, self.found.which, entry.id, *more) if self.found and entry else None

    def _write(self, key: str, value: object) -> None:
        act, entry = self.of_item(operations.change, {key: value}), self.item.shown
        if act is not None and entry is not None:
            self.do(act, refused=partial(self.item.refuse, entry.id, key))

    def withdraw(self) -> None:
        """Withdraw the item; a toast offers Undo."""
        act, entry = self.of_item(operations.withdraw), self.item.shown
        if act is None or entry is None or entry.removed:
            return
        told = fill(_("“{name}” was withdrawn; proposals that name it keep it."), name=entry.label())

        def undo(step: object) -> None:
            self.do(partial(self.work.store.undo_step, str(step)))

        self.table.setFocus()
        self.do(act, lambda step: self.desk.say(told, partial(undo, step)))

    def bring_back(self) -> None:
        """Bring the withdrawn item back."""
        self._act(operations.bring_back)

    def restore_shipped(self) -> None:
        """Give the item its shipped wording again."""
        self._act(operations.restore_shipped)

    def move_item(self, by: int) -> None:
        """Move the item up (-1) or down (1)."""
        if self.item.shown is not None:
            self._act(operations.move, max(0, self._place(self.item.shown)[0] + by))

    def item_moves(self) -> bool:
        """Tell whether the item can be moved up or down."""
        return self.item.shown is not None and (self.item.up.isEnabled() or self.item.down.isEnabled())

    def _act(self, act: Callable[..., object], *more: object) -> None:
        bound = self.of_item(act, *more)
        if bound is not None:
            self.do(bound)

    def show_uses(self) -> None:
        """Open the proposals that name the item."""
        found, entry = self.found, self.item.shown
        if found is None or entry is None:
            return
        users = partial(queries.users, self.work, found.which.scheme, entry.code)
        self.desk.tasks.start(lambda _progress: users(), lambda ids: self.desk.open("proposals", ids), owner=self)

    def choose(self, code: str, key: str = "") -> None:
        """Choose an item, of another list perhaps, when it is read."""
        self._wanted = (code, key)


SPEC: Final = PageSpec("lists", N_("Lists"), "list-bullets", ListsPage, in_rail=False)
