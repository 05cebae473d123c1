"""What a batch keeps of a file, as it lies in the store: JSON, in which numbers, dates and texts stay what they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from khartoum_desktop.importing.kept import Kept, KeptSheet
from khartoum_desktop.importing.mapping import choice_json, choices_from
from khartoum_desktop.importing.model import ColumnChoice, Problem, Reason, Weight
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.sheets.model import Cell, CellRange, column_number

_LAST_ROW: Final = 1_048_576


def kept_json(kept: Kept) -> dict[str, Any]:
    """Return what is kept as it lies in the store."""
    return {
        "sheets": [_sheet_json(sheet) for sheet in kept.sheets],
        "problems": [
            [one.sheet, one.row, one.column, one.original, one.target, one.reason.message, one.reason.weight.value,
             [list(pair) for pair in one.reason.args]]
            for one in kept.problems
        ],
        "held": [list(place) for place in kept.held],
    }  # fmt: skip


def _sheet_json(sheet: KeptSheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "right_to_left": sheet.right_to_left,
        "first_column": sheet.first_column,
        "header_rows": list(sheet.header_rows),
        "headers": list(sheet.headers),
        "columns": [choice_json(choice) if choice else None for choice in sheet.columns],
        "rows": {str(n): [_cell_json(cell) for cell in row] for n, row in sheet.rows.items()},
        "kinds": {str(n): kind.value for n, kind in sheet.kinds.items()},
        "merges": [[m.first_row, m.first_column, m.last_row, m.last_column] for m in sheet.merges],
        "without": {f"{row},{column}": text for (row, column), text in sheet.without.items()},
        "sections": {str(n): section for n, section in sheet.sections.items()},
        "more": {str(n): list(more) for n, more in sheet.more.items()},
        "ids": {str(n): ident for n, ident in sheet.ids.items()},
        **({"above": list(sheet.above)} if sheet.above else {}),
    }


def _cell_json(cell: Cell) -> Any:
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def kept_from(data: Any) -> Kept:
    """Return what is kept from its JSON, also as an earlier version wrote it: a list of held rows."""
    if isinstance(data, list):
        return _of_list(data)
    problems = [
        Problem(
            str(sheet), int(row), str(column), str(original),
            Reason(str(message), tuple((str(name), str(value)) for name, value in args), Weight(weight)), str(target),
        )
        for sheet, row, column, original, target, message, weight, args in data["problems"]
    ]  # fmt: skip
    held = tuple((str(sheet), int(row)) for sheet, row in data["held"])
    return Kept(tuple(_sheet_from(sheet) for sheet in data["sheets"]), tuple(problems), held)


def _sheet_from(data: Mapping[str, Any]) -> KeptSheet:
    return KeptSheet(
        str(data["name"]),
        data["right_to_left"],
        int(data["first_column"]),
        tuple(map(int, data["header_rows"])),
        tuple(map(str, data["headers"])),
        tuple(_column_from(meant) for meant in data["columns"]),
        {int(n): tuple(map(_cell_from, row)) for n, row in data["rows"].items() if 0 < int(n) <= _LAST_ROW},
        {int(n): Kind(kind) for n, kind in data["kinds"].items()},
        tuple(CellRange(*map(int, merge)) for merge in data["merges"]),
        {_place_from(place): str(text) for place, text in data["without"].items()},
        {int(n): int(section) for n, section in data["sections"].items()},
        {int(n): tuple(map(int, more)) for n, more in data["more"].items()},
        {int(n): str(ident) for n, ident in data["ids"].items()},
        tuple(map(str, data.get("above", ()))),
    )


def _column_from(meant: Any) -> ColumnChoice | None:
    """Return how a column was read; None also for what a newer program says, which is then guessed again."""
    try:
        choice = choices_from({"A": meant}, keep_names=True)["A"] if meant else None
    except ValueError:
        return None
    return replace(choice, is_remembered=True) if choice else None


def _cell_from(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value if isinstance(value, str | int | float) else None
    text = str(value["date"])
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _place_from(text: str) -> tuple[int, int]:
    row, _comma, column = text.partition(",")
    return int(row), int(column)


def _of_list(data: Sequence[Mapping[str, Any]]) -> Kept:
    """Read the list of an earlier version: each row with its cells (name, header, text) and its reasons."""
    sheets = [_sheet_of_list(name, [one for one in data if one["sheet"] == name]) for name in _names(data)]
    problems = [
        Problem(str(one["sheet"]), int(one["row"]), "", "", Reason(str(text), (), Weight.HOLDS))
        for one in data
        for text in one["reasons"]
    ]
    return Kept(tuple(sheets), tuple(problems), tuple((str(one["sheet"]), int(one["row"])) for one in data))


def _names(data: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(one["sheet"]) for one in data))


def _sheet_of_list(name: str, rows: Sequence[Mapping[str, Any]]) -> KeptSheet:
    """Return a sheet whose headers stand in the row above its first row, since nothing says where they stood."""
    texts: dict[tuple[int, int], str] = {}
    headers: dict[int, str] = {}
    for one in rows:
        for place, header, text in one["cells"]:
            letters = str(place).rstrip("0123456789")
            column = column_number(letters)
            texts[int(str(place)[len(letters) :]), column] = str(text)
            if header:
                headers[column] = str(header)
    width = max([1, *headers, *(column for _row, column in texts)])
    numbers = {int(one["row"]) for one in rows}
    labels = tuple(headers.get(column, "") for column in range(1, width + 1))
    cells = {
        n: tuple(texts.get((n, c)) for c in range(1, width + 1)) for n in {row for row, _column in texts} | numbers
    }
    top = max(min(cells) - 1, 1)
    kinds = {n: Kind.PROPOSAL if n in numbers else Kind.IGNORED for n in cells}
    above: dict[int, tuple[Cell, ...]] = {top: tuple(label or None for label in labels)}
    return KeptSheet(name, None, 1, (top,), labels, (None,) * width, {**above, **cells}, kinds)
