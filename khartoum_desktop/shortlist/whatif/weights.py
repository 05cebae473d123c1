"""Weights as exact shares of the whole: moving one, the others keep their proportions; and where one may begin."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import Final

from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion, grouped

Weights = tuple[Fraction, ...]  # one a criterion, in the order of the set; together 1

_FINEST: Final = 10**12  # shares with larger denominators are brought back to billionths
_GRID: Final = 10**9


def stored(criteria: CriteriaSet) -> Weights:
    """Return the set's own weights; equal ones where all are 0."""
    if not criteria.weight:
        return equal(len(criteria.criteria))
    return tuple(criteria.share_of(one) for one in criteria.criteria)


def equal(count: int) -> Weights:
    """Return the same weight for all."""
    return (Fraction(1, max(count, 1)),) * count


def by_order(weights: Sequence[Fraction]) -> Weights:
    """Return rank-order-centroid weights of the order that some weights have (Barron & Barrett 1996).

    The k-th of n gets (1/n) Σ 1/i for i = k … n; those that weigh the same get the mean of their places.
    """
    count = len(weights)
    steps = [sum((Fraction(1, i) for i in range(k, count + 1)), Fraction()) / count for k in range(1, count + 1)]
    heaviest = sorted(weights, reverse=True)
    means: dict[Fraction, Fraction] = {}
    for weight in set(weights):
        places = [place for place, one in enumerate(heaviest) if one == weight]
        means[weight] = sum((steps[place] for place in places), Fraction()) / len(places)
    return tuple(means[weight] for weight in weights)


def moved(
    weights: Sequence[Fraction], place: int, to: Fraction, locked: Collection[int] = (), usual: Sequence[Fraction] = ()
) -> Weights:
    """Return the weights with one moved (as near to `to` as may be); locked ones stay, the others keep proportions.

    Where all the others are 0, they take the proportions of `usual`, or equal ones. Nothing moves when none may.
    """
    others = [other for other in range(len(weights)) if other != place and other not in locked]
    if not others or place in locked:
        return tuple(weights)
    free = 1 - sum((weights[other] for other in locked), Fraction())
    target = min(max(to, Fraction()), free)
    before = [weights[other] for other in others]
    if not any(before):
        before = [usual[other] for other in others] if usual and any(usual[other] for other in others) else []
        before = before or [Fraction(1)] * len(others)
    total, rest = sum(before), free - target
    found = list(weights)
    found[place] = target
    for other, weight in zip(others, before, strict=True):
        found[other] = weight * rest / total
    return tuple(found)


def settled(weights: Weights, kept: Collection[int] = ()) -> Weights:
    """Return the weights, those not `kept` in billionths when their denominators have grown out of hand; sum still 1.

    After many moves exact proportions need ever longer numbers; a billionth of the whole is far below what is shown.
    """
    free = [place for place in range(len(weights)) if place not in kept]
    if not free or lcm(*(weight.denominator for weight in weights)) <= _FINEST:
        return weights
    found = list(weights)
    for place in free:
        found[place] = Fraction(round(weights[place] * _GRID), _GRID)
    largest = max(free, key=lambda place: found[place])
    found[largest] += 1 - sum(found)
    return tuple(found)


def whole(weights: Sequence[Fraction]) -> list[int]:
    """Return the weights on their common denominator."""
    common = lcm(*(weight.denominator for weight in weights))
    return [weight.numerator * (common // weight.denominator) for weight in weights]


def weighted(criteria: CriteriaSet, weights: Sequence[Fraction]) -> CriteriaSet:
    """Return the set with other weights of the same total: points stay on the same scale."""
    wholes = whole(weights)
    total, unit = sum(wholes), criteria.total_weight
    # weight / weight_unit = share × total weight; both brought to whole numbers
    factor = unit / total if total else Fraction(1)
    members = tuple(
        replace(one, weight=number * factor.numerator) for one, number in zip(criteria.criteria, wholes, strict=True)
    )
    return replace(criteria, criteria=members, weight_unit=factor.denominator)


def group_shares(criteria: CriteriaSet, weights: Sequence[Fraction]) -> Mapping[str, Fraction]:
    """Return what each group's criteria weigh together, by group id ("" for those without a group)."""

    def sum_of(members: Sequence[Criterion]) -> Fraction:
        return sum((weights[criteria.places[one.id]] for one in members), Fraction())

    return {group.id if group else "": sum_of(members) for group, members in grouped(criteria)}
