"""What the program ships enters every workspace as the same changes, byte for byte, so that laptops agree on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, select

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.storage.changes import StepBody, Value, clean_all, derived_id, sealed
from khartoum_desktop.storage.rows import CHANGE, COLUMNS, STEP, Recorded, chunks, recompute, record
from khartoum_desktop.storage.writing import change_row, record_step

Shipped = tuple[str, str, Mapping[str, Value]]  # kind, row id, values

STEP_BODY: Final = StepBody(
    args={},
    at=0,
    author="Khartoum Desktop",
    delegation="",
    device="",
    label=N_("Shipped with the program"),
    nonce="genesis",
    role="",
    undoes=None,
    v=1,
)
STEP_ID: Final = sealed(STEP_BODY)[0]


_SEALED: Final[dict[int, tuple[tuple[Shipped, ...], Mapping[str, Recorded]]]] = {}  # by which tuple it was, the last


def write(db: Connection, rows: Iterable[Shipped]) -> dict[str, frozenset[str]]:
    """Write the shipped changes that are not here yet; return the rows touched.

    A released entry of the list is never edited: a correction is a further entry for the same row, which builds on the
    one before it. What people have changed since stays, or meets the correction as a visible conflict.
    """
    found = _changes(rows)
    known = {
        ident
        for ids in chunks(found)
        for ident in db.execute(select(CHANGE.c.id).where(CHANGE.c.id.in_(ids))).scalars()
    }
    news = [change for ident, change in found.items() if ident not in known]
    if news and not db.execute(select(STEP.c.id).where(STEP.c.id == STEP_ID)).scalar():
        record_step(db, STEP_BODY)
    record(db, news)
    touched: dict[str, set[str]] = defaultdict(set)
    for change in news:
        touched[change.kind].add(change.row)
    for kind, ids in touched.items():
        recompute(db, kind, sorted(ids))
    return {kind: frozenset(ids) for kind, ids in touched.items()}


def _changes(rows: Iterable[Shipped]) -> Mapping[str, Recorded]:
    """Return the changes of shipped rows by their ids; the same tuple, which nobody adds to, is sealed only once."""
    given = tuple(rows)  # a tuple is itself
    if id(given) in _SEALED:
        return _SEALED[id(given)][1]
    before: dict[tuple[str, str], str] = {}
    found: dict[str, Recorded] = {}
    for kind, row, values in given:
        kept = clean_all({field: value for field, value in values.items() if value is not None}, COLUMNS[kind])
        seen = (before[kind, row],) if (kind, row) in before else ()
        change = change_row(STEP_ID, kind, row, values=kept, seen=seen, salt=derived_id("genesis", kind, row))
        before[kind, row] = change.id
        found[change.id] = change
    _SEALED.clear()
    _SEALED[id(given)] = (given, found)
    return found
