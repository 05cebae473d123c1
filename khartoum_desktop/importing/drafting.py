"""The rows of a table that are proposals, before they are read: merges filled down, rows joined, corrections made."""

from collections.abc import Collection, Sequence

from khartoum_desktop.importing.assembling import Draft, Row
from khartoum_desktop.importing.model import ColumnPlan, SheetDecisions
from khartoum_desktop.importing.shared import shared_figures
from khartoum_desktop.importing.structure import Kind, Structure
from khartoum_desktop.importing.targets import TITLES
from khartoum_desktop.sheets.model import Cell, Sheet


def drafts_of(
    sheet: Sheet,
    structure: Structure,
    columns: Sequence[ColumnPlan],
    decisions: SheetDecisions,
    *,
    is_further: bool = False,
) -> list[Draft]:
    """Return the rows that are proposals: merged cells filled down inside their merge, a person's corrections made.

    Figures are not filled down: see `shared_figures`, also for `is_further`.
    """
    filled = _filled_down(sheet)
    shared = shared_figures(sheet, structure, columns, filled, is_further=is_further)
    titles = {column.index for column in columns if column.applied in TITLES}
    corrected: dict[int, list[tuple[int, str]]] = {}
    indexes = {column.letter: column.index for column in columns}
    by_index = {column.index: column for column in columns}
    for (number, letter), text in decisions.cells.items():
        if letter in indexes:
            corrected.setdefault(number, []).append((indexes[letter], text))
    drafts: list[Draft] = []
    for index, (number, row) in enumerate(sheet.numbered_rows()):
        kind = structure.kinds[index]
        if kind is Kind.MORE and drafts:
            _go_on(drafts[-1], number, row, {place for place, _text in corrected.get(drafts[-1].number, ())})
        if kind is not Kind.PROPOSAL:
            continue
        below = filled.get(number, {})
        if drafts and titles and any(row[i] is None and i in below for i in titles):
            head = drafts[-1]  # of this component row, whose title cell is merged with the one above
            corrected_places = {place for place, _text in corrected.get(head.number, ())}
            head.more.append(number)
            head.parts.append(tuple(None if i in corrected_places else cell for i, cell in enumerate(row)))
            continue
        cells, apart = row, shared.get(number, {})
        if below or apart or number in corrected:
            changed = list(row)
            merged = [(place, value) for place, value in below.items() if row[place] is None]
            for place, value in [*merged, *dict.fromkeys(apart).items(), *corrected.get(number, ())]:
                changed[place] = value
            cells = tuple(changed)
        draft = Draft(number, cells)
        if apart:
            draft.shared = frozenset(apart) - {place for place, _text in corrected.get(number, ())}
            draft.troubles = [(by_index[place], why) for place in draft.shared if (why := apart[place])]
        drafts.append(draft)
    return drafts


def _go_on(draft: Draft, number: int, row: Row, corrected: Collection[int]) -> None:
    """Join a row to the one that it goes on with, as a person said: text to text; what a person corrected stays."""
    cells = list(draft.row)
    for place, cell in enumerate(row):
        if cell is None or place in corrected:
            continue
        before = cells[place]
        if before is None:
            cells[place] = cell
        elif isinstance(before, str) and isinstance(cell, str):
            cells[place] = f"{before.rstrip()} {cell.lstrip()}"
    draft.row = tuple(cells)
    draft.more.append(number)
    draft.parts.append((None,) * len(row))  # nothing of it is left to be read


def _filled_down(sheet: Sheet) -> dict[int, dict[int, Cell]]:
    """Return row number -> cell's place in the row -> value of the vertical merge that covers it."""
    found: dict[int, dict[int, Cell]] = {}
    for merge in sheet.merges:
        if merge.last_row == merge.first_row:
            continue
        value = sheet.value(merge.first_row, merge.first_column)
        place = merge.first_column - sheet.first_column
        if value is None or not 0 <= place < sheet.width:
            continue
        for number in range(merge.first_row + 1, min(merge.last_row, sheet.last_row) + 1):
            found.setdefault(number, {})[place] = value
    return found
