"""Make the three ministries' messy workbooks of the sample: `resources/sample/*.xlsx` (fictional content).

Each is untidy in ways that real sheets are: title blocks, two-row headers, merges, unit notes, section and total rows,
Arabic-Indic digits, money in words, dates of every kind, notes and signatures, a hidden sheet, columns nobody asked for.
"""

import datetime as dt
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sample"
BOLD = Font(bold=True)
GREY = PatternFill("solid", fgColor="D9D9D9")
Cell = str | int | float | dt.date | None


def put(sheet: Worksheet, rows: list[list[Cell]]) -> None:
    """Write rows from A1 on."""
    for y, row in enumerate(rows, 1):
        for x, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(y, x).value = value


def emphasise(sheet: Worksheet, *rows: int) -> None:
    """Make rows look like headings."""
    for row in rows:
        for cell in sheet[row]:
            cell.font, cell.fill = BOLD, GREY
            cell.alignment = Alignment(horizontal="center", wrap_text=True)


def sudan() -> Workbook:
    """Arabic, right to left: a title block, sections, totals, money in words, Arabic-Indic digits, a hidden old sheet."""
    book = Workbook()
    sheet = book.create_sheet("مشروعات 2026", 0)
    sheet.sheet_view.rightToLeft = True
    put(sheet, [
        ["جمهورية السودان"],
        ["وزارة الداخلية – الإدارة العامة للتعاون الدولي"],
        ["بيان بالمشروعات المقترحة للعرض على عملية الخرطوم", None, None, None, None, None, None, "2026/3/2"],
        [],
        ["م", "اسم المشروع", "الجهة المنفذة", "التكلفة الإجمالية", "الجهة المانحة", "المدة", "تاريخ البدء", "ملاحظات"],
        ["أولاً: الحماية واللجوء"],
        [1, "تأهيل مراكز استقبال العائدين في ولايات الشرق", "مفوضية العون الإنساني", "٣٫١ مليون يورو", "الاتحاد الأوروبي", "30 شهراً", "يناير 2027", None],
        [2, "دعم مكاتب تسجيل النازحين", "السجل المدني", "٨٥٠٬٠٠٠ يورو", "—", "٢٤", dt.date(2027, 1, 15), "أولوية"],
        [3, "حماية الأطفال غير المصحوبين على الطريق الشرقي", "وزارة الرعاية الاجتماعية", "620000 يورو", "اليونيسف", "18 شهر", "الربع الثاني 2027", None],
        [None, "الإجمالي", None, "4,570,000", None, None, None, None],
        ["ثانياً: مكافحة تهريب المهاجرين والاتجار بالبشر"],
        [1, "تدريب وحدات التحري على تهريب المهاجرين", "وزارة الداخلية", "مليون ونصف يورو", "إيطاليا", "سنتان", "03/2027", None],
        [2, "منظومة بلاغات مشتركة لمكافحة الإتجار بالبشر", "وزارة الداخلية", "يحدد لاحقاً", None, "12", None, "مع إثيوبيا"],
        [3, "شبكة المدعين العامين على الحدود الشرقية", "وزارة العدل", "750 ألف جنيه", "الأمم المتحدة", "عام واحد", "٢٠٢٧/٠٦/٠١", None],
        [None, "الإجمالى العام", None, "6,070,000", None, None, None, None],
        ["ملاحظة: الأسعار تقديرية وقابلة للتعديل"],
        [None, None, None, None, None, "يعتمد،،،", None, None],
    ])  # fmt: skip
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("A2:H2")
    sheet.merge_cells("A6:H6")
    sheet.merge_cells("A11:H11")
    emphasise(sheet, 5)
    for column, width in zip("ABCDEFGH", (5, 46, 26, 20, 18, 12, 16, 24), strict=True):
        sheet.column_dimensions[column].width = width
    old = book["Sheet"]
    old.title = "نسخة قديمة"
    old.sheet_state = "hidden"
    put(old, [["م", "اسم المشروع", "التكلفة"], [1, "مشروع ملغى", "100000 يورو"]])
    return book


