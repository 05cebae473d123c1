"""The least weight that must move between two proposals to one of which a criterion does not apply.

While a share s goes from one criterion to another, both totals are ratios of straight lines in s, and level at a root
of a quadratic. The least is sought over every pair of criteria. Where one criterion has not enough to give, all of it
goes, and another gives: first the one whose weight brings the two nearest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from khartoum_desktop.shortlist.stability.curves import Curve
from khartoum_desktop.shortlist.stability.roots import Root, Rounded
from khartoum_desktop.shortlist.stability.table import Table

_NOTHING: Final = Root(0)


@dataclass(frozen=True, slots=True)
class Move:
    """The least weight that must move for one proposal to draw level with another.

    moved: the share of all weights; taken: from which criteria (places) how much; given: the one that gets all of it;
    passes: whether a little more would bring it ahead (else level is the most that weights can do).
    """

    moved: Fraction
    taken: tuple[tuple[int, Fraction], ...]
    given: int
    passes: bool


class _Way(NamedTuple):
    """A way to draw level: what all give that give everything, what the last one gives, in units of the weights."""

    given: int
    all_of: tuple[int, ...]
    last: int
    part: Root


class _Pair(NamedTuple):
    """Two proposals (places) of a table under other weights than its own."""

    table: Table
    up: int
    down: int
    weights: tuple[int, ...]

    def curve(self, row: int, source: int, target: int) -> Curve:
        """Return a total as weight goes from one criterion to another; n and d are those before."""
        out, marks = self.table.without[row], self.table.marks[row]
        applies = [place not in out for place in range(len(marks))]
        total = sum(weight * mark for weight, mark in zip(self.weights, marks, strict=True))
        own = sum(weight for weight, has_part in zip(self.weights, applies, strict=True) if has_part)
        return Curve(total, marks[target] - marks[source], own, applies[target] - applies[source])

    def sources(self, target: int) -> Iterator[tuple[int, Curve, Curve]]:
        """Yield which criteria can give to one, with both totals on the way: of the one behind and the one ahead."""
        for source, weight in enumerate(self.weights):
            if weight and source != target:
                yield source, self.curve(self.up, source, target), self.curve(self.down, source, target)

    def after(self, source: int, target: int, part: Fraction) -> "_Pair":
        """Return the pair after a move, its weights in smaller units where they must be."""
        unit = part.denominator
        weights = [weight * unit for weight in self.weights]
        weights[source] -= part.numerator
        weights[target] += part.numerator
        return self._replace(weights=tuple(weights))


def ratio_move(table: Table, up: int, down: int) -> Move | None:
    """Return the least move found that lifts `up` level with `down` (places); None where none does."""
    pair = _Pair(table, up, down, table.weights)
    if table.sums[up] * table.own[down] >= table.sums[down] * table.own[up]:
        return Move(Fraction(), (), 0, passes=True)
    least: _Way | None = None
    for target in range(len(table.weights)):
        way = _way_to(pair, target)
        if way is not None and (least is None or _moved(pair, way) < _moved(pair, least)):
            least = way
    if least is None:
        return None
    taken = [(place, Fraction(table.weights[place], table.total)) for place in least.all_of]
    share = least.part.over(table.total).near(Fraction())
    moved = sum((given for _place, given in taken), Fraction()) + share
    if isinstance(share, Rounded):
        moved = Rounded(moved)
    return Move(moved, (*taken, (least.last, share)), least.given, _passes(pair, least))


def _moved(pair: _Pair, way: _Way) -> Root:
    return way.part.plus(sum(pair.weights[place] for place in way.all_of))


def _way_to(pair: _Pair, target: int) -> _Way | None:
    """Return how weight that goes to one criterion alone draws the two level."""
    all_of: list[int] = []
    while True:
        level: list[tuple[Root, int]] = []
        nearest: tuple[Fraction, int] | None = None
        for source, up, down in pair.sources(target):
            limit = pair.weights[source]
            ends = [one.d + one.dt * limit for one in (up, down)]
            level.extend((root, source) for root in _level(up, down, Root(limit), is_open=not all(ends)))
            if all(ends):
                gap = Fraction(down.n + down.nt * limit, ends[1]) - Fraction(up.n + up.nt * limit, ends[0])
                if nearest is None or gap < nearest[0]:
                    nearest = gap, source
        if level:
            part, last = min(level)
            return _Way(target, tuple(all_of), last, part)
        if nearest is None:
            return None
        all_of.append(nearest[1])
        pair = pair.after(nearest[1], target, Fraction(pair.weights[nearest[1]]))


def _level(up: Curve, down: Curve, limit: Root, *, is_open: bool) -> Iterator[Root]:
    """Yield where two are level on the way to a limit, which belongs to it unless one has no total there."""
    for root in down.less(up).roots():
        if root > _NOTHING and (root < limit or (root == limit and not is_open)):
            yield root


def _passes(pair: _Pair, way: _Way) -> bool:
    """Tell whether from where they are level any further move brings the one behind ahead."""
    if way.part.q:
        return True  # no double root is irrational
    for place in way.all_of:
        pair = pair.after(place, way.given, Fraction(pair.weights[place]))
    pair = pair.after(way.last, way.given, Fraction(way.part.p, way.part.r))
    return any(
        down.less(up).sign_beyond(_NOTHING, 1) < 0
        for target in range(len(pair.weights))
        for _source, up, down in pair.sources(target)
    )
