"""More forms, and tables beside, above and below each other: what lies on one sheet without being one list."""

from tests.corpus.books.forms import Line, arabic_lines, english_lines, fill_form, french_lines
from tests.corpus.meaning import AnyCell, Expect, File, Page, Row, book
from tests.corpus.notations import commas, money, place, serial, spaces, title
from tests.corpus.projects import MINISTRIES, STATES, of


@book("7.1.12", "beyond")
def french_fiche_with_numbered_headings() -> File:
    project = of("DJ")[0]
    page = Page("Fiche")
    page.lines("République de Djibouti", "FICHE PROJET", across=4)
    lines = french_lines(project)
    row = Row(0, {"lead_country": Expect("DJ")})
    for number, part in enumerate((lines[:3], lines[3:6], lines[6:]), 1):
        page.line(f"{number}. {('Identification', 'Budget et calendrier', 'Contact')[number - 1]}", across=4)
        for place_, (name, cell, means) in enumerate(part, 1):
            page.put(1, f"{number}.{place_} {name} :")
            page.put(2, cell)
            page.merges.append((page.next, 2, page.next, 4))
            row.cells |= {key: Expect(one, 2) for key, one in means.items()}
            page.next += 1
    page.rows.append(row)
    return File("fiche numérotée.xlsx", [page])


@book("7.1.12", "beyond")
def two_cards_on_a_sheet() -> File:
    page = Page("بطاقات", rtl=True)
    page.line("جمهورية السودان", across=2)
    for number, project in enumerate(of("SD", most=2), 1):
        page.line(f"بطاقة مشروع رقم {number}", across=2)
        fill_form(page, arabic_lines(project), label=1, value=2, lead_country="SD")
        page.blank(2)
    return File("بطاقتان.xlsx", [page])


@book("7.1.12", "beyond")
def label_and_value_in_one_cell() -> File:
    project = of("KE")[0]
    page = Page("Form")
    page.line("PROJECT PROPOSAL FORM")
    row = Row(0)
    for name, cell, means in english_lines(project):
        page.put(1, f"{name}: {cell}")
        row.cells |= {key: Expect(one, 1) for key, one in means.items()}
        page.next += 1
    page.rows.append(row)
    return File("one cell.xlsx", [page])


@book("7.1.12", "beyond", "7.4.unit")
def unit_in_a_cell_of_its_own() -> File:
    project = of("UG")[1]
    page = Page("Form")
    page.line("Project form - Republic of Uganda")
    page.blank()
    lines = [line for line in english_lines(project) if line[0] not in ("Total cost", "Project duration")]
    fill_form(page, lines, label=1, value=2)
    row = page.rows[0]
    more: tuple[tuple[tuple[AnyCell, ...], dict[str, str | int]], ...] = (
        (("Total cost", project.amount, "EUR"), {"budget_total": f"{project.amount} EUR", "budget_precision": "exact"}),
        (("Project duration", project.months, "months"), {"duration_months": project.months}),
    )
    for cells, means in more:
        for column, cell in enumerate(cells, 1):
            page.put(column, cell)
        row.cells |= {key: Expect(one, 2) for key, one in means.items()}
        page.next += 1
    return File("units.xlsx", [page])


@book("7.1.12", "7.1.4", "beyond")
def labels_in_two_languages() -> File:
    project = of("TN")[1]
    names = {
        "Intitulé du projet": "عنوان المشروع", "Structure porteuse": "الجهة المقدمة", "Localisation": "الموقع", "Coût total": "التكلفة الإجمالية",
        "Durée": "المدة", "Date de démarrage": "تاريخ البدء", "Point focal": "نقطة الاتصال", "Courriel": "البريد الإلكتروني",
    }  # fmt: skip
    lines: list[Line] = [(f"{name} / {names[name]}", cell, means) for name, cell, means in french_lines(project)]
    page = Page("Fiche")
    page.line("République Tunisienne - الجمهورية التونسية", across=2)
    return File("fiche bilingue.xlsx", [fill_form(page, lines, label=1, value=2, lead_country="TN")])


@book("7.1.12", "7.5.word", "beyond")
def form_in_word() -> File:
    project = of("TN")[2]
    page = Page("1")
    page.line("République Tunisienne")
    page.headers.append((2,))  # the table begins there
    page.next = 2
    fill_form(page, french_lines(project), label=1, value=2, lead_country="TN")
    return File("fiche.docx", [page], kind="docx", by_order=True)


