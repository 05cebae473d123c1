"""Submitting on the scoring page: the state of a sheet in words, and what is done to a sheet as a whole."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.queries import Assessor
from khartoum_desktop.scoring.reading import dotted, named
from khartoum_desktop.scoring.rounds import operations
from khartoum_desktop.scoring.rounds.asking import INTERESTS, sheet_id
from khartoum_desktop.scoring.rounds.operations import conflict_declared
from khartoum_desktop.scoring.rounds.queue import QueueLine
from khartoum_desktop.scoring.ui.conflict import ConflictDialog
from khartoum_desktop.scoring.ui.rubric import Rubric
from khartoum_desktop.scoring.ui.sheets import Sitting, Storing
from khartoum_desktop.scoring.ui.taking_back import offer_undo
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.empty_stack import EmptyStack
from khartoum_desktop.toolkit.page import Page
from khartoum_desktop.toolkit.parts import EmptyState, Splitter
from khartoum_desktop.workspace import StepWriter, Workspace

Button = tuple[str, Callable[[], object]]


def state_of(line: QueueLine, *, done: bool) -> str:
    """Return how far a sheet is, in a word or two."""
    if line.conflict:
        return _("conflict of interest")
    if line.submitted and line.drafts:
        return _("submitted")
    if done:
        return _("done")
    if line.drafts and not line.answered:
        return _("to do")
    return fill(_("{n} of {of}"), n=format_number(line.answered), of=format_number(line.criteria))


def queue_items(lines: Iterable[QueueLine], is_done: Callable[[QueueLine], bool]) -> list[tuple[str, str]]:
    """Return (id, words) of every proposal in the queue, with how far it is."""
    return [(line.candidate.id, dotted([*named(line.candidate), state_of(line, done=is_done(line))])) for line in lines]


def note_of(line: QueueLine) -> tuple[str, str]:
    """Return the kind and the text of the message above a sheet, two "" for none."""
    if line.conflict:
        return "info", fill(_("A conflict of interest is declared here: {reason}"), reason=line.conflict)
    if line.submitted and line.drafts:
        words = _("Submitted on {date}: these marks count, and stay as they are unless the sheet is reopened.")
        return "ok", fill(words, date=format_date(line.submitted))
    if line.interest is not None and not line.answered:
        return "info", _(INTERESTS[line.interest])
    return "", ""


def is_locked(line: QueueLine) -> bool:
    """Tell whether a sheet takes no marks now."""
    return line.drafts and bool(line.submitted or line.conflict)


def all_done(lines: Sequence[QueueLine], buttons: Sequence[Button]) -> EmptyState:
    """Return what is shown when nothing is left to do."""
    n = format_number(len(lines))
    words = _("Every proposal is marked. Marks can still be changed until the round is closed.")
    if any(line.drafts for line in lines):
        words = _("Every sheet is submitted. It can be reopened until the round is closed.")
    return EmptyState(fill(_("All done: {n} of {n}"), n=n), words, buttons)


def nothing_to_do(desk: Desk, proposals: int) -> EmptyState:
    """Return what is shown where this assessor is asked for nothing."""
    if proposals:
        return EmptyState(
            _("Nobody asks for your marks in this round"),
            _("A coordinator says who assesses which proposals, on the page of the assessment rounds."),
            [(_("Assessment rounds"), partial(desk.open, "rounds"))],
        )
    return EmptyState(
        _("Nothing to score yet"),
        _("Proposals that are drafted or imported appear here, one after the other."),
        [(_("Import a file"), partial(desk.open, "import"))],
    )


def submitted_words(refs: Sequence[str]) -> str:
    """Say that sheets were submitted."""
    if len(refs) == 1:
        return fill(_("Your marks of {ref} are submitted."), ref=refs[0])
    words = ngettext("{n} sheet is submitted.", "{n} sheets are submitted.", len(refs))
    return fill(words, n=format_number(len(refs)))


class SheetPage(Page):
    """The part of the scoring page that is about a sheet as a whole: submitted, reopened, a conflict of interest."""

    _sitting: Sitting | None
    _assessor: Assessor | None
    submitted = Signal()  # the sheet in hand, and perhaps others: what is next is wanted
    outdated = Signal(str)  # a proposal, of which the sheet is to be read again
    answers_changed = Signal()  # answers are on their way into the store

    def __init__(self, work: Workspace, desk: Desk) -> None:
        super().__init__()
        self.work, self.desk = work, desk
        self._sitting = None
        self._assessor = None
        self._queue: tuple[QueueLine, ...] = ()
        self._proposal = ""
        self._submitting: set[str] = set()  # sheets (ids) that are being submitted from here
        self._storing = Storing(work, desk.tasks, self)
        self.dialog: ConflictDialog | None = None
        self.rubric = Rubric()
        self.panes = Splitter()
        self.stack = EmptyStack(self.panes)
        self.body.addWidget(self.stack)

    def _is_shown(self) -> bool:
        return self.stack.currentWidget() is self.panes and bool(self._proposal)

    def _may_write(self) -> bool:
        return self.work.may_write

    def _stored(self, _step: str) -> None:
        self.desk.saved.emit()

    def _store(
        self,
        answers: dict[str, Answer],
        done: Callable[[str], None] | None = None,
        also: Callable[[StepWriter], None] | None = None,
    ) -> None:
        sitting, assessor, proposal = self._sitting, self._assessor, self._proposal
        if sitting is None or assessor is None:
            return
        entries = [Entry(proposal, criterion, assessor, answer) for criterion, answer in answers.items()]
        self._storing.store(sitting, entries, done or self._stored, self._refused, also)
        self.answers_changed.emit()

    def _refused(self, error: Exception) -> None:
        self.outdated.emit(self._proposal)
        if isinstance(error, UserError):
            self.show_error(error)
        else:
            self.desk.fail(error)

    def _line(self) -> QueueLine | None:
        return next((line for line in self._queue if line.candidate.id == self._proposal), None)

    def _say_state(self, line: QueueLine | None) -> None:
        """Say above the sheet that it is submitted, or what speaks against this assessor."""
        if line is None or self._sitting is None or self._sitting.round.closed:
            return
        kind, words = note_of(line)
        if not words or not self._may_write():
            self.hide_message()
        elif is_locked(line):
            self.show_message(kind, words)
        else:
            self.show_message(kind, words, [(_("Declare a conflict of interest"), self.declare_conflict)])

    def _can_submit(self) -> bool:
        line = self._line()
        whole = line is not None and self.rubric.answered_count >= line.criteria
        return self._is_shown() and self._may_write() and whole and line is not None and line.drafts and not line.done

    def _can_reopen(self) -> bool:
        line, sitting = self._line(), self._sitting
        locked = line is not None and line.drafts and bool(line.submitted)
        return self._is_shown() and self._may_write() and locked and sitting is not None and not sitting.round.closed

    def submit(self) -> None:
        """Submit the sheet in hand, and go to the next that is not done."""
        if self._can_submit() and self.leave():
            self._submit([self._proposal])

    def submit_all(self) -> None:
        """Submit every sheet that is complete."""
        if self._is_shown() and self._may_write() and self.leave():
            self._submit([line.candidate.id for line in self._queue if line.complete and not line.done])

    def _submit(self, proposals: Sequence[str]) -> None:
        sitting, assessor = self._sitting, self._assessor
        if sitting is None or assessor is None or not proposals:
            return

        pairs = [(one, assessor.id) for one in proposals]
        own = {sheet_id(sitting.round.id, *pair) for pair in pairs}

        def refused(error: Exception) -> None:
            self._submitting -= own  # whoever submits them now, it is not this page
            self._refused(error)

        def done(step: str) -> None:
            self._submitting -= set() if step else own
            self.desk.saved.emit()
            refs = [line.candidate.ref for line in self._queue if line.candidate.id in set(proposals)]
            back = partial(self.work.store.undo_step, step) if step else None
            offer_undo(self.desk, submitted_words(refs), back)
            self._queue = tuple(
                replace(line, submitted="-") if line.candidate.id in set(proposals) else line for line in self._queue
            )
            self.submitted.emit()

        self._submitting |= own
        act = partial(operations.submit, self.work, sitting.round, pairs)
        self.desk.tasks.start(lambda _progress: act(), done, refused, owner=self)

    def _is_own(self, sheets: frozenset[str]) -> bool:
        """Tell whether changed sheets (ids) are those just submitted from here."""
        own = bool(sheets) and sheets <= self._submitting
        self._submitting -= sheets
        return own

    def reopen(self) -> None:
        """Open the submitted sheet in hand again."""
        sitting, assessor = self._sitting, self._assessor
        if not self._can_reopen() or sitting is None or assessor is None:
            return
        act = partial(operations.reopen, self.work, sitting.round, [(self._proposal, assessor.id)])
        again = partial(self.outdated.emit, self._proposal)
        self.desk.tasks.start(lambda _progress: act(), lambda _step: again(), self._refused, owner=self)

    def declare_conflict(self) -> None:
        """Ask why this assessor gives no marks for the proposal in hand; what speaks against them is offered."""
        line = self._line()
        if not self._is_shown() or not self._may_write() or line is None:
            return
        known = _(INTERESTS[line.interest]) if line.interest else _("Declared while scoring.")
        dialog = self.dialog = ConflictDialog(line.conflict or known, self)
        dialog.agreed.connect(partial(self._declare, self._proposal))
        dialog.open()

    def _declare(self, proposal: str, reason: str) -> None:
        """Answer every criterion of the proposal with a conflict of interest, as one step."""
        sitting, assessor = self._sitting, self._assessor
        if sitting is None or assessor is None or proposal != self._proposal:
            return
        self.rubric.answer_all(Blank.CONFLICT)
        answers = {one.id: Answer(None, Blank.CONFLICT) for one in sitting.criteria.criteria}
        self._store(answers, self._noted, conflict_declared(sitting.round, proposal, assessor.id, reason))
        self.hide_message()

    def _noted(self, step: str) -> None:
        self.desk.saved.emit()
        back = partial(self.work.store.undo_step, step) if step else None
        offer_undo(self.desk, _("A conflict of interest was noted for this proposal."), back)
