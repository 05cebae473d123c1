"""Dates as people write them: four calendars, three languages, from a day to a year, never guessed without a mark."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from khartoum_desktop.core import calendars, date_words
from khartoum_desktop.core.calendars import Calendar, first_day
from khartoum_desktop.core.date_words import PIECE, Word, phrase
from khartoum_desktop.core.text import fold

Order = Literal["dmy", "mdy"]
Precision = Literal["day", "month", "quarter", "half", "year"]

_LONGEST: Final = 80
_NUMERIC = re.compile(r"\s*(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})\s*", re.ASCII)
_TIME = re.compile(
    r"(?<=[\d\s])t?\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?|[صم]|z|utc|gmt)?(?:[+-]\d{2}:?\d{2})?\s*$"
)
_SPACED = re.compile(r"(?<=\d) ?([/.-]) ?(?=\d)")
_BRACKET = re.compile(r"\([^()]*\)")
_NEAR: Final = dt.timedelta(days=2)
_MONTHS: Final = 12
_LONGEST_MONTH: Final = 31
_CENTURY_TURNS: Final = 70
_JOINTS: Final = frozenset("-/'")
_LAST_ETHIOPIAN: Final = 2023  # an Ethiopian year of today's plans; from 2024 on it is sooner a Gregorian one
_HALF_SIGN = re.compile("[hs]")
_LIKELY_YEARS: Final = range(2015, 2046)  # of a project, where two figures may be the year's


class ParsedDate(NamedTuple):
    """A date of its own precision: "2026-03-09", "2026-03", "2026-Q3", "2026-H1" or "2026".

    `other` is the second reading when day and month may be exchanged. `converted_from` names another calendar than the
    Gregorian (a Hijri day may be one off). `approximate`: the text says about when, or names a year that is not the
    calendar's (a fiscal year stands as the year in which it starts; `fiscal` counts the years that its name gives).
    """

    iso: str
    precision: Precision
    other: str | None = None
    converted_from: Calendar | None = None
    approximate: bool = False
    fiscal: int = 0

    @property
    def ambiguous(self) -> bool:
        """Whether there is a second reading."""
        return self.other is not None


class _Three(NamedTuple):
    """Three figures that make a day, as written."""

    first: str
    second: str
    third: str


@dataclass(slots=True)
class _Found:
    """What the pieces of one text say."""

    threes: list[_Three] = field(default_factory=list)
    twos: list[tuple[str, str, str]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    months: set[tuple[Calendar, int]] = field(default_factory=set)
    ordinal: int = 0
    part: Precision | None = None  # quarter or half
    part_number: int = 0
    calendar: Calendar | None = None
    fiscal: bool = False
    approximate: bool = False
    joined: bool = False  # a hyphen, slash or apostrophe stands before the last number


def parse_date(text: str, *, order: Order | None = None, calendar: Calendar | None = None) -> ParsedDate | None:
    """Return the date that a text says, None when it says none, an impossible one, or several.

    `order` is the column's (see `dates.vote_order`); without it "03/04/2026" is 3 April with another reading.
    `calendar` is the column's, where it says so; a sign in the text (هـ، ق, E.C., G.C.) and Hijri years go before it.
    """
    plain = _NUMERIC.fullmatch(text)
    if plain is not None:
        return _three(_Three(plain[1], plain[3], plain[4]), order, calendar)
    if not text or len(text) > _LONGEST or not any(c.isdecimal() for c in text):
        return None
    ready = _TIME.sub("", " ".join(fold(text).split()))
    if ready.startswith("="):  # a formula
        return None
    for also in date_words.also():
        if also in ready:
            return _first_own((part for part in ready.split(also)), order, calendar)
    found = _read(_SPACED.sub(r"\1", ready), order, calendar)
    if found is None and "(" in ready and (outside := _BRACKET.sub(" ", ready).strip()):
        return _read(_SPACED.sub(r"\1", outside), order, calendar)
    return found


def _first_own(parts: Iterator[str], order: Order | None, calendar: Calendar | None) -> ParsedDate | None:
    """Return the Gregorian one of two dates that name the same day, else the first."""
    found = [day for part in parts if (day := parse_date(part, order=order, calendar=calendar)) is not None]
    own = next((day for day in found if day.converted_from is None), None)
    if own is None:
        return found[0] if found else None
    return _settled(own, [day for day in found if day.converted_from])


def _settled(own: ParsedDate, converted: list[ParsedDate]) -> ParsedDate:
    """Return a Gregorian date, the reading of it that another calendar's date beside it confirms."""
    for reading in (own.iso, own.other):
        for day in converted:
            if reading and day.precision == "day" and abs(first_day(reading) - first_day(day.iso)) <= _NEAR:
                return own._replace(iso=reading, other=None)
    return own


def _read(text: str, order: Order | None, calendar: Calendar | None) -> ParsedDate | None:
    found = _gather(list(PIECE.finditer(text)))
    if found is None:
        return None
    if found.threes:
        return _from_threes(found, order, calendar)
    if found.months:
        return _with_month(found, calendar)
    if found.part:
        return _with_part(found)
    return _with_two(found, calendar) if found.twos else _year_only(found, calendar)


