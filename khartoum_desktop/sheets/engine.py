"""Reads .xlsx, .xlsm, .xlsb, .xls and .ods with python-calamine, after the package and each sheet were looked at."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Final

from msgspec import structs

from khartoum_desktop.sheets.cells import Packer
from khartoum_desktop.sheets.comments import Drawings, comments_of, drawn_over
from khartoum_desktop.sheets.messages import Found, Message, Place, Refusal, Remark, SheetHead
from khartoum_desktop.sheets.model import Kind, Limits, Visibility, cell_name, column_number
from khartoum_desktop.sheets.packages import BROKEN, Package, Part
from khartoum_desktop.sheets.rich_texts import shared_pieces
from khartoum_desktop.sheets.scanning import SheetScan, scan_sheet
from khartoum_desktop.sheets.styles import telling_styles
from khartoum_desktop.sheets.telling import Telling, parts_of, struck_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

_MOST_MERGES: Final = 50_000
_LARGE: Final = 1 << 20  # bytes
_HEAD: Final = 4096  # bytes of a sheet in which its size stands
_SIZE: Final = re.compile(rb"<(?:\w+:)?dimension\s[^>]*?ref=[\"'](?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})[\"']")


def read_grids(
    data: bytes, kind: Kind, digest: str, limits: Limits, scans: Mapping[str, SheetScan] | None = None
) -> Iterator[Message]:
    """Yield the messages of a workbook in one of calamine's formats; an unreadable sheet is left out, with a remark.

    `scans` is what is known already of the sheets, by name; else it is looked for where a package can be looked into.
    """
    from python_calamine import SheetTypeEnum

    form: Kind = "ods" if kind == "fods" else kind
    packed = _packed_flat(data, limits) if kind == "fods" else data
    ahead: dict[int, CalamineSheet | None] = {}
    if scans is None and kind in ("xlsx", "xlsm") and len(data) > _LARGE:
        workbook, ahead, scans = _at_once(data, limits)
    else:
        scans = _scans(packed, form, limits) if scans is None else scans
        workbook = _opened(packed)
    yield Found(digest, kind, sum(scan.last_row for scan in scans.values()))
    packer = Packer()
    second = SecondChance(data) if kind in ("xlsx", "xlsm") else None
    drawings = Drawings()
    cells = limits.cells
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        scan = scans.get(about.name)
        if scan and (remark := left_out(about.name, scan, limits)):
            yield remark
            continue
        sheet = ahead.pop(index, None) or _sheet(workbook, index) or (second.sheet(about.name) if second else None)
        if sheet is None:
            yield Remark("sheet_damaged", {"sheet": about.name})
            continue
        last_row, last_column = (1 + number for number in sheet.end or (-1, -1))
        cells -= sheet.height * sheet.width
        if last_row > limits.rows or sheet.width > limits.columns or cells < 0:
            yield _too_large(about.name, last_row, last_column)
            continue
        if scan and scan.uncalculated:
            yield Remark(
                "uncalculated",
                {"sheet": about.name, "n": len(scan.uncalculated), "cell": cell_name(*next(iter(scan.uncalculated)))},
            )
        if scan:
            drawings.add(about.name, scan.drawn)
        errors = scan.errors if scan and form == "ods" else {}
        yield from packer.sheet(_head(about, sheet, scan), _rows(sheet, errors))
    yield from packer.remarks()
    yield from drawings.remarks()
    if second and second.mended:
        yield Remark("mended", {"n": second.mended})


def _at_once(
    data: bytes, limits: Limits
) -> "tuple[CalamineWorkbook, dict[int, CalamineSheet | None], dict[str, SheetScan]]":
    """Return a workbook, its first sheet by its place, and what its sheets hide, all found at the same time.

    For large ones only: a small file made to harm the engine is looked at before the engine sees it. So is a first
    sheet that says itself that it reaches too far.
    """
    from threading import Thread

    package = Package(data, limits)
    package.check_strings()
    is_ordinary = _is_ordinary(package, limits)
    found: list[dict[str, SheetScan] | Exception] = []

    def look() -> None:
        try:
            found.append(scans_of(package, limits))
        except Exception as error:  # noqa: BLE001 - it is raised again where it is waited for
            found.append(error)

    looking = Thread(target=look, daemon=True)
    looking.start()
    workbook = _opened(data)  # the engine leaves the interpreter to the other thread
    ahead = {0: _sheet(workbook, 0)} if workbook.sheet_names and is_ordinary else {}
    looking.join()
    if isinstance(found[0], Exception):
        raise found[0]
    return workbook, ahead, found[0]


def _is_ordinary(package: Package, limits: Limits) -> bool:
    """Whether the first sheet says that it is small enough to be read, or does not say how large it is."""
    for part in package.sheet_parts()[:1]:
        try:
            with package.open(part.entry) as stream:
                size = _SIZE.search(stream.read(_HEAD))
        except BROKEN as error:
            raise Refusal("damaged") from error
        return size is None or limits.allow(int(size[2]), column_number(size[1].decode()))
    return True


def _packed_flat(data: bytes, limits: Limits) -> bytes:
    from khartoum_desktop.sheets.flat_ods import packed_flat

    return packed_flat(data, limits)


def _scans(data: bytes, kind: Kind, limits: Limits) -> dict[str, SheetScan]:
    """Check the package, and return what each sheet of an .xlsx hides, by the sheet's name."""
    package = Package(data, limits)
    if kind == "ods":
        if package.is_locked():
            raise Refusal("locked_otherwise")  # a lock within a lock
        from khartoum_desktop.sheets.open_document import scan_open_document

        return scan_open_document(package)
    if kind == "xlsb":
        from khartoum_desktop.sheets.binary_workbook import scan_binary

        return scan_binary(package)
    if kind not in ("xlsx", "xlsm"):
        return {}
    package.check_strings()
    return scans_of(package, limits)


