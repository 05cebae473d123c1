"""A criteria set as JSON for other people and programs: written so that it reads back as the same set.

{"name", "scale": {"min", "max", "step"}, "aggregation", "criteria": [{"key", "label", "weight", "threshold", "group"}]}
and, where a set has them: key, version, from, weighting, reason_for, threshold_total, groups, limits, checklist, and of
a criterion question, levels, swing, importance, from. Numbers are strings and exact; JSON numbers are read from their
text.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from khartoum_desktop.core.text import fold_key, script_of
from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet, Criterion, Limit, LimitKind, Weighting, Wording
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.scoring.grids.model import LENGTHS
from khartoum_desktop.workspace import derived_id

Data = dict[str, Any]


def data(criteria: CriteriaSet, earlier: CriteriaSet | None = None) -> Data:
    """Return a set as the JSON object that `read` takes; parts that it does not have are left out.

    `earlier` is the set that it continues: each criterion then says which one of it, None where it is new.
    """
    scale = criteria.scale
    found: Data = {
        "name": _name(criteria.label),
        "key": criteria.key,
        "version": criteria.version,
        **({} if earlier is None else {"from": {"key": earlier.key, "version": earlier.version}}),
        "scale": {"min": scale.text(scale.minimum), "max": scale.text(scale.maximum), "step": scale.text(scale.step)},
        "aggregation": str(criteria.aggregation),
    }
    if criteria.weighting is not Weighting.NUMBER:
        found["weighting"] = str(criteria.weighting)
    if criteria.reason_for:
        found["reason_for"] = [scale.text(mark) for mark in sorted(criteria.reason_for)]
    if criteria.threshold_points is not None:
        found["threshold_total"] = _thousandths(criteria.threshold_points)
    if criteria.groups:
        found["groups"] = [
            {
                "key": group.key,
                "label": texts(group.label),
                "threshold": _thousandths(group.threshold_points),
                "threshold_marks": None if group.threshold_marks is None else scale.text(group.threshold_marks),
            }
            for group in criteria.groups
        ]
    keys = {group.id: group.key for group in criteria.groups}
    found["criteria"] = [_criterion(criteria, one, keys) for one in criteria.criteria]
    if earlier is not None:
        old = {one.id: one.key for one in earlier.criteria}
        for line, one in zip(found["criteria"], criteria.criteria, strict=True):
            line["from"] = old.get(one.copied_from or "")
    if criteria.limits:
        limits = [_limit(criteria, limit) for limit in criteria.limits]
        found["limits"] = sorted(limits, key=lambda limit: json.dumps(limit, sort_keys=True))
    if criteria.checklist:
        found["checklist"] = [
            {"key": item.key, "label": texts(item.label), "obligatory": item.obligatory} for item in criteria.checklist
        ]
    return found


def _criterion(criteria: CriteriaSet, one: Criterion, groups: Mapping[str, str]) -> Data:
    scale = criteria.scale
    found: Data = {
        "key": one.key,
        "label": texts(one.label),
        "weight": exact.text(criteria.weight_of(one)),
        "threshold": None if one.threshold is None else scale.text(one.threshold),
        "group": groups.get(one.group or ""),
    }
    if criteria.weighting is Weighting.SWING:
        found["swing"] = _thousandths(one.swing or 0)
    if criteria.weighting is Weighting.ORDER:
        found["importance"] = one.importance
    if one.question.text():
        found["question"] = texts(one.question)
    if one.levels:
        found["levels"] = [{"mark": scale.text(level.mark), "text": texts(level.text)} for level in one.levels]
    return found


def _limit(criteria: CriteriaSet, limit: Limit) -> Data:
    keys = {one.id: one.key for one in criteria.criteria}
    unless: Data = {"priorities": limit.least}
    if limit.kind is LimitKind.MARK:
        unless = {"criterion": keys.get(limit.of), "least": criteria.scale.text(limit.least)}
    elif limit.kind is LimitKind.ELIGIBILITY:
        unless = {"eligible": next((item.key for item in criteria.checklist if item.id == limit.of), None)}
    return {"criterion": keys.get(limit.criterion), "most": criteria.scale.text(limit.most), "unless": unless}


def _thousandths(number: int | None) -> str | None:
    return None if number is None else exact.text(Fraction(number, UNIT))


def _name(words: Wording) -> str | dict[str, str]:
    """Return a name as a plain text where reading gives it back its language, else in its languages."""
    found = texts(words)
    only = next(iter(found.values()), "")
    in_order = len(found) == 1 and found == {"ar" if script_of(only) == "arab" else "en": only}
    return only if in_order else found


def texts(words: Wording) -> dict[str, str]:
    """Return the languages in which a text is there."""
    return {code: text for code, text in (("ar", words.ar), ("en", words.en), ("fr", words.fr)) if text}


# --- which set it is --------------------------------------------------------------------------------------------------


def content(criteria: CriteriaSet) -> str:
    """Return what a set says, whatever its version and its ids: equal sets have equal content."""
    return json.dumps(data(criteria) | {"version": 0}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def key_for(name: str) -> str:
    """Return the key of a set that has only a name."""
    return fold_key(name)[: LENGTHS["key"]].strip() or "set"


def settled(criteria: CriteriaSet, set_id: str) -> CriteriaSet:
    """Return the set under an id of its own, with ids of all its parts that follow from it and from their keys."""
    groups = {group.id: derived_id("criterion_group", set_id, group.key) for group in criteria.groups}
    lines = {one.id: derived_id("criterion", set_id, one.key) for one in criteria.criteria}
    items = {item.id: derived_id("checklist_item", set_id, item.key) for item in criteria.checklist}
    known = lines | items
    return replace(
        criteria,
        id=set_id,
        groups=tuple(replace(group, id=groups[group.id]) for group in criteria.groups),
        criteria=tuple(replace(one, id=lines[one.id], group=groups.get(one.group or "")) for one in criteria.criteria),
        checklist=tuple(replace(item, id=items[item.id]) for item in criteria.checklist),
        limits=tuple(_settled_limit(limit, set_id, known) for limit in criteria.limits),
    )


def _settled_limit(limit: Limit, set_id: str, known: Mapping[str, str]) -> Limit:
    moved = replace(limit, criterion=known[limit.criterion], of=known.get(limit.of, ""))
    parts = (moved.criterion, str(moved.kind), moved.of, str(moved.most), str(moved.least))
    return replace(moved, id=derived_id("mark_limit", set_id, *parts))
