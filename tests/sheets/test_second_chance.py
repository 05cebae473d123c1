"""Sheets that calamine refuses for one cell, and files that it refuses whole, are read all the same; Strict too."""

import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.sheets import watching
from khartoum_desktop.sheets.model import Workbook
from khartoum_desktop.sheets.reading import read_workbook
from tests.sheets import hostile

STRINGS = (
    f'<sst xmlns="{hostile.MAIN}" count="2" uniqueCount="2"><si><t>عنوان</t></si>'
    "<si><r><t>a</t></r><r><t>b</t></r></si></sst>"
)


def cell(place: str, kind: str, value: str, more: str = "") -> str:
    return f'<c r="{place}" t="{kind}"{more}><v>{value}</v></c>'


def read_cell(path: Path, kind: str, value: str) -> Workbook:
    rows = f'<row r="1"><c r="A1"><v>1</v></c>{cell("B1", kind, value)}</row><row r="2">{cell("A2", "s", "0")}</row>'
    return read_workbook(hostile.package(path, hostile.sheet_xml(rows), strings=STRINGS))


@pytest.mark.parametrize("error", ["#CALC!", "#SPILL!", "#FIELD!", "#BLOCKED!", "#BUSY!", "#GETTING_DATA", "#BOGUS!"])
def test_errors_that_the_engine_does_not_know_are_named(tmp_path: Path, error: str) -> None:
    book = read_cell(tmp_path / "a.xlsx", "e", error)
    assert book.sheets[0].errors == {(1, 2): error}
    assert book.sheets[0].rows == ((1,), ("عنوان",))
    assert book.notes == ()


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("n", "1,5", "1,5"),
        ("n", "######", "######"),
        ("n", "0x10", "0x10"),
        ("b", "x", "x"),
        ("unknown", "abc", "abc"),
        ("s", "99", None),
    ],
)
def test_what_no_cell_of_its_kind_can_hold_is_text_and_said(
    tmp_path: Path, kind: str, value: str, read: str | None
) -> None:
    book = read_cell(tmp_path / "a.xlsx", kind, value)
    assert book.sheets[0].value(1, 2) == read
    assert book.sheets[0].value(2, 1) == "عنوان"
    assert len(book.notes) == 1


@pytest.mark.parametrize(("value", "read"), [("NaN", "nan"), ("Infinity", "inf"), (" 5 ", 5), ("1.5E+3", 1500)])
def test_odd_numbers_are_read_without_a_word(tmp_path: Path, value: str, read: object) -> None:
    book = read_cell(tmp_path / "a.xlsx", "n", value)
    assert book.sheets[0].value(1, 2) == read
    assert book.notes == ()


def test_formulas_keep_their_place_in_a_mended_sheet(tmp_path: Path) -> None:
    row = (
        '<row r="1"><c r="A1" t="e"><f>SORT(1)</f><v>#SPILL!</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1"><f>1+1</f></c><c r="D1" t="str"><f>"x"</f><v>x</v></c></row>'
    )
    sheet = read_workbook(hostile.package(tmp_path / "a.xlsx", hostile.sheet_xml(row))).sheets[0]
    assert sheet.rows == ((2, None, "x"),)
    assert sheet.first_column == 2
    assert sheet.errors == {(1, 1): "#SPILL!"}
    assert sheet.uncalculated == {(1, 3): "=1+1"}


def with_macro_sheet(path: Path, rows: str) -> Path:
    """Write a workbook with a sheet of old macros, which calamine refuses whole."""
    book = (
        f'<workbook xmlns="{hostile.MAIN}" xmlns:r="{hostile.OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
        '<sheet name="Macro1" sheetId="2" r:id="r5"/></sheets></workbook>'
    )
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{hostile.OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r5" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"'
        ' Target="macrosheets/sheet1.xml"/></Relationships>'
    )
    parts = {
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": links,
        "xl/macrosheets/sheet1.xml": "<xm:macrosheet xmlns:xm='x'/>",
    }
    return hostile.package(path, hostile.sheet_xml(rows), parts=parts)


