"""Reading what a change of many proposals is about: the same few queries, however many there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, or_, select

from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.bulk.model import COUNTRY, TITLES, Seen
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND, Type
from khartoum_desktop.proposals.model import Line, field_of, title_of
from khartoum_desktop.proposals.rows import value_in
from khartoum_desktop.storage.schema import TABLES

_PROPOSAL, _CONFLICT = queries.PROPOSAL, TABLES["conflict"]
_ALWAYS: Final = (*TITLES, COUNTRY)  # without them nobody finds a proposal again


def seen(db: Connection, wanted: Sequence[str], keys: Sequence[str]) -> dict[str, Seen]:
    """Return id -> these fields of these proposals, in the order given; deleted ones too, unknown ones not."""
    asked = tuple(dict.fromkeys([*_ALWAYS, *keys]))
    tables = frozenset(key for key in asked if BY_KEY[key].type in {Type.TABLE, Type.CODES})
    names = {"id", "ref", "heads", "removed"} | {name for key in asked for name in BY_KEY[key].columns_in_store}
    query = select(*(_PROPOSAL.c[name] for name in sorted(names)))
    torn = _torn(db)
    found: dict[str, Seen] = {}
    for start in range(0, len(wanted), queries.CHUNK):
        chunk = list(wanted[start : start + queries.CHUNK])
        lines = queries.lines_by_field(db, chunk, tables) if tables else {}
        rows = {row["id"]: row for row in db.execute(query.where(_PROPOSAL.c.id.in_(chunk))).mappings()}
        for ident in (one for one in chunk if one in rows):
            row, here = dict(rows[ident]), lines.get(ident, {})
            split = torn["proposal", ident] | {key for key in tables if _is_torn(key, here.get(key, ()), torn)}
            found[ident] = Seen(
                id=ident,
                ref=row["ref"] or "",
                title=title_of(row),
                heads=row["heads"],
                removed=bool(row["removed"]),
                values={key: value_in(row, here, key) for key in asked},
                torn=frozenset(split),
            )
    return found


def _torn(db: Connection) -> Mapping[tuple[str, str], set[str]]:
    """Return (kind, row) -> fields in conflict; there are few of them, if any."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, row, name in db.execute(select(_CONFLICT.c.kind, _CONFLICT.c.row, _CONFLICT.c.field)):
        one = field_of(name) if kind == "proposal" else None
        found[kind, row].add(one.key if one else name)
    return found


def _is_torn(key: str, lines: Sequence[Line], torn: Mapping[tuple[str, str], set[str]]) -> bool:
    kind = str(BY_KEY[key].kind) if key in {one.key for one in BY_KIND.values()} else "alignment"
    return any(torn.get((kind, str(line["id"]))) for line in lines)


def by_refs(db: Connection, refs: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return reference -> the proposals, not deleted, that bear it, provisional or confirmed (in any case)."""
    asked = sorted({ref.strip().upper() for ref in refs} - {""})
    found: dict[str, set[str]] = {ref: set() for ref in asked}
    for start in range(0, len(asked), queries.CHUNK):
        chunk = asked[start : start + queries.CHUNK]
        named = or_(_PROPOSAL.c.ref.in_(chunk), _PROPOSAL.c.provisional_ref.in_(chunk))
        query = select(_PROPOSAL.c.id, _PROPOSAL.c.ref, _PROPOSAL.c.provisional_ref)
        rows: Any = db.execute(query.where(named, _PROPOSAL.c.removed.is_not(True)))
        for ident, *both in rows:
            for ref in both:
                if ref in found:
                    found[ref].add(ident)
    return {ref: tuple(sorted(idents)) for ref, idents in found.items()}
