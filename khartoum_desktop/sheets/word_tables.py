"""Reads the tables of a Word document (.docx): each is a sheet, named by its number in the document.

A number, because it is the same in every language and however a heading is corrected, and the ids of imported rows
are made of the file, the sheet's name and the row.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from khartoum_desktop.sheets.cells import Packer
from khartoum_desktop.sheets.messages import Message, Place, Refusal, SheetHead
from khartoum_desktop.sheets.model import Cell, Limits
from khartoum_desktop.sheets.packages import BROKEN, Package
from khartoum_desktop.sheets.parts import Piece, Settled, is_struck, settled
from khartoum_desktop.sheets.titles import FEWEST_COLUMNS, MOST_TABLES, letterhead, notes, titles

_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ROW: Final = re.compile(rb"<(?:\w{1,9}:)?tr(?=[\s/>])")
_CELL: Final = re.compile(rb"<(?:\w{1,9}:)?tc(?=[\s/>])")
_DECLARED: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LINES_ABOVE: Final = 12  # rows of a table around another one, of which the texts are its titles
_MOST_ELEMENTS: Final = 3_000_000  # of the whole document: the parser keeps them all
_SPACES: Final = re.compile(r"[ \xa0]+")
_W: Final = f"{{{_USUAL.decode()}}}"
_NO: Final = frozenset({"0", "false", "off"})
_PLAIN: Final = Piece("")
_LINE_END: Final = Piece("\n")
_SIGNS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
# tracked deletions, codes of fields, text boxes (which float beside the text), and what stands twice for old programs
_LEFT_OUT: Final = frozenset({"del", "moveFrom", "instrText", "delText", "txbxContent", "Fallback", "pPr", "tbl"})


@dataclass(slots=True)
class _Table:
    """A table: its rows, and the lines of text since the table before."""

    before: Sequence[str]
    rows: list[dict[int, str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    struck: list[Place] = field(default_factory=list)
    parts: list[tuple[int, int, Settled]] = field(default_factory=list)  # of cells of which parts look otherwise
    right_to_left: bool = False
    width: int = 0
    alone: bool = True  # not inside another one

    @property
    def lines(self) -> list[str]:
        """The lines of text in the last rows so far: what stands above a table inside this one."""
        return [
            line
            for row in self.rows[-_LINES_ABOVE:]
            for text in row.values()
            for line in filter(None, text.split("\n"))
        ]


def read_word(data: bytes, limits: Limits) -> Iterator[Message]:
    """Yield the messages of a document whose package keeps the limits; Refusal if there is no table in it."""
    document = _Document(limits)
    package = Package(data, limits)
    main = package.main_part("word/document.xml")
    document.read(_parsed(package, main, limits))
    tables = [table for table in _joined(document.tables) if any(any(row.values()) for row in table.rows)]
    if not tables:
        raise Refusal("no_table_in_document")
    beginning = letterhead([*_page_header(package, main, limits), *document.beginning])
    packer = Packer()
    for number, table in enumerate(tables, 1):
        above = titles(beginning, table.before)
        is_last = number == len(tables) and table.width >= FEWEST_COLUMNS
        down = len(above)
        head = SheetHead(
            str(number),
            right_to_left=table.right_to_left,
            merges=tuple((top + down, left, low + down, right) for top, left, low, right in table.merges),
            hidden_rows=tuple(row + down for row in table.hidden),
            struck=tuple((row + down, column) for row, column in table.struck),
            parts=tuple((row + down, column, *found) for row, column, found in table.parts),
        )
        yield from packer.sheet(head, [*above, *map(_row, table.rows), *(notes(document.lines) if is_last else ())])
    yield from packer.remarks()


def _row(cells: dict[int, str]) -> list[Cell]:
    return [cells.get(column) for column in range(1, max(cells, default=0) + 1)]


def _parsed(package: Package, path: str, limits: Limits) -> Any:
    """Return the root element of a part; its rows and elements are counted before anything is built of them."""
    from docx.oxml.parser import parse_xml

    entry = package.find(path)
    if entry is None:
        raise Refusal("damaged")
    try:
        with package.open(entry) as stream:
            content = stream.read()
    except BROKEN as error:
        raise Refusal("damaged") from error
    rows, cells = (sum(1 for _found in tag.finditer(content)) for tag in (_ROW, _CELL))
    if rows > limits.rows or cells > limits.cells:
        raise Refusal("sheet_too_large", rows=rows, columns=cells // max(rows, 1))
    if b"\x00" in content[:4] or _DECLARED.search(content) or content.count(b"<") > 2 * _MOST_ELEMENTS:
        raise Refusal("bomb")
    try:
        return parse_xml(content.replace(_STRICT, _USUAL))
    except MemoryError:
        raise
    except Exception as error:
        raise Refusal("damaged") from error


def _page_header(package: Package, main: str, limits: Limits) -> list[str]:
    """Return the lines of the first page header, where ministries have their letterhead."""
    path = f"{main.rpartition('/')[0]}/header1.xml"
    if package.find(path) is None:
        return []
    try:
        page = _Document(limits)
        page.read(_parsed(package, path, limits))
    except Refusal:
        return []
    return [*page.beginning, *(text for table in page.tables for row in table.rows for text in row.values())]


class _Document:
    """Goes through the blocks of a document once."""

    def __init__(self, limits: Limits) -> None:
        self.tables: list[_Table] = []
        self.lines: list[str] = []  # since the last table
        self.beginning: list[str] = []  # before the first one
        self._limits = limits

    def read(self, root: Any) -> None:
        body = root.find(f"{_W}body")
        self._blocks(root if body is None else body)
        if not self.tables:
            self.beginning = list(self.lines)

    def _blocks(self, container: Any) -> None:
        for element in container:
            name = _name(element)
            if name == "p":
                self.lines += filter(None, _text(element).split("\n"))
            elif name == "tbl":
                self._table(element, self.lines, alone=True)
                self.lines = []
            elif name not in _LEFT_OUT:
                self._blocks(element)  # content controls, tracked insertions

    def _table(self, element: Any, before: Sequence[str], *, alone: bool) -> None:
        if not self.tables:
            self.beginning = list(before)
        table = _Table(before, alone=alone, right_to_left=_is_on(element, "tblPr", "bidiVisual"))
        if len(self.tables) == MOST_TABLES:
            raise Refusal("bomb")
        self.tables.append(table)
        reach: dict[int, int] = {}  # column → index of the merge that reaches down to here
        inner: list[tuple[Any, list[str]]] = []
        for row in _inside(element, "tr"):
            if _is_on(row, "trPr", "del"):
                continue
            table.rows.append({})
            if _is_on(row, "trPr", "hidden"):
                table.hidden.append(len(table.rows))
            self._row(table, row, reach, inner)
            self._check(table)
        table.merges = [merge for merge in table.merges if merge[:2] != merge[2:]]
        for one, lines in inner:
            self._table(one, lines, alone=False)

    def _row(self, table: _Table, row: Any, reach: dict[int, int], inner: list[tuple[Any, list[str]]]) -> None:
        number, cells = len(table.rows), table.rows[-1]
        column = 1 + self._number(row, "trPr", "gridBefore")
        for cell in _inside(row, "tc"):
            wide = max(self._number(cell, "tcPr", "gridSpan"), 1)
            merged = _value(cell, "tcPr", "vMerge")
            over = reach.get(column)
            if merged is not None and merged != "restart" and over is not None:
                top, left, _low, right = table.merges[over]
                table.merges[over] = (top, left, number, right)
            elif _value(cell, "tcPr", "hMerge") == "continue" and cells:
                self._widen(table, number, column + wide - 1)
            else:
                table.merges.append((number, column, number, column + wide - 1))
                reach[column] = len(table.merges) - 1
                cells[column] = "" if _is_on(cell, "tcPr", "cellDel") else _cell_text(table, (number, column), cell)
            inner += [(one, table.lines) for one in _inside(cell, "tbl")]
            column += wide
        table.width = max(table.width, column - 1)

    @staticmethod
    def _widen(table: _Table, number: int, right: int) -> None:
        """Let the last cell of a row reach as far as a column."""
        top, left, low, _right = table.merges[-1]
        if top == number:
            table.merges[-1] = (top, left, low, right)

    def _number(self, element: Any, properties: str, name: str) -> int:
        """Return a small number; one that no table could have is as large as the limits let through."""
        text = _value(element, properties, name) or ""
        return min(int(text[:9]), self._limits.columns + 1) if text.isascii() and text.isdigit() else 0

    def _check(self, table: _Table) -> None:
        if not self._limits.allow(len(table.rows), table.width):
            raise Refusal("sheet_too_large", rows=len(table.rows), columns=table.width)


def _joined(tables: Sequence[_Table]) -> list[_Table]:
    """Return the tables, those that only go on with the one before (on another page) joined to it."""
    joined: list[_Table] = []
    for table in tables:
        before = joined[-1] if joined else None
        if before and table.alone and before.alone and not table.before and _goes_on(before, table):
            down = len(before.rows)
            before.rows += table.rows
            before.merges += [(top + down, left, low + down, right) for top, left, low, right in table.merges]
            before.hidden += [row + down for row in table.hidden]
            before.struck += [(row + down, column) for row, column in table.struck]
            before.parts += [(row + down, column, found) for row, column, found in table.parts]
        else:
            joined.append(table)
    return joined


def _goes_on(table: _Table, following: _Table) -> bool:
    """Tell whether a table repeats the header of the one directly above it, or goes on with its numbers."""
    if table.width != following.width or not table.rows or not following.rows:
        return False
    last, first = table.rows[-1].get(1, "").rstrip("."), following.rows[0].get(1, "").rstrip(".")
    counts = last.isdecimal() and first.isdecimal() and int(first[:9]) == int(last[:9]) + 1
    return counts or (any(following.rows[0].values()) and following.rows[0] == table.rows[0])


def _inside(element: Any, wanted: str) -> Iterator[Any]:
    """Yield the rows, cells or tables of an element; content controls and tracked insertions are looked through."""
    for child in element:
        name = _name(child)
        if name == wanted:
            yield child
        elif name not in _LEFT_OUT and name not in ("p", "tr", "tc"):
            yield from _inside(child, wanted)


def _cell_text(table: _Table, place: Place, cell: Any) -> str:
    """Return what a cell says; that parts of it look otherwise is kept with the table."""
    paragraphs = [_tidy(_pieces(one)) for one in _paragraphs(cell)]
    if any(piece.raised or piece.struck for pieces in paragraphs for piece in pieces):
        pieces = [piece for one in paragraphs for piece in (*one, _LINE_END)]
        if is_struck(pieces):
            table.struck.append(place)
        found = settled(pieces)
        table.parts.append((*place, found._replace(value=found.value.strip("\n"), received=found.received.strip("\n"))))
        return table.parts[-1][2].value
    return "\n".join("".join(piece.text for piece in pieces).strip(" ") for pieces in paragraphs).strip("\n")


def _paragraphs(container: Any) -> Iterator[Any]:
    for child in container:
        name = _name(child)
        if name == "p":
            yield child
        elif name not in _LEFT_OUT:
            yield from _paragraphs(child)


def _text(paragraph: Any) -> str:
    return "".join(piece.text for piece in _tidy(_pieces(paragraph))).strip(" ")


def _tidy(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces of a paragraph with one space for several."""
    found: list[Piece] = []
    for piece in pieces:
        text = _SPACES.sub(" ", piece.text)
        if found and found[-1].text.endswith(" "):
            text = text.removeprefix(" ")
        if text:
            found.append(piece._replace(text=text))
    return found


