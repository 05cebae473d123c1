"""An editor for every field of the catalogue, and how the stored value passes into it and out again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, is_rtl
from khartoum_desktop.core.numbers import format_number, parse_number
from khartoum_desktop.proposals.attachments.ui.cards import FileCards
from khartoum_desktop.proposals.attachments.ui.letters import LetterCell
from khartoum_desktop.proposals.fields import DEGREES, MAIN, PERCENT, Column, Field, Type
from khartoum_desktop.proposals.lists import CURRENCY, PARTY, Lists
from khartoum_desktop.proposals.model import Amount, FieldValue, Line, Stored, as_lines
from khartoum_desktop.proposals.ui.line_cards import CellSpec, LineCards
from khartoum_desktop.proposals.values import understand
from khartoum_desktop.toolkit.editors import parse_whole
from khartoum_desktop.toolkit.forms import (
    ChoiceEditor,
    CodesEditor,
    CountryEditor,
    DateEditor,
    Editor,
    LineEditor,
    LinesEditor,
    LongEditor,
    MoneyEditor,
    NumberEditor,
)

_LONG_CELL: Final = 500
# codes of which more is said than a degree: they get a line each
_DETAILED: Final = frozenset({"priority", PERCENT})
# how many sixths of a row each column of a table takes, in the order of its columns
_PARTS: Final[Mapping[str, tuple[int, ...]]] = {
    "parties": (3, 3, 2, 2, 2, 3, 3),
    "results": (2, 6, 6, 2, 2, 2, 6),
    "budget_by_source": (2, 2, 2, 3, 3),
    "budget_by_component": (3, 3, 3, 3, 3),
    "risks": (6, 2, 2, 6),
    "complementarity": (4, 2, 3, 6),
    "attachments": (3, 3, 2, 2),
}
_CODE_LABELS: Final = {"priority": N_("Priority"), PERCENT: N_("Purpose code")}


class AmountEditor(MoneyEditor):
    """An amount that is never misread: a figure that was not touched is the one that was shown."""

    _shown: tuple[str, str, Any] = ("", "", None)

    def show_value(self, value: Any) -> None:
        """Show an amount and remember how it looks."""
        super().show_value(value)
        self._shown = (self.amount.line.text(), self.currency.code(), value)

    def read(self) -> object:
        """Return what was shown while nothing is changed, else what is typed now."""
        text, code, value = self._shown
        if (self.amount.line.text(), self.currency.code()) == (text, code):
            return value
        return super().read()


@dataclass(frozen=True, slots=True)
class Bound:
    """An editor bound to a field: `read` turns the editor's value into the field's, `write` the other way round."""

    field: Field
    editor: Editor
    read: Callable[[Any], FieldValue]
    write: Callable[[FieldValue], Any]

    def show(self, value: FieldValue) -> None:
        """Show a stored value."""
        self.editor.set_value(self.write(value))


def bind(field: Field, lists: Lists) -> Bound:
    """Return the editor of a field, named in the current language."""
    makers: dict[Type, Callable[[Field, Lists], Bound]] = {
        Type.TEXT: _text,
        Type.LONG: _long,
        Type.LINES: _lines,
        Type.CHOICE: _choice,
        Type.COUNTRY: _country,
        Type.NUMBER: _number,
        Type.MONEY: _money,
        Type.DATE: _date,
        Type.TABLE: _table,
        Type.CODES: _codes,
    }
    bound = makers[field.type](field, lists)
    bound.editor.setObjectName(field.key)
    return bound


def _same(value: Any) -> Any:
    return value


def _text(field: Field, _lists: Lists) -> Bound:
    editor = LineEditor(name=_(field.label))
    if field.language:
        editor.line.setLayoutDirection(_direction(field.language))
    return Bound(field, editor, _same, _same)


def _direction(language: str) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if is_rtl(language) else Qt.LayoutDirection.LeftToRight


def _long(field: Field, _lists: Lists) -> Bound:
    editor = LongEditor(name=_(field.label), longest=field.max_length or 0, lines=3 if field.language else 4)
    if field.language:
        editor.text.setLayoutDirection(_direction(field.language))
    return Bound(field, editor, _same, _same)


def _lines(field: Field, _lists: Lists) -> Bound:
    return Bound(field, LinesEditor(name=_(field.label)), _same, _same)


def _choice(field: Field, lists: Lists) -> Bound:
    editor = ChoiceEditor(lists.choices(field.scheme or ""), name=_(field.label), width=260)
    return Bound(field, editor, _same, _same)


def _country(field: Field, lists: Lists) -> Bound:
    return Bound(field, CountryEditor(lists.choices(PARTY), name=_(field.label), width=320), _same, _same)


def _number(field: Field, lists: Lists) -> Bound:
    parse = partial(_understood, field, lists) if field.key == "duration_months" else parse_whole
    return Bound(field, NumberEditor(parse, format_number, name=_(field.label)), _same, _same)


def _understood(field: Field, lists: Lists, text: str) -> object:
    return understand(field, text, lists)


def _money(field: Field, lists: Lists) -> Bound:
    editor = AmountEditor(_currencies(lists), name=_(field.label))
    return Bound(field, editor, _amount_of, _pair_of)


def _currencies(lists: Lists) -> list[tuple[str, str]]:
    """Return currencies by their codes, which is how everybody here writes them."""
    return [(code, code) for code, _label in lists.choices(CURRENCY)]


def _amount_of(pair: Any) -> Amount | None:
    return None if pair is None else Amount(pair[0], pair[1] or None)


def _pair_of(value: FieldValue) -> tuple[int, str] | None:
    if not isinstance(value, Amount) or value.thousandths is None:
        return None
    return (value.thousandths, value.currency or "")


def _date(field: Field, lists: Lists) -> Bound:
    return Bound(field, DateEditor(partial(_understood, field, lists), format_date, name=_(field.label)), _same, _same)


# --- tables -----------------------------------------------------------------------------------------------------------


def _table(field: Field, lists: Lists) -> Bound:
    specs = [_cell(column, parts, lists) for column, parts in zip(field.columns, _PARTS[field.key], strict=True)]
    if field.key == "attachments":
        return Bound(field, FileCards(specs, name=_(field.label)), as_lines, as_lines)
    add = fill(_("Add to “{field}”"), field=_(field.label))
    return Bound(field, LineCards(specs, name=_(field.label), add_text=add), as_lines, as_lines)


def _cell(column: Column, parts: int, lists: Lists) -> CellSpec:
    label, key = _(column.label), column.key
    make: Callable[[], Editor]
    if column.type is Type.MONEY:
        codes = _currencies(lists)
        return CellSpec(
            key, label, parts, lambda: AmountEditor(codes), partial(_amount_columns, key), _line_amount(key)
        )
    if column.type is Type.CHOICE:
        choices = lists.choices(column.scheme or "")
        make = partial(ChoiceEditor, choices)
    elif column.type is Type.COUNTRY:
        parties = lists.choices(PARTY)
        make = partial(CountryEditor, parties, width=0)
    elif column.type is Type.DATE:
        make = partial(DateEditor, _parse_date, format_date, width=0)
    elif column.max_length is not None and column.max_length >= _LONG_CELL:
        make = partial(LongEditor, longest=column.max_length, lines=2)
    else:
        make = LetterCell if key == "consent_letter" else LineEditor
    return CellSpec(key, label, parts, make, partial(_one_column, key), partial(_line_value, key))


def _parse_date(text: str) -> object:
    return understand(_ANY_DATE, text, _NO_LISTS)


_ANY_DATE: Final = Field("date", 0, "", Type.DATE, "")
_NO_LISTS: Final = Lists(())


def _one_column(key: str, value: Any) -> dict[str, Stored]:
    return {key: value}


def _line_value(key: str, line: Line) -> Stored:
    return line.get(key)


def _amount_columns(key: str, pair: Any) -> dict[str, Stored]:
    """Return the columns of an amount; without one the currency that is already there stays."""
    return {key: None} if pair is None else {key: pair[0], "currency": pair[1] or None}


def _line_amount(key: str) -> Callable[[Line], Any]:
    def write(line: Line) -> tuple[Stored, Stored] | None:
        return None if line.get(key) is None else (line[key], line.get("currency") or "")

    return write


# --- codes ------------------------------------------------------------------------------------------------------------


def _codes(field: Field, lists: Lists) -> Bound:
    scheme = field.scheme or ""
    add = fill(_("Add to “{field}”"), field=_(field.label))
    if scheme in _DETAILED:
        specs = _code_cells(field, lists)
        return Bound(field, LineCards(specs, name=_(field.label), add_text=add, identity="code"), as_lines, as_lines)
    editor = CodesEditor(_labelled(field, lists), degrees=_degrees(field, lists), name=_(field.label), add_text=add)
    kept: dict[Stored, Line] = {}

    def write(value: FieldValue) -> tuple[tuple[str, str], ...]:
        kept.clear()
        kept.update({line["code"]: line for line in as_lines(value)})
        return tuple((str(line["code"]), str(line.get("degree") or "")) for line in as_lines(value))

    def read(pairs: Any) -> FieldValue:
        return tuple({**kept.get(code, {}), "code": code, "degree": degree or None} for code, degree in pairs)

    return Bound(field, editor, read, write)


def _labelled(field: Field, lists: Lists) -> list[tuple[str, str]]:
    """Return the codes with their numbers before their labels, where the code is one that people use."""
    scheme = field.scheme or ""
    choices = lists.choices(scheme)
    if scheme in {"priority", "principle", "marker"}:
        return choices
    return [(code, f"{code} {label}") for code, label in choices]


def _degrees(field: Field, lists: Lists) -> list[tuple[str, str]]:
    degrees = DEGREES.get(field.scheme or "", "")
    listed = [(MAIN, _("Main"))] if degrees == MAIN else lists.choices(degrees)
    return [("", "–"), *listed] if listed else []


def _code_cells(field: Field, lists: Lists) -> list[CellSpec]:
    label = _CODE_LABELS[field.scheme or ""]
    named = partial(lists.label, field.scheme or "")
    cells = [_code_cell("code", _(label), 6, partial(ChoiceEditor, _labelled(field, lists), named=named))]
    if (field.scheme or "") in DEGREES:
        choices = lists.choices(DEGREES[field.scheme or ""])
        cells.append(_code_cell("degree", _("Claimed strength"), 2, partial(ChoiceEditor, choices)))
    if field.scheme == PERCENT:
        share = partial(NumberEditor, _parse_share, _show_share, width=0)
        cells.append(_code_cell("percent", _("Share in %"), 2, share))
    else:
        cells.append(_code_cell("justification", _("Justification"), 6, partial(LongEditor, longest=500, lines=2)))
    return cells


def _code_cell(key: str, label: str, parts: int, make: Callable[[], Editor]) -> CellSpec:
    return CellSpec(key, label, parts, make, partial(_one_column, key), partial(_line_value, key))


def _parse_share(text: str) -> int:
    found = parse_number(text.replace("%", "").replace("٪", ""))
    if found is None or found.value is None or (found.value * 1000).denominator != 1:
        raise UserError(_("This is no share in percent."), _("Write it with digits, for example 40."))
    return int(found.value * 1000)


def _show_share(thousandths: int) -> str:
    places = 0 if thousandths % 1000 == 0 else 3
    return format_number(Fraction(thousandths, 1000), places)
