"""The workbook that brings problems back to a ministry: its own rows at their places, marked and explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, is_rtl, language, speaking
from khartoum_desktop.core.text import script_of, strip_isolates
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.expected import expected
from khartoum_desktop.importing.headers import named
from khartoum_desktop.importing.kept import Kept, KeptSheet, Place, kept_of
from khartoum_desktop.importing.marks import HELP, file_mark
from khartoum_desktop.importing.model import Plan, Problem, Reason, Weight
from khartoum_desktop.importing.nearness import PERHAPS
from khartoum_desktop.importing.records import batch_row, ids_of, kept_in
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.targets import Reading, targets
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.sheets.model import Cell, CellRange, column_letter
from khartoum_desktop.sheets.spec import ColumnSpec, Marked, Properties, SheetSpec, Tone, Value, Written
from khartoum_desktop.sheets.writing import check_ending, write_workbook
from khartoum_desktop.workspace import Workspace

_FRENCH: Final = frozenset({"BE", "CH", "DJ", "FR", "LU", "TN", "DZ", "MA", "ML", "NE", "TD", "SN", "MR"})
_ARABIC: Final = frozenset({"EG", "LY", "SD"})
_NARROW, _WIDE, _PROBLEM_WIDTH = 9, 42, 60
# what only the officer can do something about
_NOT_THEIRS: Final = frozenset(
    {
        N_("Held back by you."),
        N_("Another column gives this amount; what stands here is only kept."),
        N_("All but the title is as {ref} came from this place: it is taken for the same proposal."),
    }
)
# what follows from another problem of the same cell
_FOLLOWING: Final = frozenset({N_("The country of the row is not clear."), N_("The row has no title.")})
_WHICH: Final = N_("It is not clear which project this row is about. A fuller title or the project’s reference tells.")
_COUNTRY: Final = N_("The country of this project is missing.")
# what is said to the officer in words of this workspace, which are nobody else’s business
_REWORDED: Final[Mapping[str, str]] = {
    PERHAPS: _WHICH,
    N_("Two proposals of the workspace have this title and country: it is not clear which one is meant."): _WHICH,
    N_("All but the title is as {ref} came from this place: it is not clear whether it is the same."): _WHICH,
    N_("Perhaps the same as {ref} “{title}”: {why}."): _WHICH,
    N_("The row names no country, and the country of its sender is not known."): _COUNTRY,
    N_(
        "This column may name the country of the row: say what it holds, or from which country the file comes."
    ): _COUNTRY,
}


@dataclass(frozen=True, slots=True)
class ProblemBook:
    """A workbook ready to be written: its language, how many rows it holds, and its sheets."""

    language: str
    rows: int
    sheets: tuple[SheetSpec, ...]
    author: str

    def write(self, path: Path) -> Written:
        """Write the file; UserError when it cannot be written."""
        check_ending(path)
        return write_workbook(path, self.sheets, Properties(title=self.sheets[0].title[0], author=self.author))


@dataclass(frozen=True, slots=True)
class _Theirs:
    """A file with problems: what is kept of it, its name and hash, the country it came from ("" = not known)."""

    kept: Kept
    file: str
    sha256: str
    country: str


def problems_of_plan(work: Workspace, plan: Plan, code: str | None = None) -> ProblemBook:
    """Return the problems of an open plan; `code` None: the one in which its headers are written."""
    country = next((sheet.sender_country for sheet in plan.sheets if sheet.taken and sheet.sender_country), "") or ""
    return _book(work, _Theirs(kept_of(plan), plan.file, plan.sha256, country), code)


def problems_of_batch(work: Workspace, batch: str, code: str | None = None) -> ProblemBook:
    """Return the problems that a batch still has, also those of rows that went in."""
    with work.reading() as db:
        row = batch_row(db, batch)
        kept = kept_in(db, row) if row else Kept()
    sender = str(row["sender"] or "").rpartition(", ")[2] if row else ""
    file, sha256 = (str(row[name] or "") if row else "" for name in ("file", "sha256"))
    return _book(work, _Theirs(kept, file, sha256, sender), code)


def suggested_name(file: str, code: str) -> str:
    """Return a file name that says what the file is and whose problems it holds."""
    with speaking(code):
        return strip_isolates(fill(_("{file} – to correct.xlsx"), file=Path(file).stem))


def _book(work: Workspace, sent: _Theirs, code: str | None) -> ProblemBook:
    theirs = _theirs(sent.kept.problems)
    grave = {(one.sheet, one.row) for one in theirs if one.reason.weight is not Weight.LOOK}
    kept = sent.kept.only(grave)
    if not kept.sheets:
        raise UserError(
            _("There is no problem that the sender could correct."),
            _("Rows that you held back yourself are not sent back."),
        )
    lists = lists_of(work)
    spoken = code or language_of(kept, sent.country)
    ids = ids_of(kept, sent.sha256)
    with speaking(spoken):
        words = _Words([one for one in theirs if (one.sheet, one.row) in grave], kept, lists, sent.country)
        lists_only = [sheet for sheet in kept.sheets if sheet.header_rows]  # forms are told by their cells, on the help
        sheets = [_sheet(sheet, words, file_mark(sent.sha256, len(sheet.header_rows)), ids) for sheet in lists_only]
        helped = _help(words, sent.file, spoken, {sheet.name.casefold() for sheet in kept.sheets})
    author = work.person.name if work.person else ""
    return ProblemBook(spoken, len(grave), (helped, *sheets), author)


def _theirs(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems that the sender can correct, each cell's once."""
    here = [one for one in problems if _is_theirs(one.reason)]
    grave = [one for one in here if one.reason.weight is not Weight.LOOK and one.reason.message not in _FOLLOWING]
    said = {(one.sheet, one.row, one.column) for one in grave}
    return [one for one in here if one.reason.message not in _FOLLOWING or (one.sheet, one.row, one.column) not in said]


