"""What calamine hides of an .ods: merges, hidden rows and columns, errors, notes, formats, direction."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Final

from khartoum_desktop.core.currencies import CURRENCIES
from khartoum_desktop.core.text import clean_text
from khartoum_desktop.sheets.messages import Place
from khartoum_desktop.sheets.packages import BROKEN, Package
from khartoum_desktop.sheets.parts import Piece
from khartoum_desktop.sheets.scanning import SheetScan
from khartoum_desktop.sheets.styles import PLAIN, Look
from khartoum_desktop.sheets.xml_events import XmlError, follow

_BLOCK: Final = 1 << 20
_OVERLAP: Final = 64
# without any of these words a sheet hides nothing, and is not looked at
_TELLING: Final = re.compile(
    b'-spanned=|visibility=|percentage"|"currency"|value-type="error"|rl-tb|line-through|annotation|<draw:|:formula='
    b'|text-position="(?:super|[1-9])'
)
_SPACE: Final = Piece("", struck=None)  # looks as its cell does
_RAISED: Final = re.compile("super|[1-9]")
_MOST_SPACES: Final = 100
_MOST_ROWS, _MOST_COLUMNS, _MOST = 1_048_576, 16_384, 200_000
_ERROR: Final = re.compile(r"#(?:REF|DIV/0|N/A|NAME|VALUE|NULL|NUM)[!?]?|#N/A|Err:\d{3}")
_LONGEST: Final = 10_000  # characters of a note


def scan_open_document(package: Package) -> dict[str, SheetScan]:
    """Return what each sheet of an .ods hides, by the sheet's name; nothing of a document that breaks off."""
    try:
        with package.open_part("content.xml") as stream:
            telling = _is_telling(stream)
        if not telling:
            return {}
        reading = _Document()
        with package.open_part("content.xml") as stream:
            follow(_blocks(stream), reading.start, reading.end, reading.text)
    except (*BROKEN, XmlError):
        return {}
    return reading.sheets


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(_BLOCK):
        yield block


def _is_telling(stream: IO[bytes]) -> bool:
    rest = b""
    for block in _blocks(stream):
        if _TELLING.search(rest + block):
            return True
        rest = block[-_OVERLAP:]
    return False


