"""What cells say by their looks: percentages, currencies and units of number formats, footnote marks, comments."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.money import unit_note
from khartoum_desktop.importing.assembling import AppliedColumn, Draft, is_money
from khartoum_desktop.importing.model import ColumnPlan, Reason, Weight
from khartoum_desktop.proposals.rows import COMMENT_MARK
from khartoum_desktop.sheets.model import Cell, Parts, Sheet, Workbook, cell_name

_OTHER_CURRENCY: Final = N_("The cell is shown in {shown}, and is read as {currency}.")
_HUNDRED: Final = 100
_OF_THOUSANDS: Final = 3  # figures after a mark that may part thousands


def as_shown(workbook: Workbook) -> Workbook:
    """Return the workbook with each number to which its format gives another size as the text that people see.

    A share of 0.75 becomes 75%, a figure 750 that is shown with a unit becomes 750 k€; other numbers stay numbers.
    A text ending in signs above the line (500²) is taken without them.
    """
    if not any(sheet.percents or sheet.units or sheet.marked for sheet in workbook.sheets):
        return workbook
    return replace(workbook, sheets=tuple(_as_shown(sheet) for sheet in workbook.sheets))


def _as_shown(sheet: Sheet) -> Sheet:
    places: dict[int, list[int]] = {}
    for row, column in (*sheet.percents, *sheet.units, *sheet.marked):
        places.setdefault(row, []).append(column)
    rows = list(sheet.rows)
    for number, columns in places.items():
        if sheet.first_row <= number <= sheet.last_row:
            cells = list(rows[number - sheet.first_row])
            for column in columns:
                place = column - sheet.first_column
                if 0 <= place < len(cells):
                    cells[place] = _value_of(sheet, number, column)
            rows[number - sheet.first_row] = tuple(cells)
    left = {place: Parts(str(sheet.value(*place)), marks) for place, (_value, marks) in sheet.marked.items()}
    return replace(sheet, rows=tuple(rows), parts={**sheet.parts, **left}, marked={})


def _value_of(sheet: Sheet, row: int, column: int) -> Cell:
    marked = sheet.marked.get((row, column))
    return marked[0] if marked else _shown(sheet.value(row, column), sheet.units.get((row, column), ""))


def _shown(cell: Cell, unit: str) -> Cell:
    """Return a number with its unit, as a percentage where it has none."""
    if not isinstance(cell, int | float) or isinstance(cell, bool):
        return cell
    number = Decimal(repr(cell))
    return f"{_spelt(number)} {unit}" if unit else f"{_spelt((number * _HUNDRED).normalize())}%"


def _spelt(number: Decimal) -> str:
    """Return a number in figures of which none can be taken for thousands: 1.234 becomes 1.2340."""
    text = f"{number:f}"
    return f"{text}0" if len(text.partition(".")[2]) == _OF_THOUSANDS else text


def note_looks(sheet: Sheet, drafts: Sequence[Draft], columns: Sequence[AppliedColumn]) -> None:
    """Give drafts the currencies that number formats show."""
    for column in columns if sheet.currencies else ():
        if is_money(column.target):
            _note_currencies(sheet, drafts, column)


def _note_currencies(sheet: Sheet, drafts: Sequence[Draft], column: AppliedColumn) -> None:
    """Keep what the formats of a column say of its amounts; one that half of them agree on holds for all of them.

    Where header, cell, another column or a person names a currency, that one counts, and the difference is told.
    """
    place, number = column.plan.index, sheet.first_column + column.plan.index
    figures = [draft for draft in drafts if isinstance(draft.row[place], int | float)]
    shown = {one.number: code for one in figures if (code := sheet.currencies.get((one.number, number)))}
    if not shown:
        return
    codes = set(shown.values())
    common = codes.pop() if len(codes) == 1 and len(shown) * 2 >= len(figures) else ""
    header = unit_note(column.plan.header)
    possible = header.candidates if header else ()
    for draft in drafts:
        code = shown.get(draft.number, "")
        named = (
            draft.values.get(f"{column.target}_currency")
            or draft.currencies.get(column.target)
            or draft.values.get("currency")
        )
        if named and code and named != code:
            args = (("shown", code), ("currency", str(named)))
            draft.troubles.append((column.plan, Reason(_OTHER_CURRENCY, args, Weight.LOOK)))
        elif (code or common) and (not possible or (code or common) in possible):
            draft.shown[column.target] = code or common


def comments_received(sheet: Sheet, columns: Sequence[ColumnPlan]) -> dict[int, list[tuple[str, str, str, None, None]]]:
    """Return by row the comments of its cells as a proposal's origin keeps them, the cell's name marked as one."""
    if not sheet.comments:
        return {}
    headers: Mapping[int, str] = {sheet.first_column + column.index: column.header for column in columns}
    found: dict[int, list[tuple[str, str, str, None, None]]] = {}
    for (row, column), text in sorted(sheet.comments.items()):
        name = cell_name(row, column)
        found.setdefault(row, []).append((name + COMMENT_MARK, headers.get(column) or name, text, None, None))
    return found
