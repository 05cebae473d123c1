"""Ranking under other weights from ready cells: exact whole numbers, fast enough for every move of a slider.

The same ranks as `shortlist.model.rank`, without its explanations: all numbers stand on one common denominator, in
64-bit integers while they fit, else in Python's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, Final

from khartoum_desktop.shortlist.model import Line, Ranking
from khartoum_desktop.shortlist.whatif.weights import Weights, whole

_FITS: Final = 2**62  # sums below it fit into 64 bits
TOP: Final = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """One proposal under trial weights: its rank (None: provisional), the ranks it may have, and where it stood."""

    rank: int | None
    low: int
    high: int
    was: int | None

    @property
    def climbed(self) -> int | None:
        """By how many ranks it rose (+) or fell (−); None without both ranks."""
        return None if self.rank is None or self.was is None else self.was - self.rank


@dataclass(frozen=True)
class Outcome:
    """A ranking under some weights: places in `Board.lines`, best first; the rest by place there, rank 0 is none."""

    weights: Weights
    order: tuple[int, ...]
    officials: int  # how many of `order` have a rank; the others come after them
    ranks: tuple[int, ...]
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    was: tuple[int, ...]

    def standing(self, place: int) -> Standing:
        """Return one proposal's standing."""
        return Standing(self.ranks[place] or None, self.lows[place], self.highs[place], self.was[place] or None)

    @cached_property
    def moves(self) -> int:
        """How many have another rank than before."""
        return sum(1 for now, was in zip(self.ranks, self.was, strict=True) if now and was and now != was)

    def top(self, count: int = TOP) -> frozenset[int]:
        """Return who has one of the first ranks; equals at the edge are all in."""
        return frozenset(place for place, rank in enumerate(self.ranks) if 0 < rank <= count)

    @cached_property
    def wholes(self) -> list[int]:
        """The weights on their common denominator."""
        return whole(self.weights)


