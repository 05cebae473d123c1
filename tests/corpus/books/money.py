"""Money, facts 7.4: separators by origin, words, units in headers and notes, ranges, unknowns, local currencies."""

from collections.abc import Sequence
from fractions import Fraction

from tests.corpus.meaning import Cell, Column, File, Page, Said, book
from tests.corpus.notations import (
    UNKNOWN_COST,
    apostrophes,
    arabic,
    codes,
    commas,
    costs,
    country,
    listed,
    millions_ar,
    money,
    per,
    place,
    points,
    scaled,
    serial,
    spaces,
    title,
)
from tests.corpus.projects import PROJECTS, of

_BUDGET = ("budget_total", "budget_precision")
Given = tuple[str | int | float | Cell, str]


def _cells(*pairs: Given, precision: str = "exact", look: bool = False) -> list[Said]:
    """Return cells of costs: (cell, "2500000 EUR"); "" is unknown, "?" a question."""
    found = []
    for cell, amount in pairs:
        if amount == "?":
            found.append(Said(cell, asks=_BUDGET))
        elif not amount:
            found.append(Said(cell, UNKNOWN_COST))
        else:
            number, currency = amount.split()
            found.append(Said(cell, costs(number, currency, precision=precision), look=look))
    return found


def _book(name: str, line: str, code: str | None, header: str, saids: Sequence[Said], *, language: str = "en") -> File:
    page = Page("Sheet1", rtl=language == "ar")
    page.line(line)
    if code:
        page.sender(code)
    label = {"ar": "اسم المشروع", "en": "Project title", "fr": "Intitulé du projet"}[language]
    page.header(title(label, language), listed(header, saids))
    for project in PROJECTS[: len(saids)]:
        page.add(project, lead_country=code or "KE")
    return File(name, [page], sender=None if code else "Kenya")


@book("7.4.words")
def money_as_the_press_writes_it() -> File:
    saids = _cells(
        ("217.7 مليون دولار", "217700000 USD"), ("180 مليون يورو", "180000000 EUR"),
        ("750 ألف دينار كويتى ما يعادل 2.5 مليون دولار", "750000 KWD"), ("550 ألف دولار", "550000 USD"),
        ("EUR 40 million", "40000000 EUR"), ("EUR 936,664", "936664 EUR"),
    )  # fmt: skip
    return _book("press.xlsx", "جمهورية السودان", "SD", "التكلفة", saids, language="ar")


@book("7.4.words")
def two_and_a_half_million_in_arabic() -> File:
    saids = _cells(
        ("٢٫٥ مليون يورو", "2500000 EUR"), ("2.5 مليون يورو", "2500000 EUR"), ("مليونان ونصف المليون يورو", "2500000 EUR"),
        ("مليون ونصف يورو", "1500000 EUR"), ("نصف مليون يورو", "500000 EUR"), ("مليون يورو", "1000000 EUR"),
        ("ثلاثة ملايين يورو", "3000000 EUR"), ("٧٥٠ ألف يورو", "750000 EUR"),
    )  # fmt: skip
    return _book("مليون.xlsx", "جمهورية مصر العربية", "EG", "التكلفة الإجمالية", saids, language="ar")


@book("7.4.words")
def two_and_a_half_million_elsewhere() -> File:
    texts = (
        "EUR 2,5 m",
        "2,5 M€",
        "2.5 MEUR",
        "€ 2.5m",
        "2 500 K€",
        "2500 k EUR",
        "€2,500,000.00",
        "2.500.000 €",
        "2,5 millions d'euros",
    )
    return _book(
        "millions.xlsx", "Republic of Kenya", "KE", "Total cost", _cells(*((text, "2500000 EUR") for text in texts))
    )


def _unit_book(name: str, header: str, unit: int, *, above: str = "", language: str = "ar", as_text: str = "") -> File:
    page = Page("Sheet1", rtl=language == "ar")
    code = {"ar": "SD", "en": "KE", "fr": "TN"}[language]
    state = {"ar": "جمهورية السودان", "en": "Republic of Kenya", "fr": "République tunisienne"}[language]
    page.line(state, across=4)
    page.sender(code)
    if above:
        page.line(None, None, None, above)
    label = {"ar": "اسم المشروع", "en": "Project title", "fr": "Intitulé du projet"}[language]
    write = per(unit) if not as_text else lambda n: scaled(n, unit, as_text)
    page.header(serial("#"), title(label, language), place({"ar": "الموقع", "en": "Location", "fr": "Lieu"}[language], language),
                money(header, write))  # fmt: skip
    page.all(of(code))
    return File(name, [page])


