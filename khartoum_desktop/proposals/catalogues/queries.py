"""Reading the lists: which there are, their items with what names them, and the organisations that look alike."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, literal, select, union_all

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill
from khartoum_desktop.core.text import isolate, sort_key
from khartoum_desktop.proposals.catalogues.model import (
    ITEM,
    OF_ITEM,
    OF_PRIORITY,
    PARTIES,
    SET_ITEM,
    Catalogue,
    Entry,
    Place,
    look_alike,
    places,
)
from khartoum_desktop.proposals.catalogues.names import BY_ALPHABET, PRIORITIES, SCHEMES, scheme_of
from khartoum_desktop.proposals.lists import ORGANISATION, PARTNER
from khartoum_desktop.proposals.model import Stored
from khartoum_desktop.proposals.shipped import genesis, list_sources
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace, derived_id

_ITEM, _SET, _PRIORITY, _TERM, _PROPOSAL, _APART = (
    TABLES[name] for name in ("list_item", "priority_set", "priority", "presidency", "proposal", "not_the_same")
)
_ORGANISATIONS: Final = (PARTNER, ORGANISATION)
_ORDER: Final = {key: place for place, key in enumerate(SCHEMES)}


# --- which lists there are --------------------------------------------------------------------------------------------


def catalogues(work: Workspace) -> list[Catalogue]:
    """Return every list in the order of its group: named ones first, the sets of priorities by presidency."""
    with work.reading() as db:
        return [*_sets(db), *_schemes(db)]


def catalogue(work: Workspace, key: str) -> Catalogue:
    """Return a list by its key, a set of priorities by key and version (`EG-2024-priorities.1`); UserError if none."""
    found = next((one for one in catalogues(work) if one.key == key), None)
    if found is None:
        raise UserError(fill(_("There is no list “{key}”."), key=key[:60]), _("Run lists show for the lists."))
    return found


def _schemes(db: Connection) -> list[Catalogue]:
    query = select(_ITEM.c.scheme, func.count()).where(_ITEM.c.removed.is_not(True)).group_by(_ITEM.c.scheme)
    counts: dict[str, int] = {scheme: count for scheme, count in db.execute(query) if scheme}
    counts.setdefault(ORGANISATION, 0)
    keys = sorted(counts, key=lambda key: (_ORDER.get(key, len(_ORDER)), key))
    sources = list_sources()
    return [Catalogue(key, scheme_of(key).group, counts[key], source=sources.get(key, "")) for key in keys]


def _sets(db: Connection) -> list[Catalogue]:
    counted = (
        select(_PRIORITY.c.priority_set, func.count())
        .where(_PRIORITY.c.removed.is_not(True))
        .group_by(_PRIORITY.c.priority_set)
    )
    counts: dict[str, int] = dict(db.execute(counted).all())
    terms = {row["id"]: row for row in db.execute(select(_TERM)).mappings()}
    rows = list(db.execute(select(_SET).where(_SET.c.removed.is_not(True))).mappings())
    rows.sort(
        key=lambda row: (
            _begins(terms.get(row["presidency"])),
            row["position"] or 0,
            row["key"] or "",
            row["version"] or 0,
        )
    )
    return [_set(row, terms.get(row["presidency"]), counts.get(row["id"], 0)) for row in rows]


def _begins(term: RowMapping | None) -> str:
    return str((term["starts"] or term["key"]) if term else "")


def _set(row: RowMapping, term: RowMapping | None, count: int) -> Catalogue:
    named = {lang: row[f"label_{lang}"] or (term[f"label_{lang}"] if term else "") for lang in LANGUAGES}
    return Catalogue(
        key=f"{row['key']}.{row['version'] or 1}",
        group=PRIORITIES,
        count=count,
        labels={lang: text for lang, text in named.items() if text},
        set_id=row["id"],
        set_key=row["key"] or "",
        presidency=row["presidency"] or "",
        version=row["version"] or 1,
        in_force=row["active"] is True,
        source=row["source"] or "",
    )


# --- the items of a list ----------------------------------------------------------------------------------------------


def entries(work: Workspace, which: Catalogue) -> list[Entry]:
    """Return a list's items: those in use in the list's order, then the withdrawn ones."""
    with work.reading() as db:
        return entries_in(db, which)


def entries_in(db: Connection, which: Catalogue) -> list[Entry]:
    """Return the items as one moment sees them."""
    table = TABLES[which.kind]
    mine = _PRIORITY.c.priority_set == which.set_id if which.set_id else _ITEM.c.scheme == which.key
    used = uses_in(db, which.scheme)
    found = [_entry(which.kind, row, used) for row in db.execute(select(table).where(mine)).mappings()]
    if which.key in BY_ALPHABET:
        return sorted(found, key=lambda one: (one.removed, sort_key(one.label())))
    return sorted(found, key=lambda one: (one.removed, one.position, one.code))


def entry(work: Workspace, which: Catalogue, code: str) -> Entry:
    """Return one item by its code; UserError when the list has none."""
    found = next((one for one in entries(work, which) if one.code == code), None)
    if found is None:
        raise UserError(
            fill(_("“{value}” is not in the list."), value=code[:60]),
            fill(_("Run lists show {key} for its codes."), key=which.key),
        )
    return found


def values_of(kind: str, row: Mapping[str, Any] | RowMapping) -> dict[str, Stored]:
    """Return what a stored or shipped row says, by the names of OF_ITEM or OF_PRIORITY; empty ones are left out."""
    names = OF_ITEM if kind == ITEM else OF_PRIORITY
    found = {name: row.get(column_of(kind, name)) for name in names}
    return {name: value for name, value in found.items() if value not in {None, ""}}


def column_of(kind: str, name: str) -> str:
    """Return the column of a field: what full alignment shows is a priority’s definition."""
    return name.replace("definition_", "shows_") if kind == SET_ITEM else name


@cache
def shipped_values() -> Mapping[str, Mapping[str, Stored]]:
    """Return what the program ships of every item, by row id: later entries correct earlier ones."""
    found: dict[str, dict[str, Any]] = {}
    for kind, row, values in genesis():
        if kind in {ITEM, SET_ITEM}:
            found.setdefault(row, {"kind": kind}).update(values)
    return {row: values_of(str(values["kind"]), values) for row, values in found.items()}


def _entry(kind: str, row: RowMapping, used: Mapping[str, int]) -> Entry:
    code = row["code" if kind == ITEM else "key"] or ""
    values, shipped = values_of(kind, row), shipped_values().get(row["id"])
    return Entry(
        id=row["id"],
        code=code,
        values=values,
        position=row["position"] or 0,
        removed=bool(row["removed"]),
        merged_into=(row["merged_into"] or "") if kind == ITEM else "",
        source=(row["source"] or "") if kind == ITEM else "",
        shipped=shipped is not None,
        altered=shipped is not None and shipped != values,
        uses=used.get(code, 0),
    )


# --- who names them ---------------------------------------------------------------------------------------------------


def uses_in(db: Connection, scheme: str) -> dict[str, int]:
    """Return how many proposals name each code of a list."""
    parts = [_naming(place) for place in places(scheme)]
    if not parts:
        return {}
    pairs = union_all(*parts).subquery()
    query = (
        select(pairs.c.code, func.count(func.distinct(pairs.c.proposal)))
        .join(_PROPOSAL, _PROPOSAL.c.id == pairs.c.proposal)
        .where(_PROPOSAL.c.removed.is_not(True))
        .group_by(pairs.c.code)
    )
    return {code: number for code, number in db.execute(query) if code}


def users(work: Workspace, scheme: str, code: str) -> list[str]:
    """Return the ids of the proposals that name a code, by their references."""
    parts = [_naming(place, code) for place in places(scheme)]
    if not parts:
        return []
    pairs = union_all(*parts).subquery()
    query = (
        select(_PROPOSAL.c.id)
        .where(_PROPOSAL.c.id.in_(select(pairs.c.proposal)), _PROPOSAL.c.removed.is_not(True))
        .order_by(_PROPOSAL.c.ref, _PROPOSAL.c.id)
    )
    with work.reading() as db:
        return list(db.execute(query).scalars())


def _naming(place: Place, code: str | None = None) -> Select[Any]:
    """Return the query of (code, proposal) at one place."""
    table = TABLES[place.kind]
    column = table.c[place.column]
    proposal = table.c.id if place.kind == "proposal" else table.c.proposal
    conditions: list[ColumnElement[bool]] = [table.c.removed.is_not(True)]
    conditions.append(column == code if code is not None else column.is_not(None))
    if place.scheme:
        conditions.append(table.c.scheme == literal(place.scheme))
    return select(column.label("code"), proposal.label("proposal")).where(*conditions)


# --- organisations ----------------------------------------------------------------------------------------------------


def organisations(work: Workspace) -> list[tuple[str, Entry]]:
    """Return (scheme, item) of every organisation in use: the shipped partners, then one's own."""
    with work.reading() as db:
        found = [(one.key, entry) for one in _schemes(db) if one.key in _ORGANISATIONS for entry in entries_in(db, one)]
    return [(scheme, entry) for scheme, entry in found if not entry.removed]


def alike(work: Workspace) -> list[tuple[Entry, Entry]]:
    """Return the likely duplicates (the one to keep, the other) that nobody has told apart."""
    found = organisations(work)
    by_id = {entry.id: entry for _scheme, entry in found}
    with work.reading() as db:
        apart = set(db.execute(select(_APART.c.id).where(_APART.c.removed.is_not(True))).scalars())
    return [(by_id[keep], by_id[other]) for keep, other in look_alike(found) if apart_id(keep, other) not in apart]


def apart_id(first: str, second: str) -> str:
    """Return the id of the row that says that two organisations are not the same."""
    return derived_id("not_the_same", *sorted((first, second)))


def named(entry: Entry) -> str:
    """Return an item's name with its code, for a choice."""
    return f"{isolate(entry.label())} ({isolate(entry.code)})" if entry.label() != entry.code else entry.code


def is_party(key: str) -> bool:
    """Tell whether codes of a list stand where countries and organisations are named."""
    return key in PARTIES


def siblings(found: Sequence[Entry]) -> list[tuple[str, str]]:
    """Return (code, name) of the items that another one may be part of."""
    return [(one.code, one.label()) for one in found if not one.removed and not one.text("parent")]
