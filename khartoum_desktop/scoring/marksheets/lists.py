"""The hidden lists of an assessor's sheet, and the formulas and rules that look into them.

No word of anybody stands in a formula: words are in cells, and formulas name these.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.marksheets.book import LISTS
from khartoum_desktop.scoring.marksheets.drafting import Draft
from khartoum_desktop.scoring.model import BLANKS, Answer, needs_reason
from khartoum_desktop.sheets.model import column_letter
from khartoum_desktop.sheets.texts import fit_text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MOST_LISTED: Final = 201  # marks in a drop-down list; a longer scale is bounded instead
_ANSWERS, _BLANKS, _REASONS, _WORDS, _LEVELS = range(5)  # columns of the lists
_FINE: Final = "✓"


@dataclass(frozen=True, slots=True)
class Lists:
    """What formulas need to know; rows are Excel's, places those of the criteria (from 0)."""

    criteria: CriteriaSet
    listed: bool  # every mark stands in the list
    has_levels: bool
    reason_missing: str
    off_scale: str

    def check(self, row: int) -> str:
        """Return the formula that says whether an answer is fine."""
        missing = f"AND(COUNTIF(kd_reasons,F{row})>0,LEN(TRIM(H{row}))=0)"
        return f'=IF(F{row}="","",IF({self._off(row)},kd_off_scale,IF({missing},kd_reason_missing,"{_FINE}")))'

    def checked(self, answer: Answer) -> str:
        """Return what that formula says of an answer."""
        if not answer.given:
            return ""
        return self.reason_missing if needs_reason(self.criteria, answer.value) and not answer.reason else _FINE

    def meaning(self, row: int, place: int) -> str:
        """Return the formula that shows the worded level of a mark."""
        if not self.has_levels:
            return '=""'
        return f'=IF(F{row}="","",IFERROR(INDEX(kd_levels,{place + 1},MATCH(F{row},kd_marks,0))&"",""))'

    def validation(self, row: int) -> dict[str, Any]:
        """Return the rule of the cells for marks, the first in a row."""
        scale = self.criteria.scale
        said = fill(
            _("A mark from {low} to {high}, or why there is none: choose from the list."),
            low=scale.shown(scale.minimum),
            high=scale.shown(scale.maximum),
        )
        words = {"input_message": strip_isolates(said)[:255], "error_message": strip_isolates(said)[:255]}
        if self.listed:
            return {"validate": "list", "source": "=kd_answers", **words}
        return {"validate": "custom", "value": f"=NOT({self._off(row)})", **words}

    def when_blank(self, row: int, look: "Format") -> dict[str, Any]:
        """Return the look of a mark that was not given, and of which is said why."""
        return {"type": "formula", "criteria": f'=AND($F{row}<>"",COUNTIF(kd_blanks,$F{row})>0)', "format": look}

    def when_off(self, row: int, look: "Format") -> dict[str, Any]:
        """Return the look of what is no mark of the scale."""
        return {"type": "formula", "criteria": f'=AND($F{row}<>"",$A{row}<>"",{self._off(row)})', "format": look}

    def when_reasonless(self, row: int, look: "Format") -> dict[str, Any]:
        """Return the look of a reason that is asked for and missing."""
        formula = f'=AND($A{row}<>"",COUNTIF(kd_reasons,$F{row})>0,LEN(TRIM($H{row}))=0)'
        return {"type": "formula", "criteria": formula, "format": look}

    def _off(self, row: int) -> str:
        if self.listed:
            return f"COUNTIF(kd_answers,$F{row})=0"
        scale = self.criteria.scale
        low, high = float(scale.low), float(scale.high)
        inside = f"AND(ISNUMBER($F{row}),$F{row}>={low!r},$F{row}<={high!r})"
        return f"NOT(OR({inside},COUNTIF(kd_blanks,$F{row})>0))"


def write_lists(book: "Workbook", sheet: "Worksheet", one: Draft) -> Lists:
    """Write the lists into a sheet out of sight, and give them names."""
    sheet.very_hidden()
    criteria, scale = one.criteria, one.criteria.scale
    marks = scale.marks()
    listed = len(marks) <= _MOST_LISTED
    numbers = [float(scale.number(mark)) for mark in marks] if listed else []
    blanks = [_(label) for blank, label in BLANKS.items() if blank is not None]
    done = strip_isolates(_("{done} of {n} done").format(done="\0", n=format_number(_count(one)))).split("\0")
    lists = Lists(
        criteria, listed, any(each.levels for each in criteria.criteria), _("Reason missing"), _("Not on the scale")
    )
    _column(book, sheet, "kd_answers", _ANSWERS, [*numbers, *blanks])
    _column(book, sheet, "kd_blanks", _BLANKS, blanks)
    _column(book, sheet, "kd_reasons", _REASONS, [float(scale.number(mark)) for mark in sorted(criteria.reason_for)])
    words = {"kd_reason_missing": lists.reason_missing, "kd_off_scale": lists.off_scale, "kd_before": done[0],
             "kd_after": done[-1]}  # fmt: skip
    for row, (name, text) in enumerate(words.items()):
        sheet.write_string(row, _WORDS, text)
        _name(book, name, (_WORDS, row), (_WORDS, row))
    if lists.has_levels:
        _levels(book, sheet, one)
    return lists


def _count(one: Draft) -> int:
    return len(one.subjects) * len(one.criteria.criteria)


def _levels(book: "Workbook", sheet: "Worksheet", one: Draft) -> None:
    """Write a row of marks, and below it a row of worded levels for each criterion."""
    criteria = one.criteria.criteria
    marks = sorted({level.mark for each in criteria for level in each.levels})
    last = _LEVELS + len(marks) - 1
    for column, mark in enumerate(marks, start=_LEVELS):
        sheet.write_number(0, column, float(one.criteria.scale.number(mark)))
        for row, each in enumerate(criteria, start=1):
            text = next((level.text.text(one.language) for level in each.levels if level.mark == mark), "")
            sheet.write_string(row, column, fit_text(text)[0])
    _name(book, "kd_marks", (_LEVELS, 0), (last, 0))
    _name(book, "kd_levels", (_LEVELS, 1), (last, len(criteria)))


def _column(book: "Workbook", sheet: "Worksheet", name: str, column: int, items: list[Any]) -> None:
    for row, item in enumerate(items):
        if isinstance(item, str):
            sheet.write_string(row, column, item)
        else:
            sheet.write_number(row, column, item)
    _name(book, name, (column, 0), (column, max(len(items), 1) - 1))


def _name(book: "Workbook", name: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Give a block of the lists a name; its corners are (column, row), from 0."""
    first, last = (f"${column_letter(column + 1)}${row + 1}" for column, row in (start, end))
    book.define_name(name, f"='{LISTS}'!{first}" + ("" if first == last else f":{last}"))
