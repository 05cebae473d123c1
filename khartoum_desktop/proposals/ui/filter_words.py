"""Filters in words: what a condition asks, short enough for a chip."""

from typing import Final

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.searches.model import Condition, Test, name_of, scheme_of
from khartoum_desktop.proposals.showing import joined

# what a column can be asked, as the filter's box says it
TEST_LABELS: Final = {
    Test.CONTAINS: N_("contains"),
    Test.ONE_OF: N_("is one of"),
    Test.RANGE: N_("lies between"),
    Test.BLANK: N_("is blank"),
    Test.NOT_BLANK: N_("is not blank"),
    Test.CHANGED_SINCE: N_("was changed since"),
}
_MOST_CODES: Final = 3
_MOST_LETTERS: Final = 40


def describe(condition: Condition, lists: Lists) -> str:
    """Return what a condition asks, in the current language."""
    field, values = name_of(condition.key), condition.values
    match condition.test:
        case Test.CONTAINS:
            return fill(_("{field} contains “{words}”"), field=field, words=_short(values[0]))
        case Test.ONE_OF:
            return fill(_("{field}: {value}"), field=field, value=_codes(condition, lists))
        case Test.BLANK:
            return fill(_("{field}: blank"), field=field)
        case Test.NOT_BLANK:
            return fill(_("{field}: not blank"), field=field)
        case Test.CHANGED_SINCE:
            return fill(_("{field}: changed since {day}"), field=field, day=format_date(values[0]))
        case Test.RANGE:
            low, high = (show_end(condition.key, value) for value in values)
            template = _("{field}: {low} to {high}") if low and high else _("{field}: from {low}")
            return fill(template if low else _("{field}: up to {high}"), field=field, low=low, high=high)


def _codes(condition: Condition, lists: Lists) -> str:
    labels = [lists.label(scheme_of(condition.key), code) for code in condition.values]
    more = len(labels) - _MOST_CODES
    shown = joined(labels[:_MOST_CODES])
    return fill(_("{codes} and {n} more"), codes=shown, n=format_number(more)) if more > 0 else shown


def _short(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS].rstrip()}…"


def show_end(key: str, value: str) -> str:
    """Return one end of a range as people write it, "" for an open one."""
    if not value:
        return ""
    kind = BY_KEY[key].type if key in BY_KEY else Type.NUMBER
    if kind is Type.DATE:
        return format_date(value)
    if kind is Type.MONEY or key == "reporting_amount_eur":
        return isolate_ltr(format_money(int(value)))
    return format_number(int(value))
