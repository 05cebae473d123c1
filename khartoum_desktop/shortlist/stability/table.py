"""The marks that are ranked, as whole numbers: what every computation on weights starts from."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property


@dataclass(frozen=True)  # no slots: they leave no room for cached sums
class Table:
    """Proposals (ids, best first) with one mark a criterion in units of 1/unit, and the weights in proportion.

    without: for each proposal the criteria (places) that have no part in its total, their marks 0; empty where all have
    in all. drawn: the criteria in the order in which random weights are dealt to them; empty for the order they have.
    """

    names: tuple[str, ...]
    marks: tuple[tuple[int, ...], ...]
    weights: tuple[int, ...]
    unit: int = 1
    without: tuple[frozenset[int], ...] = ()
    drawn: tuple[int, ...] = ()

    @cached_property
    def total(self) -> int:
        """The sum of the weights."""
        return sum(self.weights)

    @cached_property
    def sums(self) -> tuple[int, ...]:
        """Σ weight × mark of every proposal."""
        return tuple(sum(weight * mark for weight, mark in zip(self.weights, row, strict=True)) for row in self.marks)

    @cached_property
    def own(self) -> tuple[int, ...]:
        """The sum of the weights that have a part in the total of every proposal."""
        if not self.without:
            return (self.total,) * len(self.names)
        return tuple(self.total - sum(self.weights[place] for place in out) for out in self.without)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each proposal stands."""
        return {name: place for place, name in enumerate(self.names)}

    def share(self, place: int) -> Fraction:
        """Return a criterion's share of all weights (0-1); 0 where all weights are 0."""
        return Fraction(self.weights[place], self.total) if self.total else Fraction()

    def scores(self) -> tuple[Fraction, ...]:
        """Return the totals on the scale of the marks; nothing but 0 where all weights are 0."""
        return tuple(Fraction(each, (own or 1) * self.unit) for each, own in zip(self.sums, self.own, strict=True))
