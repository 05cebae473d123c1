"""How the blank form of ours is known again when it comes back filled in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from khartoum_desktop.importing.cells import IDENTIFIER, line_of
from khartoum_desktop.importing.marks import without_columns
from khartoum_desktop.importing.model import ColumnChoice, SheetDecisions
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.duplicates.titles import title_key
from khartoum_desktop.sheets.model import Sheet, column_letter
from khartoum_desktop.workspace import derived_id

FORM, HEAD, EXAMPLE = "kd:form", "kd:head", "kd:example"
_LOOK: Final = 20  # rows and columns in which the marks are looked for
_TITLES: Final = ("title_ar", "title_en", "title_fr")


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form that came back: the sheet without our marks, what its rows and columns are, the ids of its rows."""

    sheet: Sheet
    decisions: SheetDecisions
    ids: dict[int, str]


def filled_form(sheet: Sheet) -> FilledForm | None:
    """Return a sheet as the form of ours that it is, None for any other."""
    place = next(_places(sheet, FORM), None)
    head = next(_places(sheet, HEAD), None)
    if place is None or head is None or head[0] <= place[0] or head[1] != place[1]:
        return None
    row, column = place
    keys = {
        number: str(key)
        for number, key in enumerate(sheet.rows[row - sheet.first_row], sheet.first_column)
        if key in targets()
    }
    examples = {number for number, _column in _places(sheet, EXAMPLE)}
    below = range(head[0] + 1, sheet.last_row + 1)
    kinds = {number: Kind.IGNORED if number in examples else Kind.PROPOSAL for number in below if _says(sheet, number)}
    chosen = {column_letter(number): ColumnChoice(key, {}, is_remembered=True) for number, key in keys.items()}
    filled = [number for number, kind in kinds.items() if kind is Kind.PROPOSAL]
    ids = {number: ident for number in filled if (ident := _id(sheet, number, column, keys))}
    bare = without_columns(sheet, {column})
    rows = tuple(
        tuple(None for _cell in cells) if number < head[0] else cells for number, cells in bare.numbered_rows()
    )
    decided = SheetDecisions(True, (head[0],), kinds, chosen)
    return FilledForm(replace(bare, rows=rows, merges=(), hidden_rows=frozenset()), decided, ids)


def _places(sheet: Sheet, mark: str) -> Iterator[tuple[int, int]]:
    for number, row in sheet.numbered_rows():
        if number >= sheet.first_row + _LOOK:
            return
        for column, cell in enumerate(row[:_LOOK], sheet.first_column):
            if cell == mark:
                yield number, column


def _says(sheet: Sheet, number: int) -> bool:
    """Whether somebody wrote into a row: more than the id that stands there."""
    row = sheet.rows[number - sheet.first_row]
    return any(cell is not None and not (isinstance(cell, str) and IDENTIFIER.fullmatch(cell)) for cell in row)


def _id(sheet: Sheet, number: int, column: int, keys: dict[int, str]) -> str:
    """Return the id of a filled row: of its place in this form, its country and its title; "" without a place.

    Ministries copy forms, and use one again for other proposals: the place alone would not tell.
    """
    place = sheet.value(number, column)
    if not isinstance(place, str) or not IDENTIFIER.fullmatch(place):
        return ""
    said = {key: line_of(sheet.value(number, at)) for at, key in keys.items()}
    title = next((title_key(said[key]) for key in _TITLES if said.get(key)), "")
    return derived_id("form", place, title_key(said.get("lead_country", "")), title)
