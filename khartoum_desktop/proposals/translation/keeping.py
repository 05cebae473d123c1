"""Keeping the status of translations true wherever a text of a proposal is written."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, select

from khartoum_desktop.proposals.translation.model import COLUMNS, TEXTS, statuses_after
from khartoum_desktop.storage.schema import TABLES

_PROPOSAL: Final = TABLES["proposal"]
_TEXTS: Final = frozenset(TEXTS)


def translation_statuses(db: Connection, ident: str, written: Mapping[str, object]) -> dict[str, str]:
    """Return the statuses that change when these columns of a proposal are written; ask before they are."""
    if _TEXTS.isdisjoint(written):
        return {}
    query = select(*(_PROPOSAL.c[name] for name in COLUMNS)).where(_PROPOSAL.c.id == ident)
    before = db.execute(query).mappings().first()
    found = {} if before is None else statuses_after(dict(before), written)
    return {name: status for name, status in found.items() if name not in written}
