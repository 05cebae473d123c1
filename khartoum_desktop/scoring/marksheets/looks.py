"""How the cells of an assessor's sheet look: few colours, a font that every office has, each text in its direction."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any, Final, Literal

from khartoum_desktop.core.text import script_of
from khartoum_desktop.sheets.texts import needs_prefix

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

Role = Literal[
    "title", "line", "label", "plain", "cell", "muted", "quiet", "quiet_cell", "strong", "header", "band", "link",
    "count", "mark", "reason", "check", "big",
]  # fmt: skip

_FONT: Final = {"font_name": "Arial", "font_size": 10, "valign": "top"}
_RULE: Final = {"bottom": 1, "bottom_color": "#D8DEE4"}
_BOX: Final = {"border": 1, "border_color": "#8FA3B0"}
_MUTED: Final = {"font_color": "#4D5965"}
_BAND: Final = {
    "bold": True,
    "bg_color": "#DCEBF2",
    "font_color": "#073F54",
    "valign": "vcenter",
    "text_wrap": True,
    "indent": 1,
}
_ROLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {"bold": True, "font_size": 14},
    "big": {"bold": True, "font_size": 16, "font_color": "#0B5C78"},
    "line": {"text_wrap": True},
    "label": {**_MUTED, "text_wrap": True},
    "plain": {"text_wrap": True, "indent": 1, **_RULE},
    "cell": {"text_wrap": True, "bold": True, "indent": 1, **_RULE},
    "strong": {"bold": True},
    "muted": {**_MUTED, **_RULE},
    "quiet": {**_MUTED, "bold": False},
    "quiet_cell": {**_MUTED, "text_wrap": True, "indent": 1, **_RULE},
    "header": {
        "bold": True, "bg_color": "#0B5C78", "font_color": "#FFFFFF", "valign": "vcenter", "text_wrap": True,
        "indent": 1,
    },
    "band": _BAND,
    "link": {**_BAND, "underline": 1},
    "count": {**_BAND, "align": "center"},
    "mark": {
        "align": "center", "bold": True, "font_size": 11, "text_wrap": True, "locked": False, "bg_color": "#FFFDF2",
        **_BOX,
    },
    "reason": {"text_wrap": True, "indent": 1, "locked": False, "num_format": "@", "bg_color": "#FFFDF2", **_BOX},
    "check": {"align": "center", "text_wrap": True, **_MUTED, **_RULE},
}  # fmt: skip
_CENTRED: Final = frozenset({"mark", "check", "count"})
_LINE, _PADDING, _TALLEST = 13.5, 5, 400  # points; Excel's highest row is 409


class Looks:
    """Makes each combination of role and direction once for a workbook."""

    def __init__(self, book: "Workbook", *, rtl: bool) -> None:
        self.rtl = rtl
        self._book = book
        self._made: dict[tuple[str, bool, bool], Format] = {}
        self.hatched = book.add_format({"pattern": 14, "fg_color": "#8FA3B0", "bg_color": "#FFFFFF"})
        self.wrong = book.add_format({"bg_color": "#FBEAE8", "font_color": "#A3211B"})
        self.asked = book.add_format({"bg_color": "#FBE3B5"})
        side = "left" if rtl else "right"
        self.share = book.add_format({**_FONT, **_MUTED, **_RULE, "num_format": "0.#%", "align": side, "indent": 1})

    def of(self, role: Role, text: str) -> "Format":
        """Return the look of a text in a role: it starts at the sheet's side, and reads by its own script."""
        script = script_of(text)
        rightward = script == "arab" if script else self.rtl
        prefix = needs_prefix(text)
        key = (role, rightward, prefix)
        if key not in self._made:
            said = {**_FONT, "reading_order": 2 if rightward else 1, "quote_prefix": prefix, **_ROLES[role]}
            if role not in _CENTRED:
                said["align"] = "right" if self.rtl else "left"
            self._made[key] = self._book.add_format(said)
        return self._made[key]


def height(parts: Iterable[tuple[str, int]]) -> float:
    """Return the height in points of texts below each other, each in a width of so many characters."""
    lines = sum(max(1, ceil(len(line) / (width * 1.15))) for text, width in parts if text for line in text.split("\n"))
    return min(max(lines, 1) * _LINE + _PADDING, _TALLEST)
