"""The rows of one table to the values of proposals, column by column; nothing is matched yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.amounts import NO_CURRENCY, PRECISION
from khartoum_desktop.importing.cells import NOTHING, Cleaned, text_of
from khartoum_desktop.importing.cleaning import ColumnReader
from khartoum_desktop.importing.matching import Said
from khartoum_desktop.importing.model import ColumnPlan, Problem, Reason, SheetDecisions, Value, Weight
from khartoum_desktop.importing.structure import Kind, Structure
from khartoum_desktop.importing.targets import TITLES, Reading, targets
from khartoum_desktop.sheets.model import Cell, Sheet

MONEY: Final = ("budget_total", "amount_requested", "own_contribution")
# texts of several columns that stand side by side in one field, a line each
_JOINED: Final = frozenset({"locations", "activities", "specific_objectives", "target_groups"})
_NO_TITLE: Final = Reason(N_("The row has no title."), (), Weight.HOLDS)

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class AppliedColumn:
    """A column whose values are used, with its reader and the texts that a person replaces everywhere."""

    plan: ColumnPlan
    target: str
    read: ColumnReader
    replaced: Mapping[str, str] = field(default_factory=dict)
    serves: str = ""  # of a column of currencies: the one amount beside which it stands, "" = all of the row
    chosen: bool = False  # by a person, for this import: then what was read of it before does not count

    def cell(self, row: Row) -> Cell:
        """Return the cell of this column, as a person's replacement says where there is one."""
        cell = row[self.plan.index]
        if self.replaced and isinstance(cell, str):
            return self.replaced.get(fold_key(cell), cell)
        return cell


@dataclass(slots=True)
class Draft:
    """One row while it is being read: what it says, and what could not be read (column, reason)."""

    number: int
    row: Row
    values: dict[str, Value] = field(default_factory=dict)
    children: list[tuple[str, Mapping[str, Value]]] = field(default_factory=list)
    troubles: list[tuple[ColumnPlan | None, Reason]] = field(default_factory=list)
    section: int = 0
    more: list[int] = field(default_factory=list)
    currencies: dict[str, str] = field(default_factory=dict)  # by the amount beside which a column names them

    @property
    def is_held(self) -> bool:
        """Whether something keeps the row out."""
        return any(reason.weight is Weight.HOLDS for _column, reason in self.troubles)


def drafts_of(
    sheet: Sheet, structure: Structure, columns: Sequence[ColumnPlan], decisions: SheetDecisions
) -> list[Draft]:
    """Return the rows that are proposals: merged cells filled down inside their merge, a person's corrections made."""
    filled = _filled_down(sheet)
    titles = {column.index for column in columns if column.applied in TITLES}
    corrected: dict[int, list[tuple[int, str]]] = {}
    indexes = {column.letter: column.index for column in columns}
    for (number, letter), text in decisions.cells.items():
        if letter in indexes:
            corrected.setdefault(number, []).append((indexes[letter], text))
    drafts: list[Draft] = []
    section = 0
    for index, (number, row) in enumerate(sheet.numbered_rows()):
        kind = structure.kinds[index]
        if kind is Kind.SECTION:
            section = number
        if kind is not Kind.PROPOSAL:
            continue
        below = filled.get(number, {})
        if drafts and titles and any(row[i] is None and i in below for i in titles):
            drafts[-1].more.append(number)  # a component row: its title cell is merged with the one above
            continue
        cells = row
        if below or number in corrected:
            changed = list(row)
            for place, value in [*below.items(), *corrected.get(number, ())]:
                changed[place] = value
            cells = tuple(changed)
        drafts.append(Draft(number, cells, section=section))
    return drafts


def _filled_down(sheet: Sheet) -> dict[int, dict[int, Cell]]:
    """Return row number -> cell's place in the row -> value of the vertical merge that covers it."""
    found: dict[int, dict[int, Cell]] = {}
    for merge in sheet.merges:
        if merge.last_row == merge.first_row:
            continue
        value = sheet.value(merge.first_row, merge.first_column)
        place = merge.first_column - sheet.first_column
        if value is None or not 0 <= place < sheet.width:
            continue
        for number in range(merge.first_row + 1, min(merge.last_row, sheet.last_row) + 1):
            found.setdefault(number, {})[place] = value
    return found


