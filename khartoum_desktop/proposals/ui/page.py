"""The proposals page: the list to search and read, and the editor of one proposal."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals import operations, queries
from khartoum_desktop.proposals.duplicates.ui.title_watch import watch_form
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND
from khartoum_desktop.proposals.forgetting.ui.dialog import ask_to_forget
from khartoum_desktop.proposals.lists import PARTY, RESTRICTED
from khartoum_desktop.proposals.rows import ProposalDetail
from khartoum_desktop.proposals.showing import joined
from khartoum_desktop.proposals.ui.confirming import ask_for_references
from khartoum_desktop.proposals.ui.editor import EditorView
from khartoum_desktop.proposals.ui.list_view import ListView, Offers
from khartoum_desktop.proposals.ui.making import KeepTemplate, ask_for_new, make_copy
from khartoum_desktop.proposals.ui.page_actions import page_actions, row_actions, submit_action
from khartoum_desktop.proposals.ui.searches import Further
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import Chip
from khartoum_desktop.workspace import Workspace

_IDLE_MS: Final = 60
_LISTS: Final = frozenset({"list_item", "presidency", "priority_set", "priority"})
# what list and fiche show
_OF_THE_LIST: Final = frozenset({"saved_search", "rate", "setting", "comment", "reading", "batch", "origin"})
_KINDS: Final = _LISTS | _OF_THE_LIST | {"proposal", "alignment", *BY_KIND}


class ProposalsPage(Page):
    """List and editor, one at a time; both hear of every change."""

    def __init__(self, work: Workspace, desk: Desk, further: Sequence[Further] = ()) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._editing = ""
        self._with_history = self._with_comments = False
        self._outdated = False
        self._editor: EditorView | None = None
        self._further: frozenset[str] = frozenset().union(*(one.kinds for one in further))
        self.list = ListView(work, desk, Offers(self.new, self.bring_in), further)
        self.list.opened.connect(self.edit)
        self.list.history_wanted.connect(self._edit_with_history)
        self.list.found.connect(self._say_where)
        self.list.chosen.connect(self.status_changed)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.body.addWidget(self.stack)
        self.list.set_row_actions(row_actions(self))
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE_MS)
        self._idle.timeout.connect(self._prepare)
        desk.live.changed.connect(self._heard)
        self._show_list()

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return page_actions(self)

    def status(self) -> str:
        """Return counts and sums of the list, or where in the list the open proposal stands."""
        if not self.is_editing():
            return self.list.status()
        if self._editor is not None and self._editor.unsaved:
            return fill(_("Not saved: {fields}"), fields=self._unsaved_names())
        ids = list(self.list.model.ids)
        if self._editing not in ids:
            return ""
        place, total = format_number(ids.index(self._editing) + 1), format_number(len(ids))
        return fill(_("Proposal {place} of {total}"), place=place, total=total)

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is the id of a proposal to open, or a list of ids to select."""
        if isinstance(argument, str) and argument:
            self.list.search([argument])
            self.edit(argument)
            return
        if self.is_editing():
            self._renew()
        else:
            self.list.search(list(argument) if isinstance(argument, list | tuple) else ())
            self.list.table.setFocus()

    def argument(self) -> object:
        """Return the proposal being edited, else the selected ones."""
        return self._editing or list(self.list.table.selected_ids())

    def leave(self) -> bool:
        """Save what is being typed; a text that cannot be understood keeps the page."""
        if not self.is_editing() or self._editor is None:
            return True
        wrong = self._editor.flush()
        if wrong:
            self._editor.form.go_to(wrong)
            if wrong not in self._editor.unsaved:
                words = fill(_("“{field}” cannot be understood yet."), field=_(BY_KEY[wrong].label))
                self.show_message("warn", words, [(_("Undo my typing"), self._undo_typing)])
        return not wrong

    def _undo_typing(self) -> None:
        if self._editor is not None:
            self._editor.give_up()
        self.hide_message()

    def is_saved(self) -> bool:
        """Whether the open form holds nothing that was refused."""
        return self._editor is None or not self._editor.unsaved

    def _unsaved_names(self) -> str:
        return joined(_(BY_KEY[key].label) for key in (self._editor.unsaved if self._editor else ()))

    def go_to(self, key: str) -> None:
        """Go to a field of the open proposal."""
        if self._editor is not None and self._editing:
            self._editor.form.go_to(key)

    # -- questions

    def may_write(self) -> bool:
        """Whether the person may change anything."""
        return self.work.may_write

    def is_coordinator(self) -> bool:
        """Whether the person is here as a coordinator."""
        return self.work.is_coordinator

    def is_editing(self) -> bool:
        """Whether a proposal is open in the form."""
        return bool(self._editing)

    def has_selection(self) -> bool:
        """Whether rows of the list are selected."""
        return not self._editing and bool(self.list.table.selected_ids())

    def has_one(self) -> bool:
        """Whether one row of the list is selected."""
        return not self._editing and len(self.list.table.selected_ids()) == 1

    def has_rows(self) -> bool:
        """Whether the list has any."""
        return bool(self.list.model.ids)

    def sees_deleted(self) -> bool:
        """Whether the list shows the deleted ones."""
        return self.list.searches.current() == "removed"

    # -- between list and editor

    def _show_list(self) -> None:
        self._editing = ""
        self.stack.setCurrentWidget(self.list)
        bring_in = Action("proposals.import", _("Import"), self.bring_in, "", "import")
        new = Action("proposals.new", _("New proposal"), self.new, "Ctrl+N", "new", self.may_write)
        self.header.set_title(_("Proposals"))
        self.header.set_buttons([bring_in], new)
        self._say_where()
        self.actions_changed.emit()

    def _say_where(self) -> None:
        if not self._editing:
            found = self.list.result
            self.header.set_subtitle(found.lists.label("presidency", found.lists.presidency) if found else "")
            if found and found.ids:
                self._idle.start()
        self.status_changed.emit()

    def edit(self, ident: str, focus: str = "") -> None:
        """Open a proposal in the editor."""
        if not self.leave():
            return
        self.hide_message()
        editor = self._ready_editor()
        self._editing = ident
        editor.open(ident, focus)
        self.stack.setCurrentWidget(editor)
        self.actions_changed.emit()

    def _ready_editor(self) -> EditorView:
        """Return the editor, made at the first call; its form may still be empty."""
        if self._editor is not None and self._outdated:
            self.stack.removeWidget(self._editor)
            self._editor.deleteLater()
            self._editor = None
        if self._editor is None:
            self._outdated = False
            self._editor = EditorView(self.work, self.desk, queries.lists_of(self.work))
            self._editor.shown.connect(self._shown)
            self._editor.gone.connect(self._gone)
            self._editor.failed.connect(self._failed)
            self._editor.unsaved_changed.connect(self._unsaved_changed)
            self.stack.addWidget(self._editor)
            watch_form(self._editor)
        return self._editor

    def _renew(self) -> None:
        """Let the form in sight offer what the lists hold now; one out of sight does when it is seen again."""
        if self._outdated and self._editing and self._editor is not None and self.isVisible():
            self.edit(self._editing, self._editor.form.current_field() or "priorities")

    def _prepare(self) -> None:
        """Build the form section by section while nothing else is to be done, so that it opens at once."""
        if self.desk.tasks.running() or self._ready_editor().form.build_some():
            self._idle.start()

    def _edit_with_history(self, ident: str) -> None:
        self._with_history = True
        self.edit(ident)

    def _shown(self, detail: ProposalDetail) -> None:
        if detail.id != self._editing or self._editor is None:
            return
        lists = queries.lists_of(self.work)
        country = lists.label(PARTY, str(detail.columns["lead_country"] or ""))
        self.header.set_title(detail.title(), f"{isolate_ltr(detail.ref)} · {isolate(country)}")
        state = str(detail.columns["state"] or "")
        back = Action("proposals.back", _("Back to the list"), self.back, "Alt+Left", "back")
        chip = Chip(ChipLook(lists.label("state", state), state=state))
        chips = [chip]
        if detail.columns["confidentiality"] == RESTRICTED:
            look = ChipLook(lists.label("confidentiality", RESTRICTED), kind="warn", icon="locked")
            chips.insert(0, Chip(look))
        self.header.set_buttons([*chips, back], submit_action(self) if state in operations.BEFORE_SUBMISSION else None)
        self.status_changed.emit()
        if self._with_history:
            self._with_history = False
            if self._editor.end.currentWidget() is not self._editor.drawer:
                self._editor.toggle_history()
        if self._with_comments:
            self._with_comments = False
            if self._editor.end.currentWidget() is not self._editor.comments:
                self._editor.toggle_comments()

    def _gone(self) -> None:
        """Go back to the list: the proposal was deleted, or its making undone."""
        if self._editing:
            self._show_list()
            self.list.search()
            self.show_message("info", _("This proposal is no longer in the workspace."))

    def _failed(self, error: UserError) -> None:
        if self._editor is not None and self._editor.unsaved:
            words = fill(_("Not saved: {fields}. {why}"), fields=self._unsaved_names(), why=str(error))
            again, give_up = (_("Try again"), self._editor.form.commit), (_("Undo my typing"), self._undo_typing)
            self.show_message("error", words, [again, give_up])

    def _unsaved_changed(self) -> None:
        if self._editor is not None and not self._editor.unsaved:
            self.hide_message()
        self.status_changed.emit()

    def back(self) -> None:
        """Close the editor and go back to the list."""
        if self._editing and self.leave():
            ident = self._editing
            self.hide_message()
            self._show_list()
            self.list.search([ident])
            self.list.table.setFocus()

    def step(self, by: int) -> None:
        """Go to the next proposal of the list, or the one before."""
        if not self._editing:
            self.list.table.step(by)
            return
        ids = list(self.list.model.ids)
        place = ids.index(self._editing) + by if self._editing in ids else 0
        if 0 <= place < len(ids):
            self.edit(ids[place])

    def step_section(self, by: int) -> None:
        """Go to the next section of the form, or the one before."""
        if self._editor is not None:
            self._editor.form.step_section(by)

    def next_problem(self) -> None:
        """Go to the next field with a problem."""
        if self._editor is not None and not self._editor.form.next_problem():
            self.desk.say(_("Nothing is wrong in this proposal."))

    def history(self) -> None:
        """Show the history of the proposal in hand."""
        if self._editing and self._editor is not None:
            self._editor.toggle_history()
        elif self.has_one():
            self._edit_with_history(self.list.table.current_id())

    def comments(self) -> None:
        """Show what is said about the proposal in hand."""
        if self._editing and self._editor is not None:
            self._editor.toggle_comments()
        elif self.has_one():
            self._with_comments = True
            self.edit(self.list.table.current_id())

    def _heard(self, changes: dict[str, frozenset[str]]) -> None:
        if _LISTS & changes.keys():
            self._outdated = True
            self._renew()
        if self._editing and self._editor is not None:
            self._editor.heard(changes)
        if _KINDS & changes.keys() or (self.isVisible() and self._further & changes.keys()):
            self.list.heard(changes)

    # -- doing

    def new(self) -> None:
        """Ask for a title and a country, make the proposal and open its form."""
        if not self.leave():
            return
        ask_for_new(self)

    def bring_in(self) -> None:
        """Go to the import page."""
        self.desk.open("import")

    def open_selected(self) -> None:
        """Open the selected proposal."""
        if self.has_one():
            self.edit(self.list.table.current_id())

    def copy(self) -> None:
        """Make a copy of the selected proposal and open it."""
        make_copy(self)

    def keep_as_template(self) -> None:
        """Ask for a name and keep the selected proposal as a template."""
        KeepTemplate(self.work, self.desk, self.list.table.current_id(), self).open()

    def delete(self) -> None:
        """Delete the selected proposals; the toast brings them back."""
        ids = self.list.table.selected_ids()
        n = len(ids)

        def done(_none: object) -> None:
            words = fill(ngettext("{n} proposal deleted", "{n} proposals deleted", n), n=format_number(n))
            self.desk.say(words, lambda: self._bring_back(ids))

        self.desk.tasks.start(lambda _progress: operations.remove(self.work, ids), done, owner=self)

    def bring_back(self) -> None:
        """Bring the selected deleted proposals back."""
        self._bring_back(self.list.table.selected_ids())

    def _bring_back(self, ids: Sequence[str]) -> None:
        def done(_none: object) -> None:
            self.list.search(ids)

        self.desk.tasks.start(lambda _progress: operations.restore(self.work, ids), done, owner=self)

    def forget(self) -> None:
        """Ask whether the selected proposals shall be forgotten for good."""
        ask_to_forget(self.work, self.desk, self.list.table.selected_ids(), self)

    def confirm_references(self) -> None:
        """Give the selected proposals their final references."""
        ask_for_references(self.work, self.desk, self.list.table.selected_ids(), self)

    def submit(self) -> None:
        """Hand the proposal over for assessment; with open points, list them instead."""
        editor = self._editor
        if editor is None or not self._editing or not self.leave():
            return
        ident = self._editing

        def refused(error: Exception) -> None:
            if not isinstance(error, UserError):
                self.desk.fail(error)
                return
            missing = editor.what_is_missing_first()
            buttons = [(_("Go to the first"), lambda: editor.form.go_to(missing))] if missing else []
            self.show_message("warn", str(error), buttons)

        def done(_none: object) -> None:
            self.hide_message()
            self.desk.say(_("Submitted for assessment."))

        self.desk.tasks.start(lambda _progress: operations.submit(self.work, ident), done, refused, owner=self)


SPEC: Final = PageSpec("proposals", N_("Proposals"), "proposals", ProposalsPage)
