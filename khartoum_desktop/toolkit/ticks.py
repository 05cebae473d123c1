"""A list whose lines can be ticked, with a search line above it: columns to be shown, codes to be looked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import fold_key, strip_isolates
from khartoum_desktop.toolkit.direction import lets_undo_pass
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.switches import draw_tick_box
from khartoum_desktop.toolkit.theme import CONTROL, CONTROL_RADIUS, current_theme

_ROW: Final = 30
_BOX: Final = 17
_PADDING: Final = 8
_TICK: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Tick:
    """A line: its code, its words, whether it is ticked, and an icon at its end ("" = none) with what that means."""

    code: str
    label: str
    on: bool = False
    icon: str = ""
    meaning: str = ""


class _Painter(QStyledItemDelegate):
    """Paints box, words and icon; a click ticks the line, where its words are chosen too only on the box."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one line."""
        shown: Any = option  # the stubs hide QStyleOptionViewItem's fields
        tick: Tick = index.data(_TICK)
        theme, rtl, box = current_theme(), shown.direction == Qt.LayoutDirection.RightToLeft, QRectF(shown.rect)
        current = bool(shown.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if current:
            painter.fillRect(box, theme.colour("accent_weak"))
        if shown.state & QStyle.StateFlag.State_HasFocus and shown.widget.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), CONTROL_RADIUS, CONTROL_RADIUS)
        room = box.adjusted(_PADDING, 0, -_PADDING, 0)
        square = QRectF(room.left() + 0.5, room.center().y() - _BOX / 2, _BOX, _BOX)
        state = Qt.CheckState.Checked if tick.on else Qt.CheckState.Unchecked
        draw_tick_box(painter, mirrored(square, room, rtl=rtl), state)
        end = 24 if tick.icon else 0
        words = mirrored(room.adjusted(_BOX + 10, 0, -end, 0), room, rtl=rtl)
        colour = theme.colour("on_accent_weak" if current else "text")
        draw_text(painter, words, tick.label, theme.font("body"), colour, text_side(rtl=rtl))
        if tick.icon:
            square = QRectF(room.right() - 16, room.center().y() - 8, 16, 16)
            draw_icon(painter, mirrored(square, room, rtl=rtl), tick.icon, theme.colour("accent"), rtl=rtl)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        _model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tick with a click; Qt's own box stands elsewhere than the painted one."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            view, shown = cast("_List", self.parent()), cast("Any", option)
            room, rtl = QRectF(shown.rect), shown.direction == Qt.LayoutDirection.RightToLeft
            box = mirrored(QRectF(room.left(), room.top(), 2 * _PADDING + _BOX, room.height()), room, rtl=rtl)
            here = not view.by_box or box.contains(event.position())
            if event.button() == Qt.MouseButton.LeftButton and here:
                view.toggle(index.row())
            return True
        return False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a line's size."""
        return QSize(120, _ROW)


class _List(QListWidget):
    """The lines themselves; Space ticks."""

    toggled = Signal(str, bool)

    def __init__(self, name: str, *, by_box: bool) -> None:
        super().__init__()
        self.by_box = by_box
        self.setAccessibleName(name)
        self.setProperty("popup", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def toggle(self, row: int) -> None:
        """Tick a line, or take its tick away, and announce it."""
        tick: Tick = self.item(row).data(_TICK)
        self.put(row, Tick(tick.code, tick.label, not tick.on, tick.icon, tick.meaning))
        self.toggled.emit(tick.code, not tick.on)

    def put(self, row: int, tick: Tick) -> None:
        """Show a line; what a screen reader says of it has its state."""
        item = self.item(row)
        item.setData(_TICK, tick)
        item.setCheckState(Qt.CheckState.Checked if tick.on else Qt.CheckState.Unchecked)
        words = ", ".join(part for part in (tick.label, tick.meaning) if part)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, strip_isolates(words))
        item.setToolTip(strip_isolates(tick.label))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space."""
        if event.key() == Qt.Key.Key_Space and self.currentRow() >= 0:
            self.toggle(self.currentRow())
        else:
            super().keyPressEvent(event)


class TickList(QWidget):
    """Lines with ticks under a line that searches them in any spelling.

    `by_box`: a click on the words makes a line current and leaves its tick alone, for lists whose lines are moved.
    """

    toggled = Signal(str, bool)  # code, on: by the person
    moved = Signal()  # another line is current

    def __init__(self, name: str, *, by_box: bool = False) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Search"))
        self.line.setAccessibleName(_("Search"))
        self.line.setFixedHeight(CONTROL)
        self.line.setAcceptDrops(False)  # files dropped here are meant for the window
        self.line.textChanged.connect(self._narrow)
        self.line.installEventFilter(self)
        self.list = _List(name, by_box=by_box)
        self.list.toggled.connect(self.toggled)
        self.list.currentRowChanged.connect(lambda _row: self.moved.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.line)

    def set_items(self, ticks: Iterable[Tick]) -> None:
        """Show these lines; the current one stays current, and what is searched for stays searched for."""
        current, rows = self.current(), list(ticks)
        self.list.blockSignals(True)
        while self.list.count() > len(rows):
            self.list.takeItem(self.list.count() - 1)
        while self.list.count() < len(rows):
            self.list.addItem(QListWidgetItem())
        for row, tick in enumerate(rows):
            self.list.put(row, tick)
            if tick.code == current or (not current and row == 0):
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        words = fold_key(self.line.text()).split()
        for row in range(len(rows)):
            self.list.item(row).setHidden(not self._holds(row, words))
        self.moved.emit()

    def current(self) -> str:
        """Return the code of the current line, "" for none."""
        tick = self.list.currentIndex().data(_TICK)
        return tick.code if isinstance(tick, Tick) else ""

    def go_to(self, code: str) -> None:
        """Make a line current."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_TICK).code == code:
                self.list.setCurrentRow(row)

    def ticked(self) -> tuple[str, ...]:
        """Return the codes of the ticked lines, in their order."""
        ticks = (self.list.item(row).data(_TICK) for row in range(self.list.count()))
        return tuple(tick.code for tick in ticks if tick.on)

    def looked_for(self) -> str:
        """Return the code of the line that the search led to, "" where nothing is searched for or found."""
        row = self.list.currentRow()
        return self.current() if self.line.text().strip() and row >= 0 and not self.list.item(row).isHidden() else ""

    def _narrow(self, text: str) -> None:
        words = fold_key(text).split()
        found = [self._holds(row, words) for row in range(self.list.count())]
        for row, here in enumerate(found):
            self.list.item(row).setHidden(not here)
        first = [row for row, here in enumerate(found) if here and self._label(row).startswith(" ".join(words))]
        if words and True in found:
            self.list.setCurrentRow([*first, found.index(True)][0])

    def _holds(self, row: int, words: list[str]) -> bool:
        label = self._label(row)
        return all(word in label for word in words)

    def _label(self, row: int) -> str:
        return fold_key(strip_isolates(self.list.item(row).data(_TICK).label))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search line into the list with the arrows."""
        if lets_undo_pass(watched, event):
            return True
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            into = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up)
            if into:
                self.list.setFocus()
            return into
        return super().eventFilter(watched, event)
