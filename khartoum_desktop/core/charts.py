"""Charts as frozen lists of shapes: computed left to right, mirrored as a whole, painted on screens, written as SVG.

Lengths are device-independent pixels from the upper left corner. Colours are roles of the theme ("text_muted"), or
"criterion:3" and "criterion_edge:3" for the fourth criterion; "" is nothing.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from khartoum_desktop.core.paths import resources_folder
from khartoum_desktop.core.text import PDI, cut, opening, strip_isolates

Align = Literal["start", "middle", "end"]
Measure = Callable[[str, str], float]  # a text and its kind (caption, body, strong) -> its width

SIZES: Final[Mapping[str, float]] = {"caption": 12, "body": 13.333, "strong": 13.333, "section": 14.667}
COLOURS: Final = 8  # of criteria; after them they come round again
_ROUGH_WIDTH: Final = 0.58  # of a letter, in its height, where nobody can measure
_DASH: Final = (4.0, 3.0)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; several in a row may have the same `item`."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = "divider"
    width: float = 1
    dashed: bool = False
    item: str = ""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle with its fill and its one-pixel edge."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    edge: str = ""
    radius: float = 0
    item: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle round a middle; opacity is of its fill."""

    x: float
    y: float
    radius: float
    fill: str = ""
    edge: str = ""
    line: float = 1
    dashed: bool = False
    opacity: float = 1
    item: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `x` is where it starts, has its middle or ends in reading direction, `y` its middle line.

    room: the most it may be wide, 0 for any; a longer one ends in ….
    """

    x: float
    y: float
    words: str
    colour: str = "text"
    kind: str = "caption"
    align: Align = "start"
    room: float = 0
    item: str = ""


Shape = Line | Rectangle | Circle | Text


@dataclass(frozen=True, slots=True)
class Item:
    """Something in the chart that can be pointed at: its id, where it is, and what is said of it."""

    id: str
    x: float
    y: float
    words: str
    reach: float = 6  # from the point, within which it is meant


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, later shapes over earlier ones; `table` says the same in rows, the first of them the header."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str = ""
    items: tuple[Item, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    rtl: bool = False

    def item_at(self, x: float, y: float) -> Item | None:
        """Return the nearest thing within whose reach a point lies; of equals the one drawn last."""
        near = [(((x - one.x) ** 2 + (y - one.y) ** 2) ** 0.5, one) for one in reversed(self.items)]
        near = [(far, one) for far, one in near if far <= one.reach]
        return min(near, key=lambda pair: pair[0])[1] if near else None

    def item(self, ident: str) -> Item | None:
        """Return the first thing of an id."""
        return next((one for one in self.items if one.id == ident), None)


@dataclass(frozen=True, slots=True)
class Room:
    """What a chart is drawn for: width, height, how texts are measured, and the item in hand (an id, "" for none)."""

    width: float
    height: float
    measure: Measure
    current: str = ""


# --- mirrored ---------------------------------------------------------------------------------------------------------


def mirrored(chart: Chart) -> Chart:
    """Return the chart for the other reading direction; mirrored twice it is the same again."""
    width = chart.width
    return replace(
        chart,
        shapes=tuple(_turned(shape, width) for shape in chart.shapes),
        items=tuple(replace(item, x=width - item.x) for item in chart.items),
        rtl=not chart.rtl,
    )


def _turned(shape: Shape, width: float) -> Shape:
    if isinstance(shape, Line):
        return replace(shape, x1=width - shape.x1, x2=width - shape.x2)
    if isinstance(shape, Rectangle):
        return replace(shape, x=width - shape.x - shape.width)
    return replace(shape, x=width - shape.x)


def side_of(text: Text, *, rtl: bool) -> Align:
    """Return at which end of a text its `x` is as seen: "start" left, "end" right."""
    if text.align == "middle" or not rtl:
        return text.align
    return "end" if text.align == "start" else "start"


# --- measured and elided ----------------------------------------------------------------------------------------------


def rough_width(words: str, kind: str) -> float:
    """Return about how wide a text is, where there is no font to measure it with."""
    return len(strip_isolates(words)) * SIZES.get(kind, SIZES["body"]) * _ROUGH_WIDTH


def elided(text: Text, measure: Measure) -> str:
    """Return the words of a text, cut to its room."""
    if not text.room or measure(text.words, text.kind) <= text.room:
        return text.words
    fits, plain = 0, len(strip_isolates(text.words))
    while fits < plain and measure(f"{cut(text.words, fits + 1)}…", text.kind) <= text.room:
        fits += 1
    return f"{opening(text.words)}{cut(text.words, fits)}…{PDI}" if fits else ""


# --- as SVG -----------------------------------------------------------------------------------------------------------


@cache
def colours(look: str = "light") -> Mapping[str, str]:
    """Return every role's colour (#RRGGBB) in a look: light, dark or high_contrast."""
    found = json.loads((resources_folder() / "theme.json").read_text(encoding="utf-8"))["themes"][look]
    named: dict[str, str] = dict(found["roles"])
    for number, criterion in enumerate(found["criteria"]):
        named[f"criterion:{number}"], named[f"criterion_edge:{number}"] = criterion["fill"], criterion["edge"]
    return named


