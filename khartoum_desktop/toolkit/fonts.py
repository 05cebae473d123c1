"""The typeface of the window (IBM Plex Sans Arabic, from its package) and the glyphs of the icons (Phosphor)."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FAMILY: Final = "IBM Plex Sans Arabic"
_WEIGHTS: Final = ("Regular", "SemiBold", "Bold")
_SCREEN_DPI: Final = 96.0


def _folder(package: str) -> Path:
    """Return where a package lies without importing it (qtawesome's own import is slow)."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(package)
    return Path(spec.origin).parent


@cache
def load_fonts() -> str:
    """Make the typeface known to Qt and return its family; called once, after the application exists."""
    files = _folder("fontpkg_ibm_plex_sans_arabic") / "files"
    for weight in _WEIGHTS:
        if QFontDatabase.addApplicationFont(str(files / f"IBMPlexSansArabic-{weight}.ttf")) < 0:
            raise FileNotFoundError(files / weight)
    return FAMILY


@cache
def icon_family() -> str:
    """Make the icon font known to Qt and return its family."""
    found = next(iter((_folder("qtawesome") / "fonts").glob("phosphor-[0-9]*.ttf")))
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(found)))[0]


@cache
def icon_codes() -> Mapping[str, int]:
    """Return glyph name → code point; a name may end in -fill, -bold, -light, -thin."""
    found = next(iter((_folder("qtawesome") / "fonts").glob("phosphor-charmap-*.json")))
    return {name: int(code, 16) for name, code in json.loads(found.read_text(encoding="utf-8")).items()}


def make_font(points: float, weight: int) -> QFont:
    """Return the typeface at a size in points as on a 96 dpi screen (macOS counts 72 to the inch)."""
    scale = _SCREEN_DPI / QGuiApplication.primaryScreen().logicalDotsPerInch()
    font = QFont(load_fonts())
    font.setPointSizeF(points * scale if scale > 1.3 else points)  # noqa: PLR2004 - 72 dpi only, not 120 or 144
    font.setWeight(QFont.Weight(weight))
    return font
