"""A sheet that is a form, taken apart: labels, and for each project a card of the values that belong to them."""

from collections.abc import Mapping
from dataclasses import dataclass

from khartoum_desktop.sheets.model import Cell, cell_name

Place = tuple[int, int]
"""Excel's row and column of a cell, both counted from 1."""


@dataclass(frozen=True, slots=True)
class Card:
    """One project of a form: its first row, for each label the value and its cells (none: the card lacks the label).

    `others` are the filled cells that stand under no label: headings, remarks, a small table.
    """

    number: int
    values: tuple[Cell, ...]
    places: tuple[tuple[Place, ...], ...]
    others: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """The labels of a form in reading order, the heading above each, the cells they stand in, and the cards."""

    labels: tuple[str, ...]
    groups: tuple[str, ...]
    cells: Mapping[Place, int]  # where each label stands, and which one it is
    cards: tuple[Card, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return for each label the name of the first cell of its value in the first card that has it."""
        firsts = (next((card.places[i] for card in self.cards if card.places[i]), ()) for i in range(len(self.labels)))
        return tuple(cell_name(*places[0]) if places else "" for places in firsts)

    def card(self, number: int) -> Card:
        """Return the card that begins in a row."""
        return next(card for card in self.cards if card.number == number)

    def place_of(self, number: int, name: str) -> Place | None:
        """Return the cell of the value, in the card that begins in a row, of the label to which a cell belongs."""
        card = next((card for card in self.cards if card.number == number), None)
        index = self.index_of(name)
        return card.places[index][0] if card and index is not None and card.places[index] else None

    def index_of(self, name: str) -> int | None:
        """Return the label that a cell belongs to, by the cell's name: its own, or one of its values; None: none."""
        places = [*self.cells.items()]
        places += [(place, i) for card in self.cards for i, own in enumerate(card.places) for place in own]
        return next((index for place, index in places if cell_name(*place) == name), None)
