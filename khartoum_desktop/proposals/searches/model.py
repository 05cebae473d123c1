"""What the list of proposals can be asked: conditions on its fields, and searches that somebody keeps."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

import msgspec

from khartoum_desktop.core.dates import first_day, last_day, precision_of
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import fold
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.proposals.lists import PARTY, Lists

TITLE: Final = "title"  # in whichever language
COMPLETENESS: Final = "completeness"  # in percent, for the next stage
HISTORY: Final = "history"  # of the whole proposal
MAX_WORDS: Final = 1000
_MAX_JSON: Final = 100_000
_REPORTED: Final = "reporting_amount_eur"  # the total cost, converted: sorted and asked by that


class Test(Enum):
    """What a condition asks of a field."""

    __test__ = False  # it is nothing that pytest should collect

    CONTAINS = "contains"
    ONE_OF = "one_of"
    RANGE = "range"
    BLANK = "blank"
    NOT_BLANK = "not_blank"
    CHANGED_SINCE = "changed_since"


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing asked of a field: `key` is the catalogue's, or "title" or "completeness".

    Values by test: CONTAINS one text, every word of which must occur; ONE_OF codes; RANGE (low, high), both counted in,
    as they are stored ("" = open; amounts in thousandths of the reporting currency, the amount in euro in those of a
    euro); CHANGED_SINCE one day (ISO 8601).
    """

    key: str
    test: Test
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """Words, conditions that must all hold, and an order."""

    words: str = ""
    conditions: tuple[Condition, ...] = ()
    sort: str = "ref"
    descending: bool = False

    def to_json(self) -> str:
        """Return the search as it is stored."""
        rows = [(one.key, one.test.value, list(one.values)) for one in self.conditions]
        return msgspec.json.encode(_Asks(self.words, rows, self.sort, self.descending)).decode()

    @classmethod
    def from_json(cls, text: str) -> "Search":
        """Return a stored search; UserError for a text that is none, or asks what this program cannot answer."""
        refused = UserError(_("This search cannot be read."), _("Make it again from the list and keep it anew."))
        try:
            asks = msgspec.json.decode(text if len(text) <= _MAX_JSON else "", type=_Asks)
            conditions = tuple(Condition(key, Test(test), tuple(values)) for key, test, values in asks.conditions)
        except ValueError as error:
            raise refused from error
        found = cls(asks.words, conditions, asks.sort, asks.descending)
        if not sortable(found.sort) or len(found.words) > MAX_WORDS or any(map(problem, conditions)):
            raise refused
        return found


class _Asks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: str
    conditions: list[tuple[str, str, list[str]]]
    sort: str
    descending: bool


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that is kept; `owner` is "Name@DELEGATION", None = everybody's."""

    id: str
    name: str
    owner: str | None
    search: Search


# --- what can be asked ------------------------------------------------------------------------------------------------

_FILLED: Final = (Test.BLANK, Test.NOT_BLANK)
_BY_TYPE: Final[Mapping[Type, tuple[Test, ...]]] = {
    **dict.fromkeys((Type.TEXT, Type.LONG, Type.LINES, Type.TABLE), (Test.CONTAINS, *_FILLED, Test.CHANGED_SINCE)),
    **dict.fromkeys((Type.CHOICE, Type.COUNTRY, Type.CODES), (Test.ONE_OF, *_FILLED, Test.CHANGED_SINCE)),
    **dict.fromkeys((Type.NUMBER, Type.MONEY, Type.DATE), (Test.RANGE, *_FILLED, Test.CHANGED_SINCE)),
}
_BY_KEY: Final[Mapping[str, tuple[Test, ...]]] = {
    TITLE: (Test.CONTAINS, Test.CHANGED_SINCE),
    COMPLETENESS: (Test.RANGE,),
    "parties": (Test.ONE_OF, Test.CONTAINS, *_FILLED, Test.CHANGED_SINCE),
    "ref": (Test.CONTAINS,),
    "provisional_ref": (Test.CONTAINS, *_FILLED, Test.CHANGED_SINCE),
    "state": (Test.ONE_OF, Test.CHANGED_SINCE),
    "copied_from": _FILLED,
    "merged_into": _FILLED,
    _REPORTED: (Test.RANGE, *_FILLED),
    HISTORY: (Test.CHANGED_SINCE,),
}


