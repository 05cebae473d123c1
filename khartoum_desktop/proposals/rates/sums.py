"""Whether the parts of a budget add up to its total: exactly in one currency, by the rates in several."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_percent
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.proposals.model import Problem, Values
from khartoum_desktop.proposals.rates.model import Standing
from khartoum_desktop.proposals.rates.showing import show_about

TOLERANCE: Final = Fraction(1, 100)  # of the total cost, where rates were needed: budgets are drawn up at other rates
_TABLES: Final = {
    "budget_by_source": N_("The sources add up to {sum}, not to the cost of {total}."),
    "budget_by_component": N_("The components add up to {sum}, not to the cost of {total}."),
}
_ASKED: Final = N_("Requested amount and own contribution add up to {sum}, not to the cost of {total}.")

Pair = tuple[object, object]  # thousandths and currency, as stored; either may be unknown


def check_sums(values: Values, now: Standing) -> list[Problem]:
    """Return where sources, components, or what is asked and given, differ from the total cost; nothing is refused.

    A part without an amount, a currency or a rate leaves the question open.
    """
    total = (values.get("budget_total"), values.get("budget_total_currency"))
    found = [_difference(key, template, _lines(values, key), total, now) for key, template in _TABLES.items()]
    asked = [(values.get(key), values.get(f"{key}_currency")) for key in ("amount_requested", "own_contribution")]
    found.append(_difference("own_contribution", _ASKED, asked, total, now))
    return [problem for problem in found if problem]


def _lines(values: Values, key: str) -> list[Pair]:
    lines = values.get(key)
    if lines is None or isinstance(lines, str | int):
        return []
    return [(line.get("amount"), line.get("currency")) for line in lines]


def _difference(key: str, template: str, parts: Sequence[Pair], whole: Pair, now: Standing) -> Problem | None:
    total, currency = whole
    if not parts or type(total) is not int or not isinstance(currency, str):
        return None
    added = Fraction(0)
    for amount, other in parts:
        factor = now.factor(other, currency) if isinstance(other, str) else None
        if type(amount) is not int or factor is None:
            return None
        added += amount * factor
    mixed = any(other != currency for _amount, other in parts)
    if added == total or (mixed and abs(added - total) <= TOLERANCE * total):
        return None
    shown = show_about(round(added), currency) if mixed else isolate_ltr(format_money(int(added), currency))
    sentence = fill(_(template), sum=shown, total=isolate_ltr(format_money(total, currency)))
    if mixed:
        allowed = _("Converted at the workspace’s rates; up to {percent} of difference is allowed.")
        sentence = f"{sentence} {fill(allowed, percent=format_percent(TOLERANCE))}"
    return Problem(key, "sum", sentence, refuses=False)
