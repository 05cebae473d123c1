"""The slider of a weight: exact, mirrored, with the stored weight as a ring and tipping points as ticks on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.painting import mirrored
from khartoum_desktop.toolkit.theme import Theme, current_theme

STEPS: Final = 1000  # a drag goes by thousandths of the whole
STEP: Final = Fraction(1, 100)
STRIDE: Final = Fraction(5, 100)
_HANDLE: Final = 16
_MARGIN: Final = 10.0
_HEIGHT: Final = 28
_NEAR: Final = 5.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A tipping point on the slider: where, whether the chosen set changes there, and in words."""

    at: Fraction
    strong: bool
    words: str


class WeightSlider(QSlider):
    """Qt's slider for keyboard and screen reader, our painting; what the person wants comes as an exact share."""

    wanted = Signal(object)  # a Fraction
    let_go = Signal()

    def __init__(self, name: str, stored: Fraction, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 100)
        self.setAccessibleName(strip_isolates(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.stored, self.share = stored, stored
        self.ticks: Sequence[Tick] = ()
        self.setValue(round(stored * STEPS))

    def set_share(self, share: Fraction, words: str) -> None:
        """Show a share; `words` are what a screen reader says of it."""
        if share != self.share:
            self.share = share
            self.setValue(round(share * STEPS))
            self.update()
        if self.hasFocus() or not self.accessibleDescription():
            self.setAccessibleDescription(strip_isolates(words))

    def set_ticks(self, ticks: Sequence[Tick]) -> None:
        """Show tipping points."""
        if tuple(ticks) != tuple(self.ticks):
            self.ticks = tuple(ticks)
            self.update()

    # -- where things are

    def x_of(self, share: Fraction) -> float:
        """Return where a share stands, in the widget's own direction."""
        at = _MARGIN + (self.width() - 2 * _MARGIN) * float(share)
        return self.width() - at if is_rtl(self) else at

    def share_at(self, x: float) -> Fraction:
        """Return the share (in thousandths of the whole) that a place means."""
        way = (self.width() - x if is_rtl(self) else x) - _MARGIN
        steps = round(way / max(1.0, self.width() - 2 * _MARGIN) * STEPS)
        return Fraction(min(max(steps, 0), STEPS), STEPS)

    def tick_at(self, x: float) -> Tick | None:
        """Return the nearest tipping point close to a place."""
        near = [tick for tick in self.ticks if abs(self.x_of(tick.at) - x) <= _NEAR]
        return min(near, key=lambda tick: (not tick.strong, abs(self.x_of(tick.at) - x)), default=None)

    # -- Qt's side

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        return QSize(240, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(120, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the mouse is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.wanted.emit(self.share_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if self.isSliderDown():
            self.wanted.emit(self.share_at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        if self.isSliderDown():
            self.setSliderDown(False)
            self.let_go.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the pane that scrolls."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrows (with Shift five times as far), to the next tipping point with PgUp and PgDn."""
        raising = {Qt.Key.Key_Up, Qt.Key.Key_Left if is_rtl(self) else Qt.Key.Key_Right}
        lowering = {Qt.Key.Key_Down, Qt.Key.Key_Right if is_rtl(self) else Qt.Key.Key_Left}
        step = STRIDE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        target: Fraction | None = None
        if event.key() in raising:
            target = min(self.share + step, Fraction(1))
        elif event.key() in lowering:
            target = max(self.share - step, Fraction())
        elif event.key() == Qt.Key.Key_PageUp:
            target = min((tick.at for tick in self.ticks if tick.at > self.share), default=None)
        elif event.key() == Qt.Key.Key_PageDown:
            target = max((tick.at for tick in self.ticks if tick.at < self.share), default=None)
        elif event.key() == Qt.Key.Key_Home:
            target = self.stored
        else:
            event.ignore()
            return
        if target is not None:
            self.wanted.emit(target)
            self.let_go.emit()

    def event(self, event: QEvent) -> bool:
        """Say what a tick means."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            tick = self.tick_at(event.pos().x())
            QToolTip.showText(event.globalPos(), tick.words if tick else "", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, ticks, the stored weight and the handle."""
        theme, box, rtl = current_theme(), QRectF(self.rect()), is_rtl(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = box.center().y() - 1
        track = QRectF(_MARGIN, middle - 2, box.width() - 2 * _MARGIN, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(track, 2, 2)
        filled = QRectF(track.left(), track.top(), track.width() * float(self.share), 4)
        painter.setBrush(theme.colour("accent" if self.isEnabled() else "control_border"))
        painter.drawRoundedRect(mirrored(filled, box, rtl=rtl), 2, 2)
        self._paint_ticks(painter, theme, middle)
        handle = QPointF(self.x_of(self.share), middle)
        if self.stored != self.share:
            painter.setPen(QPen(theme.colour("ghost"), 2))
            painter.setBrush(theme.colour("base"))
            painter.drawEllipse(QPointF(self.x_of(self.stored), middle), 4, 4)
        painter.setPen(QPen(theme.colour("base"), 2))
        painter.setBrush(theme.colour("accent" if self.isEnabled() else "control_border"))
        painter.drawEllipse(handle, _HANDLE / 2 - 1, _HANDLE / 2 - 1)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(handle, _HANDLE / 2 + 1, _HANDLE / 2 + 1)
        painter.end()

    def _paint_ticks(self, painter: QPainter, theme: Theme, middle: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for tick in sorted(self.ticks, key=lambda tick: tick.strong):
            x = round(self.x_of(tick.at))
            if tick.strong:
                painter.fillRect(QRectF(x - 1.5, middle - 11, 3, 22), theme.colour("warn"))
            else:
                painter.fillRect(QRectF(x - 1, middle + 5, 2, 9), theme.colour("text_muted"))
