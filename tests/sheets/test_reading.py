"""Workbooks of every kind come in with their values, their coordinates, and what the sheets hide."""

import hashlib
import zipfile
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.sheets.model import CellRange, Workbook
from khartoum_desktop.sheets.reading import read_workbook
from tests.sheets import hostile


def read(book: openpyxl.Workbook, path: Path) -> Workbook:
    book.save(path)
    return read_workbook(path)


def first(book: openpyxl.Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_values_keep_their_types(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    values = [
        "تعزيز إدارة الحدود",
        42,
        42.0,
        2.5,
        True,
        False,
        date(2025, 4, 9),
        datetime(2025, 4, 9),  # noqa: DTZ001 - Excel knows no time zones
        datetime(2025, 4, 9, 13, 30),  # noqa: DTZ001
        time(13, 30),
        timedelta(hours=36, minutes=5),
        1e300,
        -7,
        "  ",
        "007",
        "2025-04-09",
    ]
    first(book).append(values)
    (row,) = read(book, tmp_path / "a.xlsx").sheets[0].rows
    moment = datetime(2025, 4, 9, 13, 30)  # noqa: DTZ001
    assert row == (
        *("تعزيز إدارة الحدود", 42, 42, 2.5, True, False, date(2025, 4, 9), date(2025, 4, 9), moment),
        *("13:30:00", "36:05:00", 1e300, -7, None, "007", "2025-04-09"),
    )
    kinds = [type(value) for value in row]
    assert kinds[1:9] == [int, int, float, bool, bool, date, date, datetime]


def test_the_year_1904_calendar(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    first(book).append([date(2025, 4, 9)])
    assert read(book, tmp_path / "a.xlsx").sheets[0].rows == ((date(2025, 4, 9),),)


def test_the_hash_and_name_are_those_of_the_file(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first(book)["A1"] = "x"
    path = tmp_path / "نهائي (1).xlsx"
    read_book = read(book, path)
    assert read_book.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (read_book.name, read_book.kind, read_book.text) == ("نهائي (1).xlsx", "xlsx", None)


def test_row_and_column_numbers_are_those_of_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = first(book)
    sheet["C5"], sheet["E5"], sheet["D9"] = "left", "right", "low"
    sheet["Z40"].font = Font(bold=True)  # a blank cell with a format is no value
    result = read(book, tmp_path / "a.xlsx").sheets[0]
    assert (result.first_row, result.first_column, result.last_row, result.last_column) == (5, 3, 9, 5)
    assert (result.value(5, 3), result.value(5, 5), result.value(9, 4)) == ("left", "right", "low")
    assert all(len(row) == result.width for row in result.rows)


def test_the_blank_tail_is_cut(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = first(book)
    sheet["A1"], sheet["A2"] = "x", "y"
    for row in range(3, 3000):
        sheet.cell(row, 30).value = " "
    result = read(book, tmp_path / "a.xlsx").sheets[0]
    assert result.rows == (("x",), ("y",))


def test_what_a_sheet_hides_is_found(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = first(book)
    sheet.sheet_view.rightToLeft = True
    for row in range(1, 8):
        sheet.append([row, "text", "more", "last"])
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("B1:D1")
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[5].hidden = True
    sheet.row_dimensions[900].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.column_dimensions["XFD"].hidden = True
    book.create_sheet("old").sheet_state = "hidden"
    book.create_sheet("lists").sheet_state = "veryHidden"
    result = read(book, tmp_path / "a.xlsx")
    shown = result.sheets[0]
    assert [sheet.visible for sheet in result.sheets] == ["visible", "hidden", "very_hidden"]
    assert [sheet.right_to_left for sheet in result.sheets] == [True, False, False]
    assert shown.merges == (CellRange(2, 1, 4, 1), CellRange(1, 2, 1, 4))
    assert shown.hidden_rows == {3, 5}
    assert shown.hidden_columns == {3}


def test_a_filtered_list_has_hidden_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(5):
            sheet.write_row(row, 0, [row, "x"])
        sheet.set_row(3, None, None, {"hidden": True})
    assert read_workbook(path).sheets[0].hidden_rows == {4}


def test_error_cells_are_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = first(book)
    sheet.append(["a", "#REF!", 3])
    sheet.append(["#N/A", "b", "#DIV/0!"])
    result = read(book, tmp_path / "a.xlsx").sheets[0]
    assert result.errors == {(1, 2): "#REF!", (2, 1): "#N/A", (2, 3): "#DIV/0!"}
    assert result.rows == (("a", None, 3), (None, "b", None))


def test_formulas_without_result_are_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = first(book)
    sheet.append(["total", "=1+1", "=SUM(A1:A3)"])
    result = read(book, tmp_path / "a.xlsx")
    assert result.sheets[0].uncalculated == {(1, 2): "=1+1", (1, 3): "=SUM(A1:A3)"}
    assert len(result.notes) == 1
    assert "B1" in result.notes[0]


def test_formulas_with_results_give_them(tmp_path: Path) -> None:
    row = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1" t="str"><f>"x"</f><v>x</v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    result = read_workbook(hostile.package(tmp_path / "a.xlsx", hostile.sheet_xml(row)))
    assert result.sheets[0].rows == ((2, None, "x"),)
    assert result.sheets[0].errors == {(1, 4): "#DIV/0!"}
    assert result.sheets[0].uncalculated == {}
    assert result.notes == ()


def test_rows_and_cells_without_numbers_count_from_their_neighbours(tmp_path: Path) -> None:
    rows = (
        "<row><c><v>1</v></c><c t='e'><v>#REF!</v></c></row><row hidden='true'><c><v>2</v></c></row>"
        '<row r="9"><c r="C9"><v>3</v></c><c><f>1+1</f></c></row>'
    )
    sheet = read_workbook(hostile.package(tmp_path / "a.xlsx", hostile.sheet_xml(rows))).sheets[0]
    assert (sheet.value(1, 1), sheet.value(2, 1), sheet.value(9, 3)) == (1, 2, 3)
    assert sheet.errors == {(1, 2): "#REF!"}
    assert sheet.hidden_rows == {2}
    assert sheet.uncalculated == {(9, 4): "=1+1"}


def test_names_with_a_prefix_are_understood(tmp_path: Path) -> None:
    rows = '<x:row r="1" hidden="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" t="e"><x:v>#N/A</x:v></x:c></x:row>'
    view = '<x:sheetViews><x:sheetView rightToLeft="1" workbookViewId="0"/></x:sheetViews>'
    xml = f'<x:worksheet xmlns:x="{hostile.MAIN}">{view}<x:sheetData>{rows}</x:sheetData></x:worksheet>'
    sheet = read_workbook(hostile.package(tmp_path / "a.xlsx", xml)).sheets[0]
    assert sheet.rows == ((1,),)
    assert sheet.errors == {(1, 2): "#N/A"}
    assert sheet.hidden_rows == {1}
    assert sheet.right_to_left


def test_strict_workbooks_are_read(tmp_path: Path) -> None:
    path, strict = tmp_path / "a.xlsx", tmp_path / "strict.xlsx"
    book = openpyxl.Workbook()
    first(book).append(["عنوان", 7, "#REF!"])
    first(book).sheet_view.rightToLeft = True
    book.save(path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            new.writestr(
                name,
                content.replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            )
    sheet = read_workbook(strict).sheets[0]
    assert sheet.rows == (("عنوان", 7),)
    assert sheet.right_to_left
    assert sheet.errors == {(1, 3): "#REF!"}


def test_chart_sheets_are_no_sheets(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("data")
        sheet.write_row(0, 0, [1, 2])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=data!$A$1:$B$1"})
        book.add_chartsheet("chart").set_chart(chart)
    assert [sheet.name for sheet in read_workbook(path).sheets] == ["data"]


def test_texts_lose_only_what_no_text_has(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first(book).append(["السودان\u200e", "a_x0000__x0007_b", "e\u0301te\u0301", "line\nnext\ttab", " keeps spaces "])
    (row,) = read(book, tmp_path / "a.xlsx").sheets[0].rows
    assert row[:4] == ("السودان\u200e", "ab", "été", "line\nnext\ttab")
    assert str(row[4]).strip() == "keeps spaces"


def test_garbled_texts_are_repaired_and_said(tmp_path: Path) -> None:
    text = "اسم المشروع"
    book = openpyxl.Workbook()
    first(book).append([text.encode().decode("cp1256"), text.encode("cp1256").decode("cp1252"), "Bénéficiaires"])
    result = read(book, tmp_path / "a.xlsx")
    assert result.sheets[0].rows == ((text, text, "Bénéficiaires"),)
    assert len(result.notes) == 1
    assert "2" in result.notes[0]


def test_a_macro_workbook_is_read_for_its_values(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
        ' ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    )
    hostile.package(path, hostile.sheet_xml(hostile.cells("A1")), parts={"[Content_Types].xml": types})
    assert read_workbook(path).kind == "xlsm"


def test_open_document_sheets(tmp_path: Path) -> None:
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    cells = (
        '<table:table-cell office:value-type="string"><text:p>عنوان</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="42"/>'
        '<table:table-cell office:value-type="date" office:date-value="2025-04-09"/>'
    )
    content = (
        f'<office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0"'
        f' xmlns:text="{space}text:1.0"><office:body><office:spreadsheet><table:table table:name="م">'
        f'<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        f"<table:table-row><table:table-cell/>{cells}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048572"><table:table-cell/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='x'/>")
        archive.writestr("content.xml", content)
    result = read_workbook(path)
    sheet = result.sheets[0]
    assert (result.kind, sheet.name, sheet.first_row, sheet.first_column) == ("ods", "م", 4, 2)
    assert sheet.rows == (("عنوان", 42, date(2025, 4, 9)),)
    assert sheet.right_to_left is None


def test_the_kind_is_told_by_content_not_by_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first(book)["A1"] = "x"
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.csv")
    assert read_workbook(tmp_path / "a.csv").kind == "xlsx"
    (tmp_path / "b.xls").write_text("name;budget\nroad;5\n")
    assert read_workbook(tmp_path / "b.xls").kind == "text"


def test_progress_counts_up_to_all_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row in range(3000):
            sheet.write_row(row, 0, [row, "text"])
    heard: list[tuple[int, int]] = []
    read_workbook(path, progress=lambda done, total: heard.append((done, total)))
    assert [done for done, _total in heard] == sorted(done for done, _total in heard)
    assert heard[-1] == (3000, 3000)


def tables_in(folder: Path) -> int:
    """Return how many files of a folder give a workbook; the others are refused, not broken."""
    tables = 0
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        with suppress(UserError):
            tables += bool(read_workbook(file).sheets)
    return tables


@pytest.mark.parametrize(
    ("folder", "least"),
    [
        ("dtm-sudan", 14),
        ("ocha-3w", 14),
        ("ocha-hornafrica", 22),
        ("beis-oda", 41),
        pytest.param("messytables", 37, marks=pytest.mark.slow),
        pytest.param("calamine", 149, marks=pytest.mark.slow),
    ],
)
def test_real_files_end_in_a_table_or_a_sentence(corpus: Path | None, folder: str, least: int) -> None:
    if corpus:
        assert tables_in(corpus / folder) >= least


@pytest.mark.parametrize(
    ("name", "kind"), [("any_sheets.xls", "xls"), ("any_sheets.xlsb", "xlsb"), ("any_sheets.ods", "ods")]
)
def test_the_older_formats_show_their_hidden_sheets(corpus: Path | None, name: str, kind: str) -> None:
    if corpus:
        book = read_workbook(corpus / "calamine" / f"tests__{name}")
        assert book.kind == kind
        assert {sheet.visible for sheet in book.sheets} >= {"visible", "hidden"}
