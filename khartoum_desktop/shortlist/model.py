"""The ranked list: exact totals, shared ranks, ranges where marks are missing, and why a line stands where it does."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from math import lcm
from typing import Final, NamedTuple

from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion
from khartoum_desktop.scoring.grids.limits import Beyond
from khartoum_desktop.scoring.model import Candidate, Cell, Cells, Score, score
from khartoum_desktop.shortlist.shown import places_apart
from khartoum_desktop.shortlist.thresholds import Status, Threshold, thresholds

STRONGEST: Final = 3
_NOTHING: Final = Fraction()
_APPLIES: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal in the ranking.

    rank is None without an official rank; rank_low and rank_high are the best and the worst rank it may still have;
    shared: others have the same rank; decided_by: inside a shared rank, the criterion that put it below the line above
    (None: the first of them, or the reference decided); without: the places of criteria that by decision do not apply;
    assessments: how many were submitted.
    """

    candidate: Candidate
    cells: Cells
    score: Score
    assessments: int
    official: bool
    rank: int | None
    rank_low: int
    rank_high: int
    shared: bool = False
    decided_by: str | None = None
    without: frozenset[int] = frozenset()

    @property
    def id(self) -> str:
        """The proposal's id."""
        return self.candidate.id

    @property
    def total(self) -> Fraction | None:
        """Σwx/Σw of an official line, else None."""
        return self.score.known if self.official else None

    @property
    def points(self) -> Fraction | None:
        """Σwx of an official line, else None."""
        return self.score.points if self.official else None

    @property
    def values(self) -> tuple[Fraction, ...]:
        """The marks of an official line, one a criterion; its own total where one does not apply."""
        average = self.score.known or _NOTHING
        return tuple(average if cell is None else cell.value for cell in self.cells)


@dataclass(frozen=True)
class Ranking:
    """All proposals of a round, best first: official lines, then the provisional ones.

    beyond: by proposal, the marks that go beyond a conditional maximum by now; they count, and that is said.
    ineligible: by proposal, why it is not eligible by the checklist, in words; its rank stands all the same.
    """

    criteria: CriteriaSet
    required: int
    lines: tuple[Line, ...]
    beyond: Mapping[str, tuple[Beyond, ...]] = field(default_factory=dict)
    ineligible: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each proposal stands in `lines`, by id."""
        return {line.id: place for place, line in enumerate(self.lines)}

    def line(self, proposal: str) -> Line | None:
        """Return a proposal's line."""
        place = self.places.get(proposal)
        return None if place is None else self.lines[place]

    def thresholds(self, line: Line) -> tuple[Threshold, ...]:
        """Return how a line stands to each threshold of the criteria set."""
        return tuple(thresholds(self.criteria, line.cells, line.score, line.without))

    def admitted(self, line: Line) -> Status:
        """Return how a line stands to all thresholds together; rank and admission are two separate matters."""
        states = {threshold.status for threshold in self.thresholds(line)}
        return "missed" if "missed" in states else "open" if "open" in states else "passed"

    @cached_property
    def official(self) -> tuple[Line, ...]:
        """The lines with an official rank."""
        return tuple(line for line in self.lines if line.official)

    @cached_property
    def provisional(self) -> tuple[Line, ...]:
        """The lines with some marks, but without an official rank."""
        return tuple(line for line in self.lines if not line.official and line.score.known is not None)

    @cached_property
    def decimals(self) -> int:
        """How many decimals tell different points apart: one at least, four at most."""
        return places_apart(line.points for line in self.official if line.points is not None)

    @cached_property
    def unmarked(self) -> tuple[Line, ...]:
        """The lines without any mark."""
        return tuple(line for line in self.lines if line.score.known is None)


def tie_chain(criteria: CriteriaSet) -> tuple[Criterion, ...]:
    """Return the criteria in the order in which they order equal totals: the heaviest first."""
    return tuple(sorted(criteria.criteria, key=lambda criterion: -criterion.weight))


def parted_by(criteria: CriteriaSet, one: Line, other: Line) -> Criterion | None:
    """Return the criterion that orders two official lines of a shared rank, None where only the reference does."""
    values = list(zip(one.values, other.values, strict=True))
    chain = ((criterion, values[criteria.places[criterion.id]]) for criterion in tie_chain(criteria))
    return next((criterion for criterion, (own, theirs) in chain if own != theirs), None)


def tie_sentence(ranking: Ranking) -> str:
    """Say in words how lines of a shared rank are ordered; printed with every ranking."""
    said = fill(
        _("Equal totals share a rank. Inside it the higher mark comes first, on {criteria}; then the reference."),
        criteria=listed(criterion.key for criterion in tie_chain(ranking.criteria)),
    )
    if not any(line.without and line.shared for line in ranking.official):
        return said
    partly = _("A criterion that does not apply to a proposal counts there as its total.")
    return f"{said} {partly}"


