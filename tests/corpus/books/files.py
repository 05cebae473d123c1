"""Kinds of files, facts 7.5: encodings and delimiters, old Excel, OpenDocument, HTML, Word, passwords, file names."""

from tests.corpus.meaning import Column, File, Page, Said, book
from tests.corpus.notations import (
    commas,
    country,
    duration,
    formatted,
    moment,
    money,
    parties,
    people,
    place,
    serial,
    slashes,
    spaces,
    spelled_fr,
    title,
    titles,
)
from tests.corpus.projects import PROJECTS, of, some


def _arabic(code: str, state: str, ministry: str) -> Page:
    page = Page("Sheet1", rtl=True)
    page.lines(state, ministry)
    page.sender(code, ministry)
    page.header(serial("م"), title("اسم المشروع", "ar"), place("الولاية", "ar"), money("التكلفة (يورو)", commas),
                moment("تاريخ البدء", slashes), duration("المدة (شهر)"))  # fmt: skip
    page.all(of(code))
    return page


def _french(code: str, state: str, ministry: str) -> Page:
    page = Page("Feuil1")
    page.lines(state, ministry)
    page.sender(code, ministry)
    page.header(serial("N°"), title("Intitulé du projet", "fr"), place("Région", "fr"), money("Coût (€)", lambda n: f"{n},00"),
                moment("Date de début", spelled_fr), duration("Durée (mois)"))  # fmt: skip
    page.all(of(code))
    return page


def _text(name: str, encoding: str, delimiter: str, *, french: bool = False, code: str = "SD") -> File:
    page = (
        _french("DJ", "République de Djibouti", "Ministère de l'Intérieur")
        if french
        else _arabic(code, {"SD": "جمهورية السودان", "LY": "دولة ليبيا"}[code], "وزارة الداخلية")
    )
    return File(name, [page], kind="text", encoding=encoding, delimiter=delimiter)


@book("7.5.csv")
def csv_utf8_with_mark() -> File:
    return _text("تصدير.csv", "utf-8-sig", ",")


@book("7.5.csv")
def csv_utf8_semicolons() -> File:
    return _text("projets.csv", "utf-8", ";", french=True)


@book("7.5.csv")
def unicode_text_of_excel() -> File:
    return _text("Unicode Text.txt", "utf-16", "\t")


@book("7.5.csv", "7.5.1256")
def csv_windows_1256() -> File:
    return _text("مشاريع السودان.csv", "cp1256", ";")


@book("7.5.csv", "7.5.1256")
def tabs_windows_1256() -> File:
    return _text("ليبيا.txt", "cp1256", "\t", code="LY")


@book("7.5.csv")
def csv_windows_1252() -> File:
    return _text("liste des projets.csv", "cp1252", ";", french=True)


@book("7.5.csv")
def csv_iso_8859_6() -> File:
    return _text("iso.csv", "iso8859_6", ",")


@book("7.5.csv")
def csv_dos_arabic() -> File:
    return _text("DOS.CSV", "cp720", ",")


@book("7.5.csv")
def csv_mac_arabic() -> File:
    page = Page("Sheet1")
    page.line("جمهورية السودان")
    page.sender("SD")
    page.header(serial("م"), title("اسم المشروع", "ar"), place("الولاية", "ar"), money("الميزانية (EUR)", str))
    page.all(of("SD"))
    return File("mac.csv", [page], kind="text", encoding="mac_arabic", delimiter=";")


@book("7.5.1256", "7.2.digits")
def lossy_export_with_question_marks() -> File:
    page = Page("Sheet1")
    page.line("جمهورية السودان")
    page.sender("SD")

    def lost(project: object) -> Said:
        return Said("???????", asks=("budget_total", "budget_precision"))

    page.header(
        serial("No", lambda _n: "?"),
        title("اسم المشروع", "ar"),
        place("الولاية", "ar"),
        Column("الميزانية (EUR)", lost),
    )
    page.all(of("SD"))
    return File("lossy.csv", [page], kind="text", encoding="cp1256", delimiter=";")


@book("7.5.xls", "7.1.3")
def old_excel() -> File:
    page = _arabic("SD", "جمهورية السودان", "وزارة الداخلية")
    page.merges += [(1, 1, 1, 6), (2, 1, 2, 6)]
    return File("قديم.xls", [page], kind="xls")


@book("7.5.xls", "7.1.2", "7.1.5")
def old_excel_two_row_header() -> File:
    page = Page("Feuil1")
    page.lines("République tunisienne", "Ministère de la Santé", across=6)
    page.sender("TN", "Ministère de la Santé")
    page.header(serial("N°"), title("Projet", "fr"), money(("Budget", "Total (EUR)"), spaces), parties(("Budget", "Bailleur"), "funding",
                ("Italie", ["IT"]), ("UE", ["EU"])), moment("Début", formatted("dd/mm/yyyy")), country("Pays", "fr"))  # fmt: skip
    page.all(of("TN"))
    page.line("Total", None, sum(p.amount for p in of("TN")), kind="total")
    other = Page("Feuil2")
    return File("TN sante.xls", [page, other], kind="xls")


@book("7.5.html")
def html_called_xls() -> File:
    page = Page("Export", rtl=True)
    page.lines("جمهورية مصر العربية", "وزارة التعاون الدولي", across=5)
    page.sender("EG", "وزارة التعاون الدولي")
    page.header(serial("م"), title("اسم المشروع", "ar"), money(("التكلفة", "يورو"), commas),
                money(("التكلفة", "المنحة المطلوبة (يورو)"), commas, key="amount_requested"), people("عدد المستفيدين", commas))  # fmt: skip
    page.all(of("EG"))
    return File("report.xls", [page], kind="html")


