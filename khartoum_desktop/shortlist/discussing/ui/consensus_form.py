"""What the panel agrees on for one criterion: a mark or “not applicable”, who took part, and why."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import fold
from khartoum_desktop.scoring.agreement.model import split_names
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion
from khartoum_desktop.scoring.model import REASON_LENGTH
from khartoum_desktop.scoring.ui.criterion_rows import LevelButton
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import LineEditor
from khartoum_desktop.toolkit.parts import Check, IconLabel, PrimaryButton

_LEVELS_MOST: Final = 11  # with more marks than that one types the mark


def _narrow(check: Check) -> Check:
    """Let a check box be as narrow as its place: what is cut off stands in the tool tip."""
    check.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    check.setToolTip(check.text())
    return check


class ConsensusForm(QWidget):
    """Announces what is to be kept: (mark as text, None = not applicable; participants; reason). It stores nothing."""

    kept = Signal(object, object, str)

    def __init__(self, criteria: CriteriaSet, criterion: Criterion, people: Sequence[str]) -> None:
        super().__init__()
        self._scale = criteria.scale
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(LeadingLabel(_("What the panel agrees on"), kind="strong"))
        self.levels: list[LevelButton] = []
        self.mark = LineEditor(name=_("Agreed mark"), longest=20, placeholder=_("Agreed mark"), width=128)
        marks = self._scale.marks()
        if len(marks) <= _LEVELS_MOST:
            sentences = {level.mark: level.text.text() for level in criterion.levels}
            for mark in reversed(marks):
                button = LevelButton(mark, self._scale.shown(mark), sentences.get(mark, ""))
                button.clicked.connect(self._choosing(mark))
                self.levels.append(button)
                column.addWidget(button)
            self.mark.hide()
        else:
            column.addWidget(self.mark)
        self.out = _narrow(Check(_("Not applicable: its weight goes to the other criteria")))
        self.out.clicked.connect(self._not_applicable)
        column.addWidget(self.out)
        column.addSpacing(6)
        column.addWidget(LeadingLabel(_("Who took part"), kind="caption", role="muted"))
        self.people = [_narrow(Check(name, on=True)) for name in people]
        for check in self.people:
            column.addWidget(check)
        self.others = LineEditor(
            name=_("Others who took part"), longest=1000, placeholder=_("Others, separated by commas")
        )
        column.addWidget(self.others)
        column.addSpacing(6)
        self.reason = LineEditor(
            name=_("Reason"), longest=REASON_LENGTH, placeholder=_("What led the panel to this mark")
        )
        self.reason.line.returnPressed.connect(self.keep)
        column.addWidget(self.reason)
        self.problem = IconLabel("error", role="error", kind="caption")
        self.problem.hide()
        column.addWidget(self.problem)
        self.button = PrimaryButton(_("Keep the agreed mark"), self.keep)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeading)

    @property
    def dirty(self) -> bool:
        """Whether something was entered that is not kept yet."""
        written = (self.mark, self.reason, self.others)
        return self.out.isChecked() or any(one.isChecked() for one in self.levels) or any(
            one.line.text().strip() for one in written
        )  # fmt: skip

    def choose(self, mark: int) -> None:
        """Choose a mark (in mark units)."""
        for level in self.levels:
            level.setChecked(level.mark == mark)
        self.out.setChecked(False)

    def _choosing(self, mark: int) -> Callable[[], None]:
        return lambda: self.choose(mark)

    def _not_applicable(self) -> None:
        if self.out.isChecked():
            for level in self.levels:
                level.setChecked(False)
            self.mark.set_value(None)

    def participants(self) -> list[str]:
        """Return who took part: those ticked, then the others that were written."""
        return [*(check.text() for check in self.people if check.isChecked()), *split_names(self.others.line.text())]

    def keep(self) -> None:
        """Announce what was agreed on, or say that a mark is missing."""
        chosen = next((level for level in self.levels if level.isChecked()), None)
        mark = self._scale.text(chosen.mark) if chosen is not None else self.mark.line.text().strip()
        if not mark and not self.out.isChecked():
            self.show_problem(_("Choose the agreed mark, or “not applicable”."))
            return
        self.show_problem("")
        self.kept.emit(None if self.out.isChecked() else mark, self.participants(), self.reason.line.text())

    def show_problem(self, problem: str) -> None:
        """Say what is still missing, "" for nothing."""
        self.problem.set_text(problem)
        self.problem.setVisible(bool(problem))

    def set_writable(self, *, writable: bool) -> None:
        """Let something be agreed on, or show only."""
        for part in (*self.levels, *self.people, self.out, self.button):
            part.setEnabled(writable)
        for line in (self.mark, self.reason, self.others):
            line.set_read_only(not writable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the number keys choose a mark, those of an Arabic layout too."""
        text = fold(event.text())
        if text.isdecimal() and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            mark = int(text) * self._scale.unit
            if any(level.mark == mark and level.isEnabled() for level in self.levels):
                self.choose(mark)
                return
        super().keyPressEvent(event)
