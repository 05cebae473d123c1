"""From changes to typed rows: what the record says about a row, and bringing the tables to it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import msgspec
from sqlalchemy import (
    BigInteger,
    BindParameter,
    Boolean,
    Connection,
    Delete,
    Insert,
    Select,
    Table,
    bindparam,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from khartoum_desktop.core.text import fold
from khartoum_desktop.storage import changes
from khartoum_desktop.storage.changes import Fact, State
from khartoum_desktop.storage.opening import WRITTEN
from khartoum_desktop.storage.schema import KINDS, RENAMED, SEARCHED, TABLES

if TYPE_CHECKING:
    from sqlalchemy import Dialect
    from sqlalchemy.sql.compiler import SQLCompiler

CHUNK: Final = 2_000  # rows a statement: memory stays small, and SQLite takes that many parameters
META, STEP, CHANGE, CONFLICT, SEARCH = (TABLES[name] for name in ("meta", "step", "change", "conflict", "search_text"))
READING: Final = TABLES["reading"]

_TYPES: Final[tuple[tuple[type, type], ...]] = ((Boolean, bool), (BigInteger, int))

COLUMNS: Final[Mapping[str, Mapping[str, type]]] = {
    kind: {
        column.name: next((fits for sql, fits in _TYPES if isinstance(column.type, sql)), str)
        for column in TABLES[kind].c
        if column.name not in ("id", "heads")
    }
    for kind in KINDS
}


class _Seen(msgspec.Struct, frozen=True):
    """The one key of a change's body that the rules need."""

    seen: tuple[str, ...]


class _Set(msgspec.Struct, frozen=True):
    """The one key of a change's content that the rules need."""

    set: dict[str, Any]


_seen = msgspec.json.Decoder(_Seen).decode
_set = msgspec.json.Decoder(_Set).decode


def chunks(items: Iterable[str], size: int = CHUNK) -> Iterator[list[str]]:
    """Cut a list of ids into pieces fit for one statement."""
    whole = list(items)
    return (whole[start : start + size] for start in range(0, len(whole), size))


def values_of(kind: str, content: str) -> dict[str, Any]:
    """Return a content's values under today's field names."""
    found = _set(content).set
    if RENAMED:
        return {RENAMED.get((kind, field), field): value for field, value in found.items()}
    return found


def seen_of(body: str) -> tuple[str, ...]:
    """Return the heads that a change had before it."""
    return _seen(body).seen


@cache
def _facts_query() -> Select[Any]:
    wanted = (CHANGE.c.id, CHANGE.c.row, CHANGE.c.body, CHANGE.c.content, CHANGE.c.step, CHANGE.c.arrived, STEP.c.at)
    return (
        select(*wanted)
        .join(STEP, STEP.c.id == CHANGE.c.step)
        .where(CHANGE.c.kind == bindparam("kind"), CHANGE.c.row.in_(bindparam("rows", expanding=True)))
    )


def facts_of(
    db: Connection, kind: str, rows: Sequence[str], *, damaged: Collection[str] = ()
) -> dict[str, dict[str, Fact]]:
    """Return row -> change id -> Fact of at most CHUNK rows; changes named as damaged are left out."""
    found: dict[str, dict[str, Fact]] = defaultdict(dict)
    for ident, row, body, content, step, arrived, at in db.execute(_facts_query(), {"kind": kind, "rows": rows}):
        if ident not in damaged:
            values = None if content is None else values_of(kind, content)
            found[row][ident] = Fact(at, seen_of(body), values, (step, arrived))
    return found


def typed(kind: str, row: str, state: State) -> dict[str, Any]:
    """Return the whole typed row; fields that this program has no column for stay in the record only."""
    return {field: state.values.get(field) for field in COLUMNS[kind]} | {
        "id": row,
        "heads": changes.canonical(state.heads),
    }


def open_conflicts(kind: str, state: State) -> dict[str, str]:
    """Return field -> candidates (canonical JSON), for the fields that this program has a column for."""
    return {field: changes.canonical(found) for field, found in state.conflicts.items() if field in COLUMNS[kind]}


