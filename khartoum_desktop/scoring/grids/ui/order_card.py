"""The card of the order of importance: criteria are dragged, or moved with Alt and the arrows; weights follow."""

from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids.ui.fields import titled
from khartoum_desktop.toolkit.direction import LeadingLabel, is_rtl
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.parts import Card
from khartoum_desktop.toolkit.theme import current_theme

_ROW: Final = 30
_DRAG: Final = 6  # pixels from which a press is a drag


class OrderRow(QAbstractButton):
    """One criterion with its place and its weight."""

    moved = Signal(int)  # by so many places
    dragged = Signal(QPoint)  # where it was let go, in the window

    def __init__(self, ident: str) -> None:
        super().__init__()
        self.id = ident
        self._place, self._name, self._share = "", "", ""
        self._from: QPoint | None = None
        self.setFixedHeight(_ROW)
        self.setProperty("ring", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def show_place(self, place: str, name: str, share: str) -> None:
        """Show where the criterion stands and what it weighs."""
        self._place, self._name, self._share = place, name, share
        self.setAccessibleName(strip_isolates(f"{place} {name}, {share}"))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        return QSize(320, _ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt and an arrow."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        self._from = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it where the row is let go."""
        start, self._from = self._from, None
        super().mouseReleaseEvent(event)
        if start is not None and abs(event.position().y() - start.y()) >= _DRAG:
            self.dragged.emit(self.mapTo(self.window(), event.position().toPoint()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint place, name and weight from the start edge."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        painter = QPainter(self)
        if self.isDown():
            painter.fillRect(box, theme.colour("accent_weak"))
        elif self.underMouse():
            painter.fillRect(box, theme.colour("alt"))
        side = text_side(rtl=rtl)
        end = Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight
        room = box.width() - 16 - 34 - 70
        for left, width, text, kind, align in (
            (8.0, 30.0, self._place, "strong", side),
            (42.0, room, self._name, "body", side),
            (box.width() - 70 - 8, 70.0, self._share, "body", end | Qt.AlignmentFlag.AlignAbsolute),
        ):
            slot = mirrored(QRectF(left, 0, width, box.height()), box, rtl=rtl)
            draw_text(painter, slot, text, theme.font(kind), theme.colour("text"), align)
        painter.end()


class OrderCard(Card):
    """Announces a new order: the ids of the criteria, the most important first."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Order of importance"))
        words = _("Drag a criterion, or move it with Alt and the arrow keys. Equal places share the weight of both.")
        self.body.addWidget(LeadingLabel(words, kind="caption", role="muted", wrap=True))
        self.rows: list[OrderRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.body.addLayout(self._column)
        self._read_only = False

    def show_set(self, criteria: CriteriaSet, *, read_only: bool) -> None:
        """Show the criteria in their order; the rows stay, so that the focus does."""
        self._read_only = read_only
        order = sorted(criteria.criteria, key=lambda one: one.importance or 0)
        known = {row.id: row for row in self.rows}
        rows = [known.pop(one.id) if one.id in known else self._made(one.id) for one in order]
        for gone in known.values():
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.rows = rows
        for place, (row, one) in enumerate(zip(rows, order, strict=True)):
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
                row.show()
            name = titled(one.key, one.label.text())
            row.show_place(format_number(one.importance or 0), name, format_percent(criteria.share_of(one), 1))
            row.setEnabled(not read_only)

    def _made(self, ident: str) -> OrderRow:
        row = OrderRow(ident)
        row.moved.connect(lambda by: self._move(row, by))
        row.dragged.connect(lambda at: self._drop(row, at))
        return row

    def _move(self, row: OrderRow, by: int) -> None:
        self._put(row, self.rows.index(row) + by)

    def _drop(self, row: OrderRow, at: QPoint) -> None:
        here = self.mapFrom(self.window(), at).y()
        self._put(row, sum(other is not row and other.geometry().center().y() < here for other in self.rows))

    def _put(self, row: OrderRow, place: int) -> None:
        if self._read_only or not 0 <= place < len(self.rows):
            return
        order = [other.id for other in self.rows if other is not row]
        order.insert(place, row.id)
        self.ordered.emit(order)
