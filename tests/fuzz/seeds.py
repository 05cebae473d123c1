"""Small files of every kind, whole, to be damaged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from tests.sheets import hostile
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
    makers = (_rich, _plain, _bare, _document, _separated, _page)
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