@book("7.5.word", "7.1.10", "beyond")
def two_tables_in_word() -> File:
    pages = []
    for number, projects in enumerate((of("SS")[:2], of("SS")[2:]), 1):
        page = Page(str(number))
        page.line("Republic of South Sudan" if number == 1 else "Annex 2")
        page.sender("SS")
        page.header(serial("No."), title("Project title", "en"), place("State", "en"), money("Budget (EUR)", commas))
        page.all(projects)
        pages.append(page)
    return File("two tables.docx", pages, kind="docx", by_order=True)


@book("7.5.word", "7.1.2", "7.1.3", "beyond")
def word_table_merged_down() -> File:
    page = Page("1")
    page.lines("جمهورية السودان", "وزارة الداخلية")
    page.sender("SD", "وزارة الداخلية")
    page.header(place("الولاية", "ar"), serial("م"), title("اسم المشروع", "ar"), money("التكلفة (يورو)", commas))
    spans: dict[str, list[int]] = {}
    for project in sorted(of("SD"), key=lambda p: p.place["ar"]):
        spans.setdefault(project.place["ar"], []).append(page.add(project).number)
    for rows in spans.values():
        if len(rows) > 1:
            page.merge_down(1, rows[0], rows[-1])
    return File("جدول.docx", [page], kind="docx", by_order=True)


def _summary(page: Page, column: int, row: int, code: str, *, language: str) -> None:
    labels = {
        "ar": ("الوزارة", "عدد المشروعات", "القيمة (يورو)"),
        "en": ("Ministry", "Projects", "Amount (EUR)"),
        "fr": ("Ministère", "Nombre de projets", "Montant (EUR)"),
    }
    for place_, label in enumerate(labels[language]):
        page.cells[row, column + place_] = label
    for one in (one for one in MINISTRIES if any(p.ministry is one for p in of(code))):
        row += 1
        own = [p for p in of(code) if p.ministry is one]
        cells: tuple[AnyCell, ...] = (one[language], len(own), sum(p.amount for p in own))
        for place_, cell in enumerate(cells):
            page.cells[row, column + place_] = cell


@book("7.1.10", "beyond")
def small_summary_beside_the_list() -> File:
    page = Page("Sheet1")
    page.line("Republic of Uganda")
    page.sender("UG")
    page.header(serial("No"), title("Project title", "en"), place("District", "en"), money("Budget (EUR)", commas))
    page.all(of("UG"))
    _summary(page, 7, 2, "UG", language="en")
    return File("summary beside.xlsx", [page])


@book("7.1.10", "beyond")
def small_summary_below_the_list() -> File:
    page = Page("Feuil1")
    page.line("République de Djibouti")
    page.sender("DJ")
    page.header(serial("N°"), title("Projet", "fr"), place("Région", "fr"), money("Coût (EUR)", spaces))
    page.all(of("DJ"))
    page.line("Total", None, None, spaces(sum(p.amount for p in of("DJ"))), kind="total")
    page.blank(2)
    page.line("Récapitulatif par ministère")
    _summary(page, 1, page.next, "DJ", language="fr")
    return File("summary below.xlsx", [page])


@book("7.1.10", "beyond")
def small_summary_above_the_list() -> File:
    page = Page("ورقة1", rtl=True)
    page.line("جمهورية السودان")
    page.sender("SD")
    page.blank()
    _summary(page, 1, page.next, "SD", language="ar")
    page.next = max(row for row, _column in page.cells) + 3
    page.header(serial("م"), title("اسم المشروع", "ar"), place("الولاية", "ar"), money("التكلفة (يورو)", commas))
    page.all(of("SD"))
    return File("summary above.xlsx", [page])


@book("7.1.10", "7.1.1", "beyond")
def a_table_for_each_country() -> File:
    page = Page("الكل", rtl=True)
    page.line("مقترحات دول شمال أفريقيا")
    for code in ("EG", "LY", "TN"):
        page.line(STATES[code]["ar"], across=4)
        page.says["lead_country"] = code
        page.header(serial("م"), title("اسم المشروع", "ar"), place("الموقع", "ar"), money("الميزانية (يورو)", commas))
        page.all(of(code, most=3))
        page.blank(2)
    return File("جدول لكل دولة.xlsx", [page])
