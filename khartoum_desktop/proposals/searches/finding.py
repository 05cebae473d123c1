"""Finding proposals: the ids that words and conditions leave, in order, and how many each saved search holds."""

import time
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, Select, func, or_, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _
from khartoum_desktop.core.text import clean_text, fold
from khartoum_desktop.proposals.duplicates import merged
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.rates.model import EURO, IN_EURO
from khartoum_desktop.proposals.rates.queries import converter
from khartoum_desktop.proposals.rows import ALL, Counts, Filter
from khartoum_desktop.proposals.searches import queries as kept_searches
from khartoum_desktop.proposals.searches.conditions import HERE, PROPOSAL, clauses, in_sql
from khartoum_desktop.proposals.searches.model import TITLE, Condition, Search, Test, problem
from khartoum_desktop.proposals.searches.ordering import orders_of
from khartoum_desktop.storage.schema import SEARCHED, TABLES
from khartoum_desktop.workspace import Workspace

# the article and what is joined to it, and the letters that must be left; one that is part of another comes after it
_ARTICLES: Final = {"وبال": 3, "وكال": 3, "فبال": 3, "ولل": 3, "فلل": 3, "وال": 3, "بال": 3, "كال": 3, "فال": 3,
                    "لل": 3, "ال": 3, "وب": 4}  # fmt: skip
_CHUNK: Final = 2000
LONG: Final = 20_000  # proposals: from here on the first page is looked for by itself
_LOOK: Final = 384  # proposals looked at at once for the first page
_PATIENCE_S: Final = 0.02
_NAMING: Final = 3  # letters from which on a word can name a country
_WRITTEN: Final = frozenset({Type.TEXT, Type.LONG, Type.LINES, Type.COUNTRY})  # columns of a table that hold words


def search_words(text: str) -> str:
    """Return the words of a search without the Arabic article and what is joined to it: والهجرة finds هجرة."""
    return " ".join(_stem(word) for word in fold(clean_text(text)).split())


def _stem(word: str) -> str:
    for article, rest in _ARTICLES.items():
        if word.startswith(article) and len(word) - len(article) >= rest:
            return word[len(article) :]
    return word


def ids(
    work: Workspace, *, search: str = "", sort: str = "ref", descending: bool = False, only: Filter = ALL
) -> list[str]:
    """Return the ids of the proposals that match, in order; what has no value to sort by comes last either way.

    `sort` is a key of the catalogue, "title" or "completeness". Equal ones stand in the order of their references.
    UserError for a key that cannot be sorted by, and for a condition that cannot be asked.
    """
    _refuse(only)
    order = orders_of(work).order(work, sort, removed=only.removed).ids(descending=descending)
    found = list(_asked(work, search, only, None))
    if not found:
        return list(order)
    fewest, *others = sorted(found, key=len)
    wanted = [ident for ident in order if ident in fewest]
    return [ident for ident in wanted if all(ident in one for one in others)] if others else wanted


def first_ids(
    work: Workspace, number: int, *, search: str = "", sort: str = "ref", descending: bool = False, only: Filter = ALL
) -> list[str] | None:
    """Return the first so many of the `ids`, found in the order itself; None where to ask for all is as quick.

    In a long list whatever is frequent is found at its beginning long before all of it is.
    """
    _refuse(only)
    order = orders_of(work).order(work, sort, removed=only.removed).ids(descending=descending)
    slow = only.stale or only.mine or only.changed_since is not None or only.incomplete
    if len(order) < LONG or slow or any(one.test is Test.CHANGED_SINCE for one in only.conditions):
        return None
    found: list[str] = []
    begun = time.monotonic()
    for start in range(0, len(order), _LOOK):
        some = order[start : start + _LOOK]
        sets = list(_asked(work, search, only, some))
        found += (ident for ident in some if all(ident in one for one in sets))
        if len(found) >= number or not sets:
            return found[:number]
        if time.monotonic() - begun > _PATIENCE_S:
            return None
    return found


def find(work: Workspace, search: Search, only: Filter = ALL) -> list[str]:
    """Return the ids that a search of the list finds, in its order; UserError as `ids`."""
    whole = replace(only, conditions=(*only.conditions, *search.conditions))
    return ids(work, search=search.words, sort=search.sort, descending=search.descending, only=whole)


