"""What the facts do not list and offices do all the same: headings of countries, instructions in headers, dittos."""

from fractions import Fraction

from tests.corpus.meaning import Cell, Column, Either, File, Page, Said, book
from tests.corpus.notations import (
    UNKNOWN_COST,
    commas,
    costs,
    country,
    duration,
    formatted,
    listed,
    ministry,
    moment,
    money,
    parties,
    people,
    place,
    serial,
    slashes,
    spaces,
    spelled_ar,
    title,
    words,
    year,
)
from tests.corpus.projects import COUNTRIES, PROJECTS, Project, of, some


@book("beyond", "7.1.6")
def regional_list_under_headings_of_countries() -> File:
    page = Page("Horn of Africa")
    page.lines("EU Emergency instruments - pipeline for the Horn of Africa", "Status: March 2026")
    page.header(
        serial("No."),
        title("Action title", "en"),
        place("Location", "en"),
        money("EU contribution (EUR)", commas, key="amount_requested"),
    )
    for code in ("SD", "ET", "SO"):
        page.line(COUNTRIES[code]["en"].upper(), kind="section")
        page.says["lead_country"] = code
        page.all(of(code, most=3))
    return File("EUTF pipeline.xlsx", [page])


@book("beyond", "7.1.6")
def arab_list_under_headings_of_countries() -> File:
    page = Page("الدول", rtl=True)
    page.lines("مقترحات مشروعات دول شمال أفريقيا", "عملية الخرطوم", across=4)
    page.header(serial("م"), title("اسم المشروع", "ar"), ministry("الوزارة", "ar"), money("الميزانية (يورو)", commas))
    for ordinal, heading, code in (
        ("أولاً", "جمهورية مصر العربية", "EG"), ("ثانياً", "دولة ليبيا", "LY"), ("ثالثاً", "الجمهورية التونسية", "TN"),
    ):  # fmt: skip
        page.line(f"{ordinal}: {heading}", kind="section", across=4)
        page.says["lead_country"] = code
        page.all(of(code, most=3))
    return File("شمال أفريقيا.xlsx", [page])


@book("beyond", "7.1.2")
def blank_countries_are_not_filled_down() -> File:
    page = Page("Sheet1")
    page.header(country("Country", "en"), title("Project title", "en"), money("Budget (EUR)"))
    for project in of("KE")[:2] + of("UG")[:2]:
        row = page.add(project)
        if project in (of("KE")[1], of("UG")[1]):
            page.cells.pop((row.number, 1))
            row.held = True
            row.cells.pop("lead_country")
    return File("blank country.xlsx", [page])


@book("beyond", "7.1.2")
def countries_merged_down() -> File:
    page = Page("Sheet1")
    page.line("Joint list of the co-chairs")
    page.header(
        country("Country", "fr"), serial("N°"), title("Intitulé du projet", "fr"), money("Budget (EUR)", spaces)
    )
    spans: dict[str, list[int]] = {}
    for project in of("DJ", "SS", "TN"):
        spans.setdefault(project.country, []).append(page.add(project).number)
    for rows in spans.values():
        page.merge_down(1, rows[0], rows[-1])
    return File("liste conjointe.xlsx", [page])


@book("beyond", "7.1.1")
def instructions_in_the_header() -> File:
    page = Page("Template")
    page.lines(
        "Khartoum Process - call for project ideas",
        "Please fill in one row for each project. Do not change the headings.",
    )
    page.header(
        title("Project title (max. 200 characters)", "en"), country("Lead country (one only)", "en"),
        words("Overall objective (2-3 lines)", "overall_objective", "Safer migration along the eastern route", "Better protection of children"),
        money("Total budget (in EUR)", commas), moment("Start date (dd/mm/yyyy)", slashes), duration("Duration (in months)"),
        parties("Implementing partners (if known)", "implementing", ("IOM", ["IOM"]), ("", [])),
    )  # fmt: skip
    page.all(some(7, 31))
    return File("template filled.xlsx", [page])


@book("beyond", "7.1.4")
def headers_in_three_languages() -> File:
    page = Page("Projets", rtl=True)
    page.line("République de Djibouti - جمهورية جيبوتي - Republic of Djibouti")
    page.sender("DJ")
    page.header(
        serial("م / N° / No."), title("اسم المشروع / Intitulé du projet / Project title", "fr"),
        title("عنوان المشروع (عربي)\nTitre (arabe)\nTitle (Arabic)", "ar"),
        money("الميزانية (يورو)\nBudget (EUR)", spaces), moment("تاريخ البدء\nDate de début\nStart date", slashes),
        duration("المدة (شهر)\nDurée (mois)"),
    )  # fmt: skip
    page.all(of("DJ"))
    return File("Djibouti trilingue.xlsx", [page])


