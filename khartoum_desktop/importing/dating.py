"""Cells that hold a date of any precision, a period, or a duration."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Literal

from khartoum_desktop.core.dates import Calendar, Order, ParsedDate, date_from_cell, parse_months, parse_period
from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.cells import NOTHING, Cleaned, checked, line_of
from khartoum_desktop.importing.model import Reason, Settings, Value, Weight
from khartoum_desktop.importing.pieces import is_nothing
from khartoum_desktop.importing.targets import Target
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.sheets.model import Cell

UNCLEAR_DATE: Final = N_("This can be {one} or {other}: day and month are not clear.")
UNCLEAR_CALENDAR: Final = N_("This can be {one} or {other}: the calendar is not clear.")
PERHAPS_DATE: Final = N_("This may be {other} in another calendar.")
UNCLEAR_UNIT_OF_TIME: Final = Reason(N_("The figure may count months or years."))
_EXCHANGED: Final = N_("The spreadsheet program may have exchanged day and month: read as {date}.")
_NO_DATE: Final = Reason(N_("This is no date."))
_NO_DURATION: Final = Reason(N_("This is no duration."))
_UNITS: Final[Mapping[str, Literal["day", "month", "year"]]] = {"day": "day", "month": "month", "year": "year"}
_CALENDARS: Final[Mapping[str, Calendar]] = {
    "gregorian": "gregorian",
    "hijri": "hijri",
    "coptic": "coptic",
    "ethiopian": "ethiopian",
}
_ETHIOPIAN_START: Final = "07-08"
_FIRST_LIKELY, _LAST_LIKELY = "1990", "2070"
_START, _END = "start_planned", "end_planned"


def order_of(settings: Settings) -> Order | None:
    """Return the order of day and month of a column as the parsers want it."""
    return "dmy" if settings.order == "dmy" else "mdy" if settings.order == "mdy" else None


def calendar_of(settings: Settings) -> Calendar | None:
    """Return the calendar of a column as the parsers want it."""
    return _CALENDARS.get(settings.calendar or "")


def read_date(target: Target, settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    """Read a date, also one that came as a serial number or as a bare year; a period gives start and end."""
    is_empty = isinstance(cell, str) and (not line_of(cell) or is_nothing(cell))
    if is_empty or not isinstance(cell, str | int | float | date):
        return NOTHING
    here = _dates_of(cell, settings, calendar_of(settings))
    doubt = _doubt_of_calendar(cell, settings, here)
    if doubt or here is None:
        return Cleaned(reason=doubt or _NO_DATE)
    if unclear := next((day for day in here if day.ambiguous), None):
        readings = (("one", unclear.iso), ("other", unclear.other or ""))
        return Cleaned(reason=Reason(UNCLEAR_DATE, readings))
    if len(here) > 1:
        return _of_period(target.field, (here[0], here[1]), settings, lists)
    found = _checked(target.field, here[0], settings, lists)
    if settings.exchanged and isinstance(cell, date) and not found.reason:
        found = found._replace(reason=Reason(_EXCHANGED, (("date", here[0].iso),), Weight.LOOK))
    return found


def _dates_of(cell: str | float | date, settings: Settings, calendar: Calendar | None) -> list[ParsedDate] | None:
    """Return the one date that a cell says, or the first and the last of a period; None for neither."""
    order = order_of(settings)
    found = date_from_cell(line_of(cell) if isinstance(cell, str) else cell, order=order, calendar=calendar)
    if found is not None:
        return [found]
    period = parse_period(cell, order=order, calendar=calendar) if isinstance(cell, str) else None
    return list(period) if period else None


def _doubt_of_calendar(cell: str | float | date, settings: Settings, here: list[ParsedDate] | None) -> Reason | None:
    """Return why a cell may be meant in another calendar, if the sheet's calendar is not settled."""
    if not settings.perhaps or settings.calendar is not None:
        return None
    there = _dates_of(cell, settings, _CALENDARS.get(settings.perhaps))
    if there is None or (here is not None and [day.iso for day in there] == [day.iso for day in here]):
        return None
    other = ("other", " – ".join(day.iso for day in there))
    if here is None:
        return Reason(PERHAPS_DATE, (other,))
    return Reason(UNCLEAR_CALENDAR, (("one", " – ".join(day.iso for day in here)), other))


def _checked(field: str, found: ParsedDate, settings: Settings, lists: Lists) -> Cleaned:
    iso = _in_fiscal_year(field, found, settings)
    fits, reason = checked(BY_KEY[field], iso, lists)
    if not fits:
        return Cleaned(reason=reason)
    if not _FIRST_LIKELY <= iso[:4] <= _LAST_LIKELY:
        reason = Reason(N_("Far from any date of a project: read as {date}."), (("date", iso),), Weight.LOOK)
    elif found.converted_from:
        reason = Reason(N_("Converted from another calendar: read as {date}."), (("date", iso),), Weight.LOOK)
    elif found.approximate:
        reason = Reason(N_("About, or a fiscal year: read as {date}."), (("date", iso),), Weight.LOOK)
    return Cleaned({field: iso}, (), reason)


def _in_fiscal_year(field: str, found: ParsedDate, settings: Settings) -> str:
    """Return a date; of a fiscal year by its two years, the first or the last day or month as the country counts it."""
    year = found.iso[:4]
    is_sure = found.fiscal == len(("2025", "2026")) or (found.fiscal and found.converted_from == "ethiopian")
    if not is_sure or field not in {_START, _END}:
        return found.iso
    start = _ETHIOPIAN_START if found.converted_from == "ethiopian" else settings.fiscal
    if start is None:
        return year if field == _START else str(int(year) + 1)
    if start.endswith("-01"):  # "2025-07" to "2026-06"
        return f"{year}-{start[:2]}" if field == _START else f"{int(year) + 1}-{int(start[:2]) - 1:02}"
    first = date.fromisoformat(f"{year}-{start}")
    last = first.replace(year=first.year + 1) - timedelta(days=1)
    return first.isoformat() if field == _START else last.isoformat()


def _of_period(field: str, period: tuple[ParsedDate, ParsedDate], settings: Settings, lists: Lists) -> Cleaned:
    """Return "2025–2027" in a column of starts as start and end, in one of ends as the end."""
    start, end = period
    if field == _END:
        return _checked(_END, end, settings, lists)
    if field != _START:
        return Cleaned(reason=_NO_DATE)
    first, last = _checked(_START, start, settings, lists), _checked(_END, end, settings, lists)
    return Cleaned({**first.values, **last.values}, (), first.reason or last.reason)


def read_months(target: Target, settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    """Read a duration in months; bare numbers count in the column's unit; a period gives start and end besides."""
    text = line_of(cell)
    if not text or is_nothing(text):
        return NOTHING
    if settings.perhaps and parse_months(text, unit="year") != parse_months(text, unit="month"):
        return Cleaned(reason=UNCLEAR_UNIT_OF_TIME)
    months = parse_months(text, unit=_UNITS.get(settings.months, "month"))
    if months is None:
        return Cleaned(reason=_NO_DURATION)
    fits, reason = checked(BY_KEY[target.field], months, lists)
    values: dict[str, Value] = {target.field: months} if fits else {}
    period = None if isinstance(cell, int) else parse_period(text)
    if period and fits and not any(day.ambiguous for day in period):
        both = _of_period(_START, period, settings, lists)
        return Cleaned({**values, **both.values}, (), reason or both.reason)
    return Cleaned(values, (), reason)
