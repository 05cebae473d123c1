"""Cells that hold money, a currency or a number of people."""

from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.money import CURRENCIES, Money, format_money, money_from_cell, unit_note
from khartoum_desktop.core.numbers import DecimalMark, parse_count
from khartoum_desktop.importing.cells import NOTHING, Cleaned, checked, line_of
from khartoum_desktop.importing.model import Reason, Settings, Value, Weight
from khartoum_desktop.importing.pieces import is_nothing
from khartoum_desktop.importing.targets import Target
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.sheets.model import Cell

BUDGET: Final = "budget_total"
PRECISION: Final = "budget_precision"
NO_CURRENCY: Final = Reason(N_("The amount names no currency, and neither does its column."))
UNCLEAR_AMOUNT: Final = N_("This can be {one} or {other}: the decimal mark is not clear.")
UNCLEAR_CURRENCY: Final = N_("The currency is not clear: {candidates}.")
UNCLEAR_UNIT: Final = N_("This can be {one} or {other}: the sheet says “{note}”.")
_UNIT_TWICE: Final = N_("This can be {one} or {other}: the amount is large already, without the unit of its column.")
_LARGE: Final = 1_000_000_000_000  # thousandths: no project of this field costs a billion
_NO_AMOUNT: Final = Reason(N_("This is no amount of money."))
_NO_COUNT: Final = Reason(N_("This is no number of people."))


def decimal_of(settings: Settings) -> DecimalMark | None:
    """Return the decimal mark of a column as the parsers want it."""
    return "." if settings.decimal == "." else "," if settings.decimal == "," else None


