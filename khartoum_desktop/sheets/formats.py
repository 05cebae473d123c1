"""How cells look: the few colours and fonts of our exports, and one Excel format for each combination used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from khartoum_desktop.core.text import script_of
from khartoum_desktop.sheets.spec import ColumnSpec, Thousandths, Tone, Value
from khartoum_desktop.sheets.texts import needs_prefix

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

Role = Literal["cell", "header", "total", "title", "line"]

_FONT: Final = {"font_name": "Arial", "font_size": 10, "valign": "top"}  # every office has it, with Arabic letters
_RULE: Final = {"bottom": 1, "bottom_color": "#D8DEE4"}
_TONES: Final[Mapping[Tone, Mapping[str, object]]] = {
    "plain": {},
    "strong": {"bold": True},
    "muted": {"font_color": "#4D5965"},
    "good": {"bg_color": "#E3F2E8"},
    "warning": {"bg_color": "#FBF0DA"},
    "bad": {"bg_color": "#FBEAE8", "font_color": "#A3211B"},
}
_HEADER: Final = {"bold": True, "bg_color": "#DCEBF2", "font_color": "#073F54", "bottom": 2, "bottom_color": "#0B5C78"}
_TOTAL: Final = {"bold": True, "top": 1, "top_color": "#0B5C78"}
BAR_COLOUR: Final = "#9FC6D5"
# months in words; the Arabic one asks for the Gregorian calendar, western digits and Egypt's month names
_DATES: Final = {"ar": "[$-1010C01]d mmmm yyyy", "fr": "[$-40C]d mmmm yyyy", "en": "[$-809]d mmmm yyyy"}
_CURRENCY_FIRST: Final = frozenset({"en"})


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell's look depends on besides its value."""

    language: str
    right_to_left: bool
    tone: Tone
    role: Role
    struck: bool = False


class Formats:
    """Makes each combination of properties once for a workbook."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, value: Value, column: ColumnSpec, style: Style) -> "Format":
        """Return the format for a value in a column."""
        properties: dict[str, Any] = {**_FONT, **_of_role(style.role), **_TONES[style.tone]}
        if isinstance(value, str):
            properties |= _of_text(value, column, style)
        else:
            properties |= {"align": "left" if style.right_to_left else "right"}
            if value is not None and not isinstance(value, bool):
                properties["num_format"] = number_format(value, column, style.language)
                properties |= _FIGURES
        if style.struck:
            properties["font_strikeout"] = True
        if column.unlocked and style.role == "cell":
            properties |= {"locked": False, "num_format": "@"}
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


_FIGURES: Final[Mapping[str, object]] = {"align": "right", "indent": 1}  # in both directions, clear of the neighbour


def _of_role(role: Role) -> Mapping[str, object]:
    match role:
        case "header":
            return _HEADER
        case "total":
            return _TOTAL
        case "title":
            return {"bold": True, "font_size": 14}
        case "line":
            return {"font_color": "#4D5965"}
        case _:
            return _RULE


def _of_text(text: str, column: ColumnSpec, style: Style) -> dict[str, object]:
    """Return direction and wrapping: every text starts at the sheet's side, and reads by its own script."""
    script = script_of(text)
    rightward = script == "arab" if script else style.right_to_left
    if style.role == "cell" and column.right_to_left is not None:
        rightward = column.right_to_left
    if style.role == "header" and column.figures:
        return {**_FIGURES, "reading_order": 2 if rightward else 1, "text_wrap": True}
    return {
        "align": "right" if style.right_to_left else "left",
        "reading_order": 2 if rightward else 1,
        "text_wrap": style.role == "header" or (column.wrap and style.role in ("cell", "total")),
        "quote_prefix": needs_prefix(text),
    }


def number_format(value: float | date | Thousandths, column: ColumnSpec, language: str) -> str:
    """Return Excel's format code; Excel itself puts the separators of the reader's system."""
    if isinstance(value, date):
        day = _DATES.get(language, _DATES["en"])
        return f"{day} hh:mm" if isinstance(value, datetime) else day
    places = column.places if column.places is not None else _places(value, percent=column.percent)
    code = ("#,##0" if column.grouped else "0") + (f".{'0' * places}" if places else "")
    if column.percent:
        return f"{code}%"
    if isinstance(value, Thousandths) and value.currency:
        # in quotes, so that nobody takes the d and s of a code for days and seconds
        return f'"{value.currency}" {code}' if language in _CURRENCY_FIRST else f'{code} "{value.currency}"'
    return code


def _places(value: float | Thousandths, *, percent: bool) -> int:
    """Return how many decimals show the whole value: none, two, or three for amounts; up to three for other numbers."""
    if isinstance(value, Thousandths):
        thousandths = value.value * (100 if percent else 1)
        return 0 if thousandths % 1000 == 0 else 2 if thousandths % 10 == 0 else 3
    scaled = value * (100 if percent else 1)
    return next((places for places in range(3) if round(scaled, places) == round(scaled, 9)), 3)
