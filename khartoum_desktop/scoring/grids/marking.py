"""Conditional maxima where marks are given: a sheet that would go beyond one is refused."""

from collections.abc import Iterable, Mapping

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids.limits import broken, refusal
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
    concerned = {one for limit in criteria.limits for one in (limit.criterion, limit.of)}
    sheets: dict[tuple[str, str], dict[str, int | None]] = {}
    for proposal, assessor, criterion, value in marks if concerned else ():
        if criterion in concerned:
            sheets.setdefault((proposal, assessor), {})[criterion] = value
    if not sheets:
        return
    facts = limit_facts(work, current, criteria, {proposal for proposal, _assessor in sheets})
    whole = {key: dict(news) for key, news in sheets.items()}
    only = next(iter(sheets)) if len(sheets) == 1 else (None, None)
    for given in queries.answers(work, current.id, *only):
        whole.get((given.proposal, given.assessor), {}).setdefault(given.criterion, given.value)
    for (proposal, assessor), news in sheets.items():
        marked = {one: value for one, value in whole[proposal, assessor].items() if value is not None}
        for limit in broken(criteria, marked, proposal, facts):
            if not news.keys().isdisjoint((limit.criterion, limit.of)):
                problem = refusal(criteria, limit, marked)
                ref = (titles or {}).get(proposal) or queries.proposal(work, proposal).ref
                raise UserError(fill(_("{place}: {problem}"), place=ref, problem=problem.sentence), problem.remedy)
