"""XML of Excel 2003, flat OpenDocument and web archives: what web systems and browsers call a workbook."""

from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.sheets.model import CellRange, Limits
from khartoum_desktop.sheets.reading import read_workbook

SPACES = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40"'
)
ROWS = """
<Column ss:Index="3" ss:Hidden="1" ss:Span="1"/>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">وزارة الداخلية</Data></Cell>
<Cell><Data ss:Type="String">after</Data></Cell></Row>
<Row ss:Index="4" ss:Hidden="1"><Cell ss:MergeDown="1"><Data ss:Type="String">old</Data></Cell></Row>
<Row><Cell ss:Index="2"><Data ss:Type="Number">2500000</Data></Cell>
<Cell><Data ss:Type="DateTime">2025-04-09T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="DateTime">2025-04-09T13:30:00.000</Data></Cell>
<Cell><Data ss:Type="DateTime">1899-12-31T13:30:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell><Cell ss:Formula="=1/0"><Data ss:Type="Error">#DIV/0!</Data></Cell>
<Cell ss:Formula="=RC[-1]"/>
<Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>bold</B> &amp; plain</ss:Data>
<Comment ss:Author="x"><ss:Data>a remark</ss:Data></Comment></Cell></Row>
"""


def xml(rows: str, *, encoding: str = "utf-8", start: str = "", options: str = "") -> bytes:
    sheet = f'<Worksheet ss:Name="مشروعات"><Table>{rows}</Table>{options}</Worksheet>'
    text = f'<?xml version="1.0" encoding="{encoding}"?>{start}<Workbook {SPACES}>{sheet}</Workbook>'
    return text.encode(encoding)


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def cell(text: str) -> str:
    return f'<Row><Cell><Data ss:Type="String">{text}</Data></Cell></Row>'


def test_an_xml_spreadsheet_is_read_with_its_types_and_places(tmp_path: Path) -> None:
    options = (
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        "<DisplayRightToLeft/><Visible>SheetHidden</Visible></WorksheetOptions>"
    )
    book = read_workbook(put(tmp_path / "export.xls", xml(ROWS, options=options)))
    sheet = book.sheets[0]
    assert (book.kind, sheet.name, sheet.visible, sheet.right_to_left) == ("xml", "مشروعات", "hidden", True)
    assert (sheet.value(1, 1), sheet.value(1, 2), sheet.value(1, 4), sheet.value(4, 1)) == (
        *("وزارة الداخلية", None, "after", "old"),
    )
    moment = datetime(2025, 4, 9, 13, 30)  # noqa: DTZ001 - Excel knows no time zones
    assert sheet.rows[4] == (None, 2_500_000, date(2025, 4, 9), moment, "13:30:00", True, None, None, "bold & plain")
    assert sheet.errors == {(5, 7): "#DIV/0!"}
    assert sheet.uncalculated == {(5, 8): "=RC[-1]"}
    assert sheet.hidden_rows == {4}
    assert sheet.hidden_columns == {3, 4}
    assert sheet.merges == (CellRange(1, 1, 1, 3), CellRange(4, 1, 5, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "windows-1252"])
def test_encodings_are_as_declared(tmp_path: Path, encoding: str) -> None:
    text = "Érythrée" if encoding == "windows-1252" else "تعزيز إدارة الحدود"
    content = xml(cell(text), encoding=encoding) if encoding != "windows-1252" else None
    content = content or xml(cell(text)).replace("مشروعات".encode(), b"S").decode().replace(
        'encoding="utf-8"', 'encoding="windows-1252"'
    ).encode("windows-1252")
    content = content.replace(b'encoding="utf-8-sig"', b'encoding="utf-8"')
    assert read_workbook(put(tmp_path / "a.xml", content)).sheets[0].rows == ((text,),)


def test_names_with_a_prefix_are_understood(tmp_path: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    text = (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><ss:Workbook xmlns:ss="{space}">'
        '<ss:Worksheet ss:Name="S" ss:RightToLeft="1"><ss:Table><ss:Row><ss:Cell><ss:Data ss:Type="Number">1.5'
        "</ss:Data></ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>"
    )
    sheet = read_workbook(put(tmp_path / "a.xls", text.encode())).sheets[0]
    assert sheet.rows == ((1.5,),)
    assert sheet.right_to_left


def test_what_web_systems_forget_is_mended(tmp_path: Path) -> None:
    content = xml(cell("R&D \x0b in Djibouti&nbsp;&amp; Kenya"))
    assert read_workbook(put(tmp_path / "a.xls", content)).sheets[0].rows == (("R&D  in Djibouti&nbsp;& Kenya",),)


def test_prefixes_that_nobody_declared_are_understood(tmp_path: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    text = f'<?xml version="1.0"?><Workbook xmlns="{space}"><Worksheet ss:Name="S"><Table>{cell("x")}</Table>'
    sheet = read_workbook(put(tmp_path / "a.xls", f"{text}</Worksheet></Workbook>".encode())).sheets[0]
    assert (sheet.name, sheet.rows) == ("S", (("x",),))


LAUGHS = "<!DOCTYPE Workbook [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY a{n} '{'&a' * 10};'>" for n in range(9)
)  # never expanded: the first declaration is refused


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (xml(cell("&a;"), start=f"{LAUGHS}]>"), "not opened"),
        (xml(cell("&a;"), start='<!DOCTYPE Workbook [<!ENTITY a SYSTEM "file:///etc/hostname">]>'), "not opened"),
        (xml(cell("x"))[:-30], "damaged"),
        (xml(cell("x")).replace(b'"utf-8"', b'"klingon"'), "damaged"),
        (xml(cell("x")).replace(b'"utf-8"', b'"big5"'), "damaged"),
        (xml(f'<Row ss:Index="999999999">{cell("x")[5:]}'), "more than can be imported"),
        (xml(f'<Row ss:Index="1000000">{cell("x")[5:]}'), "too far"),
        (xml(cell("x").replace("<Cell>", '<Cell ss:Index="99999">')), "too far"),
        (xml('<Row ss:Index="1" ss:Span="1048000" ss:Hidden="1"/>' * 100_000), "damaged"),
        (xml(cell("x") + '<Row ss:Index="199999"/>' + cell("x").replace("<Cell>", '<Cell ss:Index="900">')), "too far"),
        (xml("<Row><Cell/></Row>").replace(b"Worksheet", b"Chartsheet"), "No sheet"),
    ],
)
def test_harm_ends_in_a_sentence(tmp_path: Path, content: bytes, word: str) -> None:
    with pytest.raises(UserError, match=word):
        read_workbook(put(tmp_path / "a.xls", content))


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="more than can be imported"):
        read_workbook(put(tmp_path / "a.xls", xml(cell("x") * 40)), limits=Limits(cells=39))