@book("7.4.unit", "7.1.1")
def thousands_in_the_arabic_header() -> File:
    return _unit_book("بالألف.xlsx", "الميزانية (بالألف يورو)", 1000)


@book("7.4.unit")
def millions_in_the_arabic_header() -> File:
    return _unit_book("بالمليون.xlsx", "القيمة بالمليون يورو", 10**6)


@book("7.4.unit", "7.1.1")
def thousands_above_the_table_in_arabic() -> File:
    return _unit_book("الوحدة.xlsx", "التكلفة الإجمالية", 1000, above="(المبالغ بالألف يورو)")


@book("7.4.unit")
def thousands_in_the_english_header() -> File:
    return _unit_book("thousands.xlsx", "Budget (in thousands of EUR)", 1000, language="en")


@book("7.4.unit")
def millions_in_the_english_header() -> File:
    return _unit_book("millions EUR.xlsx", "Est. budget (M€)", 10**6, language="en")


@book("7.4.unit", "7.1.1")
def thousands_above_the_table_in_french() -> File:
    return _unit_book("unité.xlsx", "Coût total", 1000, above="(En milliers d'euros)", language="fr")


@book("7.4.unit")
def thousands_in_the_french_header() -> File:
    return _unit_book("milliers.xlsx", "Coût (K€)", 1000, language="fr", as_text=",")


@book("7.4.unit", "7.4.separators")
def millions_in_french_with_commas() -> File:
    return _unit_book("M€.xlsx", "Budget total (en millions d'euros)", 10**6, language="fr", as_text=",")


@book("7.4.separators")
def three_decimals_of_libya() -> File:
    saids = _cells(("2.500", "?"), ("1.250", "?"), ("3.750", "?"), ("4.125", "?"))
    return _book("دينار.xlsx", "دولة ليبيا", "LY", "القيمة (د.ل)", saids, language="ar")


@book("7.4.separators")
def points_of_tunisia() -> File:
    page = Page("Sheet1")
    page.line("République tunisienne")
    page.sender("TN")
    page.header(title("Intitulé du projet", "fr"), money("Montant (EUR)", lambda n: f"{points(n)},00"),
                money("Contribution nationale (EUR)", points, key="own_contribution", share=Fraction(1, 10)))  # fmt: skip
    page.all(of("TN"))
    return File("points.xlsx", [page])


@book("7.4.separators")
def separators_of_the_region() -> File:
    page = Page("Sheet1")
    page.header(title("Project title", "en"), country("Country", "en"), listed("Total cost (EUR)", [
        said for project, write in zip(PROJECTS, (commas, spaces, apostrophes, arabic, points, commas), strict=False)
        for said in [Said(write(project.amount), costs(project.amount, "EUR"))]
    ]))  # fmt: skip
    page.all(p for p in PROJECTS[:6])
    return File("separators.xlsx", [page])


@book("7.4.separators", "7.2.invisible")
def texts_that_are_numbers() -> File:
    saids = _cells(
        ("10 000 000", "10000000 EUR"), ("'2500000", "2500000 EUR"), (" 2500000 ", "2500000 EUR"),
        ("=2.5*1000000", "2500000 EUR"), (Cell(2_500_000, formula="=2.5*1000000"), "2500000 EUR"), (2500000.0, "2500000 EUR"),
        ("2\u202f500\u202f000", "2500000 EUR"),
    )  # fmt: skip
    return _book("texts.xlsx", "Republic of Uganda", "UG", "Budget (EUR)", saids)


@book("7.4.range")
def ranges_of_costs() -> File:
    saids = _cells(
        ("1–1.5 مليون يورو", "1500000 EUR"), ("من 1 إلى 1.5 مليون يورو", "1500000 EUR"), ("entre 1 et 1,5 M€", "1500000 EUR"),
        ("EUR 1.2-1.5 million", "1500000 EUR"), ("up to EUR 3 m", "3000000 EUR"), precision="range", look=True,
    )  # fmt: skip
    return _book("ranges.xlsx", "Federal Republic of Somalia", "SO", "Budget", saids)


@book("7.4.range")
def estimates_of_costs() -> File:
    saids = _cells(
        ("حوالي 2 مليون يورو", "2000000 EUR"), ("≈ 2 M€", "2000000 EUR"), ("~ EUR 750,000", "750000 EUR"),
        ("environ 1,2 million d'euros", "1200000 EUR"), ("approx. EUR 4 million", "4000000 EUR"), precision="estimate",
    )  # fmt: skip
    return _book("estimates.xlsx", "Federal Republic of Somalia", "SO", "Budget", saids)


