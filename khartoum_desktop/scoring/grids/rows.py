"""A criteria set as the rows that are stored of it."""

from collections.abc import Iterator, Mapping

from khartoum_desktop.core.text import joined_lines
from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet, Criterion, Weighting, Wording
from khartoum_desktop.storage import schema
from khartoum_desktop.storage.changes import Value
from khartoum_desktop.workspace import derived_id

Table = type[schema.Row]
Rows = Mapping[tuple[Table, str], dict[str, Value]]  # (table, id) -> every column


def rows(criteria: CriteriaSet) -> Rows:
    """Return every row of a set with every value, None where it has none."""
    return {(table, ident): values for table, ident, values in _rows(criteria)}


def _rows(criteria: CriteriaSet) -> Iterator[tuple[Table, str, dict[str, Value]]]:
    yield schema.CriteriaSet, criteria.id, _whole(criteria)
    own: dict[str, Value] = {"criteria_set": criteria.id}
    for place, group in enumerate(criteria.groups):
        yield schema.CriterionGroup, group.id, own | _texts("label", group.label) | {
            "key": group.key, "position": place, "threshold_points": group.threshold_points,
            "threshold_marks": group.threshold_marks,
        }  # fmt: skip
    for place, one in enumerate(criteria.criteria):
        yield schema.Criterion, one.id, own | _criterion(one, place)
        for level in one.levels:
            values: dict[str, Value] = {"criterion": one.id, "mark": level.mark}
            yield schema.Level, level_id(one.id, level.mark), values | _texts("text", level.text)
    for limit in criteria.limits:
        yield schema.MarkLimit, limit.id, own | {
            "criterion": limit.criterion, "most": limit.most, "kind": str(limit.kind), "of": limit.of or None,
            "least": limit.least or None,
        }  # fmt: skip
    for place, item in enumerate(criteria.checklist):
        yield schema.ChecklistItem, item.id, own | _texts("label", item.label) | {
            "key": item.key, "position": place, "obligatory": item.obligatory,
        }  # fmt: skip


def level_id(criterion: str, mark: int) -> str:
    """Return the id of the wording of one mark (in mark units) of a criterion."""
    return derived_id("level", criterion, str(mark))


def _whole(criteria: CriteriaSet) -> dict[str, Value]:
    scale = criteria.scale
    return {
        "key": criteria.key,
        "version": criteria.version,
        "presidency": criteria.presidency or None,
        "scale_min": scale.minimum,
        "scale_max": scale.maximum,
        "scale_step": scale.step,
        "aggregation": str(criteria.aggregation),
        "reason_for": joined_lines(str(mark) for mark in sorted(criteria.reason_for)),
        "threshold_points": criteria.threshold_points,
        "copied_from": criteria.copied_from,
        "weighting": None if criteria.weighting is Weighting.NUMBER else str(criteria.weighting),
        "mark_unit": None if scale.unit == UNIT else scale.unit,
        "weight_unit": None if criteria.weight_unit == UNIT else criteria.weight_unit,
        **_texts("label", criteria.label),
    }


def _criterion(one: Criterion, place: int) -> dict[str, Value]:
    return {
        "key": one.key,
        "position": place,
        "criterion_group": one.group,
        "weight": one.weight,
        "threshold": one.threshold,
        "swing": one.swing,
        "importance": one.importance,
        "copied_from": one.copied_from,
        "mapping": one.mapping,
        **_texts("label", one.label),
        **_texts("question", one.question),
    }


def _texts(stem: str, words: Wording) -> dict[str, Value]:
    return {f"{stem}_ar": words.ar, f"{stem}_en": words.en, f"{stem}_fr": words.fr}
