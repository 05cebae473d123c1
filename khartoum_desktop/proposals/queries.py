"""Reading proposals: ids first, light rows for a page of the list, one proposal whole, whole columns in bulk."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, languages_first, listed
from khartoum_desktop.core.pace import many_objects
from khartoum_desktop.core.text import clean_text, fold, sort_key
from khartoum_desktop.proposals.completeness import completeness, needs, next_stage
from khartoum_desktop.proposals.counting import counted_lines, has_enough
from khartoum_desktop.proposals.duplicates import merged
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND, BY_SCHEME, FIELDS, Type
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.proposals.model import Amount, FieldValue, Line, title_of
from khartoum_desktop.proposals.rows import (
    ALL,
    Candidate,
    Counts,
    Filter,
    OpenConflict,
    OriginCell,
    OriginRow,
    ProposalDetail,
    ProposalLine,
    value_in,
)
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

__all__ = [
    "ALL",
    "Filter",
    "by_ref",
    "columns",
    "counts",
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
_CONFLICT, _ORIGIN, _BATCH = TABLES["conflict"], TABLES["origin"], TABLES["batch"]
_HERE: Final = PROPOSAL.c.removed.is_not(True)
_ARTICLES: Final = ("وال", "بال", "كال", "فال", "لل", "ال")
_SHORTEST_STEM: Final = 3
_NOTHING: Final = frozenset({None, ""})
_sort_key = lru_cache(maxsize=65536)(sort_key)


# --- ids --------------------------------------------------------------------------------------------------------------


def search_words(text: str) -> str:
    """Return the words of a search without the Arabic article and what is joined to it: والهجرة finds هجرة."""
    return " ".join(_stem(word) for word in fold(clean_text(text)).split())


def _stem(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= _SHORTEST_STEM:
            return word[len(article) :]
    return word


@many_objects()
def ids(
    work: Workspace, *, search: str = "", sort: str = "ref", descending: bool = False, only: Filter = ALL
) -> list[str]:
    """Return the ids of the proposals that match, in order; what has no value to sort by comes last either way.

    `sort` is a key of the catalogue, "title" or "completeness". Amounts are ordered by their figure, whatever their
    currency. UserError for a key that cannot be sorted by.
    """
    names, key = _sort_columns(sort), _sort_key_of(sort, lists_of(work))
    query = select(PROPOSAL.c.id, *(PROPOSAL.c[name] for name in names)).where(*_conditions(only))
    matching = frozenset(work.store.search(search_words(search))) if search.strip() else None
    if matching is not None:
        with work.reading() as db:
            matching |= merged.found_by_ref(db, search)
    if matching is not None and len(matching) <= CHUNK:
        query = query.where(PROPOSAL.c.id.in_(matching))
    with work.reading() as db:
        rows = [row for row in db.execute(query).all() if matching is None or row[0] in matching]
        if sort == "completeness":
            keyed: list[tuple[Any, str]] = [
                (line.completeness.percent, line.id) for line in _lines(db, [row[0] for row in rows])
            ]
        else:
            keyed = [(key(row), row[0]) for row in rows]
    full = sorted((pair for pair in keyed if pair[0] not in _NOTHING), reverse=descending)
    return [ident for _value, ident in full] + sorted(ident for value, ident in keyed if value in _NOTHING)


def _sort_columns(sort: str) -> tuple[str, ...]:
    if sort == "title":
        return tuple(f"title_{lang}" for lang in languages_first())
    if sort == "completeness":
        return ()
    if sort in PROPOSAL.c and (sort in BY_KEY):
        return (sort,)
    raise UserError(fill(_("The list cannot be sorted by “{key}”."), key=sort), _("Choose another column."))


def _sort_key_of(sort: str, lists: Lists) -> Callable[[Sequence[Any]], Any]:
    """Return what a row (id, the columns to sort by) is ordered by; it runs ten thousand times for one page."""
    if sort == "title":
        return lambda row: _sort_key(row[1] or row[2] or row[3] or "")
    if sort == "completeness":
        return lambda row: row[0]
    field = BY_KEY[sort]
    if field.type in {Type.DATE, Type.NUMBER, Type.MONEY}:
        return lambda row: row[1]
    if sort == "state":
        places = {item.code: f"{item.position:04}" for item in lists.items("state")}
        return lambda row: places.get(row[1], row[1])
    scheme = PARTY if field.type is Type.COUNTRY else field.scheme
    if scheme:
        words = {item.code: _sort_key(item.label()) for item in lists.items(scheme)}
        return lambda row: words.get(row[1], row[1])
    return lambda row: _sort_key(row[1] or "")


def _conditions(only: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [PROPOSAL.c.removed.is_(True) if only.removed else _HERE]
    if only.states:
        found.append(PROPOSAL.c.state.in_(only.states))
    if only.countries:
        found.append(PROPOSAL.c.lead_country.in_(only.countries))
    if only.source is not None:
        found.append(PROPOSAL.c.source == only.source)
    if only.batch is not None:
        found.append(PROPOSAL.c.id.in_(select(_ORIGIN.c.proposal).where(_ORIGIN.c.batch == only.batch)))
    if only.conflicts:
        found.append(_torn())
    if only.incomplete:
        found.append(_incomplete())
    return found


def _torn() -> ColumnElement[bool]:
    return PROPOSAL.c.id.in_(select(_CONFLICT.c.row).where(_CONFLICT.c.kind == "proposal"))


@cache
def _incomplete() -> ColumnElement[bool]:
    """Return the rule of `completeness` for submission, said in SQL."""
    return or_(
        *(
            ~or_(*(and_(*(_is_filled(name, need.minimum) for name in group)) for group in need.names))
            for need in needs("S")
        )
    )


def _is_filled(name: str, minimum: int) -> ColumnElement[bool]:
    if name == "budget_unknown":
        return func.coalesce(PROPOSAL.c.budget_precision, "") == "unknown"
    if name in PROPOSAL.c:
        column = PROPOSAL.c[name]
        if BY_KEY[name].type in {Type.NUMBER, Type.MONEY}:
            return column.is_not(None)
        return func.coalesce(column, "") != ""
    return has_enough(name, minimum)


def by_ref(work: Workspace, ref: str) -> str:
    """Return the id of the proposal with this reference (in any case); UserError when there is none, or two.

    The reference of one that was merged into another leads to that one.

    Two laptops that never met may have taken the same letter, and so have given the same reference.
    """
    titles = [PROPOSAL.c[f"title_{lang}"] for lang in LANGUAGES]
    query = select(PROPOSAL.c.id, *titles).where(PROPOSAL.c.ref == ref.strip().upper(), _HERE).order_by(PROPOSAL.c.id)
    with work.reading() as db:
        found = db.execute(query).all()
        into = None if found else merged.kept(db, ref.strip().upper())
    if into:
        return into
    if not found:
        raise UserError(fill(_("There is no proposal {ref}."), ref=ref), _("The list shows the references in use."))
    if len(found) > 1:
        named = listed(next(filter(None, titles), ident) for ident, *titles in found)
        raise UserError(
            fill(_("{ref} is the reference of several proposals: {titles}."), ref=ref, titles=named),
            _("Two laptops have given the same one. Open the proposal from the list in the window."),
        )
    return str(found[0].id)


def counts(work: Workspace) -> Counts:
    """Return how many proposals each saved search holds."""
    ours = work.person.delegation if work.person else ""
    with work.reading() as db:
        query = select(PROPOSAL.c.state, PROPOSAL.c.lead_country == ours, PROPOSAL.c.source == "imported", func.count())
        query = query.where(_HERE).group_by(
            PROPOSAL.c.state, PROPOSAL.c.lead_country == ours, PROPOSAL.c.source == "imported"
        )
        groups = db.execute(query).all()
        incomplete, torn = (
            db.execute(select(func.count()).select_from(PROPOSAL).where(*_conditions(only))).scalar_one()
            for only in (Filter(incomplete=True), Filter(conflicts=True))
        )
        removed = db.execute(
            select(func.count()).select_from(PROPOSAL).where(PROPOSAL.c.removed.is_(True))
        ).scalar_one()
    by_state: dict[str, int] = {}
    for state, _ours, _imported, n in groups:
        by_state[state or ""] = by_state.get(state or "", 0) + n
    return Counts(
        everything=sum(group[3] for group in groups),
        ours=sum(group[3] for group in groups if group[1]),
        incomplete=incomplete,
        conflicts=torn,
        imported=sum(group[3] for group in groups if group[2]),
        removed=removed,
        by_state=MappingProxyType(by_state),
    )


def totals(work: Workspace, wanted: Collection[str]) -> tuple[dict[str, int], int]:
    """Return what these proposals cost: (thousandths by currency, how many name no amount or no currency)."""
    cost, currency = PROPOSAL.c.budget_total, PROPOSAL.c.budget_total_currency
    with work.reading() as db:
        rows = db.execute(select(PROPOSAL.c.id, cost, currency).where(_HERE, cost.is_not(None))).all()
    chosen = frozenset(wanted)
    sums: dict[str, int] = {}
    known = 0
    for ident, amount, code in rows:
        if ident in chosen and code:
            known += 1
            sums[code] = sums.get(code, 0) + amount
    return sums, len(chosen) - known


# --- rows -------------------------------------------------------------------------------------------------------------


@cache
def _page_query() -> Select[Any]:
    wanted = {name for need in needs("E") for group in need.names for name in group if name in PROPOSAL.c}
    wanted |= {"id", "ref", "state", "lead_country", "confidentiality", "budget_total", "budget_total_currency"}
    wanted |= {"budget_precision"}
    return select(*(PROPOSAL.c[name] for name in sorted(wanted)), _torn().label("torn")).where(
        PROPOSAL.c.id.in_(bindparam("ids", expanding=True))
    )


def page(work: Workspace, wanted: Sequence[str]) -> list[ProposalLine]:
    """Return the light rows of these ids, in their order; ids that are not there (any more) are left out."""
    with work.reading() as db:
        found = {line.id: line for line in _lines(db, wanted)}
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
    columns = {name: value for name, value in row.items() if name not in {"id", "heads", "removed"}}
    conflicts = tuple(
        OpenConflict(one["kind"], one["row"], one["field"], tuple(Candidate(*c) for c in json.loads(one["candidates"])))
        for one in torn
    )
    return ProposalDetail(ident, row["heads"], bool(row["removed"]), columns, lines, conflicts)


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
        rows = db.execute(query).mappings().all()
    return [
        OriginRow(
            id=row["id"],
            file=row["file"] or "",
            sheet=row["sheet"] or "",
            row_number=row["row_number"] or 0,
            cells=tuple(OriginCell(*(cell[:5])) for cell in json.loads(row["cells"] or "[]")),
        )
        for row in rows
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
    query = select(*(PROPOSAL.c[name] for name in sorted(names)))
    found: dict[str, dict[str, FieldValue]] = {}
    with work.reading() as db:
        for start in range(0, len(wanted), CHUNK):
            chunk = list(wanted[start : start + CHUNK])
            lines = lines_by_field(db, chunk, tables) if tables else {}
            for record in db.execute(query.where(PROPOSAL.c.id.in_(chunk))).mappings():
                row = dict(record)
                here = lines.get(row["id"], {})
                found[row["id"]] = {key: _value(row, here, key) for key in keys}
    return [found[ident] for ident in wanted if ident in found]


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
    return BY_KEY[key].columns_in_store or ((key,) if key in PROPOSAL.c else ())