def scans_of(package: Package, limits: Limits) -> dict[str, SheetScan]:
    """Return what each sheet of an .xlsx hides, by the sheet's name."""
    telling = Telling(telling_styles(package.styles()), shared_pieces(package))
    return {part.sheet: _scanned(package, part, limits, telling) for part in package.sheet_parts()}


def _scanned(package: Package, part: Part, limits: Limits, telling: Telling) -> SheetScan:
    try:
        with package.open(part.entry) as stream:
            scan = scan_sheet(stream, telling=telling)
        if not (scan.impossible or scan.unnumbered or _fits(scan, limits)):
            with package.open(part.entry) as stream:
                scan = scan_sheet(stream, close=True, telling=telling)
    except BROKEN as error:
        raise Refusal("damaged") from error
    scan.comments = comments_of(package, part)
    scan.drawn = drawn_over(package, part)
    return scan


def _fits(scan: SheetScan, limits: Limits) -> bool:
    return limits.allow(scan.last_row, scan.last_column)


def left_out(name: str, scan: SheetScan, limits: Limits) -> Remark | None:
    """Return what is said of a sheet that is not read because of what a look at it found; None: it is read."""
    if scan.impossible:
        return Remark("sheet_damaged", {"sheet": name})
    return None if _fits(scan, limits) else _too_large(name, scan.last_row, scan.last_column)


def _too_large(name: str, row: int, column: int) -> Remark:
    return Remark("sheet_too_large", {"sheet": name, "cell": cell_name(row, column)})


def _opened(data: bytes) -> "CalamineWorkbook":
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except BaseException as error:
        locked = isinstance(error, PasswordError)
        raise Refusal(
            "locked_otherwise" if locked else "bomb" if "limit exceeded" in str(error) else "damaged"
        ) from error


def _sheet(workbook: "CalamineWorkbook", index: int) -> "CalamineSheet | None":
    try:
        return workbook.get_sheet_by_index(index)
    except BaseException:  # noqa: BLE001 - a panic of the engine is no Exception
        return None


def _rows(sheet: "CalamineSheet", errors: Collection[Place]) -> Iterator[Sequence[object]]:
    """Yield the rows of the used rectangle; the engine puts blank rows above it, but no blank columns beside it.

    Of an .ods it gives the names of errors as texts.
    """
    first, left = sheet.start or (0, 0)
    rows = islice(sheet.iter_rows(), first, None)
    if not errors:
        yield from rows
        return
    broken = {row for row, _column in errors}
    for number, row in enumerate(rows, first + 1):
        if number in broken:
            yield [None if (number, left + place) in errors else cell for place, cell in enumerate(row, 1)]
        else:
            yield row


def _visibility(about: "SheetMetadata") -> Visibility:
    from python_calamine import SheetVisibleEnum

    if about.visible == SheetVisibleEnum.Visible:
        return "visible"
    return "hidden" if about.visible == SheetVisibleEnum.Hidden else "very_hidden"


def _head(about: "SheetMetadata", sheet: "CalamineSheet", scan: SheetScan | None) -> SheetHead:
    (row, column), (last_row, last_column) = sheet.start or (0, 0), sheet.end or (-1, -1)
    merges = tuple(
        (top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in (sheet.merged_cell_ranges or [])[:_MOST_MERGES]
    )
    used = (row + 1, column + 1, last_row + 1, last_column + 1)
    head = SheetHead(about.name, _visibility(about), None, used[0], used[1], merges)
    return head if scan is None else with_scan(head, scan, used)


def with_scan(head: SheetHead, scan: SheetScan, used: tuple[int, int, int, int]) -> SheetHead:
    """Return a sheet's head with what its scan found; `used` is the rectangle of its values."""
    _row, column, last_row, last_column = used
    hidden = {
        number
        for first, last in scan.hidden_columns
        for number in range(max(first, column), min(last, last_column) + 1)
    }
    return structs.replace(
        head,
        right_to_left=scan.right_to_left,
        first_row=used[0],
        first_column=column,
        merges=tuple(scan.merges[:_MOST_MERGES]) or head.merges,
        hidden_rows=tuple(sorted(number for number in scan.hidden_rows if used[0] <= number <= last_row)),
        hidden_columns=tuple(sorted(hidden)),
        errors=tuple((place[0], place[1], text) for place, text in scan.errors.items()),
        uncalculated=tuple((place[0], place[1], text) for place, text in scan.uncalculated.items()),
        comments=tuple((place[0], place[1], text) for place, text in scan.comments.items()),
        currencies=tuple((place[0], place[1], code) for place, code in scan.told.currencies.items()),
        units=tuple((place[0], place[1], unit) for place, unit in scan.told.units.items()),
        percents=tuple(scan.told.percents),
        struck=tuple(struck_of(scan.told)),
        parts=tuple(parts_of(scan.told)),
    )


class SecondChance:
    """The sheets of an .xlsx once more, with what the engine could not take mended; `mended` counts the cells."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.mended = 0

    @cached_property
    def _workbook(self) -> "CalamineWorkbook | None":
        from khartoum_desktop.sheets.mending import mended

        found = mended(self._data)
        self.mended = found.cells if found else 0
        return _opened(found.data) if found else None

    def sheet(self, name: str) -> "CalamineSheet | None":
        """Return a sheet, None if it still cannot be read."""
        if self._workbook is None or name not in self._workbook.sheet_names:
            return None
        return _sheet(self._workbook, self._workbook.sheet_names.index(name))
