"""Chips and bars that stand by themselves, outside tables."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.buttons import IconButton
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.painting import (
    CHIP_HEIGHT,
    TAG_HEIGHT,
    ChipLook,
    chip_width,
    draw_bar,
    draw_chip,
)
from khartoum_desktop.toolkit.theme import current_theme


class Chip(QWidget):
    """A state chip or a tag; a closable one has a cross that takes it away, one that opens is pressed like a button."""

    closed = Signal()
    opened = Signal()  # by a click, Enter or Space

    def __init__(
        self, look: ChipLook, *, closable: bool = False, opens: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        if opens:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._cross: IconButton | None = None
        if closable:
            self._cross = IconButton("close", _("Remove"), self.closed.emit)
            self._cross.setParent(self)
            self._cross.setFixedSize(TAG_HEIGHT, TAG_HEIGHT)
        self.set_look(look)

    def set_look(self, look: ChipLook) -> None:
        """Show another state or tag."""
        self._look = look
        self.setAccessibleName(strip_isolates(look.word))
        if self._cross is not None:
            name = strip_isolates(fill(_("Remove “{name}”"), name=look.word))
            self._cross.setAccessibleName(name)
            self._cross.setToolTip(name)
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    @property
    def look(self) -> ChipLook:
        """What is shown."""
        return self._look

    def sizeHint(self) -> QSize:
        """Return the chip's own size."""
        width = chip_width(self._look, current_theme()) + (TAG_HEIGHT - 2 if self._cross else 0)
        return QSize(round(width + 0.5), CHIP_HEIGHT if self._look.state else TAG_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        theme, box = current_theme(), QRectF(self.rect())
        painter = QPainter(self)
        if self._cross is not None:  # one ground under words and cross
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_weak" if self._look.kind == "accent" else "sunken"))
            painter.drawRoundedRect(box, 4, 4)
        draw_chip(painter, box, self._look, theme, rtl=is_rtl(self))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open with a click."""
        if event.button() == Qt.MouseButton.LeftButton and self.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self.opened.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross at the end."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Move the cross when the window turns."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._place()

    def _place(self) -> None:
        if self._cross is not None:
            self._cross.move(0 if is_rtl(self) else self.width() - TAG_HEIGHT, 0)


class CompletenessBar(QWidget):
    """How much is done, 0…1, eight pixels high from the start edge."""

    def __init__(self, share: float = 0.0, name: str = "") -> None:
        super().__init__()
        self._share = share
        self.setAccessibleName(name)
        self.setFixedHeight(10)

    def set_share(self, share: float) -> None:
        """Show another share."""
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        draw_bar(painter, QRectF(self.rect()), self._share, current_theme(), rtl=is_rtl(self))
        painter.end()
