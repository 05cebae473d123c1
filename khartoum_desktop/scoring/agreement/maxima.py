"""Conditional maxima where marks of several people meet: what a panel may agree on, and what goes beyond one by now.

Every sheet keeps to the maxima when it is filled in. What a panel agreed on is held against what counts for the other
criteria; and priorities, checklist or an agreement that let a mark pass may change later: that is said, never mended.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.agreement.overlay import counted
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids.limits import Beyond, Sheet, broken, concerned, refusal, refusals
from khartoum_desktop.scoring.grids.queries import limit_facts
from khartoum_desktop.scoring.queries import Round, Tally
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_MARK = TABLES["mark"]


def refuse_beyond(work: Workspace, current: Round, criteria: CriteriaSet, agreed: tuple[str, str, int | None]) -> None:
    """Refuse to agree on a mark (proposal, criterion, mark; None: not applicable) that takes one beyond a maximum."""
    proposal, criterion, value = agreed
    if criterion not in concerned(criteria):
        return
    counting = _counting(criteria, queries.tally(work, current, criteria), proposal)
    facts = limit_facts(work, current, criteria, [proposal])
    for _at, problem in refusals(criteria, counting, {criterion: value}, proposal, facts):
        ref = queries.proposal(work, proposal).ref
        raise UserError(fill(_("{place}: {problem}"), place=ref, problem=problem.sentence), problem.remedy)


def beyond(work: Workspace, current: Round, criteria: CriteriaSet, tally: Tally) -> Mapping[str, tuple[Beyond, ...]]:
    """Return, by proposal, what in a round goes beyond a maximum by now; nothing while the marks are hidden.

    Where a panel agreed on one of the two criteria of a maximum, what counts is held against it; else each sheet is.
    """
    if not criteria.limits or not sight(work, current.id).everything:
        return {}
    sheets = _sheets(work, current, concerned(criteria))
    proposals = tally.cells.keys() | {proposal for proposal, _who in sheets}
    facts = limit_facts(work, current, criteria, proposals)
    found: dict[str, dict[Beyond, None]] = defaultdict(dict)
    whole: list[tuple[str, Sheet, bool]] = [
        (proposal, sheet, False) for (proposal, _who), sheet in sorted(sheets.items())
    ]
    whole += [(proposal, _counting(criteria, tally, proposal), True) for proposal in sorted(proposals)]
    agreed = {proposal: frozenset(_agreed(criteria, tally, proposal)) for proposal in proposals}
    for proposal, sheet, is_counting in whole:
        for limit in broken(criteria, sheet, proposal, facts):
            if is_counting != agreed[proposal].isdisjoint((limit.criterion, limit.of)):
                found[proposal][Beyond(limit.criterion, refusal(criteria, limit, sheet).sentence)] = None
    return {proposal: tuple(each) for proposal, each in found.items()}


def _agreed(criteria: CriteriaSet, tally: Tally, proposal: str) -> Iterator[str]:
    """Yield the criteria (ids) of a proposal on which a panel agreed."""
    out, row = tally.without.get(proposal, ()), tally.cells.get(proposal, ())
    for place, one in enumerate(criteria.criteria):
        cell = row[place] if row else None
        if place in out or (cell is not None and cell.agreed is not None):
            yield one.id


def _counting(criteria: CriteriaSet, tally: Tally, proposal: str) -> Sheet:
    """Return what counts for each criterion (id) of a proposal, in mark units: agreed, or of all sheets together."""
    out = tally.without.get(proposal, ())
    return {
        one.id: cell.value * criteria.scale.unit
        for place, (one, cell) in enumerate(zip(criteria.criteria, tally.cells.get(proposal, ()), strict=False))
        if cell is not None and place not in out
    }


def _sheets(work: Workspace, current: Round, concerned: Collection[str]) -> Mapping[tuple[str, str], dict[str, int]]:
    """Return the marks on some criteria (ids) of each sheet (proposal, assessor) that counts."""
    query = select(_MARK.c.proposal, _MARK.c.assessor, _MARK.c.criterion, _MARK.c.value).where(
        _MARK.c.round == current.id,
        _MARK.c.removed.is_not(True),
        _MARK.c.value.is_not(None),
        _MARK.c.criterion.in_(concerned),
    )
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    with work.reading() as db:
        sheets = counted(db, current.id) if current.independent else None
        for proposal, who, criterion, value in db.execute(query):
            if sheets is None or (proposal, who) in sheets:
                found[proposal, who][criterion] = value
    return found
