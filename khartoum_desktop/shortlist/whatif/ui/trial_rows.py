"""Paints the sandbox's lines fast enough to follow a slider: texts are laid out once and kept."""

from typing import Any, Final, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTextOption
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from khartoum_desktop.shortlist.ui.rank_rows import DividingDelegate
from khartoum_desktop.shortlist.whatif.ui.results import TrialRow
from khartoum_desktop.toolkit.delegates import CELL_PADDING
from khartoum_desktop.toolkit.painting import draw_chip, draw_contributions, fitted
from khartoum_desktop.toolkit.table import ColumnView
from khartoum_desktop.toolkit.theme import Theme, current_theme

_KEPT: Final = 4096


class _Laid(NamedTuple):
    """A text that is laid out in its font."""

    text: QStaticText
    font: QFont
    width: float
    height: float


class TrialDelegate(DividingDelegate):
    """As every row is painted, but for lines that are neither selected nor current with texts that are kept."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._texts: dict[tuple[str, str, float], _Laid] = {}
        self._theme = ""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        shown: Any = option  # the stubs hide QStyleOptionViewItem's fields
        model: Any = index.model()
        row = model.row_at(index.row())
        busy = shown.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        if busy or not isinstance(row, TrialRow) or row.standing is None:
            super().paint(painter, option, index)
            return
        theme, rtl = current_theme(), shown.direction == Qt.LayoutDirection.RightToLeft
        if theme.name != self._theme:
            self._theme = theme.name
            self._texts.clear()
        box = QRectF(shown.rect)
        pixel = 1 / painter.device().devicePixelRatioF()
        painter.fillRect(QRectF(box.left(), box.bottom() - pixel, box.width(), pixel), theme.colour("divider"))
        room = box.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        self._trial_cell(painter, room, model.columns[index.column()], row, theme, rtl=rtl)

    def _trial_cell(
        self, painter: QPainter, room: QRectF, column: ColumnView[TrialRow], row: TrialRow, theme: Theme, *, rtl: bool
    ) -> None:
        chip = column.chip(row) if column.chip else None
        bar = column.contributions(row) if column.contributions else None
        if chip is not None:
            draw_chip(painter, room, chip, theme, rtl=rtl)
        elif bar is not None:
            draw_contributions(painter, room, bar, theme, rtl=rtl)
        elif column.second is not None:
            upper = self._laid(column.text(row), "body", room.width(), rtl=rtl)
            lower = self._laid(column.second(row), "caption", room.width(), rtl=rtl)
            top = room.top() + (room.height() - upper.height - lower.height) / 2
            _draw(painter, upper, _left(room, upper, at_right=rtl), top, "text")
            _draw(painter, lower, _left(room, lower, at_right=rtl), top + upper.height, "text_muted")
        else:
            kind = "strong" if column.strong is not None and column.strong(row) else "body"
            role = "text_muted" if column.muted is not None and column.muted(row) else "text"
            laid = self._laid(column.text(row), kind, room.width(), rtl=rtl)
            top = room.top() + (room.height() - laid.height) / 2
            _draw(painter, laid, _left(room, laid, at_right=rtl or column.numeric), top, role)

    def _laid(self, text: str, kind: str, room: float, *, rtl: bool) -> _Laid:
        """Return a text as it is painted, elided to its room."""
        key = (text, kind, room)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= _KEPT:
                self._texts.clear()
            font = current_theme().font(kind)
            static = QStaticText(fitted(text, QFontMetricsF(font), room))
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            option.setTextDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
            static.setTextOption(option)
            static.prepare(font=font)
            size = static.size()
            found = self._texts[key] = _Laid(static, font, size.width(), size.height())
        return found


def _left(room: QRectF, laid: _Laid, *, at_right: bool) -> float:
    return room.right() - laid.width if at_right else room.left()


def _draw(painter: QPainter, laid: _Laid, left: float, top: float, role: str) -> None:
    painter.setFont(laid.font)
    painter.setPen(current_theme().colour(role))
    painter.drawStaticText(QPointF(left, top), laid.text)
