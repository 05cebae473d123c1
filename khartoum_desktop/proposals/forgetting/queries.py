"""What would go if proposals, or an import, were forgotten."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, or_, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill
from khartoum_desktop.proposals.model import title_of
from khartoum_desktop.proposals.queries import CHUNK
from khartoum_desktop.proposals.received import layout_of
from khartoum_desktop.storage.history import ever
from khartoum_desktop.storage.schema import KINDS, TABLES
from khartoum_desktop.workspace import Workspace

_PROPOSAL, _ORIGIN, _BATCH, _SHORTLIST, _PAIR = (
    TABLES[name] for name in ("proposal", "origin", "batch", "shortlist", "not_the_same")
)
_OF_A_PROPOSAL: Final = tuple(kind for kind in KINDS if "proposal" in TABLES[kind].c)


@dataclass(frozen=True, slots=True)
class Named:
    """A proposal by its id, reference and title."""

    id: str
    ref: str
    title: str


@dataclass(frozen=True, slots=True)
class Going:
    """What would be forgotten: the proposals and every row by table; `files` are the names of those they came from.

    `staying` are proposals that the import changed, but that were here before or came from another file too: they keep
    what they say now.
    """

    proposals: tuple[Named, ...]
    rows: Mapping[str, tuple[str, ...]]
    files: tuple[str, ...] = ()
    staying: tuple[Named, ...] = ()

    def count(self, kind: str) -> int:
        """Return how many rows of a table would go."""
        return len(self.rows.get(kind, ()))


def of_proposals(work: Workspace, wanted: Sequence[str]) -> Going:
    """Return what belongs to these proposals, deleted ones too, and to those that were merged into them.

    UserError when one is on a frozen shortlist.
    """
    with work.reading() as db:
        found = _named(db, _with_merged(db, wanted))
        _refuse_frozen(db, found)
        rows = _rows_of(db, [one.id for one in found])
        origins = rows.get("origin", ())
        rows["layout"] = _layouts_of(db, origins)
        return Going(tuple(found), rows, _files_of(db, origins))


def of_import(work: Workspace, file: str) -> Going:
    """Return what an imported file (by its name) brought: its rows as received, and the proposals it alone made.

    UserError when no such file was imported, several were, or one of its proposals is on a frozen shortlist.
    """
    with work.reading() as db:
        batches = db.execute(select(_BATCH.c.id, _BATCH.c.file).where(_BATCH.c.file == file)).all()
        if not batches:
            raise UserError(
                fill(_("No file “{file}” was imported here."), file=file), _("Give its name as the history shows it.")
            )
        if len(batches) > 1:
            raise UserError(
                fill(_("Several files were imported under the name “{file}”."), file=file),
                _("Forget their proposals by their references."),
            )
        ((batch, name),) = batches
        origins = db.execute(select(_ORIGIN.c.id, _ORIGIN.c.proposal).where(_ORIGIN.c.batch == batch)).all()
        now = {one.proposal for one in origins if one.proposal}
        moved = _owners(db, [one.id for one in origins]).intersection(_with_merged(db, sorted(now)))
        touched = _named(db, sorted(now | moved))
        only = _only_of(db, batch, [one.id for one in touched])
        going = [one for one in touched if one.id in only]
        _refuse_frozen(db, going)
        rows = _rows_of(db, [one.id for one in going])
        rows["origin"] = tuple(sorted({*rows.get("origin", ()), *(one.id for one in origins)}))
        rows["layout"] = _layouts_of(db, rows["origin"])
        staying = tuple(one for one in touched if one.id not in only)
        return Going(tuple(going), {**rows, "batch": (batch,)}, (name,), staying)


def _chunks(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _named(db: Connection, wanted: Sequence[str]) -> list[Named]:
    titles = [_PROPOSAL.c[f"title_{lang}"] for lang in LANGUAGES]
    found = [
        Named(row["id"], row["ref"] or "", title_of(dict(row)))
        for ids in _chunks(wanted)
        for row in db.execute(
            select(_PROPOSAL.c.id, _PROPOSAL.c.ref, *titles).where(_PROPOSAL.c.id.in_(ids))
        ).mappings()
    ]
    return sorted(found, key=lambda one: (one.ref, one.id))


def _with_merged(db: Connection, wanted: Sequence[str]) -> list[str]:
    """Return these proposals and all that were merged into them: what they said is here once more."""
    query = select(_PROPOSAL.c.id, _PROPOSAL.c.merged_into)
    gone = db.execute(query.where(_PROPOSAL.c.merged_into.is_not(None), _PROPOSAL.c.removed.is_(True))).all()
    found, size = set(wanted), 0
    while len(found) > size:
        size = len(found)
        found |= {ident for ident, into in gone if into in found}
    return sorted(found)


def _owners(db: Connection, origins: Sequence[str]) -> set[str]:
    """Return the proposals of these origins, those too from which a merge has moved them."""
    return {str(one) for known in ever(db, "origin", origins, "proposal").values() for one in known if one}


def _only_of(db: Connection, batch: str, wanted: Sequence[str]) -> set[str]:
    """Return those of these proposals that an import made and that no other file names, or named before a merge."""
    found: set[str] = set()
    others = [
        ident
        for ids in _chunks(wanted)
        for ident in db.execute(
            select(_ORIGIN.c.id).where(_ORIGIN.c.proposal.in_(ids), _ORIGIN.c.batch != batch)
        ).scalars()
    ]
    named = _owners(db, others)
    for ids in _chunks(wanted):
        query = select(_PROPOSAL.c.id).where(_PROPOSAL.c.id.in_(ids), _PROPOSAL.c.source == "imported")
        found |= set(db.execute(query).scalars()) - named
    return found


def _rows_of(db: Connection, wanted: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the ids of the proposals and of every row that speaks of one of them, by table."""
    found: dict[str, list[str]] = defaultdict(list)
    for ids in _chunks(wanted):
        found["proposal"] += ids
        for kind in _OF_A_PROPOSAL:
            table = TABLES[kind]
            found[kind] += db.execute(select(table.c.id).where(table.c.proposal.in_(ids))).scalars()
        either = or_(_PAIR.c.first.in_(ids), _PAIR.c.second.in_(ids))
        found["not_the_same"] += db.execute(select(_PAIR.c.id).where(either)).scalars()
    return {kind: tuple(sorted(set(rows))) for kind, rows in found.items() if rows}


