"""The rows of the last look before an import in words: what each cell says, what it would change, what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Final

from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing.model import (
    Change,
    Problem,
    RowPlan,
    Status,
    Value,
    Weight,
    by_gravity,
    label_of,
    named,
)
from khartoum_desktop.importing.survey import Row
from khartoum_desktop.importing.targets import Reading, targets
from khartoum_desktop.importing.ui.sheet_model import cell_words
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND, BY_SCHEME, Field, Type
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Amount, FieldValue, title_of
from khartoum_desktop.proposals.showing import show, show_line, sided
from khartoum_desktop.toolkit.choosing import Choices
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.table import ColumnView

CHIPS: Final[Mapping[Status, tuple[str, str]]] = {
    Status.NEW: (N_("new"), "ok"),
    Status.CHANGED: (N_("changed"), "info"),
    Status.SAME: (N_("same"), ""),
    Status.HELD: (N_("held back"), "warn"),
}
ROLES: Final[Mapping[Weight, str]] = {Weight.HOLDS: "error", Weight.LEAVES: "warn", Weight.LOOK: "info"}
_CELL, _OLD_AND_NEW = 150, 250
_MEANT: Final = frozenset({"country", "meant"})  # what a sentence proposes in the place of a whole cell
_PEOPLE: Final = frozenset({Reading.COUNTRY, Reading.PARTIES})


def status_chip(row: RowPlan) -> ChipLook:
    """Return the chip that says what becomes of a row."""
    word, kind = CHIPS[row.status]
    return ChipLook(_(word), kind=kind)


def title_words(row: Row) -> str:
    """Return a row's title."""
    return title_of(row.plan.values) or _("(no title)")


def value_words(row: Row, target: str, lists: Lists) -> str:
    """Return what a cell of the review says: the value that is written, or the text as received where there is none."""
    field = BY_KEY.get(targets()[target].field)
    if field is None or field.key not in row.plan.values:
        return cell_words(row.received(target))
    return show(field, _of_row(field, row.plan), lists).replace("\n", " ")


def change_of(row: Row, target: str, lists: Lists) -> tuple[str, str] | None:
    """Return old and new value of a cell of the review, None: nothing changes there."""
    found = {one.field: one for one in row.plan.changes}
    field = BY_KEY.get(targets()[target].field)
    if field is None or not {field.key, f"{field.key}_currency"} & found.keys():
        return None
    return old_and_new(row.plan, field, lists)


def old_and_new(row: RowPlan, field: Field, lists: Lists) -> tuple[str, str]:
    """Return in words what a field is and what it becomes."""
    found = {one.field: one for one in row.changes}
    own = found.get(field.key) or Change(field.key, row.values.get(field.key), row.values.get(field.key))
    if field.type is Type.MONEY:
        currency = row.values.get(f"{field.key}_currency")
        named = found.get(f"{field.key}_currency")
        before = named.old if named else currency
        old: FieldValue = Amount(_number(own.old), str(before or "") or None)
        return show(field, old, lists), show(field, Amount(_number(own.new), str(currency or "") or None), lists)
    return show(field, _value(own.old), lists), show(field, _value(own.new), lists)


def changes_in_words(row: RowPlan, lists: Lists) -> list[str]:
    """Return what a row changes in a proposal that we have, and the lines that it adds."""
    if row.status is not Status.CHANGED:
        return []
    found = []
    for key in dict.fromkeys(change.field.removesuffix("_currency") for change in row.changes):
        field = BY_KEY[key]
        old, new = old_and_new(row, field, lists)
        found.append(sided(fill(_("{field}: {old} → {new}"), field=_(field.label), old=old, new=new)))
    for kind, line in row.children:
        own = BY_SCHEME.get(str(line.get("scheme"))) if kind == "alignment" else BY_KIND.get(kind)
        if own is not None:
            words = show_line(own, line, lists)
            found.append(sided(fill(_("{field}: added {value}"), field=_(own.label), value=words)))
    return found


def cleared_words(count: int) -> str:
    """Return how many values empty cells clear."""
    words = ngettext(
        "Empty cells clear {n} value: see “Changed”.", "Empty cells clear {n} values: see “Changed”.", count
    )
    return fill(words, n=format_number(count))


def problems_of_cell(row: Row, problem: Problem) -> list[Problem]:
    """Return everything that is said of the cell of a problem, the gravest last."""
    found = [one for one in row.plan.problems if one.column == problem.column]
    return sorted(found, key=by_gravity, reverse=True)


def likely_meant(problems: Sequence[Problem]) -> str:
    """Return the name that was probably meant in a cell, "" if none is near."""
    args = (one.reason.args for one in problems if one.reason.weight is Weight.LEAVES)
    return next((named(value) for pairs in args for name, value in pairs if name in _MEANT), "")


def choices_for(target: str, lists: Lists) -> Choices:
    """Return what may stand in a cell of a field that has a list (code, label); none where anything may."""
    meant = targets().get(target)
    if meant is None:
        return []
    if meant.reading in _PEOPLE:
        return lists.choices(PARTY)
    field = BY_KEY.get(meant.field)
    scheme = meant.scheme or (field.scheme if field else "")
    return lists.choices(scheme) if scheme and meant.reading in {Reading.CHOICE, Reading.CODES} else []


def field_column(key: str, lists: Lists, *, is_changing: bool) -> ColumnView[Row]:
    """Return the column of the review that shows a field."""

    def words(row: Row) -> str:
        return value_words(row, key, lists)

    def spoken(row: Row) -> str:
        problem = row.problem(key)
        return listed([words(row), problem.reason.text]) if problem else words(row)

    def tip(row: Row) -> str:
        return why(row, key)

    width = _OLD_AND_NEW if is_changing else _CELL
    return ColumnView(key, label_of(key), words, width, tool_tip=tip, accessible=spoken, sortable=False)


def why(row: Row, key: str) -> str:
    """Return what is wrong in a cell, "" for nothing."""
    problem = row.problem(key)
    return problem.reason.text if problem else ""


def _of_row(field: Field, row: RowPlan) -> FieldValue:
    value = row.values.get(field.key)
    if field.type is Type.MONEY:
        return Amount(_number(value), str(row.values.get(f"{field.key}_currency") or "") or None)
    return _value(value)


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _value(value: Value) -> str | int | None:
    return None if isinstance(value, bool) else value
