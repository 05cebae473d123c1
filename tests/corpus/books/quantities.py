"""Shares, durations, people and lists of names, facts 7.4 and 7.2: what else is counted and named in a row."""

from collections.abc import Sequence

from tests.corpus.meaning import Column, Either, File, Meaning, Page, Said, book
from tests.corpus.notations import (
    choice,
    codes,
    country,
    duration,
    eastern,
    listed,
    money,
    parties,
    place,
    serial,
    title,
    words,
)
from tests.corpus.projects import PROJECTS, of, some


def _book(name: str, line: str, code: str, column: Column, rows: int, *, language: str = "en") -> File:
    page = Page("Sheet1", rtl=language == "ar")
    page.line(line)
    page.sender(code)
    page.header(title({"ar": "اسم المشروع", "en": "Project title", "fr": "Projet"}[language], language), column)
    for project in PROJECTS[:rows]:
        page.add(project, lead_country=code)
    return File(name, [page])


def _each(header: str, key: str, pairs: Sequence[tuple[str | int, Meaning | Either]], *, look: bool = False) -> Column:
    saids = [
        Said(cell, {key: value}, look=look) if value is not None else Said(cell, asks=(key,)) for cell, value in pairs
    ]
    return listed(header, saids)


@book("7.4.duration")
def durations_in_arabic() -> File:
    pairs = [
        ("24 شهراً", 24), ("24 شهر", 24), ("٢٤ شهرا", 24), ("سنتان", 24), ("سنتين", 24), ("عامان", 24), ("ثلاث سنوات", 36),
        ("3 سنوات", 36), ("سنة واحدة", 12), ("عام ونصف", 18), ("18 شهر", 18),
    ]  # fmt: skip
    return _book(
        "مدد.xlsx", "جمهورية السودان", "SD", _each("مدة التنفيذ", "duration_months", pairs), len(pairs), language="ar"
    )


@book("7.4.duration")
def durations_elsewhere() -> File:
    pairs = [("18 mois", 18), ("2 ans", 24), ("36 months", 36), ("3.5 years", 42), ("2 ½ years", 30), ("un an", 12), ("3 years", 36),
             ("24 Months", 24), ("1 an et demi", 18)]  # fmt: skip
    return _book("durations.xlsx", "Republic of Kenya", "KE", _each("Duration", "duration_months", pairs), len(pairs))


@book("7.4.duration")
def duration_that_is_renewable() -> File:
    pairs = [("6 أشهر قابلة للتجديد", 6), ("12 شهر (قابلة للتمديد)", 12), ("٦ أشهر", 6)]
    return _book(
        "تجديد.xlsx", "جمهورية السودان", "SD", _each("المدة", "duration_months", pairs), len(pairs), language="ar"
    )


@book("7.4.duration")
def durations_by_the_unit_of_the_header() -> File:
    page = Page("Sheet1", rtl=True)
    page.line("جمهورية السودان")
    page.sender("SD")
    page.header(serial(), title("اسم المشروع", "ar"), duration("المدة (سنة)", lambda n: n / 12))
    page.all(p for p in PROJECTS[:6])
    return File("سنوات.xlsx", [page])


@book("7.4.duration")
def durations_in_months_of_the_header() -> File:
    page = Page("Sheet1")
    page.line("République de Djibouti")
    page.sender("DJ")
    page.header(serial("N°"), title("Projet", "fr"), duration("Durée (mois)", str))
    page.all(of("DJ"))
    return File("durée mois.xlsx", [page])


@book("7.4.people")
def beneficiaries_in_words() -> File:
    pairs = [
        ("5 آلاف", 5000),
        ("10,000", 10000),
        ("١٢٠٠", 1200),
        ("3000 شخص", 3000),
        ("2 500 personnes", 2500),
        ("1,500 persons", 1500),
    ]
    return _book(
        "people.xlsx",
        "جمهورية السودان",
        "SD",
        _each("عدد المستفيدين", "beneficiaries_total", pairs),
        len(pairs),
        language="ar",
    )


@book("7.4.people")
def households_are_no_persons() -> File:
    pairs = [("5000 أسرة", None), ("300 أسرة", None), ("1,200 households", None), ("800", 800)]
    return _book(
        "أسر.xlsx",
        "جمهورية السودان",
        "SD",
        _each("عدد المستفيدين", "beneficiaries_total", pairs),
        len(pairs),
        language="ar",
    )


@book("7.4.people")
def beneficiaries_men_and_women() -> File:
    saids = [
        Said("M: 300 / F: 200", {"beneficiaries_total": 500, "beneficiaries_men": 300, "beneficiaries_women": 200}),
        Said("H: 150, F: 250", {"beneficiaries_total": 400, "beneficiaries_men": 150, "beneficiaries_women": 250}),
        Said("about 4000", {"beneficiaries_total": 4000}, look=True),
        Said("حوالي 5000", {"beneficiaries_total": 5000}, look=True),
    ]
    return _book("MF.xlsx", "Uganda", "UG", listed("Number of beneficiaries", saids), len(saids))


