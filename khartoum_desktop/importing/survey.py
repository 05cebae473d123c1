"""The rows of a plan as the last look before an import shows them: by what becomes of them, and what is alike."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.core.progress import paced
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.model import (
    ColumnPlan,
    Plan,
    Problem,
    RowPlan,
    SheetPlan,
    Status,
    by_gravity,
    gravest,
)
from khartoum_desktop.importing.pointing import first_sheet
from khartoum_desktop.importing.targets import TITLES, targets
from khartoum_desktop.sheets.model import Cell

ALL, PROBLEMS = "all", "problems"
TABS: Final = (ALL, Status.NEW.value, Status.CHANGED.value, Status.SAME.value, PROBLEMS)
_TITLE: Final = "title"
_UNSHOWN: Final = frozenset({"serial", "id", "ref", "state", "currency"})
_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A planned row with the sheet that it stands in."""

    plan: RowPlan
    sheet: SheetPlan

    @property
    def key(self) -> str:
        """Return by which the row is known on the screen."""
        return key_of(self.plan.sheet, self.plan.row)

    @property
    def is_marked(self) -> bool:
        """Whether something of the row is to be looked at."""
        return bool(self.plan.problems) or self.plan.status is Status.HELD

    def column(self, name: str) -> ColumnPlan | None:
        """Return the column of the sheet that gives what a column of the review shows."""
        wanted = TITLES if name == _TITLE else {name}
        return next((one for one in self.sheet.columns if one.applied in wanted), None)

    def problem(self, name: str) -> Problem | None:
        """Return what is wrong in a column of the review, the gravest first."""
        wanted = TITLES if name == _TITLE else {name}
        return gravest(one for one in self.plan.problems if one.column and one.target in wanted)

    def received(self, name: str) -> Cell:
        """Return the cell that a column of the review shows, as it was received."""
        column = self.column(name)
        return self.sheet.cell(self.plan.row, column) if column else None


def key_of(sheet: str, row: int) -> str:
    """Return by which a row is known on the screen."""
    return f"{sheet}\n{row}"


@dataclass(frozen=True, slots=True)
class Group:
    """Cells or rows that one answer decides: the same reason and, with `text`, the same text of the same field."""

    problem: Problem  # the first one
    keys: tuple[str, ...]  # of the rows
    places: tuple[tuple[str, int], ...]
    cells: int
    is_alike: bool = True  # whether the sentence is the same of all of them

    @property
    def is_value(self) -> bool:
        """Whether one text in the place of another settles all of them."""
        return bool(self.problem.target and self.problem.original)


@dataclass(frozen=True, slots=True)
class Survey:
    """A plan prepared for the screen: nothing of it needs to be counted again there."""

    plan: Plan
    rows: Mapping[str, Row]
    tabs: Mapping[str, tuple[str, ...]]  # keys of the rows of each of TABS
    columns: tuple[str, ...]  # targets of the sheets that are taken, in their order, beside the title
    groups: tuple[Group, ...]
    changing: frozenset[str]  # those of the columns in which something that we have changes
    counts: Counter[Status]
    texts: dict[str, str] = field(default_factory=dict)  # what was folded once for the filter, by row
    first: str = ""  # the sheet that is shown first

    @property
    def ready(self) -> int:
        """How many rows the import writes."""
        return self.counts[Status.NEW] + self.counts[Status.CHANGED]

    @property
    def to_write(self) -> int:
        """How many rows the import has something to do with: held ones are kept with their file."""
        return self.ready + self.counts[Status.HELD]

    def matching(self, tab: str, words: str) -> list[str]:
        """Return the keys of a tab's rows that hold every word, in any spelling, in their texts as received."""
        asked = fold_key(words).split()
        if not asked:
            return list(self.tabs[tab])
        return [key for key in self.tabs[tab] if all(word in self._text(key) for word in asked)]

    def _text(self, key: str) -> str:
        """Return what a row says, in search spelling."""
        found = self.texts.get(key)
        if found is None:
            found = self.texts[key] = _text_of(self.rows[key])
        return found

    def same_text(self, problem: Problem) -> int:
        """Return in how many cells of the field the text of a problem stands."""
        wanted = fold_key(problem.original)
        alike = (one for one in self.plan.problems if one.target == problem.target)
        return len({(one.sheet, one.row, one.column) for one in alike if fold_key(one.original) == wanted})


def survey(plan: Plan, before: Survey | None = None) -> Survey:
    """Return a plan prepared for the screen; of an earlier plan of the same file what was folded is kept."""
    rows = {key_of(row.sheet, row.row): Row(row, sheet) for sheet in plan.sheets if sheet.taken for row in sheet.rows}
    tabs: dict[str, list[str]] = {tab: [] for tab in TABS}
    for key, row in rows.items():
        tabs[ALL].append(key)
        if row.plan.status.value in tabs:
            tabs[row.plan.status.value].append(key)
        if row.is_marked:
            tabs[PROBLEMS].append(key)
    texts = before.texts if before is not None and before.plan.workbook is plan.workbook else {}
    counts = Counter(row.plan.status for row in rows.values())
    kept = {tab: tuple(keys) for tab, keys in tabs.items()}
    changing = frozenset(change.field.removesuffix("_currency") for row in plan.rows for change in row.changes)
    return Survey(
        plan, rows, kept, _columns(plan.sheets), _groups(rows.values()), changing, counts, texts, first_sheet(plan)
    )


def _columns(sheets: Sequence[SheetPlan]) -> tuple[str, ...]:
    found = [column.applied for sheet in sheets if sheet.taken for column in sheet.columns if column.applied]
    return tuple(dict.fromkeys(one for one in found if one not in TITLES and one not in _UNSHOWN and one in targets()))


def _groups(rows: Iterable[Row]) -> tuple[Group, ...]:
    """Return what stands more than once, the gravest and most frequent first."""
    found: dict[tuple[str, str], list[tuple[Row, Problem]]] = {}
    for row in paced([*rows]):
        for problem in row.plan.problems:
            text = fold_key(problem.original) if problem.target else ""
            found.setdefault((problem.target, text) if text else ("", problem.reason.message), []).append(
                (row, problem)
            )
    groups = [one for alike in found.values() if (one := _group(alike)).cells >= _SEVERAL]
    return tuple(sorted(groups, key=lambda one: (by_gravity(one.problem), -one.cells)))


def _group(alike: Sequence[tuple[Row, Problem]]) -> Group:
    rows = {row.key: row.plan.place for row, _problem in alike}
    cells = {(row.key, problem.column) for row, problem in alike}
    worst = min((problem for _row, problem in alike), key=by_gravity)
    said = {problem.reason.args for _row, problem in alike if problem.reason.message == worst.reason.message}
    return Group(worst, tuple(rows), tuple(rows.values()), len(cells), len(said) == 1)


def _text_of(row: Row) -> str:
    """Return what a row says, in search spelling."""
    cells = row.sheet.cells(row.plan.row)
    parts = [row.plan.ref, *(str(cell) for cell in cells if cell is not None)]
    return fold_key("\n".join(parts))
