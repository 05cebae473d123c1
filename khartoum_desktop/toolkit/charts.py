"""Paints charts of `core.charts`: crisp at any scale, in the theme's colours, mirrored, with hints, keys and words."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from khartoum_desktop.core.charts import Chart, Item, Line, Rectangle, Room, Shape, Text, mirrored, side_of
from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.actions import Action, make_action
from khartoum_desktop.toolkit.clipping import as_clip
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.painting import draw_text
from khartoum_desktop.toolkit.theme import Theme, current_theme, speak

Maker = Callable[[Room], Chart]
_ALIGN: Final = {
    "start": Qt.AlignmentFlag.AlignLeft,
    "middle": Qt.AlignmentFlag.AlignHCenter,
    "end": Qt.AlignmentFlag.AlignRight,
}
_ROOM: Final = 2000.0  # of a text that may be as wide as it likes
_LINE: Final = 20.0


def measure(words: str, kind: str) -> float:
    """Return how wide a text is in the theme's font."""
    return current_theme().metrics(kind).horizontalAdvance(strip_isolates(words))


def colour_of(theme: Theme, role: str) -> QColor:
    """Return the colour of a chart's role."""
    name, colon, number = role.partition(":")
    if not colon:
        return theme.colour(role)
    look = theme.criterion(int(number))
    return look.edge if name == "criterion_edge" else look.fill


