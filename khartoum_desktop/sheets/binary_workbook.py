"""What calamine hides of an .xlsb: hidden rows and columns, errors, comments, formats, and cells too far out."""

import struct
from collections.abc import Iterator, Mapping
from typing import Final

from khartoum_desktop.core.text import clean_text
from khartoum_desktop.sheets.comments import SHADOW, threads_of, without_author
from khartoum_desktop.sheets.packages import Package
from khartoum_desktop.sheets.scanning import SheetScan
from khartoum_desktop.sheets.styles import MOST_FORMATS, PERCENT_IDS, PLAIN, Look, look_of

_ROW, _COLUMNS, _VIEW, _MERGE = 0, 60, 137, 176
_BLANK, _ERROR, _ERROR_FORMULA = 1, 3, 11
_CELLS: Final = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 62})  # those that hold something
_SHEET, _FORMAT, _FONT, _STYLE, _STYLES_BEGIN, _STYLES_END = 156, 44, 43, 47, 617, 618
_AUTHOR, _COMMENT, _COMMENT_TEXT = 632, 635, 637
_ERRORS: Final[Mapping[int, str]] = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_HIDDEN_ROW, _HIDDEN_COLUMN, _RIGHT_TO_LEFT, _STRUCK = 0x10, 0x01, 0x20, 0x08  # bits
_MOST: Final = 200_000
_MOST_COLUMNS: Final = 16_384
_LONGEST: Final = 10_000  # characters


def scan_binary(package: Package) -> dict[str, SheetScan]:
    """Return what each sheet of an .xlsb hides, by the sheet's name; a part that breaks off tells what it told."""
    book = package.main_part("xl/workbook.bin")
    looks = _looks(b"".join(package.small(path) for path in package.linked(book, "styles")[:1]))
    found = {}
    for name, path in package.binary_sheets(book, list(_sheets(package.small(book)))):
        scan = found[name] = SheetScan()
        _scan(package.beginning(path), scan, looks)
        for comments in package.linked(path, "comments"):
            _read_comments(package.small(comments), scan)
        scan.comments |= threads_of(package, path)
    return found


def records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield kind, start and end of each record, as far as they are whole."""
    at, size = 0, len(data)
    while at + 1 < size:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < size and shift < 28:  # noqa: PLR2004 - four bytes of seven bits
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if at + length > size:
            return
        yield kind, at, at + length
        at += length


def _text(data: bytes, at: int, end: int) -> tuple[str, int]:
    """Return a text that begins at a place with its length, and where it ends."""
    if at + 4 > end:
        return "", end
    stop = at + 4 + 2 * int.from_bytes(data[at : at + 4], "little")
    return (data[at + 4 : stop].decode("utf-16-le", "replace"), stop) if stop <= end else ("", end)


def _sheets(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield relation and name of each sheet."""
    for kind, start, end in records(data):
        if kind == _SHEET:
            relation, at = _text(data, start + 8, end)
            yield relation, _text(data, at, end)[0]


def _looks(data: bytes) -> dict[int, Look]:
    formats: dict[int, Look] = {int(number): Look(percent=True) for number in PERCENT_IDS}
    struck: list[bool] = []
    found: dict[int, Look] = {}
    number, inside = 0, False
    for kind, start, end in records(data):
        if kind == _FORMAT and end - start > 6 and len(formats) < MOST_FORMATS:  # noqa: PLR2004 - number and length
            formats[int.from_bytes(data[start : start + 2], "little")] = look_of(_text(data, start + 2, end)[0])
        elif kind == _FONT and end - start >= 4:  # noqa: PLR2004 - height and flags
            struck.append(bool(data[start + 2] & _STRUCK))
        elif kind in {_STYLES_BEGIN, _STYLES_END}:
            inside = kind == _STYLES_BEGIN
        elif kind == _STYLE and inside and end - start >= 6:  # noqa: PLR2004 - parent, format, font
            _parent, form, font = struct.unpack_from("<HHH", data, start)
            look = formats.get(form, PLAIN)
            if font < len(struck) and struck[font]:
                look = look._replace(struck=True)
            if look != PLAIN:
                found[number] = look
            number += 1
    return found


def _scan(data: bytes, scan: SheetScan, looks: Mapping[int, Look]) -> None:
    row, whole = 0, int.from_bytes
    for kind, start, end in records(data):
        if kind in _CELLS:
            if end - start < 8:  # noqa: PLR2004 - column and style
                continue
            column = whole(data[start : start + 4], "little") + 1
            scan.last_row, scan.last_column = max(scan.last_row, row), max(scan.last_column, column)
            if kind in {_ERROR, _ERROR_FORMULA} and end > start + 8:
                scan.errors[row, column] = _ERRORS.get(data[start + 8], "#N/A")
            if looks and (look := looks.get(whole(data[start + 4 : start + 7], "little"))):
                scan.told.add((row, column), look)
        elif kind == _ROW and end - start >= 12:  # noqa: PLR2004 - number, style, height, flags
            row = whole(data[start : start + 4], "little") + 1
            if data[start + 11] & _HIDDEN_ROW and len(scan.hidden_rows) < _MOST:
                scan.hidden_rows.append(row)
        elif kind in {_COLUMNS, _VIEW, _MERGE}:
            _read_around(kind, data[start:end], scan)


def _read_around(kind: int, record: bytes, scan: SheetScan) -> None:
    """Read a record that stands before or after the rows."""
    if kind == _COLUMNS and len(record) > 16 and record[16] & _HIDDEN_COLUMN:  # noqa: PLR2004 - the flags
        first, last = struct.unpack_from("<II", record)
        scan.hidden_columns.append((first + 1, min(last + 1, _MOST_COLUMNS)))
    elif kind == _VIEW and record:
        scan.right_to_left = scan.right_to_left or bool(record[0] & _RIGHT_TO_LEFT)
    elif kind == _MERGE and len(record) >= 16 and len(scan.merges) < _MOST:  # noqa: PLR2004 - four edges
        top, bottom, left, right = struct.unpack_from("<IIII", record)
        scan.merges.append((top + 1, left + 1, bottom + 1, right + 1))


def _read_comments(data: bytes, scan: SheetScan) -> None:
    authors: list[str] = []
    author, place = "", (0, 0)
    for kind, start, end in records(data):
        if kind == _AUTHOR:
            authors.append(_text(data, start, end)[0])
        elif kind == _COMMENT and end - start >= 20:  # noqa: PLR2004 - author and range
            who, top, _bottom, left = struct.unpack_from("<IIII", data, start)
            author, place = authors[who] if who < len(authors) else "", (top + 1, left + 1)
        elif kind == _COMMENT_TEXT and len(scan.comments) < _MOST and not author.startswith(SHADOW):
            text = clean_text(without_author(_text(data, start + 1, end)[0], author)[:_LONGEST])
            if text:
                scan.comments[place] = text
