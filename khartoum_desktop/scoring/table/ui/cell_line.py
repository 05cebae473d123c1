"""The line below the grid: what the cell in hand says in words, and its reason."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.scoring.criteria import Criterion
from khartoum_desktop.scoring.model import REASON_LENGTH, Answer
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.scoring.table.model import Grid, Row
from khartoum_desktop.scoring.table.ui.cells import lock_words, said
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel
from khartoum_desktop.toolkit.forms import LineEditor
from khartoum_desktop.toolkit.parts import Card


class CellLine(Card):
    """Explains one cell and takes its reason."""

    reasoned = Signal(str, str, str)  # proposal, criterion, reason
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=10, parent=parent)
        self._place = ("", "")
        self.heading = ElidingLabel(kind="strong")
        self.words = ElidingLabel(role="muted")
        self.label = LeadingLabel(_("Reason"))
        self.reason = LineEditor(name=_("Reason"), longest=REASON_LENGTH)
        self.reason.committed.connect(lambda text: self.reasoned.emit(*self._place, str(text or "")))
        self.reason.line.returnPressed.connect(self.entered.emit)
        self.body.setSpacing(4)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.heading)
        texts.addWidget(self.words)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.label)
        line.addWidget(self.reason, 1)
        self.body.addLayout(texts)
        self.body.addLayout(line)

    def show_cell(
        self, grid: Grid, cell: tuple[Row, Criterion] | None, draft: Answer | None, *, writable: bool
    ) -> None:
        """Show a cell; `draft` is a mark that waits here for its reason."""
        if cell is None:
            self._place = ("", "")
            self.heading.setText(_("Choose a cell."))
            self.words.setText("")
            self.reason.set_value(None)
            self.reason.setEnabled(False)
            return
        row, criterion = cell
        answer = draft or row.answer(criterion.id)
        name = fill(_("{key} {name}"), key=criterion.key, name=criterion.label.text())
        self.heading.setText(dotted([row.ref, name]))
        words = said(grid.criteria, criterion, answer)
        if draft is not None and draft.value is not None:
            mark = grid.criteria.scale.shown(draft.value)
            words = fill(_("Say why: a {mark} counts once it has a reason."), mark=mark)
        self.words.setText(dotted([words, lock_words(row)]))
        same, self._place = self._place == (row.id, criterion.id), (row.id, criterion.id)
        if not (same and self.reason.dirty and self.reason.line.hasFocus()):  # it is being written
            self.reason.set_value(answer.reason or None)
        self.reason.set_problem(words if draft is not None else None)
        self.reason.setEnabled(writable and row.lock is None and answer.given)
