"""The heat strip: how often a proposal has each rank when weights are drawn; the darker, the more often."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.shortlist.stability.words import shown_share
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.painting import draw_text, mirrored
from khartoum_desktop.toolkit.theme import current_theme

_CELLS: Final = 12  # so many are shown at least, where there are as many ranks
_HEIGHT, _LABELS = 22, 18
_SAID: Final = Fraction(1, 100)


class HeatStrip(QWidget):
    """One cell a rank, first rank at the start edge; the rank that the proposal has is framed."""

    def __init__(self, shares: Sequence[Fraction], rank: int) -> None:
        super().__init__()
        self._rank = rank
        self.first, self.shares = shown_ranks(shares, rank)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("ring", "true")
        often = [one for one in enumerate(self.shares, start=self.first) if one[1] >= _SAID]
        self.setAccessibleName(_("How often it has each rank"))
        self.setAccessibleDescription(strip_isolates(listed(cell_words(rank, share) for rank, share in often)))

    def sizeHint(self) -> QSize:
        """Return the height of cells and numbers."""
        return QSize(200, _HEIGHT + _LABELS)

    def cell(self, place: int) -> QRectF:
        """Return where a cell (from 0) stands."""
        box = QRectF(1, 1, self.width() - 2, _HEIGHT)
        width = box.width() / max(len(self.shares), 1)
        return mirrored(QRectF(box.left() + place * width, box.top(), width, box.height()), box, rtl=is_rtl(self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cells, the frame and the numbers below."""
        theme = current_theme()
        painter = QPainter(self)
        for place, share in enumerate(self.shares):
            box = self.cell(place).adjusted(0.5, 0, -0.5, 0)
            painter.fillRect(box, theme.colour("sunken"))
            if share:
                painter.setOpacity(0.15 + 0.85 * float(share))
                painter.fillRect(box, theme.colour("bar"))
                painter.setOpacity(1)
        own = self._rank - self.first
        if 0 <= own < len(self.shares):
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawRect(self.cell(own))
        for place in {0, own, len(self.shares) - 1}:
            if 0 <= place < len(self.shares) and (place == own or abs(place - own) > 1):
                under = self.cell(place)
                slot = QRectF(under.center().x() - 20, _HEIGHT + 2, 40, _LABELS - 2)
                slot.moveLeft(min(max(slot.left(), 0), self.width() - slot.width()))
                role = theme.colour("text" if place == own else "text_muted")
                number = format_number(self.first + place)
                draw_text(painter, slot, number, theme.font("caption"), role, self._side(slot, under))
        painter.end()

    def _side(self, slot: QRectF, under: QRectF) -> Qt.AlignmentFlag:
        """Return how a number stands: under its cell, at the edge where there is no room."""
        away = under.center().x() - slot.center().x()
        if abs(away) < 1:
            return Qt.AlignmentFlag.AlignHCenter
        return (
            Qt.AlignmentFlag.AlignLeft if away < 0 else Qt.AlignmentFlag.AlignRight
        ) | Qt.AlignmentFlag.AlignAbsolute

    def event(self, event: QEvent) -> bool:
        """Say of the cell under the pointer how often the rank is had."""
        if isinstance(event, QHelpEvent):
            for place, share in enumerate(self.shares):
                if self.cell(place).contains(event.pos().toPointF()):
                    QToolTip.showText(event.globalPos(), cell_words(self.first + place, share), self)
                    return True
        return super().event(event)


def shown_ranks(shares: Sequence[Fraction], rank: int) -> tuple[int, tuple[Fraction, ...]]:
    """Return the first rank that is shown and the shares from it on: all that occur, and some around them."""
    there = [place for place, share in enumerate(shares) if share] + [rank - 1]
    low, high = min(there), max(there)
    while high - low + 1 < min(_CELLS, len(shares)):
        if low and (high - rank >= rank - 2 - low or high == len(shares) - 1):
            low -= 1
        else:
            high += 1
    return low + 1, tuple(shares[low : high + 1])


def cell_words(rank: int, share: Fraction) -> str:
    """Say how often a rank is had."""
    return fill(_("Rank {rank}: {share} of the draws"), rank=format_number(rank), share=shown_share(share))
