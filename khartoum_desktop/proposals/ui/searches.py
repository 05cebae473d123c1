"""The start pane of the list: saved searches in groups, each with its count."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core.i18n import LANGUAGES, N_, _
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.rows import ALL, Counts, Filter
from khartoum_desktop.proposals.searches.model import HISTORY, Condition, SavedSearch, Test
from khartoum_desktop.proposals.ui.pane_list import Entry
from khartoum_desktop.workspace import Workspace

EVERYTHING: Final = "all"
CHANGED: Final = "changed"
_STATE: Final = "state:"
_UNTITLED: Final = "untitled:"
_SAVED: Final = "saved:"


@dataclass(frozen=True, slots=True)
class Search:
    """A shipped search: its words as a message id."""

    id: str
    label: str
    group: str


@dataclass(frozen=True, slots=True)
class Further:
    """A shipped search that a feature further up the line answers, among those that wait for somebody.

    `ids` returns the proposals found, None where nobody is asked this; `kinds` are the tables whose changes matter.
    """

    id: str
    label: str
    ids: Callable[[Workspace], frozenset[str] | None]
    kinds: frozenset[str]


_PROPOSALS, _WAITING, _MEETING = N_("Proposals"), N_("Waiting for somebody"), N_("For the meeting")
_NO_TITLE: Final = {"ar": N_("No title in Arabic"), "en": N_("No title in English"), "fr": N_("No title in French")}
SEARCHES: Final = (
    Search(EVERYTHING, N_("All proposals"), _PROPOSALS),
    Search("ours", N_("From our delegation"), _PROPOSALS),
    Search("mine", N_("Worked on by me"), _PROPOSALS),
    Search("imported", N_("Imported"), _PROPOSALS),
    Search("removed", N_("Deleted"), _PROPOSALS),
    Search("unread", N_("Unread comments"), _WAITING),
    Search("asked", N_("Open questions"), _WAITING),
    Search("incomplete", N_("Incomplete"), _WAITING),
    Search("consents", N_("Consents outstanding"), _WAITING),
    Search("stale", N_("Unchanged 90 days"), _WAITING),
    Search("conflicts", N_("Merge conflicts"), _WAITING),
    Search(CHANGED, N_("Changed since meeting"), _MEETING),
    *(Search(f"{_UNTITLED}{lang}", _NO_TITLE[lang], _MEETING) for lang in LANGUAGES),
)


def filter_of(search: str, delegation: str, since: str | None = None) -> Filter:
    """Return what a search asks besides words and conditions; `since` is the day after the last meeting."""
    if search.startswith(_STATE):
        return Filter(states=(search.removeprefix(_STATE),))
    if search.startswith(_UNTITLED):
        return Filter(untitled=search.removeprefix(_UNTITLED))
    return {
        "ours": Filter(countries=(delegation,)),
        "mine": Filter(mine=True),
        "unread": Filter(unread=True),
        "asked": Filter(asked=True),
        "imported": Filter(source="imported"),
        "incomplete": Filter(incomplete=True),
        "consents": Filter(consents=True),
        "stale": Filter(stale=True),
        "conflicts": Filter(conflicts=True),
        CHANGED: Filter(changed_since=since),
        "removed": Filter(removed=True),
    }.get(search, ALL)


def as_conditions(search: str, delegation: str, since: str | None) -> tuple[Condition, ...] | None:
    """Return a shipped search as conditions, to be kept in a search of one's own; None where that cannot be said."""
    if search == EVERYTHING or search.startswith(_SAVED):
        return ()
    if search.startswith(_STATE):
        return (Condition("state", Test.ONE_OF, (search.removeprefix(_STATE),)),)
    if search.startswith(_UNTITLED):
        return (Condition(f"title_{search.removeprefix(_UNTITLED)}", Test.BLANK),)
    if search == CHANGED and since:
        return (Condition(HISTORY, Test.CHANGED_SINCE, (since,)),)
    known = {
        "ours": Condition("lead_country", Test.ONE_OF, (delegation,)),
        "imported": Condition("source", Test.ONE_OF, ("imported",)),
    }
    return (known[search],) if search in known else None


def entry_of(saved_id: str) -> str:
    """Return the id of the pane's line of a search that somebody keeps."""
    return f"{_SAVED}{saved_id}"


def saved_id(entry: str) -> str:
    """Return the id of the kept search that a line of the pane stands for, "" for a shipped one."""
    return entry.removeprefix(_SAVED) if entry.startswith(_SAVED) else ""


def entries_of(
    counts: Counts, lists: Lists, saved: Sequence[SavedSearch] = (), further: Sequence[tuple[Further, int]] = ()
) -> list[Entry]:
    """Return the lines of the pane: groups with headings, the kept searches, then one for each state that occurs.

    further: those of other features that can be asked, with how many they find; what waits for oneself comes first.
    """
    numbers = _numbers(counts)
    found: list[Entry] = []
    for group in (_PROPOSALS, _WAITING, _MEETING):
        here = [one for one in SEARCHES if one.group == group and numbers.get(one.id) is not None]
        first = [_entry(one.id, _(one.label), n) for one, n in further] if group == _WAITING else []
        shipped = [_entry(one.id, _(one.label), numbers[one.id] or 0) for one in here]
        found += _group(f"group:{group}", _(group), [*first, *shipped])
    for owned, heading in ((True, _("Own searches")), (False, _("For everybody"))):
        kept = [one for one in saved if (one.owner is not None) == owned]
        lines = [_entry(entry_of(one.id), one.name, counts.saved.get(one.id, 0)) for one in kept]
        found += _group(f"group:saved:{owned}", heading, lines)
    states = [item.code for item in lists.items("state") if counts.by_state.get(item.code)]
    states += sorted(code for code in counts.by_state if code and not lists.has("state", code))
    lines = [_entry(f"{_STATE}{code}", lists.label("state", code), counts.by_state[code]) for code in states]
    return [*found, *_group("group:state", _("By state"), lines)]


def _numbers(counts: Counts) -> dict[str, int | None]:
    """Return how many each shipped search finds; None where it cannot be asked yet: no meeting has been held."""
    return {
        EVERYTHING: counts.everything,
        "ours": counts.ours,
        "mine": counts.mine,
        "unread": counts.unread,
        "asked": counts.asked,
        "imported": counts.imported,
        "removed": counts.removed,
        "incomplete": counts.incomplete,
        "consents": counts.consents,
        "stale": counts.stale,
        "conflicts": counts.conflicts,
        CHANGED: counts.changed,
        **{f"{_UNTITLED}{lang}": counts.untitled.get(lang, 0) for lang in LANGUAGES},
    }


def _group(ident: str, heading: str, lines: list[Entry]) -> list[Entry]:
    return [Entry(ident, heading, heading=True), *lines] if lines else []


def _entry(ident: str, label: str, number: int) -> Entry:
    return Entry(ident, label, format_number(number), role="text" if number else "text_muted")
