"""A sheet that is a form, taken apart: labels, and for each project a card of the values that belong to them."""

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
    cells: frozenset[Place]
    cards: tuple[Card, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return for each label the name of the first cell of its value in the first card that has it."""
        firsts = (next((card.places[i] for card in self.cards if card.places[i]), ()) for i in range(len(self.labels)))
        return tuple(cell_name(*places[0]) if places else "" for places in firsts)

    def card(self, number: int) -> Card:
        """Return the card that begins in a row."""
        return next(card for card in self.cards if card.number == number)

    def label_at(self, place: Place) -> int | None:
        """Return the number of the label whose value stands in a cell; None: no value does."""
        for card in self.cards:
            for index, places in enumerate(card.places):
                if place in places:
                    return index
        return None
