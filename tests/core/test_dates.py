"""Dates of four calendars and three languages are read with their own precision; columns decide what is unclear."""

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khartoum_desktop.core import calendars, dates, i18n, months
from khartoum_desktop.core.dates import ParsedDate, Precision, date_from_cell, parse_date, vote_order


def iso_of(text: str) -> str | None:
    """Return the sure reading of a text."""
    found = parse_date(text)
    assert found is None or not found.ambiguous, text
    return found and found.iso


@pytest.mark.parametrize(
    "text",
    [
        *(
            "9 أبريل 2025",
            "٩ إبريل ٢٠٢٥",
            "9 نيسان 2025",
            "9 أفريل 2025",
            "9 avril 2025",
            "09-avr-25",
            "9th April 2025",
        ),
        *("April 9, 2025", "2025-04-09", "2025/04/09", "٢٠٢٥/٠٤/٠٩", "2025.4.9", "2025-04-09T10:30:00", "20250409"),
        *("2025-04-09 10:30", "9 April 2025, 14:05", "9/أبريل/2025", "9 نيسان/أبريل 2025", "الأربعاء 9 أبريل 2025"),
        *("9 أبريل 2025م", "mercredi 9 avril 2025", "9 Apr. 2025", "9 أبريل 2025 الموافق 11 شوال 1446", "9 avr 25"),
        *("11 شوال 1446 الموافق 9 أبريل 2025", "9 أبريل 2025 (11 شوال 1446)", "11/10/1446 هـ - 09/04/2025 م"),
        *("11/10/1446 الموافق 09/04/2025", "التاريخ: 9 أبريل 2025", "2025 April 9", "1er baramouda 1741"),
    ],
)
def test_one_day_however_it_is_written(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.iso, found.precision, found.other) == ("2025-04-09", "day", None)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("14/03/2026", "2026-03-14"),
        ("03/14/2026", "2026-03-14"),
        ("14.03.26", "2026-03-14"),
        ("14 - 03 - 2026", "2026-03-14"),
        ("14 03 2026", "2026-03-14"),
        ("98-03-09", "1998-03-09"),
        ("14/03/2026 10:30:00 AM", "2026-03-14"),
        ("2026/31/12", "2026-12-31"),
        ("5/5/2026", "2026-05-05"),
        ("29 février 2024", "2024-02-29"),
        ("1er avril 2025", "2025-04-01"),
        ("أول أبريل 2025", "2025-04-01"),
    ],
)
def test_days_that_leave_no_doubt(text: str, iso: str) -> None:
    assert iso_of(text) == iso


