"""Finding proposals: the ids that words and conditions leave, in order, and how many each saved search holds."""

import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, ClassVar, Final

from sqlalchemy import Connection, Select, func, or_, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _
from khartoum_desktop.core.text import clean_text, fold
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.proposals.rows import ALL, Counts, Filter
from khartoum_desktop.proposals.searches import queries as kept_searches
from khartoum_desktop.proposals.searches.conditions import HERE, PROPOSAL, clauses, in_sql
from khartoum_desktop.proposals.searches.model import TITLE, Condition, Search, Test, problem
from khartoum_desktop.proposals.searches.ordering import orders_of
from khartoum_desktop.storage.schema import SEARCHED, TABLES
from khartoum_desktop.workspace import Workspace

_ARTICLES: Final = ("وال", "بال", "كال", "فال", "لل", "ال")
_SHORTEST_STEM: Final = 3
_CHUNK: Final = 2000
_WRITTEN: Final = frozenset({Type.TEXT, Type.LONG, Type.LINES, Type.COUNTRY})  # columns of a table that hold words


def search_words(text: str) -> str:
    """Return the words of a search without the Arabic article and what is joined to it: والهجرة finds هجرة."""
    return " ".join(_stem(word) for word in fold(clean_text(text)).split())


def _stem(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_STEM:
            return word[len(article) :]
    return word


def ids(
    work: Workspace, *, search: str = "", sort: str = "ref", descending: bool = False, only: Filter = ALL
) -> list[str]:
    """Return the ids of the proposals that match, in order; what has no value to sort by comes last either way.

    `sort` is a key of the catalogue, "title" or "completeness". Equal ones stand in the order of their references.
    UserError for a key that cannot be sorted by, and for a condition that cannot be asked.
    """
    for condition in only.conditions:
        if wrong := problem(condition):
            raise UserError(wrong, _("Ask for something else in this column."))
    order = orders_of(work).order(work, sort, removed=only.removed).ids(descending=descending)
    matching = [*_by_words(work, search), *_by_the_database(work, only)]
    for condition in only.conditions:
        matching += _by_reading(work, condition, removed=only.removed)
    if not matching:
        return list(order)
    wanted = frozenset.intersection(*sorted(matching, key=len))
    return [ident for ident in order if ident in wanted]


def find(work: Workspace, search: Search, only: Filter = ALL) -> list[str]:
    """Return the ids that a search of the list finds, in its order; UserError as `ids`."""
    whole = replace(only, conditions=(*only.conditions, *search.conditions))
    return ids(work, search=search.words, sort=search.sort, descending=search.descending, only=whole)


def _by_words(work: Workspace, words: str) -> Iterable[frozenset[str]]:
    if words.strip():
        yield frozenset(work.store.search(search_words(words), removed=True))


def _by_the_database(work: Workspace, only: Filter) -> Iterable[frozenset[str]]:
    here, *asked = clauses(work, only)
    asked += [clause for condition in only.conditions if (clause := in_sql(condition)) is not None]
    if asked:
        with work.reading() as db:
            yield frozenset(db.execute(select(PROPOSAL.c.id).where(here, *asked)).scalars())


def _by_reading(work: Workspace, condition: Condition, *, removed: bool) -> Iterable[frozenset[str]]:
    """Answer what the database cannot: folded words in one field, and ranges of what the list is ordered by."""
    if in_sql(condition) is not None:
        return
    if condition.test is Test.RANGE:
        keys = orders_of(work).order(work, condition.key, removed=removed).keys
        low, high = (int(text) if text else None for text in condition.values)
        yield frozenset(_between(keys, low, high))
        return
    words = fold(condition.values[0].replace("\0", "")).split()
    columns, query = _texts_of(condition.key)
    if all(column in SEARCHED["proposal"] for column in columns):
        whole = work.store.search(" ".join(words), removed=True)
        parts: Sequence[Sequence[str] | None] = [whole[at : at + _CHUNK] for at in range(0, len(whole), _CHUNK)]
    else:
        parts = [None]
    with work.reading() as db:
        yield frozenset(ident for ids in parts for ident in _holding(db, query, ids, words))


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


def _holding(db: Connection, query: Select[Any], ids: Sequence[str] | None, words: Sequence[str]) -> Iterable[str]:
    """Yield the ids of those of which the texts of one row together hold every word."""
    if ids is not None:
        query = query.where(PROPOSAL.c.id.in_(ids))
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