class Board:
    """The cells of a ranking, ready to be weighed again."""

    def __init__(self, ranking: Ranking) -> None:
        import numpy as np

        self.ranking, self.criteria, self.lines = ranking, ranking.criteria, ranking.lines
        scale = self.criteria.scale
        values = [cell.value.denominator for line in self.lines for cell in line.cells if cell is not None]
        self._common = common = lcm(scale.unit, *values)
        self._least, self._most = (mark * common // scale.unit for mark in (scale.minimum, scale.maximum))
        rows = [[_numerator(line, place, common) for place in range(self.width)] for line in self.lines]
        self._largest = max((abs(number) for row in rows for number in row), default=0)
        self._largest = max(self._largest, abs(self._least), abs(self._most), 1)
        self._exact: Any = np.array(rows, dtype=object).reshape(len(rows), self.width)
        self._fast: Any = self._exact.astype(np.int64) if self._largest < _FITS else None
        marked = [[_marked(line, place) for place in range(self.width)] for line in self.lines]
        applies = [[place not in line.without for place in range(self.width)] for line in self.lines]
        self._marked: Any = np.array(marked, dtype=bool).reshape(len(rows), self.width)
        self._applies: Any = np.array(applies, dtype=bool).reshape(len(rows), self.width)
        self._whole_weight = bool(self._applies.all())
        self._enough: Any = np.array([line.assessments >= ranking.required for line in self.lines], dtype=bool)
        names = sorted(range(len(rows)), key=lambda place: _name(self.lines[place]))
        self._names: Any = np.empty(len(rows), dtype=np.int64)
        self._names[names] = np.arange(len(rows))
        self._was = tuple(line.rank or 0 for line in self.lines)
        self._rows = rows

    def __repr__(self) -> str:
        return f"Board({self.ranking!r})"

    @property
    def width(self) -> int:
        """How many criteria there are."""
        return len(self.criteria.criteria)

    def rank(self, weights: Weights) -> Outcome:
        """Rank under weights (one share a criterion): 1 + how many are strictly better; equals are equal, exactly."""
        import numpy as np

        if not self.lines:
            return Outcome(weights, (), 0, (), (), (), ())
        wholes = whole(weights)
        sums = self._sums(wholes)
        total, low, high = sums.total, sums.low, sums.high
        official = sums.full & self._enough
        order, known = _sorted(self._chain(wholes), self._names, sums, official)
        ranks = np.zeros(len(self.lines), dtype=np.int64)
        better = np.sort(total[official])
        ranks[official] = 1 + len(better) - np.searchsorted(better, total[official], side="right")
        count, lows, highs = len(self.lines), np.sort(low), np.sort(high)
        best = 1 + count - np.searchsorted(lows, high, side="right")
        worst = count - np.searchsorted(highs, low, side="left")
        listed = [tuple(column.tolist()) for column in (ranks, best, worst)]
        return Outcome(weights, order, known, listed[0], listed[1], listed[2], self._was)

    def _chain(self, weights: Sequence[int]) -> list[Any]:
        """Return the columns that order equals: the heaviest criterion first."""
        values = self._fast if self._fast is not None else _dense(self._exact)
        return [values[:, place] for place in sorted(range(self.width), key=lambda place: -weights[place])]

    def _sums(self, weights: Sequence[int]) -> "_Sums":
        """Return each line's total and bounds as whole numbers that can be compared, however long they are."""
        import numpy as np

        heavy = sum(weights)
        fits = self._fast is not None and self._whole_weight and self._largest * heavy * 2 < _FITS
        kind: Any = np.int64 if fits else object
        vector = np.array(weights, dtype=kind)
        points = (self._fast if fits else self._exact) @ vector
        own = self._applies.astype(kind) @ vector  # what applies to each
        there = self._marked.astype(kind) @ vector
        empty = own == 0
        low, high = points + (own - there) * self._least, points + (own - there) * self._most
        if not self._whole_weight:  # each on its own weight: brought to one denominator
            common = lcm(*(int(one) for one in own if one), 1)
            factors = np.array([common // int(one) if one else 0 for one in own], dtype=object)
            points, low, high = points * factors, low * factors, high * factors
            low[empty], high[empty] = self._least * common, self._most * common
        else:
            low[empty], high[empty] = self._least, self._most
        known, full = there != 0, (own == there) & ~empty
        if kind is object:
            points, low, high = _comparable(points, low, high)
        return _Sums(points, low, high, full, known)

    # -- numbers to be shown

    def total(self, place: int, outcome: Outcome) -> Fraction | None:
        """Return Σwx/Σw of what is marked on a line, None where nothing is that weighs anything."""
        cells, points, covered = self.lines[place].cells, 0, 0
        for weight, cell, value in zip(outcome.wholes, cells, self._rows[place], strict=True):
            if cell is not None:
                points += weight * value
                covered += weight
        return Fraction(points, covered * self._common) if covered else None

    def bounds(self, place: int, weights: Weights) -> tuple[Fraction, Fraction]:
        """Return where the total may still end, the missing marks at the bottom or at the top."""
        line, scale = self.lines[place], self.criteria.scale
        own = [weight for other, weight in enumerate(weights) if other not in line.without]
        heavy = sum(own, Fraction())
        if not heavy:
            return scale.low, scale.high
        pairs = [(weight, cell.value) for weight, cell in zip(weights, line.cells, strict=True) if cell is not None]
        points = sum((weight * value for weight, value in pairs), Fraction())
        missing = heavy - sum((weight for weight, _value in pairs), Fraction())
        return (points + missing * scale.low) / heavy, (points + missing * scale.high) / heavy


@dataclass(frozen=True, slots=True)
class _Sums:
    """Per line: total, least and most as integers in one order; whether all its weight is marked, or any of it."""

    total: Any
    low: Any
    high: Any
    full: Any
    known: Any


def _numerator(line: Line, place: int, common: int) -> int:
    cell = line.cells[place]
    return 0 if cell is None else cell.value.numerator * (common // cell.value.denominator)


def _marked(line: Line, place: int) -> bool:
    return line.cells[place] is not None and place not in line.without


def _name(line: Line) -> tuple[str, str]:
    return line.candidate.ref, line.candidate.id


def _comparable(*columns: Any) -> tuple[Any, ...]:
    """Return Python's whole numbers as small ones in the same order (over all columns together)."""
    import numpy as np

    ranks = {number: rank for rank, number in enumerate(sorted({int(one) for column in columns for one in column}))}
    return tuple(np.array([ranks[int(one)] for one in column], dtype=np.int64) for column in columns)


def _dense(table: Any) -> Any:
    import numpy as np

    (flat,) = _comparable(table.ravel())
    return np.asarray(flat).reshape(table.shape)


def _sorted(chain: Sequence[Any], names: Any, sums: _Sums, official: Any) -> tuple[tuple[int, ...], int]:
    """Return the order of the lines: official ones by total, chain and name, then the others by what is sure."""
    import numpy as np

    ranked, others = np.flatnonzero(official), np.flatnonzero(~official)
    keys = [names[ranked], *(-column[ranked] for column in reversed(chain)), -sums.total[ranked]]
    first = ranked[np.lexsort(keys)] if len(ranked) else ranked
    keys = [names[others], ~sums.known[others], -sums.high[others], -sums.low[others]]
    last = others[np.lexsort(keys)] if len(others) else others
    return (*first.tolist(), *last.tolist()), len(ranked)


def stays(board: Board, outcome: Outcome, count: int = TOP) -> tuple[int, int]:
    """Return how many of the stored first ranks are still among them, and how many there were."""
    before = {place for place, line in enumerate(board.lines) if line.rank is not None and line.rank <= count}
    return len(before & outcome.top(count)), len(before)
