"""What calamine hides of an .xlsx: comments, currencies and percentages of number formats, struck text, drawings."""

import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.sheets.model import Sheet, Workbook
from khartoum_desktop.sheets.number_formats import currency_shown, is_percent
from khartoum_desktop.sheets.reading import read_workbook
from tests.sheets import hostile

STYLES = (
    f'<styleSheet xmlns="{hostile.MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0\\ &quot;€&quot;"/>'
    '</numFmts><fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>'
    '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="164"/>'
    '<xf numFmtId="10" fontId="2"/><xf numFmtId="0" fontId="1"/></cellXfs>'
    "<dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"
)
A1 = '<row r="1"><c r="A1" s="1"><v>5</v></c>'


def with_links(path: Path, sheet: str, parts: Mapping[str, str], **links: str) -> Path:
    """Write a package whose sheet links to parts, and whose workbook has a style sheet."""
    book = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{hostile.OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{hostile.OFFICE}/styles" Target="/xl/styles.xml"/></Relationships>'
    )
    own = "".join(
        f'<Relationship Id="r{n}" Type="http://schemas.example/relationships/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(links.items())
    )
    more = {
        "xl/_rels/workbook.xml.rels": book,
        "xl/styles.xml": STYLES,
        "xl/worksheets/_rels/sheet1.xml.rels": f"<Relationships>{own}</Relationships>",
        **parts,
    }
    return hostile.package(path, sheet, parts=more)


def styled(path: Path, rows: str) -> Sheet:
    return read_workbook(with_links(path, hostile.sheet_xml(rows), {})).sheets[0]


def test_an_ordinary_workbook_tells_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["a", 1, 2.5])
    book_read = read_workbook(path)
    sheet = book_read.sheets[0]
    assert (sheet.comments, sheet.currencies, sheet.percents, sheet.struck) == ({}, {}, frozenset(), frozenset())
    assert book_read.notes == ()


def test_formats_and_struck_text_are_told_of_filled_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        euro, share = book.add_format({"num_format": "#,##0 [$EUR]"}), book.add_format({"num_format": "0.0%"})
        gone = book.add_format({"font_strikeout": True, "num_format": '[$-401]#,##0 "ج.م"'})
        for row in range(1, 4):
            sheet.write_number(row, 27, 5000 * row, euro)
            sheet.write_number(row, 1, 0.75, share)
        sheet.write_string(2, 0, "Dropped", gone)
        sheet.write_blank(9, 9, None, euro)
        sheet.write_blank(9, 8, None, gone)
    sheet_read = read_workbook(path).sheets[0]
    assert sheet_read.currencies == {(2, 28): "EUR", (3, 28): "EUR", (4, 28): "EUR", (3, 1): "EGP"}
    assert sheet_read.percents == {(2, 2), (3, 2), (4, 2)}
    assert sheet_read.struck == {(3, 1)}
    assert sheet_read.value(2, 2) == 0.75


@pytest.mark.parametrize(
    "rows",
    [
        f"""{A1}<c r="B1" s="2"><v>0.5</v></c><c r="C1" s="3" t="s"><v>0</v></c><c r="D1" s="1"/></row>""",
        "<row><c s='1'><v>5</v></c><c s='2'><v>0.5</v></c><c s='3' t='s'><v>0</v></c><c s='1'/></row>",
        '<row><c s="1"><v>5</v></c><c s="2"><v>0.5</v></c><c t="s" s="3"><v>0</v></c><c s="1"/></row>',
        f"""{A1}<c s="2" t="n" r="B1"><v>0.5</v></c><c r="C1" t="s" s="3"><v>0</v></c><c r="D1" s="1"></c></row>""",
    ],
    ids=["as Excel", "bare, single quotes", "bare", "other order"],
)
def test_styles_are_found_however_cells_are_spelled(tmp_path: Path, rows: str) -> None:
    strings = f'<sst xmlns="{hostile.MAIN}" count="1" uniqueCount="1"><si><t>x</t></si></sst>'
    path = with_links(tmp_path / "a.xlsx", hostile.sheet_xml(rows), {"xl/sharedStrings.xml": strings})
    sheet = read_workbook(path).sheets[0]
    assert {place: code for place, code in sheet.currencies.items() if place != (1, 4)} == {(1, 1): "EUR"}
    assert sheet.percents == {(1, 2)}
    assert sheet.struck == {(1, 3)}


def test_damaged_or_hostile_styles_tell_nothing_and_hide_nothing(tmp_path: Path) -> None:
    cell = '<row r="1"><c r="A1" s="2"><v>5</v></c></row>'
    for number, bad in enumerate(("<styleSheet><cellXfs><xf", f"<!DOCTYPE a [<!ENTITY b 'c'>]>{STYLES}")):
        path = with_links(tmp_path / f"{number}.xlsx", hostile.sheet_xml(cell), {"xl/styles.xml": bad})
        with suppress(UserError):  # the engine may refuse the file, in a sentence
            assert read_workbook(path).sheets[0].percents == frozenset()


