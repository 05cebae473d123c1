"""What a workbook of problems says of each problem, and how the cells look in which they stand."""

from collections.abc import Mapping, Sequence
from typing import Final

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.cards import Form
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.expected import expected
from khartoum_desktop.importing.forms import structure_of
from khartoum_desktop.importing.kept import Kept, KeptSheet, Place, as_sheet
from khartoum_desktop.importing.lone import LONE, RUNS_ON
from khartoum_desktop.importing.model import Problem, Weight
from khartoum_desktop.importing.nearness import PERHAPS
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.sheets.spec import Marked, Value

_WHICH: Final = N_("It is not clear which project this row is about. A fuller title or the project’s reference tells.")
_COUNTRY: Final = N_("The country of this project is missing.")
_ALONE: Final = N_(
    "The row holds nothing but a title. If it is a project, complete the row; if it goes on with the title above, "
    "move the text there."
)
# what is said to the officer in words of this workspace, which are nobody else’s business
REWORDED: Final[Mapping[str, str]] = {
    PERHAPS: _WHICH,
    N_("Two proposals of the workspace have this title and country: it is not clear which one is meant."): _WHICH,
    N_("All but the title is as {ref} came from this place: it is not clear whether it is the same."): _WHICH,
    N_("Perhaps the same as {ref} “{title}”: {why}."): _WHICH,
    N_("The row names no country, and the country of its sender is not known."): _COUNTRY,
    N_(
        "This column may name the country of the row: say what it holds, or from which country the file comes."
    ): _COUNTRY,
    LONE: _ALONE,
    RUNS_ON: _ALONE,
}


class Words:
    """What is said of each problem, in the current language."""

    def __init__(self, problems: Sequence[Problem], kept: Kept, lists: Lists, country: str) -> None:
        self.problems = sorted(problems, key=lambda one: (one.sheet, one.row, one.reason.weight is Weight.LOOK))
        self._by_row: dict[Place, list[Problem]] = {}
        for problem in self.problems:
            self._by_row.setdefault((problem.sheet, problem.row), []).append(problem)
        self._kept = kept
        self._forms = {sheet.name: form_of(sheet) for sheet in kept.sheets if not sheet.header_rows}
        self._lists = lists
        self._country = country

    def of(self, place: Place) -> list[Problem]:
        """Return the problems of a row, the grave ones first."""
        return self._by_row.get(place, [])

    def what(self, problem: Problem) -> str:
        """Return what is wrong."""
        reworded = REWORDED.get(problem.reason.message)
        return strip_isolates(_(reworded) if reworded else problem.reason.text)

    def wanted(self, problem: Problem) -> str:
        """Return what is expected as a sentence that says so; "" for what was only looked at."""
        found = self.expected(problem)
        return strip_isolates(fill(_("Expected: {what}"), what=found)) if found else ""

    def expected(self, problem: Problem) -> str:
        """Return what is expected, with an example; "" for what was only looked at."""
        if problem.reason.weight is Weight.LOOK:
            return ""
        found = expected(problem.target, self._lists, self._country)
        return found.text if found else ""

    def header(self, problem: Problem) -> str:
        """Return the column of a problem as the sheet calls it; of a form the label of its cell, and the cell."""
        sheet = self._kept.sheet(problem.sheet)
        form = self._forms.get(problem.sheet)
        index = form.index_of(problem.column) if form and problem.column else None
        if form is None or index is None:
            return sheet.header(problem.column) if sheet and problem.column else ""
        return strip_isolates(fill(_("{label} ({cell})"), label=form.labels[index], cell=problem.column))

    def row_of(self, problem: Problem) -> int:
        """Return the row in which a problem is seen: in a form that of its cell, not the first one of its card."""
        return int(problem.column.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or problem.row)

    def comment(self, problems: Sequence[Problem]) -> str:
        """Return what is said beside a cell."""
        return "\n".join(line for one in problems for line in (self.what(one), self.wanted(one)) if line)

    def beside(self, problems: Sequence[Problem]) -> str:
        """Return what is said beside a row: each problem with its column."""
        lines = []
        for one in problems:
            header, what = self.header(one), self.what(one)
            said = strip_isolates(fill(_("{column}: {what}"), column=header, what=what)) if header else what
            lines.append(" ".join(part for part in (f"• {said}", self.wanted(one)) if part))
        return "\n".join(lines)

    def marked(self, value: Value, problems: Sequence[Problem], *, struck: bool = False) -> Value | Marked:
        """Return a cell with its problems: red, or yellow where they are only looked at; as it is without any.

        What was struck through in the file is so here: whoever means it takes the stroke away, or writes another value.
        """
        if not problems:
            return Marked(value, struck=True) if struck else value
        is_grave = any(one.reason.weight is not Weight.LOOK for one in problems)
        return Marked(value, "bad" if is_grave else "warning", self.comment(problems), struck=struck)


def form_of(kept: KeptSheet) -> Form | None:
    """Return what is kept of a sheet as the form that it is; None for a list."""
    return None if kept.header_rows else structure_of(as_sheet(kept)).form


def cells_of(kept: KeptSheet, number: int, width: int) -> list[Value]:
    """Return a row from column A on; an error or a formula without result is blank, lest it come back as a text."""
    before: list[Value] = [None] * (kept.first_column - 1)
    row = [*before, *(text_of(cell) if isinstance(cell, bool) else cell for cell in kept.rows.get(number, ()))]
    return [*row, *[None] * (width - len(row))]