class _Document:
    """Follows the content of a document, sheet by sheet, row by row."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetScan] = {}
        self._scan: SheetScan | None = None
        self._styles: dict[str, Look] = {}
        self._runs: dict[str, Piece] = {}  # by the name of a style: how the text looks
        self._open: list[Piece] = []  # spans that have begun
        self._pieces: list[Piece] = []  # of the cell
        self._rightward: set[str] = set()
        self._style = ""
        self._row = self._column = 0
        self._repeated = self._rows_repeated = 1
        self._columns: list[tuple[int, str]] = []  # the last column of each run and the style of its cells
        self._cell: Mapping[str, str] | None = None
        self._texts: list[str] | None = None  # of the paragraphs that are being read
        self._note: list[str] | None = None
        self._box: list[str] | None = None
        self._depth = 0  # of tables inside tables, which count as nothing
        self._starts: Mapping[str, Callable[[Mapping[str, str]], None]] = {
            "table-cell": self._begin_cell,
            "covered-table-cell": self._begin_covered,
            "table-row": self._begin_row,
            "table-column": self._take_columns,
            "annotation": self._begin_note,
            "p": self._begin_paragraph,
            "text-box": self._begin_box,
            "custom-shape": self._begin_box,
            "image": self._take_picture,
            "object": self._take_picture,
            "span": self._begin_span,
            "s": lambda found: self._add(" " * min(_repeat(found, "c"), _MOST_SPACES)),
            "tab": lambda _found: self._add("\t"),
            "line-break": lambda _found: self._add("\n"),
        }
        self._ends: Mapping[str, Callable[[], None]] = {
            "table-cell": self._end_cell,
            "covered-table-cell": self._end_cell,
            "table-row": self._end_row,
            "annotation": self._end_note,
            "p": self._end_paragraph,
            "text-box": self._end_box,
            "custom-shape": self._end_box,
            "span": self._end_span,
        }

    def start(self, name: str, found: Mapping[str, str]) -> None:
        """Hear of an element."""
        if name == "table":
            self._depth += 1
            if self._depth == 1:
                self._begin_sheet(found)
        elif self._scan is None:
            self._read_style(name, found)
        elif self._depth > 1:
            return
        elif name in self._starts:
            self._starts[name](found)

    def text(self, text: str) -> None:
        """Hear a piece of text."""
        if self._texts is not None:
            self._texts.append(text)
            self._add(text)

    def end(self, name: str) -> None:
        """Hear of an element's end."""
        if name == "table":
            self._depth -= 1
            if not self._depth:
                self._scan = None
        elif self._scan is None or self._depth > 1:
            return
        elif name in self._ends:
            self._ends[name]()

    def _begin_note(self, _found: Mapping[str, str]) -> None:
        self._note = []

    def _begin_paragraph(self, found: Mapping[str, str]) -> None:
        if self._pieces:
            self._add("\n")
        self._texts, self._open = [], []
        self._begin_span(found)

    def _begin_span(self, found: Mapping[str, str]) -> None:
        look = self._runs.get(found.get("style-name", ""))
        outside = self._open[-1] if self._open else _SPACE
        if look and look.struck is None:
            look = look._replace(struck=outside.struck)
        self._open.append(look or outside)

    def _end_span(self) -> None:
        if self._open:
            self._open.pop()

    def _add(self, text: str) -> None:
        """Keep a piece of the cell's text, where any text of the document looks otherwise."""
        if self._runs and self._cell is not None and self._note is None and self._box is None:
            self._pieces.append((self._open[-1] if self._open else _SPACE)._replace(text=text))

    def _begin_box(self, _found: Mapping[str, str]) -> None:
        self._box = []

    def _take_picture(self, _found: Mapping[str, str]) -> None:
        if self._scan:
            self._scan.drawn.pictures += 1

    def _end_note(self) -> None:
        text = clean_text("\n".join(self._note or ())[:_LONGEST])
        if text and self._scan and len(self._scan.comments) < _MOST:
            self._scan.comments[self._row, self._column + 1] = text
        self._note = None

    def _end_box(self) -> None:
        text = clean_text("\n".join(self._box or ())[:_LONGEST])
        if text and self._scan:
            self._scan.drawn.texts.append(text)
        self._box = None

    def _end_cell(self) -> None:
        if self._scan and self._cell and self._cell.get("value-type") == "string":
            pieces = tuple(self._pieces)
            if any(one.raised or one.struck for one in pieces):
                self._scan.told.pieces |= dict.fromkeys(self._places(), pieces)
        self._cell, self._pieces = None, []
        self._column += self._repeated

    def _end_row(self) -> None:
        self._row += self._rows_repeated - 1

    def _read_style(self, name: str, found: Mapping[str, str]) -> None:
        if name == "style":
            self._style = found.get("name", "")
        elif name == "text-properties":
            line = found.get("text-line-through-style") or found.get("text-line-through-type")
            if line not in {None, "none"}:
                self._styles[self._style] = Look(struck=True)
            is_raised = bool(_RAISED.match(found.get("text-position", "")))
            if is_raised or line is not None:
                self._runs[self._style] = Piece("", is_raised, None if line is None else line != "none")
        elif name == "table-properties" and found.get("writing-mode") == "rl-tb":
            self._rightward.add(self._style)

    def _begin_sheet(self, found: Mapping[str, str]) -> None:
        self._scan = self.sheets[found.get("name", "")] = SheetScan()
        self._scan.right_to_left = found.get("style-name") in self._rightward
        self._row = self._column = 0
        self._columns = []

    def _take_columns(self, found: Mapping[str, str]) -> None:
        first = self._columns[-1][0] + 1 if self._columns else 1
        last = min(first + _repeat(found, "number-columns-repeated") - 1, _MOST_COLUMNS)
        self._columns.append((last, found.get("default-cell-style-name", "")))
        if self._scan and found.get("visibility", "visible") != "visible" and first <= last:
            self._scan.hidden_columns.append((first, last))

    def _begin_row(self, found: Mapping[str, str]) -> None:
        self._row, self._column = self._row + 1, 0
        self._rows_repeated = min(_repeat(found, "number-rows-repeated"), _MOST_ROWS)
        if self._scan and found.get("visibility", "visible") != "visible":
            left = _MOST - len(self._scan.hidden_rows)
            self._scan.hidden_rows += range(self._row, self._row + min(self._rows_repeated, left))

    def _begin_covered(self, found: Mapping[str, str]) -> None:
        self._repeated = min(_repeat(found, "number-columns-repeated"), _MOST_COLUMNS)

    def _begin_cell(self, found: Mapping[str, str]) -> None:
        self._begin_covered(found)
        self._cell, scan, column = found, self._scan, self._column + 1
        if scan is None:
            return
        wide, high = (_repeat(found, f"number-{way}-spanned") for way in ("columns", "rows"))
        if (wide > 1 or high > 1) and len(scan.merges) < _MOST:
            last = (min(self._row + high - 1, _MOST_ROWS), min(column + wide - 1, _MOST_COLUMNS))
            scan.merges.append((self._row, column, *last))
        kind = found.get("value-type")
        if kind is None:
            return
        currency = found.get("currency", "") if kind == "currency" else ""
        style = found.get("style-name") or self._style_of_column(column)
        look = Look(currency if currency in CURRENCIES else "", kind == "percentage", struck=style in self._styles)
        if look != PLAIN:
            for place in self._places():
                if not scan.told.add(place, look):
                    break

    def _style_of_column(self, column: int) -> str:
        if not self._styles:
            return ""
        return next((style for last, style in self._columns if column <= last), "")

    def _places(self) -> Iterator[Place]:
        """Yield the places of a cell that stands for several alike, within reason."""
        for row in range(self._row, self._row + min(self._rows_repeated, 1000)):
            for column in range(self._column + 1, self._column + 1 + min(self._repeated, 1000)):
                yield row, column

    def _end_paragraph(self) -> None:
        text, self._texts = "".join(self._texts or ()), None
        if self._note is not None:
            self._note.append(text)
        elif self._box is not None:
            self._box.append(text)
        elif self._cell is not None and self._scan is not None and self._is_error(text):
            self._scan.errors[self._row, self._column + 1] = text

    def _is_error(self, text: str) -> bool:
        if self._cell is None or len(text) > 40:  # noqa: PLR2004 - names of errors are short
            return False
        calculated = "formula" in self._cell and bool(_ERROR.fullmatch(text))
        return calculated or self._cell.get("value-type") == "error"


def _repeat(found: Mapping[str, str], name: str) -> int:
    """Return how often a row, column or cell stands; 1 for what is no number."""
    digits = found.get(name, "1")[:10]
    return max(int(digits), 1) if digits.isascii() and digits.isdecimal() else 1