def _refuse(only: Filter) -> None:
    for condition in only.conditions:
        if wrong := problem(condition):
            raise UserError(wrong, _("Ask for something else in this column."))


def _asked(work: Workspace, words: str, only: Filter, some: Sequence[str] | None) -> Iterator[AbstractSet[str]]:
    """Yield what satisfies each thing asked, of all proposals or of some (more may be in it than those)."""
    if words.strip():
        asked = search_words(words)
        from_countries = _from_countries(work, asked.split(), some)
        yield _gathered(merged.found_by_ref(work, words), chain(_holding(work, asked, some), from_countries))
    if only.among is not None:
        yield only.among
    here, *clauses_asked = clauses(work, only)
    clauses_asked += [clause for condition in only.conditions if (clause := in_sql(condition)) is not None]
    if clauses_asked:
        query = select(PROPOSAL.c.id).where(here, *clauses_asked)
        with work.reading() as db:
            yield frozenset(db.execute(query if some is None else query.where(PROPOSAL.c.id.in_(some))).scalars())
    for condition in only.conditions:
        if in_sql(condition) is None and condition.test is Test.RANGE:
            keys = orders_of(work).order(work, condition.key, removed=only.removed).keys
            low, high = (int(text) if text else None for text in condition.values)
            if condition.key == IN_EURO:
                low, high = (None if end is None else _reported(work, end) for end in (low, high))
            yield frozenset(_between(keys if some is None else _part(keys, some), low, high))
        elif in_sql(condition) is None:
            yield frozenset(_containing(work, condition, some))


def _gathered(*parts: Iterable[str]) -> set[str]:
    """Return the ids of several parts, a few at a time: nobody else can work while Python makes one great set."""
    found: set[str] = set()
    rest = chain(*parts)
    while some := list(islice(rest, _CHUNK)):
        found.update(some)
    return found


def _holding(work: Workspace, words: str, some: Sequence[str] | None) -> Iterable[str]:
    if some is None:
        return work.store.search(words, removed=True)
    return work.store.searcher.among(some, words, "proposal")


def _from_countries(work: Workspace, words: Sequence[str], some: Sequence[str] | None) -> Iterator[str]:
    """Yield the proposals of States that some of the words name, in any language; they hold the other words."""
    codes_by_rest: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for code, names in _names_of_countries(lists_of(work)):
        rest = tuple(word for word in words if len(word) < _NAMING or not any(map(_beginning(word), names)))
        if len(rest) < len(words):
            codes_by_rest[rest].append(code)
    for rest, codes in codes_by_rest.items():
        query = select(PROPOSAL.c.id).where(PROPOSAL.c.lead_country.in_(codes))
        with work.reading() as db:
            found = set(db.execute(query if some is None else query.where(PROPOSAL.c.id.in_(some))).scalars())
        yield from found.intersection(_holding(work, " ".join(rest), some)) if rest and found else found


@lru_cache(maxsize=2)
def _names_of_countries(lists: Lists) -> list[tuple[str, frozenset[str]]]:
    """Return code -> the words of its names in all languages, as they are searched, of whoever can submit."""
    return [
        (item.code, frozenset(word for label in item.labels.values() for word in search_words(label).split()))
        for item in lists.items(PARTY)
    ]


def _beginning(word: str) -> Callable[[str], bool]:
    return lambda name: name.startswith(word)


def _containing(work: Workspace, condition: Condition, some: Sequence[str] | None) -> Iterator[str]:
    """Yield those of which one field holds every word; the words of all fields together narrow them down first."""
    words = fold(condition.values[0].replace("\0", "")).split()
    columns, query = _texts_of(condition.key)
    parts: Sequence[Sequence[str] | None] = [some]
    if all(column in SEARCHED["proposal"] for column in columns):
        whole = list(_holding(work, " ".join(words), some))
        parts = [whole[at : at + _CHUNK] for at in range(0, len(whole), _CHUNK)]
    with work.reading() as db:
        for ids_ in parts:
            yield from _with_words(db, query, ids_, words)


def _reported(work: Workspace, euro: int) -> int:
    """Return thousandths of a euro in those of the reporting currency; without a rate they stay what they are."""
    worth = converter(work)(euro, EURO)
    return euro if worth is None else worth


def _part(keys: Mapping[str, Any], some: Sequence[str]) -> Mapping[str, Any]:
    return {ident: keys[ident] for ident in some if ident in keys}


