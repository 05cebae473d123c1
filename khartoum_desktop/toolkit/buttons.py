"""Buttons: one primary a page, secondary ones with a border, flat ones for the lesser of two."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.actions import Action, run, shortcut_text
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.theme import CONTROL, CONTROL_RADIUS, CONTROL_SMALL, current_theme

_PADDING: Final = 12
_ICON: Final = 16
_GAP: Final = 8


class Button(QPushButton):
    """A button with words, perhaps an icon before and a key hint after them; kind: primary, secondary or flat."""

    def __init__(
        self,
        text: str,
        run: Callable[[], object] | None = None,
        *,
        kind: str = "secondary",
        icon: str = "",
        key: str = "",
        small: bool = False,
        role: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.kind, self.icon_name, self.key_hint, self.small, self.role = kind, icon, key, small, role
        self.setAccessibleName(strip_isolates(text) or icon)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if run is not None:
            self.clicked.connect(lambda *_: run())

    @classmethod
    def of(cls, action: Action, *, kind: str = "secondary", key: bool = False, small: bool = False) -> "Button":
        """Return a button for a row of the action table."""
        hint = shortcut_text(action.shortcut) if action.shortcut else ""
        button = cls(
            action.label, lambda: run(action), kind=kind, icon=action.icon, key=hint if key else "", small=small
        )
        button.setObjectName(action.id)
        if hint and not key:
            button.setToolTip(f"{action.label} ({hint})")
        return button

    def set_text(self, text: str) -> None:
        """Change the words."""
        self.setText(text)
        self.setAccessibleName(strip_isolates(text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for icon, words and key hint: words are never cut."""
        width = 2 * self._padding + self._content_width()
        return QSize(round(width + 0.5), CONTROL_SMALL if self.small else CONTROL)

    def _content_width(self) -> float:
        words = current_theme().metrics(self._font_kind).horizontalAdvance(strip_isolates(self.text()))
        width = words + 2 if self.text() else 0.0
        if self.icon_name:
            width += _ICON + (_GAP if self.text() else 0)
        return width + (_GAP + self._key_width() if self.key_hint else 0)

    def minimumSizeHint(self) -> QSize:
        """Return the same as sizeHint."""
        return self.sizeHint()

    @property
    def _padding(self) -> int:
        return 8 if self.small or self.kind == "flat" else _PADDING

    @property
    def _font_kind(self) -> str:
        if self.kind == "primary":
            return "strong"
        return "caption" if self.small and self.role == "text_muted" else "body"

    def _key_width(self) -> float:
        return current_theme().metrics("caption").horizontalAdvance(self.key_hint) + 10

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Return ground, border and text of the moment."""
        theme = current_theme()
        pressed, over = self.isDown() or self.isChecked(), self.underMouse()
        if not self.isEnabled():
            ground = theme.colour("sunken") if self.kind == "primary" else None
            border = None if self.kind == "flat" else theme.colour("divider")
            return ground, border, theme.colour("text_disabled")
        if self.kind == "primary":
            return theme.colour("accent_hover" if pressed or over else "accent"), None, theme.colour("on_accent")
        ground = theme.colour("accent_weak") if pressed else theme.colour("sunken") if over else None
        if self.kind == "flat":
            return ground, None, theme.colour("on_accent_weak" if pressed else self.role or "accent")
        return (
            ground or theme.colour("base"),
            theme.colour("control_border"),
            theme.colour("on_accent_weak" if pressed else self.role or "text"),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, words and key hint from the start edge."""
        theme, rtl = current_theme(), is_rtl(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        ground, border, colour = self._colours()
        painter.setPen(QPen(border, 1) if border else Qt.PenStyle.NoPen)
        painter.setBrush(ground or Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CONTROL_RADIUS, CONTROL_RADIUS)
        left = max(0.0, (self.width() - self._content_width()) / 2)
        if self.icon_name:
            square = QRectF(left, box.center().y() - _ICON / 2, _ICON, _ICON)
            draw_icon(painter, mirrored(square, box, rtl=rtl), self.icon_name, colour, rtl=rtl)
            left += _ICON + (_GAP if self.text() else 0)
        key = self._key_width() if self.key_hint else 0
        words = QRectF(left, 0, box.width() - left - self._padding - (key + _GAP if key else 0) + 2, box.height())
        side = text_side(rtl=rtl)
        draw_text(painter, mirrored(words, box, rtl=rtl), self.text(), theme.font(self._font_kind), colour, side)
        if key:
            slot = QRectF(box.right() - self._padding - key, box.center().y() - 9, key, 18)
            draw_key(painter, mirrored(slot, box, rtl=rtl), self.key_hint, colour)
        painter.end()


def draw_key(painter: QPainter, slot: QRectF, key: str, colour: QColor) -> None:
    """Paint a key's name in a one-pixel box."""
    theme = current_theme()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    edge = QColor(colour)
    edge.setAlphaF(0.45)
    painter.setPen(QPen(edge, 1))
    painter.drawRoundedRect(slot.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    draw_text(painter, slot, key, theme.font("caption"), colour, Qt.AlignmentFlag.AlignHCenter)


class PrimaryButton(Button):
    """The one thing to do on a page."""

    def __init__(self, text: str, run: Callable[[], object] | None = None, *, icon: str = "", key: str = "") -> None:
        super().__init__(text, run, kind="primary", icon=icon, key=key)


class SecondaryButton(Button):
    """What else can be done."""

    def __init__(
        self,
        text: str,
        run: Callable[[], object] | None = None,
        *,
        icon: str = "",
        key: str = "",
        small: bool = False,
    ) -> None:
        super().__init__(text, run, kind="secondary", icon=icon, key=key, small=small)


class FlatButton(Button):
    """The lesser of two, in accent colour without a border."""

    def __init__(
        self,
        text: str,
        run: Callable[[], object] | None = None,
        *,
        icon: str = "",
        key: str = "",
        small: bool = False,
        role: str = "",
    ) -> None:
        super().__init__(text, run, kind="flat", icon=icon, key=key, small=small, role=role)


class IconButton(Button):
    """A small square button with an icon only; its name is the tool tip and what a screen reader says."""

    def __init__(self, icon: str, name: str, run: Callable[[], object] | None = None, *, small: bool = True) -> None:
        super().__init__("", run, kind="flat", icon=icon, small=small, role="text_muted")
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """Return a square."""
        side = CONTROL_SMALL if self.small else CONTROL
        return QSize(side, side)
