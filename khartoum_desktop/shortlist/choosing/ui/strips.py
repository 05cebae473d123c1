"""How the budget is used up, as a bar of its proposals; and the next best sets with what would be swapped."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel, is_rtl
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.parts import Card, clear_layout
from khartoum_desktop.toolkit.theme import current_theme

_BAR: Final = 12.0
_HEIGHT: Final = 32


@dataclass(frozen=True, slots=True)
class Piece:
    """A proposal's part of the budget: its share (0-1) and what stands under it."""

    share: float
    words: str


class BudgetBar(QWidget):
    """The budget as a track, filled from the start edge with the chosen proposals."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: tuple[Piece, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for bar and words."""
        return QSize(300, _HEIGHT)

    def show_pieces(self, pieces: Sequence[Piece], spoken: str) -> None:
        """Show the parts in this order; `spoken` is what a screen reader says."""
        self._pieces = tuple(pieces)
        self.setAccessibleName(strip_isolates(spoken))
        self.setToolTip(" · ".join(piece.words for piece in pieces))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track, a segment for each proposal, and below it its words where there is room."""
        theme, rtl, box = current_theme(), is_rtl(self), QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("track"))
        painter.drawRoundedRect(QRectF(0, 0, box.width(), _BAR), 2, 2)
        left, free = 0.0, 0.0
        for piece in self._pieces:
            width = box.width() * piece.share
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bar"))
            painter.drawRect(mirrored(QRectF(left, 0, max(width - 1, 1), _BAR), box, rtl=rtl))
            needed = theme.metrics("caption").horizontalAdvance(strip_isolates(piece.words)) + 6
            if left >= free and needed <= width + 2:
                room = mirrored(QRectF(left, _BAR + 3, needed, 16), box, rtl=rtl)
                muted = theme.colour("text_muted")
                draw_text(painter, room, piece.words, theme.font("caption"), muted, text_side(rtl=rtl))
                free = left + needed
            left += width
        painter.end()


@dataclass(frozen=True, slots=True)
class Alternative:
    """A next best set in words: the difference in value, its cost, what leaves and what joins."""

    loss: str
    cost: str
    leaves: str
    joins: str
    spoken: str


class SetStrip(QWidget):
    """The next best sets beside each other."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.title = LeadingLabel("", kind="section")
        self.remark = ElidingLabel(_("difference in value, and the swap"), role="muted")
        head.addWidget(self.title)
        head.addWidget(self.remark, 1)
        column.addLayout(head)
        self.cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.cards.setSpacing(8)
        column.addLayout(self.cards)

    def show_sets(self, title: str, sets: Sequence[Alternative]) -> None:
        """Show these sets; with none the strip says so."""
        self.title.setText(title)
        self.remark.setVisible(bool(sets))
        clear_layout(self.cards)
        for one in sets:
            self.cards.addWidget(_card(one), 1)


def _card(one: Alternative) -> Card:
    card = Card(padding=10)
    card.body.setSpacing(2)
    card.setAccessibleName(strip_isolates(one.spoken))
    card.setToolTip(one.spoken)
    first = QHBoxLayout()
    first.addWidget(LeadingLabel(one.loss, kind="strong"))
    first.addStretch(1)
    first.addWidget(LeadingLabel(one.cost, kind="caption", role="muted"))
    card.body.addLayout(first)
    for words, refs in ((_("out: {refs}"), one.leaves), (_("in: {refs}"), one.joins)):
        card.body.addWidget(LeadingLabel(fill(words, refs=refs), kind="caption", wrap=True))
    return card
