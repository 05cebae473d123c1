"""Footnote marks and struck parts of cells in every format: no part of the value, and kept as received."""

import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.sheets.model import Parts, Sheet
from khartoum_desktop.sheets.parts import Piece, plain_pieces, settled
from khartoum_desktop.sheets.reading import read_workbook
from tests.sheets import hostile
from tests.sheets.old_files import biff8, font, label, rich_label
from tests.sheets.test_hidden import styled
from tests.sheets.test_open_document import SPACE
from tests.sheets.test_xml_tables import xml

Run = tuple[str, str]  # a text and how it looks: "", "up" or "struck"
Rows = list[list[list[Run]]]
ROWS: Rows = [
    [[("Title", "")], [("Cost", "")]],
    [[("Towers", ""), ("3", "up")], [("1200000", ""), ("1", "up")]],
    [[("Old title", "struck"), (" New title", "")], [("500000", "struck"), ("600000", "")]],
    [[("Area in km", ""), ("2", "up")], [("500000", "struck")]],
    [[("1", ""), ("er", "up"), (" projet", "")], [("7", "")]],
]
VALUES = (
    ("Title", "Cost"),
    ("Towers", "1200000"),
    ("New title", "600000"),
    ("Area in km²", "500000"),
    ("1er projet", "7"),
)
PARTS = {
    (2, 1): Parts("Towers³", "3"),
    (2, 2): Parts("1200000¹", "1"),
    (3, 1): Parts("~~Old title~~ New title", "", "Old title"),
    (3, 2): Parts("~~500000~~600000", "", "500000"),
}


def as_xlsxwriter(path: Path) -> None:
    """Write the rows with shared texts."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        looks = {"up": book.add_format({"font_script": 1}), "struck": book.add_format({"font_strikeout": True})}
        for number, row in enumerate(ROWS):
            for place, runs in enumerate(row):
                if len(runs) == 1:
                    sheet.write_string(number, place, runs[0][0], looks.get(runs[0][1]))
                else:
                    sheet.write_rich_string(
                        number, place, *[part for text, look in runs for part in (looks.get(look), text) if part]
                    )


def as_openpyxl(path: Path) -> None:
    """Write the rows with texts inside cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    looks = {"up": InlineFont(vertAlign="superscript"), "struck": InlineFont(strike=True), "": InlineFont()}
    for number, row in enumerate(ROWS, 1):
        for place, runs in enumerate(row, 1):
            sheet.cell(number, place).value = CellRichText(*[TextBlock(looks[look], text) for text, look in runs])
    book.save(path)


def as_xls(path: Path) -> None:
    """Write the rows as records of Excel 97; fonts are counted without a fourth one."""
    fonts = font() * 4 + font(raised=True) + font(struck=True)
    numbers = {"": 0, "up": 5, "struck": 6}
    cells = b""
    for number, row in enumerate(ROWS):
        for place, runs in enumerate(row):
            starts, text = [], ""
            for words, look in runs:
                starts.append((len(text), numbers[look]))
                text += words
            plain = all(not look for _words, look in runs)
            cells += label(number, place, text) if plain else rich_label(number, place, text, *starts)
    path.write_bytes(biff8(cells, fonts=fonts))


def content_of(cells: Callable[[list[Run]], str]) -> str:
    """Return the tables' rows of an OpenDocument."""
    start, end = '<table:table-cell office:value-type="string"><text:p>', "</text:p></table:table-cell>"
    rows = "".join(
        f"<table:table-row>{''.join(start + cells(runs) + end for runs in row)}</table:table-row>" for row in ROWS
    )
    names = {name: f"{SPACE}{name}:1.0" for name in ("office", "table", "text", "style")}
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in names.items())
    styles = "".join(
        f'<style:style style:name="{name}" style:family="text"><style:text-properties {how}/></style:style>'
        for name, how in {
            "up": 'style:text-position="33% 58%"',
            "super": 'style:text-position="super 58%"',
            "struck": 'style:text-line-through-type="single"',
            "solid": 'style:text-line-through-style="solid"',
        }.items()
    )
    return (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )


def as_ods(path: Path) -> None:
    """Write the rows as spans with styles."""
    names = {"up": iter(("up", "super") * 9), "struck": iter(("struck", "solid") * 9)}

    def span(text: str, look: str) -> str:
        words = text.replace(" ", "<text:s/>")
        return f'<text:span text:style-name="{next(names[look])}">{words}</text:span>' if look else words

    def spans(runs: list[Run]) -> str:
        return "".join(span(*run) for run in runs)

    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content_of(spans))


