"""Discuss first: which marks a panel should talk about, one proposal's marks side by side, and what it agrees on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.proposals.showing import restricted_mark
from khartoum_desktop.scoring.agreement import operations
from khartoum_desktop.scoring.agreement.leniency import Levelled
from khartoum_desktop.scoring.agreement.model import ROUND_WORDS, alpha_bounds_sentence, word_of_alpha
from khartoum_desktop.scoring.criteria import AGGREGATIONS, Aggregation
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.shortlist.discussing.model import FIRST, Topic
from khartoum_desktop.shortlist.discussing.queries import Discussion, discussion
from khartoum_desktop.shortlist.discussing.ui.cell_card import CellCard
from khartoum_desktop.shortlist.discussing.ui.rules import change_rule, rule_actions
from khartoum_desktop.shortlist.discussing.ui.whatif import WhatIf
from khartoum_desktop.shortlist.discussing.words import order_sentence, voices_words
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.anew import Anew
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel
from khartoum_desktop.toolkit.empty_stack import EmptyStack
from khartoum_desktop.toolkit.page import Page, PageSpec
from khartoum_desktop.toolkit.parts import Button, Card, EmptyState
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.table_pane import TablePane
from khartoum_desktop.workspace import Workspace

_CARD: Final = 500
_ROW: Final = 44
_KINDS: Final = frozenset(
    {"mark", "consensus", "assessment", "proposal", "round", "round_proposal", "criteria_set", "criterion", "assessor",
     "shortlist", "shortlist_entry"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    """What the page shows, and the what-if or why there is none."""

    discussion: Discussion
    levelled: Levelled | None
    problem: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the list: its place, the cell, and what is said of it."""

    place: int
    topic: Topic
    second: str
    criterion: str
    marks: str  # the highest and the lowest delegation's
    every: str  # everybody's


