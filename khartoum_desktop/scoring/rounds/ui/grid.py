"""Proposals × assessors: a tick for each sheet that somebody is asked for, and how far it is."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.scoring.rounds.asking import INTERESTS
from khartoum_desktop.scoring.rounds.model import STATES, State
from khartoum_desktop.scoring.rounds.queries import Member, Sheet
from khartoum_desktop.scoring.rounds.ui.reading import Found, progress_words
from khartoum_desktop.toolkit.delegates import RowDelegate
from khartoum_desktop.toolkit.icons import draw_icon
from khartoum_desktop.toolkit.painting import draw_text, mirrored, text_side
from khartoum_desktop.toolkit.switches import draw_tick_box
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table
from khartoum_desktop.toolkit.theme import Theme

_WHO: Final = "who:"
_LATE: Final = "clock"
_BOX: Final = 17
_ICON: Final = 16
_WIDTH: Final = 156
_ROLES: Final[Mapping[State, str]] = {State.SUBMITTED: "ok", State.CONFLICT: "warn", State.NOT_ASKED: "text_muted"}
_ICONS: Final[Mapping[State, str]] = {State.SUBMITTED: "ok", State.CONFLICT: "warn", State.DRAFT: "edit"}


def columns(found: Found) -> list[ColumnView[Candidate]]:
    """Return the columns: the proposal, then each assessor."""

    def second(one: Candidate) -> str:
        not_eligible = _("ineligible") if one.id in found.ineligible else ""
        return dotted([one.ref, found.lists.label(PARTY, one.country), not_eligible])

    def why(one: Candidate) -> str:
        return found.ineligible.get(one.id, "")

    title: ColumnView[Candidate] = ColumnView(
        "title",
        _("Proposal"),
        lambda one: one.title.text(),
        0,
        second=second,
        tool_tip=why,
        sortable=False,
        minimum=220,
    )
    return [title, *(_column(found, member) for member in found.shown.members)]


def _column(found: Found, member: Member) -> ColumnView[Candidate]:
    who = member.assessor.id

    def sheet(one: Candidate) -> Sheet:
        return found.shown.sheets[one.id, who]

    def said(one: Candidate) -> str:
        asked = _("asked") if sheet(one).asked else _("not asked")
        return dotted([found.delegation(member), one.ref, asked, word_of(sheet(one))])

    return ColumnView(
        f"{_WHO}{who}",
        member.assessor.name,
        lambda one: word_of(sheet(one)),
        _WIDTH,
        tool_tip=lambda one: explained(sheet(one), found.delegation(member), progress_words(member)),
        accessible=said,
        sortable=False,
    )


def word_of(sheet: Sheet) -> str:
    """Return how far a sheet is, in a word or two."""
    return _("Submitted late") if came_late(sheet) else _(STATES[sheet.state])


def came_late(sheet: Sheet) -> bool:
    """Tell whether a sheet counts, but came after the deadline."""
    return sheet.late and sheet.state is State.SUBMITTED


def explained(sheet: Sheet, who: str, progress: str) -> str:
    """Return whose sheet it is and what speaks against it."""
    why = sheet.conflict or (_(INTERESTS[sheet.interest]) if sheet.interest is not None else "")
    if sheet.interest is not None and sheet.submitted:
        why = fill(_("{why} It was submitted all the same, and counts."), why=why)
    late = fill(_("Submitted on {date}, after the deadline."), date=format_date(sheet.submitted))
    return "\n".join(part for part in (who, progress, late if came_late(sheet) else "", why) if part)


class _Delegate(RowDelegate):
    """Paints a tick box, a word and an icon in the column of an assessor."""

    def _cell(
        self, painter: QPainter, room: QRectF, column: Any, row: Any, theme: Theme, *, rtl: bool, selected: bool
    ) -> None:
        sheet = sheet_at(self.parent(), column.key, row)
        if sheet is None:
            super()._cell(painter, room, column, row, theme, rtl=rtl, selected=selected)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state, middle = sheet.state, room.center().y()
        box = QRectF(room.left() + 0.5, middle - _BOX / 2, _BOX, _BOX)
        on = Qt.CheckState.Checked if sheet.asked else Qt.CheckState.Unchecked
        draw_tick_box(painter, mirrored(box, room, rtl=rtl), on)
        left = _BOX + 8
        role = _ROLES.get(state, "text")
        icon = _LATE if came_late(sheet) else _ICONS.get(state) or ("warn" if sheet.interest is not None else "")
        if icon:
            square = QRectF(room.left() + left, middle - _ICON / 2, _ICON, _ICON)
            sign = theme.colour("warn" if icon in {"warn", _LATE} else role)
            draw_icon(painter, mirrored(square, room, rtl=rtl), icon, sign)
            left += _ICON + 5
        words = mirrored(room.adjusted(left, 0, 0, 0), room, rtl=rtl)
        colour = theme.colour("on_accent_weak" if selected else role if role == "text_muted" else "text")
        draw_text(painter, words, column.text(row), theme.font("body"), colour, text_side(rtl=rtl))


def sheet_at(table: object, key: str, row: Candidate) -> Sheet | None:
    """Return the sheet of a cell; None in the column of the titles."""
    if not isinstance(table, Grid) or table.found is None or not key.startswith(_WHO):
        return None
    return table.found.shown.sheets.get((row.id, key.removeprefix(_WHO)))


class Grid(Table):
    """The assignments; a click on a box or Space asks, or asks no more."""

    toggled = Signal(str, str, bool)  # proposal, assessor, asked from now on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name=_("Who is asked for which proposals"), multiple=False, parent=parent)
        self.found: Found | None = None
        self.writable = False
        self.setItemDelegate(_Delegate(self))
        self.model_of: RowsModel[Candidate] = RowsModel([], partial(_rows, self), self)
        self.setModel(self.model_of)

    def show_found(self, found: Found, *, writable: bool) -> None:
        """Show a round's assignments."""
        kept, place = self.current_id(), self.last_column
        self.found, self.writable = found, writable
        self.model_of.set_columns(columns(found))
        self.model_of.set_ids([one.id for one in found.shown.proposals])
        self._lay_out()
        if kept and kept in set(self.model_of.ids):
            column = min(place, self.model_of.columnCount() - 1)
            self.setCurrentIndex(self.model_of.index(self.model_of.position(kept), column))

    def current_pair(self) -> tuple[str, str] | None:
        """Return the proposal and the assessor (ids) of the current cell, None in the column of the titles."""
        index = self.currentIndex()
        if not index.isValid() or not index.column():
            return None
        who = self.model_of.columns[index.column()].key.removeprefix(_WHO)
        return self.model_of.id_at(index.row()), who

    def toggle(self) -> None:
        """Ask for the sheet of the current cell, or no more."""
        pair = self.current_pair()
        if pair is not None and self.writable and self.found is not None:
            self.toggled.emit(*pair, not self.found.shown.sheets[pair].asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space; go from cell to cell with the arrows."""
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick with a click on the box."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid() or not index.column():
            return
        room = QRectF(self.visualRect(index))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        box = mirrored(QRectF(room.left(), room.top(), _BOX + 18, room.height()), room, rtl=rtl)
        if box.contains(event.position()):
            self.setCurrentIndex(index)
            self.toggle()


def _rows(grid: Grid, ids: Any) -> dict[str, Candidate]:
    known = {} if grid.found is None else {one.id: one for one in grid.found.shown.proposals}
    return {one: known[one] for one in ids if one in known}