def test_day_and_month_may_be_exchanged_unless_the_column_says() -> None:
    assert parse_date("03/04/2026") == ParsedDate("2026-04-03", "day", "2026-03-04")
    assert parse_date("03/04/2026", order="dmy") == ParsedDate("2026-04-03", "day")
    assert parse_date("03/04/2026", order="mdy") == ParsedDate("2026-03-04", "day")
    assert parse_date("14/03/2026", order="mdy") == ParsedDate("2026-03-14", "day")
    assert parse_date("09/04/2025 م") == ParsedDate("2025-04-09", "day", "2025-09-04")
    # a second date beside it tells which reading is meant, if it agrees with one
    assert parse_date("04/09/2025 الموافق 11/10/1446") == ParsedDate("2025-04-09", "day")
    assert parse_date("03/04/2026 الموافق 1 شوال 1446") == ParsedDate("2026-04-03", "day", "2026-03-04")


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("2025", "2025", "year"),
        ("٢٠٢٦", "2026", "year"),
        ("عام 2026", "2026", "year"),
        ("2026 م", "2026", "year"),
        ("Q3 2025", "2025-Q3", "quarter"),
        ("2025-Q3", "2025-Q3", "quarter"),
        ("2025 Q3", "2025-Q3", "quarter"),
        ("Q3/2025", "2025-Q3", "quarter"),
        ("q3-25", "2025-Q3", "quarter"),
        ("T3 2025", "2025-Q3", "quarter"),
        ("الربع الثالث 2025", "2025-Q3", "quarter"),
        ("الربع الثالث من عام 2025", "2025-Q3", "quarter"),
        ("3e trimestre 2025", "2025-Q3", "quarter"),
        ("troisième trimestre 2025", "2025-Q3", "quarter"),
        ("third quarter of 2025", "2025-Q3", "quarter"),
        ("quarter 3 2025", "2025-Q3", "quarter"),
        ("النصف الثاني من 2025", "2025-H2", "half"),
        ("second half of 2025", "2025-H2", "half"),
        ("2e semestre 2025", "2025-H2", "half"),
        ("S2 2025", "2025-H2", "half"),
        ("H1 2026", "2026-H1", "half"),
        ("03/2026", "2026-03", "month"),
        ("2026-3", "2026-03", "month"),
        ("2010/11", "2010-11", "month"),
        ("avr-25", "2025-04", "month"),
        ("March '24", "2024-03", "month"),
        ("أبريل 2025", "2025-04", "month"),
        ("كانون الثاني 2026", "2026-01", "month"),
        ("تشرين 1 2025", "2025-10", "month"),
        ("ت2 2025", "2025-11", "month"),
        ("Dec. 2025", "2025-12", "month"),
    ],
)
def test_coarser_dates_keep_their_precision(text: str, iso: str, precision: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.iso, found.precision, found.other, found.approximate) == (iso, precision, None, False)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        *(("mi-2026", "2026"), ("début 2026", "2026"), ("نهاية عام 2026", "2026"), ("end of June 2026", "2026-06")),
        *(
            ("النصف الأول من أبريل 2025", "2025-04"),
            ("about 9 April 2025", "2025-04-09"),
            ("by 14/03/2026", "2026-03-14"),
        ),
        *(("FY2025/26", "2025"), ("FY 2025-26", "2025"), ("FY25/26", "2025"), ("FY2025", "2025"), ("FY 25", "2025")),
        *(("2025/2026", "2025"), ("2025/26", "2025"), ("2025-26", "2025"), ("السنة المالية 2025/2026", "2025")),
        *(("exercice 2025-2026", "2025"), ("fin 03/2026", "2026-03"), ("late Q3 2026", "2026-Q3")),
    ],
)
def test_vague_dates_and_fiscal_years_are_marked(text: str, iso: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.iso, found.approximate, found.converted_from) == (iso, True, None)


@pytest.mark.parametrize(
    ("text", "iso", "calendar"),
    [
        ("11 شوال 1446", "2025-04-09", "hijri"),
        ("١١/١٠/١٤٤٦ هـ", "2025-04-09", "hijri"),
        ("١٤٤٦/١٠/١١", "2025-04-09", "hijri"),
        ("11/10/1446", "2025-04-09", "hijri"),
        ("11 Shawwal 1446 AH", "2025-04-09", "hijri"),
        ("1 برمودة 1741", "2025-04-09", "coptic"),
        ("01/08/1741 ق", "2025-04-09", "coptic"),
        ("1 Miyazya 2017", "2025-04-09", "ethiopian"),
        ("01/08/2017 E.C.", "2025-04-09", "ethiopian"),
        ("1 ሚያዝያ 2017 ዓ.ም", "2025-04-09", "ethiopian"),
        ("1 Hamle 2017", "2025-07-08", "ethiopian"),
        ("6 Pagume 2015", "2023-09-11", "ethiopian"),
    ],
)
def test_other_calendars_are_converted_and_say_so(text: str, iso: str, calendar: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.iso, found.precision, found.converted_from, found.other) == (iso, "day", calendar, None)


def test_months_and_years_of_other_calendars_are_only_about_a_gregorian_one() -> None:
    assert parse_date("شوال 1446") == ParsedDate("2025-04", "month", None, "hijri", approximate=True)
    assert parse_date("10/1446") == ParsedDate("2025-04", "month", None, "hijri", approximate=True)
    assert parse_date("1446 هـ") == ParsedDate("2024", "year", None, "hijri", approximate=True)
    assert parse_date("2017 E.C.") == ParsedDate("2024", "year", None, "ethiopian", approximate=True)
    assert parse_date("Pagume 2015") == ParsedDate("2023-09", "month", None, "ethiopian", approximate=True)