@book("beyond", "7.2.hamza")
def countries_by_codes_and_other_names() -> File:
    names = {
        "SD": "SDN", "SS": "S. Sudan", "ET": "ETH", "EG": "A.R. Egypt", "TN": "TUN", "KE": "Kenya ", "UG": "UGANDA", "LY": "State of Libya",
        "SO": "Fed. Rep. Somalia", "DJ": "DJI", "ER": "Erythrée",
    }  # fmt: skip
    unsure = {"EG", "SO"}  # no list has these spellings: read, or asked about

    def say(project: Project) -> Said:
        code = project.country
        if code in unsure:
            return Said(names[code], {"lead_country": Either((code, None))}, look=True)
        return Said(names[code], {"lead_country": code})

    page = Page("Sheet1")
    page.header(serial("#"), Column("Country", say), title("Project title", "en"), money("Budget (EUR)"))
    for project in some(14, 41):
        row = page.add(project)
        row.held = None if project.country in unsure else False
    return File("codes.xlsx", [page])


@book("beyond", "7.1.4")
def two_countries_in_the_country_column() -> File:
    given = (
        ("Kenya", "KE"),
        ("Sudan & Ethiopia", ""),
        ("Uganda", "UG"),
        ("Tunisia", "TN"),
        ("Uganda / South Sudan", ""),
        ("Egypt", "EG"),
    )
    saids = [Said(text, {"lead_country": code}) if code else Said(text, asks=("lead_country",)) for text, code in given]
    page = Page("Sheet1")
    page.header(listed("Country", saids), title("Project title", "en"), money("Budget (EUR)"))
    for (_text, code), project in zip(given, some(6, 43), strict=True):
        page.add(project, held=not code)
    return File("joint.xlsx", [page])


@book("beyond", "7.1.10")
def the_same_project_twice_in_a_sheet() -> File:
    page = Page("Sheet1")
    page.line("Republic of Uganda")
    page.sender("UG")
    page.header(serial("No"), title("Project title", "en"), money("Budget (USD)", currency="USD"))
    page.all(of("UG"))
    page.add(of("UG")[0], held=True)
    return File("twice.xlsx", [page])


@book("beyond", "7.4.words")
def costs_with_remarks() -> File:
    saids = [
        Said("2,500,000 EUR (incl. 7% overhead)", costs(2_500_000, "EUR")),
        Said("EUR 1,250,000.-", costs(1_250_000, "EUR")),
        Said("€ ٢٬٥٠٠٬٠٠٠", costs(2_500_000, "EUR")),
        Said("USD 3,000,000 (approx. EUR 2,750,000)", costs(3_000_000, "USD")),
        Said("2.500.000,00 Euro", costs(2_500_000, "EUR")),
        Said("1 250 000 EUR HT", costs(1_250_000, "EUR")),
        Said("see annex", asks=("budget_total",)),
        Said("-", UNKNOWN_COST),
    ]
    page = Page("Sheet1")
    page.line("Republic of Kenya")
    page.sender("KE")
    page.header(title("Project title", "en"), listed("Total cost", saids))
    for project in PROJECTS[: len(saids)]:
        page.add(project, lead_country="KE")
    return File("remarks.xlsx", [page])


@book("beyond", "7.3.order")
def real_dates_and_texts_in_one_column() -> File:
    def mixed(project: Project) -> Said:
        cell = Cell(project.start, "dd/mm/yyyy") if project.key % 2 else spelled_ar(project.start)
        return Said(cell, {"start_planned": project.start.isoformat()})

    page = Page("ورقة1", rtl=True)
    page.line("جمهورية السودان")
    page.sender("SD")
    page.header(
        serial("م"),
        title("اسم المشروع", "ar"),
        Column("تاريخ بداية المشروع", mixed),
        year("سنة الانتهاء", lambda n: f"{n}م", "end_planned"),
    )
    page.all(of("SD"))
    return File("تواريخ.xlsx", [page])


@book("beyond", "7.1.1")
def cover_letter_above_the_table() -> File:
    page = Page("Lettre")
    for text in (
        "République tunisienne", "Ministère des Affaires sociales", "", "Tunis, le 3 mars 2026", "", "À l'attention du Secrétariat du Processus de Khartoum",
        "", "Madame, Monsieur,", "Suite à la réunion des hauts fonctionnaires, nous avons l'honneur de vous transmettre les propositions suivantes.",
        "Les montants sont indicatifs et restent soumis à l'approbation du Conseil des ministres.", "",
    ):  # fmt: skip
        page.line(text or None)
    page.sender("TN", "Ministère des Affaires sociales")
    page.header(
        serial("N°"),
        title("Intitulé du projet", "fr"),
        place("Gouvernorat", "fr"),
        money("Montant (EUR)", spaces),
        duration("Durée (mois)"),
    )
    page.all(of("TN"))
    page.blank()
    page.line("Veuillez agréer, Madame, Monsieur, l'expression de notre haute considération.", kind="note")
    page.line("Le Ministre", kind="signature")
    return File("lettre.xlsx", [page])


