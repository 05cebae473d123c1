"""What is in, and what is out: a line for each proposal with its reason, a pin and a ban to click."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOptionViewItem, QTableView, QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.shortlist.choosing.answer import Line
from khartoum_desktop.toolkit.delegates import RowDelegate, draw_ground
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.parts import Card, Icon
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.theme import ROW_TWO_LINES, current_theme

PIN, BAN = "pin", "ban"
_ICONS: Final = {PIN: ("push-pin", "push-pin-fill"), BAN: ("prohibit", "prohibit-fill")}
_SIZE: Final = 16
_COST: Final = 2  # the column of costs
_KEYS: Final = {"p": PIN, "ح": PIN, "b": BAN, "لا": BAN, "ﻻ": BAN}  # the same keys on an Arabic keyboard


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal in one of the two lists; texts are ready to be shown."""

    line: Line
    title: str
    second: str
    value: str
    cost: str
    reason: str
    pinned: bool = False
    banned: bool = False


class _MarkDelegate(RowDelegate):
    """Paints pin and ban as icons, filled where they are set; all else as usual."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        model: Any = index.model()
        key = model.columns[index.column()].key
        row = model.row_at(index.row())
        if key not in _ICONS or row is None:
            super().paint(painter, option, index)
            return
        theme, shown = current_theme(), option
        box = QRectF(shown.rect)
        on = row.pinned if key == PIN else row.banned
        state = shown.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        view = shown.widget
        first = isinstance(view, QTableView) and view.horizontalHeader().visualIndex(index.column()) == 0
        painter.save()
        rtl = shown.direction == Qt.LayoutDirection.RightToLeft
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        draw_ground(painter, box, theme, rtl=rtl, selected=selected, first=first, focused=focused)
        square = QRectF(box.center().x() - _SIZE / 2, box.center().y() - _SIZE / 2, _SIZE, _SIZE)
        colour = theme.colour("accent" if on and key == PIN else "error" if on else "text_muted")
        draw_icon(painter, square, _ICONS[key][on], colour)
        painter.restore()


class SetTable(Table):
    """A list of proposals; P pins, B bans, a click on the icons does the same."""

    marked = Signal(str, str)  # PIN or BAN, the proposal's id

    def __init__(self, name: str) -> None:
        super().__init__(name=name, multiple=False)
        self.setItemDelegate(_MarkDelegate(self))
        self.set_row_height(ROW_TWO_LINES)
        self._shown: dict[str, Row] = {}
        self.model_: RowsModel[Row] = RowsModel(_columns(""), self._fetch, self)
        self.setModel(self.model_)
        self.clicked.connect(self._clicked)

    def show_rows(self, rows: Sequence[Row], cost: str) -> None:
        """Show these proposals in this order; `cost` heads what they cost."""
        if cost != self.model_.columns[_COST].label:
            self.model_.set_columns(_columns(cost))
        self._shown = {row.line.item.id: row for row in rows}
        self.model_.set_ids(list(self._shown))
        self.model_.refresh()

    def row(self, ident: str) -> Row | None:
        """Return the row of a proposal shown here."""
        return self._shown.get(ident)

    def mark(self, kind: str) -> None:
        """Pin or ban the current proposal."""
        ident = next(iter(self.selected_ids()), "")
        if ident:
            self.marked.emit(kind, ident)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pin with P and ban with B, whatever the keyboard's language."""
        kind = _KEYS.get(event.text().lower())
        if kind is not None and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.mark(kind)
        else:
            super().keyPressEvent(event)

    def _fetch(self, ids: Sequence[str]) -> dict[str, Row]:
        return {one: self._shown[one] for one in ids if one in self._shown}

    def _clicked(self, index: QModelIndex) -> None:
        key = self.model_.columns[index.column()].key
        if key in _ICONS:
            self.marked.emit(key, self.model_.id_at(index.row()))


def _columns(cost: str) -> list[ColumnView[Row]]:
    pin = lambda row: _("Pinned: always in") if row.pinned else _("Pin: always in")  # noqa: E731 - twice the same
    ban = lambda row: _("Banned: always out") if row.banned else _("Ban: always out")  # noqa: E731 - twice the same
    return [
        ColumnView("title", _("Proposal"), lambda row: row.title, second=lambda row: row.second, sortable=False,
                   tool_tip=lambda row: f"{row.title}\n{row.reason}", minimum=140,
                   accessible=lambda row: f"{row.title}, {row.second}"),
        ColumnView("value", _("Value"), lambda row: row.value, 66, numeric=True, strong=lambda _row: True,
                   sortable=False),
        ColumnView("cost", cost, lambda row: row.cost, 86, numeric=True, muted=lambda _row: True, sortable=False),
        ColumnView(PIN, "", lambda _row: "", 28, tool_tip=pin, accessible=pin, sortable=False),
        ColumnView(BAN, "", lambda _row: "", 28, tool_tip=ban, accessible=ban, sortable=False),
    ]  # fmt: skip


class SetCard(Card):
    """One of the two lists under its word and number."""

    def __init__(self, word: str, icon: str, role: str, marked: Callable[[str, str], object]) -> None:
        super().__init__(padding=1)
        self.body.setSpacing(0)
        self._word = word
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(12, 8, 12, 6)
        line.setSpacing(8)
        self.count = LeadingLabel("", role="muted")
        self.sums = LeadingLabel("", kind="strong")
        line.addWidget(Icon(icon, role, 18))
        line.addWidget(LeadingLabel(word, kind="section"))
        line.addWidget(self.count)
        line.addStretch(1)
        line.addWidget(self.sums)
        self.table = SetTable(word)
        self.table.marked.connect(marked)
        self.body.addWidget(head)
        self.body.addWidget(self.table, 1)

    def show_rows(self, rows: Sequence[Row], cost: str, sums: str = "") -> None:
        """Show the list, how many there are, and what they come to."""
        self.count.setText(format_number(len(rows)))
        self.sums.setText(sums)
        self.table.show_rows(rows, cost)
        self.setAccessibleName(f"{self._word}: {format_number(len(rows))}")