@book("7.4.unknown")
def costs_not_known() -> File:
    texts = (
        "قيد التحديد", "سيحدد لاحقاً", "غير محدد", "لم يحدد بعد", "TBD", "TBC", "n/a", "N/D", "à définir", "à préciser",
        "–", "—", "0", "لا يوجد", "Néant",
    )  # fmt: skip
    saids = _cells(*((text, "") for text in texts), (0, ""), (1_250_000, "1250000 EUR"), ("450 000", "450000 EUR"))
    return _book("unknown.xlsx", "République de Djibouti", "DJ", "Coût (EUR)", saids, language="fr")


@book("7.4.local")
def local_currencies() -> File:
    saids = _cells(
        ("120 مليون ج.م", "120000000 EGP"), ("EGP 120m", "120000000 EGP"), ("L.E. 5,000,000", "5000000 EGP"),
        ("3 مليون جنيه سوداني", "3000000 SDG"), ("ج.س 4,500,000", "4500000 SDG"), ("2,000,000 Birr", "2000000 ETB"),
        ("ETB 12 million", "12000000 ETB"), ("900,000 ناكفا", "900000 ERN"), ("FDJ 45 000 000", "45000000 DJF"),
        ("KSh 80 million", "80000000 KES"), ("UGX 3,500,000,000", "3500000000 UGX"), ("1,200,000 د.ل", "1200000 LYD"),
        ("2,5 MDT", "2500000 TND"), ("850 000 DT", "850000 TND"), ("SEK 4 million", "4000000 SEK"), ("CHF 1'500'000", "1500000 CHF"),
        ("450,000 دينار ليبي", "?"),
    )  # fmt: skip
    return _book("currencies.xlsx", "Horn of Africa and North Africa", None, "Estimated cost", saids)


@book("7.4.ambiguous")
def pounds_dinars_francs_alone() -> File:
    saids = _cells(("120 مليون جنيه", "?"), ("3,000,000 دينار", "?"), ("5,000,000 فرنك", "?"), ("4 million kr", "?"),
                   ("2 million francs", "?"))  # fmt: skip
    return _book("جنيه.xlsx", "مشروعات مشتركة", None, "التكلفة", saids, language="ar")


@book("7.4.ambiguous")
def sdg_is_a_pound_and_a_goal() -> File:
    page = Page("Sheet1")
    page.line("Republic of the Sudan")
    page.sender("SD")
    page.header(title("Project title", "en"), money("Cost (SDG)", commas, currency="SDG"),
                codes("SDG target", "sdg", ("10.7", ["10.7"]), ("8.7", ["8.7"]), ("SDG 10.7; 8.7", ["10.7", "8.7"])))  # fmt: skip
    page.all(of("SD"))
    return File("SDG.xlsx", [page])


@book("7.4.ambiguous")
def no_currency_anywhere() -> File:
    saids = _cells(*((n, "?") for n in (2_500_000, 780_000, 1_250_000, 4_120_000)))
    return _book("no currency.xlsx", "Republic of Uganda", "UG", "Budget", saids)


@book("7.4.local", "7.1.4")
def sudan_three_amounts() -> File:
    page = Page("التمويل", rtl=True)
    page.line("جمهورية السودان")
    page.sender("SD")
    page.header(
        serial(), title("اسم المشروع", "ar"), money("التكلفة الإجمالية", millions_ar),
        money("التمويل المطلوب", millions_ar, key="amount_requested", share=Fraction(4, 5)),
        money("المساهمة الوطنية", lambda n: f"{n:,} يورو", key="own_contribution", share=Fraction(1, 5)),
    )  # fmt: skip
    page.all(of("SD"))
    return File("التمويل.xlsx", [page])


@book("7.4.local")
def somalia_number_format_shows_the_currency() -> File:
    page = Page("Sheet1")
    page.line("Federal Republic of Somalia")
    page.sender("SO")
    page.header(
        title("Project title", "en"),
        Column("Amount", lambda p: Said(Cell(p.amount, '"US$"#,##0'), costs(p.amount, "USD"))),
    )
    page.all(of("SO"))
    return File("format.xlsx", [page])


@book("7.4.local")
def egypt_number_format_euro() -> File:
    page = Page("Sheet1", rtl=True)
    page.line("جمهورية مصر العربية")
    page.sender("EG")
    page.header(title("اسم المشروع", "ar"),
                Column("التكلفة", lambda p: Said(Cell(p.amount, "#,##0 [$€-407]"), costs(p.amount, "EUR"))))  # fmt: skip
    page.all(of("EG"))
    return File("format euro.xlsx", [page])