class DiscussionPage(Page):
    """The list at the start, the cells of one proposal at the end."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._found: _Found | None = None
        self._anew = Anew(self._start_reading)
        self._wanted: str | None = None
        self._shown = ("", "")  # proposal and criterion in the card
        self.header.set_title(_("Discuss first"))
        self.toggle = Button(_("If all were equally strict"), self._turn)
        self.toggle.setCheckable(True)
        self.header.set_buttons([self.toggle, self._ranking_action()])
        self.agreement = LeadingLabel(kind="strong", wrap=True)
        self.annex = ElidingLabel(kind="caption", role="muted")
        self.table = Table(name=_("Discuss first"), multiple=False)
        self.table.set_row_height(_ROW)
        self.model: RowsModel[_Row] = RowsModel(_columns(), self._fetch, self.table)
        self.table.setModel(self.model)
        self.table.chosen.connect(self._selected)
        self.table.opened.connect(self._ask)
        self.card = CellCard(partial(self.desk.open, "proposals"))
        self.card.setMinimumWidth(_CARD - 180)
        self.card.kept.connect(self._agree)
        self.card.withdrawn.connect(self._withdraw)
        self.card.asked.connect(self._open_cell)
        self.what_if = WhatIf()
        bar = Card(padding=10)
        bar.body.setSpacing(2)
        bar.body.addWidget(self.agreement)
        bar.body.addWidget(self.annex)
        self.panes = TablePane(bar, self.table, self.card, side_width=_CARD)
        self.panes.setStretchFactor(1, 1)
        self.stack = EmptyStack(self.panes, self.what_if)
        self.body.addWidget(self.stack)
        self.table.set_row_actions([self._agree_action(), self._marks_action()])
        desk.live.changed.connect(self._changed)

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        strict = Action("discussion.strict", _("If all were equally strict"), self.toggle_what_if, "Ctrl+H")
        rules = rule_actions(self._rule, self.choose_rule)
        return (self._agree_action(), self._marks_action(), self._ranking_action(), strict, *rules)

    def _agree_action(self) -> Action:
        return Action("discussion.agree", _("Agree on a mark"), self._ask, "Ctrl+Return", "ok", self._has_form)

    def _marks_action(self) -> Action:
        return Action("discussion.marks", _("Show the marks"), self.show_marks, "", "scoring", self._has_proposal)

    def _ranking_action(self) -> Action:
        return Action("discussion.ranking", _("Ranking"), self.show_ranking, "", "ranking")

    def _rule(self) -> Aggregation | None:
        found = None if self._found is None else self._found.discussion
        return None if found is None or found.round.closed else found.criteria.aggregation

    def _has_form(self) -> bool:
        return self.card.form is not None

    def _has_proposal(self) -> bool:
        return bool(self._shown[0])

    def status(self) -> str:
        """Return how many cells are to be discussed, and how many are agreed on."""
        if self._found is None:
            return ""
        found = self._found.discussion
        return dotted(
            [
                fill(_("{n} to discuss"), n=format_number(len(found.topics))),
                fill(_("{n} agreed by the panel"), n=format_number(len(found.agreed))),
            ]
        )

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is a proposal's id."""
        self._wanted = argument if isinstance(argument, str) else None
        self.refresh()

    def argument(self) -> object:
        """Return the proposal in the card."""
        return self._shown[0] or None

    def unfinished(self) -> str:
        """Return what would be lost: an agreed mark that is being written."""
        return _("What the panel agreed on is written down, but not kept yet.") if self.card.writing else ""

    def _ask(self, _row: str = "") -> None:
        self.card.ask()

    def show_marks(self) -> None:
        """Go to the marks of the proposal in the card."""
        if self._shown[0]:
            self.desk.open("scoring", self._shown[0])

    def show_ranking(self) -> None:
        """Go to the ranking, at the proposal in the card."""
        self.desk.open("ranking", self._shown[0] or None)

    # -- reading and showing

    def refresh(self) -> None:
        """Read it all anew; while that goes on, once more afterwards."""
        self._anew.ask()

    def _start_reading(self) -> None:
        self.desk.tasks.start(self._read, self._show, self._failed, label=_("Discuss first"))

    def _read(self, _progress: Progress) -> _Found:
        found = discussion(self.work)
        try:
            return _Found(found, found.adjusted(), "")
        except UserError as error:
            return _Found(found, None, str(error))

    def _failed(self, error: Exception) -> None:
        self._anew.over()
        self.desk.fail(error)

    def _show(self, found: _Found) -> None:
        self._anew.over()
        self._found = found
        one = found.discussion
        self.header.set_subtitle(dotted([one.round.label.text(), _(AGGREGATIONS[one.criteria.aggregation])]))
        self._show_agreement(one)
        self.what_if.show_result(one, found.levelled, found.problem)
        self.model.set_ids([_id(topic) for topic in one.topics])
        if self._show_empty(one):
            return
        self._turn()
        wanted, self._wanted = self._wanted, None
        proposal, criterion = (wanted, "") if wanted else self._shown
        if not one.ranking.line(proposal):
            proposal, criterion = "", ""
        if not proposal and one.topics:
            proposal, criterion = one.topics[0].line.id, one.topics[0].criterion.id
        if not proposal and one.agreed:
            proposal, criterion = one.agreed[0].proposal, one.agreed[0].criterion
        self._show_card(proposal, criterion)
        topic = next(
            (each for each in one.topics if each.line.id == proposal and criterion in {"", each.criterion.id}), None
        )
        if topic is not None:
            self.table.select_ids([_id(topic)])
        self.status_changed.emit()

    def _show_agreement(self, one: Discussion) -> None:
        self.agreement.setText(_(ROUND_WORDS[word_of_alpha(one.alpha)]))
        self.agreement.setToolTip(alpha_bounds_sentence())
        number = "–" if one.alpha is None else format_number(one.alpha, 3)
        annex = fill(_("Krippendorff’s α (interval): {number}"), number=number)
        self.annex.setText(f"{annex}. {order_sentence()}")

    def _show_empty(self, one: Discussion) -> bool:
        """Say why there is nothing to discuss, and what comes next; tell whether that is so."""
        state = None
        scoring = (_("Go to scoring"), partial(self.desk.open, "scoring"))
        if one.hidden:
            state = EmptyState(_("Not yet to be seen"), one.hidden, [scoring])
        elif not one.marks:
            words = _("As soon as two assessors have submitted their marks, it says here what they should talk about.")
            state = EmptyState(_("No marks yet"), words, [scoring])
        elif len({mark[2] for mark in one.marks}) == 1 and not one.agreed:
            words = _("One assessor alone cannot differ from anybody: ask a second one for marks.")
            state = EmptyState(_("Only one assessor so far"), words, [scoring])
        elif not one.topics and not one.agreed and not self._wanted:
            words = _("No marks lie far apart, and nobody’s own results lie on both sides of a threshold.")
            state = EmptyState(_("Nothing has to be discussed"), words, [(_("Go to the ranking"), self.show_ranking)])
        if state is None:
            return False
        self.stack.show_state(state)
        self.status_changed.emit()
        return True

    def toggle_what_if(self) -> None:
        """Show totals if all assessors were equally strict, or the list again."""
        self.toggle.setChecked(not self.toggle.isChecked())
        self._turn()

    def _turn(self) -> None:
        if self.toggle.isChecked():
            self.stack.setCurrentWidget(self.what_if)
        elif self._found is not None and not self._show_empty(self._found.discussion):
            self.stack.setCurrentWidget(self.panes)

    def _fetch(self, ids: Sequence[str]) -> dict[str, _Row]:
        if self._found is None:
            return {}
        wanted, one = set(ids), self._found.discussion
        return {
            _id(topic): _row(one, place, topic)
            for place, topic in enumerate(one.topics, start=1)
            if _id(topic) in wanted
        }

    def _changed(self, kinds: dict[str, frozenset[str]]) -> None:
        if self.isVisible() and _KINDS & kinds.keys():
            self.refresh()

    def _selected(self, ids: Sequence[str]) -> None:
        if ids and "/" in ids[0]:
            proposal, _slash, criterion = ids[0].partition("/")
            if (proposal, criterion) != self._shown:
                self._show_card(proposal, criterion)

    def _open_cell(self, proposal: str, criterion: str) -> None:
        self._show_card(proposal, criterion)
        self.table.select_ids([one for one in self.model.ids if one == f"{proposal}/{criterion}"])
        head = self.card.heads.get(criterion)
        if head is not None:
            head.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_card(self, proposal: str, criterion: str) -> None:
        if self._found is not None:
            self._shown = (proposal, criterion)
            self.card.show_cell(self._found.discussion, proposal, criterion)

    # -- what is agreed on

    def _agree(self, proposal: str, key: str, mark: str | None, participants: list[str], reason: str) -> None:
        if self._found is None:
            return
        current = self._found.discussion.round

        def work(_progress: Progress) -> str:
            return operations.agree(self.work, current, proposal, key, mark, participants=participants, reason=reason)

        self.desk.tasks.start(work, partial(self._agreed, proposal, key), self._refused, owner=self)

    def _agreed(self, proposal: str, key: str, step: str) -> None:
        self.hide_message()
        self.card.forget(proposal, key)
        told = fill(_("Agreed on {criterion}: it counts in place of the marks."), criterion=key)
        offer_undo(self.desk, told, partial(operations.take_back, self.work, step) if step else None)
        self.refresh()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserError) and self.card.form is not None:
            self.card.form.show_problem(str(error))
        else:
            self.desk.fail(error)

    def choose_rule(self, rule: Aggregation) -> None:
        """Let the marks of this round become one by another rule."""
        if self._found is None or rule is self._rule():
            return
        current = self._found.discussion.round

        def done(step: str) -> None:
            offer_undo(
                self.desk, _(AGGREGATIONS[rule]), partial(operations.take_back, self.work, step) if step else None
            )
            self.actions_changed.emit()
            self.refresh()

        self.desk.tasks.start(lambda _progress: change_rule(self.work, current, rule), done, owner=self)

    def _withdraw(self, proposal: str, key: str) -> None:
        if self._found is None:
            return
        current = self._found.discussion.round

        def done(step: str) -> None:
            told = fill(_("Withdrawn: on {criterion} the assessors’ marks stand again."), criterion=key)
            offer_undo(self.desk, told, partial(operations.take_back, self.work, step))
            self.refresh()

        self.desk.tasks.start(
            lambda _progress: operations.withdraw(self.work, current, proposal, key), done, owner=self
        )


