"""Forgetting data that was brought in by mistake: the values go for good, the record stays whole."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select, update

from khartoum_desktop.storage import contents, indexing
from khartoum_desktop.storage.rows import CHANGE, chunks, drop
from khartoum_desktop.storage.schema import SEARCHED


def forget(db: Connection, kind: str, rows: Sequence[str]) -> list[str]:
    """Take every value of some rows out of the record and of the tables; return the ids of the changes emptied.

    The bytes of files that nothing else names go with their attachments.
    """
    emptied: list[str] = []
    for ids in chunks(rows):
        mine = (CHANGE.c.kind == kind) & CHANGE.c.row.in_(ids)
        emptied += db.execute(select(CHANGE.c.id).where(mine, CHANGE.c.content.is_not(None))).scalars()
        db.execute(update(CHANGE).where(mine).values(content=None))
        drop(db, kind, ids)
    if kind == contents.ATTACHMENT:
        contents.drop_unreferenced(db)
    if kind in SEARCHED:
        indexing.scrub(db)
    return emptied


def forget_again(db: Connection, changes: Iterable[str]) -> None:
    """Forget, in a copy from before, the rows of changes that were forgotten since."""
    for ids in chunks(changes):
        found = db.execute(select(CHANGE.c.kind, CHANGE.c.row).where(CHANGE.c.id.in_(ids)).distinct()).all()
        for kind in {kind for kind, _row in found}:
            forget(db, kind, [row for of_kind, row in found if of_kind == kind])
