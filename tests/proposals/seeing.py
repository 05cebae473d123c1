"""What a person sees of a workspace: every row that is there, without the bookkeeping of changes."""

from typing import Any

from sqlalchemy import select

from khartoum_desktop.proposals.fields import BY_KIND
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_KINDS = ("proposal", "alignment", *BY_KIND)
_BOOKKEEPING = frozenset({"heads", "removed"})


def state(work: Workspace) -> dict[str, dict[str, dict[str, Any]]]:
    """Return kind -> id -> the filled fields of every row that is not removed."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    with work.reading() as db:
        for kind in _KINDS:
            table = TABLES[kind]
            rows = db.execute(select(table).where(table.c.removed.is_not(True))).mappings()
            found[kind] = {
                row["id"]: {
                    name: row[name] for name in row if name not in {"heads", "removed"} and row[name] is not None
                }
                for row in rows
            }
    return found
