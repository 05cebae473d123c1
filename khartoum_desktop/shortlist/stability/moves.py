"""What would change a pair of proposals: the least move of weights, the marks needed, the weight at which they tie."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from khartoum_desktop.scoring.criteria import Scale
from khartoum_desktop.shortlist.stability.curves import Curves
from khartoum_desktop.shortlist.stability.ratio_moves import Move, ratio_move
from khartoum_desktop.shortlist.stability.sweep import sweep_of
from khartoum_desktop.shortlist.stability.table import Table


def least_move(table: Table, up: str, down: str) -> Move | None:
    """Return the least move of weights that lifts `up` level with `down` (ids); None where no weights can.

    Nothing moves where it is level or ahead already. Each unit of weight that goes from criterion j to k closes the gap
    by d_j - d_k, d being how far `down` is ahead on each. So all of it goes to the smallest d, and is taken from the
    largest first: a knapsack that may be cut anywhere, for which taking the best first is optimal. Where a criterion
    does not apply to one of the two, see `ratio_moves`.
    """
    if _is_odd(table, up, down):
        return ratio_move(table, table.places[up], table.places[down])
    ahead, behind = table.marks[table.places[down]], table.marks[table.places[up]]
    leads = [Fraction(one - other, table.unit) for one, other in zip(ahead, behind, strict=True)]
    gap = sum((table.share(place) * lead for place, lead in enumerate(leads)), Fraction())
    given = min(range(len(leads)), key=lambda place: leads[place], default=0)
    if gap <= 0:
        return Move(Fraction(), (), given, passes=True)
    taken: list[tuple[int, Fraction]] = []
    for place in sorted(range(len(leads)), key=lambda place: -leads[place]):
        closes = leads[place] - leads[given]
        if gap <= 0 or not closes:
            break
        share = min(table.share(place), gap / closes)
        gap -= share * closes
        if share:
            taken.append((place, share))
    if gap > 0:
        return None
    return Move(sum((share for _place, share in taken), Fraction()), tuple(taken), given, passes=leads[given] < 0)


def _is_odd(table: Table, one: str, other: str) -> bool:
    return bool(table.without) and any(table.without[table.places[name]] for name in (one, other))


def tie_weight(table: Table, place: int, one: str, other: str) -> Fraction | None:
    """Return the weight of a criterion (share) at which two (ids) are equal; None if there is none, or any is one.

    Where a criterion does not apply to one of the two, there may be two such weights: the nearest, perhaps `Rounded`.
    """
    if table.share(place) == 1 or not table.total:
        return None
    first, second = table.places[one], table.places[other]
    if _is_odd(table, one, other):
        return Curves(table, place).tie(first, second)
    sweep = sweep_of(table, place)
    gap_none, gap_every = sweep.none[first] - sweep.none[second], sweep.every[first] - sweep.every[second]
    if gap_none == gap_every or gap_none * gap_every > 0:
        return None
    return sweep.crossing(first, second)


@dataclass(frozen=True, slots=True)
class Need:
    """What one criterion alone would need for a proposal to draw level.

    more: how much the mark must rise, None where it has no weight or does not apply; needed: the mark after that; step:
    the lowest mark of the scale that is enough, None if the top of the scale is not; passes: whether it is more than
    enough.
    """

    more: Fraction | None = None
    needed: Fraction | None = None
    step: Fraction | None = None
    passes: bool = False


def need(scale: Scale, now: Fraction | None, share: Fraction, gap: Fraction) -> Need:
    """Return what a mark must become to close a gap of the totals; share: its weight in the proposal's own total."""
    if now is None or not share:
        return Need()
    more = max(gap, Fraction()) / share
    needed = now + more
    width = max(scale.step, 1)
    mark = scale.minimum + ceil((needed * scale.unit - scale.minimum) / width) * width
    step = scale.number(mark) if scale.allows(mark) else None
    return Need(more, needed, step, step is not None and step > needed)
