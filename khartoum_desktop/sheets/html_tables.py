"""Reads the tables of a web page: what many ministries' systems export under the name .xls."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Final

from khartoum_desktop.sheets.cells import Packer
from khartoum_desktop.sheets.encodings import Decoded, decode
from khartoum_desktop.sheets.html_looks import Looks
from khartoum_desktop.sheets.messages import CellParts, Form, Message, Place, Refusal, Remark, Request, SheetHead
from khartoum_desktop.sheets.model import Cell, Limits
from khartoum_desktop.sheets.parts import Piece, is_struck, settled
from khartoum_desktop.sheets.titles import FEWEST_COLUMNS, MOST_TABLES, letterhead, notes, titles

_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD: Final = 4096
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK: Final = re.compile(r" ?\n\s*")
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_RIGHT_TO_LEFT: Final = re.compile(r"direction\s*:\s*rtl|<x:DisplayRightToLeft", re.IGNORECASE)
_MOST_ROWSPAN: Final = 65_534  # as browsers have it
_MOST_COLSPAN: Final = 1_000
_LINES_ABOVE: Final = 12  # rows of a table around another one, of which the texts are its titles
_MOST_OUTSIDE: Final = 50_000  # pieces of text between tables; what comes later is no title
_BREAKS: Final = frozenset(
    {"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "td", "th", "hr", "ul", "ol"}
)
_SILENT: Final = frozenset({"script", "style", "title"})


def read_html(data: bytes, request: Request) -> Iterator[Message]:
    """Yield the messages of a page; each table with text outside inner tables is a sheet."""
    yield from read_pages([data], request)


def read_pages(pages: Sequence[bytes], request: Request) -> Iterator[Message]:
    """Yield the messages of several pages, whose tables are numbered through."""
    decoded = [_decoded(data, request.encoding) for data in pages]
    tables: list[_Table] = []
    after: list[str] = []
    for one in decoded:
        page = _Page(request.limits)
        page.feed(one.text)
        page.close()
        found = [table for table in page.tables if table.has_text]
        tables += [replace(table, right_to_left=table.right_to_left or page.right_to_left) for table in found]
        after = list(page.lines) if found else after
    if not tables:
        raise Refusal("no_table")
    yield Form(decoded[0].encoding, "", decoded[0].proven)
    if unreadable := sum(one.unreadable for one in decoded):
        yield Remark("unreadable_signs", {"n": unreadable})
    beginning = letterhead(tables[0].before)
    packer = Packer()
    for number, table in enumerate(tables, 1):
        name = table.caption.strip() or (str(number) if len(tables) > 1 else "")
        is_last = number == len(tables) and table.width >= FEWEST_COLUMNS
        above = titles(beginning, table.before)
        below = notes(after) if is_last else []
        yield from packer.sheet(_head(name, table, len(above)), [*above, *map(_row, table.rows), *below])
    yield from packer.remarks()


def _head(name: str, table: "_Table", down: int) -> SheetHead:
    """Return a table's head, its rows moved down below its titles."""
    return SheetHead(
        name,
        visible="hidden" if table.is_hidden else "visible",
        right_to_left=table.right_to_left,
        merges=tuple(
            (top + down, left, min(low, len(table.rows)) + down, right) for top, left, low, right in table.merges
        ),
        hidden_rows=tuple(row + down for row in table.hidden_rows),
        hidden_columns=tuple(column for column in sorted(table.hidden_columns) if column <= table.width),
        struck=tuple((row + down, column) for (row, column), pieces in table.pieces.items() if is_struck(pieces)),
        parts=tuple(_parts(table, down)),
    )


def _parts(table: "_Table", down: int) -> Iterator[CellParts]:
    """Yield the cells of which parts look otherwise."""
    for (row, column), pieces in table.pieces.items():
        value, received, marks, struck = settled(pieces)
        yield row + down, column, _tidy(value), _tidy(received), marks, struck


def _decoded(data: bytes, encoding: str) -> Decoded:
    decoded = decode(data, encoding)
    return decoded if decoded.proven or encoding else _as_declared(data) or decoded


def _as_declared(data: bytes) -> Decoded | None:
    """Return the text in the encoding that the page declares; None if it cannot be that one."""
    found = _CHARSET.search(data[:_HEAD])
    if not found:
        return None
    encoding = found[1].decode("ascii")
    try:
        return Decoded(data.decode(encoding), encoding, proven=False)
    except (LookupError, ValueError):
        return None


def _row(cells: Mapping[int, str]) -> list[Cell]:
    texts = (cells.get(column, "") for column in range(1, max(cells, default=0) + 1))
    return [_tidy(text) for text in texts]


def _tidy(text: str) -> str:
    return _AROUND_BREAK.sub("\n", text).strip()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


