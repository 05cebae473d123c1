"""Sheets in which no table was found, though something stands there: a person points at the row of the headings."""

from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.grid import filled
from khartoum_desktop.importing.model import Plan, SheetPlan
from khartoum_desktop.sheets.model import Workbook

NO_TABLE: Final = N_("No table was found in the sheet “{sheet}”.")
NO_HEADER: Final = N_(
    "The sheet “{sheet}” has rows, but none that says what its columns hold: choose the header, or add one in the file."
)


def is_blank(workbook: Workbook) -> bool:
    """Tell whether no cell of a workbook holds a value."""
    return not any(sheet.rows for sheet in workbook.sheets)


def is_without_table(plan: Plan) -> bool:
    """Tell whether nothing of a file can be imported before somebody points at a header."""
    return not any(sheet.structure.is_table for sheet in plan.sheets)


def lacks_table(sheet: SheetPlan) -> bool:
    """Tell whether something stands in a sheet, and it is no table."""
    return bool(sheet.sheet.rows) and not sheet.structure.is_table


def lacks_header(sheet: SheetPlan) -> bool:
    """Tell whether a sheet waits for its header: none is known, or nothing stands below the one that is."""
    if not lacks_table(sheet):
        return False
    below = max(sheet.structure.header_rows, default=0) + 1
    return not sheet.structure.header_rows or not any(
        filled(row) for number, row in sheet.sheet.numbered_rows() if number >= below
    )


def first_sheet(plan: Plan) -> str:
    """Return the name of the sheet that is shown first: one that is imported, else the fullest that is not hidden."""
    taken = next((sheet.name for sheet in plan.sheets if sheet.taken), None)
    if taken is not None:
        return taken
    fullest = max(plan.sheets, key=lambda one: (one.sheet.visible == "visible" and bool(one.sheet.rows), _cells(one)))
    return fullest.name


def _cells(sheet: SheetPlan) -> int:
    return sum(map(filled, sheet.sheet.rows))
