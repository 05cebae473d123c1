"""Form sheets, facts 7.1.12: one project a sheet, its label beside or above the value, in three languages."""

from collections.abc import Sequence

from tests.corpus.meaning import AnyCell, Either, Expect, File, Meaning, Page, Row, book
from tests.corpus.notations import spelled_ar, spelled_fr
from tests.corpus.projects import COUNTRIES, Project, of

Line = tuple[str, AnyCell, dict[str, Meaning | Either]]
"""A label, the cell that answers it, and what the answer means."""


def fill_form(page: Page, lines: Sequence[Line], *, label: int, value: int, **says: Meaning | Either) -> Page:
    """Write labels and values down a page, one project, and return the page."""
    row = Row(0, {key: Expect(one) for key, one in says.items()})
    for name, cell, means in lines:
        page.put(label, name)
        page.put(value, cell)
        row.cells |= {key: Expect(one, value) for key, one in means.items()}
        page.next += 1
    page.rows.append(row)
    return page


def arabic_lines(p: Project) -> list[Line]:
    """Return what a form in this language asks, and a project answers."""
    return [
        ("اسم المشروع", p.title["ar"], {"title_ar": p.title["ar"]}),
        ("الجهة المقدمة", p.ministry["ar"], {"submitting_ministry": p.ministry["ar"]}),
        ("الموقع", p.place["ar"], {"locations": p.place["ar"]}),
        ("الهدف العام", "الحد من الهجرة غير النظامية", {"overall_objective": "الحد من الهجرة غير النظامية"}),
        ("التكلفة التقديرية", f"{p.amount:,} يورو", {"budget_total": f"{p.amount} EUR", "budget_precision": "exact"}),
        ("مدة التنفيذ", f"{p.months} شهراً", {"duration_months": p.months}),
        ("تاريخ البدء", spelled_ar(p.start), {"start_planned": p.start.isoformat()}),
        ("عدد المستفيدين", p.people, {"beneficiaries_total": p.people}),
    ]


def french_lines(p: Project) -> list[Line]:
    """Return what a form in this language asks, and a project answers."""
    return [
        ("Intitulé du projet", p.title["fr"], {"title_fr": p.title["fr"]}),
        ("Structure porteuse", p.ministry["fr"], {"submitting_ministry": p.ministry["fr"]}),
        ("Localisation", p.place["fr"], {"locations": p.place["fr"]}),
        ("Coût total", f"{p.amount} EUR", {"budget_total": f"{p.amount} EUR", "budget_precision": "exact"}),
        ("Durée", f"{p.months} mois", {"duration_months": p.months}),
        ("Date de démarrage", spelled_fr(p.start), {"start_planned": p.start.isoformat()}),
        ("Point focal", "Mme Leïla Ben Amor", {"contact_name": "Mme Leïla Ben Amor"}),
        ("Courriel", "l.benamor@social.tn", {"contact_email": "l.benamor@social.tn"}),
    ]


def english_lines(p: Project) -> list[Line]:
    """Return what a form in this language asks, and a project answers."""
    return [
        ("Project title", p.title["en"], {"title_en": p.title["en"]}),
        ("Country", COUNTRIES[p.country]["en"], {"lead_country": p.country}),
        ("Lead applicant", p.ministry["en"], {"submitting_ministry": p.ministry["en"]}),
        ("Total cost", f"EUR {p.amount:,}", {"budget_total": f"{p.amount} EUR", "budget_precision": "exact"}),
        ("Project duration", f"{p.months} months", {"duration_months": p.months}),
        ("Number of beneficiaries", p.people, {"beneficiaries_total": p.people}),
        ("Contact person", "Amina Odhiambo", {"contact_name": "Amina Odhiambo"}),
        ("Email", "a.odhiambo@interior.go.ke", {"contact_email": "a.odhiambo@interior.go.ke"}),
    ]


@book("7.1.12", "7.1.3")
def sudan_cards() -> File:
    pages = []
    for number, project in enumerate(of("SD", most=3), 1):
        page = Page(f"بطاقة {number}", rtl=True)
        page.lines("جمهورية السودان", "بطاقة مشروع", across=2)
        pages.append(fill_form(page, arabic_lines(project), label=1, value=2, lead_country="SD"))
    return File("بطاقات المشروعات.xlsx", pages)


@book("7.1.12")
def tunisia_fiches() -> File:
    pages = []
    for number, project in enumerate(of("TN", most=2), 1):
        page = Page(f"Fiche {number}")
        page.lines("République Tunisienne", f"FICHE DE PROJET N° {number}")
        page.blank()
        pages.append(fill_form(page, french_lines(project), label=1, value=2, lead_country="TN"))
    return File("fiches projets.xlsx", pages)


@book("7.1.12")
def libya_labels_in_the_last_column() -> File:
    project = of("LY")[0]
    page = Page("Sheet1")
    page.put(4, "دولة ليبيا - بطاقة مشروع")
    page.next = 3
    return File("بطاقة.xlsx", [fill_form(page, arabic_lines(project), label=4, value=3, lead_country="LY")])


@book("7.1.12")
def kenya_value_below_label() -> File:
    project = of("KE")[1]
    page = Page("Concept note")
    page.line("CONCEPT NOTE")
    row = Row(0)
    for name, cell, means in english_lines(project):
        page.put(1, name)
        page.put(1, cell, page.next + 1)
        row.cells |= {key: Expect(one, 1) for key, one in means.items()}
        page.next += 2
    page.rows.append(row)
    return File("KE concept note.xlsx", [page])


@book("7.1.12", "7.1.10")
def egypt_form_with_two_pairs_of_columns() -> File:
    project = of("EG")[0]
    page = Page("نموذج", rtl=True)
    page.lines("جمهورية مصر العربية", "نموذج مقترح مشروع", across=4)
    lines = arabic_lines(project)
    row = Row(0, {"lead_country": Expect("EG")})
    for (name, cell, means), (other, beside, also) in zip(lines[::2], lines[1::2], strict=True):
        for column, value in enumerate((name, cell, other, beside), 1):
            page.put(column, value)
        row.cells |= {key: Expect(one, 2) for key, one in means.items()}
        row.cells |= {key: Expect(one, 4) for key, one in also.items()}
        page.next += 1
    page.rows.append(row)
    return File("نموذج مقترح.xlsx", [page])


@book("7.1.12", "7.5.ods")
def uganda_form_as_ods() -> File:
    project = of("UG")[0]
    page = Page("Form")
    page.line("Republic of Uganda - Project proposal form")
    return File("form.ods", [fill_form(page, english_lines(project), label=1, value=3)], kind="ods")
