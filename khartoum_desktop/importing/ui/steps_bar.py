"""Where one is on the way from a file to proposals: five steps, those behind can be gone back to."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.toolkit.direction import is_rtl, set_shown
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.theme import CONTROL_RADIUS, CONTROL_SMALL, current_theme

FILE, SHEET, COLUMNS, REVIEW, DONE = range(5)
LABELS: Final[Sequence[str]] = (N_("File"), N_("Sheet and rows"), N_("Columns"), N_("Review"), N_("Done"))
_PADDING, _ICON, _GAP, _ARROW = 8, 14, 5, 12


class _Step(QPushButton):
    """One step: a tick when it is behind, its number otherwise; the words only where there is room."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        self.state = "ahead"  # "behind", "here" or "ahead"
        self.is_short = False
        self.setFlat(True)
        self.setFixedHeight(CONTROL_SMALL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """The name of the step."""
        return _(LABELS[self.place])

    def show_state(self, state: str, *, can_go: bool) -> None:
        """Show where one is."""
        self.state = state
        self.setEnabled(can_go)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_go else Qt.CursorShape.ArrowCursor)
        told = {"behind": N_("done"), "here": N_("you are here"), "ahead": N_("still to come")}[state]
        place = fill(_("Step {n} of {all}: {name}"), n=format_number(self.place + 1), all=format_number(len(LABELS)),
                     name=self.words)  # fmt: skip
        self.setAccessibleName(place)
        self.setAccessibleDescription(_(told))
        self.setToolTip(place)
        self.update()

    def width_of(self, *, short: bool) -> int:
        """Return how wide the step is with or without its words."""
        metrics = current_theme().metrics("strong")
        lead = _ICON if self.state == "behind" else metrics.horizontalAdvance(format_number(self.place + 1))
        words = 0 if short else _GAP + metrics.horizontalAdvance(self.words)
        return round(2 * _PADDING + lead + words + 2)

    def sizeHint(self) -> QSize:
        """Return room for number and words."""
        return QSize(self.width_of(short=self.is_short), CONTROL_SMALL)

    def minimumSizeHint(self) -> QSize:
        """Return the same as sizeHint."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, number or tick, and words."""
        theme, box, rtl = current_theme(), QRectF(self.rect()), is_rtl(self)
        here = self.state == "here"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if here or (self.underMouse() and self.isEnabled()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_weak" if here else "sunken"))
            painter.drawRoundedRect(box, CONTROL_RADIUS, CONTROL_RADIUS)
        role = "on_accent_weak" if here else "text" if self.state == "behind" else "text_muted"
        font = theme.font("strong" if here else "body")
        lead = box.adjusted(_PADDING, 0, -_PADDING, 0)
        if self.state == "behind":
            square = QRectF(_PADDING, box.center().y() - _ICON / 2, _ICON, _ICON)
            draw_icon(painter, mirrored(square, box, rtl=rtl), "check", theme.colour("ok"))
            taken = float(_ICON)
        else:
            number = format_number(self.place + 1)
            taken = theme.metrics("strong").horizontalAdvance(number)
            draw_text(painter, lead, number, font, theme.colour(role), text_side(rtl=rtl))
        if not self.is_short:
            room = QRectF(_PADDING + taken + _GAP, 0, box.width() - 2 * _PADDING - taken - _GAP + 2, box.height())
            draw_text(painter, mirrored(room, box, rtl=rtl), self.words, font, theme.colour(role), text_side(rtl=rtl))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), CONTROL_RADIUS, CONTROL_RADIUS)
        painter.end()


class _Arrow(QWidget):
    """The arrow between two steps, in reading direction."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_ARROW, CONTROL_SMALL)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the arrow."""
        painter = QPainter(self)
        square = QRectF(0, (self.height() - _ARROW) / 2, _ARROW, _ARROW)
        draw_icon(painter, square, "next", current_theme().colour("text_muted"), rtl=is_rtl(self))
        painter.end()


class StepsBar(QWidget):
    """The five steps in a row; `chosen` tells to which one the person wants to go."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Steps of the import"))
        self._arrows = [_Arrow() for _place in LABELS[1:]]
        self.steps = [_Step(place) for place in range(len(LABELS))]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for step in self.steps:
            if step.place:
                row.addWidget(self._arrows[step.place - 1])
            row.addWidget(step)
            step.clicked.connect(lambda *_, place=step.place: self.chosen.emit(place))
        row.addStretch(1)
        self.show_steps(FILE, [])

    def show_steps(self, here: int, reachable: Sequence[int]) -> None:
        """Show where one is, and which steps can be gone to."""
        for step in self.steps:
            state = "here" if step.place == here else "behind" if step.place < here else "ahead"
            step.show_state(state, can_go=step.place in reachable and step.place != here)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the room that the numbers and the words of this step need."""
        return QSize(self._needed(spelt=1), CONTROL_SMALL)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave words out where there is no room for all of them."""
        super().resizeEvent(event)
        self._fit()

    def _needed(self, *, spelt: int) -> int:
        words = sum(step.width_of(short=spelt == 1 and step.state != "here") for step in self.steps)
        arrows = 0 if spelt == 1 else len(self._arrows) * (_ARROW + 2)
        return words + arrows + (len(self.steps) - 1) * 2

    def _fit(self) -> None:
        is_short = self._needed(spelt=len(self.steps)) > self.width()
        for arrow in self._arrows:
            set_shown(arrow, not is_short)
        for step in self.steps:
            step.is_short = is_short and step.state != "here"
            step.updateGeometry()
            step.update()
