"""Documents of ours that come back: their columns are what they say, whatever stands in them."""

from dataclasses import replace
from typing import Final

from khartoum_desktop.importing.marks import without_columns
from khartoum_desktop.importing.model import ColumnChoice, SheetDecisions
from khartoum_desktop.importing.targets import targets
from khartoum_desktop.proposals.fields import BY_KEY, Type
from khartoum_desktop.sheets.keys import columns_in
from khartoum_desktop.sheets.model import Sheet, column_letter

_LOOK: Final = 20  # rows at the top in which the mark is looked for
_ID, _REF = "id", "ref"
_CURRENCY: Final = "_currency"


def own_table(sheet: Sheet) -> tuple[Sheet, SheetDecisions] | None:
    """Return a table of ours without its mark and with its columns decided; None for any other sheet.

    A register says all that it holds; a shortlist only which proposals it names, since its words are made for reading.
    """
    for number, row in sheet.numbered_rows():
        if number >= sheet.first_row + _LOOK:
            return None
        for column, cell in enumerate(row, sheet.first_column):
            keys = columns_in(cell)
            if keys is not None and len(keys) == column - 1:
                chosen = {
                    column_letter(place): ColumnChoice(_target(key, keys), {}, is_remembered=True)
                    for place, key in enumerate(keys, start=1)
                }
                bare = replace(without_columns(sheet, {column}), marked={})  # what our texts hold is no mark
                return bare, SheetDecisions(True, (number,), columns=chosen)
    return None


def _target(key: str, keys: list[str]) -> str | None:
    if key in (_ID, _REF):
        return key
    if "lead_country" not in keys:  # no register
        return None
    if key.endswith(_CURRENCY) and key.removesuffix(_CURRENCY) in keys:
        return "currency"
    field = BY_KEY.get(key)
    is_whole = field is not None and (field.stored or field.type is Type.CODES)  # one text of ours holds a whole table
    return key if is_whole and key in targets() else None
