"""What happened to one row: who wrote which values when, in an order that no wrong clock can turn round."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from khartoum_desktop.storage import changes
from khartoum_desktop.storage.changes import StepBody, Value
from khartoum_desktop.storage.rows import CHANGE, STEP, chunks, facts_of, values_of

_body = msgspec.json.Decoder(StepBody).decode


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of a row; `at` is ms since 1970 by its author's clock, `label` an English message id."""

    change: str
    step: str
    at: int
    author: str
    delegation: str
    label: str
    args: Mapping[str, str]
    values: Mapping[str, Value]
    undoes: str | None
    forgotten: bool


def ever(db: Connection, kind: str, rows: Iterable[str], field: str) -> dict[str, set[Value]]:
    """Return row -> every value that was ever written into a field of it and is not forgotten."""
    found: dict[str, set[Value]] = defaultdict(set)
    query = select(CHANGE.c.row, CHANGE.c.content).where(CHANGE.c.kind == kind, CHANGE.c.content.is_not(None))
    for ids in chunks(rows):
        for row, content in db.execute(query.where(CHANGE.c.row.in_(ids))):
            values = values_of(kind, content)
            if field in values:
                found[row].add(values[field])
    return dict(found)


def entries(db: Connection, kind: str, row: str) -> list[HistoryEntry]:
    """Return a row's changes, oldest first: what was seen before what had seen it, else by time."""
    facts = facts_of(db, kind, [row]).get(row, {})
    query = (
        select(CHANGE.c.n, CHANGE.c.id, STEP.c.id.label("step"), STEP.c.body)
        .join(STEP, STEP.c.id == CHANGE.c.step)
        .where(CHANGE.c.kind == kind, CHANGE.c.row == row)
    )
    record = {found.id: found for found in db.execute(query)}
    _bit, effective = changes.ancestry(facts)
    after: dict[str, list[str]] = {}
    missing = {ident: len(facts[ident].seen) for ident in effective}
    for ident in effective:
        for parent in facts[ident].seen:
            after.setdefault(parent, []).append(ident)
    ready = [(facts[ident].at, record[ident].n, ident) for ident, count in missing.items() if not count]
    heapq.heapify(ready)
    found: list[HistoryEntry] = []
    while ready:
        _at, _n, ident = heapq.heappop(ready)
        body, values = _body(record[ident].body), facts[ident].values
        found.append(
            HistoryEntry(
                change=ident,
                step=record[ident].step,
                at=body.at,
                author=body.author,
                delegation=body.delegation,
                label=body.label,
                args=body.args,
                values=values or {},
                undoes=body.undoes,
                forgotten=values is None,
            )
        )
        for child in after.get(ident, ()):
            missing[child] -= 1
            if not missing[child]:
                heapq.heappush(ready, (facts[child].at, record[child].n, child))
    return found