@book("7.4.people")
def half_of_them_women() -> File:
    saids = [Said("10,000 (50 % نساء)", {"beneficiaries_total": 10000, "beneficiaries_women": Either((5000, None))})]
    return _book("نساء.xlsx", "السودان", "SD", listed("عدد المستفيدين", saids), 1, language="ar")


@book("7.4.percent", "7.1.4")
def percents_beside_costs() -> File:
    page = Page("Sheet1")
    page.line("République tunisienne")
    page.sender("TN")
    shares = ("75%", "٧٥٪", 0.75, "75 %", 75)
    turn = iter(shares)
    page.header(serial("N°"), title("Intitulé", "fr"), money("Coût total (EUR)"), Column("Taux de réalisation", lambda _p: Said(next(turn))),
                words("Remarques", "", "Dossier complet", kept=True))  # fmt: skip
    page.all(of("TN"))
    return File("taux.xlsx", [page])


@book("7.4.percent")
def national_share_in_percent() -> File:
    saids = [Said(cell, asks=("own_contribution",)) for cell in ("10%", "15 %", "٢٠٪", "10%")]
    page = Page("Sheet1")
    page.line("Republic of Kenya")
    page.sender("KE")
    page.header(title("Project title", "en"), money("Total cost (EUR)"), listed("National contribution", saids))
    page.all(of("KE"))
    return File("share.xlsx", [page])


@book("7.1.4", "7.2.hamza")
def partners_in_three_languages() -> File:
    page = Page("Partners")
    page.line("Horn of Africa: partners of the proposals")
    page.header(
        title("Project title", "en"), country("Lead country", "ar"),
        parties("Implementing agency", "implementing", ("المنظمة الدولية للهجرة", ["IOM"]), ("OIM / HCR", ["IOM", "UNHCR"]),
                ("المفوضية السامية للأمم المتحدة لشئون اللاجئين", ["UNHCR"]), ("ONUDC", ["UNODC"]), ("GIZ & ICMPD", ["GIZ", "ICMPD"])),
        parties("Donors", "funding", ("الاتحاد الأوروبي", ["EU"]), ("Italie, Allemagne", ["IT", "DE"]), ("EC; Netherlands", ["EC", "NL"]),
                ("Suède et Suisse", ["SE", "CH"]), ("Néant", [])),
        parties("Beneficiary countries", "beneficiary", ("Sudan, South Sudan", ["SD", "SS"]), ("السودان وجنوب السودان", ["SD", "SS"]),
                ("Ethiopia\nKenya\nUganda", ["ET", "KE", "UG"])),
    )  # fmt: skip
    page.all(some(10, 77))
    return File("partners.xlsx", [page])


@book("7.1.4", "7.2.punctuation")
def egypt_codes_and_contacts() -> File:
    page = Page("المشروعات", rtl=True)
    page.line("جمهورية مصر العربية - وزارة الخارجية")
    page.sender("EG", "وزارة الخارجية", "جمهورية مصر العربية - وزارة الخارجية")
    page.header(
        serial(), title("اسم المشروع", "ar"),
        codes("أولوية الرئاسة", "priority", ("دعم مسارات الهجرة النظامية", ["regular_pathways"]), ("مكافحة تهريب المهاجرين", ["counter_smuggling"]),
              ("الاتجار بالبشر", ["counter_trafficking"]), ("تنمية المهارات", ["skills"])),
        codes("مجال خطة عمل فاليتا", "jvap", ("المجال 4", ["JVAP-4"]), (eastern("5"), ["JVAP-5"]), ("الهجرة القانونية", ["JVAP-2"])),
        words("نقطة الاتصال", "contact_name", "السفير محمد الشاذلي", "د. نهى عادل"),
        words("البريد الالكترونى", "contact_email", "m.shazly@mfa.gov.eg", "n.adel@mfa.gov.eg"),
        words("الهاتف", "contact_phone", "+20 2 25746861", "+20 100 555 0199"),
    )  # fmt: skip
    page.all(of("EG"))
    return File("الأكواد.xlsx", [page])


@book("7.1.4")
def kenya_status_and_scope() -> File:
    page = Page("Register")
    page.line("Republic of Kenya")
    page.sender("KE")
    page.header(
        serial("No."), title("Project title", "en"), place("County", "en"),
        choice("Funding status", "funding_status", ("Pledged", "pledged"), ("Interest expressed", "interest_expressed"), ("Funded", "committed")),
        codes("SDG target", "sdg", ("10.7", ["10.7"]), ("SDG 8.8", ["8.8"])),
        words("Overall objective", "overall_objective", "Safer borders", "More jobs at home"),
        words("Risks", "risks", "", "", kept=True), words("Comments", "", "see letter", kept=True),
    )  # fmt: skip
    page.all(of("KE"))
    return File("KE register.xlsx", [page])
