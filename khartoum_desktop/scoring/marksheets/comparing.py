"""Compares what comes in with what is stored: whether an answer is there already, and what is a conflict as a whole."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids.limits import concerned, refusals
from khartoum_desktop.scoring.grids.queries import limit_facts
from khartoum_desktop.scoring.marksheets.queries import Cell, Said
from khartoum_desktop.scoring.model import Answer, Blank, needs_reason
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.asking import SheetRow
from khartoum_desktop.scoring.rounds.model import Pair
from khartoum_desktop.workspace import Workspace

SILENT: Final[Said] = (None, None, "")


def says_the_same(before: Said, answer: Answer) -> bool:
    """Tell whether an answer is stored already; one without a reason does not take a stored reason away."""
    blank = None if answer.blank is None else str(answer.blank)
    return before[:2] == (answer.value, blank) and answer.reason in ("", before[2])


def needs_reopening(criteria: CriteriaSet, before: Said, answer: Answer) -> bool:
    """Tell whether an answer that differs changes what a submitted sheet says, or leaves a reason out that it needs."""
    return before[:2] != SILENT[:2] or (needs_reason(criteria, answer.value) and not answer.reason)


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


def beyond_limits(
    work: Workspace, current: Round, criteria: CriteriaSet, said: Mapping[Cell, Answer], stored: Mapping[Cell, Said]
) -> Iterator[tuple[Cell, UserError]]:
    """Yield the answers that, with those already given, go beyond a conditional maximum, and why each is refused."""
    limited = concerned(criteria)
    sheets: dict[Pair, dict[str, int | None]] = {}
    for (proposal, criterion, assessor), answer in said.items() if limited else ():
        if criterion in limited:
            sheets.setdefault((proposal, assessor), {})[criterion] = answer.value
    if not sheets:
        return
    facts = limit_facts(work, current, criteria, {proposal for proposal, _assessor in sheets})
    for (proposal, assessor), news in sheets.items():
        before = {one: stored.get((proposal, one, assessor), SILENT)[0] for one in limited}
        for at, problem in refusals(criteria, before, news, proposal, facts):
            yield (proposal, at, assessor), problem