def rank(
    criteria: CriteriaSet,
    candidates: Iterable[Candidate],
    cells: Mapping[str, Cells],
    required: int = 1,
    *,
    submitted: Mapping[str, int] | None = None,
    without: Mapping[str, frozenset[int]] | None = None,
) -> Ranking:
    """Rank proposals by their exact totals: 1 + the number strictly better, so that equals share a rank (1, 2, 2, 4).

    Only a proposal with marks on every criterion and `required` assessments is official; the others get the range of
    ranks that they may still reach. `submitted` counts each proposal's assessments (left out: how many marked every
    criterion), `without` says which places do not apply to it by decision. No proposal's score depends on which others
    are in the list.
    """
    empty: Cells = (None,) * len(criteria.criteria)
    drafts: list[_Draft] = []
    for candidate in candidates:
        out = (without or {}).get(candidate.id, _APPLIES)
        draft = _draft(criteria, candidate, cells.get(candidate.id, empty), out)
        if submitted is not None:
            draft = draft._replace(assessments=submitted.get(candidate.id, 0))
        drafts.append(draft._replace(official=draft.score.coverage == 1 and draft.assessments >= required))
    chain = [criteria.places[criterion.id] for criterion in tie_chain(criteria)]
    placed = [*_ranked([one for one in drafts if one.official], chain), *_unranked(drafts)]
    ranges = _ranges([draft.score for draft, _rank, _shared, _decided in placed])
    lines = [
        Line(
            candidate=draft.candidate,
            cells=draft.cells,
            score=draft.score,
            assessments=draft.assessments,
            official=draft.official,
            rank=place,
            rank_low=low,
            rank_high=high,
            shared=shared,
            decided_by=None if decided is None else criteria.criteria[decided].key,
            without=draft.without,
        )
        for (draft, place, shared, decided), (low, high) in zip(placed, ranges, strict=True)
    ]
    return Ranking(criteria, required, tuple(lines))


class _Draft(NamedTuple):
    """A line before it has a place."""

    candidate: Candidate
    cells: Cells
    score: Score
    assessments: int
    official: bool
    without: frozenset[int]


_Placed = tuple[_Draft, int | None, bool, int | None]  # a draft, its rank, whether shared, the place that decided


def _draft(criteria: CriteriaSet, candidate: Candidate, cells: Cells, without: frozenset[int]) -> _Draft:
    if without:
        cells = tuple(None if place in without else cell for place, cell in enumerate(cells))
    result = score(criteria, [None if cell is None else cell.value for cell in cells], without)
    marked = min(
        (cell.marks if cell else 0 for place, cell in enumerate(cells) if place not in without and not _agreed(cell)),
        default=max((cell.marks for cell in cells if cell), default=0),
    )
    return _Draft(candidate, cells, result, marked, official=False, without=without)


def _agreed(cell: Cell | None) -> bool:
    return cell is not None and cell.agreed is not None


