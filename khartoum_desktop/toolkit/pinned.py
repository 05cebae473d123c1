"""A table whose columns can be moved, resized and pinned: pinned ones stay in sight at the start edge."""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from khartoum_desktop.toolkit.delegates import RowDelegate
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.table_view import Header, Table
from khartoum_desktop.toolkit.theme import current_theme

_MOST: Final = 0.7  # of the width: more pinned columns than that would leave no room to scroll in


class _Front(QTableView):
    """The pinned columns, lying over a table that is scrolled sideways: one model, one selection, one focus."""

    def __init__(self, table: "PinnedTable") -> None:
        super().__init__(table)
        self._table = table
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(table)
        self.setItemDelegate(RowDelegate(self))
        self.setHorizontalHeader(Header(self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setAutoScroll(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(table.selectionMode())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and a line where the pinned columns end."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        left = 0 if is_rtl(self) else self.viewport().width() - 1
        painter.fillRect(QRect(left, 0, 1, self.viewport().height()), current_theme().colour("control_border"))
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the table's own menu."""
        self._table.contextMenuEvent(event)


class PinnedTable(Table):
    """A table that tells when a person moves or resizes a column, or asks for a column's menu."""

    column_moved = Signal(str, int)  # key, place
    column_resized = Signal(str, int)  # key, pixels
    column_menu_wanted = Signal(str, QPoint)  # key, where on the screen
    copy_wanted = Signal(object)  # ids of the selected rows: whoever has the rows reads them in the background

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        self._front: _Front | None = None
        self._pinned = 0
        self._by_program = False
        super().__init__(name=name, parent=parent)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(True)
        header.sectionMoved.connect(self._moved)
        self._listen(header)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self._follow())
        self.horizontalScrollBar().rangeChanged.connect(lambda _low, _high: self._follow())

    def _listen(self, header: QHeaderView) -> None:
        header.sectionResized.connect(self._resized)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(partial(self._menu_at, header))

    # -- pinned columns

    def set_pinned(self, number: int) -> None:
        """Let the first so many columns stay in sight."""
        self._pinned = number
        self._follow()

    def pinned_width(self) -> int:
        """Return how wide the pinned columns are together, 0 when they leave too little room for the others."""
        width = sum(map(self.horizontalHeader().sectionSize, range(self._pinned)))
        return width if width <= self.viewport().width() * _MOST else 0

    def _follow(self) -> None:
        """Lie over the start edge as long as the table is scrolled sideways."""
        width = self.pinned_width() if self.horizontalScrollBar().value() else 0
        if not width:
            if self._front is not None:
                self._front.hide()
            return
        front = self._front = self._front or self._make_front()
        header, mine = front.horizontalHeader(), self.horizontalHeader()
        self._by_program = True
        for section in range(self.model().columnCount()):
            front.setColumnHidden(section, section >= self._pinned)
            if section < self._pinned:
                header.resizeSection(section, mine.sectionSize(section))
        self._by_program = False
        front.verticalHeader().setDefaultSectionSize(self.verticalHeader().defaultSectionSize())
        room = self.viewport().geometry()
        left = room.right() + 1 - width if is_rtl(self) else room.left()
        front.setGeometry(left, room.top() - mine.height(), width, room.height() + mine.height())
        front.verticalScrollBar().setValue(self.verticalScrollBar().value())
        front.show()
        front.raise_()

    def _make_front(self) -> _Front:
        front = _Front(self)
        front.setModel(self.model())
        front.setSelectionModel(self.selectionModel())
        self.verticalScrollBar().valueChanged.connect(front.verticalScrollBar().setValue)
        front.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        front.horizontalHeader().sectionClicked.connect(self._sort_by)
        front.doubleClicked.connect(self._open_index)
        self._listen(front.horizontalHeader())
        return front

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, out from under the pinned columns; a pinned one is in sight already."""
        bar = self.horizontalScrollBar()
        before, width = bar.value(), self.pinned_width()
        super().scrollTo(index, hint)
        if not width or not index.isValid():
            return
        if index.column() < self._pinned:
            bar.setValue(before)
            return
        cell, room = self.visualRect(index), self.viewport().width()
        start = room - cell.right() - 1 if is_rtl(self) else cell.left()
        if start < width:
            bar.setValue(bar.value() - (width - start))

    # -- what the table does by itself

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model; what the program lays out is no wish of the person's."""
        self._by_program = True
        super().setModel(model)
        self._by_program = False

    def _lay_out(self) -> None:
        super()._lay_out()
        self._follow()

    def _share_room(self) -> None:
        before, self._by_program = self._by_program, True
        super()._share_room()
        self._by_program = before

    def _restore(self) -> None:
        self._by_program = True
        super()._restore()
        self._by_program = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pinned columns at their edge."""
        super().resizeEvent(event)
        self._follow()

    # -- what the person does with columns

    def _key(self, section: int) -> str:
        columns = self.rows.columns
        return columns[section].key if 0 <= section < len(columns) else ""

    def _moved(self, section: int, old: int, new: int) -> None:
        """Put the section back and tell: the columns are put in order by whoever chooses them."""
        if not self._by_program:
            QTimer.singleShot(0, self, partial(self._move_back, self._key(section), old, new))

    def _move_back(self, key: str, old: int, new: int) -> None:
        self._by_program = True
        self.horizontalHeader().moveSection(new, old)
        self._by_program = False
        self.column_moved.emit(key, new)

    def _resized(self, section: int, _old: int, new: int) -> None:
        if self._by_program or not (key := self._key(section)):
            return
        self.rows.resize(key, new)
        if self._front is not None and self.horizontalHeader().sectionSize(section) != new:
            self._by_program = True
            self.horizontalHeader().resizeSection(section, new)
            self._by_program = False
        self._follow()
        self.column_resized.emit(key, new)

    def _menu_at(self, header: QHeaderView, at: QPoint) -> None:
        if key := self._key(header.logicalIndexAt(at)):
            self.column_menu_wanted.emit(key, header.viewport().mapToGlobal(at))

    def current_key(self) -> str:
        """Return the key of the column in which the keyboard is, or was while there were rows."""
        return self._key(self._column_now())

    def below_header(self, key: str) -> QPoint:
        """Return where on the screen something about a column belongs: under the start of its header."""
        header: Any = self.horizontalHeader()
        section = next((place for place, column in enumerate(self.rows.columns) if column.key == key), 0)
        left = header.sectionViewportPosition(section)
        at = left + header.sectionSize(section) if is_rtl(self) else left
        place = QPoint(min(max(at, 0), header.viewport().width()), header.height())
        below: QPoint = header.viewport().mapToGlobal(place)
        return below

    def copy(self) -> None:
        """Ask for the selected rows to be copied: they may be many, and most of them never shown."""
        self.copy_wanted.emit(self.selected_ids())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the column's menu with Alt+Down, as spreadsheets do."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if key := self.current_key():
                self.column_menu_wanted.emit(key, self.below_header(key))
        else:
            super().keyPressEvent(event)
