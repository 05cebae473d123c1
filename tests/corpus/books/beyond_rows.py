"""Rows and columns that are neither quite this nor that: sums beside headings, signatures in two cells, periods."""

from tests.corpus.meaning import Column, Either, File, Page, Said, book
from tests.corpus.notations import (
    commas,
    costs,
    country,
    duration,
    listed,
    money,
    parties,
    people,
    place,
    serial,
    spaces,
    title,
    words,
)
from tests.corpus.projects import INTERIOR, LABOUR, PROJECTS, SOCIAL, of, some


@book("beyond", "7.1.5", "7.1.6")
def headings_with_their_sums() -> File:
    page = Page("Budget")
    page.lines("République tunisienne", "Projets par ministère", across=4)
    page.sender("TN")
    page.header(
        serial("N°"), title("Intitulé du projet", "fr"), place("Région", "fr"), money("Coût total (EUR)", spaces)
    )
    for letter, named in (("A", LABOUR), ("B", INTERIOR), ("C", SOCIAL)):
        own = [p for p in of("TN") if p.ministry is named]
        page.line(f"{letter}. {named['fr']}", None, None, spaces(sum(p.amount for p in own)), kind="section")
        page.sender("TN", named["fr"])
        page.all(own)
    page.line("TOTAL GÉNÉRAL", None, None, spaces(sum(p.amount for p in of("TN"))), kind="total")
    return File("par ministère.xlsx", [page])


@book("beyond", "7.1.5", "7.1.6")
def headings_with_their_sums_in_the_title_column() -> File:
    page = Page("Budget", rtl=True)
    page.line("جمهورية السودان", across=4)
    page.sender("SD")
    page.header(serial("م"), title("اسم المشروع", "ar"), place("الولاية", "ar"), money("التكلفة (يورو)"))
    for named in (INTERIOR, SOCIAL, LABOUR):
        own = [p for p in of("SD") if p.ministry is named]
        page.line(None, named["ar"], None, sum(p.amount for p in own), kind="section")
        page.sender("SD", named["ar"])
        page.all(own)
    return File("حسب الوزارة ومجموعها.xlsx", [page])


@book("beyond", "7.1.5")
def total_directly_below_the_header() -> File:
    page = Page("Sheet1")
    page.line("Republic of Uganda")
    page.sender("UG")
    page.header(
        serial("No"),
        title("Project title", "en"),
        money("Budget (USD)", commas, currency="USD"),
        people("Number of beneficiaries"),
    )
    page.line(None, "TOTAL", f"{sum(p.amount for p in of('UG')):,}", sum(p.people for p in of("UG")), kind="total")
    page.all(of("UG"))
    return File("total first.xlsx", [page])


@book("beyond", "7.1.6")
def headings_in_the_second_column() -> File:
    page = Page("ورقة1", rtl=True)
    page.line("جمهورية السودان", across=4)
    page.sender("SD")
    page.header(serial("م"), title("اسم المشروع", "ar"), place("الولاية", "ar"), money("التكلفة (يورو)", commas))
    for named in (INTERIOR, SOCIAL):
        page.merges.append((page.next, 2, page.next, 4))
        page.line(None, named["ar"], kind="section")
        page.sender("SD", named["ar"])
        page.all(p for p in of("SD") if p.ministry is named)
    return File("عناوين.xlsx", [page])


@book("beyond", "7.1.7")
def two_signatures_in_a_row() -> File:
    page = Page("Sheet1")
    page.lines("Republic of Kenya", "State Department for Labour")
    page.sender("KE", "State Department for Labour")
    page.header(
        serial("No."),
        title("Project title", "en"),
        place("County", "en"),
        money("Budget (EUR)"),
        duration("Duration (months)"),
    )
    page.all(of("KE"))
    page.blank()
    page.line(None, "Prepared by: J. Mwangi", None, "Approved by: Dr. A. Hassan", kind="signature")
    page.line(None, "Date: 3 March 2026", None, "Date: 5 March 2026", kind="signature")
    page.line("Page 1 of 1", kind="note")
    return File("signed.xlsx", [page])


@book("beyond", "7.1.7")
def signatures_in_three_columns_in_arabic() -> File:
    page = Page("ورقة1", rtl=True)
    page.lines("دولة ليبيا", "وزارة العمل والتأهيل", across=5)
    page.sender("LY", "وزارة العمل والتأهيل")
    page.header(
        serial("ت"),
        title("عنوان المشروع", "ar"),
        place("المدينة", "ar"),
        money("القيمة (يورو)", commas),
        duration("المدة (شهر)"),
    )
    page.all(of("LY"))
    page.line("الإجمالي", None, None, f"{sum(p.amount for p in of('LY')):,}", kind="total")
    page.blank()
    page.line("أعده", None, "راجعه", None, "يعتمد", kind="signature")
    page.line("م. علي سالم", None, "د. هدى بشير", None, "الوزير", kind="signature")
    return File("توقيعات.xlsx", [page])


