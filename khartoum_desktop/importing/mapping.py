"""Decisions as a file: the JSON of `--mapping`, of remembered profiles and of what a batch was imported with.

An example: {"sheets": {"Sheet name or *": {"take": true, "header_rows": [5], "rows": {"12": "total"}, "hold": [14],
"columns": {"B": "title", "H": null, "Cost": {"field": "budget_total", "unit": 1000, "currency": "EUR"}},
"cells": {"D13": "2 million EUR"}, "release": [15], "same": {"16": "KP-2026-SD-B-01"}, "not_same": [17],
"last_row": 40, "with_hidden": false, "sender_country": "SD"}}, "sender_country": "SD",
"accept_suggestions": false, "encoding": "cp1256", "delimiter": ";",
"replace": [{"field": "budget_total", "original": "soon", "value": "TBD"}]}. A column is named by its letter or header.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill
from khartoum_desktop.core.money import CURRENCIES
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.clearing import can_clear
from khartoum_desktop.importing.model import AS_KEPT, CLEAR, ColumnChoice, Decisions, SheetDecisions
from khartoum_desktop.importing.profiles import column_keys
from khartoum_desktop.importing.structure import Kind, Structure
from khartoum_desktop.importing.synonyms import header_key
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.sheets.model import DELIMITERS, ENCODINGS, Sheet, Workbook, column_letter, column_number

ANY_SHEET: Final = "*"
_LETTERS: Final = re.compile(r"[A-Z]{1,3}")
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SETTINGS: Final[Mapping[str, Collection[str]]] = {
    "unit": (),
    "currency": CURRENCIES,
    "decimal": (".", ","),
    "order": ("dmy", "mdy"),
    "calendar": ("gregorian", "hijri", "coptic", "ethiopian"),
    "language": LANGUAGES,
    "months": ("day", "month", "year"),
    "blank": ("keep", CLEAR),
}
_PARTS: Final = ("sheets", "replace", "sender_country", "accept_suggestions", "encoding", "delimiter", "profile")
_OF_SHEET: Final = (
    *("take", "header_rows", "rows", "columns", "cells", "hold", "release"),
    *("same", "not_same", "sender_country", "last_row", "with_hidden"),
)
_OF_REPLACE: Final = ("field", "original", "value")
_SHAPE: Final = (
    '{"sheets": {"Projects": {"columns": {"B": "title", "H": null, '
    '"Cost": {"field": "budget_total", "unit": 1000, "currency": "EUR"}}}}}'
)
_SHOWN: Final = 8  # known names in a sentence
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
    return UserError(fill(_("{file} is not a mapping file."), file=file), _shape())


def _shape() -> str:
    return fill(_("A mapping has this shape: {shape}"), shape=_SHAPE)


class MappingError(ValueError):
    """A part of a mapping that means nothing: what it says, where, and what is known there."""

    def __init__(self, name: object, place: str, known: Collection[str] = ()) -> None:
        super().__init__(str(name))
        self.place = place
        self.known = known

    def refusal(self) -> UserError:
        """Return the refusal for people, with the names that are most like this one."""
        name = str(self)[:80]
        close = self.known if len(self.known) <= _SHOWN else get_close_matches(name, self.known, _SHOWN, 0.0)
        names = fill(_("Known there: {names}."), names=_(", ").join(close)) if close else ""
        sentence = _("The mapping says “{name}” at {place}, which is not known there.")
        return UserError(fill(sentence, name=name, place=self.place), f"{names} {_shape()}".strip())


def _part(data: Any, place: str, known: Collection[str] | None = None) -> Mapping[str, Any]:
    """Return an object of a mapping whose keys are known (None: any)."""
    if not isinstance(data, Mapping):
        raise MappingError(json.dumps(data, ensure_ascii=False, default=str), place)
    for key in data:
        if known is not None and key not in known:
            raise MappingError(key, place, known)
    return data


def decisions_from(
    data: Mapping[str, Any], workbook: Workbook, structure_of: Callable[[Sheet, Sequence[int] | None], Structure]
) -> Decisions:
    """Return the decisions that a mapping makes for a workbook; UserError for a part that means nothing here."""
    try:
        return _decisions(_part(data, _("the top level"), _PARTS), workbook, structure_of)
    except MappingError as error:
        raise error.refusal() from error
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise UserError(
            fill(_("The mapping says something that is not understood: {part}."), part=str(error)[:120]), _shape()
        ) from error


def _decisions(
    data: Mapping[str, Any], workbook: Workbook, structure_of: Callable[[Sheet, Sequence[int] | None], Structure]
) -> Decisions:
    by_name = _part(data.get("sheets", {}), "sheets", (*(sheet.name for sheet in workbook.sheets), ANY_SHEET))
    sheets: dict[str, SheetDecisions] = {}
    missing: dict[str, set[str]] = {}  # columns that "*" names, and the sheets that have none of that name
    for sheet in workbook.sheets:
        is_any = sheet.name not in by_name
        if is_any and ANY_SHEET not in by_name:
            continue
        place = f"sheets.{ANY_SHEET if is_any else sheet.name}"
        own = _part(by_name[ANY_SHEET if is_any else sheet.name], place, _OF_SHEET)
        header_rows = tuple(int(row) for row in own.get("header_rows") or ()) or None
        found, unknown = _columns(own, place, sheet, structure_of(sheet, header_rows))
        if unknown and not is_any:
            raise MappingError(unknown[0], f"{place}.columns", _names(sheet, structure_of(sheet, header_rows)))
        for name in unknown:
            missing.setdefault(name, set()).add(sheet.name)
        sheets[sheet.name] = _sheet_from(own, place, None if is_any else sheet, header_rows, found)
    nowhere = [name for name, without in missing.items() if len(without) == len(workbook.sheets)]
    if nowhere:
        known = [name for sheet in workbook.sheets for name in _names(sheet, structure_of(sheet, None))]
        raise MappingError(nowhere[0], f"sheets.{ANY_SHEET}.columns", list(dict.fromkeys(known)))
    return Decisions(
        sheets,
        replaced_from(data.get("replace", [])),
        None,
        str(data["sender_country"]) if data.get("sender_country") else None,
        bool(data.get("accept_suggestions", False)),
        *text_form(data),
    )


def text_form(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return encoding and delimiter that a mapping gives for a text file ("" = to be guessed); UserError for others."""
    encoding, delimiter = data.get("encoding") or "", data.get("delimiter") or ""
    if encoding and encoding not in ENCODINGS:
        raise MappingError(encoding, "encoding", ENCODINGS).refusal()
    if delimiter and delimiter not in DELIMITERS:
        raise MappingError(delimiter, "delimiter", DELIMITERS).refusal()
    return str(encoding), str(delimiter)


