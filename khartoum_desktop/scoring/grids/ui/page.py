"""The page of criteria sets: looked at, changed while nobody has marked, copied, read from files and put in hand."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, NAMES, _, fill, language, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.criteria import CriteriaSet, Weighting
from khartoum_desktop.scoring.grids import editing, operations
from khartoum_desktop.scoring.grids.model import check, warnings
from khartoum_desktop.scoring.grids.ui.details_card import DetailsCard
from khartoum_desktop.scoring.grids.ui.extras_cards import ChecklistCard, LimitsCard
from khartoum_desktop.scoring.grids.ui.fields import Field, Fields
from khartoum_desktop.scoring.grids.ui.files import Files
from khartoum_desktop.scoring.grids.ui.head_card import HeadCard
from khartoum_desktop.scoring.grids.ui.order_card import OrderCard
from khartoum_desktop.scoring.grids.ui.reading import Found, read, set_words
from khartoum_desktop.scoring.grids.ui.table_card import Change, TableCard
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.buttons import Button
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel, alive
from khartoum_desktop.toolkit.forms import ChoiceEditor
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Card, MessageBar, Scroll, Splitter
from khartoum_desktop.workspace import Workspace

_NARROW: Final = 940
_DETAILS_HEIGHT: Final = 420
_KINDS: Final = frozenset({
    "criteria_set", "criterion_group", "criterion", "level", "mark_limit", "checklist_item", "round", "mark",
})  # fmt: skip


class CriteriaPage(Page):
    """Every field that is left with another value is a step of its own; Undo takes it back."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._asked: str | None = None  # the set that was asked for; None: the one in hand
        self._gone: str | None = None  # the one that was open and is not there any more: Redo shows it again
        self._landing = ""  # the set whose first weight gets the focus as soon as it is shown
        self._copying = False
        self._pause = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._pause.timeout.connect(lambda: self._let_copy(ready=True))
        self._pending = 0
        self._found: Found | None = None
        self._criteria: CriteriaSet | None = None
        self._chosen = ""
        self._here = language()
        self.header.set_title(_("Criteria"))
        self.files = Files(self)
        self.fields = Fields(self._put)
        self.sets = ChoiceEditor((), name=_("Criteria set"), empty=None, width=420)
        self.sets.committed.connect(lambda ident: self.open_set(str(ident)))
        self.languages = ChoiceEditor(list(NAMES.items()), name=_("Language of the texts"), empty=None, width=130)
        self.languages.set_value(self._here)
        self.languages.committed.connect(self._speak)
        self.banner = MessageBar()
        self.notes = LeadingLabel("", kind="caption", role="muted", wrap=True)
        self.head = HeadCard(self.fields)
        self.table = TableCard(self.fields)
        self.order = OrderCard()
        self.limits = LimitsCard(self.fields)
        self.checklist = ChecklistCard(self.fields)
        self.details = DetailsCard(self.fields)
        self.table.opened.connect(self._choose)
        for table in (self.table, self.limits, self.checklist):
            table.changed.connect(self._change)
        self.order.ordered.connect(lambda order: self._change(lambda one: editing.with_order(one, order)))
        self.body.addWidget(self._top())
        self.body.addWidget(self.banner)
        self.panes = panes = Splitter()
        self.middle = middle = Scroll()
        for card in (self.head, self.order, self.table, self.limits, self.checklist):
            middle.body.addWidget(card)
        middle.body.addStretch(1)
        panes.addWidget(middle)
        panes.addWidget(self.details)
        panes.setStretchFactor(0, 3)
        panes.setStretchFactor(1, 2)
        panes.setSizes([820, 400])
        self.body.addWidget(panes, 1)
        self._buttons: tuple[str, bool, bool] | None = None
        self.copy_button: Button | None = None
        self._name_buttons()
        desk.live.changed.connect(self._heard)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the open criterion below the others where there is no room beside them."""
        super().resizeEvent(event)
        beside = self.panes.indexOf(self.details) >= 0
        if (self.width() < _NARROW) == beside:
            if beside:
                self.middle.body.insertWidget(3, self.details)
                self.details.setMinimumHeight(_DETAILS_HEIGHT)
            else:
                self.details.setMinimumHeight(0)
                self.panes.addWidget(self.details)
                self.panes.setSizes([820, 400])

    def _top(self) -> QWidget:
        card = Card(padding=8)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.sets)
        line.addWidget(self.notes, 1)
        line.addWidget(LeadingLabel(_("Texts in"), kind="caption", role="muted"))
        line.addWidget(self.languages)
        card.body.addLayout(line)
        return card

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (
            Action("criteria.use", self.use_words(), self.use, "", "scoring", self._may_use),
            Action("criteria.copy", _("Copy to change"), self.copy, "", "copy", self._may_copy),
            Action("criteria.import", _("Import…"), self.files.ask, "", "import", self._may_write),
            Action("criteria.export", _("Export…"), self.files.give, "", "export"),
            Action("criteria.back", _("Back to scoring"), self.back, "Alt+Left", "back"),
        )

    def _name_buttons(self) -> None:
        """Put the buttons up; what cannot be done now stays where it is, so that none slides under the pointer."""
        use, copy, take, give, _back = self.actions()
        frozen = self._found is not None and bool(self._found.frozen_on)  # then the banner offers the copy
        words = use.label if self._may_use() or self._buttons is None else self._buttons[0]
        shown = (words, frozen, self._may_write())
        if shown != self._buttons:
            self._buttons = shown
            self.copy_button = Button.of(copy)
            primary = Button.of(use, kind="primary") if self._may_write() else None
            if primary is not None:
                primary.set_text(words)
            self.header.set_buttons([take, give, *([] if frozen else [self.copy_button])], primary)
        if self.header.primary is not None:
            self.header.primary.setEnabled(self._may_use())
        self._let_copy(ready=not self._copying)

    def _let_copy(self, *, ready: bool) -> None:
        """Take the copy's buttons out of use while one is made, and a moment longer: a second click is none."""
        self._copying = not ready
        self.banner.setEnabled(ready)
        if self.copy_button is not None and alive(self.copy_button):
            self.copy_button.setEnabled(self._may_copy())

    def status(self) -> str:
        """Return how many criteria the set has."""
        n = len(self._criteria.criteria) if self._criteria else 0
        return fill(ngettext("{n} criterion", "{n} criteria", n), n=format_number(n))

    def arrive(self, argument: object) -> None:
        """Be shown: read again; the argument is the id of a set, None for the one open last, first the one in hand."""
        if isinstance(argument, str):
            self._asked, self._gone = argument, None
        self.refresh()

    def argument(self) -> object:
        """Return the open set."""
        return self._asked

    def leave(self) -> bool:
        """Save what is being typed; what could not be saved keeps the page."""
        self.fields.commit()
        return self.desk.tasks.finish() and not self.fields.dirty

    def accept_files(self, paths: Sequence[Path]) -> bool:
        """Take a file with a criteria set that is dropped on the window."""
        if len(paths) == 1 and paths[0].suffix.lower() == ".json" and self._may_write():
            self.files.take(paths[0])
            return True
        return False

    def _may_write(self) -> bool:
        return self.work.is_coordinator

    def _may_use(self) -> bool:
        found = self._found
        return self.work.is_coordinator and found is not None and found.criteria.id != found.in_hand

    def _may_copy(self) -> bool:
        return self._may_write() and not self._copying

    def use_words(self) -> str:
        """Return what the button says that puts the open set in hand."""
        if self._found is not None and self._found.round_answered:
            return _("Open a round with it")
        return _("Use in this round")

    # -- reading

    def _heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        if _KINDS & changes.keys():
            self.refresh()

    def refresh(self) -> None:
        """Read again, unless a change is under way: the last one reads by itself."""
        if not self._pending:
            asked = (self._gone, self._asked)
            self.desk.tasks.start(lambda _progress: read(self.work, *asked), self._show, owner=self, droppable=True)

    def _show(self, found: Found) -> None:
        if self._pending:
            return
        if self._asked is not None and all(one.id != self._asked for one in found.sets):
            self._gone = self._asked
        elif found.criteria.id == self._gone:
            self._gone = None
        self._found, self._criteria, self._asked = found, found.criteria, found.criteria.id
        self.sets.set_items([(one.id, set_words(one)) for one in found.sets])
        self.sets.set_value(found.criteria.id)
        self.header.set_subtitle(found.title)
        self._tell_frozen(found)
        self._paint()
        self._name_buttons()
        self.actions_changed.emit()
        self.status_changed.emit()
        self._land(found.criteria)

    def _land(self, criteria: CriteriaSet) -> None:
        """Give the focus to the first weight of a set that was made or put to use, unless somebody writes already."""
        if self._landing != criteria.id or not criteria.criteria:
            return
        self._landing = ""
        now, first = QApplication.focusWidget(), self.table.weights[criteria.criteria[0].id].line
        if now is None or not self.panes.isAncestorOf(now):
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            self.middle.ensureWidgetVisible(first)

    def _tell_frozen(self, found: Found) -> None:
        if not found.frozen_on:
            self.banner.hide()
            return
        words = fill(_("Frozen since {date} by the first mark."), date=format_date(found.frozen_on))
        buttons = [(_("Copy to change"), self.copy)] if self._may_write() else []
        self.banner.tell("info", words, buttons)

    @property
    def read_only(self) -> bool:
        """Whether the open set cannot be changed."""
        return not self._may_write() or self._found is None or bool(self._found.frozen_on)

    def _paint(self) -> None:
        """Show the set as it is now, stored or on its way."""
        criteria, old = self._criteria, self._found.old if self._found else None
        if criteria is None:
            return
        if self._chosen not in criteria.places:
            self._chosen = criteria.criteria[0].id if criteria.criteria else ""
        self.table.show_set(criteria, old, self._chosen, self._here, read_only=self.read_only)
        self.head.show_set(criteria)
        self.order.setVisible(criteria.weighting is Weighting.ORDER)
        if criteria.weighting is Weighting.ORDER:
            self.order.show_set(criteria, read_only=self.read_only)
        self.limits.show_set(criteria, read_only=self.read_only)
        self.checklist.show_set(criteria, self._here, read_only=self.read_only)
        self.details.show_criterion(criteria, old, self._chosen, self._here)
        self.fields.show(criteria, read_only=self.read_only)
        found = self._found
        told = [_("The round in hand is marked on it.")] if found and found.in_hand == criteria.id else []
        self.notes.setText(" ".join([*told, *warnings(criteria)]))

    # -- choosing

    @property
    def criteria(self) -> CriteriaSet | None:
        """The open set as it is shown."""
        return self._criteria

    def open_set(self, ident: str) -> None:
        """Show another set."""
        self.fields.commit()
        self._asked, self._chosen, self._gone = ident, "", None
        self.hide_message()
        self.refresh()

    def _choose(self, ident: str) -> None:
        self.fields.commit()
        self._chosen = ident
        self._paint()

    def _speak(self, code: object) -> None:
        self.fields.commit()
        self._here = str(code)
        self._paint()

    # -- changing

    def _put(self, field: Field, value: object) -> None:
        """Change what a field is about; a broken rule stands beside its field, and nothing is stored."""
        before = self._criteria
        if before is None:
            return
        try:
            after = self._checked(before, field.put(before, value))
        except UserError as error:
            field.editor.refuse(field.get(before))
            self.fields.complain(error, field, before)
            return
        self.fields.settled()
        self._save(before, after)

    def _change(self, change: Change) -> None:
        self.fields.commit()
        before = self._criteria
        if before is None or self.read_only:
            return
        try:
            after = self._checked(before, change(before))
        except UserError as error:
            self.show_error(error)
            return
        self._save(before, after)

    def _checked(self, before: CriteriaSet, after: CriteriaSet) -> CriteriaSet:
        after = editing.remapped(self._found.old if self._found else None, before, after)
        check(after)
        return after

    def _save(self, before: CriteriaSet, after: CriteriaSet) -> None:
        self._criteria = after
        self.do(partial(operations.save, self.work, before, after))
        self._paint()

    def do(self, act: Callable[[], object], done: Callable[[object], None] = lambda _nothing: None) -> None:
        """Change something in the background, then read again."""

        def ended() -> None:
            self._pending -= 1
            if self._copying:
                self._pause.start()

        def over(result: object) -> None:
            ended()
            self.hide_message()
            self.desk.saved.emit()
            done(result)
            self.refresh()

        def failed(error: Exception) -> None:
            ended()
            if isinstance(error, UserError):
                self.show_error(error)
            else:
                self.desk.fail(error)
            self.refresh()

        self._pending += 1
        self.desk.tasks.start(lambda _progress: act(), over, failed, label=_("Saving"), owner=self)

    def copy(self) -> None:
        """Make a version of the open set that can be changed, and open it."""
        if self._criteria is None or self._copying:
            return

        def made(result: object) -> None:
            if isinstance(result, operations.Made):
                fresh = result.criteria
                self.open_set(fresh.id)
                self._landing = fresh.id
                words = fill(_("Version {n} was made; it can be changed."), n=format_number(fresh.version))
                offer_undo(self.desk, words, partial(self.work.store.undo_step, result.step))

        self.fields.commit()
        self._let_copy(ready=False)
        self.do(partial(operations.copy, self.work, self._criteria.id), made)

    def use(self) -> None:
        """Put the open set in hand."""
        if self._criteria is None:
            return
        name, ident = self._criteria.label.text(), self._criteria.id

        def told(result: object) -> None:
            opened = isinstance(result, tuple) and result[1]
            words = _("A new round is marked on “{name}”.") if opened else _("The round is marked on “{name}” now.")
            self.desk.say(fill(words, name=name), None)
            self._landing = ident

        self.fields.commit()
        self.do(partial(operations.put_in_hand, self.work, self._criteria.id), told)

    def back(self) -> None:
        """Go back to scoring."""
        self.desk.open("scoring")


SPEC: Final = PageSpec("criteria", N_("Criteria"), "weights", CriteriaPage, in_rail=False)
