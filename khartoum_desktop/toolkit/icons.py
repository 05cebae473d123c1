"""One icon family (Phosphor), painted in the theme's colour when shown and mirrored where an icon has a direction."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap

from khartoum_desktop.toolkit.fonts import icon_codes, icon_family
from khartoum_desktop.toolkit.theme import current_theme

# our words for things → the family's names; any other name of the family may be used too
_NAMES: Final[Mapping[str, str]] = {
    "overview": "house",
    "proposals": "file-text",
    "import": "sign-in",
    "scoring": "clipboard-text",
    "ranking": "chart-bar-horizontal",
    "shortlist": "star",
    "meetings": "users-three",
    "tracking": "columns",
    "sharing": "share-network",
    "settings": "gear-six",
    "export": "sign-out",
    "new": "plus",
    "add": "plus",
    "open": "folder-open",
    "save": "floppy-disk",
    "edit": "pencil-simple",
    "delete": "trash-simple",
    "undo": "arrow-u-up-left",
    "redo": "arrow-u-up-right",
    "search": "magnifying-glass",
    "filter": "funnel-simple",
    "columns": "table",
    "print": "printer",
    "history": "clock-counter-clockwise",
    "saved": "check-circle",
    "ok": "check-circle",
    "warn": "warning",
    "error": "warning-circle",
    "info": "info",
    "close": "x",
    "back": "arrow-left",
    "forward": "arrow-right",
    "next": "caret-right",
    "previous": "caret-left",
    "up": "arrow-up",
    "down": "arrow-down",
    "caret": "caret-down",
    "language": "translate",
    "person": "user",
    "delegation": "flag",
    "workspace": "database",
    "locked": "lock-simple",
    "unlocked": "lock-simple-open",
    "help": "question",
    "keyboard": "keyboard",
    "weights": "sliders-horizontal",
    "date": "calendar-blank",
    "restore": "arrow-counter-clockwise",
    "copy": "copy",
    "link": "arrow-square-out",
    "theme": "circle-half",
    "backup": "shield-check",
    "freeze": "lock-simple",
}
_KEPT: Final = ("clock-", "align-", "text-align")
_MIRRORED: Final = frozenset(
    {
        *("list-bullets", "list-dashes", "list-numbers", "sign-in", "sign-out", "export", "paper-plane-tilt"),
        *("chart-bar-horizontal", "arrow-square-out", "arrow-square-in", "note-pencil", "text-align-left"),
        *("arrow-counter-clockwise", "arrow-clockwise", "funnel-simple", "article", "rows", "notepad", "question"),
    }
) - {"question", "funnel-simple", "rows"}


def is_directional(name: str) -> bool:
    """Tell whether an icon of the family is turned in a window that runs from right to left."""
    plain = name.removesuffix("-fill")
    if plain in _MIRRORED:
        return True
    return not plain.startswith(_KEPT) and bool({"left", "right"} & set(plain.split("-")))


def glyph(name: str, *, filled: bool = False) -> str:
    """Return the character of an icon; an unknown name is a fault (KeyError)."""
    family_name = _NAMES.get(name, name)
    return chr(icon_codes()[f"{family_name}-fill" if filled else family_name])


def draw_icon(
    painter: QPainter, rect: QRectF, name: str, colour: QColor, *, filled: bool = False, rtl: bool | None = None
) -> None:
    """Paint an icon into a square; rtl None asks the application for the direction."""
    if rtl is None:
        rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    side = min(rect.width(), rect.height())
    font = QFont(icon_family())
    font.setPixelSize(max(1, round(side)))
    painter.save()
    painter.setFont(font)
    painter.setPen(colour)
    painter.translate(rect.center())
    if rtl and is_directional(_NAMES.get(name, name)):
        painter.scale(-1, 1)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    square = QRectF(-side, -side, 2 * side, 2 * side)
    painter.drawText(square, int(Qt.AlignmentFlag.AlignCenter.value), glyph(name, filled=filled))
    painter.restore()


class _Engine(QIconEngine):
    """Paints a glyph in the colour that its role has at that moment, on the side that is right at that moment."""

    def __init__(self, name: str, role: str, *, filled: bool) -> None:
        super().__init__()
        self._name, self._role, self._filled = name, role, filled

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint into a device that has its own scale already."""
        role = "text_disabled" if mode == QIcon.Mode.Disabled else self._role
        draw_icon(painter, QRectF(rect), self._name, current_theme().colour(role), filled=self._filled)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return a picture of the glyph; size is in device pixels already."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return picture


def make_icon(name: str, role: str = "text", *, filled: bool = False) -> QIcon:
    """Return an icon for buttons and menus that follows theme and direction by itself."""
    glyph(name, filled=filled)
    return QIcon(_Engine(name, role, filled=filled))


def known_names() -> tuple[str, ...]:
    """Return our own words for icons."""
    return tuple(_NAMES)
