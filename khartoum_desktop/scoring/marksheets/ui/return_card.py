"""The sheets that came back: one line each, and of the chosen one what it would do, cell by cell."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill, ngettext, pgettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.scoring.marksheets.plans import Problem, SheetPlan
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import (
    Card,
    EmptyState,
    FlatButton,
    IconLabel,
    Line,
    Scroll,
    SecondaryButton,
    clear_layout,
)
from khartoum_desktop.toolkit.switches import Check
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table

_MOST_SHOWN: Final = 200  # problems of a sheet
_STATES: Final = {
    "refused": (N_("not taken in"), "error"),
    "look": (N_("to look at"), "warn"),
    "ready": (N_("ready"), "ok"),
    "nothing": (N_("nothing new"), ""),
}


def state_of(one: SheetPlan) -> str:
    """Return how a sheet stands: one of the states."""
    if one.refused is not None:
        return "refused"
    if one.problems or one.changed:
        return "look"
    return "ready" if one.writes else "nothing"


class ReturnCard(Card):
    """A place to drop sheets; then the table of those that came, and beside it what there is to know of one."""

    left_out = Signal(str)  # the key of a sheet that is not wanted
    reopening = Signal(str, bool)  # the key of a sheet, and whether its changes of submitted marks are wanted
    cleared = Signal()

    def __init__(self, choose: Callable[[], object], choose_folder: Callable[[], object]) -> None:
        super().__init__(_("Take in"))
        self._plans: dict[str, SheetPlan] = {}
        self._lists: Lists | None = None
        self.empty = EmptyState(
            _("Drop returned sheets here"),
            _(
                "One or many, or a folder of them; their names do not matter. You see first what each would do, and "
                "one Undo takes all of it back."
            ),
            [(_("Choose files…"), choose), (_("Choose a folder…"), choose_folder)],
            primary=False,
        )
        self.table = Table(name=_("Sheets that came back"), multiple=False)
        self.model: RowsModel[SheetPlan] = RowsModel(self._columns(), self._fetch, self.table)
        self.table.setModel(self.model)
        self.table.chosen.connect(lambda *_: self._show_chosen())
        self.summary = LeadingLabel("", role="muted", wrap=True)
        self.more = SecondaryButton(_("Choose files…"), choose, icon="open")
        self.leave_out = FlatButton(_("Leave this sheet out"), self._leave_out, icon="close")
        self.clear = FlatButton(_("Clear the list"), self.cleared.emit)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for widget in (self.more, self.leave_out, self.clear):
            bar.addWidget(widget)
        bar.addStretch(1)
        self.details = Scroll()
        self.details.setMinimumHeight(120)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.summary)
        column.addWidget(self.table, 3)
        column.addWidget(Line())
        column.addWidget(self.details, 2)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(full)
        self.body.addWidget(self.stack, 1)

    def show_plans(self, plans: Sequence[SheetPlan], lists: Lists) -> None:
        """Show these sheets; the chosen one stays chosen, and at first it is the one that needs a look most."""
        chosen, self._lists = self.table.selected_ids(), lists
        self._plans = {str(place): one for place, one in enumerate(plans)}
        self.model.set_ids([])
        self.model.set_ids(list(self._plans))
        self.stack.setCurrentIndex(1 if plans else 0)
        order = list(_STATES)
        first = min(self._plans, key=lambda key: order.index(state_of(self._plans[key])), default="")
        wanted = chosen[0] if chosen and chosen[0] in self._plans else first
        if wanted:
            self.table.select_ids([wanted], current=wanted)
        self.summary.setText(self._summary(plans))
        self._show_chosen()

    def _summary(self, plans: Sequence[SheetPlan]) -> str:
        of, plans = len(plans), [one for one in plans if one.refused is None]
        n = sum(1 for one in plans if one.writes)
        said = ngettext("{n} sheet of {of} can be taken in:", "{n} sheets of {of} can be taken in:", n)
        counts = fill(
            _("new {new}, changed {changed}, same {same}"),
            **{key: format_number(sum(getattr(one, key) for one in plans)) for key in ("new", "changed", "same")},
        )
        sent = sum(len(one.submit) for one in plans)
        words = ngettext("{n} assessment is complete and will be submitted.",
                         "{n} assessments are complete and will be submitted.", sent)  # fmt: skip
        parts = [fill(said, n=format_number(n), of=format_number(of)), counts]
        return " ".join([*parts, "–", fill(words, n=format_number(sent))])

    def _columns(self) -> list[ColumnView[SheetPlan]]:
        def count(key: str, label: str, of: Callable[[SheetPlan], int]) -> ColumnView[SheetPlan]:
            def text(one: SheetPlan) -> str:
                return "–" if one.refused else format_number(of(one))

            return ColumnView(key, label, text, 92, numeric=True, sortable=False)

        def chip(one: SheetPlan) -> ChipLook:
            word, kind = _STATES[state_of(one)]
            return ChipLook(_(word), kind=kind)

        return [
            ColumnView(
                "who", pgettext("person", "Assessor"), _who, second=lambda one: one.file, sortable=False, minimum=170
            ),
            ColumnView("state", _("State"), lambda one: _(_STATES[state_of(one)][0]), 122, chip=chip, sortable=False),
            count("new", _("New ones"), lambda one: one.new),
            count("changed", _("Changed"), lambda one: one.changed),
            count("same", _("Same"), lambda one: one.same),
            count("problems", _("Left out"), lambda one: len(one.problems)),
            count("submit", pgettext("assessments", "Complete"), lambda one: len(one.submit)),
        ]

    def _fetch(self, keys: Sequence[str]) -> Mapping[str, SheetPlan]:
        return {key: self._plans[key] for key in keys if key in self._plans}

    def _leave_out(self) -> None:
        for key in self.table.selected_ids()[:1]:
            self.left_out.emit(key)

    def _show_chosen(self) -> None:
        clear_layout(self.details.body)
        chosen = [self._plans[key] for key in self.table.selected_ids() if key in self._plans]
        self.leave_out.setEnabled(bool(chosen))
        for one in chosen[:1]:
            self._tell(one, self.table.selected_ids()[0])
        self.details.body.addStretch(1)

    def _tell(self, one: SheetPlan, key: str) -> None:
        body = self.details.body
        parts = [_who(one), self._delegation(one), one.round.label.text() if one.round else ""]
        body.addWidget(LeadingLabel(dotted(parts) or isolate(one.file), kind="strong", wrap=True))
        if one.refused is not None:
            self._add(one.refused, "error", "error")
            return
        if one.differing:
            words = ngettext("Reopen what is submitted, and change {n} answer",
                             "Reopen what is submitted, and change {n} answers", one.differing)  # fmt: skip
            check = Check(fill(words, n=format_number(one.differing)), on=one.reopen)
            check.toggled.connect(lambda on: self.reopening.emit(key, on))
            body.addWidget(check)
        for note in one.notes[:_MOST_SHOWN]:
            body.addWidget(IconLabel("info", note, role="info", words="text"))
        for problem in one.problems[:_MOST_SHOWN]:
            self._add(problem, "warn", "warn")
        if (more := len(one.problems) - _MOST_SHOWN) > 0:
            said = ngettext("and {n} more cell", "and {n} more cells", more)
            body.addWidget(LeadingLabel(fill(said, n=format_number(more)), role="muted"))
        if not one.notes and not one.problems:
            said = (
                _("Everything in it can be taken in.") if one.writes else _("Nothing in it differs from what is here.")
            )
            body.addWidget(IconLabel("ok", said, role="ok", words="text"))

    def _delegation(self, one: SheetPlan) -> str:
        known = self._lists is not None and one.assessor is not None and one.assessor.delegation
        return self._lists.label(PARTY, one.assessor.delegation) if known and self._lists and one.assessor else ""

    def _add(self, problem: Problem, icon: str, role: str) -> None:
        cell = f"{isolate_ltr(problem.cell)} – " if problem.cell else ""
        self.details.body.addWidget(IconLabel(icon, cell + isolate(problem.sentence), role=role, words="text"))
        if problem.remedy:
            remedy = LeadingLabel(problem.remedy, kind="caption", role="muted", wrap=True)
            remedy.setContentsMargins(30, 0, 30, 4)
            self.details.body.addWidget(remedy)


def _who(one: SheetPlan) -> str:
    return one.assessor.name if one.assessor else one.file