OPEN = "urn:oasis:names:tc:opendocument:xmlns:"


def flat(cells: str, *, kind: str = "spreadsheet", encoding: str = "utf-8", start: str = "") -> bytes:
    spaces = " ".join(f'xmlns:{name}="{OPEN}{name}:1.0"' for name in ("office", "table", "text", "style"))
    spaces += " " + " ".join(f'xmlns:x{n}="urn:x:{"y" * 60}:{n}"' for n in range(40))
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>{start}'
        f'<office:document {spaces} office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:body>'
        f'<office:spreadsheet><table:table table:name="م"><table:table-row>{cells}</table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document>"
    )
    return text.encode(encoding)


CELLS = (
    '<table:table-cell office:value-type="string"><text:p>عنوان</text:p></table:table-cell>'
    '<table:table-cell office:value-type="float" office:value="42"/>'
    '<table:table-cell office:value-type="date" office:date-value="2025-04-09"/>'
)


def test_a_flat_open_document_is_indented_as_a_rule(tmp_path: Path) -> None:
    content = flat(CELLS.replace("عنوان", "<text:span>عنوان</text:span> <text:span>ثان</text:span>"))
    content = content.replace(b"><table", b">\r\n   <table").replace(b"><text:p", b">\n     <text:p")
    content = content.replace(b"</text:p><", b"</text:p>\n    <").replace(b"></table", b">\n  </table")
    assert read_workbook(put(tmp_path / "a.fods", content)).sheets[0].rows == (("عنوان ثان", 42, date(2025, 4, 9)),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_flat_open_document_is_read(tmp_path: Path, encoding: str) -> None:
    book = read_workbook(put(tmp_path / "a.fods", flat(CELLS, encoding=encoding)))
    assert (book.kind, book.sheets[0].name) == ("fods", "م")
    assert book.sheets[0].rows == (("عنوان", 42, date(2025, 4, 9)),)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (flat(CELLS, kind="text"), "text document"),
        (flat(CELLS, kind="presentation"), "presentation"),
        (flat(CELLS, start='<!DOCTYPE x [<!ENTITY a "b">]>'), "not opened"),
        (flat(CELLS)[:-40], "damaged|No sheet"),
        (flat(CELLS).replace(b'"utf-8"', b'"klingon"'), "damaged"),
    ],
)
def test_other_flat_files_are_refused(tmp_path: Path, content: bytes, word: str) -> None:
    with pytest.raises(UserError, match=word):
        read_workbook(put(tmp_path / "a.fods", content))


def archive(*pages: tuple[str, str], charset: str = "windows-1256") -> bytes:
    """Return a web archive as Excel saves one: a page for each sheet, and a strip of their names."""
    message = EmailMessage()
    message["Subject"] = "export"
    message.make_related()
    for location, page in pages:
        part = EmailMessage()
        part.set_content(page, subtype="html", charset=charset, cte="quoted-printable")
        part["Content-Location"] = f"file:///C:/{location}"
        message.attach(part)
    return b"MIME-Version: 1.0\r\n" + message.as_bytes().replace(b"MIME-Version: 1.0\n", b"")


def test_the_tables_of_a_web_archive_are_sheets(tmp_path: Path) -> None:
    table = "<table><tr><td>{}</td><td>2</td></tr></table>"
    content = archive(
        ("book.htm", "<html><frameset></frameset></html>"),
        ("sheet001.htm", table.format("اسم المشروع")),
        ("sheet002.htm", table.format("الميزانية")),
        ("tabstrip.htm", table.format("Sheet1")),
    )
    book = read_workbook(put(tmp_path / "a.xls", content))
    assert book.kind == "mht"
    assert [(sheet.name, sheet.rows) for sheet in book.sheets] == [
        ("1", (("اسم المشروع", "2"),)),
        ("2", (("الميزانية", "2"),)),
    ]


@pytest.mark.parametrize("content", [archive(("a.htm", "<html></html>")), archive()])
def test_a_web_archive_without_a_table_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UserError, match="without a table"):
        read_workbook(put(tmp_path / "a.mht", content))
