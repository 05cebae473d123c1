"""A sheet of exchange rates: which columns hold currency, rate, date and source, and what each row says.

Read are a plain list (currency, rate, date) and the Commission's monthly table (country, currency, ISO code, rate, with
the month above it, in the header or in a column), with headers in the three languages.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.dates import Order, date_from_cell, parse_date, vote_order
from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.money import CURRENCIES
from khartoum_desktop.core.numbers import DecimalMark, exact, parse_number, vote_decimal
from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.sheets.model import Cell, Sheet, Workbook

Find = Callable[[str], str | None]  # the words for a currency -> its code

_DEEPEST: Final = 30  # rows above the header at most
_WIDEST: Final = 60
_LONGEST: Final = 200
_INFOREURO: Final = "InforEuro"  # the Commission's monthly accounting rates, by their name
_MONTH: Final = len("2026-11")
_DAY: Final = len("2026-11-01")

# of two columns that may name the currency, the one whose header stands first here
_CODE: Final = (
    *("iso code", "iso a3 code", "isoa3code", "iso 4217", "currency code", "code iso", "code devise", "code monnaie"),
    *("رمز العملة", "رمز الايزو", "كود العملة", "الرمز", "code", "iso", "currency", "devise", "monnaie", "العملة"),
)
_RATE: Final = (
    *("exchange rate", "rate", "value", "per euro", "1 eur", "eur 1", "1 euro", "taux de change", "taux", "cours"),
    *("valeur", "سعر الصرف", "السعر", "سعر", "القيمة", "المعدل"),
)
_DATE: Final = (
    *("date", "month", "period", "as of", "valid from", "dated", "mois", "periode", "valable du", "date du taux"),
    *("التاريخ", "تاريخ", "الشهر", "شهر", "الفترة", "اعتبارا من"),
)
_SOURCE: Final = ("source", "published by", "المصدر", "مصدر")


@dataclass(frozen=True, slots=True)
class RateRow:
    """One row as understood: `named` and `text` as received, `reason` why it cannot be taken ("" = nothing yet)."""

    row: int
    named: str
    text: str
    currency: str = ""
    value: Fraction | None = None
    dated: str = ""
    source: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of the first table of rates in a file; `dated` and `source` are what stands above them, "" for none."""

    rows: tuple[RateRow, ...]
    dated: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Columns:
    header: int
    currency: int
    rate: int
    dated: int | None
    source: int | None


def find_table(book: Workbook, find: Find) -> Table | None:
    """Return the first table of rates of a workbook, None when no sheet has one."""
    for sheet in book.sheets:
        columns = _columns(sheet) if sheet.visible == "visible" else None
        if columns is not None:
            found = _read(sheet, columns, find)
            named = (book.name, sheet.name, *(_text(cell) for row in sheet.rows[: columns.header] for cell in row))
            return replace(found, source=_INFOREURO) if _says_inforeuro(named) else found
    return None


def _says_inforeuro(texts: Iterable[str]) -> bool:
    return any(_INFOREURO.lower() in fold_key(text).replace(" ", "") for text in texts)


def _columns(sheet: Sheet) -> _Columns | None:
    for place, row in enumerate(sheet.rows[:_DEEPEST]):
        words = [_key(cell) for cell in row[:_WIDEST]]
        currency, rate = _place(words, _CODE), _place(words, _RATE)
        if rate is None and currency is not None:  # the Commission's table may have the month alone over the rates
            rate = next((at for at, cell in enumerate(row[:_WIDEST]) if at != currency and _day_in(cell)), None)
        if currency is not None and rate is not None and currency != rate:
            dated, source = _place(words, _DATE), _place(words, _SOURCE)
            return _Columns(place, currency, rate, dated if dated not in {currency, rate} else None, source)
    return None


def _key(cell: Cell) -> str:
    words = fold_key(cell[:_LONGEST]) if isinstance(cell, str) else ""
    return re.sub(r"[^\w ]+|_", " ", words).strip()


