"""The tipping points of a trial: where a moving weight makes two proposals change places, and what that changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from khartoum_desktop.shortlist.stability.intervals import safe_intervals, tipping_points
from khartoum_desktop.shortlist.stability.model import table_from
from khartoum_desktop.shortlist.stability.table import Table
from khartoum_desktop.shortlist.whatif.model import Board, Outcome

Kind = Literal["leader", "top", "order"]
_EACH_SIDE: Final = 4  # of the changes of the first places, the nearest


@dataclass(frozen=True, slots=True)
class Tip:
    """A weight beyond which `over` passes `under` (ids): upwards above it, else below it.

    kind: the most that changes there: who leads, who is among the first, or only the order.
    """

    at: Fraction
    kind: Kind
    over: str
    under: str
    upwards: bool


def tips(board: Board, outcome: Outcome, count: int) -> tuple[tuple[Tip, ...], ...]:
    """Return for each criterion the tipping points on either side of its weight, lowest first.

    The nearest of those that change the leader or the first `count`, and the nearest of the mere order.
    """
    table = _table(board, outcome)
    if len(table.names) < 2:  # noqa: PLR2004 - one alone passes nobody
        return ((),) * len(outcome.weights)
    safe = safe_intervals(table, count)
    found: list[tuple[Tip, ...]] = []
    for place, weight in enumerate(outcome.weights):
        by_place: dict[tuple[Fraction, bool], Tip] = {}
        for tip in (*_firsts(table, place, 1, "leader", weight), *_firsts(table, place, count, "top", weight)):
            by_place.setdefault((tip.at, tip.upwards), tip)
        strong = sorted(by_place.values(), key=lambda tip: abs(tip.at - weight))
        near = [tip for side in (True, False) for tip in [one for one in strong if one.upwards is side][:_EACH_SIDE]]
        order = safe[place].order
        for at, pair, upwards in ((order.low, order.low_pair, False), (order.high, order.high_pair, True)):
            if pair is not None and (at, upwards) not in by_place:
                near.append(Tip(at, "order", pair.rises, pair.falls, upwards))
        found.append(tuple(sorted(near, key=lambda tip: (tip.at, tip.upwards))))
    return tuple(found)


def _firsts(table: Table, place: int, count: int, kind: Kind, weight: Fraction) -> Iterator[Tip]:
    """Yield where the first `count` change: seen from the weight of now, on the way up or on the way down."""
    for one in tipping_points(table, place, count):
        falls, rises = one.pair.falls, one.pair.rises
        if one.at >= weight:
            yield Tip(one.at, kind, rises, falls, upwards=True)
        if one.at <= weight:
            yield Tip(one.at, kind, falls, rises, upwards=False)


def _table(board: Board, outcome: Outcome) -> Table:
    """Return the official lines under trial weights, best first, in whole numbers."""
    return table_from([board.lines[place] for place in outcome.order[: outcome.officials]], tuple(outcome.wholes))
