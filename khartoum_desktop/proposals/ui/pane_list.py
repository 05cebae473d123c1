"""A list in a start pane: saved searches with their counts, sections of a form with what is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.theme import CONTROL_RADIUS, current_theme

_ROW: Final = 32
_ICON: Final = 16
_PADDING: Final = 10
_ENTRY: Final = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: what it is called, a short text or an icon at its end. A heading cannot be chosen."""

    id: str
    label: str
    end: str = ""
    icon: str = ""
    role: str = "text_muted"  # colour of text and icon at the end
    heading: bool = False


class _Painter(QStyledItemDelegate):
    """Paints a line: ground when chosen, ring when the keyboard is there, words at the start, the rest at the end."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one line."""
        shown: Any = option  # the stubs hide QStyleOptionViewItem's fields
        entry: Entry = index.data(_ENTRY)
        theme, rtl = current_theme(), shown.direction == Qt.LayoutDirection.RightToLeft
        box = QRectF(shown.rect)
        chosen = bool(shown.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_weak"))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), CONTROL_RADIUS, CONTROL_RADIUS)
        if shown.state & QStyle.StateFlag.State_HasFocus and shown.widget.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 2, -1, -2), CONTROL_RADIUS, CONTROL_RADIUS)
        room = box.adjusted(_PADDING, 0, -_PADDING, 0)
        end = self._end(painter, room, entry, rtl=rtl)
        words = mirrored(QRectF(room.left(), room.top(), room.width() - end, room.height()), room, rtl=rtl)
        kind = "strong" if chosen or entry.heading else "body"
        colour = theme.colour("on_accent_weak" if chosen else "text_muted" if entry.heading else "text")
        draw_text(painter, words, entry.label, theme.font(kind), colour, text_side(rtl=rtl))
        painter.restore()

    @staticmethod
    def _end(painter: QPainter, room: QRectF, entry: Entry, *, rtl: bool) -> float:
        """Paint what stands at the end and return the room it takes."""
        theme, taken = current_theme(), 0.0
        colour = theme.colour(entry.role)
        if entry.end:
            width = theme.metrics("caption").horizontalAdvance(strip_isolates(entry.end)) + 2
            slot = mirrored(QRectF(room.right() - width, room.top(), width, room.height()), room, rtl=rtl)
            painter.save()
            draw_text(painter, slot, entry.end, theme.font("caption"), colour, text_side(rtl=not rtl))
            painter.restore()
            taken += width + 6
        if entry.icon:
            square = QRectF(room.right() - taken - _ICON, room.center().y() - _ICON / 2, _ICON, _ICON)
            draw_icon(painter, mirrored(square, room, rtl=rtl), entry.icon, colour, rtl=rtl)
            taken += _ICON + 6
        return taken

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a line's size; a heading has some air above it."""
        return QSize(80, _ROW + (8 if index.data(_ENTRY).heading and index.row() else 0))


class PaneList(QListWidget):
    """Lines of which one is chosen; arrows pass over headings."""

    chosen = Signal(str)  # by the person, not by `set_current`

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("bare", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setItemDelegate(_Painter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.currentItemChanged.connect(self._changed)
        self._quiet = False

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these lines; the current one stays current."""
        current = self.current()
        self._quiet = True
        same = [self.item(row).data(_ENTRY).id for row in range(self.count())] == [entry.id for entry in entries]
        if not same:
            self.clear()
            for entry in entries:
                item = QListWidgetItem()
                if entry.heading:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.addItem(item)
        for row, entry in enumerate(entries):
            item = self.item(row)
            item.setData(_ENTRY, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, strip_isolates(f"{entry.label} {entry.end}".strip()))
            item.setToolTip(strip_isolates(entry.label))
        self._quiet = False
        if not same and current:
            self.set_current(current)

    def current(self) -> str:
        """Return the id of the current line, "" for none."""
        entry = self.currentIndex().data(_ENTRY)
        return entry.id if isinstance(entry, Entry) else ""

    def entry(self, entry_id: str) -> Entry | None:
        """Return a line by its id."""
        found = (self.item(row).data(_ENTRY) for row in range(self.count()))
        return next((entry for entry in found if entry.id == entry_id), None)

    def set_current(self, entry_id: str) -> None:
        """Mark a line without announcing it."""
        self._quiet = True
        for row in range(self.count()):
            if self.item(row).data(_ENTRY).id == entry_id:
                self.setCurrentRow(row)
        self._quiet = False

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._quiet:
            self.chosen.emit(item.data(_ENTRY).id)
