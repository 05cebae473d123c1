"""The one path by which people's rows are written: gather a step's changes, record them, bring the rows up to date."""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Select, Update, bindparam, exists, select, update

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.storage import changes, contents
from khartoum_desktop.storage.changes import REMOVED, ChangeBody, StepBody, Value, clean_all, new_id, sealed
from khartoum_desktop.storage.rows import (
    CHANGE,
    CHUNK,
    COLUMNS,
    CONFLICT,
    SEARCH,
    STEP,
    Recorded,
    bulk_insert,
    chunks,
    recompute,
    record,
    search_text,
    upsert,
)
from khartoum_desktop.storage.schema import SEARCHED, TABLES, Row


class _Made(Enum):
    """How a pending change came about, which decides what its row may look like now."""

    NEW = 1  # a random id: there is no such row
    GIVEN = 2  # a derived id: there may be such a row
    EDIT = 3  # there must be such a row
    FORK = 4  # one of several values that stand side by side


_ON_A_ROW: Final = (_Made.EDIT, _Made.FORK)  # these fail where there is no row


@dataclass(slots=True)
class _Pending:
    """The fields of one row that the step writes; seen None = the heads at the time of recording."""

    kind: str
    row: str
    values: dict[str, Value]
    seen: tuple[str, ...] | None
    made: _Made


@dataclass(frozen=True, slots=True)
class _Present:
    """A row as it is before the change: its heads, whether a conflict is open, and the values the change is about."""

    heads: str
    torn: bool
    values: Mapping[str, Any]


class StepWriter:
    """Gathers the changes of one step and records them 2,000 rows at a time; only `Store.step` makes one."""

    def __init__(self, db: Connection, ident: str, at: int) -> None:
        self.db = db
        self.id = ident
        self.at = at  # ms since 1970, by this laptop's clock
        self.touched: dict[str, set[str]] = defaultdict(set)
        self._pending: dict[tuple[str, str], _Pending] = {}
        self._forks: list[_Pending] = []
        self._edited: dict[tuple[str, str], str] = {}  # the change that this step has already recorded for a row

    def add(self, table: type[Row], values: Mapping[str, Value], row: str | None = None) -> str:
        """Create a row and return its id.

        A given id (from `derived_id`) that exists becomes an edit of it and brings it back if it was removed.
        """
        ident = row or new_id()
        kept = {field: value for field, value in values.items() if value is not None} if row is None else values
        self._gather(table, ident, kept, None, _Made.NEW if row is None else _Made.GIVEN)
        return ident

    def put(self, table: type[Row], row: str, values: Mapping[str, Value], seen: str | None = None) -> None:
        """Change fields of a row; `seen` = its heads as the person saw them, None = the present ones.

        Fields that already have the value are left out. UserError when the row is not there (any more).
        """
        self._gather(table, row, values, None if seen is None else tuple(changes.decode(seen)), _Made.EDIT)

    def remove(self, table: type[Row], row: str, seen: str | None = None) -> None:
        """Withdraw a row; its history stays."""
        self.put(table, row, {REMOVED: True}, seen)

    def fork(self, kind: str, row: str, values: Sequence[Mapping[str, Value]], seen: str) -> None:
        """Write values that stand side by side, as undo does; nearly always there is one set of them."""
        heads, made = tuple(changes.decode(seen)), _Made.EDIT if len(values) == 1 else _Made.FORK
        self._forks += [_Pending(kind, row, dict(each), heads, made) for each in values]

    def keep(self, data: bytes) -> str:
        """Keep the bytes of a file and return their sha256, which a row of this step must name."""
        return contents.keep(self.db, data)

    def rows(self) -> dict[str, frozenset[str]]:
        """Return the ids of the rows that were recorded, by table."""
        return {kind: frozenset(rows) for kind, rows in self.touched.items()}

    def flush(self) -> None:
        """Record what was gathered; the end of the step does it by itself."""
        items = [*self._pending.values(), *self._forks]
        self._pending, self._forks = {}, []
        for start in range(0, len(items), CHUNK):
            for item, change in _record(self.db, self.id, items[start : start + CHUNK]):
                self.touched[item.kind].add(item.row)
                if item.made is not _Made.NEW:
                    self._edited[item.kind, item.row] = change

    def _gather(
        self, table: type[Row], row: str, values: Mapping[str, Value], seen: tuple[str, ...] | None, made: _Made
    ) -> None:
        kind = table.__tablename__
        fresh = clean_all(values, COLUMNS[kind])
        old = self._pending.get((kind, row))
        if old:
            back = made is _Made.GIVEN and old.values.get(REMOVED)
            old.values |= fresh | ({REMOVED: False} if back else {})
            return
        if seen is not None and (kind, row) in self._edited:  # the step goes on with its own change
            seen = (self._edited[kind, row],)
        self._pending[kind, row] = _Pending(kind, row, fresh, seen, made)
        if len(self._pending) >= CHUNK:
            self.flush()


def record_step(db: Connection, body: StepBody) -> str:
    """Write a step's row and return its id."""
    ident, text = sealed(body)
    row = {
        "id": ident,
        "body": text,
        "at": body.at,
        "author": body.author,
        "device": body.device,
        "undoes": body.undoes,
    }
    bulk_insert(db, STEP, [row])
    return ident


def change_row(
    step: str, kind: str, row: str, *, values: Mapping[str, Value], seen: tuple[str, ...], salt: str
) -> Recorded:
    """Return the record's row of one change, its id and texts computed."""
    content, content_text = sealed({"salt": salt, "set": values})
    ident, body = sealed(ChangeBody(content, kind, row, seen, step, 1))
    return Recorded(ident, step, kind, row, body, content_text)


