"""The rules of a proposal: what is wrong with a value, its title, its language and its reference."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from khartoum_desktop.core.i18n import _, fill, languages_first
from khartoum_desktop.core.money import CURRENCIES
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import clean_text, lines_of, one_line, script_of
from khartoum_desktop.proposals.fields import BY_KEY, DEGREES, MAIN, MAX_JUSTIFICATION, PERCENT, Column, Field, Type
from khartoum_desktop.proposals.lists import PARTY, Lists

Stored = str | int | bool | None
Line = Mapping[str, Stored]  # one row of a table or one code; "id" and "heads" where it comes from the workspace


class Amount(NamedTuple):
    """Money in integer thousandths and its ISO 4217 code; either may be unknown."""

    thousandths: int | None = None
    currency: str | None = None


FieldValue = str | int | Amount | tuple[Line, ...] | None
Values = Mapping[str, Stored | Sequence[Line]]  # a proposal's columns by name, its tables and codes by field key

MAX_CHARACTERS: Final = 100_000  # of any text; longer ones are not a field's value but a document
MAX_AMOUNT: Final = 10**15  # thousandths
MAX_LINES: Final = 1000
WHOLE: Final = 100_000  # 100 % in thousandths of a percent
EMAIL: Final = "contact_email"
_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
_DATE: Final = re.compile(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|Q[1-4]|H[12]))?")
_REF: Final = re.compile(r"KP-(\d{4})-([A-Z]+)-([A-Z])-(\d+)")


def as_lines(value: FieldValue) -> tuple[Line, ...]:
    """Return the lines of a table or codes; none for any other value."""
    return () if value is None or isinstance(value, str | int | Amount) else value


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, in the person's language; `row` and `column` name the place in a table.

    A problem that `refuses` keeps a value out of the workspace; the others are shown beside what was saved.
    """

    field: str
    reason: str
    sentence: str
    refuses: bool = True
    row: int | None = None
    column: str = ""


# --- texts ------------------------------------------------------------------------------------------------------------


def clean_value(field: Field, value: FieldValue) -> FieldValue:
    """Return a value as it is stored: texts without control and direction marks, empty ones as None."""
    if isinstance(value, str):
        return _clean_text(field.type, value)
    if isinstance(value, tuple) and not isinstance(value, Amount):
        columns = {column.key: column.type for column in field.columns}
        return tuple(
            {key: _clean_text(columns.get(key, Type.TEXT), v) if isinstance(v, str) else v for key, v in line.items()}
            for line in value
        )
    return value


def _clean_text(kind: Type, text: str) -> str | None:
    if kind is Type.LINES:
        return "\n".join(filter(None, (one_line(line) for line in text.split("\n")))) or None
    return (clean_text(text) if kind is Type.LONG else one_line(text)) or None


def _text_problems(place: "_Place", text: str, longest: int | None) -> list[Problem]:
    if len(text) > MAX_CHARACTERS:
        return [
            place.problem("length", fill(_("No text may be longer than {n} characters."), n=number(MAX_CHARACTERS)))
        ]
    found = []
    if clean_text(text) != text.strip():
        found.append(place.problem("characters", _("The text contains characters that cannot be seen.")))
    if longest is not None and len(text) > longest:
        template = _("The text has {n} characters, {more} more than the {longest} allowed.")
        sentence = fill(template, n=number(len(text)), more=number(len(text) - longest), longest=number(longest))
        found.append(place.problem("length", sentence, refuses=False))
    return found


def number(n: int) -> str:
    """Return a whole number as the person writes it."""
    return format_number(n)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands, so that its problem can say so."""

    field: str
    row: int | None = None
    column: str = ""

    def problem(self, reason: str, sentence: str, *, refuses: bool = True) -> Problem:
        return Problem(self.field, reason, sentence, refuses, self.row, self.column)


# --- one field --------------------------------------------------------------------------------------------------------


def check_field(field: Field, value: FieldValue, lists: Lists) -> list[Problem]:
    """Return what is wrong with a field's value as it would be stored; an empty value is never wrong."""
    if value is None or value in ("", ()):
        return []
    return _CHECKS[field.type](field, value, lists)


def _wrong_type(field: Field) -> list[Problem]:
    return [_Place(field.key).problem("type", _("This is not a value for this field."))]


def _check_text(field: Field, value: FieldValue, _lists: Lists) -> list[Problem]:
    if not isinstance(value, str):
        return _wrong_type(field)
    place = _Place(field.key)
    found = _text_problems(place, value, field.max_length)
    if field.key == EMAIL and not _ADDRESS.fullmatch(value.strip()):
        found.append(place.problem("email", _("This does not look like an e-mail address."), refuses=False))
    return found


