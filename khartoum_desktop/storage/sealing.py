"""What marks stand on does not change when a step is taken back: the criteria, and the choice of them by a round."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Select, or_, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.storage.changes import REMOVED
from khartoum_desktop.storage.rows import chunks
from khartoum_desktop.storage.schema import TABLES

Fields = Mapping[str, Collection[str]]  # row -> the fields that are put back

_MARK, _CRITERION, _LEVEL = (TABLES[name] for name in ("mark", "criterion", "level"))
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
    on_criteria = _given().join(_CRITERION, _CRITERION.c.id == _MARK.c.criterion)
    if (sets and db.execute(on_criteria.where(_CRITERION.c.criteria_set.in_(sets))).first()) or (
        rounds and db.execute(_given().where(_MARK.c.round.in_(rounds))).first()
    ):
        raise UserError(
            _("Marks have been given on these criteria since; they stay as they are."),
            _("Copy the criteria to change them."),
        )


def _given() -> Select[Any]:
    """Return the answers that stand."""
    answered = or_(_MARK.c.value.is_not(None), _MARK.c.blank.is_not(None))
    return select(_MARK.c.id).where(_MARK.c.removed.is_not(True), answered).limit(1)
