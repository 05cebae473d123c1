"""The bytes of attached files, once for every content: kept in a step, read with their hash, dropped with the last use.

A content is in use as long as a change that is not forgotten names it, so that Undo and Redo find it again.
"""

import hashlib
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, LargeBinary, cast, delete, inspect, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.storage.rows import CHANGE, chunks, upsert, values_of
from khartoum_desktop.storage.schema import TABLES

ATTACHMENT: Final = "attachment"  # the table whose rows name contents
_CONTENT: Final = TABLES["file_content"]
_BYTES: Final = cast(_CONTENT.c.content, LargeBinary)  # also of what another program has turned into a text
_ATTACHMENTS: Final = TABLES[ATTACHMENT]


def keep(db: Connection, data: bytes) -> str:
    """Keep the bytes of a file and return their sha256; a content that is there, perhaps damaged, is written again."""
    name = hashlib.sha256(data).hexdigest()
    upsert(db, _CONTENT, [{"sha256": name, "content": data}])
    return name


def read(db: Connection, sha256: str) -> bytes:
    """Return the bytes of a content; UserError when they are not here, or not those that were kept."""
    data = db.execute(select(_BYTES).where(_CONTENT.c.sha256 == sha256)).scalar()
    if data is None:
        raise UserError(
            _("The content of this file is not in the workspace."),
            _("Attach the file again, or restore a backup that has it."),
        )
    if hashlib.sha256(data).hexdigest() != sha256:
        raise UserError(
            _("The content of this file is damaged."), _("Attach the file again, or restore a backup that has it.")
        )
    return data


def drop_unreferenced(db: Connection) -> None:
    """Drop the contents that no change names any more."""
    if not _is_there(db):
        return
    written = db.execute(select(CHANGE.c.content).where(CHANGE.c.kind == ATTACHMENT, CHANGE.c.content.is_not(None)))
    named = {values_of(ATTACHMENT, content).get("sha256") for content in written.scalars()}
    for some in chunks(name for name in _names(db) if name not in named):
        db.execute(delete(_CONTENT).where(_CONTENT.c.sha256.in_(some)))


def faults(db: Connection) -> Iterator[tuple[str, str]]:
    """Yield ("file", place) for every content that is not what was kept; the place is an attachment where one is."""
    for name in _names(db):
        data = db.execute(select(_BYTES).where(_CONTENT.c.sha256 == name)).scalar_one()
        if hashlib.sha256(data).hexdigest() != name:
            users = db.execute(select(_ATTACHMENTS.c.id).where(_ATTACHMENTS.c.sha256 == name)).scalars().all()
            yield from (("file", f"{ATTACHMENT} {user}") for user in users)
            if not users:
                yield "file", name


def missing(db: Connection) -> Iterator[str]:
    """Yield the places of the attachments, not removed, of which the content is not here."""
    here = set(_names(db))
    query = select(_ATTACHMENTS.c.id, _ATTACHMENTS.c.sha256).where(
        _ATTACHMENTS.c.removed.is_not(True), _ATTACHMENTS.c.sha256.is_not(None)
    )
    for row, name in db.execute(query.order_by(_ATTACHMENTS.c.id)):
        if name not in here:
            yield f"{ATTACHMENT} {row}"


def _names(db: Connection) -> list[str]:
    """Return the sha256 of every content, in order; a file of an older schema has none."""
    if not _is_there(db):
        return []
    return list(db.execute(select(_CONTENT.c.sha256).order_by(_CONTENT.c.sha256)).scalars())


def _is_there(db: Connection) -> bool:
    return inspect(db).has_table(_CONTENT.name)


def digest(db: Connection) -> bytes:
    """Return the names of all contents as one text: what a digest of the state says of them."""
    return "".join(_names(db)).encode()
