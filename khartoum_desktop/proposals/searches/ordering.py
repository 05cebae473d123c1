"""The order of the list: what each proposal is sorted by, kept in memory and mended where something changed.

Python holds everything else up while it sorts, so long lists are sorted in small pieces.
"""

import weakref
from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from threading import Lock
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, language, languages_first
from khartoum_desktop.core.pace import many_objects
from khartoum_desktop.core.text import sort_key
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND, MAIN, Field, Type
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.rates.queries import converter
from khartoum_desktop.proposals.searches.conditions import HERE, PROPOSAL, as_day
from khartoum_desktop.proposals.searches.model import COMPLETENESS, TITLE, scheme_of, sortable, stored_key
from khartoum_desktop.proposals.searches.percents import percents
from khartoum_desktop.storage.history import ever
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

Key = str | int
Entry = tuple[Key, str, str]  # what it is sorted by, then the reference, then the id

CHUNK: Final = 2000
_MOST_MENDED: Final = 500  # rows changed at once; after more than that an order is made anew
_KEPT: Final = 6  # orders
_PIECE: Final = 4000  # rows that are sorted at once: about two milliseconds
_LONGEST: Final = 200  # characters of a text by which it is sorted
_EVERY: Final = frozenset({"list_item", "presidency", "priority_set", "priority", "rate", "setting"})
_ALIGNMENT: Final = TABLES["alignment"]
_sort_key = lru_cache(maxsize=65536)(sort_key)


@dataclass(slots=True)
class Order:
    """All proposals (or all withdrawn ones) by one key: ids of those that have it, in order, and of the others.

    Nothing but texts is kept: the collector of cycles would stop everybody to walk through a tuple for each row.
    """

    full: list[str]
    blank: list[str]
    keys: dict[str, Key]  # of those that have one
    refs: dict[str, str]
    _ids: dict[bool, list[str]] = field(default_factory=dict)

    @classmethod
    @many_objects()
    def of(cls, rows: Iterable[tuple[str, str, Key | None]]) -> "Order":
        """Return the order of rows (id, reference, key)."""
        keys: dict[str, Key] = {}
        refs: dict[str, str] = {}
        for ident, ref, key in rows:
            refs[ident] = ref
            if key is not None:
                keys[ident] = key
        full = sorted_in_pieces([(key, refs[ident], ident) for ident, key in keys.items()])
        blank = sorted_in_pieces([(ref, ident) for ident, ref in refs.items() if ident not in keys])
        return cls(_last_of(full), _last_of(blank), keys, refs)

    def ids(self, *, descending: bool) -> list[str]:
        """Return the ids; equal ones stand in the order of their references either way, and blank ones last."""
        if descending not in self._ids:
            self._ids[descending] = [*(self._backwards() if descending else self.full), *self.blank]
        return self._ids[descending]

    def _backwards(self) -> Iterator[str]:
        end = len(self.full)
        while end:
            start = end - 1
            key = self.keys[self.full[start]]
            while start and self.keys[self.full[start - 1]] == key:
                start -= 1
            yield from self.full[start:end]
            end = start

    def mend(self, changed: frozenset[str], rows: Iterable[tuple[str, str, Key | None]]) -> "Order":
        """Return the order with these rows read anew (id, reference, key); those not read any more are gone."""
        full = [ident for ident in self.full if ident not in changed]
        blank = [ident for ident in self.blank if ident not in changed]
        keys, refs = self.keys.copy(), self.refs.copy()
        for ident in changed:
            keys.pop(ident, None)
            refs.pop(ident, None)
        for ident, ref, key in rows:
            refs[ident] = ref
            if key is None:
                insort(blank, ident, key=lambda one: (refs[one], one))
            else:
                keys[ident] = key
                insort(full, ident, key=lambda one: (keys[one], refs[one], one))
        return Order(full, blank, keys, refs)