def _pieces(element: Any, look: Piece = _PLAIN) -> Iterator[Piece]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield look._replace(text=child.text or "")
        elif name in _SIGNS:
            yield look._replace(text=_SIGNS[name])
        elif name == "r":
            if not _is_on(child, "rPr", "vanish"):
                yield from _pieces(child, _look(child))
        elif name not in _LEFT_OUT:
            yield from _pieces(child, look)


def _look(run: Any) -> Piece:
    """Return how the text of a run looks, as an empty piece."""
    if run.find(f"{_W}rPr") is None:
        return _PLAIN
    struck = _is_on(run, "rPr", "strike") or _is_on(run, "rPr", "dstrike")
    return Piece("", _value(run, "rPr", "vertAlign") == "superscript", struck)


def _name(element: Any) -> str:
    """Return an element's name without its namespace; "del" for what is no element, so that it is left out."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else "del"


def _value(element: Any, properties: str, name: str) -> str | None:
    """Return the value of a property: "" if it is there without one, None if it is not there."""
    found = element.find(f"{_W}{properties}/{_W}{name}")
    return None if found is None else str(found.get(f"{_W}val", ""))


def _is_on(element: Any, properties: str, name: str) -> bool:
    value = _value(element, properties, name)
    return value is not None and value not in _NO
