"""The page that chooses: rules on one side, what is in and what is out on the other, searched anew at each change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.shortlist import queries as ranks
from khartoum_desktop.shortlist.choosing import drafting, operations, queries, words
from khartoum_desktop.shortlist.choosing.answer import Answer
from khartoum_desktop.shortlist.choosing.model import Problem
from khartoum_desktop.shortlist.choosing.queries import Room, Saved
from khartoum_desktop.shortlist.choosing.reading import Asked
from khartoum_desktop.shortlist.choosing.search import Forced
from khartoum_desktop.shortlist.choosing.ui import showing
from khartoum_desktop.shortlist.choosing.ui.finder import Finder
from khartoum_desktop.shortlist.choosing.ui.frontier_chart import FrontierChart
from khartoum_desktop.shortlist.choosing.ui.result_pane import ResultPane
from khartoum_desktop.shortlist.choosing.ui.rule_dialog import RuleDialog
from khartoum_desktop.shortlist.choosing.ui.rules_card import RulesCard
from khartoum_desktop.shortlist.choosing.ui.set_table import BAN, PIN
from khartoum_desktop.shortlist.choosing.ui.trail import Trail, keep_rules, kept_rules
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.anew import Anew
from khartoum_desktop.toolkit.choosing import Combo
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.empty_stack import EmptyStack
from khartoum_desktop.toolkit.page import Page, PageSpec, Turns
from khartoum_desktop.toolkit.parts import Card, Line, Scroll
from khartoum_desktop.workspace import Workspace

_SIDE: Final = 344
_KINDS: Final = frozenset({
    "mark", "proposal", "party", "alignment", "budget_source", "budget_component", "round", "round_proposal",
    "criteria_set", "criterion", "criterion_group", "assessment", "consensus", "eligibility", "rate", "setting",
    "choice", "priority",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Read:
    """What the page reads before anything is searched; without a room the refusal says why."""

    room: Room | None
    saved: tuple[Saved, ...] = ()
    open_list: str = ""
    refusal: UserError | None = None


class ChoosingPage(Page):
    """Budget and balance rules, the best set, and the reason for each proposal."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self.room: Room | None = None
        self.found: Answer | None = None
        self.asked = kept_rules(desk)
        self.trail = Trail(self.ask)
        self._offered: dict[str, Saved] = {}
        self._anew = Anew(self._start_reading)
        self._open_list = ""
        self.saved = Combo()
        self.saved.setAccessibleName(_("Saved rules"))
        self.saved.activated.connect(lambda *_: self._take_saved())
        self.header.set_title(_("Choosing"))
        self.header.set_buttons([self.saved, self._save_action()], self._use_action())
        self.rules = RulesCard()
        self.rules.changed.connect(self.ask)
        self.rules.adding.connect(self.add_rule)
        self.chart = FrontierChart()
        self.next = LeadingLabel("", kind="caption", wrap=True)
        self.result = ResultPane()
        self.result.marked.connect(self.mark)
        self.result.chosen.connect(self._ask_swap)
        self.result.out.taken.connect(self.ask)
        self.result.opened.connect(partial(desk.open, "proposals"))
        self.result.set_row_actions(self._row_actions())
        self.finder = Finder(work, desk, self)
        self.finder.answered.connect(self._show)
        self.finder.swapped.connect(self._show_swap)
        self.finder.failed.connect(self._refused)
        self.stack = EmptyStack(self._panes())
        self.body.addWidget(self.stack)
        desk.live.changed.connect(self._changed)

    def _panes(self) -> QWidget:
        side = Card(padding=14)
        side.setFixedWidth(_SIDE)
        scroll = Scroll()
        for part in (
            LeadingLabel(_("Rules"), kind="section"), self.rules, Line(),
            LeadingLabel(_("Value for the money"), kind="section"),
            LeadingLabel(_("The highest value at each budget, by the same rules"), kind="caption", role="muted",
                         wrap=True),
            self.chart, self.next,
        ):  # fmt: skip
            scroll.body.addWidget(part)
        scroll.body.addStretch(1)
        side.body.addWidget(scroll)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(side)
        found = Scroll()
        found.body.addWidget(self.result)
        row.addWidget(found, 1)
        return whole

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        add = Action("choosing.add", _("Add a rule"), self.add_rule, "", "add", self._is_ready)
        drop = Action("choosing.forget", _("Remove the saved rules"), self.forget_saved, "", "delete", self._has_saved)
        return (self._use_action(), add, self._save_action(), drop, *self._row_actions())

    def _use_action(self) -> Action:
        return Action("choosing.use", _("Put on a shortlist"), self.use, "Ctrl+L", "shortlist", self._has_set)

    def _save_action(self) -> Action:
        return Action("choosing.save", _("Save the rules"), self.save, "", "save", self._is_ready)

    def _row_actions(self) -> Sequence[Action]:
        chosen = self._has_chosen
        return (
            Action("choosing.pin", _("Pin: always in"), partial(self.mark_chosen, PIN), "", "push-pin", chosen),
            Action("choosing.ban", _("Ban: always out"), partial(self.mark_chosen, BAN), "", "prohibit", chosen),
        )

    def _is_ready(self) -> bool:
        return self.room is not None

    def _has_set(self) -> bool:
        return self.found is not None and self.found.best is not None and bool(self.found.best.chosen)

    def _has_saved(self) -> bool:
        return bool(self.saved.code())

    def _has_chosen(self) -> bool:
        return bool(self.result.selected())

    def status(self) -> str:
        """Say how sure the answer is."""
        if self.found is None:
            return _("Searching…") if self.finder.searching else ""
        if not self.found.proven:
            return _("Not proven best: the time was over")
        return _("Proven best, checked in whole numbers") if self.found.best else _("No set keeps all rules")

    def arrive(self, argument: object) -> None:  # noqa: ARG002 - there is nothing to go to
        """Be shown."""
        self.refresh()

    def turns(self) -> Turns | None:
        """Return the way back through the rules while there is one."""
        return self.trail.turns()

    def leave(self) -> bool:
        """Take over a number that is still being written."""
        self.rules.commit()
        return True

    # -- reading

    def refresh(self) -> None:
        """Read the round anew in the background; asked for while that goes on, once more afterwards."""
        self._anew.ask()

    def _start_reading(self) -> None:
        self.desk.tasks.start(self._read, self._show_room, self._failed, owner=self)

    def _read(self, _progress: Progress) -> _Read:
        try:
            here = queries.room(self.work)
        except UserError as error:
            return _Read(None, refusal=error)
        every = ranks.shortlists(self.work)
        fitting = next((one.name for one in every if not one.is_frozen and one.round == here.round.id), "")
        return _Read(here, queries.saved(self.work, here.round.id), fitting)

    def _failed(self, error: Exception) -> None:
        self._anew.over()
        self.desk.fail(error)

    def _show_room(self, read_now: _Read) -> None:
        self._anew.over()
        self.room, self._open_list = read_now.room, read_now.open_list
        chosen = self.saved.code()
        self.saved.set_items([(one.id, one.name) for one in read_now.saved], empty=_("Saved rules"))
        self.saved.choose(chosen if chosen in {one.id for one in read_now.saved} else None)
        self.saved.setVisible(bool(read_now.saved))
        self._offered = {one.id: one for one in read_now.saved}
        if read_now.room is None:
            error = read_now.refusal or UserError("")
            self._show_empty(error.sentence, error.remedy, [])
        elif all(item.bar or item.worth is None for item in read_now.room.items):
            self._show_empty(
                _("Nothing can be chosen yet"),
                _("A proposal can be chosen once it has an official rank: every criterion marked by enough assessors."),
                [(_("Score proposals"), partial(self.desk.open, "scoring")), (_("Show the ranking"), self._to_ranking)],
            )
        else:
            self.header.set_subtitle(read_now.room.round.label.text())
            self.stack.show_content()
            self.ask(self.asked)

    def _to_ranking(self) -> None:
        self.desk.open("ranking")

    def _show_empty(self, title: str, sentence: str, buttons: Sequence[tuple[str, Callable[[], object]]]) -> None:
        self.stack.show_empty(title, sentence, buttons)
        self.found = None
        self.status_changed.emit()

    def _changed(self, kinds: dict[str, frozenset[str]]) -> None:
        if self.isVisible() and _KINDS & kinds.keys():
            self.refresh()

    # -- searching

    def ask(self, asked: Asked) -> None:
        """Search for the best set by these rules; a search that is under way is given up."""
        here = self.room
        if here is None:
            return
        self.asked = asked
        if self.trail.note(asked):
            self.actions_changed.emit()
        keep_rules(self.desk, asked)
        self.rules.show_asked(asked, here.naming(asked), showing.proposed_budget(here))
        self.result.wait()
        self.finder.ask(here, asked)

    def _refused(self, error: Exception) -> None:
        self.result.ready()
        if isinstance(error, UserError):
            self.show_error(error)
        else:
            self.desk.fail(error)

    # -- showing

    def _naming(self) -> words.Naming:
        if self.room is None:
            raise LookupError
        return self.room.naming(self.asked)

    def _show(self, found: Answer) -> None:
        self.result.ready()
        self.found = found
        naming = self._naming()
        self.result.show_answer(found, naming, self.asked)
        self.chart.show_steps(found.steps, naming, found.problem.budget, found.value)
        self.next.setText(showing.next_words(found, naming))
        set_shown(self.next, self.next.text())
        warning = showing.warning(found, naming)
        if warning:
            self.show_message("warn", warning)
        else:
            self.hide_message()
        lack = "" if found.best is not None else showing.lack_words(found, naming)
        self.result.out.tell(lack, showing.ways(found, self.asked, naming))
        self.status_changed.emit()

    def _ask_swap(self, ident: str) -> None:
        """Search, for a line among many, what it would cost to have it otherwise."""
        row, found = self.result.row(ident), self.found
        if found is None or row is None or row.line.swap is not None or not found.after:
            return
        place = found.problem.places.get(ident)
        if place is not None:
            self.finder.ask_swap(found, place)

    def _show_swap(self, told: tuple[Problem, Forced]) -> None:
        problem, one = told
        if self.found is not None and self.found.problem is problem:
            self.found = showing.with_swap(self.found, one)
            self.result.show_answer(self.found, self._naming(), self.asked)

    # -- acting

    def mark_chosen(self, kind: str) -> None:
        """Pin or ban the chosen line."""
        if self.result.selected():
            self.mark(kind, self.result.selected())

    def mark(self, kind: str, ident: str) -> None:
        """Pin (always in) or ban (always out) a proposal, or take that back."""
        if self.room is not None:
            where: Literal["in", "out"] = "in" if kind == PIN else "out"
            self.ask(drafting.toggled(self.asked, where, self.room.refs[ident]))

    def add_rule(self) -> None:
        """Ask for one more rule."""
        here = self.room
        if here is None:
            return
        self.rules.commit()
        proposals = [(item.ref, f"{item.ref} {item.title.text()}") for item in here.items]
        dialog = RuleDialog(self.asked, proposals, showing.codes(here), self)
        dialog.accepted.connect(lambda: self.ask(dialog.asked) if dialog.asked is not None else None)
        dialog.open()

    def save(self) -> None:
        """Keep the rules under a name."""
        here = self.room
        if here is None:
            return
        known, asked = self._offered.get(self.saved.code()), self.asked

        def kept(name: str, _ident: object) -> None:
            self._changed_here()
            self.desk.say(fill(_("The rules were saved as “{name}”."), name=name))

        NameDialog(
            self.desk,
            _("Save the rules"),
            lambda name, _everybody: operations.save(self.work, here.round.id, name, asked),
            kept,
            name=known.name if known else "",
            hint=_("Rules of that name are replaced."),
            ask_whom=False,
            parent=self,
        ).open()

    def _take_saved(self) -> None:
        one = self._offered.get(self.saved.code())
        if one is not None and one.asked is not None:
            self.ask(one.asked)
        elif one is not None:
            self.show_error(UserError(_("These rules cannot be read."), _("Save others in their place.")))

    def forget_saved(self) -> None:
        """Take the chosen saved rules away; Undo is offered."""
        one = self._offered.get(self.saved.code())
        if one is not None:
            told = fill(_("The rules “{name}” were removed."), name=one.name)

            def done(step: str) -> None:
                self._changed_here()
                self._offer_undo(told, step)

            self.desk.tasks.start(
                lambda _progress: operations.forget(self.work, one.id), done, self._refused, owner=self, writes=True
            )

    def use(self) -> None:
        """Put the set on a shortlist, named before."""
        here, found = self.room, self.found
        if here is None or found is None or found.best is None:
            return
        asks = found.problem
        chosen = [asks.free[place].id for place in sorted(found.best.chosen)]
        reason = operations.reason_for(words.asked_sentences(asks, self._naming()))

        def put(name: str, _everybody: bool) -> str:
            return operations.put_on_list(self.work, here.round, name, chosen, reason)[1]

        def done(name: str, step: object) -> None:
            self._changed_here()
            self._offer_undo(fill(_("The best set stands on the shortlist “{name}”."), name=name), str(step))

        NameDialog(
            self.desk,
            _("Put the best set on a shortlist"),
            put,
            done,
            name=self._open_list or here.round.label.text(),
            hint=_("A new name makes a new shortlist; what is on the list already stays on it."),
            verb=_("Put on the list"),
            ask_whom=False,
            parent=self,
        ).open()

    def _offer_undo(self, told: str, step: str) -> None:
        offer_undo(self.desk, told, (lambda: self.work.store.undo_step(step)) if step else None)

    def _changed_here(self) -> None:
        self.trail.forget()
        self.desk.saved.emit()
        self.refresh()


SPEC: Final = PageSpec("choosing", N_("Choosing"), "scales", ChoosingPage)