def sorted_in_pieces(entries: Sequence[Any]) -> list[Any]:
    """Return what `sorted` does, but never more than a few thousand at a time: others can work in between."""
    if len(entries) <= _PIECE:
        return sorted(entries)
    step = max(1, len(entries) // (len(entries) // _PIECE * 8))  # eight samples a piece make them even enough
    bounds = sorted(entries[::step])[8::8]
    pieces: list[list[Any]] = [[] for _bound in range(len(bounds) + 1)]
    for entry in entries:
        pieces[bisect_right(bounds, entry)].append(entry)
    found: list[Any] = []
    for piece in pieces:
        piece.sort()
        found += piece
    return found


def _last_of(entries: list[Any]) -> list[str]:
    """Return the last part of each entry, letting the entries go a few at a time: that takes as long as making them."""
    found: list[str] = []
    entries.reverse()
    while entries:
        some = entries[-_PIECE:]
        del entries[-_PIECE:]
        found += [entry[-1] for entry in reversed(some)]
    return found


# --- what each is sorted by -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a key is read: from columns of the proposal, or from what a query says of each id."""

    columns: tuple[ColumnElement[Any], ...] = ()
    key: Callable[[Sequence[Any]], Key | None] = itemgetter(0)  # of a row (id, reference, the columns)
    beside: Callable[[Connection, Sequence[str] | None], Mapping[str, Key]] | None = None


def _reading(work: Workspace, key: str) -> _Reading:
    """Return how a key is read; an amount, a count or a day is ordered as such, all else by its folded words."""
    if key == TITLE:
        titles = tuple(PROPOSAL.c[f"title_{lang}"] for lang in languages_first())
        return _Reading(titles, lambda row: _sort_key(row[2] or row[3] or row[4] or "") or None)
    if key == COMPLETENESS:
        return _Reading(beside=percents)
    kind, lists = BY_KEY[key].type, lists_of(work)
    if kind in {Type.TABLE, Type.CODES}:
        read = _numbers_of_lines if kind is Type.TABLE else _first_codes
        return _Reading(beside=lambda db, ids: read(db, BY_KEY[key], lists, ids))
    if kind in {Type.MONEY, Type.NUMBER, Type.DATE}:
        return _figure(work, key, kind)
    return _in_words(key, lists)


def _figure(work: Workspace, key: str, kind: Type) -> _Reading:
    column = PROPOSAL.c[key]
    if kind is Type.MONEY:
        worth = converter(work)
        return _Reading((column, PROPOSAL.c[f"{key}_currency"]), lambda row: worth(row[2], row[3]))
    if kind is Type.DATE:
        return _Reading((as_day(column), column), lambda row: row[2] + row[3] if row[3] else None)
    return _Reading((column,), lambda row: row[2])


def _in_words(key: str, lists: Lists) -> _Reading:
    """Return how a text or a code is read: a code by its label, but a state by its place among the states."""
    scheme = scheme_of(key)
    if not scheme:
        return _Reading((func.substr(PROPOSAL.c[key], 1, _LONGEST),), lambda row: _sort_key(row[2] or "") or None)
    by_place = key == "state"
    words = {item.code: f"{item.position:04}" if by_place else _sort_key(item.label()) for item in lists.items(scheme)}
    return _Reading((PROPOSAL.c[key],), lambda row: words.get(row[2], row[2]) or None)


def _not_sortable(key: str) -> UserError:
    return UserError(fill(_("The list cannot be sorted by “{key}”."), key=key), _("Choose another column."))


def _numbers_of_lines(db: Connection, field: Field, _lists: Lists, ids: Sequence[str] | None) -> Mapping[str, Key]:
    lines = TABLES[str(field.kind)]
    query = select(lines.c.proposal, func.count()).where(lines.c.removed.is_not(True)).group_by(lines.c.proposal)
    rows = db.execute(query if ids is None else query.where(lines.c.proposal.in_(ids)))
    return {proposal: number for some in rows.partitions(CHUNK) for proposal, number in some}


def _first_codes(db: Connection, field: Field, lists: Lists, ids: Sequence[str] | None) -> Mapping[str, Key]:
    """Return proposal -> the place in its list of the main code, else of the first one that is named."""
    places = {item.code: f"{place:06}" for place, item in enumerate(lists.items(str(field.scheme)))}
    lines = _ALIGNMENT
    query = select(lines.c.proposal, lines.c.code).where(lines.c.scheme == field.scheme, lines.c.removed.is_not(True))
    query = query.where(lines.c.code.is_not(None)).order_by(
        lines.c.degree == MAIN, lines.c.position.desc(), lines.c.id.desc()
    )
    rows = db.execute(query if ids is None else query.where(lines.c.proposal.in_(ids)))
    return {proposal: places.get(code, code) for proposal, code in rows}


def _rows(work: Workspace, name: "_Name", ids: Sequence[str] | None = None) -> Iterator[tuple[str, str, Key | None]]:
    """Yield (id, reference, key) of all proposals, or of a few."""
    reading = _reading(work, name.key)
    query = select(PROPOSAL.c.id, PROPOSAL.c.ref, *reading.columns)
    query = query.where(PROPOSAL.c.removed.is_(True) if name.removed else HERE)
    if ids is not None:
        query = query.where(PROPOSAL.c.id.in_(ids))
    with work.reading() as db:
        beside = reading.beside(db, ids) if reading.beside else None
        for rows in db.execute(query).partitions(CHUNK):
            for row in rows:
                yield row[0], row[1] or "", reading.key(row) if beside is None else beside.get(row[0])


class _Name(NamedTuple):
    """Which order it is."""

    key: str
    language: str
    removed: bool


# --- kept -------------------------------------------------------------------------------------------------------------


class Orders:
    """The orders of one workspace that were asked for last, and which rows have changed since each was made."""

    def __init__(self, work: Workspace) -> None:
        self._work = weakref.ref(work)
        self._one_maker = Lock()
        self._lock = Lock()  # never held while anything is read
        self._kept: dict[_Name, Order] = {}
        self._changed: dict[_Name, set[str]] = {}

    def heard(self, _step: str, touched: Mapping[str, frozenset[str]]) -> None:
        """Note which proposals a step touched, they or their lines; where that is unknown, forget the orders."""
        work = self._work()
        if work is None or not self._changed:
            return
        whose = {key: _proposals_touched(work, _kinds(key), touched) for key in {name.key for name in [*self._changed]}}
        with self._lock:
            for name in list(self._changed):
                rows = whose.get(name.key)
                if rows is None or len(self._changed[name] | rows) > _MOST_MENDED or not _EVERY.isdisjoint(touched):
                    self._kept.pop(name, None)
                    del self._changed[name]
                else:
                    self._changed[name] |= rows

    def order(self, work: Workspace, key: str, *, removed: bool = False) -> Order:
        """Return the order by a key; UserError for one that cannot be sorted by."""
        if not sortable(key):
            raise _not_sortable(key)
        name = _Name(stored_key(key), language(), removed)
        with self._one_maker:
            with self._lock:
                kept = self._kept.pop(name, None)
                changed = frozenset(self._changed.get(name, ()))
                self._changed[name] = set()  # from here on, changes are noted against the order that is being made
            if kept is None:
                kept = Order.of(_rows(work, name))
            elif changed:
                kept = kept.mend(changed, _rows(work, name, sorted(changed)))
            with self._lock:
                if name in self._changed:  # else so much has changed meanwhile that the next one begins anew
                    self._kept[name] = kept
                for old in list(self._kept)[:-_KEPT]:
                    del self._kept[old], self._changed[old]
            return kept


_orders: weakref.WeakKeyDictionary[Workspace, Orders] = weakref.WeakKeyDictionary()


def orders_of(work: Workspace) -> Orders:
    """Return the orders of a workspace; the same object as long as it is open."""
    found = _orders.get(work)
    if found is None:
        found = _orders[work] = Orders(work)
        work.changed.append(found.heard)
    return found


def _kinds(key: str) -> frozenset[str]:
    """Return the tables on which an order depends."""
    if key == COMPLETENESS:
        return frozenset({"proposal", "alignment", *BY_KIND})
    kind = BY_KEY[key].type if key in BY_KEY else None
    own = {str(BY_KEY[key].kind)} if kind is Type.TABLE else {"alignment"} if kind is Type.CODES else set()
    return frozenset({"proposal", *own})


def _proposals_touched(
    work: Workspace, kinds: frozenset[str], touched: Mapping[str, frozenset[str]]
) -> frozenset[str] | None:
    """Return the proposals whose place may have changed; None where they are too many, or not to be told any more.

    A line that a merge or its undoing moved counts for every proposal that it ever belonged to.
    """
    found: set[str] = set(touched.get("proposal", ()))
    for kind in kinds & touched.keys() - {"proposal"}:
        ids = touched[kind]
        if len(ids) > _MOST_MENDED:
            return None
        with work.reading() as db:
            owners = ever(db, kind, ids, "proposal")
        if len(owners) < len(ids):
            return None
        found |= {str(owner) for known in owners.values() for owner in known if owner}
    return frozenset(found)
