"""What only the looks of a file showed, given back to its rows when they come back in a workbook of ours."""

from collections.abc import Mapping
from dataclasses import replace

from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.kept import Kept, KeptSheet, Place
from khartoum_desktop.importing.marks import Mark
from khartoum_desktop.importing.shared import shared_merges
from khartoum_desktop.sheets.model import CellRange, Sheet, column_letter


def with_looks(sheet: Sheet, mark: Mark, numbers: Mapping[Place, int], kept: Kept, *, is_text: bool) -> Sheet:
    """Return a sheet with what only the looks of its file showed, at its rows of today (`numbers`).

    `is_text`: it is a text file, which shows no strokes.
    """
    shown = _with_hidden(_with_marks(sheet, numbers, kept, is_text=is_text), mark, kept)
    return _with_shared(shown, numbers, kept)


def has_headers(sheet: Sheet, mark: Mark, kept: KeptSheet | None) -> bool:
    """Whether the columns still stand under the headers that they had."""
    if kept is None or not kept.header_rows:
        return False
    row = kept.rows.get(max(kept.header_rows), ())
    places = enumerate(row, kept.first_column)
    return all(text_of(sheet.value(max(mark.header_rows), column)) == text_of(cell) for column, cell in places)


def _with_marks(sheet: Sheet, numbers: Mapping[Place, int], kept: Kept, *, is_text: bool) -> Sheet:
    """Return a sheet with what only the looks of its file showed, at its rows of today: currencies, parts of cells.

    Whoever writes another value into a struck cell means it, whatever it looks like. `is_text`: a text file shows no
    strokes, so that a struck cell which says what it said is still struck through.
    """
    struck, parts = set(sheet.struck), dict(sheet.parts)
    for before in kept.sheets:
        for row, column in before.struck | before.parts.keys():
            number = numbers.get((before.name, row))
            if number is None:
                continue
            is_same = text_of(sheet.value(number, column)) == text_of(before.rows[row][column - before.first_column])
            if not is_same:
                struck.discard((number, column))
            elif (row, column) in before.parts:
                parts.setdefault((number, column), before.parts[row, column])
            elif is_text:
                struck.add((number, column))
    delimiter = next((one.delimiter for one in kept.sheets if one.name in {name for name, _row in numbers}), "")
    shown = _with_currencies(sheet, numbers, kept)
    return replace(shown, struck=frozenset(struck), parts=parts, delimiter=delimiter)


def _with_hidden(sheet: Sheet, mark: Mark, kept: Kept) -> Sheet:
    """Return a sheet with the columns that its file hid, as long as they stand where they stood."""
    hidden = frozenset(
        column for one in kept.sheets if one.name == sheet.name and has_headers(sheet, mark, one)
        for column in one.hidden_columns
    )  # fmt: skip
    return replace(sheet, hidden_columns=sheet.hidden_columns | hidden) if hidden else sheet


def _with_currencies(sheet: Sheet, numbers: Mapping[Place, int], kept: Kept) -> Sheet:
    """Return a sheet with the currencies that only the number formats of its file showed, at its rows of today."""
    found = {
        (number, column): code
        for before in kept.sheets
        for (row, column), code in before.currencies.items()
        if (number := numbers.get((before.name, row)))
    }
    return replace(sheet, currencies={**found, **sheet.currencies}) if found else sheet


def _with_shared(sheet: Sheet, numbers: Mapping[Place, int], kept: Kept) -> Sheet:
    """Return a sheet in which a figure that was merged over several rows, and is as it was, is merged over them."""
    found = []
    for before in kept.sheets:
        for merge in shared_merges(before.name, before.merges, kept.problems):
            today = [now for (name, row), now in numbers.items() if name == before.name and _covers(merge, row)]
            first, column = numbers.get((before.name, merge.first_row)), merge.first_column
            was = before.rows.get(merge.first_row, ())
            if first is None or len(was) <= column - before.first_column:
                continue
            if text_of(sheet.value(first, column)) == text_of(was[column - before.first_column]):
                last = max(*today, first + merge.last_row - merge.first_row)
                found.append(CellRange(first, column, last, merge.last_column))
    return replace(sheet, merges=tuple(dict.fromkeys((*sheet.merges, *found)))) if found else sheet


def _covers(merge: CellRange, row: int) -> bool:
    return merge.first_row <= row <= merge.last_row


def corrected_ends(sheet: Sheet, mark: Mark, numbers: Mapping[Place, int], kept: Kept) -> dict[tuple[int, str], str]:
    """Return what a sender wrote anew under the last header in rows of a text file that went on beyond it.

    Then what still stands beyond is what a separator parted from the value that was there before.
    """
    found: dict[tuple[int, str], str] = {}
    for before in kept.sheets:
        headed = [column for column, text in enumerate(before.headers, before.first_column) if text]
        if not before.delimiter or not headed or not has_headers(sheet, mark, before):
            continue
        last = max(headed)
        for row in before.proposals:
            number, cells = numbers.get((before.name, row)), before.rows[row]
            place = last - before.first_column
            if number is None or not any(cell is not None for cell in cells[place + 1 :]):
                continue
            text = text_of(sheet.value(number, last))
            if text and text != text_of(cells[place]):
                found[number, column_letter(last)] = text
    return found
