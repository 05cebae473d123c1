"""Lists as files: .xlsx with one sheet a list, or JSON; what a file says is read here and judged in `exchange`."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.files import write_json
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, is_rtl, language, speaking
from khartoum_desktop.core.text import fold_key, lines_of, one_line
from khartoum_desktop.proposals.catalogues.model import OF_ITEM, OF_PRIORITY, Catalogue, Entry

if TYPE_CHECKING:
    from khartoum_desktop.sheets.model import Sheet
    from khartoum_desktop.sheets.spec import ColumnSpec, SheetSpec

FORMAT: Final = "khartoum-lists"
CODE: Final = "code"
SOURCE: Final = "source"  # shown, never taken in
_MOST_BYTES: Final = 20 * 1024 * 1024
_FLAGS: Final = frozenset({"active", "scored"})
_CAPTIONS: Final[Mapping[str, str]] = {
    CODE: N_("Code"),
    "label_ar": N_("Name (Arabic)"),
    "label_en": N_("Name (English)"),
    "label_fr": N_("Name (French)"),
    "aliases": N_("Other names"),
    "definition_ar": N_("Definition (Arabic)"),
    "definition_en": N_("Definition (English)"),
    "definition_fr": N_("Definition (French)"),
    "parent": N_("Part of"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid until"),
    "active": N_("Offered"),
    "scored": N_("Scored"),
    "quality": N_("Wording"),
    SOURCE: N_("Source"),
}
_WIDTHS: Final = {CODE: 18.0, "parent": 14.0, "valid_from": 13.0, "valid_to": 13.0, "active": 10.0, "scored": 10.0}
_YES, _NO = N_("yes"), N_("no")
_KNOWN_ANSWERS: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file says of one item: field -> as written; `places` say where, “” is the whole row."""

    catalogue: str
    code: str
    values: Mapping[str, object]
    places: Mapping[str, str] = field(default_factory=dict)

    def place(self, name: str = "") -> str:
        """Return where a field stands in the file, else where the item does."""
        return self.places.get(name) or self.places.get("", "")


# --- writing ----------------------------------------------------------------------------------------------------------


def write(path: Path, lists: Sequence[tuple[Catalogue, Sequence[Entry]]], lang: str | None = None) -> None:
    """Write lists to an .xlsx or .json file, whole or not at all; withdrawn items are left out.

    UserError for another ending or a place that cannot be written.
    """
    match path.suffix.lower():
        case ".xlsx":
            from khartoum_desktop.sheets.spec import Properties
            from khartoum_desktop.sheets.writing import write_workbook

            with speaking(lang or language()):
                sheets = [_sheet(which, entries) for which, entries in lists]
                write_workbook(path, sheets, Properties(title=_("Lists")))
        case ".json":
            write_json(path, as_json(lists))
        case _:
            raise _unknown_ending(path)


def _unknown_ending(path: Path) -> UserError:
    return UserError(
        fill(_("{file} is neither an Excel workbook nor JSON."), file=path.name),
        _("Use a name that ends in .xlsx or .json."),
    )


def as_json(lists: Iterable[tuple[Catalogue, Sequence[Entry]]]) -> dict[str, Any]:
    """Return lists as the JSON file holds them; other names are lists of texts, empty fields are left out."""
    return {"format": FORMAT, "version": 1, "lists": {which.key: [*map(item_json, _kept(e))] for which, e in lists}}


def item_json(entry: Entry) -> dict[str, Any]:
    """Return one item as JSON."""
    said = {key: value for key, value in entry.values.items() if key != "aliases"}
    names = lines_of(entry.text("aliases"))
    return {CODE: entry.code, **said, **({"aliases": list(names)} if names else {})}


def _kept(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if not entry.removed]


def _sheet(which: Catalogue, entries: Sequence[Entry]) -> "SheetSpec":
    from khartoum_desktop.sheets.spec import SheetSpec

    names = [CODE, *which.fields, *([] if which.set_id else [SOURCE])]
    return SheetSpec(
        name=which.key,
        columns=tuple(_column(name) for name in names),
        rows=[[_cell(which, entry, name) for name in names] for entry in _kept(entries)],
        language=language(),
        frozen_columns=1,
        page_header=which.name(),
    )


def _column(name: str) -> "ColumnSpec":
    from khartoum_desktop.sheets.spec import ColumnSpec

    lang = name.rpartition("_")[2]
    side = is_rtl(lang) if lang in LANGUAGES else False if name == CODE else None
    return ColumnSpec(_(_CAPTIONS[name]), _WIDTHS.get(name, 32.0), right_to_left=side)


