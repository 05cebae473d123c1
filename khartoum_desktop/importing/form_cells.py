"""The cells of a form as the origin of its proposals keeps them, each by its own name."""

from collections.abc import Iterator, Sequence

from khartoum_desktop.importing.cards import Form
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.kept_json import json_text
from khartoum_desktop.importing.model import ColumnPlan, RowPlan, SheetPlan
from khartoum_desktop.importing.units import is_unit_line
from khartoum_desktop.proposals.rows import COMMENT_MARK
from khartoum_desktop.sheets.model import cell_name
from khartoum_desktop.workspace import StepWriter

_Received = tuple[str, str, str, str | None, str | None]


class FormCells:
    """The cells of a form's cards as a proposal's origin keeps them."""

    def __init__(self, plan: SheetPlan, form: Form) -> None:
        self._sheet = plan.sheet
        self._form = form
        self._columns: Sequence[ColumnPlan] = plan.columns
        self._units = [
            (cell_name(number, plan.sheet.first_column + index), "", cell, None, None)
            for number, row in plan.sheet.numbered_rows()
            if number < form.cards[0].number
            for index, cell in enumerate(row)
            if isinstance(cell, str) and is_unit_line(cell)
        ]

    def write_layout(self, step: StepWriter) -> None:
        """Write nothing: each card keeps its own labels."""

    def of(self, row: RowPlan, more: Sequence[_Received]) -> str:
        """Return the JSON list [cell name, label, original text, field or null, what was not understood or null]."""
        cells = list(self._cells(row))
        seen = {cell[0] for cell in cells}
        return json_text([*(cell for cell in self._units if cell[0] not in seen), *cells, *more])

    def _cells(self, row: RowPlan) -> Iterator[_Received]:
        card = self._form.card(row.row)
        troubles = {problem.column: problem.reason.text for problem in row.problems if problem.column}
        for column in self._columns:
            for place in card.places[column.index]:
                name = cell_name(*place)
                text = text_of(self._sheet.received(*place)) or self._sheet.without_value(*place)
                if text or name in troubles:
                    yield name, column.header, text, column.applied, troubles.get(name)
        for place in card.others:
            yield cell_name(*place), "", text_of(self._sheet.received(*place)), None, None
        for place, text in sorted(self._sheet.comments.items()):
            index = self._form.index_of(cell_name(*place))
            if place[0] in (row.row, *row.more):
                header = self._form.labels[index] if index is not None else cell_name(*place)
                yield cell_name(*place) + COMMENT_MARK, header, text, None, None
