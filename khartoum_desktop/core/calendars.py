"""Days of four calendars: Gregorian, Hijri (Umm al-Qura), Coptic and Ethiopian, and spreadsheets' serial numbers."""

import datetime as dt
from typing import Final, Literal

Calendar = Literal["gregorian", "hijri", "coptic", "ethiopian"]

# the years of `hijridate`'s table
FIRST_HIJRI, LAST_HIJRI = 1343, 1500
FIRST_YEAR, LAST_YEAR = 1900, 2199
# year 1 of the Coptic era began on 29 August 284 of the Julian calendar; the Ethiopian count is 276 years ahead
_COPTIC_EPOCH: Final = 103604
_ETHIOPIAN_AHEAD: Final = 276
_SHORT_MONTH: Final = 13
_LEAP: Final = 3  # the year before one that four divides
_EPOCH_1900 = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
_FALSE_LEAP_DAY: Final = 60
_LAST_SERIAL: Final = 200_000  # later than any year that is accepted


def gregorian(year: int, month: int, day: int) -> dt.date | None:
    """Return the day if there is one, in the years that a project can have."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):  # a month of ten figures
        return None


def from_hijri(year: int, month: int, day: int) -> dt.date | None:
    """Return the Gregorian day of a Hijri one by the Umm al-Qura table; a country's own sighting may be a day off."""
    from hijridate import Hijri

    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return dt.date(found.year, found.month, found.day)


def from_coptic(year: int, month: int, day: int) -> dt.date | None:
    """Return the Gregorian day of a Coptic one: twelve months of 30 days, a short one, a leap day each fourth year."""
    longest = 30 if month < _SHORT_MONTH else 5 + (year % 4 == _LEAP)
    if not (1 <= month <= _SHORT_MONTH and 1 <= day <= longest):
        return None
    ordinal = _COPTIC_EPOCH + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day
    try:
        found = dt.date.fromordinal(ordinal)
    except (ValueError, OverflowError):
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def from_ethiopian(year: int, month: int, day: int) -> dt.date | None:
    """Return the Gregorian day of an Ethiopian one: the Coptic months and days, the year 276 ahead."""
    return from_coptic(year - _ETHIOPIAN_AHEAD, month, day)


def day_of(calendar: Calendar, year: int, month: int, day: int) -> dt.date | None:
    """Return the Gregorian day of a day in any of the four calendars, None if there is no such day."""
    convert = {"gregorian": gregorian, "hijri": from_hijri, "coptic": from_coptic, "ethiopian": from_ethiopian}
    return convert[calendar](year, month, day)


def from_serial(number: float, *, epoch1904: bool = False) -> dt.date | None:
    """Return the day of a spreadsheet's serial number (its fraction is the time of day), None outside the years.

    The 1900 system counts a 29 February 1900 that never was, so numbers before it are a day off from the rest.
    """
    if not 1 <= number <= _LAST_SERIAL:
        return None
    days = int(number)
    if epoch1904:
        found = _EPOCH_1904 + dt.timedelta(days=days)
    elif days == _FALSE_LEAP_DAY:
        return None
    else:
        found = _EPOCH_1900 + dt.timedelta(days=days + (days < _FALSE_LEAP_DAY))
    return found if found.year <= LAST_YEAR else None


_TO_A_DAY: Final = {4: "-01-01", 7: "-01", 10: ""}  # by the length of the text
_PARTS: Final = {"Q": 3, "H": 6}  # months


def first_day(iso: str) -> dt.date:
    """Return the first day of a date of any precision ("2026-03", "2026-Q3"); ValueError if it is none."""
    length = _PARTS.get(iso[5:6])
    if length is not None:
        return dt.date(int(iso[:4]), (int(iso[6:]) - 1) * length + 1, 1)
    return dt.date.fromisoformat(iso + _TO_A_DAY.get(len(iso), "?"))


def last_day(iso: str) -> dt.date:
    """Return the last day of a date of any precision; ValueError if it is none."""
    start = first_day(iso)
    length = _PARTS.get(iso[5:6]) or {4: 12, 7: 1}.get(len(iso))
    if length is None:
        return start
    month = start.month - 1 + length
    return dt.date(start.year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
