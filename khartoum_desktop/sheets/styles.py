"""Which cell styles of a workbook tell something: a percentage, a currency, text that is struck through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from khartoum_desktop.sheets.xml_events import XmlError, follow

_NO: Final = frozenset({"0", "false", "off"})
PERCENT_IDS: Final = frozenset({"9", "10"})  # formats that a file need not spell out


class Look(NamedTuple):
    """What a style tells about the cells that have it."""

    currency: str = ""  # ISO code
    percent: bool = False
    struck: bool = False


PLAIN: Final = Look()
MOST_FORMATS: Final = 1000  # number formats that are looked at; programs make some two hundred at most
_PERCENT: Final = Look(percent=True)


@dataclass(slots=True)
class _Reading:
    """The parts of a style sheet while it is read."""

    formats: dict[str, str] = field(default_factory=dict)
    struck: list[bool] = field(default_factory=list)  # by the number of the font
    used: list[tuple[str, str]] = field(default_factory=list)  # number format and font of each style
    path: list[str] = field(default_factory=list)

    def start(self, name: str, found: Mapping[str, str]) -> None:
        within = self.path[-1] if self.path else ""
        if name == "numFmt" and within == "numFmts" and len(self.formats) < MOST_FORMATS:
            self.formats[found.get("numFmtId", "")] = found.get("formatCode", "")
        elif name == "font" and within == "fonts":
            self.struck.append(False)
        elif name == "strike" and self.path[-2:] == ["fonts", "font"]:
            self.struck[-1] = found.get("val", "1") not in _NO
        elif name == "xf" and within == "cellXfs":
            self.used.append((found.get("numFmtId", "0"), found.get("fontId", "0")))
        self.path.append(name)

    def end(self, _name: str) -> None:
        self.path.pop()

    def looks(self) -> dict[str, Look]:
        """Return the telling styles by their number."""
        formats = {number: look_of(code) for number, code in self.formats.items()}
        struck = {str(number) for number, is_struck in enumerate(self.struck) if is_struck}
        found = {}
        for number, (form, font) in enumerate(self.used):
            look = formats.get(form) or (_PERCENT if form in PERCENT_IDS else PLAIN)
            if font in struck:
                look = look._replace(struck=True)
            if look != PLAIN:
                found[str(number)] = look
        return found


def look_of(code: str) -> Look:
    """Return what a number format tells."""
    # imported only here: most workbooks have no format of their own, and none of them waits for the words of money
    from khartoum_desktop.sheets.number_formats import currency_shown, is_percent

    return Look(currency_shown(code), is_percent(code))


def telling_styles(xml: bytes) -> dict[str, Look]:
    """Return what the cell styles of an .xlsx tell, by their number as cells name it; styles that say nothing lack."""
    reading = _Reading()
    try:
        follow((xml,), reading.start, reading.end)
    except XmlError:
        return {}
    return reading.looks()
