"""Weights from what people can say: an order of importance, or how much each step from worst to best is wanted. Pure.

Both ways give weights that add up to 100 exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate, groupby
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.scoring.criteria import UNIT, CriteriaSet, Weighting
from khartoum_desktop.scoring.grids import exact

WHOLE: Final = 100  # what weights by order and by swing add up to
FULL_SWING: Final = 100 * UNIT  # the swing of the most wanted step
ORDERED: Final = 30  # criteria that can be weighed by their order: beyond, the exact weights are too fine to be stored

WEIGHTINGS: Final[Mapping[Weighting, str]] = {
    Weighting.NUMBER: N_("By number"),
    Weighting.SWING: N_("By swing points"),
    Weighting.ORDER: N_("By order of importance"),
}


def centroid(count: int) -> tuple[Fraction, ...]:
    """Return the rank-order-centroid weights of `count` criteria, the most important first; their sum is 1.

    w_k = (1/n) Σ_{i=k..n} 1/i (Barron & Barrett 1996).
    """
    tails = list(accumulate(Fraction(1, place) for place in range(count, 0, -1)))
    return tuple(tail / count for tail in reversed(tails))


def by_order(importance: Sequence[int]) -> tuple[Fraction, ...]:
    """Return the weights, of 100, for each one's importance (1 = the most); equals share the mean of their places."""
    places = centroid(len(importance))
    found = [Fraction()] * len(importance)
    start = 0
    ranked = sorted(range(len(importance)), key=lambda one: importance[one])
    for _level, group in groupby(ranked, key=lambda one: importance[one]):
        same = list(group)
        share = sum(places[start : start + len(same)], Fraction()) / len(same)
        for one in same:
            found[one] = WHOLE * share
        start += len(same)
    return tuple(found)


def by_swing(swings: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return the weights, of 100, in the proportion of the swing points; all 0 where there are none."""
    total = sum(swings, Fraction())
    return tuple(WHOLE * swing / total if total else Fraction() for swing in swings)


def ranks(importance: Sequence[int]) -> tuple[int, ...]:
    """Return the same order counted 1, 2, 2, 3: without gaps."""
    levels = {level: place for place, level in enumerate(sorted(set(importance)), 1)}
    return tuple(levels[level] for level in importance)


def given(criteria: CriteriaSet) -> tuple[Fraction, ...]:
    """Return the weights that follow from how they are given: the numbers themselves, the swing points or the order."""
    if criteria.weighting is Weighting.ORDER:
        return by_order([one.importance or len(criteria.criteria) for one in criteria.criteria])
    if criteria.weighting is Weighting.SWING:
        return by_swing([Fraction(one.swing or 0, UNIT) for one in criteria.criteria])
    return tuple(criteria.weight_of(one) for one in criteria.criteria)


def weighted(criteria: CriteriaSet, numbers: Sequence[Fraction]) -> CriteriaSet | None:
    """Return the set with these weights, in the unit that keeps them exact; None when no unit does."""
    unit = exact.unit_for(numbers)
    if unit is None:
        return None
    lines = tuple(
        replace(one, weight=exact.whole(number, unit)) for one, number in zip(criteria.criteria, numbers, strict=True)
    )
    return replace(criteria, criteria=lines, weight_unit=unit)


def reckoned(criteria: CriteriaSet) -> CriteriaSet | None:
    """Return the set with the weights that follow from its swing points or its order; None when they are too fine."""
    return weighted(criteria, given(criteria))


def reweighed(criteria: CriteriaSet, weighting: Weighting) -> CriteriaSet:
    """Return the set with its weights given in another way, beginning with what is nearest to the present ones.

    By number they stay as they are; by swing the heaviest gets 100; by order the heavier come first.
    """
    lines = list(criteria.criteria)
    if weighting is Weighting.SWING:
        most = max((one.weight for one in lines), default=0)
        shares = [Fraction(one.weight, most) if most else Fraction(1) for one in lines]
        lines = [replace(one, swing=round(share * FULL_SWING)) for one, share in zip(lines, shares, strict=True)]
    elif weighting is Weighting.ORDER:
        heavier = ranks([-one.weight for one in lines])
        lines = [replace(one, importance=place) for one, place in zip(lines, heavier, strict=True)]
    if weighting is not Weighting.SWING:
        lines = [replace(one, swing=None) for one in lines]
    if weighting is not Weighting.ORDER:
        lines = [replace(one, importance=None) for one in lines]
    changed = replace(criteria, weighting=weighting, criteria=tuple(lines))
    return changed if weighting is Weighting.NUMBER else reckoned(changed) or changed
