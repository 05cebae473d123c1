"""A field's value as text: read from what a person or program types, and the JSON in which programs get it.

JSON: an amount is {"amount": "2500000", "currency": "EUR"}, a date ISO 8601 of its own precision, lines a list of
texts, a table a list of objects by column, codes a list of {"code", …}; exact numbers are strings, counts are numbers.
Nothing that is given is dropped or rounded without a word: unknown names, finer figures, "about" are all refused.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from khartoum_desktop.core.dates import parse_date, parse_months
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.money import CURRENCIES, FinerError, exact_text, parse_money, to_thousandths
from khartoum_desktop.core.numbers import parse_count, parse_number
from khartoum_desktop.core.text import joined_lines, lines_of, one_line
from khartoum_desktop.proposals.fields import (
    BY_KEY,
    DEGREES,
    GROUP_LABELS,
    GROUPS,
    MAIN,
    PERCENT,
    Column,
    Field,
    Type,
)
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import EMAIL, Amount, FieldValue, Line, Stored, as_lines, check_field, clean_value

_TEXTS: Final = frozenset({Type.TEXT, Type.LONG})
_LISTS: Final = frozenset({Type.TABLE, Type.CODES, Type.LINES})
_AMOUNT: Final = ("amount", "currency")
_CODE: Final = ("code", "degree", "percent", "justification")
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
        shape = _like_this(_example(field, lists)) if field.type in _LISTS else ""
        raise _of_field(field.label, error.sentence, error.remedy or shape) from None
    for problem in check_field(field, value, lists):
        raise _of_field(field.label, problem.sentence)
    return value


def parse_group(group: str, given: object, lists: Lists) -> dict[str, FieldValue]:
    """Return the values of all fields of a group, by key, from one object of its parts; parts left out are empty."""
    parts, label = GROUPS[group], GROUP_LABELS[group]
    if isinstance(given, str):
        given = _json(given.strip() or "null", given)
    given = {} if given is None else given
    if not isinstance(given, Mapping):
        remedy = _like_this({part: _example(BY_KEY[key], lists) for part, key in parts.items()})
        raise _of_field(label, _("An object with its parts is wanted here."), remedy)
    try:
        _refuse_unknown(given, tuple(parts))
    except UserError as error:
        raise _of_field(label, error.sentence, error.remedy) from None
    return {key: parse_value(BY_KEY[key], given.get(part), lists) for part, key in parts.items()}


def _of_field(label: str, sentence: str, remedy: str = "") -> UserError:
    return UserError(
        fill(_("{field}: {problem}"), field=_(label), problem=sentence), remedy or _("Nothing was changed.")
    )


def _like_this(example: object) -> str:
    return fill(_("Write it like this: {example}"), example=json.dumps(example, ensure_ascii=False))


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
    found = _json(stripped, text) if looks else text
    if found is text and looks and stripped[:1] != '"' and field.type is not Type.LINES:
        raise UserError(_("This begins like JSON, but is none."))
    return found


def _json(text: str, otherwise: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return otherwise


# --- reading ----------------------------------------------------------------------------------------------------------


def _scalar(given: object) -> str:
    """Return one value as text; a list or an object is none."""
    if isinstance(given, str | int | float) and not isinstance(given, bool):
        return str(given)
    raise UserError(_("One value is wanted here, not a list or an object."))


def _refuse_unknown(given: Mapping[Any, Any], known: Sequence[str]) -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        raise UserError(
            fill(_("There is no “{name}” here."), name=str(unknown[0])[:60]),
            fill(_("There are: {names}."), names=listed(known)),
        )


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
            remedy = fill(_("Use one of: {codes}."), codes=listed(code for code, _label in choices))
        raise UserError(fill(_("“{value}” is not in the list."), value=str(given)[:60]), remedy)
    return found


def _read_number(field: Field, given: object, _lists: Lists) -> FieldValue:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    text = _scalar(given)
    if field.key == "duration_months" and parse_number(text) is None:
        months = parse_months(text)
        if months is not None:
            return months
    count = parse_count(text)
    if count is None or count.value is None or count.unit == "household" or count.words or count.approximate:
        raise UserError(fill(_("“{value}” is no whole number."), value=text[:60]))
    return count.value


def _read_money(_field: Field, given: object, _lists: Lists) -> FieldValue:
    return read_amount(given)


def read_amount(given: object) -> Amount:
    """Return an amount from words, or from an object with amount and currency; UserError for all that is not exact."""
    if isinstance(given, Mapping):
        _refuse_unknown(given, _AMOUNT)
        amount, currency = given.get("amount"), given.get("currency")
        if amount is None:
            return Amount(None, _currency(currency))
        return Amount(_thousandths(amount, _("“{value}” is no amount.")), _currency(currency))
    text = _scalar(given)
    found = parse_money(text)
    if found is None or found.amount is None:
        raise UserError(fill(_("“{value}” is no amount."), value=text[:60]), _("Write it like 2500000 EUR."))
    if found.ambiguous or found.currency_ambiguous or found.currency is None:
        sentence = fill(_("“{value}” can mean more than one amount."), value=text[:60])
        raise UserError(sentence, _("Write it like 2500000 EUR."))
    if found.finer:
        raise _finer(text)
    if found.precision == "estimate" or found.remark or found.equivalent:
        sentence = fill(_("“{value}” says more than an exact amount."), value=text[:60])
        raise UserError(sentence, _("Write it like 2500000 EUR."))
    return Amount(found.amount, found.currency)


def _thousandths(given: object, refusal: str) -> int:
    """Return an exact number in thousandths; `refusal` is the sentence for what is none."""
    text = _scalar(given)
    try:
        return to_thousandths(text)
    except FinerError:
        raise _finer(text) from None
    except ValueError:
        raise UserError(fill(refusal, value=text[:60])) from None


def _finer(text: str) -> UserError:
    return UserError(
        fill(_("“{value}” has more decimals than are kept."), value=text[:60]), _("Give three decimals at most.")
    )


def _currency(given: object) -> str | None:
    if given is None:
        return None
    code = one_line(_scalar(given)).upper()
    if code not in CURRENCIES:
        raise UserError(fill(_("“{value}” is no currency code."), value=code[:20]))
    return code


def _read_date(_field: Field, given: object, _lists: Lists) -> FieldValue:
    return _date(given)


def _date(given: object) -> str:
    text = _scalar(given)
    found = parse_date(text)
    if found is None:
        raise UserError(fill(_("“{value}” is no date."), value=text[:60]), _("Write it like 2026-03-09."))
    if found.ambiguous:
        sentence = fill(_("“{value}” can mean two dates."), value=text[:60])
        raise UserError(sentence, _("Write it like 2026-03-09."))
    if found.approximate:
        sentence = fill(_("“{value}” says about when, which a date cannot keep."), value=text[:60])
        raise UserError(sentence, _("Write the year, the quarter or the month alone, like 2026-Q3."))
    return found.iso


def _objects(given: object, names: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return the list of objects that a table or codes are, refusing names that are no columns."""
    objects = given if isinstance(given, list) else [given]
    for one in objects:
        if not isinstance(one, Mapping):
            raise UserError(_("A list of lines is wanted here."))
        _refuse_unknown(one, names)
    return list(objects)