def test_a_workbook_that_the_engine_refuses_whole_is_read(tmp_path: Path) -> None:
    rows = (
        '<row r="3" hidden="1"><c r="B3" t="inlineStr"><is><t>عنوان</t></is></c><c r="C3"><v>2.5</v></c></row>'
        '<row r="4"><c r="B4" t="e"><v>#REF!</v></c><c r="C4"><v>7</v></c></row>'
    )
    sheet = read_workbook(with_macro_sheet(tmp_path / "a.xlsm", rows)).sheets[0]
    assert (sheet.value(3, 2), sheet.value(3, 3), sheet.value(4, 2), sheet.value(4, 3)) == ("عنوان", 2.5, None, 7)
    assert sheet.errors == {(4, 2): "#REF!"}
    assert sheet.hidden_rows == {3}


def test_the_second_chance_has_the_same_limits(tmp_path: Path) -> None:
    path = with_macro_sheet(tmp_path / "a.xlsm", hostile.cells("A1", "XFD1048576"))
    with pytest.raises(UserError):
        read_workbook(path)


def test_a_reader_that_dies_is_asked_again_without_its_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = hostile.package(tmp_path / "a.xlsx", hostile.sheet_xml(hostile.cells("B2")))
    code = (
        "import sys, os; from khartoum_desktop.sheets import engine, child, careful\n"
        "def dies(*_): os.abort()\n"
        "careful.read_grids = dies\n"
        "child.main()"
    )
    monkeypatch.setattr(watching, "child_command", lambda: [sys.executable, "-c", code])
    book = read_workbook(path)
    assert book.sheets[0].value(2, 2) == 1
    assert (book.sheets[0].first_row, book.kind) == (2, "xlsx")


def strict(path: Path, rows: str, strings: str = STRINGS) -> Path:
    """Write a workbook of the Strict kind."""
    styles = (
        f'<styleSheet xmlns="{hostile.MAIN}"><cellXfs><xf/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    hostile.package(path, hostile.sheet_xml(rows), strings=strings, parts={"xl/styles.xml": styles})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    link = f'<Relationship Id="r9" Type="{hostile.OFFICE}/styles" Target="styles.xml"/></Relationships>'
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = parts[links].replace("</Relationships>", link)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            own = content.replace(hostile.MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            archive.writestr(
                name, own.replace(hostile.OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
            )
    return path


def test_strict_workbooks_keep_every_kind_of_value(tmp_path: Path) -> None:
    rows = (
        f'<row r="1">{cell("A1", "s", "0")}{cell("B1", "s", "1")}{cell("C1", "d", "2025-04-09T00:00:00")}'
        f"{cell('D1', 'd', '2025-04-09')}{cell('E1', 'd', '2025-04-09T13:30:00Z')}{cell('F1', 'e', '#N/A')}"
        f"{cell('G1', 'b', '1')}{cell('H1', 'n', '0.5', ' s=' + chr(34) + '1' + chr(34))}"
        f"{cell('I1', 'n', '45000', ' s=' + chr(34) + '2' + chr(34))}</row>"
        f'<row r="2" hidden="1">{cell("A2", "n", "2")}</row>'
    )
    sheet = read_workbook(strict(tmp_path / "a.xlsx", rows)).sheets[0]
    day = date(2025, 4, 9)
    assert sheet.rows[0][:5] == ("عنوان", "ab", day, day, "2025-04-09T13:30:00Z")
    assert sheet.rows[0][5:] == (None, True, 0.5, date(2023, 3, 15))
    assert sheet.errors == {(1, 6): "#N/A"}
    assert sheet.hidden_rows == {2}
    assert sheet.percents == {(1, 8)}


def test_strict_workbooks_have_a_second_chance_too(tmp_path: Path) -> None:
    book = read_workbook(
        strict(tmp_path / "a.xlsx", f'<row r="1">{cell("A1", "e", "#CALC!")}{cell("B1", "n", "7")}</row>')
    )
    assert book.sheets[0].errors == {(1, 1): "#CALC!"}
    assert book.sheets[0].value(1, 2) == 7
    assert [strip_isolates(note) for note in book.notes] == []
