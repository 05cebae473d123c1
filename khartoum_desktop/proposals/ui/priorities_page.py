"""The page of the presidency and its priorities: whose it is, and each priority in three languages."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate
from khartoum_desktop.proposals import priorities
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PRESIDENCY, PRIORITY, Item, Lists
from khartoum_desktop.proposals.ui.other_presidency import OtherPresidency
from khartoum_desktop.proposals.ui.priority_card import PriorityCard, language_header
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import ChoiceEditor, Editor, FieldRow
from khartoum_desktop.toolkit.page import Page
from khartoum_desktop.toolkit.parts import Card, EmptyState, FlatButton, Scroll
from khartoum_desktop.workspace import Workspace, new_id

ChangePresidency = Callable[..., None]  # (workspace, key or State, first year, last year)
_KINDS: Final = frozenset({"presidency", "priority_set", "priority", "alignment", "proposal"})
Found = tuple[Lists, Mapping[str, int]]


class PrioritiesPage(Page):
    """Whose presidency it is, and its priorities in their order; every change is a step of its own."""

    def __init__(self, work: Workspace, desk: Desk, change: ChangePresidency) -> None:
        super().__init__()
        self.work, self.desk, self._change = work, desk, change
        self._lists = lists_of(work)
        self._pending = 0  # changes that are not answered yet
        self.cards: list[PriorityCard] = []
        self.header.set_title(_("Presidency and priorities"))
        self.term = ChoiceEditor((), name=_("Whose presidency?"), empty=None, width=360)
        self.term.committed.connect(self._appoint)
        self.empty = EmptyState(
            _("This presidency has no priorities yet."),
            _(
                "Write each as the presidency’s statement words it, in one language at least. Proposals then say which"
                " they serve, and imports recognise them by their names."
            ),
            [(_("Write the first priority"), self.new)],
        )
        self.pane = Scroll()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.pane.body.addWidget(language_header())
        self.pane.body.addLayout(self._list)
        self.add_button = FlatButton(_("New priority"), self.new, icon="add", small=True)
        self.pane.body.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.pane.body.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.pane)
        self.stack.addWidget(self.empty)
        self.body.addWidget(self._presidency_card())
        card = Card()
        card.body.addWidget(self.stack)
        self.body.addWidget(card, 1)
        self._name_buttons()
        desk.live.changed.connect(self._heard)

    def _presidency_card(self) -> QWidget:
        card = Card()
        self.other = FlatButton(_("Another presidency…"), self.ask_presidency, icon="add")
        words = _("Each presidency keeps its own priorities and its own round of marks.")
        line = QHBoxLayout()
        line.addWidget(FieldRow(_("Whose presidency?"), self.term))
        line.addWidget(self.other, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        card.body.addLayout(line)
        card.body.addWidget(LeadingLabel(words, kind="caption", role="muted", wrap=True))
        return card

    def _name_buttons(self) -> None:
        new = Action("priorities.new", _("New priority"), self.new, "Ctrl+N", "new", self._may_write)
        back = Action("priorities.back", _("Back to the proposals"), self.back, "Alt+Left", "back")
        self.header.set_buttons([back], new)

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (
            Action("priorities.new", _("New priority"), self.new, "Ctrl+N", "new", self._may_write),
            Action("priorities.other", _("Another presidency…"), self.ask_presidency, "", "", self._may_write),
            Action("priorities.back", _("Back to the proposals"), self.back, "Alt+Left", "back"),
        )

    def status(self) -> str:
        """Return how many priorities there are."""
        n = len(self._lists.items(PRIORITY))
        return fill(ngettext("{n} priority", "{n} priorities", n), n=format_number(n))

    def arrive(self, _argument: object) -> None:
        """Be shown: read the set again."""
        self.refresh()

    def leave(self) -> bool:
        """Save what is being typed; a name that could not be saved keeps the page."""
        self._each(Editor.commit)
        return self.desk.tasks.finish()

    # -- reading

    def _may_write(self) -> bool:
        return self.work.may_write

    def _heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        if _KINDS & changes.keys():
            self.refresh()

    def refresh(self) -> None:
        """Read the set again, unless a change is under way: the last one reads it itself."""
        if not self._pending:
            self.desk.tasks.start(self._read, self._show, owner=self, droppable=True)

    def _read(self, _progress: object) -> Found:
        return lists_of(self.work), priorities.uses(self.work)

    def _show(self, found: Found) -> None:
        if self._pending:
            return
        lists, uses = found
        if lists.presidency != self._lists.presidency:
            self._drop([card for card in self.cards if not card.stored])
        self._lists = lists
        self.header.set_subtitle(lists.label(PRESIDENCY, lists.presidency))
        self.term.set_items(lists.choices(PRESIDENCY))
        self.term.set_value(lists.presidency)
        self.term.set_read_only(not self._may_write())
        for button in (self.other, self.add_button):
            button.setVisible(self._may_write())
        items = lists.items(PRIORITY)
        ids = {item.row for item in items}
        self._drop([card for card in self.cards if card.stored and card.id not in ids])
        known = {card.id: card for card in self.cards}
        cards = [known.pop(item.row) if item.row in known else self._made(item.row, stored=True) for item in items]
        for card, item in zip(cards, items, strict=True):
            card.show_item(item, self._about(item, uses.get(item.code, 0)))
        self._place([*cards, *known.values()])

    def _about(self, item: Item, used: int) -> str:
        """Return what is said of a priority: of which other it is a part, whether it is scored, how many name it."""
        said = []
        if item.parent:
            said.append(fill(_("Part of “{name}”"), name=self._lists.label(PRIORITY, item.parent)))
        elif not item.scored:
            said.append(_("Asked of every proposal, not scored"))
        if used:
            said.append(fill(ngettext("Named by {n} proposal", "Named by {n} proposals", used), n=format_number(used)))
        return " · ".join(isolate(words) for words in said)

    # -- cards

    def _made(self, ident: str, *, stored: bool) -> PriorityCard:
        card = PriorityCard(ident, stored=stored, read_only=not self._may_write())
        card.written.connect(partial(self._write, card))
        card.moved.connect(partial(self._move, card))
        card.withdrawn.connect(partial(self._withdraw, card))
        return card

    def _place(self, cards: Sequence[PriorityCard]) -> None:
        """Bring the cards into an order; the widgets stay, so that the focus does."""
        self.cards = list(cards)
        for place, card in enumerate(self.cards):
            if self._list.indexOf(card) != place:
                self._list.insertWidget(place, card)
                card.show()  # now: the pane measures only what is shown
            card.set_place(place)
        self.stack.setCurrentWidget(self.pane if self.cards else self.empty)
        self.status_changed.emit()

    def _drop(self, cards: Sequence[PriorityCard]) -> None:
        for card in cards:
            self.cards.remove(card)
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _each(self, act: Callable[[Editor], object]) -> None:
        for card in list(self.cards):
            card.each(act)

    # -- changing

    def _do(
        self,
        act: Callable[[], object],
        done: Callable[[object], None] = lambda _nothing: None,
        refused: Callable[[], None] = lambda: None,
    ) -> None:
        """Change something in the background, then read the set again."""

        def over(result: object) -> None:
            self._pending -= 1
            if not any(editor.dirty for card in self.cards for editor in card.names.values()):
                self.hide_message()
            self.desk.saved.emit()
            done(result)
            self.refresh()

        def failed(error: Exception) -> None:
            self._pending -= 1
            refused()
            if isinstance(error, UserError):
                self.show_error(error, [(_("Undo my typing"), self._undo_typing)])
            else:
                self.desk.fail(error)
            self.refresh()

        self._pending += 1
        self.desk.tasks.start(lambda _progress: act(), over, failed, label=_("Saving"), owner=self)

    def _undo_typing(self) -> None:
        self._each(Editor.restore)
        self.hide_message()

    def _write(self, card: PriorityCard, lang: str) -> None:
        """Save a name as soon as it is left; a new priority begins with its first."""
        editor, item = card.names[lang], self._item(card)
        last = item.labels.get(lang) if item else None
        if card.stored:
            names = {lang: editor.value()}
            self._do(partial(priorities.rename, self.work, card.id, names), refused=partial(editor.refuse, last))
            return
        card.stored = True

        def not_added() -> None:
            card.stored = False
            editor.refuse(last)

        names = {one: each.value() for one, each in card.names.items()}
        self._do(partial(priorities.add, self.work, names, card.id), refused=not_added)

    def _item(self, card: PriorityCard) -> Item | None:
        return next((item for item in self._lists.items(PRIORITY) if item.row == card.id), None)

    def _move(self, card: PriorityCard, by: int) -> None:
        place = self.cards.index(card) + by
        if card.stored and 0 <= place < len(self.cards):
            self._do(partial(priorities.move, self.work, card.id, place))

    def _withdraw(self, card: PriorityCard) -> None:
        self.add_button.setFocus()
        if not card.stored:
            self._drop([card])
            self._place(self.cards)
            return
        item = self._item(card)
        told = fill(_("The priority “{name}” was withdrawn; proposals that name it keep it."), name=_name(item))

        def undo(step: object) -> None:
            self._do(partial(self.work.store.undo_step, str(step)))

        self._do(
            partial(priorities.withdraw, self.work, card.id), lambda step: self.desk.say(told, partial(undo, step))
        )

    def new(self) -> None:
        """Begin a priority, or go on with the one that is begun."""
        card = next((card for card in self.cards if not card.stored), None)
        if card is None:
            card = self._made(new_id(), stored=False)
            self._place([*self.cards, card])
        card.begin()
        self.pane.ensureWidgetVisible(card)

    def _appoint(self, key: object) -> None:
        self._do(partial(self._change, self.work, str(key)))

    def ask_presidency(self) -> None:
        """Ask for a State and the years of its presidency."""
        dialog = OtherPresidency(self._lists, self)
        dialog.accepted.connect(lambda: self._do(partial(self._change, self.work, *dialog.chosen)))
        dialog.open()

    def back(self) -> None:
        """Go back to the proposals."""
        self.desk.open("proposals")


def _name(item: Item | None) -> str:
    return item.label() if item else ""
