"""The view of a table: keyboard, clipboard, header and selection by id, alike in both directions."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.actions import Action, fill_menu, prepare_menu
from khartoum_desktop.toolkit.clipping import as_clip
from khartoum_desktop.toolkit.delegates import CELL_PADDING, RowDelegate
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import draw_text, text_side
from khartoum_desktop.toolkit.theme import ROW_COMPACT, ROW_TWO_LINES, TABLE_HEADER, current_theme

if TYPE_CHECKING:
    from khartoum_desktop.toolkit.table import RowsModel

_ARROW = 12
_FUNNEL = 14


class Header(QHeaderView):
    """A header with the sort arrow after its word and a funnel where a filter is on, in both directions."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(TABLE_HEADER)
        self.setMinimumSectionSize(32)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint word and arrow; numbers' headers flush right like their numbers, or in the middle like their cells."""
        theme = current_theme()
        box = QRectF(rect)
        painter.save()
        painter.fillRect(box, theme.colour("base"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("divider"))
        model: Any = self.model()
        word = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        align = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        numeric = bool(align is not None and Qt.AlignmentFlag(align) & Qt.AlignmentFlag.AlignAbsolute)
        rtl = is_rtl(self)
        room = box.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)
        column = _column(model, section)
        sorted_by = column is not None and getattr(model, "sort_key", "") == column.key
        if column is not None and column.key in getattr(model, "filtered", ()):
            room = self._funnel(painter, room, word, numeric=numeric, sorted_by=sorted_by)
        if sorted_by:
            room = self._arrow(painter, room, word, numeric=numeric, descending=model.descending)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
        middle = align is not None and bool(Qt.AlignmentFlag(align) & Qt.AlignmentFlag.AlignHCenter)
        side = right if numeric else Qt.AlignmentFlag.AlignHCenter if middle else text_side(rtl=rtl)
        draw_text(painter, room, word, theme.font("strong"), theme.colour("text"), side)
        painter.restore()

    def _funnel(self, painter: QPainter, room: QRectF, word: str, *, numeric: bool, sorted_by: bool) -> QRectF:
        """Paint the mark of a filter after word and arrow; return the room left for these."""
        theme, rtl = current_theme(), is_rtl(self)
        arrow = _ARROW + 4 if sorted_by else 0
        width = arrow + min(theme.metrics("strong").horizontalAdvance(word), room.width() - arrow - _FUNNEL - 4)
        at_left = numeric or rtl
        left = room.right() - width - 4 - _FUNNEL if at_left else room.left() + width + 4
        square = QRectF(left, room.center().y() - _FUNNEL / 2, _FUNNEL, _FUNNEL)
        draw_icon(painter, square, "filter", theme.colour("accent"))
        taken = _FUNNEL + 4
        return room.adjusted(taken, 0, 0, 0) if at_left else room.adjusted(0, 0, -taken, 0)

    def _arrow(self, painter: QPainter, room: QRectF, word: str, *, numeric: bool, descending: bool) -> QRectF:
        """Paint the arrow after the word in reading direction; return the room left for the word."""
        theme, rtl = current_theme(), is_rtl(self)
        width = min(theme.metrics("strong").horizontalAdvance(word), room.width() - _ARROW - 4)
        at_right = numeric or rtl
        if rtl:
            word_left = room.right() - width if at_right else room.left() + _ARROW + 4
            left = word_left - 4 - _ARROW
            rest = room
        elif numeric:
            left = room.right() - _ARROW
            rest = room.adjusted(0, 0, -_ARROW - 4, 0)
        else:
            left = room.left() + width + 4
            rest = room
        square = QRectF(left, room.center().y() - _ARROW / 2, _ARROW, _ARROW)
        draw_icon(painter, square, "down" if descending else "up", theme.colour("accent"))
        return rest


def _column(model: Any, section: int) -> Any:
    columns = getattr(model, "columns", None)
    return columns[section] if columns is not None and not callable(columns) and section < len(columns) else None


