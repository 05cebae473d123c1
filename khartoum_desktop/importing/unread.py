"""Cells whose value a file does not hold: an error of the spreadsheet program, or a formula never calculated."""

from collections.abc import Sequence
from typing import Final

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.importing.assembling import AppliedColumn
from khartoum_desktop.importing.model import ColumnPlan, Reason, SheetPlan

_ERROR: Final = Reason(N_("The cell holds an error of its spreadsheet program."))
_UNCALCULATED: Final = Reason(N_("The cell holds a formula whose result is not stored in the file."))

Troubles = dict[int, list[tuple[ColumnPlan | None, Reason]]]


def unreadable(plan: SheetPlan, columns: Sequence[AppliedColumn]) -> Troubles:
    """Return by row (of a form: by the row in which its card begins) the columns whose cell has no value."""
    found: Troubles = {}
    by_index = {column.plan.index: column.plan for column in columns}
    for places, reason in ((plan.sheet.errors, _ERROR), (plan.sheet.uncalculated, _UNCALCULATED)):
        for place in places:
            number, index = _where(plan, place)
            if index in by_index:
                found.setdefault(number, []).append((by_index[index], reason))
    return found


def _where(plan: SheetPlan, place: tuple[int, int]) -> tuple[int, int]:
    """Return the row and the index of the column that a cell belongs to; -1: to none."""
    form = plan.structure.form
    if form is None:
        return place[0], place[1] - plan.sheet.first_column
    return next(
        ((card.number, index) for card in form.cards for index, own in enumerate(card.places) if place in own), (0, -1)
    )
