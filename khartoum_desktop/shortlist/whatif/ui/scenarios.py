"""The scenarios kept for the round, and the bump chart that compares those that are ticked."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.charts import Chart, Room
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.shortlist.whatif.bump import MOST, Column, bump_chart, height_of, shown
from khartoum_desktop.shortlist.whatif.queries import Trials
from khartoum_desktop.shortlist.whatif.scenarios import Scenario
from khartoum_desktop.shortlist.whatif.weights import Weights, stored
from khartoum_desktop.shortlist.whatif.words import first_places
from khartoum_desktop.toolkit.charts import ChartView
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel
from khartoum_desktop.toolkit.parts import Card, Check, EmptyState, IconButton, Scroll, Splitter, clear_layout

_START: Final = 320
_TRIAL: Final = "trial"
Act = Callable[[Scenario], object]


class _Row(QWidget):
    """A scenario: whether it is compared, and what can be done with it."""

    def __init__(self, one: Scenario, compare: Callable[[str, bool], object], acts: tuple[Act, Act, Act]) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self.check = Check("")
        self.check.setFixedWidth(26)
        self.check.setAccessibleName(strip_isolates(fill(_("Compare {name}"), name=one.name)))
        self.check.toggled.connect(partial(compare, one.id))
        name = ElidingLabel(one.name, role="" if one.weights else "muted")
        line.addWidget(self.check)
        line.addWidget(name, 1)
        labels = (_("Try the weights of {name}"), _("Rename {name}"), _("Delete {name}"))
        self.buttons: list[IconButton] = []
        for icon, label, act in zip(("weights", "edit", "delete"), labels, acts, strict=True):
            button = IconButton(icon, strip_isolates(fill(label, name=one.name)), partial(act, one))
            self.buttons.append(button)
            line.addWidget(button)
        if one.weights is None:
            name.setToolTip(_("It was made for other criteria."))
            self.check.setEnabled(False)
            self.buttons[0].setEnabled(False)


class ScenariosPart(Splitter):
    """Keeps scenarios side by side: the stored ranking, the trial in hand, and up to five in all."""

    tried = Signal(object)  # a Scenario
    renamed = Signal(object)
    deleted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._trials: Trials | None = None
        self._trial: Weights | None = None
        self._ticked: list[str] = []
        self._known: set[str] = set()
        self.rows: dict[str, _Row] = {}
        self.list = Card(_("Scenarios"))
        self.told = LeadingLabel(role="muted", kind="caption", wrap=True)
        pane = Scroll()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        pane.body.addLayout(self._rows)
        pane.body.addStretch(1)
        self.list.body.addWidget(pane, 1)
        self.list.body.addWidget(self.told)
        self.chart = ChartView(_("Ranks by scenario"))
        self.card = Card()
        self._room = Scroll()
        self._room.body.addWidget(self.chart)
        self.card.body.addWidget(self._room)
        self._empty = EmptyState(
            _("Nothing to compare yet"),
            _("Move a weight and save it as a scenario; it then stands beside the stored ranking here."),
        )
        self.card.body.addWidget(self._empty)
        self.addWidget(self.list)
        self.addWidget(self.card)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setSizes([_START, 1246 - _START])

    def show_trials(self, trials: Trials, trial: Weights | None) -> None:
        """Show the scenarios of a round, and the trial in hand beside them."""
        self._trials, self._trial = trials, trial
        fits = [one.id for one in trials.scenarios if one.weights is not None]
        self._ticked = [one for one in self._ticked if one in fits or one == _TRIAL]
        fresh = [one for one in fits if one not in self._known]
        self._known |= set(fits)
        self._ticked += fresh[: max(0, MOST - 1 - len(self._ticked))]
        if self._is_moved() and _TRIAL not in self._ticked and len(self._ticked) < MOST - 1:
            self._ticked.insert(0, _TRIAL)
        if not self._is_moved():
            self._ticked = [one for one in self._ticked if one != _TRIAL]
        self._show_rows()
        self._show_chart()

    def _is_moved(self) -> bool:
        criteria = self._trials.criteria if self._trials else None
        return self._trial is not None and criteria is not None and self._trial != stored(criteria)

    def _show_rows(self) -> None:
        clear_layout(self._rows)
        self.rows = {}
        scenarios = self._trials.scenarios if self._trials else ()
        for one in scenarios:
            acts: tuple[Act, Act, Act] = (self.tried.emit, self.renamed.emit, self.deleted.emit)
            row = self.rows[one.id] = _Row(one, self._tick, acts)
            self._rows.addWidget(row)
        self._show_ticks()
        if not scenarios:
            self._rows.addWidget(LeadingLabel(_("No scenario is kept yet."), role="muted", wrap=True))
        words = _("Up to {n} scenarios are compared with the stored ranking. They change nothing.")
        self.told.setText(fill(words, n=format_number(MOST - 1)))

    def _show_ticks(self) -> None:
        full = len(self._ticked) >= MOST - 1
        for ident, row in self.rows.items():
            blocked = row.check.blockSignals(True)
            row.check.setChecked(ident in self._ticked)
            row.check.blockSignals(blocked)
            if row.buttons[0].isEnabled():
                row.check.setEnabled(ident in self._ticked or not full)

    def _tick(self, ident: str, on: bool) -> None:
        self._ticked = [one for one in self._ticked if one != ident] + ([ident] if on else [])
        self._show_ticks()
        self._show_chart()

    def columns(self) -> list[Column]:
        """Return the rankings that are compared, the stored one first."""
        trials = self._trials
        if trials is None:
            return []
        kept = {one.id: one for one in trials.scenarios}
        found = [Column(_("Stored"), trials.board.rank(stored(trials.criteria)))]
        for ident in self._ticked:
            weights = self._trial if ident == _TRIAL else kept[ident].weights
            name = _("This trial") if ident == _TRIAL else kept[ident].name
            if weights is not None:
                found.append(Column(name, trials.board.rank(weights)))
        return found

    def _show_chart(self) -> None:
        columns = self.columns()
        there = len(columns) > 1 and bool(columns[0].outcome.officials or columns[1].outcome.officials)
        self._room.setVisible(there)
        self._empty.setVisible(not there)
        if not there or self._trials is None:
            return
        board = self._trials.board
        count = first_places(len(board.ranking.official))
        least = QSize(200 + 90 * len(columns), height_of(len(shown(columns, count))))

        def make(room: Room) -> Chart:
            return bump_chart(board, columns, count, room)

        self.chart.show_chart(make, least=least)
