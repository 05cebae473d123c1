"""One criterion of the rubric: a line when closed, its worded levels and the reason when open."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTextOption
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import isolate, strip_isolates
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion, shown_exactly
from khartoum_desktop.scoring.grids import limits
from khartoum_desktop.scoring.grids.ui.fields import problem_line
from khartoum_desktop.scoring.model import BLANKS, REASON_LENGTH, Answer, blank_sign, needs_reason, parse_mark
from khartoum_desktop.toolkit.buttons import draw_key
from khartoum_desktop.toolkit.direction import LeadingLabel, is_rtl
from khartoum_desktop.toolkit.forms import LineEditor, NumberEditor
from khartoum_desktop.toolkit.painting import draw_score, draw_text, mirrored, text_side
from khartoum_desktop.toolkit.parts import IconLabel, Line
from khartoum_desktop.toolkit.theme import CONTROL_RADIUS, current_theme

_HEAD: Final = 32
_SIDE: Final = 12
_KEY_FIELD: Final = 34
_BOX: Final = 20
_LEVEL_PADDING: Final = 7
_MOST_BUTTONS: Final = 21


class _Head(QAbstractButton):
    """The line of a criterion: key, name, weight, and at the end its mark or the sign of its blank."""

    def __init__(self, criteria: CriteriaSet, criterion: Criterion) -> None:
        super().__init__()
        self._criteria, self._criterion = criteria, criterion
        self._answer, self._open = Answer(), False
        self.setFixedHeight(_HEAD)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("ring", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_state(Answer(), is_open=False)

    def set_state(self, answer: Answer, *, is_open: bool) -> None:
        """Show an answer, and whether the criterion is the one in hand."""
        self._answer, self._open = answer, is_open
        name = fill(_("{key} {name}"), key=self._criterion.key, name=self._criterion.label.text())
        self.setAccessibleName(strip_isolates(f"{name}, {self._said()}"))
        self.setToolTip(self._criterion.question.text() or self._criterion.label.text())
        self.update()

    def _said(self) -> str:
        if self._answer.value is not None:
            return fill(_("mark {mark}"), mark=self._criteria.scale.shown(self._answer.value))
        return _(BLANKS[self._answer.blank])

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        return QSize(320, _HEAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line from the start edge; the mark stands at the end."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        painter = QPainter(self)
        if self.underMouse() and not self._open:
            painter.fillRect(box, theme.colour("alt"))
        side = text_side(rtl=rtl)
        open_kind = "strong" if self._open else "body"
        given = self._answer.given or self._open

        def put(left: float, width: float, text: str, kind: str, role: str) -> None:
            slot = mirrored(QRectF(left, 0, width, box.height()), box, rtl=rtl)
            draw_text(painter, slot, text, theme.font(kind), theme.colour(role), side)

        end = 104.0
        put(_SIDE, _KEY_FIELD - 4, self._criterion.key, "body", "text_muted")
        left = _SIDE + float(_KEY_FIELD)
        times = self._criteria.weight_of(self._criterion)
        weight = "" if times == 1 else f"×{shown_exactly(times)}"
        weight_width = theme.metrics("caption").horizontalAdvance(weight) + 2
        room = box.width() - left - end - _SIDE - 8 - weight_width
        name = self._criterion.label.text()
        width = min(room, theme.metrics(open_kind).horizontalAdvance(name) + 2)
        put(left, width, isolate(name), open_kind, "text" if given else "text_muted")
        put(left + width + 8, weight_width, weight, "caption", "text_muted")
        self._paint_answer(painter, box, end, rtl=rtl)
        painter.end()

    def _paint_answer(self, painter: QPainter, box: QRectF, width: float, *, rtl: bool) -> None:
        theme = current_theme()
        slot = mirrored(QRectF(box.right() - _SIDE - width, 0, width, box.height()), box, rtl=rtl)
        value = self._answer.value
        if value is None:
            end = Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight
            sign = blank_sign(self._answer.blank)
            align = end | Qt.AlignmentFlag.AlignAbsolute
            draw_text(painter, slot, sign, theme.font("body"), theme.colour("text_muted"), align)
            return
        scale = self._criteria.scale
        share = (value - min(scale.minimum, 0)) / (scale.maximum - min(scale.minimum, 0) or 1)
        draw_score(painter, slot, share, scale.shown(value), theme, rtl=rtl, selected=False)


class LevelButton(QAbstractButton):
    """A mark with its number key and its sentence, as many lines as the sentence needs; one of a group is chosen."""

    def __init__(self, mark: int, shown: str, sentence: str) -> None:
        super().__init__()
        self.mark, self._key, self._sentence = mark, shown, sentence
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("ring", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(f"{self._key} {sentence}".strip())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _words_width(self, width: int) -> float:
        return max(40.0, width - 2 * 10 - _BOX - 8)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the sentence needs; measured bold, since the chosen one is."""
        metrics = current_theme().metrics("strong")
        flags = int(Qt.TextFlag.TextWordWrap.value)
        needed = metrics.boundingRect(QRectF(0, 0, self._words_width(width), 2000), flags, self._sentence or " ")
        return round(max(float(_BOX), needed.height()) + 2 * _LEVEL_PADDING)

    def sizeHint(self) -> QSize:
        """Return the size at a usual width."""
        return QSize(320, self.heightForWidth(max(self.width(), 320)))

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(200, _BOX + 2 * _LEVEL_PADDING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box with the number key and the sentence beside it."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        on = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = box.adjusted(1, 1, -1, -1)
        if on:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(theme.colour("accent_weak"))
            painter.drawRoundedRect(frame, CONTROL_RADIUS, CONTROL_RADIUS)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(frame, CONTROL_RADIUS, CONTROL_RADIUS)
        metrics = theme.metrics("body")
        top = _LEVEL_PADDING + max(0.0, (metrics.height() - _BOX) / 2)
        key = mirrored(QRectF(10, top, _BOX, _BOX), box, rtl=rtl)
        colour = theme.colour("on_accent_weak" if on else "text" if self.isEnabled() else "text_muted")
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(key, 3, 3)
            colour_key = theme.colour("on_accent")
        else:
            colour_key = theme.colour("text_muted")
        draw_key(painter, key, self._key, colour_key)
        width = self._words_width(self.width())
        slot = mirrored(QRectF(10 + _BOX + 8, _LEVEL_PADDING, width, box.height()), box, rtl=rtl)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)  # the start edge: text direction turns it
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        painter.setFont(theme.font("strong" if on else "body"))
        painter.setPen(colour)
        painter.drawText(slot, self._sentence, option)
        painter.end()


