"""Check box and radio button: Qt's own keyboard and screen reader, our painting in both directions."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.theme import current_theme

_BOX: Final = 18
_GAP: Final = 8
_HEIGHT: Final = 26


def _hint(button: QAbstractButton, lead: int) -> QSize:
    words = current_theme().metrics("body").horizontalAdvance(strip_isolates(button.text()))
    return QSize(lead + (round(words) + _GAP + 3 if button.text() else 2), _HEIGHT)


def _words(painter: QPainter, button: QAbstractButton, lead: int) -> None:
    theme, rtl, box = current_theme(), is_rtl(button), QRectF(button.rect())
    room = QRectF(lead + _GAP, 0, box.width() - lead - _GAP, box.height())
    colour = theme.colour("text" if button.isEnabled() else "text_disabled")
    draw_text(painter, mirrored(room, box, rtl=rtl), button.text(), theme.font("body"), colour, text_side(rtl=rtl))


def draw_tick_box(painter: QPainter, square: QRectF, state: Qt.CheckState, *, enabled: bool = True) -> None:
    """Paint a box with its tick, or the dash of one that is neither on nor off."""
    theme, on = current_theme(), state != Qt.CheckState.Unchecked
    edge = "accent" if on else "control_border" if enabled else "divider"
    painter.setPen(QPen(theme.colour(edge), 1))
    painter.setBrush(theme.colour("accent" if on else "base"))
    painter.drawRoundedRect(square, 3, 3)
    if on:
        icon = "check-bold" if state == Qt.CheckState.Checked else "minus-bold"
        draw_icon(painter, square.adjusted(2.5, 2.5, -2.5, -2.5), icon, theme.colour("on_accent"))


class Check(QCheckBox):
    """A check box."""

    def __init__(self, text: str = "", *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setChecked(on)
        self.setAccessibleName(strip_isolates(text))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the box and the words."""
        return _hint(self, _BOX)

    def hitButton(self, pos: QPoint) -> bool:
        """Let the words be pressed too."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, its tick and the words."""
        rtl = is_rtl(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        square = mirrored(QRectF(0.5, box.center().y() - 8.5, _BOX - 1, _BOX - 1), box, rtl=rtl)
        draw_tick_box(painter, square, self.checkState(), enabled=self.isEnabled())
        _words(painter, self, _BOX)
        painter.end()


class Radio(QRadioButton):
    """One of several."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(strip_isolates(text))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the circle and the words."""
        return _hint(self, _BOX)

    def hitButton(self, pos: QPoint) -> bool:
        """Let the words be pressed too."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the circle, its dot and the words."""
        theme, rtl, on = current_theme(), is_rtl(self), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        circle = mirrored(QRectF(0.5, box.center().y() - 8.5, _BOX - 1, _BOX - 1), box, rtl=rtl)
        painter.setPen(QPen(theme.colour("accent" if on else "control_border"), 1))
        painter.setBrush(theme.colour("accent" if on else "base"))
        painter.drawEllipse(circle)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("on_accent"))
            painter.drawEllipse(circle.center(), 3.5, 3.5)
        _words(painter, self, _BOX)
        painter.end()
