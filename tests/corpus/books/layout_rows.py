"""Layout, facts 7.1.5 to 7.1.7 and others: totals, sections, notes, repeated headers, tags, deep headers."""

from fractions import Fraction

from tests.corpus.meaning import Column, Either, File, Page, Said, book
from tests.corpus.notations import (
    codes,
    commas,
    costs,
    country,
    duration,
    eastern,
    formatted,
    moment,
    money,
    parties,
    people,
    place,
    serial,
    title,
    words,
    year,
)
from tests.corpus.projects import FOREIGN, INTERIOR, LABOUR, PROJECTS, SOCIAL, Project, of, some


@book("7.1.5", "7.1.6")
def sudan_sections_and_totals() -> File:
    page = Page("حسب الوزارة", rtl=True)
    page.lines("جمهورية السودان", "اللجنة الوطنية لمكافحة الاتجار بالبشر", across=4)
    page.sender("SD")
    page.header(serial("م"), title("اسم المشروع", "ar"), money("التكلفة باليورو", commas), duration("مدة التنفيذ"))
    counted = {"أولاً": INTERIOR, "ثانياً": SOCIAL, "ثالثاً": LABOUR}
    for ordinal, named in counted.items():
        own = [p for p in of("SD") if p.ministry is named]
        page.line(f"{ordinal}: {named['ar']}", kind="section", across=4)
        page.sender("SD", named["ar"])
        for number, project in enumerate(own, 1):
            page.put(1, number, page.add(project).number)
        page.line(f"جملة {named['ar']}", None, f"{sum(p.amount for p in own):,}", kind="total")
    page.line("الإجمالى العام", None, "16,000,000", kind="total")  # wrong, as typed totals are
    return File("بيان حسب الوزارات.xlsx", [page])


@book("7.1.5")
def djibouti_french_totals() -> File:
    page = Page("Projets 2026")
    page.lines("République de Djibouti", "Ministère du Travail chargé de la Formalisation")
    page.sender("DJ", "Ministère du Travail chargé de la Formalisation")
    page.blank()
    page.header(
        serial("N°"), title("Projet", "fr"), money("Montant (EUR)"), parties("Bailleur", "funding", ("UE", ["EU"]))
    )
    projects = of("DJ")
    for project in projects[:2]:
        page.add(project)
    page.line("Sous-total", None, sum(p.amount for p in projects[:2]), kind="total")
    for project in projects[2:]:
        page.add(project)
    page.line(None, "S/T", sum(p.amount for p in projects[2:]), kind="total")
    page.line(None, "TOTAL GÉNÉRAL", sum(p.amount for p in projects), kind="total")
    return File("Projets DJ.xlsx", [page])


@book("7.1.5", "7.1.11")
def uganda_totals_by_formula() -> File:
    from tests.corpus.meaning import Cell

    page = Page("Proposals")
    page.lines("THE REPUBLIC OF UGANDA", "OFFICE OF THE PRIME MINISTER")
    page.sender("UG", "OFFICE OF THE PRIME MINISTER")
    page.says["submitting_ministry"] = Either((page.says["submitting_ministry"], None))  # type: ignore[arg-type]
    page.header(
        serial("No"),
        title("Proposed project", "en"),
        money("Cost (USD)", currency="USD"),
        people("No. of beneficiaries"),
    )
    page.all(of("UG"))
    last = page.next - 1
    total = sum(p.amount for p in of("UG"))
    page.line("Grand total", None, Cell(total, formula=f"=SUM(C4:C{last})"), Cell(0, formula=f"=SUM(D4:D{last})"),
              kind="total")  # fmt: skip
    return File("UG proposals final_v3_FINAL.xlsx", [page])


@book("7.1.6")
def egypt_sections_are_priorities() -> File:
    page = Page("المحاور", rtl=True)
    page.lines("جمهورية مصر العربية", "وزارة الخارجية والهجرة", "مشروعات وفق أولويات الرئاسة المصرية", across=4)
    page.sender("EG", "وزارة الخارجية والهجرة")
    page.header(serial("م"), title("اسم المشروع", "ar"), money("الميزانية (يورو)"), year("سنة البدء"))
    for heading, code, own in (
        ("المحور الأول: دعم مسارات الهجرة النظامية", "regular_pathways", of("EG")[:2]),
        ("المحور الثاني: مكافحة تهريب المهاجرين", "counter_smuggling", of("EG")[2:4]),
        ("المحور الثالث: الإتجار بالبشر", "counter_trafficking", of("EG")[4:]),
    ):
        page.line(heading, kind="section", across=4)
        page.says["priority"] = frozenset({code})
        for number, project in enumerate(own, 1):
            page.put(1, number, page.add(project).number)
    return File("مشروعات حسب المحاور.xlsx", [page])


