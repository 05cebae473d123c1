"""What an import reads from a workspace: the proposals we have, remembered profiles, and the batches of before."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase
from typing import Any, Final

from sqlalchemy import Connection, func, select

from khartoum_desktop.core.money import UnitNote
from khartoum_desktop.core.progress import advance, paced
from khartoum_desktop.core.text import one_line
from khartoum_desktop.importing.assembling import currencies_beside, is_money
from khartoum_desktop.importing.kept import HeldRow, Kept
from khartoum_desktop.importing.matching import SAME_BY, TITLES, Brief, Existing, Have, Words, line_key
from khartoum_desktop.importing.profiles import Profile
from khartoum_desktop.importing.recognising import Memory, Place
from khartoum_desktop.importing.records import BEFORE, kept_in_each
from khartoum_desktop.importing.remembering import stored_profile
from khartoum_desktop.importing.stated import stated_words
from khartoum_desktop.importing.units import is_unit_line, units_of_sheet
from khartoum_desktop.proposals.duplicates.merged import aliases
from khartoum_desktop.proposals.received import ReceivedCells
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_PROPOSAL, _ORIGIN, _BATCH = (TABLES[name] for name in ("proposal", "origin", "batch"))
_PROFILE, _STEP = TABLES["profile"], TABLES["step"]
_CHUNK: Final = 2000
_NO_COLUMNS: Final = frozenset({"id", "heads", "removed"})


@dataclass(frozen=True, slots=True)
class Batch:
    """An imported file: its name, hash, sender, what became of its rows, and how many proposals are left of it.

    `counts` are those of its last import, and what earlier ones made new and changed.
    `problems` counts the rows that are held or of which a value was left out.
    """

    id: str
    file: str
    sha256: str
    sender: str
    counts: Mapping[str, int]
    held: tuple[HeldRow, ...]
    proposals: int
    problems: int = 0

    def before(self, name: str) -> int:
        """Return how many rows earlier imports of the file made "new" or "changed"."""
        return self.counts.get(BEFORE[name], 0)

    def brought(self, name: str) -> int:
        """Return how many rows all imports of the file together made "new" or "changed"."""
        return self.counts.get(name, 0) + self.before(name)


def moment(work: Workspace) -> int:
    """Return a number that is another one after every step: whether the workspace is still as it was."""
    with work.reading() as db:
        return int(db.execute(select(func.count()).select_from(_STEP)).scalar_one())


def existing(work: Workspace) -> Existing:
    """Return the proposals of a workspace for matching."""
    query = select(
        _PROPOSAL.c.id,
        _PROPOSAL.c.ref,
        _PROPOSAL.c.provisional_ref,
        _PROPOSAL.c.lead_country,
        *(_PROPOSAL.c[name] for name in TITLES),
    ).where(_PROPOSAL.c.removed.is_not(True))
    with work.reading() as db:
        rows = db.execute(query).all()
        merged = aliases(db)
    briefs = (
        Brief(ident, ref or "", tuple(title for title in titles if title), country or "", earlier or "")
        for ident, ref, earlier, country, *titles in paced(rows)
    )

    def fetch(ids: Sequence[str]) -> dict[str, Have]:
        with work.reading() as db:
            return _whole(db, ids)

    return Existing(briefs, fetch, merged)


def memory(work: Workspace) -> Memory:
    """Return what a workspace remembers of the rows that were imported."""

    @cache
    def recorded(batch: str) -> dict[str, str]:
        query = select(_ORIGIN.c.id, _ORIGIN.c.proposal).where(
            _ORIGIN.c.batch == batch, _ORIGIN.c.removed.is_not(True), _ORIGIN.c.proposal.is_not(None)
        )
        with work.reading() as db:
            return {ident: proposal or "" for ident, proposal in db.execute(query)}

    @cache
    def places(sheet: str) -> dict[int, list[Place]]:
        query = (
            select(_ORIGIN.c.row_number, _ORIGIN.c.proposal, _BATCH.c.sender, _ORIGIN.c.cells)
            .outerjoin(_BATCH, _BATCH.c.id == _ORIGIN.c.batch)
            .where(_ORIGIN.c.sheet == sheet, _ORIGIN.c.removed.is_not(True))
        )
        found: dict[int, list[Place]] = {}
        with work.reading() as db:
            received = ReceivedCells(db)
            for number, proposal, sender, cells in paced(db.execute(query).all()):
                own = tuple(
                    (header, text, target)
                    for name, header, text, target, _trouble in received.of(cells, number)
                    if name.lstrip(ascii_uppercase) == str(number)
                )
                found.setdefault(number or 0, []).append(Place(proposal or "", sender or "", own))
        return found

    return Memory(recorded, places)


def _whole(db: Connection, ids: Sequence[str]) -> dict[str, Have]:
    found: dict[str, Have] = {}
    for start in range(0, len(ids), _CHUNK):
        chunk = list(ids[start : start + _CHUNK])
        advance(len(chunk))
        lines = _lines(db, chunk)
        received = _received(db, chunk)
        for row in db.execute(select(_PROPOSAL).where(_PROPOSAL.c.id.in_(chunk))).mappings():
            columns = {name: value for name, value in row.items() if name not in _NO_COLUMNS}
            ident = row["id"]
            found[ident] = Have(columns, lines.get(ident, {}), received.get(ident, {}))
    return found


def _lines(db: Connection, ids: Sequence[str]) -> dict[str, dict[str, frozenset[tuple[Any, ...]]]]:
    found: dict[str, dict[str, set[tuple[Any, ...]]]] = {}
    for kind, names in SAME_BY.items():
        table = TABLES[kind]
        query = select(table.c.proposal, *(table.c[name] for name in names)).where(
            table.c.proposal.in_(ids), table.c.removed.is_not(True)
        )
        for proposal, *values in db.execute(query):
            line = dict(zip(names, values, strict=True))
            found.setdefault(proposal, {}).setdefault(kind, set()).add(line_key(kind, line))
    return {ident: {kind: frozenset(keys) for kind, keys in kinds.items()} for ident, kinds in found.items()}


def _received(db: Connection, ids: Sequence[str]) -> dict[str, dict[str, frozenset[Words]]]:
    """Return for each proposal what sheets said before, by target."""
    query = select(_ORIGIN.c.proposal, _ORIGIN.c.sheet, _ORIGIN.c.row_number, _ORIGIN.c.cells).where(
        _ORIGIN.c.proposal.in_(ids), _ORIGIN.c.removed.is_not(True)
    )
    found: dict[str, dict[str, set[Words]]] = {}
    received = ReceivedCells(db)
    for proposal, sheet, number, kept in db.execute(query).all():
        mine = found.setdefault(proposal, {})
        cells = received.of(kept, number)
        above = _unit_above(cells, number or 0, sheet or "")
        currencies = currencies_beside(cell[2] for cell in cells if cell[3] == "currency")
        for _name, header, text, target, _trouble in cells:
            if target:
                beside = currencies if currencies and is_money(target) else ""
                mine.setdefault(target, set()).add(Words(text, stated_words(header, target, above) + beside))
    return {ident: {target: frozenset(words) for target, words in mine.items()} for ident, mine in found.items()}


def _unit_above(cells: Sequence[Sequence[str]], row: int, sheet: str) -> UnitNote | None:
    """Return the unit that the name of a row's sheet and the lines above its table gave, which have no header."""
    lines = [
        one_line(text)
        for name, header, text, target, _trouble in cells
        if not (header or target) and int(name.lstrip(ascii_uppercase)) < row
    ]
    return units_of_sheet(sheet, lines).sure if lines or is_unit_line(sheet) else None


