"""The rubric: every criterion, one of them open; number keys give its mark and go on to the next."""

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import fold
from khartoum_desktop.scoring.criteria import CriteriaSet, grouped
from khartoum_desktop.scoring.model import Answer, Blank, needs_reason, score
from khartoum_desktop.scoring.ui.criterion_rows import CriterionRow
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel
from khartoum_desktop.toolkit.parts import Card, FlatButton, Line, Scroll, clear_layout

_SIDE: Final = 12
_CAPTION: Final = 32  # room for the group's name above a row
# the same physical keys under an Arabic layout
_LETTERS: Final[Mapping[str, str]] = {"ق": "r", "ش": "a", "ؤ": "c", "ء": "x"}


class Rubric(Card):
    """Shows one assessor's answers to one proposal and announces new ones; it stores nothing."""

    answered = Signal(str, object)  # criterion id, Answer
    opened = Signal(str)  # key of the criterion in hand
    completed = Signal()  # the last open criterion was answered

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=1, parent=parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Scoring grid"))
        self._criteria: CriteriaSet | None = None
        self._answers: dict[str, Answer] = {}
        self._drafts: dict[str, Answer] = {}  # marks that wait for their reason, reasons that wait for their mark
        self._rows: list[CriterionRow] = []
        self._current = -1
        self._writable = True
        self._total_shown = False
        self.body.setSpacing(0)
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(_SIDE, 8, _SIDE, 8)
        line.setSpacing(8)
        self.heading = LeadingLabel(_("Scoring grid"), kind="section")
        self.set_name = ElidingLabel(kind="caption", role="muted")
        self.total = LeadingLabel(kind="caption", role="muted")
        self.total_button = FlatButton("", self.toggle_total, small=True)
        line.addWidget(self.heading)
        line.addWidget(self.set_name, 1)
        line.addWidget(self.total)
        line.addWidget(self.total_button)
        self.pane = Scroll()
        self.pane.body.setSpacing(0)
        self.body.addWidget(head)
        self.body.addWidget(Line())
        self.body.addWidget(self.pane, 1)
        self._show_total()

    # -- what is shown

    def show_criteria(self, criteria: CriteriaSet) -> None:
        """Lay the rows out anew for a criteria set; the same one again changes nothing."""
        if self._criteria is not None and self._criteria == criteria:
            return
        self._criteria = criteria
        self.set_name.setText(
            fill(_("{name}, version {n}"), name=criteria.label.text(), n=format_number(criteria.version))
        )
        clear_layout(self.pane.body)
        column = self.pane.body
        by_id: dict[str, CriterionRow] = {}
        for group, members in grouped(criteria):
            if group is not None:
                title = LeadingLabel(group.label.text(), kind="caption", role="muted", wrap=True)
                title.setContentsMargins(_SIDE, 8, _SIDE, 2)
                column.addWidget(title)
            for criterion in members:
                row = by_id[criterion.id] = CriterionRow(criteria, criterion)
                column.addWidget(row)
        column.addStretch(1)
        self._rows = list(by_id.values())  # in the order shown, which the arrows follow
        for place, row in enumerate(self._rows):
            self._connect(place, row)
        self._current = -1

    def _connect(self, place: int, row: CriterionRow) -> None:
        row.pressed.connect(lambda: self.open(place))
        row.chosen.connect(self.choose)
        row.reasoned.connect(lambda text: self._reason(place, text))
        row.entered.connect(self.go_on)

    def show_answers(self, answers: Mapping[str, Answer], *, writable: bool, fresh: bool = False) -> None:
        """Show the stored answers; `fresh`: another proposal, whose first open criterion is opened."""
        self._answers = dict(answers)
        self._writable = writable
        if fresh:
            self._drafts.clear()
        for row in self._rows:
            self._show_row(row)
        self._show_total()
        if fresh:
            self.open(self._next_open(-1) or 0)

    def _answer(self, criterion: str) -> Answer:
        return self._answers.get(criterion, Answer())

    def _show_row(self, row: CriterionRow) -> None:
        draft = self._drafts.get(row.criterion.id)
        problem = ""
        if draft is not None and draft.value is not None:
            problem = fill(_("Say why: a {mark} counts once it has a reason."), mark=row.shown(draft.value))
        row.show_answer(draft or self._answer(row.criterion.id), problem=problem)
        row.set_writable(writable=self._writable)

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers as shown, without marks that wait for their reason."""
        return self._answers

    @property
    def answered_count(self) -> int:
        """How many criteria are answered."""
        return sum(1 for row in self._rows if self._answer(row.criterion.id).given)

    @property
    def waiting(self) -> Answer | None:
        """The first mark that waits for its reason, or reason that waits for its mark."""
        return next((self._drafts[row.criterion.id] for row in self._rows if row.criterion.id in self._drafts), None)

    def open_waiting(self) -> None:
        """Take in hand the first criterion on which something waits."""
        places = [place for place, row in enumerate(self._rows) if row.criterion.id in self._drafts]
        if places:
            self.open(places[0])
            self.write_reason()

    @property
    def current(self) -> CriterionRow | None:
        """The criterion in hand."""
        return self._rows[self._current] if 0 <= self._current < len(self._rows) else None

    def open(self, place: int) -> None:
        """Take a criterion in hand (counted from 0) and close the one before."""
        if not 0 <= place < len(self._rows):
            return
        before = self.current
        if before is not None and before is not self._rows[place]:
            before.set_open(is_open=False)
        self._current = place
        row = self._rows[place]
        row.set_open(is_open=True)
        self._show_row(row)
        QTimer.singleShot(0, self, lambda: self._bring_into_sight(row))
        self.opened.emit(row.criterion.key)

    def _bring_into_sight(self, row: CriterionRow) -> None:
        if row is self.current:
            self.pane.body.activate()
            self.pane.ensureWidgetVisible(row, 0, _CAPTION)

    # -- the running total, hidden unless asked for

    def toggle_total(self) -> None:
        """Show or hide the running total: seeing it while marking pulls marks towards a wanted result."""
        self._total_shown = not self._total_shown
        self._show_total()

    def _show_total(self) -> None:
        self.total_button.set_text(_("Hide total") if self._total_shown else _("Show total"))
        self.total.setVisible(self._total_shown and self._criteria is not None)
        if self._criteria is None:
            return
        scale = self._criteria.scale
        values = [self._answer(one.id).value for one in self._criteria.criteria]
        known = score(self._criteria, [None if value is None else scale.number(value) for value in values])
        reachable = known.coverage * self._criteria.points_max
        points, most = format_number(known.points, 1), format_number(reachable, 1)
        self.total.setText(fill(_("{points} of {most}"), points=points, most=most))

    # -- giving marks

    def choose(self, mark: int) -> None:
        """Give the criterion in hand a mark (in mark units); where a reason is needed, ask for it first."""
        row = self.current
        if row is None or self._criteria is None or not self._writable:
            return
        reason = str((row.reason.value() if row.reason else None) or "")
        answer = Answer(mark, None, reason)
        if needs_reason(self._criteria, mark) and not reason:
            self._drafts[row.criterion.id] = answer
            self._show_row(row)
            self.write_reason()
            return
        self._give(row, answer)
        self.go_on()

    def blank(self, blank: Blank) -> None:
        """Answer the criterion in hand with a blank and go on."""
        row = self.current
        if row is not None and self._writable:
            reason = str((row.reason.value() if row.reason else None) or "")
            self._give(row, Answer(None, blank, reason))
            self.go_on()

    def answer_all(self, blank: Blank) -> None:
        """Show the same blank for every criterion; the page stores it as one step."""
        self._drafts.clear()
        self.show_answers({row.criterion.id: Answer(None, blank) for row in self._rows}, writable=self._writable)

    def take_back(self) -> None:
        """Take the answer of the criterion in hand back: it is not assessed again."""
        row = self.current
        if row is not None and self._writable and (self._answer(row.criterion.id).given or self._drafts):
            self._give(row, Answer())

    def write_reason(self) -> None:
        """Put the cursor into the reason of the criterion in hand."""
        row = self.current
        if row is not None and row.reason is not None:
            row.reason.line.setFocus(Qt.FocusReason.OtherFocusReason)
            row.reason.line.selectAll()

    def commit(self) -> None:
        """Take over a reason that is still being written."""
        if self.current is not None and self.current.reason is not None:
            self.current.reason.commit()

    def _reason(self, place: int, text: str) -> None:
        row = self._rows[place]
        answer = self._drafts.get(row.criterion.id) or self._answer(row.criterion.id)
        if self._criteria is None or answer.reason == text:
            return
        if not answer.given:
            self._drafts[row.criterion.id] = Answer(reason=text)
            if not text:
                del self._drafts[row.criterion.id]
            return
        fresh = Answer(answer.value, answer.blank, text)
        if needs_reason(self._criteria, fresh.value) and not text:
            self._drafts[row.criterion.id] = fresh
            self._show_row(row)
            return
        self._give(row, fresh)

    def _give(self, row: CriterionRow, answer: Answer) -> None:
        self._drafts.pop(row.criterion.id, None)
        if answer == self._answer(row.criterion.id):
            self._show_row(row)
            return
        self._answers[row.criterion.id] = answer
        self._show_row(row)
        self._show_total()
        self.answered.emit(row.criterion.id, answer)

    def go_on(self) -> None:
        """Go to the next criterion without an answer; when there is none, say so."""
        row = self.current
        if row is not None and row.criterion.id in self._drafts:
            return
        following = self._next_open(self._current)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if following is None:
            self.completed.emit()
        else:
            self.open(following)

    def _next_open(self, after: int) -> int | None:
        order = [*range(after + 1, len(self._rows)), *range(after + 1)]
        return next((place for place in order if not self._answer(self._rows[place].criterion.id).given), None)

    # -- keyboard

    def take_key(self, event: QKeyEvent) -> bool:
        """Act on a key that no field wanted: digits of any script, ↑↓, R, A, X, Del; tell whether it meant anything."""
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            return False
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.open(self._current + (1 if event.key() == Qt.Key.Key_Down else -1))
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.take_back()
            return True
        text = fold(event.text())
        if text.isdecimal():
            return self._digit(int(text))
        acts: Mapping[str, Callable[[], None]] = {
            "r": self.write_reason,
            "a": lambda: self.blank(Blank.ABSTAINED),
            "x": lambda: self.blank(Blank.NOT_APPLICABLE),
        }
        act = acts.get(_LETTERS.get(event.text(), text))
        if act is None:
            return False
        act()
        return True

    def _digit(self, digit: int) -> bool:
        scale = None if self._criteria is None else self._criteria.scale
        if scale is None or not scale.allows(digit * scale.unit):
            return False
        self.choose(digit * scale.unit)
        return True
