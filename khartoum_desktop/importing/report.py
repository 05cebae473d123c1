"""A plan as one JSON object: what `import --json` prints."""

from typing import Any

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.model import Plan, SheetPlan, Status


def plan_json(plan: Plan) -> dict[str, Any]:
    """Return file, hash, sheets with header rows and columns, counts, what was left aside, each problem and its place.

    "columns" tell letter, header, field (null: kept with the proposal), certainty and, where it is only suggested, the
    suggestion. Texts are as received, reasons in the current language.
    """
    return {
        "file": plan.file,
        "sha256": plan.sha256,
        "sheets": [_sheet(sheet) for sheet in plan.sheets if sheet.structure.header_rows],
        "new": plan.count(Status.NEW),
        "changed": plan.count(Status.CHANGED),
        "same": plan.count(Status.SAME),
        "held": plan.count(Status.HELD),
        "notes": [strip_isolates(note.text) for note in plan.notes]
        + [strip_isolates(note) for note in plan.workbook.notes],
        "problems": [
            {
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
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
    }
