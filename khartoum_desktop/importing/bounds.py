"""What a person decided about the rows of a sheet: where its table ends, what rows are, whether hidden ones count."""

from dataclasses import replace

from khartoum_desktop.importing.forms import structure_of
from khartoum_desktop.importing.model import SheetDecisions
from khartoum_desktop.importing.structure import Kind, Structure
from khartoum_desktop.sheets.model import Sheet

_OF_TABLE = frozenset({Kind.PROPOSAL, Kind.MORE, Kind.SECTION, Kind.TOTAL, Kind.REPEATED})


def decided_structure(sheet: Sheet, own: SheetDecisions) -> Structure:
    """Return what the rows of a sheet are, by their cells and by what a person said of them."""
    shown = replace(sheet, hidden_rows=frozenset()) if own.with_hidden and sheet.hidden_rows else sheet
    structure = structure_of(shown, own.header_rows)
    if not own.kinds and own.last_row is None:
        return structure
    start = sheet.first_row
    last = sheet.last_row if own.last_row is None else own.last_row
    below = max(last - start + 1, 0)
    kinds = [*structure.kinds[:below], *(_left(kind) for kind in structure.kinds[below:])]
    return replace(structure, kinds=tuple(own.kinds.get(start + i, kind) for i, kind in enumerate(kinds)))


def _left(kind: Kind) -> Kind:
    """Return what a row below the end of the table is: nothing of it is taken, and empty ones stay empty."""
    return kind if kind in {Kind.EMPTY, Kind.HIDDEN} else Kind.IGNORED


def last_row(sheet: Sheet, structure: Structure) -> int:
    """Return Excel's number of the table's last row; 0: the sheet has no table."""
    places = [place for place, kind in enumerate(structure.kinds) if kind in _OF_TABLE]
    return sheet.first_row + places[-1] if places and structure.header_rows else 0
