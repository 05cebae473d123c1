"""Reading proposals: ids first, light rows for a page of the list, one proposal whole, whole columns in bulk."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, listed
from khartoum_desktop.proposals.comments.queries import talk
from khartoum_desktop.proposals.completeness import completeness, needs, next_stage
from khartoum_desktop.proposals.counting import counted_lines
from khartoum_desktop.proposals.duplicates import merged
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND, BY_SCHEME, FIELDS, Type
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.model import Amount, FieldValue, Line, title_of
from khartoum_desktop.proposals.rates.model import EURO, IN_EURO, Standing
from khartoum_desktop.proposals.rates.queries import standing, totals
from khartoum_desktop.proposals.received import ReceivedCells
from khartoum_desktop.proposals.rows import (
    ALL,
    Candidate,
    Filter,
    OpenConflict,
    OriginCell,
    OriginRow,
    ProposalDetail,
    ProposalLine,
    is_whole_row,
    value_in,
)
from khartoum_desktop.proposals.searches.conditions import HERE, torn
from khartoum_desktop.proposals.searches.finding import counts, find, first_ids, ids, search_words
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

__all__ = [
    "ALL",
    "Filter",
    "by_ref",
    "columns",
    "counts",
    "find",
    "first_ids",
    "ids",
    "lines_by_field",
    "lists_of",
    "origins",
    "page",
    "read",
    "search_words",
    "totals",
]

PROPOSAL: Final = TABLES["proposal"]
CHUNK: Final = 2000
NAMING: Final = ("copied_from", "merged_into")  # columns that hold the id of another proposal
_CONFLICT, _ORIGIN, _BATCH = TABLES["conflict"], TABLES["origin"], TABLES["batch"]


# --- one, and sums ---------------------------------------------------------------------------------------------------


def by_ref(work: Workspace, ref: str) -> str:
    """Return the id of the proposal that has, or once had, this reference (in any case); UserError for none, or two.

    The reference of one that was merged into another leads to that one.

    Two laptops that never met may have taken the same letter, and so have given the same reference.
    """
    titles = [PROPOSAL.c[f"title_{lang}"] for lang in LANGUAGES]
    named = or_(PROPOSAL.c.ref == ref.strip().upper(), PROPOSAL.c.provisional_ref == ref.strip().upper())
    query = select(PROPOSAL.c.id, *titles).where(named, HERE).order_by(PROPOSAL.c.id)
    with work.reading() as db:
        found = db.execute(query).all()
        into = None if found else merged.kept(db, ref.strip().upper())
    if into:
        return into
    if not found:
        raise UserError(fill(_("There is no proposal {ref}."), ref=ref), _("The list shows the references in use."))
    if len(found) > 1:
        several = listed(next(filter(None, titles), ident) for ident, *titles in found)
        raise UserError(
            fill(_("{ref} is the reference of several proposals: {titles}."), ref=ref, titles=several),
            _("Two laptops have given the same one. Open the proposal from the list in the window."),
        )
    return str(found[0].id)


# --- rows -------------------------------------------------------------------------------------------------------------


@cache
def _page_query() -> Select[Any]:
    wanted = {name for need in needs("E") for group in need.names for name in group if name in PROPOSAL.c}
    wanted |= {"id", "ref", "state", "lead_country", "confidentiality", "budget_total", "budget_total_currency"}
    wanted |= {"budget_precision"}
    return select(*(PROPOSAL.c[name] for name in sorted(wanted)), torn().label("torn")).where(
        PROPOSAL.c.id.in_(bindparam("ids", expanding=True))
    )


def page(work: Workspace, wanted: Sequence[str]) -> list[ProposalLine]:
    """Return the light rows of these ids, in their order; ids that are not there (any more) are left out."""
    with work.reading() as db:
        found = {line.id: line for line in _lines(db, wanted)}
    for ident, said in talk(work, wanted).items():
        if ident in found:
            found[ident] = replace(found[ident], unread=said.unread, questions=said.open_questions)
    return [found[ident] for ident in wanted if ident in found]


def _lines(db: Connection, wanted: Sequence[str]) -> Iterable[ProposalLine]:
    for start in range(0, len(wanted), CHUNK):
        chunk = list(wanted[start : start + CHUNK])
        numbers = counted_lines(db, chunk)
        for row in db.execute(_page_query(), {"ids": chunk}).mappings():
            yield ProposalLine(
                id=row["id"],
                ref=row["ref"] or "",
                titles={lang: title for lang in LANGUAGES if (title := row[f"title_{lang}"])},
                lead_country=row["lead_country"] or "",
                state=row["state"] or "",
                budget=Amount(row["budget_total"], row["budget_total_currency"]),
                confidentiality=row["confidentiality"] or "",
                completeness=completeness({**row, **numbers.get(row["id"], {})}, next_stage(row["state"])),
                torn=bool(row["torn"]),
            )


def read(work: Workspace, ident: str) -> ProposalDetail:
    """Return one proposal whole; UserError when it is not there."""
    with work.reading() as db:
        row = db.execute(select(PROPOSAL).where(PROPOSAL.c.id == ident)).mappings().first()
        if row is None:
            raise UserError(_("This proposal is no longer in the workspace."), _("Choose another one in the list."))
        lines = lines_by_field(db, [ident], frozenset(_ALL_LINES))[ident]
        rows = [ident, *(str(line["id"]) for found in lines.values() for line in found)]
        torn = (
            db.execute(select(_CONFLICT).where(_CONFLICT.c.row.in_(rows)).order_by(_CONFLICT.c.field)).mappings().all()
        )
        named = refs_of(db, [row[name] for name in NAMING if row[name]])
    columns = {name: value for name, value in row.items() if name not in {"id", "heads", "removed"}}
    conflicts = tuple(
        OpenConflict(one["kind"], one["row"], one["field"], tuple(Candidate(*c) for c in json.loads(one["candidates"])))
        for one in torn
    )
    return ProposalDetail(ident, row["heads"], bool(row["removed"]), columns, lines, conflicts, named)


def refs_of(db: Connection, wanted: Sequence[str]) -> dict[str, str]:
    """Return id -> reference of these proposals, deleted ones too."""
    if not wanted:
        return {}
    return {
        ident: ref or ""
        for ident, ref in db.execute(select(PROPOSAL.c.id, PROPOSAL.c.ref).where(PROPOSAL.c.id.in_(wanted)))
    }


_ALL_LINES: Final = tuple(field.key for field in FIELDS if field.type in {Type.TABLE, Type.CODES})


def lines_by_field(
    db: Connection, wanted: Sequence[str], keys: frozenset[str]
) -> dict[str, dict[str, tuple[Line, ...]]]:
    """Return proposal id -> field key -> lines in order, of these fields: one query a table, whatever the number."""
    found: dict[str, dict[str, list[Line]]] = {ident: {key: [] for key in keys} for ident in wanted}
    kinds = [field.kind for field in BY_KIND.values() if field.key in keys and field.kind]
    schemes = {scheme: field.key for scheme, field in BY_SCHEME.items() if field.key in keys}
    for kind in [*kinds, *(["alignment"] if schemes else [])]:
        for row in db.execute(_children(kind), {"ids": list(wanted)}).mappings():
            key = schemes.get(row["scheme"]) if kind == "alignment" else BY_KIND[kind].key
            if key is not None:
                found[row["proposal"]][key].append({name: row[name] for name in row if name not in _HIDDEN})
    return {ident: {key: tuple(lines) for key, lines in tables.items()} for ident, tables in found.items()}


_HIDDEN: Final = frozenset({"proposal", "removed", "scheme", "position"})


@cache
def _children(kind: str) -> Select[Any]:
    table = TABLES[kind]
    wanted = table.c.proposal.in_(bindparam("ids", expanding=True))
    return select(table).where(wanted, table.c.removed.is_not(True)).order_by(table.c.position, table.c.id)


def origins(work: Workspace, ident: str) -> list[OriginRow]:
    """Return the sheets' rows that a proposal came from, every cell as it was received."""
    query = (
        select(_ORIGIN, _BATCH.c.file)
        .outerjoin(_BATCH, _BATCH.c.id == _ORIGIN.c.batch)
        .where(_ORIGIN.c.proposal == ident, _ORIGIN.c.removed.is_not(True))
        .order_by(_BATCH.c.file, _ORIGIN.c.sheet, _ORIGIN.c.row_number)
    )
    with work.reading() as db:
        received = ReceivedCells(db)
        return [
            OriginRow(
                id=row["id"],
                file=row["file"] or "",
                sheet=row["sheet"] or "",
                row_number=row["row_number"] or 0,
                cells=tuple(
                    OriginCell(*cell[:5])
                    for cell in received.of(row["cells"], row["row_number"])
                    if not is_whole_row(cell)
                ),
            )
            for row in db.execute(query).mappings().all()
        ]


