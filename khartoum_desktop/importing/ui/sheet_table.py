"""The ministry's sheet as received: row kinds at the start, the field of each column above its letter."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.core.text import isolate
from khartoum_desktop.importing.model import Certainty, ColumnPlan, Problem, SheetPlan, label_of
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.ui.cell_notes import cell_font, comment_of, hover_words, paint_comment_mark
from khartoum_desktop.sheets.model import Cell
from khartoum_desktop.toolkit.direction import is_rtl
from khartoum_desktop.toolkit.painting import ChipLook, draw_chip, draw_text, text_side
from khartoum_desktop.toolkit.theme import current_theme

_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_KIND_WIDTH, _ROW, _HEAD = 164, 30, 68
_NARROWEST, _WIDEST = 76, 240
_MEASURED: Final = 60  # rows that say how wide a column is
_PADDING: Final = 8

KIND_WORDS: Final[Mapping[Kind, str]] = {
    Kind.TITLE: N_("title"),
    Kind.HEADER: N_("header"),
    Kind.TAGS: N_("tags"),
    Kind.REPEATED: N_("repeated header"),
    Kind.SECTION: N_("section"),
    Kind.PROPOSAL: N_("proposal"),
    Kind.MORE: N_("continued"),
    Kind.TOTAL: N_("total"),
    Kind.NOTE: N_("note"),
    Kind.SIGNATURE: N_("signature"),
    Kind.EMPTY: N_("empty"),
    Kind.HIDDEN: N_("hidden"),
    Kind.IGNORED: N_("ignored"),
}
_RUNNING: Final = frozenset({Kind.TITLE, Kind.SECTION, Kind.NOTE, Kind.SIGNATURE})
_KIND_CHIPS: Final[Mapping[Kind, str]] = {
    Kind.PROPOSAL: "ok",
    Kind.MORE: "ok",
    Kind.HEADER: "accent",
    Kind.SECTION: "info",
    Kind.TOTAL: "warn",
}
_CERTAINTY_CHIPS: Final[Mapping[Certainty, str]] = {
    Certainty.SURE: "ok",
    Certainty.CONFIRMED: "ok",
    Certainty.SUGGESTED: "warn",
    Certainty.OFFERED: "warn",
    Certainty.NONE: "error",
}


def cell_words(value: Cell) -> str:
    """Return a cell as the person reads it."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return format_date(value.isoformat()[:10])
    return str(value)


def column_chip(column: ColumnPlan) -> ChipLook:
    """Return the chip above a column: its field and how sure that is."""
    if not column.target:
        return ChipLook(_("Choose field"), kind="error")
    icon = "" if column.applied else "question"
    return ChipLook(label_of(column.target), kind=_CERTAINTY_CHIPS[column.certainty], icon=icon)


