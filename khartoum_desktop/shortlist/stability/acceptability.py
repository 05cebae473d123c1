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
from khartoum_desktop.shortlist.stability.drawing import Draw, Family, draw_weights, drawn_total
from khartoum_desktop.shortlist.stability.table import Table

DRAWS: Final = 9604
_FLOAT_BITS: Final = 53  # whole numbers up to here are exact in a float, and so are their sums
_INTEGER_BITS: Final = 63
_BLOCK: Final = 50_000  # scores that stay in a processor's cache, and that no library spreads over threads


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
    """Draw weights and count ranks; the same table, family, draws and seed give the same numbers everywhere."""
    if not table.names or not table.total:
        return Acceptability(table.names, draws, (), (), ())
    total = drawn_total(table.weights, family)
    marks = _small(table.marks)
    drawn = islice(draw_weights(table.weights, family, seed), draws)
    counter = _counter(marks, total)
    size = max(_BLOCK // len(marks), 1)
    for done in range(0, draws, size):
        progress(done, draws)
        counter.add(list(islice(drawn, size)))
    progress(draws, draws)
    counts, firsts, beats = counter.result()
    central = tuple(
        tuple(Fraction(part, total * row[0]) for part in sums) if row[0] else None
        for row, sums in zip(counts, firsts, strict=True)
    )
    return Acceptability(table.names, draws, counts, central, beats)


def _small(marks: Sequence[Sequence[int]]) -> list[list[int]]:
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


def _counter(marks: Sequence[Sequence[int]], total: int) -> _Counter:
    """Return the fastest way to count that is exact for these marks (whole numbers from 0)."""
    bits = (total * max(max(row) for row in marks)).bit_length()
    if bits + len(marks).bit_length() > _INTEGER_BITS:
        return IntegerCounter(marks)
    return ArrayCounter(marks, in_floats=bits <= _FLOAT_BITS)


class IntegerCounter:
    """Counts with Python's integers of any size: slow, and right for every number; needs nothing installed."""

    def __init__(self, marks: Sequence[Sequence[int]]) -> None:
        count, width = len(marks), len(marks[0])
        self._marks = marks
        self._counts = [[0] * count for _ in marks]
        self._firsts = [[0] * width for _ in marks]
        self._beats = [0] * max(count - 1, 0)

    def add(self, drawn: Sequence[Draw]) -> None:
        """Count these draws."""
        for weights in drawn:
            scores = [sum(weight * mark for weight, mark in zip(weights, row, strict=True)) for row in self._marks]
            for place, rank in _ranks(scores):
                self._counts[place][rank] += 1
                if not rank:
                    self._firsts[place] = [a + b for a, b in zip(self._firsts[place], weights, strict=True)]
            for place in range(len(self._beats)):
                self._beats[place] += scores[place] > scores[place + 1]

    def result(self) -> Counted:
        """Return what was counted so far."""
        return tuple(tuple(row) for row in self._counts), self._firsts, tuple(self._beats)


def _ranks(scores: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each place with its rank (from 0)."""
    rank, before = 0, None
    for number, place in enumerate(sorted(range(len(scores)), key=lambda place: -scores[place])):
        if scores[place] != before:
            rank, before = number, scores[place]
        yield place, rank


class ArrayCounter:
    """Counts with arrays: scores as one matrix product, sorted together with their places in one number each."""

    def __init__(self, marks: Sequence[Sequence[int]], *, in_floats: bool) -> None:
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
        scores = weights.astype(self._kind) @ self._marks
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

    def result(self) -> Counted:
        """Return what was counted so far."""
        count = len(self._places)
        counts = self._counts.reshape(count, 1 << self._bits)[:, :count].T
        return tuple(map(tuple, counts.tolist())), self._firsts.tolist(), tuple(self._beats.tolist())