def _layouts_of(db: Connection, origins: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of sheets to which these origins refer, now or before, and no other one ever did."""
    found, going = _referred(db, origins), set(origins)
    others = [one for one in db.execute(select(_ORIGIN.c.id)).scalars() if one not in going] if found else []
    for ids in _chunks(others):
        if not found:
            break
        found -= _referred(db, ids)
    return tuple(sorted(found))


def _referred(db: Connection, origins: Sequence[str]) -> set[str]:
    known = ever(db, "origin", origins, "cells").values()
    return {layout for kept in known for text in kept if (layout := layout_of(str(text or ""))) is not None}


def _files_of(db: Connection, origins: Sequence[str]) -> tuple[str, ...]:
    query = select(_BATCH.c.file).join(_ORIGIN, _ORIGIN.c.batch == _BATCH.c.id).distinct()
    found = {file for ids in _chunks(origins) for file in db.execute(query.where(_ORIGIN.c.id.in_(ids))).scalars()}
    return tuple(sorted(file for file in found if file))


def _refuse_frozen(db: Connection, wanted: Sequence[Named]) -> None:
    """Refuse what a frozen shortlist or its ranking names: it must recompute to the same on every later day."""
    query = select(_SHORTLIST.c.name, _SHORTLIST.c.frozen).where(
        _SHORTLIST.c.frozen.is_not(None), _SHORTLIST.c.removed.is_not(True)
    )
    for name, frozen in db.execute(query):
        record = json.loads(frozen)
        whole, listed = json.dumps(record), {place.get("proposal") for place in record.get("places", ())}
        for one in wanted:
            if f'"{one.id}"' in whole:
                on_it = _("{ref} is on the frozen shortlist “{name}”.")
                beside = _("{ref} is in the ranking that the frozen shortlist “{name}” keeps.")
                raise UserError(
                    fill(on_it if one.id in listed else beside, ref=one.ref, name=name or ""),
                    _("A frozen shortlist stays as it is. Delete the proposal instead: Undo can bring it back."),
                )
