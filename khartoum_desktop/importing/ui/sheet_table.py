"""The ministry's sheet as received: keys, clicks and a handle say what its rows are and where its table ends."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from khartoum_desktop.core.i18n import _
from khartoum_desktop.importing.model import SheetPlan
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.ui.sheet_model import SheetModel, cell_words, column_chip
from khartoum_desktop.importing.ui.sheet_paint import PADDING, Header, SheetDelegate, draw_end
from khartoum_desktop.toolkit.theme import current_theme

_KIND_WIDTH, _ROW = 180, 30
_NARROWEST, _WIDEST, _LABELS = 76, 240, 360
_MEASURED: Final = 60  # rows that say how wide a column is
_GRIP: Final = 6  # pixels around the table's end in which it is taken hold of
_RUNNING: Final = frozenset({Kind.TITLE, Kind.SECTION, Kind.NOTE, Kind.SIGNATURE})


class SheetTable(QTableView):
    """The sheet in its own direction; keys say what rows are, Alt+Down chooses a column's field."""

    kind_wanted = Signal(object, object)  # Excel's row numbers, Kind
    header_wanted = Signal(object)  # Excel's row numbers
    end_wanted = Signal(int)  # Excel's number of the last row
    label_wanted = Signal(object, object)  # Excel's row numbers, where the list of kinds opens (QRect, global)
    field_wanted = Signal(str, object)  # how decisions name the column, where the list opens (QRect, global)

    KEYS: Final = {
        Qt.Key.Key_T: Kind.TITLE,
        Qt.Key.Key_S: Kind.SECTION,
        Qt.Key.Key_P: Kind.PROPOSAL,
        Qt.Key.Key_C: Kind.MORE,
        Qt.Key.Key_G: Kind.TOTAL,
        Qt.Key.Key_N: Kind.NOTE,
        Qt.Key.Key_Space: Kind.IGNORED,
    }

    def __init__(self) -> None:
        super().__init__()
        self.sheet = SheetModel(self)
        self.setModel(self.sheet)
        self.setItemDelegate(SheetDelegate(self.sheet, self))
        self._moving: int | None = None  # row below which the end of the table is being dragged
        self.is_picking = False  # the next click says which row is the header
        head = Header(self, self.sheet)
        self.setHorizontalHeader(head)
        head.setStretchLastSection(True)
        head.sectionClicked.connect(self._ask_field)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(_("The sheet as received"))
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)

    def show_plan(self, plan: SheetPlan) -> None:
        """Show a sheet in its own direction, keeping the place."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        rightward = plan.sheet.right_to_left
        if rightward is not None:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rightward else Qt.LayoutDirection.LeftToRight)
        before = self.sheet.plan
        other = before is None or before.sheet is not plan.sheet
        self.sheet.show_plan(plan)
        self._span_lone_cells(plan)
        if before is None or other or before.structure.is_table != plan.structure.is_table:
            self._fit_columns(plan)
        if not other and row >= 0:
            self.setCurrentIndex(self.sheet.index(row, max(column, 0)))

    def pick_header(self, *, picking: bool) -> None:
        """Let the next click on a row say that it is the header."""
        self.is_picking = picking
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if picking else Qt.CursorShape.ArrowCursor)

    def _span_lone_cells(self, plan: SheetPlan) -> None:
        """Let titles, headings and notes run over the empty cells beside them."""
        self.clearSpans()
        width = plan.sheet.width
        for row, kind in enumerate(plan.structure.kinds):
            if kind in _RUNNING:
                filled = [place for place, cell in enumerate(plan.sheet.rows[row]) if cell is not None]
                for place, following in zip(filled, [*filled[1:], width], strict=True):
                    if following - place > 1:
                        self.setSpan(row, place + 1, 1, following - place)

    def _fit_columns(self, plan: SheetPlan) -> None:
        """Make each column as wide as its chip and its first cells need, within reason."""
        theme = current_theme()
        body, small = theme.metrics("strong"), theme.metrics("caption")
        self.setColumnWidth(0, _KIND_WIDTH)
        rows = [
            cells
            for cells, kind in zip(plan.sheet.rows, plan.structure.kinds, strict=True)
            if kind in {Kind.HEADER, Kind.PROPOSAL, Kind.MORE, Kind.TOTAL} or not plan.structure.is_table
        ][:_MEASURED]
        labels = plan.structure.form.cells if plan.structure.form else {}
        for place in range(plan.sheet.width):
            column = plan.column(plan.letter(place))
            chip = small.horizontalAdvance(column_chip(column).word) + 40 if column else 0
            widest = max((body.horizontalAdvance(cell_words(cells[place])[:60]) for cells in rows), default=0)
            needed = max(chip, widest) + 2 * PADDING + 4
            if any(one == plan.sheet.first_column + place for _row, one in labels):
                needed = _LABELS if len({column for _row, column in labels}) == 1 else _WIDEST + _NARROWEST
            self.setColumnWidth(place + 1, round(min(max(needed, _NARROWEST), _LABELS if labels else _WIDEST)))

    # -- rows

    def chosen_rows(self) -> list[int]:
        """Return Excel's numbers of the selected rows, and of the one where the keyboard is."""
        chosen = self.selectionModel().selection()
        parts = [chosen.at(place) for place in range(chosen.count())]
        rows = {row for part in parts for row in range(part.top(), part.bottom() + 1)}
        if self.currentIndex().isValid():
            rows.add(self.currentIndex().row())
        return [self.sheet.number(row) for row in sorted(rows)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of rows and columns."""
        index, key = self.currentIndex(), Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if not index.isValid() or (event.modifiers() and not alt):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Down and alt:
            self._ask_cell(index)
        elif key == Qt.Key.Key_H:
            self.header_wanted.emit(self.chosen_rows())
        elif key == Qt.Key.Key_E:
            self.end_wanted.emit(self.sheet.number(index.row()))
        elif key in self.KEYS:
            self.kind_wanted.emit(self.chosen_rows(), self.KEYS[key])
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, _search: str) -> None:
        """Leave letters to the kinds of rows: searching would go through every cell."""

    def _ask_field(self, section: int) -> None:
        if self.sheet.column(section) is None:
            return
        head = self.horizontalHeader()
        corner = QPoint(head.sectionViewportPosition(section), 0)
        where = QRect(head.viewport().mapToGlobal(corner), head.viewport().size())
        where.setWidth(head.sectionSize(section))
        self.field_wanted.emit(self.sheet.letter(section), where)

    def _ask_cell(self, index: QModelIndex) -> None:
        """Ask what the row is, which field its column holds, or that of the label of a form."""
        label = self.sheet.label(index.row(), index.column())
        if label is not None:
            box = self.visualRect(index)
            self.field_wanted.emit(label.letter, QRect(self.viewport().mapToGlobal(box.topLeft()), box.size()))
        elif index.column():
            self._ask_field(index.column())
        else:
            self._ask_kind()

    def _ask_kind(self) -> None:
        box = self.visualRect(self.sheet.index(self.currentIndex().row(), 0))
        self.label_wanted.emit(self.chosen_rows(), QRect(self.viewport().mapToGlobal(box.topLeft()), box.size()))

    # -- the mouse

    def _end_y(self, row: int) -> int:
        """Return where the lower edge of a row is painted; -1: nowhere."""
        box = self.visualRect(self.sheet.index(row, 0)) if row >= 0 else QRect()
        return box.bottom() if box.isValid() else -1

    def _is_over_end(self, at: QPoint) -> bool:
        y = self._end_y(self.sheet.end)
        return y >= 0 and abs(at.y() - y) <= _GRIP and abs(at.x() - self.viewport().width() / 2) <= 40  # noqa: PLR2004 - the handle

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the table's end, or say which row is the header."""
        at, row = event.position().toPoint(), self.indexAt(event.position().toPoint()).row()
        if event.button() == Qt.MouseButton.LeftButton and self._is_over_end(at):
            self._moving = self.sheet.end
        elif event.button() == Qt.MouseButton.LeftButton and self.is_picking and row >= 0:
            self.header_wanted.emit(self._picked(row, more=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)))
        else:
            super().mousePressEvent(event)

    def _picked(self, row: int, *, more: bool) -> list[int]:
        """Return the rows of the header after a click; with Shift, from the one that is there to the one clicked."""
        before = self.sheet.plan.structure.header_rows if self.sheet.plan and more else ()
        number = self.sheet.number(row)
        return list(range(min(number, *before), max(number, *before) + 1)) if before else [number]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the table's end; show where it can be taken hold of."""
        at = event.position().toPoint()
        if self._moving is not None:
            row = self.indexAt(QPoint(at.x(), at.y() - _ROW // 2)).row()
            self._moving = max(row, self._first_end())
            self.scrollTo(self.sheet.index(self._moving, self.currentIndex().column() if row >= 0 else 0))
            self.viewport().update()
            return
        shape = Qt.CursorShape.PointingHandCursor if self.is_picking else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(Qt.CursorShape.SplitVCursor if self._is_over_end(at) else shape)
        super().mouseMoveEvent(event)

    def _first_end(self) -> int:
        """Return the first row that can be the table's last: the one below its header."""
        plan = self.sheet.plan
        return max(plan.structure.header_rows) + 1 - plan.sheet.first_row if plan else 0

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the table's end; a click on a row's label asks what the row is."""
        if self._moving is not None:
            moved, self._moving = self._moving, None
            self.viewport().update()
            if moved != self.sheet.end:
                self.end_wanted.emit(self.sheet.number(moved))
            return
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        gathering = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier) or self.is_picking
        is_label = index.column() == 0 or self.sheet.label(index.row(), index.column()) is not None
        if is_label and event.button() == Qt.MouseButton.LeftButton and not gathering and index == self.currentIndex():
            self._ask_cell(index)

    def leaveEvent(self, event: QEvent) -> None:
        """Forget where the mouse was."""
        self.viewport().update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and over them where the table ends."""
        super().paintEvent(event)
        row = self.sheet.end if self._moving is None else self._moving
        y = self._end_y(row)
        if y >= 0:
            painter = QPainter(self.viewport())
            draw_end(painter, self.viewport().width(), QPointF(0, y).y(), moving=self._moving is not None)
            painter.end()
