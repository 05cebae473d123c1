"""Reads XML spreadsheets of Excel 2003, which ministries' web systems export under the name .xls."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final
from xml.parsers import expat

from khartoum_desktop.sheets.cells import LONGEST_TEXT, Packer
from khartoum_desktop.sheets.messages import Message, Place, Refusal, Remark, SheetHead
from khartoum_desktop.sheets.model import Limits, Visibility, cell_name
from khartoum_desktop.sheets.parts import Piece, is_struck, settled

_SPREADSHEET: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL: Final = "urn:schemas-microsoft-com:office:excel"
_YES: Final = frozenset({"1", "true"})
_MOST_ROWS: Final = 1_048_576
_PREFIXES: Final = {b"ss": _SPREADSHEET, b"x": _EXCEL}
_HEAD: Final = 8192
# what web systems forget: to say what a prefix is, to write an ampersand as XML has it, to leave out control characters
_BARE: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_VISIBILITY: Final[Mapping[str, Visibility]] = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}
_BROKEN: Final = (expat.ExpatError, LookupError, ValueError)  # the last two: encodings that nobody knows
_TEXTS: Final = frozenset({"Data", "Visible"})  # elements whose text counts

Attributes = Mapping[str, str]


@dataclass(slots=True)
class _Sheet:
    """A sheet under construction; places are (row, column) from 1."""

    name: str
    right_to_left: bool = False
    visible: Visibility = "visible"
    rows: dict[int, dict[int, object]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    uncalculated: dict[Place, str] = field(default_factory=dict)
    struck: list[Place] = field(default_factory=list)
    parts: list[tuple[int, int, str, str, str, str]] = field(default_factory=list)
    row: int = 0
    column: int = 0  # of the cell read last, and how far it reaches
    described: int = 0  # columns so far
    width: int = 0
    cells: int = 0

    def head(self) -> SheetHead:
        last = max(self.rows, default=0)
        return SheetHead(
            self.name,
            self.visible,
            self.right_to_left,
            merges=tuple(merge for merge in self.merges if merge[0] <= last),
            hidden_rows=tuple(sorted(row for row in self.hidden_rows if row <= last)),
            hidden_columns=tuple(sorted(column for column in self.hidden_columns if column <= self.width)),
            errors=tuple((*place, text) for place, text in self.errors.items()),
            uncalculated=tuple((*place, text) for place, text in self.uncalculated.items()),
            struck=tuple(self.struck),
            parts=tuple(self.parts),
        )

    def all_rows(self) -> Iterator[list[object]]:
        for number in range(1, max(self.rows, default=0) + 1):
            cells = self.rows.get(number, {})
            yield [cells.get(column) for column in range(1, max(cells, default=0) + 1)]


def read_xml(data: bytes, limits: Limits) -> Iterator[Message]:
    """Yield the messages of an XML spreadsheet; Refusal if it declares entities, is torn, or has no sheet."""
    try:
        sheets = _parsed(data, limits)
    except _BROKEN:
        try:
            sheets = _parsed(_mended(data), limits)
        except _BROKEN as error:
            raise Refusal("damaged") from error
    packer = Packer()
    for sheet in sheets:
        if not limits.allow(max(sheet.rows, default=0), sheet.width):
            yield Remark("sheet_too_large", {"sheet": sheet.name, "cell": cell_name(max(sheet.rows), sheet.width)})
            continue
        if sheet.uncalculated:
            first = cell_name(*next(iter(sheet.uncalculated)))
            yield Remark("uncalculated", {"sheet": sheet.name, "n": len(sheet.uncalculated), "cell": first})
        yield from packer.sheet(sheet.head(), sheet.all_rows())
    yield from packer.remarks()


def _parsed(data: bytes, limits: Limits) -> list[_Sheet]:
    reader = _Reader(limits)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = _refuse
    parser.Parse(data.lstrip(), True)
    return reader.sheets


def _refuse(*_declaration: object) -> None:
    """Refuse a file that declares entities: no program that writes spreadsheets does."""
    raise Refusal("bomb")


def _mended(data: bytes) -> bytes:
    """Return the file with what web systems forget; one in UTF-16, where bytes are no characters, as it is."""
    if b"\x00" in data[:4]:
        return data
    for prefix, space in _PREFIXES.items():
        if b"xmlns:%b" % prefix not in data[:_HEAD]:
            data = data.replace(b"<Workbook", b'<Workbook xmlns:%b="%b"' % (prefix, space.encode()), 1)
    return _CONTROL.sub(b"", _BARE.sub(b"&amp;", data))


class _Reader:
    """Takes the events of the parser; what is not ours, such as styles and other namespaces, passes by."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[_Sheet] = []
        self._limits = limits
        self._left = limits.cells
        self._kind = ""  # of the open cell's data
        self._depth = 0  # inside an element whose text counts
        self._ours = False  # the open data belongs to a cell, not to its comment
        self._texts: list[str] = []
        self._marked: list[Piece] = []  # the same, where parts of it are raised or struck
        self._looks: list[str] = []  # the elements of rich text that are open
        self._style = ""
        self._struck: set[str] = set()  # styles
        self._is_struck = False  # the open cell, by its style
        self._length = 0
        self._formula = ""
        self._begin: Mapping[str, Callable[[_Sheet, Attributes], None]] = {
            "Column": self._column,
            "Row": self._row,
            "Cell": self._cell,
            "Comment": self._comment,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self._depth:
            self._depth += 1  # rich text inside data
            self._looks.append(local)
        elif local in _TEXTS and space in (_SPREADSHEET, _EXCEL):
            self._depth, self._texts, self._length = 1, [], 0
            self._marked, self._looks = [], []
            self._kind = attributes.get(f"{_SPREADSHEET} Type", "String")
        elif space == _SPREADSHEET:
            found = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
            if local in ("Style", "Font"):
                self._read_style(local, found)
            elif local == "Worksheet":
                self.sheets.append(_Sheet(found.get("Name", ""), found.get("RightToLeft", "") in _YES))
            elif self.sheets and (begin := self._begin.get(local)):
                begin(self.sheets[-1], found)
        elif local == "DisplayRightToLeft" and self.sheets:
            self.sheets[-1].right_to_left = True

    def text(self, data: str) -> None:
        if self._depth and self._length <= LONGEST_TEXT:
            self._texts.append(data)
            self._length += len(data)
            if self._looks or self._marked:
                self._mark(data)

    def _mark(self, data: str) -> None:
        """Keep a text inside rich text as a piece."""
        raised, struck = "Sup" in self._looks, "S" in self._looks
        if raised or struck or self._marked:
            before = "".join(self._texts[:-1]) if not self._marked else ""
            self._marked += [Piece(before, struck=None)] if before else []
            self._marked.append(Piece(data, raised, struck or None))

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        sheet = self.sheets[-1] if self.sheets else None
        if self._depth:
            self._depth -= 1
            if self._looks:
                self._looks.pop()
            if not self._depth and sheet:
                self._close_text(sheet, local, "".join(self._texts))
        elif sheet and local == "Cell":
            self._close_cell(sheet)

    def _read_style(self, element: str, found: Attributes) -> None:
        if element == "Style":
            self._style = found.get("ID", "")
        elif found.get("StrikeThrough") in _YES:
            self._struck.add(self._style)

    def _column(self, sheet: _Sheet, found: Attributes) -> None:
        first = _number(found.get("Index")) or sheet.described + 1
        sheet.described = first + min(_number(found.get("Span")), self._limits.columns)
        if found.get("Hidden") in _YES:
            sheet.hidden_columns.update(range(first, sheet.described + 1))

    def _row(self, sheet: _Sheet, found: Attributes) -> None:
        first = _number(found.get("Index")) or sheet.row + 1
        last = first + min(_number(found.get("Span")), _MOST_ROWS)
        if first <= sheet.row:
            raise Refusal("damaged")
        if last > _MOST_ROWS:
            raise Refusal("sheet_too_large", rows=last, columns=sheet.width)
        if found.get("Hidden") in _YES:
            sheet.hidden_rows.update(range(first, last + 1))
        sheet.row, sheet.column = last, 0

    def _cell(self, sheet: _Sheet, found: Attributes) -> None:
        column = _number(found.get("Index")) or sheet.column + 1
        wide, tall = _number(found.get("MergeAcross")), _number(found.get("MergeDown"))
        if wide or tall:
            low = min(sheet.row + tall, _MOST_ROWS)
            sheet.merges.append((sheet.row, column, low, min(column + wide, self._limits.columns)))
        sheet.row, sheet.column = max(sheet.row, 1), column
        self._formula, self._kind, self._ours = found.get("Formula", ""), "", True
        self._is_struck = found.get("StyleID", "") in self._struck
        self._reach = column + wide

    def _comment(self, _sheet: _Sheet, _found: Attributes) -> None:
        self._ours = False

    def _close_cell(self, sheet: _Sheet) -> None:
        if self._formula and not self._kind:
            sheet.uncalculated[sheet.row, sheet.column] = self._formula
        sheet.column = max(sheet.column, self._reach)
        self._ours = False

    def _close_text(self, sheet: _Sheet, element: str, text: str) -> None:
        if element == "Visible":
            sheet.visible = _VISIBILITY.get(text.strip(), sheet.visible)
        elif self._ours and self._kind == "Error":
            sheet.errors[sheet.row, sheet.column] = text
        elif self._ours and text:
            self._left -= 1
            if self._left < 0:
                raise Refusal("sheet_too_large", rows=sheet.row, columns=sheet.width)
            place = (sheet.row, sheet.column)
            if self._marked:
                sheet.parts.append((*place, *settled(self._marked, struck=self._is_struck)))
            if is_struck(self._marked or [Piece(text, struck=None)], struck=self._is_struck):
                sheet.struck.append(place)
            sheet.rows.setdefault(sheet.row, {})[sheet.column] = _value(self._kind, text)
            sheet.width = max(sheet.width, sheet.column)


def _number(text: str | None) -> int:
    """Return a count or index; 0 if there is none, no more than nine digits of it."""
    return int(text[:9]) if text and text.isascii() and text.isdigit() else 0


def _value(kind: str, text: str) -> object:
    """Return a cell's value by the type that the file gives; the text where it does not fit the type."""
    if kind == "Number":
        with suppress(ValueError):
            return float(text)
    elif kind == "Boolean":
        return text.strip() in _YES
    elif kind == "DateTime":
        with suppress(ValueError):
            moment = datetime.fromisoformat(text.strip())
            # a time of day alone lies on the day before 1900
            return moment if moment.year > 1899 or moment.time() == time.min else moment.time()  # noqa: PLR2004
    return text
