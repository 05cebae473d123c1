"""The rows of one table to the values of proposals, column by column; nothing is matched yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.progress import paced
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.amounts import NO_CURRENCY, PRECISION
from khartoum_desktop.importing.cells import NOTHING, Cleaned, text_of
from khartoum_desktop.importing.cleaning import ColumnReader
from khartoum_desktop.importing.matching import Said, Words
from khartoum_desktop.importing.model import ColumnPlan, Problem, Reason, Value, Weight
from khartoum_desktop.importing.targets import TITLES, Reading, targets
from khartoum_desktop.sheets.model import Cell, Sheet

_CURRENCY: Final = "currency"
MONEY: Final = ("budget_total", "amount_requested", "own_contribution")
# texts of several columns that stand side by side in one field, a line each
_JOINED: Final = frozenset({"locations", "activities", "specific_objectives", "target_groups"})
_TAKEN: Final = N_("Another column says “{other}” for this field: what stands here is taken.")
_NOT_TAKEN: Final = N_(
    "Another column says “{other}” for this field, and that is taken: what stands here is only kept."
)
_SECOND_AMOUNT: Final = Reason(N_("Another column gives this amount; what stands here is only kept."))
_DIFFERENT: Final = N_("The rows of this proposal say {n} different things here, {values}: none of them was taken.")
_OF_COMPONENT: Final = N_("Row {row} is a part of this proposal; its amount, {amount}, is only kept.")
_VERY_LITTLE: Final = N_("{amount} is very little for a project: are thousands or millions meant?")
_SMALL: Final = 100_000  # thousandths
_FAR: Final = 300
_SHOWN: Final = 80  # characters of several cells shown in a sentence
_NO_TITLE: Final = Reason(N_("The row has no title."), (), Weight.HOLDS)

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class AppliedColumn:
    """A column whose values are used, with its reader and the texts that a person replaces everywhere."""

    plan: ColumnPlan
    target: str
    read: ColumnReader
    replaced: Mapping[str, str] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()  # those of `replaced` that a person said for this import
    serves: str = ""  # of a column of currencies: the one amount beside which it stands, "" = all of the row
    chosen: bool = False  # how it is read, by a person, for this import: then what was read before does not count
    stated: str = ""  # how it is read as far as the sheet itself says

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
    headings: tuple[int, ...] = ()  # the rows of the headings over it, the widest first
    more: list[int] = field(default_factory=list)  # the rows of its components, and what stands in them
    parts: list[Row] = field(default_factory=list)
    currencies: dict[str, str] = field(default_factory=dict)  # by the amount beside which a column names them
    shared: frozenset[int] = frozenset()  # places of figures that stand for several rows
    shown: dict[str, str] = field(default_factory=dict)  # by the amount: the currency of its number format

    @property
    def is_held(self) -> bool:
        """Whether something keeps the row out."""
        return any(reason.weight is Weight.HOLDS for _column, reason in self.troubles)


def fill(drafts: Sequence[Draft], columns: Sequence[AppliedColumn]) -> None:
    """Read every cell of every column into the drafts; column by column, since a column repeats itself."""
    for column in columns:
        _read_column(drafts, column)
        if column.serves:
            for draft in drafts:
                draft.currencies[column.serves] = str(draft.values.pop("currency", None) or "")
    for draft in paced(drafts):
        for column in columns if draft.parts else ():
            _take_components(draft, column)
        draft.children = _without_repetitions(draft.children)


def _read_column(drafts: Sequence[Draft], column: AppliedColumn) -> None:
    place, read, plan = column.plan.index, column.read, column.plan
    plain, seen = not column.replaced, column.read.seen
    for draft in paced(drafts):
        cell = draft.row[place] if plain else column.cell(draft.row)
        said = seen.get(cell) if cell.__class__ is not bool else None
        if said is None:
            said = read(cell)
        if said is NOTHING:
            continue
        if said.values:
            if draft.values.keys().isdisjoint(said.values):
                draft.values.update(said.values)
            else:
                _say(draft, column, said.values)
        if said.children:
            draft.children.extend(said.children)
        if said.reason is not None:
            draft.troubles.append((plan, said.reason))


def _take_components(draft: Draft, column: AppliedColumn) -> None:
    """Add what the component rows say: lists stand side by side, amounts are not added up, others say one thing.

    What a person corrected in the first row stands: then nothing is left of the others.
    """
    cells = [(number, column.cell(row)) for number, row in _rows_of(draft)]
    said = [(number, cell, read) for number, cell in cells if not is_silent(read := column.read(cell))]
    more = [read for number, _cell, read in said if number != draft.number]
    values = [dict(read.values) for _number, _cell, read in said]
    different = [one for place, one in enumerate(values) if one not in values[:place]]
    if not more:
        return
    if column.target in _JOINED or any(read.children for _number, _cell, read in said):
        for read in more:
            _put(draft.values, read.values)
            draft.children.extend(read.children)
            draft.troubles += [(column.plan, read.reason)] if read.reason else []
    elif len(different) > 1:
        for name, value in column.read(cells[0][1]).values.items():
            if draft.values.get(name) == value:
                del draft.values[name]
        draft.troubles = [(plan, reason) for plan, reason in draft.troubles if plan is not column.plan]
        texts = " / ".join(dict.fromkeys(text_of(cell) for _number, cell, _read in said))
        args = (("n", str(len(different))), ("values", texts[:_SHOWN]))
        draft.troubles.append((column.plan, Reason(_DIFFERENT, args)))
    else:
        if len(more) == len(said):
            draft.values.update(more[0].values)
            draft.troubles += [(column.plan, more[0].reason)] if more[0].reason else []
        for number, cell, _read in said[1:] if is_money(column.target) else ():
            args = (("row", str(number)), ("amount", text_of(cell)))
            draft.troubles.append((column.plan, Reason(_OF_COMPONENT, args, Weight.LOOK)))


def _rows_of(draft: Draft) -> Iterator[tuple[int, Row]]:
    yield draft.number, draft.row
    yield from zip(draft.more, draft.parts, strict=True)


def is_silent(read: Cleaned) -> bool:
    """Whether a cell says nothing, or only that an amount is not known."""
    return not (read.children or read.reason or read.values.keys() - {PRECISION})


def _say(draft: Draft, column: AppliedColumn, values: Mapping[str, Value]) -> None:
    """Add a cell's values; of two columns that differ the one of that very field counts, else the first; it is told.

    A year and a day in it do not differ.
    """
    field = targets()[column.target].field
    for name, value in values.items():
        known = draft.values.get(name)
        shown = (("other", str(known)[:_SHOWN]),)
        if known is None or value is None or name in _JOINED or known == value:
            _put(draft.values, {name: value})
        elif name == field:
            draft.values[name] = value
            if not str(value).startswith(str(known)):
                draft.troubles.append((column.plan, Reason(_TAKEN, shown, Weight.LOOK)))
        elif not str(known).startswith(str(value)):
            draft.troubles.append((column.plan, Reason(_NOT_TAKEN, shown)))


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
        named = draft.currencies.get(key) or currency or draft.shown.get(key)
        if named:
            draft.values[f"{key}_currency"] = named
            continue
        for name in (key, f"{key}_currency", *([PRECISION] if key == MONEY[0] else [])):
            draft.values.pop(name, None)
        column = next((one.plan for one in columns if one.target == key), None)
        draft.troubles = [(one, reason) for one, reason in draft.troubles if one is not column]
        draft.troubles.append((column, NO_CURRENCY))


def list_unused_amounts(drafts: Sequence[Draft], plans: Sequence[ColumnPlan], columns: Sequence[AppliedColumn]) -> None:
    """Say of each row which amounts of a second column of the same field are only kept."""
    used = {column.target for column in columns if is_money(column.target)}
    unused = [
        plan for plan in plans if plan.target in used and (plan.target, 100) in plan.candidates and not plan.applied
    ]
    for draft in drafts if unused else ():
        draft.troubles += [(plan, _SECOND_AMOUNT) for plan in unused if draft.row[plan.index] is not None]


def doubt_small_amounts(drafts: Sequence[Draft], columns: Sequence[AppliedColumn]) -> None:
    """Ask for a look at amounts of a few euros, or of less than a thousandth of what the others of the column are."""
    for column in columns:
        if not is_money(column.target):
            continue
        key, currency = column.target, f"{column.target}_currency"
        amounts = [
            (draft, amount) for draft in drafts if isinstance(amount := draft.values.get(key), int) and amount > 0
        ]
        if not amounts:
            continue
        middle: dict[Value, float] = {}
        least, most = min(amount for _draft, amount in amounts), max(amount for _draft, amount in amounts)
        if least * _FAR < most:
            for code in {draft.values.get(currency) for draft, _amount in amounts}:
                middle[code] = median(amount for draft, amount in amounts if draft.values.get(currency) == code)
        elif least >= _SMALL:
            continue
        for draft, amount in amounts:
            code = draft.values.get(currency)
            if amount < _SMALL or amount * _FAR < middle.get(code, 0):
                shown = (("amount", format_money(amount, str(code or ""))),)
                draft.troubles.append((column.plan, Reason(_VERY_LITTLE, shown, Weight.LOOK)))


def require_title(draft: Draft, columns: Sequence[AppliedColumn]) -> None:
    """Hold a row that has no title in any language; the trouble is the title column's, where it can be mended."""
    if not any(draft.values.get(name) for name in ("title_ar", "title_en", "title_fr")):
        column = next((one.plan for one in columns if one.target in TITLES), None)
        draft.troubles.append((column, _NO_TITLE))


