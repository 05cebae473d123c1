"""Columns of the list, pure: what can be shown on a line, a choice of it, and the choice as JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.core.text import one_line
from khartoum_desktop.proposals.fields import BY_KEY, FIELDS, Type

TITLE, COMPLETENESS, MISSING = "title", "completeness", "missing"
NARROWEST, WIDEST = 60, 1200  # pixels
LONGEST_NAME: Final = 80  # characters
_VERSION: Final = 1
# columns that are no field of the catalogue: key -> label
_MADE: Final[Mapping[str, str]] = {
    TITLE: N_("Proposal"),
    COMPLETENESS: N_("Complete"),
    MISSING: N_("Still missing"),
}
# ids of other proposals, and what is computed elsewhere: no words for a line
_NOT_SHOWN: Final = frozenset({"history", "copied_from", "merged_into", "reporting_amount_eur"})
_WIDTHS: Final[Mapping[Type, int]] = {
    Type.TEXT: 180,
    Type.LONG: 260,
    Type.LINES: 220,
    Type.CHOICE: 150,
    Type.COUNTRY: 150,
    Type.NUMBER: 120,
    Type.MONEY: 136,
    Type.DATE: 130,
    Type.TABLE: 130,
    Type.CODES: 200,
    Type.DERIVED: 160,
}
_OWN_WIDTHS: Final[Mapping[str, int]] = {TITLE: 0, COMPLETENESS: 100, MISSING: 280, "state": 172, "parties": 220}


@cache
def showable() -> tuple[str, ...]:
    """Return the keys of every column there is, in the catalogue's order; the title in the best language first."""
    fields = [field.key for field in FIELDS if field.key not in _NOT_SHOWN]
    return (TITLE, *fields, COMPLETENESS, MISSING)


def label_of(key: str) -> str:
    """Return the message id of a column's header."""
    return _MADE[key] if key in _MADE else BY_KEY[key].label


def usual_width(key: str) -> int:
    """Return the width of a column that nobody has changed, in pixels; 0 = it shares the room that is left."""
    return _OWN_WIDTHS.get(key, _WIDTHS[BY_KEY[key].type] if key in BY_KEY else 0)


