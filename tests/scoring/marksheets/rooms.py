"""Assessors' sheets for the tests: written, filled in as a spreadsheet program would, and taken in again."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.marksheets import drafting, returning
from khartoum_desktop.scoring.marksheets import operations as taking
from khartoum_desktop.scoring.marksheets.book import COLUMNS, CRITERION, KEY, MARK, PROPOSAL, REASON, REF
from khartoum_desktop.scoring.marksheets.plans import SheetPlan
from khartoum_desktop.scoring.marksheets.writing import write_sheet
from khartoum_desktop.scoring.queries import Assessor
from khartoum_desktop.storage.schema import Assessor as AssessorRow
from khartoum_desktop.storage.schema import Round
from khartoum_desktop.workspace import Workspace

Change = Callable[[Worksheet, "Table"], None]


class Table:
    """Where the columns and rows of a sheet with marks are."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self.columns = {
            str(cell.value): int(cell.column) for cell in next(sheet.iter_rows(max_row=1)) if cell.value in COLUMNS
        }

    def rows(self) -> Iterator[int]:
        """Yield the rows that ask for a mark."""
        for number in range(2, self._sheet.max_row + 1):
            if self._sheet.cell(number, self.columns[CRITERION]).value:
                yield number

    def row(self, ref: str, key: str) -> int:
        """Return the row of a proposal and criterion."""
        wanted = (ref, key)
        return next(
            number
            for number in self.rows()
            if tuple(self._sheet.cell(number, self.columns[name]).value for name in (REF, KEY)) == wanted
        )

    def put(self, ref: str, key: str, mark: object, reason: str | None = None) -> None:
        """Write a mark and a reason."""
        row = self.row(ref, key)
        cell: Any = self._sheet.cell(row, self.columns[MARK])
        cell.value = mark
        self._sheet.cell(row, self.columns[REASON]).value = reason


__all__ = ["COLUMNS", "CRITERION", "KEY", "MARK", "PROPOSAL", "REASON", "REF"]


def sara(work: Workspace) -> Assessor:
    """Return an assessor of the workspace: Sara Osman of Sudan, who reads Arabic."""
    one = operations.assessor_of(work, "Sara Osman", "SD")
    with work.step("Assessor") as step:
        step.add(AssessorRow, {"name": one.name, "delegation": one.delegation, "languages": "ar\nen"}, one.id)
    return one


def independent(work: Workspace) -> None:
    """Make the round in hand one in which sheets are submitted."""
    with work.step("Independent") as step:
        step.put(Round, queries.current_round(work).id, {"independent": True})


def written(work: Workspace, folder: Path, assessor: Assessor, language: str = "en", name: str = "sheet.xlsx") -> Path:
    """Write an assessor's sheet."""
    path = folder / name
    write_sheet(drafting.draft(work, queries.current_round(work), assessor, language), path)
    return path


def marks_of(book: Book) -> Worksheet:
    """Return the sheet with the marks."""
    return next(sheet for sheet in book.worksheets if sheet.cell(1, 1).value == PROPOSAL)


def filled(path: Path, marks: Mapping[tuple[str, str], object], change: Change | None = None) -> Path:
    """Fill in marks (by reference and key; a pair is mark and reason) as a person with a spreadsheet program would."""
    book = load_workbook(path)
    sheet = marks_of(book)
    table = Table(sheet)
    for (ref, key), said in marks.items():
        mark, reason = said if isinstance(said, tuple) else (said, None)
        table.put(ref, key, mark, reason)
    if change is not None:
        change(sheet, table)
    book.save(path)
    return path


def every(work: Workspace, ref: str, mark: object = 3) -> dict[tuple[str, str], object]:
    """Return a mark for every criterion of a proposal."""
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    return {(ref, one.key): mark for one in criteria.criteria}


def look(work: Workspace, *paths: Path) -> SheetPlan:
    """Return what the first of some sheets would do."""
    return returning.read_plans(work, paths)[0]


def take(work: Workspace, *paths: Path) -> tuple[SheetPlan, ...]:
    """Take sheets in."""
    plans = returning.read_plans(work, paths)
    taking.take_in(work, plans, on="2026-03-02")
    return plans
