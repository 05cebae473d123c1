"""Reads .xls: values by calamine where it can, and by xlrd what was written by Excel 4 or older or is half broken.

xlrd, slower, also finds what calamine hides: error cells, hidden rows and columns, direction, cells far out,
comments, and what number formats tell.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from io import StringIO
from typing import Any, Final

from khartoum_desktop.core.text import clean_text
from khartoum_desktop.sheets.cells import Packer
from khartoum_desktop.sheets.engine import left_out, read_grids
from khartoum_desktop.sheets.messages import Found, Message, Refusal, SheetHead
from khartoum_desktop.sheets.model import Limits, Visibility
from khartoum_desktop.sheets.parts import Piece
from khartoum_desktop.sheets.scanning import SheetScan
from khartoum_desktop.sheets.styles import PLAIN, Look, look_of
from khartoum_desktop.sheets.telling import parts_of, struck_of

_ORDINARY: Final = 12 * 1024 * 1024  # bytes; in larger files nothing hidden is looked for
_LONGEST_NOTE: Final = 10_000  # characters of a comment
_EXCEL_5: Final = 50
_RAISED: Final = 1  # of a font: above the line
_MOST_MERGES: Final = 50_000
_VISIBILITY: Final[Mapping[int, Visibility]] = {1: "hidden", 2: "very_hidden"}


def read_xls(data: bytes, digest: str, limits: Limits) -> Iterator[Message]:
    """Yield the messages of an .xls of any age; Refusal if neither engine can read it."""
    book = _opened(data) if len(data) <= _ORDINARY else None
    scans = _scans(book) if book else {}
    if book and (book.biff_version < _EXCEL_5 or any(left_out("", scan, limits) for scan in scans.values())):
        # calamine knows no Excel 4, and would take room for every cell as far as the last one
        yield from _read(book, scans, digest, limits)
        return
    try:
        yield from read_grids(data, "xls", digest, limits, scans)
    except Refusal as refusal:
        book = book or _opened(data)
        if book is None:
            raise (refusal if data[:1] != b"\x09" else Refusal("old_excel")) from refusal
        yield from _read(book, scans or _scans(book), digest, limits)


def _opened(data: bytes) -> Any | None:
    """Return xlrd's workbook with all its sheets; None if it is not to be read."""
    import xlrd

    try:
        # what it has to say must not go to standard output, where the messages go
        return xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=StringIO())
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - broken files raise anything
        return None


def _scans(book: Any) -> dict[str, SheetScan]:
    looks = _telling_styles(book)
    return {sheet.name: _scanned(sheet, looks) for sheet in book.sheets()}


def _telling_styles(book: Any) -> dict[int, Look]:
    """Return what the cell styles tell, by their number; those that say nothing lack."""
    looks = {}
    for number, style in enumerate(book.xf_list):
        shown = book.format_map.get(style.format_key)
        struck = style.font_index < len(book.font_list) and bool(book.font_list[style.font_index].struck_out)
        look = look_of(shown.format_str if shown else "")._replace(struck=struck)
        if look != PLAIN:
            looks[number] = look
    return looks


def _scanned(sheet: Any, looks: Mapping[int, Look]) -> SheetScan:
    """Return what xlrd found in a sheet; blank cells that only bear a format count for nothing."""
    from xlrd import XL_CELL_BLANK, XL_CELL_EMPTY, XL_CELL_ERROR, error_text_from_code

    scan = SheetScan(right_to_left=bool(sheet.columns_from_right_to_left))
    for row in range(sheet.nrows):
        types = sheet.row_types(row)
        used = len(types)
        while used and types[used - 1] in (XL_CELL_BLANK, XL_CELL_EMPTY):
            used -= 1
        if used:
            scan.last_row, scan.last_column = row + 1, max(scan.last_column, used)
        if XL_CELL_ERROR in types:
            values = sheet.row_values(row)
            for column, kind in enumerate(types):
                if kind == XL_CELL_ERROR:
                    scan.errors[row + 1, column + 1] = error_text_from_code.get(values[column], "#N/A")
        if looks:
            _tell(sheet, row, used, looks, scan)
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        if pieces := _pieces(sheet, row, column, runs):
            scan.told.pieces[row + 1, column + 1] = pieces
    scan.comments = {
        (row + 1, column + 1): text
        for (row, column), note in sheet.cell_note_map.items()
        if (text := clean_text(note.text[:_LONGEST_NOTE].removeprefix(f"{note.author}:")))
    }
    scan.hidden_rows = sorted(row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden)
    scan.hidden_columns = [(column + 1, column + 1) for column, about in sheet.colinfo_map.items() if about.hidden]
    return scan