@book("beyond", "7.1.5")
def figures_above_the_header() -> File:
    page = Page("Dashboard")
    page.line("Republic of Kenya", None, "Projects:", 4, "Total EUR:", sum(p.amount for p in of("KE")))
    page.sender("KE")
    page.blank()
    page.header(serial("No."), title("Project title", "en"), place("County", "en"), money("Budget (EUR)", commas),
                parties("Donor", "funding", ("Germany", ["DE"]), ("TBD", [])), people("Number of beneficiaries"))  # fmt: skip
    page.all(of("KE"))
    return File("dashboard.xlsx", [page])


@book("beyond", "7.1.9")
def empty_columns_between() -> File:
    page = Page("Sheet1")
    page.lines("Federal Democratic Republic of Ethiopia")
    page.sender("ET")

    def nothing(_project: Project) -> Said:
        return Said(None)

    page.header(serial("No."), title("Project title", "en"), Column("", nothing), money("Budget (EUR)"), Column(" ", nothing),
                duration("Duration (months)"))  # fmt: skip
    page.all(of("ET"))
    return File("gaps.xlsx", [page])


@book("beyond", "7.1.4", "7.2.spaces")
def long_texts_and_bullets() -> File:
    activities = "- Training of 200 officers\n- Two border posts equipped\n- Regional workshop"
    page = Page("Concepts")
    page.line("Republic of South Sudan")
    page.sender("SS")
    page.header(
        serial("No."), title("Project title", "en"),
        Column("Main activities", lambda _p: Said(activities, {
            "activities": "Training of 200 officers\nTwo border posts equipped\nRegional workshop"})),
        Column("Expected results", lambda _p: Said("1. Borders are safer; 2. Trade is faster", {
            "results": frozenset({"Borders are safer", "Trade is faster"})})),
        Column("Risks", lambda _p: Said("Insecurity\nFloods", {"risks": frozenset({"Insecurity", "Floods"})})),
        words("Description", "summary_en", "A project of three years that brings the services of both sides to one roof.",
              "Better services for people on the move and for those who host them."),
    )  # fmt: skip
    page.all(of("SS"))
    return File("SS concepts.xlsx", [page])


@book("beyond", "7.5.names")
def workbook_called_csv() -> File:
    page = Page("Sheet1")
    page.line("Republic of Uganda")
    page.sender("UG")
    page.header(
        serial("No"), title("Project title", "en"), money("Budget (EUR)"), moment("Start date", formatted("dd/mm/yyyy"))
    )
    page.all(of("UG"))
    return File("export.csv", [page])


@book("beyond", "7.5.html", "7.5.1256")
def html_in_windows_1256() -> File:
    page = Page("Export", rtl=True)
    page.line("جمهورية السودان")
    page.sender("SD")
    page.header(serial("م"), title("اسم المشروع", "ar"), money("التكلفة (يورو)", commas), place("الولاية", "ar"))
    page.all(of("SD"))
    return File("تقرير.xls", [page], kind="html", encoding="cp1256")


@book("beyond", "7.4.unit", "7.1.5")
def thousands_and_shares_of_partners() -> File:
    page = Page("Plan de financement")
    page.lines("République de Djibouti", "Ministère de l'Économie et des Finances", across=6)
    page.sender("DJ", "Ministère de l'Économie et des Finances")
    page.line(None, None, None, None, "U : en milliers d'euros")
    page.header(
        serial("N°"), title("Projet", "fr"), money(("Financement", "Coût total"), lambda n: n / 1000),
        money(("Financement", "Contribution nationale"), lambda n: n / 1000, key="own_contribution", share=Fraction(1, 5)),
        money(("Financement", "Montant demandé"), lambda n: n / 1000, key="amount_requested", share=Fraction(4, 5)),
        parties("Bailleur pressenti", "funding", ("UE", ["EU"]), ("Italie", ["IT"])),
    )  # fmt: skip
    page.all(of("DJ"))
    page.line(None, "Total", sum(p.amount for p in of("DJ")) / 1000, kind="total")
    return File("plan de financement.xlsx", [page])
