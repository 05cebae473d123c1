"""Rows that repeat a row of another sheet of the file, such as those of a summary, though for another country."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.matching import TITLES
from khartoum_desktop.importing.model import Decisions, Problem, Reason, RowPlan, SheetPlan, Status, Weight
from khartoum_desktop.proposals.duplicates.titles import title_key

_REPEATED: Final = N_("The same title and cost stand in row {row} of “{sheet}”.")


def hold_twins(plans: Sequence[SheetPlan], decisions: Decisions) -> list[SheetPlan]:
    """Hold each new row whose title and cost stand in another sheet: of such rows the one that says most stays in.

    Before all that is one that is a proposal of the workspace already, then one whose sheet names countries; of rows
    that say as much the first stays.
    """
    if sum(plan.taken for plan in plans) < 2:  # noqa: PLR2004 - a sheet has no other
        return list(plans)
    places = {plan.name: any(column.applied == "lead_country" for column in plan.columns) for plan in plans}
    held: dict[tuple[str, int], RowPlan] = {}
    for rows in _groups(plans):
        stays = max(rows, key=lambda row: (row.status is not Status.NEW, places[row.sheet], _said(row)))
        for row in rows:
            is_released = row.row in decisions.of(row.sheet).released
            if row.sheet != stays.sheet and row.status is Status.NEW and not is_released:
                held[row.place] = _held(row, stays)
    return [replace(plan, rows=tuple(held.get(row.place, row) for row in plan.rows)) for plan in plans]


def _groups(plans: Sequence[SheetPlan]) -> Iterable[list[RowPlan]]:
    """Return the rows of each title and cost that stand in more than one sheet."""
    found: dict[tuple[object, ...], list[RowPlan]] = {}
    for plan in plans:
        for row in plan.rows:
            if row.status is not Status.HELD and row.values.get("budget_total"):
                for key in _keys(row):
                    found.setdefault(key, []).append(row)
    return (rows for rows in found.values() if len({row.sheet for row in rows}) > 1)


def _said(row: RowPlan) -> int:
    return len(row.values) + len(row.children)


def _keys(row: RowPlan) -> set[tuple[object, ...]]:
    cost = (row.values.get("budget_total"), row.values.get("budget_total_currency"))
    return {(title_key(str(title)), *cost) for name in TITLES if (title := row.values.get(name))}


def _held(row: RowPlan, stays: RowPlan) -> RowPlan:
    reason = Reason(_REPEATED, (("row", str(stays.row)), ("sheet", stays.sheet)), Weight.HOLDS)
    return replace(row, status=Status.HELD, problems=(*row.problems, Problem(row.sheet, row.row, "", "", reason)))
