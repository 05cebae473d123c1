"""One cell at a time: what each kind of column makes of what ministries write, and what it refuses to guess."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.importing.cells import Cleaned, text_of
from khartoum_desktop.importing.cleaning import reader
from khartoum_desktop.importing.languages import speaks_other
from khartoum_desktop.importing.model import Settings, Weight
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.sheets.model import Cell
from tests.effort import effort

EUR = Settings(currency="EUR")
BOTH = {"title_ar": "تعزيز إدارة الحدود", "title_en": "Strengthening border control"}


def clean(target: str, cell: Cell, lists: Lists, settings: Settings | None = None) -> Cleaned:
    return reader(targets()[target], lists, settings or Settings())(cell)


@pytest.mark.parametrize(
    ("cell", "settings", "expected"),
    [
        ("٣٫١ مليون يورو", Settings(), (3_100_000_000, "EUR", "exact")),
        ("2,5 M€", Settings(), (2_500_000_000, "EUR", "exact")),
        (250000, EUR, (250_000_000, "EUR", "exact")),
        (1250.5, Settings(currency="EUR", unit=1000), (1_250_500_000, "EUR", "exact")),
        ("2,500", Settings(currency="EUR", unit=1000, decimal="."), (2_500_000_000, "EUR", "exact")),
        ("حوالي 2 مليون يورو", Settings(), (2_000_000_000, "EUR", "estimate")),
        ("EUR 1–1.5 million", Settings(), (1_500_000_000, "EUR", "range")),
        ("$ 1,250,000", Settings(), (1_250_000_000, "USD", "exact")),
    ],
)
def test_money(cell: Cell, settings: Settings, expected: tuple[int, str, str], lists: Lists) -> None:
    values = clean("budget_total", cell, lists, settings).values
    assert tuple(values.values()) == expected
    assert list(values) == ["budget_total", "budget_total_currency", "budget_precision"]


@pytest.mark.parametrize("cell", ["يحدد لاحقاً", "TBD", "à préciser", "—", "Néant", 0])
def test_money_that_is_said_to_be_unknown(cell: Cell, lists: Lists) -> None:
    found = clean("budget_total", cell, lists, EUR)
    assert (found.values, found.reason) == ({"budget_precision": "unknown"}, None)


@pytest.mark.parametrize("cell", ["750 ألف جنيه", "1.234 LYD", "high", "-500 EUR", date(2027, 1, 1)])
def test_money_that_is_not_clear_gives_nothing_and_a_reason(cell: Cell, lists: Lists) -> None:
    found = clean("budget_total", cell, lists)
    assert not found.values
    assert found.reason is not None
    assert found.reason.weight is Weight.LEAVES


def test_a_range_wants_a_look(lists: Lists) -> None:
    reason = clean("amount_requested", "من 1 إلى 1.5 مليون يورو", lists).reason
    assert reason is not None
    assert reason.weight is Weight.LOOK


@pytest.mark.parametrize(
    ("cell", "settings", "iso"),
    [
        (date(2027, 3, 1), Settings(), "2027-03-01"),
        (datetime(2027, 3, 1, 8, 30), Settings(), "2027-03-01"),  # noqa: DTZ001 - as a sheet gives it
        (46000, Settings(), "2025-12-09"),
        (2027, Settings(), "2027"),
        ("يناير 2027", Settings(), "2027-01"),
        ("الربع الثاني 2027", Settings(), "2027-Q2"),
        ("03/04/2027", Settings(order="mdy"), "2027-03-04"),
        ("03/04/2027", Settings(order="dmy"), "2027-04-03"),
        ("avril 2027", Settings(), "2027-04"),
    ],
)
def test_dates(cell: Cell, settings: Settings, iso: str, lists: Lists) -> None:
    assert clean("start_planned", cell, lists, settings).values == {"start_planned": iso}


def test_day_and_month_that_may_be_exchanged_are_left_out(lists: Lists) -> None:
    found = clean("start_planned", "03/04/2027", lists)
    assert not found.values
    assert found.reason is not None
    assert "3 April 2027" in found.reason.text


def test_other_calendars_want_a_look(lists: Lists) -> None:
    found = clean("start_planned", "١١/١٠/١٤٤٦ هـ", lists)
    assert found.values == {"start_planned": "2025-04-09"}
    assert found.reason is not None


def test_a_period_gives_start_and_end(lists: Lists) -> None:
    assert clean("start_planned", "2025–2027", lists).values == {"start_planned": "2025", "end_planned": "2027"}
    assert clean("end_planned", "2025–2027", lists).values == {"end_planned": "2027"}
    assert clean("duration_months", "2025–2027", lists).values == {
        "duration_months": 36, "start_planned": "2025", "end_planned": "2027",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "unit", "months"),
    [
        ("30 شهراً", "month", 30),
        ("سنتان", "month", 24),
        (2, "year", 24),
        ("٢٤", "month", 24),
        ("2 ½ years", "month", 30),
    ],
)
def test_durations(cell: Cell, unit: str, months: int, lists: Lists) -> None:
    assert clean("duration_months", cell, lists, Settings(months=unit)).values == {"duration_months": months}


def test_a_duration_beyond_its_field_is_refused_by_the_one_validator(lists: Lists) -> None:
    found = clean("duration_months", 500, lists)
    assert not found.values
    assert found.reason is not None
    assert "120" in found.reason.text


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("تعزيز إدارة الحدود / Strengthening border control", BOTH),
        ("Strengthening border control\nتعزيز إدارة الحدود", BOTH),
        ("تعزيز إدارة الحدود (Strengthening border control)", BOTH),
        ("دعم برنامج IOM للعودة", {"title_ar": "دعم برنامج IOM للعودة"}),
        ("Appui aux communautés d'accueil", {"title_fr": "Appui aux communautés d'accueil"}),
        ("  Skills \u200e for\n\nmigrants ", {"title_en": "Skills for migrants"}),
        (2027, {"title_en": "2027"}),
    ],
)  # fmt: skip
def test_titles_by_script(cell: Cell, values: dict[str, str], lists: Lists) -> None:
    assert clean("title", cell, lists).values == values


def test_a_long_title_is_kept_and_wants_a_look(lists: Lists) -> None:
    found = clean("title", "ع" * 230, lists)
    assert found.values == {"title_ar": "ع" * 230}
    assert found.reason is not None
    assert found.reason.weight is Weight.LOOK


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("السودان\u200e", "SD"),
        ("Sudan (the)", "SD"),
        ("SDN", "SD"),
        ("Éthiopie", "ET"),
        ("IOM", "IOM"),
        ("السودان الجنوبي", "SS"),
        ("السودان (جنوب)", "SS"),
        ("دولة جنوب السودان", "SS"),
        ("S. Sudan", "SS"),
        ("السودان / Sudan", "SD"),
        ("Sudan - السودان", "SD"),
        ("Kenya (KE)", "KE"),
        ("Government of Uganda", "UG"),
    ],
)
def test_countries(cell: str, code: str, lists: Lists) -> None:
    assert clean("lead_country", cell, lists).values == {"lead_country": code}


@pytest.mark.parametrize(
    "cell",
    ["Egypt / Sudan", "Atlantis", "السودان الشمالي", "Sudan (North)", "Guinée éq.", "Kenya Ports", "New Sudan"],
)
def test_countries_that_are_not_clear(cell: str, lists: Lists) -> None:
    found = clean("lead_country", cell, lists)
    assert not found.values
    assert found.reason is not None


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("كينيا؛ أوغندا", ["KE", "UG"]),
        ("Egypt, Sudan", ["EG", "SD"]),
        ("مصر والسودان", ["EG", "SD"]),
        ("Ministry of Labour, Employment and Skills", ["Ministry of Labour, Employment and Skills"]),
        ("1. وزارة الداخلية\n2. الاتحاد الأوروبي", ["وزارة الداخلية", "EU"]),
        ("UNHCR, local authorities, IOM", ["UNHCR", "local authorities", "IOM"]),
        ("—", []),
    ],
)
def test_parties(cell: str, names: list[str], lists: Lists) -> None:
    children = clean("party_implementing", cell, lists).children
    assert [line["name"] for _kind, line in children] == names
    assert {line["role"] for _kind, line in children} <= {"implementing"}


def test_a_party_may_bring_its_role(lists: Lists) -> None:
    children = clean("party_associated", "Italy: co-sponsor\nIOM (implementing)\nKenya", lists).children
    assert [(line["name"], line["role"]) for _kind, line in children] == [
        ("IT", "co_sponsor"),
        ("IOM", "implementing"),
        ("KE", "associated"),
    ]


@pytest.mark.parametrize(
    ("scheme", "cell", "codes"),
    [
        ("gcm", "GCM-5; GCM-6", ["GCM-5", "GCM-6"]),
        ("gcm", "5, 6", ["GCM-5", "GCM-6"]),
        ("gcm", 21, ["GCM-21"]),
        ("gcm", "الهدف 3", ["GCM-3"]),
        ("gcm", "الهدف 9 و10", ["GCM-9", "GCM-10"]),
        ("gcm", "Objectives 2, 3 and 5", ["GCM-2", "GCM-3", "GCM-5"]),
        ("gcm", "GCM 2 & 5", ["GCM-2", "GCM-5"]),
        ("jvap", "Domain 1 and 2", ["JVAP-1", "JVAP-2"]),
        ("jvap", "المجال الرابع", ["JVAP-4"]),
        ("jvap", "المجالين الأول والثاني", ["JVAP-1", "JVAP-2"]),
        ("jvap", "Return, readmission and reintegration", ["JVAP-5"]),
        ("sdg", "10.7 و 5.2", ["10.7", "5.2"]),
        ("sdg", "8.7 et 16.2", ["8.7", "16.2"]),
        ("sdg", "- 8.7", ["8.7"]),
        ("sdg", "SDG 10.7", ["10.7"]),
        ("jvap", "Protection and asylum", ["JVAP-3"]),
        ("priorities", "دعم مسارات الهجرة النظامية", ["regular_pathways"]),
    ],
)
def test_codes(scheme: str, cell: Cell, codes: list[str], lists: Lists) -> None:
    assert [line["code"] for _kind, line in clean(scheme, cell, lists).children] == codes


@pytest.mark.parametrize(
    ("scheme", "cell"),
    [("gcm", "1-3"), ("jvap", "2.1"), ("sdg", "SDG 8"), ("gcm", "الهدف الثاني عشر"), ("gcm", "Objective 5 and others")],
)
def test_codes_that_are_not_sure_are_no_codes(scheme: str, cell: str, lists: Lists) -> None:
    found = clean(scheme, cell, lists)
    assert found.children == ()
    assert cell in (found.reason.text if found.reason else "")


def test_unknown_codes_are_listed_and_known_ones_kept(lists: Lists) -> None:
    found = clean("gcm", "GCM-5; 5 projects", lists)
    assert [line["code"] for _kind, line in found.children] == ["GCM-5"]
    assert found.reason is not None
    assert "5 projects" in found.reason.text


def test_counts_of_people(lists: Lists) -> None:
    assert clean("beneficiaries_total", "M: 300 / F: 200", lists).values == {
        "beneficiaries_total": 500, "beneficiaries_men": 300, "beneficiaries_women": 200,
    }  # fmt: skip
    assert clean("beneficiaries_total", "5 آلاف", lists).values == {"beneficiaries_total": 5000}
    assert not clean("beneficiaries_total", "حوالي 5000 أسرة", lists).values


def test_lines_results_and_risks(lists: Lists) -> None:
    assert clean("activities", "- Train staff\n- Open a centre", lists).values == {
        "activities": "Train staff\nOpen a centre"
    }
    assert clean("results", "1) Staff trained; 2) Centre open", lists).children == (
        ("result", {"statement": "Staff trained"}), ("result", {"statement": "Centre open"}),
    )  # fmt: skip
    assert clean("risks", "Delay", lists).children == (("risk", {"risk": "Delay"}),)


def test_references_of_ours_only(lists: Lists) -> None:
    assert clean("ref", "kp-2026-sd-a-03", lists).values == {"ref": "KP-2026-SD-A-03"}
    assert clean("ref", "MOI/2026/7", lists) == Cleaned()


@pytest.mark.parametrize(("cell", "code"), [("EUR", "EUR"), ("يورو", "EUR"), ("US$", "USD"), ("Birr", "ETB")])
def test_currencies(cell: str, code: str, lists: Lists) -> None:
    assert clean("currency", cell, lists).values == {"currency": code}


def test_truth_values_are_not_numbers(lists: Lists) -> None:
    column = reader(targets()["beneficiaries_total"], lists)
    assert column(1).values == {"beneficiaries_total": 1}
    assert column(True).reason is not None
    assert text_of(False) == "FALSE"


anything = st.one_of(
    st.text(max_size=60), st.integers(), st.floats(allow_nan=True), st.dates(), st.datetimes(), st.booleans(), st.none()
)


@given(
    st.sampled_from(sorted(targets())),
    anything,
    st.sampled_from([Settings(), Settings(1000, "EUR", ",", "dmy"), Settings(months="year")]),
)
def test_no_cell_stops_the_reading(lists: Lists, target: str, cell: Cell, settings: Settings) -> None:
    found = clean(target, cell, lists, settings)
    assert cell is not None or found == Cleaned()
    assert all(isinstance(value, str | int | None) for value in found.values.values())


@pytest.mark.parametrize("text", ["a" * 100_000, "é" * 100_000, "mise à " * 15_000])
def test_a_text_without_end_is_asked_for_its_language_at_once(text: str) -> None:
    assert speaks_other(text, "en") is (len(set(text)) > 1)
    assert effort(lambda: speaks_other(text, "en"), within=0.5) < 0.5
