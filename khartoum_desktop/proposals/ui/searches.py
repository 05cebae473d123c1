"""The start pane of the list: saved searches in groups, each with its count."""

from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.rows import ALL, Counts, Filter
from khartoum_desktop.proposals.ui.pane_list import Entry

EVERYTHING: Final = "all"
_STATE: Final = "state:"


@dataclass(frozen=True, slots=True)
class Search:
    """A saved search: its words as a message id."""

    id: str
    label: str
    group: str


SEARCHES: Final = (
    Search(EVERYTHING, N_("All proposals"), N_("Proposals")),
    Search("ours", N_("From our delegation"), N_("Proposals")),
    Search("imported", N_("Imported"), N_("Proposals")),
    Search("incomplete", N_("Incomplete"), N_("Waiting for somebody")),
    Search("conflicts", N_("Merge conflicts"), N_("Waiting for somebody")),
    Search("removed", N_("Deleted"), N_("Proposals")),
)


def filter_of(search: str, delegation: str) -> Filter:
    """Return what a saved search asks for."""
    if search.startswith(_STATE):
        return Filter(states=(search.removeprefix(_STATE),))
    return {
        "ours": Filter(countries=(delegation,)),
        "imported": Filter(source="imported"),
        "incomplete": Filter(incomplete=True),
        "conflicts": Filter(conflicts=True),
        "removed": Filter(removed=True),
    }.get(search, ALL)


def entries_of(counts: Counts, lists: Lists) -> list[Entry]:
    """Return the lines of the pane: groups with headings, then one search for each state that occurs."""
    numbers = {
        EVERYTHING: counts.everything,
        "ours": counts.ours,
        "imported": counts.imported,
        "incomplete": counts.incomplete,
        "conflicts": counts.conflicts,
        "removed": counts.removed,
    }
    found: list[Entry] = []
    for group in dict.fromkeys(search.group for search in SEARCHES):
        found.append(Entry(f"group:{group}", _(group), heading=True))
        found += [_entry(one.id, _(one.label), numbers[one.id]) for one in SEARCHES if one.group == group]
    states = [item.code for item in lists.items("state") if counts.by_state.get(item.code)]
    states += sorted(code for code in counts.by_state if code and not lists.has("state", code))
    if states:
        found.append(Entry("group:state", _("By state"), heading=True))
    found += [_entry(f"{_STATE}{code}", lists.label("state", code), counts.by_state[code]) for code in states]
    return found


def _entry(ident: str, label: str, number: int) -> Entry:
    return Entry(ident, label, format_number(number), role="text" if number else "text_muted")