def _spans(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Return lines as spans (first, last): Qt takes seconds for as many spans as a long list has lines."""
    found: list[tuple[int, int]] = []
    for line in sorted(lines):
        top = found.pop()[0] if found and line <= found[-1][1] + 1 else line
        found.append((top, line))
    return found


class Table(QTableView):
    """A table of whole rows; Enter opens, Ctrl+C copies, the selection is a list of ids."""

    opened = Signal(str)  # id: Enter or double click
    chosen = Signal(object)  # tuple of the selected ids
    menu_opening = Signal(object)  # the context menu (QMenu) of the rows: more can be put into it

    def __init__(
        self, *, name: str = "", two_lines: bool = True, multiple: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._actions: Sequence[Action] = ()
        self._kept: tuple[tuple[str, ...], str] = ((), "")
        self.last_column = 0  # in which the keyboard was, also while no row is current
        self.setItemDelegate(RowDelegate(self))
        self.setHorizontalHeader(Header(self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.set_row_height(ROW_TWO_LINES if two_lines else ROW_COMPACT)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if multiple else mode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._open_index)
        self.horizontalHeader().sectionClicked.connect(self._sort_by)

    # -- set up

    def set_row_height(self, height: int) -> None:
        """Make all rows equally high (theme: ROW_COMPACT, ROW_TWO_LINES)."""
        header = self.verticalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultSectionSize(height)

    def set_row_actions(self, actions: Sequence[Action]) -> None:
        """Offer these in the context menu."""
        self._actions = actions

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model, give its columns their widths and keep the selection by id over resets."""
        super().setModel(model)
        if model is None:
            return
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit(self.selected_ids()))
        self.selectionModel().currentChanged.connect(self._current_changed)
        self._lay_out()

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.last_column = now.column()

    def _column_now(self) -> int:
        """Return the column in which the keyboard is, or was before the rows were replaced."""
        return min(self.last_column, self.model().columnCount() - 1)

    def _lay_out(self) -> None:
        header = self.horizontalHeader()
        for section, column in enumerate(getattr(self.model(), "columns", ())):
            if column.width:
                header.resizeSection(section, column.width)
        self._share_room()

    def _share_room(self) -> None:
        """Give the room that fixed columns leave to the others, but never less than their minimum."""
        header = self.horizontalHeader()
        columns = list(enumerate(getattr(self.model(), "columns", ())))
        shown = [(section, column) for section, column in columns if not header.isSectionHidden(section)]
        greedy = [(section, column) for section, column in shown if not column.width]
        taken = sum(header.sectionSize(section) for section, column in shown if column.width)
        for section, column in greedy:
            header.resizeSection(section, max(column.minimum, (self.viewport().width() - taken) // len(greedy)))

    @property
    def rows(self) -> "RowsModel[Any]":
        """The model, when it is one of rows."""
        return cast("RowsModel[Any]", self.model())

    # -- selection by id

    def selected_ids(self) -> tuple[str, ...]:
        """Return the ids of the selected rows in the order shown."""
        if not hasattr(self.model(), "id_at"):
            return ()
        chosen = self.selectionModel().selection()
        parts = [chosen.at(place) for place in range(chosen.count())]
        ids, end, found = self.rows.ids, 0, list[str]()
        for top, bottom in sorted((part.top(), part.bottom()) for part in parts):
            found += ids[max(top, end) : bottom + 1]
            end = max(end, bottom + 1)
        return tuple(found)

    def current_id(self) -> str:
        """Return the id of the current row, or "" ."""
        index = self.currentIndex()
        return self.rows.id_at(index.row()) if index.isValid() else ""

    def select_ids(self, ids: Iterable[str], *, current: str = "") -> None:
        """Select rows by id (those not shown are passed over) and scroll to the current one."""
        model, selection = self.rows, self.selectionModel()
        lines = [line for line in map(model.position, ids) if line >= 0]
        chosen = QItemSelection()
        last = model.columnCount() - 1
        for top, bottom in _spans(lines):
            chosen.select(model.index(top, 0), model.index(bottom, last))
        flags = QItemSelectionModel.SelectionFlag
        line = model.position(current) if current else (lines[0] if lines else -1)
        if line >= 0:
            selection.setCurrentIndex(model.index(line, self._column_now()), flags.NoUpdate)
        selection.select(chosen, flags.ClearAndSelect)
        if line >= 0:
            self.scrollTo(model.index(line, 0))

    def selectRow(self, row: int) -> None:
        """Select one row by its line; Qt's own way selects nothing from right to left."""
        model = self.model()
        if 0 <= row < model.rowCount():
            flags = QItemSelectionModel.SelectionFlag
            index = model.index(row, self._column_now())
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def selectAll(self) -> None:
        """Select every row, also where only one may be selected at a time: then nothing happens."""
        if self.selectionMode() == QAbstractItemView.SelectionMode.ExtendedSelection:
            super().selectAll()

    def step(self, by: int) -> str:
        """Move the current row up (-1) or down (1) and return its id."""
        row = min(max(self.currentIndex().row() + by, 0), self.model().rowCount() - 1)
        self.selectRow(row)
        return self.current_id()

    def _keep(self) -> None:
        if hasattr(self.model(), "id_at"):
            self._kept = (self.selected_ids(), self.current_id())

    def _restore(self) -> None:
        self._lay_out()
        (ids, current), self._kept = self._kept, ((), "")
        if ids and hasattr(self.model(), "position"):
            self.select_ids(ids, current=current)

    # -- keyboard, clipboard, mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, copy with Ctrl+C; all else is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open_index(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Select the first or last row with Ctrl+Home and Ctrl+End, as spreadsheets do; Qt would only go there."""
        ends = {QKeySequence.StandardKey.MoveToStartOfDocument, QKeySequence.StandardKey.MoveToEndOfDocument}
        if isinstance(event, QKeyEvent) and any(event.matches(end) for end in ends):
            flags = QItemSelectionModel.SelectionFlag
            return flags.ClearAndSelect | flags.Rows
        return super().selectionCommand(index, event)

    def keyboardSearch(self, _search: str) -> None:
        """Leave typing to the page's search line: searching here would read every row."""

    def copy(self) -> None:
        """Put the selected rows, as shown, on the clipboard."""
        QGuiApplication.clipboard().setMimeData(as_clip(*self._cells()))

    def _cells(self) -> tuple[list[list[str]], list[bool]]:
        """Return the selected rows under their header, as shown, and of each column whether it holds figures."""
        model, header = self.model(), self.horizontalHeader()
        shown = [header.logicalIndex(place) for place in range(header.count())]
        shown = [column for column in shown if not header.isSectionHidden(column)]
        lines = sorted({index.row() for index in self.selectionModel().selectedIndexes()})

        def cell(value: object) -> str:
            return " ".join(strip_isolates(str(value or "")).split())

        table = [[cell(model.headerData(column, Qt.Orientation.Horizontal)) for column in shown]]
        table += [[cell(model.index(line, column).data()) for column in shown] for line in lines]
        return table, [getattr(_column(model, column), "numeric", False) for column in shown]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the row's actions where the mouse is, or at the current row for the menu key."""
        if not self._actions:
            return
        menu = QMenu(self)
        prepare_menu(menu)
        fill_menu(menu, self._actions)
        self.menu_opening.emit(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        menu.popup(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Repaint whole rows: the selection's mark stands at the edge."""
        super().resizeEvent(event)
        self._share_room()
        self.viewport().update()

    def _open_index(self, index: QModelIndex) -> None:
        if index.isValid() and hasattr(self.model(), "id_at"):
            self.opened.emit(self.rows.id_at(index.row()))

    def _sort_by(self, section: int) -> None:
        column = _column(self.model(), section)
        if column is None or not column.sortable:
            return
        same = self.rows.sort_key == column.key
        descending = not self.rows.descending if same else False
        self.rows.sort(section, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)
