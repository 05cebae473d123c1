"""Rank acceptability: how often each proposal has each rank when weights are drawn at random (SMAA).

Lahdelma & Salminen 2001; Tervonen & Lahdelma 2007, who give 9,604 draws for ±1 % at 95 % confidence. Everything is
counted in whole numbers, so that a tie is a tie (rank = 1 + number strictly better) and every machine counts the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import gcd
from typing import Any, Final, Protocol

from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.shortlist.stability.drawing import WHOLE, Draw, Family, draw_weights, drawn_total
from khartoum_desktop.shortlist.stability.table import Table

DRAWS: Final = 9604
_FLOAT_BITS: Final = 53  # whole numbers up to here are exact in a float, and so are their sums
_INTEGER_BITS: Final = 63
_DIGITS: Final = 31  # binary places that a division of 64 bits by 30 yields
_BLOCK: Final = 50_000  # scores that stay in a processor's cache, and that no library spreads over threads

Marks = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Acceptability:
    """What was counted over the draws, in the order of the table.

    counts: of each proposal how often it had each rank (first the first); its sum is `draws`. Two that are equal share
    the better rank, so that a rank may be had by two in one draw, and the next by none.
    central: the mean of the weights (shares) at which it was first, None if it never was.
    beats: how often each had a strictly better score than the next one in the table (one fewer than proposals).
    """

    names: tuple[str, ...]
    draws: int
    counts: tuple[tuple[int, ...], ...]
    central: tuple[tuple[Fraction, ...] | None, ...]
    beats: tuple[int, ...]

    def share(self, place: int, rank: int) -> Fraction:
        """Return the share of draws in which a proposal (its place) has a rank (from 1)."""
        return Fraction(self.counts[place][rank - 1], self.draws)

    def in_top(self, place: int, n: int) -> Fraction:
        """Return the share of draws in which a proposal has a rank of n or better."""
        return Fraction(sum(self.counts[place][:n]), self.draws)

    def beats_next(self, place: int) -> Fraction:
        """Return the share of draws in which a proposal beats the next one in the table."""
        return Fraction(self.beats[place], self.draws)


def acceptability(
    table: Table, family: Family, draws: int = DRAWS, seed: int = 1, progress: Progress = silent
) -> Acceptability:
    """Draw weights and count ranks; the same table, family, draws and seed give the same numbers everywhere.

    What does not apply to a proposal leaves its weight to the others in every draw; one to which nothing applies that
    has any weight in a draw is last in it.
    """
    if not table.names or not table.total:
        return Acceptability(table.names, draws, (), (), ())
    order = table.drawn or tuple(range(len(table.weights)))
    weights = [table.weights[place] for place in order]
    total = drawn_total(weights, family)
    drawn = islice(draw_weights(weights, family, seed), draws)
    counter = _counter(table, order, total)
    size = max(_BLOCK // len(table.names), 1)
    for done in range(0, draws, size):
        progress(done, draws)
        counter.add(list(islice(drawn, size)))
    progress(draws, draws)
    counts, firsts, beats = counter.result()
    back = sorted(range(len(order)), key=order.__getitem__)
    central = tuple(
        tuple(Fraction(sums[place], total * row[0]) for place in back) if row[0] else None
        for row, sums in zip(counts, firsts, strict=True)
    )
    return Acceptability(table.names, draws, counts, central, beats)


def _ratios(table: Table, order: Sequence[int]) -> tuple[Marks, Marks]:
    """Return marks as the smallest whole numbers, from 0, and 1 for what applies to each proposal, else 0.

    All are lifted alike: what is lifted in one criterion only would not be lifted where that does not apply.
    """
    given = [mark for row, out in _rows(table) for place, mark in enumerate(row) if place not in out]
    lowest = min(given)
    common = gcd(*(mark - lowest for mark in given)) or 1
    return (
        [[0 if place in out else (row[place] - lowest) // common for place in order] for row, out in _rows(table)],
        [[int(place not in out) for place in order] for out in table.without],
    )


def _rows(table: Table) -> Iterator[tuple[Sequence[int], frozenset[int]]]:
    return zip(table.marks, table.without, strict=True)


def _small(marks: Marks) -> list[list[int]]:
    """Return marks as the smallest whole numbers, from 0, that keep every comparison of two proposals as it is."""
    lowest = [min(column) for column in zip(*marks, strict=True)]
    lifted = [[mark - low for mark, low in zip(row, lowest, strict=True)] for row in marks]
    common = gcd(*(mark for row in lifted for mark in row)) or 1
    return [[mark // common for mark in row] for row in lifted]


Counted = tuple[tuple[tuple[int, ...], ...], list[list[int]], tuple[int, ...]]


class _Counter(Protocol):
    """Counts ranks: of each proposal how often each, the sum of the weights at which it was first, the duels won."""

    def add(self, drawn: Sequence[Draw]) -> None: ...

    def result(self) -> Counted: ...


def _counter(table: Table, order: Sequence[int], total: int) -> _Counter:
    """Return the fastest way to count that is exact for a table, the criteria in the order in which they are drawn."""
    if table.without:
        marks, applies = _ratios(table, order)
        bits = (total * max(max(row) for row in marks)).bit_length()
        if bits >= _INTEGER_BITS or total > WHOLE:
            return IntegerCounter(marks, applies)
        return RatioCounter(marks, applies, in_floats=bits <= _FLOAT_BITS)
    marks = _small([[row[place] for place in order] for row in table.marks])
    bits = (total * max(max(row) for row in marks)).bit_length()
    if bits + len(marks).bit_length() > _INTEGER_BITS:
        return IntegerCounter(marks)
    return ArrayCounter(marks, in_floats=bits <= _FLOAT_BITS)


class IntegerCounter:
    """Counts with Python's integers of any size: slow, and right for every number; needs nothing installed.

    applies: 1 for what has a part in each proposal's score, else 0; left out where everything has.
    """

    def __init__(self, marks: Marks, applies: Marks = ()) -> None:
        count, width = len(marks), len(marks[0])
        self._applies = applies
        self._marks = marks
        self._counts = [[0] * count for _ in marks]
        self._firsts = [[0] * width for _ in marks]
        self._beats = [0] * max(count - 1, 0)

    def add(self, drawn: Sequence[Draw]) -> None:
        """Count these draws."""
        for weights in drawn:
            scores = _products(weights, self._marks)
            if self._applies:
                scores = _divided(scores, _products(weights, self._applies), 2 * sum(weights).bit_length())
            for place, rank in _ranks(scores):
                self._counts[place][rank] += 1
                if not rank:
                    self._firsts[place] = [a + b for a, b in zip(self._firsts[place], weights, strict=True)]
            for place in range(len(self._beats)):
                self._beats[place] += scores[place] > scores[place + 1]

    def result(self) -> Counted:
        """Return what was counted so far."""
        return tuple(tuple(row) for row in self._counts), self._firsts, tuple(self._beats)


def _products(weights: Sequence[int], rows: Marks) -> list[int]:
    return [sum(weight * number for weight, number in zip(weights, row, strict=True)) for row in rows]


def _divided(scores: Sequence[int], own: Sequence[int], bits: int) -> list[int]:
    """Return scores over the weights that apply, so finely that different ones stay different; -1 where none applies.

    Two different fractions differ by at least one over the product of their denominators.
    """
    return [(score << bits) // weight if weight else -1 for score, weight in zip(scores, own, strict=True)]


def _ranks(scores: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each place with its rank (from 0)."""
    rank, before = 0, None
    for number, place in enumerate(sorted(range(len(scores)), key=lambda place: -scores[place])):
        if scores[place] != before:
            rank, before = number, scores[place]
        yield place, rank


