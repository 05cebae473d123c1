"""The page of criteria sets: looked at, changed while nobody has marked, copied, read from files and put in hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.files import write_json
from khartoum_desktop.core.i18n import LANGUAGES, N_, NAMES, _, fill, language, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring import queries as rounds
from khartoum_desktop.scoring.criteria import CriteriaSet, Weighting
from khartoum_desktop.scoring.grids import editing, exchange, importing, operations, queries
from khartoum_desktop.scoring.grids.model import check, warnings
from khartoum_desktop.scoring.grids.origins import earlier_of
from khartoum_desktop.scoring.grids.queries import Listed
from khartoum_desktop.scoring.grids.ui.details_card import DetailsCard
from khartoum_desktop.scoring.grids.ui.extras_cards import ChecklistCard, LimitsCard
from khartoum_desktop.scoring.grids.ui.fields import Field, Fields
from khartoum_desktop.scoring.grids.ui.head_card import HeadCard
from khartoum_desktop.scoring.grids.ui.order_card import OrderCard
from khartoum_desktop.scoring.grids.ui.table_card import Change, TableCard
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.files import choose_file, choose_new_file
from khartoum_desktop.toolkit.forms import ChoiceEditor
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Card, MessageBar, Scroll, Splitter
from khartoum_desktop.workspace import Workspace

_NARROW: Final = 940
_DETAILS_HEIGHT: Final = 420
_KINDS: Final = frozenset({
    "criteria_set", "criterion_group", "criterion", "level", "mark_limit", "checklist_item", "round", "mark",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows: every set, the open one, the one it was copied from, when it was frozen, what is in hand."""

    sets: tuple[Listed, ...]
    criteria: CriteriaSet
    old: CriteriaSet | None
    frozen_on: str
    in_hand: str
    round_answered: bool


