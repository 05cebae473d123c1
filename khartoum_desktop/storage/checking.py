"""The check: hash everything again, compute everything again, compare; and one digest of the whole state."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DBAPIError

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.storage import changes, contents, indexing
from khartoum_desktop.storage.changes import ChangeBody, StepBody
from khartoum_desktop.storage.people import damaged_notes
from khartoum_desktop.storage.refusals import DamagedError, explained
from khartoum_desktop.storage.rows import (
    CHANGE,
    CHUNK,
    CONFLICT,
    META,
    SEARCH,
    STEP,
    chunks,
    facts_of,
    open_conflicts,
    search_text,
    typed,
)
from khartoum_desktop.storage.schema import KINDS, SEARCHED, TABLES

_step_body = msgspec.json.Decoder(StepBody).decode
_change_body = msgspec.json.Decoder(ChangeBody).decode

_SENTENCES = {
    "page": N_("The file itself is damaged: {place}"),
    "note": N_("What the file says of who works in it is damaged: {place}"),
    "step": N_("A step of the record is damaged: {place}"),
    "change": N_("A change of the record is damaged: {place}"),
    "content": N_("The values of a change are damaged: {place}"),
    "orphan": N_("A change of the record has lost its step: {place}"),
    "row": N_("An entry does not show what its history says: {place}"),
    "lost": N_("An entry has a history but is missing: {place}"),
    "extra": N_("An entry has no history: {place}"),
    "conflict": N_("An open conflict does not match the history: {place}"),
    "search": N_("An entry cannot be found by its words: {place}"),
    "file": N_("An attached file is damaged: {place}"),
    "missing": N_("The content of an attached file is missing: {place}"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: `what` is a key of the sentences above, `place` names the table and the row, change or page."""

    what: str
    place: str

    @property
    def sentence(self) -> str:
        """The fault in the person's language."""
        return fill(_(_SENTENCES[self.what]), place=self.place)


def findings(db: Connection, number: int, progress: Progress = silent) -> list[Finding]:
    """Return every fault of a workspace; an empty list means that it is whole.

    Of a damaged file this reads what can be read. The tables of an older file, whose schema number is not yet `number`,
    are not compared: opening it computes them again.
    """
    found = [*_as_far_as_it_goes(_page_findings(db)), *_as_far_as_it_goes(_note_findings(db))]
    record = list(_as_far_as_it_goes(record_findings(db)))
    found += record
    found += _as_far_as_it_goes(content_findings(db))
    if db.exec_driver_sql("PRAGMA user_version").scalar_one() >= number:
        found += _as_far_as_it_goes(_table_findings(db, record, progress))
    return list(dict.fromkeys(found))


def _as_far_as_it_goes(faults: Iterator[Finding]) -> Iterator[Finding]:
    """Yield faults up to the place where the file cannot be read any more, which is one itself."""
    try:
        yield from faults
    except (DBAPIError, sqlcipher.Error) as error:
        if not isinstance(explained(error, Path()), DamagedError):
            raise
        yield unreadable(error)


def unreadable(error: BaseException | None) -> Finding:
    """Return what the database itself says of a place that it cannot read."""
    return Finding("page", str(getattr(error, "orig", None) or error))


def _page_findings(db: Connection) -> Iterator[Finding]:
    """Ask about every page: where the file is encrypted SQLCipher, which reads no further after the first, else SQLite.

    The driver is asked itself, since SQLAlchemy keeps back what was said before an error.
    """
    raw: Any = db.connection.driver_connection
    sealed = [text for (text,) in raw.execute("PRAGMA cipher_integrity_check")]
    for said in sealed or (text for (text,) in raw.execute("PRAGMA integrity_check")):
        for line in said.splitlines():
            if line != "ok" and not line.startswith("***"):
                yield Finding("page", line)


def _note_findings(db: Connection) -> Iterator[Finding]:
    for key in damaged_notes(dict(db.execute(select(META.c.key, META.c.value)).all())):
        yield Finding("note", key)


def _table_findings(db: Connection, known: Sequence[Finding], progress: Progress) -> Iterator[Finding]:
    """Compute every row again from its history, except those of which the history is damaged."""
    damaged = {each.place for each in known if each.what in ("change", "content", "orphan")}
    stained: dict[str, set[str]] = defaultdict(set)
    for ids in chunks(damaged):
        query = select(CHANGE.c.kind, CHANGE.c.row).where(CHANGE.c.id.in_(ids))
        for kind, row in db.execute(query):
            stained[kind].add(row)
    done = 0
    for kind in KINDS:
        rows = db.execute(select(CHANGE.c.row).where(CHANGE.c.kind == kind).distinct()).scalars().all()
        for ids in chunks(row for row in rows if row not in stained[kind]):
            yield from _row_findings(db, kind, ids)
            done += len(ids)
            progress(done, 0)
        yield from _extra_findings(db, kind, rows)
    yield from (Finding("missing", place) for place in contents.missing(db))
    for row in indexing.wrong_rows(db):
        yield Finding("search", f"search_index {row}")