def _check_lines(field: Field, value: FieldValue, _lists: Lists) -> list[Problem]:
    if not isinstance(value, str):
        return _wrong_type(field)
    lines = lines_of(value)
    found = _text_problems(_Place(field.key), value, None)
    for row, line in enumerate(lines):
        if len(line) > (field.max_length or MAX_CHARACTERS):
            found += _text_problems(_Place(field.key, row), line, field.max_length)
    if field.most is not None and len(lines) > field.most:
        sentence = fill(
            _("There are {n} lines; at most {most} are allowed."), n=number(len(lines)), most=number(field.most)
        )
        found.append(_Place(field.key).problem("lines", sentence, refuses=False))
    return found


def _code_problem(place: _Place, scheme: str, value: Stored, lists: Lists) -> list[Problem]:
    if isinstance(value, str) and lists.has(scheme, value):
        return []
    return [place.problem("code", fill(_("“{value}” is not in the list."), value=str(value)[:60]))]


def _check_choice(field: Field, value: FieldValue, lists: Lists) -> list[Problem]:
    if not isinstance(value, str):
        return _wrong_type(field)
    scheme = PARTY if field.type is Type.COUNTRY else field.scheme or ""
    return _code_problem(_Place(field.key), scheme, value, lists)


def _check_number(field: Field, value: FieldValue, _lists: Lists) -> list[Problem]:
    if type(value) is not int:
        return _wrong_type(field)
    if field.minimum <= value <= field.maximum:
        return []
    template = _("The number must be between {low} and {high}.")
    return [_Place(field.key).problem("range", fill(template, low=number(field.minimum), high=number(field.maximum)))]


def _check_money(field: Field, value: FieldValue, _lists: Lists) -> list[Problem]:
    return _money_problems(_Place(field.key), value) if isinstance(value, Amount) else _wrong_type(field)


def _money_problems(place: _Place, money: Amount) -> list[Problem]:
    amount, currency = money
    if currency is not None and currency not in CURRENCIES:
        return [place.problem("currency", fill(_("“{value}” is no currency code."), value=currency[:20]))]
    if amount is None:
        return []
    if type(amount) is not int or not 0 <= amount <= MAX_AMOUNT:
        return [place.problem("range", _("An amount cannot be below zero or above a million million."))]
    if currency is None:
        return [place.problem("currency", _("The currency of this amount is not known."), refuses=False)]
    return []