class CriteriaPage(Page):
    """Every field that is left with another value is a step of its own; Undo takes it back."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._asked: str | None = None  # the set that was asked for; None: the one in hand
        self._pending = 0
        self._found: Found | None = None
        self._criteria: CriteriaSet | None = None
        self._chosen = ""
        self._here = language()
        self.header.set_title(_("Criteria"))
        self.fields = Fields(self._put)
        self.sets = ChoiceEditor((), name=_("Criteria set"), empty=None, width=420)
        self.sets.committed.connect(self._open)
        codes = [(code, NAMES[code]) for code in LANGUAGES]
        self.languages = ChoiceEditor(codes, name=_("Language of the texts"), empty=None, width=130)
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
        self.order.ordered.connect(lambda ids: self._change(lambda one: editing.with_order(one, ids)))
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
            Action("criteria.use", self._use_words(), self.use, "", "scoring", self._may_use),
            Action("criteria.copy", _("Copy to change"), self.copy, "", "copy", self._may_write),
            Action("criteria.import", _("Import…"), self.take_in, "", "import", self._may_write),
            Action("criteria.export", _("Export…"), self.give_out, "", "export"),
            Action("criteria.back", _("Back to scoring"), self.back, "Alt+Left", "back"),
        )

    def _name_buttons(self) -> None:
        use, copy, take, give, _back = self.actions()
        frozen = self._found is not None and bool(self._found.frozen_on)  # then the banner offers the copy
        self.header.set_buttons([take, give, *([] if frozen else [copy])], use if self._may_use() else None)

    def status(self) -> str:
        """Return how many criteria the set has."""
        n = len(self._criteria.criteria) if self._criteria else 0
        return fill(ngettext("{n} criterion", "{n} criteria", n), n=format_number(n))

    def arrive(self, argument: object) -> None:
        """Be shown: read again; the argument is the id of a set, None for the one open last, first the one in hand."""
        if isinstance(argument, str):
            self._asked = argument
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
            self._take(paths[0])
            return True
        return False

    def _may_write(self) -> bool:
        return self.work.may_write

    def _may_use(self) -> bool:
        found = self._found
        return self.work.is_coordinator and found is not None and found.criteria.id != found.in_hand

    def _use_words(self) -> str:
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
            self.desk.tasks.start(self._read, self._show, owner=self, droppable=True)

    def _read(self, _progress: object) -> Found:
        sets = queries.listed_sets(self.work)
        current = next(iter(rounds.rounds(self.work)), None)
        in_hand = current.criteria_set if current else ""
        known = {one.id for one in sets}
        wanted = next(one for one in (self._asked, in_hand, sets[0].id) if one in known)
        criteria = rounds.criteria(self.work, wanted)
        old = rounds.criteria(self.work, criteria.copied_from) if criteria.copied_from in known else None
        answered = current is not None and (current.closed or queries.has_answers(self.work, current.id))
        return Found(sets, criteria, old, queries.frozen_on(self.work, wanted), in_hand, answered)

    def _show(self, found: Found) -> None:
        if self._pending:
            return
        self._found, self._criteria, self._asked = found, found.criteria, found.criteria.id
        self.sets.set_items([(one.id, _set_words(one)) for one in found.sets])
        self.sets.set_value(found.criteria.id)
        self.header.set_subtitle(_set_words(next(one for one in found.sets if one.id == found.criteria.id)))
        self._tell_frozen(found)
        self._paint()
        self._name_buttons()
        self.actions_changed.emit()
        self.status_changed.emit()

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

    def _open(self, ident: object) -> None:
        self.fields.commit()
        self._asked, self._chosen = str(ident), ""
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
        self._do(partial(operations.save, self.work, before, after))
        self._paint()

    def _do(self, act: Callable[[], object], done: Callable[[object], None] = lambda _nothing: None) -> None:
        """Change something in the background, then read again."""

        def over(result: object) -> None:
            self._pending -= 1
            self.hide_message()
            self.desk.saved.emit()
            done(result)
            self.refresh()

        def failed(error: Exception) -> None:
            self._pending -= 1
            if isinstance(error, UserError):
                self.show_error(error)
            else:
                self.desk.fail(error)
            self.refresh()

        self._pending += 1
        self.desk.tasks.start(lambda _progress: act(), over, failed, label=_("Saving"), owner=self)

    def copy(self) -> None:
        """Make a version of the open set that can be changed, and open it."""
        if self._criteria is not None:
            self._do(partial(operations.copy, self.work, self._criteria.id), self._open)

    def use(self) -> None:
        """Put the open set in hand."""
        if self._criteria is None:
            return
        name = self._criteria.label.text()

        def told(result: object) -> None:
            opened = isinstance(result, tuple) and result[1]
            words = _("A new round is marked on “{name}”.") if opened else _("The round is marked on “{name}” now.")
            self.desk.say(fill(words, name=name), None)

        self.fields.commit()
        self._do(partial(operations.put_in_hand, self.work, self._criteria.id), told)

    def take_in(self) -> None:
        """Ask for a file with a criteria set and bring it in."""
        path = choose_file(self, _("Import criteria"), _filters(), purpose="criteria")
        if path is not None:
            self._take(path)

    def _take(self, path: Path) -> None:
        def bring() -> tuple[operations.Brought, tuple[str, ...]]:
            found = importing.read_file(path)
            return operations.bring_in(self.work, found.criteria, found.origins), found.ignored

        def told(result: object) -> None:
            if isinstance(result, tuple):
                brought, ignored = result
                self._open(brought.criteria_set)
                if ignored:
                    words = _("Passed over, since it means nothing here: {places}")
                    self.show_message("warn", fill(words, places=listed(ignored[:5])))

        self._do(bring, told)

    def give_out(self) -> None:
        """Ask where the open set shall be written, and write it."""
        criteria = self._criteria
        if criteria is None:
            return
        name = f"{criteria.key}.json"
        path = choose_new_file(self, _("Export criteria"), _filters(), purpose="criteria", name=name)
        if path is not None:
            words = fill(_("{file} was written."), file=path.name)
            data = exchange.data(criteria, earlier_of(self.work, criteria))
            self._do(partial(write_json, path, data), lambda _none: self.desk.say(words, None))

    def back(self) -> None:
        """Go back to scoring."""
        self.desk.open("scoring")


def _filters() -> str:
    words = _("Criteria sets")
    return f"{words} (*.json)"


def _set_words(one: Listed) -> str:
    name = fill(_("{name}, version {n}"), name=one.label.text(), n=format_number(one.version))
    return fill(_("{name} (frozen)"), name=name) if one.frozen else name


SPEC: Final = PageSpec("criteria", N_("Criteria"), "weights", CriteriaPage, in_rail=False)