def _pieces(sheet: Any, row: int, column: int, runs: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return the runs of a text, () where none is raised or struck; before the first one it looks as its cell does."""
    fonts, text = sheet.book.font_list, str(sheet.cell_value(row, column))
    looks = [
        (start, fonts[font].escapement == _RAISED, bool(fonts[font].struck_out))
        for start, font in runs
        if 0 <= font < len(fonts)
    ]
    if not any(raised or struck for _start, raised, struck in looks):
        return ()
    ends = [start for start, _raised, _struck in looks[1:]] + [len(text)]
    rest = [Piece(text[start:end], raised, struck) for (start, raised, struck), end in zip(looks, ends, strict=True)]
    return (Piece(text[: looks[0][0]], struck=None), *rest)


def _tell(sheet: Any, row: int, used: int, looks: Mapping[int, Look], scan: SheetScan) -> None:
    """Keep what the styles of a row's cells tell."""
    for column in range(used):
        look = looks.get(sheet.cell_xf_index(row, column))
        if look is not None and sheet.cell_value(row, column) != "":
            scan.told.add((row + 1, column + 1), look)


def _read(book: Any, scans: Mapping[str, SheetScan], digest: str, limits: Limits) -> Iterator[Message]:
    yield Found(digest, "xls", sum(scan.last_row for scan in scans.values()))
    packer = Packer()
    for sheet in book.sheets():
        scan = scans[sheet.name]
        if remark := left_out(sheet.name, scan, limits):
            yield remark
            continue
        yield from packer.sheet(_head(sheet, scan), _rows(sheet, book.datemode, scan.last_row))
    yield from packer.remarks()


def _head(sheet: Any, scan: SheetScan) -> SheetHead:
    return SheetHead(
        sheet.name,
        _VISIBILITY.get(sheet.visibility, "visible"),
        scan.right_to_left,
        merges=tuple((top + 1, left + 1, low, right) for top, low, left, right in sheet.merged_cells[:_MOST_MERGES]),
        hidden_rows=tuple(number for number in scan.hidden_rows if number <= scan.last_row),
        hidden_columns=tuple(sorted(first for first, _last in scan.hidden_columns if first <= scan.last_column)),
        errors=tuple((*place, text) for place, text in scan.errors.items()),
        comments=tuple((*place, text) for place, text in scan.comments.items()),
        currencies=tuple((*place, code) for place, code in scan.told.currencies.items()),
        percents=tuple(scan.told.percents),
        struck=tuple(struck_of(scan.told)),
        parts=tuple(parts_of(scan.told)),
    )


def _rows(sheet: Any, calendar: int, last: int) -> Iterator[list[object]]:
    for row in range(last):
        yield [
            _value(kind, value, calendar)
            for kind, value in zip(sheet.row_types(row), sheet.row_values(row), strict=True)
        ]


def _value(kind: int, value: Any, calendar: int) -> object:
    """Return a cell's value with its type; an error, which has none, is None."""
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_NUMBER, XL_CELL_TEXT

    if kind == XL_CELL_TEXT:
        return str(value)
    if kind == XL_CELL_NUMBER:
        return float(value)
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    return _moment(value, calendar) if kind == XL_CELL_DATE else None


def _moment(value: float, calendar: int) -> datetime | time | float:
    """Return the date, or the time of day alone; the number where it can be no date."""
    from xlrd.xldate import XLDateError, xldate_as_datetime

    try:
        moment: datetime = xldate_as_datetime(value, calendar)
    except (XLDateError, OverflowError, ValueError):
        return value
    return moment.time() if 0 <= value < 1 else moment