def _whole(numbers: Sequence[Fraction]) -> list[int]:
    """Return the numbers on one common denominator, as integers: the same order, compared twenty times as fast."""
    common = lcm(*{number.denominator for number in numbers})
    return [number.numerator * (common // number.denominator) for number in numbers]


def _best_first(drafts: Sequence[_Draft], number: Callable[[_Draft], Fraction | None]) -> Iterator[list[_Draft]]:
    """Yield the drafts that have the same number together, the highest number first."""
    numbers = _whole([number(draft) or _NOTHING for draft in drafts])
    pairs = sorted(zip(numbers, drafts, strict=True), key=lambda pair: -pair[0])
    for _number, same in groupby(pairs, key=lambda pair: pair[0]):
        yield [draft for _same, draft in same]


def _ranked(drafts: Sequence[_Draft], chain: Sequence[int]) -> Iterator[_Placed]:
    """Give official drafts their rank: 1 + how many have a strictly better total; order equal ones by the chain."""
    above = 0
    for same in _best_first(drafts, lambda draft: draft.score.known):
        for draft, decided in _untied(same, chain):
            yield draft, above + 1, len(same) > 1, decided
        above += len(same)


def _untied(drafts: Sequence[_Draft], chain: Sequence[int]) -> Iterator[tuple[_Draft, int | None]]:
    """Order equal drafts by the first place of the chain on which they differ, in the end by their reference.

    Each comes with the place that put it below the one before it: None for the first, or where the reference decided.
    """
    if len(drafts) < 2 or not chain:  # noqa: PLR2004 - one alone is in order
        for draft in sorted(drafts, key=lambda draft: (draft.candidate.ref, draft.candidate.id)):
            yield draft, None
        return
    first, *rest = chain
    for number, same in enumerate(_best_first(drafts, lambda draft: _counted(draft, first))):
        for place, (draft, decided) in enumerate(_untied(same, rest)):
            yield draft, first if number and not place else decided


def _unranked(drafts: Iterable[_Draft]) -> Iterator[_Placed]:
    """Order those without an official rank by what they are sure of."""
    others = [draft for draft in drafts if not draft.official]
    others.sort(
        key=lambda one: (-one.score.low, -one.score.high, one.score.known is None, one.candidate.ref, one.candidate.id)
    )
    return ((draft, None, False, None) for draft in others)


def _counted(draft: _Draft, place: int) -> Fraction | None:
    """Return the mark of an official draft, or its total where the criterion does not apply to it."""
    cell = draft.cells[place]
    return draft.score.known if cell is None else cell.value


def _ranges(scores: Sequence[Score]) -> list[tuple[int, int]]:
    """Return each one's best and worst rank: how many are certainly above it, and how many certainly below.

    i is certainly above k if its lowest total is higher than k's highest (Salo & Hämäläinen 2001; Weber 1987).
    """
    bounds = _whole([bound for score in scores for bound in (score.low, score.high)])
    lows, highs = bounds[::2], bounds[1::2]
    sorted_lows, sorted_highs, count = sorted(lows), sorted(highs), len(scores)
    return [
        (1 + count - bisect_right(sorted_lows, high), count - bisect_left(sorted_highs, low))
        for low, high in zip(lows, highs, strict=True)
    ]


# --- why here? --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion adds, in points (weight × mark), or in a gap: by how much it is ahead (+) or behind (-)."""

    criterion: Criterion
    points: Fraction


@dataclass(frozen=True, slots=True)
class Gap:
    """The difference to a neighbour in points, criterion by criterion, the largest parts first; parts sum to points."""

    other: Line
    points: Fraction
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """The mark on one criterion that would draw level with the line above."""

    criterion: Criterion
    now: Fraction
    needed: Fraction


@dataclass(frozen=True, slots=True)
class Why:
    """Why a proposal stands where it stands."""

    line: Line
    strongest: tuple[Part, ...]
    above: Gap | None
    below: Gap | None
    lift: Lift | None


def explain(ranking: Ranking, proposal: str) -> Why | None:
    """Return the three strongest contributions, the gaps to the neighbours, and the least rise of one mark that counts.

    Gaps and lift are only said of official lines; the neighbour above is the nearest one with a better rank.
    """
    line = ranking.line(proposal)
    if line is None:
        return None
    added = zip(ranking.criteria.criteria, line.cells, contributions(ranking.criteria, line), strict=True)
    parts = [Part(criterion, points) for criterion, cell, points in added if cell is not None]
    parts.sort(key=lambda part: -part.points)
    above = below = lift = None
    if line.rank is not None:
        place = ranking.places[proposal]
        better = next((other for other in reversed(ranking.lines[:place]) if other.rank != line.rank), None)
        worse = next((other for other in ranking.official[place + 1 :] if other.rank != line.rank), None)
        if better is not None:
            above, lift = gap(ranking.criteria, line, better), _lift(ranking.criteria, line, better)
        if worse is not None:
            below = gap(ranking.criteria, line, worse)
    return Why(line, tuple(parts[:STRONGEST]), above, below, lift)


def contributions(criteria: CriteriaSet, line: Line) -> tuple[Fraction, ...]:
    """Return the points that each criterion adds to a line, 0 without a mark; they sum to the points of its score."""
    return tuple(
        _NOTHING if cell is None else weight * cell.value
        for weight, cell in zip(own_weights(criteria, line), line.cells, strict=True)
    )


def own_weights(criteria: CriteriaSet, line: Line) -> list[Fraction]:
    """Return the criteria's weights for a line: 0 where one does not apply, its weight with the others in proportion.

    All are 0 where no weight is left.
    """
    stated = [criteria.weight_of(criterion) for criterion in criteria.criteria]
    if not line.without:
        return stated
    own = [_NOTHING if place in line.without else weight for place, weight in enumerate(stated)]
    left = sum(own, _NOTHING)
    return [weight * criteria.total_weight / left for weight in own] if left else own


def gap(criteria: CriteriaSet, line: Line, other: Line) -> Gap:
    """Return by how many points an official line is ahead of (+) or behind (-) another, and through which criteria.

    What does not apply to a line counts there as its own total, so that the stated weights hold for both.
    """
    parts = [
        Part(criterion, criteria.points_for(criterion, own - theirs))
        for criterion, own, theirs in zip(criteria.criteria, line.values, other.values, strict=True)
    ]
    parts.sort(key=lambda part: -abs(part.points))
    return Gap(other, sum((part.points for part in parts), Fraction()), tuple(part for part in parts if part.points))


def _lift(criteria: CriteriaSet, line: Line, above: Line) -> Lift | None:
    """Return the criterion whose mark must rise least for a tie with the line above, None if no single mark can."""
    missing = above.score.points - line.score.points
    top = criteria.scale.high
    best: Lift | None = None
    for place, (criterion, weight) in enumerate(zip(criteria.criteria, own_weights(criteria, line), strict=True)):
        if weight > 0:
            now = line.values[place]
            needed = now + missing / weight
            if needed <= top and (best is None or needed - now < best.needed - best.now):
                best = Lift(criterion, now, needed)
    return best
