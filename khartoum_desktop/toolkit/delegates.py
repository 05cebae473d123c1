"""How a cell is painted: ground, selection mark, focus ring, then its text, chip or bar, in both directions."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QToolTip

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.painting import (
    draw_chip,
    draw_completeness,
    draw_contributions,
    draw_score,
    draw_text,
    draw_two_lines,
    text_side,
)
from khartoum_desktop.toolkit.theme import Theme, current_theme

CELL_PADDING: Final = 10
_MARK: Final = 3


def draw_ground(
    painter: QPainter, box: QRectF, theme: Theme, *, rtl: bool, selected: bool, first: bool, focused: bool
) -> None:
    """Paint a row's part: ground, divider below, the mark at the start edge, the ring in the current cell."""
    if selected:
        painter.fillRect(box, theme.colour("accent_weak"))
    ratio = painter.device().devicePixelRatioF()
    pixel = 1 / ratio
    painter.fillRect(QRectF(box.left(), box.bottom() - pixel, box.width(), pixel), theme.colour("divider"))
    if selected and first:
        left = box.right() - _MARK if rtl else box.left()
        painter.fillRect(QRectF(left, box.top(), _MARK, box.height()), theme.colour("accent"))
    if focused:
        painter.setPen(QPen(theme.colour("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -1, -1 - pixel))


class RowDelegate(QStyledItemDelegate):
    """Paints cells of a `RowsModel` by their `ColumnView`, cells of any other model as text."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        theme = current_theme()
        shown: Any = option  # the stubs hide QStyleOptionViewItem's fields
        rtl = shown.direction == Qt.LayoutDirection.RightToLeft
        box = QRectF(shown.rect)
        selected = bool(shown.state & QStyle.StateFlag.State_Selected)
        focused = bool(shown.state & QStyle.StateFlag.State_HasFocus)
        view = shown.widget
        first = isinstance(view, QTableView) and view.horizontalHeader().visualIndex(index.column()) == 0
        painter.save()
        draw_ground(painter, box, theme, rtl=rtl, selected=selected, first=first, focused=focused)
        room = box.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        model: Any = index.model()
        later = getattr(model, "fetch_later", None) is not None
        row = model.shown_at(index.row()) if hasattr(model, "shown_at") else None
        if row is None and later:
            pass  # it is on its way
        elif row is None:
            self._plain(painter, room, index, theme, rtl=rtl, selected=selected)
        else:
            self._cell(painter, room, model.columns[index.column()], row, theme, rtl=rtl, selected=selected)
        painter.restore()

    def _plain(
        self,
        painter: QPainter,
        room: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        theme: Theme,
        *,
        rtl: bool,
        selected: bool,
    ) -> None:
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        side = Qt.AlignmentFlag(align) if align is not None else text_side(rtl=rtl)
        if not side & Qt.AlignmentFlag.AlignAbsolute:
            side = text_side(rtl=rtl)
        colour = theme.colour("on_accent_weak" if selected else "text")
        draw_text(painter, room, str(index.data() or ""), theme.font("body"), colour, side)

    def _cell(
        self, painter: QPainter, room: QRectF, column: Any, row: Any, theme: Theme, *, rtl: bool, selected: bool
    ) -> None:
        text = column.text(row)
        if column.chip is not None and (chip := column.chip(row)) is not None:
            draw_chip(painter, room, chip, theme, rtl=rtl)
        elif column.contributions is not None and (bar := column.contributions(row)) is not None:
            draw_contributions(painter, room, bar, theme, rtl=rtl)
        elif column.bar == "score":
            draw_score(painter, room, column.share(row), text, theme, rtl=rtl, selected=selected)
        elif column.bar == "complete":
            draw_completeness(painter, room, column.share(row) or 0.0, text, theme, rtl=rtl, selected=selected)
        elif column.second is not None:
            draw_two_lines(painter, room, text, column.second(row), theme, rtl=rtl, selected=selected)
        else:
            muted = column.muted is not None and column.muted(row)
            strong = column.strong is not None and column.strong(row)
            colour = theme.colour("on_accent_weak" if selected else "text_muted" if muted else "text")
            side = text_side(rtl=rtl)
            if column.numeric:
                side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
            draw_text(painter, room, text, theme.font("strong" if strong else "body"), colour, side)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a size from the text alone; row heights are fixed by the table."""
        theme = current_theme()
        width = theme.metrics("body").horizontalAdvance(strip_isolates(str(index.data() or "")))
        return QSize(int(width) + 2 * CELL_PADDING + 2, super().sizeHint(option, index).height())

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Show the whole text of a cell that is cut off, unless the column has a tool tip of its own."""
        if index.isValid() and not index.data(Qt.ItemDataRole.ToolTipRole):
            text = str(index.data() or "")
            room = view.visualRect(index).width() - 2 * CELL_PADDING
            if current_theme().metrics("body").horizontalAdvance(strip_isolates(text)) > room:
                QToolTip.showText(event.globalPos(), text, view.viewport())
                return True
        return super().helpEvent(event, view, option, index)
