"""A second chance for an .xlsx that calamine refuses or dies of: openpyxl, slower and more forgiving."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from itertools import chain, dropwhile
from typing import TYPE_CHECKING, Final

from khartoum_desktop.sheets.cells import Packer
from khartoum_desktop.sheets.engine import left_out, read_grids, scans_of, with_scan
from khartoum_desktop.sheets.mending import mended
from khartoum_desktop.sheets.messages import Found, Message, Refusal, Remark, SheetHead
from khartoum_desktop.sheets.model import Kind, Limits, Visibility
from khartoum_desktop.sheets.packages import Package

if TYPE_CHECKING:
    from khartoum_desktop.sheets.scanning import SheetScan

_MOST_CELLS: Final = 300_000  # of a sheet: some seconds
_STATES: Final[dict[str, Visibility]] = {"hidden": "hidden", "veryHidden": "very_hidden"}


def read_twice(data: bytes, kind: Kind, digest: str, limits: Limits) -> Iterator[Message]:
    """Yield the messages of an .xlsx as calamine reads it; where that gives no sheet at all, as openpyxl does."""
    waiting: list[Remark] = []
    reason: Refusal | None = None
    begun = False
    try:
        for message in read_grids(data, kind, digest, limits):
            if isinstance(message, SheetHead) and not begun:
                begun = True
                yield from waiting
            if begun or not isinstance(message, Remark):
                yield message
            else:
                waiting.append(message)
    except Refusal as refusal:
        if begun or refusal.code != "damaged":
            raise
        reason = refusal
    if not begun:
        yield from _second(read_carefully(data, kind, digest, limits), waiting, reason)


def _second(messages: Iterator[Message], waiting: Sequence[Remark], reason: Refusal | None) -> Iterator[Message]:
    """Yield the messages of openpyxl about a file of which calamine gave no sheet, else what was said (`waiting`)."""
    first: list[Message] = []
    if reason or any(remark.code == "sheet_damaged" for remark in waiting):
        with suppress(Refusal):
            first = list(_up_to_sheet(messages))
    if not first and reason:
        raise reason
    yield from chain(first, messages) if first else waiting


def _up_to_sheet(messages: Iterator[Message]) -> Iterator[Message]:
    """Yield messages up to the first sheet; Refusal if there is none."""
    for message in messages:
        yield message
        if isinstance(message, SheetHead):
            return
    raise Refusal("damaged")


def read_carefully(data: bytes, kind: Kind, digest: str, limits: Limits) -> Iterator[Message]:
    """Yield the messages of an .xlsx of ordinary size as openpyxl reads it; Refusal where it cannot either."""
    if kind not in ("xlsx", "xlsm"):
        raise Refusal("damaged")
    scans = scans_of(Package(data, limits), limits)
    yield Found(digest, kind)
    packer = Packer()
    try:
        found = mended(data)
        for head, scan, rows in _sheets(found.data if found else data, scans):
            if remark := left_out(head.name, scan, limits) or _too_long(head.name, scan):
                yield remark
            else:
                yield from packer.sheet(*_placed(head, scan, rows))
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        raise Refusal("damaged") from error
    yield from packer.remarks()


def _too_long(name: str, scan: "SheetScan") -> Remark | None:
    return Remark("sheet_damaged", {"sheet": name}) if scan.last_row * scan.last_column > _MOST_CELLS else None


def _sheets(
    data: bytes, scans: "dict[str, SheetScan]"
) -> "Iterator[tuple[SheetHead, SheetScan, Iterator[Sequence[object]]]]":
    from openpyxl import load_workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        scan = scans.get(sheet.title)
        if scan is None or not isinstance(sheet, ReadOnlyWorksheet):
            continue
        sheet.reset_dimensions()
        head = SheetHead(sheet.title, _STATES.get(str(sheet.sheet_state), "visible"))
        yield head, scan, iter(sheet.iter_rows(values_only=True))


def _placed(
    head: SheetHead, scan: "SheetScan", rows: Iterator[Sequence[object]]
) -> tuple[SheetHead, Iterator[Sequence[object]]]:
    """Return a sheet's head and rows from its first filled row on, errors taken out of them."""
    numbered = dropwhile(lambda pair: not any(cell is not None for cell in pair[1]), enumerate(rows, 1))
    first = next(numbered, None)
    if first is None:
        return head, iter(())
    found = with_scan(head, scan, (first[0], 1, scan.last_row, scan.last_column))
    return found, (_without_errors(number, row, scan) for number, row in chain((first,), numbered))


def _without_errors(number: int, row: Sequence[object], scan: "SheetScan") -> Sequence[object]:
    return [
        None if isinstance(cell, str) and (number, place) in scan.errors else cell for place, cell in enumerate(row, 1)
    ]