def test_the_columns_calendar_holds_where_the_cell_does_not_say() -> None:
    for text in ("01/08/2017", "2017-08-01"):
        found = parse_date(text, calendar="ethiopian")
        assert found is not None
        assert (found.iso, found.converted_from) == ("2025-04-09", "ethiopian")
    own = parse_date("09/04/2025 G.C.", order="dmy", calendar="ethiopian")
    assert own == ParsedDate("2025-04-09", "day")
    hijri = parse_date("11/10/1446", calendar="ethiopian")
    assert hijri is not None
    assert hijri.converted_from == "hijri"
    year = parse_date("2017", calendar="ethiopian")
    assert year is not None
    assert year.iso == "2024"


@pytest.mark.parametrize(
    "text",
    [
        *("", "hello", "TBD", "12", "45292", "31/02/2026", "32/01/2026", "2026-02-30", "29 février 2025", "00/00/2026"),
        *(
            "25 avril",
            "April 25",
            "mars 24",
            "2025-2026",
            "2025-2027",
            "Q1-Q2 2025",
            "T5 2025",
            "H3 2025",
            "0000",
            "1/2/3",
        ),
        *(
            "hello 2025",
            "2025 et 2026",
            "2025 2026",
            "9 April May 2025",
            "9 10 11 April 2025",
            "14/03/2026 2027",
            "x" * 99,
        ),
        *(
            "1500/01/01/01",
            "Q3 FY2025/26",
            "Q3 1446 هـ",
            "Q 2025",
            "quarter of 2025",
            "quarter 5 2025",
            "31 شوال 1446",
            "1446 م",
            "1 Tir 9999",
        ),
        *(
            "14/03/2026 15/04/2027",
            "31/12/1899",
            "FY 2025/2027",
            "2025/13",
            "99999999",
            "1 2 3 4",
            "9 April 205",
            "3 نسيء",
        ),
        *("first 2025", "Q3 2", "01/01/02/2026", "1/1446/1446", "123/1/2026", "00 avril 2025", "2026-00", "2026-13-13"),
        *("=2027", "=12/2026", "= 03/2027", "＝2027", "@2027"),
        *("30/30/1446", "13/2026", "7 Pagume 2015", "1 Tir 1", "Q3 Q4 2025", "half 3 2025"),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_every_month_name_of_every_convention_is_one_month() -> None:
    for number, names in enumerate(months.GREGORIAN, start=1):
        for name in names.split("|"):
            assert iso_of(f"15 {name} 2026") == f"2026-{number:02}-15", name
    others: list[tuple[dates.Calendar, tuple[str, ...], int]] = [
        ("hijri", months.HIJRI, 1446),
        ("coptic", months.COPTIC, 1741),
        ("ethiopian", months.ETHIOPIAN, 2017),
    ]
    for calendar, all_names, year in others:
        for number, names in enumerate(all_names, start=1):
            for name in names.split("|"):
                day = calendars.day_of(calendar, year, number, 3)
                assert day is not None
                assert iso_of(f"3 {name} {year}") == day.isoformat(), name


def test_known_days_of_the_calendars() -> None:
    assert calendars.from_ethiopian(2016, 1, 1) == dt.date(2023, 9, 12)
    assert calendars.from_ethiopian(2017, 1, 1) == dt.date(2024, 9, 11)
    assert calendars.from_ethiopian(2015, 13, 6) == dt.date(2023, 9, 11)
    assert calendars.from_coptic(1741, 13, 6) is None
    assert (
        calendars.from_coptic(1, 1, 1)
        is calendars.from_coptic(10**7, 1, 1)
        is calendars.from_coptic(1741, 14, 1)
        is None
    )
    assert calendars.from_hijri(1342, 1, 1) is calendars.from_hijri(1446, 13, 1) is None


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2026", "14/03/2026"], "dmy"),
        (["03/04/2026", "03/14/2026"], "mdy"),
        (["٠٣/٠٤/٢٠٢٦", "١٤/٠٣/٢٠٢٦"], "dmy"),
        (["14/03/2026", "03/14/2026"], None),
        (["03/04/2026", "2026-03-14", "hello", "99/99/2026"], None),
        ([], None),
    ],
)
def test_a_column_votes_on_the_order_of_day_and_month(texts: list[str], order: str | None) -> None:
    assert vote_order(texts) == vote_order(reversed(texts)) == order


