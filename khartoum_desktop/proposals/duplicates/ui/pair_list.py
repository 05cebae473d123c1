"""The list of pairs: two titles, their references, and why they look alike."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import isolate, isolate_ltr, strip_isolates
from khartoum_desktop.proposals.duplicates.queries import Pair
from khartoum_desktop.proposals.showing import restricted_mark
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.theme import current_theme

_PAIR: Final = Qt.ItemDataRole.UserRole
_PADDING: Final = 10
_GAP: Final = 6
_MARK: Final = 3


def why(pair: Pair) -> str:
    """Return in words why two proposals look alike; “not the same” where somebody said so."""
    return pair.likeness.words() if pair.likeness else _("not the same, as somebody said")


def _lines(pair: Pair) -> tuple[tuple[str, str], ...]:
    """Return what stands in a row: (kind of text, text)."""
    both = (pair.first, pair.second)
    marked = (part for one in both for part in (isolate_ltr(one.ref), isolate(restricted_mark(one.restricted))))
    refs = " · ".join(part for part in marked if part)
    titles = (("body", isolate(pair.first.title)), ("body", isolate(pair.second.title)))
    shown = titles[:1] if pair.first.title == pair.second.title else titles
    return (*shown, ("caption", refs), ("caption", why(pair)))


class _Painter(QStyledItemDelegate):
    """Paints a pair: titles, references, reason; the chosen one with ground and mark."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one pair."""
        shown: Any = option  # the stubs hide QStyleOptionViewItem's fields
        theme, rtl = current_theme(), shown.direction == Qt.LayoutDirection.RightToLeft
        box, chosen = QRectF(shown.rect), bool(shown.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(box, theme.colour("accent_weak"))
            mark = QRectF(box.left(), box.top(), _MARK, box.height())
            painter.fillRect(mirrored(mark, box, rtl=rtl), theme.colour("accent"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("divider"))
        if shown.state & QStyle.StateFlag.State_HasFocus and shown.widget.hasFocus():
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(box.adjusted(1, 1, -1, -2))
        top = box.top() + _GAP
        for kind, text in _lines(index.data(_PAIR)):
            height = theme.metrics(kind).height()
            room = QRectF(box.left() + _PADDING, top, box.width() - 2 * _PADDING, height)
            muted = kind == "caption" and not chosen
            colour = theme.colour("on_accent_weak" if chosen else "text_muted" if muted else "text")
            draw_text(painter, room, text, theme.font(kind), colour, text_side(rtl=rtl))
            top += height
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a pair's lines."""
        theme = current_theme()
        lines = sum(theme.metrics(kind).height() for kind, _text in _lines(index.data(_PAIR)))
        return QSize(160, round(lines) + 2 * _GAP)


class PairList(QListWidget):
    """Pairs of which one is chosen; Enter goes on into the pair."""

    chosen = Signal(object)  # a Pair, by the person
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Pairs that look alike"))
        self.setProperty("bare", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setItemDelegate(_Painter(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._quiet = False
        self.currentItemChanged.connect(self._changed)

    def show_pairs(self, pairs: Sequence[Pair], current: frozenset[str]) -> Pair | None:
        """Show these pairs; stay with the current one (its ids), else at its place. Return the pair chosen then."""
        row = self.currentRow()
        self._quiet = True
        self.clear()
        for pair in pairs:
            item = QListWidgetItem()
            item.setData(_PAIR, pair)
            words = fill(_("{one} and {other}: {why}"), one=pair.first.title, other=pair.second.title, why=why(pair))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, strip_isolates(words))
            item.setToolTip(words)
            self.addItem(item)
        same = next((at for at, pair in enumerate(pairs) if frozenset(pair.ids) == current), None)
        self.setCurrentRow(min(max(row, 0), len(pairs) - 1) if same is None else same)
        self._quiet = False
        return self.pair()

    def pair(self) -> Pair | None:
        """Return the pair that is chosen."""
        found = self.currentIndex().data(_PAIR)
        return found if isinstance(found, Pair) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on into the pair with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._quiet:
            self.chosen.emit(item.data(_PAIR))
