"""A large workbook, whose sheets are looked at while the engine reads, is read as a small one is."""

import random
import zipfile
from pathlib import Path

import pytest

from khartoum_desktop.sheets.reading import read_workbook


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """Give a workbook of more than a megabyte with a hidden row, an error, a comment and a second, hidden sheet."""
    import xlsxwriter

    dice = random.Random(4)  # noqa: S311 - the same file every time
    path = tmp_path / "large.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet("Projects"), book.add_worksheet("Old")
        sheet.write_row(0, 0, ["Title", "Cost"])
        for row in range(1, 300):
            sheet.write_row(row, 0, [f"{row} {dice.randbytes(5000).hex()}", row * 1000])
        sheet.set_row(6, None, None, {"hidden": True})
        sheet.write_formula(8, 1, "=1/0", None, "#DIV/0!")
        sheet.write_comment(2, 0, "by rail")
        other.write(0, 0, "1999")
        other.hide()
    assert path.stat().st_size > 1 << 20
    return path


def test_all_of_it_is_found(large: Path) -> None:
    book = read_workbook(large)
    sheet, other = book.sheets
    assert len(sheet.rows) == 300
    assert (sheet.rows[5][1], sheet.rows[8][1], other.rows) == (5000, None, (("1999",),))
    assert sheet.hidden_rows == {7}
    assert sheet.errors == {(9, 2): "#DIV/0!"}
    assert sheet.comments == {(3, 1): "by rail"}
    assert other.visible == "hidden"


def test_damage_is_said(large: Path) -> None:
    with zipfile.ZipFile(large) as old:
        parts = {entry.filename: old.read(entry) for entry in old.infolist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b'r="B300"', b'r="ZZZZZZ300"')
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    book = read_workbook(large)
    assert [sheet.name for sheet in book.sheets] == ["Old"]
    assert any("Projects" in note for note in book.notes)


@pytest.mark.parametrize("cell", ["ZZ200000", "XFD1048576"])
def test_a_first_sheet_that_reaches_too_far_is_left_out_and_the_others_are_read(tmp_path: Path, cell: str) -> None:
    import openpyxl

    path = tmp_path / "far.xlsx"
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first["A1"], first[cell] = "Title", "far away"
    book.create_sheet("Projects").append(["Title", "Country"])
    book.save(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/media/image1.bin", random.Random(4).randbytes(6 << 20))  # noqa: S311
    found = read_workbook(path)
    assert [sheet.name for sheet in found.sheets] == ["Projects"]
    assert cell in found.notes[0]
