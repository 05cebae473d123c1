"""Files that are made to harm: each maker writes one into a folder and returns its path."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_BOOK_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
MEGABYTE: Final = 1024 * 1024


def sheet_xml(rows: str, *, before: str = "", after: str = "", start: str = "") -> str:
    return f'{start}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def package(
    path: Path,
    sheet: str | bytes,
    *,
    strings: str | bytes | None = None,
    parts: Mapping[str, str] | None = None,
    level: int = 1,
) -> Path:
    """Write a minimal .xlsx with one sheet."""
    contents: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _BOOK_LINKS,
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings is not None:
        contents["xl/sharedStrings.xml"] = strings
    contents.update(parts or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def cells(*places: str) -> str:
    """Return rows with the number 1 in each of the places."""
    return "".join(
        f'<row r="{"".join(filter(str.isdigit, place))}"><c r="{place}"><v>1</v></c></row>' for place in places
    )


def _cells(*places: str) -> Callable[[Path], Path]:
    return lambda path: package(path, sheet_xml(cells(*places)))


def _swollen_cell(path: Path) -> Path:
    text = "a" * (100 * MEGABYTE)
    return package(path, sheet_xml(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'), level=9)


def _swollen_strings(path: Path) -> Path:
    strings = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>{"a" * (100 * MEGABYTE)}</t></si></sst>'
    return package(path, sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=strings, level=9)


def _many_cells(path: Path) -> Path:
    return package(path, sheet_xml(("<row>" + "<c><v>1</v></c>" * 25 + "</row>") * 240_000))


def _strings_promised(path: Path) -> Path:
    strings = f'<sst xmlns="{MAIN}" count="4294967295" uniqueCount="4294967295"><si><t>x</t></si></sst>'
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = _TYPES.replace("</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>')
    return package(path, sheet_xml(row), strings=strings, parts={"[Content_Types].xml": types})


def _laughs() -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f"<!DOCTYPE worksheet [{entities}]>"


def _laughing_sheet(path: Path) -> Path:
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    return package(path, sheet_xml(row, start=_laughs()))


def _laughing_strings(path: Path) -> Path:
    strings = f'{_laughs()}<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>&a9;</t></si></sst>'
    return package(path, sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=strings)


def _laughing_book(path: Path) -> Path:
    return package(path, sheet_xml(cells("A1")), parts={"xl/workbook.xml": _laughs() + _BOOK.replace('"S"', '"&a9;"')})


def _foreign_entity(path: Path) -> Path:
    start = f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "{(path.parent / "secret.txt").as_uri()}">]>'
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    (path.parent / "secret.txt").write_text("secret")
    return package(path, sheet_xml(row, start=start))


def _out_of_the_package(path: Path) -> Path:
    links = _BOOK_LINKS.replace("worksheets/sheet1.xml", "../../../../secret.xml")
    (path.parent / "secret.xml").write_text(sheet_xml(cells("A1")))
    return package(path, "", parts={"xl/_rels/workbook.xml.rels": links, "../../escaped.xml": "x"})


def _merged_all_over(path: Path) -> Path:
    merges = '<mergeCell ref="A1:XFD1048576"/>' + "".join(f'<mergeCell ref="A1:Z{n}"/>' for n in range(2, 3000))
    return package(path, sheet_xml(cells("A1", "B2"), after=f"<mergeCells>{merges}</mergeCells>"))


def _utf16(path: Path) -> Path:
    return package(path, sheet_xml(cells("A1", "XFD1048576")).encode("utf-16"))


def _many_entries(path: Path) -> Path:
    return package(path, sheet_xml(cells("A1")), parts={f"xl/media/{n}.png": "" for n in range(20_001)})


def _lying_sizes(path: Path) -> Path:
    package(path, sheet_xml(cells("A1") + " " * 100_000))
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (300).to_bytes(4, "little")))
    return path


def _torn(path: Path) -> Path:
    package(path, sheet_xml(cells(*(f"A{n}" for n in range(1, 2000)))))
    path.write_bytes(path.read_bytes()[:-700])
    return path


def _torn_inside(path: Path) -> Path:
    package(path, sheet_xml(cells(*(f"A{n}" for n in range(1, 20_000)))))
    content = bytearray(path.read_bytes())
    content[2000:6000] = b"\x55" * 4000
    path.write_bytes(content)
    return path


def _repeated_ods(path: Path) -> Path:
    office, table = (
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    )
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="2000000000"/>'
    content = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}"><office:body><office:spreadsheet>'
        f'<table:table table:name="S"><table:table-row table:number-rows-repeated="2000000000">{cell}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def _locked(path: Path) -> Path:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(99)
    )
    return path


def _bytes(content: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


def _swollen_rows(path: Path) -> Path:
    spans = '<tr><td rowspan="99999999" colspan="99999999">x</td></tr>' * 6000
    path.write_text(f"<html><table>{spans}</table></html>")
    return path


def _quadratic(path: Path) -> Path:
    start = f'<!DOCTYPE worksheet [<!ENTITY a "{"x" * 100_000}">]>'
    text = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"&a;" * 20_000}</t></is></c></row>'
    return package(path, sheet_xml(text, start=start))


def _with_parts(parts: Mapping[str, str], *links: tuple[str, str], times: int = 1) -> Callable[[Path], Path]:
    """Return a maker of a sheet with one number that links to parts, by kind and target."""
    found = "".join(
        f'<Relationship Id="a{n}" Type="x/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(links * times)
    )
    own = f"<Relationships>{found}</Relationships>"
    return lambda path: package(
        path, sheet_xml(cells("A1")), parts={"xl/worksheets/_rels/sheet1.xml.rels": own, **parts}
    )


def _many_formats(path: Path) -> Path:
    formats = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{"[$-" * 60}{n}"/>' for n in range(20_000))
    used = "".join(f'<xf numFmtId="{200 + n % 20_000}"/>' for n in range(60_000))
    styles = f'<styleSheet xmlns="{MAIN}"><numFmts>{formats}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'
    link = f'<Relationship Id="r9" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    parts = {"xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": _BOOK_LINKS.replace("</Relationships>", link)}
    return package(path, sheet_xml(cells("A1")), parts=parts)


_LAUGHTER: Final = f"{_laughs()}<comments><comment ref='A1'><text><t>&a9;</t></text></comment></comments>"
_NOTE: Final = '<comment ref="A1"><text><t>x</t></text></comment>'
_MANY_NOTES: Final = f"<comments>{_NOTE * 15_000}</comments>"
_CALLS: Final = (
    '<row r="1"><c r="A1"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>1</v></c><c r="B1" t="str">'
    "<f>cmd|' /C calc'!A0</f><v>x</v></c></row>"
)

REFUSED: Final[Mapping[str, tuple[Callable[[Path], Path], str]]] = {
    # what it is → how it is made, and a word of the sentence that must be said
    "the two corners": (_cells("A1", "XFD1048576"), "XFD1048576"),
    "a far column": (_cells("A1", "XFD10000"), "XFD10000"),
    "a far row": (_cells("A1", "Y1048576"), "Y1048576"),
    "a column beyond Excel": (_cells("A1", "ZZZZZZ1"), "damaged"),
    "a row beyond Excel": (_cells("A1", "A99999999999"), "damaged"),
    "a row number without end": (_cells("A" + "9" * 5000), "damaged"),
    "one swollen cell": (_swollen_cell, "unpack"),
    "swollen shared strings": (_swollen_strings, "unpack"),
    "six million cells": (_many_cells, "too far"),
    "laughs in the sheet": (_laughing_sheet, "read"),
    "an entity of square growth": (_quadratic, "read"),
    "laughs in the strings": (_laughing_strings, ""),
    "laughs in the book": (_laughing_book, ""),
    "an entity from a file": (_foreign_entity, "read"),
    "a link out of the package": (_out_of_the_package, "read"),
    "a sheet in UTF-16": (_utf16, "read"),
    "twenty thousand entries": (_many_entries, "unpack"),
    "lying sizes": (_lying_sizes, "damaged"),
    "a torn file": (_torn, "damaged"),
    "a file torn inside": (_torn_inside, ""),
    "a repeated cell": (_repeated_ods, ""),
    "a lock without a key": (_locked, "cannot be opened here"),
    "a swollen web page": (_swollen_rows, "more than can be imported"),
    "a page of tables": (_bytes(b"<html>" + b"<table><tr><td>x" * 30_000), "unpack"),
    "no table in a page": (_bytes(b"<html><p>Hello</p></html>"), "without a table"),
    "a PDF": (_bytes(b"%PDF-1.7 ..."), "PDF"),
    "a picture": (_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50)), "picture"),
    "a Word file of old": (
        _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")),
        "text document",
    ),
    "an OLE file of nothing": (_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "damaged"),
    "Excel 3": (_bytes(b"\x09\x02\x06\x00\x00\x03\x10\x00" + bytes(60)), "Excel 4 or older"),
    "Excel 3 without end": (_bytes(b"\x09\x02\x06\x00\x00\x03\x10\x00" + b"\x04\x00\xff" * 3000), "Excel 4 or older"),
    "XML of Excel 2003": (
        _bytes(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'),
        "No sheet",
    ),
    "a web archive": (_bytes(b"MIME-Version: 1.0\r\nContent-Type: multipart/related"), "web archive"),
    "a web archive of archives": (
        _bytes(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 20_000),
        "unpack",
    ),
    "flat OpenDocument": (_bytes(b'<?xml version="1.0"?><office:document xmlns:office="x"/>'), ""),
    "other XML": (_bytes(b"<?xml version='1.0'?><iati-activities/>"), "XML or JSON"),
    "JSON": (_bytes(b'[{"title": 1}]'), "XML or JSON"),
    "a program": (_bytes(b"MZ\x90\x00" + bytes(range(256)) * 9), "neither"),
    "noise": (_bytes(bytes(range(256)) * 9), "neither"),
    "nothing": (_bytes(b""), "empty"),
    "blank lines": (_bytes(b" \r\n\r\n"), "empty"),
    "one endless cell": (_bytes(b"a" * 200_000), "a cell of more than"),
}

READ: Final[Mapping[str, Callable[[Path], Path]]] = {
    "a lying dimension": lambda path: package(path, sheet_xml(cells("A1"), before='<dimension ref="A1:XFD1048576"/>')),
    "merges all over": _merged_all_over,
    "laughs in a comment": _with_parts({"xl/c.xml": _LAUGHTER}, ("comments", "../c.xml")),
    "laughs in a drawing": _with_parts({"xl/c.xml": _LAUGHTER}, ("drawing", "../c.xml")),
    "a drawing out of the package": _with_parts({}, ("drawing", "../../../../../etc/passwd")),
    "one part linked without end": _with_parts({"xl/c.xml": _MANY_NOTES}, ("comments", "../c.xml"), times=100_000),
    "number formats without end": _many_formats,
    "a document type from a server": lambda path: package(
        path, sheet_xml(cells("A1"), start='<!DOCTYPE worksheet SYSTEM "http://127.0.0.1:9/x.dtd">')
    ),
    "tags that never end": lambda path: package(path, sheet_xml(cells("A1"), after="<a>" * 2_000_000)),
    "formulas that call out": lambda path: package(path, sheet_xml(_CALLS)),
    "a promise of strings": _strings_promised,
    "an error nobody knows": lambda path: package(
        path, sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="e"><v>#BOGUS!</v></c></row>')
    ),
    "a far cell without value": lambda path: package(
        path, sheet_xml(cells("A1") + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    ),
}
