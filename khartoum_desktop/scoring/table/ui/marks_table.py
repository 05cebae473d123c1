"""The table of marks: number keys mark and move on, blocks are copied and pasted as in a spreadsheet."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import fold
from khartoum_desktop.scoring.criteria import Criterion
from khartoum_desktop.scoring.marksheets.cell_reading import mark_of
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.scoring.table.model import Grid, Place, Row, copied, may_go_on, shown
from khartoum_desktop.scoring.table.ui.cells import MARK, MarkDelegate, MarksModel, columns
from khartoum_desktop.toolkit.clipping import as_clip
from khartoum_desktop.toolkit.pinned import PinnedTable

# the same physical keys under an Arabic layout
_LETTERS: Final[Mapping[str, str]] = {"ق": "r", "ش": "a", "ء": "x"}
_BLANKS: Final[Mapping[str, Blank]] = {"a": Blank.ABSTAINED, "x": Blank.NOT_APPLICABLE}
_IN_NUMBERS: Final = frozenset("-.,")
_LONGEST: Final = 12


class MarksTable(PinnedTable):
    """Shows a `Grid` and announces what is typed; it stores nothing."""

    marked = Signal(object, object)  # places, Answer (given, or nothing: taken back)
    refused = Signal(object)  # UserError
    paste_wanted = Signal(str)
    reason_wanted = Signal()
    cell_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name=_("Table of marks"), parent=parent)
        self.grid: Grid | None = None
        self.writable = False
        self._rows: dict[str, Row] = {}
        self.waiting: tuple[Place, Answer] | None = None  # a mark that waits for its reason
        self._typed = ""
        self._go_on = False
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.horizontalHeader().setSectionsMovable(False)
        delegate = MarkDelegate(self)
        delegate.typed = self._typed_at
        self.setItemDelegate(delegate)
        self.marks: MarksModel = MarksModel([], lambda ids: {one: self._rows[one] for one in ids}, self)
        self.setModel(self.marks)
        self.set_pinned(1)
        self.selectionModel().currentChanged.connect(lambda *_: self._cell_left())

    # -- what is shown

    def show_grid(self, grid: Grid, *, writable: bool) -> None:
        """Show a table of marks; where only marks are others, the cell in hand stays."""
        before, self.grid, self.writable = self.grid, grid, writable
        self._rows = {row.id: row for row in grid.rows}
        same = before is not None and before.criteria == grid.criteria
        if same and before is not None and [one.id for one in before.rows] == list(self._rows):
            self.marks.refresh()
            self.cell_changed.emit()
            return
        kept = self.current_place() if same else None
        self._typed = ""
        self.marks.named = {one.id: one for one in grid.columns}
        self.marks.set_columns(columns(grid))
        self.marks.set_ids(self._rows)
        self._lay_out()
        self.go_to(kept if kept and kept[0] in self._rows else self._first_open())

    def _first_open(self) -> Place | None:
        """Return the first cell that waits for an answer, or the first of all."""
        if self.grid is None or not self.grid.rows or not self.grid.columns:
            return None
        cells = ((row, one) for row in self.grid.rows if row.lock is None for one in self.grid.columns)
        found = next(((row.id, one.id) for row, one in cells if not row.answer(one.id).given), None)
        return found or (self.grid.rows[0].id, self.grid.columns[0].id)

    def go_to(self, place: Place | None) -> None:
        """Take a cell in hand."""
        if place is None or self.grid is None:
            return
        row, column = self.marks.position(place[0]), self.grid.columns.index(self.marks.named[place[1]]) + 1
        self._choose(row, column)

    def _choose(self, row: int, column: int) -> None:
        index = self.marks.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def current_place(self) -> Place | None:
        """Return the proposal and the criterion (ids) of the cell in hand; None in the column of the titles."""
        return self._place(self.currentIndex())

    def current_cell(self) -> tuple[Row, Criterion] | None:
        """Return the sheet and the criterion of the cell in hand; None in the column of the titles."""
        place = self.current_place()
        return None if place is None else (self._rows[place[0]], self.marks.named[place[1]])

    def _place(self, index: QModelIndex) -> Place | None:
        if not index.isValid() or not index.column():
            return None
        return self.marks.id_at(index.row()), self.marks.columns[index.column()].key.removeprefix(MARK)

    def start(self) -> tuple[int, int]:
        """Return where a block is put (line and criterion, from 0): the first selected cell, or the one in hand."""
        cells = [(index.row(), max(index.column() - 1, 0)) for index in self.selectionModel().selectedIndexes()]
        now = self.currentIndex()
        cells = cells or [(max(now.row(), 0), max(now.column() - 1, 0))]
        return min(line for line, _column in cells), min(column for _line, column in cells)

    def _cell_left(self) -> None:
        self._typed, self._go_on = "", False
        self.viewport().update()
        self.cell_changed.emit()

    def _typed_at(self, row: str, column: str) -> str | None:
        place = (row, column.removeprefix(MARK))
        if self.waiting is not None and self.grid is not None and self.waiting[0] == place:
            return shown(self.waiting[1], self.grid.criteria.scale)
        return self._typed if self._typed and self.current_place() == place else None

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark with digits of any script, A, X and Delete; paste; all else is the table's."""
        key, text = event.key(), fold(event.text())
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
        elif key == Qt.Key.Key_Escape and self._typed:
            self._type("")
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._erase(key)
        elif key == Qt.Key.Key_F2:
            self.reason_wanted.emit()
        elif text and len(text) == 1 and (text.isdecimal() or (text in _IN_NUMBERS)):
            self._digit(text)
        elif not self._letter(_LETTERS.get(event.text(), text)):
            self._take_typed()
            if self.hasFocus():  # else the mark that was typed waits for its reason
                super().keyPressEvent(event)

    def _letter(self, letter: str) -> bool:
        if letter == "r":
            self.reason_wanted.emit()
        elif letter in _BLANKS:
            self._typed = ""
            self._mark(self._selected(), Answer(None, _BLANKS[letter]))
        else:
            return False
        return True

    def _digit(self, text: str) -> None:
        if not self.writable or self.grid is None or self.current_place() is None or len(self._typed) >= _LONGEST:
            return
        self._type(self._typed + text)
        if not may_go_on(self._typed, self.grid.criteria.scale):
            self._take_typed(go_on=True)

    def _type(self, text: str) -> None:
        self._typed = text
        self.viewport().update()

    def _erase(self, key: int) -> None:
        if self._typed:
            self._type(self._typed[:-1] if key == Qt.Key.Key_Backspace else "")
        else:
            self._mark(self._selected(), Answer())

    def _enter(self) -> None:
        if self._typed:
            self._take_typed(go_on=True)
        else:
            row = min(self.currentIndex().row() + 1, self.marks.rowCount() - 1)
            if row >= 0:
                self._choose(row, max(self.currentIndex().column(), 0))

    def _take_typed(self, *, go_on: bool = False) -> None:
        """Announce the mark that was typed; what is no mark of the scale is refused."""
        place, typed, self._typed = self.current_place(), self._typed, ""
        if not typed or place is None or self.grid is None:
            return
        self.viewport().update()
        try:
            value = mark_of(typed, self.grid.criteria.scale)
        except UserError as error:
            self.refused.emit(error)
            return
        self._mark([place], Answer(value), go_on=go_on)

    def _mark(self, places: Sequence[Place], answer: Answer, *, go_on: bool | None = None) -> None:
        if not self.writable or not places:
            return
        alone = len(places) == 1
        self._go_on = go_on if go_on is not None else alone and answer.given
        self.marked.emit(tuple(places), answer)

    def go_on(self) -> None:
        """Move to the next cell, if the last key asked for it: along the line, then to the next open sheet."""
        if not self._go_on or self.grid is None or not self.currentIndex().isValid():
            return
        self._go_on = False
        row, column = self.currentIndex().row(), self.currentIndex().column()
        if column < len(self.grid.columns):
            self._choose(row, column + 1)
            return
        below = range(row + 1, len(self.grid.rows))
        following = next((line for line in below if self.grid.rows[line].lock is None), None)
        if following is not None:
            self._choose(following, 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take a mark that is still being typed."""
        self._take_typed()
        super().focusOutEvent(event)

    def _open_index(self, index: QModelIndex) -> None:
        if not index.column():
            super()._open_index(index)

    # -- blocks

    def _selected(self) -> list[Place]:
        found = map(self._place, self.selectionModel().selectedIndexes())
        return [place for place in found if place is not None]

    def copy(self) -> None:
        """Put the selected cells on the clipboard, as a spreadsheet takes them."""
        if self.grid is None:
            return
        cells = [(one.row(), one.column() - 1) for one in self.selectionModel().selectedIndexes() if one.column()]
        block = copied(self.grid, cells)
        if block:
            QGuiApplication.clipboard().setMimeData(as_clip(block, [True] * len(block[0])))

    def paste(self) -> None:
        """Ask for what is on the clipboard to be put here."""
        self._type("")
        if self.writable and self.grid is not None:
            self.paste_wanted.emit(QGuiApplication.clipboard().text())
