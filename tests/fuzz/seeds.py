"""Small files of every kind, whole, to be damaged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from tests.sheets import binary_makers, hostile, old_files
from tests.sheets import test_xml_tables as xml_tables
from tests.sheets.test_open_document import ods, row, table, text

_MOST_BYTES: Final = 150_000  # of a file that is damaged: larger ones take longer and show no more


@dataclass(frozen=True, slots=True)
class Seed:
    """A file to damage: its name and its bytes."""

    name: str
    data: bytes


def from_folders(folders: Iterable[Path]) -> list[Seed]:
    """Return the small files below folders, in the order of their names."""
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.is_file())
    return [Seed(file.name, file.read_bytes()) for file in files if 0 < file.stat().st_size <= _MOST_BYTES]


def generated(folder: Path) -> list[Seed]:
    """Return files that the tests make themselves, written into a folder and taken out of it again."""
    makers = (_rich, _plain, _bare, _document, _separated, _page, _old, _oldest, _binary, _word, _xml, _flat, _archive)
    found = []
    for make in makers:
        path = make(folder)
        found.append(Seed(path.name, path.read_bytes()))
        path.unlink()
    return found


def _rich(folder: Path) -> Path:
    """Write an .xlsx with titles, merges, formats, comments, hidden rows, text boxes and a chart."""
    import xlsxwriter

    path = folder / "rich.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("مشروعات")
        sheet.right_to_left()
        bold, euro = book.add_format({"bold": True}), book.add_format({"num_format": '#,##0 "€"'})
        share, gone = book.add_format({"num_format": "0%"}), book.add_format({"font_strikeout": True})
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.merge_range("A1:F1", "جمهورية السودان – وزارة الداخلية", bold)
        sheet.write_row(2, 0, ["م", "اسم المشروع", "الدولة", "التكلفة", "النسبة", "تاريخ البدء"], bold)
        for number in range(1, 12):
            sheet.write_row(
                2 + number, 0, [number, f"تأهيل مركز الاستقبال {number}", "السودان"], gone if number == 5 else None
            )
            sheet.write_number(2 + number, 3, number * 125_000, euro)
            sheet.write_number(2 + number, 4, number / 12, share)
            sheet.write_datetime(2 + number, 5, date(2027, number, 3), day)
        sheet.write_comment("D5", "من الوزارة", {"author": "Nadia"})
        sheet.set_row(9, None, None, {"hidden": True})
        sheet.set_column("E:E", None, None, {"hidden": True})
        sheet.insert_textbox("H3", "المبالغ باليورو")
        sheet.write_formula("D15", "=SUM(D4:D14)", euro, 8_250_000)
        sheet.write_formula("E15", "=1/0", None, "#DIV/0!")
        book.add_worksheet("old").hide()
    return path


def _plain(folder: Path) -> Path:
    """Write an .xlsx as another program spells it."""
    import openpyxl

    path = folder / "plain.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        raise AssertionError
    sheet.append(["Project title", "Lead country", "Total budget (EUR)", "Start date"])
    for number in range(1, 15):
        sheet.append([f"Border clinics {number}", "Ethiopia", number * 1000.5, date(2027, 1, number)])
    sheet.append(["=A1", "#REF!", True, None])
    book.save(path)
    return path


def _bare(folder: Path) -> Path:
    """Write an .xlsx of the fewest parts, whose rows and cells bear no numbers."""
    rows = "".join(
        f'<row><c t="inlineStr"><is><t>Project {number}</t></is></c><c><v>{number}</v></c>'
        '<c t="e"><v>#N/A</v></c></row>'
        for number in range(12)
    )
    return hostile.package(folder / "bare.xlsx", hostile.sheet_xml(rows))


def _document(folder: Path) -> Path:
    """Write an .ods with merges, notes, hidden rows, formats."""
    note = "<office:annotation><text:p>who pays?</text:p></office:annotation>"
    share = (
        '<table:table-cell office:value-type="percentage" office:value="0.75"><text:p>75%</text:p></table:table-cell>'
    )
    money = '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="5000"/>'
    rows = [
        row(text("Title of the sheet", 'table:number-columns-spanned="3"'), "<table:covered-table-cell/>"),
        row(text("Project title"), text("Share"), text("Budget")),
        row(text("Clinics"), share, money),
        row(text("Roads", inside=note), share, money, more='table:visibility="collapse"'),
        row(text("x"), more='table:number-rows-repeated="3"'),
    ]
    return ods(folder / "document.ods", table(*rows))


def _separated(folder: Path) -> Path:
    """Write a text table in an Arabic encoding."""
    lines = ["م;اسم المشروع;التكلفة", *(f"{number};تأهيل {number};{number}٬٠٠٠" for number in range(9))]
    path = folder / "separated.csv"
    path.write_bytes("\r\n".join(lines).replace("٬", ",").replace("٠", "0").encode("cp1256"))
    return path


def _page(folder: Path) -> Path:
    """Write a web page that calls itself a workbook."""
    rows = "".join(f"<tr><td>{number}<td colspan=2>Project &amp; {number}<td rowspan=2>x</tr>" for number in range(9))
    path = folder / "page.xls"
    path.write_text(f"<html><meta charset=utf-8><table><tr><th>No<th>Title</tr>{rows}</table></html>", encoding="utf-8")
    return path


def _put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _old(folder: Path) -> Path:
    """Write an .xls of Excel 97."""
    cells = b"".join(
        old_files.label(row, 0, f"مشروع {row}") + old_files.number(row, 1, row * 1000.5) for row in range(1, 9)
    )
    header = old_files.label(0, 0, "اسم المشروع") + old_files.label(0, 1, "التكلفة")
    rest = (
        old_files.error(4, 2, 0x17) + old_files.hidden_row(5) + old_files.merge(0, 0, 1, 2) + old_files.right_to_left()
    )
    return _put(folder / "old.xls", old_files.biff8(header + cells + rest))


def _oldest(folder: Path) -> Path:
    """Write a file of Excel 2."""
    rows: list[list[str | float]] = [["اسم المشروع", "التكلفة"]]
    rows += [[f"مشروع {number}", number * 2.5] for number in range(9)]
    return _put(folder / "oldest.xls", old_files.biff2(rows))


def _binary(folder: Path) -> Path:
    """Write an .xlsb with formats, a hidden row, an error and a comment."""
    rows = b"".join(
        binary_makers.row(row, hidden=row == 4) + binary_makers.number(1, row, 1) + binary_makers.error(2, 0x17)
        for row in range(1, 9)
    )
    looks = binary_makers.styles({164: '#,##0 "€"'}, (False, True), ((0, 0), (164, 1)))
    return binary_makers.xlsb(folder / "binary.xlsb", rows, style_sheet=looks)


def _word(folder: Path) -> Path:
    """Write a .docx with a table."""
    from docx import Document

    document = Document()
    document.add_paragraph("وزارة الداخلية")
    made = document.add_table(5, 3)
    for number, line in enumerate(made.rows):
        for cell, words in zip(line.cells, ("م", f"مشروع {number}", f"{number}000 يورو"), strict=True):
            cell.text = words
    made.cell(3, 0).merge(made.cell(4, 0))
    document.save(str(folder / "word.docx"))
    return folder / "word.docx"


def _xml(folder: Path) -> Path:
    """Write an XML spreadsheet of Excel 2003."""
    rows = "".join(xml_tables.cell(f"Project {number}") for number in range(9))
    return _put(folder / "old.xml", xml_tables.xml(rows))


def _flat(folder: Path) -> Path:
    """Write a flat OpenDocument sheet."""
    return _put(folder / "flat.fods", xml_tables.flat(text("Project") * 3))


def _archive(folder: Path) -> Path:
    """Write a web archive with a table."""
    page = "<table><tr><th>No<th>Title</tr><tr><td>1<td>مشروع</tr><tr><td>2<td>مشروع آخر</tr></table>"
    return _put(folder / "page.mht", xml_tables.archive(("page.htm", page)))
