"""One line of the order of importance: it shows who has the focus, and is moved by keys and by dragging."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.direction import NUMBER, is_rtl
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.theme import current_theme

ROW: Final = 30
_DRAG: Final = 6  # pixels from which a press is a drag
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_MARK: Final = 3  # pixels of the mark at the start of the row that has the focus, and of the line where one will land


class OrderRow(QAbstractButton):
    """One criterion with its place and its weight."""

    moved = Signal(int)  # by so many places
    walked = Signal(int)  # the focus goes to the row so many below
    focused = Signal()
    joined = Signal()  # into the place of the row above
    dragged = Signal(QPoint)  # where it is held now, in the window
    dropped = Signal(QPoint)  # where it was let go

    def __init__(self, ident: str) -> None:
        super().__init__()
        self.id = ident
        self._place, self._name, self._share = "", "", ""
        self._from: QPoint | None = None
        self._off = False  # whether the pointer has carried it away from where it was pressed
        self.takes = False  # whether what is being dragged would share its place
        self.setFixedHeight(ROW)
        self.setProperty("ring", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def show_place(self, place: str, name: str, share: str) -> None:
        """Show where the criterion stands and what it weighs."""
        self._place, self._name, self._share = place, name, share
        self.setAccessibleName(strip_isolates(f"{place} {name}, {share}"))
        self.update()

    def set_takes(self, *, takes: bool) -> None:
        """Show whether what is being dragged would share this row's place."""
        if takes != self.takes:
            self.takes = takes
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        return QSize(320, ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt and an arrow, share the place above with Alt+S, go to another row with the arrows alone."""
        key, alt = Qt.Key(event.key()), event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and key in _STEPS:
            self.moved.emit(_STEPS[key])
        elif alt and key == Qt.Key.Key_S:
            self.joined.emit()
        elif key in _STEPS:
            self.walked.emit(_STEPS[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.focused.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        self._from, self._off = event.position().toPoint(), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where it is held."""
        super().mouseMoveEvent(event)
        if self._from is not None:
            self._off = self._off or abs(event.position().y() - self._from.y()) >= _DRAG
            if self._off:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.dragged.emit(self.mapTo(self.window(), event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag where the row is let go."""
        start, self._from = self._from, None
        super().mouseReleaseEvent(event)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if start is not None and (self._off or abs(event.position().y() - start.y()) >= _DRAG):
            self.dropped.emit(self.mapTo(self.window(), event.position().toPoint()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint place, name and weight from the start edge; the weights stand under one another at the point."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        painter = QPainter(self)
        if self.isDown() or self.hasFocus() or self.takes:
            painter.fillRect(box, theme.colour("accent_weak"))
        elif self.underMouse():
            painter.fillRect(box, theme.colour("alt"))
        if self.hasFocus():
            painter.fillRect(mirrored(QRectF(0, 0, _MARK, box.height()), box, rtl=rtl), theme.colour("accent"))
        side = text_side(rtl=rtl)
        room = box.width() - 16 - 34 - 70
        for left, width, text, kind, align in (
            (8.0, 30.0, self._place, "strong", side),
            (42.0, room, self._name, "body", side),
            (box.width() - 70 - 8, 70.0, self._share, "body", NUMBER),
        ):
            slot = mirrored(QRectF(left, 0, width, box.height()), box, rtl=rtl)
            draw_text(painter, slot, text, theme.font(kind), theme.colour("text"), align)
        painter.end()


class Landing(QWidget):
    """The line between two rows where what is being dragged will stand in a place of its own."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, top: int, width: int) -> None:
        """Show the line, as wide as the rows, at a height of the list."""
        self.setGeometry(0, top - _MARK, width, 2 * _MARK)
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        painter = QPainter(self)
        painter.setPen(QPen(current_theme().colour("focus"), _MARK))
        painter.drawLine(0, _MARK, self.width(), _MARK)
        painter.end()