@lru_cache(maxsize=512)
def _present_query(kind: str, fields: tuple[str, ...]) -> Select[Any]:
    table = TABLES[kind]
    torn = exists().where(CONFLICT.c.kind == kind, CONFLICT.c.row == table.c.id)
    return select(table.c.id, table.c.heads, torn, *(table.c[field] for field in fields)).where(
        table.c.id.in_(bindparam("ids", expanding=True))
    )


@cache
def _begun_query() -> Select[Any]:
    by_row = CHANGE.c.row.in_(bindparam("ids", expanding=True))
    return select(CHANGE.c.row).where(CHANGE.c.kind == bindparam("kind"), by_row).distinct()


@lru_cache(maxsize=512)
def _update_of(kind: str, fields: tuple[str, ...]) -> Update:
    table = TABLES[kind]
    return (
        update(table)
        .where(table.c.id == bindparam("of_row"))
        .values({field: bindparam(field) for field in (*fields, "heads")})
    )


def _present(db: Connection, kind: str, items: Sequence[_Pending]) -> dict[str, _Present]:
    """Read the rows that the items are about: once for all, only the columns that matter."""
    fields = {field for item in items for field in item.values} & COLUMNS[kind].keys() | {REMOVED}
    if kind in SEARCHED and not fields.isdisjoint(SEARCHED[kind]):
        fields |= set(SEARCHED[kind])
    wanted = tuple(sorted(fields))
    found: dict[str, _Present] = {}
    for ids in chunks({item.row for item in items}):
        for row, heads, torn, *values in db.execute(_present_query(kind, wanted), {"ids": ids}):
            found[row] = _Present(heads, torn, dict(zip(wanted, values, strict=True)))
    return found


def _begun(db: Connection, kind: str, items: Sequence[_Pending]) -> set[str]:
    """Return the rows of derived ids of which the record knows something, if only that they are forgotten."""
    given = [item.row for item in items if item.made is _Made.GIVEN]
    return set(db.execute(_begun_query(), {"kind": kind, "ids": given}).scalars()) if given else set()


def _record(db: Connection, step: str, items: Sequence[_Pending]) -> list[tuple[_Pending, str]]:
    """Record changes and bring their rows up to date; return (item, change id) of those that changed something."""
    kinds: dict[str, list[_Pending]] = defaultdict(list)
    for item in items:
        kinds[item.kind].append(item)
    return [written for kind, group in kinds.items() for written in _record_kind(db, step, kind, group)]


def _record_kind(db: Connection, step: str, kind: str, items: Sequence[_Pending]) -> list[tuple[_Pending, str]]:
    """Do so for one table: insert what is new, update in place where the person saw the present, else recompute."""
    begun = _begun(db, kind, items)
    met = [item for item in items if item.made in _ON_A_ROW or item.row in begun]
    present = _present(db, kind, met) if met else {}
    log: list[Recorded] = []
    written: list[tuple[_Pending, str]] = []
    fresh: list[dict[str, Any]] = []
    plain: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    texts: list[dict[str, str]] = []
    rest: list[str] = []
    salts = os.urandom(16 * len(items)).hex()
    searched = SEARCHED.get(kind, ())
    for place, item in enumerate(items):
        have = present.get(item.row)
        seen, current = _bearing(item, have)
        if have is not None and current:
            item.values = {f: v for f, v in item.values.items() if f not in have.values or have.values[f] != v}
            if not item.values:
                continue
        change = change_row(
            step, kind, item.row, values=item.values, seen=seen, salt=salts[32 * place : 32 * place + 32]
        )
        log.append(change)
        written.append((item, change.id))
        heads = {"heads": f'["{change.id}"]'}
        if have is None and item.row not in begun:
            fresh.append({**item.values, "id": item.row, **heads})
        elif have is not None and current:
            known = {field: value for field, value in item.values.items() if field in COLUMNS[kind]}
            plain[tuple(sorted(known))].append({**known, "of_row": item.row, **heads})
            if not known.keys().isdisjoint(searched):
                text = search_text(kind, {**have.values, **known})
                texts.append({"row": item.row, "kind": kind, "text": text})
        else:
            rest.append(item.row)
    record(db, log)
    bulk_insert(db, TABLES[kind], fresh)
    for fields, rows in plain.items():
        db.execute(_update_of(kind, fields), rows)
    if searched:
        bulk_insert(db, SEARCH, [{"row": row["id"], "kind": kind, "text": search_text(kind, row)} for row in fresh])
        upsert(db, SEARCH, texts)
    recompute(db, kind, rest)
    return written


def _bearing(item: _Pending, have: _Present | None) -> tuple[tuple[str, ...], bool]:
    """Return (the heads that the change names as seen, whether they are all there is: then it simply goes on)."""
    if have is None:
        if item.made in _ON_A_ROW:
            raise UserError(
                _("This entry is no longer in the workspace."), _("Go back to the list and open the entry again.")
            )
        if None in item.values.values():
            item.values = {field: value for field, value in item.values.items() if value is not None}
        return (), False
    present = tuple(changes.decode(have.heads))
    if item.made is _Made.GIVEN and have.values[REMOVED]:
        item.values.setdefault(REMOVED, False)
    seen = present if item.seen is None else tuple(sorted(set(item.seen)))
    return seen, seen == present and not have.torn and item.made is not _Made.FORK