def _names(sheet: Sheet, structure: Structure) -> list[str]:
    """Return how the columns of a sheet can be named."""
    letters = [column_letter(number) for number in range(sheet.first_column, sheet.last_column + 1)]
    return [*letters, *(header for header in structure.headers if header)]


def _columns(
    own: Mapping[str, Any], place: str, sheet: Sheet, structure: Structure
) -> tuple[dict[str, ColumnChoice], list[str]]:
    """Return (choices by letter, names of columns that the sheet does not have); a header may look like a letter."""
    keys, whole = [header_key(text) for text in structure.headers], column_keys(structure)
    choices: dict[str, ColumnChoice] = {}
    unknown = []
    given = _part(own.get("columns", {}), f"{place}.columns")
    for name, choice in choices_from(given, keep_names=True, place=f"{place}.columns").items():
        if _LETTERS.fullmatch(name) and sheet.first_column <= column_number(name) <= sheet.last_column:
            choices[name] = choice
        elif structure.form and (label := structure.form.index_of(name)) is not None:
            choices[structure.form.names[label]] = choice
        elif (key := header_key(name)) in keys or name in whole:
            index = keys.index(key) if key in keys else whole.index(name)
            choices[structure.letters(sheet)[index]] = choice
        else:
            unknown.append(name)
    return choices, unknown


