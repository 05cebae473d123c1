"""The scoring page: the proposal's text at the start, the rubric at the end, one proposal after the other."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from khartoum_desktop.core.dates import today
from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.scoring import operations
from khartoum_desktop.scoring.marksheets.ui.entrance import sheet_actions
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.queries import Assessor
from khartoum_desktop.scoring.reading import dotted, listed, passages_of
from khartoum_desktop.scoring.rounds.deadlines import deadline_words
from khartoum_desktop.scoring.rounds.queue import QueueLine
from khartoum_desktop.scoring.table.ui.entrance import grid_action
from khartoum_desktop.scoring.ui.footer import Footer
from khartoum_desktop.scoring.ui.people import AssessorDialog
from khartoum_desktop.scoring.ui.sheets import Sheet, Sitting, read_sheet, read_sitting
from khartoum_desktop.scoring.ui.submitting import SheetPage, all_done, is_locked, nothing_to_do, queue_items
from khartoum_desktop.scoring.ui.text_pane import TextPane
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.choosing import Combo, ListPopup
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.page import PageSpec
from khartoum_desktop.toolkit.parts import (
    CompletenessBar,
    EmptyState,
    FlatButton,
    IconButton,
    Line,
    SecondaryButton,
)
from khartoum_desktop.workspace import Workspace

_ANOTHER: Final = "another"
_AROUND: Final = frozenset({"proposal", "party", "assessment", "round_assessor"})


class ScoringPage(SheetPage):
    """One assessor's queue; marks are stored as they are given."""

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__(work, desk)
        self._wanted = ""
        self._whose: Assessor | None = None
        self.submitted.connect(self.save_and_next)
        self.outdated.connect(self._load)
        self.answers_changed.connect(self._show_progress)
        self.people = Combo()
        self.people.setAccessibleName(_("Assessor"))
        self.people.activated.connect(self._person_chosen)
        self.progress = FlatButton("", self.open_queue, icon="caret", role="text")
        self.progress.setToolTip(_("Show the queue"))
        self.bar = CompletenessBar(name=_("Proposals done"))
        self.bar.setFixedWidth(120)
        self.previous = IconButton("previous", _("Previous proposal"), partial(self.step, -1), small=False)
        self.next = IconButton("next", _("Next proposal"), partial(self.step, 1), small=False)
        self.header.set_title(_("Scoring"))
        rounds = SecondaryButton(_("Assessment rounds"), partial(desk.open, "rounds"))
        self.header.set_buttons([self.people, self.progress, self.bar, self.previous, self.next, rounds])
        self.text = TextPane()
        self.rubric.answered.connect(self._answered)
        self.rubric.opened.connect(self._criterion_opened)
        self.rubric.completed.connect(self._sheet_done)
        self.rubric.body.addWidget(Line())
        self.footer = Footer(
            self.rubric, save=self.save_and_next, skip=self.skip, submit=self.submit, reopen=self.reopen,
            conflict=self.declare_conflict,
        )  # fmt: skip
        self.rubric.body.addWidget(self.footer)
        self.panes.addWidget(self.text)
        self.panes.addWidget(self.rubric)
        self.panes.setSizes([734, 500])
        self.panes.setStretchFactor(0, 3)
        self.panes.setStretchFactor(1, 2)
        desk.live.changed.connect(self._changed)

    # -- what the window asks

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here."""
        shown = self._is_shown
        return (
            Action(
                "scoring.save",
                _("Submit or save, and next"),
                self.go_on,
                "Ctrl+Return | Ctrl+Enter",
                "",
                shown,
            ),
            Action("scoring.submit", _("Submit"), self.submit, "Ctrl+Shift+Return", "", self._can_submit),
            Action("scoring.submit_all", _("Submit all complete sheets"), self.submit_all, "", "", self._is_shown),
            Action("scoring.reopen", _("Reopen the sheet"), self.reopen, "", "", self._can_reopen),
            Action("scoring.rounds", _("Assessment rounds"), partial(self.desk.open, "rounds"), "", ""),
            Action("scoring.criteria", _("Criteria of the round"), self.open_criteria, "", "weights"),
            Action("scoring.next", _("Next proposal"), partial(self.step, 1), "Ctrl+Down", "next", shown),
            Action("scoring.previous", _("Previous proposal"), partial(self.step, -1), "Ctrl+Up", "previous", shown),
            Action("scoring.reason", _("Give a reason"), self.rubric.write_reason, "F2", "", shown),
            Action("scoring.conflict", _("Declare a conflict of interest"), self.declare_conflict, "", "", shown),
            Action("scoring.total", _("Show or hide the running total"), self.rubric.toggle_total, "", "", shown),
            Action("scoring.queue", _("Show the queue"), self.open_queue, "", "", shown),
            grid_action(self.desk, lambda: self._assessor),
            *sheet_actions(self.desk),
        )

    def open_criteria(self) -> None:
        """Go to the criteria that are marked on."""
        self.desk.open("criteria", self._sitting.criteria.id if self._sitting else None)

    def status(self) -> str:
        """Return the keys of this page."""
        if not self._is_shown() or self._sitting is None:
            return ""
        scale = self._sitting.criteria.scale
        return fill(_("{low}–{high} sets the mark and moves on · R reason · A abstain · X not applicable"),
                    low=scale.shown(scale.minimum), high=scale.shown(scale.maximum))  # fmt: skip

    def arrive(self, argument: object) -> None:
        """Be shown; the argument is a proposal's id, or with it the assessor whose marks are given."""
        self.text.text.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if isinstance(argument, tuple):
            self._wanted, self._whose = argument
        elif isinstance(argument, str) and argument:
            self._wanted = argument
        self.desk.tasks.start(partial(read_sitting, self.work), self._sit)

    def argument(self) -> object:
        """Return the proposal in hand and whose marks are given, for when the window is built anew."""
        return (self._proposal, self._assessor)

    def leave(self) -> bool:
        """Take over a reason that is still being written; mark and reason that wait for each other keep the page."""
        self.rubric.commit()
        waiting = self.rubric.waiting
        if waiting is None or not self._is_shown():
            return True
        words = _("A mark still needs its reason.") if waiting.given else _("A reason still needs its mark.")
        self.show_message("warn", words, [(_("Write it") if waiting.given else _("Show it"), self.rubric.open_waiting)])
        return False

    # -- reading

    def _sit(self, sitting: Sitting) -> None:
        self._sitting = sitting
        coordinator = self.work.is_coordinator
        if self._assessor is None or not coordinator:
            self._assessor = sitting.me
        if coordinator and self._whose is not None:
            self._assessor, self._whose = self._whose, None
        self._fill_people(coordinator=coordinator)
        self.rubric.show_criteria(sitting.criteria)
        self._show_subtitle()
        if sitting.round.closed:
            self.show_message("info", _("This round is closed: marks can be read, not changed."))
        self._load(self._wanted or self._proposal)

    def _fill_people(self, *, coordinator: bool) -> None:
        if self._sitting is None:
            return
        items = [(one.id, self._named(one)) for one in self._known(self._sitting).values()]
        self.people.set_items([*items, (_ANOTHER, _("Another assessor"))])
        self.people.choose(self._assessor.id if self._assessor else None)
        self.people.setVisible(coordinator)

    def _known(self, sitting: Sitting) -> dict[str, Assessor]:
        return {one.id: one for one in (sitting.me, *sitting.assessors, self._assessor) if one}

    def _named(self, one: Assessor) -> str:
        delegation = self._sitting.lists.label(PARTY, one.delegation) if self._sitting else one.delegation
        return listed([one.name, delegation])

    def _show_subtitle(self) -> None:
        if self._sitting is None or self._assessor is None:
            return
        parts = [fill(_("Assessor: {who}"), who=self._named(self._assessor))] if not self.people.isVisible() else []
        parts.append(self._sitting.round.label.text())
        parts.append(deadline_words(self._sitting.round, today()))
        self.header.set_subtitle(dotted(parts))

    def _load(self, proposal: str) -> None:
        """Read one proposal's sheet, by default the first of the queue that is not done."""
        sitting, assessor = self._sitting, self._assessor
        if sitting is None or assessor is None:
            return
        self._wanted = ""
        self.desk.tasks.start(partial(read_sheet, self.work, sitting, assessor, proposal), self._show)

    def _show(self, sheet: Sheet | None) -> None:
        if sheet is None:
            self._queue, self._proposal = (), ""
            self._show_empty(nothing_to_do(self.desk, self._sitting.proposals if self._sitting else 0))
            return
        if self._assessor is None or self._sitting is None or sheet.assessor != self._assessor.id:
            return
        fresh = sheet.proposal != self._proposal or self.stack.currentWidget() is not self.panes
        self._queue, self._proposal = sheet.queue, sheet.proposal
        self.stack.setCurrentWidget(self.panes)
        self.text.show_text(sheet.facts, sheet.title, sheet.passages)
        answers = self._storing.with_waiting(sheet.proposal, sheet.assessor, sheet.answers)
        line = self._line()
        writable = not self._sitting.round.closed and self._may_write() and not (line and is_locked(line))
        self.rubric.show_answers(answers, writable=writable, fresh=fresh)
        self.footer.set_writable(writable=writable)
        self._say_state(line)
        if fresh:
            self.rubric.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.rubric.current is not None:
            self._criterion_opened(self.rubric.current.criterion.key)
        self._show_progress()
        self.status_changed.emit()

    def _show_progress(self) -> None:
        done = sum(1 for line in self._queue if self._is_done(line))
        self.progress.set_text(
            fill(_("{done} of {n} done"), done=format_number(done), n=format_number(len(self._queue)))
        )
        self.bar.set_share(done / (len(self._queue) or 1))
        self.footer.show_state(complete=self._can_submit(), submitted=self._can_reopen())

    def _is_done(self, line: QueueLine) -> bool:
        if line.candidate.id == self._proposal and not line.drafts:
            return self.rubric.answered_count >= line.criteria
        return line.done

    def _show_empty(self, state: EmptyState) -> None:
        self.stack.show_state(state)
        self._show_progress()
        self.status_changed.emit()

    def _changed(self, kinds: dict[str, frozenset[str]]) -> None:
        """Show what another step (an undo, an import, an edit) has changed."""
        if not self.isVisible() or self._sitting is None:
            return
        if {"round", "criteria_set", "criterion", "level", "round_proposal"} & kinds.keys():
            self.desk.tasks.start(partial(read_sitting, self.work), self._sit)
        elif self._is_own(kinds.get("assessment", frozenset())) and kinds.keys() == {"assessment"}:
            return
        elif self._storing.is_foreign(kinds.get("mark", frozenset())) or _AROUND & kinds.keys():
            self._load(self._proposal)

    # -- going through the queue

    def _place(self) -> int:
        return next((place for place, line in enumerate(self._queue) if line.candidate.id == self._proposal), -1)

    def step(self, by: int) -> None:
        """Go to the proposal before (-1) or after (1), done or not."""
        place = self._place() + by
        if 0 <= place < len(self._queue) and self.leave():
            self._load(self._queue[place].candidate.id)

    def skip(self) -> None:
        """Go to the next proposal that is not done; what is missing here stays missing, and is said."""
        self._say_draft()
        self.save_and_next()

    def go_on(self) -> None:
        """Submit the sheet in hand when it is complete, else keep it; then the next proposal."""
        if self._can_submit():
            self.submit()
        else:
            self.skip()

    def save_and_next(self) -> None:
        """Keep everything (marks are stored as they are given) and go to the next proposal that is not done."""
        if not self.leave():
            return
        place = self._place()
        order = [*self._queue[place + 1 :], *self._queue[: max(place, 0)]]
        following = next((line for line in order if not line.done), None)
        if following is not None:
            self._load(following.candidate.id)
        elif self._queue and self._is_done(self._queue[place]):
            self._all_done()
        elif self._can_submit():
            self.footer.submit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_draft(self) -> None:
        """Say of a sheet that is left that its marks do not count yet."""
        line, answered = self._line(), self.rubric.answered_count
        if line is None or not line.drafts or is_locked(line) or not answered:
            return
        left = line.criteria - answered
        words = _("{ref} is complete, but not submitted: its marks do not count yet.")
        if left:
            words = ngettext(
                "{ref} stays a draft: {n} criterion is open.", "{ref} stays a draft: {n} criteria are open.", left
            )
        self.desk.say(fill(words, ref=line.candidate.ref, n=format_number(left)))

    def _sheet_done(self) -> None:
        button = self.footer.submit if self._can_submit() else self.footer.save
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _all_done(self) -> None:
        ranking = (_("Show the ranking"), partial(self.desk.open, "ranking"))
        self._show_empty(all_done(self._queue, [ranking, (_("Look through the marks"), self._look_through)]))

    def _look_through(self) -> None:
        if self._queue:
            self._load(self._queue[0].candidate.id)

    def open_queue(self) -> None:
        """Show the whole queue as a list to choose from."""
        if not self._queue:
            return
        popup = ListPopup(queue_items(self._queue, self._is_done), search=True, parent=self.progress)
        popup.picked.connect(self._pick)
        popup.show_below(self.progress, current=self._proposal)

    def _pick(self, proposal: str) -> None:
        if self.leave():
            self._load(proposal)

    # -- whose marks

    def _person_chosen(self) -> None:
        code = self.people.code()
        sitting = self._sitting
        if sitting is None or not self.leave():
            self.people.choose(self._assessor.id if self._assessor else None)
            return
        if code == _ANOTHER:
            self.ask_for_assessor()
            return
        self._be(self._known(sitting)[code])

    def ask_for_assessor(self) -> None:
        """Ask whose marks are to be entered."""
        if self._sitting is None:
            return
        make = partial(operations.assessor_of, self.work)
        dialog = AssessorDialog(self._sitting.lists.delegations(), make, self)
        dialog.exec()
        if dialog.chosen is not None:
            self._be(dialog.chosen)
        self._fill_people(coordinator=True)

    def _be(self, assessor: Assessor) -> None:
        self._assessor, self._proposal = assessor, ""
        self._fill_people(coordinator=True)
        self._show_subtitle()
        self._load("")

    # -- giving marks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let number keys and letters mark, wherever the focus is on this page but in a field."""
        if event.key() == Qt.Key.Key_Escape:
            self.rubric.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not (self._is_shown() and self.rubric.take_key(event)):
            super().keyPressEvent(event)

    def _criterion_opened(self, key: str) -> None:
        if self._sitting is not None:
            self.text.tint(passages_of(self._sitting.criteria.key, key))

    def _answered(self, criterion: str, answer: Answer) -> None:
        self._store({criterion: answer})


SPEC: Final = PageSpec("scoring", N_("Scoring"), "scoring", ScoringPage)
