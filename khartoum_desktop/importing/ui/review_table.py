"""The grid of the last look: a tick for each row that comes in, marks on cells to look at, cells mended in place."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing.model import Status, gravest
from khartoum_desktop.importing.survey import Row, Survey
from khartoum_desktop.importing.ui.review_cell import OWN, TICK, TITLE, TROUBLE, CellEditor, ReviewDelegate
from khartoum_desktop.importing.ui.review_words import (
    changes_in_words,
    choices_for,
    field_column,
    status_chip,
    title_words,
    why,
)
from khartoum_desktop.importing.ui.sheet_model import cell_words
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.showing import joined
from khartoum_desktop.toolkit.choosing import ListPopup
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table

_MENDING: Final = frozenset({Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class ReviewTable(Table):
    """Space ticks, F2 or Enter mends the cell, a list opens where the field has one."""

    hold_wanted = Signal(object)  # keys of rows
    fix_wanted = Signal(str, str, str, bool)  # key, column of the review, text, everywhere

    def __init__(self, lists: Lists) -> None:
        super().__init__(name=_("Rows of the file"))
        self._lists = lists
        self._survey: Survey | None = None
        self._editor: CellEditor | None = None
        self.lines: RowsModel[Row] = RowsModel(self._columns(()), self._fetch, self)
        self.setItemDelegate(ReviewDelegate(lists, self))
        self.setModel(self.lines)
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self.mend)
        self._anchor = QWidget(self.viewport())

    # -- showing

    def show_survey(self, survey: Survey) -> None:
        """Show the rows of a plan; which of them, `show_keys` says."""
        before, self._survey = self._survey, survey
        if before is None or (before.columns, before.changing) != (survey.columns, survey.changing):
            self.lines.set_columns(self._columns(survey.columns))

    def begin(self) -> None:
        """Begin at the start of the first row: the next plan is another file's."""
        self.lines.set_ids([])
        self.last_column = 0
        self.horizontalScrollBar().setValue(0)

    def show_keys(self, keys: Sequence[str]) -> None:
        """Show these rows; the row stays, or the one that now stands in its place is taken."""
        self.close_editor()
        at, kept = self.currentIndex().row(), [key for key in self.selected_ids() if key in set(keys)]
        self.lines.set_ids(keys)
        if kept:
            self.select_ids(kept, current=self.current_id() if self.current_id() in kept else kept[0])
        elif keys:
            self.select_ids([keys[min(max(at, 0), len(keys) - 1)]])

    def _fetch(self, keys: Sequence[str]) -> dict[str, Row]:
        rows = self._survey.rows if self._survey else {}
        return {key: rows[key] for key in keys if key in rows}

    def row_of(self, key: str) -> Row | None:
        """Return a row by its key."""
        return self._survey.rows.get(key) if self._survey else None

    def _columns(self, fields: Sequence[str]) -> list[ColumnView[Row]]:
        def place(row: Row) -> str:
            sheet = row.plan.sheet or (self._survey.plan.file if self._survey else "")
            place = fill(_("row {n} · {sheet}"), n=format_number(row.plan.row), sheet=sheet)
            return fill(_("{ref} · {place}"), ref=row.plan.ref, place=place) if row.plan.ref else place

        def trouble(row: Row) -> str:
            worst = gravest(row.plan.problems)
            return worst.reason.text if worst else joined(changes_in_words(row.plan, self._lists))

        def ticked(row: Row) -> str:
            return _("not imported") if row.plan.status is Status.HELD else _("imported")

        changing = self._survey.changing if self._survey else frozenset()
        shown: list[ColumnView[Row]] = [
            ColumnView(TICK, "", lambda _row: "", 40, accessible=ticked, sortable=False),
            ColumnView("status", _("What happens"), lambda row: status_chip(row.plan).word, 124,
                            chip=lambda row: status_chip(row.plan), sortable=False),
            ColumnView(TITLE, _("Title"), title_words, second=place, sortable=False, minimum=230,
                            tool_tip=lambda row: why(row, TITLE)),
            ColumnView(TROUBLE, _("To look at"), trouble, 250, tool_tip=trouble, sortable=False),
        ]  # fmt: skip
        ordered = sorted(fields, key=lambda key: key not in changing)  # old → new is seen without scrolling
        return [*shown, *(field_column(key, self._lists, is_changing=key in changing) for key in ordered)]

    # -- moving

    def next_mark(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) cell that has a problem, or row that is held; False: there is none."""
        keys, here = list(self.lines.ids), self.currentIndex()
        marked = set(self._survey.tabs["problems"]) if self._survey else set()
        if not marked.intersection(keys):
            return False
        row, column = here.row(), here.column()
        for step in range(len(keys) + 1):
            line = (row + by * step) % len(keys)
            found = self._marks(keys[line]) if keys[line] in marked else []
            if step == 0:
                found = [one for one in found if (one > column if by > 0 else one < column)]
            if found:
                self.go_to(line, found[0] if by > 0 else found[-1])
                return True
        return False

    def _marks(self, key: str) -> list[int]:
        """Return the columns in which a row has marks; the one of the reasons if the row itself is held."""
        row = self.row_of(key)
        if row is None:
            return []
        places = {one.key: place for place, one in enumerate(self.lines.columns)}
        found = [place for name, place in places.items() if name not in OWN and row.problem(name)]
        return found or [places[TROUBLE]]

    def go_to(self, line: int, column: int) -> None:
        """Select a row and put the keyboard into one of its cells."""
        flags = QItemSelectionModel.SelectionFlag
        index = self.lines.index(line, column)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    # -- deciding

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space, mend with F2 or Enter."""
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        plain = not event.modifiers()
        if key == Qt.Key.Key_Space and plain:
            self.hold_wanted.emit(self.selected_ids())
        elif (key in _MENDING and plain) or (key == Qt.Key.Key_Down and alt):
            self.mend(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close the editor before another cell is chosen."""
        self.close_editor()
        super().mousePressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.isValid() and self.lines.columns[index.column()].key == TICK:
            self.hold_wanted.emit((self.lines.id_at(index.row()),))

    def mend(self, index: QModelIndex) -> None:
        """Open the editor of a cell: the one given, or the first of the row that has a problem."""
        row = self.row_of(self.lines.id_at(index.row())) if index.isValid() else None
        if row is None:
            return
        column = index.column()
        if self.lines.columns[column].key in OWN:
            marks = [one for one in self._marks(row.key) if self.lines.columns[one].key not in OWN]
            if not marks:
                return
            column = marks[0]
        name = self.lines.columns[column].key
        if row.column(name) is None:
            return
        self.go_to(index.row(), column)
        self._open_editor(row, name, self.lines.index(index.row(), column))

    def _open_editor(self, row: Row, name: str, index: QModelIndex) -> None:
        box = self.visualRect(index)
        label = self.lines.columns[index.column()].label
        choices = choices_for(name, self._lists)
        problem = row.problem(name)
        if choices:
            self._anchor.setGeometry(box)
            self._anchor.setAccessibleName(label)
            popup = ListPopup(choices, search=True, parent=self._anchor)
            popup.picked.connect(lambda code: self.fix_wanted.emit(row.key, name, code, False))
            popup.show_below(self._anchor)
            return
        self.close_editor()
        text = problem.original if problem else cell_words(row.received(name))
        self._editor = CellEditor(self.viewport(), box, text, label)
        self._editor.done.connect(lambda text, everywhere: self.fix_wanted.emit(row.key, name, text, everywhere))
        self._editor.closed.connect(self._editor_closed)

    @property
    def editor(self) -> QLineEdit | None:
        """The line that mends a cell, while it is open."""
        return self._editor

    def _editor_closed(self) -> None:
        self._editor = None
        self.setFocus()

    def close_editor(self) -> None:
        """Close the editor; what was typed and not confirmed is dropped."""
        if self._editor is not None:
            self._editor.leave()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Close the editor when its cell moves away."""
        self.close_editor()
        super().scrollContentsBy(dx, dy)
