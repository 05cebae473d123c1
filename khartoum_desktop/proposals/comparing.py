"""A proposal at two moments of its history, field by field."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core.i18n import _
from khartoum_desktop.proposals.fields import BY_KIND, BY_SCHEME, FIELDS
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Stored, field_of
from khartoum_desktop.proposals.past import Event, Kept, names_of, rows_of, value_in_words
from khartoum_desktop.proposals.showing import NOTHING, show_line
from khartoum_desktop.workspace import Workspace

BEGINNING: Final = ""  # the moment before there was anything
_Fold = tuple[Kept, Mapping[str, Stored]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that says something else at the later moment; both in words, “–” for nothing."""

    field: str
    label: str
    before: str
    after: str


def compare(work: Workspace, ident: str, events: Sequence[Event], earlier: str, later: str) -> list[Difference]:
    """Return what differs between two moments, each named by the step after which it is; in the catalogue's order.

    `events` are the proposal's, newest first, as `past.events` gives them; BEGINNING stands before them all.
    """
    lists, named = lists_of(work), names_of(work, ident)
    histories = [(row, work.store.history(row.kind, row.id)) for row in rows_of(work, ident)]

    def at(moment: str) -> dict[str, str]:
        steps = _until(events, moment)
        folded: list[_Fold] = []
        for row, entries in histories:
            values: dict[str, Stored] = {}
            for entry in entries:
                if entry.step in steps:
                    values |= entry.values
            if values and not values.get("removed"):
                folded.append((row, values))
        return _words(folded, lists, named)

    before, after = at(earlier), at(later)
    return [
        Difference(field.key, _(field.label), before.get(field.key, NOTHING), after.get(field.key, NOTHING))
        for field in FIELDS
        if before.get(field.key, NOTHING) != after.get(field.key, NOTHING)
    ]


def _until(events: Sequence[Event], moment: str) -> frozenset[str]:
    """Return the steps taken up to a moment, the one that names it included."""
    steps = [event.step for event in events]
    return frozenset(steps[steps.index(moment) :]) if moment in steps else frozenset()


def _words(rows: Sequence[_Fold], lists: Lists, named: Mapping[str, str]) -> dict[str, str]:
    """Return what each field says, by its key; the lines of a table under each other in their order."""
    found: dict[str, str] = {}
    lines: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, values in rows:
        if row.kind == "proposal":
            for column in values:
                if (field := field_of(column)) is not None and field.key not in found:
                    found[field.key] = value_in_words(field, values, lists, named)
            continue
        field = BY_KIND.get(row.kind) or BY_SCHEME.get(str(values.get("scheme")))
        if field is not None:
            position = values.get("position")
            place = position if isinstance(position, int) else 0
            lines[field.key].append((place, show_line(field, values, lists)))
    return found | {key: "\n".join(text for _place, text in sorted(texts)) for key, texts in lines.items()}
