"""Reads a table of marks: a CSV file of any make or a workbook, whose first row names the columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Final, NamedTuple

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.numbers import exact, format_number
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.scoring.criteria import decimal_text
from khartoum_desktop.sheets.model import Cell, Limits, Sheet
from khartoum_desktop.sheets.reading import read_workbook
from khartoum_desktop.sheets.texts import needs_prefix

COLUMNS: Final = ("proposal", "criterion", "assessor", "delegation", "mark", "blank", "reason")
_NEEDED: Final = ("proposal", "criterion", "mark")
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "proposal": ("proposal", "reference", "ref", "title", "المقترح", "المرجع", "العنوان", "proposition", "référence"),
    "criterion": ("criterion", "criteria", "المعيار", "critère"),
    "assessor": ("assessor", "المقيّم", "évaluateur", "évaluatrice"),
    "delegation": ("delegation", "الوفد", "délégation"),
    "mark": ("mark", "score", "الدرجة", "العلامة", "note"),
    "blank": ("blank", "بلا درجة", "sans note"),
    "reason": ("reason", "السبب", "التعليل", "motif", "justification"),
}
TEXT_SIGN: Final = "'"  # before a text that a spreadsheet would take for a formula
_KNOWN: Final = {fold_key(name): column for column, names in _NAMES.items() for name in names}
# 600,000 marks: a table of numbers and short texts, read in a process of its own
LIMITS: Final = Limits(
    file_bytes=400 * 1024 * 1024,
    rows=1_048_576,
    cells=20_000_000,
    memory_bytes=1_200 * 1024 * 1024,
    seconds=60.0,
    most_seconds=240.0,
)


class Line(NamedTuple):
    """One row of a table of marks as texts, and its number in the file (as spreadsheets count)."""

    row: int
    proposal: str
    criterion: str
    assessor: str
    delegation: str
    mark: str
    blank: str
    reason: str


class Table(NamedTuple):
    """What a file holds: its name, its rows without the empty ones, and the headers that mean nothing here."""

    file: str
    lines: list[Line]
    ignored: tuple[str, ...]


def read_table(path: Path, progress: Progress = silent) -> Table:
    """Return the rows of a table of marks; UserError when the file cannot be read or has no such table."""
    book = read_workbook(path, progress=progress, limits=LIMITS)
    tables = [(sheet, found) for sheet in book.sheets if (found := _header(sheet))]
    if not tables:
        raise UserError(
            fill(_("{file} is no table of marks."), file=book.name),
            fill(_("Its first row must name the columns: {columns}."), columns=",".join(COLUMNS)),
        )
    if len(tables) > 1:
        raise UserError(
            fill(_("{file} has more than one sheet with marks: {names}."), file=book.name,
                 names=listed(sheet.name for sheet, _places in tables)),
            _("Keep one sheet with marks in a file."),
        )  # fmt: skip
    ((sheet, (head, places)),) = tables
    _refuse_doubled(book.name, places)
    row = sheet.rows[head - sheet.first_row]
    _refuse_wider(book.name, sheet, head)
    ignored = tuple(str(cell).strip() for place, cell in enumerate(row) if _said(cell) and place not in places)
    return Table(book.name, _lines(sheet, head, places), ignored)


def _header(sheet: Sheet) -> tuple[int, dict[int, str]] | None:
    """Return the row of the headers and the column that each place stands for; None for a sheet without such a row."""
    for number, row in sheet.numbered_rows():
        if not any(map(_said, row)):
            continue
        keys = {place: _KNOWN.get(fold_key(cell)) for place, cell in enumerate(row) if isinstance(cell, str)}
        places = {place: key for place, key in keys.items() if key}
        return (number, places) if set(_NEEDED) <= set(places.values()) else None
    return None


def _refuse_doubled(file: str, places: Mapping[int, str]) -> None:
    found = list(places.values())
    doubled = [key for key in COLUMNS if found.count(key) > 1]
    if doubled:
        raise UserError(
            fill(_("{file} has the column “{column}” twice."), file=file, column=doubled[0]),
            _("Keep one of the two."),
        )


def _refuse_wider(file: str, sheet: Sheet, head: int) -> None:
    """Refuse rows with a cell that has no header: a comma that was not put in quotes cuts a reason in two."""
    header = sheet.rows[head - sheet.first_row]
    named = max(place for place, cell in enumerate(header) if _said(cell)) + 1
    wider = [number for number, row in sheet.numbered_rows() if number > head and any(map(_said, row[named:]))]
    if wider:
        raise UserError(
            fill(
                ngettext(
                    "{n} row of {file} has more cells than there are headers; the first is row {row}.",
                    "{n} rows of {file} have more cells than there are headers; the first is row {row}.",
                    len(wider),
                ),
                n=format_number(len(wider)),
                file=file,
                row=str(wider[0]),
            ),
            _("Put a text with a comma in it in quotes, or save the table as a workbook."),
        )


def _said(cell: Cell) -> bool:
    return cell is not None and cell != "" and not (isinstance(cell, str) and cell.isspace())


def _lines(sheet: Sheet, head: int, places: Mapping[int, str]) -> list[Line]:
    by_key = {key: place for place, key in places.items()}
    order: Sequence[int | None] = [by_key.get(key) for key in COLUMNS]
    holes = sheet.errors or sheet.uncalculated
    found: list[Line] = []
    for number, row in enumerate(sheet.rows[head - sheet.first_row + 1 :], head + 1):
        texts = ["" if place is None else cell_text(row[place]) for place in order]
        if holes:
            texts = [
                text or ("" if place is None else sheet.without_value(number, sheet.first_column + place))
                for text, place in zip(texts, order, strict=True)
            ]
        if any(texts):
            found.append(Line(number, *texts))
    return found


def cell_text(cell: Cell) -> str:
    """Return what a cell says as a text without spaces around it; a number with the digits that were typed."""
    if isinstance(cell, str):
        text = cell.strip()
        return text[1:] if text.startswith(TEXT_SIGN) and needs_prefix(text[1:]) else text
    if cell is None:
        return ""
    if isinstance(cell, bool | date):
        return str(cell)
    return decimal_text(exact(cell)) if isfinite(cell) else str(cell)
