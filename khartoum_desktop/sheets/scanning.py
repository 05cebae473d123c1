"""Finds in a sheet's XML what the engine hides: errors, hidden rows and columns, direction, missing results.

Works on the stream in blocks and only looks closely where a cheap search says that there is something to see, so that
the scan costs less than the parsing. It also finds cells so far out that an engine would ask for all memory.
"""

import html
import re
from dataclasses import dataclass, field
from typing import IO, Final

from khartoum_desktop.sheets.comments import Drawn
from khartoum_desktop.sheets.messages import Place
from khartoum_desktop.sheets.model import cell_name, column_number
from khartoum_desktop.sheets.packages import attributes
from khartoum_desktop.sheets.rich_texts import inline_pieces, is_rich, pieces_inside
from khartoum_desktop.sheets.telling import NOTHING_TELLS, Telling, Told

_BLOCK: Final = 1 << 20
_ROW: Final = re.compile(rb"<row(?=[\s/>])")  # no <rowBreaks>, which comes after the rows
_LONG_ROW: Final = 4 << 20
_MOST_COLUMNS: Final = 16_384
_MOST_ROWS: Final = 1_048_576
_CLOSED_ROW: Final = b"row>"
_DIGITS: Final = 12
_LONGEST_FORMULA: Final = 8192  # characters; Excel's own limit
_YES: Final = frozenset({"1", "true", "on"})

# none of these may look beyond the next "<": a file made for it would let them look to its end from every place
_PLAIN_CELL: Final = re.compile(rb'<c r="([A-Z]{1,9})[0-9]{1,5}"')  # in no row that is far down
_ROW_NUMBER: Final = re.compile(rb'<row [^<>]*?\br="([0-9]{1,12})"')
_INLINE: Final = b"inlineStr"
_SPECIAL: Final = (b"hidden=", b't="e"', b"t='e'", b"<f", b":c>", b":c ", b":row")
_VIEW: Final = re.compile(rb"<(?:\w{1,9}:)?sheetView(?=[\s/>])([^<>]*)>")
_COLUMN: Final = re.compile(rb"<(?:\w{1,9}:)?col(?=\s)([^<>]*)>")
_ROW_OR_CELL: Final = re.compile(rb"<(?:\w{1,9}:)?(row|c)(?=[\s/>])([^<>]*)>")
_HIDDEN_ROW: Final = re.compile(rb"<(?:\w{1,9}:)?row\s([^<>]*\bhidden=[^<>]*)>")
_FORMULA: Final = re.compile(rb"<(?:\w{1,9}:)?f(?=[\s/>])(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w{1,9}:)?f>)")
_ERROR_CELL: Final = re.compile(
    rb"""<(?:\w{1,9}:)?c\s([^<>]*\bt=["']e["'][^<>]*)>\s*(?:%b\s*)?<(?:\w{1,9}:)?v>([^<]*)<""" % _FORMULA.pattern
)
_FORMULA_CELL: Final = re.compile(
    rb"<(?:\w{1,9}:)?c\s([^<>]*[^/<>])>\s*%b\s*(?:<(?:\w{1,9}:)?v\s*/>|<(?:\w{1,9}:)?v></(?:\w{1,9}:)?v>)?\s*"
    rb"</(?:\w{1,9}:)?c>" % _FORMULA.pattern
)
_FORMULA_TEXT: Final = re.compile(rb"<(?:\w{1,9}:)?f(?:\s[^<>]*)?>([^<]+)<")
_VALUE: Final = re.compile(rb"<(?:\w{1,9}:)?v(?:\s[^<>]*)?>([^<]+)<")
_TEXT: Final = re.compile(rb"<(?:\w{1,9}:)?(?:t|is)(?=[\s>])")
_PLACE: Final = re.compile(r"([A-Za-z]{1,9})([0-9]{1,12})")


