"""Tables of Word documents: merges, direction, titles and notes around them, tracked changes, tables inside tables."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.importing.sender import read_sender
from khartoum_desktop.importing.structure import read_structure
from khartoum_desktop.importing.synonyms import is_known
from khartoum_desktop.proposals.shipped_lists import shipped_lists
from khartoum_desktop.sheets.model import CellRange, Limits, Workbook
from khartoum_desktop.sheets.reading import read_workbook

HEADER = ["م", "اسم المشروع", "الجهة المنفذة", "الميزانية"]
ROWS = [
    ["1", "تعزيز إدارة الحدود", "وزارة الداخلية", "2500000"],
    ["2", "مكافحة الإتجار بالبشر", "وزارة العدل", "120000"],
]


def table(document: Any, rows: list[list[str]]) -> Any:
    made = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return made


def read(document: Any, path: Path) -> Workbook:
    document.save(str(path))
    return read_workbook(path)


def mark(element: Any, properties: str, xml: str) -> None:
    """Put a property into an element's properties, which are made if it has none."""
    found = element.find(qn(properties))
    if found is None:
        found = parse_xml(f"<{properties} {nsdecls('w')}/>")
        element.insert(0, found)
    found.append(parse_xml(xml.replace("/>", f" {nsdecls('w')}/>", 1)))


def test_each_table_is_a_sheet_with_a_number_for_a_name(tmp_path: Path) -> None:
    document = Document()
    table(document, [HEADER, *ROWS])
    document.add_paragraph("بين الجدولين")
    table(document, [["a", "b"], ["c", "d"]])
    book = read(document, tmp_path / "مذكرة.docx")
    assert (book.kind, [sheet.name for sheet in book.sheets]) == ("docx", ["1", "2"])
    assert book.sheets[0].rows == tuple(map(tuple, [HEADER, *ROWS]))
    assert book.sheets[1].rows == (("بين الجدولين", None), ("a", "b"), ("c", "d"))
    assert [sheet.right_to_left for sheet in book.sheets] == [False, False]


