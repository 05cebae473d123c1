"""Traps in rows: titles that stand alone, figures that stand for several, columns and pairs that say a thing twice."""

from dataclasses import replace

from tests.corpus.meaning import Column, Expect, File, Page, Row, Said, book
from tests.corpus.notations import commas, country, money, place, serial, title
from tests.corpus.projects import PROJECTS, Project, of


def _named(header: str = "Budget (EUR)") -> tuple[Column, ...]:
    return serial("No."), title("Project title", "en"), place("County", "en"), money(header, commas)


def _lone(page: Page, text: str, column: int = 2, language: str = "en") -> None:
    """Write a row of one text that only a person can tell."""
    page.put(column, text)
    cells = {key: Expect(value) for key, value in page.says.items()}
    page.rows.append(Row(page.next, {**cells, f"title_{language}": Expect(text, column, look=True)}, held=True))
    page.next += 1


@book("traps", "7.1.5")
def titles_that_stand_alone() -> File:
    page = Page("Sheet1")
    page.line("Republic of Kenya")
    page.sender("KE")
    page.header(*_named())
    first, second, *rest = PROJECTS[:5]
    page.add(first)
    _lone(page, "Boats for the coast guard")
    page.add(second)
    page.line(None, "Component 2: Protection of victims", kind="section")
    page.all(rest)
    _lone(page, "A last one of which nothing else is known")
    return File("alone.xlsx", [page])


@book("traps", "7.1.5")
def titles_that_stand_alone_at_the_margin() -> File:
    page = Page("Feuil1")
    page.line("République de Djibouti")
    page.sender("DJ")
    page.header(title("Projet", "fr"), place("Région", "fr"), money("Budget (EUR)", commas))
    _lone(page, "Vedettes pour les garde-côtes", 1, "fr")
    _lone(page, "Formation des greffiers", 1, "fr")
    page.all(of("DJ"))
    return File("seuls.xlsx", [page])


@book("traps", "7.1.5")
def a_title_goes_on_in_the_next_row() -> File:
    page = Page("Sheet1")
    page.line("Republic of Kenya")
    page.sender("KE")
    page.header(*_named())
    page.all(PROJECTS[:2])
    row = page.add(PROJECTS[2], title_en="Rehabilitation of the border posts of the")
    page.cells[row.number, 2] = "Rehabilitation of the border posts of the"
    row.cells["title_en"] = replace(row.cells["title_en"], look=True)
    _lone(page, "eastern and northern counties")
    page.add(PROJECTS[3])
    return File("goes on.xlsx", [page])


@book("traps", "7.1.5")
def what_ends_an_official_list() -> File:
    page = Page("ورقة1", rtl=True)
    page.line("جمهورية السودان")
    page.sender("SD")
    page.header(serial("م"), title("اسم المشروع", "ar"), place("الولاية", "ar"), money("التكلفة (يورو)", commas))
    page.all(of("SD"))
    page.line("الإجمالي", None, None, "5,000,000", kind="total")
    page.line("فقط وقدره خمسة ملايين يورو لا غير", kind="note")
    page.line("حرر في 3/3/2026", kind="signature")
    page.line("ختم الوزارة", kind="signature")
    return File("ختم.xlsx", [page])


@book("traps", "7.1.3")
def one_amount_over_three_projects() -> File:
    page = Page("Sheet1")
    page.line("Republic of Kenya")
    page.sender("KE")
    page.header(*_named())
    page.all(PROJECTS[:5])
    for row in page.rows[:3]:
        for key in ("budget_total", "budget_precision"):
            row.cells[key] = Expect(None, 4, asks=True)
    page.merge_down(4, page.rows[0].number, page.rows[2].number)
    return File("one amount.xlsx", [page])


@book("traps", "7.1.2")
def units_and_forms_of_dates_below_the_header() -> File:
    page = Page("Sheet1")
    page.lines("Republic of Kenya")
    page.line("Prepared by:", "Ahmed", None, "Approved by:", "Mona")
    page.sender("KE")

    def start(project: Project) -> Said:
        return Said(f"{project.start:%d/%m/%Y}", {"start_planned": project.start.isoformat()})

    page.header(*_named("Budget"), Column("Start date", start))
    header = page.headers[-1][0]
    page.line("–", "–", None, "EUR", "dd/mm/yyyy", kind="numbering")
    page.headers[-1] = (header, header + 1)
    page.all(PROJECTS[:6])
    return File("units below.xlsx", [page])


@book("traps", "7.1.4")
def a_column_of_titles_beside_one_of_french_titles() -> File:
    pairs = (
        ("Border clinics", "Cliniques de frontière"),
        ("Training of the police", "Formation de la police"),
        ("Centres for returnees", "Centres pour les personnes de retour"),
    )
    turn = iter(pairs)
    current: list[tuple[str, str]] = []

    def english(_project: Project) -> Said:
        current[:] = [next(turn)]
        return Said(current[0][0], {"title_en": current[0][0]})

    page = Page("Sheet1")
    page.header(
        Column("Project title", english),
        Column("Title (French)", lambda _project: Said(current[0][1], {"title_fr": current[0][1]})),
        country("Country", "en"),
        money("Budget (EUR)", commas),
    )
    page.all(PROJECTS[:3])
    return File("titles.xlsx", [page])


@book("traps", "7.1.12")
def a_fiche_with_a_second_pair_in_a_row() -> File:
    page = Page("Fiche")
    page.left = 2
    page.line("PROJECT FICHE")
    row = Row(0)
    for label, value, says in (
        ("Project title", "Border clinics of the east", {"title_en": "Border clinics of the east"}),
        ("Country", "Kenya", {"lead_country": "KE"}),
        ("Total cost", "EUR 500,000", {"budget_total": "500000 EUR", "budget_precision": "exact"}),
    ):
        page.put(2, label)
        page.put(4, value)
        row.cells |= {key: Expect(one, 4) for key, one in says.items()}
        page.next += 1
    for column, text in ((2, "Start date"), (4, "13/04/2026"), (5, "End date"), (6, "25/12/2027")):
        page.put(column, text)
    row.cells |= {"start_planned": Expect("2026-04-13", 4), "end_planned": Expect("2027-12-25", 6)}
    page.next += 1
    page.rows.append(row)
    return File("fiche.xlsx", [page])