def tunisia() -> Workbook:
    """French: a two-row header, amounts in thousands of euros, vertical merges, "Néant", a total and a signature."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError
    sheet.title = "Fiche récapitulative"
    put(sheet, [
        ["République Tunisienne"],
        ["Ministère de l'Emploi et de la Formation professionnelle"],
        ["Liste des projets proposés – Processus de Khartoum"],
        [None, None, None, None, None, None, None, "U : en milliers d'euros"],
        ["N°", "Direction", "Intitulé du projet", "Objectif", "Période", None, "Coût du projet", None],
        [None, None, None, None, "Date de début", "Durée (mois)", "Total", "Montant demandé"],
        [1, "Direction de la migration", "Guichet unique de la mobilité professionnelle", "Orienter 4 000 candidats par an vers des filières régulières", "01/09/2027", 24, "1 250,5", 900],
        [2, None, "Formation linguistique avant départ", "Certifier 1 500 personnes au niveau B1", "T1 2027", 18, 640, 480],
        [3, "Direction de la formation", "Centres de compétences du bâtiment durable", "Former aux métiers de la rénovation", "avril 2027", 36, "2 300", "1 800"],
        [4, None, "Passeport numérique des compétences", "Reconnaissance mutuelle des acquis", "2027", 30, "à préciser", "Néant"],
        [None, None, "TOTAL GÉNÉRAL", None, None, None, "4 190,5", "3 180"],
        ["Source : services du ministère"],
        [None, None, None, None, None, None, "Le Directeur général", None],
    ])  # fmt: skip
    for area in ("A1:H1", "A3:H3", "E5:F5", "G5:H5", "B7:B8", "B9:B10"):
        sheet.merge_cells(area)
    emphasise(sheet, 5, 6)
    for column, width in zip("ABCDEFGH", (5, 28, 44, 50, 16, 14, 14, 18), strict=True):
        sheet.column_dimensions[column].width = width
    return book


def ethiopia() -> Workbook:
    """English: notes above, two currencies, ranges, "TBD", a repeated header, a hidden row, an unasked-for column."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError
    sheet.title = "Project pipeline"
    header: list[Cell] = [
        "S/N",
        "Project Title",
        "Implementing Agency",
        "Budget",
        "Currency",
        "Duration",
        "Start date",
        "Beneficiaries",
        "GCM objective",
        "Donor remarks",
    ]
    put(sheet, [
        ["Federal Democratic Republic of Ethiopia – Ministry of Labor and Skills"],
        ["Proposed joint projects (draft, not for circulation)"],
        [],
        header,
        [1, "Pre-departure orientation for labour migrants", "Bureau of Labour", "2.4 million", "USD", "24 months", "Q1 2027", "12,000", "GCM-5; GCM-6", "Talks with two donors"],
        [2, "Skills labs for returnees in Amhara and Oromia", "TVET Institute", 1350000, "EUR", "2.5 years", dt.date(2027, 3, 1), "about 3,500", "GCM-21", None],
        [3, "Safe houses on the Metema corridor", "Ministry of Women and Social Affairs", "USD 400,000 - 500,000", "USD", "18 months", "15 Jan 2027", 900, "GCM-10", "Sensitive"],
        header,
        [4, "Old proposal, withdrawn", "Bureau of Labour", 100000, "USD", "6 months", "2025", 50, None, "superseded"],
        [5, "Fair recruitment register", "Ministry of Labor and Skills", "TBD", None, "12 months", "1 Miyazya 2019 E.C.", None, "GCM-6", None],
        [6, "Drought displacement data desk", "Disaster Risk Management Commission", "€ 780,000.00", None, "36", "FY2027/28", "n/a", "GCM-1", "Switzerland interested"],
        ["Grand total", None, None, None, None, None, None, None, None, None],
        ["Prepared by: Migration Desk"],
    ])  # fmt: skip
    emphasise(sheet, 4, 8)
    sheet.row_dimensions[9].hidden = True
    for column, width in zip("ABCDEFGHIJ", (6, 46, 34, 22, 10, 12, 20, 14, 16, 26), strict=True):
        sheet.column_dimensions[column].width = width
    return book


def main() -> None:
    """Write the three files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, book in (("sudan_interior", sudan()), ("tunisia_employment", tunisia()), ("ethiopia_labour", ethiopia())):
        book.properties.created = book.properties.modified = dt.datetime(2026, 3, 2, tzinfo=dt.UTC).replace(tzinfo=None)
        book.save(FOLDER / f"{name}.xlsx")


if __name__ == "__main__":
    main()
