"""What is kept of a file, as it lies in the store: JSON, in which numbers, dates and texts stay what they are.

The batch holds the frame: headers, headings, which rows are held. Each row lies with its origin, so that what was
forgotten with a proposal is nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

import msgspec

from khartoum_desktop.importing.kept import Kept, KeptSheet, Place
from khartoum_desktop.importing.mapping import choice_json, choices_from
from khartoum_desktop.importing.model import AS_KEPT, ColumnChoice, Problem, Reason, Weight
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.sheets.model import Cell, CellRange, Parts, column_number

_encode: Final = msgspec.json.Encoder().encode
_LAST_ROW: Final = 1_048_576
_OF_A_ROW: Final = frozenset({Kind.PROPOSAL, Kind.MORE})  # what stands there lies with an origin
_OF_CELLS: Final = ("without", "currencies", "comments", "struck", "parts")


def json_text(value: object) -> str:
    """Return data as it lies in the store."""
    return _encode(value).decode()


def frame_json(kept: Kept) -> dict[str, Any]:
    """Return the frame, without the rows that are proposals."""
    return {"sheets": [_sheet_json(sheet) for sheet in kept.sheets], "held": [list(place) for place in kept.held]}


def rows_json(kept: Kept) -> dict[Place, dict[str, Any]]:
    """Return each row with its parts, what stands in cells without a value, and its problems."""
    problems: dict[Place, list[list[Any]]] = {}
    for one in kept.problems:
        said = [one.column, one.original, one.target, *_reason_json(one.reason)]
        problems.setdefault((one.sheet, one.row), []).append(said)
    found: dict[Place, dict[str, Any]] = {}
    for sheet in kept.sheets:
        cells = {name: _by_row(getattr(sheet, name)) for name in _OF_CELLS}
        for number in sheet.proposals:
            own = sorted({number, *sheet.more.get(number, ())})
            looks = {
                name: {key: text for n in own for key, text in by_row.get(n, ())} for name, by_row in cells.items()
            }
            found[sheet.name, number] = {
                "rows": {str(n): [_cell_json(cell) for cell in sheet.rows[n]] for n in own},
                "without": looks.pop("without"),
                **{name: texts for name, texts in looks.items() if texts},
                "problems": problems.get((sheet.name, number), []),
            }
    return found


def _by_row(
    cells: Mapping[tuple[int, int], str | Parts] | frozenset[tuple[int, int]],
) -> dict[int, list[tuple[str, Any]]]:
    """Return what is kept of single cells by row: each cell's place as one text, and what is said of it."""
    found: dict[int, list[tuple[str, Any]]] = {}
    for row, column in cells:
        said = cells[row, column] if isinstance(cells, Mapping) else ""
        words = [said.received, said.marks, said.struck] if isinstance(said, Parts) else said
        found.setdefault(row, []).append((f"{row},{column}", words))
    return found


def _sheet_json(sheet: KeptSheet) -> dict[str, Any]:
    frame = {n for n in sheet.rows if sheet.kinds.get(n) not in _OF_A_ROW}
    return {
        "name": sheet.name,
        "right_to_left": sheet.right_to_left,
        "first_column": sheet.first_column,
        "header_rows": list(sheet.header_rows),
        "headers": list(sheet.headers),
        "columns": [choice_json(choice) if choice else None for choice in sheet.columns],
        "as_kept": [_as_kept(choice.settings) if choice else {} for choice in sheet.columns],
        **({"hidden_columns": sorted(sheet.hidden_columns)} if sheet.hidden_columns else {}),
        "rows": {str(n): [_cell_json(cell) for cell in row] for n, row in sheet.rows.items() if n in frame},
        "kinds": {str(n): kind.value for n, kind in sheet.kinds.items()},
        "merges": [[m.first_row, m.first_column, m.last_row, m.last_column] for m in sheet.merges],
        "without": {f"{row},{column}": text for (row, column), text in sheet.without.items() if row in frame},
        "sections": {str(n): list(headings) for n, headings in sheet.sections.items()},
        "more": {str(n): list(more) for n, more in sheet.more.items()},
        "ids": {str(n): ident for n, ident in sheet.ids.items()},
        **({"above": list(sheet.above)} if sheet.above else {}),
        **({"delimiter": sheet.delimiter} if sheet.delimiter else {}),
    }


