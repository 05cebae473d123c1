"""Finding rows by words, in whatever spelling: a scan of the narrow folded texts."""

from sqlalchemy import Connection, select

from khartoum_desktop.core.text import fold
from khartoum_desktop.storage.rows import SEARCH
from khartoum_desktop.storage.schema import TABLES

_MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\%_"})


def find(db: Connection, words: str, kind: str, *, removed: bool = False) -> list[str]:
    """Return the ids of the rows in which every word occurs (no word = every row); `removed`: of all."""
    table = TABLES[kind]
    query = select(SEARCH.c.row).where(SEARCH.c.kind == kind).order_by(SEARCH.c.row)
    if not removed:
        query = query.join(table, table.c.id == SEARCH.c.row).where(table.c.removed.is_not(True))
    for word in fold(words.replace("\0", "")).split():
        escaped = word.translate(_MARKS)
        query = query.where(SEARCH.c.text.like(f"%{escaped}%", escape="\\" if escaped != word else None))
    return list(db.execute(query).scalars())