def as_docx(path: Path) -> None:
    """Write the rows as a table of a document."""
    document: Any = Document()
    table = document.add_table(len(ROWS), 2)
    for number, row in enumerate(ROWS):
        for place, runs in enumerate(row):
            for text, look in runs:
                run = table.cell(number, place).paragraphs[0].add_run(text)
                run.font.superscript = look == "up" or None
                run.font.strike = (look == "struck" and place == 0) or None
                run.font.double_strike = (look == "struck" and place == 1) or None
    document.save(str(path))


def as_xml(path: Path) -> None:
    """Write the rows as XML of Excel 2003."""
    tags = {"up": ("<Font html:Size='8'><Sup>", "</Sup></Font>"), "struck": ("<S>", "</S>"), "": ("", "")}
    cells = [
        "".join(
            '<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">'
            + "".join(f"{tags[look][0]}{text}{tags[look][1]}" for text, look in runs)
            + "</ss:Data></Cell>"
            for runs in row
        )
        for row in ROWS
    ]
    path.write_bytes(xml("".join(f"<Row>{row}</Row>" for row in cells)))


def page(tags: Mapping[str, tuple[str, str]], head: str = "") -> bytes:
    cells = [
        "".join(f"<td>{''.join(f'{tags[look][0]}{text}{tags[look][1]}' for text, look in runs)}</td>" for runs in row)
        for row in ROWS
    ]
    return f"<html>{head}<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table></html>".encode()


HTML = {
    "elements": page({"": ("", ""), "up": ("<sup><b>", "</b></sup>"), "struck": ("<s>", "</s>")}),
    "del": page({"": ("", ""), "up": ("<sup>", "</sup>"), "struck": ("<del><font>", "</del>")}),
    "styles": page(
        {
            "": ("", ""),
            "up": ('<span style="vertical-align: super">', "</span>"),
            "struck": ('<span style="color:red;text-decoration:underline line-through">', "</span>"),
        }
    ),
    "classes": page(
        {"": ("<b>", "</b>"), "up": ('<i class="a up">', "</i>"), "struck": ("<i class=gone>", "</i>")},
        "<style><!-- .a{color:red} td .gone, .x {text-decoration : line-through} .up{vertical-align:super} --></style>",
    ),
}


def _put(content: bytes, path: Path) -> None:
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.xlsx", as_xlsxwriter),
        ("b.xlsx", as_openpyxl),
        ("a.xls", as_xls),
        ("a.ods", as_ods),
        ("a.docx", as_docx),
        ("a.xml", as_xml),
        *[(f"{kind}.html", partial(_put, text)) for kind, text in HTML.items()],
    ],
)
def test_what_is_no_part_of_a_value_is_left_out_and_kept_as_received(
    tmp_path: Path, name: str, write: Callable[[Path], object]
) -> None:
    write(tmp_path / name)
    sheet = read_workbook(tmp_path / name).sheets[0]
    assert sheet.rows == VALUES
    assert dict(sheet.parts) == PARTS
    assert sheet.struck == {(4, 2)}
    assert sheet.received(3, 2) == "~~500000~~600000"
    assert sheet.received_row(5) == ("1er projet", "7")


def read_html(tmp_path: Path, cells: str) -> Sheet:
    path = tmp_path / "a.html"
    path.write_text(f"<table><tr><td>Title<td>Cost</tr><tr>{cells}</tr></table>", encoding="utf-8")
    return read_workbook(path).sheets[0]


def test_what_a_page_hides_inside_a_cell_is_not_read(tmp_path: Path) -> None:
    hidden = '<td>a<span style="visibility:hidden">b</span><td><span style="display:none">1<b>2</b></span>800000'
    assert read_html(tmp_path, hidden).rows[1] == ("a", "800000")


def test_elements_that_nobody_closed_end_with_their_cell(tmp_path: Path) -> None:
    sheet = read_html(tmp_path, "<td><s>old<td>5<br>6")
    assert sheet.rows[1] == ("old", "5\n6")
    assert sheet.struck == {(2, 1)}


def test_a_cell_of_a_page_can_be_struck_by_its_own_style(tmp_path: Path) -> None:
    sheet = read_html(tmp_path, '<td>a<td style="text-decoration:line-through">5')
    assert sheet.struck == {(2, 2)}
    assert not sheet.parts


