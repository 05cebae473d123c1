"""What a search of the list found: the ids, the rows of the first page, and what is counted and summed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from khartoum_desktop.proposals.columns.queries import ListRow
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.rates.model import Total
from khartoum_desktop.proposals.rows import Counts
from khartoum_desktop.proposals.searches.model import SavedSearch
from khartoum_desktop.proposals.ui.searches import Further


@dataclass(frozen=True, slots=True)
class Tally:
    """What the proposals found cost together, the counts of all saved searches, and those that are kept."""

    total: Total
    counts: Counts
    saved: Sequence[SavedSearch] = ()
    further: Sequence[tuple[Further, int]] = ()  # searches that other features answer, and how many they find


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: ids in order; the tally follows when the rows are on the screen.

    `whole` is False for the first page of a long list: the rest is on its way.
    """

    ids: Sequence[str]
    lists: Lists
    tally: Tally | None = None
    whole: bool = True
    first: Mapping[str, ListRow] | None = None  # the rows of the first page