def _place(words: Sequence[str], wanted: Iterable[str]) -> int | None:
    """Return the column whose header is one of these words, or begins with one ("Rate November 2026")."""
    keys = [_key(one) for one in wanted]
    for fits in (str.__eq__, lambda word, key: word.startswith(f"{key} ")):
        for key in keys:
            found = next((at for at, word in enumerate(words) if fits(word, key)), None)
            if found is not None:
                return found
    return None


def _read(sheet: Sheet, columns: _Columns, find: Find) -> Table:
    body = sheet.rows[columns.header + 1 :]
    rates = [row[columns.rate] for row in body]
    decimal = vote_decimal(cell for cell in rates if isinstance(cell, str) and not _is_open(cell))
    dates = [row[columns.dated] for row in body] if columns.dated is not None else []
    order = vote_order(cell for cell in dates if isinstance(cell, str))
    codes: dict[str, str] = {}
    rows = []
    for number, row in enumerate(body, sheet.first_row + columns.header + 1):
        named, text = _text(row[columns.currency]), _text(row[columns.rate])
        if not named and not text:
            continue
        if named not in codes:
            codes[named] = _code(named, find)
        value, reason = _value(row[columns.rate], decimal)
        dated = ""
        if columns.dated is not None and row[columns.dated] is not None:
            dated, wrong = _day_of(row[columns.dated], order)
            reason = reason or wrong
        source = _text(row[columns.source]) if columns.source is not None else ""
        lost = sheet.without_value(number, sheet.first_column + columns.rate)
        rows.append(RateRow(number, named, text or lost, codes[named], value, dated, source, reason))
    above = [cell for row in sheet.rows[: columns.header] for cell in row]
    header = sheet.rows[columns.header][columns.rate]
    return Table(tuple(rows), next((day for cell in (header, *above, sheet.name) if (day := _day_in(cell))), ""))


def _text(cell: Cell) -> str:
    if cell is None or isinstance(cell, date):
        return ""
    return one_line(str(cell)[:_LONGEST])


def _code(named: str, find: Find) -> str:
    return named.upper() if named.upper() in CURRENCIES else find(named) or "" if named else ""


def _is_open(cell: str) -> bool:
    """Whether a figure can be read in two ways: then it has no say, since rates have three decimals and more."""
    found = parse_number(cell)
    return found is not None and found.ambiguous


def _value(cell: Cell, decimal: DecimalMark | None) -> tuple[Fraction | None, str]:
    """Return a cell's number, or None and why there is none ("" where it simply is no number)."""
    if isinstance(cell, bool) or cell is None or isinstance(cell, date):
        return None, ""
    if isinstance(cell, int | float):
        try:
            return exact(cell), ""
        except (ValueError, OverflowError):
            return None, ""
    found = parse_number(cell, decimal=decimal)
    if found is None or found.value is None or found.approximate:
        return None, ""
    return (None, _("The rate can be read in two ways.")) if found.ambiguous else (found.value, "")


def _day_of(cell: Cell, order: Order | None) -> tuple[str, str]:
    """Return the day in a cell of the date column (a month: its first day), or "" and why there is none."""
    found = date_from_cell(cell, order=order) if isinstance(cell, str | int | float | date) else None
    if found is None or found.approximate:
        return "", _("The date is not understood.")
    if found.ambiguous:
        return "", _("The date can be read in two ways.")
    if len(found.iso) == _MONTH:
        return f"{found.iso}-01", ""
    return (found.iso, "") if len(found.iso) == _DAY else ("", _("The date is neither a day nor a month."))


def _day_in(cell: Cell) -> str:
    """Return the day that a title says ("InforEuro – November 2026": the first of the month), "" for none."""
    if isinstance(cell, date):
        return cell.isoformat()[:_DAY]
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return ""
    words = one_line(cell).replace("–", " ").replace(":", " ").split()
    for size in (len(words), 3, 2, 1):
        found = parse_date(" ".join(words[-size:])) if words else None
        if found is not None and not found.ambiguous and not found.approximate:
            if len(found.iso) == _MONTH:
                return f"{found.iso}-01"
            if len(found.iso) == _DAY:
                return found.iso
    return ""
