"""What a change of many proposals would do to each of them: pure, so that it can be shown before it is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import fold_key, lines_of, one_line
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS, Field, Type
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Amount, FieldValue, Line, Stored, as_lines, check_field, clean_value

TITLES: Final = tuple(one.key for one in FIELDS if one.group == "title")
COUNTRY: Final = "lead_country"
LISTS: Final = frozenset({Type.TABLE, Type.CODES, Type.LINES})
_OF_THE_STORE: Final = frozenset({"id", "heads", "position"})
_TABLES: Final = frozenset({"parties"})  # of which a line can be the same in several proposals
_OWN: Final = frozenset({"acronym"})  # names one proposal only, as texts in a language do


class Doing(Enum):
    """What is done to a field; the last two to lists only."""

    SET = "set"
    EMPTY = "empty"
    ADD = "add"
    TAKE = "take"


class Outcome(Enum):
    """What becomes of one value."""

    CHANGE = "change"
    SAME = "same"
    LEFT = "left"  # left out, with the reason


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to do to a field of the catalogue."""

    key: str
    doing: Doing = Doing.SET
    value: FieldValue = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of one proposal: its heads, the fields asked for, and those in which two values stand."""

    id: str
    ref: str
    title: str
    heads: str
    removed: bool
    values: Mapping[str, FieldValue]
    torn: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of one proposal (“” = a new one): what it is, what it would be, or why it is left out.

    `row`, `column` and `text` say where a pasted value stood and what it said.
    """

    id: str
    ref: str
    title: str
    key: str
    old: FieldValue
    new: FieldValue
    outcome: Outcome
    why: str = ""
    row: int = -1
    column: int = -1
    text: str = ""

    def left(self, why: str) -> "Entry":
        """Return the same value left out for a reason."""
        return replace(self, outcome=Outcome.LEFT, why=why)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a change would do; `seen` is what it was made from, `fresh` the values of new proposals.

    `notes` are sentences about what is left out as a whole; `spare` counts pasted rows for which there is no proposal,
    `blank` the empty cells that are passed over.
    """

    entries: tuple[Entry, ...]
    seen: Mapping[str, Seen]
    keys: tuple[str, ...]
    fresh: tuple[Mapping[str, FieldValue], ...] = ()
    notes: tuple[str, ...] = ()
    spare: int = 0
    blank: int = 0
    counts: Mapping[Outcome, int] = field(init=False)

    def __post_init__(self) -> None:
        found = dict.fromkeys(Outcome, 0)
        for entry in self.entries:
            found[entry.outcome] += 1
        object.__setattr__(self, "counts", found)

    @property
    def does_something(self) -> bool:
        """Whether anything would be written."""
        return bool(self.counts[Outcome.CHANGE] or self.fresh)


def fields_together() -> tuple[Field, ...]:
    """Return the fields of which several proposals can sensibly be given one value, in the catalogue's order."""
    return tuple(one for one in FIELDS if is_for_several(one))


def is_for_several(one: Field) -> bool:
    """Tell whether a field is no text, title or name that belongs to a single proposal, and not derived."""
    if one.type is Type.TABLE:
        return one.key in _TABLES
    return not one.language and one.type is not Type.DERIVED and one.key not in _OWN


def doings(one: Field) -> tuple[Doing, ...]:
    """Return what can be done to a field."""
    return tuple(Doing) if one.type in LISTS else (Doing.SET, Doing.EMPTY)


# --- one value --------------------------------------------------------------------------------------------------------


def cleaned(change: Change) -> Change:
    """Return a change with its value as it is stored, lines without the ids of the form they were written in."""
    value = clean_value(BY_KEY[change.key], change.value)
    return replace(change, value=_plain_lines(value) if _is_lines(value) else value)


def _is_lines(value: FieldValue) -> bool:
    return isinstance(value, tuple) and not isinstance(value, Amount)


def _plain_lines(value: FieldValue) -> tuple[Line, ...]:
    return tuple(plain(line) for line in as_lines(value))


def plain(line: Line) -> dict[str, Stored]:
    """Return what a line says, without the bookkeeping of the store and what it leaves empty."""
    return {name: said for name, said in line.items() if name not in _OF_THE_STORE and said not in {None, ""}}


def is_same(one: Field, old: FieldValue, new: FieldValue) -> bool:
    """Tell whether two values of a field say the same; codes have no order."""
    if one.type not in {Type.TABLE, Type.CODES}:
        return (old or None) == (new or None) if isinstance(old, str) or isinstance(new, str) else old == new
    first, second = list(_plain_lines(old)), list(_plain_lines(new))
    if one.type is Type.CODES:
        first, second = (sorted(lines, key=lambda line: str(line.get("code"))) for lines in (first, second))
    return first == second


