"""The marks of one assessor as a table, and what a pasted block would change in it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property
from typing import Final

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, language, ngettext, speaking
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion, Scale, Wording, grouped
from khartoum_desktop.scoring.grids.limits import Facts, concerned, refusals
from khartoum_desktop.scoring.marksheets.cell_reading import answer_in, named
from khartoum_desktop.scoring.model import Answer, Blank, blank_sign, checked

Place = tuple[str, str]  # proposal, criterion (ids)

SILENT: Final = Answer()
_NO_FACTS: Final = Facts({}, frozenset())
_DASHES: Final = frozenset({"-", "‐", "–", "—", "−"})


class Lock(StrEnum):
    """Why a sheet takes no marks."""

    SUBMITTED = "submitted"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet: a proposal with this assessor's answers by criterion (id); why: the day, or the declared reason."""

    id: str
    ref: str
    title: Wording
    answers: Mapping[str, Answer]
    lock: Lock | None = None
    why: str = ""
    done: bool = False  # nothing is left to do
    drafts: bool = False  # sheets count once they are submitted

    def answer(self, criterion: str) -> Answer:
        """Return what is said to a criterion (id)."""
        return self.answers.get(criterion, SILENT)


@dataclass(frozen=True)  # no slots: they leave no room for what is kept
class Grid:
    """All sheets of one assessor (id) in a round, and the criteria in the order shown."""

    assessor: str
    criteria: CriteriaSet
    rows: tuple[Row, ...]
    facts: Facts = field(default=_NO_FACTS)

    @cached_property
    def columns(self) -> tuple[Criterion, ...]:
        """The criteria, group by group."""
        return tuple(one for _group, members in grouped(self.criteria) for one in members)

    def answered(self, row: Row) -> int:
        """Return how many criteria of a sheet are answered."""
        return sum(1 for one in self.columns if row.answer(one.id).given)

    def is_done(self, row: Row) -> bool:
        """Tell whether nothing is left to do on a sheet."""
        return row.done if row.drafts else self.answered(row) == len(self.columns)

    def with_answers(self, answers: Mapping[Place, Answer]) -> "Grid":
        """Return the table with other answers in some cells."""
        by_row: dict[str, dict[str, Answer]] = {}
        for (proposal, criterion), answer in answers.items():
            by_row.setdefault(proposal, {})[criterion] = answer
        rows = (
            replace(row, answers={**row.answers, **by_row[row.id]}) if row.id in by_row else row for row in self.rows
        )
        return replace(self, rows=tuple(rows))


# --- one cell ---------------------------------------------------------------------------------------------------------


def shown(answer: Answer, scale: Scale) -> str:
    """Return a cell in short: its mark or the sign of its blank, "" where it is not assessed."""
    if answer.value is not None:
        return scale.shown(answer.value)
    return blank_sign(answer.blank) if answer.blank is not None else ""


def written(answer: Answer, scale: Scale) -> str:
    """Return a cell for the clipboard, such that a spreadsheet of this language and `understood` both read it."""
    if answer.value is None:
        return shown(answer, scale)
    plain = scale.text(answer.value)
    local = plain.replace(".", ",") if language() == "fr" else plain
    try:
        return local if understood(local, scale) == Answer(answer.value) else plain
    except UserError:  # thousands would do as well
        return plain


def understood(cell: str, scale: Scale) -> Answer:
    """Return what a pasted cell says, in any of the languages; SILENT for nothing and for "not assessed".

    UserError for what is neither a mark of the scale nor a blank.
    """
    words = fold_key(cell)
    if not words or words in _DASHES or cell.strip() in _DASHES:
        return SILENT
    sign = _signs().get(words)
    return Answer(blank=sign) if sign is not None else answer_in(cell, scale)[0]


@cache
def _signs() -> Mapping[str, Blank]:
    found = {"x": Blank.NOT_APPLICABLE}
    for code in LANGUAGES:
        with speaking(code):
            found |= {fold_key(blank_sign(one)): one for one in Blank}
    return found


def may_go_on(typed: str, scale: Scale) -> bool:
    """Tell whether what was typed so far could still become another mark, so that it is not taken at once."""
    if not typed.isdecimal() or scale.step % scale.unit or scale.minimum % scale.unit:
        return True
    return 0 < int(typed) * 10 * scale.unit <= scale.maximum


# --- a block of cells -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refused:
    """A pasted cell that is not taken: where it would go (row, and criterion; None: beyond the table), and why not."""

    text: str
    sentence: str
    remedy: str
    row: Row | None = None
    criterion: Criterion | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a block would change: new answers by place, how many cells say the same already, and what is refused."""

    changes: Mapping[Place, Answer]
    same: int = 0
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a block over a cell of the table."""

    row: Row
    criterion: Criterion
    text: str