def test_first_and_last_day_of_every_precision() -> None:
    spans = {
        "2026-03-09": ("2026-03-09", "2026-03-09"),
        "2026-02": ("2026-02-01", "2026-02-28"),
        "2026-12": ("2026-12-01", "2026-12-31"),
        "2026-Q3": ("2026-07-01", "2026-09-30"),
        "2026-Q4": ("2026-10-01", "2026-12-31"),
        "2026-H1": ("2026-01-01", "2026-06-30"),
        "2026-H2": ("2026-07-01", "2026-12-31"),
        "2026": ("2026-01-01", "2026-12-31"),
    }
    for iso, (first, last) in spans.items():
        assert (dates.first_day(iso).isoformat(), dates.last_day(iso).isoformat()) == (first, last)


def _at(day: dt.date, precision: Precision) -> str:
    return {
        "day": day.isoformat(),
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "half": f"{day.year}-H{(day.month + 5) // 6}",
        "year": f"{day.year}",
    }[precision]


_PRECISIONS: list[Precision] = ["day", "month", "quarter", "half", "year"]
_DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@given(_DAYS, st.sampled_from(_PRECISIONS), st.sampled_from(i18n.LANGUAGES), st.sampled_from(["latn", "arab"]))
def test_what_is_written_for_people_is_read_again(
    day: dt.date, precision: Precision, language: str, digits: str
) -> None:
    iso = _at(day, precision)
    assert dates.precision_of(iso) == precision
    assert dates.first_day(iso) <= day <= dates.last_day(iso)
    with i18n.speaking(language, digits):
        assert parse_date(dates.format_date(iso)) == ParsedDate(iso, precision)


@given(_DAYS, st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d"]))
def test_a_day_in_figures_is_among_its_readings(day: dt.date, shape: str) -> None:
    found = parse_date(day.strftime(shape))
    assert found is not None
    assert day.isoformat() in {found.iso, found.other}
    assert parse_date(day.strftime(shape), order="dmy") == ParsedDate(day.isoformat(), "day")


@given(st.lists(st.sampled_from(["03/04/2026", "14/03/2026", "03/14/2026", "x"]), max_size=6))
def test_the_vote_does_not_depend_on_the_order_of_cells(texts: list[str]) -> None:
    assert vote_order(texts) == vote_order(sorted(texts))


_PIECES = st.sampled_from(
    [
        *"0123456789/-. ()'",
        "2025",
        "1446",
        "أبريل",
        "شوال",
        "هـ",
        "Q",
        "الربع",
        "الثالث",
        "FY",
        "mi",
        "May",
        "E.C.",
        "الموافق",
    ]
)


@given(st.lists(_PIECES, max_size=10))
@example(["2025", "/", "0"])
@example(["2025", "/", "3", "0", "2025", "2025", "/", "0"])
def test_reading_never_fails_on_what_looks_like_dates(pieces: list[str]) -> None:
    for joint in ("", " "):
        found = parse_date(joint.join(pieces))
        if found is not None:
            assert dates.precision_of(found.iso) == found.precision
            assert found.other is None or dates.precision_of(found.other) == "day"


@given(st.text(max_size=120))
def test_reading_never_fails_on_any_text(text: str) -> None:
    parse_date(text)
    date_from_cell(text)
    vote_order([text])
    dates.format_date(text)