def _gather(pieces: list[re.Match[str]]) -> _Found | None:
    """Return what the pieces say, None if one of them is not understood."""
    found = _Found()
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        text = piece[0]
        length, word = phrase(pieces, at)
        at += length
        if word is not None:
            _note(found, word)
        elif piece.lastgroup == "num":
            found.numbers.append(text)
            found.joined = piece.start() > 0 and piece.string[piece.start() - 1] in _JOINTS
        elif piece.lastgroup == "three":
            found.threes.append(_Three(*re.split("[/.-]", text)))
        elif piece.lastgroup == "two":
            sign = next(c for c in text if not c.isdecimal())
            first, second = text.split(sign)
            found.twos.append((first, sign, second))
        elif piece.lastgroup == "part":
            if found.part:
                return None
            found.part = "half" if _HALF_SIGN.search(text) else "quarter"
            found.part_number = next(int(c) for c in text if c.isdecimal())
        elif text not in _JOINTS:
            return None
    if len(found.numbers) == len(_Three._fields) and not found.months:  # "14 03 2026"
        found.threes.append(_Three(*found.numbers))
        found.numbers.clear()
    return found


def _note(found: _Found, word: Word) -> None:
    match word.kind:
        case "month":
            found.months.add((word.calendar, word.value))
        case "ordinal":
            found.ordinal = word.value
        case "quarter":
            found.part = "quarter"
        case "half":
            found.part = "half"
        case "calendar":
            found.calendar = word.calendar
        case "fiscal":
            found.fiscal = True
            found.calendar = word.calendar if word.calendar != "gregorian" else found.calendar
        case "approximate":
            found.approximate = True


def _from_threes(found: _Found, order: Order | None, calendar: Calendar | None) -> ParsedDate | None:
    if found.months or found.numbers or found.twos or found.part:
        return None
    if len(found.threes) == 1:
        day = _three(found.threes[0], order, found.calendar or calendar)
        return day and day._replace(approximate=found.approximate)
    # the same day twice: "11/10/1446 هـ - 09/04/2025 م"
    both = [_three(three, order, None) for three in found.threes]
    own = [day for day in both if day is not None and day.converted_from is None]
    rest = [day for day in both if day is not None and day.converted_from]
    return _settled(own[0], rest) if len(own) == len(rest) == 1 and None not in both else None


def _long(figure: str) -> bool:
    """Tell whether a figure is a year in full."""
    return len(figure) == len("2026")


def _short(figure: str) -> bool:
    """Tell whether a figure can be a day, a month, or a year's last digits."""
    return len(figure) <= len("26")


def _full_year(figure: str) -> int:
    """Return a year written in full; of its last two digits, the one from 1970 to 2069."""
    year = int(figure)
    if not _short(figure):
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _calendar_of(year: int, calendar: Calendar | None) -> Calendar:
    """Return the calendar of a year: Hijri years are known by themselves, whatever a column of dates says."""
    hijri = calendars.FIRST_HIJRI <= year <= calendars.LAST_HIJRI
    if calendar is None or (hijri and calendar in {"coptic", "ethiopian"}):
        return "hijri" if hijri else "gregorian"
    return calendar


def _three(three: _Three, order: Order | None, calendar: Calendar | None) -> ParsedDate | None:
    """Return the day of three figures in any sensible order."""
    first, second, third = three
    a, b, c = int(first), int(second), int(third)
    if _short(third) and (_long(first) or a > _LONGEST_MONTH):
        year = _full_year(first)
        # year first is year, month, day; the month last only where it cannot be otherwise
        readings = [(b, c)] if b <= _MONTHS else [(b, c), (c, b)]
    elif _short(first) and (_long(third) or len(third) == len("26")):
        year = _full_year(third)
        readings = [(b, a), (a, b)] if order != "mdy" else [(a, b), (b, a)]
        if order is None and may_begin_with_year(first, third):
            return None
    else:
        return None
    kind = _calendar_of(year, calendar)
    days = [calendars.day_of(kind, year, month, day) for month, day in readings]
    possible = [day for day in dict.fromkeys(days) if day is not None]
    if not possible:
        return None
    unsure = order is None and kind == "gregorian" and len(possible) > 1
    other = possible[1].isoformat() if unsure else None
    return ParsedDate(possible[0].isoformat(), "day", other, _converted(kind))


def may_begin_with_year(first: str, third: str) -> bool:
    """Tell whether "25-03-04" sooner begins with its year than ends with it: nobody plans for 2004."""
    if not len(first) == len(third) == len("26"):
        return False
    return _full_year(third) not in _LIKELY_YEARS and _full_year(first) in _LIKELY_YEARS


