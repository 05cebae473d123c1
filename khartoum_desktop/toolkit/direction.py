"""Right to left and left to right: what Qt does not mirror by itself is turned here."""

from typing import Final

from PySide6.QtCore import QEvent, QLocale, QObject, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QSizePolicy, QStyle, QTextEdit, QWidget

from khartoum_desktop.core import i18n
from khartoum_desktop.core.text import FSI, isolate, outside_isolates, script_of, unbroken
from khartoum_desktop.toolkit.theme import current_theme

NUMBER: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
LRM: Final = "\u200e"
RLM: Final = "\u200f"
_DEEPEST: Final = "ضي"
LEADING: Final = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


def direction_of(language: str | None = None) -> Qt.LayoutDirection:
    """Return the direction of a language (default: the current one)."""
    return Qt.LayoutDirection.RightToLeft if i18n.is_rtl(language) else Qt.LayoutDirection.LeftToRight


def qt_locale() -> QLocale:
    """Return Qt's locale for the current language and digits (Arabic with Latin digits is ar_001)."""
    code = i18n.language()
    if code == "ar":
        return QLocale("ar_EG" if i18n.digits() == "arab" else "ar_001")
    return QLocale({"en": "en_GB", "fr": "fr_FR"}[code])


def set_direction() -> None:
    """Turn the application, and every open window, to the current language's direction and locale."""
    locale = qt_locale()
    QLocale.setDefault(locale)
    QGuiApplication.setLayoutDirection(direction_of())
    for window in QApplication.topLevelWidgets():
        window.setLocale(locale)


def is_rtl(widget: QWidget) -> bool:
    """Tell whether a widget runs from right to left."""
    return widget.layoutDirection() == Qt.LayoutDirection.RightToLeft


def leading(widget: QWidget) -> Qt.AlignmentFlag:
    """Return the absolute alignment of a widget's start edge, whatever the text's own direction."""
    side = Qt.AlignmentFlag.AlignRight if is_rtl(widget) else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignAbsolute


class LeadingLabel(QLabel):
    """A label that stands at the window's start edge; Qt would follow the direction of the text."""

    def __init__(
        self, text: str = "", *, kind: str = "body", role: str = "", wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._said = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(current_theme().font(kind))
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self.setText(text)
        self._turn()

    def setText(self, text: str) -> None:
        """Show a text; one of isolated names only (a list) runs in the window's direction, not left to right."""
        self._said = text
        shown = unbroken(text) if self.wordWrap() else text
        super().setText(_based(shown, rtl=is_rtl(self)))
        self._make_room()

    def text(self) -> str:
        """Return the text as it was given."""
        return self._said

    def set_role(self, role: str) -> None:
        """Change the colour's role: "", muted, accent, error, warn, ok, info."""
        self.setProperty("role", role)
        repolish(self)

    def _make_room(self) -> None:
        """Leave room below for the dots of Arabic letters, which reach deeper than the font says."""
        at = self.contentsMargins()
        words = _DEEPEST if is_rtl(self) else self._said if script_of(self._said) == "arab" else ""
        room = _below(self.font(), words) if words else 0
        if room > at.bottom():
            self.setContentsMargins(at.left(), at.top(), at.right(), room)

    def _turn(self) -> None:
        self.setAlignment(leading(self) | Qt.AlignmentFlag.AlignVCenter)

    def changeEvent(self, event: QEvent) -> None:
        """Move to the other side when the window turns."""
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._turn()
            self.setText(self._said)
        super().changeEvent(event)


def _below(font: QFont, words: str) -> int:
    """Return by how many pixels the lowest dots of some words are cut off at the foot of a line."""
    metrics = QFontMetrics(font)
    return max(0, metrics.tightBoundingRect(words).bottom() + 1 - metrics.descent())


def _based(text: str, *, rtl: bool) -> str:
    """Give a sentence of the window's language a mark of its direction in front; its first letter may be a stranger's.

    So do names alone, each isolated, with no letter outside: Qt takes them for left to right.
    """
    outside = script_of(outside_isolates(text))
    if rtl:
        return RLM + text if outside == "arab" or (not outside and FSI in text) else text
    return LRM + text if outside == "latn" else text


class ElidingLabel(LeadingLabel):
    """A one-line label that ends in … when there is no room; the tool tip then has the whole text."""

    def __init__(self, text: str = "", *, kind: str = "body", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, kind=kind, role=role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Let the layout take all but a few letters away."""
        return QSize(
            min(self.fontMetrics().horizontalAdvance("mmm…"), super().sizeHint().width()), super().sizeHint().height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much of the text as fits, from the start edge."""
        painter = QPainter(self)
        room = self.contentsRect()
        text = _based(self.text(), rtl=is_rtl(self))
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(self.text() if shown != text else "")
        flags = int(self.alignment().value) | int(Qt.TextFlag.TextSingleLine.value)
        painter.setFont(self.font())
        self.style().drawItemText(
            painter, room, flags, self.palette(), self.isEnabled(), isolate(shown), QPalette.ColorRole.WindowText
        )


def set_shown(widget: QWidget, shown: object) -> None:
    """Show or hide a part; one that has no parent yet is shown together with it, not as a window of its own."""
    if not shown:
        widget.hide()
    elif widget.parentWidget() is not None:
        widget.show()
    else:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden, on=False)


def repolish(widget: QWidget) -> None:
    """Let the style sheet look again at a widget's properties."""
    style: QStyle = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def lets_undo_pass(field: QObject, event: QEvent) -> bool:
    """Refuse Undo and Redo in a field that has nothing of its own to undo, so that they reach the window.

    Qt's fields take these keys in any case. For use in an event filter: True means that the event was dealt with.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    undo, redo = event.matches(QKeySequence.StandardKey.Undo), event.matches(QKeySequence.StandardKey.Redo)
    if isinstance(field, QLineEdit):
        own = field.isUndoAvailable() if undo else field.isRedoAvailable()
    elif isinstance(field, QTextEdit):
        own = field.document().isUndoAvailable() if undo else field.document().isRedoAvailable()
    else:
        return False
    if not (undo or redo) or own:
        return False
    event.ignore()
    return True


def alive(thing: QObject | None) -> bool:
    """Tell whether Qt still has the object (a page may be gone when an answer arrives)."""
    from shiboken6 import isValid

    return thing is not None and isValid(thing)
