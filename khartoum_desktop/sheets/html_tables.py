"""Reads the tables of a web page: what many ministries' systems export under the name .xls."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from khartoum_desktop.sheets.cells import Packer
from khartoum_desktop.sheets.encodings import Decoded, decode
from khartoum_desktop.sheets.messages import Form, Message, Place, Refusal, Remark, Request, SheetHead
from khartoum_desktop.sheets.model import Limits

_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_HEAD: Final = 4096
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_AROUND_BREAK: Final = re.compile(r" ?\n\s*")
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MOST_ROWSPAN: Final = 65_534  # as browsers have it
_MOST_COLSPAN: Final = 1_000
_BREAKS: Final = frozenset({"br", "p", "div", "li"})
_SILENT: Final = frozenset({"script", "style", "title"})


def read_html(data: bytes, request: Request) -> Iterator[Message]:
    """Yield the messages of a page; each table with text outside inner tables is a sheet."""
    decoded = decode(data, request.encoding)
    if not (decoded.proven or request.encoding):
        decoded = _as_declared(data) or decoded
    page = _Page(request.limits)
    page.feed(decoded.text)
    page.close()
    tables = [table for table in page.tables if any(cell.strip() for row in table.rows for cell in row.values())]
    if not tables:
        raise Refusal("no_table")
    yield Form(decoded.encoding, "", decoded.proven)
    if decoded.unreadable:
        yield Remark("unreadable_signs", {"n": decoded.unreadable})
    packer = Packer()
    for number, table in enumerate(tables, 1):
        head = SheetHead(
            table.caption.strip() or (str(number) if len(tables) > 1 else ""),
            right_to_left=table.right_to_left or page.right_to_left,
            merges=tuple((top, left, min(low, len(table.rows)), right) for top, left, low, right in table.merges),
            hidden_rows=tuple(table.hidden_rows),
        )
        yield from packer.sheet(head, (_row(row) for row in table.rows))
    yield from packer.remarks()


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


def _row(cells: Mapping[int, str]) -> list[str]:
    texts = (cells.get(column, "") for column in range(1, max(cells, default=0) + 1))
    return [_AROUND_BREAK.sub("\n", text).strip() for text in texts]


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

    def write(self, text: str) -> None:
        if self.in_caption:
            self.caption += text
        elif self.place:
            row, column = self.place
            self.rows[row - 1][column] += text


class _Page(HTMLParser):
    """Collects tables; an inner table is a table of its own."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.right_to_left = False
        self._open: list[_Table] = []
        self._silent = 0
        self._limits = limits
        self._left = limits.cells

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        elif tag in ("html", "body"):
            self.right_to_left |= found.get("dir", "").lower() == "rtl"
        elif tag == "table":
            table = _Table(right_to_left=found.get("dir", "").lower() == "rtl")
            self.tables.append(table)
            self._open.append(table)
        elif self._open:
            self._inside(self._open[-1], tag, found)

    def _inside(self, table: _Table, tag: str, found: Mapping[str, str]) -> None:
        if tag == "tr":
            table.begin_row(hidden=bool(_HIDDEN.search(found.get("style", ""))) or "hidden" in found)
        elif tag in ("td", "th"):
            wide = _span(found.get("colspan"), _MOST_COLSPAN)
            self._left -= wide
            table.begin_cell(_span(found.get("rowspan"), _MOST_ROWSPAN), wide)
            row, column = table.place or (0, 0)
            if self._left < 0 or row > self._limits.rows or column > self._limits.columns:
                raise Refusal("sheet_too_large", rows=row, columns=column)
        elif tag == "caption":
            table.in_caption = True
        elif tag in _BREAKS:
            table.write("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag == "table":
            self._open.pop()
        elif tag in ("td", "th", "tr"):
            self._open[-1].place = None
        elif tag == "caption":
            self._open[-1].in_caption = False

    def handle_data(self, data: str) -> None:
        if self._open and not self._silent:
            self._open[-1].write(_SPACES.sub(" ", data))


def _span(text: str | None, most: int) -> int:
    return min(max(int(text[:9]), 1), most) if text and text.isdecimal() else 1