def _between(keys: Mapping[str, Any], low: int | None, high: int | None) -> Iterable[str]:
    return (ident for ident, key in keys.items() if (low is None or key >= low) and (high is None or key <= high))


def _texts_of(key: str) -> tuple[tuple[str, ...], Select[Any]]:
    """Return the columns of the proposal that hold a field (none for a table), and what reads id and texts."""
    field = BY_KEY.get(key)
    if field is not None and field.type is Type.TABLE:
        lines = TABLES[str(field.kind)]
        texts = [lines.c[column.key] for column in field.columns if column.type in _WRITTEN]
        return ("",), select(lines.c.proposal, *texts).where(lines.c.removed.is_not(True))
    names = tuple(f"title_{lang}" for lang in LANGUAGES) if key == TITLE else (key,)
    filled = or_(*(PROPOSAL.c[name].is_not(None) for name in names))
    return names, select(PROPOSAL.c.id, *(PROPOSAL.c[name] for name in names)).where(filled)


def _with_words(db: Connection, query: Select[Any], ids: Sequence[str] | None, words: Sequence[str]) -> Iterable[str]:
    """Yield the ids of those of which the texts of one row together hold every word."""
    if ids is not None:
        query = query.where(query.selected_columns[0].in_(ids))
    for rows in db.execute(query).partitions(_CHUNK):
        for ident, *texts in rows:
            folded = fold("\n".join(filter(None, texts)))
            if all(word in folded for word in words):
                yield ident


# --- counts -----------------------------------------------------------------------------------------------------------


def counts(work: Workspace) -> Counts:
    """Return how many proposals each saved search holds; the same object until something changes."""
    return _Counted.of(work).counts(work)


def _count(work: Workspace) -> Counts:
    ours = work.person.delegation if work.person else ""
    since = kept_searches.last_meeting(work)
    groups = (PROPOSAL.c.state, PROPOSAL.c.lead_country == ours, PROPOSAL.c.source == "imported")
    with work.reading() as db:
        found = db.execute(select(*groups, func.count()).where(HERE).group_by(*groups)).all()

        def number(only: Filter) -> int:
            query = select(func.count()).select_from(PROPOSAL).where(*clauses(work, only))
            return int(db.execute(query).scalar_one())

        incomplete, torn, removed = (
            number(only) for only in (Filter(incomplete=True), Filter(conflicts=True), Filter(removed=True))
        )
        consents, stale, mine = (
            number(only) for only in (Filter(consents=True), Filter(stale=True), Filter(mine=True))
        )
        unread, asked = (number(only) for only in (Filter(unread=True), Filter(asked=True)))
        untitled = {lang: number(Filter(untitled=lang)) for lang in LANGUAGES}
        changed = None if since is None else number(Filter(changed_since=since))
    by_state: dict[str, int] = {}
    for state, _ours, _imported, n in found:
        by_state[state or ""] = by_state.get(state or "", 0) + n
    return Counts(
        everything=sum(group[3] for group in found),
        ours=sum(group[3] for group in found if group[1]),
        incomplete=incomplete,
        conflicts=torn,
        imported=sum(group[3] for group in found if group[2]),
        removed=removed,
        by_state=MappingProxyType(by_state),
        consents=consents,
        untitled=MappingProxyType(untitled),
        stale=stale,
        changed=changed,
        mine=mine,
        unread=unread,
        asked=asked,
        saved=MappingProxyType({one.id: len(find(work, one.search)) for one in kept_searches.saved(work)}),
    )


class _Counted:
    """The counts of one workspace, for one person on one day, until anything changes."""

    _all: ClassVar[weakref.WeakKeyDictionary[Workspace, "_Counted"]] = weakref.WeakKeyDictionary()

    def __init__(self) -> None:
        self._found: tuple[object, Counts] | None = None
        self._changes = 0

    @classmethod
    def of(cls, work: Workspace) -> "_Counted":
        found = cls._all.get(work)
        if found is None:
            found = cls._all[work] = cls()
            work.changed.append(found.heard)
        return found

    def heard(self, _step: str, _touched: Mapping[str, frozenset[str]]) -> None:
        self._changes += 1

    def counts(self, work: Workspace) -> Counts:
        asked = (self._changes, work.person, datetime.now(UTC).astimezone().date())
        if self._found is None or self._found[0] != asked:
            self._found = (asked, _count(work))
        return self._found[1]