def fill(drafts: Sequence[Draft], columns: Sequence[AppliedColumn]) -> None:
    """Read every cell of every column into the drafts; column by column, since a column repeats itself."""
    for column in columns:
        _read_column(drafts, column)
        if column.serves:
            for draft in drafts:
                draft.currencies[column.serves] = str(draft.values.pop("currency", None) or "")
    for draft in drafts:
        draft.children = _without_repetitions(draft.children)


def _read_column(drafts: Sequence[Draft], column: AppliedColumn) -> None:
    place, read, plan = column.plan.index, column.read, column.plan
    plain, alone, seen = not column.replaced, _is_alone(column.target), column.read.seen
    for draft in drafts:
        cell = draft.row[place] if plain else column.cell(draft.row)
        said = seen.get(cell) if cell.__class__ is not bool else None
        if said is None:
            said = read(cell)
        if said is NOTHING:
            continue
        if said.values:
            if alone:
                draft.values.update(said.values)
            else:
                _put(draft.values, said.values)
        if said.children:
            draft.children.extend(said.children)
        if said.reason is not None:
            draft.troubles.append((plan, said.reason))


def _is_alone(target: str) -> bool:
    """Whether no other column says the same fields: not so for lists, and for periods that give start and end."""
    return target not in _JOINED and targets()[target].reading not in (Reading.DATE, Reading.MONTHS, Reading.COUNT)


def _put(values: dict[str, Value], more: Mapping[str, Value]) -> None:
    """Add a cell's values; where two columns say the same field the first counts, lists stand side by side."""
    for name, value in more.items():
        if name not in values or values[name] is None:
            values[name] = value
        elif name in _JOINED and value:
            lines = [*str(values[name]).split("\n"), *str(value).split("\n")]
            values[name] = "\n".join(dict.fromkeys(lines))


def _without_repetitions(children: list[tuple[str, Mapping[str, Value]]]) -> list[tuple[str, Mapping[str, Value]]]:
    if len(children) < 2:  # noqa: PLR2004 - nothing to compare
        return children
    seen = {(kind, *line.items()): (kind, line) for kind, line in children}
    return list(seen.values())


def settle_amounts(draft: Draft, columns: Sequence[AppliedColumn]) -> None:
    """Give the row's amounts the currency that another column names; without one an amount is left out."""
    currency = draft.values.pop("currency", None)
    for key in MONEY:
        if draft.values.get(key) is None or draft.values.get(f"{key}_currency") is not None:
            continue
        named = draft.currencies.get(key) or currency
        if named:
            draft.values[f"{key}_currency"] = named
            continue
        for name in (key, f"{key}_currency", *([PRECISION] if key == MONEY[0] else [])):
            draft.values.pop(name, None)
        column = next((one.plan for one in columns if one.target == key), None)
        draft.troubles = [(one, reason) for one, reason in draft.troubles if one is not column]
        draft.troubles.append((column, NO_CURRENCY))


def require_title(draft: Draft, columns: Sequence[AppliedColumn]) -> None:
    """Hold a row that has no title in any language; the trouble is the title column's, where it can be mended."""
    if not any(draft.values.get(name) for name in ("title_ar", "title_en", "title_fr")):
        column = next((one.plan for one in columns if one.target in TITLES), None)
        draft.troubles.append((column, _NO_TITLE))


def said_by(draft: Draft, columns: Sequence[AppliedColumn]) -> Iterator[Said]:
    """Yield what each cell of a row said, with its text as received: to compare with a proposal that we have.

    That a figure stands there exactly says nothing new about the precision of a cost that we have.
    """
    for column in columns:
        cell = column.cell(draft.row)
        if cell is None:
            continue
        cleaned: Cleaned = column.read(cell)
        original = "" if column.chosen else text_of(cell)
        for name in cleaned.values:
            if name in draft.values and not (name == PRECISION and cleaned.values[name] == "exact"):
                yield Said("", name, draft.values[name], {}, column.target, original)
        for kind, line in cleaned.children:
            yield Said(kind, "", None, line, column.target, original)


def problems_of(sheet: Sheet, draft: Draft) -> tuple[Problem, ...]:
    """Return a row's troubles as problems with their places and texts as received."""
    if not draft.troubles:
        return ()
    return tuple(
        Problem(
            sheet.name,
            draft.number,
            column.letter if column else "",
            text_of(sheet.value(draft.number, sheet.first_column + column.index)) if column else "",
            reason,
            column.applied or "" if column else "",
        )
        for column, reason in draft.troubles
    )


def is_money(target: str) -> bool:
    """Tell whether a target is an amount."""
    return targets()[target].reading is Reading.MONEY
