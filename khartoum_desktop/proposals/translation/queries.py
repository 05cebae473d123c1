"""Reading what is to be translated: one light row for each proposal, and one proposal with everything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, case, func, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _
from khartoum_desktop.core.pace import many_objects
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.model import title_of
from khartoum_desktop.proposals.translation.model import (
    COLUMNS,
    RESTRICTED,
    TEXTS,
    Piece,
    State,
    original_of,
    pieces,
    state_of,
)
from khartoum_desktop.proposals.translation.terms import TERM, Glossary, Term
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_PROPOSAL, _CONFLICT = TABLES["proposal"], TABLES["conflict"]
_HERE: Final = _PROPOSAL.c.removed.is_not(True)
_CHUNK: Final = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """A proposal as the desk lists it: how far it is in the language, which of its texts (groups) are missing.

    `waits`: there is a text that is not checked, whatever else is missing.
    """

    id: str
    ref: str
    title: str
    state: State
    missing: tuple[str, ...]
    waits: bool
    restricted: bool


@dataclass(frozen=True, slots=True)
class Sheetful:
    """One proposal open at the desk: its texts in the language, what the person sees of it, the terms of its original.

    `torn` are the texts (groups) in this language that two people wrote differently.
    """

    id: str
    ref: str
    heads: str
    target: str
    source: str
    columns: Mapping[str, Any]
    pieces: tuple[Piece, ...]
    terms: tuple[Term, ...]
    restricted: bool
    torn: tuple[str, ...]

    @property
    def state(self) -> State:
        """How far the proposal is."""
        return state_of(self.pieces)


@many_objects()
def entries(work: Workspace, target: str) -> list[Entry]:
    """Return every proposal that has something to be translated into a language, done or not, by reference.

    The texts themselves stay where they are: only whether they are there is read of the summaries.
    """
    names = [name for name in TEXTS if name.startswith("summary")]
    filled = [case((func.coalesce(_PROPOSAL.c[name], "") == "", ""), else_="x").label(name) for name in names]
    whole = [_PROPOSAL.c[name] for name in COLUMNS if name not in names]
    query = select(_PROPOSAL.c.id, _PROPOSAL.c.ref, _PROPOSAL.c.confidentiality, *whole, *filled).where(_HERE)
    found = []
    with work.reading() as db:
        for row in db.execute(query.order_by(_PROPOSAL.c.ref, _PROPOSAL.c.id)).mappings():
            columns = dict(row)
            there = pieces(columns, target)
            if (state := state_of(there)) is not State.NOTHING:
                found.append(
                    Entry(
                        id=row["id"],
                        ref=row["ref"] or "",
                        title=title_of(columns),
                        state=state,
                        missing=tuple(piece.group for piece in there if piece.state is State.MISSING),
                        waits=any(piece.state is State.UNCHECKED for piece in there),
                        restricted=row["confidentiality"] == RESTRICTED,
                    )
                )
    return found


def read(work: Workspace, ident: str, target: str) -> Sheetful:
    """Return one proposal for the desk; UserError when it is not there (any more)."""
    with work.reading() as db:
        row = db.execute(_whole().where(_PROPOSAL.c.id == ident)).mappings().first()
        torn = _torn(db, ident, target)
    if row is None:
        raise UserError(_("This proposal is no longer in the workspace."), _("Choose another one in the list."))
    columns = {name: row[name] for name in COLUMNS}
    found = pieces(columns, target)
    return Sheetful(
        id=ident,
        ref=row["ref"] or "",
        heads=row["heads"],
        target=target,
        source=next((piece.source for piece in found if piece.source), original_of(columns)),
        columns=columns,
        pieces=found,
        terms=tuple(terms_of(work, found, target)),
        restricted=row["confidentiality"] == RESTRICTED,
        torn=torn,
    )


def _torn(db: Connection, ident: str, target: str) -> tuple[str, ...]:
    fields = [name for name in TEXTS if name.endswith(f"_{target}")]
    query = select(_CONFLICT.c.field).where(_CONFLICT.c.row == ident, _CONFLICT.c.field.in_(fields))
    return tuple(db.execute(query.order_by(_CONFLICT.c.field)).scalars())


def _whole() -> Select[Any]:
    extra = (_PROPOSAL.c.id, _PROPOSAL.c.ref, _PROPOSAL.c.heads, _PROPOSAL.c.confidentiality)
    return select(*extra, *(_PROPOSAL.c[name] for name in COLUMNS)).where(_HERE)


def terms_of(work: Workspace, found: Iterable[Piece], target: str) -> list[Term]:
    """Return the terms of the originals of these texts, worded in the target language, each once."""
    items = lists_of(work).items(TERM)
    glossaries = {lang: Glossary(items, lang) for lang in {piece.source for piece in found} & {*LANGUAGES}}
    terms: dict[str, Term] = {}
    for piece in found:
        if piece.source:
            for term in glossaries[piece.source].find(piece.original, target):
                terms.setdefault(term.code, term)
    return list(terms.values())


@dataclass(frozen=True, slots=True)
class Texts:
    """A proposal's texts as they are stored, by column, with its reference."""

    id: str
    ref: str
    restricted: bool
    columns: Mapping[str, Any]


def texts(db: Connection, wanted: Sequence[str]) -> dict[str, Texts]:
    """Return id -> texts of the proposals that are there."""
    found: dict[str, Texts] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = _whole().where(_PROPOSAL.c.id.in_(list(wanted[start : start + _CHUNK])))
        for row in db.execute(query).mappings():
            restricted = row["confidentiality"] == RESTRICTED
            found[row["id"]] = Texts(row["id"], row["ref"] or "", restricted, {name: row[name] for name in COLUMNS})
    return found