def _cell_json(cell: Cell) -> Any:
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def kept_from(data: Any, rows: Mapping[Place, Mapping[str, Any]]) -> Kept:
    """Return what is kept, from its frame and its rows; a row that was forgotten is kept no more.

    An earlier version wrote one list of held rows.
    """
    if isinstance(data, list):
        return _of_list(data)
    held = tuple((str(sheet), int(row)) for sheet, row in data["held"])
    whole = Kept(tuple(_sheet_from(sheet, rows) for sheet in data["sheets"]), (), held)
    here = whole.only([place for place in whole.places if place in rows])
    problems = tuple(
        Problem(
            name, row, str(column), str(original), _reason_from(*reason), str(target)
        )
        for name, row in here.places
        for column, original, target, *reason in rows[name, row]["problems"]
    )  # fmt: skip
    return replace(here, problems=problems)


def _reason_json(reason: Reason) -> list[Any]:
    """Return the message, weight and words of a reason."""
    return [reason.message, reason.weight.value, [list(pair) for pair in reason.args]]


def _reason_from(message: Any, weight: Any, args: Any) -> Reason:
    return Reason(str(message), tuple((str(key), str(value)) for key, value in args), Weight(weight))


def _sheet_from(data: Mapping[str, Any], kept: Mapping[Place, Mapping[str, Any]]) -> KeptSheet:
    mine = [row for (name, _number), row in kept.items() if name == data["name"]]
    rows = {number: row for part in (data, *mine) for number, row in part["rows"].items()}
    without = {place: text for part in (data, *mine) for place, text in part["without"].items()}
    return KeptSheet(
        str(data["name"]),
        data["right_to_left"],
        int(data["first_column"]),
        tuple(map(int, data["header_rows"])),
        tuple(map(str, data["headers"])),
        tuple(map(_column_from, data["columns"], data.get("as_kept") or ({},) * len(data["columns"]))),
        {int(n): tuple(map(_cell_from, row)) for n, row in rows.items() if 0 < int(n) <= _LAST_ROW},
        {int(n): Kind(kind) for n, kind in data["kinds"].items()},
        tuple(CellRange(*map(int, merge)) for merge in data["merges"]),
        {_place_from(place): str(text) for place, text in without.items()},
        {int(n): _headings_from(found) for n, found in data["sections"].items()},
        {int(n): tuple(map(int, more)) for n, more in data["more"].items()},
        {int(n): str(ident) for n, ident in data["ids"].items()},
        tuple(map(str, data.get("above", ()))),
        _of_cells(mine, "currencies"),
        _of_cells(mine, "comments"),
        frozenset(_of_cells(mine, "struck")),
        {_place_from(place): Parts(*map(str, said)) for row in mine for place, said in row.get("parts", {}).items()},
        str(data.get("delimiter", "")),
        frozenset(map(int, data.get("hidden_columns", ()))),
    )


def _headings_from(found: Any) -> tuple[int, ...]:
    """Return the rows of the headings over a row; an earlier version kept the last one only."""
    return tuple(map(int, found)) if isinstance(found, list) else (int(found),)


def _of_cells(rows: Sequence[Mapping[str, Any]], name: str) -> dict[tuple[int, int], str]:
    """Return what is kept of the looks of single cells, by place."""
    return {_place_from(place): str(said) for row in rows for place, said in row.get(name, {}).items()}


def _column_from(meant: Any, kept: Mapping[str, Any]) -> ColumnChoice | None:
    """Return how a column was read; None also for what a newer program says, which is then guessed again."""
    try:
        choice = choices_from({"A": meant}, keep_names=True)["A"] if meant else None
    except ValueError:
        return None
    return replace(choice, settings={**choice.settings, **_as_kept(kept)}, is_remembered=True) if choice else None


def _as_kept(settings: Mapping[str, str | int]) -> dict[str, str | int]:
    """Return those settings that only kept columns have."""
    return {name: settings[name] for name in sorted(AS_KEPT & settings.keys())}


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
