"""Sliders at the start, the ranking that follows them at the end, and below it the nearest tipping points in words."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.showing import restricted_mark
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.shortlist.ui.rank_rows import RULE, divide
from khartoum_desktop.shortlist.whatif.model import Board, Outcome
from khartoum_desktop.shortlist.whatif.queries import Trials
from khartoum_desktop.shortlist.whatif.scenarios import Scenario
from khartoum_desktop.shortlist.whatif.tipping import Tip, tips
from khartoum_desktop.shortlist.whatif.trial import Trial
from khartoum_desktop.shortlist.whatif.ui.results import Results, TrialRow
from khartoum_desktop.shortlist.whatif.ui.slider import Tick
from khartoum_desktop.shortlist.whatif.ui.trial_rows import TrialDelegate
from khartoum_desktop.shortlist.whatif.ui.weights_card import WeightsCard
from khartoum_desktop.shortlist.whatif.weights import Weights, by_order, equal, stored
from khartoum_desktop.shortlist.whatif.words import first_places, moves_words, tip_words
from khartoum_desktop.toolkit.choosing import Combo
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel
from khartoum_desktop.toolkit.parts import Card, IconLabel, Splitter
from khartoum_desktop.toolkit.table import RowsModel, Table

_PROVISIONAL: Final = f"{RULE}provisional"
_SETTLE_MS: Final = 150
_SENTENCES: Final = 3
_START: Final = 360
_STORED, _EQUAL, _ORDER = "stored", "equal", "order"


class Sandbox(Splitter):
    """A trial of other weights; nothing here is written."""

    tried = Signal()  # other weights are shown

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.trial: Trial | None = None
        self.outcome: Outcome | None = None
        self._results: Results | None = None
        self._lists: Lists | None = None
        self._tips: tuple[tuple[Tip, ...], ...] = ()
        self._beginnings: Mapping[str, Weights] = {}
        self._active = 0
        self._rows: dict[int, tuple[str, str]] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._find_tips)
        self.weights = WeightsCard()
        self.weights.wanted.connect(self.move_weight)
        self.weights.let_go.connect(lambda _place: self._settle.start())
        self.begin = Combo()
        self.begin.setAccessibleName(_("Start from"))
        self.begin.activated.connect(lambda *_: self._begin())
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(LeadingLabel(_("Start from")))
        line.addWidget(self.begin, 1)
        self.weights.extra.addLayout(line)
        self.table = Table(name=_("Ranking under the trial weights"), multiple=False)
        self.table.setItemDelegate(TrialDelegate(self.table))
        self.model: RowsModel[TrialRow] = RowsModel([], self._fetch, self.table)
        self.table.setModel(self.model)
        self.table.opened.connect(self._open)
        self.told = LeadingLabel(role="muted")
        self.sentences = [ElidingLabel() for _number in range(_SENTENCES)]
        self.addWidget(self.weights)
        self.addWidget(self._end())
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setSizes([_START, 1246 - _START])

    def _end(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        bar = Card(padding=8)
        line = QHBoxLayout()
        line.setContentsMargins(6, 0, 6, 0)
        words = IconLabel("info", _("A trial only. The stored ranking does not change."), role="info", words="text",
                          wrap=False)  # fmt: skip
        line.addWidget(words, 1)
        line.addWidget(self.told)
        bar.body.addLayout(line)
        column.addWidget(bar)
        table = Card(padding=1)
        table.body.setSpacing(0)
        table.body.addWidget(self.table)
        column.addWidget(table, 1)
        below = Card(_("Nearest tipping points"), padding=12)
        below.body.setSpacing(4)
        for sentence in self.sentences:
            below.body.addWidget(sentence)
        self.sentences[0].setText("…")  # until the first ones are worked out
        self.below = below
        column.addWidget(below)
        return pane

    # -- what is shown

    @property
    def board(self) -> Board | None:
        """What the weights are tried on."""
        return self._results.board if self._results else None

    @property
    def watched(self) -> int:
        """How many first places are watched."""
        return first_places(len(self.board.ranking.official)) if self.board else 1

    def show_trials(self, trials: Trials, lists: Lists) -> None:
        """Show a ranking to be tried on; a trial in hand goes on while the criteria are the same."""
        board = trials.board
        same = self.board is not None and self.board.criteria == board.criteria
        self._lists, self._results, self._rows = lists, Results(board), {}
        if self.trial is None or not same:
            self.trial = Trial(stored(board.criteria))
        self.weights.show_criteria(board.criteria, self.watched)
        self._show_beginnings(self.trial.stored, trials.scenarios)
        self.model.set_columns(self._results.columns())
        self._show()
        self._settle.start()

    def _show_beginnings(self, usual: Weights, scenarios: Sequence[Scenario]) -> None:
        kept = {one.id: one.weights for one in scenarios if one.weights is not None}
        self._beginnings = {_STORED: usual, _EQUAL: equal(len(usual)), _ORDER: by_order(usual), **kept}
        choices = [
            (_STORED, _("Stored weights")),
            (_EQUAL, _("Equal weights")),
            (_ORDER, _("By order of importance")),
            *((one.id, one.name) for one in scenarios if one.id in kept),
        ]
        self.begin.set_items(choices, empty=_("Weights of this trial"))

    def _begin(self) -> None:
        if self.begin.code() in self._beginnings:
            self.choose(self._beginnings[self.begin.code()])

    def choose(self, weights: Weights) -> None:
        """Try other weights altogether."""
        if self.trial is not None:
            self.trial.choose(weights)
            self._show()
            self._settle.start()

    def move_weight(self, place: int, to: Fraction) -> None:
        """Move one weight as far as it may go; the others keep their proportions, and the ranking follows at once."""
        if self.trial is None:
            return
        self._active = place
        locked = self.weights.locked
        if len(locked - {place}) == len(self.weights.rows) - 1:
            self.desk.say(_("No other weight is free to change."))
        self.trial.move(place, to, locked)
        self._show()

    def _show(self) -> None:
        """Rank anew and show weights and ranks."""
        board, results, trial = self.board, self._results, self.trial
        if board is None or results is None or trial is None:
            return
        outcome = self.outcome = board.rank(trial.weights)
        results.show(outcome)
        self.weights.show_weights(trial.weights)
        named = (code for code, known in self._beginnings.items() if known == trial.weights)
        self.begin.choose(next(named, ""))
        ids = [board.lines[place].id for place in outcome.order]
        open_ones = [place for place in outcome.order[outcome.officials :] if _is_marked(board, place)]
        shown = ids[: outcome.officials]
        if open_ones:
            shown = [*shown, _PROVISIONAL, *(board.lines[place].id for place in open_ones)]
        spans = _PROVISIONAL in self.model.ids or bool(open_ones)
        self.model.set_ids(shown)
        if spans:
            divide(self.table, self.model)
        self.told.setText(moves_words(board, outcome, self.watched))
        self.tried.emit()

    def _fetch(self, ids: Sequence[str]) -> dict[str, TrialRow]:
        board, outcome = self.board, self.outcome
        if board is None or outcome is None:
            return {}
        places = board.ranking.places
        return {one: self._row(board, outcome, places.get(one, -1)) for one in ids}

    def _row(self, board: Board, outcome: Outcome, place: int) -> TrialRow:
        if place < 0:
            return TrialRow(place, None, None, sentence=_("Provisional: marks are missing, no official rank"))
        line = board.lines[place]
        if place not in self._rows:
            candidate = line.candidate
            country = self._lists.label(PARTY, candidate.country) if self._lists else ""
            second = dotted([candidate.ref, restricted_mark(candidate.restricted), country])
            self._rows[place] = (candidate.title.text(), second)
        title, second = self._rows[place]
        return TrialRow(place, line, outcome.standing(place), title, second)

    def _open(self, proposal: str) -> None:
        if not proposal.startswith(RULE):
            self.desk.open("proposals", proposal)

    # -- tipping points

    def _find_tips(self) -> None:
        board, outcome, count = self.board, self.outcome, self.watched
        if board is None or outcome is None:
            return

        def work(_progress: Progress) -> tuple[Outcome, tuple[tuple[Tip, ...], ...]]:
            return outcome, tips(board, outcome, count)

        self.desk.tasks.start(work, self._show_tips, pool="other", owner=self, droppable=True)

    def _show_tips(self, found: tuple[Outcome, tuple[tuple[Tip, ...], ...]]) -> None:
        outcome, several = found
        board = self.board
        if board is None or self.outcome is None or outcome is not self.outcome:
            return
        self._tips = several
        self.weights.show_ticks(
            {
                place: [Tick(tip.at, tip.kind != "order", tip_words(board, tip, self.watched)) for tip in one]
                for place, one in enumerate(several)
            }
        )
        self._show_sentences(board)

    def _show_sentences(self, board: Board) -> None:
        """Say the nearest changes of the first places, of the slider in hand first."""
        weights = self.outcome.weights if self.outcome else ()
        all_tips = [(place, tip) for place, several in enumerate(self._tips) for tip in several]
        all_tips.sort(key=lambda pair: (pair[1].kind == "order", pair[0] != self._active,
                                        abs(pair[1].at - weights[pair[0]])))  # fmt: skip
        words = [
            fill(_("{criterion}: {what}"), criterion=board.criteria.criteria[place].label.text(),
                 what=tip_words(board, tip, self.watched))
            for place, tip in all_tips[:_SENTENCES]
        ]  # fmt: skip
        words = words or [_("No weight alone changes the order.")]
        for number, label in enumerate(self.sentences):
            label.setText(words[number] if number < len(words) else "")
            label.setVisible(number < len(words))
            label.setAccessibleName(strip_isolates(label.text()))


def _is_marked(board: Board, place: int) -> bool:
    return board.lines[place].score.known is not None
