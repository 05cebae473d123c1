"""Every example that is known of ministries' characters, dates, numbers and money, cell by cell, as it is received."""

import pytest

from khartoum_desktop.importing.model import Settings
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.sheets.model import Cell
from tests.importing.test_cleaning import clean

EUR = Settings(currency="EUR")
MILLION = 10**9  # of thousandths


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        *(("الاتحاد الأوروبى", "EU"), ("الإتحاد الاوروبي", "EU"), ("الاتــحاد الأوروبي", "EU")),
        *(("الاتّحادُ الأوروبيّ", "EU"), ("ﺍﻻﺗﺤﺎﺩ ﺍﻷﻭﺭﻭﺑﻲ", "EU"), ("الاتحاد  الأوروبی", "EU")),
        *(("مفوضية الأمم المتحدة لشئون اللاجئين", "UNHCR"), ("مفوضية الأمم المتحدة لشؤون اللاجئين", "UNHCR")),
        *(
            ("\u202bكينيا\u202c", "KE"),
            ("كينيا\u200e", "KE"),
            ("Éthiopie", "ET"),
            ("ETHIOPIE", "ET"),
            ("Sou\u00addan", "SD"),
        ),
        *(("جمهوريه السودان", "SD"), ("République d'Autriche", "AT"), ("République d’Autriche", "AT")),
    ],
)
def test_characters_in_every_habit(cell: str, name: str, lists: Lists) -> None:
    assert clean("lead_country", cell, lists).values == {"lead_country": name}


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        *(("2025", "2025"), (2025, "2025"), ("Q3 2025", "2025-Q3"), ("الربع الثالث 2025", "2025-Q3")),
        *(("T3 2025", "2025-Q3"), ("النصف الثاني من 2025", "2025-H2"), ("mi-2026", "2026"), ("FY2025/26", "2025")),
        *(("2025/2026", "2025"), ("عام 2026", "2026"), ("١٤٤٦/١٠/١١", "2025-04-09"), ("11/10/1446", "2025-04-09")),
        *((text, "2025-04-09") for text in ("9 أبريل 2025", "٩ إبريل ٢٠٢٥", "9 نيسان 2025", "9 أفريل 2025")),
        *((text, "2025-04-09") for text in ("9 avril 2025", "09-avr-25", "9th April 2025", "April 9, 2025", 45756)),
        *((text, "2025-04-09") for text in ("11 شوال 1446", "١١/١٠/١٤٤٦ هـ", "1 برمودة 1741", "1 Miyazya 2017 E.C.")),
        *((text, "2025-04-09") for text in ("2025/04/09", "٢٠٢٥/٠٤/٠٩", "09/04/2025 الموافق 11 شوال 1446", "45756")),
        *(("8 July 2025", "2025-07-08"), ("1 Hamle 2017", "2025-07-08"), ("1 ሐምሌ 2017 ዓ.ም", "2025-07-08")),
    ],
)
def test_dates_in_every_habit(cell: Cell, iso: str, lists: Lists) -> None:
    assert clean("start_planned", cell, lists).values == {"start_planned": iso}


MONTHS = (
    ("يناير", "كانون الثاني", "جانفي", "janvier", "أي النار"),
    ("فبراير", "شباط", "فيفري", "février", "النوار"),
    ("مارس", "آذار", "مارس", "mars", "الربيع"),
    ("أبريل", "نيسان", "أفريل", "avril", "الطير"),
    ("مايو", "أيار", "ماي", "mai", "الماء"),
    ("يونيو", "حزيران", "جوان", "juin", "الصيف"),
    ("يوليو", "تموز", "جويلية", "juillet", "ناصر"),
    ("أغسطس", "آب", "أوت", "août", "هانيبال"),
    ("سبتمبر", "أيلول", "سبتمبر", "septembre", "الفاتح"),
    ("أكتوبر", "تشرين الأول", "أكتوبر", "octobre", "التمور"),
    ("نوفمبر", "تشرين الثاني", "نوفمبر", "novembre", "الحرث"),
    ("ديسمبر", "كانون الأول", "ديسمبر", "décembre", "الكانون"),
)


@pytest.mark.parametrize("month", range(1, 13))
def test_months_of_all_conventions(month: int, lists: Lists) -> None:
    for name in MONTHS[month - 1]:
        assert clean("start_planned", f"9 {name} 2025", lists).values == {"start_planned": f"2025-{month:02}-09"}
        assert clean("start_planned", f"{name} 2025", lists).values == {"start_planned": f"2025-{month:02}"}


