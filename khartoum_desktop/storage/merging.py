"""Other laptops' changes: taking them in, all or nothing, and handing ours out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from khartoum_desktop.storage import changes
from khartoum_desktop.storage.changes import BadBundleError, ChangeBody, Item, StepBody
from khartoum_desktop.storage.rows import (
    CHANGE,
    COLUMNS,
    STEP,
    Recorded,
    bulk_insert,
    chunks,
    facts_of,
    recompute,
    record,
)
from khartoum_desktop.storage.schema import KINDS


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge brought: how many changes were new, the step that one Undo takes back, the rows touched."""

    new: int
    step: str | None
    rows: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Unknown:
    """The verified items that are not here yet."""

    steps: Sequence[tuple[Item, StepBody]]
    found: Sequence[tuple[Item, ChangeBody]]


def verified(items: Iterable[Item]) -> dict[str, tuple[Item, StepBody | ChangeBody]]:
    """Return the items by id, each with its body; BadBundleError when a single one is not right."""
    return {item.id: (item, changes.verified(item, COLUMNS)) for item in items}


def unknown(db: Connection, bodies: dict[str, tuple[Item, StepBody | ChangeBody]]) -> Unknown:
    """Leave out what is here already; BadBundleError when a change comes without its step."""
    known_steps, known = _known(db, STEP, bodies), _known(db, CHANGE, bodies)
    steps = [(item, body) for item, body in bodies.values() if isinstance(body, StepBody)]
    found = [(item, body) for item, body in bodies.values() if isinstance(body, ChangeBody) and item.id not in known]
    wanted = {body.step for _item, body in found}
    if not wanted <= {item.id for item, _body in steps} | _known(db, STEP, wanted):
        raise BadBundleError("a change without its step")
    return Unknown([each for each in steps if each[0].id not in known_steps], found)


def _known(db: Connection, table: Table, ids: Iterable[str]) -> set[str]:
    return {
        ident
        for some in chunks(ids, 10_000)
        for ident in db.execute(select(table.c.id).where(table.c.id.in_(some))).scalars()
    }


def take_in(db: Connection, news: Unknown, arrival: str | None) -> dict[str, frozenset[str]]:
    """Write what is new and bring the touched rows up to date; `arrival` = the step that brings it."""
    bulk_insert(
        db,
        STEP,
        [
            {
                "id": item.id,
                "body": item.body,
                "at": body.at,
                "author": body.author,
                "device": body.device,
                "undoes": body.undoes,
            }
            for item, body in news.steps
        ],
    )
    touched: dict[str, set[str]] = defaultdict(set)
    for _item, body in news.found:
        touched[body.kind].add(body.row)
    log = [
        Recorded(item.id, body.step, body.kind, body.row, item.body, item.content, arrival) for item, body in news.found
    ]
    record(db, log)
    for kind, ids in touched.items():
        if kind in KINDS:  # a newer program's table waits in the record
            recompute(db, kind, sorted(ids))
    return {kind: frozenset(ids) for kind, ids in touched.items()}


def items_of(db: Connection, rows: Iterable[str] | None = None) -> list[Item]:
    """Return whole histories of the chosen rows (None: of all), their steps first, undos of those steps included."""
    columns = (CHANGE.c.id, CHANGE.c.body, CHANGE.c.content, CHANGE.c.step)
    query = select(*columns).order_by(CHANGE.c.n)
    groups = [query] if rows is None else [query.where(CHANGE.c.row.in_(ids)) for ids in chunks(rows)]
    found = [row for group in groups for row in db.execute(group)]
    wanted = dict.fromkeys(row.step for row in found)
    bodies = dict(db.execute(select(STEP.c.id, STEP.c.body).order_by(STEP.c.n)).all())
    for undo, target in db.execute(
        select(STEP.c.id, STEP.c.undoes).where(STEP.c.undoes.is_not(None)).order_by(STEP.c.n)
    ):
        if target in wanted:
            wanted[undo] = None
    return [
        *(Item(step, bodies[step]) for step in wanted),
        *(Item(row.id, row.body, row.content) for row in found),
    ]


def waiting(db: Connection) -> list[str]:
    """Return the ids of changes that wait for an earlier one that has not arrived; they show and hide nothing."""
    rows: dict[str, set[str]] = defaultdict(set)
    for kind, row in db.execute(select(CHANGE.c.kind, CHANGE.c.row).distinct()):
        rows[kind].add(row)
    found: list[str] = []
    for kind, of_kind in rows.items():
        for ids in chunks(sorted(of_kind)):
            for facts in facts_of(db, kind, ids).values():
                _bit, effective = changes.ancestry(facts)
                found += [ident for ident in facts if ident not in effective]
    return sorted(found)
