"""Searches that somebody keeps: saving what is shown, choosing it again, renaming, updating and deleting it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.proposals.searches import operations
from khartoum_desktop.proposals.searches.model import SavedSearch, Search
from khartoum_desktop.proposals.searches.queries import last_meeting
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.proposals.ui.pane_list import PaneList
from khartoum_desktop.proposals.ui.searches import as_conditions, entry_of, saved_id
from khartoum_desktop.toolkit.actions import Action, fill_menu, prepare_menu

if TYPE_CHECKING:
    from khartoum_desktop.proposals.ui.list_view import ListView

_OWN_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_F2)


class SearchPane(PaneList):
    """The pane of searches: F2 renames the chosen one, Del deletes it, never the proposals."""

    rename_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.menu_actions: Callable[[], Sequence[Action]] = tuple

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean searches here from the window's shortcuts, which mean proposals."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename with F2, delete with Del."""
        if event.key() == Qt.Key.Key_F2:
            self.rename_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the chosen search: under the mouse, or beside its line for the menu key."""
        menu = QMenu(self)
        menu.setObjectName("search_menu")
        prepare_menu(menu)
        fill_menu(menu, self.menu_actions())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualItemRect(self.currentItem()).center())
        menu.popup(at)


class KeptSearches(QObject):
    """What can be done with the searches that are kept; `saved` are those the pane shows."""

    def __init__(self, view: "ListView") -> None:
        super().__init__(view)
        self.view, self.work, self.desk = view, view.work, view.desk
        self.saved: Sequence[SavedSearch] = ()
        pane = view.searches
        pane.rename_wanted.connect(self.rename)
        pane.delete_wanted.connect(self.delete)
        pane.menu_actions = self.actions

    def chosen(self) -> SavedSearch | None:
        """Return the kept search that is chosen in the pane."""
        ident = saved_id(self.view.searches.current())
        return next((one for one in self.saved if one.id == ident), None)

    def can_change(self) -> bool:
        """Whether a kept search is chosen and the person may write."""
        return self.chosen() is not None and self.may_write()

    def can_update(self) -> bool:
        """Whether something else is shown than the chosen kept search asks."""
        chosen = self.chosen()
        return chosen is not None and self.may_write() and self.view.asked() != chosen.search

    def may_write(self) -> bool:
        """Whether the person may keep searches in this workspace."""
        return self.work.may_write

    def actions(self) -> list[Action]:
        """Return everything, as rows for menus and the command search."""
        save, update = _("Save this search…"), _("Update the saved search")
        rename, delete = _("Rename the saved search…"), _("Delete the saved search")
        return [
            Action("proposals.search_save", save, self.save, "Ctrl+Shift+S", "save", self.may_write),
            Action("proposals.search_update", update, self.update, "", "", self.can_update),
            Action("proposals.search_rename", rename, self.rename, "", "edit", self.can_change),
            Action("proposals.search_delete", delete, self.delete, "", "delete", self.can_change),
        ]

    def save(self) -> None:
        """Keep words, filters and order of the list under a name."""
        view, person = self.view, self.work.person
        entry, delegation, asked = view.searches.current(), person.delegation if person else "", view.asked()

        def keep(name: str, everybody: bool) -> str:
            base = as_conditions(entry, delegation, last_meeting(self.work))
            if base is None:
                raise UserError(
                    _("The search chosen at the side cannot become part of one of your own."),
                    _("Choose “All proposals” and set filters instead."),
                )
            search = Search(asked.words, (*base, *asked.conditions), asked.sort, asked.descending)
            return operations.keep(self.work, name, search, shared=everybody)

        def kept(name: str, ident: object) -> None:
            self.desk.say(fill(_("The search “{name}” was saved."), name=name))
            view.choose_when_listed(entry_of(str(ident)))

        NameDialog(self.desk, _("Save this search"), keep, kept, parent=view.window()).open()

    def update(self) -> None:
        """Let the chosen search ask what is shown now."""
        chosen, asked = self.chosen(), self.view.asked()
        if chosen is not None and self.may_write():
            words = fill(_("“{name}” now finds what is shown here."), name=chosen.name)
            self._do(lambda: operations.replace(self.work, chosen.id, asked), words)

    def rename(self) -> None:
        """Give the chosen search another name."""
        chosen = self.chosen()
        if chosen is None or not self.may_write():
            return

        def keep(name: str, _everybody: bool) -> None:
            operations.rename(self.work, chosen.id, name)

        title, name = _("Rename the search"), chosen.name
        NameDialog(
            self.desk, title, keep, lambda _name, _none: None, name=name, ask_whom=False, parent=self.view.window()
        ).open()

    def delete(self) -> None:
        """Delete the chosen search; the toast brings it back."""
        chosen = self.chosen()
        if chosen is not None and self.may_write():
            words = fill(_("The search “{name}” was deleted."), name=chosen.name)
            self._do(lambda: operations.remove(self.work, chosen.id), words)

    def _do(self, change: Callable[[], None], words: str) -> None:
        work, tasks = self.work, self.desk.tasks

        def changing() -> str:
            change()
            step = work.can_undo()
            return step.id if step is not None else ""

        def undo(step: str) -> None:
            tasks.start(lambda _progress: work.store.undo_step(step), lambda _none: None)

        tasks.start(lambda _progress: changing(), lambda step: self.desk.say(words, lambda: undo(step)), owner=self)
