"""The card of the order of importance: criteria are dragged, moved with keys, or share a place; weights follow."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids import ordering
from khartoum_desktop.scoring.grids.ordering import Order
from khartoum_desktop.scoring.grids.ui.fields import titled
from khartoum_desktop.scoring.grids.ui.order_row import Landing, OrderRow
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import Card, FlatButton

__all__ = ["OrderCard", "OrderRow"]


class OrderCard(Card):
    """Announces a new order: the ids of the criteria by place, the most important first."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Order of importance"))
        words = _(
            "Drag a criterion, or move it with Alt and the arrow keys; the others keep their places. Alt+S gives it the"
            " same place as the one above. Criteria of one place share the weight of their places."
        )
        self.body.addWidget(LeadingLabel(words, kind="caption", role="muted", wrap=True))
        self.rows: list[OrderRow] = []
        self._order: Order = ()
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.landing = Landing(self._list)
        self._chosen = ""  # the row that had the focus last
        self.share = FlatButton(_("Same place as the one above"), self._share_chosen, small=True)
        self.body.addWidget(self.share, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self._list)
        self._read_only = False

    def show_set(self, criteria: CriteriaSet, *, read_only: bool) -> None:
        """Show the criteria in their order; the rows stay, so that the focus does."""
        self._read_only, self._order = read_only, ordering.order_of(criteria)
        lines = [criteria.criteria[criteria.places[ident]] for ident in ordering.lined_up(self._order)]
        known = {row.id: row for row in self.rows}
        rows = [known.pop(one.id) if one.id in known else self._made(one.id) for one in lines]
        for gone in known.values():
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.rows = rows
        before: QWidget = self._list
        for place, (row, one) in enumerate(zip(rows, lines, strict=True)):
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
                row.show()
            if before is not self._list:
                self.setTabOrder(before, row)
            before = row
            name = titled(one.key, one.label.text())
            row.show_place(format_number(one.importance or 0), name, format_percent(criteria.share_of(one), 1))
            row.setEnabled(not read_only)
        self.share.setVisible(not read_only)
        self._offer_share()

    def _made(self, ident: str) -> OrderRow:
        row = OrderRow(ident)
        row.moved.connect(lambda by: self._put(ordering.moved(self._order, ident, by)))
        row.joined.connect(lambda: self._put(ordering.joined(self._order, ident)))
        row.walked.connect(lambda by: self._walk(row, by))
        row.dragged.connect(lambda at: self._show_landing(row, at))
        row.dropped.connect(lambda at: self._drop(row, at))
        for chosen in (row.focused, row.pressed):
            chosen.connect(partial(self._choose, ident))
        return row

    def _choose(self, ident: str) -> None:
        self._chosen = ident
        self._offer_share()

    def _offer_share(self) -> None:
        known = ordering.lined_up(self._order)
        can = self._chosen in known and ordering.joined(self._order, self._chosen) != self._order
        self.share.setEnabled(can and not self._read_only)

    def _share_chosen(self) -> None:
        row = next((row for row in self.rows if row.id == self._chosen), None)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            self._put(ordering.joined(self._order, self._chosen))

    def _walk(self, row: OrderRow, by: int) -> None:
        there = self.rows.index(row) + by
        if 0 <= there < len(self.rows):
            self.rows[there].setFocus(Qt.FocusReason.TabFocusReason)

    # -- dragging

    def _landed(self, row: OrderRow, at: QPoint) -> Order:
        """Return the order that letting a row go here would make."""
        here = self._list.mapFrom(self.window(), at).y()
        above = sum(other is not row and other.geometry().center().y() < here for other in self.rows)
        return self._order if above == self.rows.index(row) else ordering.dropped(self._order, row.id, above)

    def _show_landing(self, row: OrderRow, at: QPoint) -> None:
        """Show where a row would land: a line for a place of its own, else the rows whose place it would share."""
        order = self._order if self._read_only else self._landed(row, at)
        place = next((place for place in order if row.id in place), ())
        changed = order != self._order
        for other in self.rows:
            other.set_takes(takes=changed and len(place) > 1 and other.id in place and other is not row)
        if not changed or len(place) > 1:
            self.landing.hide()
            return
        line = ordering.lined_up(order)
        below = line.index(row.id)
        over = next((other for other in self.rows if below and other.id == line[below - 1]), None)
        self.landing.show_at(over.geometry().bottom() + 1 if over else 2, self._list.width())

    def _drop(self, row: OrderRow, at: QPoint) -> None:
        self.landing.hide()
        for other in self.rows:
            other.set_takes(takes=False)
        self._put(self._landed(row, at))

    def _put(self, order: Order) -> None:
        if not self._read_only and order != self._order:
            self.ordered.emit(order)
