"""The index of the search texts of a large workspace: any three letters of any row, kept by triggers.

A small workspace has none, and pays nothing. It says nothing that the texts do not say: it is in no digest, and is made
again from them at any time.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, func, select

from khartoum_desktop.storage.rows import META, SEARCH, upsert

INDEX_FROM = 20_000  # rows: below that, a scan answers as fast as anybody types
SHORTEST: Final = 3  # letters of a word that the index can look for
_AT_ONCE: Final = 1_000  # rows indexed in one transaction: a tenth of a second in which a save must wait
_READY: Final = "search_index"  # in meta: the index holds every row

_MAKE: Final = (
    "CREATE TABLE search_place (n INTEGER PRIMARY KEY AUTOINCREMENT, row TEXT NOT NULL UNIQUE)",
    """CREATE VIRTUAL TABLE search_index USING fts5(
        text, content='', contentless_delete=1, tokenize='trigram case_sensitive 1')""",
    """CREATE TRIGGER search_added AFTER INSERT ON search_text BEGIN
        INSERT INTO search_place(row) VALUES (new.row);
        INSERT INTO search_index(rowid, text) SELECT n, new.text FROM search_place WHERE row = new.row; END""",
    """CREATE TRIGGER search_changed AFTER UPDATE OF text ON search_text
        WHEN new.text IS NOT old.text AND EXISTS (SELECT 1 FROM search_place WHERE row = new.row) BEGIN
        DELETE FROM search_index WHERE rowid = (SELECT n FROM search_place WHERE row = new.row);
        INSERT INTO search_index(rowid, text) SELECT n, new.text FROM search_place WHERE row = new.row; END""",
    """CREATE TRIGGER search_gone AFTER DELETE ON search_text BEGIN
        DELETE FROM search_index WHERE rowid = (SELECT n FROM search_place WHERE row = old.row);
        DELETE FROM search_place WHERE row = old.row; END""",
)
_NEXT: Final = "SELECT max(rowid) FROM (SELECT rowid FROM search_text WHERE rowid > ? ORDER BY rowid LIMIT ?)"
_PLACE: Final = (
    "INSERT INTO search_place(row) SELECT row FROM search_text"
    " WHERE rowid > ? AND rowid <= ? AND row NOT IN (SELECT row FROM search_place) ORDER BY rowid"
)
_FILL: Final = (
    "INSERT INTO search_index(rowid, text)"
    " SELECT p.n, t.text FROM search_place AS p JOIN search_text AS t ON t.row = p.row WHERE p.n > ?"
)

_log = logging.getLogger(__name__)


def exists(db: Connection) -> bool:
    """Tell whether there is an index, be it only begun."""
    return db.exec_driver_sql("SELECT 1 FROM sqlite_schema WHERE name = 'search_index'").first() is not None


def is_ready(db: Connection) -> bool:
    """Tell whether the index holds every row."""
    return db.execute(select(META.c.value).where(META.c.key == _READY)).first() is not None


def is_wanted(db: Connection) -> bool:
    """Tell whether there are so many rows that an index helps."""
    return db.execute(select(func.count()).select_from(SEARCH)).scalar_one() >= INDEX_FROM


def fill_some(db: Connection, after: int) -> int | None:
    """Take the next rows after a place among the texts into the index; return the last one's, None when all are in."""
    if not exists(db):
        for statement in _MAKE:
            db.exec_driver_sql(statement)
    until = db.exec_driver_sql(_NEXT, (after, _AT_ONCE)).scalar()
    if until is None:
        upsert(db, META, [{"key": _READY, "value": "1"}])
        return None
    last = db.exec_driver_sql("SELECT coalesce(max(n), 0) FROM search_place").scalar_one()
    db.exec_driver_sql(_PLACE, (after, until))
    db.exec_driver_sql(_FILL, (last,))
    return int(until)


def scrub(db: Connection) -> None:
    """Leave nothing in the index of rows that are gone: it would still hold their letters."""
    if exists(db):
        db.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('optimize')")


class Places:
    """Which row each place of the index stands for: read once, since a place never changes hands."""

    def __init__(self) -> None:
        self._rows: list[str] = [""]
        self._lock = threading.Lock()

    def rows(self, raw: Any) -> list[str]:
        """Return the rows by place, with those that have come since."""
        with self._lock:
            (last,) = raw.execute("SELECT coalesce(max(n), 0) FROM search_place").fetchone()
            if last >= len(self._rows):
                found = raw.execute("SELECT n, row FROM search_place WHERE n >= ?", (len(self._rows),)).fetchall()
                rows = [*self._rows, *[""] * (last + 1 - len(self._rows))]
                for place, row in found:
                    rows[place] = row
                self._rows = rows
            return self._rows


def look_up(db: Connection, words: Sequence[str], places: Places) -> list[str] | None:
    """Return the rows in which all these words occur, in no order; None where the index cannot tell."""
    asked = " AND ".join('"{}"'.format(word.replace('"', '""')) for word in words)
    raw: Any = db.connection.driver_connection
    try:
        found = raw.execute("SELECT rowid FROM search_index WHERE search_index MATCH ?", (asked,)).fetchall()
        rows = places.rows(raw)
    except sqlcipher.DatabaseError:  # damaged: the check says so, and a scan still answers
        _log.exception("the search index does not answer")
        return None
    return [rows[place] for (place,) in found]


# --- checked ----------------------------------------------------------------------------------------------------------


def wrong_rows(db: Connection) -> Iterator[str]:
    """Yield the rows that an index finds wrongly: not at all, without being there, or by other letters than theirs."""
    if not exists(db):
        return
    ready = is_ready(db)
    raw: Any = db.connection.driver_connection
    query = (
        "SELECT coalesce(t.row, p.row), p.n, d.id, t.text FROM search_text AS t"
        " FULL JOIN search_place AS p ON p.row = t.row LEFT JOIN search_index_docsize AS d ON d.id = p.n"
    )
    for row, place, indexed, text in raw.execute(query).fetchall():
        if place is None:
            if ready:
                yield row
        elif text is None or indexed is None or not _holds(raw, place, text):
            yield row
    lost = "SELECT id FROM search_index_docsize WHERE id NOT IN (SELECT n FROM search_place)"
    for (place,) in raw.execute(lost).fetchall():
        yield str(place)


def _holds(raw: Any, place: int, text: str) -> bool:
    """Tell whether the index has, at this place, some letters from the beginning, middle and end of a text."""
    parts = (text[at : at + 12] for at in (0, len(text) // 2, max(0, len(text) - 12)))
    asked = " AND ".join('"{}"'.format(part.replace('"', '""')) for part in parts if len(part) >= SHORTEST)
    query = "SELECT 1 FROM search_index WHERE search_index MATCH ? AND rowid = ?"
    return not asked or raw.execute(query, (asked, place)).fetchone() is not None
