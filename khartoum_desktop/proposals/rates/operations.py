"""Changing rates: typing, removing, taking in a file, and in which currency and of which day is reported."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from sqlalchemy import Connection, select

from khartoum_desktop.core.dates import format_date, parse_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.money import CURRENCIES
from khartoum_desktop.core.numbers import format_number, parse_number
from khartoum_desktop.core.text import one_line
from khartoum_desktop.proposals.rates.model import (
    EURO,
    FIXED,
    MOST_DIGITS,
    MOST_SOURCE,
    decimal_text,
    is_day,
    is_fixed,
    refusal_of,
)
from khartoum_desktop.proposals.rates.planning import RatesPlan
from khartoum_desktop.proposals.rates.queries import RATE_DATE, REPORTING, today
from khartoum_desktop.storage.schema import TABLES, Rate, Setting
from khartoum_desktop.workspace import StepWriter, Workspace, derived_id

_RATE: Final = TABLES["rate"]


# --- reading what was typed -------------------------------------------------------------------------------------------


def read_rate(text: str) -> Fraction:
    """Return the rate that a person typed, in any digits; UserError for what is none or can be read in two ways."""
    found = parse_number(text)
    if found is None or found.value is None or found.approximate:
        raise UserError(_("This is not one rate."), _("Write how many units one euro is worth, for example 56.12."))
    if found.ambiguous:
        raise UserError(_("This rate can be read in two ways."), _("Write it without separators of thousands."))
    refuse_absurd(found.value)
    return found.value


def refuse_absurd(value: Fraction) -> None:
    """Raise UserError for a number that cannot be a rate."""
    match refusal_of(value):
        case "sign":
            raise UserError(_("A rate is greater than zero."), _("Write how many units one euro is worth."))
        case "size":
            raise UserError(_("No currency has such a rate to the euro."), _("Write how many units one euro is worth."))
        case "digits":
            template = _("A rate has at most {n} digits.")
            raise UserError(fill(template, n=format_number(MOST_DIGITS)), _("Write it as it was published."))


def read_currency(text: str) -> str:
    """Return the code of a currency that may have a rate; UserError for any other text."""
    code = one_line(text).upper()
    if code == EURO:
        raise UserError(_("The euro needs no rate."), _("Rates say how many units one euro is worth."))
    if code not in CURRENCIES:
        raise UserError(fill(_("“{value}” is no currency code."), value=code[:20]), _("Write three letters, like EGP."))
    return code


def refuse_day(day: str, currency: str = "") -> None:
    """Raise UserError for what is no whole day, lies in the future, or comes after a currency has become the euro."""
    if not is_day(day):
        raise UserError(_("A rate belongs to one day."), _("Write the day like 2026-11-01."))
    if day > today():
        raise UserError(
            fill(_("{date} lies in the future."), date=format_date(day)), _("Write a day that has come already.")
        )
    if is_fixed(currency, day):
        template = _("The rate of {currency} is fixed since {date}: the euro has taken its place.")
        words = fill(template, currency=currency, date=format_date(FIXED[currency].dated))
        raise UserError(words, _("It needs no other rate."))


def read_day(text: str) -> str:
    """Return the day that a person typed; a month is its first day, from which monthly rates are in force."""
    found = parse_date(one_line(text))
    if found is None or found.approximate or found.precision not in {"day", "month"}:
        raise UserError(fill(_("“{value}” is no day."), value=one_line(text)[:60]), _("Write it like 2026-11-01."))
    if found.ambiguous:
        sentence = fill(_("“{value}” can mean two dates."), value=one_line(text)[:60])
        raise UserError(sentence, _("Write it like 2026-03-09."))
    return found.iso if found.precision == "day" else f"{found.iso}-01"


# --- rates ------------------------------------------------------------------------------------------------------------


def set_rate(work: Workspace, currency: str, per_euro: str | Fraction, dated: str, source: str = "") -> str:
    """Write the rate of a currency on a day and return its id; another one of the same day gives way.

    UserError for a currency, a number or a day that cannot be.
    """
    code = read_currency(currency)
    refuse_day(dated, code)
    value = read_rate(per_euro) if isinstance(per_euro, str) else per_euro
    refuse_absurd(value)
    said = clean_source(source)
    with work.step(N_("Rate of {currency}"), currency=code) as step:
        return _write(step, code, dated, decimal_text(value), said)


def clean_source(source: str) -> str:
    """Return who published a rate, in one line; UserError when it is too long to be read."""
    said = one_line(source)
    if len(said) > MOST_SOURCE:
        template = _("The source is longer than {n} characters.")
        raise UserError(fill(template, n=format_number(MOST_SOURCE)), _("Write who published the rate."))
    return said


def _write(step: StepWriter, currency: str, dated: str, per_euro: str, source: str) -> str:
    ident = derived_id("rate", currency, dated, source)
    for other in _of_day(step.db, currency, dated):
        if other != ident:
            step.remove(Rate, other)
    values = {"currency": currency, "dated": dated, "per_euro": per_euro, "source": source or None}
    return step.add(Rate, values, ident)


def _of_day(db: Connection, currency: str, dated: str) -> Sequence[str]:
    here = (_RATE.c.currency == currency, _RATE.c.dated == dated, _RATE.c.removed.is_not(True))
    return db.execute(select(_RATE.c.id).where(*here)).scalars().all()


def remove_rate(work: Workspace, ident: str) -> str:
    """Withdraw a rate and return the step, to undo it."""
    with work.reading() as db:
        code = db.execute(select(_RATE.c.currency).where(_RATE.c.id == ident)).scalar()
    with work.step(N_("Remove a rate of {currency}"), currency=code or "") as step:
        step.remove(Rate, ident)
    return step.id


def remove_rates(work: Workspace, currency: str, dated: str) -> int:
    """Withdraw what a currency was worth on a day and return how many rates that were; UserError for none."""
    code = read_currency(currency)
    with work.reading() as db:
        found = _of_day(db, code, dated)
    if not found:
        template = _("There is no rate of {currency} of {date}.")
        raise UserError(
            fill(template, currency=code, date=format_date(dated)), _("The list of rates shows those that are there.")
        )
    with work.step(N_("Remove a rate of {currency}"), currency=code) as step:
        for ident in found:
            step.remove(Rate, ident)
    return len(found)


def apply(work: Workspace, plan: RatesPlan) -> str:
    """Write what is new or changed in a file as one step and return it, to undo it; UserError for nothing new."""
    wanted = plan.to_write
    if not wanted:
        raise UserError(_("There is nothing new in this file."), _("Nothing was changed."))
    label = N_("Exchange rates from {file} ({n})")
    with work.step(label, n=str(len(wanted)), file=plan.file) as step:
        for one in wanted:
            _write(step, one.currency, one.dated, one.per_euro, one.source)
    return step.id


# --- what is reported in ----------------------------------------------------------------------------------------------


def set_reporting(work: Workspace, currency: str) -> None:
    """Say in which currency totals are shown and amounts are compared."""
    code = _reported(currency)
    _set(work, {REPORTING: code}, N_("Reporting currency: {value}"), code)


def set_rate_date(work: Workspace, day: str | None) -> None:
    """Say of which day the rates count; None: always the latest."""
    if day is not None:
        refuse_day(day)
    _set(work, {RATE_DATE: day or ""}, N_("Rates as of {value}") if day else N_("Always the latest rates"), day or "")


def set_report(work: Workspace, currency: str, day: str | None) -> None:
    """Say both in one step."""
    code = _reported(currency)
    if day is not None:
        refuse_day(day)
    _set(work, {REPORTING: code, RATE_DATE: day or ""}, N_("Reporting currency: {value}"), code)


def _reported(currency: str) -> str:
    code = one_line(currency).upper()
    if code not in CURRENCIES:
        raise UserError(fill(_("“{value}” is no currency code."), value=code[:20]), _("Write three letters, like EGP."))
    return code


def _set(work: Workspace, values: Mapping[str, str], label: str, shown: str) -> None:
    with work.step(label, value=shown) as step:
        for key, value in values.items():
            step.add(Setting, {"key": key, "value": value}, derived_id("setting", key))