def said_by(draft: Draft, columns: Sequence[AppliedColumn]) -> Iterator[Said]:
    """Yield what each cell of a row said, with its text as received: to compare with a proposal that we have.

    That a figure stands there exactly says nothing new about the precision of a cost that we have.
    """
    rows = [row for _number, row in _rows_of(draft)]
    naming = [column.plan.index for column in columns if column.target == _CURRENCY]
    beside = currencies_beside(text_of(row[place]) for row in rows for place in naming if row[place] is not None)
    for column in columns:
        place = column.plan.index
        cells = [row[place] for row in rows if row[place] is not None]
        if cells:
            yield from _said_in(draft, column, cells, beside if beside and is_money(column.target) else "")


def _said_in(draft: Draft, column: AppliedColumn, cells: Sequence[Cell], beside: str) -> Iterator[Said]:
    """Yield what the cells of one column said."""
    words, read = [], []
    is_decided = column.chosen
    for cell in cells:
        words.append(Words(text_of(cell), column.stated + beside))
        if column.replaced and isinstance(cell, str):
            known = fold_key(cell)
            is_decided = is_decided or known in column.decided
            read.append(column.read(column.replaced.get(known, cell)))
        else:
            read.append(column.read(cell))
    together = () if is_decided else tuple(words)
    for name in dict.fromkeys(name for cleaned in read for name in cleaned.values):
        is_exact = name == PRECISION and any(cleaned.values.get(name) == "exact" for cleaned in read)
        if name in draft.values and not is_exact:
            yield Said("", name, draft.values[name], {}, column.target, together)
    for cleaned, own in zip(read, words, strict=True):
        for kind, line in cleaned.children:
            yield Said(kind, "", None, line, column.target, () if is_decided else (own,))


def problems_of(sheet: Sheet, draft: Draft) -> tuple[Problem, ...]:
    """Return a row's troubles as problems with their places and texts as received."""
    if not draft.troubles:
        return ()
    return tuple(
        Problem(
            sheet.name,
            draft.number,
            column.letter if column else "",
            _as_received(sheet, draft.number, sheet.first_column + column.index) if column else "",
            reason,
            column.applied or "" if column else "",
        )
        for column, reason in draft.troubles
    )


def _as_received(sheet: Sheet, number: int, column: int) -> str:
    return text_of(sheet.received(number, column)) or sheet.without_value(number, column)


def currencies_beside(texts: Iterable[str]) -> str:
    """Return what the cells of a row that name currencies say, as one text to compare."""
    return " ".join(sorted(set(texts)))


def is_money(target: str) -> bool:
    """Tell whether a target is an amount."""
    return targets()[target].reading is Reading.MONEY