def planned(grid: Grid, block: Sequence[Sequence[str]], at: tuple[int, int]) -> Plan:
    """Return what a block of texts would change, laid over the table from a cell (line and column, from 0).

    Empty cells change nothing; a mark in place of another keeps the reason that stands there.
    """
    changes: dict[Place, Answer] = {}
    texts: dict[Place, _Cell] = {}
    refused: list[Refused] = []
    same = 0
    for cell in _cells(grid, block, at):
        place, before = (cell.row.id, cell.criterion.id), cell.row.answer(cell.criterion.id)
        try:
            answer = understood(cell.text, grid.criteria.scale)
            if not answer.given:
                continue
            answer = replace(answer, reason=before.reason)
            if answer == before:
                same += 1
                continue
            refuse_locked(cell.row)
            changes[place], texts[place] = checked(grid.criteria, answer), cell
        except UserError as error:
            refused.append(_refused(cell, error))
    for place, beyond in tuple(_beyond_limits(grid, changes)):
        del changes[place]
        refused.append(_refused(texts[place], beyond))
    refused += _left_over(grid, block, at)
    return Plan(changes, same, tuple(refused))


def refuse_locked(row: Row) -> None:
    """Refuse a change on a sheet that is submitted or has a declared conflict."""
    if row.lock is Lock.SUBMITTED:
        raise UserError(
            fill(_("The sheet for {ref} was submitted on {date}."), ref=row.ref, date=format_date(row.why)),
            _("Reopen it first: then its marks can be changed, and do not count until it is submitted again."),
        )
    if row.lock is Lock.CONFLICT:
        raise UserError(
            fill(_("A conflict of interest is declared for {ref}."), ref=row.ref),
            _("A coordinator can take it back on the page of the rounds."),
        )


def _refused(cell: _Cell, error: UserError) -> Refused:
    return Refused(named(cell.text), error.sentence, error.remedy, cell.row, cell.criterion)


def _cells(grid: Grid, block: Sequence[Sequence[str]], at: tuple[int, int]) -> Iterator[_Cell]:
    for row, line in zip(grid.rows[at[0] :], block, strict=False):
        for criterion, text in zip(grid.columns[at[1] :], line, strict=False):
            yield _Cell(row, criterion, text)


def _left_over(grid: Grid, block: Sequence[Sequence[str]], at: tuple[int, int]) -> Iterator[Refused]:
    """Yield, as one, the cells that hold something and would lie beyond the last proposal or criterion."""
    lines, columns = len(grid.rows) - at[0], len(grid.columns) - at[1]
    texts = [
        text
        for down, line in enumerate(block)
        for along, text in enumerate(line)
        if text.strip() and (down >= lines or along >= columns)
    ]
    if texts:
        words = ngettext(
            "{n} cell lies beyond the last proposal or criterion.",
            "{n} cells lie beyond the last proposal or criterion.",
            len(texts),
        )
        sentence = fill(words, n=format_number(len(texts)))
        yield Refused(named(texts[0]), sentence, _("Paste it further up, or copy fewer cells."))


def _beyond_limits(grid: Grid, changes: Mapping[Place, Answer]) -> Iterator[tuple[Place, UserError]]:
    """Yield the changes that go beyond a conditional maximum; what is left out can put others beyond theirs."""
    limited = concerned(grid.criteria)
    by_row: dict[str, dict[str, int | None]] = {}
    for (proposal, criterion), answer in changes.items() if limited else ():
        if criterion in limited:
            by_row.setdefault(proposal, {})[criterion] = answer.value
    rows = {row.id: row for row in grid.rows} if by_row else {}
    for proposal, news in by_row.items():
        before = {one: answer.value for one, answer in rows[proposal].answers.items()}
        while found := next(refusals(grid.criteria, before, news, proposal, grid.facts), None):
            criterion, error = found
            del news[criterion]
            yield (proposal, criterion), error


def copied(grid: Grid, places: Iterable[tuple[int, int]]) -> list[list[str]]:
    """Return the texts of the smallest block that holds these cells (line, column); cells that are not meant are ""."""
    wanted = set(places)
    if not wanted:
        return []
    lines, columns = [line for line, _column in wanted], [column for _line, column in wanted]
    return [
        [
            written(grid.rows[line].answer(grid.columns[column].id), grid.criteria.scale)
            if (line, column) in wanted
            else ""
            for column in range(min(columns), max(columns) + 1)
        ]
        for line in range(min(lines), max(lines) + 1)
    ]
