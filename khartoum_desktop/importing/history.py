"""What a person decided about an open file, step by step with words, so that each can be taken back and done again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing.model import CLEAR, ColumnChoice, Decisions, Plan, SheetDecisions

_KEPT: Final = 200  # steps that can be taken back


@dataclass(frozen=True, slots=True)
class Step:
    """One decision: what was decided before it and after it, and what it is called."""

    before: Decisions
    after: Decisions
    words: str


@dataclass(frozen=True, slots=True)
class History:
    """The steps of an open file; `done` in order, `undone` with the one that comes next last."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def with_step(self, before: Plan, after: Plan) -> "History":
        """Return the history after one more decision; what decides nothing is no step."""
        if before.decisions == after.decisions:
            return self
        step = Step(before.decisions, after.decisions, words_of(before, after.decisions))
        return History((*self.done, step)[-_KEPT:])

    def back(self) -> "History":
        """Return the history after its last step was taken back."""
        return History(self.done[:-1], (*self.undone, self.done[-1])) if self.done else self

    def forth(self) -> "History":
        """Return the history after the step that was taken back last was done again."""
        return History((*self.done, self.undone[-1]), self.undone[:-1]) if self.undone else self

    @property
    def undo_name(self) -> str:
        """What Undo would take back, "" for nothing."""
        return self.done[-1].words if self.done else ""

    @property
    def redo_name(self) -> str:
        """What Redo would do again, "" for nothing."""
        return self.undone[-1].words if self.undone else ""


NO_HISTORY: Final = History()


def words_of(plan: Plan, after: Decisions) -> str:
    """Return in words what is decided otherwise than in a plan."""
    return next(_whole(plan.decisions, after), "") or next(_parts(plan, after), _("a decision"))


def _whole(before: Decisions, after: Decisions) -> Iterator[str]:
    """Yield what is decided otherwise about the whole file."""
    if is_other_text(before, after):
        yield _("how the text is read")
    if before.sender_country != after.sender_country:
        yield _("sender’s country")
    if before.accept_suggestions != after.accept_suggestions:
        yield _("all suggestions accepted")
    for key, text in after.replaced.items():
        if before.replaced.get(key) != text:
            yield fill(_("“{value}” everywhere"), value=text)


_SINGLE: Final[Sequence[tuple[str, str]]] = (
    ("header_rows", N_("header row")),
    ("taken", N_("sheet taken or left")),
    ("last_row", N_("end of the table")),
    ("with_hidden", N_("hidden rows")),
)


def _parts(plan: Plan, after: Decisions) -> Iterator[str]:
    """Yield what is decided otherwise about single sheets."""
    before = plan.decisions
    parted = [name for name in {**before.sheets, **after.sheets} if before.of(name) != after.of(name)]
    if len(parted) > 1:
        yield _("rows of several sheets")
    for name in parted:
        own, now = before.of(name), after.of(name)
        yield from (_(words) for key, words in _SINGLE if getattr(own, key) != getattr(now, key))
        if own.columns != now.columns:
            yield _columns(plan, name, now)
        yield from _rows_of(own, now)


def _rows_of(own: SheetDecisions, now: SheetDecisions) -> Iterator[str]:
    """Yield what is decided otherwise about rows and cells of a sheet."""
    for row, letter in {**own.cells, **now.cells}:
        if own.cells.get((row, letter)) != now.cells.get((row, letter)):
            yield fill(_("cell {cell}"), cell=f"{letter}{row}")
    kinds = [row for row in {**own.kinds, **now.kinds} if own.kinds.get(row) != now.kinds.get(row)]
    if kinds:
        yield _rows(N_("kind of row {row}"), kinds, ngettext("kind of {n} row", "kind of {n} rows", len(kinds)))
    held = sorted(now.held - own.held)
    if held:
        yield _rows(N_("row {row} held back"), held, ngettext("{n} row held back", "{n} rows held back", len(held)))
    taken = sorted((now.released ^ own.released) | (own.held - now.held))
    if taken:
        yield _rows(N_("row {row} taken"), taken, ngettext("{n} row taken", "{n} rows taken", len(taken)))


def _columns(plan: Plan, sheet: str, after: SheetDecisions) -> str:
    before = plan.decisions.of(sheet).columns
    letters = [letter for letter in {**before, **after.columns} if before.get(letter) != after.columns.get(letter)]
    planned = plan.sheet(sheet)
    column = planned.column(letters[0]) if planned else None
    was, now = (one.get(letters[0]) for one in (before, after.columns))
    only_blanks = _clears(was) != _clears(now) and (was is None or _rest(was) == _rest(now))
    words = _("empty cells of “{header}”") if only_blanks else _("column “{header}”")
    return fill(words, header=(column.header if column else "") or letters[0])


def _clears(choice: ColumnChoice | None) -> bool:
    return choice is not None and choice.settings.get("blank") == CLEAR


def _rest(choice: ColumnChoice | None) -> object:
    return choice and (choice.target, {name: said for name, said in choice.settings.items() if name != "blank"})


def _rows(one: str, rows: Sequence[int], several: str) -> str:
    """Return the words for one row, or those for several."""
    if len(rows) == 1:
        return fill(_(one), row=format_number(rows[0]))
    return fill(several, n=format_number(len(rows)))


def is_other_text(before: Decisions, after: Decisions) -> bool:
    """Tell whether a file must be read anew for other decisions: its text in another way."""
    return (before.encoding, before.delimiter) != (after.encoding, after.delimiter)


def read_otherwise(decisions: Decisions, encoding: str, delimiter: str) -> Decisions:
    """Return decisions for the same text read in another way; with another delimiter its columns are others."""
    if delimiter != decisions.delimiter:
        return Decisions(sender_country=decisions.sender_country, encoding=encoding, delimiter=delimiter)
    return replace(decisions, encoding=encoding)