class ArrayCounter:
    """Counts with arrays: scores as one matrix product, sorted together with their places in one number each."""

    def __init__(self, marks: Marks, *, in_floats: bool) -> None:
        import numpy as np

        count, width = len(marks), len(marks[0])
        self._np: Any = np
        self._kind = np.float64 if in_floats else np.int64
        self._marks = -np.array(marks, dtype=self._kind).T.copy()  # negative: the best comes first when sorted
        self._bits = count.bit_length()
        self._places = np.arange(count)
        self._counts = np.zeros(count << self._bits, dtype=np.int64)
        self._firsts = np.zeros((count, width), dtype=np.int64)
        self._beats = np.zeros(max(count - 1, 0), dtype=np.int64)

    def add(self, drawn: Sequence[Draw]) -> None:
        """Count these draws."""
        np, mask = self._np, (1 << self._bits) - 1
        weights = np.array(drawn, dtype=np.int64)
        scores = self._scores(weights)
        self._beats += (scores[:, :-1] < scores[:, 1:]).sum(axis=0)
        keys = scores.astype(np.int64)
        keys <<= self._bits
        keys |= self._places
        keys.sort(axis=1)
        level = (keys[:, 1:] ^ keys[:, :-1]).view(np.uint64) <= mask  # the same score as the one before
        keys &= mask
        if level.any():
            ranks = np.broadcast_to(self._places, keys.shape).copy()
            ranks[:, 1:][level] = 0
            np.maximum.accumulate(ranks, axis=1, out=ranks)
            draw, order = np.nonzero(ranks == 0)
            np.add.at(self._firsts, keys[draw, order], weights[draw])
        else:
            ranks = self._places
            np.add.at(self._firsts, keys[:, 0], weights)
        keys |= ranks << self._bits
        np.add.at(self._counts, keys.ravel(), 1)

    def _scores(self, weights: Any) -> Any:
        """Return whole numbers that are smaller the better a proposal is, one row a draw."""
        return weights.astype(self._kind) @ self._marks

    def result(self) -> Counted:
        """Return what was counted so far."""
        count = len(self._places)
        counts = self._counts.reshape(count, 1 << self._bits)[:, :count].T
        return tuple(map(tuple, counts.tolist())), self._firsts.tolist(), tuple(self._beats.tolist())


class RatioCounter(ArrayCounter):
    """Counts with arrays where something does not apply to somebody: scores are ratios, compared to the last digit.

    A ratio is its whole part and 62 binary places. That tells any two apart: two fractions with denominators up to 2³⁰
    that differ do so by 2⁻⁶⁰ at least.
    """

    def __init__(self, marks: Marks, applies: Marks, *, in_floats: bool) -> None:
        super().__init__(marks, in_floats=in_floats)
        self._applies = self._np.array(applies, dtype=self._kind).T.copy()

    def _scores(self, weights: Any) -> Any:
        np = self._np
        own = (weights.astype(self._kind) @ self._applies).astype(np.int64)
        none = own == 0
        own[none] = 1
        total, rest = np.divmod(-super()._scores(weights).astype(np.int64), own)
        total[none] = -1
        places = np.zeros_like(rest)
        for _half in range(2):
            digits, rest = np.divmod(rest << _DIGITS, own)
            places = (places << _DIGITS) | digits
        order = np.lexsort((-places, -total), axis=-1)
        total, places = (np.take_along_axis(column, order, axis=1) for column in (total, places))
        steps = np.zeros_like(order)
        steps[:, 1:] = (total[:, 1:] != total[:, :-1]) | (places[:, 1:] != places[:, :-1])
        scores = np.empty_like(order)
        np.put_along_axis(scores, order, steps.cumsum(axis=1), axis=1)
        return scores