def test_runs_without_properties_look_as_the_style_of_their_cell(tmp_path: Path) -> None:
    first = "<r><t>500</t></r>"
    up = '<r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>'
    on = '<r><rPr><strike val="0"/></rPr><t>600</t></r>'
    rows = "".join(
        f'<c r="{place}" s="{style}" t="inlineStr"><is>{first}{more}</is></c>'
        for place, style, more in (("A1", 3, up), ("B1", 3, on), ("C1", 0, on))
    )
    sheet = styled(tmp_path / "a.xlsx", f'<row r="1">{rows}</row>')
    assert sheet.rows == (("500", "600", "500600"),)
    assert sheet.parts == {(1, 1): Parts("500¹", "1"), (1, 2): Parts("~~500~~600", "", "500")}
    assert sheet.struck == {(1, 1)}


def test_unusual_spelling_of_an_xlsx_is_understood_too(tmp_path: Path) -> None:
    rich = (
        '<x:is><x:r><x:t>500</x:t></x:r><x:r><x:rPr><x:vertAlign val="superscript"/></x:rPr><x:t>2</x:t></x:r></x:is>'
    )
    rows = f'<x:row r="1"><x:c r="B1" t="inlineStr">{rich}</x:c></x:row>'
    sheet = (
        f'<x:worksheet xmlns:x="{hostile.MAIN}" xmlns="{hostile.MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    )
    path = hostile.package(tmp_path / "a.xlsx", sheet)
    assert read_workbook(path).sheets[0].parts == {(1, 2): Parts("500²", "2")}


@pytest.mark.parametrize(
    ("text", "value", "marks"),
    [
        ("500²", "500", "2"),
        ("Towers³", "Towers", "3"),
        ("1 200 000 ¹", "1 200 000", "1"),
        ("Towers¹ and masts²", "Towers and masts", "1 2"),
        ("75%⁽¹⁾", "75%", "(1)"),
        ("12 km² ¹", "12 km²", "1"),
        *[(same, same, "") for same in ("12 km²", "5 m³", "كم²", "500m²", "10⁶", "2.5×10⁶", "CO²", "¹ In euros", "x²")],
    ],
)
def test_signs_above_the_line_are_marks_unless_they_make_a_unit(
    tmp_path: Path, text: str, value: str, marks: str
) -> None:
    (tmp_path / "a.csv").write_text(f"a;b\n\n{text};x\n", encoding="utf-8")
    sheet = read_workbook(tmp_path / "a.csv").sheets[0]
    assert sheet.value(3, 1) == text  # whoever reads a text of ours wants all of it
    assert sheet.marked == ({(3, 1): (value, marks)} if marks else {})
    assert not sheet.parts


@given(st.lists(st.tuples(st.text("aب5 -", max_size=8), st.just(False), st.sampled_from((True, False, None)))))
def test_nothing_is_lost_of_what_was_received(found: list[tuple[str, bool, bool | None]]) -> None:
    whole = "".join(text for text, _raised, _struck in found)
    for struck in (True, False):
        said = settled([Piece(*one) for one in found], struck=struck)
        assert said.received.replace("~~", "") == whole
        assert (
            said.value == whole
            if said.is_whole
            else sorted((said.value + said.struck).replace(" ", "")) == sorted(whole.replace(" ", ""))
        )


@given(st.text())
def test_text_without_raised_signs_stays_as_it_is(text: str) -> None:
    plain = "".join(piece.text for piece in plain_pieces(text) if not piece.raised)
    assert settled(plain_pieces(plain)).value == plain


@pytest.mark.parametrize("text", ["<is>" * 50_000, "<strike/>" * 50_000, '<c r="A1"><is><r><rPr><strike/>' * 20_000])
def test_torn_runs_do_no_harm(tmp_path: Path, text: str) -> None:
    rows = f'<row r="1"><c r="A1" t="inlineStr">{text}</c></row>'
    try:
        book = read_workbook(hostile.package(tmp_path / "a.xlsx", hostile.sheet_xml(rows)))
    except UserError:
        return
    assert book.sheets


def test_a_page_with_a_million_looks_is_read_in_time(tmp_path: Path) -> None:
    cells = "<td>" + "<s>" * 100_000 + "x" + '<i style="' + "text-decoration:" * 50_000 + '">y'
    sheet = read_html(tmp_path, f"{cells}<td><style>{'.a{' * 100_000}line-through</style>5")
    assert sheet.rows[1] == ("xy", "5")
