"""What is struck through in a file, whole cells and parts of them, and the footnote marks beside values."""

from collections.abc import Iterator, Sequence
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.assembling import AppliedColumn, Draft, Row
from khartoum_desktop.importing.model import ColumnPlan, Reason, SheetDecisions, SheetPlan, Weight
from khartoum_desktop.importing.targets import TITLES, Reading, targets
from khartoum_desktop.sheets.model import Sheet, column_letter

_STRUCK_TITLE: Final = Reason(
    N_("The title is struck through in the file: the proposal may have been withdrawn."), (), Weight.HOLDS
)
_STRUCK_CELL: Final = Reason(N_("The cell is struck through in the file: its value was not taken."))
_STRUCK_PART: Final = N_("A part of the cell is struck through in the file and was left out: {struck}")
_MARK: Final = N_("A footnote mark was left out: {mark}")
_SHOWN: Final = 200  # characters of a struck part in a sentence
# what tells which proposal a row is, is no value that was withdrawn
_NAMING: Final = frozenset({Reading.REFERENCE, Reading.IDENTIFIER, Reading.NOTHING})


def leave_struck(
    plan: SheetPlan, looks: Sheet, drafts: Sequence[Draft], columns: Sequence[AppliedColumn], own: SheetDecisions
) -> None:
    """Hold drafts whose title is struck through, and empty the struck cells of others; what a person says stands.

    `looks` tells how cells look by row and column (of a form by card and label: see `form_rows.looks_of`).
    """
    struck = _Struck(plan, looks, own)
    if not struck.places:
        return
    titles = [column.plan for column in columns if column.target in TITLES]
    read = [column.plan for column in columns if targets()[column.target].reading not in _NAMING]
    for draft in drafts:
        filled = [column for column in titles if draft.row[column.index] is not None]
        if filled and all(struck.has(draft.number, column) for column in filled):
            if draft.number not in own.released:
                draft.troubles.append((None, _STRUCK_TITLE))
            continue  # the row is one question, and whoever lets it in wants all of it
        draft.row = struck.emptied(draft, draft.number, draft.row, read)
        draft.parts = [
            struck.emptied(draft, number, row, read) for number, row in zip(draft.more, draft.parts, strict=True)
        ]


def note_parts(
    plan: SheetPlan, looks: Sheet, drafts: Sequence[Draft], columns: Sequence[AppliedColumn], own: SheetDecisions
) -> None:
    """Ask for a look at cells of which a struck part or a footnote mark was left out."""
    if not looks.parts:
        return
    for draft in drafts:
        for number in (draft.number, *draft.more):
            for column in columns:
                parts = looks.parts.get((number, looks.first_column + column.plan.index))
                if parts and not _is_corrected(plan, own, number, column.plan):
                    draft.troubles += [(column.plan, reason) for reason in _said(parts.marks, parts.struck)]


def _said(marks: str, struck: str) -> Iterator[Reason]:
    if struck:
        yield Reason(_STRUCK_PART, (("struck", struck[:_SHOWN]),), Weight.LOOK)
    if marks:
        yield Reason(_MARK, (("mark", marks[:_SHOWN]),), Weight.LOOK)


class _Struck:
    """The struck cells of a sheet, and those over which one of them is merged down."""

    def __init__(self, plan: SheetPlan, looks: Sheet, own: SheetDecisions) -> None:
        self._plan, self._own, self._first = plan, own, looks.first_column
        self.places = looks.struck | {
            (row, merge.first_column)
            for merge in (looks.merges if looks.struck else ())
            if (merge.first_row, merge.first_column) in looks.struck
            for row in range(merge.first_row + 1, min(merge.last_row, looks.last_row) + 1)
        }

    def has(self, number: int, column: ColumnPlan) -> bool:
        """Whether the cell of a column is struck through, and no person said what it holds."""
        is_struck = (number, self._first + column.index) in self.places
        return is_struck and not _is_corrected(self._plan, self._own, number, column)

    def emptied(self, draft: Draft, number: int, row: Row, columns: Sequence[ColumnPlan]) -> Row:
        """Return a row without its struck cells, each of which becomes a trouble of the draft."""
        found = [column for column in columns if row[column.index] is not None and self.has(number, column)]
        if not found:
            return row
        draft.troubles += [(column, _STRUCK_CELL) for column in found]
        empty = {column.index for column in found}
        return tuple(None if index in empty else cell for index, cell in enumerate(row))


def _is_corrected(plan: SheetPlan, own: SheetDecisions, number: int, column: ColumnPlan) -> bool:
    """Whether a person said what stands in a cell."""
    if not own.cells:
        return False
    form = plan.structure.form
    if form is None:
        return (number, column.letter) in own.cells
    return any((row, column_letter(place)) in own.cells for row, place in form.card(number).places[column.index])