@book("7.1.6", "7.1.5")
def south_sudan_sections() -> File:
    page = Page("South Sudan")
    page.lines(
        "REPUBLIC OF SOUTH SUDAN", "Relief and Rehabilitation Commission", "Project ideas for the Khartoum Process"
    )
    page.sender("SS")
    page.header(
        serial("#"), title("Title", "en"), place("State", "en"), money("Amount (EUR)"), people("Beneficiaries (number)")
    )
    for heading, name, own in (
        ("I. Ministry of Interior", "Ministry of Interior", of("SS")[1:2]),
        ("II. Ministry of Humanitarian Affairs", "Ministry of Humanitarian Affairs", of("SS")[:1] + of("SS")[2:]),
    ):
        page.line(heading, kind="section")
        page.sender("SS", name)
        page.all(own)
        page.line("Sub-total", None, None, sum(p.amount for p in own), kind="total")
    page.line("TOTAL", None, None, sum(p.amount for p in of("SS")), kind="total")
    return File("SS ideas.xlsx", [page])


@book("7.1.7")
def sudan_notes_and_signature() -> File:
    page = Page("الكشف", rtl=True)
    page.lines("جمهورية السودان", "وزارة الرعاية الاجتماعية", across=4)
    page.sender("SD", "وزارة الرعاية الاجتماعية")
    page.header(serial("ت", lambda n: eastern(str(n))), title("اسم المشروع", "ar"), people("عدد المستفيدين", commas),
                money("الكلفة باليورو", lambda n: eastern(f"{n:,}".replace(",", "٬"))))  # fmt: skip
    page.all(of("SD"))
    page.blank()
    page.line("ملاحظات: التكلفة تقديرية وقابلة للمراجعة", kind="note")
    page.line("المصدر: إدارة التخطيط بالوزارة", kind="note")
    page.blank()
    page.line(None, None, "يعتمد،،،", kind="signature")
    page.line(None, None, "اللواء/ أحمد عثمان الطيب", kind="signature")
    page.line(None, None, "مدير الإدارة العامة", kind="signature")
    return File("كشف المشروعات (1).xlsx", [page])


@book("7.1.7")
def tunisia_notes_and_signature() -> File:
    page = Page("Feuille1")
    page.lines("Ministère de l'Emploi et de la Formation professionnelle", "République Tunisienne")
    page.sender("TN", "Ministère de l'Emploi et de la Formation professionnelle")
    page.blank()
    page.header(serial("N°"), title("Libellé du projet", "fr"), country("Pays", "fr"), money("Budget prévisionnel (EUR)"),
                words("Observations", "", "", "Étude en cours", kept=True))  # fmt: skip
    page.all(of("TN"))
    page.line("* Montants hors taxes", kind="note")
    page.line("Source : Direction générale de la coopération", kind="note")
    page.blank(2)
    page.line(None, None, None, "Le Directeur général", kind="signature")
    page.line(None, None, None, "Signature et cachet", kind="signature")
    return File("TN_emploi.xlsx", [page])


@book("7.1.1", "7.1.7", "7.1.5")
def somalia_everything_around() -> File:
    page = Page("Sheet1")
    page.left = 2
    page.next = 2
    page.lines("Federal Government of Somalia", "Ministry of Labour and Social Affairs", "Concept notes submitted to the SOM",
               "March 2026")  # fmt: skip
    page.sender("SO", "Ministry of Labour and Social Affairs")
    page.blank()
    page.header(
        serial("Ref"), title("Name of the project", "en"), place("Location", "en"),
        parties("Implementing partner(s)", "implementing", ("IOM", ["IOM"]), ("UNHCR, IOM", ["UNHCR", "IOM"])),
        money("Total estimated cost", lambda n: f"EUR {n:,}"), moment("Start date", formatted("dd-mmm-yyyy")),
        moment("End date", formatted("dd-mmm-yyyy"), key="end_planned"), numbered=True,
    )  # fmt: skip
    page.all(of("SO")[:2])
    page.blank()
    page.all(of("SO")[2:])
    page.line("Total", None, None, None, f"EUR {sum(p.amount for p in of('SO')):,}", kind="total")
    page.line("Note: figures are indicative.", kind="note")
    return File("SO concept notes.xlsx", [page])


