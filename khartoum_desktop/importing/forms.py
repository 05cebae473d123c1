"""What is no list: a form, with its labels in one column and the values beside them, and a second table below."""

from dataclasses import dataclass
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.model import Reason, Weight
from khartoum_desktop.importing.structure import Kind, Structure
from khartoum_desktop.importing.synonyms import header_key, is_known, synonyms, without_brackets
from khartoum_desktop.sheets.model import Cell, Sheet

_FORM: Final = Reason(
    N_("The sheet looks like a form for one project, with labels below each other: it is not read as a list."),
    (),
    Weight.HOLDS,
)
_SECOND_TABLE: Final = N_("A second table begins in row {row}; its columns are others, so it is not read.")
_LEAST: Final = 3  # labels that make a form
_ASIDE: Final = frozenset({Kind.TITLE, Kind.EMPTY, Kind.HIDDEN, Kind.REPEATED})
_TALLEST: Final = 200  # rows; more make a list


@dataclass(frozen=True, slots=True)
class NoList:
    """From which row on a sheet is not read, and why (None: all of it is a list)."""

    first_row: int = 0
    reason: Reason | None = None


def what_is_no_list(sheet: Sheet, structure: Structure) -> NoList:
    """Return what of a sheet is not read as a list: all of a form, or what follows the header of a second table."""
    if _is_form(sheet, structure):
        return NoList(0, _FORM)
    kinds = structure.kinds
    for index in range(1, len(kinds)):
        if kinds[index] is Kind.PROPOSAL and kinds[index - 1] is Kind.EMPTY and _is_header(sheet.rows[index]):
            number = sheet.first_row + index
            return NoList(number, Reason(_SECOND_TABLE, (("row", str(number)),), Weight.HOLDS))
    return NoList()


def _is_header(row: tuple[Cell, ...]) -> bool:
    filled = [cell for cell in row if cell is not None]
    known = sum(1 for cell in filled if isinstance(cell, str) and is_known(cell))
    return known >= max(2, len(filled) * 2 / 3)


def _is_form(sheet: Sheet, structure: Structure) -> bool:
    """Tell whether a column of a short sheet holds labels of different fields in at least every third filled cell."""
    rows = [row for row, kind in zip(sheet.rows, structure.kinds, strict=True) if kind not in _ASIDE]
    if not _LEAST <= len(rows) <= _TALLEST:
        return False
    for column in range(sheet.width):
        texts = [cell for row in rows if isinstance(cell := row[column], str)]
        labels = [known for text in texts if (known := synonyms().get(header_key(without_brackets(text))))]
        if len({known.targets for known in labels}) == len(labels) >= max(_LEAST, len(texts) / 3):
            return True
    return False
