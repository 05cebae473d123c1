"""Conditional maxima where marks are given: a sheet that would go beyond one is refused."""

from collections.abc import Iterable, Mapping

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids.limits import concerned, refusals
from khartoum_desktop.scoring.grids.queries import limit_facts
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.workspace import Workspace

Given = tuple[str, str, str, int | None]  # proposal, assessor and criterion (ids), mark in mark units


def respect_limits(
    work: Workspace,
    current: Round,
    criteria: CriteriaSet,
    marks: Iterable[Given],
    titles: Mapping[str, str] | None = None,
) -> None:
    """Refuse marks that, with those already given, go beyond a conditional maximum; UserError for the first one.

    `titles` are those of proposals that are not there yet (by id).
    """
    limited = concerned(criteria)
    sheets: dict[tuple[str, str], dict[str, int | None]] = {}
    for proposal, assessor, criterion, value in marks if limited else ():
        if criterion in limited:
            sheets.setdefault((proposal, assessor), {})[criterion] = value
    if not sheets:
        return
    facts = limit_facts(work, current, criteria, {proposal for proposal, _assessor in sheets})
    before: dict[tuple[str, str], dict[str, int | None]] = {sheet: {} for sheet in sheets}
    only = next(iter(sheets)) if len(sheets) == 1 else (None, None)
    for given in queries.answers(work, current.id, *only):
        before.get((given.proposal, given.assessor), {})[given.criterion] = given.value
    for sheet, news in sheets.items():
        for _at, problem in refusals(criteria, before[sheet], news, sheet[0], facts):
            ref = (titles or {}).get(sheet[0]) or queries.proposal(work, sheet[0]).ref
            raise UserError(fill(_("{place}: {problem}"), place=ref, problem=problem.sentence), problem.remedy)
