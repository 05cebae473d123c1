"""The table: ids first, rows by the page when they are shown; texts isolated for display, plain for the clipboard."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.text import isolate, strip_isolates
from khartoum_desktop.toolkit.direction import LEADING, NUMBER
from khartoum_desktop.toolkit.painting import ChipLook, Contributions
from khartoum_desktop.toolkit.table_view import Table

__all__ = ["PAGE", "ColumnView", "RowsModel", "Table"]

R = TypeVar("R")
PAGE: Final = 128
_PAGES_KEPT: Final = 40
_FEW: Final = 6  # ids that are looked for in a list before it is numbered
_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_TEXTS: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
_EXPLAINING: Final = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, slots=True)
class ColumnView(Generic[R]):
    """One column of a table of rows: what it says, and what it shows besides the text.

    width 0 shares the room that is left. `share` (0…1) goes with `bar`: "score" or "complete".
    """

    key: str
    label: str
    text: Callable[[R], str]
    width: int = 0
    numeric: bool = False
    second: Callable[[R], str] | None = None
    tool_tip: Callable[[R], str] | None = None
    chip: Callable[[R], ChipLook | None] | None = None
    bar: str = ""
    share: Callable[[R], float | None] | None = None
    contributions: Callable[[R], Contributions | None] | None = None
    strong: Callable[[R], bool] | None = None
    muted: Callable[[R], bool] | None = None
    accessible: Callable[[R], str] | None = None
    sortable: bool = True
    minimum: int = 200  # of a column that shares the room


class RowsModel(QAbstractTableModel, Generic[R]):
    """Holds ids; asks `fetch` for the rows of a page of 128 ids when one of them is painted."""

    sort_requested = Signal(str, bool)  # column key, descending

    def __init__(
        self,
        columns: Sequence[ColumnView[R]],
        fetch: Callable[[Sequence[str]], Mapping[str, R]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = list(columns)
        self._fetch = fetch
        self._ids: list[str] = []
        self._positions: dict[str, int] | None = None
        self._found: dict[str, int] = {}  # the few places that were looked for since
        self._pages: OrderedDict[int, Mapping[str, R]] = OrderedDict()
        self._stale: set[int] = set()  # pages whose contents have changed since
        self._coming: dict[int, int] = {}  # page -> the asking that is to bring it
        self._askings = 0
        self.fetch_later: Callable[[Sequence[str], Callable[[Mapping[str, R] | None], None]], None] | None = None
        self.sort_key = ""
        self.descending = False
        self.filtered: frozenset[str] = frozenset()  # keys of the columns that bear the mark of a filter

    # -- what is shown

    def set_ids(self, ids: Iterable[str], first: Mapping[str, R] | None = None) -> None:
        """Show these rows in this order; nothing is fetched before it is painted.

        Equal ids only refresh the cells, and more ids after those shown leave them as they are. `first` are the rows
        of the first page, where they are known.
        """
        new, before = list(ids), len(self._ids)
        if new == self._ids:
            self.refresh()
            return
        if before and new[:before] == self._ids:  # the rest of a list whose first page is there
            self.beginInsertRows(_ROOT, before, len(new) - 1)
            if before % PAGE:
                self._stale.add(before // PAGE)
            self._ids, self._positions, self._found = new, None, {}
            self.endInsertRows()
            return
        self.beginResetModel()
        self._ids, self._positions, self._found = new, None, {}
        self._forget_pages()
        if first is not None:
            self._pages[0] = first
        self.endResetModel()

    def set_columns(self, columns: Sequence[ColumnView[R]]) -> None:
        """Show other columns of the same rows, which are fetched again."""
        self.beginResetModel()
        self._columns = list(columns)
        self._forget_pages()
        self.endResetModel()

    def set_sort(self, key: str, *, descending: bool = False) -> None:
        """Say by which column the ids are ordered (the query did it): the arrow in the header."""
        self.sort_key, self.descending = key, descending
        if self._columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def set_filtered(self, keys: Iterable[str]) -> None:
        """Say which columns have a filter: the mark in the header."""
        self.filtered = frozenset(keys)
        if self._columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def resize(self, key: str, width: int) -> None:
        """Keep the width (pixels) that a person has given a column; the view shows it already."""
        self._columns = [replace(one, width=width) if one.key == key else one for one in self._columns]

    def refresh(self, ids: Iterable[str] | None = None) -> None:
        """Fetch rows again (None = all) because their contents changed."""
        if not self._ids:
            return
        last = len(self._columns) - 1
        if ids is None:
            self._stale.update(self._pages)
            self._coming.clear()
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, last))
            return
        for row in {position for position in map(self.position, ids) if position >= 0}:
            self._stale.add(row // PAGE)
            self._coming.pop(row // PAGE, None)
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    @property
    def ids(self) -> Sequence[str]:
        """The ids in the order shown."""
        return self._ids

    @property
    def columns(self) -> Sequence[ColumnView[R]]:
        """The columns in the order given."""
        return self._columns

    def id_at(self, row: int) -> str:
        """Return the id of a line (IndexError beyond the end)."""
        return self._ids[row]

    def position(self, row_id: str) -> int:
        """Return the line of an id, or -1."""
        if self._positions is None:
            if row_id in self._found:
                return self._found[row_id]
            if len(self._found) < _FEW:  # to number a long list takes longer than to go through it a few times
                place = self._found[row_id] = self._ids.index(row_id) if row_id in self._ids else -1
                return place
            self._positions = {row_id: row for row, row_id in enumerate(self._ids)}
        return self._positions.get(row_id, -1)

    def row_at(self, row: int) -> R | None:
        """Return the row of a line, fetching its page if need be; None if it is no longer there."""
        number = row // PAGE
        if number not in self._pages or number in self._stale:
            self._keep(number, self._fetch(self._ids_of(number)))
        return self._pages[number].get(self._ids[row])

    def shown_at(self, row: int) -> R | None:
        """Return the row of a line to be painted: None while its page is being fetched, as it was while it is again.

        Painting waits for nothing where there is `fetch_later`.
        """
        number = row // PAGE
        there = number in self._pages
        if self.fetch_later is None or (there and number not in self._stale):
            return self.row_at(row)
        if number not in self._coming:
            self._askings += 1
            asking = self._coming[number] = self._askings
            self.fetch_later(self._ids_of(number), lambda page: self._arrived(asking, number, page))
        return self._pages[number].get(self._ids[row]) if there else None

    def _forget_pages(self) -> None:
        self._pages.clear()
        self._stale.clear()
        self._coming.clear()

    def _arrived(self, asking: int, number: int, page: Mapping[str, R] | None) -> None:
        """Take a page in; None = it was passed over, and is asked for again when it is painted again."""
        if self._coming.get(number) == asking:  # else other rows are shown now, or these have changed once more
            if page is None:
                del self._coming[number]
            else:
                self._keep(number, page)
            last = min((number + 1) * PAGE, len(self._ids)) - 1
            self.dataChanged.emit(self.index(number * PAGE, 0), self.index(last, len(self._columns) - 1))

    def _ids_of(self, number: int) -> list[str]:
        return self._ids[number * PAGE : (number + 1) * PAGE]

    def _keep(self, number: int, page: Mapping[str, R]) -> None:
        self._pages[number] = page
        self._stale.discard(number)
        self._coming.pop(number, None)
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)

    def text_at(self, row: int, column: int) -> str:
        """Return a cell's text without isolates: for the clipboard and exports."""
        shown = self.row_at(row)
        if shown is None:
            return self._ids[row] if column == 0 else ""
        return strip_isolates(self._columns[column].text(shown))

    # -- Qt's side

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of ids."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what Qt asks for; texts for display are isolated, all others plain."""
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMBER if column.numeric else LEADING
        if role in _TEXTS:
            text = self.text_at(index.row(), index.column())
            return isolate(text) if role == Qt.ItemDataRole.DisplayRole else text
        row = self.row_at(index.row()) if role in _EXPLAINING else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        return column.tool_tip(row) if column.tool_tip else None

    def _spoken(self, row: R, column: ColumnView[R]) -> str:
        if column.accessible is not None:
            return strip_isolates(column.accessible(row))
        chip = column.chip(row) if column.chip else None
        parts = [chip.word if chip else column.text(row), column.second(row) if column.second else ""]
        return strip_isolates(listed(part for part in parts if part))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's name and side."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role in _EXPLAINING and column.key in self.filtered:
            return fill(_("{column}, filtered"), column=column.label)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMBER if column.numeric else LEADING
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Pass a sort request on: ordering is done where the ids come from."""
        if 0 <= column < len(self._columns) and self._columns[column].sortable:
            self.sort_requested.emit(self._columns[column].key, order == Qt.SortOrder.DescendingOrder)
