"""What a batch keeps of an imported file: the rows that stayed out or have problems, with the cells around them.

Enough to plan those rows again, and to send them back, when the file itself is no longer there.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.importing.cells import text_of
from khartoum_desktop.importing.model import (
    ASIDE,
    PLAIN,
    SPOKEN,
    Certainty,
    ColumnChoice,
    ColumnPlan,
    Plan,
    Problem,
    RowPlan,
    SheetPlan,
    Status,
    Weight,
)
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.targets import Reading, targets
from khartoum_desktop.sheets.model import Cell, CellRange, Parts, Sheet, Workbook, cell_name, column_letter

Row = tuple[Cell, ...]
Place = tuple[str, int]
"""A sheet's name and Excel's number of a row."""
_SETTINGS: Final = ("unit", "currency", "decimal", "order", "calendar", "language", "months", "doubt", "note")
_ABOVE: Final = frozenset({Kind.TITLE, Kind.HEADER, Kind.TAGS})


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row of an imported file that stayed out: its cells as received (cell name, header, text) and why."""

    sheet: str
    row: int
    cells: tuple[tuple[str, str, str], ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptSheet:
    """What is kept of one sheet; `rows` holds what stands above the table and the rows that are kept, by number.

    `headers` and `columns` have one entry for each cell of a row (of a column: how it was read); `without` what stands
    in cells that have no value; `currencies`, `comments`, `struck` and `parts` how cells look (see `Sheet`); `ids` the
    origin ids of rows that had one before this file.
    """

    name: str
    right_to_left: bool | None
    first_column: int
    header_rows: tuple[int, ...]
    headers: tuple[str, ...]
    columns: tuple[ColumnChoice | None, ...]
    rows: Mapping[int, Row]
    kinds: Mapping[int, Kind]
    merges: tuple[CellRange, ...] = ()
    without: Mapping[tuple[int, int], str] = field(default_factory=dict)
    sections: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    more: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    ids: Mapping[int, str] = field(default_factory=dict)
    above: tuple[str, ...] = ()  # of a table that was cut out: what stands above the first one of its sheet
    currencies: Mapping[tuple[int, int], str] = field(default_factory=dict)
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    struck: frozenset[tuple[int, int]] = frozenset()
    parts: Mapping[tuple[int, int], Parts] = field(default_factory=dict)
    delimiter: str = ""
    hidden_columns: frozenset[int] = frozenset()

    @property
    def proposals(self) -> tuple[int, ...]:
        """Return the rows that are proposals, in order."""
        parts = {number for numbers in self.more.values() for number in numbers}
        return tuple(n for n, kind in sorted(self.kinds.items()) if kind is Kind.PROPOSAL and n not in parts)

    def header(self, letter: str) -> str:
        """Return what a column is called, its letter where it has no header."""
        places = enumerate(self.headers, self.first_column)
        return next((text for number, text in places if column_letter(number) == letter), "") or letter

    def cells(self, row: int) -> tuple[tuple[str, str, str], ...]:
        """Return a row as received: the headings it stands under, its cells, what is merged down over it, its parts."""
        found = [one for number in (*self.sections.get(row, ()), row) for one in self._cells(number)]
        for merge in self.merges:
            if merge.first_row < row <= merge.last_row and merge.first_row not in self.header_rows:
                found += [one for one in self._cells(merge.first_row) if one[0] == str(merge).partition(":")[0]]
        for more in self.more.get(row, ()):
            found += self._cells(more)
        return tuple(dict.fromkeys(found))

    def _cells(self, row: int) -> Iterator[tuple[str, str, str]]:
        headers = self.headers if self.header_rows else ()  # of a form no cell stands under a label
        for place, cell in enumerate(self.rows.get(row, ())):
            number = self.first_column + place
            parts = self.parts.get((row, number))
            text = parts.received if parts else text_of(cell) or self.without.get((row, number), "")
            if text:
                yield cell_name(row, number), headers[place] if place < len(headers) else "", text

    def only(self, rows: Collection[int]) -> "KeptSheet":
        """Return the sheet with these of its proposals, and with what they need."""
        needed = {more for row in rows for more in self.more.get(row, ())}
        needed |= {heading for row in rows for heading in self.sections.get(row, ())} | set(rows)
        own = frozenset(needed)
        in_order = sorted(needed)
        merges = [m for m in self.merges if _any_between(in_order, m.first_row, m.last_row)]
        needed |= {merge.first_row for merge in merges}  # their values stand there
        of_rows = frozenset(merges)
        kept = {n: row for n, row in self.rows.items() if n in needed or n not in self.kinds}
        return replace(
            self,
            rows=kept,
            kinds={n: kind if n in own else Kind.IGNORED for n, kind in self.kinds.items() if n in needed},
            merges=tuple(m for m in self.merges if m.first_row not in self.kinds or m in of_rows),
            without={place: text for place, text in self.without.items() if place[0] in kept},
            currencies={place: code for place, code in self.currencies.items() if place[0] in kept},
            comments={place: text for place, text in self.comments.items() if place[0] in kept},
            struck=frozenset(place for place in self.struck if place[0] in kept),
            parts={place: parts for place, parts in self.parts.items() if place[0] in kept},
            sections={n: headings for n, headings in self.sections.items() if n in rows},
            more={n: more for n, more in self.more.items() if n in rows},
            ids={n: ident for n, ident in self.ids.items() if n in rows},
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a file: its sheets, every problem of the rows that are kept, and the places of those held."""

    sheets: tuple[KeptSheet, ...] = ()
    problems: tuple[Problem, ...] = ()
    held: tuple[Place, ...] = ()

    def sheet(self, name: str) -> KeptSheet | None:
        """Return the sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    @property
    def places(self) -> tuple[Place, ...]:
        """Return the places of all rows that are kept."""
        return tuple((sheet.name, row) for sheet in self.sheets for row in sheet.proposals)

    @property
    def held_rows(self) -> tuple[HeldRow, ...]:
        """Return the rows that stayed out, with their reasons in the current language."""
        said: dict[Place, list[str]] = {}
        for problem in self.problems:
            sheet = self.sheet(problem.sheet)
            header = sheet.header(problem.column) if sheet and problem.column else ""
            what = problem.reason.text
            words = fill(_("{column}: {what}"), column=header, what=what) if header else what
            said.setdefault((problem.sheet, problem.row), []).append(words)
        found = []
        for name, row in self.held:
            sheet = self.sheet(name)
            cells = sheet.cells(row) if sheet else ()
            found.append(HeldRow(name, row, cells, tuple(said.get((name, row), ()))))
        return tuple(found)

    def only(self, places: Collection[Place]) -> "Kept":
        """Return what is kept of these rows."""
        wanted = frozenset(places)
        sheets = [sheet.only({row for name, row in wanted if name == sheet.name}) for sheet in self.sheets]
        return Kept(
            tuple(sheet for sheet in sheets if sheet.proposals),
            tuple(one for one in self.problems if (one.sheet, one.row) in wanted),
            tuple(place for place in self.held if place in wanted),
        )

    def without(self, places: Collection[Place]) -> "Kept":
        """Return what is kept of the other rows."""
        return self.only(set(self.places) - set(places))

    def joined(self, other: "Kept") -> "Kept":
        """Return both, rows of other places, as one."""
        sheets = {sheet.name: sheet for sheet in self.sheets}
        for sheet in other.sheets:
            sheets[sheet.name] = _both(sheets[sheet.name], sheet) if sheet.name in sheets else sheet
        return Kept(tuple(sheets.values()), (*self.problems, *other.problems), (*self.held, *other.held))


def _both(one: KeptSheet, other: KeptSheet) -> KeptSheet:
    return replace(
        one,
        rows=dict(sorted({**one.rows, **other.rows}.items())),
        kinds={**one.kinds, **other.kinds},
        merges=tuple(dict.fromkeys((*one.merges, *other.merges))),
        without={**one.without, **other.without},
        sections={**one.sections, **other.sections},
        more={**one.more, **other.more},
        ids={**one.ids, **other.ids},
        currencies={**one.currencies, **other.currencies},
        comments={**one.comments, **other.comments},
        struck=one.struck | other.struck,
        parts={**one.parts, **other.parts},
    )


def _any_between(numbers: Sequence[int], first: int, last: int) -> bool:
    """Whether one of some numbers, given in order, lies between two others, these included."""
    place = bisect_left(numbers, first)
    return place < len(numbers) and numbers[place] <= last


# --- of a plan --------------------------------------------------------------------------------------------------------


def kept_of(plan: Plan) -> Kept:
    """Return what a batch keeps of a plan: its rows that are held or of which something was left out."""
    rows = [row for row in plan.rows if is_kept(row)]
    held = tuple(row.place for row in rows if row.status is Status.HELD)
    ids = plan.source.earlier.ids if plan.source.earlier else {}
    sheets = [
        _sheet(sheet, own, {row: ident for (name, row), ident in ids.items() if name == sheet.name})
        for sheet in plan.sheets
        if sheet.taken and (own := [row for row in rows if row.sheet == sheet.name])
    ]
    return Kept(tuple(sheets), tuple(problem for row in rows for problem in row.problems), held)


def is_kept(row: RowPlan) -> bool:
    """Whether a row is held, or a value of it is left out."""
    return row.status is Status.HELD or any(problem.reason.weight is not Weight.LOOK for problem in row.problems)


def _sheet(plan: SheetPlan, rows: Sequence[RowPlan], ids: Mapping[int, str]) -> KeptSheet:
    sheet = plan.sheet
    kinds = {number: Kind.SECTION for row in rows for number in row.headings}
    said = dict(_numbered_kinds(plan)) if plan.structure.form is None else {}
    for row in rows:
        kinds[row.row] = Kind.PROPOSAL
        kinds |= {n: Kind.MORE if said.get(n) is Kind.MORE else Kind.PROPOSAL for n in row.more}
    merges = tuple(m for m in sheet.merges if any(n in kinds for n in range(m.first_row, _end(m, sheet) + 1)))
    numbers = {number for number, kind in _numbered_kinds(plan) if kind in _ABOVE} | kinds.keys()
    numbers |= set(plan.structure.header_rows) | {merge.first_row for merge in merges}
    known = frozenset(merges)
    above = tuple(m for m in sheet.merges if m.first_row in numbers and m not in known and m.first_row not in kinds)
    begun: dict[int, set[int]] = {}
    for merge in merges:
        begun.setdefault(merge.first_row, set()).add(merge.first_column)
    by_index = {column.index: column for column in plan.columns}
    columns = [by_index.get(index) for index in range(sheet.width)]
    places = {**sheet.uncalculated, **sheet.errors}
    return KeptSheet(
        sheet.name,
        sheet.right_to_left,
        sheet.first_column,
        plan.structure.header_rows,
        tuple(column.header if column else "" for column in columns),
        tuple(_choice(column, is_form=plan.structure.form is not None) for column in columns),
        {n: _row(sheet, n, kinds, begun) for n in sorted(numbers) if sheet.first_row <= n <= sheet.last_row},
        # the row in which a merge begins that covers a kept one is kept for its sake, and is no proposal here
        {**{m.first_row: Kind.IGNORED for m in merges if m.first_row not in plan.structure.header_rows}, **kinds},
        (*merges, *above),
        {place: text for place, text in places.items() if place[0] in numbers},
        {row.row: row.headings for row in rows if row.headings},
        {row.row: row.more for row in rows if row.more},
        {row.row: ids[row.row] for row in rows if row.row in ids},
        sheet.above,
        {place: code for place, code in sheet.currencies.items() if place[0] in kinds},
        {place: text for place, text in sheet.comments.items() if place[0] in kinds},
        frozenset(place for place in sheet.struck if place[0] in kinds),
        {place: parts for place, parts in sheet.parts.items() if place[0] in kinds},
        sheet.delimiter,
        sheet.hidden_columns,
    )


def _choice(column: ColumnPlan | None, *, is_form: bool) -> ColumnChoice | None:
    """Return how a column was read, so that a few of its rows are read the same way."""
    if column is None or not column.applied:
        is_aside = not is_form and column is not None and column.header and column.certainty is Certainty.OFFERED
        return ColumnChoice(column.target, {ASIDE: 1}, is_remembered=True) if column and is_aside else None
    found = {name: value for name in _SETTINGS if (value := getattr(column.settings, name)) != getattr(PLAIN, name)}
    if not column.settings.is_said and targets()[column.applied].reading is Reading.SCRIPT:
        found[SPOKEN] = found.pop("language", "")
    return ColumnChoice(column.applied, found, is_remembered=True)


def _row(sheet: Sheet, number: int, kinds: Mapping[int, Kind], begun: Mapping[int, Collection[int]]) -> Row:
    """Return a row; of one that is kept for the sake of a merge only what is merged down (`begun`: columns by row)."""
    row = sheet.rows[number - sheet.first_row]
    columns = begun.get(number)
    if number in kinds or not columns:
        return row
    return tuple(cell if column in columns else None for column, cell in enumerate(row, sheet.first_column))


def _end(merge: CellRange, sheet: Sheet) -> int:
    return min(merge.last_row, sheet.last_row)


def _numbered_kinds(plan: SheetPlan) -> Iterator[tuple[int, Kind]]:
    return enumerate(plan.structure.kinds, plan.sheet.first_row)


def as_workbook(kept: Kept, name: str, sha256: str) -> Workbook:
    """Return what is kept as a workbook in which every cell stands where it stood; other rows are blank."""
    return Workbook(name, sha256, "xlsx", tuple(as_sheet(sheet) for sheet in kept.sheets))


def as_sheet(kept: KeptSheet) -> Sheet:
    """Return what is kept of a sheet with every cell where it stood."""
    width = max([len(kept.headers), *(len(row) for row in kept.rows.values())])
    blank: Row = (None,) * width
    first, last = min(kept.rows), max(kept.rows)
    rows = tuple(
        (*kept.rows[n], *blank[len(kept.rows[n]) :]) if n in kept.rows else blank for n in range(first, last + 1)
    )
    return Sheet(
        kept.name,
        "visible",
        kept.right_to_left,
        rows,
        first,
        kept.first_column,
        kept.merges,
        hidden_columns=kept.hidden_columns,
        errors=kept.without,
        above=kept.above,
        currencies=kept.currencies,
        comments=kept.comments,
        struck=kept.struck,
        parts=kept.parts,
        delimiter=kept.delimiter,
    )
