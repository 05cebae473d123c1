"""The weights sandbox: weights tried on the ranking in hand, and what comes of them; only a scenario is ever stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.numbers import format_percent
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.shortlist.whatif import comparing, operations, queries
from khartoum_desktop.shortlist.whatif.comparing import Compared
from khartoum_desktop.shortlist.whatif.queries import Costs, Trials
from khartoum_desktop.shortlist.whatif.scenarios import Scenario
from khartoum_desktop.shortlist.whatif.ui.map_part import MapPart
from khartoum_desktop.shortlist.whatif.ui.rounds_part import RoundsPart
from khartoum_desktop.shortlist.whatif.ui.sandbox import Sandbox
from khartoum_desktop.shortlist.whatif.ui.scenarios import ScenariosPart
from khartoum_desktop.shortlist.whatif.ui.slider import STEP, STRIDE
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.anew import Anew
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.empty_stack import EmptyStack
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.workspace import Workspace

_KINDS: Final = frozenset({"mark", "proposal", "round", "criteria_set", "criterion", "assessor", "scenario",
                           "assessment", "consensus", "shortlist", "shortlist_entry", "rate", "setting"})  # fmt: skip
_WEIGHTS, _SCENARIOS, _MAP, _ROUNDS = "weights", "scenarios", "map", "rounds"
PARTS: Final = {
    _WEIGHTS: N_("Weights"),
    _SCENARIOS: N_("Scenarios"),
    _MAP: N_("Map"),
    _ROUNDS: N_("Compare rounds"),
}


@dataclass(frozen=True, slots=True)
class _Found:
    """What the parts of the page show."""

    trials: Trials
    lists: Lists
    costs: Costs
    others: tuple[Round, ...]
    hidden: str  # why the marks of the round in hand are hidden from this person, "" where they are not


class SandboxPage(Page):
    """Everything is a trial until it is saved as a scenario, and the ranking never changes."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._found: _Found | None = None
        self._anew = Anew(self._start_reading)
        self.header.set_title(_("Weights sandbox"))
        self.header.set_buttons([self._discard_action(), self._back_action()], self._save_action())
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Parts of the weights sandbox"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for label in PARTS.values():
            self.tabs.addTab(_(label))
        self.sandbox = Sandbox(desk)
        self.scenarios = ScenariosPart()
        self.scenarios.tried.connect(self._try)
        self.scenarios.renamed.connect(self._rename)
        self.scenarios.deleted.connect(self._delete)
        self.parts = QStackedWidget()
        self.map = MapPart()
        self.rounds = RoundsPart()
        self.rounds.wanted.connect(self._compare)
        for part in (self.sandbox, self.scenarios, self.map, self.rounds):
            self.parts.addWidget(part)
        self.tabs.currentChanged.connect(self._turn_to)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.tabs)
        column.addWidget(self.parts, 1)
        self.stack = EmptyStack(full)
        self.body.addWidget(self.stack)
        desk.live.changed.connect(self._changed)

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        return (self._save_action(), self._back_action(), self._discard_action())

    def _save_action(self) -> Action:
        return Action("sandbox.save", _("Save as scenario"), self.save, "", "save", self._has_trial)

    def _back_action(self) -> Action:
        return Action("sandbox.stored", _("Back to the stored weights"), self.back, "", "restore", self._has_trial)

    def _discard_action(self) -> Action:
        return Action("sandbox.discard", _("Discard the trial"), self.discard, "", "")

    def _has_trial(self) -> bool:
        return self.sandbox.trial is not None

    def status(self) -> str:
        """Return which keys move a slider, where there are any."""
        if self.argument() != _WEIGHTS:
            return ""
        return fill(
            _("Arrow keys move a weight by {step}, with Shift by {stride}; PgUp and PgDn go to the next tipping point"),
            step=format_percent(STEP),
            stride=format_percent(STRIDE),
        )

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is the name of a part."""
        if isinstance(argument, str) and argument in PARTS:
            self.tabs.setCurrentIndex(list(PARTS).index(argument))
        self.refresh()

    def argument(self) -> object:
        """Return the part in hand."""
        return list(PARTS)[self.tabs.currentIndex()]

    # -- reading

    def refresh(self) -> None:
        """Read the ranking anew in the background; asked for while that goes on, once more afterwards."""
        self._anew.ask()

    def _start_reading(self) -> None:
        self.desk.tasks.start(self._read, self._show, self._failed, label=_("Weights sandbox"))

    def _read(self, _progress: Progress) -> _Found:
        trials = queries.trials(self.work)
        others = comparing.other_rounds(self.work)
        hidden = sight(self.work, trials.round.id).sentence
        return _Found(trials, lists_of(self.work), queries.costs(self.work, trials), others, hidden)

    def _failed(self, error: Exception) -> None:
        self._anew.over()
        self.desk.fail(error)

    def _show(self, found: _Found) -> None:
        self._anew.over()
        self._found = found
        trials = found.trials
        self.header.set_subtitle(fill(_("Against the ranking of {round}"), round=trials.round.label.text()))
        ranking = trials.board.ranking
        if found.hidden or (not ranking.official and not ranking.provisional and not found.others):
            self._show_empty(found.hidden)
            return
        self.stack.show_content()
        self.sandbox.show_trials(trials, found.lists)
        self._turn_to(self.tabs.currentIndex())

    def _turn_to(self, number: int) -> None:
        """Show a part as things stand now."""
        self.parts.setCurrentIndex(number)
        self.status_changed.emit()
        part, found = list(PARTS)[number], self._found
        if found is None:
            return
        if part == _SCENARIOS:
            self.scenarios.show_trials(found.trials, self.sandbox.trial.weights if self.sandbox.trial else None)
        elif part == _MAP:
            self.map.show_trials(found.trials, found.costs)
        elif part == _ROUNDS:
            self.rounds.show_rounds(found.others)

    def _compare(self, ident: str) -> None:
        def work(_progress: Progress) -> Compared:
            return comparing.compared(self.work, comparing.other_round(self.work, ident))

        self.desk.tasks.start(work, self.rounds.show_compared, owner=self)

    def _show_empty(self, hidden: str) -> None:
        title = _("The ranking is hidden for now") if hidden else _("No marks yet")
        sentence = hidden or _("Weights can be tried as soon as the first proposal is marked.")
        button = (_("Go to scoring"), partial(self.desk.open, "scoring"))
        self.stack.show_empty(title, sentence, [button])

    def _changed(self, kinds: dict[str, frozenset[str]]) -> None:
        if self.isVisible() and _KINDS & kinds.keys():
            self.refresh()

    # -- the trial

    def back(self) -> None:
        """Put every slider back to the stored weights."""
        if self.sandbox.trial is not None:
            self.sandbox.choose(self.sandbox.trial.stored)

    def discard(self) -> None:
        """Forget the trial and go back to the ranking."""
        self.back()
        self.desk.open("ranking")

    def save(self) -> None:
        """Ask for a name and keep the weights of the trial under it."""
        if self.sandbox.trial is None:
            return
        weights = self.sandbox.trial.weights
        dialog = NameDialog(
            self.desk,
            _("Save as scenario"),
            lambda name, _everybody: operations.save(self.work, name, weights),
            lambda name, _ident: self.desk.say(fill(_("The scenario “{name}” is saved."), name=name)),
            ask_whom=False,
            parent=self,
        )
        dialog.open()

    # -- scenarios

    def _try(self, one: Scenario) -> None:
        if one.weights is not None:
            self.sandbox.choose(one.weights)
            self.tabs.setCurrentIndex(list(PARTS).index(_WEIGHTS))

    def _rename(self, one: Scenario) -> None:
        dialog = NameDialog(
            self.desk,
            _("Rename the scenario"),
            lambda name, _everybody: operations.rename(self.work, one.id, name),
            lambda name, _nothing: self.desk.say(fill(_("The scenario is called “{name}” now."), name=name)),
            name=one.name,
            ask_whom=False,
            parent=self,
        )
        dialog.open()

    def _delete(self, one: Scenario) -> None:
        def done(step: str) -> None:
            told = fill(_("The scenario “{name}” is deleted."), name=one.name)
            offer_undo(self.desk, told, lambda: self.work.store.undo_step(step))

        self.desk.tasks.start(lambda _progress: operations.delete(self.work, one.id), done, owner=self)


SPEC: Final = PageSpec("sandbox", N_("Weights sandbox"), "weights", SandboxPage, in_rail=False)