@dataclass(slots=True)
class SheetScan:
    """What was found in one sheet; rows and columns from 1, `last_*` the farthest cells that hold a value."""

    right_to_left: bool = False
    last_row: int = 0
    last_column: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: dict[Place, str] = field(default_factory=dict)  # the formula, "" where another cell shares its own
    told: Told = field(default_factory=Told)  # by the styles of cells
    comments: dict[Place, str] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # of an .ods: the engine gives the others
    drawn: Drawn = field(default_factory=Drawn)
    unnumbered: bool = False  # cells count from their neighbours, so that none can be far out alone
    impossible: str = ""  # a cell that no sheet can have, or "UTF-16"


def scan_sheet(stream: IO[bytes], *, close: bool = False, telling: Telling = NOTHING_TELLS) -> SheetScan:
    """Return what is found in a sheet's XML; `telling` says which styles of cells are of interest.

    A quick look counts styled blank cells as values; `close` looks at every cell (ten times slower): for sheets whose
    last corner seems too far out.
    """
    scan = SheetScan()
    walk = _Walk(scan, telling)
    in_head = True
    rest = b""
    while block := stream.read(_BLOCK):
        text = rest + block
        if in_head:
            if text.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")):
                scan.impossible = "UTF-16"
                return scan
            in_head = _read_head(text, scan)
        cut = _end_of_rows(text)
        if not cut:
            rest = text
            continue
        walk.block(text[:cut], close=close)
        rest = text[cut:]
    walk.block(rest, close=close)
    return scan


def _end_of_rows(text: bytes) -> int:
    """Return where the last whole row ends; 0 if more must be read first, a place between tags if a row never ends."""
    closed = text.rfind(_CLOSED_ROW)
    if closed >= 0:
        return closed + len(_CLOSED_ROW)
    if len(text) < _LONG_ROW:
        return 0
    tag = text.rfind(b"<")
    return tag if tag > 0 else len(text)


def _read_head(text: bytes, scan: SheetScan) -> bool:
    """Read what stands before the rows; tell whether they have not begun yet."""
    head, rows, _ = text.partition(b"sheetData")
    scan.right_to_left = any(attributes(view[1]).get("rightToLeft") in _YES for view in _VIEW.finditer(head))
    scan.hidden_columns = []
    for column in _COLUMN.finditer(head):
        found = attributes(column[1])
        first, last = (found.get(name, "")[:_DIGITS] for name in ("min", "max"))
        if found.get("hidden") in _YES and first.isdecimal() and last.isdecimal():
            scan.hidden_columns.append((int(first), min(int(last), _MOST_COLUMNS)))
    return not rows


