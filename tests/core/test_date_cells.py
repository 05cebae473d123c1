"""Cells of date columns (serial numbers, years, texts), and dates and moments written for people."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khartoum_desktop.core import dates, i18n
from khartoum_desktop.core.dates import date_from_cell


def test_serial_numbers() -> None:
    assert dates.from_serial(45292) == dates.from_serial(45292.75) == dt.date(2024, 1, 1)
    assert dates.from_serial(43830, epoch1904=True) == dt.date(2024, 1, 1)
    assert dates.from_serial(59) == dt.date(1900, 2, 28)
    assert dates.from_serial(61) == dt.date(1900, 3, 1)
    for none in (60, 0, -1, 200_001, 150_000):
        assert dates.from_serial(none) is None


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        (dt.date(2025, 4, 9), "2025-04-09"),
        (dt.datetime.fromisoformat("2025-04-09T23:59"), "2025-04-09"),
        (45756, "2025-04-09"),
        (45756.5, "2025-04-09"),
        (Decimal("45756.5"), "2025-04-09"),
        ("45756", "2025-04-09"),
        (" 45756.25 ", "2025-04-09"),
        (2025, "2025"),
        (2025.0, "2025"),
        (1446, "2024"),
        ("9 avril 2025", "2025-04-09"),
        (True, None),
        (5000, None),
        (99999, None),
        (float("nan"), None),
        (float("inf"), None),
        ("12345", None),
        ("hello", None),
        (60.5, None),
    ],
)
def test_cells_of_a_date_column(cell: str | float | Decimal | dt.date, iso: str | None) -> None:
    found = date_from_cell(cell)
    assert (found and found.iso) == iso


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-Q5", "2026-H3", "2026-13", "2026-02-30", "20260309", "2026-Q٣", "2026-W01"]
)
def test_what_is_not_canonical_has_no_precision(text: str) -> None:
    assert dates.precision_of(text) is None
    assert dates.format_date(text) == text


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_serial_numbers_count_days(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    if serial > 60:
        assert dates.from_serial(serial) == day
    assert dates.from_serial((day - dt.date(1904, 1, 1)).days, epoch1904=True) in {day, None}


def test_moments_for_people() -> None:
    moment = dt.datetime(2025, 4, 9, 14, 5).astimezone()
    ms = int(moment.timestamp() * 1000)
    assert dates.format_time(ms) == "14:05"
    assert dates.format_moment(ms) == "9 April 2025, 14:05"
    i18n.set_language("fr")
    assert dates.format_moment(ms) == "9 avril 2025, 14:05"
    i18n.set_language("ar", "arab")
    assert dates.format_moment(ms) == "٩ أبريل ٢٠٢٥، ١٤:٠٥"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["9 April 2025", "1 April 2025", "April 2025", "Q3 2026", "H1 2026", "2026"]),
        ("fr", ["9 avril 2025", "1er avril 2025", "avril 2025", "T3 2026", "S1 2026", "2026"]),
        ("ar", ["9 أبريل 2025", "1 أبريل 2025", "أبريل 2025", "الربع الثالث 2026", "النصف الأول 2026", "2026"]),
    ],
)
def test_dates_for_people(language: str, expected: list[str]) -> None:
    i18n.set_language(language)
    isos = ["2025-04-09", "2025-04-01", "2025-04", "2026-Q3", "2026-H1", "2026"]
    assert [dates.format_date(iso) for iso in isos] == expected
