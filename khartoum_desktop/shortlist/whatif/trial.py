"""A trial in hand: which weights now, and where the slider in hand began, so that going there and back is exact."""

from collections.abc import Collection
from fractions import Fraction

from khartoum_desktop.shortlist.whatif.weights import Weights, moved, settled


class Trial:
    """Weights that are tried; they begin with the stored ones."""

    def __init__(self, stored: Weights) -> None:
        self.stored = self.weights = self._begun = stored
        self._held: tuple[int, frozenset[int]] | None = None

    @property
    def is_stored(self) -> bool:
        """Whether nothing was moved."""
        return self.weights == self.stored

    def move(self, place: int, to: Fraction, locked: Collection[int] = ()) -> Weights:
        """Move a weight; while it is the same one, the others keep the proportions that they had at first."""
        held = (place, frozenset(locked))
        if held != self._held:
            self._held, self._begun = held, settled(self.weights, {place, *locked})
        self.weights = moved(self._begun, place, to, locked, self.stored)
        return self.weights

    def choose(self, weights: Weights) -> None:
        """Take other weights altogether."""
        self.weights, self._held = weights, None
