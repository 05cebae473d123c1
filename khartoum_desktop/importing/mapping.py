"""Decisions as a file: the JSON of `--mapping`, of remembered profiles and of what a batch was imported with.

An example: {"sheets": {"Sheet name or *": {"take": true, "header_rows": [5], "rows": {"12": "total"}, "hold": [14],
"columns": {"B": "title", "H": null, "Cost": {"field": "budget_total", "unit": 1000, "currency": "EUR"}},
"cells": {"D13": "2 million EUR"}, "release": [15]}}, "sender_country": "SD", "accept_suggestions": false,
"replace": [{"field": "budget_total", "original": "soon", "value": "TBD"}]}. A column is named by its letter or header.
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.model import ColumnChoice, Decisions, Settings, SheetDecisions
from khartoum_desktop.importing.structure import Kind, Structure
from khartoum_desktop.importing.synonyms import header_key
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.sheets.model import Sheet, Workbook, column_letter

ANY_SHEET: Final = "*"
_LETTERS: Final = re.compile(r"[A-Z]{1,3}")
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SETTINGS: Final = frozenset(Settings.__dataclass_fields__)
_LARGEST: Final = 1_000_000  # bytes of a mapping file


def read_mapping(path: Path) -> Mapping[str, Any]:
    """Return the JSON object of a mapping file; UserError when it is none or names a field that does not exist."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            data = json.loads(file.read(_LARGEST))
    except OSError as error:
        raise UserError(
            fill(_("The mapping file {file} cannot be read."), file=path.name), _("Check the path and try again.")
        ) from error
    except (ValueError, RecursionError) as error:
        raise _no_mapping(path.name) from error
    if not isinstance(data, dict) or not isinstance(data.get("sheets", {}), dict):
        raise _no_mapping(path.name)
    return data


def _no_mapping(file: str) -> UserError:
    return UserError(
        fill(_("{file} is not a mapping file."), file=file),
        _("A mapping file is a JSON object with “sheets”; see the help."),
    )


def decisions_from(data: Mapping[str, Any], workbook: Workbook, structures: Mapping[str, Structure]) -> Decisions:
    """Return the decisions that a mapping makes for a workbook; UserError for a part that means nothing."""
    sheets: dict[str, SheetDecisions] = {}
    try:
        for sheet in workbook.sheets:
            own = data.get("sheets", {}).get(sheet.name, data.get("sheets", {}).get(ANY_SHEET))
            if own is not None:
                sheets[sheet.name] = _sheet_from(own, sheet, structures[sheet.name])
        return Decisions(
            sheets,
            replaced_from(data.get("replace", [])),
            None,
            str(data["sender_country"]) if data.get("sender_country") else None,
            bool(data.get("accept_suggestions", False)),
        )
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise UserError(
            fill(_("The mapping says something that is not understood: {part}."), part=str(error)[:120]),
            _("See the help for the shape of a mapping file."),
        ) from error


def _sheet_from(own: Mapping[str, Any], sheet: Sheet, structure: Structure) -> SheetDecisions:
    choices: dict[str, ColumnChoice] = {}
    named = choices_from(own.get("columns", {}), keep_names=True)
    keys = [header_key(text) for text in structure.headers]
    for name, choice in named.items():
        if _LETTERS.fullmatch(name):
            choices[name] = choice
            continue
        if header_key(name) not in keys:
            raise ValueError(name)
        choices[column_letter(sheet.first_column + keys.index(header_key(name)))] = choice
    cells: dict[tuple[int, str], str] = {}
    for place, text in own.get("cells", {}).items():
        match = _CELL.fullmatch(place)
        if not match:
            raise ValueError(place)
        cells[int(match[2]), match[1]] = str(text)
    return SheetDecisions(
        own.get("take"),
        tuple(int(row) for row in own["header_rows"]) if own.get("header_rows") else None,
        {int(row): Kind(kind) for row, kind in own.get("rows", {}).items()},
        choices,
        cells,
        frozenset(int(row) for row in own.get("hold", [])),
        frozenset(int(row) for row in own.get("release", [])),
    )


def choices_from(columns: Mapping[str, Any], *, keep_names: bool = False) -> dict[str, ColumnChoice]:
    """Return column choices by header key (or, with `keep_names`, by name as written); ValueError for no such field."""
    found: dict[str, ColumnChoice] = {}
    for name, meant in columns.items():
        settings: dict[str, str | int] = {}
        target = meant
        if isinstance(meant, Mapping):
            target = meant.get("field")
            settings = {key: value for key, value in meant.items() if key in _SETTINGS}
            if "unit" in settings:
                settings["unit"] = int(settings["unit"])
        if target is not None and target not in targets():
            raise ValueError(target)
        found[name if keep_names else header_key(name)] = ColumnChoice(target, settings)
    return found


def replaced_from(replaced: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Return replacements by (target, folded text)."""
    return {(str(one["field"]), fold_key(str(one["original"]))): str(one["value"]) for one in replaced}


def choice_json(choice: ColumnChoice) -> Any:
    """Return a column choice as it stands in a mapping."""
    return {"field": choice.target, **choice.settings} if choice.settings else choice.target


def replaced_json(replaced: Mapping[tuple[str, str], str]) -> list[dict[str, str]]:
    """Return replacements as they stand in a mapping."""
    return [{"field": target, "original": text, "value": value} for (target, text), value in sorted(replaced.items())]


def mapping_json(decisions: Decisions) -> dict[str, Any]:
    """Return decisions as a mapping file's object; `decisions_from` of it gives the same decisions."""
    sheets = {}
    for name, own in decisions.sheets.items():
        sheets[name] = {
            **({"take": own.taken} if own.taken is not None else {}),
            **({"header_rows": list(own.header_rows)} if own.header_rows else {}),
            "columns": {letter: choice_json(choice) for letter, choice in own.columns.items()},
            "rows": {str(row): kind.value for row, kind in own.kinds.items()},
            "cells": {f"{letter}{row}": text for (row, letter), text in own.cells.items()},
            "hold": sorted(own.held),
            "release": sorted(own.released),
        }
    return {
        "sheets": sheets,
        "replace": replaced_json(decisions.replaced),
        "sender_country": decisions.sender_country,
        "accept_suggestions": decisions.accept_suggestions,
    }
