"""Values in words: what fiches, histories and lists show a person, in the current language and digits."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill, is_rtl, listed, ngettext
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.core.text import isolate, isolate_ltr, lines_of
from khartoum_desktop.proposals.fields import DEGREES, MAIN, Column, Field, Type
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import WHOLE, Amount, FieldValue, Line, Stored, as_lines, is_date

NOTHING: Final = "–"
_RLM, _LRM = "\u200f", "\u200e"
_WORD_JOINER: Final = "\u2060"
_HYPHEN_OF_A_CODE: Final = re.compile(r"(?<=[A-Z0-9])-(?=[A-Z0-9])")


def show(field: Field, value: FieldValue, lists: Lists) -> str:
    """Return a field's value in words, lines under each other; “–” for an empty one."""
    if value is None or value in ("", ()):
        return NOTHING
    if isinstance(value, Amount):
        return show_amount(value)
    if isinstance(value, tuple):
        return "\n".join(show_line(field, line, lists) for line in as_lines(value))
    if isinstance(value, int):
        return show_months(value) if field.key == "duration_months" else format_number(value)
    return _show_text(field.type, field.scheme, value, lists)


def _show_text(kind: Type, scheme: str | None, value: str, lists: Lists) -> str:
    match kind:
        case Type.DATE:
            return format_date(value) if is_date(value) else value
        case Type.COUNTRY:
            return lists.label(PARTY, value)
        case Type.LINES:
            return "\n".join(isolate(line) for line in lines_of(value))
        case _:
            return lists.label(scheme, value) if scheme else value


def restricted_mark(restricted: bool) -> str:
    """Return the word that stands beside a restricted proposal wherever it is named, "" for any other."""
    return _("restricted") if restricted else ""


def sided(text: str) -> str:
    """Return a text that runs in the direction of the language although it may hold nothing but isolated words."""
    return f"{_RLM if is_rtl() else _LRM}{text}" if text else text


def joined(words: Iterable[str]) -> str:
    """Return words with commas between them, each in its own direction, the whole in the direction of the language."""
    return sided(listed(words))


def labelled(label: str, text: str) -> str:
    """Return “label: text”, each in its own direction."""
    return sided(fill(_("{field}: {value}"), field=label, value=text))


def show_amount(amount: Amount) -> str:
    """Return an amount with its currency, the code alone where the amount is not known."""
    if amount.thousandths is None:
        return amount.currency or NOTHING
    return isolate_ltr(format_money(amount.thousandths, amount.currency))


def show_months(n: int) -> str:
    """Return a duration in months."""
    return fill(ngettext("{n} month", "{n} months", n), n=format_number(n))


def show_line(field: Field, line: Line, lists: Lists) -> str:
    """Return one line of a table, or one code with its degree, as a single line of words."""
    if field.type is Type.CODES:
        scheme = field.scheme or ""
        parts = [isolate(lists.label(scheme, str(line.get("code") or "")))]
        degree = line.get("degree")
        if degree:
            parts.append(isolate(_("main") if degree == MAIN else lists.label(DEGREES.get(scheme, ""), str(degree))))
        if isinstance(share := line.get("percent"), int):
            parts.append(isolate_ltr(format_percent(Fraction(share, WHOLE), 0 if share % 1000 == 0 else 1)))
        if line.get("justification"):
            parts.append(isolate(str(line["justification"])))
        return sided(" · ".join(parts))
    shown = [show_cell(column, line, lists) for column in field.columns]
    return sided(" · ".join(isolate(part) for part in shown if part))


def show_cell(column: Column, line: Mapping[str, Stored], lists: Lists) -> str:
    """Return one cell of a table in words, “” for an empty one."""
    value = line.get(column.key)
    if column.type is Type.MONEY:
        currency = line.get("currency")
        if not isinstance(value, int):
            return ""
        return show_amount(Amount(value, str(currency) if currency else None))
    if value is None or value == "":
        return ""
    return _show_text(column.type, column.scheme, str(value), lists)


def unbroken(text: str) -> str:
    """Return a text for a narrow label in which no reference is broken at its hyphens."""
    return _HYPHEN_OF_A_CODE.sub(f"-{_WORD_JOINER}", text)


def show_step(label: str, args: Mapping[str, str]) -> str:
    """Return the name of a step in the current language; our own words within it too."""
    return fill(_(label), **{name: _(text) if text else "" for name, text in args.items()})