def read_money(target: Target, settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    """Read an amount; one without a currency is given without, since another column may name it for the row.

    A range gives its upper end and asks for a look; zero and "to be determined" give no amount but say so.
    """
    unknown: dict[str, Value] = {PRECISION: "unknown"} if target.field == BUDGET else {}
    if isinstance(cell, str):
        if not line_of(cell):
            return NOTHING
        if is_nothing(cell):
            return Cleaned(unknown)
    if not isinstance(cell, str | int | float):
        return Cleaned(reason=_NO_AMOUNT)
    money = money_from_cell(cell, currency=settings.currency, unit=settings.unit, decimal=decimal_of(settings))
    if money is None:
        return Cleaned(reason=_NO_AMOUNT)
    if money.currency is None and not money.candidates:
        money = money._replace(candidates=settings.candidates)
    money = _at_home(money, settings.home)
    if money.precision == "unknown":
        return Cleaned(unknown)
    doubt = _doubt_of_unit(settings, cell, money)
    return Cleaned(reason=doubt) if doubt else _amount(target.field, money, lists)


def _at_home(money: Money, home: str | None) -> Money:
    """Return an amount whose word for several currencies means the one of the sender's country, if that is among them.

    Where people would mean a foreign one unless they say otherwise ("£"), neither is taken.
    """
    if home not in money.candidates:
        return money
    return money._replace(currency=home if money.currency in (None, home) else None)


def _doubt_of_unit(settings: Settings, cell: str | float, money: Money) -> Reason | None:
    """Return why a figure without a unit of its own may be meant in another one than its column's."""
    here = _highest(money)
    if settings.doubt != 1:
        other, message, note = settings.doubt, UNCLEAR_UNIT, settings.note
    elif settings.unit != 1 and here >= _LARGE:
        other, message, note = 1, _UNIT_TWICE, ""
    else:
        return None
    meant = money_from_cell(cell, currency=settings.currency, unit=other, decimal=decimal_of(settings))
    there = _highest(meant) if meant else here
    if there == here:
        return None  # the cell says its own millions
    readings = [("one", format_money(here, money.currency)), ("other", format_money(there, money.currency))]
    return Reason(message, (*readings, *([("note", note)] if note else [])))


def _highest(money: Money) -> int:
    return next((value for value in (money.amount, money.high, money.low) if value is not None), 0)


def _amount(field: str, money: Money, lists: Lists) -> Cleaned:
    if money.ambiguous:
        readings = [format_money(value) for value in (money.amount, money.other) if value is not None]
        return Cleaned(reason=Reason(UNCLEAR_AMOUNT, (("one", readings[0]), ("other", readings[-1]))))
    if money.currency is None and len(money.candidates) > 1:
        named = " / ".join(money.candidates[:5])
        return Cleaned(reason=Reason(UNCLEAR_CURRENCY, (("candidates", named),)))
    amount = money.amount if money.amount is not None else money.high if money.high is not None else money.low
    fits, reason = checked(BY_KEY[field], Amount(amount, money.currency or "EUR"), lists)
    if not fits or amount is None:
        return Cleaned(reason=reason or _NO_AMOUNT)
    values: dict[str, Value] = {field: amount, f"{field}_currency": money.currency}
    if field == BUDGET:
        values[PRECISION] = money.precision
    return Cleaned(values, (), _look(money))


def _look(money: Money) -> Reason | None:
    """Return what a person should look at in an amount that was read."""
    if money.equivalent is not None and (second := money.equivalent.amount) is not None and money.amount is not None:
        one, other = format_money(money.amount, money.currency), format_money(second, money.equivalent.currency)
        return Reason(
            N_("Two amounts: {one} is taken, {other} is only kept."), (("one", one), ("other", other)), Weight.LOOK
        )
    if money.precision == "range" and money.low is not None and money.high is not None:
        low, high = format_money(money.low), format_money(money.high)
        return Reason(
            N_("A range from {low} to {high}: the upper end is taken."), (("low", low), ("high", high)), Weight.LOOK
        )
    if money.precision == "range":
        return Reason(N_("“Up to” or “at least”: the one amount that is named is taken."), (), Weight.LOOK)
    if len(money.candidates) > 1:
        return Reason(N_("Read as {currency}."), (("currency", money.currency or ""),), Weight.LOOK)
    if money.finer and money.amount is not None:
        rounded = (("amount", format_money(money.amount)),)
        return Reason(N_("More than three decimals: {amount} is taken."), rounded, Weight.LOOK)
    return None


def read_currency(_target: Target, settings: Settings, _lists: Lists, cell: Cell) -> Cleaned:
    """Read a currency by its code, word or sign; it is given to the amounts of the row that name none."""
    text = line_of(cell)
    if not text or is_nothing(text):
        return NOTHING
    code = text.upper()
    if code in CURRENCIES:
        return Cleaned({"currency": code})
    note = unit_note(text)
    if note and note.multiplier == 1 and settings.home in note.candidates and note.currency in (None, settings.home):
        note = note._replace(currency=settings.home)
    if note and note.currency and note.multiplier == 1:
        reason = Reason(N_("Read as {currency}."), (("currency", note.currency),), Weight.LOOK)
        return Cleaned({"currency": note.currency}, (), reason if len(note.candidates) > 1 else None)
    if note and note.candidates:
        named = " / ".join(note.candidates[:5])
        return Cleaned(reason=Reason(UNCLEAR_CURRENCY, (("candidates", named),)))
    return Cleaned(reason=Reason(N_("This is no currency that is known.")))


def read_count(target: Target, _settings: Settings, lists: Lists, cell: Cell) -> Cleaned:
    """Read how many people; households are not persons and stay out, "about" asks for a look."""
    text = line_of(cell)
    if not text or is_nothing(text):
        return NOTHING
    count = parse_count(text)
    if count is None:
        return Cleaned(reason=_NO_COUNT)
    if count.unknown:
        return NOTHING
    if count.unit == "household":
        return Cleaned(reason=Reason(N_("Households are not persons; the number of persons is not known.")))
    value = next((number for number in (count.value, count.high, count.low) if number is not None), None)
    fits, reason = checked(BY_KEY[target.field], value, lists)
    if not fits or value is None:
        return Cleaned(reason=reason or _NO_COUNT)
    values: dict[str, Value] = {target.field: value}
    if target.field == "beneficiaries_total":
        values |= {
            f"beneficiaries_{who}": n for who, n in (("women", count.women), ("men", count.men)) if n is not None
        }
    if count.value is None or count.approximate:
        reason = reason or Reason(N_("An estimate or a range: {n} is taken."), (("n", str(value)),), Weight.LOOK)
    elif count.words:
        reason = reason or Reason(N_("“{words}” was not read."), (("words", count.words[:60]),), Weight.LOOK)
    return Cleaned(values, (), reason)