def svg(
    chart: Chart, *, look: str = "light", font: str = "IBM Plex Sans Arabic", measure: Measure = rough_width
) -> str:
    """Return the chart as an SVG document; texts stand where they do on the screen, whatever reads it."""
    known = colours(look)
    width, height = _short(chart.width), _short(chart.height)
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family={quoteattr(font)}>']
    if chart.title:
        parts.append(f"<title>{_legal(strip_isolates(chart.title))}</title>")
    parts += [_written(shape, known, measure, rtl=chart.rtl) for shape in chart.shapes]
    return "\n".join([*(part for part in parts if part), "</svg>\n"])


def _written(shape: Shape, known: Mapping[str, str], measure: Measure, *, rtl: bool) -> str:
    if isinstance(shape, Line):
        ends = " ".join(f'{name}="{_short(getattr(shape, name))}"' for name in ("x1", "y1", "x2", "y2"))
        return f"<line {ends}{_stroke(known, shape.colour, shape.width, dashed=shape.dashed)}/>"
    if isinstance(shape, Rectangle):
        at = " ".join(f'{name}="{_short(getattr(shape, name))}"' for name in ("x", "y", "width", "height"))
        round_ = f' rx="{_short(shape.radius)}"' if shape.radius else ""
        return f"<rect {at}{round_}{_fill(known, shape.fill)}{_stroke(known, shape.edge, 1)}/>"
    if isinstance(shape, Circle):
        at = f'cx="{_short(shape.x)}" cy="{_short(shape.y)}" r="{_short(shape.radius)}"'
        faint = f' fill-opacity="{_short(shape.opacity)}"' if shape.fill and shape.opacity < 1 else ""
        edge = _stroke(known, shape.edge, shape.line, dashed=shape.dashed)
        return f"<circle {at}{_fill(known, shape.fill)}{faint}{edge}/>"
    return _written_text(shape, known, measure, rtl=rtl)


def _written_text(text: Text, known: Mapping[str, str], measure: Measure, *, rtl: bool) -> str:
    words = elided(text, measure)
    if not words:
        return ""
    size = SIZES.get(text.kind, SIZES["body"])
    anchor = side_of(text, rtl=rtl)
    given = f' text-anchor="{anchor}"' if anchor != "start" else ""
    weight = ' font-weight="600"' if text.kind in {"strong", "section"} else ""
    at = f'x="{_short(text.x)}" y="{_short(text.y + size * 0.35)}" font-size="{_short(size)}"'
    return f"<text {at}{weight}{given}{_fill(known, text.colour)}>{_legal(words)}</text>"


def _fill(known: Mapping[str, str], role: str) -> str:
    return f' fill="{known[_rounded(role)]}"' if role else ' fill="none"'


def _stroke(known: Mapping[str, str], role: str, width: float, *, dashed: bool = False) -> str:
    if not role:
        return ""
    wide = f' stroke-width="{_short(width)}"' if width != 1 else ""
    dash = f' stroke-dasharray="{_short(_DASH[0])} {_short(_DASH[1])}"' if dashed else ""
    return f' stroke="{known[_rounded(role)]}"{wide}{dash}'


def _rounded(role: str) -> str:
    """Let the colours of criteria come round again."""
    name, colon, number = role.partition(":")
    return f"{name}:{int(number) % COLOURS}" if colon else role


def _legal(words: str) -> str:
    """Return words as XML may hold them."""
    allowed = (sign for sign in words if sign in "\t\n" or (sign >= " " and not "\ud800" <= sign <= "\udfff"))
    return escape("".join(sign for sign in allowed if sign not in "\ufffe\uffff"))


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
