"""Layout, facts 7.1.8 to 7.1.16: comments, hidden parts, several sheets and tables, formulas, looks, tags, pivots."""

from fractions import Fraction

from tests.corpus.meaning import Cell, Column, Either, File, Page, Said, book
from tests.corpus.notations import (
    commas,
    costs,
    country,
    duration,
    formatted,
    ministry,
    moment,
    money,
    parties,
    people,
    place,
    serial,
    slashes,
    spaces,
    title,
    words,
    year,
)
from tests.corpus.projects import HEALTH, INTERIOR, LABOUR, SOCIAL, STATES, Project, of, some


@book("7.1.8", "7.1.3")
def egypt_comments() -> File:
    page = Page("المشروعات", rtl=True)
    page.lines("جمهورية مصر العربية", "وزارة التخطيط والتنمية الاقتصادية والتعاون الدولي", across=5)
    page.sender("EG", "وزارة التخطيط والتنمية الاقتصادية والتعاون الدولي")
    page.header(serial("م"), title("المشروع المقترح", "ar"), money("التكلفة التقديرية باليورو"),
                parties("الجهة الممولة", "funding", ("الاتحاد الأوروبي", ["EU"]), ("إيطاليا", ["IT"])), year("سنة البدء"))  # fmt: skip
    page.all(of("EG"))
    page.cells[4, 4] = Cell("الاتحاد الأوروبي", comment="الاتحاد الأوروبي أبدى اهتماماً")
    page.cells[6, 3] = Cell(page.cells[6, 3], comment="المبلغ قابل للمراجعة")  # type: ignore[arg-type]
    page.extras["text box"] = "تمت المراجعة بتاريخ 2026/2/1"
    return File("مشروعات التعاون - معلق عليه.xlsx", [page])


