"""A switch: a check box painted as one, so that keyboard and screen reader stay native."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.painting import mirrored
from khartoum_desktop.toolkit.theme import current_theme

_WIDTH: Final = 32
_HEIGHT: Final = 18
_ROOM: Final = 3  # for the focus ring


class Switch(QCheckBox):
    """On: accent, the knob at the end."""

    def __init__(self, name: str, *, on: bool = False) -> None:
        super().__init__()
        self.setChecked(on)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the track and the ring around it."""
        return QSize(_WIDTH + 2 * _ROOM, _HEIGHT + 2 * _ROOM)

    def hitButton(self, pos: object) -> bool:  # noqa: ARG002 - the whole of it
        """Be pressed anywhere."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, knob and, with the focus, the ring."""
        theme, on, box = current_theme(), self.isChecked(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(_ROOM + 0.5, _ROOM + 0.5, _WIDTH - 1, _HEIGHT - 1)
        painter.setPen(QPen(theme.colour("accent" if on else "control_border"), 1))
        painter.setBrush(theme.colour("accent" if on else "base"))
        painter.drawRoundedRect(mirrored(track, box, rtl=is_rtl(self)), track.height() / 2, track.height() / 2)
        size = _HEIGHT - 8.0
        left = track.right() - size - 3.5 if on else track.left() + 3.5
        knob = mirrored(QRectF(left, box.center().y() - size / 2, size, size), box, rtl=is_rtl(self))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("on_accent" if on else "text_muted"))
        painter.drawEllipse(knob)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), box.height() / 2, box.height() / 2)
        painter.end()