def test_notes_are_read_without_their_author(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["C7"] = "title", 3
    sheet["A1"].comment = Comment("Nadia Fahmy:\nمن الوزارة\u202e", "Nadia Fahmy")
    sheet["C7"].comment = Comment("Nadia: is this net?", "Omar")
    book.save(tmp_path / "a.xlsx")
    found = read_workbook(tmp_path / "a.xlsx").sheets[0].comments
    assert found[1, 1] == "من الوزارة"
    assert found[7, 3] == "Nadia: is this net?"


def test_threads_take_the_place_of_the_note_that_repeats_them(tmp_path: Path) -> None:
    notes = (
        '<comments><authors><author>tc={1}</author><author>Omar</author></authors><commentList><comment ref="A1" '
        'authorId="0"><text><t>[Threaded comment] Your version of Excel …</t></text></comment><comment ref="B1" '
        'authorId="1"><text><r><t>Omar:</t></r><r><t>\nold</t></r><rPh><t>no</t></rPh></text></comment></commentList>'
        "</comments>"
    )
    threads = (
        '<ThreadedComments><threadedComment ref="A1" id="1"><text>Who pays?</text></threadedComment>'
        '<threadedComment ref="A1" id="2" parentId="1"><text>The ministry</text></threadedComment></ThreadedComments>'
    )
    parts = {"xl/comments1.xml": notes, "xl/threadedComments/t1.xml": threads}
    links = {"comments": "../comments1.xml", "threadedComment": "../threadedComments/t1.xml"}
    path = with_links(tmp_path / "a.xlsx", hostile.sheet_xml(hostile.cells("A1")), parts, **links)
    assert read_workbook(path).sheets[0].comments == {(1, 1): "Who pays?\nThe ministry", (1, 2): "old"}


def test_damaged_comments_are_none(tmp_path: Path) -> None:
    parts = {"xl/c.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><comments><comment ref='A1'><text><t>&a;</t></text></comment>"}
    path = with_links(tmp_path / "a.xlsx", hostile.sheet_xml(hostile.cells("A1")), parts, comments="../c.xml")
    assert read_workbook(path).sheets[0].comments == {}
    missing = with_links(tmp_path / "b.xlsx", hostile.sheet_xml(hostile.cells("A1")), {}, comments="../../../c.xml")
    assert read_workbook(missing).sheets[0].comments == {}


def notes_of(book: Workbook) -> list[str]:
    return [strip_isolates(note) for note in book.notes]


def test_what_is_drawn_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first, second = book.add_worksheet("Boxes"), book.add_worksheet("Chart")
        first.write(0, 0, "x")
        first.insert_textbox("E5", "Amounts in\nthousands")
        second.write_row(0, 0, [1, 2])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=Chart!$A$1:$B$1"})
        second.insert_chart("C3", chart)
    boxes, chart_note = notes_of(read_workbook(path))
    assert "Boxes" in boxes
    assert "Amounts in thousands" in boxes
    assert "Chart" in chart_note


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ('#,##0 "€"', "EUR"),
        ("[$EUR]\\ #,##0", "EUR"),
        ('[$-401]#,##0.00 "ج.م"', "EGP"),
        ("[$ج.م.\u200f-C01]#,##0.00", "EGP"),
        ("[$د.م.\u200f-1801]#,##0", "MAD"),
        ("$#,##0.00", "USD"),
        ("[$$-en-US]#,##0", "USD"),
        ("[$$-C09]#,##0", "AUD"),
        ("[$£-809]#,##0", "GBP"),
        ("_-* #,##0.00\\ [$€-40C]_-;\\-* #,##0.00\\ [$$-409]_-", "EUR"),
        ('_("$"* #,##0_);_("$"* \\(#,##0\\)', "USD"),
        ("[$Br-45E]#,##0", "ETB"),
        ('General "SDG"', "SDG"),
        ('"£"#,##0', ""),  # of four countries
        ('#,##0 "k€"', ""),  # says a unit too
        ('0 "all"', ""),
        ('"EUR" 0 / "USD" 0', ""),
        ("[$-40C]d mmmm yyyy;@", ""),
        ("dd/mm/yyyy", ""),
        ('0 "mois"', ""),
        ("[$", ""),
        ("", ""),
    ],
)
def test_the_currency_of_a_number_format(code: str, currency: str) -> None:
    assert currency_shown(code) == currency


def test_the_percentage_of_a_number_format() -> None:
    assert all(map(is_percent, ("0%", "0.0\\ %", "[Red]0%;-0%")))
    assert not any(map(is_percent, ('0.0"%"', "0\\%", "0;0%", "General")))


def test_a_rich_workbook_is_whole(tmp_path: Path) -> None:
    """Telling styles come out the same whether the close look is taken or the quick one."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 40):
        sheet.cell(row, 1, f"Project {row}").font = Font(strike=row % 2 == 0)
        sheet.cell(row, 2, row / 100).number_format = "0%"
    sheet.cell(1_000_000, 600).number_format = "0%"  # too far out for the quick look
    book.save(tmp_path / "a.xlsx")
    read = read_workbook(tmp_path / "a.xlsx").sheets[0]
    assert read.struck == {(row, 1) for row in range(2, 40, 2)}
    assert read.percents == {(row, 2) for row in range(1, 40)}
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b'r="1000000"' in archive.read("xl/worksheets/sheet1.xml")


def test_the_same_boxes_on_many_sheets_are_said_once(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number in range(30):
            sheet = book.add_worksheet(f"S{number}")
            sheet.write(0, 0, number)
            sheet.insert_textbox("E5", "Confidential" if number else "First")
    first, others = notes_of(read_workbook(path))
    assert "First" in first
    assert "Confidential" in others
    assert "29" in others