@book("7.5.html", "7.5.csv")
def tabs_called_xls() -> File:
    return _text("export_web.xls", "utf-16", "\t", french=True)


@book("7.5.ods", "7.1.2")
def ods_with_merges() -> File:
    page = Page("Tableau", rtl=False)
    page.lines("République de Djibouti", "Ministère du Budget", across=5)
    page.sender("DJ", "Ministère du Budget")
    page.header(serial("N°"), title("Projet", "fr"), money(("Montant (EUR)", "Total")), money(("Montant (EUR)", "Demandé"), key="amount_requested"),
                moment("Démarrage", lambda d: d))  # fmt: skip
    page.all(of("DJ"))
    return File("DJ.ods", [page], kind="ods")


@book("7.5.ods", "7.1.9")
def ods_hidden_row_and_sheet() -> File:
    page = Page("مشروعات", rtl=True)
    page.line("جمهورية السودان")
    page.sender("SD")
    page.header(serial("م"), title("اسم المشروع", "ar"), money("الميزانية (يورو)"))
    for number, project in enumerate(of("SD")):
        page.add(project, hidden=number == 2)
    hidden = Page("قديم", rtl=True, visible="hidden", taken=False)
    hidden.header(serial("م"), title("اسم المشروع", "ar"), money("الميزانية (يورو)"))
    hidden.all(of("SD", most=2))
    return File("السودان.ods", [page, hidden], kind="ods", notes=("hidden",))


@book("7.5.xls", "7.1.9")
def old_excel_hidden_row() -> File:
    page = Page("Sheet1")
    page.line("Republic of Uganda")
    page.sender("UG")
    page.header(serial("No"), title("Project title", "en"), money("Budget (USD)", currency="USD"))
    for number, project in enumerate(of("UG")):
        page.add(project, hidden=number == 1)
    return File("UG old.xls", [page], kind="xls", notes=("hidden",))


@book("7.5.word", "7.1.1")
def word_letter_with_a_table() -> File:
    page = Page("1")
    page.lines("الجمهورية التونسية", "وزارة الداخلية", "الموضوع: مقترحات مشاريع في إطار مسار الخرطوم")
    page.sender("TN", "وزارة الداخلية")
    page.header(
        serial("ع/ر"),
        title("عنوان المشروع", "ar"),
        place("الولاية", "ar"),
        money("الكلفة التقديرية (أورو)", spaces),
        duration("المدة"),
    )
    page.all(of("TN"))
    page.line("المجموع", None, None, spaces(sum(p.amount for p in of("TN"))), kind="total")
    return File("مراسلة.docx", [page], kind="docx", by_order=True)


@book("7.5.word", "7.1.2")
def word_two_row_header() -> File:
    page = Page("1")
    page.lines("Republic of South Sudan", "Ministry of Interior")
    page.sender("SS", "Ministry of Interior")
    page.header(serial("No."), title("Project title", "en"), money(("Budget", "Total (EUR)"), commas), duration(("Budget", "Duration (months)")),
                country("Country", "en"))  # fmt: skip
    page.all(of("SS"))
    return File("annex table.docx", [page], kind="docx", by_order=True)


@book("7.5.password")
def locked_workbook() -> File:
    return File(
        "مشروعات سرية.xlsx",
        [_arabic("SD", "جمهورية السودان", "وزارة الداخلية")],
        locked="Sudan2026",
        refused="password",
    )


@book("7.5.password")
def locked_workbook_and_its_password() -> File:
    return File("مشروعات سرية.xlsx", [_arabic("LY", "دولة ليبيا", "وزارة الداخلية")], locked="Tripoli-2026")


@book("7.5.names", "7.1.4")
def name_of_a_file_sent_again_and_again() -> File:
    page = Page("Sheet1 (2)", rtl=True)
    page.line("دولة ليبيا")
    page.sender("LY")
    page.header(serial("م"), titles("المشروع / Project", "ar", "en", "\n"), money("القيمة (يورو)", commas))
    page.all(of("LY"))
    return File("نسخة من المشروعات نهائي معدل 2 (1) - final_v3_FINAL 15-02-2026.xlsx", [page])


@book("7.5.names")
def list_of_everything_as_text() -> File:
    page = Page("all")
    page.header(
        serial("No"),
        title("Title", "en"),
        country("Country", "en"),
        money("Amount (EUR)", str),
        moment("Start", slashes),
    )
    page.all(PROJECTS)
    return File("all_2026.tsv", [page], kind="text", delimiter="\t")


@book("7.5.csv", "7.4.separators")
def french_decimals_and_semicolons() -> File:
    page = Page("x")
    page.header(serial("N°"), title("Intitulé du projet", "fr"), country("Pays", "fr"),
                money("Budget (M€)", lambda n: f"{n / 10**6:g}".replace(".", ",")))  # fmt: skip
    page.all(some(10, 8))
    return File("budget.csv", [page], kind="text", encoding="cp1252", delimiter=";")


def _three_kinds(name: str, kind: str) -> File:
    page = Page("مشروعات", rtl=True)
    page.lines("جمهورية السودان", "وزارة العمل", across=5)
    page.sender("SD", "وزارة العمل")
    page.header(
        serial("م"),
        title("اسم المشروع", "ar"),
        money("التكلفة الإجمالية (يورو)", commas),
        place("الولاية", "ar"),
        duration("المدة (شهر)"),
    )
    page.all(of("SD"))
    return File(name, [page], kind=kind)


@book("7.5.xls")
def xml_of_excel_2003() -> File:
    return _three_kinds("تصدير.xls", "xml")


@book("7.5.ods")
def flat_open_document() -> File:
    return _three_kinds("تصدير.fods", "flat")


@book("7.5.html")
def web_archive() -> File:
    return _three_kinds("تصدير.mht", "archive")
