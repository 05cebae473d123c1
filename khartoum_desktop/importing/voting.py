"""What the columns of a sheet and the country of its sender say together of how cells are to be read."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final

from khartoum_desktop.core.dates import Calendar, date_from_cell, may_be_order
from khartoum_desktop.core.money import CURRENCIES
from khartoum_desktop.core.numbers import may_be_decimal, parse_number, sole_mark
from khartoum_desktop.core.text import fold
from khartoum_desktop.importing.evidence import Evidence
from khartoum_desktop.importing.languages import LATIN, latin_language
from khartoum_desktop.importing.model import SPOKEN, ColumnPlan, Settings
from khartoum_desktop.importing.pieces import country_in
from khartoum_desktop.importing.stated import says_unit_of_time
from khartoum_desktop.importing.targets import Reading, targets
from khartoum_desktop.proposals.lists import MEMBER, Lists
from khartoum_desktop.sheets.model import Cell

FISCAL_STARTS: Final[Mapping[str, str]] = {"EG": "07-01", "KE": "07-01", "UG": "07-01", "SS": "07-01", "ET": "07-08"}
"""The first day of the fiscal year by country, where it is not the first of January."""
_PERHAPS: Final[Mapping[str, tuple[Calendar, range]]] = {
    "ET": ("ethiopian", range(2008, 2024)),
    "EG": ("coptic", range(1722, 1762)),
}
"""By country: another calendar that is written there, and its years that are plans today."""
_FRENCH: Final = frozenset({"TN", "DJ", "FR"})  # where Latin letters that say no language are French
_SHORT: Final = 5  # durations of up to as many may be years
_TWO: Final = 2
_SAMPLE: Final = 300
_OTHER: Final[Mapping[str, str]] = {".": ",", ",": "."}
_MONTHS: Final = 12
_FIGURES: Final = re.compile(r"\s*(\d{1,2})[/.-]\d{1,2}[/.-]\d{2,4}\s*")
_YEAR: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")


@dataclass(frozen=True, slots=True)
class Seen:
    """A column's cells, and the names of the settings that a person chose for it."""

    evidence: Evidence
    chosen: Collection[str] = ()


def decided(
    columns: Sequence[ColumnPlan], seen: Mapping[int, Seen], country: str | None, lists: Lists
) -> tuple[ColumnPlan, ...]:
    """Return the columns with the settings that their own cells left open, where the rest of the sheet decides them.

    `country` is the sender's. Where the sheet makes something doubtful that no cell shows ("2017" in a sheet from
    Ethiopia), the settings say so, and the cells wait for an answer.
    """
    home = _home(columns, seen, country, lists)
    item = lists.item(MEMBER, home or "")
    currency = item.extra.get("currency") if item else None
    orders = {column.settings.order for column in columns} - {None}
    marks = {column.settings.decimal for column in columns} - {None}
    calendars = {column.settings.calendar for column in columns if _reading(column) is Reading.DATE} - {None}
    order = orders.pop() if len(orders) == 1 else None
    mark = marks.pop() if len(marks) == 1 else None
    calendar = calendars.pop() if len(calendars) == 1 else None
    beside = _currencies(columns, seen)
    named = any(_reading(column) is Reading.CURRENCY and column.applied for column in columns)
    found = []
    for column in columns:
        own, settings = seen[column.index], column.settings
        if _reading(column) is Reading.DATE:
            settings = _dates(settings, own, order, calendar, home)
        elif _reading(column) is Reading.MONEY:
            settings = replace(_money(settings, own, mark, beside), home=currency)
            if named or "currency" in own.chosen:
                settings = replace(settings, candidates=())
        elif _reading(column) is Reading.CURRENCY:
            settings = replace(settings, home=currency)
        elif _reading(column) is Reading.SCRIPT and settings.language is None and _is_latin(own.evidence):
            is_french = home in _FRENCH and SPOKEN not in own.chosen
            settings = replace(settings, language="fr") if is_french else replace(settings, perhaps="fr")
        elif _reading(column) is Reading.MONTHS and "months" not in own.chosen and not says_unit_of_time(column.header):
            settings = replace(settings, perhaps="year" if _may_be_years(own.evidence) else None)
        found.append(column if settings == column.settings else replace(column, settings=settings))
    return tuple(found)


def beside_own(columns: Sequence[ColumnPlan]) -> list[ColumnPlan]:
    """Return the columns; what was taken for the language of another column is no language of a text by script."""
    own = {column.applied for column in columns}
    found = []
    for column in columns:
        settings = column.settings
        is_other = f"{column.applied}_{settings.language}" in own and not settings.is_said
        found.append(replace(column, settings=replace(settings, language=None)) if is_other else column)
    return found


def _reading(column: ColumnPlan) -> Reading:
    return targets()[column.target].reading if column.target else Reading.NOTHING