class _Walk:
    """Goes through the blocks of a sheet's rows."""

    def __init__(self, scan: SheetScan, telling: Telling) -> None:
        self._scan = scan
        self._telling = telling
        self._row = 0
        self._column = 0

    def block(self, text: bytes, *, close: bool) -> None:
        columns = _PLAIN_CELL.findall(text)
        # every cell in the usual spelling, every row numbered: nothing needs to be counted
        plain = not close and len(columns) == text.count(b"<c ") and b":c " not in text and b"<c>" not in text
        rows = _ROW_NUMBER.findall(text) if plain else []
        if self._unnumbered(text):
            return
        plain = plain and len(rows) == text.count(b"<row")
        if not plain:
            self._closely(text)
            return
        scan = self._scan
        if columns:
            scan.last_column = max(scan.last_column, *(column_number(str(c, "ascii")) for c in set(columns)))
        if rows:
            self._row = int(rows[-1])
            scan.last_row = max(scan.last_row, *map(int, rows))
        self._check_corner(scan.last_row, scan.last_column)
        self._details(text)
        if self._telling:
            self._telling.in_rows(text, scan.told)
        if _INLINE in text and is_rich(text):
            scan.told.pieces |= inline_pieces(text)

    def _unnumbered(self, text: bytes) -> bool:
        """Take in a block whose rows and cells bear no numbers; tell whether it was one without anything special."""
        if b' r="' in text or b" r='" in text or any(mark in text for mark in _SPECIAL):
            return False
        if (self._telling and (b" s=" in text or b" t=" in text)) or is_rich(text):
            return False
        rows = _ROW.split(text)[1:]
        if not rows:
            return False
        self._row += len(rows)
        self._scan.unnumbered = True
        self._scan.last_row = max(self._scan.last_row, self._row)
        self._scan.last_column = max(self._scan.last_column, *(row.count(b"<c") for row in rows), 0)
        return True

    def _details(self, text: bytes) -> None:
        scan = self._scan
        if b"hidden=" in text:
            for match in _HIDDEN_ROW.finditer(text):
                found = attributes(match[1])
                if found.get("hidden") in _YES:
                    scan.hidden_rows.append(int(found["r"]))
        if b't="e"' in text or b"t='e'" in text:
            for match in _ERROR_CELL.finditer(text):
                if place := _place(attributes(match[1])):
                    scan.errors[place] = _plain_text(match[2])
        if b"<f" in text or b":f" in text:
            for match in _FORMULA_CELL.finditer(text):
                found = attributes(match[1])
                # t="str" with an empty result is a formula that gave an empty text
                if found.get("t") != "str" and (place := _place(found)):
                    scan.uncalculated[place] = _formula(match[0])

    def _closely(self, text: bytes) -> None:
        """Look at every row and cell; what stands between a cell's tag and the next tag of such kind is its content."""
        tags = _ROW_OR_CELL.finditer(text)
        tag = next(tags, None)
        while tag:
            following = next(tags, None)
            found = attributes(tag[2])
            if tag[1] == b"row":
                self._begin_row(found)
            elif tag[2].endswith(b"/"):
                self._locate(found)
            else:
                content = text[tag.end() : following.start() if following else len(text)]
                self._cell(found, content.partition(_CLOSED_ROW)[0])
            tag = following

    def _begin_row(self, found: dict[str, str]) -> None:
        number = found.get("r", "")
        self._row = int(number[:_DIGITS]) if number.isdecimal() else self._row + 1
        self._column = 0
        if found.get("hidden") in _YES:
            self._scan.hidden_rows.append(self._row)

    def _locate(self, found: dict[str, str]) -> Place:
        if "r" in found and not _PLACE.fullmatch(found["r"]):
            self._scan.impossible = found["r"][:20]
        self._row, self._column = _place(found) or (self._row, self._column + 1)
        return self._row, self._column

    def _cell(self, found: dict[str, str], inside: bytes) -> None:
        place = self._locate(found)
        scan = self._scan
        formula, value = _FORMULA.search(inside), _VALUE.search(inside)
        if found.get("t") == "e":
            scan.errors[place] = _plain_text(value[1]) if value else ""
        elif formula and not value and found.get("t") != "str":
            scan.uncalculated[place] = _formula(formula[0])
        if value or _TEXT.search(inside):
            scan.last_row, scan.last_column = max(scan.last_row, place[0]), max(scan.last_column, place[1])
            self._check_corner(*place)
            if self._telling and "s" in found:
                self._telling.of_cell(place, found["s"], scan.told)
            if value and found.get("t") == "s":
                self._telling.of_text(place, value[1], scan.told)
            elif pieces := pieces_inside(inside):
                scan.told.pieces[place] = pieces

    def _check_corner(self, row: int, column: int) -> None:
        if row > _MOST_ROWS or column > _MOST_COLUMNS or row < 0:
            self._scan.impossible = cell_name(row, column)


def _place(found: dict[str, str]) -> Place | None:
    match = _PLACE.fullmatch(found.get("r", ""))
    return (int(match[2]), column_number(match[1])) if match else None


def _formula(tag: bytes) -> str:
    """Return a formula as Excel shows it, "" where the cell only refers to the formula of another one."""
    text = _FORMULA_TEXT.search(tag)
    return "=" + _plain_text(text[1][:_LONGEST_FORMULA]) if text else ""


def _plain_text(content: bytes) -> str:
    return html.unescape(content.decode("utf-8", "replace"))