def test_the_lines_around_a_table_say_who_sends_it_and_end_it(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "جمهورية السودان"
    document.add_paragraph("وزارة الداخلية")
    for _page in range(20):
        document.add_paragraph("In the course of the project, Ethiopia and Kenya and Somalia will be consulted. " * 5)
    document.add_paragraph("قائمة المشروعات المقترحة")
    document.add_paragraph("المبالغ بالألف يورو")
    table(document, [HEADER, *ROWS])
    document.add_paragraph("ملاحظة: المبالغ تقديرية")
    document.add_paragraph("مدير الإدارة")
    sheet = read(document, tmp_path / "a.docx").sheets[0]
    structure = read_structure(sheet, is_known)
    assert structure.titles == (
        *("جمهورية السودان", "وزارة الداخلية", "قائمة المشروعات المقترحة", "المبالغ بالألف يورو"),
    )
    sender = read_sender(structure.titles, shipped_lists())
    assert (sender.country, sender.ministry) == ("SD", "وزارة الداخلية")
    kinds = [kind.value for kind in structure.kinds]
    assert kinds == [*["title"] * 4, *("header", "proposal", "proposal", "empty", "note", "note")]


def test_merged_cells_and_direction(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("عنوان")
    made = table(document, [["م", "الميزانية", "", "مدة"], ["", "يورو", "دولار", ""], ["1", "5", "6", "7"]])
    made.cell(0, 0).merge(made.cell(1, 0))
    made.cell(0, 1).merge(made.cell(0, 2))
    made.cell(0, 3).merge(made.cell(1, 3))
    mark(made._tbl, "w:tblPr", "<w:bidiVisual/>")
    sheet = read(document, tmp_path / "a.docx").sheets[0]
    assert sheet.rows == (
        ("عنوان", None, None, None),
        ("م", "الميزانية", None, "مدة"),
        (None, "يورو", "دولار", None),
        ("1", "5", "6", "7"),
    )
    assert set(sheet.merges) == {CellRange(2, 1, 3, 1), CellRange(2, 2, 2, 3), CellRange(2, 4, 3, 4)}
    assert sheet.right_to_left


def test_what_was_deleted_or_hidden_is_not_read(tmp_path: Path) -> None:
    document = Document()
    made = table(document, [["title", "cost"], ["old", "1"], ["kept", "2"], ["secret", "3"], ["field", "4"]])
    mark(made.rows[1]._tr, "w:trPr", "<w:del/>")
    mark(made.rows[3]._tr, "w:trPr", "<w:hidden/>")
    paragraph = made.cell(2, 0).paragraphs[0]._p
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>gone</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>, new</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r>"))
    made.cell(4, 0).paragraphs[0]._p.append(
        parse_xml(f"<w:r {nsdecls('w')}><w:instrText>DATE</w:instrText><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r>")
    )
    sheet = read(document, tmp_path / "a.docx").sheets[0]
    assert sheet.rows == (("title", "cost"), ("kept, new", "2"), ("secret", "3"), ("field\tx\ny", "4"))
    assert sheet.hidden_rows == {3}


def test_a_table_inside_a_table_is_a_sheet_of_its_own(tmp_path: Path) -> None:
    document = Document()
    outer = document.add_table(2, 1)
    outer.cell(0, 0).text = "وزارة الداخلية"
    inner = outer.cell(1, 0).add_table(2, 2)
    for row, texts in zip(inner.rows, (["اسم المشروع", "الميزانية"], ["طريق", "5"]), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    book = read(document, tmp_path / "a.docx")
    assert [sheet.rows for sheet in book.sheets] == [
        (("وزارة الداخلية",),),
        (("وزارة الداخلية", None), ("اسم المشروع", "الميزانية"), ("طريق", "5")),
    ]


@pytest.mark.parametrize("again", [[], [HEADER]])
def test_a_table_that_goes_on_over_the_page_is_one(tmp_path: Path, again: list[list[str]]) -> None:
    document: Any = Document()
    table(document, [HEADER, *ROWS])
    document.add_page_break()
    third = ["3", "طريق", "وزارة النقل", "7"]
    made = table(document, [*again, third, ["4", "", "", ""]])
    made.cell(len(again), 1).merge(made.cell(len(again) + 1, 1))
    book = read(document, tmp_path / "a.docx")
    assert len(book.sheets) == 1
    assert book.sheets[0].value(4 + len(again), 2) == "طريق"
    assert book.sheets[0].merges == (CellRange(4 + len(again), 2, 5 + len(again), 2),)


def test_another_table_right_below_is_another_sheet(tmp_path: Path) -> None:
    document = Document()
    table(document, [HEADER, *ROWS])
    document.add_paragraph("")
    table(document, [["a", "b", "c", "d"], ["1", "x", "y", "z"]])
    assert len(read(document, tmp_path / "a.docx").sheets) == 2


def test_rows_that_begin_late_and_content_controls(tmp_path: Path) -> None:
    document = Document()
    made = table(document, [["a", "b", "c"], ["x", "y", "z"]])
    row = made.rows[1]._tr
    row.remove(row.tc_lst[0])
    mark(row, "w:trPr", '<w:gridBefore w:val="1"/>')
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    row.addprevious(control)
    control[0].append(row)
    assert read(document, tmp_path / "a.docx").sheets[0].rows == (("a", "b", "c"), (None, "y", "z"))


def test_pictures_and_wide_cells_do_no_harm(tmp_path: Path) -> None:
    document = Document()
    made = table(document, [["a", "b"], ["c", "d"]])
    made.columns[0].width = Inches(20)
    assert read(document, tmp_path / "a.docx").sheets[0].rows == (("a", "b"), ("c", "d"))


def rewritten(path: Path, changes: dict[bytes, bytes], part: str = "word/document.xml") -> Path:
    """Write a document of one table again, with other bytes in one part."""
    document, content = Document(), BytesIO()
    table(document, [["a", "b"], ["c", "d"]])
    document.save(content)
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            for before, after in changes.items() if name == part else ():
                assert before in data
                data = data.replace(before, after)
            new.writestr(name, data)
    return path


def test_macro_documents_and_strict_ones_are_read(tmp_path: Path) -> None:
    macro = {b"wordprocessingml.document.main": b"wordprocessingml.document.macroEnabled.main"}
    usual, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    for path in (
        rewritten(tmp_path / "a.docm", macro, "[Content_Types].xml"),
        rewritten(tmp_path / "b.docx", {usual: strict}),
    ):
        assert read_workbook(path).sheets[0].rows == (("a", "b"), ("c", "d"))


def test_a_document_that_holds_a_workbook_is_a_document(tmp_path: Path) -> None:
    sheet = (
        b'<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
    )
    path = rewritten(tmp_path / "a.docx", {b"<Override": sheet + b"<Override"}, "[Content_Types].xml")
    assert read_workbook(path).kind == "docx"


ROW = "<w:tr><w:tc><w:p/></w:tc></w:tr>"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({b"<w:tbl>": b"<w:tbl>" + ROW.encode() * 1_000_000}, "unpack|more than can be imported"),
        ({b"<w:tbl>": b"<w:tbl>" + ROW.encode() * 250_000}, "more than can be imported"),
        ({b"<w:t>a</w:t>": b"<w:t>" + b"a" * 100_000_000 + b"</w:t>"}, "unpack"),
        ({b"<w:t>a</w:t>": b"<w:t>" + b"a" * 30_000_000 + b"</w:t>"}, "damaged"),
        ({b"<w:document ": b'<!DOCTYPE w [<!ENTITY a "x">]><w:document '}, "not opened"),
        ({b"<w:tc>": b"<w:sdt><w:sdtContent>" * 1000 + b"<w:tc>"}, "damaged"),
        ({b"<w:tcPr>": b'<w:tcPr><w:gridSpan w:val="999999999"/>'}, "more than can be imported"),
        ({b"<w:body>": b"<w:nobody>"}, "damaged"),
        ({b"<w:body>": b"<w:body>" + b"<w:tbl><w:tr><w:tc/></w:tr></w:tbl>" * 30_000}, "unpack"),
    ],
)
def test_harm_ends_in_a_sentence(tmp_path: Path, changes: dict[bytes, bytes], word: str) -> None:
    path = rewritten(tmp_path / "a.docx", changes)
    with pytest.raises(UserError, match=word):
        read_workbook(path)


def test_no_table_is_said(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("نص بلا جدول")
    document.add_table(2, 2)
    with pytest.raises(UserError, match="no table"):
        read(document, tmp_path / "a.docx")


def test_more_rows_than_allowed_are_refused(tmp_path: Path) -> None:
    document = Document()
    table(document, [["a", "b"]] * 12)
    document.save(str(tmp_path / "a.docx"))
    with pytest.raises(UserError, match="12"):
        read_workbook(tmp_path / "a.docx", limits=Limits(rows=11))
