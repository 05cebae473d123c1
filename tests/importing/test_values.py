"""Cells that are easily misread: each is read rightly, or gives no value and a reason; none is wrong in silence."""

from datetime import date

import pytest

from khartoum_desktop.core.i18n import speaking
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.cleaning import reader
from khartoum_desktop.importing.model import Settings, Weight
from khartoum_desktop.importing.nations import like
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.lists import MEMBER, PARTNER, Lists
from khartoum_desktop.sheets.model import Cell
from tests.importing.test_cleaning import clean

Read = tuple[int, str, Weight | None]
TND, EUR = Settings(currency="TND"), Settings(currency="EUR")


def weight_of(target: str, cell: Cell, lists: Lists, settings: Settings | None = None) -> Weight | None:
    """Return how grave what is said about a cell is, None for silence."""
    reason = clean(target, cell, lists, settings).reason
    return reason.weight if reason else None


@pytest.mark.parametrize(
    ("cell", "settings"),
    [
        *(("2.500 LYD", None), ("2.500", TND), ("1,234", Settings()), ("2.500 دينار", Settings(home="TND"))),
        *(("3 + 2 million EUR", None), ("2 M€ et 3 M$", None), ("EUR/USD 3 m", None), ("EUR 5m (EUR 3m)", None)),
        *(("EUR 5,000,000 (fifty million)", None), ("500 ('000)", EUR), ("'000 500", EUR), ("EUR 000 500", None)),
        *(("3/4 M€", None), ("5/6", EUR), ("2 M€ par an", None), ("2 M€/an", None), ("3 x 5 M€", None)),
        *(("2024: 3m, 2025: 4m", EUR), ("(a) 3m (b) 4m", EUR), ("50%", EUR), ("5.000 familles", EUR)),
        *(("-500 EUR", None), ("(500)", EUR), ("=A1*2", EUR), ("12/13/2025", EUR), ("2025/2026", EUR)),
        *(("مليونا ونصف المليون يورو", None), ("1.50.000 €", None), ("12 34", EUR), ("10²", EUR)),
        *(("5 kr", None), ("5 جنيه", None), ("5 دينار", None), ("5 فرنك", None), ("5 شلن", None), ("5 LS", None)),
        *(("£5m", Settings(home="EGP")), ("12 000,50 F CFA", None), ("-500", EUR), (date(2027, 1, 1), EUR)),
    ],
)
def test_amounts_that_are_not_sure_give_none(cell: Cell, settings: Settings | None, lists: Lists) -> None:
    found = clean("amount_requested", cell, lists, settings)
    assert not found.values
    assert weight_of("amount_requested", cell, lists, settings) is Weight.LEAVES


@pytest.mark.parametrize(
    ("cell", "settings", "read"),
    [
        ("1/2 million EUR", None, (500_000_000, "EUR", None)),
        ("USD 2,000,000 (two million)", None, (2_000_000_000, "USD", None)),
        ("5,000,000 (cinq millions d'euros)", None, (5_000_000_000, "EUR", None)),
        ("2 M€ (soit 2 000 000 €)", None, (2_000_000_000, "EUR", None)),
        ("500 000 dollars US", None, (500_000_000, "USD", None)),
        ("12 000,50 F CFA", Settings(currency="XAF"), (12_000_500, "XAF", None)),
        ("5 MDT", None, (5_000_000_000, "TND", None)),
        ("1250,500", TND, (1_250_500, "TND", None)),
        ("ألفا دولار", None, (2_000_000, "USD", None)),
        ("مليوناً ونصف المليون يورو", None, (1_500_000_000, "EUR", None)),
        ("$500,000", None, (500_000_000, "USD", Weight.LOOK)),
        ("2 مليون جنيه", Settings(home="SDG"), (2_000_000_000, "SDG", Weight.LOOK)),
        ("US$ 3.4M (approx. EUR 3.1M)", None, (3_400_000_000, "USD", Weight.LOOK)),
        ("5 M€, 5.4 M$", None, (5_000_000_000, "EUR", Weight.LOOK)),
        ("5 M€\n5.4 M$", None, (5_000_000_000, "EUR", Weight.LOOK)),
        ("750 ألف دينار كويتى ما يعادل 2.5 مليون دولار", None, (750_000_000, "KWD", Weight.LOOK)),
        ("up to 3 m", EUR, (3_000_000_000, "EUR", Weight.LOOK)),
        ("Br 100 million", None, (100_000_000_000, "ETB", None)),
        ("5 م. يورو", None, (5_000_000_000, "EUR", None)),
        ("USD 1.2B", None, (1_200_000_000_000, "USD", None)),
    ],
)
def test_amounts_that_are_easily_misread(cell: Cell, settings: Settings | None, read: Read, lists: Lists) -> None:
    amount, currency, weight = read
    values = clean("amount_requested", cell, lists, settings).values
    assert values == {"amount_requested": amount, "amount_requested_currency": currency}
    assert weight_of("amount_requested", cell, lists, settings) is weight


