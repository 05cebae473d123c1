"""The list that opens under a field, with a search line on top: any spelling of a name in any language finds it."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import fold_key, isolate, other_spellings
from khartoum_desktop.toolkit.direction import LeadingLabel, is_rtl, set_shown
from khartoum_desktop.toolkit.painting import draw_text, text_side
from khartoum_desktop.toolkit.theme import CONTROL, current_theme

Choices = Sequence[tuple[str, str]]
"""(code, label); a label may be a `Name`, which other spellings find too."""
_LIST_ROWS: Final = 9
_ITEM: Final = 30


class _Item(QStyledItemDelegate):
    """A line of the pop-up list."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        """Paint the label from the start edge."""
        from PySide6.QtWidgets import QStyle

        theme, shown = current_theme(), option
        state: Any = shown
        box = QRectF(state.rect)
        on = bool(state.state & QStyle.StateFlag.State_Selected)
        if on:
            painter.fillRect(box, theme.colour("accent_weak"))
        colour = theme.colour("on_accent_weak" if on else "text")
        rtl = state.direction == Qt.LayoutDirection.RightToLeft
        draw_text(
            painter,
            box.adjusted(10, 0, -10, 0),
            str(index.data() or ""),
            theme.font("body"),
            colour,
            text_side(rtl=rtl),
        )

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Any) -> QSize:
        """Return a line's size."""
        return QSize(100, _ITEM)


class ListPopup(QFrame):
    """A list under a field with a search line on top; any spelling of a name that the caller knows finds it."""

    picked = Signal(str)  # code

    def __init__(self, items: Choices, *, search: bool, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("floating", "true")
        self.setLayoutDirection(parent.layoutDirection())
        self._items = [(code, label, fold_key(f"{label}\n{other_spellings(label)}")) for code, label in items]
        self._shown: list[str] = []
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_("Search"))
        self.line.setAccessibleName(_("Search"))
        set_shown(self.line, search)
        self.line.textChanged.connect(self._filter)
        self.line.installEventFilter(self)
        self.list = QListView(self)
        self.list.setProperty("popup", "true")
        self.list.setItemDelegate(_Item(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(parent.accessibleName() or _("Choices"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(QStringListModel(self.list))
        self.list.clicked.connect(self._pick)
        self.list.activated.connect(self._pick)
        self.nothing = LeadingLabel(_("Nothing found"), role="muted")
        self.nothing.setContentsMargins(10, 6, 10, 6)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 5, 5, 5)
        column.setSpacing(4)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing, 1)
        self._filter("")

    def show_below(self, field: QWidget, *, current: str = "", typed: str = "") -> None:
        """Open under a field (above it where there is no room), at the current choice or at what was typed."""
        widest = max(
            (current_theme().metrics("body").horizontalAdvance(label) for _c, label, _f in self._items), default=0
        )
        width = max(field.width(), min(480, round(widest) + 50))
        rows = min(_LIST_ROWS, max(1, len(self._items)))
        height = rows * _ITEM + 14 + (CONTROL + 6 if not self.line.isHidden() else 0)
        at = field.mapToGlobal(QPoint(field.width() - width if is_rtl(field) else 0, field.height() + 2))
        screen = field.screen().availableGeometry()
        if at.y() + height > screen.bottom():
            at.setY(max(screen.top(), field.mapToGlobal(QPoint(0, 0)).y() - height - 2))
        at.setX(min(max(at.x(), screen.left()), screen.right() - width))
        self.setGeometry(at.x(), at.y(), width, height)
        self.show()
        (self.list if self.line.isHidden() else self.line).setFocus(Qt.FocusReason.PopupFocusReason)
        if current in self._shown:
            self._go(self._shown.index(current))
        if typed:
            self.line.setText(typed)

    def _filter(self, text: str) -> None:
        words = fold_key(text).split()
        found = [(code, label) for code, label, folded in self._items if all(word in folded for word in words)]
        if words:
            found.sort(key=lambda item: (words[0] not in (said := fold_key(item[1])), not said.startswith(words[0])))
        self._shown = [code for code, _label in found]
        model: Any = self.list.model()
        model.setStringList([isolate(label) or "–" for _code, label in found])
        set_shown(self.list, found)
        set_shown(self.nothing, not found)
        self.line.setAccessibleDescription("" if found else self.nothing.text())
        if found:
            self._go(0)

    def _go(self, row: int) -> None:
        self.list.setCurrentIndex(self.list.model().index(row, 0))

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            code = self._shown[index.row()]
            self.close()
            self.picked.emit(code)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Move in the list with the arrows while typing; Enter picks."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = self.list.currentIndex().row()
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                self._go(min(max(row + by, 0), len(self._shown) - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)
