"""Reads an assessor's sheet that came back: whose it is by its hidden ids, and what each cell for a mark now says."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.scoring.marksheets.book import (
    COLUMNS,
    CRITERION,
    KEY,
    MANIFEST,
    MARK,
    PROPOSAL,
    REASON,
    REF,
    Manifest,
    Place,
    parsed,
)
from khartoum_desktop.scoring.marksheets.table import cell_text
from khartoum_desktop.sheets.model import Cell, Sheet, Workbook, cell_name
from khartoum_desktop.sheets.reading import read_workbook

ENDINGS: Final = (".xlsx", ".xlsm", ".ods")
_PARTS: Final = ("xl/workbook.xml", "content.xml")  # where a workbook names its sheets
_LOOKED_THROUGH: Final = 64 * 1024 * 1024  # bytes of such a part
_PIECE: Final = 1 << 16
_MOST_FILES: Final = 500
_NUMBER: Final = re.compile(r"\d+(\.0+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the marks: its place (ids), where its cells are, and what they say; `odd` is what is no text."""

    place: Place
    shown: tuple[str, str]  # reference and key, as they stand beside the mark
    cell: str
    mark: str
    reason: str
    odd: str = ""  # "date", "truth" or "hole": the cell for the mark holds that


@dataclass(frozen=True, slots=True)
class Returned:
    """A sheet that came back; `is_whole` tells whether the hidden ids are as they were written."""

    file: str
    sha256: str
    manifest: Manifest
    is_whole: bool
    rows: tuple[Row, ...]


class NoSheetError(UserError):
    """The file is no assessor's sheet."""


def sheets_in(paths: Iterable[Path]) -> list[Path]:
    """Return the assessors' sheets among files and in folders, by name; a file that cannot be opened is none."""
    return list(dict.fromkeys(one for path in paths for one in _inside(path) if is_sheet(one)))


def passed_over(folders: Iterable[Path]) -> list[Path]:
    """Return the spreadsheets in folders that are no assessors' sheets, by name: one of them may be a damaged sheet."""
    inside = (one for folder in folders for one in _inside(folder))
    return [one for one in inside if _may_be_sheet(one) and not is_sheet(one)]


def _inside(path: Path) -> list[Path]:
    try:
        return sorted(path.iterdir())[:_MOST_FILES] if path.is_dir() else [path]
    except OSError:
        return []


def _may_be_sheet(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS and not path.name.startswith(("~$", "."))


def is_sheet(path: Path) -> bool:
    """Tell by the name of its hidden part whether a file is an assessor's sheet; only a little of it is read."""
    if not _may_be_sheet(path):
        return False
    wanted = MANIFEST.encode()
    try:
        with zipfile.ZipFile(path) as package:
            name = next((part for part in _PARTS if part in package.namelist()), None)
            if name is None:
                return False
            with package.open(name) as part:
                read, tail = 0, b""
                while (piece := part.read(_PIECE)) and read < _LOOKED_THROUGH:
                    if wanted in tail + piece:
                        return True
                    read, tail = read + len(piece), piece[-len(wanted) :]
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error):
        return False
    return False


def read_back(path: Path, progress: Progress = silent) -> Returned:
    """Read a sheet in a process of its own; UserError when it cannot be read, NoSheetError when it is none."""
    book = read_workbook(path, progress=progress)
    manifest, is_whole = _manifest(book)
    sheet, columns = _marks(book)
    rows = tuple(_rows(sheet, columns))
    return Returned(book.name, book.sha256, manifest, is_whole, rows)


def _manifest(book: Workbook) -> tuple[Manifest, bool]:
    known = [sheet for sheet in book.sheets if any(MANIFEST in row[:1] for row in sheet.rows[:1])]
    if not known:
        gone = any(_columns(sheet) for sheet in book.sheets)
        raise NoSheetError(
            fill(_("{file} is no assessor’s sheet."), file=book.name)
            if not gone
            else fill(
                _("{file} has lost its hidden sheet, by which it is known whose marks these are."), file=book.name
            ),
            _("Ask for the workbook itself, as it was sent out and filled in; or enter the marks by hand."),
        )
    found = parsed([[cell_text(cell) for cell in row] for row in known[0].rows])
    if found is None:
        raise UserError(
            fill(_("{file} is an assessor’s sheet of a kind that this version does not know."), file=book.name),
            _("Update the program."),
        )
    return found


def _marks(book: Workbook) -> tuple[Sheet, dict[str, int]]:
    """Return the sheet with the marks, whatever it is called now, and the place of each of its columns."""
    found = [(sheet, columns) for sheet in book.sheets if (columns := _columns(sheet))]
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(
            fill(_("{file} holds the sheet with the marks more than once."), file=book.name),
            _("Delete the copies, save it and take it in again."),
        )
    raise UserError(
        fill(_("In {file} the hidden columns are gone by which each row is known."), file=book.name),
        _("Ask for the workbook as it was sent out, with the marks filled in; or enter them by hand."),
    )


def _columns(sheet: Sheet) -> dict[str, int] | None:
    for row in sheet.rows[:20]:
        found = {str(cell): place for place, cell in enumerate(row) if isinstance(cell, str) and cell in COLUMNS}
        if len(found) == len(COLUMNS):
            return found
    return None


def _rows(sheet: Sheet, columns: Mapping[str, int]) -> Iterable[Row]:
    for number, row in sheet.numbered_rows():
        place = (cell_text(row[columns[PROPOSAL]]), cell_text(row[columns[CRITERION]]))
        if place == (PROPOSAL, CRITERION):
            continue
        mark, reason = row[columns[MARK]], cell_text(row[columns[REASON]])
        column = sheet.first_column + columns[MARK]
        hole = "" if mark is not None else sheet.without_value(number, column)
        if not any(place) and not hole and (mark is None or not _is_answer(mark)):
            continue  # a header, a proposal's title, or a row that somebody put in between
        yield Row(
            place,
            (cell_text(row[columns[REF]]), cell_text(row[columns[KEY]])),
            cell_name(number, column),
            hole or cell_text(mark),
            reason,
            "hole" if hole else "truth" if isinstance(mark, bool) else "date" if isinstance(mark, date) else "",
        )


def _is_answer(mark: Cell) -> bool:
    return not isinstance(mark, str) or bool(_NUMBER.fullmatch(fold_key(mark)))
