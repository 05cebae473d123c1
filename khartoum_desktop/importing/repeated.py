"""Rows of a file that carry the same identifier or reference and say different things: nobody knows which is right."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.model import Decisions, Problem, Reason, RowPlan, SheetPlan, Status, Weight

_BOTH: Final = N_("Row {row} of “{sheet}” has the same reference, {ref}, and says something else.")
_KEYS: Final = frozenset({"id", "ref"})


def hold_repeated(plans: Sequence[SheetPlan], decisions: Decisions) -> list[SheetPlan]:
    """Hold the first of such rows too (the others are held already), unless a person released one of them."""
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
            held[first.place] = _held(first, other)
    return [
        replace(plan, rows=tuple(held.get(row.place, row) for row in plan.rows)) if held else plan for plan in plans
    ]


def _says(row: RowPlan) -> dict[str, object]:
    return {name: value for name, value in row.values.items() if value is not None}


def _held(row: RowPlan, other: RowPlan) -> RowPlan:
    args = (("row", str(other.row)), ("sheet", other.sheet), ("ref", row.ref))
    problem = Problem(row.sheet, row.row, "", "", Reason(_BOTH, args, Weight.HOLDS))
    return replace(row, status=Status.HELD, problems=(*row.problems, problem))
