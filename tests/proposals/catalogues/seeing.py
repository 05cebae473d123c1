"""What a person sees of lists and of all that names them, without the bookkeeping of changes."""

from typing import Any

from sqlalchemy import select

from khartoum_desktop.proposals.fields import BY_KIND
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_LISTS = ("list_item", "presidency", "priority_set", "priority", "not_the_same", "profile", "template")
_BOOKKEEPING = frozenset({"heads", "removed"})


def state(work: Workspace) -> dict[str, dict[str, dict[str, Any]]]:
    """Return kind -> id -> the filled fields of every row that is not removed."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with work.reading() as db:
        for kind in ("proposal", "alignment", *BY_KIND, *_LISTS):
            table = TABLES[kind]
            rows = db.execute(select(table).where(table.c.removed.is_not(True))).mappings()
            found[kind] = {
                row["id"]: {name: row[name] for name in row if name not in _BOOKKEEPING and row[name] is not None}
                for row in rows
            }
    return found