def is_numeric(key: str) -> bool:
    """Whether a column holds figures, which stand flush right."""
    if key == COMPLETENESS:
        return True
    if key in _MADE or key == "parties":
        return False
    return BY_KEY[key].type in {Type.NUMBER, Type.MONEY, Type.TABLE}


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of a choice; width in pixels, 0 = the usual one. A pinned one stays in sight."""

    key: str
    width: int = 0
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Columns in the order shown: at least one, none twice, the pinned ones first."""

    columns: tuple[Shown, ...]

    @classmethod
    def of(cls, columns: Iterable[Shown]) -> "ColumnChoice":
        """Return a choice with the pinned columns brought to the front; UserError for one that cannot be shown."""
        found = tuple(columns)
        keys = [column.key for column in found]
        if not found or len(set(keys)) < len(keys) or not set(keys) <= set(showable()):
            raise _unreadable()
        if any(column.width and not NARROWEST <= column.width <= WIDEST for column in found):
            raise _unreadable()
        return cls(tuple(sorted(found, key=lambda column: not column.pinned)))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in the order shown."""
        return tuple(column.key for column in self.columns)

    @property
    def pinned(self) -> int:
        """How many columns stay in sight; they are the first ones."""
        return sum(column.pinned for column in self.columns)

    def place(self, key: str) -> int:
        """Return where a column stands, -1 when it is not shown."""
        return self.keys.index(key) if key in self.keys else -1

    def shown(self, key: str) -> "ColumnChoice":
        """Return the choice with one more column at its end."""
        return self if key in self.keys else ColumnChoice.of([*self.columns, Shown(key)])

    def hidden(self, key: str) -> "ColumnChoice":
        """Return the choice without a column; the last one stays."""
        rest = tuple(column for column in self.columns if column.key != key)
        return replace(self, columns=rest) if rest else self

    def moved(self, key: str, place: int) -> "ColumnChoice":
        """Return the choice with a column at another place, as far as pinned ones let it: they stay first."""
        rest = [column for column in self.columns if column.key != key]
        rest[max(place, 0) : max(place, 0)] = [self.columns[self.place(key)]]
        return ColumnChoice.of(rest)

    def with_pinned(self, key: str, *, pinned: bool) -> "ColumnChoice":
        """Return the choice with a column pinned, after those that are, or let go."""
        return ColumnChoice.of(
            replace(column, pinned=pinned) if column.key == key else column for column in self.columns
        )

    def with_width(self, key: str, width: int) -> "ColumnChoice":
        """Return the choice with a column of another width (pixels), within what is sensible; 0 = the usual one."""
        wide = min(max(width, NARROWEST), WIDEST) if width else 0
        return replace(self, columns=tuple(replace(one, width=wide) if one.key == key else one for one in self.columns))

    def to_json(self) -> str:
        """Return the choice as JSON, always the same for the same choice."""
        columns = [
            {"key": one.key, **({"width": one.width} if one.width else {}), **({"pinned": True} if one.pinned else {})}
            for one in self.columns
        ]
        return json.dumps({"version": _VERSION, "columns": columns}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "ColumnChoice":
        """Return the choice that a JSON text holds; UserError for anything that `to_json` would not write."""
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            raise _unreadable() from None
        if not isinstance(found, dict) or set(found) != {"version", "columns"} or not _is_whole(found["version"]):
            raise _unreadable()
        if found["version"] != _VERSION or not isinstance(found["columns"], list):
            raise _unreadable()
        return cls.of(_column(one) for one in found["columns"])


def _column(one: Any) -> Shown:
    if not isinstance(one, dict) or not {"key"} <= set(one) <= {"key", "width", "pinned"}:
        raise _unreadable()
    key, width, pinned = one["key"], one.get("width", 0), one.get("pinned", False)
    if not isinstance(key, str) or not _is_whole(width) or not isinstance(pinned, bool):
        raise _unreadable()
    return Shown(key, width, pinned)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _unreadable() -> UserError:
    return UserError(_("This choice of columns cannot be read."), _("Choose the columns anew."))


@dataclass(frozen=True, slots=True)
class ColumnSet:
    """A named choice; `id` is that of its row, or the key of one that is shipped; `owner` None = everybody's."""

    id: str
    name: str
    choice: ColumnChoice
    owner: str | None = None
    shipped: bool = False


def _choice(pinned: str, *keys: str) -> ColumnChoice:
    return ColumnChoice.of([Shown(pinned, pinned=True), *map(Shown, keys)])


OVERVIEW: Final = ColumnChoice.of(map(Shown, (TITLE, "budget_total", COMPLETENESS, "state")))
# the shipped sets: key -> (message id of the name, choice)
SHIPPED: Final[Mapping[str, tuple[str, ColumnChoice]]] = {
    "overview": (N_("Overview"), OVERVIEW),
    "completing": (
        N_("Completing"),
        _choice(TITLE, COMPLETENESS, MISSING, "lead_country", "submitting_ministry", "contact_email", "state"),
    ),
    "money": (
        N_("Money"),
        _choice(TITLE, "budget_total", "amount_requested", "own_contribution", "budget_precision", "budget_by_source",
                "funding_status"),
    ),
    "translation": (
        N_("Translation"),
        _choice("ref", "title_ar", "title_en", "title_fr", "language_original", "translation_ar", "translation_en",
                "translation_fr"),
    ),
}  # fmt: skip


def shipped_sets() -> list[ColumnSet]:
    """Return the sets that every workspace has, named in the current language."""
    return [ColumnSet(key, _(name), choice, shipped=True) for key, (name, choice) in SHIPPED.items()]


def clean_name(text: str) -> str:
    """Return a name fit to be kept; UserError for none or one that is too long."""
    name = one_line(text)
    if not name:
        raise UserError(_("This needs a name."), _("Write a few words by which you find it again."))
    if len(name) > LONGEST_NAME:
        raise UserError(_("This name is too long."), _("Write it in at most 80 characters."))
    return name