def _id(topic: Topic) -> str:
    return f"{topic.line.id}/{topic.criterion.id}"


def _row(one: Discussion, place: int, topic: Topic) -> _Row:
    candidate = topic.candidate
    second = dotted([candidate.ref, restricted_mark(candidate.restricted)])
    ends = (topic.voices[0], topic.voices[-1]) if len(topic.voices) > 1 else topic.voices
    marks, every = (voices_words(voices, one.criteria.scale, one.lists) for voices in (ends, topic.voices))
    return _Row(place, topic, second, f"{topic.criterion.key} {topic.criterion.label.text()}", marks, every)


def _hanging(row: _Row) -> str:
    """Return in words what hangs on a cell."""
    topic = row.topic
    parts = [
        (_("conditional maximum"), topic.beyond),
        (_("threshold"), topic.swings or topic.splits),
        (_("cut line"), topic.crosses),
        (_("shared rank"), topic.tied),
    ]
    return listed(name for name, there in parts if there) or "–"


def _columns() -> list[ColumnView[_Row]]:
    return [
        ColumnView("place", _("No."), lambda row: format_number(row.place), 52, numeric=True, sortable=False,
                   strong=lambda row: row.place <= FIRST),
        ColumnView("title", _("Proposal"), lambda row: row.topic.candidate.title.text(), second=lambda row: row.second,
                   sortable=False, minimum=170, strong=lambda row: row.place <= FIRST),
        ColumnView("cell", _("Marks"), lambda row: row.marks, second=lambda row: row.criterion,
                   tool_tip=lambda row: row.every, sortable=False, minimum=170),
        ColumnView("hangs", _("What hangs on it"), _hanging, 170, sortable=False,
                   muted=lambda row: not row.topic.hangs),
    ]  # fmt: skip


SPEC: Final = PageSpec("discussion", N_("Discuss first"), "chats", DiscussionPage, in_rail=False)
