"""Versions of a set of priorities: copied to be changed, inactive until it is put into force, one in force at a time.

A version that was in force stays as it was: rounds, lists and proposals of its time keep the names they were given.
"""

from sqlalchemy import func, select

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.proposals.catalogues.model import Catalogue
from khartoum_desktop.proposals.shipped import priority_set_id
from khartoum_desktop.storage.schema import TABLES, Priority, PrioritySet
from khartoum_desktop.workspace import Workspace, derived_id

_SET, _PRIORITY = TABLES["priority_set"], TABLES["priority"]
_OWN = frozenset({"id", "heads", "removed"})


def copy_set(work: Workspace, which: Catalogue) -> str:
    """Copy a set with its priorities as its next version, not in force, and return the new set's id."""
    with work.step(N_("New version of “{name}”"), name=which.name()) as step:
        numbers = select(func.max(_SET.c.version)).where(_SET.c.key == which.set_key)
        version = (step.db.execute(numbers).scalar() or 0) + 1
        ident = priority_set_id(which.set_key, version)
        old = step.db.execute(select(_SET).where(_SET.c.id == which.set_id)).mappings().one()
        kept = {name: value for name, value in old.items() if name not in _OWN}
        step.add(PrioritySet, {**kept, "version": version, "active": False}, ident)
        rows = select(_PRIORITY).where(_PRIORITY.c.priority_set == which.set_id, _PRIORITY.c.removed.is_not(True))
        for row in step.db.execute(rows).mappings().all():
            kept = {name: value for name, value in row.items() if name not in _OWN}
            step.add(Priority, {**kept, "priority_set": ident}, derived_id("priority", ident, row["key"] or ""))
    return ident


def put_into_force(work: Workspace, which: Catalogue) -> None:
    """Let a set be the one that its presidency's proposals are held against; the others of it wait."""
    with work.step(N_("“{name}” in force"), name=which.name()) as step:
        rows = select(_SET.c.id).where(_SET.c.presidency == which.presidency, _SET.c.active.is_(True))
        for ident in step.db.execute(rows).scalars().all():
            if ident != which.set_id:
                step.put(PrioritySet, ident, {"active": False})
        step.put(PrioritySet, which.set_id, {"active": True})