def _with_month(found: _Found, column: Calendar | None) -> ParsedDate | None:
    """Return the date of a month's name, its year, and perhaps a day."""
    if len(found.months) > 1 or found.twos or found.fiscal:
        return None
    ((calendar, month),) = found.months
    days, years = _days_and_years(found)
    if len(years) != 1 or len(days) > 1:
        return None
    year = _full_year(years[0])
    if calendar == "ethiopian" and year > _LAST_ETHIOPIAN and "ethiopian" not in {found.calendar, column}:
        return None  # Eritrea writes the same names for Gregorian months
    vague = found.approximate or found.part is not None
    if found.ordinal and not days and found.part is None:
        days = [str(found.ordinal)]
    if days:
        return _day(calendar, year, month, int(days[0]), approximate=vague)
    return _month(calendar, year, month, approximate=vague)


def _days_and_years(found: _Found) -> tuple[list[str], list[str]]:
    """Sort the figures beside a month: a year has four digits, or comes second, or is joined ("avr-25", "May '24")."""
    years = [figure for figure in found.numbers if _long(figure)]
    days = [figure for figure in found.numbers if _short(figure)]
    if len(years) + len(days) != len(found.numbers):
        return [], []
    if not years and days and len(days[-1]) == len("26") and (len(days) > 1 or found.joined or found.ordinal):
        years = days[-1:]
        days = days[:-1]
    return days, years


def _converted(calendar: Calendar) -> Calendar | None:
    return None if calendar == "gregorian" else calendar


def _day(calendar: Calendar, year: int, month: int, day: int, *, approximate: bool) -> ParsedDate | None:
    found = calendars.day_of(calendar, year, month, day)
    if found is None:
        return None
    return ParsedDate(found.isoformat(), "day", None, _converted(calendar), approximate)


def _month(calendar: Calendar, year: int, month: int, *, approximate: bool) -> ParsedDate | None:
    """Return a month; of another calendar, the Gregorian month in which its middle falls."""
    middle = calendars.day_of(calendar, year, month, 15 if month <= _MONTHS else 3)
    if middle is None:
        return None
    other = _converted(calendar)
    return ParsedDate(f"{middle:%Y-%m}", "month", None, other, approximate or other is not None)


def _year(calendar: Calendar, year: int, *, approximate: bool) -> ParsedDate | None:
    """Return a year; of another calendar, the Gregorian year in which it starts."""
    start = calendars.day_of(calendar, year, 1, 1)
    if start is None:
        return None
    other = _converted(calendar)
    return ParsedDate(f"{start.year}", "year", None, other, approximate or other is not None)


def _with_part(found: _Found) -> ParsedDate | None:
    """Return a quarter or a half of a calendar year."""
    numbers, number = list(found.numbers), found.part_number or found.ordinal
    if found.twos or found.fiscal or found.calendar not in {None, "gregorian"}:
        return None
    if not number:
        small = [n for n in numbers if len(n) == 1]
        if len(small) != 1:
            return None
        numbers.remove(small[0])
        number = int(small[0])
    if len(numbers) != 1 or len(numbers[0]) not in {2, 4} or found.part is None:
        return None
    year = _full_year(numbers[0])
    letter, last = ("Q", 4) if found.part == "quarter" else ("H", 2)
    if not 1 <= number <= last or calendars.gregorian(year, 1, 1) is None:
        return None
    return ParsedDate(f"{year}-{letter}{number}", found.part, None, None, found.approximate)


def _with_two(found: _Found, calendar: Calendar | None) -> ParsedDate | None:
    """Return a month ("03/2026", "2026-03") or a fiscal year ("2025/2026", "FY2025-26") as the year of its start."""
    if len(found.twos) > 1 or found.numbers:
        return None
    ((first, sign, second),) = found.twos
    kind = found.calendar or calendar
    if _is_fiscal(first, sign, second, marked=found.fiscal):
        year = _full_year(first)
        named = _year(_calendar_of(year, kind), year, approximate=True)
        return named and named._replace(fiscal=2)
    if _long(second) and _short(first):
        first, second = second, first
    if found.fiscal or not (_long(first) and _short(second)):
        return None
    return _month(_calendar_of(int(first), kind), int(first), int(second), approximate=found.approximate)


def _is_fiscal(first: str, sign: str, second: str, *, marked: bool) -> bool:
    """Tell whether two figures are a year and the next: "2025/2026", "2025-26", after FY also "2025-2026", "25/26"."""
    following = _full_year(first) + 1
    if len(second) not in {2, 4} or int(second) != (following if _long(second) else following % 100):
        return False
    if marked or not _long(first):
        return marked
    # "2010/11" is November, "2025-2026" a period
    return sign == "/" if _long(second) else int(second) > _MONTHS


def _year_only(found: _Found, calendar: Calendar | None) -> ParsedDate | None:
    if len(found.numbers) != 1 or found.ordinal:
        return None
    (text,) = found.numbers
    if len(text) == len("20260309") and not found.fiscal:
        day = calendars.gregorian(int(text[:4]), int(text[4:6]), int(text[6:]))
        return None if day is None else ParsedDate(day.isoformat(), "day", None, None, found.approximate)
    if not _long(text) and not (found.fiscal and len(text) == len("26")):
        return None
    year = _full_year(text)
    kind = _calendar_of(year, found.calendar or calendar)
    named = _year(kind, year, approximate=found.approximate or found.fiscal)
    return named and named._replace(fiscal=int(found.fiscal))