def paint_chart(painter: QPainter, chart: Chart, theme: Theme) -> None:
    """Paint a chart, as it is, from the painter's origin."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ratio = painter.device().devicePixelRatioF()
    for shape in chart.shapes:
        _paint(painter, shape, theme, ratio, rtl=chart.rtl)
    painter.restore()


def _paint(painter: QPainter, shape: Shape, theme: Theme, ratio: float, *, rtl: bool) -> None:
    if isinstance(shape, Text):
        _paint_text(painter, shape, theme, rtl=rtl)
    elif isinstance(shape, Line):
        painter.setPen(_pen(theme, shape.colour, shape.width, dashed=shape.dashed))
        first, last = QPointF(shape.x1, shape.y1), QPointF(shape.x2, shape.y2)
        if shape.x1 == shape.x2 or shape.y1 == shape.y2:  # along the pixels, never across them
            first, last = _on_pixels(first, shape.width, ratio), _on_pixels(last, shape.width, ratio)
        painter.drawLine(first, last)
    elif isinstance(shape, Rectangle):
        painter.setPen(_pen(theme, shape.edge, 1))
        painter.setBrush(colour_of(theme, shape.fill) if shape.fill else Qt.BrushStyle.NoBrush)
        left, right = (round(x * ratio) / ratio for x in (shape.x, shape.x + shape.width))
        top, bottom = (round(y * ratio) / ratio for y in (shape.y, shape.y + shape.height))
        inset = 0.5 if shape.edge else 0.0
        box = QRectF(left, top, right - left, bottom - top).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, shape.radius, shape.radius)
    else:
        painter.setPen(_pen(theme, shape.edge, shape.line, dashed=shape.dashed))
        ground = colour_of(theme, shape.fill) if shape.fill else QColor(0, 0, 0, 0)
        if shape.fill and shape.opacity < 1:
            ground = QColor(ground)
            ground.setAlphaF(shape.opacity)
        painter.setBrush(ground)
        painter.drawEllipse(QPointF(shape.x, shape.y), shape.radius, shape.radius)


def _pen(theme: Theme, role: str, width: float, *, dashed: bool = False) -> QPen:
    if not role:
        return QPen(Qt.PenStyle.NoPen)
    pen = QPen(colour_of(theme, role), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.RoundCap if width > 1 else pen.capStyle())
    if dashed:
        pen.setDashPattern([4 / width, 3 / width])
    return pen


def _on_pixels(point: QPointF, width: float, ratio: float) -> QPointF:
    half = 0.5 / ratio if round(width * ratio) % 2 else 0.0
    return QPointF(round(point.x() * ratio) / ratio + half, round(point.y() * ratio) / ratio + half)


def _paint_text(painter: QPainter, text: Text, theme: Theme, *, rtl: bool) -> None:
    room = text.room or _ROOM
    side = side_of(text, rtl=rtl)
    left = {"start": text.x, "middle": text.x - room / 2, "end": text.x - room}[side]
    box = QRectF(left, text.y - _LINE / 2, room, _LINE)
    align = _ALIGN[side] | Qt.AlignmentFlag.AlignAbsolute
    draw_text(painter, box, text.words, theme.font(text.kind), colour_of(theme, text.colour), align)


class ChartView(QWidget):
    """A chart made anew for its room; arrows walk through its items, and what is in hand is told and highlighted."""

    pointed = Signal(str)  # the item in hand, "" for none
    chosen = Signal(str)  # Enter or a click on an item

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("ring", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._maker: Maker | None = None
        self._least = QSize(320, 240)
        self.chart: Chart | None = None
        self.current = ""
        self._chosen = ""  # stays in hand while the mouse points at nothing

    def show_chart(self, maker: Maker, *, least: QSize | None = None) -> None:
        """Show what a maker draws for the room that there is; `least` is the least of it."""
        self._maker, self._least = maker, least or self._least
        self.setMinimumHeight(self._least.height())
        self.updateGeometry()
        self._make()

    def point_at(self, ident: str) -> None:
        """Take an item in hand ("": none), as the mouse or the arrows do."""
        if ident != self.current:
            self.current = ident
            self._make()
            self.pointed.emit(ident)

    def _make(self) -> None:
        if self._maker is None or self.width() <= 1:
            return
        made = self._maker(Room(self.width(), self.height(), measure, self.current))
        if self.current and made.item(self.current) is None:
            self.current = ""
        self.chart = mirrored(made) if is_rtl(self) else made
        self.setAccessibleDescription(strip_isolates(self._spoken()))
        self.update()

    def _spoken(self) -> str:
        item = self.chart.item(self.current) if self.chart else None
        if item is not None:
            return item.words
        return "\n".join(", ".join(row) for row in self.chart.table) if self.chart else ""

    # -- Qt's side

    def sizeHint(self) -> QSize:
        """Return a usual size."""
        return QSize(720, 480).expandedTo(self._least)

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return self._least

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew for the room."""
        super().resizeEvent(event)
        self._make()

    def changeEvent(self, event: QEvent) -> None:
        """Turn with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._make()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chart, and a ring round the item in hand while the keyboard is here."""
        if self.chart is None:
            return
        theme = current_theme()
        painter = QPainter(self)
        paint_chart(painter, self.chart, theme)
        item = self.chart.item(self.current)
        if item is not None and self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            reach = max(item.reach, 6) + 3
            painter.drawEllipse(QPointF(item.x, item.y), reach, reach)
        painter.end()

    def _at(self, place: QPointF) -> Item | None:
        return self.chart.item_at(place.x(), place.y()) if self.chart else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take what is under the mouse in hand."""
        item = self._at(event.position())
        self.point_at(item.id if item else self._chosen)

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of what was only pointed at, unless the keyboard is here."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self.point_at(self._chosen)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse: it stays in hand until something else, or nothing, is chosen."""
        if event.button() == Qt.MouseButton.LeftButton:
            item = self._at(event.position())
            self._chosen = item.id if item else ""
            self.point_at(self._chosen)
            if item is not None:
                self.chosen.emit(item.id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go when the keyboard leaves."""
        super().focusOutEvent(event)
        if not self.underMouse():
            self.point_at(self._chosen)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the items with the arrows, Home and End; choose with Enter, let go with Esc."""
        items = list(dict.fromkeys(item.id for item in self.chart.items)) if self.chart else []
        key, place = event.key(), items.index(self.current) if self.current in items else -1
        ahead = Qt.Key.Key_Left if is_rtl(self) else Qt.Key.Key_Right
        moves = {
            Qt.Key.Key_Down: place + 1,
            ahead: place + 1,
            Qt.Key.Key_Up: max(place - 1, 0),
            Qt.Key.Key_Right if is_rtl(self) else Qt.Key.Key_Left: max(place - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(items) - 1,
        }
        if items and key in moves:
            self.point_at(items[min(moves[Qt.Key(key)], len(items) - 1)])
            speak(self, strip_isolates(self._spoken()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current:
            self._chosen = self.current
            self.chosen.emit(self.current)
        elif key == Qt.Key.Key_Escape and self.current:
            self._chosen = ""
            self.point_at("")
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell what is under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            item = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), item.words if item else "", self)
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the chart as a table."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(make_action(Action("chart.copy", _("Copy as table"), self.copy_table, icon="copy"), menu))
        menu.popup(event.globalPos())

    def copy_table(self) -> None:
        """Put the chart's table on the clipboard."""
        rows = [[strip_isolates(cell) for cell in row] for row in self.chart.table] if self.chart else []
        if rows:
            QGuiApplication.clipboard().setMimeData(as_clip(rows, [False] * len(rows[0])))
