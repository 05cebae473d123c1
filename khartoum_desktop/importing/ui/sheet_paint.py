"""How a ministry's sheet is painted: rows tinted by kind, chips over the columns, marks on cells to look at."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.importing.model import ColumnPlan, Weight
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.ui.cell_notes import cell_font, comment_of, paint_comment_mark
from khartoum_desktop.importing.ui.sheet_model import KIND_CHIPS, KIND_WORDS, SheetModel, column_chip
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import ChipLook, draw_chip, draw_text, mirrored, text_side
from khartoum_desktop.toolkit.theme import current_theme

_Index = QModelIndex | QPersistentModelIndex
HEAD: Final = 68
PADDING: Final = 8
_EYE: Final = 14
_MARK: Final = 3


class Header(QHeaderView):
    """Chip and letter of each column; a click chooses the column's field."""

    def __init__(self, parent: QWidget, model: SheetModel) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sheet = model
        self.setSectionsClickable(True)
        self.setFixedHeight(HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint the chip over the letter."""
        theme, box, rtl = current_theme(), QRectF(rect), is_rtl(self)
        painter.save()
        painter.fillRect(box, theme.colour("sunken"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("divider"))
        column = self._sheet.column(section)
        if column is not None:
            room = QRectF(box.left() + PADDING, box.top() + 6, box.width() - 2 * PADDING, 26)
            draw_chip(painter, room, column_chip(column), theme, rtl=rtl)
        lower = QRectF(box.left() + PADDING, box.top() + 36, box.width() - 2 * PADDING, 26)
        if self._sheet.is_hidden_column(section):
            eye = mirrored(QRectF(lower.right() - _EYE, lower.center().y() - _EYE / 2, _EYE, _EYE), lower, rtl=rtl)
            draw_icon(painter, eye, "eye-slash", theme.colour("text_muted"))
        word = self._sheet.letter(section) or _("Row")
        draw_text(painter, lower, word, theme.font("caption"), theme.colour("text_muted"), text_side(rtl=rtl))
        painter.restore()


class SheetDelegate(QStyledItemDelegate):
    """Tints rows by kind, marks cells with a problem, shows kinds as chips."""

    def __init__(self, model: SheetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        theme, view = current_theme(), self.parent()
        box = QRectF(getattr(option, "rect"))  # noqa: B009 - PySide's option has its members only at run time
        rtl = isinstance(view, QWidget) and is_rtl(view)
        kind, row, column = self._sheet.kind(index.row()), index.row(), index.column()
        label = self._sheet.label(row, column)
        kind = Kind.HEADER if label else Kind.PROPOSAL if self._sheet.is_untold(row) else kind
        painter.save()
        painter.fillRect(box, self._ground(kind))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("divider"))
        room = box.adjusted(PADDING, 0, -PADDING, 0)
        if column == 0:
            self._label(painter, box, row, rtl=rtl, selected=_is_selected(option))
        else:
            quiet = kind not in {Kind.PROPOSAL, Kind.MORE, Kind.HEADER, Kind.SECTION, Kind.TOTAL}
            font = theme.font("strong" if kind in {Kind.HEADER, Kind.SECTION, Kind.TOTAL} else "body")
            text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            if (plan := self._sheet.plan) is not None:
                font = cell_font(plan.sheet, self._sheet.number(row), column - 1, font)
                if comment_of(plan.sheet, self._sheet.number(row), column - 1):
                    paint_comment_mark(painter, box, theme, rtl=rtl)
            if label is not None:
                room = self._field(painter, room, label, rtl=rtl)
            draw_text(painter, room, text, font, theme.colour("text_muted" if quiet else "text"), text_side(rtl=rtl))
            problem = self._sheet.problem(row, column)
            if problem is not None:
                painter.setPen(theme.colour("error" if problem.reason.weight is Weight.HOLDS else "warn"))
                painter.drawRect(box.adjusted(1, 1, -2, -2))
        if isinstance(view, QTableView) and view.currentIndex() == index and view.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.drawRect(box.adjusted(0, 0, -1, -2))
        painter.restore()

    @staticmethod
    def _field(painter: QPainter, room: QRectF, label: ColumnPlan, *, rtl: bool) -> QRectF:
        """Paint the field of a form's label at the end of its cell, and return the room that is left for its words."""
        side = QRectF(room.center().x(), room.top() + 3, room.width() / 2, room.height() - 6)
        draw_chip(painter, mirrored(side, room, rtl=rtl), column_chip(label), current_theme(), rtl=rtl)
        return mirrored(QRectF(room.left(), room.top(), room.width() / 2 - PADDING, room.height()), room, rtl=rtl)

    def _label(self, painter: QPainter, box: QRectF, row: int, *, rtl: bool, selected: bool) -> None:
        """Paint number, kind and, for a row that is hidden in the file, the crossed eye; the mark of a selected row."""
        theme, kind = current_theme(), self._sheet.kind(row)
        if selected:
            painter.fillRect(box.adjusted(0, 0, 0, -1), theme.colour("accent_weak"))
            mark = QRectF(box.left(), box.top(), _MARK, box.height())
            painter.fillRect(mirrored(mark, box, rtl=rtl), theme.colour("accent"))
        room = box.adjusted(PADDING, 0, -PADDING, 0)
        chip = mirrored(QRectF(room.left(), room.top() + 4, room.width() - 56, room.height() - 8), room, rtl=rtl)
        if not self._sheet.is_untold(row):
            draw_chip(painter, chip, ChipLook(_(KIND_WORDS[kind]), kind=KIND_CHIPS.get(kind, "")), theme, rtl=rtl)
        muted = theme.colour("text_muted")
        if self._sheet.is_hidden(row):
            eye = QRectF(room.right() - 54, room.center().y() - _EYE / 2, _EYE, _EYE)
            draw_icon(painter, mirrored(eye, room, rtl=rtl), "eye-slash", muted)
        figure = mirrored(QRectF(room.right() - 36, room.top(), 36, room.height()), room, rtl=rtl)
        draw_text(painter, figure, str(self._sheet.number(row)), theme.font("caption"), muted, _figures())

    @staticmethod
    def _ground(kind: Kind) -> QColor:
        roles = {
            Kind.PROPOSAL: "base",
            Kind.MORE: "base",
            Kind.HEADER: "accent_weak",
            Kind.SECTION: "info_bg",
            Kind.TOTAL: "warn_bg",
        }
        return current_theme().colour(roles.get(kind, "sunken"))


def _is_selected(option: QStyleOptionViewItem) -> bool:
    state = getattr(option, "state")  # noqa: B009 - PySide's option has its members only at run time
    return bool(state & QStyle.StateFlag.State_Selected)


def draw_end(painter: QPainter, width: float, y: float, *, moving: bool) -> None:
    """Paint the lower edge of the table with its handle in the middle."""
    theme = current_theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.DashLine if moving else Qt.PenStyle.SolidLine))
    painter.drawLine(QPointF(0, y), QPointF(width, y))
    grip = QRectF(width / 2 - 22, y - 6, 44, 12)
    painter.setPen(QPen(theme.colour("base"), 1))
    painter.setBrush(theme.colour("accent"))
    painter.drawRoundedRect(grip, 6, 6)
    painter.setPen(QPen(theme.colour("on_accent"), 1.4))
    for line in (-2, 2):
        painter.drawLine(QPointF(width / 2 - 8, y + line), QPointF(width / 2 + 8, y + line))
    painter.restore()


def _figures() -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
