"""What a change of many proposals will hit: the list of values before and after, and the dialog that holds it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.bulk import operations
from khartoum_desktop.proposals.bulk.model import LISTS, Entry, Outcome, Plan
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import FieldValue
from khartoum_desktop.proposals.showing import show, sided
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.dialogs import Dialog
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import Card, MessageBar, PrimaryButton, SecondaryButton
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.workspace import Workspace

_LEAST, _TITLE = 140, 216  # pixels of a column
_LONGEST_SHOWN: Final = 240  # characters of a value in a cell: the rest is in the form
_CHIPS: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.CHANGE: (N_("changed"), "info"),
    Outcome.SAME: (N_("same"), ""),
    Outcome.LEFT: (N_("left out"), "warn"),
}
_ORDER: Final = (Outcome.LEFT, Outcome.CHANGE, Outcome.SAME)


class PlanTable(Table):
    """The entries of a plan, those left out first; `of_cells` shows fields and what was pasted too."""

    def __init__(self, lists: Lists, *, of_cells: bool = False) -> None:
        super().__init__(name=_("What will change"), multiple=False)
        self._lists = lists
        self._entries: tuple[Entry, ...] = ()
        self._of_cells = of_cells
        self.model_of_rows: RowsModel[Entry] = RowsModel(self._views(), self._fetch, self)
        self.setModel(self.model_of_rows)
        self.setMinimumHeight(150)

    def _views(self) -> list[ColumnView[Entry]]:
        def label(entry: Entry) -> str:
            return _(BY_KEY[entry.key].label)

        field = ColumnView("field", _("Field"), label, 144, sortable=False)
        wide = _TITLE if self._of_cells else 0
        return [
            ColumnView("title", _("Proposal"), self._title, wide, second=self._second, sortable=False, minimum=_LEAST),
            *([field] if self._of_cells else []),
            ColumnView("old", _("Before"), self._old, tool_tip=self._old, sortable=False, minimum=_LEAST),
            ColumnView("new", _("After"), self._new, tool_tip=self._after, sortable=False, minimum=_LEAST),
            ColumnView("outcome", _("What happens"), self._outcome, 116, chip=self._chip, sortable=False),
            ColumnView("why", _("Reason"), _why, tool_tip=_why, sortable=False, minimum=_LEAST),
        ]

    def _outcome(self, entry: Entry) -> str:
        refused = entry.outcome is Outcome.LEFT and self._of_cells
        return _("refused") if refused else _(_CHIPS[entry.outcome][0])

    def _chip(self, entry: Entry) -> ChipLook:
        return ChipLook(self._outcome(entry), kind=_CHIPS[entry.outcome][1])

    def _title(self, entry: Entry) -> str:
        return entry.title or (_("New proposal") if self._of_cells and not entry.ref else _("(no title)"))

    def _second(self, entry: Entry) -> str:
        parts = [isolate_ltr(entry.ref)]
        if entry.row >= 0:
            parts.append(isolate(fill(_("row {n}"), n=format_number(entry.row + 1))))
        return " · ".join(part for part in parts if part)

    def _old(self, entry: Entry) -> str:
        return self._words(entry, entry.old)

    def _after(self, entry: Entry) -> str:
        if entry.outcome is Outcome.LEFT and entry.row >= 0:
            return " ".join(entry.text[:_LONGEST_SHOWN].split())
        return self._words(entry, entry.new)

    def _new(self, entry: Entry) -> str:
        """Return the new value; of a list that stays in part, what comes and what goes."""
        if entry.outcome is not Outcome.CHANGE or BY_KEY[entry.key].type not in LISTS or not entry.old or not entry.new:
            return self._after(entry)
        old, new = (self._items(entry, value) for value in (entry.old, entry.new))
        more = [f"+ {isolate(item)}" for item in new if item not in old]
        less = [f"− {isolate(item)}" for item in old if item not in new]
        return sided(_("; ").join([*more, *less])) or self._after(entry)

    def _words(self, entry: Entry, value: FieldValue) -> str:
        return _("; ").join(self._items(entry, value))[: 2 * _LONGEST_SHOWN]

    def _items(self, entry: Entry, value: FieldValue) -> list[str]:
        if isinstance(value, str) and len(value) > _LONGEST_SHOWN:
            value = value[:_LONGEST_SHOWN] + "…"
        return show(BY_KEY[entry.key], value, self._lists).split("\n")

    def _fetch(self, ids: Sequence[str]) -> dict[str, Entry]:
        return {ident: self._entries[int(ident)] for ident in ids if int(ident) < len(self._entries)}

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show these; the row that was current stays so where there are as many."""
        self._entries = entries
        groups: dict[Outcome, list[str]] = {outcome: [] for outcome in _ORDER}
        for place, entry in enumerate(entries):
            groups[entry.outcome].append(str(place))
        ids = [ident for outcome in _ORDER for ident in groups[outcome]]
        current = min(max(0, self.currentIndex().row()), len(ids) - 1)
        self.setColumnHidden(self.model_of_rows.columnCount() - 1, not groups[Outcome.LEFT])
        self.model_of_rows.set_ids(ids)
        self._share_room()
        self.selectRow(current)

    def current_entry(self) -> Entry | None:
        """Return the entry of the current row."""
        ident = self.current_id()
        return self._entries[int(ident)] if ident else None


def _why(entry: Entry) -> str:
    return entry.why


