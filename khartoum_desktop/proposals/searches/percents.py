"""How complete every proposal is, all at once: the database says which needs are met, one bit each."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Subquery, and_, bindparam, case, func, or_, select

from khartoum_desktop.proposals.completeness import (
    GENDER,
    INDICATORS,
    LETTERS,
    SENSITIVE,
    SENSITIVE_CODES,
    Need,
    needs,
    next_stage,
)
from khartoum_desktop.proposals.fields import BY_KIND, BY_SCHEME
from khartoum_desktop.proposals.searches.conditions import PROPOSAL, is_filled
from khartoum_desktop.storage.schema import TABLES

_NEEDS: Final = needs("E")
_SENSITIVE_BIT: Final = 1 << len(_NEEDS)
_CHUNK: Final = 2000


def percents(db: Connection, ids: Sequence[str] | None = None) -> dict[str, int]:
    """Return proposal -> whole percent on the way to its next stage, of all or of a few: what `completeness` says."""
    found: dict[str, int] = {}
    rows = db.execute(_query()) if ids is None else db.execute(_query_of_some(), {"ids": list(ids)})
    for some in rows.partitions(_CHUNK):
        found |= {ident: _percent(met, state) for ident, state, met in some}
    return found


@lru_cache(maxsize=65536)
def _percent(met: int, state: str | None) -> int:
    until = set(needs(next_stage(state)))
    wanted = [
        1 << place for place, need in enumerate(_NEEDS) if need in until and (not need.only_if or met & _SENSITIVE_BIT)
    ]
    return sum(1 for bit in wanted if met & bit) * 100 // len(wanted) if wanted else 100


@cache
def _query_of_some() -> Select[Any]:
    return _query().where(PROPOSAL.c.id.in_(bindparam("ids", expanding=True)))


@cache
def _query() -> Select[Any]:
    """Return (id, state, met): bit n of `met` = the n-th need is met; the bit after them = it is a sensitive matter."""
    numbers, tables = _numbers()
    met: ColumnElement[Any] = case((numbers[SENSITIVE] > 0, _SENSITIVE_BIT), else_=0)
    for place, need in enumerate(_NEEDS):
        met += case((_is_met(need, numbers), 1 << place), else_=0)
    source: Any = PROPOSAL
    for table in tables:
        source = source.outerjoin(table, table.c.proposal == PROPOSAL.c.id)
    return select(PROPOSAL.c.id, PROPOSAL.c.state, met).select_from(source)


def _is_met(need: Need, numbers: Mapping[str, ColumnElement[Any]]) -> ColumnElement[bool]:
    def enough(name: str) -> ColumnElement[bool]:
        if name == "budget_unknown":
            return func.coalesce(PROPOSAL.c.budget_precision, "") == "unknown"
        return numbers[name] >= need.minimum if name in numbers else is_filled(name)

    return or_(*(and_(*map(enough, group)) for group in need.names))


def _numbers() -> tuple[dict[str, ColumnElement[Any]], list[Subquery]]:
    """Return name -> how many lines there are, and the tables in which the database counts them."""
    found: dict[str, ColumnElement[Any]] = {}
    tables: list[Subquery] = []
    for kind, field in BY_KIND.items():
        lines = TABLES[kind]
        counts: dict[str, ColumnElement[Any]] = {field.key: func.count()}
        if kind == "result":
            counts[INDICATORS] = _sum(func.coalesce(lines.c.indicator, "") != "")
        if kind == "attachment":
            counts[LETTERS] = _sum(lines.c.kind == "letter_of_support")
        tables.append(_counted(kind, counts, found))
    lines = TABLES["alignment"]
    counts = {field.key: _sum(lines.c.scheme == scheme) for scheme, field in BY_SCHEME.items()}
    gender = and_(lines.c.scheme == "marker", lines.c.code == "1", func.coalesce(lines.c.degree, "") != "")
    sensitive = (and_(lines.c.scheme == one, lines.c.code.in_(sorted(codes))) for one, codes in SENSITIVE_CODES.items())
    counts |= {GENDER: _sum(gender), SENSITIVE: _sum(or_(*sensitive))}
    tables.append(_counted("alignment", counts, found))
    return found, tables


def _counted(kind: str, counts: dict[str, ColumnElement[Any]], found: dict[str, ColumnElement[Any]]) -> Subquery:
    lines = TABLES[kind]
    named = [count.label(name.replace(".", "_")) for name, count in counts.items()]
    table = select(lines.c.proposal, *named).where(lines.c.removed.is_not(True)).group_by(lines.c.proposal).subquery()
    found |= {name: func.coalesce(table.c[name.replace(".", "_")], 0) for name in counts}
    return table


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))
