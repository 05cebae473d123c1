"""What one row says twice and differently: the column of its own counts, and the other is said."""

from collections.abc import Sequence
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.assembling import MONEY, AppliedColumn, Draft
from khartoum_desktop.importing.model import Reason, Value, Weight
from khartoum_desktop.importing.targets import Reading, targets
from khartoum_desktop.sheets.model import Sheet

_OTHER_DATE: Final = N_("This says {other}, the column of its own says {taken}, which is taken.")
_BACKWARDS: Final = Reason(N_("The planned end lies before the planned start."), (), Weight.LOOK)
_OTHER_CURRENCY: Final = N_("The amount is in {taken}, the column of currencies says {other}: {taken} is taken.")
_SHARED: Final = Reason(
    N_("This is one cell over several proposals: what it gives belongs to all of them together, and is only kept.")
)
_COUNTED: Final = frozenset({Reading.MONEY, Reading.COUNT})
_DATES: Final = ("start_planned", "end_planned")


def add_beside(draft: Draft) -> None:
    """Add what cells said beside their own field (the end of a period) where no column of its own says it."""
    if not draft.beside:
        return
    for plan, values in draft.beside:
        for name, value in values.items():
            taken = draft.values.get(name)
            if taken is None:
                draft.values[name] = value
            elif not _is_same(taken, value):
                args = (("other", str(value)), ("taken", str(taken)))
                draft.troubles.append((plan, Reason(_OTHER_DATE, args, Weight.LOOK)))


def doubt_order(draft: Draft, columns: Sequence[AppliedColumn]) -> None:
    """Ask for a look at a project that ends before it begins."""
    start, end = (str(draft.values.get(name) or "") for name in _DATES)
    length = min(len(start), len(end))  # of a year and a day only the years can be compared
    if length and end[:length] < start[:length]:
        column = next((one.plan for one in columns if one.target == _DATES[1]), None)
        draft.troubles.append((column, _BACKWARDS))


def doubt_currency(draft: Draft, columns: Sequence[AppliedColumn]) -> None:
    """Ask for a look at an amount in another currency than the row's column of currencies names.

    Where another amount of the row names no currency, that column speaks of it.
    """
    named = draft.values.get("currency")
    if not (named or draft.currencies):
        return
    amounts = [key for key in MONEY if draft.values.get(key) is not None]
    if not all(draft.values.get(f"{key}_currency") for key in amounts):
        return
    for key in amounts:
        taken, other = draft.values.get(f"{key}_currency"), draft.currencies.get(key) or named
        if other and taken != other:
            column = next((one.plan for one in columns if one.target == key), None)
            args = (("taken", str(taken)), ("other", str(other)))
            draft.troubles.append((column, Reason(_OTHER_CURRENCY, args, Weight.LOOK)))


def _is_same(one: Value, other: Value) -> bool:
    """Whether two values say the same, one perhaps less exactly: 2027 and 2027-12-31."""
    first, second = sorted((str(one), str(other)), key=len)
    return second == first or (len(first) >= len("2027") and second.startswith(f"{first}-"))


def leave_shared(drafts: Sequence[Draft], sheet: Sheet, columns: Sequence[AppliedColumn]) -> None:
    """Leave out the amounts and numbers of people that one merged cell gives for several proposals together."""
    counted = {column.plan.index: column for column in columns if targets()[column.target].reading in _COUNTED}
    by_number = {draft.number: draft for draft in drafts} if sheet.merges and counted else {}
    for merge in sheet.merges if by_number else ():
        column = counted.get(merge.first_column - sheet.first_column)
        rows = range(merge.first_row, min(merge.last_row, sheet.last_row) + 1)
        covered = [by_number[number] for number in rows if number in by_number]
        if column is None or len(covered) < 2:  # noqa: PLR2004 - a proposal and its own parts
            continue
        value = sheet.value(merge.first_row, merge.first_column)
        for draft in covered:
            if value is not None and draft.row[column.plan.index] == value:  # else a person corrected it
                _leave(draft, column)


def _leave(draft: Draft, column: AppliedColumn) -> None:
    for name in column.read(draft.row[column.plan.index]).values:
        draft.values.pop(name, None)
    draft.troubles = [(plan, reason) for plan, reason in draft.troubles if plan is not column.plan]
    draft.troubles.append((column.plan, _SHARED))
