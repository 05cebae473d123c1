"""Writes the marks of a round as a table, in the form in which `planning` takes them in again."""

import csv
from io import StringIO
from pathlib import Path

from khartoum_desktop.core.files import write_file
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.marksheets.queries import Proposals, round_named
from khartoum_desktop.scoring.marksheets.table import COLUMNS, TEXT_SIGN
from khartoum_desktop.sheets.texts import needs_prefix
from khartoum_desktop.workspace import Workspace


def write_marks(work: Workspace, path: Path, *, round_name: str | None = None) -> int:
    """Write the answers of a round that the person here may see as CSV (UTF-8); return how many. UserError likewise."""
    current = round_named(work, round_name)
    criteria = queries.criteria(work, current.criteria_set)
    keys = {one.id: one.key for one in criteria.criteria}
    people = {one.id: one for one in queries.assessors(work)}
    named = Proposals(work, current).by_id
    rows = [
        [
            named[given.proposal].ref,
            keys[given.criterion],
            _safe(people[given.assessor].name),
            people[given.assessor].delegation,
            "" if given.value is None else criteria.scale.text(given.value),
            "" if given.value is not None else given.blank or "",
            _safe(given.reason),
        ]
        for given in queries.answers(work, current.id)
        if given.proposal in named and given.criterion in keys and given.assessor in people
    ]
    text = StringIO()
    csv.writer(text).writerows([list(COLUMNS), *sorted(rows)])
    write_file(path, text.getvalue().encode("utf-8-sig"))
    return len(rows)


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return TEXT_SIGN + text if needs_prefix(text) else text