@book("beyond", "7.1.7")
def remarks_between_the_rows() -> File:
    page = Page("Sheet1")
    page.line("Federal Democratic Republic of Ethiopia")
    page.sender("ET")
    page.header(serial("No."), title("Project title", "en"), money("Budget (EUR)"), duration("Duration (months)"))
    page.all(of("ET")[:2])
    page.line("* subject to approval by the Council of Ministers", kind="note")
    page.all(of("ET")[2:])
    return File("remark inside.xlsx", [page])


@book("beyond", "7.3.parts")
def periods_of_months() -> File:
    both = (
        ("01/2026 – 12/2027", "2026-01", "2027-12"), ("من يناير 2026 إلى ديسمبر 2027", "2026-01", "2027-12"),
        ("janvier 2026 - juin 2028", "2026-01", "2028-06"), ("Jan 2026 to Dec 2026", "2026-01", "2026-12"),
        ("2026-2028", "2026", "2028"), ("March 2026 - February 2028", "2026-03", "2028-02"),
    )  # fmt: skip
    saids = [
        Said(cell, {"start_planned": first, "end_planned": last, "duration_months": Either((24, 30, 12, 36, None))})
        for cell, first, last in both
    ]
    page = Page("Sheet1")
    page.line("Republic of Kenya")
    page.sender("KE")
    page.header(title("Project title", "en"), listed("Implementation period", saids), money("Budget (EUR)"))
    for project in PROJECTS[: len(saids)]:
        page.add(project, lead_country="KE")
    return File("months.xlsx", [page])


@book("beyond", "7.1.1", "7.4.unit")
def currency_alone_in_the_second_header_row() -> File:
    page = Page("Sheet1")
    page.line("Republic of South Sudan", across=5)
    page.sender("SS")
    page.header(serial("No."), title("Project title", "en"), place("State", "en"), money(("Budget", "EUR")),
                Column(("Budget", "SSP"), lambda p: Said(p.amount * 1400)))  # fmt: skip
    page.all(of("SS"))
    return File("two currencies.xlsx", [page])


@book("beyond", "7.1.4")
def yes_and_no_and_status() -> File:
    page = Page("Sheet1")
    page.line("République de Djibouti")
    page.sender("DJ")
    page.header(
        serial("N°"), title("Projet", "fr"), words("Étude disponible (oui/non)", "", "oui", "non", kept=True),
        words("État d'avancement", "", "En cours", "Nouveau", "Achevé", kept=True), money("Budget (EUR)", spaces),
        parties("Partenaires d'exécution", "implementing", ("OIM", ["IOM"]), ("HCR", ["UNHCR"]), ("Croissant-Rouge de Djibouti", ["Croissant-Rouge de Djibouti"])),
    )  # fmt: skip
    page.all(of("DJ"))
    return File("oui non.xlsx", [page])


@book("beyond", "7.1.2")
def header_of_two_rows_without_merges() -> File:
    page = Page("Sheet1")
    page.line("Republic of Uganda")
    page.sender("UG")
    page.header(serial("No."), title("Project title", "en"), money(("Budget", "Total (EUR)")), money(("Budget", "Requested (EUR)"), key="amount_requested"),
                duration("Duration (months)"))  # fmt: skip
    page.merges.clear()
    page.all(of("UG"))
    return File("no merges.xlsx", [page])


@book("beyond", "7.4.words")
def amounts_by_letters() -> File:
    saids = [
        Said("750k EUR", costs(750_000, "EUR")), Said("1.2 mio EUR", costs(1_200_000, "EUR")), Said("EUR 3 mn", costs(3_000_000, "EUR")),
        Said("$1.5M", costs(1_500_000, "USD"), look=True), Said("1.5 Mrd. UGX", costs(1_500_000_000, "UGX")),
    ]  # fmt: skip
    page = Page("Sheet1")
    page.line("Republic of Kenya")
    page.sender("KE")
    page.header(title("Project title", "en"), listed("Total cost", saids))
    for project in PROJECTS[: len(saids)]:
        page.add(project, lead_country="KE")
    return File("letters.xlsx", [page])


@book("beyond", "7.1.10")
def header_without_rows_beside_a_full_sheet() -> File:
    empty = Page("Modèle", taken=False)
    empty.header(serial("N°"), title("Intitulé du projet", "fr"), country("Pays", "fr"), money("Budget (EUR)"))
    full = Page("Données")
    full.header(serial("N°"), title("Intitulé du projet", "fr"), country("Pays", "fr"), money("Budget (EUR)"))
    full.all(some(6, 71))
    return File("modèle et données.xlsx", [empty, full])


@book("beyond", "7.1.2")
def title_merged_over_two_columns() -> File:
    page = Page("Sheet1")
    page.line("State of Eritrea")
    page.sender("ER")
    page.header(
        serial("No."),
        title("Project title", "en"),
        Column("", lambda _p: Said(None)),
        money("Budget (EUR)"),
        duration("Duration (months)"),
    )
    page.cells.pop((2, 3), None)
    page.merges.append((2, 2, 2, 3))
    for project in of("ER"):
        row = page.add(project)
        page.merges.append((row.number, 2, row.number, 3))
    return File("wide titles.xlsx", [page])
