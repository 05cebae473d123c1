"""The page of duplicates: pairs that look alike, two of them side by side, and those that are not the same."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.proposals.duplicates import operations, queries
from khartoum_desktop.proposals.duplicates.joining import Comparison, fuller
from khartoum_desktop.proposals.duplicates.queries import Pair
from khartoum_desktop.proposals.duplicates.ui.compare import CompareView
from khartoum_desktop.proposals.duplicates.ui.pair_list import PairList, why
from khartoum_desktop.proposals.fields import BY_KIND
from khartoum_desktop.proposals.queries import lists_of, read
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Card, EmptyState, FlatButton, Splitter
from khartoum_desktop.toolkit.tasks import Task
from khartoum_desktop.workspace import Workspace

T = TypeVar("T")
_IDLE_MS: Final = 250
_MOST: Final = 500  # pairs that are shown
_KINDS: Final = frozenset({"proposal", "party", "not_the_same"})
_ALL: Final = frozenset({*_KINDS, "alignment", *BY_KIND})
Found = tuple[list[Pair], list[Pair]]


class DuplicatesPage(Page):
    """Pairs at the start, the chosen one field by field at the end; everything follows what changes meanwhile."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._task: Task | None = None
        self._stale = True
        self._pairs: list[Pair] = []
        self._aside: list[Pair] = []
        self._shows_aside = False
        self._wanted: tuple[str, ...] = ()  # (the one that stays, the other one), as they are shown
        self.pairs = PairList()
        self.pairs.chosen.connect(self._choose)
        self.toggle = FlatButton("", self._turn, icon="caret", small=True)
        self.count = LeadingLabel("", kind="strong")
        start = Card(padding=1)
        start.body.setSpacing(4)
        for widget in (self.count, self.pairs, self.toggle):
            start.body.addWidget(widget, 1 if widget is self.pairs else 0)
        self.count.setContentsMargins(10, 6, 10, 2)
        self.compare = CompareView(self._merge_action(), self._apart_action(), self._swap_action(), self._open)
        self.pairs.entered.connect(self.compare.go_in)
        self.panes = Splitter()
        self.panes.addWidget(start)
        self.end = QStackedWidget()
        self.nothing = Card()
        self.end.addWidget(self.compare)
        self.end.addWidget(self.nothing)
        self.panes.addWidget(self.end)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes([320, 930])
        self.body.addWidget(self.panes, 1)
        self.header.set_title(_("Find duplicates"))
        self.header.set_buttons([self._back_action()])
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(_IDLE_MS)
        self._idle.timeout.connect(self.refresh)
        desk.live.changed.connect(self._heard)
        desk.tasks.ended.connect(self._ended)

    # -- what the window asks

    def _merge_action(self) -> Action:
        keys = "Ctrl+Return | Ctrl+Enter"
        return Action("duplicates.merge", _("Merge the two"), self.merge, keys, "git-merge", self._may_decide)

    def _apart_action(self) -> Action:
        label = _("May be the same") if self._shows_aside else _("Not the same")
        return Action("duplicates.apart", label, self.set_apart, "Ctrl+Shift+N", "", self._may_decide)

    def _swap_action(self) -> Action:
        return Action("duplicates.swap", _("Keep the other one"), self.swap, "Ctrl+Shift+K", "swap", self._has_pair)

    def _back_action(self) -> Action:
        return Action("duplicates.back", _("Back to the proposals"), self.back, "Alt+Left", "back")

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (self._merge_action(), self._apart_action(), self._swap_action(), self._back_action())

    def status(self) -> str:
        """Return how many pairs look alike."""
        return self._counted()

    def arrive(self, argument: object) -> None:
        """Be shown; the argument may be two ids, to compare just these."""
        if isinstance(argument, list | tuple) and len(argument) > 1:
            self._show_pair((str(argument[0]), str(argument[1])))
            self.compare.go_in()
        else:
            self.pairs.setFocus()
        if self._stale:
            self.refresh()

    def argument(self) -> object:
        """Return the pair in sight."""
        return self._wanted

    def leave(self) -> bool:
        """Stop looking."""
        if self._task is not None and not self._task.finished:
            self._task.cancel()
            self._stale = True
        return True

    def _may_write(self) -> bool:
        return self.work.may_write

    def _has_pair(self) -> bool:
        return bool(self._wanted)

    def _may_decide(self) -> bool:
        return self._has_pair() and self._may_write()

    # -- looking for pairs

    def _heard(self, changes: Mapping[str, frozenset[str]]) -> None:
        if _KINDS & changes.keys():
            self._stale = True
            if self.isVisible():
                self._idle.start()
        if self.isVisible() and _ALL & changes.keys() and self._wanted:
            self._show_pair(self._wanted, quiet=True)

    def refresh(self) -> None:
        """Look for pairs again, in the background; the progress line says how far it is and can stop it."""
        if self.desk.tasks.closed:
            return
        if self._task is not None:
            self._task.cancel()
        self._stale = False

        def look(progress: Progress) -> Found:
            return queries.pairs(self.work, progress), queries.set_aside(self.work)

        self.header.set_subtitle(_("Comparing…"))
        self._task = self.desk.tasks.start(
            look, self._found, label=_("Looking for duplicates"), pool="other", owner=self, droppable=True
        )

    def _ended(self, task: Task) -> None:
        if task is self._task and task.cancelled:
            self._stale = True
            self.header.set_subtitle("")
            if self.isVisible():
                self.show_message("info", _("The search was stopped."), [(_("Search again"), self.refresh)])

    def _found(self, found: Found) -> None:
        self.hide_message()
        self._pairs, self._aside = found
        self._show_list()

    def _show_list(self) -> None:
        if self._shows_aside and not self._aside:
            self._shows_aside = False
        shown = self._aside if self._shows_aside else self._pairs
        pair = self.pairs.show_pairs(shown[:_MOST], frozenset(self._wanted))
        self.count.setText(_("Not the same") if self._shows_aside else _("Look alike"))
        n = format_number(len(self._pairs if self._shows_aside else self._aside))
        words = _("Back to those that look alike ({n})") if self._shows_aside else _("Set aside as not the same ({n})")
        self.toggle.set_text(fill(words, n=n))
        self.toggle.setVisible(bool(self._aside))
        self.compare.apart_button.set_text(self._apart_action().label)
        self.header.set_subtitle(self._counted())
        if pair is not None and frozenset(pair.ids) != frozenset(self._wanted):
            self._choose(pair)
        elif pair is not None and self.compare.found is not None:
            self.compare.reason.setText(why(pair))
        elif pair is None and not self._wanted:
            self._show_nothing()
        self.status_changed.emit()
        self.actions_changed.emit()

    def _counted(self) -> str:
        n = len(self._pairs)
        return fill(ngettext("{n} pair looks alike", "{n} pairs look alike", n), n=format_number(n)) if n else ""

    def _turn(self) -> None:
        self._shows_aside = not self._shows_aside
        self._wanted = ()
        self._show_list()

    def _show_nothing(self) -> None:
        while (item := self.nothing.body.takeAt(1)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        empty = EmptyState(
            _("No proposals look alike."),
            _(
                "Proposals of the same country are compared by their titles in all three languages, their cost, acronym"
                " and ministry. To compare any two, select them in the list and choose “Find duplicates”."
            ),
            [(_("Back to the proposals"), self.back)],
        )
        self.nothing.body.addWidget(empty)
        self.end.setCurrentWidget(self.nothing)

    # -- one pair

    def _choose(self, pair: Pair) -> None:
        self._show_pair(pair.ids, reason=why(pair), turn=True)

    def _show_pair(self, ids: tuple[str, ...], *, reason: str = "", turn: bool = False, quiet: bool = False) -> None:
        """Read two proposals and show them; `turn` puts the one that says more first."""
        self._wanted = ids

        def compare(_progress: object) -> Comparison:
            one, two = ids
            if turn:
                first, second = fuller(read(self.work, one), read(self.work, two))
                one, two = first.id, second.id
            return queries.comparison(self.work, one, two)

        failed = partial(self._gone, frozenset(ids), quiet=quiet)
        self.desk.tasks.start(compare, partial(self._compared, ids, reason), failed, owner=self)

    def _compared(self, ids: tuple[str, ...], reason: str, found: Comparison) -> None:
        if frozenset(self._wanted) != frozenset(ids):
            return
        self._wanted = (found.keep.id, found.other.id)
        words = reason or self.compare.reason.text()
        self.compare.show_pair(found, words, lists_of(self.work), read_only=not self._may_write())
        self.end.setCurrentWidget(self.compare)
        self.actions_changed.emit()

    def _gone(self, ids: frozenset[str], error: Exception, *, quiet: bool) -> None:
        """Leave a pair of which one is gone: merged here, or deleted elsewhere."""
        if not quiet or not isinstance(error, UserError):
            self.desk.fail(error)
        self._pairs = [pair for pair in self._pairs if frozenset(pair.ids) != ids]
        if frozenset(self._wanted) == ids:
            self._wanted = ()
            self._show_list()

    def swap(self) -> None:
        """Keep the other one."""
        if self._wanted:
            self.compare.found = None  # what was chosen was meant for the one that stayed
            self._show_pair(self._wanted[::-1])

    def merge(self) -> None:
        """Make one proposal of the two, as it is shown; the toast takes it back."""
        found = self.compare.found
        if found is None or not self._may_decide():
            return
        choices = self.compare.choices()
        said = fill(_("{other} went into {ref}."), other=found.other.ref, ref=found.keep.ref)

        def done(step: str) -> None:
            self._wanted = ()
            self.pairs.setFocus()
            self.desk.saved.emit()
            self.desk.say(said, partial(self._take_back, step))

        self._do(lambda: operations.merge(self.work, found.keep.id, found.other.id, choices), done)

    def _take_back(self, step: str) -> None:
        self._do(lambda: self.work.store.undo_step(step), lambda _undone: self.desk.saved.emit())

    def set_apart(self) -> None:
        """Remember that the two are not the same, or take that back; the toast does the opposite."""
        found = self.compare.found
        if found is None or not self._may_decide():
            return
        one, two, back = found.keep.id, found.other.id, self._shows_aside
        do, undo = operations.not_the_same, operations.maybe_the_same
        words = _("{ref} and {other} are not the same.")
        if back:
            do, undo, words = undo, do, _("{ref} and {other} may be the same.")

        def done(_none: object) -> None:
            self._wanted = ()
            self.pairs.setFocus()
            self.desk.say(
                fill(words, ref=found.keep.ref, other=found.other.ref),
                lambda: self._do(lambda: undo(self.work, one, two), lambda _none: None),
            )

        self._do(lambda: do(self.work, one, two), done)

    def _do(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self.desk.tasks.start(lambda _progress: work(), done, owner=self)

    def _open(self, ident: str) -> None:
        self.desk.open("proposals", ident)

    def back(self) -> None:
        """Go back to the list."""
        self.desk.open("proposals")


SPEC: Final = PageSpec("duplicates", N_("Find duplicates"), "git-merge", DuplicatesPage, in_rail=False)
