"""A report as an Excel workbook: typed numbers and dates, right to left in Arabic, ready to print."""

from datetime import date
from fractions import Fraction
from pathlib import Path

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import speaking
from khartoum_desktop.exporting.model import Cell, Kind, Money, Report, ReportColumn
from khartoum_desktop.sheets.keys import columns_mark
from khartoum_desktop.sheets.spec import ColumnSpec, Marked, Properties, SheetSpec, Thousandths, Value, Written

_DAY = 10  # letters of an ISO date with a day
_SHEET_NAME = 31  # Excel's longest


def write(report: Report, path: Path, *, author: str = "") -> Written:
    """Write the workbook, whole or not at all; UserError when it cannot be written."""
    from khartoum_desktop.sheets.writing import write_workbook

    title = " – ".join(report.lines[:2])
    return write_workbook(path, [_sheet(report)], Properties(title=title, author=author))


def _sheet(report: Report) -> SheetSpec:
    cut = len(report.rows) if report.cut is None else report.cut
    with speaking(report.language):
        rows = [
            [_marked(_value(column, cell), muted=number >= cut) for column, cell in _pairs(report, row)]
            for number, row in enumerate(report.rows)
        ]
        totals = [_value(column, cell) for column, cell in _pairs(report, report.totals)]
    return SheetSpec(
        name=report.lines[1][:_SHEET_NAME] if len(report.lines) > 1 else report.name,
        columns=(*(_column(column) for column in report.columns), _keys(report)),
        rows=rows,
        language=report.language,
        title=report.lines,
        totals=totals,
        notes=report.notes,
        frozen_columns=_frozen(report),
        page_header=" – ".join(report.lines[:2]),
        page_mark=report.mark,
    )


def _pairs(report: Report, row: tuple[Cell, ...]) -> list[tuple[ReportColumn, Cell]]:
    return list(zip(report.columns, row, strict=False))


def _column(column: ReportColumn) -> ColumnSpec:
    return ColumnSpec(
        title=column.label,
        width=column.width,
        hidden=column.hidden,
        figures=column.kind in {Kind.NUMBER, Kind.AMOUNT, Kind.SCORE, Kind.DATE},
        places=column.places if column.kind in {Kind.SCORE, Kind.NUMBER} else None,
        right_to_left=False if column.kind is Kind.CODE else None,
    )


def _keys(report: Report) -> ColumnSpec:
    """Return a hidden column whose header says what each column is, for the day on which the file comes back."""
    return ColumnSpec(columns_mark([column.key for column in report.columns]), 4, hidden=True, wrap=False)


def _frozen(report: Report) -> int:
    """Return how many columns stay in sight: up to the reference."""
    keys = [column.key for column in report.columns]
    return keys.index("ref") + 1 if "ref" in keys else 0


def _marked(value: Value, *, muted: bool) -> Value | Marked:
    return Marked(value, "muted") if muted else value


def _value(column: ReportColumn, cell: Cell) -> Value:
    if cell is None:
        return None
    if isinstance(cell, Fraction):
        return float(round(cell, 9))  # shown with few places; true ties stay ties
    if isinstance(cell, Money):
        return Thousandths(cell.thousandths, cell.currency)
    if column.kind is Kind.AMOUNT and isinstance(cell, int):
        return Thousandths(cell)
    if column.kind is Kind.DATE and isinstance(cell, str):
        return date.fromisoformat(cell) if len(cell) == _DAY else format_date(cell)
    return cell
