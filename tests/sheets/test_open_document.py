"""What calamine hides of an .ods."""

import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.sheets.model import CellRange, Workbook
from khartoum_desktop.sheets.reading import read_workbook

SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
STYLES = (
    '<style:style style:name="ta1" style:family="table"><style:table-properties style:writing-mode="rl-tb"/>'
    '</style:style><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>'
    '</style:style><style:style style:name="gone" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
)


def ods(path: Path, tables: str, start: str = "") -> Path:
    """Write a minimal .ods with these tables."""
    names = {name: f"{SPACE}{name}:1.0" for name in ("office", "table", "text", "style")}
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in {**names, "draw": f"{SPACE}drawing:1.0"}.items())
    content = (
        f'{start}<office:document-content {spaces} xmlns:dc="d" xmlns:calcext="c"><office:automatic-styles>{STYLES}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def text(words: str, more: str = "", inside: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}>{inside}<text:p>{words}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "S", style: str = "ta1", columns: str = "<table:table-column/>") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{columns}{"".join(rows)}</table:table>'


def read(path: Path, *rows: str, columns: str = "<table:table-column/>") -> Workbook:
    return read_workbook(ods(path, table(*rows, columns=columns)))


def test_merges_hidden_parts_and_direction(tmp_path: Path) -> None:
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    first = table(
        row(text("title", 'table:number-columns-spanned="3" table:number-rows-spanned="1"')
            + '<table:covered-table-cell table:number-columns-repeated="2"/>'),
        row(text("a", 'table:number-rows-spanned="2" table:number-columns-spanned="1"'), text("b"), text("c")),
        row("<table:covered-table-cell/>", text("d"), more='table:visibility="filter"'),
        row(text("e"), more='table:visibility="collapse" table:number-rows-repeated="2"'),
        row(text("last")),
        row("<table:table-cell/>", more='table:visibility="collapse" table:number-rows-repeated="1048570"'),
        columns=columns,
    )  # fmt: skip
    second = table(row(text("x")), name="H", style="ta2", columns=columns)
    book = read_workbook(ods(tmp_path / "a.ods", first + second))
    sheet, other = book.sheets
    assert sheet.merges == (CellRange(1, 1, 1, 3), CellRange(2, 1, 3, 1))
    assert sheet.hidden_rows == {3, 4, 5}
    assert sheet.hidden_columns == {3}
    assert (sheet.right_to_left, other.right_to_left) == (True, False)
    assert (sheet.visible, other.visible) == ("visible", "hidden")
    assert sheet.value(6, 1) == "last"
    assert other.merges == ()


def test_percentages_currencies_and_struck_cells(tmp_path: Path) -> None:
    share = (
        '<table:table-cell office:value-type="percentage" office:value="0.75"><text:p>75%</text:p></table:table-cell>'
    )
    money = '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="5000"/>'
    odd = '<table:table-cell office:value-type="currency" office:currency="ZZZ" office:value="7"/>'
    columns = '<table:table-column table:number-columns-repeated="4"/>'
    columns += '<table:table-column table:default-cell-style-name="gone"/>'
    sheet = read(
        tmp_path / "a.ods",
        row(text("x", 'table:style-name="gone"'), share, money, odd, text("by its column")),
        row(text("y"), share.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="2" ')),
        columns=columns,
    ).sheets[0]
    assert sheet.percents == {(1, 2), (2, 2), (2, 3)}
    assert sheet.currencies == {(1, 3): "EUR"}
    assert sheet.struck == {(1, 1), (1, 5)}


def test_errors_are_named_and_hold_no_value(tmp_path: Path) -> None:
    calc = text("#DIV/0!", 'table:formula="of:=1/0" office:string-value="" calcext:value-type="error"')
    excel = text("#REF!", 'table:formula="of:=[.#REF!]"')
    sheet = read(tmp_path / "a.ods", row(text("a"), calc, excel, text("#REF!"))).sheets[0]
    assert sheet.errors == {(1, 2): "#DIV/0!", (1, 3): "#REF!"}
    assert sheet.rows == (("a", None, None, "#REF!"),)


def test_notes_and_drawings(tmp_path: Path) -> None:
    note = (
        "<office:annotation><dc:creator>Omar</dc:creator><dc:date>2026-01-01</dc:date><text:p>who pays?</text:p>"
        "<text:p>the ministry</text:p></office:annotation>"
    )
    box = "<draw:frame><draw:text-box><text:p>in thousands</text:p></draw:text-box></draw:frame>"
    box = f"<table:shapes>{box}</table:shapes>"
    book = read_workbook(ods(tmp_path / "a.ods", table(row(text("a"), text("b", inside=note)), columns=box)))
    assert book.sheets[0].comments == {(1, 2): "who pays?\nthe ministry"}
    assert book.sheets[0].rows == (("a", "b"),)
    assert [("in thousands" in strip_isolates(one)) for one in book.notes] == [True]


@pytest.mark.parametrize("repeated", ["2000000000", "99999999999999999999", "-1", "x", ""])
def test_repetitions_without_end_cost_nothing(tmp_path: Path, repeated: str) -> None:
    rows = row(
        text("a"),
        f'<table:table-cell table:number-columns-repeated="{repeated}" table:number-columns-spanned="{repeated}"/>',
        more=f'table:visibility="collapse" table:number-rows-repeated="{repeated}"' if repeated == "-1" else "",
    )
    path = ods(tmp_path / "a.ods", table(row(text("x")), rows))
    with suppress(UserError):  # the engine refuses what is no number, in a sentence
        assert read_workbook(path).sheets[0].value(1, 1) == "x"


def test_a_document_type_hides_nothing_of_the_values(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", table(row(text("x", 'table:number-columns-spanned="2"'))), "<!DOCTYPE a>")
    sheet = read_workbook(path).sheets[0]
    assert sheet.rows == (("x",),)
    assert sheet.merges == ()
