"""The editor of a table inside the form: one card a line, its cells packed into rows of six parts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.model import Line, Stored
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import Editor
from khartoum_desktop.toolkit.parts import FlatButton, IconButton
from khartoum_desktop.toolkit.parts import Line as Divider
from khartoum_desktop.workspace import new_id

PARTS: Final = 6
_EMPTY: Final = frozenset({None, ""})


@dataclass(frozen=True, slots=True)
class CellSpec:
    """A cell of every line: its column, the words above it, how many sixths of a row it takes, its editor.

    `read` turns what the editor holds into columns of the store, `write` the other way round.
    """

    key: str
    label: str
    parts: int
    make: Callable[[], Editor]
    read: Callable[[Any], dict[str, Stored]]
    write: Callable[[Line], Any]


@dataclass(slots=True, eq=False)
class _Card:
    """One line: its id, what has no cell, its editors, and the widgets that show it."""

    id: str
    held: dict[str, Stored]
    cells: dict[str, Editor] = field(default_factory=dict)
    frame: QFrame = field(default_factory=QFrame)

    def read(self, specs: Sequence[CellSpec]) -> dict[str, Stored]:
        found = dict(self.held)
        for spec in specs:
            found |= spec.read(self.cells[spec.key].read())
        return found


class LineCards(Editor):
    """Lines that can be added, moved and taken away; the value is a tuple of lines, each with the id it will keep.

    A line gets its id when it is added here, so that saving it twice in a row is an edit and not a second line.
    """

    def __init__(self, specs: Sequence[CellSpec], *, name: str, add_text: str, identity: str = "id") -> None:
        super().__init__()
        self._specs = list(specs)
        self._identity = identity  # what makes a line the same line: its id, or its code where that is unique
        self._cards: list[_Card] = []
        self._stack = QVBoxLayout()
        self._stack.setSpacing(12)
        self.add_button = FlatButton(add_text, self.add_line, icon="add", small=True)
        column = QVBoxLayout()
        column.addLayout(self._stack)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.bare_layout(column, spacing=8)
        self.setFocusProxy(self.add_button)
        self.set_name(name)

    # -- the editor's interface

    def set_name(self, name: str) -> None:
        """Name the table; cells are named by their columns."""
        self.setAccessibleName(name)

    def read(self) -> object:
        """Return the lines that say something; a line of which the code is still to be chosen is none yet."""
        return tuple({"id": card.id, **card.read(self._specs)} for card in self._cards if not self._is_unfinished(card))

    def show_value(self, value: Any) -> None:
        """Show lines; where they are the same lines the cells stay, so that the focus does."""
        lines: list[Line] = [dict(line) for line in value or ()]
        filled = [card for card in self._cards if not self._is_unfinished(card)]
        if [self._name_of(card) for card in filled] != [line.get(self._identity) for line in lines]:
            blank = [card for card in self._cards if self._is_unfinished(card)]
            for card in filled:
                self._drop(card)
            self._cards = []
            filled = [self._append(line) for line in lines]
            for card in blank:
                self._stack.removeWidget(card.frame)
                self._stack.addWidget(card.frame)
            self._cards = filled + blank
            self._name_cards()
            return
        for card, line in zip(filled, lines, strict=True):
            card.id, card.held = str(line.get("id") or card.id), self._held(line)
            for spec in self._specs:
                card.cells[spec.key].set_value(spec.write(line))

    def mark_problem(self, *, wrong: bool) -> None:
        """Leave marking to the cells."""

    def show_problems(self, problems: Mapping[tuple[int, str], str]) -> None:
        """Show what is wrong with single cells: (line, column) → sentence."""
        for place, card in enumerate(self._cards):
            for spec in self._specs:
                card.cells[spec.key].set_problem(problems.get((place, spec.key)))

    # -- lines

    def cell(self, line: int, key: str) -> Editor:
        """Return the editor of a cell."""
        return self._cards[line].cells[key]

    def cells_of(self, key: str) -> list[tuple[str, Editor]]:
        """Return (id of the line, editor) of a column, line by line."""
        return [(card.id, card.cells[key]) for card in self._cards]

    def count(self) -> int:
        """Return how many lines are shown, empty ones too."""
        return len(self._cards)

    def add_line(self) -> None:
        """Add an empty line and go there."""
        card = self._append({})
        self._cards.append(card)
        self._name_cards()
        next(iter(card.cells.values())).setFocus()

    def drop_unfinished(self) -> None:
        """Take away the lines that were begun and are none yet."""
        for card in [card for card in self._cards if self._is_unfinished(card)]:
            self._cards.remove(card)
            self._drop(card)

    def _held(self, line: Line) -> dict[str, Stored]:
        shown = {name for spec in self._specs for name in spec.read(None)}
        return {name: value for name, value in line.items() if name not in shown | {"id", "heads"}}

    def _name_of(self, card: _Card) -> object:
        return card.id if self._identity == "id" else card.cells[self._identity].value()

    def _is_unfinished(self, card: _Card) -> bool:
        if self._identity != "id":
            return not self._name_of(card)
        return all(cell.value() in _EMPTY for cell in card.cells.values())

    def _append(self, line: Line) -> _Card:
        card = _Card(str(line.get("id") or new_id()), self._held(line))
        outer = QVBoxLayout(card.frame)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for part in range(PARTS):
            grid.setColumnStretch(part, 1)
        row = at = 0
        for spec in self._specs:
            if at + spec.parts > PARTS:
                row, at = row + 1, 0
            cell = spec.make()
            cell.setSizePolicy(QSizePolicy.Policy.Expanding, cell.sizePolicy().verticalPolicy())
            cell.set_value(spec.write(line))
            cell.committed.connect(lambda _value: self.commit())
            cell.edited.connect(self.edited)
            card.cells[spec.key] = cell
            grid.addLayout(self._labelled(spec.label, cell), row, at, 1, spec.parts)
            at += spec.parts
        body = QHBoxLayout()
        body.setSpacing(8)
        body.addLayout(grid, 1)
        body.addLayout(self._buttons(card))
        outer.addLayout(body)
        outer.addWidget(Divider())
        self._stack.addWidget(card.frame)
        return card

    @staticmethod
    def _labelled(label: str, cell: Editor) -> QVBoxLayout:
        holder = QVBoxLayout()
        holder.setSpacing(2)
        words = LeadingLabel(label, kind="caption", role="muted")
        words.setBuddy(cell)
        below = LeadingLabel("", kind="caption", role="error", wrap=True)
        below.hide()
        cell.problem_changed.connect(below.setText)
        cell.problem_changed.connect(lambda text: below.setVisible(bool(text)))
        holder.addWidget(words)
        holder.addWidget(cell)
        holder.addWidget(below)
        holder.addStretch(1)
        return holder

    def _buttons(self, card: _Card) -> QVBoxLayout:
        buttons = QVBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(IconButton("close", _("Remove this line"), partial(self._remove, card)))
        for icon, words, by in (("up", _("Move up"), -1), ("down", _("Move down"), 1)):
            buttons.addWidget(IconButton(icon, words, partial(self._move, card, by)))
        buttons.addStretch(1)
        return buttons

    def _name_cards(self) -> None:
        for place, card in enumerate(self._cards):
            for spec in self._specs:
                words = fill(_("{column}, line {n}"), column=spec.label, n=format_number(place + 1))
                card.cells[spec.key].set_name(words)

    def _move(self, card: _Card, by: int) -> None:
        here = self._cards.index(card)
        there = here + by
        if not 0 <= there < len(self._cards):
            return
        self._cards.insert(there, self._cards.pop(here))
        self._stack.removeWidget(card.frame)
        self._stack.insertWidget(there, card.frame)
        self._name_cards()
        self.commit()

    def _remove(self, card: _Card) -> None:
        self._cards.remove(card)
        self._drop(card)
        self.add_button.setFocus()
        self._name_cards()
        self.commit()

    def _drop(self, card: _Card) -> None:
        self._stack.removeWidget(card.frame)
        card.frame.hide()
        card.frame.deleteLater()
