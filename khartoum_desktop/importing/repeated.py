"""Rows of a file that carry the same identifier or reference and say different things: nobody knows which is right.

A reference that is not ours counts where it is one: where all rows but a few have another.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.importing.cells import line_of
from khartoum_desktop.importing.matching import TITLES
from khartoum_desktop.importing.model import Decisions, Problem, Reason, RowPlan, SheetPlan, Status, Weight

_BOTH: Final = N_("Row {row} of “{sheet}” has the same reference, {ref}, and says something else.")
_KEYS: Final = frozenset({"id", "ref"})
_APART: Final = re.compile(r"(?<=[^\W\d_])[\s_-]+(?=\d)")  # what may stand between letters and number: P 1, p-1
_SLIPS: Final = 10  # of so many references one may be there twice by mistake; where more are, it is no reference


def hold_repeated(plans: Sequence[SheetPlan], decisions: Decisions) -> list[SheetPlan]:
    """Hold the rows of a file that carry the same reference, unless a person released one of them."""
    return [_held_by_own(plan, decisions) if plan.taken else plan for plan in _held_by_ours(plans, decisions)]


def _held_by_ours(plans: Sequence[SheetPlan], decisions: Decisions) -> list[SheetPlan]:
    """Hold the first row of each identifier or reference of ours too: the others are held already."""
    rows: dict[str, list[RowPlan]] = {}
    for plan in plans:
        for row in plan.rows:
            if row.why in _KEYS and row.row not in decisions.of(row.sheet).released:
                rows.setdefault(row.id, []).append(row)
    held: dict[tuple[str, int], RowPlan] = {}
    for several in rows.values():
        first, *others = several
        other = next((one for one in others if _says(one) != _says(first)), None)
        if other is not None and first.status is not Status.HELD:
            held[first.place] = _held(first, other, first.ref)
    return [
        replace(plan, rows=tuple(held.get(row.place, row) for row in plan.rows)) if held else plan for plan in plans
    ]


def _held_by_own(plan: SheetPlan, decisions: Decisions) -> SheetPlan:
    """Hold the rows of a list that carry the same reference of their sender's and have other titles."""
    held: dict[tuple[str, int], RowPlan] = {}
    for ref, rows in _repeated(_own_references(plan, decisions)):
        for row in rows:
            other = next((one for one in rows if _titles(one).isdisjoint(_titles(row))), None)
            if other is not None:
                held[row.place] = _held(row, other, ref)
    return replace(plan, rows=tuple(held.get(row.place, row) for row in plan.rows)) if held else plan


def _own_references(plan: SheetPlan, decisions: Decisions) -> Iterator[tuple[str, RowPlan]]:
    """Yield the reference of each row that names none of our proposals, as it stands there or was corrected."""
    column = next((one for one in plan.columns if one.applied == "ref"), None)
    if column is None or plan.structure.form is not None:
        return
    own = decisions.of(plan.name)
    for row in plan.rows:
        text = own.cells.get((row.row, column.letter), line_of(plan.cell(row.row, column)))
        if text and row.why not in _KEYS and row.row not in own.released:
            yield text, row


def _repeated(references: Iterator[tuple[str, RowPlan]]) -> Collection[tuple[str, list[RowPlan]]]:
    """Return the references that several rows have, unless so many have that it is no reference of a row."""
    rows: dict[str, list[tuple[str, RowPlan]]] = defaultdict(list)
    for text, row in references:
        rows[_APART.sub("", fold_key(text))].append((text, row))
    filled = sum(map(len, rows.values()))
    if filled - len(rows) > max(1, filled // _SLIPS):
        return []
    return [(pairs[0][0], [row for _text, row in pairs]) for pairs in rows.values() if len(pairs) > 1]


def _titles(row: RowPlan) -> set[object]:
    return {row.values[name] for name in TITLES if row.values.get(name)}


def _says(row: RowPlan) -> dict[str, object]:
    return {name: value for name, value in row.values.items() if value is not None}


def _held(row: RowPlan, other: RowPlan, ref: str) -> RowPlan:
    args = (("row", str(other.row)), ("sheet", other.sheet), ("ref", ref))
    problem = Problem(row.sheet, row.row, "", "", Reason(_BOTH, args, Weight.HOLDS))
    return replace(row, status=Status.HELD, problems=(*row.problems, problem))
