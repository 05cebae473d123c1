"""The rows of a ministry's sheet as received, and in words what each row and column is taken for."""

from collections.abc import Mapping
from string import digits
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.text import isolate
from khartoum_desktop.importing.bounds import last_row
from khartoum_desktop.importing.model import Certainty, ColumnPlan, Problem, SheetPlan, label_of
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.targets import Reading, targets
from khartoum_desktop.importing.ui.cell_notes import comment_of, hover_words
from khartoum_desktop.sheets.model import Cell
from khartoum_desktop.toolkit.painting import ChipLook

_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()

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
KIND_CHIPS: Final[Mapping[Kind, str]] = {
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
    if column.applied and targets()[column.applied].reading is Reading.NOTHING:
        return ChipLook(fill(_("{field}: only kept"), field=label_of(column.target)))
    icon = "" if column.applied else "question"
    return ChipLook(label_of(column.target), kind=_CERTAINTY_CHIPS[column.certainty], icon=icon)


def _place_of(problem: Problem) -> tuple[int, str]:
    """Return row and letter of a problem's cell; those of a form are named whole."""
    letters = problem.column.rstrip(digits)
    return int(problem.column[len(letters) :] or problem.row), letters


class SheetModel(QAbstractTableModel):
    """The rows of one sheet; column 0 is the row's number and kind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.plan: SheetPlan | None = None
        self.problems: dict[tuple[int, str], Problem] = {}
        self.end = -1  # the last row of the table

    def show_plan(self, plan: SheetPlan) -> None:
        """Show a sheet as it is planned."""
        self.beginResetModel()
        self.plan = plan
        self.problems = {_place_of(one): one for row in plan.rows for one in row.problems if one.column}
        self.end = last_row(plan.sheet, plan.structure) - plan.sheet.first_row
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

    def is_untold(self, row: int) -> bool:
        """Whether nobody can say what a row is: its sheet has no header yet."""
        found = self.plan.structure if self.plan else None
        return found is not None and not (found.header_rows or found.form) and self.kind(row) is Kind.TITLE

    def is_hidden(self, row: int) -> bool:
        """Whether a row is hidden in the file."""
        return self.plan is not None and self.number(row) in self.plan.sheet.hidden_rows

    def is_hidden_column(self, column: int) -> bool:
        """Whether a column of this model is hidden in the file."""
        plan = self.plan
        return plan is not None and column > 0 and plan.sheet.first_column + column - 1 in plan.sheet.hidden_columns

    def letter(self, column: int) -> str:
        """Return Excel's letter of a column of this model."""
        return self.plan.letter(column - 1) if self.plan and column else ""

    def column(self, column: int) -> ColumnPlan | None:
        """Return what is planned for a column of this model."""
        return self.plan.column(self.letter(column)) if self.plan and column else None

    def label(self, row: int, column: int) -> ColumnPlan | None:
        """Return what is planned for the label of a form that stands in a cell."""
        form = self.plan.structure.form if self.plan and column else None
        if self.plan is None or form is None:
            return None
        index = form.cells.get((self.number(row), self.plan.sheet.first_column + column - 1))
        return next((one for one in self.plan.columns if one.index == index), None)

    def problem(self, row: int, column: int) -> Problem | None:
        """Return what is wrong with a cell."""
        return self.problems.get((self.number(row), self.letter(column))) if column else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return texts and explanations."""
        if self.plan is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.ToolTipRole:
            problem, label = self.problem(row, column), self.label(row, column)
            said = problem.reason.text if problem else ""
            said = fill(_("Field: {field}"), field=column_chip(label).word) if label is not None else said
            return hover_words(self.plan.sheet, self.number(row), column - 1, said) if column else None
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return comment_of(self.plan.sheet, self.number(row), column - 1) if column else None
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if column == 0:
            return self._label(row)
        return isolate(
            cell_words(self.plan.sheet.received(self.number(row), self.plan.sheet.first_column + column - 1))
        )

    def _label(self, row: int) -> str:
        """Return number and kind of a row, and that it is hidden in the file."""
        kind = self.kind(row)
        words = str(self.number(row)) if self.is_untold(row) else f"{self.number(row)} {_(KIND_WORDS[kind])}"
        if self.is_hidden(row) and kind is not Kind.HIDDEN:
            return fill(_("{row}, hidden in the file"), row=words)
        return words

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's letter and field."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        column = self.column(section)
        return f"{self.letter(section)} {column_chip(column).word if column else ''}".strip()
