"""Proposals that went into another one: their references lead to the one that was kept."""

import weakref
from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import Connection, select

from khartoum_desktop.core.text import clean_text
from khartoum_desktop.storage.rows import chunks
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_PROPOSAL = TABLES["proposal"]
_NAMES = (_PROPOSAL.c.ref, _PROPOSAL.c.provisional_ref)
_SHORTEST = 3  # letters of a reference that are looked for


def aliases(db: Connection) -> dict[str, str]:
    """Return the ids and references of all proposals that were merged -> the id of the one that stands for each.

    Those that went into one that is deleted or forgotten are left out.
    """
    query = select(_PROPOSAL.c.id, *_NAMES, _PROPOSAL.c.merged_into).where(_PROPOSAL.c.merged_into.is_not(None))
    rows = db.execute(query.where(_PROPOSAL.c.removed.is_(True))).all()
    into = {row[0]: row[-1] for row in rows}
    ends = {ident: _end(into, ident) for ident in into}
    alive = select(_PROPOSAL.c.id).where(_PROPOSAL.c.removed.is_not(True))
    here = {
        one
        for some in chunks(set(ends.values()))
        for one in db.execute(alive.where(_PROPOSAL.c.id.in_(some))).scalars()
    }
    return {str(name): ends[row[0]] for row in rows for name in row[:-1] if name and ends[row[0]] in here}


def _end(into: dict[str, str], ident: str) -> str:
    """Follow a proposal to the last one it went into; a ring, which two laptops can make, ends where it began."""
    seen = {ident}
    while ident in into and into[ident] not in seen:
        ident = into[ident]
        seen.add(ident)
    return ident


def kept(db: Connection, ref: str) -> str | None:
    """Return the id of the proposal into which the one of a reference was merged, None when there is none such."""
    return aliases(db).get(ref)


def found_by_ref(work: Workspace, words: str) -> frozenset[str]:
    """Return the ids of the proposals that stand for those of whose reference this is a part."""
    wanted = clean_text(words).upper()
    if len(wanted) < _SHORTEST or not any(letter.isdecimal() for letter in wanted):
        return frozenset()
    return frozenset(ident for name, ident in _Known.of(work).aliases(work).items() if wanted in name)


class _Known:
    """The aliases of one workspace, until a proposal changes: to look for them takes long where there are many."""

    _all: ClassVar[weakref.WeakKeyDictionary[Workspace, "_Known"]] = weakref.WeakKeyDictionary()

    def __init__(self) -> None:
        self._found: tuple[int, dict[str, str]] | None = None
        self._changes = 0

    @classmethod
    def of(cls, work: Workspace) -> "_Known":
        found = cls._all.get(work)
        if found is None:
            found = cls._all[work] = cls()
            work.changed.append(found.heard)
        return found

    def heard(self, _step: str, touched: Mapping[str, frozenset[str]]) -> None:
        self._changes += "proposal" in touched

    def aliases(self, work: Workspace) -> dict[str, str]:
        changes, kept = self._changes, self._found
        if kept is not None and kept[0] == changes:
            return kept[1]
        with work.reading() as db:
            found = aliases(db)
        self._found = (changes, found)
        return found
