""".xls of every age: what Excel 2 to 4 wrote, what calamine hides or cannot open, and nothing on standard output."""

from datetime import date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.sheets.model import CellRange, Limits
from khartoum_desktop.sheets.reading import read_workbook
from tests.sheets.old_files import (
    SECTOR,
    biff2,
    biff8,
    error,
    hidden_column,
    hidden_row,
    label,
    merge,
    note,
    number,
    ole,
    right_to_left,
)

TABLE: list[list[str | float]] = [["اسم المشروع", "الميزانية"], ["تعزيز إدارة الحدود", 2_500_000.0], ["طريق", 0.5]]


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_excel_2_is_read_in_its_code_page(tmp_path: Path) -> None:
    book = read_workbook(put(tmp_path / "قديم.xls", biff2(TABLE)))
    assert book.kind == "xls"
    assert book.sheets[0].rows == (("اسم المشروع", "الميزانية"), ("تعزيز إدارة الحدود", 2_500_000), ("طريق", 0.5))
    assert book.sheets[0].name == "Sheet 1"  # it had no name: ids of imported rows are made of this one


def test_dates_of_excel_2_are_dates(tmp_path: Path) -> None:
    book = read_workbook(put(tmp_path / "a.xls", biff2([["بداية", 45_756.0], ["x", 45_756.5]])))
    assert book.sheets[0].rows == (("بداية", date(2025, 4, 9)), ("x", datetime(2025, 4, 9, 12)))  # noqa: DTZ001


def test_comments_and_formats_of_excel_2_tell_what_they_tell(tmp_path: Path) -> None:
    content = biff2(TABLE, note(1, 0, "يراجع مع الوزارة"))
    sheet = read_workbook(put(tmp_path / "a.xls", content)).sheets[0]
    assert sheet.comments == {(2, 1): "يراجع مع الوزارة"}
    assert sheet.currencies == {(2, 2): "EUR"}
    assert sheet.percents == {(3, 2)}


def test_excel_4_that_is_torn_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Excel 4 or older"):
        read_workbook(put(tmp_path / "a.xls", b"\x09\x04\x06\x00\x00\x04\x10\x00\x00\x00" + b"\x04\x02\xff"))


def test_what_calamine_hides_is_found_in_an_xls(tmp_path: Path) -> None:
    cells = [right_to_left(), hidden_column(0), hidden_row(2), hidden_row(900), label(0, 0, "م"), label(0, 1, "اسم")]
    cells += [number(1, 0, 1), label(1, 1, "تعزيز"), error(1, 2, 0x2A), label(2, 1, "قديم"), label(3, 2, "z")]
    sheet = read_workbook(put(tmp_path / "a.xls", biff8(b"".join([*cells, merge(1, 2, 1, 1)])))).sheets[0]
    assert sheet.rows == (("م", "اسم", None), (1, "تعزيز", None), (None, "قديم", None), (None, None, "z"))
    assert (sheet.name, sheet.right_to_left) == ("مشروعات", True)
    assert sheet.errors == {(2, 3): "#N/A"}
    assert sheet.hidden_rows == {3}
    assert sheet.hidden_columns == {1}
    assert sheet.merges == (CellRange(2, 2, 3, 2),)


def test_what_calamine_cannot_open_is_read_all_the_same(tmp_path: Path) -> None:
    content = biff8(label(0, 0, "اسم") + label(1, 0, "طريق") + error(1, 1, 7) + merge(0, 0, 0, 1))
    path = put(tmp_path / "a.xls", content[3 * SECTOR :])  # the stream alone, without the container that calamine wants
    with pytest.raises(Exception, match="OLE"):
        CalamineWorkbook.from_path(path)
    sheet = read_workbook(path).sheets[0]
    assert sheet.rows == (("اسم",), ("طريق",))
    assert sheet.errors == {(2, 2): "#DIV/0!"}
    assert sheet.merges == (CellRange(1, 1, 1, 2),)


def test_a_far_cell_is_said_and_costs_no_memory(tmp_path: Path) -> None:
    path = put(tmp_path / "a.xls", biff8(label(0, 0, "x") + label(65_535, 255, "y")))
    with pytest.raises(UserError, match="IV65536"):
        read_workbook(path, limits=Limits(memory_bytes=200 * 1024 * 1024))


def test_a_document_with_a_workbook_inside_is_no_workbook(tmp_path: Path) -> None:
    content = ole("WordDocument", "Workbook".encode("utf-16-le") * 300)
    with pytest.raises(UserError, match="text document"):
        read_workbook(put(tmp_path / "a.doc", content))