def _sheet_from(
    own: Mapping[str, Any],
    place: str,
    sheet: Sheet | None,
    header_rows: tuple[int, ...] | None,
    choices: Mapping[str, ColumnChoice],
) -> SheetDecisions:
    """Return the decisions about a sheet; None instead of the sheet: they are for any, and need not fit this one."""

    def row_of(number: Any, part: str) -> int:
        row = int(number)
        if sheet is not None and not sheet.first_row <= row <= sheet.last_row:
            raise MappingError(number, f"{place}.{part}", (f"{sheet.first_row}–{sheet.last_row}",))
        return row

    cells: dict[tuple[int, str], str] = {}
    for name, text in _part(own.get("cells", {}), f"{place}.cells").items():
        match = _CELL.fullmatch(name)
        if not match:
            raise MappingError(name, f"{place}.cells")
        cells[row_of(match[2], "cells"), match[1]] = str(text)
    for row in header_rows or ():
        row_of(row, "header_rows")
    kinds: dict[int, Kind] = {}
    for number, kind in _part(own.get("rows", {}), f"{place}.rows").items():
        if kind not in tuple(Kind):
            raise MappingError(kind, f"{place}.rows.{number}", [one.value for one in Kind])
        kinds[row_of(number, "rows")] = Kind(kind)
    if own.get("take") not in (None, True, False):
        raise MappingError(own["take"], f"{place}.take", ("true", "false"))
    return SheetDecisions(
        own.get("take"),
        header_rows,
        kinds,
        choices,
        cells,
        frozenset(row_of(row, "hold") for row in own.get("hold", [])),
        frozenset(row_of(row, "release") for row in own.get("release", [])),
        same={row_of(row, "same"): str(one) for row, one in _part(own.get("same", {}), f"{place}.same").items()},
        apart=frozenset(row_of(row, "not_same") for row in own.get("not_same", [])),
        sender_country=str(own["sender_country"]) if own.get("sender_country") else None,
        last_row=row_of(own["last_row"], "last_row") if own.get("last_row") else None,
        with_hidden=_yes(own, place, "with_hidden"),
    )


def _yes(own: Mapping[str, Any], place: str, part: str) -> bool:
    if own.get(part) not in (None, True, False):
        raise MappingError(own[part], f"{place}.{part}", ("true", "false"))
    return bool(own.get(part))


def choices_from(
    columns: Mapping[str, Any], *, keep_names: bool = False, place: str = "columns"
) -> dict[str, ColumnChoice]:
    """Return column choices by header key (or, with `keep_names`, by name as written); ValueError for no such field."""
    found: dict[str, ColumnChoice] = {}
    for name, meant in columns.items():
        settings: dict[str, str | int] = {}
        target = meant
        if isinstance(meant, Mapping):
            _part(meant, f"{place}.{name}", ("field", *_SETTINGS))
            target = meant.get("field")
            settings = {key: _setting(key, meant[key], f"{place}.{name}.{key}") for key in _SETTINGS if key in meant}
        if target is not None and target not in targets():
            raise MappingError(target, f"{place}.{name}", tuple(targets()))
        if settings.get("blank") == CLEAR and not can_clear(target):
            raise MappingError(CLEAR, f"{place}.{name}.blank", ("keep",))
        found[name if keep_names else header_key(name)] = ColumnChoice(target, settings)
    return found


def _setting(key: str, value: Any, place: str) -> str | int:
    if key == "unit":
        if not (str(value).isdecimal() and int(value) > 0):
            raise MappingError(value, place, ("1", "1000", "1000000"))
        return int(value)
    if value not in _SETTINGS[key]:
        raise MappingError(value, place, tuple(_SETTINGS[key]))
    return str(value)


def replaced_from(replaced: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Return replacements by (target, folded text); ValueError for no such field."""
    found: dict[tuple[str, str], str] = {}
    for one in replaced:
        part = _part(one, "replace", _OF_REPLACE)
        if part["field"] not in targets():
            raise MappingError(part["field"], "replace.field", tuple(targets()))
        found[str(part["field"]), fold_key(str(part["original"]))] = str(part["value"])
    return found


def choice_json(choice: ColumnChoice) -> Any:
    """Return a column choice as it stands in a mapping."""
    said = {name: value for name, value in choice.settings.items() if name not in AS_KEPT}
    return {"field": choice.target, **said} if said else choice.target


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
            **({"last_row": own.last_row} if own.last_row else {}),
            **({"with_hidden": True} if own.with_hidden else {}),
            **({"same": {str(row): own.same[row] for row in sorted(own.same)}} if own.same else {}),
            **({"not_same": sorted(own.apart)} if own.apart else {}),
            **({"sender_country": own.sender_country} if own.sender_country else {}),
        }
    return {
        "sheets": sheets,
        "replace": replaced_json(decisions.replaced),
        "sender_country": decisions.sender_country,
        "accept_suggestions": decisions.accept_suggestions,
        **({"encoding": decisions.encoding} if decisions.encoding else {}),
        **({"delimiter": decisions.delimiter} if decisions.delimiter else {}),
    }