@dataclass(slots=True)
class _Table:
    """A table under construction: texts by column (from 1) for each row, and how far cells above reach down."""

    right_to_left: bool = False
    caption: str = ""
    rows: list[dict[int, str]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    place: Place | None = None  # of the open cell
    in_caption: bool = False
    reach: dict[int, int] = field(default_factory=dict)  # column → last row taken by a cell above
    before: Sequence[str] = ()  # lines of text since the table before
    is_hidden: bool = False
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0  # described by col elements
    width: int = 0
    pieces: dict[Place, list[Piece]] = field(default_factory=dict)  # of cells of which parts look otherwise

    @property
    def has_text(self) -> bool:
        """Whether any cell holds more than space."""
        return any(text.strip() for row in self.rows for text in row.values())

    @property
    def lines(self) -> list[str]:
        """The lines of text in the last rows so far: what stands above a table inside this one."""
        return [line for row in self.rows[-_LINES_ABOVE:] for text in row.values() for line in _lines(text)]

    def describe_columns(self, many: int, *, hidden: bool) -> None:
        if hidden:
            self.hidden_columns.update(range(self.columns + 1, self.columns + many + 1))
        self.columns += many

    def begin_row(self, *, hidden: bool) -> None:
        self.place = None
        self.rows.append({})
        if hidden:
            self.hidden_rows.append(len(self.rows))

    def begin_cell(self, tall: int, wide: int) -> None:
        if not self.rows:
            self.begin_row(hidden=False)
        row, cells = len(self.rows), self.rows[-1]
        column = max(cells, default=0) + 1
        while self.reach.get(column, 0) >= row:
            column += 1
        for taken in range(column, column + wide):
            self.reach[taken] = row + tall - 1
            cells[taken] = ""
        if tall > 1 or wide > 1:
            self.merges.append((row, column, row + tall - 1, column + wide - 1))
        self.place = (row, column)
        self.width = max(self.width, column + wide - 1)

    def write(self, piece: Piece) -> None:
        if self.in_caption:
            self.caption += piece.text
        elif self.place:
            row, column = self.place
            cells = self.rows[row - 1]
            if piece.raised or piece.struck or self.place in self.pieces:
                before = [Piece(cells[column])] if cells[column] else []
                self.pieces.setdefault(self.place, before).append(piece)
            cells[column] += piece.text


class _Page(HTMLParser):
    """Collects tables; an inner table is a table of its own."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.right_to_left = False
        self._open: list[_Table] = []
        self._silent = 0
        self._outside: list[str] = []  # text since the last table, in pieces
        self._limits = limits
        self._left = limits.cells
        self._looks = Looks()

    @property
    def lines(self) -> list[str]:
        """The lines of text since the last table."""
        return _lines(_AROUND_BREAK.sub("\n", "".join(self._outside)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        turned = found.get("dir", "").lower() == "rtl" or bool(_RIGHT_TO_LEFT.search(found.get("style", "")))
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._begin_table(found, turned=turned)
        elif self._open:
            self._inside(self._open[-1], tag, found)
        else:
            self.right_to_left |= turned
            self._break(tag)

    def _begin_table(self, found: Mapping[str, str], *, turned: bool) -> None:
        """Open a table; what stood before it, in the page or in the cells of a table around it, goes with it."""
        around = self._open[-1] if self._open else None
        before = around.lines if around else self.lines
        table = _Table(
            right_to_left=turned or bool(around and around.right_to_left), before=before, is_hidden=_is_hidden(found)
        )
        self._outside = []
        if len(self.tables) == MOST_TABLES:
            raise Refusal("bomb")
        self.tables.append(table)
        self._open.append(table)

    def _inside(self, table: _Table, tag: str, found: Mapping[str, str]) -> None:
        if tag == "tr":
            table.begin_row(hidden=_is_hidden(found))
        elif tag in ("td", "th"):
            wide = _span(found.get("colspan"), _MOST_COLSPAN)
            self._left -= wide
            table.begin_cell(_span(found.get("rowspan"), _MOST_ROWSPAN), wide)
            self._looks.begin_cell(found)
            row, column = table.place or (0, 0)
            if self._left < 0 or not self._limits.allow(row, max(column, table.width)):
                raise Refusal("sheet_too_large", rows=row, columns=column)
        elif tag == "col":
            table.describe_columns(_span(found.get("span"), _MOST_COLSPAN), hidden=_is_hidden(found))
        elif tag == "caption":
            table.in_caption = True
        else:
            self._looks.start(tag, found)
            if tag in _BREAKS and not self._looks.now.hidden:
                table.write(self._looks.piece("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            self._break(tag)
        elif tag == "table":
            self._open.pop()
        elif tag in ("td", "th", "tr"):
            self._open[-1].place = None
        elif tag == "caption":
            self._open[-1].in_caption = False
        else:
            self._looks.end(tag)

    def handle_data(self, data: str) -> None:
        if self._silent:
            self.right_to_left |= bool(_RIGHT_TO_LEFT.search(data))
            self._looks.rules(data)
        elif self._open:
            if not self._looks.now.hidden:
                self._open[-1].write(self._looks.piece(_SPACES.sub(" ", data)))
        elif len(self._outside) < _MOST_OUTSIDE:
            self._outside.append(_SPACES.sub(" ", data))

    def _break(self, tag: str) -> None:
        if tag in _BREAKS and len(self._outside) < _MOST_OUTSIDE:
            self._outside.append("\n")

    def handle_comment(self, data: str) -> None:
        self.right_to_left |= bool(_RIGHT_TO_LEFT.search(data))


def _is_hidden(found: Mapping[str, str]) -> bool:
    return "hidden" in found or bool(_HIDDEN.search(found.get("style", "")))


def _span(text: str | None, most: int) -> int:
    return min(max(int(text[:9]), 1), most) if text and text.isdecimal() else 1
