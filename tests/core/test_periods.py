"""Periods have a first and a last date, durations are whole months, and a choice of several stays open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core.dates import parse_months, parse_period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("من 2025 إلى 2027", "2025", "2027"),
        ("2025–2027", "2025", "2027"),
        ("2025 - 2027", "2025", "2027"),
        ("2025-27", "2025", "2027"),
        ("2025/2027", "2025", "2027"),
        ("2025/2026", "2025", "2026"),
        ("بين 2025 و 2027", "2025", "2027"),
        ("entre 2025 et 2026", "2025", "2026"),
        ("01/2025 - 12/2027", "2025-01", "2027-12"),
        ("janvier–juin 2026", "2026-01", "2026-06"),
        ("من يناير إلى يونيو 2026", "2026-01", "2026-06"),
        ("de mars 2025 à juin 2026", "2025-03", "2026-06"),
        ("from March 2025 to June 2026", "2025-03", "2026-06"),
        ("Q1–Q2 2026", "2026-Q1", "2026-Q2"),
        ("9-11 أبريل 2025", "2025-04-09", "2025-04-11"),
        ("du 1er au 15 avril 2026", "2026-04-01", "2026-04-15"),
        ("01/03 - 31/12/2026", "2026-03-01", "2026-12-31"),
        ("2025-03-09 - 2026-03-09", "2025-03-09", "2026-03-09"),
        ("14/03/2026-15/04/2027", "2026-03-14", "2027-04-15"),
        ("1446-1448", "2024", "2026"),
        ("رجب - شوال 1446", "2025-01", "2025-04"),
        ("Jan–Jun-26", "2026-01", "2026-06"),
        ("Period: 2025 → 2026", "2025", "2026"),
    ],
)
def test_periods(text: str, start: str, end: str) -> None:
    found = parse_period(text)
    assert found is not None
    assert [day.iso for day in found] == [start, end]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025",
        "FY2025/26",
        "2027-2025",
        "2025-03-09",
        "April-30-2022",
        "Q3-2025",
        "hello - 2025",
        "2025 - hello",
        "-",
        "a to b",
        "x" * 200,
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("text", "months"),
    [
        # the known strings of the domain facts
        *(("24 شهراً", 24), ("24 شهر", 24), ("٢٤", 24), ("سنتان", 24)),
        *(("سنتين", 24), ("عامان", 24), ("ثلاث سنوات", 36)),
        *(("3 سنوات", 36), ("2 ½ years", 30), ("18 mois", 18), ("2 ans", 24), ("36 months", 36), ("3.5 years", 42)),
        *(("2025–2027", 36), ("6 أشهر قابلة للتجديد", 6)),
        # and their like
        *(("سنة", 12), ("سنة واحدة", 12), ("عام واحد", 12), ("شهران", 2), ("سنة ونصف", 18), ("سنتان ونصف", 30)),
        *(("سنة و6 أشهر", 18), ("سنة وشهران", 14), ("ثمانية عشر شهراً", 18), ("واحد وعشرون شهرا", 21), ("24شهراً", 24)),
        *(("1 an et 6 mois", 18), ("3 ans et demi", 42), ("2½ ans", 30), ("un an", 12), ("deux ans", 24)),
        *(("1 year 6 months", 18), ("1 year, 6 months", 18), ("two and a half years", 30), ("½ year", 6)),
        *(("36-month project", 36), ("24 mos.", 24), ("90 days", 3), ("90 يوماً", 3), ("52 weeks", 12), ("10 days", 1)),
        *(
            ("24 months (2025-2027)", 24),
            ("(24 months)", 24),
            ("12 (mois)", 12),
            ("حوالي 18 شهراً", 18),
            ("1.3 years", 16),
        ),
        *(("Jan 2026 – Dec 2027", 24), ("01/03/2026 - 28/02/2027", 12), ("12 mois renouvelables", 12)),
    ],
)
def test_durations_in_months(text: str, months: int) -> None:
    assert parse_months(text) == months


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "TBD",
            "hello",
            "12-18 months",
            "up to 24 months",
            "0",
            "-5",
            "0 months",
            "2 years 6",
            "3 سنتان",
            "50 % years",
        ),
        *("=24", "=12*2", "=2025-2027", "= 24 months"),
        *("years months 5 5", "9999 years", "24 months maybe", "x" * 200, "hello years", "200-300 AD - 2100", "50%"),
    ],
)
def test_durations_that_are_none_or_several(text: str) -> None:
    assert parse_months(text) is None


def test_the_header_gives_the_unit_of_bare_figures() -> None:
    assert parse_months("2", unit="year") == 24
    assert parse_months("90", unit="day") == 3
    assert parse_months("4", unit="week") == 1
    assert parse_months("2 months", unit="year") == 2


@given(st.integers(1, 120))
def test_months_and_years_agree(number: int) -> None:
    for text in (f"{number}", f"{number} months", f"{number} mois", f"{number} شهراً", f"{number / 12} years"):
        assert parse_months(text) == number, text


_PIECES = st.sampled_from(
    [*"0123456789-–. ()", "2025", "سنة", "years", "mois", "ونصف", "إلى", "to", "و", "سنتان", "½", "Q1"]
)


@given(st.lists(_PIECES, max_size=10))
def test_reading_never_fails(pieces: list[str]) -> None:
    for joint in ("", " "):
        text = joint.join(pieces)
        period = parse_period(text)
        assert period is None or period[0].iso[:4] <= period[1].iso[:4]
        months = parse_months(text)
        assert months is None or 1 <= months <= 1200


@given(st.text(max_size=150))
def test_reading_never_fails_on_any_text(text: str) -> None:
    parse_period(text)
    parse_months(text)
