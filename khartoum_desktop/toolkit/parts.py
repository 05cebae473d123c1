"""The parts pages are made of: cards, chips, message bars, empty states, splitters, the search line."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.buttons import (
    Button,
    FlatButton,
    IconButton,
    PrimaryButton,
    SecondaryButton,
    draw_key,
)
from khartoum_desktop.toolkit.chips import Chip, CompletenessBar
from khartoum_desktop.toolkit.direction import LeadingLabel, is_rtl, lets_undo_pass, set_shown
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import (
    mirrored,
)
from khartoum_desktop.toolkit.switches import Check, Radio
from khartoum_desktop.toolkit.theme import CARD_PADDING, CARD_RADIUS, CONTROL, GAP, current_theme, speak

__all__ = [
    "Button",
    "Card",
    "Check",
    "Chip",
    "CompletenessBar",
    "EmptyState",
    "FlatButton",
    "Icon",
    "IconButton",
    "IconLabel",
    "Line",
    "MessageBar",
    "PrimaryButton",
    "Radio",
    "Scroll",
    "SearchLine",
    "SecondaryButton",
    "Splitter",
]

_SEARCH_DELAY_MS: Final = 120
_ICON: Final = 16


class Card(QFrame):
    """A pane: base ground, one-pixel divider, round corners; `body` is its layout."""

    def __init__(self, title: str = "", *, padding: int = CARD_PADDING, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout(self)
        edge = max(1, padding)
        self.body.setContentsMargins(edge, edge, edge, edge)
        self.body.setSpacing(GAP)
        self.title = LeadingLabel(title, kind="section")
        set_shown(self.title, title)
        self.body.addWidget(self.title)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and border."""
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("divider"), 1))
        painter.setBrush(theme.colour("base"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        painter.end()


class Line(QFrame):
    """A one-pixel divider."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("line", "true")
        self.setFixedHeight(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class _Inner(QWidget):
    """The contents of a scrolled pane: as high as its width needs, not as high as its narrowest would."""

    def minimumSizeHint(self) -> QSize:
        """Return the least width; the height follows from the width."""
        least = super().minimumSizeHint()
        layout = self.layout()
        follows = layout is not None and layout.hasHeightForWidth()
        return QSize(least.width(), 0) if follows else least


class Scroll(QScrollArea):
    """A pane that scrolls up and down only; `inner` holds the widgets, `body` is its layout."""

    def __init__(self, *, padding: int = 0) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("bare", "true")
        self.viewport().setAutoFillBackground(False)
        self.inner = _Inner()
        self.inner.setProperty("bare", "true")
        self.body = QVBoxLayout(self.inner)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(GAP)
        self.setWidget(self.inner)
        self.inner.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """Be as wide as the contents need, however low."""
        return QSize(self.inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width(), 60)


class Icon(QWidget):
    """An icon by itself, painted in its role's colour."""

    def __init__(self, name: str, role: str = "accent", size: int = 20) -> None:
        super().__init__()
        self._name, self._role = name, role
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        painter = QPainter(self)
        draw_icon(painter, QRectF(self.rect()), self._name, current_theme().colour(self._role), rtl=is_rtl(self))
        painter.end()


class IconLabel(QWidget):
    """An icon with a sentence beside it, both in one colour's role."""

    def __init__(
        self,
        icon: str,
        text: str = "",
        *,
        role: str = "text",
        kind: str = "body",
        wrap: bool = True,
        words: str | None = None,  # the words' role where it is not the icon's
    ) -> None:
        super().__init__()
        self._icon, self._role = icon, role
        spoken = role if words is None else words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addSpacing(_ICON + 6)
        self.label = LeadingLabel(text, kind=kind, role="" if spoken == "text" else spoken, wrap=wrap)
        row.addWidget(self.label, 1)

    def set_text(self, text: str) -> None:
        """Change the sentence."""
        self.label.setText(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon beside the first line."""
        painter = QPainter(self)
        line = self.label.fontMetrics().height() if self.label.wordWrap() else self.height()
        square = QRectF(0, max(0.0, (line - _ICON) / 2), _ICON, _ICON)
        colour = current_theme().colour("text_muted" if self._role == "muted" else self._role)
        draw_icon(painter, mirrored(square, QRectF(self.rect()), rtl=is_rtl(self)), self._icon, colour)
        painter.end()


class MessageBar(QFrame):
    """A sentence in the layout above what it concerns, with its remedy and buttons; never a box on top."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = "info"
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addSpacing(_ICON + 10)
        self.label = LeadingLabel("", wrap=True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self.label, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        row.addLayout(self._buttons)
        self._close = IconButton("close", _("Close this message"), self.dismiss)
        row.addWidget(self._close)
        self.hide()

    def tell(self, kind: str, text: str, buttons: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show a message of a kind (error, warn, ok, info) with buttons (label, what to do)."""
        self._kind = kind
        self.label.setText(text)
        self.setAccessibleName(strip_isolates(text))
        clear_layout(self._buttons)
        for words, act in buttons:
            self._buttons.addWidget(SecondaryButton(words, act, small=True))
        set_shown(self, shown=True)
        self.update()
        speak(self, strip_isolates(text))

    def dismiss(self) -> None:
        """Take the message away."""
        self.hide()
        self.dismissed.emit()

    @property
    def kind(self) -> str:
        """The kind of the message shown last."""
        return self._kind

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, border and icon in the message's colour."""
        theme, box = current_theme(), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(self._kind), 1))
        painter.setBrush(theme.colour(f"{self._kind}_bg"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
        square = QRectF(12, box.center().y() - _ICON / 2, _ICON, _ICON)
        draw_icon(painter, mirrored(square, box, rtl=is_rtl(self)), self._kind, theme.colour(self._kind))
        painter.end()


class EmptyState(QWidget):
    """What an empty place says: a title, one sentence, one to four buttons (label, what to do; the first primary)."""

    def __init__(
        self,
        title: str,
        sentence: str = "",
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        primary: bool = True,
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(8)
        self.title = LeadingLabel(title, kind="page", wrap=True)
        self.sentence = LeadingLabel(sentence, role="muted", wrap=True)
        set_shown(self.sentence, sentence)
        inner.addWidget(self.title)
        inner.addWidget(self.sentence)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        for place, (words, act) in enumerate(actions):
            self.buttons.addWidget(Button(words, act, kind="primary" if primary and place == 0 else "secondary"))
        self.buttons.addStretch(1)
        inner.addSpacing(8)
        inner.addLayout(self.buttons)
        holder = QWidget()
        holder.setLayout(inner)
        holder.setMaximumWidth(560)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(holder, 4)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)


class Splitter(QSplitter):
    """Panes side by side with a gap of 12; turns round with the window, which Qt's own does not."""

    def __init__(self, orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> None:
        super().__init__(orientation)
        self.setHandleWidth(GAP)
        self.setChildrenCollapsible(False)
        self._turn()

    def _turn(self) -> None:
        """Make up for Qt, which lays panes out one pixel too far to the right in a window that runs to the left."""
        off = 1 if is_rtl(self) and self.orientation() == Qt.Orientation.Horizontal else 0
        self.setContentsMargins(off, 0, -off, 0)

    def changeEvent(self, event: QEvent) -> None:
        """Lay the panes out again when the window turns."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._turn()
            self.refresh()


class SearchLine(QLineEdit):
    """The search line: magnifier, key hint, Esc clears; `searched` comes a moment after the last key."""

    searched = Signal(str)

    def __init__(self, placeholder: str, *, key: str = "Ctrl+F", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFixedHeight(CONTROL)
        self.setAcceptDrops(False)  # files dropped here are meant for the window
        self._margins()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SEARCH_DELAY_MS)
        self._timer.timeout.connect(lambda: self.searched.emit(self.text().strip()))
        self.textChanged.connect(lambda *_: self._timer.start())

    def clear_search(self) -> None:
        """Empty the line and search for nothing at once."""
        self.clear()
        self._timer.stop()
        self.searched.emit("")

    def set_quietly(self, text: str) -> None:
        """Show words without searching for them: somebody else does."""
        self.setText(text)
        self._timer.stop()

    def event(self, event: QEvent) -> bool:
        """Let the window's Undo pass while nothing was typed here."""
        return False if lets_undo_pass(self, event) else super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear with Esc, search at once with Enter."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear_search()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._timer.stop()
            self.searched.emit(self.text().strip())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Move magnifier and key hint when the window turns."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._margins()

    def _key_width(self) -> int:
        return round(current_theme().metrics("caption").horizontalAdvance(self._key)) + 12 if self._key else 0

    def _margins(self) -> None:
        start, end = 22, self._key_width() + 2
        self.setTextMargins(end if is_rtl(self) else start, 0, start if is_rtl(self) else end, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the magnifier at the start and, while empty, the key at the end."""
        super().paintEvent(event)
        theme, box, rtl = current_theme(), QRectF(self.rect()), is_rtl(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        square = QRectF(10, box.center().y() - _ICON / 2, _ICON, _ICON)
        draw_icon(painter, mirrored(square, box, rtl=rtl), "search", theme.colour("text_muted"))
        if self._key and not self.text():
            width = self._key_width()
            slot = QRectF(box.right() - 7 - width, box.center().y() - 9, width, 18)
            draw_key(painter, mirrored(slot, box, rtl=rtl), self._key, theme.colour("text_muted"))
        painter.end()


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and let Qt delete it."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear_layout(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()
