"""Exports are read back with two other libraries: types, direction, print set-up, and no formula anywhere."""

import stat
import sys
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import load_workbook

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.progress import Cancelled
from khartoum_desktop.sheets.reading import read_workbook
from khartoum_desktop.sheets.spec import (
    Choices,
    ColumnSpec,
    Cut,
    Marked,
    Properties,
    SheetSpec,
    Thousandths,
    Value,
    Written,
)
from khartoum_desktop.sheets.texts import MOST_CHARACTERS, fit_sheet_name, fit_text
from khartoum_desktop.sheets.writing import write_workbook
from tests import disks

PRIORITIES = Choices("priority", ("مكافحة تهريب المهاجرين", "Border management", "=1+1"), strict=True)
COLUMNS = (
    ColumnSpec("المرجع", 12, wrap=False),
    ColumnSpec("العنوان", 40),
    ColumnSpec("الميزانية"),
    ColumnSpec("التاريخ", 22),
    ColumnSpec("الدرجة", places=1),
    ColumnSpec("الأولوية", choices=PRIORITIES),
    ColumnSpec("id", hidden=True),
)
ROWS: list[list[Value | Marked]] = [
    ["KP-1", "تعزيز إدارة الحدود", Thousandths(2_500_000_000, "EUR"), date(2025, 4, 9), 71.25, None, "a1"],
    ["KP-2", "Border management", Thousandths(1_250_500, "USD"), date(2026, 12, 31), 60, "=1+1", "a2"],
]
DANGEROUS = [
    *("=1+1", "+249912345678", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1", "＝1", "{=1}", "'=1"),
    *("http://example.org", "mailto:a@b", "internal:S!A1", "007", "1e5", "2025-04-09", "TRUE", "#REF!", "_x0041_"),
]


def spec(rows: Sequence[Sequence[Value | Marked]] = ROWS, language: str = "ar") -> SheetSpec:
    return SheetSpec(
        "القائمة المختصرة",
        COLUMNS,
        rows,
        language,
        title=("القائمة المختصرة", "=مسودة"),
        totals=("المجموع", None, Thousandths(2_501_250_500)),
        spare_rows=2,
        frozen_columns=2,
        page_header="Khartoum & Process",
        page_mark="مسودة",
    )


def sheet_of(path: Path, number: int = 0) -> Worksheet:
    sheet = openpyxl.load_workbook(path).worksheets[number]
    assert isinstance(sheet, Worksheet)
    return sheet


def part_of(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_values_come_back_with_their_types(tmp_path: Path) -> None:
    written = write_workbook(tmp_path / "a.xlsx", [spec()])
    assert written == Written(tmp_path / "a.xlsx")
    (sheet, lists) = read_workbook(written.path).sheets
    assert sheet.rows == (
        ("القائمة المختصرة", *(None,) * 6),
        ("=مسودة", *(None,) * 6),
        (None,) * 7,
        tuple(column.title for column in COLUMNS),
        ("KP-1", "تعزيز إدارة الحدود", 2_500_000, date(2025, 4, 9), 71.25, None, "a1"),
        ("KP-2", "Border management", 1250.5, date(2026, 12, 31), 60, "=1+1", "a2"),
        (None,) * 7,
        (None,) * 7,
        ("المجموع", None, 2_501_250.5, *(None,) * 4),
    )
    assert sheet.right_to_left
    assert sheet.hidden_columns == {7}
    assert (lists.visible, [row[0] for row in lists.rows]) == ("very_hidden", list(PRIORITIES.items))
    raw = load_workbook(written.path).get_sheet_by_index(0).to_python()
    assert raw[4][:5] == ["KP-1", "تعزيز إدارة الحدود", 2_500_000.0, date(2025, 4, 9), 71.25]


def test_the_sheet_is_set_up_for_screen_and_paper(tmp_path: Path) -> None:
    sheet = sheet_of(write_workbook(tmp_path / "a.xlsx", [spec()]).path)
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "C5"
    assert sheet.auto_filter.ref == "A4:G8"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)  # 1 wide is Excel's default
    assert sheet.sheet_properties.pageSetUpPr
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    margins = sheet.page_margins
    assert min(margins.left, margins.right, margins.top, margins.bottom) >= 1.5 / 2.54
    page = part_of(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml")
    assert "<oddHeader>&amp;Lمسودة&amp;RKhartoum &amp;&amp; Process</oddHeader>" in page
    assert "<oddFooter>&amp;C&amp;P / &amp;N</oddFooter>" in page
    assert sheet.column_dimensions["G"].hidden
    assert sheet.column_dimensions["B"].width == pytest.approx(40, abs=1)


def test_a_wide_table_is_printed_on_pages_side_by_side_that_can_be_read(tmp_path: Path) -> None:
    columns = tuple(ColumnSpec(f"Column {number}", width=20) for number in range(40))
    wide = SheetSpec("Register", columns, [["x"] * 40], frozen_columns=1)
    sheet = sheet_of(write_workbook(tmp_path / "a.xlsx", [wide]).path)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (4, 0)  # 780 wide on 200 beside the first
    assert sheet.print_title_cols == "$A:$A"


def test_each_text_starts_at_the_sheets_side_and_reads_by_its_script(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [spec(), spec(language="en")]).path
    for number, side in ((0, "right"), (1, "left")):
        sheet = sheet_of(path, number)
        assert bool(sheet.sheet_view.rightToLeft) == (side == "right")
        for place, order in (("B5", 2), ("B6", 1), ("B4", 2), ("A5", 1)):
            assert (sheet[place].alignment.horizontal, sheet[place].alignment.readingOrder) == (side, order)
        assert sheet["B5"].alignment.wrap_text
        assert not sheet["A5"].alignment.wrap_text


@pytest.mark.parametrize(
    ("language", "money", "day"),
    [
        ("en", '"EUR" #,##0', "[$-809]d mmmm yyyy"),
        ("fr", '#,##0 "EUR"', "[$-40C]d mmmm yyyy"),
        ("ar", '#,##0 "EUR"', "[$-1010C01]d mmmm yyyy"),
    ],
)
def test_amounts_and_dates_are_written_as_the_language_does(
    tmp_path: Path, language: str, money: str, day: str
) -> None:
    sheet = sheet_of(write_workbook(tmp_path / "a.xlsx", [spec(language=language)]).path)
    assert (sheet["C5"].value, sheet["C5"].number_format) == (2_500_000, money)
    assert sheet["C6"].number_format.replace("USD", "EUR") == money.replace("#,##0", "#,##0.00")
    assert (sheet["D5"].is_date, sheet["D5"].number_format) == (True, day)
    assert sheet["E5"].number_format == "#,##0.0"


def test_numbers_show_as_many_decimals_as_they_need(tmp_path: Path) -> None:
    columns = (ColumnSpec("n"), ColumnSpec("%", percent=True), ColumnSpec("year", grouped=False))
    rows: list[list[Value]] = [
        [5, 0.75, 2025],
        [2.5, Thousandths(125), 2026],
        [Thousandths(1_005), 0.3333333, 2027],
        [1 / 3, 1, None],
    ]
    sheet = sheet_of(write_workbook(tmp_path / "a.xlsx", [SheetSpec("S", columns, rows)]).path)
    formats = [[sheet.cell(row, column).number_format for column in (1, 2, 3)] for row in (2, 3, 4, 5)]
    assert formats == [
        ["#,##0", "#,##0%", "0"],
        ["#,##0.0", "#,##0.00%", "0"],
        ["#,##0.000", "#,##0.000%", "0"],
        ["#,##0.000", "#,##0%", "General"],
    ]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_anything_else(tmp_path: Path, text: str) -> None:
    columns = (ColumnSpec(text, choices=Choices("c", (text,))),)
    one = SheetSpec("S", columns, [[text], [Marked(text, "bad", text)]], title=(text,), totals=(text,))
    path = write_workbook(tmp_path / "a.xlsx", [one], Properties(text, custom={"id": text})).path
    texts = [value for sheet in read_workbook(path).sheets for row in sheet.rows for value in row if value is not None]
    assert texts == [text] * 6
    book = openpyxl.load_workbook(path)
    assert {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        sheets = [archive.read(name) for name in names if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in xml or b"yperlink" in xml for xml in sheets)
    assert not any("externalLink" in name for name in names)


@pytest.mark.parametrize("text", ["=1+1", "+249", "-5", "@x", "\t=1", "＝1", "007", "2025-04-09", "١٢٣"])
def test_texts_that_excel_would_take_otherwise_are_marked_as_text(tmp_path: Path, text: str) -> None:
    sheet = sheet_of(write_workbook(tmp_path / "a.xlsx", [SheetSpec("S", (ColumnSpec("c"),), [[text], ["x"]])]).path)
    assert sheet["A2"].quotePrefix
    assert not sheet["A3"].quotePrefix


def test_marked_cells_have_a_tone_and_a_comment(tmp_path: Path) -> None:
    rows: list[list[Value | Marked]] = [
        [Marked("x", "bad", "تاريخ غير صحيح"), Marked(5, "good"), Marked(None, "warning", "!")]
    ]
    columns = (ColumnSpec("a"), ColumnSpec("b"), ColumnSpec("c"))
    sheet = sheet_of(write_workbook(tmp_path / "a.xlsx", [SheetSpec("S", columns, rows)]).path)
    assert sheet["A2"].comment
    assert sheet["A2"].comment.text == "تاريخ غير صحيح"
    assert sheet["C2"].comment
    fills = {sheet[place].fill.fgColor.rgb for place in ("A2", "B2", "C2")}
    assert len(fills) == 3


def test_columns_offer_their_lists(tmp_path: Path) -> None:
    open_list = Choices("open list", tuple(f"item {n}" for n in range(100)))
    columns = (
        ColumnSpec("a", choices=PRIORITIES),
        ColumnSpec("b", choices=open_list),
        ColumnSpec("c", choices=PRIORITIES),
    )
    path = write_workbook(tmp_path / "a.xlsx", [SheetSpec("S", columns, [], spare_rows=10)]).path
    book = openpyxl.load_workbook(path)
    rules = {str(rule.sqref): rule for rule in book.worksheets[0].data_validations.dataValidation}
    assert set(rules) == {"A2:A11", "B2:B11", "C2:C11"}
    assert rules["A2:A11"].formula1 == rules["C2:C11"].formula1
    assert {book.defined_names[str(rule.formula1)].attr_text for rule in rules.values()} == {
        "Lists!$A$1:$A$3",
        "Lists!$B$1:$B$100",
    }
    assert [rules[place].errorStyle for place in ("A2:A11", "B2:B11")] == [None, "warning"]


def test_bars_grow_from_the_sheets_side(tmp_path: Path) -> None:
    for language, direction in (("ar", "rightToLeft"), ("en", "leftToRight")):
        one = SheetSpec("S", (ColumnSpec("n", bar=True),), [[1], [2]], language)
        path = write_workbook(tmp_path / "a.xlsx", [one]).path
        assert direction in part_of(path, "xl/worksheets/sheet1.xml")


def test_properties_and_custom_texts(tmp_path: Path) -> None:
    about = Properties(
        "العنوان", "subject", "Delegation", "note", datetime(2026, 3, 9, 12, tzinfo=UTC), {"kp_export_id": "42"}
    )
    book = openpyxl.load_workbook(write_workbook(tmp_path / "a.xlsx", [spec()], about).path)
    assert (book.properties.title, book.properties.creator) == ("العنوان", "Delegation")
    assert book.properties.created == datetime(2026, 3, 9, 12)  # noqa: DTZ001 - openpyxl drops the zone
    assert 'name="kp_export_id"><vt:lpwstr>42<' in part_of(tmp_path / "a.xlsx", "docProps/custom.xml")


def test_long_texts_are_cut_and_said(tmp_path: Path) -> None:
    long = "نص " * 20_000
    written = write_workbook(tmp_path / "a.xlsx", [SheetSpec("S", (ColumnSpec("a"), ColumnSpec("b")), [["x", long]])])
    (cut,) = written.cuts
    text = read_workbook(written.path).sheets[0].value(2, 2)
    assert isinstance(text, str)
    assert len(text) == MOST_CHARACTERS
    assert text.endswith("[… cut here]")
    assert cut == Cut("S", "B2", len(long) - len(text) + len(" [… cut here]"))


@given(st.text(max_size=50), st.integers(0, 40_000))
def test_fitting_keeps_to_excels_limit_and_is_done_once(text: str, times: int) -> None:
    fitted, _left_out = fit_text(text * times)
    assert len(fitted.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert fit_text(fitted) == (fitted, 0)


@given(st.text(max_size=40), st.sets(st.text(max_size=4)))
def test_any_sheet_name_is_made_fit(name: str, taken: set[str]) -> None:
    fitted = fit_sheet_name(name, taken)
    assert 1 <= len(fitted) <= 31
    assert fitted.lower() not in taken
    assert not set(fitted) & set("[]:*?/\\")


def test_sheet_names_are_kept_apart(tmp_path: Path) -> None:
    names = ["وزارة/الداخلية", "وزارة الداخلية", "", "history", "Lists", "x" * 50, "X" * 50]
    sheets = [SheetSpec(name, COLUMNS[:1], [[name]]) for name in names]
    found = [sheet.name for sheet in read_workbook(write_workbook(tmp_path / "a.xlsx", sheets).path).sheets]
    assert found[:2] == ["وزارة الداخلية", "وزارة الداخلية (2)"]
    assert len({name.lower() for name in found}) == len(names)


def test_controls_and_isolates_do_not_reach_the_file(tmp_path: Path) -> None:
    one = SheetSpec("S", (ColumnSpec("c"),), [["a\x00\x07\u2068b\u2069\r\nc\ud800"]])
    path = write_workbook(tmp_path / "a.xlsx", [one]).path
    assert sheet_of(path)["A2"].value == "ab\nc"


def test_what_excel_has_no_place_for_is_written_as_text(tmp_path: Path) -> None:
    rows: list[list[Value]] = [[date(1850, 1, 1), float("nan"), float("inf")]]
    columns = (ColumnSpec("a"), ColumnSpec("b"), ColumnSpec("c"))
    sheet = sheet_of(write_workbook(tmp_path / "a.xlsx", [SheetSpec("S", columns, rows)]).path)
    assert [cell.value for cell in sheet[2]] == ["1850-01-01", "nan", "inf"]


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="more rows"):
        write_workbook(tmp_path / "a.xlsx", [SheetSpec("S", COLUMNS, [], spare_rows=1_100_000)])
    assert list(tmp_path.iterdir()) == []


def test_the_old_file_stays_until_the_new_one_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o644)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_workbook(path, [spec()], progress=stop)
    assert path.read_bytes() == b"old"
    write_workbook(path, [spec()])
    assert path.read_bytes()[:2] == b"PK"
    mode = stat.S_IMODE(path.stat().st_mode)
    assert mode == 0o644 or sys.platform == "win32"
    write_workbook(tmp_path / "new.xlsx", [spec()])
    mode = stat.S_IMODE((tmp_path / "new.xlsx").stat().st_mode)
    assert mode == 0o600 or sys.platform == "win32"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.xlsx", "new.xlsx"]


def test_progress_hears_all_rows_of_all_sheets(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    rows = [["x"]] * 250
    sheets = [SheetSpec(name, (ColumnSpec("c"),), rows) for name in ("a", "b")]
    write_workbook(tmp_path / "a.xlsx", sheets, progress=lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1] == (500, 500)


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with disks.full(), pytest.raises(UserError, match="disk is full"):
        write_workbook(path, [spec()])
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        write_workbook(tmp_path / "none" / "a.xlsx", [spec()])
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(UserError, match="could not be written"):
        write_workbook(tmp_path / "folder.xlsx", [spec()])
    assert [file.name for file in tmp_path.iterdir()] == ["folder.xlsx"]
