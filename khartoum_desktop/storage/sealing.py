"""What marks and agreements stand on stays when a step is taken back: criteria, their choice by a round, proposals."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, or_, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.storage.changes import REMOVED
from khartoum_desktop.storage.rows import chunks
from khartoum_desktop.storage.schema import TABLES

Fields = Mapping[str, Collection[str]]  # row -> the fields that are put back

_MARK, _CONSENSUS, _CRITERION, _LEVEL = (TABLES[name] for name in ("mark", "consensus", "criterion", "level"))
_OF_A_SET: Final = ("criterion", "criterion_group", "mark_limit", "checklist_item")
_OF_A_ROUND: Final = frozenset({"criteria_set", REMOVED})


def refuse_what_is_sealed(db: Connection, put_back: Mapping[str, Fields]) -> None:
    """Refuse, with a UserError, what was put back under marks: kind -> rows, looked at once they are put back."""
    sets = {*put_back.get("criteria_set", ())}
    for kind in _OF_A_SET:
        table = TABLES[kind]
        for ids in chunks(list(put_back.get(kind, ()))):
            sets.update(db.scalars(select(table.c.criteria_set).where(table.c.id.in_(ids))))
    for ids in chunks(list(put_back.get("level", ()))):
        of = select(_CRITERION.c.criteria_set).join(_LEVEL, _LEVEL.c.criterion == _CRITERION.c.id)
        sets.update(db.scalars(of.where(_LEVEL.c.id.in_(ids))))
    rounds = [row for row, fields in put_back.get("round", {}).items() if not _OF_A_ROUND.isdisjoint(fields)]
    of_sets = select(_CRITERION.c.id).where(_CRITERION.c.criteria_set.in_(sets))
    if any(
        (sets and db.execute(given.where(table.c.criterion.in_(of_sets)).limit(1)).first())
        or (rounds and db.execute(given.where(table.c.round.in_(rounds)).limit(1)).first())
        for table, given in _given()
    ):
        raise UserError(
            _("Marks have been given on these criteria since; they stay as they are."),
            _("Copy the criteria to change them."),
        )


def marked(db: Connection, proposals: Collection[str], but: Mapping[str, Collection[str]]) -> set[str]:
    """Return those of some proposals on which marks or agreements stand, `but` for some of these: kind -> rows."""
    found: set[str] = set()
    for ids in chunks(list(proposals)):
        for table, given in _given():
            leave = set(but.get(table.name, ()))
            rows = db.execute(given.where(table.c.proposal.in_(ids)))
            found.update(row.proposal for row in rows if row.id not in leave)
    return found


def _given() -> Iterator[tuple[Table, Select[Any]]]:
    """Yield the two tables with what stands in them: (id, proposal)."""
    for table in (_MARK, _CONSENSUS):
        answered = or_(table.c.value.is_not(None), table.c.blank.is_not(None))
        yield table, select(table.c.id, table.c.proposal).where(table.c.removed.is_not(True), answered)
