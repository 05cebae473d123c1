"""Taking steps back and bringing them back: which step it would be, and writing what makes it count no more."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.storage import changes
from khartoum_desktop.storage.changes import StepBody
from khartoum_desktop.storage.people import Person
from khartoum_desktop.storage.rows import CHANGE, STEP, chunks, facts_of
from khartoum_desktop.storage.schema import KINDS, TABLES
from khartoum_desktop.storage.sealing import marked, refuse_what_is_sealed
from khartoum_desktop.storage.writing import StepWriter, record_step

_PAGE = 50  # steps looked at a time; nearly always the first one is it
_body = msgspec.json.Decoder(StepBody).decode


@dataclass(frozen=True, slots=True)
class StepInfo:
    """What a person sees of a step: `label` is an English message id, `args` go into it, `at` is ms since 1970."""

    id: str
    label: str
    args: Mapping[str, str]
    at: int
    author: str
    delegation: str


@dataclass(frozen=True, slots=True)
class Undone:
    """A step taken back: which one, by which step, and (kind, row) -> fields left alone as somebody has changed them.

    The field "*" stands for a whole row that the step had made and somebody went on with.
    """

    target: StepInfo
    step: str
    kept: Mapping[tuple[str, str], tuple[str, ...]]


def info_of(db: Connection, step: str) -> StepInfo:
    """Return what a person sees of a step; UserError when there is none of this id."""
    found = infos_of(db, [step]).get(step)
    if found is None:
        raise UserError(_("This step is not in the workspace."), _("Open its history again."))
    return found


def infos_of(db: Connection, steps: Sequence[str]) -> dict[str, StepInfo]:
    """Return what a person sees of each of some steps, read together; of those that are here."""
    infos = {}
    for ident, body in db.execute(select(STEP.c.id, STEP.c.body).where(STEP.c.id.in_(steps))):
        found = _body(body)
        infos[ident] = StepInfo(ident, found.label, found.args, found.at, found.author, found.delegation)
    return infos


def target_of(db: Connection, undo: str) -> str:
    """Return the step that an undo takes back."""
    return str(db.execute(select(STEP.c.undoes).where(STEP.c.id == undo)).scalar_one())


def undos(db: Connection) -> dict[str, str]:
    """Return undo -> its target, of the targets that are here; an undo of something unknown is an ordinary edit."""
    here = select(STEP.c.id)
    query = select(STEP.c.id, STEP.c.undoes).where(STEP.c.undoes.is_not(None), STEP.c.undoes.in_(here))
    return dict(db.execute(query).all())


def _of(person: Person, body: str) -> bool:
    """Tell whether a step is this person's: another delegation may have somebody of the same name."""
    said = _body(body)
    return (said.author, said.delegation) == (person.name, person.delegation)


def last_edit(db: Connection, person: Person, device: str) -> str | None:
    """Return the step that Undo would take back: this person's last one here that still counts and can be undone."""
    dead = changes.dead_steps(undos(db))
    wrote = select(CHANGE.c.n).where((CHANGE.c.step == STEP.c.id) | (CHANGE.c.arrived == STEP.c.id))
    query = (
        select(STEP.c.id, STEP.c.body)
        .where(STEP.c.author == person.name, STEP.c.device == device, STEP.c.undoes.is_(None))
        .where(wrote.where(CHANGE.c.content.is_not(None)).exists())
        .order_by(STEP.c.n.desc())
        .limit(_PAGE)
    )
    start = 0
    while page := db.execute(query.offset(start)).all():
        for step, body in page:
            if step not in dead and _of(person, body):
                return str(step)
        start += _PAGE
    return None


def last_undo(db: Connection, person: Person, device: str) -> str | None:
    """Return the undo that Redo would take back: this person's last one here, unless they did something since."""
    known = undos(db)
    redone = set(known.values())
    query = (
        select(STEP.c.id, STEP.c.undoes, STEP.c.body)
        .where(STEP.c.author == person.name, STEP.c.device == device)
        .order_by(STEP.c.n.desc())
        .limit(_PAGE)
    )
    start = 0
    while page := db.execute(query.offset(start)).all():
        for step, undoes, body in page:
            if not _of(person, body):
                continue
            if undoes is None:
                return None
            if undoes not in known and step not in redone:
                return str(step)
        start += _PAGE
    return None


def take_back(db: Connection, body: StepBody, shown: StepInfo) -> tuple[StepWriter, Undone]:
    """Write the step that undoes another one, which is `shown` as; return its writer and what was left alone."""
    writer = StepWriter(db, record_step(db, body), body.at)
    return writer, Undone(shown, writer.id, _make_nothing_of(writer, str(body.undoes)))


def _make_nothing_of(writer: StepWriter, target: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """Write what makes a step count no more; return what was left alone."""
    db = writer.db
    dead = changes.dead_steps(undos(db))  # the step being written is among them
    touched = _touched(db, target)
    kept: dict[tuple[str, str], tuple[str, ...]] = {}
    put_back: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    held: set[str] = set()  # proposals that the step had made, and that somebody has marked since
    for kind in sorted(touched, key=lambda kind: kind != "proposal"):
        table = TABLES[kind]
        for ids in chunks(_but_for(db, kind, touched[kind], held)):
            heads = dict(db.execute(select(table.c.id, table.c.heads).where(table.c.id.in_(ids))).all())
            taken = {row: changes.without(facts, target, dead) for row, facts in facts_of(db, kind, ids).items()}
            if kind == "proposal":
                made = [row for row, one in taken.items() if one.back == [{changes.REMOVED: True}]]
                held |= marked(db, made, touched)
                taken |= {row: changes.Taken([], [changes.WHOLE_ROW]) for row in held.intersection(made)}
            for row, one in taken.items():
                if one.kept:
                    kept[kind, row] = tuple(one.kept)
                if one.back:
                    writer.fork(kind, row, one.back, heads[row])
                    put_back[kind][row] = frozenset().union(*one.back)
            writer.flush()
    refuse_what_is_sealed(db, put_back)
    return kept


def _touched(db: Connection, target: str) -> dict[str, list[str]]:
    """Return the rows that a step, or an arrival, has written: kind -> ids."""
    wrote = (CHANGE.c.step == target) | (CHANGE.c.arrived == target)
    found: dict[str, list[str]] = defaultdict(list)
    for kind, row in db.execute(select(CHANGE.c.kind, CHANGE.c.row).where(wrote).distinct()):
        if kind in KINDS:
            found[kind].append(row)
    return found


def _but_for(db: Connection, kind: str, rows: Sequence[str], proposals: set[str]) -> list[str]:
    """Return the rows of a table that belong to none of these proposals."""
    table = TABLES[kind]
    if not proposals or "proposal" not in table.c:
        return list(rows)
    found: list[str] = []
    for ids in chunks(rows):
        of = db.execute(select(table.c.id, table.c.proposal).where(table.c.id.in_(ids)))
        found.extend(ident for ident, proposal in of if proposal not in proposals)
    return found
