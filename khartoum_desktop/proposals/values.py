"""A field's value as text: read from what a person or program types, and the JSON in which programs get it.

JSON: an amount is {"amount": "2500000", "currency": "EUR"}, a date ISO 8601 of its own precision, lines a list of
texts, a table a list of objects by column, codes a list of {"code", …}; exact numbers are strings, counts are numbers.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from khartoum_desktop.core.dates import parse_date, parse_months
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.money import CURRENCIES, exact_text, parse_money, to_thousandths
from khartoum_desktop.core.numbers import parse_count
from khartoum_desktop.core.text import joined_lines, lines_of, one_line
from khartoum_desktop.proposals.fields import DEGREES, MAIN, PERCENT, Column, Field, Type
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Amount, FieldValue, Line, Stored, as_lines, check_field, clean_value

_TEXTS: Final = frozenset({Type.TEXT, Type.LONG})
_MOST_SHOWN: Final = 12
_COMMAS: Final = re.compile("[,;،؛\n]")


def parse_value(field: Field, given: object, lists: Lists) -> FieldValue:
    """Return the stored value of what was typed: words, or JSON (as text, or decoded already).

    Words are understood in three languages: names of countries and codes, amounts, dates, durations. A text field takes
    words as they are, but for a JSON string or null. UserError for everything that the field cannot hold, with the
    reason; also for what the form would only complain of, since nobody sees a form here.
    """
    try:
        value = understand(field, given, lists)
    except UserError as error:
        raise _of_field(field, error.sentence, error.remedy) from None
    for problem in check_field(field, value, lists):
        raise _of_field(field, problem.sentence)
    return value


def _of_field(field: Field, sentence: str, remedy: str = "") -> UserError:
    return UserError(
        fill(_("{field}: {problem}"), field=_(field.label), problem=sentence), remedy or _("Nothing was changed.")
    )


def understand(field: Field, given: object, lists: Lists) -> FieldValue:
    """Return the value that was typed, not yet judged by the rules; UserError, which does not name the field."""
    if isinstance(given, str):
        given = _decoded(field, given)
    if given is None or given in ("", []):
        return None
    return clean_value(field, _READERS[field.type](field, given, lists))


def _decoded(field: Field, text: str) -> object:
    """Return the JSON value that the text is, else the text itself."""
    stripped = text.strip()
    looks = stripped == "null" or stripped[:1] == '"' or (field.type not in _TEXTS and stripped[:1] in {"[", "{"})
    if not looks:
        return text
    try:
        return json.loads(stripped)
    except (ValueError, RecursionError):
        return text


# --- reading ----------------------------------------------------------------------------------------------------------


def _read_text(_field: Field, given: object, _lists: Lists) -> FieldValue:
    if not isinstance(given, str):
        raise UserError(_("A text is wanted here."))
    return given


def _read_lines(field: Field, given: object, _lists: Lists) -> FieldValue:
    if isinstance(given, list) and all(isinstance(line, str) for line in given):
        return joined_lines(given) or None
    return _read_text(field, given, _lists)


def _read_code(field: Field, given: object, lists: Lists) -> FieldValue:
    scheme = PARTY if field.type is Type.COUNTRY else field.scheme or ""
    return _code(scheme, given, lists)


def _code(scheme: str, given: object, lists: Lists) -> str:
    found = lists.find(scheme, str(given)) if isinstance(given, str | int) else None
    if found is None:
        choices = lists.choices(scheme)
        remedy = _("Use a code or a name of the list.")
        if len(choices) <= _MOST_SHOWN:
            codes = ", ".join(code for code, _label in choices)
            remedy = fill(_("Use one of: {codes}."), codes=codes)
        raise UserError(fill(_("“{value}” is not in the list."), value=str(given)[:60]), remedy)
    return found


def _read_number(field: Field, given: object, _lists: Lists) -> FieldValue:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    text = str(given)
    if field.key == "duration_months" and not text.strip().isdecimal():
        months = parse_months(text)
        if months is not None:
            return months
    count = parse_count(text)
    if count is None or count.value is None or count.unit == "household" or count.words:
        raise UserError(fill(_("“{value}” is no whole number."), value=text[:60]))
    return count.value


def _read_money(_field: Field, given: object, _lists: Lists) -> FieldValue:
    return _amount(given)


def _amount(given: object) -> Amount:
    if isinstance(given, Mapping):
        amount, currency = given.get("amount"), given.get("currency")
        if amount is None:
            return Amount(None, _currency(currency))
        try:
            return Amount(to_thousandths(str(amount)), _currency(currency))
        except ValueError:
            raise UserError(fill(_("“{value}” is no amount."), value=str(amount)[:60])) from None
    found = parse_money(str(given))
    if found is None or found.amount is None:
        raise UserError(fill(_("“{value}” is no amount."), value=str(given)[:60]))
    if found.ambiguous or found.currency_ambiguous or found.currency is None:
        sentence = fill(_("“{value}” can mean more than one amount."), value=str(given)[:60])
        raise UserError(sentence, _("Write it like 2500000 EUR."))
    return Amount(found.amount, found.currency)


def _currency(given: object) -> str | None:
    if given is None:
        return None
    code = one_line(str(given)).upper()
    if code not in CURRENCIES:
        raise UserError(fill(_("“{value}” is no currency code."), value=str(given)[:20]))
    return code


def _read_date(_field: Field, given: object, _lists: Lists) -> FieldValue:
    return _date(given)


def _date(given: object) -> str:
    found = parse_date(str(given))
    if found is None:
        raise UserError(fill(_("“{value}” is no date."), value=str(given)[:60]), _("Write it like 2026-03-09."))
    if found.ambiguous:
        sentence = fill(_("“{value}” can mean two dates."), value=str(given)[:60])
        raise UserError(sentence, _("Write it like 2026-03-09."))
    return found.iso


def _objects(given: object, names: frozenset[str]) -> list[Mapping[str, Any]]:
    """Return the list of objects that a table or codes are, refusing names that are no columns."""
    objects = given if isinstance(given, list) else [given]
    for one in objects:
        if not isinstance(one, Mapping):
            raise UserError(_("A list of lines is wanted here."), _("Use the form that “show” prints."))
        unknown = [name for name in one if name not in names]
        if unknown:
            raise UserError(fill(_("There is no column “{name}”."), name=str(unknown[0])[:60]))
    return list(objects)


def _read_table(field: Field, given: object, lists: Lists) -> FieldValue:
    columns = {column.key: column for column in field.columns}
    return tuple(
        {name: value for key in line for name, value in _cell(columns[key], line[key], lists).items()}
        for line in _objects(given, frozenset(columns))
    )


def _cell(column: Column, given: object, lists: Lists) -> dict[str, Stored]:
    """Return the stored columns of one cell of a table."""
    if column.type is Type.MONEY:
        amount = _amount(given) if given is not None else Amount()
        return {column.key: amount.thousandths, "currency": amount.currency}
    if given is None or given == "":
        return {column.key: None}
    match column.type:
        case Type.CHOICE:
            return {column.key: _code(column.scheme or "", given, lists)}
        case Type.COUNTRY:
            return {column.key: lists.find(PARTY, str(given)) or one_line(str(given))}
        case Type.DATE:
            return {column.key: _date(given)}
        case _:
            return {column.key: one_line(str(given))}


def _read_codes(field: Field, given: object, lists: Lists) -> FieldValue:
    """Read a list of objects, or of codes, or codes with commas between them."""
    if isinstance(given, str):
        given = [part for part in _COMMAS.split(given) if part.strip()]
    if isinstance(given, list):
        given = [{"code": one} if isinstance(one, str | int) else one for one in given]
    names = frozenset({"code", "degree", "percent", "justification"})
    return tuple(_code_line(field, one, lists) for one in _objects(given, names))


def _code_line(field: Field, given: Mapping[str, Any], lists: Lists) -> Line:
    scheme = field.scheme or ""
    line: dict[str, Stored] = {"code": _code(scheme, given.get("code"), lists)}
    if (degree := given.get("degree")) is not None:
        degrees = DEGREES.get(scheme, "")
        line["degree"] = MAIN if degrees == MAIN and degree == MAIN else _code(degrees, degree, lists)
    if (share := given.get("percent")) is not None:
        try:
            line["percent"] = to_thousandths(str(share))
        except ValueError:
            raise UserError(fill(_("“{value}” is no share in percent."), value=str(share)[:60])) from None
    if (reason := given.get("justification")) is not None:
        line["justification"] = str(reason)
    return line


def _read_derived(_field: Field, _given: object, _lists: Lists) -> FieldValue:
    raise UserError(_("The program itself fills this field."))


_READERS: Final[Mapping[Type, Callable[[Field, object, Lists], FieldValue]]] = {
    Type.TEXT: _read_text,
    Type.LONG: _read_text,
    Type.LINES: _read_lines,
    Type.CHOICE: _read_code,
    Type.COUNTRY: _read_code,
    Type.NUMBER: _read_number,
    Type.MONEY: _read_money,
    Type.DATE: _read_date,
    Type.TABLE: _read_table,
    Type.CODES: _read_codes,
    Type.DERIVED: _read_derived,
}


# --- writing ----------------------------------------------------------------------------------------------------------


def to_json(field: Field, value: FieldValue) -> Any:
    """Return a value as JSON prints it; `parse_value` reads it back to the same value."""
    if value is None:
        return [] if field.type in {Type.TABLE, Type.CODES, Type.LINES} else None
    if isinstance(value, Amount):
        return _amount_json(value.thousandths, value.currency)
    if field.type is Type.CODES:
        return [_code_json(field, line) for line in as_lines(value)]
    if field.type is Type.TABLE:
        return [_line_json(field, line) for line in as_lines(value)]
    if field.type is Type.LINES:
        return list(lines_of(str(value)))
    return value


def _amount_json(thousandths: Stored, currency: Stored) -> dict[str, str | None]:
    amount = exact_text(thousandths) if isinstance(thousandths, int) else None
    return {"amount": amount, "currency": str(currency) if currency else None}


def _line_json(field: Field, line: Line) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column in field.columns:
        value = line.get(column.key)
        if column.type is Type.MONEY:
            if value is not None or line.get("currency"):
                found[column.key] = _amount_json(value, line.get("currency"))
        elif value is not None:
            found[column.key] = value
    return found


def _code_json(field: Field, line: Line) -> dict[str, Any]:
    found: dict[str, Any] = {"code": line["code"]}
    found |= {name: line[name] for name in ("degree", "justification") if line.get(name)}
    if field.scheme == PERCENT and isinstance(share := line.get("percent"), int):
        found["percent"] = exact_text(share)
    return found
