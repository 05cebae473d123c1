"""The columns of the scoring grid: what a cell says, explains and looks like; a blank never looks like a 0."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion
from khartoum_desktop.scoring.model import BLANKS, Answer
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.scoring.table.model import Grid, Lock, Row, shown
from khartoum_desktop.toolkit.delegates import CELL_PADDING, RowDelegate
from khartoum_desktop.toolkit.painting import draw_text
from khartoum_desktop.toolkit.table import ColumnView, RowsModel
from khartoum_desktop.toolkit.theme import Theme

MARK: Final = "mark:"  # before a criterion's id
_WIDTH: Final = 62
_TITLE: Final = 250


def columns(grid: Grid) -> list[ColumnView[Row]]:
    """Return the columns: the proposal with how far its sheet is, then each criterion."""

    def second(row: Row) -> str:
        return dotted([row.ref, state_of(grid, row)])

    def tool_tip(row: Row) -> str:
        return "\n".join(part for part in (row.title.text(), row.ref, lock_words(row)) if part)

    title: ColumnView[Row] = ColumnView(
        "title", _("Proposal"), lambda row: row.title.text() or _("(no title)"), 0, second=second, tool_tip=tool_tip,
        sortable=False, minimum=_TITLE,
    )  # fmt: skip
    return [title, *(_column(grid.criteria, one) for one in grid.columns)]


def _column(criteria: CriteriaSet, criterion: Criterion) -> ColumnView[Row]:
    def explained(row: Row) -> str:
        answer = row.answer(criterion.id)
        head = fill(_("{key} {name}"), key=criterion.key, name=criterion.label.text())
        reason = fill(_("Reason: {reason}"), reason=answer.reason) if answer.reason else ""
        parts = (head, said(criteria, criterion, answer), reason, lock_words(row))
        return "\n".join(part for part in parts if part)

    def spoken(row: Row) -> str:
        return ", ".join([row.ref, *explained(row).split("\n")])

    return ColumnView(
        f"{MARK}{criterion.id}",
        criterion.key,
        lambda row: shown(row.answer(criterion.id), criteria.scale),
        _WIDTH,
        tool_tip=explained,
        accessible=spoken,
        sortable=False,
    )


def said(criteria: CriteriaSet, criterion: Criterion, answer: Answer) -> str:
    """Return an answer in words: the mark with its level's sentence, or the blank."""
    if answer.value is None:
        return _(BLANKS[answer.blank])
    level = next((one.text.text() for one in criterion.levels if one.mark == answer.value), "")
    mark = criteria.scale.shown(answer.value)
    return fill(_("{mark}: {level}"), mark=mark, level=level) if level else mark


def state_of(grid: Grid, row: Row) -> str:
    """Return how far a sheet is, in a word or two."""
    if row.lock is Lock.CONFLICT:
        return _("conflict of interest")
    if row.lock is Lock.SUBMITTED:
        return _("submitted")
    return fill(_("{n} of {of}"), n=format_number(grid.answered(row)), of=format_number(len(grid.columns)))


def lock_words(row: Row) -> str:
    """Return why a sheet takes no marks, "" where it does."""
    if row.lock is Lock.CONFLICT:
        return fill(_("A conflict of interest is declared here: {reason}"), reason=row.why)
    return fill(_("Submitted on {date}."), date=format_date(row.why)) if row.lock is Lock.SUBMITTED else ""


class MarksModel(RowsModel[Row]):
    """The rows of the grid; the header of a criterion explains its key."""

    named: dict[str, Criterion]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's name; where it is explained, with the criterion's words."""
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole} and 0 < section < len(
            self.columns
        ):
            criterion = self.named[self.columns[section].key.removeprefix(MARK)]
            head = fill(_("{key} {name}"), key=criterion.key, name=criterion.label.text())
            return "\n".join(part for part in (head, criterion.question.text()) if part)
        if role == Qt.ItemDataRole.TextAlignmentRole and section > 0:
            return Qt.AlignmentFlag.AlignCenter
        return super().headerData(section, orientation, role)


class MarkDelegate(RowDelegate):
    """Paints a mark in the middle of its cell, hatching where nothing is assessed, grey ground on locked sheets."""

    typed: Callable[[str, str], str | None] = staticmethod(lambda _row, _column: None)  # what is being typed there

    def _cell(
        self, painter: QPainter, room: QRectF, column: Any, row: Any, theme: Theme, *, rtl: bool, selected: bool
    ) -> None:
        if not column.key.startswith(MARK):
            super()._cell(painter, room, column, row, theme, rtl=rtl, selected=selected)
            return
        whole = room.adjusted(2 - CELL_PADDING, 2, CELL_PADDING - 2, -2)
        if row.lock is not None and not selected:
            painter.fillRect(whole.adjusted(-2, -2, 2, 2), theme.colour("sunken"))
        answer: Answer = row.answer(column.key.removeprefix(MARK))
        typed = self.typed(row.id, column.key)
        if typed is None and not answer.given:
            lines = theme.colour("control_border" if selected else "divider")
            painter.fillRect(whole, QBrush(lines, Qt.BrushStyle.BDiagPattern))
            return
        muted = typed is None and (row.lock is not None or answer.value is None)
        colour = "on_accent_weak" if selected else "text_muted" if muted else "text"
        text = column.text(row) if typed is None else f"{typed}…"
        font = theme.font("body" if answer.value is None or typed is not None else "strong")
        room = whole.adjusted(2, 0, -2, 0)
        draw_text(painter, room, text, font, theme.colour(colour), Qt.AlignmentFlag.AlignHCenter)
        if answer.reason and typed is None:  # the corner of a cell with a remark, as spreadsheets mark it
            left = whole.left() if rtl else whole.right() - 6
            painter.fillRect(QRectF(left, whole.top(), 6, 3), theme.colour("accent"))