class CriterionRow(QWidget):
    """A criterion that opens and closes; it announces what was chosen and leaves storing to the page."""

    pressed = Signal()  # its line was clicked
    chosen = Signal(int)  # a mark
    reasoned = Signal(str)  # the reason was left with another text
    entered = Signal()  # Enter in the reason: go on

    def __init__(self, criteria: CriteriaSet, criterion: Criterion) -> None:
        super().__init__()
        self.criterion = criterion
        self._criteria = criteria
        self._answer = Answer()
        self._details: QWidget | None = None
        self.levels: list[LevelButton] = []
        self.mark: NumberEditor | None = None  # on a scale of more marks than there is room for buttons
        self.reason: LineEditor | None = None
        self.problem: IconLabel | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.head = _Head(criteria, criterion)
        self.head.clicked.connect(self.pressed)
        self.column.addWidget(self.head)
        self.column.addWidget(Line())

    def shown(self, mark: int) -> str:
        """Return a mark as it is written on this scale."""
        return self._criteria.scale.shown(mark)

    @property
    def is_open(self) -> bool:
        """Whether its levels are shown."""
        return self._details is not None and not self._details.isHidden()

    def show_answer(self, answer: Answer, *, problem: str = "") -> None:
        """Show what was answered, and what is still wrong with it."""
        self._answer = answer
        self.head.set_state(answer, is_open=self.is_open)
        self._fill(problem)

    def set_open(self, *, is_open: bool) -> None:
        """Open or close it; the levels are built when they are first wanted."""
        if is_open and self._details is None:
            self._details = self._build()
            self.column.insertWidget(1, self._details)
        if self._details is not None:
            self._details.setVisible(is_open)
        self.head.set_state(self._answer, is_open=is_open)
        if is_open:
            self._fill("")

    def set_writable(self, *, writable: bool) -> None:
        """Let marks be given, or only read."""
        for level in self.levels:
            level.setEnabled(writable)
        if self.mark is not None:
            self.mark.set_read_only(not writable)
        if self.reason is not None:
            self.reason.set_read_only(not writable)

    def _build(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(_SIDE, 0, _SIDE, 10)
        column.setSpacing(2)
        question = self.criterion.question.text()
        if question:
            column.addWidget(LeadingLabel(question, kind="caption", role="muted", wrap=True))
            column.addSpacing(4)
        for note in limits.notes(self._criteria, self.criterion):
            column.addWidget(IconLabel("info", note, role="muted", kind="caption"))
        sentences = {level.mark: level.text.text() for level in self.criterion.levels}
        scale = self._criteria.scale
        is_long = len(scale.marks()) > _MOST_BUTTONS
        for mark in sorted(sentences, reverse=True)[:_MOST_BUTTONS] if is_long else reversed(scale.marks()):
            button = LevelButton(mark, self.shown(mark), sentences.get(mark, ""))
            button.clicked.connect(self._choosing(mark))
            self.levels.append(button)
            column.addWidget(button)
        if is_long:
            self.mark = NumberEditor(lambda text: parse_mark(text, scale), scale.shown, name=_("Mark"))
            self.mark.committed.connect(lambda mark: self.chosen.emit(mark) if mark is not None else None)
            column.addWidget(self.mark)
            column.addWidget(problem_line(self.mark))
        column.addSpacing(6)
        self.reason = LineEditor(name=_("Reason"), longest=REASON_LENGTH)
        self.reason.committed.connect(lambda text: self.reasoned.emit(text or ""))
        self.reason.line.returnPressed.connect(self.entered)
        self.problem = IconLabel("error", role="error", kind="caption")
        self.problem.hide()
        column.addWidget(self.reason)
        column.addWidget(self.problem)
        return holder

    def _choosing(self, mark: int) -> Callable[[], None]:
        return lambda: self.chosen.emit(mark)

    def _fill(self, problem: str) -> None:
        for level in self.levels:
            level.setChecked(level.mark == self._answer.value)
        if self.mark is not None and not self.mark.dirty:
            self.mark.set_value(self._answer.value)
        if self.reason is None or self.problem is None:
            return
        if not self.reason.dirty or self.reason.value() == self._answer.reason:
            self.reason.set_value(self._answer.reason or None)
        self.reason.line.setPlaceholderText(self._asks_for())
        self.reason.set_problem(problem)
        self.problem.set_text(problem)
        self.problem.setVisible(bool(problem))

    def _asks_for(self) -> str:
        value = self._answer.value
        if value is None:
            return _("Reason (R)")
        if needs_reason(self._criteria, value):
            return fill(_("Reason, needed for a {mark} (R)"), mark=self._criteria.scale.shown(value))
        return fill(_("Reason, if you want, for a {mark} (R)"), mark=self._criteria.scale.shown(value))
