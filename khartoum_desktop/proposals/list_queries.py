"""Reading the code lists of a workspace: once, until one of them changes."""

import json
import weakref
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, RowMapping, and_, select

from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.core.text import lines_of
from khartoum_desktop.proposals.lists import PRESIDENCY, PRIORITY, Item, Lists
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_lists: weakref.WeakKeyDictionary[Workspace, Lists] = weakref.WeakKeyDictionary()
_watched: weakref.WeakSet[Workspace] = weakref.WeakSet()
_LIST_KINDS: Final = frozenset({"list_item", "presidency", "priority_set", "priority"})


def lists_of(work: Workspace) -> Lists:
    """Return the code lists, with the priorities of the current presidency; the same object until a list changes."""
    if work not in _watched:
        _watched.add(work)
        here = weakref.ref(work)

        def forget(_step: str, touched: Mapping[str, frozenset[str]]) -> None:
            found = here()
            if found is not None and not _LIST_KINDS.isdisjoint(touched):
                _lists.pop(found, None)

        work.changed.append(forget)
    found = _lists.get(work)
    if found is None:
        with work.reading() as db:
            found = _read_lists(db)
        _lists[work] = found
    return found


def _read_lists(db: Connection) -> Lists:
    table = TABLES["list_item"]
    items = [_item(row) for row in db.execute(select(table).where(table.c.removed.is_not(True))).mappings()]
    presidency, priorities = _priorities(db)
    return Lists([*items, *priorities], presidency=presidency)


def _item(row: RowMapping) -> Item:
    return Item(
        scheme=row["scheme"] or "",
        code=row["code"] or "",
        labels=_by_language(row, "label"),
        definitions=_by_language(row, "definition"),
        parent=row["parent"] or "",
        position=row["position"] or 0,
        active=row["active"] is not False,
        aliases=lines_of(row["aliases"]),
        extra=json.loads(row["extra"]) if row["extra"] else {},
        quality=row["quality"] or "",
        row=row["id"],
    )


def _by_language(row: RowMapping, name: str) -> dict[str, str]:
    return {lang: text for lang in LANGUAGES if (text := row[f"{name}_{lang}"])}


def _priorities(db: Connection) -> tuple[str, list[Item]]:
    """Return the current presidency's key (default: the first that has scored priorities) and its active priorities."""
    terms, sets, table = TABLES["presidency"], TABLES["priority_set"], TABLES["priority"]
    names = [terms.c[f"label_{lang}"].label(f"term_{lang}") for lang in LANGUAGES]
    query = (
        select(terms.c.key.label("presidency"), terms.c.current, terms.c.starts, *names, table)
        .select_from(terms)
        .join(sets, and_(sets.c.presidency == terms.c.id, sets.c.active.is_(True), sets.c.removed.is_not(True)))
        .outerjoin(table, and_(table.c.priority_set == sets.c.id, table.c.removed.is_not(True)))
        .where(terms.c.removed.is_not(True))
    )
    rows = db.execute(query).mappings().all()
    chosen = [row for row in rows if row["current"]]
    if not chosen:
        first = min((row for row in rows if row["key"]), key=lambda row: row["starts"] or "", default=None)
        chosen = [row for row in rows if first is not None and row["presidency"] == first["presidency"]]
    items = [
        Item(
            scheme=PRIORITY,
            code=row["key"],
            labels=_by_language(row, "label"),
            definitions=_by_language(row, "shows"),
            parent=row["parent"] or "",
            position=row["position"] or 0,
            scored=row["scored"] is not False,
            row=row["id"],
        )
        for row in chosen
        if row["key"]
    ]
    named = {row["presidency"]: _term(row) for row in rows if row["presidency"]}
    return str(chosen[0]["presidency"]) if chosen else "", [*items, *named.values()]


def _term(row: RowMapping) -> Item:
    labels = {lang: text for lang in LANGUAGES if (text := row[f"term_{lang}"])}
    return Item(PRESIDENCY, row["presidency"], labels)