@pytest.mark.parametrize(
    ("cell", "settings", "millions", "currency"),
    [
        *(("217.7 مليون دولار", None, 217.7, "USD"), ("180 مليون يورو", None, 180, "EUR")),
        *(("750 ألف دينار كويتى ما يعادل 2.5 مليون دولار", None, 0.75, "KWD"), ("550 ألف دولار", None, 0.55, "USD")),
        *(("EUR 40 million", None, 40, "EUR"), ("EUR 936,664", None, 0.936664, "EUR")),
        *(
            (text, None, 2.5, "EUR")
            for text in ("٢٫٥ مليون يورو", "2.5 مليون يورو", "2,5 مليون €", "مليونان ونصف المليون يورو")
        ),
        *(("مليون ونصف يورو", None, 1.5, "EUR"), ("نصف مليون يورو", None, 0.5, "EUR"), ("مليار", EUR, 1000, "EUR")),
        *((text, None, 2.5, "EUR") for text in ("EUR 2,5 m", "2,5 M€", "2.5 MEUR", "€ 2.5m", "2 500 K€", "2500 k EUR")),
        *((text, None, 2.5, "EUR") for text in ("€2,500,000.00", "2.500.000 €", "1.5–2.5 مليون يورو", "up to € 2.5 m")),
        *(("2,500", Settings(1000, "EUR", "."), 2.5, "EUR"), ("2.5", Settings(10**6, "EUR"), 2.5, "EUR")),
        *(
            ("2.500", Settings(currency="TND", decimal=","), 0.0025, "TND"),
            ("2.500", Settings(currency="LYD", decimal="."), 2.5e-6, "LYD"),
        ),
        *(("من 1 إلى 1.5", Settings(10**6, "EUR"), 1.5, "EUR"), ("entre 1 et 1,5 M€", None, 1.5, "EUR")),
        *(
            ("حوالي 2 مليون", EUR, 2, "EUR"),
            ("≈ 2 M€", None, 2, "EUR"),
            ("+/- 2 M€", None, 2, "EUR"),
            ("~2 M€", None, 2, "EUR"),
        ),
        *(("10\u00a0000\u00a0000", EUR, 10, "EUR"), ("'2500000", EUR, 2.5, "EUR"), ("=2.5*1000000", EUR, 2.5, "EUR")),
        *(("120 ج.م", None, 0.00012, "EGP"), ("L.E. 120", None, 0.00012, "EGP"), ("120 LE", None, 0.00012, "EGP")),
        *(
            ("EGP 120m", None, 120, "EGP"),
            ("120 مليون جنيه سوداني", None, 120, "SDG"),
            ("120 مليون ج.س", None, 120, "SDG"),
        ),
        *(
            ("SDG 5m", None, 5, "SDG"),
            ("5 ملايين بر", None, 5, "ETB"),
            ("5m Birr", None, 5, "ETB"),
            ("5 ملايين ناكفا", None, 5, "ERN"),
        ),
        *(
            ("5 ملايين فرنك جيبوتي", None, 5, "DJF"),
            ("5 000 000 FDJ", None, 5, "DJF"),
            ("KSh 5m", None, 5, "KES"),
            ("UGX 5m", None, 5, "UGX"),
        ),
        *(
            ("5 ملايين د.ل", None, 5, "LYD"),
            ("5 ملايين د.ت", None, 5, "TND"),
            ("5 000 000 DT", None, 5, "TND"),
            ("5 MDT", None, 5, "TND"),
        ),
        *(
            ("5 m kr", Settings(currency="NOK"), 5, "NOK"),
            ("CHF 5m", None, 5, "CHF"),
            ("5 M Fr.", Settings(currency="CHF"), 5, "CHF"),
        ),
    ],
)
def test_money_in_every_habit(
    cell: Cell, settings: Settings | None, millions: float, currency: str, lists: Lists
) -> None:
    values = clean("amount_requested", cell, lists, settings).values
    assert values == {"amount_requested": round(millions * MILLION), "amount_requested_currency": currency}


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "قيد التحديد",
            "سيحدد لاحقاً",
            "غير محدد",
            "لم يحدد بعد",
            "TBD",
            "TBC",
            "n/a",
            "N/D",
            "à définir",
            "à préciser",
        ),
        *("–", "—", "0", 0),
    ],
)
def test_words_for_not_known_yet(cell: Cell, lists: Lists) -> None:
    assert clean("budget_total", cell, lists, EUR).values == {"budget_precision": "unknown"}


@pytest.mark.parametrize("word", ["جنيه", "دينار", "فرنك", "kr", "شلن", "Fr."])
def test_words_of_several_currencies_wait(word: str, lists: Lists) -> None:
    found = clean("budget_total", f"120 {word}", lists)
    assert not found.values
    assert found.reason is not None


@pytest.mark.parametrize(
    ("cell", "settings", "months"),
    [
        *(("24 شهراً", None, 24), ("24 شهر", None, 24), ("٢٤", None, 24), ("سنتان", None, 24), ("سنتين", None, 24)),
        *(("عامان", None, 24), ("ثلاث سنوات", None, 36), ("3 سنوات", None, 36), ("2 ½ years", None, 30)),
        *(("18 mois", None, 18), ("2 ans", None, 24), ("36 months", None, 36), ("3.5 years", None, 42)),
        *(("6 أشهر قابلة للتجديد", None, 6), ("90", Settings(months="day"), 3), ("2", Settings(months="year"), 24)),
    ],
)
def test_durations_in_every_habit(cell: Cell, settings: Settings | None, months: int, lists: Lists) -> None:
    assert clean("duration_months", cell, lists, settings).values == {"duration_months": months}


def test_numbers_of_people_in_every_habit(lists: Lists) -> None:
    assert clean("beneficiaries_total", "10,000 (50 % نساء)", lists).values == {
        "beneficiaries_total": 10000, "beneficiaries_women": 5000,
    }  # fmt: skip
    assert clean("beneficiaries_total", "5 آلاف", lists).values == {"beneficiaries_total": 5000}
    assert clean("beneficiaries_total", "M: 300 / F: 200", lists).values == {
        "beneficiaries_total": 500, "beneficiaries_women": 200, "beneficiaries_men": 300,
    }  # fmt: skip
    households = clean("beneficiaries_total", "حوالي 5000 أسرة", lists)
    assert not households.values
    assert households.reason is not None