def _read_table(field: Field, given: object, lists: Lists) -> FieldValue:
    columns = {column.key: column for column in field.columns}
    return tuple(
        {name: value for key in line for name, value in _cell(columns[key], line[key], lists).items()}
        for line in _objects(given, tuple(columns))
    )


def _cell(column: Column, given: object, lists: Lists) -> dict[str, Stored]:
    """Return the stored columns of one cell of a table."""
    if column.type is Type.MONEY:
        amount = read_amount(given) if given is not None else Amount()
        return {column.key: amount.thousandths, "currency": amount.currency}
    if given is None or given == "":
        return {column.key: None}
    match column.type:
        case Type.CHOICE:
            return {column.key: _code(column.scheme or "", given, lists)}
        case Type.COUNTRY:
            return {column.key: lists.find(PARTY, _scalar(given)) or one_line(_scalar(given))}
        case Type.DATE:
            return {column.key: _date(given)}
        case _:
            return {column.key: one_line(_scalar(given))}


def _read_codes(field: Field, given: object, lists: Lists) -> FieldValue:
    """Read a list of objects, or of codes, or codes with commas between them."""
    if isinstance(given, str):
        given = [part for part in _COMMAS.split(given) if part.strip()]
    if isinstance(given, list):
        given = [{"code": one} if isinstance(one, str | int) else one for one in given]
    return tuple(_code_line(field, one, lists) for one in _objects(given, _CODE))


def _code_line(field: Field, given: Mapping[str, Any], lists: Lists) -> Line:
    scheme = field.scheme or ""
    line: dict[str, Stored] = {"code": _code(scheme, given.get("code"), lists)}
    if (degree := given.get("degree")) is not None:
        degrees = DEGREES.get(scheme, "")
        line["degree"] = MAIN if degrees == MAIN and degree == MAIN else _code(degrees, degree, lists)
    if (share := given.get("percent")) is not None:
        line["percent"] = _thousandths(share, _("“{value}” is no share in percent."))
    if (reason := given.get("justification")) is not None:
        line["justification"] = _scalar(reason)
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


# --- an example of each shape -----------------------------------------------------------------------------------------


def _example(field: Field, lists: Lists) -> Any:
    """Return a value that the field takes, in the shape that JSON prints."""
    scheme = field.scheme or ""
    match field.type:
        case Type.LINES:
            return ["…", "…"]
        case Type.TABLE:
            return [{column.key: _plain_example(column.type, column.scheme, lists) for column in field.columns}]
        case Type.CODES:
            degrees = DEGREES.get(scheme, "")
            line = {"code": _first(scheme, lists)}
            line |= {"degree": MAIN if degrees == MAIN else _first(degrees, lists)} if degrees else {}
            return [line | ({"percent": "100"} if scheme == PERCENT else {})]
        case _:
            return "name@example.org" if field.key == EMAIL else _plain_example(field.type, scheme, lists)


def _plain_example(kind: Type, scheme: str | None, lists: Lists) -> Any:
    match kind:
        case Type.MONEY:
            return {"amount": "2500000", "currency": "EUR"}
        case Type.DATE:
            return "2027-03"
        case Type.NUMBER:
            return 120
        case Type.CHOICE | Type.COUNTRY:
            return _first(scheme or PARTY, lists)
        case _:
            return "…"


def _first(scheme: str, lists: Lists) -> str:
    return next((code for code, _label in lists.choices(scheme)), "…")


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