def _is_theirs(reason: Reason) -> bool:
    """Whether the sender can do something about it; likenesses that the officer only looks at are not told."""
    return reason.message not in _NOT_THEIRS and not (reason.weight is Weight.LOOK and reason.message in _REWORDED)


def language_of(kept: Kept, country: str = "") -> str:
    """Return the language of a file's headers; where they do not tell, the one that its sender's country works in."""
    votes = dict.fromkeys(LANGUAGES, 0)
    for sheet in kept.sheets:
        for header in sheet.headers:
            known = named(header)
            spoken = known.languages if known else frozenset({"ar"} if script_of(header) == "arab" else ())
            if len(spoken) == 1:
                votes[next(iter(spoken))] += 1
    best = max(votes, key=lambda code: votes[code])
    if votes[best]:
        return best
    return "ar" if country in _ARABIC else "fr" if country in _FRENCH else "en"


class _Words:
    """What is said of each problem, in the current language."""

    def __init__(self, problems: Sequence[Problem], kept: Kept, lists: Lists, country: str) -> None:
        self.problems = sorted(problems, key=lambda one: (one.sheet, one.row, one.reason.weight is Weight.LOOK))
        self._by_row: dict[Place, list[Problem]] = {}
        for problem in self.problems:
            self._by_row.setdefault((problem.sheet, problem.row), []).append(problem)
        self._kept = kept
        self._lists = lists
        self._country = country

    def of(self, place: Place) -> list[Problem]:
        """Return the problems of a row, the grave ones first."""
        return self._by_row.get(place, [])

    def what(self, problem: Problem) -> str:
        """Return what is wrong."""
        reworded = _REWORDED.get(problem.reason.message)
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
        """Return the column of a problem as the sheet calls it."""
        sheet = self._kept.sheet(problem.sheet)
        return sheet.header(problem.column) if sheet and problem.column else ""

    def comment(self, problems: Sequence[Problem]) -> str:
        """Return what is said beside a cell."""
        return "\n".join(line for one in problems for line in (self.what(one), self.wanted(one)) if line)

    def row(self, place: Place) -> str:
        """Return what is said beside a row: each problem with its column."""
        lines = []
        for one in self.of(place):
            header, what = self.header(one), self.what(one)
            said = strip_isolates(fill(_("{column}: {what}"), column=header, what=what)) if header else what
            lines.append(" ".join(part for part in (f"• {said}", self.wanted(one)) if part))
        return "\n".join(lines)


