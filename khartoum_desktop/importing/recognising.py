"""Which proposal each row of a sheet is; also one whose title, in the sheet or here, changed since it came in."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.progress import paced
from khartoum_desktop.importing.assembling import Draft
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.matching import TITLES as TITLE_FIELDS
from khartoum_desktop.importing.model import Perhaps, Reason, SheetDecisions, SheetPlan, Weight
from khartoum_desktop.importing.nearness import sketch_of
from khartoum_desktop.importing.targets import TITLES
from khartoum_desktop.importing.whosent import known_country
from khartoum_desktop.proposals.duplicates.titles import title_key

if TYPE_CHECKING:
    from khartoum_desktop.importing.building import Source

_NEW_TITLE: Final = N_("All but the title is as {ref} came from this place: it is taken for the same proposal.")
_OTHER_TITLE: Final = N_("All but the title is as {ref} came from this place: it is not clear whether it is the same.")
_ALIKE: Final = 75  # of 100: titles so like each other may be one that was edited
_SMALL: Final = 3  # letters of a word that may come or go
_FIGURE: Final = re.compile(r"\d|^[ivx]+$")
_SAME_WORD: Final = 70  # of 100: words so like each other are one, in another spelling
_LEAST: Final = 3  # cells beside the title by which a row can be the same
_COUNTRY: Final = "lead_country"
_SERIAL: Final = "serial"

Received = tuple[str, str, str | None]
"""A cell as it was received: its header, its text, the target of its column."""


@dataclass(frozen=True, slots=True)
class Place:
    """One row of a sheet as it was received once: what it became, who sent it, its cells."""

    proposal: str
    sender: str
    cells: tuple[Received, ...]

    def is_from(self, country: str | None) -> bool:
        """Tell whether the row may come from a country (None: it is not known from which)."""
        return country is None or country in self.sender.split(", ")


@dataclass(frozen=True, slots=True)
class Memory:
    """What a workspace remembers of imported rows; each is read when it is asked for.

    `recorded` gives the proposals of a file (by its batch) by the id of each row, `places` those of every sheet of a
    name by the row's number.
    """

    recorded: Callable[[str], Mapping[str, str]] = lambda _batch: {}
    places: Callable[[str], Mapping[int, Sequence[Place]]] = lambda _sheet: {}


NO_MEMORY: Final = Memory()


@dataclass(frozen=True, slots=True)
class _Row:
    titles: tuple[str, ...]
    country: frozenset[str]
    others: frozenset[tuple[str, str]]

    def says_title_of(self, before: "_Row") -> bool:
        shared = len(self.others & before.others)
        same = not set(self.titles).isdisjoint(before.titles)
        return same and self.country == before.country and shared * 2 >= len(before.others)

    def has_title_like(self, before: "_Row") -> bool:
        from rapidfuzz import fuzz

        return any(
            fuzz.token_set_ratio(a, b) >= _ALIKE and _is_edited(a, b) for a in self.titles for b in before.titles
        )


def _is_edited(title: str, before: str) -> bool:
    """Whether a title is another one edited: words added, left out or spelt anew; no other figure, place or phase."""
    from rapidfuzz import fuzz

    words, others = set(title.split()), set(before.split())
    if any(_FIGURE.search(word) for word in words ^ others):
        return False
    new, old = ({one for one in several if len(one) > _SMALL} for several in (words - others, others - words))
    if not (new and old):
        return True
    best = [max(fuzz.ratio(one, other) for other in old) for one in new]
    return min(*best, *(max(fuzz.ratio(one, other) for one in new) for other in old)) >= _SAME_WORD


class Match(NamedTuple):
    """What a row is: its own id, the proposal ("" = new), how that was recognised, its titles' spellings."""

    ident: str
    proposal: str
    why: str
    titles: list[str]
    perhaps: tuple[Perhaps, ...] = ()  # of a new row: proposals that it is very like


def _title_keys(draft: Draft) -> list[str]:
    return [title_key(str(title)) for name in TITLE_FIELDS if (title := draft.values.get(name))]


def matches(source: "Source", plan: SheetPlan, drafts: Sequence[Draft], own: SheetDecisions) -> list[Match]:
    """Return what each row is: first what a person said of it, then what it says itself.

    Of a row that only its place tells, a trouble says so; released rows are not looked for by their place.
    """
    released = own.released | own.apart
    sha256 = source.workbook.sha256
    recorded = source.memory.recorded(source.identify(sha256))
    found = []
    for draft in paced(drafts):
        ident = source.identify(sha256, plan.name, str(draft.number))
        names = [str(name) for key in ("id", "ref") if (name := draft.values.pop(key, None))]
        country = str(draft.values.get(_COUNTRY) or "")
        titles = _title_keys(draft)
        said = source.existing.named(own.same.get(draft.number, ""))
        match = (said, "said") if said else source.existing.match(recorded.get(ident, ident), names, titles, country)
        found.append(Match(ident, *match, titles))
    _look_at_places(source, plan, drafts, found, released)
    _look_for_like(source, drafts, found)
    return found


