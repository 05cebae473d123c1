"""Changes of a criteria set: each takes a set and returns the changed one; nothing is stored here. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Any, Final

from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.scoring.criteria import (
    UNIT,
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
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.scoring.grids.model import GridError
from khartoum_desktop.scoring.grids.ordering import Order
from khartoum_desktop.scoring.grids.weights import FULL_SWING, ranks, reckoned, weighted

MAPPINGS: Final = {"same": N_("Same"), "renamed": N_("Renamed"), "rescaled": N_("Rescaled")}


def _too_fine(place: str) -> GridError:
    words = _("The numbers of this set are too fine, or too large, to be stored together.")
    return GridError(place, words, _("Use fewer decimals."))


def thousandths(number: Fraction | None, place: str = "") -> int | None:
    """Return points in thousandths, None for none; GridError when they are finer."""
    try:
        return exact.points(number)
    except ValueError:
        words = _("Points have three decimals at most.")
        raise GridError(place, words, _("Round them to three decimals.")) from None


# --- marks ------------------------------------------------------------------------------------------------------------


def marked(criteria: CriteriaSet, *numbers: Fraction | None) -> tuple[CriteriaSet, list[int | None]]:
    """Return the set in a unit that holds some more marks, and those marks in this unit."""
    unit = lcm(criteria.scale.unit, *(number.denominator for number in numbers if number is not None))
    if unit > exact.FINEST:
        raise _too_fine("scale")
    fresh = criteria if unit == criteria.scale.unit else _finer(criteria, unit // criteria.scale.unit)
    return fresh, [None if number is None else exact.whole(number, unit) for number in numbers]


def _finer(criteria: CriteriaSet, times: int) -> CriteriaSet:
    def more(mark: int | None) -> int | None:
        return None if mark is None else mark * times

    scale = criteria.scale
    return replace(
        criteria,
        scale=Scale(scale.minimum * times, scale.maximum * times, scale.step * times, scale.unit * times),
        criteria=tuple(
            replace(
                one,
                threshold=more(one.threshold),
                levels=tuple(replace(level, mark=level.mark * times) for level in one.levels),
            )
            for one in criteria.criteria
        ),
        groups=tuple(replace(group, threshold_marks=more(group.threshold_marks)) for group in criteria.groups),
        reason_for=frozenset(mark * times for mark in criteria.reason_for),
        limits=tuple(
            replace(limit, most=limit.most * times, least=limit.least * (times if limit.kind is LimitKind.MARK else 1))
            for limit in criteria.limits
        ),
    )


def with_scale(criteria: CriteriaSet, low: Fraction, high: Fraction, step: Fraction) -> CriteriaSet:
    """Return the set on another scale; worded levels and reasons for marks that are no longer on it go."""
    fresh, (least, most, between) = marked(criteria, low, high, step)
    scale = Scale(least or 0, most or 0, between or 0, fresh.scale.unit)
    if scale.step <= 0 or scale.minimum >= scale.maximum:
        return replace(fresh, scale=scale)  # the rules say what is wrong with it
    lines = tuple(
        replace(one, levels=tuple(level for level in one.levels if scale.allows(level.mark))) for one in fresh.criteria
    )
    reasons = frozenset(mark for mark in fresh.reason_for if scale.allows(mark))
    return replace(fresh, scale=scale, criteria=lines, reason_for=reasons)


def with_reasons(criteria: CriteriaSet, numbers: Collection[Fraction]) -> CriteriaSet:
    """Return the set with the marks that need a reason."""
    fresh, marks = marked(criteria, *numbers)
    return replace(fresh, reason_for=frozenset(mark for mark in marks if mark is not None))


# --- criteria and groups ----------------------------------------------------------------------------------------------


def with_criterion(criteria: CriteriaSet, ident: str, **values: Any) -> CriteriaSet:
    """Return the set with other values of one criterion."""
    lines = tuple(replace(one, **values) if one.id == ident else one for one in criteria.criteria)
    return replace(criteria, criteria=lines)


def with_threshold(criteria: CriteriaSet, ident: str, number: Fraction | None) -> CriteriaSet:
    """Return the set with the least mark that passes on a criterion."""
    fresh, (mark,) = marked(criteria, number)
    return with_criterion(fresh, ident, threshold=mark)


def with_level(criteria: CriteriaSet, ident: str, mark: int, words: Wording) -> CriteriaSet:
    """Return the set with the words for one mark (in mark units) of a criterion; without any they go."""
    one = criteria.criteria[criteria.places[ident]]
    levels = [level for level in one.levels if level.mark != mark]
    if words.text():
        levels.append(Level(mark, words))
    return with_criterion(criteria, ident, levels=tuple(sorted(levels, key=lambda level: level.mark)))


def added(criteria: CriteriaSet, ident: str, label: Wording, group: str | None = None) -> CriteriaSet:
    """Return the set with a criterion more, at the end of its group, the least important, of weight 1."""
    taken = {one.key for one in criteria.criteria}
    stem = next((f"{one.key}." for one in criteria.groups if one.id == group), "")
    number = 1 + sum(one.group == group for one in criteria.criteria)
    while f"{stem}{number}" in taken:
        number += 1
    fresh = Criterion(
        ident, f"{stem}{number}", label, criteria.weight_unit, group,
        swing=FULL_SWING if not criteria.criteria else UNIT, importance=len(criteria.criteria) + 1,
    )  # fmt: skip
    after = max((place for place, one in enumerate(criteria.criteria) if one.group == group), default=None)
    lines = list(criteria.criteria)
    lines.insert(len(lines) if after is None else after + 1, fresh)
    return consistent(replace(criteria, criteria=tuple(lines)))


def removed(criteria: CriteriaSet, ident: str) -> CriteriaSet:
    """Return the set without a criterion, and without the maxima that are about it."""
    return consistent(
        replace(
            criteria,
            criteria=tuple(one for one in criteria.criteria if one.id != ident),
            limits=tuple(limit for limit in criteria.limits if ident not in {limit.criterion, limit.of}),
        )
    )


def moved(criteria: CriteriaSet, ident: str, by: int) -> CriteriaSet:
    """Return the set with a criterion moved up (-1) or down (1) within its group."""
    lines = list(criteria.criteria)
    place = criteria.places[ident]
    there = place + by
    while 0 <= there < len(lines) and lines[there].group != lines[place].group:
        there += by
    if not 0 <= there < len(lines):
        return criteria
    lines[place], lines[there] = lines[there], lines[place]
    return replace(criteria, criteria=tuple(lines))


def with_group(criteria: CriteriaSet, ident: str, **values: Any) -> CriteriaSet:
    """Return the set with other values of one group."""
    groups = tuple(replace(one, **values) if one.id == ident else one for one in criteria.groups)
    return replace(criteria, groups=groups)


def with_group_marks(criteria: CriteriaSet, ident: str, number: Fraction | None) -> CriteriaSet:
    """Return the set with the least sum of plain marks that passes in a group."""
    fresh, (marks,) = marked(criteria, number)
    return with_group(fresh, ident, threshold_marks=marks)


def with_new_group(criteria: CriteriaSet, ident: str, label: Wording) -> CriteriaSet:
    """Return the set with a group more."""
    number, taken = len(criteria.groups) + 1, {group.key for group in criteria.groups}
    while str(number) in taken:
        number += 1
    return replace(criteria, groups=(*criteria.groups, Group(ident, str(number), label)))


def without_group(criteria: CriteriaSet, ident: str) -> CriteriaSet:
    """Return the set without a group; its criteria stay, without one."""
    return replace(
        criteria,
        groups=tuple(group for group in criteria.groups if group.id != ident),
        criteria=tuple(replace(one, group=None) if one.group == ident else one for one in criteria.criteria),
    )


# --- weights ----------------------------------------------------------------------------------------------------------


def with_weight(criteria: CriteriaSet, ident: str, number: Fraction) -> CriteriaSet:
    """Return the set with another weight of one criterion."""
    numbers = [number if one.id == ident else criteria.weight_of(one) for one in criteria.criteria]
    found = weighted(criteria, numbers)
    if found is None:
        raise _too_fine("criteria")
    return found


def with_swing(criteria: CriteriaSet, ident: str, number: Fraction) -> CriteriaSet:
    """Return the set with other swing points of one criterion; where none has 100 any more, the rules say so."""
    return _reckoned(with_criterion(criteria, ident, swing=thousandths(number)))


def with_importance(criteria: CriteriaSet, ident: str, place: int) -> CriteriaSet:
    """Return the set with another place of one criterion in the order: it shares it with those already there."""
    lines = [replace(one, importance=place) if one.id == ident else one for one in criteria.criteria]
    return _ordered(criteria, lines)


def with_order(criteria: CriteriaSet, order: Order) -> CriteriaSet:
    """Return the set with the criteria (ids) in an order of importance, the most important first."""
    places = {ident: place for place, shared in enumerate(order, 1) for ident in shared}
    lines = [replace(one, importance=places.get(one.id, len(order))) for one in criteria.criteria]
    return _ordered(criteria, lines)


def _ordered(criteria: CriteriaSet, lines: Sequence[Criterion]) -> CriteriaSet:
    counted = ranks([one.importance or len(lines) for one in lines])
    fresh = (replace(one, importance=place) for one, place in zip(lines, counted, strict=True))
    return _reckoned(replace(criteria, criteria=tuple(fresh)))


def consistent(criteria: CriteriaSet) -> CriteriaSet:
    """Return the set with weights that follow again from its order or swing points, after criteria came or went."""
    if criteria.weighting is Weighting.ORDER and criteria.criteria:
        return _ordered(criteria, criteria.criteria)
    if criteria.weighting is Weighting.SWING and (
        most := max((one.swing or 0 for one in criteria.criteria), default=0)
    ):
        lines = (replace(one, swing=round(Fraction((one.swing or 0) * FULL_SWING, most))) for one in criteria.criteria)
        return _reckoned(replace(criteria, criteria=tuple(lines)))
    plain = (replace(one, swing=None, importance=None) for one in criteria.criteria)
    return replace(criteria, criteria=tuple(plain)) if criteria.weighting is Weighting.NUMBER else criteria


def _reckoned(criteria: CriteriaSet) -> CriteriaSet:
    found = reckoned(criteria)
    if found is None:
        raise _too_fine("weighting")
    return found


# --- conditional maxima and the checklist -----------------------------------------------------------------------------


def with_new_limit(criteria: CriteriaSet, ident: str, criterion: str) -> CriteriaSet:
    """Return the set with a maximum more: one step below the highest mark unless one priority is served."""
    most = criteria.scale.maximum - max(criteria.scale.step, 1)
    limit = Limit(ident, criterion, most, LimitKind.PRIORITIES, "", 1)
    return replace(criteria, limits=(*criteria.limits, limit))


def with_limit(criteria: CriteriaSet, ident: str, change: Callable[[Limit], Limit]) -> CriteriaSet:
    """Return the set with one maximum changed."""
    return replace(criteria, limits=tuple(change(limit) if limit.id == ident else limit for limit in criteria.limits))


def of_kind(criteria: CriteriaSet, limit: Limit, kind: LimitKind) -> Limit:
    """Return a maximum with another kind of condition, as far as the set has what it asks for."""
    if kind is LimitKind.MARK:
        other = next((one.id for one in criteria.criteria if one.id != limit.criterion), "")
        return replace(limit, kind=kind, of=other, least=criteria.scale.maximum)
    if kind is LimitKind.ELIGIBILITY:
        return replace(limit, kind=kind, of=criteria.checklist[0].id if criteria.checklist else "", least=0)
    return replace(limit, kind=kind, of="", least=1)


def without_limit(criteria: CriteriaSet, ident: str) -> CriteriaSet:
    """Return the set without one maximum."""
    return replace(criteria, limits=tuple(limit for limit in criteria.limits if limit.id != ident))


def with_new_item(criteria: CriteriaSet, ident: str, label: Wording) -> CriteriaSet:
    """Return the set with an item of the checklist more."""
    number, taken = len(criteria.checklist) + 1, {item.key for item in criteria.checklist}
    while str(number) in taken:
        number += 1
    return replace(criteria, checklist=(*criteria.checklist, Item(ident, str(number), label)))


def with_item(criteria: CriteriaSet, ident: str, **values: Any) -> CriteriaSet:
    """Return the set with other values of one item of the checklist."""
    items = tuple(replace(item, **values) if item.id == ident else item for item in criteria.checklist)
    return replace(criteria, checklist=items)


def without_item(criteria: CriteriaSet, ident: str) -> CriteriaSet:
    """Return the set without an item, and without the maxima that wait for it."""
    return replace(
        criteria,
        checklist=tuple(item for item in criteria.checklist if item.id != ident),
        limits=tuple(limit for limit in criteria.limits if limit.of != ident),
    )


# --- old and new ------------------------------------------------------------------------------------------------------


def remapped(old: CriteriaSet | None, before: CriteriaSet, after: CriteriaSet) -> CriteriaSet:
    """Return a changed copy with how each criterion continues the old one, where this change touched it.

    Another name makes it renamed; other levels or another scale make it rescaled, which says more. What a person has
    said of a criterion stays until the criterion itself is changed.
    """
    if old is None:
        return after
    known = {one.id: one for one in old.criteria}
    was = {one.id: one for one in before.criteria}
    rescaled = _marks_of(before.scale) != _marks_of(after.scale)
    lines = []
    for one in after.criteria:
        then, origin = was.get(one.id), known.get(one.copied_from or "")
        touched = rescaled or then is None or _said(before, then) != _said(after, one)
        if origin is None:
            lines.append(replace(one, copied_from=None, mapping=None))
        elif touched or then is None or then.copied_from != one.copied_from:
            lines.append(replace(one, mapping=continues(old, origin, after, one)))
        else:
            lines.append(one)
    return replace(after, criteria=tuple(lines))


def continues(old: CriteriaSet, origin: Criterion, new: CriteriaSet, one: Criterion) -> str:
    """Return how a criterion continues an old one: "same", "renamed" or "rescaled"."""
    if _marks_of(old.scale) != _marks_of(new.scale) or _levels(old, origin) != _levels(new, one):
        return "rescaled"
    return "same" if (origin.label, origin.question) == (one.label, one.question) else "renamed"


def dropped(old: CriteriaSet, new: CriteriaSet) -> tuple[Criterion, ...]:
    """Return the old criteria that none of the new ones continues."""
    continued = {one.copied_from for one in new.criteria}
    return tuple(one for one in old.criteria if one.id not in continued)


def _marks_of(scale: Scale) -> tuple[Fraction, Fraction, Fraction]:
    return scale.low, scale.high, scale.number(scale.step)


def _levels(criteria: CriteriaSet, one: Criterion) -> list[tuple[Fraction, Wording]]:
    return [(criteria.scale.number(level.mark), level.text) for level in one.levels]


def _said(criteria: CriteriaSet, one: Criterion) -> tuple[object, ...]:
    return one.label, one.question, _levels(criteria, one)