def search_text(kind: str, values: Mapping[str, Any], state: State | None = None) -> str:
    """Return the folded text of all searched fields, and of every value of an open conflict."""
    parts = [text for field in SEARCHED[kind] if (text := values.get(field))]
    if state:
        for field, found in state.conflicts.items():
            if field in SEARCHED[kind]:
                parts += [text for _, text in found if text and text != values.get(field)]
    whole = "\n".join(parts)
    # folded in one go: no letter of one text changes those of the next; only of ` it matters what stands around it
    return "\n".join(map(fold, parts)) if "`" in whole else fold(whole)


@cache
def _upsert(table: Table, dialect: str) -> Insert:
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    keys = [column.name for column in table.primary_key]
    new = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    return cast("Insert", statement.on_conflict_do_update(index_elements=keys, set_=new))


def upsert(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows or replace those of the same primary key; every row names every column."""
    if rows:
        db.execute(_upsert(table, db.dialect.name), rows)


@lru_cache(maxsize=512)
def _insert(table: Table, names: tuple[str, ...], dialect: "Dialect") -> "SQLCompiler":
    return insert(table).compile(dialect=dialect, column_keys=names)


def insert_tuples(db: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows given as the values of some columns, named in the order in which the table has them.

    The compiled statement goes straight to the driver, which takes these values as they are: that is much faster.
    """
    if rows:
        compiled = _insert(table, names, db.dialect)
        many = rows if compiled.positional else [dict(zip(names, row, strict=True)) for row in rows]
        db.info[WRITTEN] = db.info.get(WRITTEN, 0) + len(rows)
        db.exec_driver_sql(compiled.string, list(many))


class Recorded(NamedTuple):
    """A change as its table keeps it, column by column."""

    id: str
    step: str
    kind: str
    row: str
    body: str
    content: str | None
    arrived: str | None = None


def record(db: Connection, log: Sequence[Recorded]) -> None:
    """Write changes into the record."""
    insert_tuples(db, CHANGE, Recorded._fields, log)


def bulk_insert(db: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that need not name the same columns; keys without a column are left out."""
    named = set[str]().union(*rows)
    names = tuple(column.name for column in table.c if column.name in named)
    insert_tuples(db, table, names, [tuple(map(row.get, names)) for row in rows])


@cache
def _deletions(kind: str) -> tuple[Delete, ...]:
    """Return the statements that clear a kind's conflicts, typed rows and search texts, in this order."""
    rows: BindParameter[Any] = bindparam("rows", expanding=True)
    conflicts, texts = (
        delete(table).where(table.c.kind == kind, table.c.row.in_(rows)) for table in (CONFLICT, SEARCH)
    )
    typed_rows = delete(TABLES[kind]).where(TABLES[kind].c.id.in_(rows))
    return (conflicts, typed_rows, texts) if kind in SEARCHED else (conflicts, typed_rows)


def drop(db: Connection, kind: str, rows: Sequence[str]) -> None:
    """Take at most CHUNK rows out of the tables, as if they had never been; the record stays."""
    for statement in _deletions(kind) if rows else ():
        db.execute(statement, {"rows": rows})


def recompute(db: Connection, kind: str, rows: Iterable[str]) -> None:
    """Bring typed rows, conflicts and search texts to what the changes add up to."""
    for ids in chunks(dict.fromkeys(rows)):
        facts = facts_of(db, kind, ids)
        states = {row: changes.resolve(facts.get(row, {})) for row in ids}
        there = {row: typed(kind, row, state) for row, state in states.items() if state.there}
        upsert(db, TABLES[kind], list(there.values()))
        drop(db, kind, [row for row in ids if row not in there])
        db.execute(_deletions(kind)[0], {"rows": ids})
        conflicts = [
            {"kind": kind, "row": row, "field": field, "candidates": candidates}
            for row in there
            for field, candidates in open_conflicts(kind, states[row]).items()
        ]
        bulk_insert(db, CONFLICT, conflicts)
        if kind in SEARCHED:
            texts = [
                {"row": row, "kind": kind, "text": search_text(kind, values, states[row])}
                for row, values in there.items()
            ]
            upsert(db, SEARCH, texts)