def record_findings(db: Connection) -> Iterator[Finding]:
    """Hash every body and content again, and compare the columns that repeat a body's keys."""
    for row in db.execute(select(STEP).execution_options(yield_per=CHUNK)):
        if changes.digest(row.body) != row.id or not _repeats(row, _step_body, ("at", "author", "device", "undoes")):
            yield Finding("step", row.id)
    steps = set(db.execute(select(STEP.c.id)).scalars())
    for row in db.execute(select(CHANGE).execution_options(yield_per=CHUNK)):
        if changes.digest(row.body) != row.id or not _repeats(row, _change_body, ("kind", "row", "step")):
            yield Finding("change", row.id)
        elif row.content is not None and changes.digest(row.content) != _change_body(row.body).content:
            yield Finding("content", row.id)
        elif row.step not in steps:
            yield Finding("orphan", row.id)


def content_findings(db: Connection) -> Iterator[Finding]:
    """Hash the bytes of every attached file again."""
    return (Finding(what, place) for what, place in contents.faults(db))


def _repeats(row: Any, decode: Any, keys: Sequence[str]) -> bool:
    try:
        body = decode(row.body)
    except msgspec.MsgspecError:
        return False
    return all(getattr(body, key) == getattr(row, key) for key in keys)


def _row_findings(db: Connection, kind: str, ids: list[str]) -> Iterator[Finding]:
    table = TABLES[kind]
    have = {row.id: dict(row._mapping) for row in db.execute(select(table).where(table.c.id.in_(ids)))}  # noqa: SLF001 - SQLAlchemy's public name
    query = select(CONFLICT).where(CONFLICT.c.kind == kind, CONFLICT.c.row.in_(ids))
    torn: dict[str, dict[str, str]] = defaultdict(dict)
    for conflict in db.execute(query):
        torn[conflict.row][conflict.field] = conflict.candidates
    query = select(SEARCH.c.row, SEARCH.c.text).where(SEARCH.c.kind == kind, SEARCH.c.row.in_(ids))
    texts: dict[str, str] = dict(db.execute(query).all())
    for row, facts in facts_of(db, kind, ids).items():
        state = changes.resolve(facts)
        want = typed(kind, row, state) if state.there else None
        if have.get(row) != want:
            yield Finding("row" if row in have else "lost", f"{kind} {row}")
        if torn.get(row, {}) != (open_conflicts(kind, state) if want else {}):
            yield Finding("conflict", f"{kind} {row}")
        if kind in SEARCHED and texts.get(row) != (search_text(kind, want, state) if want else None):
            yield Finding("search", f"{kind} {row}")


def _extra_findings(db: Connection, kind: str, rows: Collection[str]) -> Iterator[Finding]:
    known = set(rows)
    for ident in db.execute(select(TABLES[kind].c.id)).scalars():
        if ident not in known:
            yield Finding("extra", f"{kind} {ident}")
    for what, table in (("conflict", CONFLICT), ("search", SEARCH)):
        for ident in db.execute(select(table.c.row).where(table.c.kind == kind).distinct()).scalars():
            if ident not in known:
                yield Finding(what, f"{kind} {ident}")


def state_digest(db: Connection) -> str:
    """Return one digest of all typed rows, conflicts, search texts, changes and files: equal on laptops that agree."""
    whole = hashlib.sha256()
    for table in (*(TABLES[kind] for kind in KINDS), CONFLICT, SEARCH):
        whole.update(table.name.encode())
        for row in db.execute(select(table).order_by(*table.primary_key)):
            whole.update(changes.canonical(list(row)).encode())
    whole.update(_changes_digest(db, CHANGE))
    whole.update(contents.digest(db))
    return whole.hexdigest()


def present_digest(db: Connection) -> str:
    """Return one digest of what is there to be seen: every row that is not removed, without its history.

    Undoing everything that was done leads back to the same one.
    """
    whole = hashlib.sha256()
    for kind in KINDS:
        table = TABLES[kind]
        names = [column for column in table.c if column.name not in {"heads", "removed"}]
        whole.update(kind.encode())
        for row in db.execute(select(*names).where(table.c.removed.is_not(True)).order_by(table.c.id)):
            whole.update(changes.canonical(list(row)).encode())
    return whole.hexdigest()


def _changes_digest(db: Connection, table: Table) -> bytes:
    record = hashlib.sha256()
    for ident, forgotten in db.execute(select(table.c.id, table.c.content.is_(None)).order_by(table.c.id)):
        record.update(f"{ident}{int(forgotten)}".encode())
    return record.digest()