def _sheet(kept: KeptSheet, words: _Words, mark: str, ids: Mapping[Place, str]) -> SheetSpec:
    header = max(kept.header_rows)
    width = kept.first_column - 1 + max(len(kept.headers), *(len(row) for row in kept.rows.values()))
    here = set(kept.proposals) | {more for rows in kept.more.values() for more in rows}
    shown = {n for n in kept.rows if kept.kinds.get(n) is not Kind.IGNORED}
    last = max(n for n in shown if n > header)
    merges = tuple(m for m in kept.merges if all(n in shown or n < header for n in range(m.first_row, m.last_row + 1)))
    titles = [_title(value) for value in _cells(kept, header, width)]
    lines = {n: _line(kept, n, width, words, merges) for n in range(1, last + 1) if n in shown}
    for number in kept.proposals:
        place = (kept.name, number)
        lines[number] = [*lines[number], Marked(words.row(place), "warning"), ids[place]]
    return SheetSpec(
        name=kept.name,
        language=language(),
        columns=(
            *(_column(kept, place, title, lines) for place, title in enumerate(titles)),
            ColumnSpec(_("What is wrong, and what is expected"), _PROBLEM_WIDTH),
            ColumnSpec(mark, 4, hidden=True, wrap=False),
        ),
        above=[lines.get(n, []) for n in range(1, header)],
        rows=[lines.get(n, []) for n in range(header + 1, last + 1)],
        header_height=len(kept.header_rows),
        merges=merges,
        hidden_rows=frozenset(n for n in range(header + 1, last + 1) if n not in shown and n not in here),
        right_to_left=kept.right_to_left if kept.right_to_left is not None else is_rtl(),
        filtered=False,
    )


def _title(value: Value) -> str:
    return value if isinstance(value, str) else text_of(value) if isinstance(value, int | float) else ""


def _cells(kept: KeptSheet, number: int, width: int) -> list[Value]:
    """Return a row from column A on; an error or a formula without result is blank, lest it come back as a text."""
    before: list[Value] = [None] * (kept.first_column - 1)
    row = [*before, *(_value(cell) for cell in kept.rows.get(number, ()))]
    return [*row, *[None] * (width - len(row))]


def _value(cell: Cell) -> Value:
    return text_of(cell) if isinstance(cell, bool) else cell


def _line(kept: KeptSheet, number: int, width: int, words: _Words, merges: Sequence[CellRange]) -> list[Value | Marked]:
    cells = _cells(kept, number, width)
    for merge in kept.merges:  # of a merge that is not shown whole each row holds the value itself
        if merge not in merges and merge.first_row < number <= merge.last_row and merge.first_column <= width:
            cells[merge.first_column - 1] = _cells(kept, merge.first_row, width)[merge.first_column - 1]
    marked: dict[str, list[Problem]] = {}
    for problem in words.of((kept.name, number)):
        if problem.column:
            marked.setdefault(problem.column, []).append(problem)
    line: list[Value | Marked] = []
    for place, value in enumerate(cells, start=1):
        problems = marked.get(column_letter(place))
        tone: Tone = "warning"
        if problems:
            tone = "warning" if all(one.reason.weight is Weight.LOOK for one in problems) else "bad"
        line.append(Marked(value, tone, words.comment(problems)) if problems else value)
    return line


def _column(kept: KeptSheet, place: int, title: str, lines: Mapping[int, Sequence[Value | Marked]]) -> ColumnSpec:
    index = place - (kept.first_column - 1)
    choice = kept.columns[index] if 0 <= index < len(kept.columns) else None
    target = targets().get((choice.target if choice else None) or "")
    texts = [title]
    for number in kept.proposals:
        value = lines[number][place]
        value = value.value if isinstance(value, Marked) else value
        texts += str(value or "").split("\n")
    width = min(max(_NARROW, *(len(text) + 2 for text in texts)), _WIDE)
    return ColumnSpec(title, width, grouped=target is not None and target.reading is Reading.MONEY)


def _help(words: _Words, file: str, code: str, taken: set[str]) -> SheetSpec:
    """Return the sheet that says what to do, and lists the problems."""
    several = len({one.sheet for one in words.problems}) > 1
    rows: list[list[Value | Marked]] = []
    for one in words.problems:
        place: list[Value | Marked] = [one.sheet] if several else []
        place += [one.row, words.header(one), one.original or None]
        rows.append([HELP, *place, words.what(one), words.expected(one) or None])
    name = _("Read first")
    columns = [ColumnSpec(HELP, 4, hidden=True, wrap=False)]
    columns += [ColumnSpec(_("Sheet"), 16)] if several else []
    return SheetSpec(
        name=name if name.casefold() not in taken else f"{name} *",
        columns=(
            *columns,
            ColumnSpec(_("Row"), 7, grouped=False, figures=True),
            ColumnSpec(_("Column"), 24),
            ColumnSpec(_("As received"), 28),
            ColumnSpec(_("What is wrong"), 48),
            ColumnSpec(_("What is expected"), 48),
        ),
        rows=rows,
        language=code,
        title=(
            strip_isolates(fill(_("{file}: to be corrected"), file=file)),
            _("Please correct the red cells of your sheet, which follows; the last column beside each row says what is "
              "wrong and what is expected."),
            _("Then send this file back as it is: only the rows that stand in it are changed, and rows, headers and "
              "hidden columns stay in their places."),
        ),
        filtered=False,
    )  # fmt: skip