def is_date(text: str) -> bool:
    """Tell whether a text is a stored date: a year, half-year, quarter, month or day of ISO 8601."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _date_problem(place: _Place, value: Stored) -> list[Problem]:
    if isinstance(value, str) and is_date(value):
        return []
    return [place.problem("date", _("This is no date."))]


def _check_date(field: Field, value: FieldValue, _lists: Lists) -> list[Problem]:
    return _date_problem(_Place(field.key), value) if isinstance(value, str) else _wrong_type(field)


def _check_table(field: Field, value: FieldValue, lists: Lists) -> list[Problem]:
    if not isinstance(value, tuple) or isinstance(value, Amount):
        return _wrong_type(field)
    if len(value) > MAX_LINES:
        return [_Place(field.key).problem("lines", fill(_("At most {n} lines are allowed."), n=number(MAX_LINES)))]
    return [problem for row, line in enumerate(value) for problem in _line_problems(field, row, line, lists)]


def _line_problems(field: Field, row: int, line: Line, lists: Lists) -> list[Problem]:
    found = []
    for column in field.columns:
        place = _Place(field.key, row, column.key)
        found += _cell_problems(place, column, line, lists)
    if field.columns and not line.get(field.columns[0].key) and any(line.get(c.key) for c in field.columns):
        first = field.columns[0]
        sentence = fill(_("“{column}” is empty in line {n}."), column=_(first.label), n=number(row + 1))
        found.append(_Place(field.key, row, first.key).problem("empty", sentence, refuses=False))
    return found


def _cell_problems(place: _Place, column: Column, line: Line, lists: Lists) -> list[Problem]:
    value = line.get(column.key)
    if column.type is Type.MONEY:
        currency = line.get("currency")
        if isinstance(value, int | None) and isinstance(currency, str | None):
            return _money_problems(place, Amount(value, currency))
    elif value is None or value == "":
        return []
    elif isinstance(value, str):
        if column.type is Type.CHOICE:
            return _code_problem(place, column.scheme or "", value, lists)
        return (
            _date_problem(place, value) if column.type is Type.DATE else _text_problems(place, value, column.max_length)
        )
    return [place.problem("type", _("This is not a value for this field."))]


def _check_codes(field: Field, value: FieldValue, lists: Lists) -> list[Problem]:
    if not isinstance(value, tuple) or isinstance(value, Amount):
        return _wrong_type(field)
    scheme, seen = field.scheme or "", set[Stored]()
    found = []
    for row, line in enumerate(value):
        place, code = _Place(field.key, row, "code"), line.get("code")
        found += _code_problem(place, scheme, code, lists) + _degree_problems(field, row, line, lists)
        if code in seen:
            found.append(place.problem("twice", fill(_("“{value}” is there twice."), value=str(code)[:60])))
        seen.add(code)
        if isinstance(reason := line.get("justification"), str):
            found += _text_problems(_Place(field.key, row, "justification"), reason, MAX_JUSTIFICATION)
    if DEGREES.get(scheme) == MAIN and sum(line.get("degree") == MAIN for line in value) > 1:
        found.append(_Place(field.key).problem("main", _("Only one of them can be the main one."), refuses=False))
    shares = [share for line in value if isinstance(share := line.get("percent"), int)]
    if shares and sum(shares) != WHOLE:
        sentence = fill(_("The shares add up to {n} %, not to 100 %."), n=format_number(sum(shares) // 1000))
        found.append(_Place(field.key).problem("sum", sentence, refuses=False))
    return found


def _degree_problems(field: Field, row: int, line: Line, lists: Lists) -> list[Problem]:
    found = []
    degree, share = line.get("degree"), line.get("percent")
    if degree is not None and degree != MAIN:
        found += _code_problem(_Place(field.key, row, "degree"), DEGREES.get(field.scheme or "", ""), degree, lists)
    elif degree == MAIN and DEGREES.get(field.scheme or "") not in {MAIN, "strength"}:
        found += _code_problem(_Place(field.key, row, "degree"), "", degree, lists)
    if share is not None and (field.scheme != PERCENT or type(share) is not int or not 0 <= share <= WHOLE):
        found.append(_Place(field.key, row, "percent").problem("range", _("A share lies between 0 and 100 %.")))
    return found


def _check_derived(field: Field, _value: FieldValue, _lists: Lists) -> list[Problem]:
    return [_Place(field.key).problem("derived", _("The program itself fills this field."))]


_CHECKS: Final[Mapping[Type, Callable[[Field, FieldValue, Lists], list[Problem]]]] = {
    Type.TEXT: _check_text,
    Type.LONG: _check_text,
    Type.LINES: _check_lines,
    Type.CHOICE: _check_choice,
    Type.COUNTRY: _check_choice,
    Type.NUMBER: _check_number,
    Type.MONEY: _check_money,
    Type.DATE: _check_date,
    Type.TABLE: _check_table,
    Type.CODES: _check_codes,
    Type.DERIVED: _check_derived,
}


# --- title and reference ----------------------------------------------------------------------------------------------


def title_of(values: Mapping[str, object], lang: str | None = None) -> str:
    """Return the title in a language (default: the current one), else in the next one that has it, else “”."""
    return next((str(title) for one in languages_first(lang) if (title := values.get(f"title_{one}"))), "")


def language_of(text: str) -> str:
    """Return the language a text is most likely written in: Arabic by its script, French by its accents or articles."""
    if script_of(text) == "arab":
        return "ar"
    words = set(re.findall(r"\w+", text.lower()))
    return "fr" if words & _FRENCH or re.search("[éèêçàùœ]", text.lower()) else "en"


_FRENCH: Final = frozenset({"le", "la", "les", "des", "du", "et", "pour", "une", "aux", "dans", "l", "d"})


def ref_prefix(year: int, delegation: str, letter: str) -> str:
    """Return what all references begin with that one laptop of one delegation gives in one year."""
    return f"KP-{year:04}-{re.sub('[^A-Z]', '', delegation.upper()) or 'XX'}-{letter}-"


def ref_number(ref: str) -> int:
    """Return the running number of a reference, 0 when it is none of ours."""
    match = _REF.fullmatch(ref)
    return int(match[4]) if match else 0


def field_of(column: str) -> Field | None:
    """Return the field that a column of the proposal belongs to."""
    return BY_KEY.get(column) or BY_KEY.get(column.removesuffix("_currency"))
