"""Writes the marks of a round as a table, in the form in which `planning` takes them in again."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.files import write_file
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.marksheets.queries import Proposals
from khartoum_desktop.scoring.marksheets.table import COLUMNS, TEXT_SIGN
from khartoum_desktop.scoring.rounds.queries import round_named
from khartoum_desktop.sheets.texts import needs_prefix
from khartoum_desktop.workspace import Workspace

_MOST_ROWS: Final = 1_048_576  # of a sheet


def write_marks(work: Workspace, path: Path, *, round_name: str | None = None) -> int:
    """Write the answers of a round that the person here may see as a table; return how many.

    By the name's ending: CSV (UTF-8), also without any, or a workbook. UserError for another one, or when nothing can
    be written.
    """
    kind = path.suffix.lower() or ".csv"
    if kind not in _KINDS:
        raise UserError(
            fill(_("Marks are not written as {kind}."), kind=kind), _("Name a file that ends in .csv or .xlsx.")
        )
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
    write_file(path, _KINDS[kind]([list(COLUMNS), *sorted(rows)]))
    return len(rows)


def _delimited(rows: Sequence[Sequence[str]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter

    if len(rows) > _MOST_ROWS:
        raise UserError(_("A workbook does not hold so many marks."), _("Name a file that ends in .csv."))
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)
    book.close()
    return content.getvalue()


_KINDS: Final = {".csv": _delimited, ".xlsx": _workbook}


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return TEXT_SIGN + text if needs_prefix(text) else text