@pytest.mark.parametrize("cell", ["TBD EUR", "قيد التحديد (يورو)", "EUR ___", "à définir", "N/D", "… €", "0 €"])
def test_amounts_that_are_not_known_yet_name_no_amount(cell: Cell, lists: Lists) -> None:
    assert clean("budget_total", cell, lists).values == {"budget_precision": "unknown"}


@pytest.mark.parametrize(
    "cell",
    [
        *("31/02/2025", "Q3", "T3", "الربع الثالث", "25-03-04", "03/04/2025", "1.2.2025", "3/4/25", "Apr 25", "04/25"),
        *("2025 or 2026", "03/04/2025 - 05/06/2025", "1/1/0001", "30/30/1446", "9 avril", "Year 1", "ongoing", "2,025"),
        *("Q3 FY2025/26", "2025?", "00/00/2025", 202504, 5000, 25000, 99999, "=2025", "99999999", "dès signature"),
    ],
)
def test_dates_that_are_not_sure_give_none(cell: Cell, lists: Lists) -> None:
    found = clean("start_planned", cell, lists)
    assert not found.values
    assert weight_of("start_planned", cell, lists) is Weight.LEAVES


@pytest.mark.parametrize(
    ("cell", "settings", "iso", "weight"),
    [
        ("12/13/2025", None, "2025-12-13", None),
        ("2025/13/01", None, "2025-01-13", None),
        (" 45756 ", None, "2025-04-09", None),
        (20250409, None, "2025-04-09", None),
        ("1Q 2026", None, "2026-Q1", None),
        ("2H26", None, "2026-H2", None),
        ("1.2.2025", Settings(order="dmy"), "2025-02-01", None),
        ("25-03-04", Settings(order="dmy"), "2004-03-25", None),
        ("11/10/1446", None, "2025-04-09", Weight.LOOK),
        ("١٤٤٦/١٠/١١", None, "2025-04-09", Weight.LOOK),
        ("2017", Settings(calendar="ethiopian"), "2024", Weight.LOOK),
        (2017, Settings(calendar="ethiopian"), "2024", Weight.LOOK),
        (date(2017, 8, 1), Settings(calendar="ethiopian"), "2025-04-09", Weight.LOOK),
        (date(2025, 4, 9), Settings(calendar="hijri"), "2025-04-09", None),
        ("EFY 2018", None, "2025-07-08", Weight.LOOK),
        ("mi-2026", None, "2026", Weight.LOOK),
        (date(1900, 1, 1), None, "1900-01-01", Weight.LOOK),
        ("1/1/1900", None, "1900-01-01", Weight.LOOK),
        ("09/04/2099", Settings(order="dmy"), "2099-04-09", Weight.LOOK),
    ],
)
def test_dates_that_are_easily_misread(
    cell: Cell, settings: Settings | None, iso: str, weight: Weight | None, lists: Lists
) -> None:
    assert clean("start_planned", cell, lists, settings).values == {"start_planned": iso}
    assert weight_of("start_planned", cell, lists, settings) is weight


@pytest.mark.parametrize(
    "cell", ["3 villages", "25/an", "100 per month", "50%", "2.5", "M", "2+3", "100 x 3", "1 or 2 k"]
)
def test_numbers_of_people_that_are_none_give_none(cell: Cell, lists: Lists) -> None:
    found = clean("beneficiaries_total", cell, lists)
    assert not found.values or found.reason is not None


@pytest.mark.parametrize(
    "cell",
    ["3-5 years", "1.5", "01/02/2026-02/01/2027", "up to 24 months", "12+6 months", "3/4 ans", "2025", "50%", "0", "M"],
)
def test_durations_that_are_not_sure_give_none(cell: Cell, lists: Lists) -> None:
    found = clean("duration_months", cell, lists)
    assert not found.values
    assert found.reason is not None