def applied(one: Field, old: FieldValue, change: Change) -> FieldValue:
    """Return what a cleaned change makes of a field's value; lines that stay keep their ids and heads."""
    if one.type in {Type.TABLE, Type.CODES}:
        return _applied_to_lines(one, as_lines(old), as_lines(change.value), change.doing)
    had, given = lines_of(_text(old)), lines_of(_text(change.value))
    match change.doing:
        case Doing.SET:
            return change.value
        case Doing.ADD:
            return _joined(_without_twins([*had, *given]))
        case Doing.TAKE:
            taken = set(map(fold_key, given))
            return _joined(text for text in had if fold_key(text) not in taken)
        case _:
            return None


def _text(value: FieldValue) -> str:
    return value if isinstance(value, str) else ""


def _applied_to_lines(one: Field, old: Sequence[Line], given: Sequence[Line], doing: Doing) -> tuple[Line, ...]:
    match doing:
        case Doing.SET:
            return _set_lines(one, old, given)
        case Doing.ADD:
            return _add_lines(one, old, given)
        case Doing.TAKE:
            return tuple(line for line in old if not any(_matches(one, line, asked) for asked in given))
        case _:
            return ()


def _joined(texts: Iterable[str]) -> str | None:
    return "\n".join(one_line(text) for text in texts) or None


def _without_twins(texts: Sequence[str]) -> list[str]:
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(fold_key(text), text)
    return list(first.values())


def _matches(one: Field, line: Line, asked: Line) -> bool:
    """Tell whether a line is the one that is meant: the code, or the party (in this role, where one is named)."""
    if one.type is Type.CODES:
        return line.get("code") == asked.get("code")
    return line.get("name") == asked.get("name") and (not asked.get("role") or line.get("role") == asked.get("role"))


def _add_lines(one: Field, old: Sequence[Line], more: Sequence[Line]) -> tuple[Line, ...]:
    """Add lines; of one that is there already, say what the new one says of it."""
    found = [dict(line) for line in old]
    for asked in more:
        there = next((line for line in found if _matches(one, line, asked)), None)
        if there is None:
            found.append(dict(asked))
        else:
            there.update(asked)
    return tuple(found)


def _set_lines(one: Field, old: Sequence[Line], new: Sequence[Line]) -> tuple[Line, ...]:
    """Return the new lines, each with id and heads of the old line that it stands for."""
    left, found = list(old), []
    for line in new:
        there = next((before for before in left if _matches(one, before, line)), None)
        if there is not None:
            left.remove(there)
        kept = {name: there[name] for name in ("id", "heads") if there and name in there}
        found.append({**line, **kept})
    return tuple(found)


# --- one proposal -----------------------------------------------------------------------------------------------------


def entry_of(seen: Seen, change: Change, lists: Lists) -> Entry:
    """Return what a cleaned change would do to one proposal."""
    one = BY_KEY[change.key]
    old = seen.values.get(one.key)
    return judged(seen, one, old, applied(one, old, change), lists)


def judged(seen: Seen, one: Field, old: FieldValue, new: FieldValue, lists: Lists) -> Entry:
    """Return the entry of a new value: a change, the same as before, or left out and why."""
    entry = Entry(seen.id, seen.ref, seen.title, one.key, old, new, Outcome.CHANGE)
    if seen.removed:
        return entry.left(_("It has been deleted."))
    if one.key in seen.torn:
        return entry.left(_("Two values stand side by side here: choose one in the form first."))
    if is_same(one, old, new):
        return replace(entry, outcome=Outcome.SAME)
    if sentence := refusal(one, new, lists):
        return entry.left(sentence)
    sentence = loss({**seen.values, one.key: new}) if one.key in {*TITLES, COUNTRY} else ""
    return entry.left(sentence) if sentence else entry


def refusal(one: Field, value: FieldValue, lists: Lists) -> str:
    """Return why a value cannot be stored, “” when it can."""
    return next((problem.sentence for problem in check_field(one, value, lists) if problem.refuses), "")


def loss(values: Mapping[str, FieldValue]) -> str:
    """Return what a proposal of these values would lack to be found again, “” for nothing."""
    if not any(values.get(key) for key in TITLES):
        return _("It would lose its last title.")
    return "" if values.get(COUNTRY) else _("It would lose its submitting State.")