def columns(work: Workspace, wanted: Sequence[str], keys: Sequence[str]) -> list[dict[str, FieldValue]]:
    """Return these fields of these proposals, in order, by a number of queries that does not grow with the fields.

    Keys are the catalogue's, "id", or "title" for the title in the best language; UserError for any other.
    """
    unknown = [key for key in keys if key not in {"id", "title"} and key not in BY_KEY]
    if unknown:
        raise UserError(fill(_("There is no field “{key}”."), key=unknown[0]), _("Use the keys of the field list."))
    tables = frozenset(key for key in keys if key in _ALL_LINES)
    names = {"id"} | {name for key in keys for name in _columns_of(key)}
    query = select(*(_readable(name) for name in sorted(names)))
    found: dict[str, dict[str, FieldValue]] = {}
    now = standing(work)
    with work.reading() as db:
        for start in range(0, len(wanted), CHUNK):
            chunk = list(wanted[start : start + CHUNK])
            lines = lines_by_field(db, chunk, tables) if tables else {}
            for record in db.execute(query.where(PROPOSAL.c.id.in_(chunk))).mappings():
                row = dict(record)
                if IN_EURO in keys:
                    row[IN_EURO] = _in_euro(now, row)
                here = lines.get(row["id"], {})
                found[row["id"]] = {key: _value(row, here, key) for key in keys}
    return [found[ident] for ident in wanted if ident in found]


def _readable(name: str) -> ColumnElement[Any]:
    """Return a column; where it names another proposal, that one's reference."""
    if name not in NAMING:
        return PROPOSAL.c[name]
    other = PROPOSAL.alias()
    return select(other.c.ref).where(other.c.id == PROPOSAL.c[name]).scalar_subquery().label(name)


def _in_euro(now: Standing, row: Mapping[str, Any]) -> Amount | None:
    found = now.in_euro(row["budget_total"], row["budget_total_currency"])
    return None if found is None else Amount(found, EURO)


def _value(row: Mapping[str, Any], lines: Mapping[str, tuple[Line, ...]], key: str) -> FieldValue:
    match key:
        case "id":
            return str(row["id"])
        case "title":
            return title_of(row) or None
        case _:
            return value_in(row, lines, key)


def _columns_of(key: str) -> tuple[str, ...]:
    if key == "title":
        return tuple(f"title_{lang}" for lang in LANGUAGES)
    if key == "id":
        return ()
    if key == IN_EURO:
        return BY_KEY["budget_total"].columns_in_store
    return BY_KEY[key].columns_in_store or ((key,) if key in PROPOSAL.c else ())
