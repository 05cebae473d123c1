"""Pages to files: .xlsx by two libraries, and the formats that are written by hand in their own modules."""

import datetime as dt
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from tests.corpus.meaning import Cell, File, Page, Plain

_MADE: Final = dt.datetime(2026, 3, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_DAY: Final = "dd/mm/yyyy"
_PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001"
    "0d0a2db40000000049454e44ae426082"
)


def value_of(page: Page, row: int, column: int) -> Plain:
    """Return what is stored in a cell, as far as its value goes."""
    found = page.cells.get((row, column))
    return found.value if isinstance(found, Cell) else found


def size_of(page: Page) -> tuple[int, int]:
    """Return the last row and the last column in use."""
    places = [*page.cells, *((merge[2], merge[3]) for merge in page.merges)]
    return max((row for row, _ in places), default=0), max((column for _, column in places), default=0)


def _xlsx(file: File, path: Path) -> None:
    import xlsxwriter

    options = {
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "date_1904": file.epoch1904,
    }
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _MADE, "title": file.name})
    styles: dict[str, Any] = {}
    for page in file.pages:
        sheet = book.add_worksheet(page.name)
        if page.rtl:
            sheet.right_to_left()
        for first_row, first_column, last_row, last_column in page.merges:
            sheet.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, "")
        for (row, column), cell in page.cells.items():
            one = cell if isinstance(cell, Cell) else Cell(cell)
            _xlsx_cell(sheet, row - 1, column - 1, one, _style(book, styles, one))
            if one.parts:
                looks = {"up": {"font_script": 1}, "strike": {"font_strikeout": True}}
                runs = [(book.add_format(looks[look]) if look else None, text) for text, look in one.parts]
                sheet.write_rich_string(row - 1, column - 1, *[part for run in runs for part in run if part])
        for row in page.hidden_rows:
            sheet.set_row(row - 1, None, None, {"hidden": True})
        for column in page.hidden_columns:
            sheet.set_column(column - 1, column - 1, None, None, {"hidden": True})
        _xlsx_extras(sheet, page)
    first = next(place for place, page in enumerate(file.pages) if page.visible == "visible")
    book.worksheets()[first].activate()
    for place, page in enumerate(file.pages):
        if page.visible != "visible":
            sheet = book.worksheets()[place]
            sheet.very_hidden() if page.visible == "very_hidden" else sheet.hide()
    book.close()


def _style(book: Any, known: dict[str, Any], cell: Cell) -> Any:
    form = cell.format or (_DAY if isinstance(cell.value, dt.date) else "")
    key = f"{form}/{cell.font}/{cell.fill}"
    if key == "//":
        return None
    if key not in known:
        looks: dict[str, Any] = {"num_format": form} if form else {}
        looks |= {"font_strikeout": True} if cell.font == "strike" else {"font_color": "red"} if cell.font else {}
        looks |= {"bg_color": cell.fill} if cell.fill else {}
        known[key] = book.add_format(looks)
    return known[key]


def _xlsx_cell(sheet: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if cell.formula or cell.error:
        sheet.write_formula(row, column, cell.formula or "=Sheet9!A1", style, cell.error or cell.value)
    elif isinstance(cell.value, dt.date):
        sheet.write_datetime(row, column, cell.value, style)
    elif cell.value is not None:
        sheet.write(row, column, cell.value, style)
    if cell.comment:
        sheet.write_comment(row, column, cell.comment)


def _xlsx_extras(sheet: Any, page: Page) -> None:
    rows, columns = size_of(page)
    extras = page.extras
    if "freeze" in extras:
        sheet.freeze_panes(extras["freeze"], 0)
    if "filter" in extras:
        sheet.autofilter(int(str(extras["filter"])) - 1, page.left - 1, rows - 1, columns - 1)
    for level_row in extras.get("grouped", ()):  # type: ignore[attr-defined]
        sheet.set_row(level_row - 1, None, None, {"level": 1})
    if "text box" in extras:
        sheet.insert_textbox(rows + 1, 1, extras["text box"])
    if "logo" in extras:
        sheet.insert_image(0, 0, "logo.png", {"image_data": BytesIO(_PIXEL)})
    if "repeat" in extras:
        sheet.repeat_rows(int(str(extras["repeat"])) - 1)
    if "table" in extras:
        area: Any = extras["table"]
        labels = [{"header": value_of(page, area[0], column)} for column in range(page.left, columns + 1)]
        sheet.add_table(area[0] - 1, page.left - 1, area[1] - 1, columns - 1, {"columns": labels})
    if "list" in extras:
        sheet.data_validation(rows, 0, rows + 20, 0, {"validate": "list", "source": extras["list"]})


def _openpyxl(file: File, path: Path) -> None:
    """Write with a library that stores no results of formulas, as other programs than Excel do."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    book.properties.created = _MADE
    book.properties.title = file.name
    for place, page in enumerate(file.pages):
        sheet: Any = book.active if not place else book.create_sheet()
        sheet.title = page.name
        sheet.sheet_view.rightToLeft = page.rtl
        for (row, column), cell in page.cells.items():
            one = cell if isinstance(cell, Cell) else Cell(cell)
            made = sheet.cell(row, column, one.formula or one.value)
            if one.format or isinstance(one.value, dt.date):
                made.number_format = one.format or _DAY
            if one.comment:
                made.comment = Comment(one.comment, "Desk")
        for merge in page.merges:
            sheet.merge_cells(start_row=merge[0], start_column=merge[1], end_row=merge[2], end_column=merge[3])
        for row in page.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        if page.visible != "visible":
            sheet.sheet_state = "hidden"
    book.save(path)


def _html(file: File, path: Path) -> None:
    from tests.corpus.writing_text import html_of

    path.write_bytes(html_of(file.pages).encode(file.encoding))


def _text(file: File, path: Path) -> None:
    from tests.corpus.writing_text import text_of

    path.write_bytes(text_of(file.pages[0], file.delimiter).encode(file.encoding))


def _ods(file: File, path: Path) -> None:
    from tests.corpus.writing_ods import write_ods

    write_ods(file.pages, path)


def _xls(file: File, path: Path) -> None:
    from tests.corpus.writing_xls import write_xls

    write_xls(file.pages, path)


def _docx(file: File, path: Path) -> None:
    from tests.corpus.writing_docx import write_docx

    write_docx(file.pages, path)


def _flat(file: File, path: Path) -> None:
    from tests.corpus.writing_ods import flat_of

    path.write_text(flat_of(file.pages), "utf-8")


def _xml(file: File, path: Path) -> None:
    from tests.corpus.writing_xml import xml_of

    path.write_text(xml_of(file.pages), "utf-8")


def _archive(file: File, path: Path) -> None:
    from tests.corpus.writing_xml import archive_of

    path.write_bytes(archive_of(file.pages))


_WRITERS: Final[Mapping[str, Callable[[File, Path], None]]] = {
    "xlsx": _xlsx,
    "openpyxl": _openpyxl,
    "html": _html,
    "text": _text,
    "ods": _ods,
    "xls": _xls,
    "docx": _docx,
    "flat": _flat,
    "xml": _xml,
    "archive": _archive,
}


def write(file: File, folder: Path) -> Path:
    """Write a file into a folder of its own making and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file.name
    _WRITERS[file.kind](file, path)
    if file.locked:
        _lock(path, file.locked)
    return path


def _lock(path: Path, password: str) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = BytesIO(path.read_bytes())
    with path.open("wb") as locked:
        OOXMLFile(plain).encrypt(password, locked)
