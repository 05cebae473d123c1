"""The workbook that brings problems back to a ministry: its own rows at their places, marked and explained."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill, is_rtl, language, speaking
from khartoum_desktop.core.text import script_of, strip_isolates
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.form_pairs import NO_FIELD
from khartoum_desktop.importing.headers import named
from khartoum_desktop.importing.kept import Kept, KeptSheet, Place, kept_of
from khartoum_desktop.importing.marks import HELP, file_mark
from khartoum_desktop.importing.model import Plan, Problem, Reason, Weight
from khartoum_desktop.importing.problem_forms import form_sheet
from khartoum_desktop.importing.problem_words import REWORDED, Words, cells_of
from khartoum_desktop.importing.records import batch_row, ids_of, kept_in
from khartoum_desktop.importing.shared import shared_merges
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.targets import Reading, targets
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.sheets.model import CellRange, column_letter
from khartoum_desktop.sheets.spec import ColumnSpec, Marked, Properties, SheetSpec, Value, Written
from khartoum_desktop.sheets.writing import check_ending, write_workbook
from khartoum_desktop.workspace import Workspace

_FRENCH: Final = frozenset({"BE", "CH", "DJ", "FR", "LU", "TN", "DZ", "MA", "ML", "NE", "TD", "SN", "MR"})
_ARABIC: Final = frozenset({"EG", "LY", "SD"})
_NARROW, _WIDE, _PROBLEM_WIDTH = 9, 42, 60
# what only the officer can do something about
_NOT_THEIRS: Final = frozenset(
    {
        N_("Held back by you."),
        NO_FIELD,
        N_("Another column gives this amount; what stands here is only kept."),
        N_("All but the title is as {ref} came from this place: it is taken for the same proposal."),
    }
)
# what follows from another problem of the same cell
_FOLLOWING: Final = frozenset({N_("The country of the row is not clear."), N_("The row has no title.")})


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
        words = Words([one for one in theirs if (one.sheet, one.row) in grave], kept, lists, sent.country)
        sheets = [
            _sheet(sheet, words, file_mark(sent.sha256, len(sheet.header_rows)), ids)
            if sheet.header_rows
            else form_sheet(sheet, words, sent.sha256, ids)
            for sheet in kept.sheets
        ]
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
    return reason.message not in _NOT_THEIRS and not (reason.weight is Weight.LOOK and reason.message in REWORDED)


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


def _sheet(kept: KeptSheet, words: Words, mark: str, ids: Mapping[Place, str]) -> SheetSpec:
    header = max(kept.header_rows)
    width = kept.first_column - 1 + max(len(kept.headers), *(len(row) for row in kept.rows.values()))
    here = set(kept.proposals) | {more for rows in kept.more.values() for more in rows}
    shown = {n for n in kept.rows if kept.kinds.get(n) is not Kind.IGNORED}
    shown |= {merge.first_row for merge in kept.merges if _joins_parts(kept, merge)} & kept.rows.keys()
    last = max(n for n in shown if n > header)
    shared = shared_merges(kept.name, kept.merges, words.problems)  # each of their rows is to be filled
    merges = tuple(m for m in kept.merges if m not in shared and _is_whole(kept, m, shown))
    titles = [_title(value) for value in cells_of(kept, header, width)]
    lines = {n: _line(kept, n, width, words, (*merges, *shared)) for n in range(1, last + 1) if n in shown}
    for number in kept.proposals:
        place = (kept.name, number)
        lines[number] = [*lines[number], Marked(words.beside(words.of(place)), "warning"), ids[place]]
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
        merges=tuple(replace(merge, last_row=min(merge.last_row, last)) for merge in merges),
        hidden_rows=frozenset(n for n in range(header + 1, last + 1) if n not in shown and n not in here),
        right_to_left=kept.right_to_left if kept.right_to_left is not None else is_rtl(),
        filtered=False,
    )


def _is_whole(kept: KeptSheet, merge: CellRange, shown: Collection[int]) -> bool:
    """Whether a merge stays one: all its rows are shown, or some are parts of a proposal."""
    rows = range(merge.first_row, merge.last_row + 1)
    return _joins_parts(kept, merge) or all(number in shown or number < max(kept.header_rows) for number in rows)


def _joins_parts(kept: KeptSheet, merge: CellRange) -> bool:
    """Whether a merge covers parts of a proposal, which it may be that tells them to be some."""
    return any(merge.first_row < part <= merge.last_row for parts in kept.more.values() for part in parts)


def _title(value: Value) -> str:
    return value if isinstance(value, str) else text_of(value) if isinstance(value, int | float) else ""


def _line(kept: KeptSheet, number: int, width: int, words: Words, merges: Sequence[CellRange]) -> list[Value | Marked]:
    cells = cells_of(kept, number, width)
    struck = {column for row, column in kept.struck if row == number}
    for merge in kept.merges:  # of a merge that is not shown whole each row holds the value itself
        if merge not in merges and merge.first_row < number <= merge.last_row and merge.first_column <= width:
            cells[merge.first_column - 1] = cells_of(kept, merge.first_row, width)[merge.first_column - 1]
            struck |= {merge.first_column} if (merge.first_row, merge.first_column) in kept.struck else set()
    marked: dict[str, list[Problem]] = {}
    for problem in words.of((kept.name, number)):
        if problem.column:
            marked.setdefault(problem.column, []).append(problem)
    return [
        words.marked(value, marked.get(column_letter(place), []), struck=place in struck)
        for place, value in enumerate(cells, start=1)
    ]


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
    is_hidden = place + 1 in kept.hidden_columns and not any(
        isinstance(lines[number][place], Marked) for number in kept.proposals
    )
    is_money = target is not None and target.reading is Reading.MONEY
    return ColumnSpec(title, width, hidden=is_hidden, grouped=is_money)


def _help(words: Words, file: str, code: str, taken: set[str]) -> SheetSpec:
    """Return the sheet that says what to do, and lists the problems."""
    several = len({one.sheet for one in words.problems}) > 1
    rows: list[list[Value | Marked]] = []
    for one in words.problems:
        place: list[Value | Marked] = [one.sheet] if several else []
        place += [words.row_of(one), words.header(one), one.original or None]
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
        protected=True,  # what was typed here would be lost
    )  # fmt: skip
