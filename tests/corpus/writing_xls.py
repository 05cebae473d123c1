"""Pages as a real .xls (BIFF8 records in an OLE container), written by hand, since no library of ours writes it."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from struct import pack
from typing import Final

from tests.corpus.meaning import Cell, Page, Plain

_SECTOR: Final = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_GENERAL, _DATE = 0, 1  # places of the two cell formats


def write_xls(pages: Sequence[Page], path: Path) -> None:
    """Write pages as one .xls file."""
    path.write_bytes(_container(_stream(pages)))


def _record(number: int, body: bytes = b"") -> bytes:
    return pack("<HH", number, len(body)) + body


def _text(text: str, count: str) -> bytes:
    """Return a text as BIFF8 stores it, its length as "B" or "H"."""
    return pack(f"<{count}B", len(text.encode("utf-16-le")) // 2, 1) + text.encode("utf-16-le")


def _stream(pages: Sequence[Page]) -> bytes:
    start = _record(0x0809, pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6)) + _record(0x0042, pack("<H", 1200))
    start += _record(0x0031, pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", "B")) * 4
    for form in (0, 14):
        start += _record(0x00E0, pack("<HHHBBBBIIH", 0, form, 1, 0x20, 0, 0, 0, 0, 0, 0x20C0))
    sheets = [_sheet(page) for page in pages]
    heads = [pack("<BB", 0 if page.visible == "visible" else 1, 0) + _text(page.name, "B") for page in pages]
    end = _record(0x000A)
    at = len(start) + sum(len(head) + 8 for head in heads) + len(end)
    for head, sheet in zip(heads, sheets, strict=True):
        start += _record(0x0085, pack("<I", at) + head)
        at += len(sheet)
    return b"".join([start, end, *sheets])


def _sheet(page: Page) -> bytes:
    from tests.corpus.writing import size_of

    rows, columns = size_of(page)
    out = [_record(0x0809, pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))]
    out += [
        _record(0x007D, pack("<HHHHHH", column - 1, column - 1, 2000, 0, 1, 0))
        for column in sorted(page.hidden_columns)
    ]
    out.append(_record(0x0200, pack("<IIHHH", 0, rows, 0, columns, 0)))
    for row in range(rows):
        hidden = 0x20 if row + 1 in page.hidden_rows else 0
        out.append(_record(0x0208, pack("<HHHHHHI", row, 0, columns, 255, 0, 0, 0x100 | hidden)))
    out += _cells(page)
    out.append(_record(0x023E, pack("<HHHIHHI", 0x06B6 | (0x40 if page.rtl else 0), 0, 0, 64, 0, 0, 0)))
    if page.merges:
        areas = b"".join(pack("<HHHH", m[0] - 1, m[2] - 1, m[1] - 1, m[3] - 1) for m in page.merges)
        out.append(_record(0x00E5, pack("<H", len(page.merges)) + areas))
    return b"".join([*out, _record(0x000A)])


def _cells(page: Page) -> Iterator[bytes]:
    for (row, column), found in sorted(page.cells.items(), key=lambda item: item[0]):
        value: Plain = found.value if isinstance(found, Cell) else found
        if value is None:
            continue
        place = pack("<HH", row - 1, column - 1)
        if isinstance(value, date):
            days = value.toordinal() - date(1899, 12, 30).toordinal()
            yield _record(0x0203, place + pack("<Hd", _DATE, days))
        elif isinstance(value, int | float):
            yield _record(0x0203, place + pack("<Hd", _GENERAL, value))
        else:
            yield _record(0x0204, place + pack("<H", _GENERAL) + _text(value, "H"))


def _container(stream: bytes) -> bytes:
    """Return an OLE file (version 3) with this one stream, called Workbook."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    fats = 1
    while (count + 1 + fats) > fats * (_SECTOR // 4):
        fats += 1
    chain = [*([_FAT] * fats), _END, *(range(fats + 2, fats + 1 + count)), _END]
    chain += [_FREE] * (fats * (_SECTOR // 4) - len(chain))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += pack("<IIIIIIII", fats, fats, 0, 4096, _END, 0, _END, 0)
    header += pack("<109I", *range(fats), *([_FREE] * (109 - fats)))
    folder = _entry("Root Entry", 5, child=1) + _entry("Workbook", 2, start=fats + 1, size=len(stream))
    folder += _entry("", 0) * 2
    return header + pack(f"<{len(chain)}I", *chain) + folder + stream


def _entry(name: str, kind: int, *, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    text = (name + "\0").encode("utf-16-le") if name else b""
    body = text.ljust(64, b"\0") + pack("<HBB", len(text), kind, 1) + pack("<III", _FREE, _FREE, child)
    return body + bytes(16) + bytes(4) + bytes(16) + pack("<III", _END if kind == 5 else start, size, 0)
