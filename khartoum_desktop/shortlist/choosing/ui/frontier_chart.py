"""The best value at each budget as a step line, with the present budget marked."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr, strip_isolates
from khartoum_desktop.shortlist.choosing.search import Step
from khartoum_desktop.shortlist.choosing.words import Naming
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.painting import draw_text, mirrored
from khartoum_desktop.toolkit.theme import current_theme

_LEFT: Final = 44.0
_BOTTOM: Final = 36.0
_TOP: Final = 18.0
_RIGHT: Final = 12.0
_TICKS: Final = 4
_MILLION: Final = 10**9  # thousandths
_STEPS: Final = (1, 2, 5)


def tick_step(most: Fraction, number: int = _TICKS) -> Fraction:
    """Return a round distance (1, 2 or 5 times a power of ten) at which about so many ticks reach `most`."""
    if most <= 0:
        return Fraction(1)
    power = Fraction(1)
    while power * number > most:
        power /= 10
    while power * number * 10 <= most:
        power *= 10
    return next((power * step for step in _STEPS if power * step * number >= most), power * 10)


class FrontierChart(QWidget):
    """Computed left to right, mirrored at the end; its table is what a screen reader says and what is copied."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._naming: Naming | None = None
        self._budget: int | None = None
        self._reached: Fraction | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._describe()

    def sizeHint(self) -> QSize:
        """Return the room that the chart wants."""
        return QSize(240, 188)

    def minimumSizeHint(self) -> QSize:
        """Return the least that can be read."""
        return QSize(180, 188)

    def show_steps(self, steps: Sequence[Step], naming: Naming, budget: int | None, reached: Fraction | None) -> None:
        """Show points of the frontier (any order), the present budget (thousandths) and what it reaches."""
        self._steps = tuple(sorted(steps, key=lambda step: step.amount))
        self._naming, self._budget, self._reached = naming, budget, reached
        self._describe()
        self.update()

    def table(self) -> str:
        """Return the chart as a table: a line for each budget, parted by tabs."""
        if self._naming is None:
            return ""
        naming = self._naming
        lines = [f"{naming.amount(step.amount)}\t{naming.value(step.value)}" for step in self._steps]
        return strip_isolates("\n".join([f"{_('Budget')}\t{_('Value')}", *lines]))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the table."""
        menu = QMenu(self)
        menu.addAction(_("Copy as table"), self.copy)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def copy(self) -> None:
        """Put the table on the clipboard."""
        QGuiApplication.clipboard().setText(self.table())

    def _describe(self) -> None:
        self.setAccessibleName(_("Value for the money"))
        self.setAccessibleDescription(self.table())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grid, axes, step line and the present budget."""
        if self._naming is None or not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        plot = box.adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
        money = max(self._steps[-1].amount, self._budget or 0, 1)
        worth = max(*(step.value for step in self._steps), self._reached or Fraction(), Fraction(1, 10**6))
        self._grid(painter, box, plot, money, worth)
        self._line(painter, box, plot, money, worth)
        self._now(painter, box, plot, money, worth)
        if self.hasFocus():
            painter.setPen(QPen(current_theme().colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.end()

    def _at(self, box: QRectF, plot: QRectF, x: float, y: float) -> QPointF:
        """Return where a point (shares of the axes) stands."""
        left = plot.left() + plot.width() * x
        if is_rtl(self):
            left = box.left() + box.right() - left
        return QPointF(left, plot.bottom() - plot.height() * y)

    def _grid(self, painter: QPainter, box: QRectF, plot: QRectF, money: int, worth: Fraction) -> None:
        theme, rtl, naming = current_theme(), is_rtl(self), self._naming
        if naming is None:
            return
        muted, caption = theme.colour("text_muted"), theme.font("caption")
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
        start = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
        scale = 100 if naming.by_score else 1
        shown = worth * scale
        step, at = tick_step(shown), Fraction()
        while at <= shown:
            share = float(at / shown)
            painter.setPen(QPen(theme.colour("control_border" if not at else "divider"), 1))
            painter.drawLine(self._at(box, plot, 0, share), self._at(box, plot, 1, share))
            label = QRectF(box.left(), plot.bottom() - plot.height() * share - 8, _LEFT - 6, 16)
            draw_text(painter, mirrored(label, box, rtl=rtl), _short(at), caption, muted, start if rtl else end)
            at += step
        millions = Fraction(money, _MILLION)
        step, at = tick_step(millions), Fraction()
        middle = Qt.AlignmentFlag.AlignHCenter
        while at <= millions:
            point = self._at(box, plot, float(at / millions), 0)
            draw_text(painter, QRectF(point.x() - 24, plot.bottom() + 3, 48, 15), _short(at), caption, muted, middle)
            at += step
        title = fill(_("budget, {currency} million"), currency=naming.currency)
        below = QRectF(plot.left() - 20, plot.bottom() + 19, plot.width() + 30, 16)
        draw_text(painter, mirrored(below, box, rtl=rtl), title, caption, muted, middle)

    def _line(self, painter: QPainter, box: QRectF, plot: QRectF, money: int, worth: Fraction) -> None:
        theme = current_theme()
        painter.setPen(QPen(theme.colour("bar"), 2))
        before = self._at(box, plot, self._steps[0].cost / money, 0)
        for step in self._steps:
            here = self._at(box, plot, step.cost / money, float(step.value / worth))
            corner = QPointF(here.x(), before.y())
            painter.drawLine(before, corner)
            painter.drawLine(corner, here)
            before = here
        painter.drawLine(before, QPointF(self._at(box, plot, 1, 0).x(), before.y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bar"))
        for step in self._steps:
            painter.drawEllipse(self._at(box, plot, step.cost / money, float(step.value / worth)), 2.5, 2.5)

    def _now(self, painter: QPainter, box: QRectF, plot: QRectF, money: int, worth: Fraction) -> None:
        if self._budget is None or self._reached is None or self._naming is None:
            return
        theme, rtl = current_theme(), is_rtl(self)
        top, foot = self._at(box, plot, self._budget / money, 1), self._at(box, plot, self._budget / money, 0)
        pen = QPen(theme.colour("text"), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(top.x(), box.top() + 4), foot)
        here = self._at(box, plot, self._budget / money, float(self._reached / worth))
        painter.setPen(QPen(theme.colour("base"), 1.5))
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(here, 5, 5)
        before = self._budget * 2 > money
        top_of = here.y() - 20 if before else min(here.y() + 4, plot.bottom() - 17)  # where the line does not run
        room = QRectF(here.x() - 66 if before != rtl else here.x() + 8, top_of, 58, 16)
        side = Qt.AlignmentFlag.AlignRight if before != rtl else Qt.AlignmentFlag.AlignLeft
        words = self._naming.value(self._reached)
        draw_text(
            painter, room, words, theme.font("strong"), theme.colour("text"), side | Qt.AlignmentFlag.AlignAbsolute
        )


def _short(number: Fraction) -> str:
    """Return a tick's number with as many places as it needs, three at most."""
    places = next((places for places in range(3) if (number * 10**places).denominator == 1), 3)
    return isolate_ltr(format_number(number, places))
