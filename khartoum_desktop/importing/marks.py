"""The marks by which workbooks of ours are known again: texts in hidden columns, which nobody sees and nobody types."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from khartoum_desktop.importing.cells import IDENTIFIER
from khartoum_desktop.sheets.model import Cell, Sheet

HELP: Final = "kd:help"
"""Stands in each row of a sheet that only explains."""
_FILE: Final = re.compile(r"kd:file:([0-9a-f]{64}):(\d{1,2})")
_CARD: Final = re.compile(r"kd:card:([0-9a-f]{64}):([0-9a-f-]{32,36})")
_LARGEST: Final = 100_000  # cells of a sheet in which cards are looked for: a form has fewer
_LOOK: Final = 200  # rows at the top in which a mark is looked for


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a sheet that went back to a ministry bears its mark: of which file, the header's rows, the ids of rows."""

    sha256: str
    header_rows: tuple[int, ...]
    column: int  # of the ids; the problems stand in the column before
    ids: dict[int, str]  # by row, each once


def file_mark(sha256: str, headers: int) -> str:
    """Return the header of the column of ids: of which file (its hash) the rows are, and how high the header is."""
    return f"kd:file:{sha256}:{headers}"


def card_mark(sha256: str, ident: str) -> str:
    """Return what stands beside the first row of a card of a form: of which file it is (its hash), and its id."""
    return f"kd:card:{sha256}:{ident}"


def is_help(sheet: Sheet) -> bool:
    """Tell whether a sheet of a workbook of ours only explains."""
    return any(HELP in row for row in sheet.rows[:_LOOK])


def mark_of(sheet: Sheet) -> Mark | None:
    """Return the mark of a sheet that went back to a ministry, None for any other."""
    for number, column, text in _texts(sheet):
        match = _FILE.fullmatch(text)
        if match and column > 1:
            headers = tuple(range(max(number - int(match[2]) + 1, 1), number + 1))
            return Mark(match[1], headers, column, _ids(sheet, number, column))
    return None


def cards_of(sheet: Sheet) -> Mark | None:
    """Return the mark of a form that went back to a ministry, None for any other sheet; it has no header.

    `ids` has the rows beside which the marks stand; of a card that was copied the first one keeps its id.
    """
    if len(sheet.rows) * sheet.width > _LARGEST:
        return None
    found: dict[str, int] = {}
    mark: Mark | None = None
    for number, row in sheet.numbered_rows():
        for column, cell in enumerate(row, sheet.first_column):
            match = _CARD.fullmatch(cell.strip()) if isinstance(cell, str) and cell.startswith("kd:") else None
            if match and column > 1 and (mark is None or (mark.sha256, mark.column) == (match[1], column)):
                found.setdefault(match[2], number)
                mark = mark or Mark(match[1], (), column, {})
    return replace(mark, ids={number: ident for ident, number in found.items()}) if mark else None


def _texts(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    for number, row in sheet.numbered_rows():
        if number >= sheet.first_row + _LOOK:
            return
        for column, cell in enumerate(row, sheet.first_column):
            if isinstance(cell, str) and cell.startswith("kd:"):
                yield number, column, cell.strip()


def _ids(sheet: Sheet, header: int, column: int) -> dict[int, str]:
    """Return the ids of rows that hold something; of a row that was copied the first one keeps it."""
    found: dict[str, int] = {}
    for number in range(header + 1, sheet.last_row + 1):
        text = sheet.value(number, column)
        if isinstance(text, str) and IDENTIFIER.fullmatch(text.strip()) and _says(sheet, number, column):
            found.setdefault(text.strip(), number)
    return {number: ident for ident, number in found.items()}


def _says(sheet: Sheet, number: int, column: int) -> bool:
    row = sheet.rows[number - sheet.first_row]
    ours = {column - sheet.first_column, column - 1 - sheet.first_column}
    return any(cell is not None for place, cell in enumerate(row) if place not in ours)


def without_columns(sheet: Sheet, columns: set[int]) -> Sheet:
    """Return a sheet with some columns blank, and without the blank ones at its end."""
    places = {column - sheet.first_column for column in columns}
    rows: list[tuple[Cell, ...]] = [
        tuple(None if place in places else cell for place, cell in enumerate(row)) for row in sheet.rows
    ]
    width = max((place + 1 for row in rows for place, cell in enumerate(row) if cell is not None), default=0)
    last = max((n for n, row in enumerate(rows) if any(cell is not None for cell in row)), default=-1)
    return replace(
        sheet,
        rows=tuple(row[:width] for row in rows[: last + 1]),
        hidden_rows=frozenset(n for n in sheet.hidden_rows if any(cell is not None for cell in _row(rows, sheet, n))),
        hidden_columns=sheet.hidden_columns - columns,
        errors={place: text for place, text in sheet.errors.items() if place[1] not in columns},
        uncalculated={place: text for place, text in sheet.uncalculated.items() if place[1] not in columns},
    )


def _row(rows: Sequence[tuple[Cell, ...]], sheet: Sheet, number: int) -> tuple[Cell, ...]:
    place = number - sheet.first_row
    return rows[place] if 0 <= place < len(rows) else ()
