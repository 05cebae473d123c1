"""A cell of the last look before an import: how it is painted, and the line that mends it."""

from typing import Any, Final

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import one_line
from khartoum_desktop.importing.model import Status, Weight, gravest
from khartoum_desktop.importing.survey import Row
from khartoum_desktop.importing.ui.review_words import ROLES, change_of, title_words, value_words
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.toolkit.delegates import RowDelegate
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.switches import draw_tick_box
from khartoum_desktop.toolkit.theme import Theme

TICK, TITLE, TROUBLE = "tick", "title", "trouble"
OWN: Final = frozenset({TICK, "status", TROUBLE})
_KEYS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape})
_ICON, _BOX = 14, 18
_LONGEST: Final = 32_767  # signs in a cell of a spreadsheet


class CellEditor(QLineEdit):
    """A line over a cell: Enter confirms, Ctrl+Enter for every cell with the same text, Esc leaves."""

    done = Signal(str, bool)
    closed = Signal()

    def __init__(self, parent: QWidget, box: QRect, text: str, name: str) -> None:
        super().__init__(parent)
        self._before = one_line(text)
        self._is_over = False
        self.setMaxLength(_LONGEST)
        self.setText(self._before)
        self.setAccessibleName(fill(_("{field}: Enter for this cell, Ctrl+Enter for all with this text"), field=name))
        self.setToolTip(_("Enter: this cell. Ctrl+Enter: all cells with this text. Esc: leave it."))
        wide = box.adjusted(0, 2, 0, -2)
        wide.setWidth(min(max(box.width(), 240), parent.width()))
        if is_rtl(parent):
            wide.moveRight(box.right())
        wide.moveLeft(min(max(wide.left(), 0), parent.width() - wide.width()))
        self.setGeometry(wide)
        self.selectAll()
        self.show()
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Enter before the page does."""
        key = event.key() if isinstance(event, QKeyEvent) else None
        if event.type() == QEvent.Type.ShortcutOverride and key in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Confirm or leave."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            everywhere = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            text = self.text().strip()
            self.leave()
            if text != self._before and text:
                self.done.emit(text, everywhere)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Confirm what was typed, as a spreadsheet does, when the mouse goes elsewhere."""
        super().focusOutEvent(event)
        if not self._is_over and event.reason() == Qt.FocusReason.MouseFocusReason:
            text = self.text().strip()
            self.leave()
            if text != self._before and text:
                self.done.emit(text, False)

    def leave(self) -> None:
        """Go, once."""
        if not self._is_over:
            self._is_over = True
            self.hide()
            self.closed.emit()
            self.deleteLater()


class ReviewDelegate(RowDelegate):
    """Paints ticks, marked cells with the text as received, and old → new."""

    def __init__(self, lists: Lists, parent: QWidget) -> None:
        super().__init__(parent)
        self._lists = lists

    def _cell(
        self, painter: QPainter, room: QRectF, column: Any, row: Any, theme: Theme, *, rtl: bool, selected: bool
    ) -> None:
        if column.key == TICK:
            square = QRectF(room.left(), room.center().y() - _BOX / 2, _BOX, _BOX)
            states = {Status.HELD: Qt.CheckState.Unchecked, Status.SAME: Qt.CheckState.PartiallyChecked}
            draw_tick_box(painter, square, states.get(row.plan.status, Qt.CheckState.Checked))
            return
        if column.key == TROUBLE:
            self._trouble(painter, room, column, row, theme, rtl=rtl, selected=selected)
            return
        problem = row.problem(column.key) if column.key not in OWN else None
        if problem is not None:
            frame = room.adjusted(-6, 5, 6, -4)
            role = ROLES[problem.reason.weight]
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour(role), 1))
            painter.setBrush(theme.colour(f"{role}_bg"))
            painter.drawRoundedRect(frame, 3, 3)
            words = value_words(row, column.key, self._lists) if column.key != TITLE else title_words(row)
            if problem.reason.weight is not Weight.LOOK:
                words = problem.original or words or "–"
            self._with_icon(painter, room, role, words, theme, rtl=rtl)
            return
        change = change_of(row, column.key, self._lists) if column.key not in {*OWN, TITLE} else None
        if change is None:
            super()._cell(painter, room, column, row, theme, rtl=rtl, selected=selected)
        else:
            self._old_and_new(painter, room, change, theme, rtl=rtl)

    def _trouble(
        self, painter: QPainter, room: QRectF, column: Any, row: Row, theme: Theme, *, rtl: bool, selected: bool
    ) -> None:
        worst = gravest(row.plan.problems)
        if worst is None:
            super()._cell(painter, room, column, row, theme, rtl=rtl, selected=selected)
        else:
            self._with_icon(painter, room, ROLES[worst.reason.weight], worst.reason.text, theme, rtl=rtl)

    @staticmethod
    def _with_icon(painter: QPainter, room: QRectF, role: str, words: str, theme: Theme, *, rtl: bool) -> None:
        square = QRectF(room.left(), room.center().y() - _ICON / 2, _ICON, _ICON)
        draw_icon(painter, mirrored(square, room, rtl=rtl), role, theme.colour(role), rtl=rtl)
        rest = mirrored(room.adjusted(_ICON + 6, 0, 0, 0), room, rtl=rtl)
        draw_text(painter, rest, words, theme.font("body"), theme.colour("text"), text_side(rtl=rtl))

    @staticmethod
    def _old_and_new(painter: QPainter, room: QRectF, change: tuple[str, str], theme: Theme, *, rtl: bool) -> None:
        """Paint the old value struck through, an arrow in reading direction, and the new one on its ground."""
        old, new = change
        struck = theme.font("caption")
        struck.setStrikeOut(True)
        width = min(theme.metrics("caption").horizontalAdvance(old) + 2, room.width() * 0.4)
        first = QRectF(room.left(), room.top(), width, room.height())
        arrow = QRectF(first.right() + 3, room.center().y() - 6, 12, 12)
        rest = QRectF(arrow.right() + 3, room.top(), room.right() - arrow.right() - 3, room.height())
        needed = min(theme.metrics("strong").horizontalAdvance(new) + 10, rest.width())
        ground = QRectF(rest.left(), rest.center().y() - 10, needed, 20)
        side = text_side(rtl=rtl)
        draw_text(painter, mirrored(first, room, rtl=rtl), old, struck, theme.colour("text_muted"), side)
        draw_icon(painter, mirrored(arrow, room, rtl=rtl), "forward", theme.colour("text_muted"), rtl=rtl)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ok_bg"))
        painter.drawRoundedRect(mirrored(ground, room, rtl=rtl), 3, 3)
        inner = mirrored(ground.adjusted(5, 0, -4, 0), room, rtl=rtl)
        draw_text(painter, inner, new, theme.font("strong"), theme.colour("ok"), side)
