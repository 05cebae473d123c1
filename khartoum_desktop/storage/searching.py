"""Finding rows by words, in whatever spelling: a scan of the narrow folded texts, or their index in a large one."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Select, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import fold
from khartoum_desktop.storage import indexing
from khartoum_desktop.storage.indexing import SHORTEST, Places
from khartoum_desktop.storage.rows import SEARCH, chunks
from khartoum_desktop.storage.schema import SEARCHED, TABLES

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\%_"})
_FEW = 4_000  # rows of which the texts are looked up one by one
_MANY = 1_000  # rows written in one step: it is time to ask whether an index is wanted
_log = logging.getLogger(__name__)
_Connecting = Callable[[], AbstractContextManager[Connection]]


class Searcher:
    """Searches one store; where it is large, it makes the index too, a few rows at a time while people work on."""

    def __init__(self, reading: _Connecting, writing: _Connecting) -> None:
        self._reading, self._writing = reading, writing
        self._places = Places()
        self._ready = False  # once it is, it stays so
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._maker: threading.Thread | None = None

    def find(self, words: str, kind: str, *, removed: bool = False) -> list[str]:
        """Return the ids of the rows in which every word occurs (no word = every row); `removed`: of all, unordered."""
        asked = fold(words.replace("\0", "")).split()
        long = [word for word in asked if len(word) >= SHORTEST]
        if not self._ready:
            self._make_if_wanted()
        with self._reading() as db:
            alone = len(SEARCHED) == 1  # it holds the rows of every kind
            rows = indexing.look_up(db, long, self._places) if long and alone and self._ready else None
            if rows is None or (len(long) < len(asked) and len(rows) > _FEW):  # to scan them all is quicker
                return list(db.execute(_query(asked, kind, removed=removed)).scalars())
            short = [word for word in asked if len(word) < SHORTEST]
            return rows if removed and not short else _among(db, rows, short, kind, removed=removed)

    def among(self, rows: Sequence[str], words: str, kind: str) -> list[str]:
        """Return which of a few rows, removed or not, hold every word: for the first page of a long list."""
        with self._reading() as db:
            return _among(db, rows, fold(words.replace("\0", "")).split(), kind, removed=True)

    def heard(self, touched: Mapping[str, frozenset[str]]) -> None:
        """Begin to make the index when a step has written many rows."""
        if not self._ready and any(len(touched.get(kind, ())) >= _MANY for kind in SEARCHED):
            self._make_if_wanted()

    def _make_if_wanted(self) -> None:
        """See whether there is an index, and begin to make one if there should be; that is not asked again."""
        if self._maker is not None:
            return
        with self._reading() as db:
            self._ready = indexing.is_ready(db)
            wanted = not self._ready and indexing.is_wanted(db)
        if wanted:
            self._begin()

    def _begin(self) -> None:
        with self._lock:
            if self._maker is None and not self._stop.is_set():
                self._maker = threading.Thread(target=self._make, name="index", daemon=True)
                self._maker.start()

    def _make(self) -> None:
        after: int | None = 0
        try:
            while after is not None and not self._stop.is_set():
                with self._writing() as db:
                    after = indexing.fill_some(db, after)
            self._ready = after is None
        except UserError:  # a full disk, say: scans still answer
            _log.exception("the search index could not be made")

    def wait(self) -> None:
        """Wait until an index that was begun is made."""
        if self._maker is not None:
            self._maker.join()

    def stop(self) -> None:
        """Leave off after the next few rows: what is in the index stays, and the rest follows another time."""
        with self._lock:
            self._stop.set()
        self.wait()


def _among(db: Connection, rows: Sequence[str], words: Sequence[str], kind: str, *, removed: bool) -> list[str]:
    query = _query(words, kind, removed=removed)
    return [row for some in chunks(sorted(rows)) for row in db.execute(query.where(SEARCH.c.row.in_(some))).scalars()]


def _query(words: Sequence[str], kind: str, *, removed: bool) -> Select[Any]:
    table = TABLES[kind]
    query = select(SEARCH.c.row).where(SEARCH.c.kind == kind).order_by(SEARCH.c.row)
    if not removed:
        query = query.join(table, table.c.id == SEARCH.c.row).where(table.c.removed.is_not(True))
    for word in words:
        escaped = word.translate(_MARKS)
        query = query.where(SEARCH.c.text.like(f"%{escaped}%", escape="\\" if escaped != word else None))
    return query
