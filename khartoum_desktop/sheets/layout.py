"""Lays out one sheet of an export: title block, header, typed rows, totals, choices, and the printed page."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from math import ceil, isfinite
from typing import TYPE_CHECKING, Final

from khartoum_desktop.core.i18n import is_rtl
from khartoum_desktop.sheets.formats import BAR_COLOUR, Formats, Role, Style
from khartoum_desktop.sheets.model import cell_name
from khartoum_desktop.sheets.spec import ColumnSpec, Cut, Marked, Rule, SheetSpec, Thousandths, Value
from khartoum_desktop.sheets.texts import fit_page_text, fit_text

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4: Final = 9
_SIDE, _TOP, _BOTTOM = 0.6, 0.85, 0.75  # inches: 1.5 cm and more
_REPORT_EVERY: Final = 100
_FIRST_YEAR: Final = 1900  # Excel's calendar begins there
_LINE, _ROW_PADDING, _MOST_LINES = 14.5, 3, 24  # points; Excel's highest row is 409
_TITLE_ROW: Final = 24
_WIDEST_PAGE: Final = 220  # characters across A4 landscape, at three fifths of full size
_LETTERS_A_WIDTH: Final = 1.1  # a width counts digits, and most letters are narrower
_COMMENT_WIDTH, _COMMENT_LETTERS, _COMMENT_LINE = 320, 46, 18
_LONGEST_MESSAGE: Final = 255
_PLAIN: Final = ColumnSpec("", wrap=False)


class SheetLayout:
    """Writes a description into a worksheet, row by row; `cuts` are the texts that did not fit."""

    def __init__(self, sheet: "Worksheet", spec: SheetSpec, formats: Formats) -> None:
        self.cuts: list[Cut] = []
        self._sheet = sheet
        self._spec = spec
        self._formats = formats
        self._rtl = is_rtl(spec.language) if spec.right_to_left is None else spec.right_to_left

    def write(self, report: Callable[[int], None]) -> None:
        """Write the whole sheet; `report` hears how many rows of it are done, and may raise to stop."""
        spec = self._spec
        start = next((number for number, column in enumerate(spec.columns) if not column.hidden), 0)
        for number, line in enumerate(spec.title):
            self._value(number, start, line, _PLAIN, "title" if number == 0 else "line")
            self._sheet.set_row(number, _TITLE_ROW if number == 0 else _LINE + _ROW_PADDING)
        for number, above in enumerate(spec.above, start=1):
            self._row(number, above, "header" if number > spec.header_row - spec.header_height else "line")
        if spec.has_header:
            titles = [Marked(column.title, "plain", column.comment) for column in spec.columns]
            self._row(spec.header_row, titles, "header")
        for number, values in enumerate(spec.rows):
            if spec.header_row + 1 + number in spec.hidden_rows:
                continue
            self._row(spec.header_row + 1 + number, values, "cell")
            if number % _REPORT_EVERY == 0:
                report(number)
        for number in range(spec.spare_rows):
            self._row(spec.header_row + 1 + len(spec.rows) + number, (), "cell")
        if spec.totals:
            self._row(spec.last_row + 1, spec.totals, "total")
        for number, line in enumerate(spec.notes, start=spec.last_row + bool(spec.totals) + 1):
            self._value(number, start, line, _PLAIN, "line")
        self._merge()
        self._columns()
        self._view()
        self._page()

    def offer(self, column: int, source: str) -> None:
        """Let the cells of a column (from 0) choose from a named list."""
        choices = self._spec.columns[column].choices
        first, last = self._body()
        kind = "stop" if choices and choices.strict else "warning"
        own = self._spec.columns[column].rule
        said = _rule(replace(own, kind="any")) if own else {}
        rule = {**said, "validate": "list", "source": f"={source}", "error_type": kind}
        self._sheet.data_validation(first, column, last, column, rule)

    def _body(self) -> tuple[int, int]:
        """Return the first and last row below the header, as XlsxWriter counts: from 0."""
        return self._spec.header_row, max(self._spec.last_row - 1, self._spec.header_row)

    def _row(self, row: int, values: Sequence[Value | Marked], role: Role) -> None:
        lines = 1
        for number, column in enumerate(self._spec.columns):
            value = values[number] if number < len(values) else None
            self._value(row - 1, number, value, column, role)
            if role == "line":  # runs on over the next cells
                continue
            lines = max(lines, _lines(value.value if isinstance(value, Marked) else value, column))
        if lines > 1:  # not every program fits rows to wrapped text by itself
            self._sheet.set_row(row - 1, min(lines, _MOST_LINES) * _LINE + _ROW_PADDING)

    def _value(self, row: int, number: int, given: Value | Marked, column: ColumnSpec, role: Role) -> None:
        marked = given if isinstance(given, Marked) else Marked(given)
        value = _writable(marked.value)
        if isinstance(value, str):
            value, left_out = fit_text(value)
            if left_out:
                self.cuts.append(Cut(self._spec.name, cell_name(row + 1, number + 1), left_out))
        style = Style(self._spec.language, self._rtl, marked.tone, role, struck=marked.struck)
        look = self._formats.of(value, column, style)
        sheet = self._sheet
        match value:
            case None | "":
                sheet.write_blank(row, number, None, look)
            case str():
                sheet.write_string(row, number, value, look)
            case bool():
                sheet.write_boolean(row, number, value, look)
            case Thousandths():
                sheet.write_number(row, number, value.value / 1000, look)
            case date():
                sheet.write_datetime(row, number, value, look)
            case _:
                sheet.write_number(row, number, value, look)
        if marked.comment:
            sheet.write_comment(row, number, fit_text(marked.comment)[0], _comment_box(marked.comment))

    def _merge(self) -> None:
        """Merge what is to be merged; of ranges that meet the first one counts."""
        taken: set[tuple[int, int]] = set()
        for merge in self._spec.merges:
            cells = {
                (row, column)
                for row in range(merge.first_row, merge.last_row + 1)
                for column in range(merge.first_column, merge.last_column + 1)
            }
            if len(cells) == 1 or cells & taken:
                continue
            taken |= cells
            first, last = (merge.first_row - 1, merge.first_column - 1), (merge.last_row - 1, merge.last_column - 1)
            given, role = self._at(merge.first_row, merge.first_column)
            column = self._spec.columns[first[1]]
            value = given.value if isinstance(given, Marked) else given
            tone = given.tone if isinstance(given, Marked) else "plain"
            look = self._formats.of(_writable(value), column, Style(self._spec.language, self._rtl, tone, role))
            self._sheet.merge_range(*first, *last, "", look)
            self._value(*first, given, column, role)

    def _at(self, row: int, column: int) -> tuple[Value | Marked, Role]:
        """Return what stands in a cell (counted from 1) above or inside the table, and its role."""
        spec = self._spec
        values = spec.above[row - 1] if row < spec.header_row else ()
        role: Role = "header" if spec.header_row - spec.header_height < row <= spec.header_row else "line"
        if row == spec.header_row:
            return spec.columns[column - 1].title, role
        if row > spec.header_row:
            values, role = spec.rows[row - spec.header_row - 1], "cell"
        return (values[column - 1] if column <= len(values) else None), role

    def _columns(self) -> None:
        first, last = self._body()
        for number, column in enumerate(self._spec.columns):
            self._sheet.set_column(number, number, column.width, None, {"hidden": column.hidden})
            if column.rule and not column.choices:
                self._sheet.data_validation(first, number, last, number, _rule(column.rule))
            if column.bar:
                bar = {
                    "type": "data_bar",
                    "bar_color": BAR_COLOUR,
                    "bar_solid": True,
                    "bar_direction": "right" if self._rtl else "left",
                    "min_type": "num",
                    "min_value": 0,
                }
                self._sheet.conditional_format(first, number, last, number, bar)

    def _view(self) -> None:
        spec, sheet = self._spec, self._sheet
        if self._rtl:
            sheet.right_to_left()
        for number in spec.hidden_rows:
            sheet.set_row(number - 1, None, None, {"hidden": True})
        match spec.visible:
            case "hidden":
                sheet.hide()
            case "very_hidden":
                sheet.very_hidden()
            case "visible":
                pass
        if spec.protected:
            sheet.protect("", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True})
        if spec.has_header:
            sheet.freeze_panes(spec.header_row, spec.frozen_columns)
        if spec.columns:
            first, last = self._body()
            if spec.filtered:
                sheet.autofilter(spec.header_row - 1, 0, spec.last_row - 1, len(spec.columns) - 1)
            sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:{cell_name(last + 1, len(spec.columns))}"})

    def _page(self) -> None:
        spec, sheet = self._spec, self._sheet
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(self._pages_across(), 0)
        if spec.frozen_columns:
            sheet.repeat_columns(0, spec.frozen_columns - 1)
        sheet.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
        if spec.has_header:
            sheet.repeat_rows(spec.header_row - 1)
        left, right = fit_page_text(spec.page_header), fit_page_text(spec.page_mark)
        if self._rtl:
            left, right = right, left
        sheet.set_header(f"&L{left}&R{right}")
        sheet.set_footer("&C&P / &N")

    def _pages_across(self) -> int:
        """Return how many pages side by side keep the print large enough to read; frozen columns stand on each."""
        widths = [0.0 if column.hidden else column.width for column in self._spec.columns]
        frozen = sum(widths[: self._spec.frozen_columns])
        return max(1, ceil((sum(widths) - frozen) / max(_WIDEST_PAGE - frozen, _WIDEST_PAGE / 4)))


def _rule(rule: Rule) -> dict[str, object]:
    """Return a rule as XlsxWriter takes it; the message has at most 255 signs there."""
    said = {"input_message": fit_text(rule.message)[0][:_LONGEST_MESSAGE]} if rule.message else {}
    if rule.kind == "any":
        return {"validate": "any", **said}
    bounds = {"criteria": "between", "minimum": rule.least, "maximum": rule.most}
    return {"validate": rule.kind, **bounds, "error_type": "warning", **said}


def _comment_box(text: str) -> dict[str, int]:
    """Return the size of a comment's box, in pixels, in which all of its text can be read."""
    lines = sum(max(1, ceil(len(line) / _COMMENT_LETTERS)) for line in text.split("\n"))
    return {"width": _COMMENT_WIDTH, "height": _COMMENT_LINE * (lines + 1)}


def _lines(value: Value, column: ColumnSpec) -> int:
    """Return about how many lines a text takes in a column that wraps."""
    if not isinstance(value, str) or not column.wrap or column.hidden:
        return 1
    return sum(max(1, ceil(len(line) / (column.width * _LETTERS_A_WIDTH))) for line in value.split("\n"))


def _writable(value: Value) -> Value:
    """Return numbers and dates that Excel has no place for as texts."""
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        return value.isoformat()
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value
