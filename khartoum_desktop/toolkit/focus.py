"""The focus ring: two pixels, one pixel off the control; for the keyboard everywhere, in fields for the mouse too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTextEdit,
    QWidget,
)

from khartoum_desktop.toolkit.direction import alive
from khartoum_desktop.toolkit.theme import CONTROL_RADIUS, current_theme

_OFF: Final = 3
_FIELDS: Final = (QLineEdit, QTextEdit, QComboBox)
_BY_KEYBOARD: Final = (QAbstractButton, QTabBar)


class _Ring(QWidget):
    """Lies over the parent of the focused control and lets every click through."""

    def __init__(self, target: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target, self._layer = target, parent
        watched: QWidget | None = target
        while watched is not None and watched is not parent:  # a pane between them may move with all it holds
            watched.installEventFilter(self)
            watched = watched.parentWidget()
        self.follow()

    def follow(self) -> None:
        """Lie round the control."""
        if not alive(self._target) or not self._target.isVisible():
            self.hide()
            return
        corner = self._target.mapTo(self._layer, self._target.rect().topLeft())
        self.setGeometry(QRect(corner, self._target.size()).adjusted(-_OFF, -_OFF, _OFF, _OFF))
        self.raise_()
        self.show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the control when it moves, grows or goes."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self.follow()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current_theme().colour("focus"), 2))
        radius = CONTROL_RADIUS + 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()


class FocusRing(QObject):
    """Shows the ring round whatever has the focus; one for the whole application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._ring: _Ring | None = None
        application.focusChanged.connect(self._moved)

    @property
    def ring(self) -> QWidget | None:
        """The ring that is shown, if any."""
        return self._ring if alive(self._ring) else None

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._ring is not None and alive(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None
        if new is not None and _wants_ring(new) and (parent := _layer(new)) is not None:
            self._ring = _Ring(new, parent)


@contextmanager
def focus_kept(part: QWidget, place: Callable[[], QWidget]) -> Iterator[None]:
    """Build a part anew: the focus that was in it stays in it, at `place` when what had it is gone."""
    before = QApplication.focusWidget()
    inside = before is not None and part.isAncestorOf(before)
    yield
    now = QApplication.focusWidget()
    if inside and (now is None or now is not before):
        place().setFocus(Qt.FocusReason.OtherFocusReason)


def _wants_ring(widget: QWidget) -> bool:
    """Fields always; buttons unless the mouse brought the focus; tables and lists paint their own inside."""
    if isinstance(widget, QAbstractItemView) or widget.property("bare") == "true":
        return False
    if isinstance(widget, _FIELDS):
        return True
    by_mouse = QApplication.mouseButtons() != Qt.MouseButton.NoButton
    return (isinstance(widget, _BY_KEYBOARD) or widget.property("ring") == "true") and not by_mouse


def _layer(widget: QWidget) -> QWidget | None:
    """Return the nearest ancestor that has three pixels to spare round the control and no layout trick for children."""
    parent = widget.parentWidget()
    while parent is not None:
        special = isinstance(parent, (QSplitter, QStackedWidget, QAbstractScrollArea))
        corner = widget.mapTo(parent, widget.rect().topLeft())
        frame = QRect(corner, widget.size()).adjusted(-_OFF, -_OFF, _OFF, _OFF)
        if not special and parent.rect().contains(frame):
            return parent
        above = parent.parentWidget()
        if above is None or parent.isWindow() or isinstance(above, QAbstractScrollArea):
            return parent if not special else None  # never leave a scrolled pane: the ring would not scroll with it
        parent = above
    return None
