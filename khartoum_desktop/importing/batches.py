"""The imports of before: when and by whom each was made, what is left of it, and taking it back at any later time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.importing import queries
from khartoum_desktop.importing.queries import Batch
from khartoum_desktop.importing.records import batch_row
from khartoum_desktop.proposals import queries as proposals
from khartoum_desktop.proposals.fields import column_label
from khartoum_desktop.storage.changes import dead_steps
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.storage.schema import Batch as BatchRow
from khartoum_desktop.storage.undoing import infos_of, undos
from khartoum_desktop.workspace import StepInfo, Workspace

_CHANGE, _ORIGIN = (TABLES[name] for name in ("change", "origin"))
_PROPOSAL: Final = "proposal"
_WHOLE: Final = "*"
_OF_IMPORTS: Final = frozenset({"batch", "layout", "origin", "profile"})
_CHUNK: Final = 2000
_LEAST: Final = 4  # characters of a hash that name an import


@dataclass(frozen=True, slots=True)
class Past:
    """An import of before: its batch, who made it and when (ms since 1970)."""

    batch: Batch
    at: int
    author: str
    delegation: str

    @property
    def problems(self) -> int:
        """Return how many rows of it have problems."""
        return self.batch.problems

    @property
    def id(self) -> str:
        """Return the batch's id."""
        return self.batch.id


@dataclass(frozen=True, slots=True)
class KeptEdit:
    """A proposal that somebody went on with after it was imported, and the fields (message ids; none: all of it)."""

    id: str
    ref: str
    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An import that was taken back: its file, and what people did since, which stays."""

    file: str
    kept: tuple[KeptEdit, ...]


def past_imports(work: Workspace) -> list[Past]:
    """Return the imports that count, the latest first."""
    found = queries.batches(work)
    with work.reading() as db:
        made = _steps(db, [one.id for one in found])
        infos = infos_of(db, [steps[0] for steps in made.values() if steps])
    pasts = []
    for one in found:
        steps = made.get(one.id, [])
        step = infos[steps[0]] if steps else StepInfo("", "", {}, 0, "", "")
        pasts.append(Past(one, step.at, step.author, step.delegation))
    return sorted(pasts, key=lambda past: (-past.at, past.batch.file))


def find(work: Workspace, name: str) -> Past:
    """Return the import that a name means: its file, its hash or the beginning of that; UserError for none or two."""
    pasts = past_imports(work)
    exact = [past for past in pasts if past.batch.file == name]
    said = name.casefold()
    begun = [past for past in pasts if len(said) >= _LEAST and past.batch.sha256.startswith(said)]
    here = exact or begun or [past for past in pasts if past.id == name]
    if len(here) == 1:
        return here[0]
    if here:
        raise UserError(
            fill(_("Several imports are called “{name}”."), name=name), _("Give the beginning of the file’s hash.")
        )
    raise UserError(
        fill(_("No import is called “{name}”."), name=name), _("“batches list” shows the files that were imported.")
    )


def proposals_of(work: Workspace, batch: str) -> list[str]:
    """Return the ids of the proposals that came in with an import, or were changed by it, and are still here."""
    table = TABLES[_PROPOSAL]
    query = (
        select(_ORIGIN.c.proposal)
        .join(table, table.c.id == _ORIGIN.c.proposal)
        .where(_ORIGIN.c.batch == batch, _ORIGIN.c.removed.is_not(True), table.c.removed.is_not(True))
        .order_by(_ORIGIN.c.sheet, _ORIGIN.c.row_number)
    )
    with work.reading() as db:
        return list(dict.fromkeys(db.execute(query).scalars()))


# --- taking back ------------------------------------------------------------------------------------------------------


def take_back(work: Workspace, batch: str) -> TakenBack:
    """Take an import back, with what was taken up of it later; what people edited since stays and is named.

    UserError when it is taken back already.
    """
    with work.reading() as db:
        row = batch_row(db, batch)
        steps = _own_steps(db, batch)
    if row is None or not steps:
        raise UserError(_("This import is already taken back."), _("Open the page of imports again."))
    kept: dict[tuple[str, str], set[str]] = {}
    for undone in work.store.undo_steps(steps[::-1]):
        for place, fields in undone.kept.items():
            kept.setdefault(place, set()).update(fields)
    with work.reading() as db:
        is_left = batch_row(db, batch) is not None
    if is_left:  # rows of it came back corrected since, which was noted here
        with work.step(N_("Take the import of {file} off the list"), file=row["file"] or "") as writer:
            writer.remove(BatchRow, batch)
    return TakenBack(str(row["file"] or ""), tuple(_named(work, kept)))


def _named(work: Workspace, kept: Mapping[tuple[str, str], set[str]]) -> Iterable[KeptEdit]:
    """Return the proposals of which something was left alone, with the fields."""
    said: dict[str, set[str]] = defaultdict(set)
    with work.reading() as db:
        owners = _owners(db, kept)
    for (kind, row), fields in kept.items():
        if (owner := owners.get((kind, row))) is not None:
            whole = kind == _PROPOSAL and _WHOLE in fields
            said[owner] |= {_WHOLE} if whole else {column_label(kind, name) for name in fields}
    for one in proposals.columns(work, list(said), ["id", "ref", "title"]):
        fields = said[str(one["id"])]
        named = () if _WHOLE in fields else tuple(sorted(fields))
        yield KeptEdit(str(one["id"]), str(one["ref"] or ""), str(one["title"] or ""), named)


def _owners(db: Connection, rows: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the proposal of each row (kind, id) that is one or a line of one; one query for each kind."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for kind, row in rows:
        wanted[kind].append(row)
    found = {(_PROPOSAL, row): row for row in wanted.pop(_PROPOSAL, ())}
    for kind, ids in wanted.items():
        table = TABLES[kind]
        if kind in _OF_IMPORTS or _PROPOSAL not in table.c:
            continue
        for start in range(0, len(ids), _CHUNK):
            query = select(table.c.id, table.c[_PROPOSAL]).where(table.c.id.in_(ids[start : start + _CHUNK]))
            found |= {(kind, row): str(owner) for row, owner in db.execute(query) if owner}
    return found


def _own_steps(db: Connection, batch: str) -> list[str]:
    """Return the steps that brought rows of a batch in, in order: the import, and what was taken up later.

    A step that only settled it, since rows came back in another file, is that other import's.
    """
    steps = _steps(db, [batch]).get(batch, [])
    wrote = (
        select(_CHANGE.c.step)
        .join(_ORIGIN, _ORIGIN.c.id == _CHANGE.c.row)
        .where(_CHANGE.c.kind == "origin", _ORIGIN.c.batch == batch, _CHANGE.c.step.in_(steps))
        .distinct()
    )
    own = set(db.execute(wrote).scalars())
    return [step for place, step in enumerate(steps) if place == 0 or step in own]


def _steps(db: Connection, batches: list[str]) -> dict[str, list[str]]:
    """Return by batch the steps that wrote it and count, in order."""
    dead = dead_steps(undos(db))
    found: dict[str, list[str]] = {}
    for start in range(0, len(batches), _CHUNK):
        query = (
            select(_CHANGE.c.row, _CHANGE.c.step)
            .where(_CHANGE.c.kind == "batch", _CHANGE.c.row.in_(batches[start : start + _CHUNK]))
            .order_by(_CHANGE.c.n)
        )
        for row, step in db.execute(query):
            if step not in dead and step not in found.setdefault(row, []):
                found[row].append(step)
    return found
