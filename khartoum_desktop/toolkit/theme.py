"""One look for the whole program: colours by role, fonts and lengths, in light, dark and high contrast."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QFont, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from khartoum_desktop.core.paths import resources_folder
from khartoum_desktop.toolkit.fonts import make_font
from khartoum_desktop.toolkit.style_sheet import style_sheet

CHOICES: Final = ("system", "light", "dark", "high_contrast")

# lengths in device-independent pixels (resources: the visual language, section 2)
UNIT: Final = 4
PAGE_MARGIN: Final = 16
CARD_PADDING: Final = 16
GAP: Final = 12
SECTION_GAP: Final = 24
INLINE_GAP: Final = 8
ROW_COMPACT: Final = 30
ROW_TWO_LINES: Final = 44
TABLE_HEADER: Final = 34
CONTROL: Final = 32
CONTROL_SMALL: Final = 26
MENU_ROW: Final = 36
PAGE_HEADER: Final = 56
STATUS_LINE: Final = 28
RAIL_WIDTH: Final = 88
RAIL_ITEM: Final = 58
CARD_RADIUS: Final = 6
CONTROL_RADIUS: Final = 4


@dataclass(frozen=True, slots=True)
class StateLook:
    """How a state of a proposal looks: hue by family, edge by polarity (solid, dashed, hollow), one icon."""

    text: QColor
    ground: QColor
    edge: str
    icon: str


@dataclass(frozen=True, slots=True)
class CriterionLook:
    """How a criterion's segment looks; the brush is its pattern in print and in high contrast."""

    fill: QColor
    edge: QColor
    brush: Qt.BrushStyle


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads((resources_folder() / "theme.json").read_text(encoding="utf-8"))
    return loaded


def _system_name() -> str:
    """Return the look that the system asks for; a system that says nothing means light."""
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high_contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


class Theme(QObject):
    """The colours and fonts of the moment; widgets ask for them by role while they paint."""

    changed = Signal()

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice = choice
        self.name = "light"
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}
        self._looks: dict[str, StateLook] = {}
        self._criteria: dict[int, CriterionLook] = {}
        self._settle()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)

    def choose(self, choice: str) -> None:
        """Switch to "system", "light", "dark" or "high_contrast" and repaint everything."""
        self.choice = choice if choice in CHOICES else "system"
        before = self.name
        self._settle()
        if self.name != before:
            self.apply()

    def apply(self) -> None:
        """Dress the application; cheap enough to be called while windows are open."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        if application.style().objectName().lower() != "fusion":
            application.setStyle("Fusion")
        application.setFont(self.font("body"))
        application.setPalette(self.palette())
        application.setStyleSheet(style_sheet(self.role_names))
        self.changed.emit()

    def _settle(self) -> None:
        self.name = _system_name() if self.choice == "system" else self.choice
        self._colours.clear()
        self._looks.clear()
        self._criteria.clear()

    def _system_changed(self) -> None:
        if self.choice == "system":
            self.choose("system")

    @property
    def _look(self) -> Mapping[str, Any]:
        look: Mapping[str, Any] = _data()["themes"][self.name]
        return look

    @property
    def role_names(self) -> Mapping[str, str]:
        """Role → colour as text, for the style sheet."""
        roles: Mapping[str, str] = self._look["roles"]
        return roles

    @property
    def dark(self) -> bool:
        """Whether grounds are dark (dark and high contrast)."""
        return self.name != "light"

    @property
    def patterns(self) -> bool:
        """Whether criteria are told apart by patterns on the screen too."""
        return self.name == "high_contrast"

    def colour(self, role: str) -> QColor:
        """Return the colour of a role; an unknown role is a fault (KeyError)."""
        found = self._colours.get(role)
        if found is None:
            found = self._colours[role] = QColor(self._look["roles"][role])
        return found

    def palette(self) -> QPalette:
        """Return Qt's palette in our colours."""
        palette = QPalette()
        for name, role in _data()["palette"].items():
            group, _dot, qt_role = name.rpartition(".")
            target = getattr(QPalette.ColorRole, qt_role)
            if group:
                palette.setColor(QPalette.ColorGroup.Disabled, target, self.colour(role))
            else:
                palette.setColor(target, self.colour(role))
        return palette

    def font(self, kind: str = "body") -> QFont:
        """Return the font of a kind of text: caption, body, strong, section, page, figure, reading, meeting_title."""
        found = self._fonts.get(kind)
        if found is None:
            spec = _data()["type"][kind]
            found = self._fonts[kind] = make_font(spec["pt"], spec["weight"])
        return QFont(found)  # a copy: who changes its weight changes nobody else's

    def metrics(self, kind: str = "body") -> QFontMetricsF:
        """Return the measures of a kind of text."""
        return QFontMetricsF(self.font(kind))

    def state(self, code: str) -> StateLook:
        """Return the look of a proposal's state; an unknown state looks like a draft."""
        found = self._looks.get(code)
        if found is None:
            states = _data()["states"]
            spec = states.get(code, states["DRAFT"])
            family = self._look["families"][spec["family"]]
            found = StateLook(QColor(family["text"]), QColor(family["ground"]), spec["edge"], spec["icon"])
            self._looks[code] = found
        return found

    @cached_property
    def _brushes(self) -> list[Qt.BrushStyle]:
        return [getattr(Qt.BrushStyle, name) for name in _data()["patterns"]]

    def criterion(self, position: int) -> CriterionLook:
        """Return the look of the criterion at a position (0 = first); after eight the colours come round again."""
        found = self._criteria.get(position)
        if found is None:
            looks = self._look["criteria"]
            spec, brush = looks[position % len(looks)], self._brushes[position % len(looks)]
            found = self._criteria[position] = CriterionLook(QColor(spec["fill"]), QColor(spec["edge"]), brush)
        return found

    def matrix(self, step: int) -> QColor:
        """Return the tint of a matrix cell for 1, 2, 3 and more (steps from 1)."""
        steps = self._look["matrix"]
        return QColor(steps[min(step, len(steps)) - 1])


def state_codes() -> tuple[str, ...]:
    """Return the codes of all states that have a look."""
    return tuple(_data()["states"])


def current_theme() -> Theme:
    """Return the application's theme; the first caller of a program without one gets the light theme."""
    application = QApplication.instance()
    if application is None:
        raise RuntimeError("no application yet")
    found = application.property("khartoum_theme")
    return found if isinstance(found, Theme) else install_theme("light")


def install_theme(choice: str = "system") -> Theme:
    """Give the application its theme (or change its choice) and dress it."""
    application = QApplication.instance()
    if application is None:
        raise RuntimeError("no application yet")
    found = application.property("khartoum_theme")
    if isinstance(found, Theme):
        found.choose(choice)
        return found
    theme = Theme(choice, application)
    application.setProperty("khartoum_theme", theme)
    theme.apply()
    return theme


def speak(widget: QObject, text: str) -> None:
    """Tell a screen reader about something that happened without moving the focus."""
    if QAccessible.isActive():
        from PySide6.QtGui import QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
