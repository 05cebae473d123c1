"""A small table inside a form: parties, budget lines, activities."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.toolkit.buttons import FlatButton, IconButton
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.editors import Editor
from khartoum_desktop.toolkit.parts import clear_layout


@dataclass(frozen=True, slots=True)
class ColumnEdit:
    """A column of a table in a form: make() → the editor of one cell; stretch 0 keeps the editor's own width."""

    key: str
    label: str
    make: Callable[[], Editor]
    stretch: int = 0


class TableEditor(Editor):
    """Rows of editors that can be added, moved and taken away; the value is a tuple of mappings key → value.

    Keys of a row that have no column (its id) stay with the row. A row whose cells are all empty is left out.
    """

    rows_changed = Signal()

    def __init__(self, columns: Sequence[ColumnEdit], *, name: str = "", add_text: str = "") -> None:
        super().__init__()
        self._columns = list(columns)
        self._rows: list[tuple[dict[str, Any], dict[str, Editor]]] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.add_button = FlatButton(add_text or _("Add a row"), self.add_row, icon="add", small=True)
        column = QVBoxLayout()
        column.addLayout(self._lines)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeading)
        self.bare_layout(column, spacing=8)
        self.setFocusProxy(self.add_button)
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Name the table; cells are named by their columns."""
        self.setAccessibleName(name)

    def read(self) -> object:
        """Return the rows that say something."""
        values = []
        for held, cells in self._rows:
            row = held | {key: cell.read() for key, cell in cells.items()}
            if any(row[column.key] not in (None, "", ()) for column in self._columns):
                values.append(row)
        return tuple(values)

    def show_value(self, value: Any) -> None:
        """Show rows; the cells that are there already stay, so that the focus does."""
        rows = [dict(row) for row in value or ()]
        if len(rows) == len(self._rows):
            for place, row in enumerate(rows):
                cells = self._rows[place][1]
                self._rows[place] = (self._held(row), cells)
                for key, cell in cells.items():
                    cell.set_value(row.get(key))
            return
        clear_layout(self._lines)
        self._rows = []
        for row in rows:
            self._append(row)
        self._name_rows()

    def mark_problem(self, *, wrong: bool) -> None:
        """Leave marking to the cells."""

    def cell(self, row: int, key: str) -> Editor:
        """Return the editor of a cell."""
        return self._rows[row][1][key]

    def add_row(self) -> None:
        """Add an empty row and go there."""
        cells = self._append({})
        self._name_rows()
        next(iter(cells.values())).setFocus()
        self.rows_changed.emit()

    def _held(self, row: Mapping[str, Any]) -> dict[str, Any]:
        keys = {column.key for column in self._columns}
        return {key: value for key, value in row.items() if key not in keys}

    def _append(self, row: Mapping[str, Any]) -> dict[str, Editor]:
        cells = {column.key: column.make() for column in self._columns}
        line = QFrame()
        inner = QHBoxLayout(line)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for column in self._columns:
            cell = cells[column.key]
            cell.set_value(row.get(column.key))
            cell.committed.connect(lambda _value: self.commit())
            holder = QVBoxLayout()
            holder.setSpacing(2)
            holder.addWidget(LeadingLabel(column.label, kind="caption", role="muted"))
            holder.addWidget(cell)
            holder.addStretch(1)
            inner.addLayout(holder, column.stretch)
        if not any(column.stretch for column in self._columns):
            inner.addStretch(1)
        entry = (self._held(row), cells)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for icon, words, by in (("up", _("Move up"), -1), ("down", _("Move down"), 1)):
            buttons.addWidget(IconButton(icon, words, partial(self._move, entry, by)))
        buttons.addWidget(IconButton("close", _("Remove this row"), lambda: self._remove(entry)))
        inner.addLayout(buttons)
        inner.setAlignment(buttons, Qt.AlignmentFlag.AlignVCenter)
        self._lines.addWidget(line)
        self._rows.append(entry)
        return cells

    def _name_rows(self) -> None:
        from khartoum_desktop.core.numbers import format_number

        for place, (_held, cells) in enumerate(self._rows):
            for column in self._columns:
                number = format_number(place + 1)
                cells[column.key].set_name(fill(_("{column}, row {n}"), column=column.label, n=number))

    def _place(self, entry: tuple[dict[str, Any], dict[str, Editor]]) -> int:
        return next(place for place, one in enumerate(self._rows) if one is entry or one[1] is entry[1])

    def _move(self, entry: tuple[dict[str, Any], dict[str, Editor]], by: int) -> None:
        here = self._place(entry)
        there = here + by
        if not 0 <= there < len(self._rows):
            return
        self._rows.insert(there, self._rows.pop(here))
        item = self._lines.takeAt(here)
        widget = item.widget() if item is not None else None
        if widget is not None:
            self._lines.insertWidget(there, widget)
        self._name_rows()
        self.commit()
        self.rows_changed.emit()

    def _remove(self, entry: tuple[dict[str, Any], dict[str, Editor]]) -> None:
        here = self._place(entry)
        self._rows.pop(here)
        item = self._lines.takeAt(here)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        self.add_button.setFocus()
        self._name_rows()
        self.commit()
        self.rows_changed.emit()