class PlanDialog(Dialog):
    """Shows a plan that is made again whenever something is chosen, and does it as one step.

    Whoever is told of the step is told by the desk, with Undo.
    """

    def __init__(
        self, work: Workspace, desk: Desk, title: str, lists: Lists, parent: QWidget | None, *, of_cells: bool
    ) -> None:
        super().__init__(title, parent, width=640)
        self.work, self.desk, self.lists = work, desk, lists
        self._of_cells = of_cells
        self._asked = 0
        self._busy = False
        self.plan: Plan | None = None
        self.message = MessageBar()
        self.summary = LeadingLabel("", kind="strong", wrap=True)
        self.notes = LeadingLabel("", role="muted", wrap=True)
        self.table = PlanTable(lists, of_cells=of_cells)
        self.go = PrimaryButton(_("Change"), self.apply)
        self.go.setEnabled(False)

    def finish_layout(self) -> None:
        """Add what every such dialog ends with: sentences, list, buttons."""
        card = Card(padding=1)
        card.body.addWidget(self.table)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        for widget in (self.message, self.summary, self.notes):
            self.body.addWidget(widget)
        set_shown(self.notes, shown=False)
        self.body.addWidget(card, 1)
        self.add_button(SecondaryButton(_("Cancel"), self.reject))
        self.add_button(self.go)
        self.resize(980, 600)

    def planner(self) -> Callable[[], Plan] | None:
        """Return what makes the plan of what is chosen now, in the background; None while it says nothing yet."""
        raise NotImplementedError

    def is_current(self) -> bool:
        """Tell whether the plan shown is the one of what is chosen now."""
        return self.plan is not None

    # -- planning

    def replan(self) -> None:
        """Make the plan again and show it; a later request passes over an earlier one."""
        self._asked += 1
        make = self.planner()
        self.go.setEnabled(False)
        if make is None:
            self._show(None)
            return
        self.desk.tasks.start(
            lambda _progress: make(),
            partial(self._planned, self._asked),
            partial(self._refused, self._asked),
            owner=self,
        )

    def _planned(self, asked: int, plan: Plan) -> None:
        if asked == self._asked:
            self._show(plan)

    def _refused(self, asked: int, error: Exception) -> None:
        if not isinstance(error, UserError):
            self.desk.fail(error)
        elif asked == self._asked:
            self._show(None)
            self.summary.setText(str(error))

    def _show(self, plan: Plan | None) -> None:
        self.plan = plan
        self.table.show_entries(plan.entries if plan else ())
        self.summary.setText(self.words_of(plan) if plan else self.nothing_yet())
        notes = "\n".join(self.notes_of(plan)) if plan else ""
        self.notes.setText(notes)
        set_shown(self.notes, notes)
        self.go.set_text(self._go_words(plan))
        self.go.setEnabled(plan is not None and plan.does_something and not self._busy)
        self.shown(plan)

    def shown(self, plan: Plan | None) -> None:
        """Hear that a plan is shown."""

    def nothing_yet(self) -> str:
        """Return what is still to be chosen."""
        return ""

    def notes_of(self, plan: Plan) -> Sequence[str]:
        """Return what else is to be said of a plan, a sentence each."""
        return plan.notes

    def words_of(self, plan: Plan) -> str:
        """Return in one line how much changes, stays and is left out."""
        change, same, left = (plan.counts[one] for one in (Outcome.CHANGE, Outcome.SAME, Outcome.LEFT))
        if self._of_cells:
            parts = [
                (ngettext("{n} cell changes", "{n} cells change", change), change),
                (ngettext("{n} cell is the same", "{n} cells are the same", same), same),
                (ngettext("{n} cell is refused", "{n} cells are refused", left), left),
            ]
        else:
            parts = [
                (ngettext("{n} proposal changes", "{n} proposals change", change), change),
                (ngettext("{n} is so already", "{n} are so already", same), same),
                (ngettext("{n} is left out", "{n} are left out", left), left),
            ]
        said = [fill(words, n=format_number(n)) for words, n in parts if n]
        return " · ".join(map(isolate, said)) or fill(parts[0][0], n=format_number(0))

    def _go_words(self, plan: Plan | None) -> str:
        n = plan.counts[Outcome.CHANGE] if plan else 0
        if not n:
            return _("Change")
        if self._of_cells:
            return fill(ngettext("Change {n} cell", "Change {n} cells", n), n=format_number(n))
        return fill(ngettext("Change {n} proposal", "Change {n} proposals", n), n=format_number(n))

    # -- doing

    def apply(self) -> None:
        """Do what is shown; when something else has been chosen since, show that instead."""
        plan = self.plan
        if plan is None or not self.is_current():
            self.replan()
            return
        self._busy = True
        self.go.setEnabled(False)
        self.desk.tasks.start(
            lambda _progress: operations.apply(self.work, plan),
            partial(self._applied, plan),
            self._not_applied,
            label=_("Changing proposals"),
            owner=self,
        )

    def _applied(self, plan: Plan, step: str) -> None:
        self._busy = False
        self.accept()
        n = len({entry.id for entry in plan.entries if entry.outcome is Outcome.CHANGE and entry.id}) + len(plan.fresh)
        words = fill(ngettext("{n} proposal changed", "{n} proposals changed", n), n=format_number(n))
        work, desk = self.work, self.desk

        def undo() -> None:
            desk.tasks.start(lambda _progress: work.store.undo_step(step), lambda _undone: None)

        desk.say(words, undo)

    def _not_applied(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, UserError):
            self.desk.fail(error)
        else:
            self.message.tell("error", str(error))
        self.replan()

    def reject(self) -> None:
        """Close without doing anything, but not while it is being done."""
        if not self._busy:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter in a field from pressing the last button: many proposals change only on purpose."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go.click()