class SheetModel(QAbstractTableModel):
    """The rows of one sheet; column 0 is the row's number and kind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.plan: SheetPlan | None = None
        self.problems: dict[tuple[int, str], Problem] = {}

    def show_plan(self, plan: SheetPlan) -> None:
        """Show a sheet as it is planned."""
        self.beginResetModel()
        self.plan = plan
        self.problems = {(one.row, one.column): one for row in plan.rows for one in row.problems}
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many rows the sheet has."""
        return 0 if parent.isValid() or self.plan is None else len(self.plan.sheet.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many columns the sheet has, and one for the kind."""
        return 0 if parent.isValid() or self.plan is None else self.plan.sheet.width + 1

    def number(self, row: int) -> int:
        """Return Excel's number of a row."""
        return row + (self.plan.sheet.first_row if self.plan else 1)

    def kind(self, row: int) -> Kind:
        """Return what a row is."""
        kinds = self.plan.structure.kinds if self.plan else ()
        return kinds[row] if row < len(kinds) else Kind.EMPTY

    def letter(self, column: int) -> str:
        """Return Excel's letter of a column of this model."""
        return self.plan.letter(column - 1) if self.plan and column else ""

    def column(self, column: int) -> ColumnPlan | None:
        """Return what is planned for a column of this model."""
        return self.plan.column(self.letter(column)) if self.plan and column else None

    def problem(self, row: int, column: int) -> Problem | None:
        """Return what is wrong with a cell."""
        return self.problems.get((self.number(row), self.letter(column))) if column else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return texts and explanations."""
        if self.plan is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.ToolTipRole:
            problem = self.problem(row, column)
            said = problem.reason.text if problem else ""
            return hover_words(self.plan.sheet, self.number(row), column - 1, said) if column else None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return comment_of(self.plan.sheet, self.number(row), column - 1) if column else None
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if column == 0:
            return f"{self.number(row)} {_(KIND_WORDS[self.kind(row)])}"
        return isolate(cell_words(self.plan.sheet.rows[row][column - 1]))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's letter and field."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        column = self.column(section)
        return f"{self.letter(section)} {column_chip(column).word if column else ''}".strip()


class _Header(QHeaderView):
    """Chip and letter of each column; a click chooses the column's field."""

    def __init__(self, parent: QWidget, model: SheetModel) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sheet = model
        self.setSectionsClickable(True)
        self.setFixedHeight(_HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint the chip over the letter."""
        theme, box, rtl = current_theme(), QRectF(rect), is_rtl(self)
        painter.save()
        painter.fillRect(box, theme.colour("sunken"))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("divider"))
        column = self._sheet.column(section)
        if column is not None:
            room = QRectF(box.left() + _PADDING, box.top() + 6, box.width() - 2 * _PADDING, 26)
            draw_chip(painter, room, column_chip(column), theme, rtl=rtl)
        lower = QRectF(box.left() + _PADDING, box.top() + 36, box.width() - 2 * _PADDING, 26)
        word = self._sheet.letter(section) or _("Row")
        draw_text(painter, lower, word, theme.font("caption"), theme.colour("text_muted"), text_side(rtl=rtl))
        painter.restore()


class _Delegate(QStyledItemDelegate):
    """Tints rows by kind, marks cells with a problem, shows kinds as chips."""

    def __init__(self, model: SheetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        theme, view = current_theme(), self.parent()
        box = QRectF(getattr(option, "rect"))  # noqa: B009 - PySide's option has its members only at run time
        rtl = isinstance(view, QWidget) and is_rtl(view)
        kind, row, column = self._sheet.kind(index.row()), index.row(), index.column()
        painter.save()
        painter.fillRect(box, self._ground(kind))
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), theme.colour("divider"))
        room = box.adjusted(_PADDING, 0, -_PADDING, 0)
        if column == 0:
            figure = QRectF(room.right() - 34, room.top(), 34, room.height())
            if rtl:
                figure.moveLeft(room.left())
            chip = QRectF(room.left() + (38 if rtl else 0), room.top() + 4, room.width() - 38, room.height() - 8)
            draw_chip(painter, chip, ChipLook(_(KIND_WORDS[kind]), kind=_KIND_CHIPS.get(kind, "")), theme, rtl=rtl)
            number = str(self._sheet.number(row))
            draw_text(painter, figure, number, theme.font("caption"), theme.colour("text_muted"), _figures())
        else:
            quiet = kind not in {Kind.PROPOSAL, Kind.MORE, Kind.HEADER, Kind.SECTION, Kind.TOTAL}
            font = theme.font("strong" if kind in {Kind.HEADER, Kind.SECTION, Kind.TOTAL} else "body")
            text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            if (plan := self._sheet.plan) is not None:
                font = cell_font(plan.sheet, self._sheet.number(row), column - 1, font)
                if comment_of(plan.sheet, self._sheet.number(row), column - 1):
                    paint_comment_mark(painter, box, theme, rtl=rtl)
            draw_text(painter, room, text, font, theme.colour("text_muted" if quiet else "text"), text_side(rtl=rtl))
            if self._sheet.problem(row, column):
                painter.setPen(theme.colour("warn"))
                painter.drawRect(box.adjusted(1, 1, -2, -2))
        if isinstance(view, QTableView) and view.currentIndex() == index and view.hasFocus():
            painter.setPen(theme.colour("focus"))
            painter.drawRect(box.adjusted(0, 0, -1, -2))
        painter.restore()

    @staticmethod
    def _ground(kind: Kind) -> QColor:
        roles = {
            Kind.PROPOSAL: "base",
            Kind.MORE: "base",
            Kind.HEADER: "accent_weak",
            Kind.SECTION: "info_bg",
            Kind.TOTAL: "warn_bg",
        }
        return current_theme().colour(roles.get(kind, "sunken"))


def _figures() -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


class SheetTable(QTableView):
    """The sheet in its own direction; keys say what a row is, Alt+Down chooses a column's field."""

    kind_wanted = Signal(int, object)  # Excel's row number, Kind
    field_wanted = Signal(int, object)  # column of the model, where the list opens (QRect, global)

    _KEYS: Final = {
        Qt.Key.Key_T: Kind.TITLE,
        Qt.Key.Key_H: Kind.HEADER,
        Qt.Key.Key_S: Kind.SECTION,
        Qt.Key.Key_P: Kind.PROPOSAL,
        Qt.Key.Key_G: Kind.TOTAL,
        Qt.Key.Key_Space: Kind.IGNORED,
    }

    def __init__(self) -> None:
        super().__init__()
        self.sheet = SheetModel(self)
        self.setModel(self.sheet)
        self.setItemDelegate(_Delegate(self.sheet, self))
        head = _Header(self, self.sheet)
        self.setHorizontalHeader(head)
        head.setStretchLastSection(True)
        head.sectionClicked.connect(self._ask_field)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setShowGrid(False)
        self.setAccessibleName(_("The sheet as received"))
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)

    def show_plan(self, plan: SheetPlan) -> None:
        """Show a sheet in its own direction, keeping the place."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        rightward = plan.sheet.right_to_left
        if rightward is not None:
            self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rightward else Qt.LayoutDirection.LeftToRight)
        other = self.sheet.plan is None or self.sheet.plan.sheet is not plan.sheet
        self.sheet.show_plan(plan)
        self._span_lone_cells(plan)
        if other:
            self._fit_columns(plan)
        if row >= 0:
            self.setCurrentIndex(self.sheet.index(row, max(column, 0)))

    def _span_lone_cells(self, plan: SheetPlan) -> None:
        """Let titles, headings and notes run over the empty cells beside them."""
        self.clearSpans()
        width = plan.sheet.width
        for row, kind in enumerate(plan.structure.kinds):
            if kind in _RUNNING:
                filled = [place for place, cell in enumerate(plan.sheet.rows[row]) if cell is not None]
                for place, following in zip(filled, [*filled[1:], width], strict=True):
                    if following - place > 1:
                        self.setSpan(row, place + 1, 1, following - place)

    def _fit_columns(self, plan: SheetPlan) -> None:
        """Make each column as wide as its chip and its first cells need, within reason."""
        theme = current_theme()
        body, small = theme.metrics("strong"), theme.metrics("caption")
        self.setColumnWidth(0, _KIND_WIDTH)
        rows = [
            cells
            for cells, kind in zip(plan.sheet.rows, plan.structure.kinds, strict=True)
            if kind in {Kind.HEADER, Kind.PROPOSAL, Kind.TOTAL}
        ][:_MEASURED]
        for place in range(plan.sheet.width):
            column = plan.column(plan.letter(place))
            chip = small.horizontalAdvance(column_chip(column).word) + 40 if column else 0
            widest = max((body.horizontalAdvance(cell_words(cells[place])[:60]) for cells in rows), default=0)
            needed = max(chip, widest) + 2 * _PADDING + 4
            self.setColumnWidth(place + 1, round(min(max(needed, _NARROWEST), _WIDEST)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of rows and columns."""
        index = self.currentIndex()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        kind = self._KEYS.get(Qt.Key(event.key()))
        if index.isValid() and event.key() == Qt.Key.Key_Down and alt:
            self._ask_field(index.column())
        elif index.isValid() and kind is not None and not event.modifiers():
            self.kind_wanted.emit(self.sheet.number(index.row()), kind)
        else:
            super().keyPressEvent(event)

    def _ask_field(self, section: int) -> None:
        if self.sheet.column(section) is None:
            return
        head = self.horizontalHeader()
        corner = QPoint(head.sectionViewportPosition(section), 0)
        where = QRect(head.viewport().mapToGlobal(corner), head.viewport().size())
        where.setWidth(head.sectionSize(section))
        self.field_wanted.emit(section, where)
