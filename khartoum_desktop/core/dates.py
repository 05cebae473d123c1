"""Dates of their own precision, as ISO text: read from cells, voted on by columns, written for people."""

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from khartoum_desktop.core import i18n, numbers
from khartoum_desktop.core.calendars import (
    Calendar,
    first_day,
    from_serial,
    last_day,
)
from khartoum_desktop.core.date_reading import Order, ParsedDate, Precision, may_begin_with_year, parse_date
from khartoum_desktop.core.periods import parse_months, parse_period
from khartoum_desktop.core.text import fold

__all__ = [
    "Calendar",
    "Order",
    "ParsedDate",
    "Precision",
    "date_from_cell",
    "first_day",
    "format_date",
    "format_moment",
    "format_time",
    "from_serial",
    "last_day",
    "may_be_order",
    "parse_date",
    "parse_months",
    "parse_period",
    "precision_of",
    "vote_order",
]

_ISO: Final[dict[Precision, re.Pattern[str]]] = {
    "day": re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
    "month": re.compile(r"\d{4}-\d{2}", re.ASCII),
    "quarter": re.compile(r"\d{4}-Q[1-4]", re.ASCII),
    "half": re.compile(r"\d{4}-H[12]", re.ASCII),
    "year": re.compile(r"\d{4}", re.ASCII),
}
_DAY_MONTH_YEAR = re.compile(r"(?<![\d/.-])(\d{1,2}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})(?![\d/-])")
# serial numbers that can be a project's date: 1990 to 2060
_FIRST_SERIAL, _LAST_SERIAL = 32_874, 58_804
_SERIAL = re.compile(r"\s*\d{5}(?:\.\d{1,12})?\s*", re.ASCII)
_MONTHS_IN_YEAR: Final = 12
_TYPED: Final = frozenset({"ethiopian", "coptic"})


def today() -> dt.date:
    """Return the day on this person's calendar."""
    return dt.date.today()  # noqa: DTZ011 - the machine's own zone is meant


def precision_of(iso: str) -> Precision | None:
    """Return the precision of a canonical date text, None when it is no date ("2026-02-30", "2026-Q5", "soon")."""
    for precision, shape in _ISO.items():
        if shape.fullmatch(iso):
            try:
                first_day(iso)
            except ValueError:
                return None
            return precision
    return None


def date_from_cell(
    value: str | float | Decimal | dt.date,
    *,
    order: Order | None = None,
    calendar: Calendar | None = None,
    epoch1904: bool = False,
) -> ParsedDate | None:
    """Return the date that a cell of a date column holds: a date, a text, a year, or a serial number (also as text)."""
    if isinstance(value, dt.date):
        own = ParsedDate(f"{value.year:04}-{value.month:02}-{value.day:02}", "day")
        # no program knows Ethiopian days: they were typed as if they were Gregorian ones
        return (parse_date(own.iso, calendar=calendar) or own) if calendar in _TYPED else own
    if isinstance(value, str):
        found = parse_date(value, order=order, calendar=calendar)
        if found is None and _SERIAL.fullmatch(value):
            return _from_number(Decimal(value), calendar, epoch1904=epoch1904)
        return found
    return _from_number(Decimal(value), calendar, epoch1904=epoch1904)


def _from_number(value: Decimal, calendar: Calendar | None, *, epoch1904: bool) -> ParsedDate | None:
    """Return the year that a number is, or the day that it counts."""
    if not value.is_finite():
        return None
    if value == int(value) and len(str(int(value))) in {len("2026"), len("20260309")}:
        return parse_date(str(int(value)), calendar=calendar)
    day = from_serial(float(value), epoch1904=epoch1904) if _FIRST_SERIAL <= value <= _LAST_SERIAL else None
    return None if day is None else ParsedDate(day.isoformat(), "day")


def vote_order(texts: Iterable[str]) -> Order | None:
    """Return whether a column writes the day or the month first, by the cells that leave no doubt; None = not clear."""
    votes = _orders(texts)
    return votes.pop() if len(votes) == 1 else None


def may_be_order(texts: Iterable[str], order: Order) -> bool:
    """Tell whether no cell of a column speaks against the order that other columns use."""
    return not _orders(texts) - {order}


def _orders(texts: Iterable[str]) -> set[Order]:
    """Return the orders that the cells of a column prove."""
    votes: set[Order] = set()
    for text in texts:
        found = _DAY_MONTH_YEAR.search(text if text.isascii() else fold(text[:200]))
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if may_begin_with_year(found[1], found[4]):
            continue
        if first > _MONTHS_IN_YEAR >= second:
            votes.add("dmy")
        elif second > _MONTHS_IN_YEAR >= first:
            votes.add("mdy")
    return votes


# --- written for people ----------------------------------------------------------------------------------------------

_LOCALES: Final = {"en": "en_GB", "fr": "fr", "ar": "ar"}
_QUARTERS: Final = {"en": "Q{n} {year}", "fr": "T{n} {year}", "ar": "الربع {ordinal} {year}"}
_HALVES: Final = {"en": "H{n} {year}", "fr": "S{n} {year}", "ar": "النصف {ordinal} {year}"}
_ORDINALS: Final = ("الأول", "الثاني", "الثالث", "الرابع")
_COMMAS: Final = {"ar": "، "}


def format_date(iso: str) -> str:
    """Return a date of any precision in the person's language: "9 April 2025", "avril 2025", "الربع الثالث 2026".

    A text that is no date comes back as it is.
    """
    return _format(iso, i18n.language(), i18n.digits())


@lru_cache(maxsize=16384)
def _format(iso: str, language: str, _digits: str) -> str:
    from babel.dates import format_date as spelled

    precision = precision_of(iso)
    if precision is None:
        return iso
    if precision in {"quarter", "half"}:
        number = int(iso[-1])
        template = (_QUARTERS if precision == "quarter" else _HALVES)[language]
        text = template.format(n=number, ordinal=_ORDINALS[number - 1], year=iso[:4])
    elif precision == "year":
        text = iso
    else:
        pattern = "d MMMM y" if precision == "day" else "LLLL y"
        text = spelled(first_day(iso), pattern, locale=_LOCALES[language])
        if language == "fr" and text.startswith("1 "):
            text = f"1er {text[2:]}"
    return numbers.own_digits(text)


def format_time(ms: int) -> str:
    """Return the local time of day of a moment (milliseconds since 1970, UTC): "14:05"."""
    return numbers.own_digits(f"{_local(ms):%H:%M}")


def format_moment(ms: int) -> str:
    """Return a moment's local date and time: "9 April 2025, 14:05"."""
    comma = _COMMAS.get(i18n.language(), ", ")
    return f"{format_date(_local(ms).date().isoformat())}{comma}{format_time(ms)}"


def _local(ms: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(ms / 1000, tz=dt.UTC).astimezone()
