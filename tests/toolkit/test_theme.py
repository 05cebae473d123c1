"""The look: every pair of colours can be read, in all three themes; fonts and icons are the ones we ship."""

import itertools
import re

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.toolkit.fonts import FAMILY
from khartoum_desktop.toolkit.icons import glyph, is_directional, known_names, make_icon
from khartoum_desktop.toolkit.style_sheet import style_sheet
from khartoum_desktop.toolkit.theme import Theme, current_theme, install_theme, state_codes

THEMES = ("light", "dark", "high_contrast")
GROUNDS = ("window", "base", "alt", "rail", "sunken")
NOTES = ("error", "warn", "ok", "info")

TEXT_PAIRS = [
    *itertools.product(("text", "text_muted", *NOTES, "accent"), (*GROUNDS, "accent_weak")),
    *itertools.product(("text", "text_muted"), [f"{note}_bg" for note in NOTES]),
    *itertools.product(("text_disabled",), GROUNDS),
    *((note, f"{note}_bg") for note in NOTES),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("on_accent_weak", "accent_weak"),
]
SHAPE_PAIRS = [
    *itertools.product(("control_border", "ghost", "focus"), GROUNDS),
    ("focus", "accent_weak"),
    *itertools.product(("bar",), ("base", "alt", "track")),
]


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2 (1 to 21)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("white")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_every_text_can_be_read(qtbot: QtBot, name: str) -> None:
    theme = Theme(name)
    weak = [
        (front, ground, ratio)
        for front, ground in TEXT_PAIRS
        if (ratio := contrast(theme.colour(front), theme.colour(ground))) < 4.5
    ]
    assert weak == []


@pytest.mark.parametrize("name", THEMES)
def test_every_shape_can_be_seen(qtbot: QtBot, name: str) -> None:
    theme = Theme(name)
    weak = [pair for pair in SHAPE_PAIRS if contrast(theme.colour(pair[0]), theme.colour(pair[1])) < 3]
    edges = [
        (number, ground)
        for number in range(8)
        for ground in ("base", "alt", "accent_weak")
        if contrast(theme.criterion(number).edge, theme.colour(ground)) < 3
    ]
    assert (weak, edges) == ([], [])


@pytest.mark.parametrize("name", THEMES)
def test_every_state_can_be_read_on_its_chip_and_on_rows(qtbot: QtBot, name: str) -> None:
    theme = Theme(name)
    for code in state_codes():
        look = theme.state(code)
        for ground in (look.ground, *(theme.colour(role) for role in ("base", "alt", "window", "accent_weak"))):
            assert contrast(look.text, ground) >= 4.5, code


@pytest.mark.parametrize("name", THEMES)
def test_numbers_in_the_matrix_can_be_read(qtbot: QtBot, name: str) -> None:
    theme = Theme(name)
    assert all(contrast(theme.colour("text"), theme.matrix(step)) >= 4.5 for step in (1, 2, 3, 9))


def test_states_differ_by_shape_too(qtbot: QtBot) -> None:
    theme = Theme("light")
    looks = [(theme.state(code).edge, theme.state(code).icon) for code in state_codes()]
    assert len(looks) == 24
    assert {edge for edge, _icon in looks} == {"solid", "dashed", "hollow"}
    families = {theme.state(code).text.name() for code in state_codes()}
    assert len(families) == 6
    for family in families:  # within one hue every state has its own icon
        icons = [theme.state(code).icon for code in state_codes() if theme.state(code).text.name() == family]
        assert len(icons) == len(set(icons))


def test_switching_dresses_open_widgets(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    theme = install_theme("dark")
    told: list[str] = []
    theme.changed.connect(lambda: told.append(theme.name))
    qtbot.waitUntil(lambda: widget.palette().color(QPalette.ColorRole.Window) == theme.colour("window"))
    theme.choose("high_contrast")
    qtbot.waitUntil(lambda: widget.palette().color(QPalette.ColorRole.Window) == QColor("black"))
    theme.choose("high_contrast")
    assert told == ["high_contrast"]
    assert theme.patterns
    assert current_theme() is theme


def test_hints_inside_fields_can_be_read(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    for name in THEMES:
        theme = install_theme(name)
        line.ensurePolished()
        hint = line.palette().color(QPalette.ColorRole.PlaceholderText)
        assert hint.alpha() == 255
        assert contrast(hint, theme.colour("base")) >= 4.5


def test_the_systems_choice_is_followed(qtbot: QtBot) -> None:
    theme = install_theme("system")
    assert theme.name == "light"  # a screenless window system says nothing
    theme.choose("no such look")
    assert (theme.choice, theme.name) == ("system", "light")


def test_the_font_is_ours_in_every_size(qtbot: QtBot) -> None:
    theme = Theme("light")
    for kind, points, weight in (("caption", 9, 400), ("body", 10, 400), ("strong", 10, 600), ("page", 15, 600)):
        font = theme.font(kind)
        assert QFontInfo(font).family() == FAMILY
        assert (font.pointSizeF(), font.weight()) == (points, weight)
    assert QFontInfo(QApplication.font()).family() == FAMILY
    digits = {QFontMetricsF(theme.font("body")).horizontalAdvance(digit) for digit in "0123456789"}
    assert len(digits) == 1  # tabular: amounts stand under each other


def test_one_glyph_for_every_name_we_use(qtbot: QtBot) -> None:
    for name in known_names():
        assert glyph(name)
    for code in state_codes():
        assert glyph(Theme("light").state(code).icon)
    for name in known_names()[:10]:  # the rail shows the current page's icon filled
        assert glyph(name, filled=True)
    with pytest.raises(KeyError):
        make_icon("no such icon")


def test_arrows_turn_and_clocks_do_not() -> None:
    assert all(is_directional(name) for name in ("arrow-left", "arrow-u-up-left", "caret-right", "sign-in"))
    assert not any(is_directional(name) for name in ("check", "clock-counter-clockwise", "magnifying-glass", "x"))


def test_an_unknown_role_is_a_fault(qtbot: QtBot) -> None:
    with pytest.raises(KeyError):
        style_sheet({})
    with pytest.raises(KeyError):
        Theme("light").colour("nice_blue")


def test_no_widget_names_a_colour() -> None:
    from pathlib import Path

    package = Path(__file__).resolve().parent.parent.parent / "khartoum_desktop"
    files = [*package.glob("toolkit/*.py"), *package.glob("window/*.py"), *package.glob("*/ui/*.py")]
    named = [file.name for file in files if re.search(r"[\"']#[0-9A-Fa-f]{3,8}\b", file.read_text("utf-8"))]
    assert files
    assert named == []


def test_disabled_icons_are_painted_in_the_disabled_colour(qtbot: QtBot) -> None:
    from PySide6.QtGui import QIcon

    from tests.toolkit.pixels import near

    theme = current_theme()
    for mode, role in ((QIcon.Mode.Normal, "text"), (QIcon.Mode.Disabled, "text_disabled")):
        picture = make_icon("plus").pixmap(64, 64, mode).toImage()
        assert near(picture.pixelColor(32, 32), theme.colour(role))