def _home(columns: Sequence[ColumnPlan], seen: Mapping[int, Seen], country: str | None, lists: Lists) -> str | None:
    """Return the one country of all rows: the sender's, unless a column names others."""
    named = {
        country_in(cell, lists)
        for column in columns
        if column.applied == "lead_country"
        for cell in seen[column.index].evidence.everything
        if isinstance(cell, str)
    } - {None}
    if not named:
        return country
    return named.pop() if len(named) == 1 and named <= {country or next(iter(named))} else None


def _currencies(columns: Sequence[ColumnPlan], seen: Mapping[int, Seen]) -> frozenset[str]:
    """Return the codes that the columns of currencies name; none if one of their cells is no code."""
    cells = [
        cell.strip().upper() if isinstance(cell, str) else ""
        for column in columns
        if _reading(column) is Reading.CURRENCY and column.applied
        for cell in seen[column.index].evidence.everything
    ]
    return frozenset(cells) if all(cell in CURRENCIES for cell in cells) else frozenset()


def _money(settings: Settings, own: Seen, mark: str | None, beside: Collection[str]) -> Settings:
    """Decide the decimal mark by the other columns, or by currencies that have two decimals, so that three are none."""
    if settings.decimal is not None:
        return settings
    texts = [cell for cell in own.evidence.everything if isinstance(cell, str)]
    if (mark == "." and may_be_decimal(texts, ".")) or (mark == "," and may_be_decimal(texts, ",")):
        return replace(settings, decimal=mark)
    if settings.unit == 1 and settings.currency is None and beside and all(CURRENCIES[c] <= _TWO for c in beside):
        grouping = sole_mark(texts)
        return replace(settings, decimal=_OTHER.get(grouping or ""))
    return settings


def _dates(settings: Settings, own: Seen, order: str | None, calendar: str | None, home: str | None) -> Settings:
    texts = [cell for cell in own.evidence.everything if isinstance(cell, str)] if order else []
    if settings.order is None and (
        (order == "dmy" and may_be_order(texts, "dmy")) or (order == "mdy" and may_be_order(texts, "mdy"))
    ):
        settings = replace(settings, order=order)
    settings = replace(settings, fiscal=FISCAL_STARTS.get(home or ""), exchanged=_may_be_exchanged(own.evidence))
    if settings.calendar is not None:
        return settings
    perhaps, years = _PERHAPS.get(home or "", (None, range(0)))
    if perhaps is None or not _speaks_for(own.evidence.everything, perhaps, years):
        return settings
    return replace(settings, calendar=calendar) if calendar else replace(settings, perhaps=perhaps)


def _may_be_exchanged(evidence: Evidence) -> bool:
    """Tell whether a program of other habits made dates of those days that can be months, and left the others texts.

    Then the column holds texts like "14/03/2026" only, and no date after the twelfth of its month.
    """
    days = {cell.day for cell in evidence.everything if isinstance(cell, date)}
    texts = [match for cell in evidence.everything if isinstance(cell, str) and (match := _FIGURES.fullmatch(cell))]
    return bool(days and texts) and max(days) <= _MONTHS and all(int(match[1]) > _MONTHS for match in texts)


def _is_latin(evidence: Evidence) -> bool:
    """Tell whether a column holds texts in Latin letters of which none says its language."""
    return any(LATIN.search(text) and latin_language([text]) is None for text in evidence.texts)


def _speaks_for(cells: Iterable[Cell], calendar: Calendar, years: range) -> bool:
    """Tell whether a cell that names no calendar can be a day or year of that one, in the years of today's plans."""
    for cell in islice((cell for cell in cells if isinstance(cell, str | int | float | date)), _SAMPLE):
        if _year_in(cell) in years:
            there, here = date_from_cell(cell, calendar=calendar), date_from_cell(cell)
            if there is not None and (here is None or here.iso != there.iso):
                return True
    return False


def _year_in(cell: str | float | date) -> int:
    """Return the year that stands in a cell, whatever its calendar; 0 for none."""
    if isinstance(cell, date):
        return cell.year
    found = _YEAR.search(fold(cell)) if isinstance(cell, str) else None
    return int(found[0]) if found else int(cell) if isinstance(cell, int) else 0


def _may_be_years(evidence: Evidence) -> bool:
    """Tell whether the bare numbers of a column of durations are so small, or broken, that they may be years."""
    bare = [number for cell in evidence.everything if (number := _bare(cell)) is not None]
    return bool(bare) and (max(bare) <= _SHORT or any(number % 1 for number in bare))


def _bare(cell: Cell) -> float | None:
    if isinstance(cell, str):
        number = parse_number(cell)
        return float(number.value) if number and number.value is not None else None
    return float(cell) if isinstance(cell, int | float) else None
