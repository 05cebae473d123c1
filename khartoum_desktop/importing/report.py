"""A plan as one JSON object: what `import --json` prints."""

from string import ascii_uppercase, digits
from typing import Any, Final

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.model import Plan, Problem, SheetPlan, Status
from khartoum_desktop.sheets.model import CellRange, cell_name

_DIGITS: Final = digits
_LETTERS: Final = ascii_uppercase


def plan_json(plan: Plan) -> dict[str, Any]:
    """Return file, hash, sheets with header rows and columns, counts, what was left aside, each problem and its place.

    "kind" tells a table from a form, whose "labels" are cells and whose columns are named by the cell of a value;
    "cells" is the rectangle of each, and "part_of" the sheet of which a table is only a part. "columns" tell letter,
    header, field (null: kept with the proposal), certainty and, where it is only suggested, the suggestion. Texts are
    as received, reasons in the current language.
    """
    return {
        "file": plan.file,
        "sha256": plan.sha256,
        "sheets": [_sheet(sheet) for sheet in plan.sheets if sheet.structure.header_rows or sheet.structure.form],
        "new": plan.count(Status.NEW),
        "changed": plan.count(Status.CHANGED),
        "same": plan.count(Status.SAME),
        "held": plan.count(Status.HELD),
        "cleared": plan.cleared,  # values of proposals that we have, by empty cells
        "notes": [strip_isolates(note.text) for note in plan.notes]
        + [strip_isolates(note) for note in plan.workbook.notes],
        "problems": [
            {
                "sheet": problem.sheet,
                "row": _row(problem),
                "column": problem.column.rstrip(_DIGITS),
                "original": problem.original,
                "reason": strip_isolates(problem.reason.text),
            }
            for problem in plan.problems
        ],
        "perhaps": [  # proposals that new rows are very like
            {"sheet": row.sheet, "row": row.row, "ref": one.ref, "title": one.title, "score": one.score}
            for row in plan.rows
            for one in row.perhaps
        ],
    }


def _sheet(sheet: SheetPlan) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "header_rows": list(sheet.structure.header_rows),
        "columns": [
            {
                "column": column.letter,
                "header": column.header,
                "field": column.applied,
                "certainty": column.certainty.value,
                **({"suggestion": column.target} if column.target and not column.applied else {}),
            }
            for column in sheet.columns
        ],
        "imported": sheet.taken,
        **_kind(sheet),
    }


def _row(problem: Problem) -> int:
    """Return the row of a problem's cell: in a form, whose cells are named whole, it is not that of the proposal."""
    return int(problem.column.lstrip(_LETTERS) or problem.row)


def _kind(plan: SheetPlan) -> dict[str, Any]:
    sheet, form = plan.sheet, plan.structure.form
    area = CellRange(sheet.first_row, sheet.first_column, sheet.last_row, sheet.last_column)
    return {
        "kind": "form" if form else "table",
        "cells": str(area),
        **({"labels": [cell_name(*place) for place in form.cells]} if form else {}),
        **({"part_of": sheet.part_of} if sheet.part_of else {}),
    }
