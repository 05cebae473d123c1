"""Cells that hold a date of any precision, a period, or a duration."""

from collections.abc import Mapping
from datetime import date
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
_NO_DATE: Final = Reason(N_("This is no date."))
_NO_DURATION: Final = Reason(N_("This is no duration."))
_UNITS: Final[Mapping[str, Literal["day", "month", "year"]]] = {"day": "day", "month": "month", "year": "year"}
_CALENDARS: Final[Mapping[str, Calendar]] = {
    "gregorian": "gregorian",
    "hijri": "hijri",
    "coptic": "coptic",
    "ethiopian": "ethiopian",
}
_START, _END = "start_planned", "end_planned"


def order_of(settings: Settings) -> Order | None:
    """Return the order of day and month of a column as the parsers want it."""
    return "dmy" if settings.order == "dmy" else "mdy" if settings.order == "mdy" else None


def calendar_of(settings: Settings) -> Calendar | None:
    """Return the calendar of a column as the parsers want it."""
    return _CALENDARS.get(settings.calendar or "")


def read_date(target: Target, settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    """Read a date, also one that came as a serial number or as a bare year; a period gives start and end."""
    if not isinstance(cell, str | int | float | date):
        return NOTHING
    if isinstance(cell, str) and (not line_of(cell) or is_nothing(cell)):
        return NOTHING
    order, calendar = order_of(settings), calendar_of(settings)
    found = date_from_cell(line_of(cell) if isinstance(cell, str) else cell, order=order, calendar=calendar)
    if found is None:
        period = parse_period(cell, order=order, calendar=calendar) if isinstance(cell, str) else None
        return _of_period(target.field, period, lists) if period else Cleaned(reason=_NO_DATE)
    if found.ambiguous:
        readings = (("one", found.iso), ("other", found.other or ""))
        return Cleaned(reason=Reason(UNCLEAR_DATE, readings))
    return _checked(target.field, found, lists)


def _checked(field: str, found: ParsedDate, lists: Lists) -> Cleaned:
    fits, reason = checked(BY_KEY[field], found.iso, lists)
    if not fits:
        return Cleaned(reason=reason)
    if found.converted_from:
        reason = Reason(N_("Converted from another calendar: read as {date}."), (("date", found.iso),), Weight.LOOK)
    elif found.approximate:
        reason = Reason(N_("About, or a fiscal year: read as {date}."), (("date", found.iso),), Weight.LOOK)
    return Cleaned({field: found.iso}, (), reason)


def _of_period(field: str, period: tuple[ParsedDate, ParsedDate], lists: Lists) -> Cleaned:
    """Return "2025–2027" in a column of starts as start and end, in one of ends as the end."""
    start, end = period
    if field == _END:
        return _checked(_END, end, lists)
    if field != _START:
        return Cleaned(reason=_NO_DATE)
    first, last = _checked(_START, start, lists), _checked(_END, end, lists)
    return Cleaned({**first.values, **last.values}, (), first.reason or last.reason)


def read_months(target: Target, settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    """Read a duration in months; bare numbers count in the column's unit; a period gives start and end besides."""
    text = line_of(cell)
    if not text or is_nothing(text):
        return NOTHING
    months = parse_months(text, unit=_UNITS.get(settings.months, "month"))
    if months is None:
        return Cleaned(reason=_NO_DURATION)
    fits, reason = checked(BY_KEY[target.field], months, lists)
    values: dict[str, Value] = {target.field: months} if fits else {}
    period = None if isinstance(cell, int) else parse_period(text)
    if period and fits:
        both = _of_period(_START, period, lists)
        return Cleaned({**values, **both.values}, (), reason or both.reason)
    return Cleaned(values, (), reason)
