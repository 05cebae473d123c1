"""Amounts so large that something else than an amount may stand in the cell: two figures in one, figures of a mark."""

from collections.abc import Sequence
from statistics import median
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.money import format_money
from khartoum_desktop.importing.assembling import AppliedColumn, Draft, is_money
from khartoum_desktop.importing.model import Reason, Value, Weight

_VERY_MUCH: Final = N_("{amount} is very much for a project: is this one amount, and its unit right?")
_LARGE: Final = 10**14  # thousandths: 100 billion
_FAR: Final = 1000
_FEWEST: Final = 5  # amounts of a column that tell what is usual in it


def doubt_large_amounts(drafts: Sequence[Draft], columns: Sequence[AppliedColumn]) -> None:
    """Ask for a look at amounts of 100 billion and more, or of a thousand times what is usual in their column."""
    for column in columns:
        if not is_money(column.target):
            continue
        key = column.target
        amounts = [(one, amount) for one in drafts if isinstance(amount := one.values.get(key), int) and amount > 0]
        most = max((amount for _draft, amount in amounts), default=0)
        if most < _LARGE and most < _FAR * min((amount for _draft, amount in amounts), default=most):
            continue
        by_currency: dict[Value, list[int]] = {}
        for draft, amount in amounts:
            by_currency.setdefault(draft.values.get(f"{key}_currency"), []).append(amount)
        usual = {code: median(found) for code, found in by_currency.items() if len(found) >= _FEWEST}
        for draft, amount in amounts:
            code = draft.values.get(f"{key}_currency")
            if amount >= _LARGE or (code in usual and amount >= _FAR * usual[code]):
                shown = (("amount", format_money(amount, str(code or ""))),)
                draft.troubles.append((column.plan, Reason(_VERY_MUCH, shown, Weight.LOOK)))