@book("7.1.16")
def ministers_list_with_repeated_headers() -> File:
    page = Page("Sheet1")
    page.lines("IGAD Member States and North Africa", "Consolidated list of proposals")
    columns = (
        serial("No."), title("Title of Project", "en"), country("Country", "en"), money("Budget (EUR)", commas),
        duration("Duration (months)"),
    )  # fmt: skip
    page.header(*columns)
    for number, project in enumerate(PROJECTS):
        if number and number % 15 == 0:
            for column, cell in enumerate(
                ("No.", "Title of Project", "Country", "Budget (EUR)", "Duration (months)"), 1
            ):
                page.put(column, cell)
            page.aside[page.next] = "repeated"
            page.next += 1
        page.add(project)
    return File("Consolidated list.xlsx", [page])


@book("7.1.14", "7.1.1")
def ocha_tags() -> File:
    page = Page("Projects")
    page.header(
        Column("Project title", lambda p: Said(p.title["en"], {"title_en": p.title["en"]})),
        country("Country", "en"),
        parties("Implementing organisation", "implementing", ("UNHCR", ["UNHCR"]), ("GIZ", ["GIZ"])),
        codes("GCM objective", "gcm", ("9", ["GCM-9"]), ("Objective 10", ["GCM-10"]), ("21", ["GCM-21"])),
        money("Value (EUR)"),
    )
    page.line("#activity+name", "#country+name", "#org+impl", "#meta+gcm", "#value+eur", kind="tags")
    page.all(some(8, 3))
    return File("ocha_export.xlsx", [page])


@book("7.1.1")
def eritrea_three_row_header() -> File:
    page = Page("Eritrea")
    page.line("The State of Eritrea - Ministry of Labour and Human Welfare", across=6)
    page.sender(
        "ER", "Ministry of Labour and Human Welfare", "The State of Eritrea - Ministry of Labour and Human Welfare"
    )
    page.header(
        serial("S.No"), title("Project name", "en"),
        money(("Finance", "Cost", "Total (EUR)")),
        money(("Finance", "Cost", "Own contribution (EUR)"), key="own_contribution", share=Fraction(1, 10)),
        moment(("Time", "Planned start"), formatted("d mmmm yyyy")), duration(("Time", "Duration (months)")),
    )  # fmt: skip
    page.all(of("ER"))
    return File("Eritrea.xlsx", [page])


@book("7.1.6", "7.1.2")
def foreign_ministry_list_of_titles() -> File:
    page = Page("قائمة", rtl=True)
    page.lines("وزارة الخارجية - إدارة الهجرة", "قائمة المشروعات المقترحة", across=2)
    page.sender(None, "وزارة الخارجية", "وزارة الخارجية - إدارة الهجرة")
    page.says["lead_country"] = "ER"
    page.header(serial("الرقم"), title("اسم المشروع", "ar"))
    page.all(of("ER"))
    assert FOREIGN["ar"] == "وزارة الخارجية"
    return File("قائمة.xlsx", [page], sender="Eritrea")


@book("7.1.1", "7.4.money")
def donors_costs_beside_currency() -> File:
    page = Page("Donor matrix")
    page.lines("Donor mapping - Horn of Africa", "Status: 1 March 2026")
    turn = iter(("EUR", "USD", "EUR", "USD", "SEK", "EUR", "CHF", "EUR"))

    def named(_project: Project) -> Said:
        return Said(next(turn))

    follow = iter(("EUR", "USD", "EUR", "USD", "SEK", "EUR", "CHF", "EUR"))
    page.header(
        serial("#"), title("Action title", "en"), country("Lead country", "en"), Column("Currency", named),
        Column("Total cost", lambda p: Said(p.amount, costs(p.amount, next(follow)))),
        parties("Donor(s)", "funding", ("Sweden; Netherlands", ["SE", "NL"]), ("European Commission", ["EC"]), ("n/a", [])),
    )  # fmt: skip
    page.all(some(8, 5))
    return File("Donor matrix.xlsx", [page])
