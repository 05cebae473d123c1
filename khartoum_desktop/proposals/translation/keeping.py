"""Keeping the status of translations true wherever a text of a proposal is written."""

import json
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, select

from khartoum_desktop.proposals.translation.model import COLUMNS, TEXTS, statuses_after
from khartoum_desktop.storage.changes import Value
from khartoum_desktop.storage.schema import TABLES, Proposal
from khartoum_desktop.workspace import StepWriter

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


def write_columns(
    step: StepWriter, ident: str, columns: Mapping[str, Value], statuses: Mapping[str, Value], seen: str | None
) -> str:
    """Write columns of a proposal, then the statuses that follow from them; return what the person has seen after it.

    That is everything, unless somebody else wrote since what they had `seen` (heads; None: all that is there).
    """
    before = _heads(step.db, ident)
    step.put(Proposal, ident, columns, seen)
    step.flush()
    after = last = _heads(step.db, ident)
    if statuses:
        step.put(Proposal, ident, statuses)
        step.flush()
        last = _heads(step.db, ident)
    if seen is None or seen == before:
        return last
    mine = [head for head in json.loads(after) if head not in json.loads(before)]
    return json.dumps(mine) if mine else seen


def _heads(db: Connection, ident: str) -> str:
    return db.execute(select(_PROPOSAL.c.heads).where(_PROPOSAL.c.id == ident)).scalar() or "[]"
