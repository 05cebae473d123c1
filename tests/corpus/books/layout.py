"""Layout, facts 7.1.1 to 7.1.7: title blocks, merges, right-to-left sheets, two languages, totals, sections, notes."""

from fractions import Fraction

from tests.corpus.meaning import Column, Either, File, Page, Said, book
from tests.corpus.notations import (
    commas,
    duration,
    ministry,
    moment,
    money,
    parties,
    place,
    serial,
    slashes,
    spaces,
    spelled_ar,
    title,
    titles,
    words,
    year,
)
from tests.corpus.projects import Project, of

MADE_BY_HAND = "للاستخدام الرسمي"


@book("7.1.1", "7.1.3")
def sudan_title_block() -> File:
    page = Page("المشروعات", rtl=True)
    page.lines(
        "جمهورية السودان",
        "وزارة الداخلية",
        "الإدارة العامة للجوازات والهجرة",
        "بيان بالمشروعات المقترحة في إطار عملية الخرطوم",
        "التاريخ: 15 فبراير 2026",
        MADE_BY_HAND,
        across=6,
    )
    page.sender("SD", "وزارة الداخلية")
    page.blank()
    page.header(
        serial("م"),
        title("اسم المشروع", "ar"),
        place("الولاية", "ar"),
        money(("الميزانية", "يورو")),
        Column(("الميزانية", "دولار"), lambda p: Said(p.amount * 11 // 10)),
        duration("المدة (شهر)"),
    )
    page.all(of("SD"))
    page.extras["logo"] = True
    return File("بيان المشروعات المقترحة.xlsx", [page])


@book("7.1.1", "7.1.2")
def tunisia_french_title_block() -> File:
    page = Page("Projets")
    page.lines(
        "République Tunisienne",
        "Ministère des Affaires sociales",
        "Office des Tunisiens à l'étranger",
        "Liste des projets proposés dans le cadre du Processus de Khartoum",
        "Tunis, le 12 janvier 2026",
        across=7,
    )
    page.sender("TN", "Ministère des Affaires sociales")
    page.header(
        serial("N°"),
        title("Intitulé du projet", "fr"),
        place("Gouvernorat", "fr"),
        money(("Coût (en euros)", "Total"), spaces),
        money(("Coût (en euros)", "Demandé"), spaces, key="amount_requested", share=Fraction(3, 4)),
        moment(("Période", "Début"), slashes),
        moment(("Période", "Fin"), slashes, key="end_planned"),
    )
    page.all(of("TN"))
    return File("Liste projets Khartoum - TN (v2).xlsx", [page])


@book("7.1.2")
def egypt_ministry_merged_down() -> File:
    page = Page("ورقة1", rtl=True)
    page.lines("جمهورية مصر العربية", "مقترحات مشروعات التعاون - اجتماع كبار المسؤولين", across=5)
    page.sender("EG")
    page.header(
        ministry("الوزارة", "ar"), serial("م"), title("المشروع", "ar"), money("التكلفة التقديرية (يورو)", commas),
        moment("تاريخ البدء", spelled_ar),
    )  # fmt: skip
    projects = sorted(of("EG"), key=lambda p: p.ministry["ar"])
    spans: dict[str, list[int]] = {}
    for project in projects:
        spans.setdefault(project.ministry["ar"], []).append(page.add(project).number)
    for rows in spans.values():
        if len(rows) > 1:
            page.merge_down(1, rows[0], rows[-1])
    return File("مقترحات مصر.xlsx", [page])


@book("7.1.2")
def ethiopia_components() -> File:
    page = Page("Components")
    page.lines("FEDERAL DEMOCRATIC REPUBLIC OF ETHIOPIA", "Ministry of Labour and Skills", "Project profiles")
    page.sender("ET", "Ministry of Labour and Skills")
    page.header(
        serial("No."), title("Project title", "en"), money("Total budget (EUR)"), words("Component", "activities", ""),
        duration("Duration (months)"),
    )  # fmt: skip
    parts = (("Mapping of needs", "Training of staff", "Equipment"), ("Awareness raising", "Cash grants"))
    for project in of("ET", most=4):
        own = parts[project.key % 2]
        row = page.add(project, activities="\n".join(own))
        page.put(4, own[0], row.number)
        for text in own[1:]:
            page.line(None, None, None, text, kind="component")
        for column in (1, 2, 3, 5):
            page.merge_down(column, row.number, row.number + len(own) - 1)
    return File("ET project profiles.xlsx", [page])


@book("7.1.3", "7.1.4")
def djibouti_two_tables_side_by_side() -> File:
    page = Page("Feuil1")
    page.lines("RÉPUBLIQUE DE DJIBOUTI  -  جمهورية جيبوتي", "Processus de Khartoum - عملية الخرطوم", across=7)
    page.sender("DJ")
    page.header(
        money("Budget (EUR)", spaces),
        place("Localité", "fr"),
        title("Intitulé du projet", "fr"),
        serial("N° / م"),
        title("اسم المشروع", "ar"),
        Column("المكان", lambda p: Said(p.place["ar"])),
        Column("الميزانية (يورو)", lambda p: Said(f"{p.amount:,}")),
    )
    for project in of("DJ"):
        both = Either((project.place["fr"], f"{project.place['fr']}\n{project.place['ar']}"))
        page.add(project, locations=both)
    return File("Djibouti_tableau_bilingue.xlsx", [page])


@book("7.1.3", "7.1.4")
def libya_mirrored_right_to_left() -> File:
    page = Page("Sheet1", rtl=True)
    page.lines("دولة ليبيا", "وزارة الداخلية", across=6)
    page.sender("LY", "وزارة الداخلية", "Ministry of Interior")
    page.header(
        serial("م"),
        title("عنوان المشروع", "ar"),
        ministry("الجهة المقدمة", "ar"),
        moment("تاريخ البداية", slashes),
        title("Project title", "en"),
        serial("No."),
    )
    page.all(of("LY"))
    return File("ليبيا.xlsx", [page])


@book("7.1.4")
def kenya_two_title_columns() -> File:
    page = Page("Pipeline")
    page.line("Republic of Kenya - Ministry of Foreign and Diaspora Affairs")
    page.sender("KE", "Ministry of Foreign and Diaspora Affairs")
    page.blank()
    page.header(
        serial("S/N"), title("Project Title (English)", "en"), title("Titre du projet (français)", "fr"),
        parties("Donor", "funding", ("Germany", ["DE"]), ("EU", ["EU"]), ("Italy, Netherlands", ["IT", "NL"])),
        money("Est. budget (M€)", lambda n: n / 10**6), duration("Duration"),
    )  # fmt: skip
    page.all(of("KE"))
    return File("KE_pipeline_2026.xlsx", [page])


def _two_in_a_cell(
    name: str, state: str, page: Page, both: Column, *more: Column, projects: tuple[Project, ...]
) -> File:
    page.line(state, across=3)
    page.header(serial("م / No"), both, *more)
    page.all(projects)
    return File(name, [page])


@book("7.1.4")
def egypt_two_languages_by_newline() -> File:
    page = Page("Projects", rtl=True)
    page.sender("EG")
    both = titles("اسم المشروع\nProject title", "ar", "en", "\n")
    more = (money("الميزانية / Budget (EUR)"), year("سنة البدء / Start year"))
    return _two_in_a_cell("Egypt bilingual.xlsx", "جمهورية مصر العربية / Arab Republic of Egypt", page, both, *more,
                          projects=of("EG"))  # fmt: skip


@book("7.1.4")
def libya_two_languages_by_slash() -> File:
    page = Page("Projects", rtl=True)
    page.sender("LY")
    both = titles("عنوان المشروع / Project title", "ar", "en", " / ")
    more = (money("التكلفة / Cost (EUR)", commas), duration("المدة بالأشهر / Duration (months)"))
    return _two_in_a_cell("Libya bilingual.xlsx", "دولة ليبيا / State of Libya", page, both, *more, projects=of("LY"))


@book("7.1.4")
def tunisia_two_languages_by_dash() -> File:
    page = Page("Projets")
    page.sender("TN")
    both = titles("Intitulé du projet - عنوان المشروع", "fr", "ar", " - ")
    more = (money("Coût total (EUR) - الكلفة الإجمالية", spaces),)
    return _two_in_a_cell("Tunisie bilingue.xlsx", "République Tunisienne - الجمهورية التونسية", page, both, *more,
                          projects=of("TN"))  # fmt: skip


@book("7.1.4")
def somalia_two_languages_in_brackets() -> File:
    page = Page("Projects")
    page.sender("SO")
    both = titles("Project title (اسم المشروع)", "en", "ar", " (", ")")
    more = (place("Region", "en"), money("Budget USD", commas, currency="USD"))
    return _two_in_a_cell("Somalia.xlsx", "Federal Republic of Somalia (جمهورية الصومال الفيدرالية)", page, both, *more,
                          projects=of("SO"))  # fmt: skip
