"""Compares what comes in with what is stored: whether an answer is there already, and what is a conflict as a whole."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from khartoum_desktop.core.i18n import _
from khartoum_desktop.scoring.marksheets.queries import Cell, Said
from khartoum_desktop.scoring.model import Answer, Blank
from khartoum_desktop.scoring.rounds.asking import SheetRow
from khartoum_desktop.scoring.rounds.model import Pair

SILENT: Final[Said] = (None, None, "")


def says_the_same(before: Said, answer: Answer) -> bool:
    """Tell whether an answer is stored already; one without a reason does not take a stored reason away."""
    blank = None if answer.blank is None else str(answer.blank)
    return before[:2] == (answer.value, blank) and answer.reason in ("", before[2])


def conflicts_of(
    said: Mapping[Cell, Answer], stored: Mapping[Cell, Said], handed: Mapping[Pair, SheetRow]
) -> dict[Pair, str]:
    """Return why, for each sheet that says nothing but that there is a conflict of interest.

    Sheets with stored marks, and those of which it is noted already, are left out.
    """
    by_sheet: dict[Pair, list[Answer]] = defaultdict(list)
    for (proposal, _criterion, assessor), answer in said.items():
        by_sheet[proposal, assessor].append(answer)
    found = {
        pair: next((answer.reason for answer in answers if answer.reason), _("Conflict of interest"))
        for pair, answers in by_sheet.items()
        if all(answer.blank is Blank.CONFLICT for answer in answers)
    }
    if found:
        marked = {(cell[0], cell[2]) for cell, before in stored.items() if before[0] is not None}
        noted = {pair for pair, one in handed.items() if one.conflict}
        found = {pair: why for pair, why in found.items() if pair not in marked and pair not in noted}
    return found
