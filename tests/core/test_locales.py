"""Numbers, amounts and dates as computers of the forty members write them are read as they were meant, or not at all.

Every locale that CLDR has for a member is tried, in its own digits and in Latin ones.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial

import pytest
from babel import Locale, localedata
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, get_currency_precision
from hypothesis import example, given
from hypothesis import strategies as st

from khartoum_desktop.core import calendars, numbers
from khartoum_desktop.core.calendars import Calendar, day_of
from khartoum_desktop.core.dates import date_from_cell, parse_date, parse_months, parse_period, vote_order
from khartoum_desktop.core.money import money_from_cell, parse_money, unit_note
from khartoum_desktop.core.numbers import parse_count, parse_number, vote_decimal
from tests.effort import effort

# currencies of the members that have not the euro, and the others
OWN = {
    "EG": "EGP", "SD": "SDG", "SS": "SSP", "ET": "ETB", "ER": "ERN", "DJ": "DJF", "SO": "SOS", "KE": "KES",
    "UG": "UGX", "TN": "TND", "LY": "LYD", "CZ": "CZK", "DK": "DKK", "HU": "HUF", "PL": "PLN", "RO": "RON",
    "SE": "SEK", "CH": "CHF", "NO": "NOK",
}  # fmt: skip
OTHERS = "AT,BE,BG,HR,CY,EE,FI,FR,DE,GR,IE,IT,LV,LT,LU,MT,NL,PT,SK,SI,ES"
MEMBERS = frozenset({*OTHERS.split(","), *OWN})
OURS = {"ar", "fr", "en"}


@cache
def locales() -> Sequence[str]:
    """Return the locales of all members, in every language that is known there."""
    return sorted(name for name in localedata.locale_identifiers() if name.split("_")[-1] in MEMBERS)


LOCALES = st.sampled_from(locales())
SYSTEMS = st.sampled_from(["default", "latn"])
NUMBERS = st.decimals(-(10**12), 10**12, places=2) | st.integers(-(10**9), 10**9).map(Decimal)


def test_every_member_has_a_locale() -> None:
    assert {name.split("_")[-1] for name in locales()} == MEMBERS


@given(NUMBERS, LOCALES, SYSTEMS)
@example(Decimal("1234567.89"), "ar_EG", "default")
@example(Decimal("-1234.5"), "de_CH", "latn")
def test_a_number_is_read_as_it_was_meant(number: Decimal, locale: str, system: str) -> None:
    text = format_decimal(number, "#,##0.00#" if number % 1 else None, locale, numbering_system=system)
    found = parse_number(text)
    assert found is not None, text
    assert Fraction(number) in {found.value, found.other}, text
    assert found.ambiguous or found.value == Fraction(number)
    mark = Locale.parse(locale).number_symbols["latn"].get("decimal", ".")
    decided = parse_number(text, decimal="," if mark == "," else ".")
    assert decided is not None
    assert (decided.value, decided.ambiguous) == (Fraction(number), False), text


@given(st.integers(1, 10**9), LOCALES, SYSTEMS, st.sampled_from(["EUR", "USD", "GBP", "own"]))
@example(1_234_567, "ar_EG", "default", "own")
@example(2_500, "ar_TN", "latn", "own")
def test_an_amount_is_read_as_it_was_meant_in_its_currency(n: int, locale: str, system: str, which: str) -> None:
    code = OWN.get(locale.rsplit("_", maxsplit=1)[-1], "EUR") if which == "own" else which
    amount = Decimal(n) / 10 ** get_currency_precision(code)
    found = parse_money(format_currency(amount, code, locale=locale, numbering_system=system))
    if found is None:
        # signs that mean nothing elsewhere: S for the Somali shilling, words of Bulgarian and Breton
        assert locale.split("_", maxsplit=1)[0] not in {"fr", "en"}
        assert (locale, code) == ("ar_SO", "SOS") or not locale.startswith("ar")
        return
    assert int(amount * 1000) in {found.amount, found.other}
    assert found.other is None or found.ambiguous
    assert found.currency == code or code in found.candidates


@given(
    st.dates(dt.date(2024, 1, 1), dt.date(2045, 12, 31)), LOCALES, st.sampled_from(["short", "medium", "long", "full"])
)
@example(dt.date(2025, 4, 9), "ti_ER", "long")
@example(dt.date(2025, 4, 9), "ar_TN", "full")
def test_a_date_is_read_as_it_was_meant(day: dt.date, locale: str, style: str) -> None:
    text = format_date(day, style, locale=locale)
    found, spoken = parse_date(text), locale.split("_", maxsplit=1)[0]
    if spoken not in OURS | {"am", "ti"} and any(map(str.isalpha, text)):
        return  # other languages have months of the same names: "Mar" is May in Teso
    if found is None:
        assert spoken not in OURS, text
    elif not (style == "short" and text.startswith(f"{day:%y}")):  # Basque alone begins with two figures of the year
        assert day.isoformat() in {found.iso, found.other}, text


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2077, 1, 1)),
    st.sampled_from([name for name in locales() if name.split("_")[0] in OURS]),
    st.sampled_from(["d MMMM y", "MMMM y", "d/MMMM/y", "MMM-yy", "MMMM d, y", "d MMM. y"]),
    st.booleans(),
)
def test_months_have_the_names_of_each_country(day: dt.date, locale: str, shape: str, is_arabic: bool) -> None:
    text = format_date(day, shape, locale=locale)
    text = text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")) if is_arabic else text
    found = parse_date(text)
    assert found is not None, text
    if "yy" not in shape or dt.date(1970, 1, 1) <= day < dt.date(2070, 1, 1):
        assert (found.iso, found.other) == (f"{day:%Y-%m}" if "d" not in shape else day.isoformat(), None), text


@given(st.dates(dt.date(1925, 1, 1), dt.date(2076, 1, 1)))
def test_hijri_days_are_read_back(day: dt.date) -> None:
    from hijridate import Gregorian

    hijri = Gregorian.fromdate(day).to_hijri()
    year, month, number = hijri.datetuple()
    assert calendars.from_hijri(year, month, number) == day
    for text in (f"{number}/{month}/{year} هـ", f"{year}/{month:02}/{number:02}", f"{number:02}-{month:02}-{year}"):
        found = parse_date(text)
        assert found is not None
        assert (found.iso, found.converted_from) == (day.isoformat(), "hijri"), text


ERAS: Sequence[tuple[Calendar, int]] = [("coptic", 0), ("ethiopian", 276)]


@given(st.integers(1620, 1900), st.integers(1, 13), st.integers(1, 30), st.sampled_from(ERAS))
def test_coptic_and_ethiopian_days_follow_each_other(
    year: int, month: int, number: int, known: tuple[Calendar, int]
) -> None:
    name, ahead = known
    last = 30 if month <= 12 else 6 if year % 4 == 3 else 5
    number = min(number, last)
    after = (year, month, number + 1) if number < last else (year, month + 1, 1) if month <= 12 else (year + 1, 1, 1)
    day, next_day = day_of(name, year + ahead, month, number), day_of(name, after[0] + ahead, *after[1:])
    assert day is not None
    assert next_day == day + dt.timedelta(days=1)
    sign = "E.C." if name == "ethiopian" else "ق"
    for text in (f"{number:02}/{month:02}/{year + ahead} {sign}", f"{year + ahead}-{month:02}-{number:02} {sign}"):
        found = parse_date(text, order="dmy")
        assert found is not None, text
        assert (found.iso, found.converted_from) == (day.isoformat(), name)


@given(st.integers(1, 10**7))
def test_people_are_counted_alike_in_every_notation(n: int) -> None:
    arabic = f"{n:,}".translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    for text in (str(n), f"{n:,}", f"{n:,}".replace(",", "."), f"{n:,}".replace(",", "\u202f"), arabic):
        for around in ("{}", "{} persons", "{} personnes", "{} مستفيد", "{} people (women and men)"):
            found = parse_count(around.format(text))
            assert found is not None
            assert found.value == n, around.format(text)
    for text in (f"M: {n} / F: {n + 1}", f"{n} hommes, {n + 1} femmes", f"رجال {n} ونساء {n + 1}"):
        found = parse_count(text)
        assert found is not None, text
        assert (found.value, found.men, found.women) == (2 * n + 1, n, n + 1), text


INVISIBLE = "\u200e\u200f\u202a\u202c\u2067\u2069\u061c\ufeff"
AMOUNTS = ["217.7 مليون دولار", "2,5 M€", "EUR 1 234 567,89", "مليون ونصف يورو", "750 ألف دينار كويتي"]


@given(st.sampled_from(AMOUNTS), st.lists(st.tuples(st.integers(0, 12), st.sampled_from(INVISIBLE))))
def test_what_is_invisible_changes_no_amount(text: str, marks: list[tuple[int, str]]) -> None:
    disguised = text
    for place, mark in marks:
        disguised = disguised[:place] + mark + disguised[place:]
    assert parse_money(disguised) == parse_money(text)
    assert parse_money(text.replace("ل", "لـ").replace(" ", "\u00a0")) == parse_money(text)


SIGNS = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲.,٫٬-–/()%+=:'~≈\u200f\u202e\u2067\u00a0\n\t"
WORDS = "مليون ألف ونصف EUR € $ M k من إلى هـ E.C. FY Q3 أبريل avril May شهر ans women أسرة TBD قيد"
PIECES = st.sampled_from([*SIGNS, *WORDS.split(" ")])


@given(st.text(max_size=300) | st.lists(PIECES, max_size=30).map("".join) | st.lists(PIECES, max_size=30).map(" ".join))
@example("½" * 50)
@example("9" * 160)
@example("1e99")
@example("(((((")
def test_no_text_stops_any_reader(text: str) -> None:
    for read in (parse_money, money_from_cell, unit_note, parse_number, parse_count, parse_date):
        read(text)
    for calendar in ("hijri", "coptic", "ethiopian", "gregorian"):
        found = date_from_cell(text, calendar=calendar)
        assert found is None or 1900 <= int(found.iso[:4]) <= 2199
    parse_period(text, order="mdy")
    parse_months(text, unit="year")
    vote_decimal([text])
    vote_order([text])
    numbers.sole_mark([text])
    numbers.may_be_decimal([text], ",")


READERS: Sequence[Callable[[str], object]] = (
    *(parse_money, money_from_cell, unit_note, parse_number, parse_count, parse_date, parse_period),
    parse_months,
)


@pytest.mark.parametrize(
    "piece", ["1,", "1 000 ", "(", "مليون ", "9", "1/", "من 1 إلى ", "\u202e", "½", "=1+", "a.", "Q1 ", "- "]
)
def test_a_hundred_thousand_characters_cost_no_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    for read in READERS:
        assert effort(partial(read, text), within=0.05) < 0.05, read
