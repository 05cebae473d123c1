"""Reading the code lists of a workspace: once, until one of them changes."""

import json
import weakref
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, RowMapping, select

from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.core.text import lines_of
from khartoum_desktop.proposals.lists import PRESIDENCY, PRIORITY, Item, Lists
from khartoum_desktop.proposals.shipped import priority_names
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_lists: weakref.WeakKeyDictionary[Workspace, Lists] = weakref.WeakKeyDictionary()
_watched: weakref.WeakSet[Workspace] = weakref.WeakSet()
_LIST_KINDS: Final = frozenset({"list_item", "presidency", "priority_set", "priority"})
_UNKNOWN_YEAR: Final = "9999"


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
    rows = db.execute(select(table)).mappings().all()
    items = [_item(row) for row in rows if not row["removed"]]
    withdrawn = [replace(_item(row), active=False) for row in rows if row["removed"]]
    terms = _terms(db)
    said = [row for row in terms if row["current"]]
    current = next(iter(said[-1:] or terms), None)  # of several the latest; where none is said, the first of all
    priorities, former = _priorities(db, current["id"] if current else "")
    named = [_presidency(row, place) for place, row in enumerate(terms)]
    return Lists(
        [*items, *priorities, *named], presidency=current["key"] if current else "", former=[*withdrawn, *former]
    )


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


def _terms(db: Connection) -> list[RowMapping]:
    """Return the presidencies, in their order in time."""
    table = TABLES["presidency"]
    rows = db.execute(select(table).where(table.c.removed.is_not(True))).mappings()
    return sorted(rows, key=lambda row: (row["starts"] or _UNKNOWN_YEAR, row["key"] or ""))


def _priorities(db: Connection, current: str) -> tuple[list[Item], list[Item]]:
    """Return the priorities of the current presidency (id), and those that are withdrawn or another presidency's."""
    sets, table = TABLES["priority_set"], TABLES["priority"]
    query = select(sets.c.id).where(sets.c.presidency == current, sets.c.active.is_(True), sets.c.removed.is_not(True))
    in_force = set(db.execute(query).scalars())
    offered: list[Item] = []
    former: list[Item] = []
    for row in db.execute(select(table).order_by(table.c.id)).mappings():
        here = row["priority_set"] in in_force and not row["removed"]
        (offered if here else former).append(_priority(row, active=here))
    return offered, former


def _priority(row: RowMapping, *, active: bool) -> Item:
    return Item(
        scheme=PRIORITY,
        code=row["key"] or "",
        labels=_by_language(row, "label"),
        definitions=_by_language(row, "shows"),
        parent=row["parent"] or "",
        position=row["position"] or 0,
        active=active,
        scored=row["scored"] is not False,
        aliases=priority_names().get(row["id"], ()),
        row=row["id"],
    )


def _presidency(row: RowMapping, position: int) -> Item:
    return Item(PRESIDENCY, row["key"] or "", _by_language(row, "label"), position=position, row=row["id"])