def _look_for_like(source: "Source", drafts: Sequence[Draft], found: list[Match]) -> None:
    """Give each new row the proposals that it is very like, but for those that another row of the sheet is."""
    if not source.existing.by_id:
        return
    new = [i for i, draft in enumerate(drafts) if not (found[i].proposal or draft.is_held)]
    wanted = [sketch_of(found[i].ident, drafts[i].values, drafts[i].children) for i in new]
    near = source.near(wanted) if wanted else {}
    taken = {match.proposal for match in found}
    for i in new if near else ():
        perhaps = tuple(one for one in near.get(found[i].ident, ()) if one.id not in taken)
        if perhaps:
            found[i] = found[i]._replace(perhaps=perhaps)


def _look_at_places(
    source: "Source", plan: SheetPlan, drafts: Sequence[Draft], found: list[Match], released: Collection[int]
) -> None:
    """Recognise new rows by the place that they came from before."""
    new = [i for i, draft in enumerate(drafts) if not (found[i].proposal or draft.is_held or draft.number in released)]
    if not (new and source.existing.by_id):
        return
    places = _Places(source, plan, {match.proposal for match in found})
    column = next((one for one in plan.columns if one.applied in TITLES), None)
    for i in paced(new):
        proposal, message, weight = places.look(drafts[i].number)
        if message:
            ref = (("ref", source.existing.by_id[proposal]),)
            drafts[i].troubles.append((column, Reason(message, ref, weight)))
        if proposal and weight is not Weight.HOLDS:
            found[i] = found[i]._replace(proposal=proposal, why="origin")


class _Places:
    """The rows of sheets of one name as they were received before."""

    def __init__(self, source: "Source", plan: SheetPlan, taken: Collection[str]) -> None:
        self._plan = plan
        self._refs = source.existing.by_id
        self._places = source.memory.places(plan.name)
        self._taken = taken
        self._alike: dict[frozenset[tuple[str, str]], set[str]] = {}

    def look(self, number: int) -> tuple[str, str, Weight]:
        """Return the proposal that a row is ("" = new), and what is to be said about it ("" = nothing).

        It is the one that came from its place if it says the title received then and most of the rest, or all of the
        rest and a title like that one. All of the rest and another title may be either, so that the row is held.
        """
        here = [one for one in self._rows(self._places.get(number, ())) if one[0] not in self._taken]
        if not here:
            return "", "", Weight.LOOK
        row = _of(_cells(self._plan, number))
        same = {proposal for proposal, before in here if row.says_title_of(before)}
        if len(same) == 1:
            return same.pop(), "", Weight.LOOK
        perhaps = {proposal for proposal, before in here if row.others and row.others == before.others}
        alike = {proposal for proposal, before in here if proposal in perhaps and row.has_title_like(before)}
        if len(alike) == 1:
            return alike.pop(), _NEW_TITLE, Weight.LOOK
        if len(perhaps) == 1 and len(row.others) >= _LEAST and self._is_unique(row):
            return perhaps.pop(), _OTHER_TITLE, Weight.HOLDS
        return "", "", Weight.LOOK

    def _rows(self, places: Iterable[Place]) -> Iterator[tuple[str, _Row]]:
        """Yield the proposals of the same sender that are still there, and what was received of each."""
        for place in places:
            if place.proposal in self._refs and place.is_from(known_country(self._plan)):
                yield place.proposal, _of(place.cells)

    def _is_unique(self, row: _Row) -> bool:
        """Whether no two rows were like this one: in a sheet of few columns many differ by their titles only."""
        if not self._alike:
            for proposal, before in (one for places in paced([*self._places.values()]) for one in self._rows(places)):
                self._alike.setdefault(before.others, set()).add(proposal)
        return len(self._alike.get(row.others, ())) == 1


def _cells(plan: SheetPlan, number: int) -> list[Received]:
    return [
        (column.header, text, column.applied)
        for column in plan.columns
        if (text := text_of(plan.received(number, column)) or plan.unread(number, column))
    ]


def _of(cells: Sequence[Received]) -> _Row:
    return _Row(
        tuple(title_key(text) for _header, text, target in cells if target in TITLES),
        frozenset(text for _header, text, target in cells if target == _COUNTRY),
        frozenset((header, text) for header, text, target in cells if target not in TITLES and target != _SERIAL),
    )