def profiles(work: Workspace) -> dict[str, Profile]:
    """Return every remembered profile by its id; one that cannot be read is none."""
    query = select(_PROFILE.c.id, _PROFILE.c.sender, _PROFILE.c.fingerprint, _PROFILE.c.mapping)
    with work.reading() as db:
        rows = db.execute(query.where(_PROFILE.c.removed.is_not(True))).all()
    found = (stored_profile(ident, name, mark, mapping) for ident, name, mark, mapping in rows)
    return {one.id: one for one in found if one is not None}


def has_batch(work: Workspace, batch: str) -> bool:
    """Tell whether a file was imported before and not taken back."""
    query = select(_BATCH.c.id).where(_BATCH.c.id == batch, _BATCH.c.removed.is_not(True))
    with work.reading() as db:
        return db.execute(query).first() is not None


def batches(work: Workspace) -> list[Batch]:
    """Return the imported files by name, with their held rows."""
    counted = (
        select(_ORIGIN.c.batch, func.count(func.distinct(_ORIGIN.c.proposal)))
        .join(_PROPOSAL, _PROPOSAL.c.id == _ORIGIN.c.proposal)
        .where(_ORIGIN.c.removed.is_not(True), _PROPOSAL.c.removed.is_not(True))
        .group_by(_ORIGIN.c.batch)
    )
    with work.reading() as db:
        numbers: dict[str, int] = dict(db.execute(counted).all())
        query = select(_BATCH).where(_BATCH.c.removed.is_not(True)).order_by(_BATCH.c.file, _BATCH.c.id)
        rows: list[Mapping[str, Any]] = [dict(row) for row in db.execute(query).mappings()]
        kept = kept_in_each(db, rows)
    return [_batch(row, mine, numbers.get(row["id"], 0)) for row, mine in zip(rows, kept, strict=True)]


def _batch(row: Mapping[str, Any], kept: Kept, proposals: int) -> Batch:
    return Batch(
        row["id"],
        row["file"] or "",
        row["sha256"] or "",
        row["sender"] or "",
        json.loads(row["counts"] or "{}"),
        kept.held_rows,
        proposals,
        len(kept.places),
    )
