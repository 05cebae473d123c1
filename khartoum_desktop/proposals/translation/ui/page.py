"""The translation desk: language and texts at the start, the list, and the original beside its translation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QStackedWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.showing import joined
from khartoum_desktop.proposals.translation import operations, queries
from khartoum_desktop.proposals.translation.queries import Sheetful
from khartoum_desktop.proposals.translation.ui.entry_list import EVERYTHING, EntryList
from khartoum_desktop.proposals.translation.ui.exchange import Exchange
from khartoum_desktop.proposals.translation.ui.work_pane import WorkPane
from khartoum_desktop.toolkit.actions import SEPARATOR, Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Splitter
from khartoum_desktop.workspace import Workspace

_PANES: Final = (196, 300, 730)
_KINDS: Final = frozenset({"proposal", "list_item"})
_Draft = tuple[str, str, str]  # proposal, language, group


@dataclass(frozen=True, slots=True)
class _Typed:
    """A translation that was refused: it is kept until it is saved or given up."""

    ref: str
    text: str
    why: str


class TranslationPage(Page):
    """Texts are saved as they are left; the list keeps what was done since it was asked for."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._seen: dict[str, str] = {}  # proposal -> what the person has seen of it
        self._saving = 0
        self._begin = False  # go into the text when the proposal is there
        self.refused: dict[_Draft, _Typed] = {}
        self.exchange = Exchange(self)
        self.list = EntryList(work, desk, self)
        self.list.asked.connect(self.ask_anew)
        self.list.found.connect(self._found)
        self.list.chosen.connect(self._chosen)
        self.pane = WorkPane(self._pane_actions, self._status_word)
        self.pane.written.connect(self._save)
        self.list.table.opened.connect(lambda _id: self.pane.begin())
        self.end = QStackedWidget()
        self.end.addWidget(self.pane)
        self.panes = Splitter()
        for pane in (self.list.start, self.list.middle, self.end):
            self.panes.addWidget(pane)
        self.panes.setStretchFactor(2, 1)
        self.panes.setSizes(list(_PANES))
        self.body.addWidget(self.panes, 1)
        self.header.set_title(_("Translation desk"))
        back = Action("translation.back", _("Back to the proposals"), self.back, "Alt+Left", "back")
        self.header.set_buttons([back, *self._exchange_actions()])
        desk.live.changed.connect(self._heard)

    def _status_word(self, code: str) -> str:
        return lists_of(self.work).label("translation_status", code)

    # -- what the window asks

    def _pane_actions(self) -> list[Action]:
        keys = "Ctrl+Return | Ctrl+Enter"
        return [
            Action("translation.skip", _("Skip"), self.skip, "Ctrl+Down", "", self.has_one),
            Action("translation.check", _("Mark as checked"), self.check, "Ctrl+Shift+Return", "", self.can_check),
            Action("translation.next", _("Save and next"), self.save_and_next, keys, "", self.has_one),
        ]

    def _exchange_actions(self) -> list[Action]:
        export, take = self.exchange.ask_export, self.exchange.choose_return
        return [
            Action("translation.import", _("Take in translations…"), take, "", "import", self.may_write),
            Action("translation.export", _("Export for a translator…"), export, "", "export"),
        ]

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (
            *self._pane_actions(),
            Action("translation.before", _("Previous proposal"), partial(self.go, -1), "Ctrl+Up", "", self.has_one),
            Action("translation.open", _("Open the proposal"), self.open_proposal, "", "edit", self.has_one),
            SEPARATOR,
            *self._exchange_actions(),
            Action("translation.back", _("Back to the proposals"), self.back, "Alt+Left", "back"),
        )

    def status(self) -> str:
        """Return how many proposals the list holds, or what is not saved."""
        if self.refused:
            return fill(_("Not saved: {fields}"), fields=joined(typed.ref for typed in self.refused.values()))
        n = len(self.list.model.ids)
        return fill(ngettext("{n} proposal", "{n} proposals", n), n=format_number(n))

    def is_saved(self) -> bool:
        """Whether no translation was refused."""
        return not self.refused

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is the id of a proposal to begin with, or (its id, language, which texts)."""
        if isinstance(argument, tuple):
            ident, code, which = argument
            self.list.wish(ident, code=code, which=which)
        elif isinstance(argument, str) and argument:
            self.list.wish(argument)
        self.ask_anew()
        self.list.table.setFocus()

    def argument(self) -> object:
        """Return what shows the same again."""
        return (self.list.current, self.list.code, self.list.which.current())

    def leave(self) -> bool:
        """Save what is being typed; a translation that was refused keeps the page."""
        self.pane.commit()
        self.desk.tasks.wait()
        QCoreApplication.sendPostedEvents(self.desk.tasks, QEvent.Type.MetaCall.value)
        return not self.refused

    def accept_files(self, paths: Sequence[Path]) -> bool:
        """Take a translator's workbook that was dropped."""
        taken = [path for path in paths if path.suffix.lower() == ".xlsx"]
        if not taken or not self.may_write():
            return False
        self.exchange.take(taken[0])
        return True

    # -- questions

    def may_write(self) -> bool:
        """Whether the person may change anything."""
        return self.work.may_write

    def has_one(self) -> bool:
        """Whether a proposal is open."""
        return self.pane.shown is not None and self.end.currentWidget() is self.pane

    def can_check(self) -> bool:
        """Whether the open proposal has a translation that is not checked."""
        shown = self.pane.shown
        return self.has_one() and self.may_write() and shown is not None and any(one.text for one in shown.pieces)

    # -- the list

    def ask_anew(self) -> None:
        """Ask for the list anew: what is done leaves it."""
        self.pane.commit()
        self.list.ask_anew()

    def show_all(self) -> None:
        """Show every proposal of the language."""
        self.list.wish("", which=EVERYTHING)
        self.ask_anew()

    def _found(self) -> None:
        self.header.set_subtitle(self.list.subtitle())
        if (old := self.end.widget(1)) is not None:
            self.end.removeWidget(old)
            old.deleteLater()
        if self.list.current and self.list.model.ids:
            self.end.setCurrentWidget(self.pane)
            self._read(self.list.current)
        else:
            self.pane.shown = None
            self.end.addWidget(self.list.empty(self.show_all, self.back))
            self.end.setCurrentIndex(1)
        self.status_changed.emit()

    def _heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        if _KINDS & changes.keys():
            self.list.ask()

    # -- one proposal

    def _chosen(self, ident: str) -> None:
        """Open another row; what was typed into the one in sight is saved first."""
        if ident and not self._is_shown(ident, self.list.code):
            self.pane.commit()
            self._read(ident)

    def _is_shown(self, ident: str, code: str) -> bool:
        shown = self.pane.shown
        return shown is not None and (shown.id, shown.target) == (ident, code)

    def _read(self, ident: str) -> None:
        code = self.list.code
        self.desk.tasks.start(
            lambda _progress: queries.read(self.work, ident, code),
            self._show,
            self._not_read,
            owner=self,
            droppable=True,
        )

    def _not_read(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self.desk.fail(error)

    def _show(self, found: Sheetful) -> None:
        if (found.id, found.target) != (self.list.current, self.list.code) or self._saving:
            return  # another one was chosen meanwhile, or the save that is under way reads it again
        other = not self._is_shown(found.id, found.target)
        if other:
            self.pane.commit()
        if other or not self.pane.dirty:
            self._seen[found.id] = found.heads
        self.pane.show_sheetful(found, read_only=not self.may_write())
        if other:
            self._bring_back_typed(found)
        self.pane.show_progress(*self.list.place())
        if self._begin:
            self._begin = False
            self.pane.begin()
        if found.torn:
            again = [(_("Open the proposal"), self.open_proposal)]
            self.show_message("warn", _("Two people wrote this differently."), again)

    def _bring_back_typed(self, found: Sheetful) -> None:
        for piece in found.pieces:
            typed = self.refused.get((found.id, found.target, piece.group))
            if typed is not None:
                self.pane.pairs[piece.group].translation.text.setPlainText(typed.text)

    def _save(self, group: str, text: str) -> None:
        """Save a translation that was typed, with what the person had seen of the proposal."""
        shown = self.pane.shown
        if shown is None:
            return
        draft, checked = (shown.id, shown.target, group), not self.pane.unchecked.isChecked()
        self._saving += 1

        def write(_progress: object) -> str:
            seen = self._seen.get(shown.id, shown.heads)
            after = operations.translate(self.work, shown.id, shown.target, {group: text}, checked=checked, seen=seen)
            self._seen[shown.id] = after  # the next save of this row waits in the same queue
            return after

        self.desk.tasks.start(
            write, partial(self._saved, draft), partial(self._not_saved, draft, shown.ref, text),
            label=_("Saving"), owner=self,
        )  # fmt: skip

    def _saved(self, draft: _Draft, _heads: str) -> None:
        self._saving -= 1
        if self.refused.pop(draft, None) is not None and not self.refused:
            self.hide_message()
        self.desk.saved.emit()
        self.list.ask()

    def _not_saved(self, draft: _Draft, ref: str, text: str, error: Exception) -> None:
        """Keep what was typed, whichever proposal is in sight by now, and say why it is not saved."""
        self._saving -= 1
        why = error if isinstance(error, UserError) else UserError(_("Something went wrong in the program."))
        self.refused[draft] = _Typed(ref, text, str(why))
        shown = self.pane.shown
        if shown is not None and (shown.id, shown.target) == draft[:2]:
            stored = next(piece.text for piece in shown.pieces if piece.group == draft[2])
            self.pane.pairs[draft[2]].translation.refuse(stored or None)
        words = fill(_("Not saved: {fields}. {why}"), fields=ref, why=str(why))
        there, give_up = (_("Go there"), partial(self._go_to, draft)), (_("Undo my typing"), self._give_up)
        self.show_message("error", words, [there, give_up])
        self.status_changed.emit()
        if why is not error:
            self.desk.fail(error)

    def _go_to(self, draft: _Draft) -> None:
        self.list.wish(draft[0], code=draft[1])
        self._begin = True
        self.list.ask()

    def _give_up(self) -> None:
        """Show what is stored wherever something else was typed."""
        self.refused.clear()
        self.hide_message()
        for pair in self.pane.pairs.values():
            pair.translation.restore()
        self.status_changed.emit()
        self.list.ask()

    # -- doing

    def save_and_next(self) -> None:
        """Save what was typed and go to the next proposal of the list."""
        self.pane.commit()
        self.go(1)

    def skip(self) -> None:
        """Go to the next proposal; what was typed is saved as ever."""
        self.go(1)

    def go(self, by: int) -> None:
        """Go to the next proposal of the list, or the one before; at its end say so."""
        self._begin = True
        if not self.list.step(by):
            self._begin = False
            if by > 0:
                self.desk.say(_("This was the last one of the list."))

    def check(self) -> None:
        """Say that the translation in sight was read and is right, and go on."""
        shown = self.pane.shown
        if shown is None or not self.can_check():
            return
        self.pane.commit()

        def done(_nothing: object) -> None:
            self.desk.saved.emit()
            self.go(1)

        self.desk.tasks.start(
            lambda _progress: operations.mark_checked(self.work, shown.id, shown.target), done, owner=self
        )

    def open_proposal(self) -> None:
        """Open the form of the proposal in sight."""
        if self.pane.shown is not None:
            self.desk.open("proposals", self.pane.shown.id)

    def back(self) -> None:
        """Go back to the proposals."""
        self.desk.open("proposals")


SPEC: Final = PageSpec("translation", N_("Translation desk"), "language", TranslationPage, in_rail=False)
