"""The command search (Ctrl+K): everything that can be done or opened, found by any spelling of its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, QSize, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.toolkit.actions import Action, run, shortcut_text
from khartoum_desktop.toolkit.buttons import draw_key
from khartoum_desktop.toolkit.direction import LeadingLabel, is_rtl
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.parts import SearchLine
from khartoum_desktop.toolkit.theme import CONTROL_RADIUS, CONTROL_SMALL, current_theme

_WIDTH: Final = 560
_ROW: Final = 34
_ROWS: Final = 12
_FIELD: Final = 270


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the search: what it is called, what it does, and muted at its end where it belongs or its keys."""

    label: str
    run: Callable[[], object]
    hint: str = ""
    icon: str = ""
    key: str = ""


Look = Callable[[str, Callable[[tuple[str, Sequence[Row]]], None]], object]


def action_rows(actions: Sequence[Action]) -> list[Row]:
    """Return rows for what can be done just now."""
    return [
        Row(
            action.label,
            partial(run, action),
            icon=action.icon,
            key=shortcut_text(action.shortcut) if action.shortcut else "",
        )
        for action in actions
        if action.id and action.enabled()
    ]


class _Lines(QStyledItemDelegate):
    """Paints a row of the search."""

    def __init__(self, owner: "CommandSearch") -> None:
        super().__init__(owner)
        self._owner = owner

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Paint icon, label, hint and keys."""
        theme, state = current_theme(), option
        shown: Any = state
        row = self._owner.shown[index.row()]
        box, rtl = QRectF(shown.rect), shown.direction == Qt.LayoutDirection.RightToLeft
        on = bool(shown.state & QStyle.StateFlag.State_Selected)
        if on:
            painter.fillRect(box, theme.colour("accent_weak"))
        colour = theme.colour("on_accent_weak" if on else "text")
        muted = theme.colour("on_accent_weak" if on else "text_muted")
        if row.icon:
            square = QRectF(box.left() + 12, box.center().y() - 8, 16, 16)
            draw_icon(painter, mirrored(square, box, rtl=rtl), row.icon, muted, rtl=rtl)
        tail = row.key or row.hint
        room = theme.metrics("caption").horizontalAdvance(tail) + 10 if tail else 0
        words = QRectF(box.left() + 38, box.top(), box.width() - 58 - room, box.height())
        draw_text(painter, mirrored(words, box, rtl=rtl), row.label, theme.font("body"), colour, text_side(rtl=rtl))
        slot = mirrored(QRectF(box.right() - 12 - room, box.center().y() - 9, room, 18), box, rtl=rtl)
        if row.key:
            draw_key(painter, slot, row.key, muted)
        elif row.hint:
            draw_text(painter, slot, row.hint, theme.font("caption"), muted, Qt.AlignmentFlag.AlignHCenter)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Any) -> QSize:
        """Return a row's size."""
        return QSize(100, _ROW)


class CommandSearch(QFrame):
    """A list over the window; arrows move, Enter runs, Esc closes.

    Commands answer to each key; a moment after the last one `look(words, show)` is asked for what else there is, and
    calls `show((words, rows))` when it has found it.
    """

    def __init__(self, parent: QWidget, commands: Sequence[Row], look: Look | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("floating", "true")
        self.setLayoutDirection(parent.layoutDirection())
        self._commands, self._look = commands, look
        self.shown: list[Row] = []
        self.line = SearchLine(_("Search or command"), key="")
        self.line.textChanged.connect(self._filter)
        self.line.searched.connect(self._look_further)
        self.line.installEventFilter(self)
        self.list = QListView()
        self.list.setProperty("popup", "true")
        self.list.setModel(QStringListModel(self.list))
        self.list.setItemDelegate(_Lines(self))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(_("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.clicked.connect(self._run)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.nothing = LeadingLabel(_("Nothing is called so."), role="muted")
        self.nothing.setContentsMargins(12, 4, 12, 8)
        column.addWidget(self.nothing)
        column.addStretch(1)
        self._filter("")

    def open_over(self, window: QWidget) -> None:
        """Open near the top of the window, in its middle."""
        width = min(_WIDTH, window.width() - 40)
        corner = window.mapToGlobal(QPoint((window.width() - width) // 2, 44))
        self.setGeometry(QRect(corner, QSize(width, _ROW * _ROWS + 60)))
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _filter(self, text: str) -> None:
        words = fold_key(text).split()
        found = [row for row in self._commands if all(word in fold_key(row.label) for word in words)]
        if words:
            found.sort(key=lambda row: not fold_key(row.label).startswith(words[0]))
        self._show(found, at=0)

    def _look_further(self, text: str) -> None:
        if text.strip() and self._look is not None:
            self._look(text, self._show_found)

    def _show_found(self, found: tuple[str, Sequence[Row]]) -> None:
        words, rows = found
        if words == self.line.text():
            commands = [row for row in self.shown if row in self._commands]
            self._show([*commands, *rows], at=max(self.list.currentIndex().row(), 0))

    def _show(self, rows: list[Row], at: int) -> None:
        self.shown = rows
        model: Any = self.list.model()
        model.setStringList([row.label for row in rows])
        self.list.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        if rows:
            self._go(at)

    def _go(self, line: int) -> None:
        self.list.setCurrentIndex(self.list.model().index(line, 0))

    def _run(self, index: QModelIndex) -> None:
        if index.isValid():
            row = self.shown[index.row()]
            self.close()
            row.run()

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Take arrows and Enter while the line has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            line = self.list.currentIndex().row()
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.shown:
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                self._go((line + by) % len(self.shown))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return False


class SearchButton(QPushButton):
    """Looks like a field in the menu row, opens the command search."""

    def __init__(self, key: str) -> None:
        super().__init__(_("Search or command"))
        self._key = key
        self.setAccessibleName(_("Search or command"))
        self.setFixedSize(_FIELD, CONTROL_SMALL)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a field with magnifier, words and keys."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("control_border"))
        painter.setBrush(theme.colour("base"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CONTROL_RADIUS, CONTROL_RADIUS)
        muted = theme.colour("text_muted")
        square = QRectF(9, box.center().y() - 8, 16, 16)
        draw_icon(painter, mirrored(square, box, rtl=rtl), "search", muted)
        words = QRectF(32, 0, box.width() - 90, box.height())
        draw_text(painter, mirrored(words, box, rtl=rtl), self.text(), theme.font("body"), muted, text_side(rtl=rtl))
        width = theme.metrics("caption").horizontalAdvance(self._key) + 12
        slot = QRectF(box.right() - 6 - width, box.center().y() - 9, width, 18)
        draw_key(painter, mirrored(slot, box, rtl=rtl), self._key, muted)
        painter.end()