@pytest.mark.parametrize(
    ("scheme", "cell", "codes"),
    [
        ("gcm", "Objective 5: pathways; Objective 6: recruitment", ["GCM-5", "GCM-6"]),
        ("gcm", "Objective 5: Enhance availability, and flexibility", ["GCM-5"]),
        ("gcm", "GCM5, obj. 6", ["GCM-5", "GCM-6"]),
        ("gcm", "5 – 7", []),
        ("jvap", "1 - 3", []),
        ("jvap", "Axe IV", ["JVAP-4"]),
        ("jvap", "Objective 3", []),
        ("gcm", "1.0", []),
        ("gcm", "2.1", []),
        ("sdg", "1.17", []),
        ("sdg", "SDG 1.17", []),
        ("sdg", 107, []),
        ("sdg", "10,7", ["10.7"]),
        ("sdg", 10.7, ["10.7"]),
        ("sdg", 16.1, []),
        ("sdg", "16.1", ["16.1"]),
        ("crs", 15190, ["15190"]),
    ],
)
def test_codes_that_are_easily_misread(scheme: str, cell: Cell, codes: list[str], lists: Lists) -> None:
    found = clean(scheme, cell, lists)
    assert [line["code"] for _kind, line in found.children] == codes
    assert codes or found.reason is not None


def test_shares_of_sectors_are_read_when_they_are_of_one_whole(lists: Lists) -> None:
    for cell in ("15190: 62.5%; 13010: 37.5%", "15190 (62,5 %)؛ 13010 (37,5 ٪)"):
        children = clean("crs", cell, lists).children
        assert [(line["code"], line["percent"]) for _kind, line in children] == [("15190", 62_500), ("13010", 37_500)]
    found = clean("crs", "15190 (60%); 13010", lists)
    assert [line.get("percent") for _kind, line in found.children] == [None, None]
    assert found.reason is not None


@pytest.mark.parametrize(
    ("cell", "code", "weight"),
    [
        *(("GBR", "GB", None), ("TCD", "TD", None), ("RFA", "DE", None), ("FDRE", "ET", None), ("EL", "GR", None)),
        *(("اليونيسيف", "UNICEF", None), ("Grande-Bretagne", "GB", None), ("AU", "AUC", Weight.LOOK)),
        *(
            ("U.A.", "AUC", Weight.LOOK),
            ("حكومة مصر", "EG", Weight.LOOK),
            ("Gouvernement du Kenya", "KE", Weight.LOOK),
            ("Gov. of Kenya", "KE", Weight.LOOK),
        ),
    ],
)
def test_names_beyond_the_lists(cell: str, code: str, weight: Weight | None, lists: Lists) -> None:
    assert clean("lead_country", cell, lists).values == {"lead_country": code}
    assert weight_of("lead_country", cell, lists) is weight
    assert [line["name"] for _kind, line in clean("party_funding", cell, lists).children][:1] in ([code], [cell])


def test_another_body_of_a_like_name_is_no_near_miss(lists: Lists) -> None:
    for text in ("الأمم المتحدة", "United Nations", "Nations unies", "دولة الأمم المتحدة"):
        assert like(text, lists) is None, text
    assert like("United Kingdum", lists) == "GB"
    assert like("المملكة المتحده", lists) in (None, "GB")  # to the letter it is the name itself


@pytest.mark.parametrize(
    ("cell", "near"),
    [
        ("Sudn", "Sudan"),
        ("Ethopia", "Ethiopia"),
        ("السودن", "Sudan"),
        ("Lybie", "Libya"),
        ("Keyna", "Kenya"),
        ("Kemya", "Kenya"),
    ],
)
def test_a_near_miss_is_only_suggested(cell: str, near: str, lists: Lists) -> None:
    found = clean("lead_country", cell, lists)
    assert not found.values
    assert found.reason is not None
    assert near in found.reason.text


def test_every_member_and_partner_is_found_by_each_of_its_names(lists: Lists) -> None:
    known = reader(targets()["lead_country"], lists)
    assert len(lists.items(MEMBER)) == 40
    for item in (*lists.items(MEMBER), *lists.items(PARTNER)):
        for name in (item.code, *item.labels.values(), *item.aliases):
            for spelling in (name, name.upper(), f" {name}\u200f"):
                assert known(spelling).values == {"lead_country": item.code}, spelling


@pytest.mark.parametrize(
    "target", ["title", "budget_total", "start_planned", "beneficiaries_total", "gcm", "lead_country"]
)
@pytest.mark.parametrize("cell", ["######", "#REF!", "#N/A", "#VALEUR!", "?????", "??? ????? ??"])
def test_what_was_lost_on_the_way_is_said(target: str, cell: str, lists: Lists) -> None:
    found = clean(target, cell, lists)
    assert (found.values, found.children) == ({}, ())
    assert weight_of(target, cell, lists) is Weight.LEAVES


@pytest.mark.parametrize(("language", "shown"), [("en", ("2.50", "2,500")), ("fr", ("2,50", "2\xa0500"))])
def test_the_two_readings_of_an_amount_are_written_as_the_reader_writes(
    language: str, shown: tuple[str, str], lists: Lists
) -> None:
    with speaking(language):
        reason = clean("amount_requested", "2.500 LYD", lists).reason
    assert reason is not None
    assert {strip_isolates(value) for _name, value in reason.args} == set(shown)
