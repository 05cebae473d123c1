"""How many lines proposals have in their tables, counted by the database: for the list, which shows no lines."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, or_, select

from khartoum_desktop.proposals.completeness import GENDER, INDICATORS, LETTERS, SENSITIVE, SENSITIVE_CODES
from khartoum_desktop.proposals.fields import BY_KEY, BY_KIND, BY_SCHEME, Type
from khartoum_desktop.storage.schema import TABLES

_ALIGNMENT: Final = TABLES["alignment"]
_PROPOSAL: Final = TABLES["proposal"]


def has_enough(key: str, minimum: int) -> ColumnElement[bool]:
    """Return the condition that a proposal has this many lines in one of its tables or codes."""
    field = BY_KEY[key]
    table = _ALIGNMENT if field.type is Type.CODES else TABLES[field.kind or ""]
    conditions = [table.c.proposal == _PROPOSAL.c.id, table.c.removed.is_not(True)]
    if field.type is Type.CODES:
        conditions.append(table.c.scheme == field.scheme)
    counted = select(func.count()).select_from(table).where(*conditions).correlate(_PROPOSAL).scalar_subquery()
    return counted >= minimum


def counted_lines(db: Connection, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return proposal id -> name -> number of lines, as `completeness` wants them: one query a table."""
    found: dict[str, dict[str, int]] = {ident: {} for ident in ids}
    wanted = {"ids": list(ids)}
    for kind, field in BY_KIND.items():
        for proposal, n, special in db.execute(_table_query(kind), wanted):
            found[proposal][field.key] = n
            if kind in _SPECIAL:
                found[proposal][_SPECIAL[kind]] = special
    for proposal, scheme, n, gender, sensitive in db.execute(_codes_query(), wanted):
        if scheme in BY_SCHEME:
            numbers = found[proposal]
            numbers[BY_SCHEME[scheme].key] = n
            numbers[GENDER] = numbers.get(GENDER, 0) + gender
            numbers[SENSITIVE] = numbers.get(SENSITIVE, 0) + sensitive
    return found


_SPECIAL: Final = {"result": INDICATORS, "attachment": LETTERS}


def _sum_of(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))


@cache
def _table_query(kind: str) -> Select[Any]:
    table = TABLES[kind]
    special: ColumnElement[Any] = func.count()
    if kind == "result":
        special = _sum_of(func.coalesce(table.c.indicator, "") != "")
    elif kind == "attachment":
        special = _sum_of(table.c.kind == "letter_of_support")
    query = select(table.c.proposal, func.count(), special)
    return _of_proposals(query, table.c.proposal, table.c.removed).group_by(table.c.proposal)


@cache
def _codes_query() -> Select[Any]:
    t = _ALIGNMENT
    gender = and_(t.c.scheme == "marker", t.c.code == "1", func.coalesce(t.c.degree, "") != "")
    sensitive = or_(*(and_(t.c.scheme == scheme, t.c.code.in_(sorted(c))) for scheme, c in SENSITIVE_CODES.items()))
    query = select(t.c.proposal, t.c.scheme, func.count(), _sum_of(gender), _sum_of(sensitive))
    return _of_proposals(query, t.c.proposal, t.c.removed).group_by(t.c.proposal, t.c.scheme)


def _of_proposals(query: Select[Any], proposal: ColumnElement[Any], removed: ColumnElement[Any]) -> Select[Any]:
    return query.where(proposal.in_(bindparam("ids", expanding=True)), removed.is_not(True))
