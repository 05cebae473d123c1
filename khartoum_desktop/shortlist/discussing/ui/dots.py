"""Marks as dots on the scale: one line for a cell, or one line for each delegation; from the start edge."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import isolate, strip_isolates
from khartoum_desktop.scoring.criteria import Scale
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.theme import Theme, current_theme

_LINE: Final = 24
_AXIS: Final = 22
_DOT: Final = 4.5  # radius
_LARGE: Final = 6.5
_HEAD: Final = 34
_SIDE: Final = 8.0
_NAME_MOST: Final = 150.0
_TICKS_MOST: Final = 11
_STRIP: Final = 108.0
_WORD: Final = 112.0


@dataclass(frozen=True, slots=True)
class Dots:
    """The marks (mark units) of one line, under a name."""

    name: str
    marks: tuple[int, ...]


class _Axis:
    """Where a mark stands between the two ends of the scale, on the side that the window's direction asks for."""

    def __init__(self, scale: Scale, slot: QRectF, *, rtl: bool) -> None:
        self._scale, self._slot, self._rtl = scale, slot.adjusted(_LARGE + 1, 0, -_LARGE - 1, 0), rtl

    def x(self, number: Fraction) -> float:
        """Return the horizontal place of a number of marks."""
        share = float((number - self._scale.low) / (self._scale.span or 1))
        share = min(1.0, max(0.0, share))
        return self._slot.right() - share * self._slot.width() if self._rtl else (
            self._slot.left() + share * self._slot.width()
        )  # fmt: skip

    def track(self, painter: QPainter, y: float, theme: Theme) -> None:
        """Paint the scale's line."""
        painter.fillRect(QRectF(self._slot.left(), y - 1, self._slot.width(), 2), theme.colour("track"))

    def dots(self, painter: QPainter, y: float, marks: Sequence[int], theme: Theme, *, counted: bool = False) -> None:
        """Paint one dot for each different mark, larger where it was given several times; `counted`: how often."""
        painter.setPen(QPen(theme.colour("base"), 1))
        painter.setBrush(theme.colour("bar"))
        for mark, times in sorted(Counter(marks).items()):
            x = self.x(self._scale.number(mark))
            radius = _DOT if times == 1 else _LARGE
            painter.drawEllipse(QPointF(x, y), radius, radius)
            if times > 1 and counted:
                self._times(painter, x, y, times, theme)

    def _times(self, painter: QPainter, x: float, y: float, times: int, theme: Theme) -> None:
        box = QRectF(x + _LARGE + 2, y - _LINE / 2, 24, _LINE)
        painter.save()
        if x + _LARGE + 26 > self._slot.right() + _LARGE:
            box.moveRight(x - _LARGE - 2)
        muted = theme.colour("text_muted")
        draw_text(painter, box, f"×{times}", theme.font("caption"), muted, Qt.AlignmentFlag.AlignHCenter)
        painter.restore()

    def value(self, painter: QPainter, value: Fraction, top: float, bottom: float, theme: Theme) -> None:
        """Paint the value that counts as a rule across the lines."""
        x = self.x(value)
        painter.fillRect(QRectF(x - 1, top, 2, bottom - top), theme.colour("accent"))


class DotChart(QWidget):
    """One line for each delegation, the scale below, and the value that counts as a rule across them."""

    def __init__(self, scale: Scale, lines: Sequence[Dots], value: Fraction | None) -> None:
        super().__init__()
        self._scale, self._lines, self._value = scale, tuple(lines), value
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        said = (fill("{name}: {marks}", name=one.name, marks=", ".join(map(scale.shown, one.marks))) for one in lines)
        self.setAccessibleName(strip_isolates(_("; ").join(said)))

    def sizeHint(self) -> QSize:
        """Return room for all lines."""
        return QSize(300, len(self._lines) * _LINE + _AXIS)

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(200, len(self._lines) * _LINE + _AXIS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names at the start, dots on the scale, and its numbers below."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = theme.metrics("body")
        widest = max((metrics.horizontalAdvance(one.name) for one in self._lines), default=0.0) + 4
        names = min(widest, _NAME_MOST, box.width() / 2)
        slot = mirrored(QRectF(names + _SIDE, 0, box.width() - names - _SIDE, box.height()), box, rtl=rtl)
        axis = _Axis(self._scale, slot, rtl=rtl)
        bottom = float(len(self._lines) * _LINE)
        if self._value is not None:
            axis.value(painter, self._value, 2, bottom, theme)
        for number, one in enumerate(self._lines):
            y = number * _LINE + _LINE / 2 + 2
            room = mirrored(QRectF(0, number * _LINE, names, _LINE), box, rtl=rtl)
            draw_text(painter, room, isolate(one.name), theme.font("body"), theme.colour("text"), text_side(rtl=rtl))
            axis.track(painter, y, theme)
            axis.dots(painter, y, one.marks, theme, counted=True)
        self._numbers(painter, axis, bottom, theme)
        painter.end()

    def _numbers(self, painter: QPainter, axis: _Axis, top: float, theme: Theme) -> None:
        marks: Sequence[int] = self._scale.marks()
        if len(marks) > _TICKS_MOST:
            marks = (self._scale.minimum, self._scale.maximum)
        for mark in marks:
            x = axis.x(self._scale.number(mark))
            painter.fillRect(QRectF(x - 0.5, top, 1, 4), theme.colour("control_border"))
            room = QRectF(x - 20, top + 4, 40, _AXIS - 4)
            words = theme.font("caption")
            muted = theme.colour("text_muted")
            draw_text(painter, room, self._scale.shown(mark), words, muted, Qt.AlignmentFlag.AlignHCenter)


class CellHead(QAbstractButton):
    """A cell in one line: its criterion, all marks as dots, and how far they agree in words; it opens the cell."""

    def __init__(
        self, scale: Scale, name: str, marks: Sequence[int], value: Fraction, word: str, *, warn: bool
    ) -> None:
        super().__init__()
        self._scale, self._name, self._marks, self._value = scale, name, tuple(marks), value
        self._word, self._warn = word, warn
        self.setCheckable(True)
        self.setFixedHeight(_HEAD)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the name gives way
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("ring", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = fill(
            _("{criterion}: {marks}, {word}"), criterion=name, marks=", ".join(map(scale.shown, marks)), word=word
        )
        self.setAccessibleName(strip_isolates(said))
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        return QSize(360, _HEAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name, dots and word."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        if on or self.underMouse():
            painter.fillRect(box, theme.colour("accent_weak" if on else "alt"))
        text = theme.colour("on_accent_weak" if on else "text")
        name = QRectF(_SIDE, 0, box.width() - _STRIP - _WORD - 4 * _SIDE, box.height())
        side = text_side(rtl=rtl)
        font = theme.font("strong" if on else "body")
        draw_text(painter, mirrored(name, box, rtl=rtl), self._name, font, text, side)
        strip = mirrored(QRectF(name.right() + _SIDE, 0, _STRIP, box.height()), box, rtl=rtl)
        axis = _Axis(self._scale, strip, rtl=rtl)
        y = box.center().y() + 2
        axis.track(painter, y, theme)
        axis.value(painter, self._value, y - 9, y + 9, theme)
        axis.dots(painter, y, self._marks, theme)
        words = mirrored(QRectF(box.width() - _WORD - _SIDE, 0, _WORD, box.height()), box, rtl=rtl)
        colour = text if on else theme.colour("warn" if self._warn else "text_muted")
        draw_text(painter, words, self._word, theme.font("caption"), colour, side)
        painter.end()