@book("7.1.9")
def kenya_hidden_rows_and_column() -> File:
    page = Page("Proposals")
    page.lines("Republic of Kenya", "State Department for Immigration and Citizen Services")
    page.sender("KE", "State Department for Immigration and Citizen Services")
    page.header(
        serial("No."), title("Proposal", "en"), Column("Internal estimate", lambda p: Said(p.amount // 2)),
        money("Total cost (EUR)", commas), duration("Duration (months)"),
    )  # fmt: skip
    for place_, project in enumerate(of("KE")):
        if place_ == 2:
            page.add(project, hidden=True)  # its old version
        page.add(project)
    page.hidden_columns.add(3)
    page.extras |= {"freeze": 3, "filter": 3}
    return File("KE proposals.xlsx", [page], notes=("hidden",))


@book("7.1.9", "7.1.10")
def sudan_hidden_old_sheet() -> File:
    old = Page("قديم", rtl=True, visible="hidden", taken=False)
    old.line("جمهورية السودان")
    old.header(serial("م"), title("اسم المشروع", "ar"), money("الميزانية باليورو", lambda n: n - 1000))
    old.all(of("SD", most=3))
    new = Page("المعدل", rtl=True)
    new.line("جمهورية السودان")
    new.sender("SD")
    new.header(serial("م"), title("اسم المشروع", "ar"), money("الميزانية باليورو"))
    new.all(of("SD"))
    new.extras["grouped"] = (4, 5)
    return File("السودان نهائي معدل 2.xlsx", [old, new], notes=("hidden",))


@book("7.1.10")
def libya_sheet_for_each_ministry() -> File:
    pages = []
    for named in (INTERIOR, SOCIAL, HEALTH):
        page = Page(named["ar"].removeprefix("وزارة "), rtl=True)
        page.lines(STATES["LY"]["ar"], named["ar"], across=4)
        page.sender("LY", named["ar"])
        page.header(
            serial("م"), title("عنوان المشروع", "ar"), money("التكلفة الإجمالية (يورو)", commas), place("الموقع", "ar")
        )
        page.all(p for p in of("LY") if p.ministry is named)
        pages.append(page)
    lists = Page("قوائم", taken=False)
    for row, (state, currency) in enumerate((("جديد", "يورو"), ("مستمر", "دولار"), ("متوقف", "دينار ليبي")), 1):
        lists.cells[row, 1], lists.cells[row, 2] = state, currency
    return File("ليبيا - حسب الوزارة.xlsx", [*pages, Page("ورقة2", rtl=True), lists])


@book("7.1.10")
def uganda_sheet_for_each_year() -> File:
    pages = []
    for number in (2026, 2027):
        page = Page(str(number))
        page.lines("Republic of Uganda", f"Ministry of Internal Affairs - projects starting {number}")
        page.sender("UG", "Ministry of Internal Affairs", f"Ministry of Internal Affairs - projects starting {number}")
        page.header(serial("No"), title("Project name", "en"), money("Budget (USD)", commas, currency="USD"),
                    moment("Start date", formatted("dd/mm/yyyy")))  # fmt: skip
        page.all(p for p in of("UG") if p.start.year == number)
        if page.rows:
            pages.append(page)
    return File("UG 2026-2027.xlsx", [*pages, Page("Sheet2")])


@book("7.1.10")
def djibouti_summary_repeats_rows() -> File:
    pages = []
    for named in (INTERIOR, SOCIAL, HEALTH, LABOUR):
        page = Page(
            named["fr"].removeprefix("Ministère ").removeprefix("de ").removeprefix("des ")[:28].replace("'", " ")
        )
        page.lines("République de Djibouti", named["fr"])
        page.sender("DJ", named["fr"])
        page.header(serial("N°"), title("Projet", "fr"), money("Coût total (EUR)", spaces))
        page.all(p for p in of("DJ") if p.ministry is named)
        pages.append(page)
    summary = Page("Récapitulatif")
    summary.line("République de Djibouti - Récapitulatif")
    summary.sender("DJ")
    summary.header(serial("N°"), title("Projet", "fr"), money("Coût total (EUR)", spaces))
    for project in of("DJ"):
        summary.add(project, held=True)  # they stand in the sheets before
    summary.line("Total général", None, sum(p.amount for p in of("DJ")), kind="total")
    return File("Djibouti recap.xlsx", [*pages, summary])


@book("7.1.11")
def somalia_formulas_without_results() -> File:
    page = Page("Sheet1")
    page.line("Federal Republic of Somalia")
    page.sender("SO")

    def formula(project: Project) -> Said:
        asks = ("budget_total", "budget_precision")
        return Said(Cell(formula=f"=B{40 + project.key}*1000000"), asks=asks)

    page.header(
        serial("No."), title("Project title", "en"), Column("Budget (EUR)", formula), people("Number of beneficiaries")
    )
    page.all(of("SO"))
    return File("from_another_program.xlsx", [page], kind="openpyxl")


@book("7.1.11")
def ethiopia_error_cells() -> File:
    page = Page("Sheet1")
    page.line("Ethiopia - Refugees and Returnees Service")
    page.sender("ET")
    # no word says that this is an authority: it may be taken for one, and may not
    page.says["submitting_ministry"] = Either(("Refugees and Returnees Service", None))
    errors = iter(
        (
            Said(Cell(error="#REF!"), asks=("budget_total", "budget_precision")),
            Said(Cell(error="#N/A"), asks=("budget_total", "budget_precision")),
            Said("######", asks=("budget_total", "budget_precision")),
            Said(Cell(1_250_000, formula="=1000000+250000"), costs(1_250_000, "EUR")),
        )
    )
    page.header(serial("No."), title("Project title", "en"), Column("Budget (EUR)", lambda _p: next(errors)),
                duration("Duration (months)"))  # fmt: skip
    page.all(of("ET"))
    return File("ET_errors.xlsx", [page])


@book("7.1.13")
def south_sudan_colours() -> File:
    page = Page("Matrix")
    page.lines("Republic of South Sudan", "red = rejected by the ministry, yellow = to be discussed")
    page.sender("SS")
    page.header(serial("No."), title("Project title", "en"), money("Cost (USD)", currency="USD"))
    page.all(of("SS"))
    page.cells[4, 2] = Cell(str(page.cells[4, 2]), font="strike")
    page.rows[0].held = True
    page.cells[5, 2] = Cell(str(page.cells[5, 2]), font="red")
    page.cells[6, 2] = Cell(str(page.cells[6, 2]), fill="#FFFF00")
    return File("SS matrix.xlsx", [page])


@book("7.1.15", "7.1.10")
def donors_table_and_pivot() -> File:
    page = Page("Data")
    page.header(title("Project Title", "en"), country("Country", "en"),
                parties("Donor", "funding", ("Italy", ["IT"]), ("Sweden", ["SE"]), ("Germany", ["DE"])),
                money("Amount (EUR)"), year("Year of start"))  # fmt: skip
    page.all(some(9, 15))
    page.extras["table"] = (1, 10)
    pivot = Page("Pivot", taken=False)
    pivot.line("Sum of Amount (EUR)", "Column Labels")
    pivot.line("Row Labels", 2026, 2027, "Grand Total")
    for name in ("Germany", "Italy", "Sweden", "Grand Total"):
        pivot.line(name, 1_250_000, 2_500_000, 3_750_000)
    return File("donor_pipeline.xlsx", [page, pivot])


@book("7.1.10", "7.1.1")
def sudan_two_tables_on_a_sheet() -> File:
    page = Page("الكل", rtl=True)
    for named in (INTERIOR, SOCIAL):
        page.lines("جمهورية السودان", named["ar"])
        page.sender("SD", named["ar"])
        page.header(serial("م"), title("اسم المشروع", "ar"), place("الولاية", "ar"), money("الميزانية باليورو"))
        page.all(p for p in of("SD") if p.ministry is named)
        page.line("الإجمالي", None, None, 1, kind="total")
        page.blank(2)
    return File("جدولان.xlsx", [page])


@book("7.1.10", "7.1.2")
def tunisia_two_tables_of_other_columns() -> File:
    page = Page("Annexe")
    page.line("République Tunisienne - Annexe 1 : projets nouveaux")
    page.sender("TN")
    page.header(serial("N°"), title("Intitulé", "fr"), money("Coût (EUR)"), place("Gouvernorat", "fr"))
    page.all(of("TN")[:2])
    page.blank(2)
    page.line("Annexe 2 : projets en cours")
    page.header(serial("N°"), ministry("Ministère", "fr"), title("Intitulé du projet", "fr"), duration("Durée (mois)"),
                money("Montant (EUR)"))  # fmt: skip
    page.all(of("TN")[2:])
    return File("TN annexes.xlsx", [page])


@book("7.1.1", "7.1.9")
def egypt_table_that_begins_elsewhere() -> File:
    page = Page("Sheet1")
    page.left, page.next = 4, 6
    page.lines("Arab Republic of Egypt", "National Coordinating Committee for Combating Illegal Migration")
    page.sender("EG", "National Coordinating Committee for Combating Illegal Migration")
    page.blank(3)
    page.header(
        serial("#"), title("Proposed project", "en"), money("Amount requested", lambda n: f"€{n:,}", key="amount_requested"),
        parties("Implementing Agency", "implementing", ("GIZ", ["GIZ"]), ("Expertise France", ["EXPERTISE_FRANCE"])),
        moment("Expected start", slashes),
    )  # fmt: skip
    for project in of("EG"):
        page.add(project)
        page.blank(project.key % 2)
    return File("Egypt_NCCPIM.xlsx", [page])


@book("7.1.2", "7.1.6")
def uganda_budget_by_year_under_a_group() -> File:
    page = Page("Budget")
    page.lines("Republic of Uganda", "Office of the Prime Minister", across=7)
    page.sender("UG", "Office of the Prime Minister")

    def part(share: Fraction) -> Column:
        return Column(("Budget (EUR)", f"Year {share.denominator}"), lambda p: Said(int(p.amount * share)))

    page.header(
        serial("No."), title("Project title", "en"), place("District", "en"), money(("Budget (EUR)", "Total")),
        part(Fraction(1, 2)), part(Fraction(1, 3)), words("Remarks", "", "Concept note attached", kept=True),
    )  # fmt: skip
    page.all(of("UG"))
    return File("UG budget.xlsx", [page])


@book("7.1.16", "7.1.1")
def tunisia_pasted_from_word() -> File:
    page = Page("Feuil1")
    page.lines("République Tunisienne", "Ministère de l'Intérieur", "Annexe au courrier n° 145 du 3 mars 2026")
    page.sender("TN", "Ministère de l'Intérieur")
    labels = ("N°", "Intitulé du projet", "Objectif", "Coût\n(en euros)")
    page.header(serial(labels[0]), title(labels[1], "fr"),
                words(labels[2], "overall_objective", "Réduire les départs irréguliers", "Protéger les migrants vulnérables"),
                money(labels[3], spaces))  # fmt: skip
    page.all(of("TN")[:2])
    page.line(*labels, kind="repeated")
    page.all(of("TN")[2:])
    page.extras["repeat"] = 4
    return File("annexe courrier 145.xlsx", [page])
