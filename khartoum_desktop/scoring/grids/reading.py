"""Reading a criteria set whole: its scale, groups, criteria with worded levels, maxima and checklist."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.scoring.criteria import (
    UNIT,
    Aggregation,
    CriteriaSet,
    Criterion,
    Group,
    Item,
    Level,
    Limit,
    LimitKind,
    Scale,
    Weighting,
    Wording,
)
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_SET, _GROUP, _CRITERION, _LEVEL, _LIMIT, _ITEM = (
    TABLES[name] for name in ("criteria_set", "criterion_group", "criterion", "level", "mark_limit", "checklist_item")
)


def criteria(work: Workspace, criteria_set: str) -> CriteriaSet:
    """Return a criteria set with its groups, criteria and worded levels; UserError when it is not there."""
    with work.reading() as db:
        row = db.execute(select(_SET).where(_SET.c.id == criteria_set)).one_or_none()
        if row is None:
            raise UserError(
                _("The criteria of this round are not in the workspace."), _("Run the check of this workspace.")
            )
        groups = db.execute(
            select(_GROUP).where(_GROUP.c.criteria_set == criteria_set, _GROUP.c.removed.is_not(True))
        ).all()
        members = db.execute(
            select(_CRITERION).where(_CRITERION.c.criteria_set == criteria_set, _CRITERION.c.removed.is_not(True))
        ).all()
        levels = _levels(db, criteria_set)
        limits, items = (
            db.execute(select(table).where(table.c.criteria_set == criteria_set, table.c.removed.is_not(True))).all()
            for table in (_LIMIT, _ITEM)
        )
    return CriteriaSet(
        id=row.id,
        key=row.key or "",
        version=row.version or 1,
        label=_wording(row, "label"),
        scale=Scale(row.scale_min or 0, row.scale_max or 0, row.scale_step or 1, row.mark_unit or UNIT),
        criteria=tuple(
            Criterion(
                one.id,
                one.key or "",
                _wording(one, "label"),
                one.weight or 0,
                one.criterion_group,
                one.threshold,
                _wording(one, "question"),
                levels.get(one.id, ()),
                one.swing,
                one.importance,
                one.copied_from,
                one.mapping,
            )
            for one in sorted(members, key=_by_position)
        ),
        groups=tuple(
            Group(one.id, one.key or "", _wording(one, "label"), one.threshold_points, one.threshold_marks)
            for one in sorted(groups, key=_by_position)
        ),
        aggregation=aggregation(row.aggregation),
        reason_for=frozenset(int(mark) for mark in (row.reason_for or "").split("\n") if mark),
        threshold_points=row.threshold_points,
        weight_unit=row.weight_unit or UNIT,
        weighting=Weighting(row.weighting) if row.weighting in set(Weighting) else Weighting.NUMBER,
        limits=tuple(
            Limit(one.id, one.criterion or "", one.most or 0, LimitKind(one.kind), one.of or "", one.least or 0)
            for one in sorted(limits, key=lambda one: one.id)
            if one.kind in set(LimitKind)
        ),
        checklist=tuple(
            Item(one.id, one.key or "", _wording(one, "label"), bool(one.obligatory))
            for one in sorted(items, key=_by_position)
        ),
        presidency=row.presidency or "",
        copied_from=row.copied_from,
    )


def _wording(row: Row[Any], stem: str) -> Wording:
    return Wording(*(getattr(row, f"{stem}_{language}") for language in ("ar", "en", "fr")))


def _by_position(row: Row[Any]) -> tuple[int, str, str]:
    return (row.position or 0, row.key or "", row.id)


def _levels(db: Connection, criteria_set: str) -> Mapping[str, tuple[Level, ...]]:
    query = (
        select(_LEVEL)
        .join(_CRITERION, _CRITERION.c.id == _LEVEL.c.criterion)
        .where(_CRITERION.c.criteria_set == criteria_set, _LEVEL.c.removed.is_not(True))
        .order_by(_LEVEL.c.mark)
    )
    found: dict[str, list[Level]] = {}
    for row in db.execute(query):
        found.setdefault(row.criterion, []).append(Level(row.mark or 0, _wording(row, "text")))
    return {criterion: tuple(levels) for criterion, levels in found.items()}


def aggregation(name: str | None) -> Aggregation:
    try:
        return Aggregation(name or Aggregation.DELEGATION)
    except ValueError:
        raise UserError(
            _("This criteria set averages marks in a way that this version does not know."), _("Update the program.")
        ) from None
