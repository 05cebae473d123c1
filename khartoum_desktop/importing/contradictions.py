"""What one row says twice and differently: the column of its own counts, and the other is said."""

from collections.abc import Sequence
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.assembling import MONEY, AppliedColumn, Draft
from khartoum_desktop.importing.model import Reason, Weight

_BACKWARDS: Final = Reason(N_("The planned end lies before the planned start."), (), Weight.LOOK)
_OTHER_CURRENCY: Final = N_("The amount is in {taken}, the column of currencies says {other}: {taken} is taken.")
_DATES: Final = ("start_planned", "end_planned")


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
