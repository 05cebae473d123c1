"""How a field's value stands in a document: words for codes, typed numbers, ISO dates, one text for a list."""

from collections.abc import Mapping, Sequence

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.money import format_money
from khartoum_desktop.exporting.model import Cell, Kind, ReportColumn
from khartoum_desktop.proposals.fields import Column, Field, Type
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Amount, FieldValue, as_lines
from khartoum_desktop.proposals.rates.model import IN_EURO

_KINDS = {
    Type.NUMBER: Kind.NUMBER,
    Type.MONEY: Kind.AMOUNT,
    Type.DATE: Kind.DATE,
}
_WIDTHS = {
    Type.LONG: 48,
    Type.LINES: 36,
    Type.TABLE: 40,
    Type.CODES: 24,
    Type.NUMBER: 12,
    Type.MONEY: 16,
    Type.DATE: 16,
}
_TITLE_WIDTH = 44


def columns_of(field: Field) -> list[ReportColumn]:
    """Return the document's columns of a field: an amount has its currency beside it."""
    if field.key == IN_EURO:
        return [ReportColumn(field.key, _(field.label), Kind.AMOUNT, 16)]  # its name says the currency
    kind = Kind.CODE if field.key == "ref" else _KINDS.get(field.type, Kind.TEXT)
    width = _TITLE_WIDTH if field.group == "title" else _WIDTHS.get(field.type, 20)
    found = [ReportColumn(field.key, _(field.label), kind, width)]
    if field.type is Type.MONEY:
        found.append(ReportColumn(f"{field.key}_currency", _("Currency"), Kind.CODE, 10))
    return found


def cells_of(field: Field, value: FieldValue, lists: Lists) -> list[Cell]:
    """Return the cells of a field's columns."""
    if field.key == IN_EURO:
        return [value.thousandths if isinstance(value, Amount) else None]
    if field.type is Type.MONEY:
        amount = value if isinstance(value, Amount) else Amount()
        return [amount.thousandths, amount.currency]
    return [_cell(field, value, lists)]


def _cell(field: Field, value: FieldValue, lists: Lists) -> Cell:
    if value is None or isinstance(value, Amount):
        return None
    if isinstance(value, tuple):
        return "\n".join(filter(None, (line_words(field, line, lists) for line in as_lines(value)))) or None
    scheme = PARTY if field.type is Type.COUNTRY else "state" if field.key == "state" else field.scheme
    if scheme:
        return lists.label(scheme, str(value))
    return value


def line_words(field: Field, line: Mapping[str, object], lists: Lists) -> str:
    """Return one line of a list in words: “GCM-5” for a code, “Italy: co-sponsor” for a party."""
    if field.type is Type.CODES:
        code = str(line.get("code") or "")
        return lists.label("priority", code) if field.scheme == "priority" else code
    return _joined([_column_words(column, line, lists) for column in field.columns])


def _column_words(column: Column, line: Mapping[str, object], lists: Lists) -> str:
    value = line.get(column.key)
    if value is None or value == "":
        return ""
    if column.type is Type.COUNTRY:
        return lists.label(PARTY, str(value))
    if column.type is Type.CHOICE:
        return lists.label(column.scheme or "", str(value))
    if column.type is Type.DATE:
        return format_date(str(value))
    if column.type is Type.MONEY and isinstance(value, int):
        currency = line.get("currency")
        return format_money(value, str(currency) if currency else "")
    return str(value)


def _joined(words: Sequence[str]) -> str:
    first, *rest = [word for word in words if word] or [""]
    # Translators: joins the parts of one line of a list in a document
    return first + (_(": ") + _(", ").join(rest) if rest else "")
