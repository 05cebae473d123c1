"""What to discuss first in a round, read from the store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.agreement.alpha import alpha
from khartoum_desktop.scoring.agreement.leniency import Levelled, Observed, levelled
from khartoum_desktop.scoring.agreement.queries import Agreed, consensus, counting
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.model import Given, cells, score
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.shortlist import queries as lists_queries
from khartoum_desktop.shortlist.discussing.model import Edge, Marked, Standing, Topic, standings, topics
from khartoum_desktop.shortlist.discussing.words import sentences, standing_sentence
from khartoum_desktop.shortlist.listing import places
from khartoum_desktop.shortlist.model import Ranking
from khartoum_desktop.workspace import Workspace


@dataclass(frozen=True)
class Discussion:
    """A round as a panel needs it: what to discuss first, what was agreed, how each delegation ranks."""

    round: Round
    ranking: Ranking
    given: tuple[Given, ...]
    marks: tuple[Marked, ...]
    people: Mapping[str, Assessor]
    agreed: tuple[Agreed, ...]
    edge: Edge | None
    lists: Lists
    topics: tuple[Topic, ...]
    standings: Mapping[str, tuple[Standing, ...]]
    hidden: str = ""  # why nothing is shown yet, and when it will be; then all else is empty

    @property
    def criteria(self) -> CriteriaSet:
        """The criteria set under the round's rules."""
        return self.ranking.criteria

    @cached_property
    def voices(self) -> Mapping[str, str]:
        """Each assessor's delegation."""
        return {one.id: one.delegation or one.id for one in self.people.values()}

    @cached_property
    def units(self) -> tuple[tuple[int, ...], ...]:
        """The marks of each cell, as units of agreement."""
        found: dict[tuple[str, str], list[int]] = {}
        for proposal, criterion, _assessor, value in self.marks:
            found.setdefault((proposal, criterion), []).append(value)
        return tuple(tuple(values) for values in found.values())

    @cached_property
    def alpha(self) -> Fraction | None:
        """Krippendorff's α (interval) of the round; None where agreement cannot be told from chance."""
        return alpha(self.units)

    def said(self, topic: Topic) -> tuple[str, ...]:
        """Return why a cell should be discussed, in sentences; the last says how delegations rank its proposal."""
        standing = standing_sentence(self.standings.get(topic.line.id, ()), self.lists)
        said = sentences(topic, self.criteria, self.lists, self.edge)
        return (*said, standing) if standing else said

    def observed(self) -> Observed:
        """Return each assessor's own total of each proposal that they marked on every criterion that applies."""
        return own_totals(self.ranking, self.marks)

    def adjusted(self) -> Levelled:
        """Return what harsh and lenient assessors would change; UserError where it cannot be told."""
        return levelled(self.observed())


def discussion(work: Workspace, current: Round | None = None) -> Discussion:
    """Return a round (default: the one in hand) as a panel needs it; nothing of it while marks are hidden."""
    current = current or scoring.current_round(work)
    seen = sight(work, current.id)
    ranking = lists_queries.ranking(work, current, scoring.criteria(work, current.criteria_set))
    known = {line.id for line in ranking.lines}
    counted = counting(work, current) if seen.everything else ()
    given = tuple(one for one in counted if one.proposal in known)
    marks = tuple(_marked(one) for one in given if one.value is not None)
    people = {one.id: one for one in scoring.assessors(work)}
    voices = {one.id: one.delegation or one.id for one in people.values()}
    edge = _edge(work, current, ranking)
    return Discussion(
        current,
        ranking,
        given,
        marks,
        people,
        tuple(one for one in consensus(work, current) if one.proposal in known),
        edge,
        lists_of(work),
        topics(ranking, marks, voices, edge),
        standings(ranking, marks, voices),
        seen.sentence,
    )


def discuss_first(work: Workspace, current: Round | None = None) -> list[Topic]:
    """Return the cells of a round that should be discussed, the most urgent first."""
    return list(discussion(work, current).topics)


def own_totals(ranking: Ranking, marks: Sequence[Marked]) -> dict[tuple[str, str], Fraction]:
    """Return (proposal, assessor) -> that assessor's own exact total, of complete sheets."""
    sheets: dict[str, list[tuple[str, str, str, int]]] = {}
    for mark in marks:
        sheets.setdefault(mark[2], []).append(mark)
    without = {line.id: line.without for line in ranking.lines}
    found: dict[tuple[str, str], Fraction] = {}
    for assessor, own in sheets.items():
        for proposal, row in cells(ranking.criteria, own).items():
            out = without.get(proposal, frozenset())
            total = score(ranking.criteria, [None if one is None else one.value for one in row], out).total
            if total is not None:
                found[proposal, assessor] = total
    return found


def _marked(given: Given) -> Marked:
    return given.proposal, given.criterion, given.assessor, given.value or 0


def _edge(work: Workspace, current: Round, ranking: Ranking) -> Edge | None:
    """Return the cut line of the round's newest open list that has one."""
    for one in lists_queries.shortlists(work):
        if one.round != current.id or one.is_frozen:
            continue
        entries, cut = lists_queries.entries(work, one.id)
        if not cut.drawn:
            continue
        facts = lists_queries.facts(work, [entry.proposal for entry in entries])
        laid = [place for place in places(ranking, entries, facts, cut) if place.line is not None]
        totals = [(place.inside, place.line.total) for place in laid if place.line and place.line.total is not None]
        return Edge(
            one.name,
            frozenset(place.entry.proposal for place in laid if place.inside),
            min((total for inside, total in totals if inside), default=None),
            max((total for inside, total in totals if not inside), default=None),
        )
    return None