def _cell(which: Catalogue, entry: Entry, name: str) -> str | None:
    if name == CODE:
        return entry.code
    if name == SOURCE:
        return entry.source or which.source or None
    if name in _FLAGS:
        return _(_NO) if entry.values.get(name) is False else _(_YES)
    return entry.text(name) or None


# --- reading ----------------------------------------------------------------------------------------------------------


def read(path: Path, keys: Iterable[str]) -> list[Draft]:
    """Return what a file says of the lists of these keys; UserError for a file that says nothing of any."""
    known = list(keys)
    match path.suffix.lower():
        case ".json":
            found = list(_read_json(path))
        case ".xlsx":
            found = _read_book(path, known)
        case _:
            raise _unknown_ending(path)
    if not found:
        raise UserError(
            fill(_("{file} holds no list."), file=path.name),
            _("Export a list first and write into that file: each sheet is named by its list."),
        )
    return found


def _read_json(path: Path) -> Iterable[Draft]:
    unreadable = UserError(
        fill(_("{file} is no file of lists."), file=path.name), _("Export a list as JSON to see its form.")
    )
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UserError(
                fill(_("{file} is too large for lists."), file=path.name), _("Take in fewer lists at a time.")
            )
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(fill(_("{file} could not be read."), file=path.name), _("Choose another file.")) from error
    except (ValueError, RecursionError) as error:
        raise unreadable from error
    lists = data.get("lists") if isinstance(data, dict) and data.get("format") == FORMAT else None
    if not isinstance(lists, dict):
        raise unreadable
    for key, items in lists.items():
        for number, item in enumerate(items if isinstance(items, list) else [], 1):
            place = f"{key} {number}"
            if not isinstance(item, dict):
                raise unreadable
            values = {name: _plain(value) for name, value in item.items() if name in {*OF_ITEM, *OF_PRIORITY}}
            yield Draft(one_line(str(key)), one_line(str(item.get(CODE) or "")), values, {"": place})


def _plain(value: object) -> object:
    """Return a JSON value as a field holds it: texts one a line, answers as they are."""
    if isinstance(value, list):
        return "\n".join(str(one) for one in value if isinstance(one, str | int))
    return value if isinstance(value, bool) or value is None else str(value)


def _read_book(path: Path, keys: Sequence[str]) -> list[Draft]:
    from khartoum_desktop.sheets.reading import read_workbook
    from khartoum_desktop.sheets.texts import fit_sheet_name

    named = {fit_sheet_name(key, ()).casefold(): key for key in keys}
    book = read_workbook(path)
    return [
        draft
        for sheet in book.sheets
        if (key := named.get(sheet.name.strip().casefold()))
        for draft in _read_sheet(sheet, key)
    ]


def _read_sheet(sheet: "Sheet", key: str) -> Iterable[Draft]:
    header: dict[int, str] = {}
    captions = _captions()
    for number, row in enumerate(sheet.rows):
        if not header:
            found = {place: captions[name] for place, cell in enumerate(row) if (name := _folded(cell)) in captions}
            header = found if CODE in found.values() else {}
            continue
        cells = {name: row[place] for place, name in header.items()}
        places = {name: _address(sheet, number, place) for place, name in header.items()}
        if any(_text(cell) for name, cell in cells.items() if name != SOURCE):
            values = {name: _answer(name, cell) for name, cell in cells.items() if name not in {CODE, SOURCE}}
            yield Draft(key, one_line(_text(cells[CODE])), values, {**places, "": places[CODE]})


def _captions() -> dict[str, str]:
    """Return field by folded caption in every language, and by its own name."""
    found = {fold_key(name): name for name in _CAPTIONS}
    for lang in LANGUAGES:
        with speaking(lang):
            found |= {fold_key(_(caption)): name for name, caption in _CAPTIONS.items()}
    return found


def _folded(cell: object) -> str:
    return fold_key(cell) if isinstance(cell, str) else ""


def _address(sheet: "Sheet", row: int, column: int) -> str:
    from khartoum_desktop.sheets.model import column_letter

    return f"{sheet.name}!{column_letter(sheet.first_column + column)}{sheet.first_row + row}"


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _answer(name: str, cell: object) -> object:
    """Return a cell as its field wants it; words that are no answer stay words, to be refused with their place."""
    if name not in _FLAGS or isinstance(cell, bool):
        return cell if isinstance(cell, bool) else _text(cell)
    answers = dict(_KNOWN_ANSWERS)
    for lang in LANGUAGES:
        with speaking(lang):
            answers |= {fold_key(_(_YES)): True, fold_key(_(_NO)): False}
    return answers.get(fold_key(_text(cell)), _text(cell)) if _text(cell) else None