def tests_for(key: str) -> tuple[Test, ...]:
    """Return what can be asked of a field, the most usual first; nothing for a key that is not known."""
    return _BY_KEY.get(key) or (_BY_TYPE.get(BY_KEY[key].type, ()) if key in BY_KEY else ())


def sortable(key: str) -> bool:
    """Tell whether the list can be ordered by a field."""
    return key in {TITLE, COMPLETENESS} or (key in BY_KEY and key not in {HISTORY, "copied_from", "merged_into"})


def stored_key(key: str) -> str:
    """Return the key of the field that answers for this one: an amount in euro is the total cost, converted."""
    return "budget_total" if key == _REPORTED else key


def scheme_of(key: str) -> str:
    """Return the list from which the codes of a field come, “” for a field without codes."""
    if key == "state":
        return key
    if key not in BY_KEY:
        return ""
    field = BY_KEY[key]
    return PARTY if field.type is Type.COUNTRY or key == "parties" else field.scheme or ""


def name_of(key: str) -> str:
    """Return the words by which a field is named, in the person's language."""
    names = {TITLE: _("Title"), COMPLETENESS: _("Complete")}
    return names[key] if key in names else _(BY_KEY[key].label) if key in BY_KEY else key


def problem(condition: Condition, lists: Lists | None = None) -> str | None:
    """Return a sentence that says why a condition cannot be asked, None for one that can.

    Without lists the codes themselves are not looked up: a list may have lost one since a search was kept.
    """
    if not tests_for(condition.key):
        return fill(_("There is no field “{key}” that can be searched."), key=condition.key[:60])
    if condition.test not in tests_for(condition.key):
        return fill(_("“{field}” cannot be searched in this way."), field=name_of(condition.key))
    if condition.test in _FILLED:
        return _("This condition takes no value.") if condition.values else None
    return _PROBLEMS[condition.test](condition, lists)


def _words_problem(condition: Condition, _lists: Lists | None) -> str | None:
    if len(condition.values) != 1 or not fold(condition.values[0].replace("\0", "")).split():
        return _("Words to be looked for are wanted here.")
    if len(condition.values[0]) > MAX_WORDS:
        return _("These are too many words to be looked for.")
    return None


def _codes_problem(condition: Condition, lists: Lists | None) -> str | None:
    if not condition.values or not all(condition.values):
        return _("Choose at least one entry of the list.")
    scheme = scheme_of(condition.key)
    unknown = [code for code in condition.values if lists is not None and not lists.has(scheme, code)]
    return fill(_("“{value}” is not in the list."), value=unknown[0][:60]) if unknown else None


def _range_problem(condition: Condition, _lists: Lists | None) -> str | None:
    if len(condition.values) != 2 or not any(condition.values):  # noqa: PLR2004 - low and high
        return _("A range has a lower or an upper end, or both.")
    low, high = condition.values
    dates = condition.key in BY_KEY and BY_KEY[condition.key].type is Type.DATE
    ends = [_first(low) if low else None, _last(high) if high else None] if dates else [_whole(low), _whole(high)]
    for text, end in zip((low, high), ends, strict=True):
        if text and end is None:
            shown = text[:60]
            return (
                fill(_("“{value}” is not a date."), value=shown)
                if dates
                else fill(_("“{value}” is not a whole number."), value=shown)
            )
    if None not in ends and ends[0] > ends[1]:  # type: ignore[operator]  # both are days, or both are numbers
        return _("The lower end of the range is above the upper one.")
    return None


def _since_problem(condition: Condition, _lists: Lists | None) -> str | None:
    if len(condition.values) != 1 or precision_of(condition.values[0]) != "day":
        return _("One day is wanted here.")
    return None


_PROBLEMS: Final[Mapping[Test, Callable[[Condition, Lists | None], str | None]]] = {
    Test.CONTAINS: _words_problem,
    Test.ONE_OF: _codes_problem,
    Test.RANGE: _range_problem,
    Test.CHANGED_SINCE: _since_problem,
}


def _first(text: str) -> date | None:
    return first_day(text) if precision_of(text) else None


def _last(text: str) -> date | None:
    try:
        return last_day(text) if precision_of(text) else None
    except ValueError:  # the year after the last one
        return None


def _whole(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None  # noqa: PLR2004 - of 64 bits
