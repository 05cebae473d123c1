"""Which cells a panel should discuss first, and what hangs on each: pure, in exact numbers.

A cell is to be discussed when its marks lie the round's share of the scale or more apart, or when the assessors' own
results lie on both sides of a threshold and this criterion parts them most, or when a mark that counts goes beyond a
conditional maximum by now. Order: first what is beyond a maximum; then what a result hangs on (a threshold, the cut
line, a shared rank); then by how much the marks move the total (share of the weight × distance); then by distance,
reference and the order of the criteria. What a panel has agreed on is settled and left out, within its maximum.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion, Scale
from khartoum_desktop.scoring.grids.limits import Beyond
from khartoum_desktop.scoring.model import Candidate, Cell, Cells, cells
from khartoum_desktop.shortlist.model import Line, Ranking, rank
from khartoum_desktop.shortlist.thresholds import Threshold

FIRST: Final = 3  # so many cells are named before all others
_BETWEEN: Final = "\n"  # a proposal and an assessor; no id holds it

Marked = tuple[str, str, str, int]  # proposal, criterion id, assessor, mark in mark units


@dataclass(frozen=True, slots=True)
class Voice:
    """The marks of one delegation (code) for a cell, the highest first, in mark units."""

    delegation: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """A threshold that is passed by the own marks of some assessors and missed by those of others (delegations)."""

    threshold: Threshold
    passed: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The rank that a proposal has by the marks of one delegation alone, of how many that it marked on everything."""

    delegation: str
    rank: int
    of: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A cut line: the list's name, the proposals above it, the lowest total inside and the highest outside."""

    name: str
    inside: frozenset[str]
    last_in: Fraction | None
    first_out: Fraction | None


@dataclass(frozen=True, slots=True)
class Topic:
    """One cell to be discussed.

    wide: its marks lie far apart; swings: the thresholds whose outcome the lowest and the highest mark given decide
    differently, as they stand now; splits: those on both sides of which the assessors' own results lie; crosses: with
    one of these marks the proposal would change to the other side of the cut line; tied: it shares its rank; beyond:
    the conditional maxima that what counts here goes beyond.
    """

    line: Line
    criterion: Criterion
    cell: Cell
    voices: tuple[Voice, ...]
    share: Fraction
    stake: Fraction
    wide: bool
    swings: tuple[Threshold, ...]
    splits: tuple[Split, ...]
    crosses: bool
    tied: bool
    beyond: tuple[Beyond, ...] = ()

    @property
    def candidate(self) -> Candidate:
        """The proposal."""
        return self.line.candidate

    @property
    def hangs(self) -> bool:
        """Whether a result hangs on what is agreed here."""
        return bool(self.beyond or self.swings or self.splits or self.crosses or self.tied)


def topics(
    ranking: Ranking, marks: Sequence[Marked], voices: Mapping[str, str], edge: Edge | None = None
) -> tuple[Topic, ...]:
    """Return the cells to be discussed, the most urgent first; `voices` gives each assessor's delegation."""
    criteria, places = ranking.criteria, ranking.criteria.places
    given: dict[str, list[Marked]] = defaultdict(list)
    for mark in marks:
        given[mark[0]].append(mark)
    slopes = {without: _slopes(criteria, without) for without in {line.without for line in ranking.lines}}
    own = _sheets(ranking, marks, voices) if any(slopes.values()) else {}
    found: list[Topic] = []
    for line in ranking.lines:
        now, slope = ranking.thresholds(line), slopes[line.without]
        split = _splits(criteria, line, now, slope, own.get(line.id, ()))
        for place, (criterion, cell) in enumerate(zip(criteria.criteria, line.cells, strict=True)):
            if cell is None:
                continue
            over = tuple(one for one in ranking.beyond.get(line.id, ()) if one.criterion == criterion.id)
            wide, parted = cell.divided(criteria.scale, criteria.wide), split.get(place, ())
            if not over and (cell.agreed is not None or not (wide or parted)):
                continue
            share = cell.spread(criteria.scale)
            found.append(
                Topic(
                    line=line,
                    criterion=criterion,
                    cell=cell,
                    voices=_voices(given[line.id], criterion.id, voices),
                    share=share,
                    stake=share * _weight_share(criteria, line, criterion),
                    wide=wide,
                    swings=tuple(_swings(now, slope, place, cell, criteria.scale)),
                    splits=parted,
                    crosses=edge is not None and _crosses(criteria, line, criterion, cell, edge),
                    tied=line.shared,
                    beyond=over,
                )
            )
    found.sort(
        key=lambda one: (
            not one.beyond,
            not one.hangs,
            -one.stake,
            -one.share,
            one.candidate.ref,
            one.candidate.id,
            places[one.criterion.id],
        )
    )
    return tuple(found)


def standings(ranking: Ranking, marks: Iterable[Marked], voices: Mapping[str, str]) -> dict[str, tuple[Standing, ...]]:
    """Return each proposal's rank by the marks of each delegation alone, best rank first.

    Agreed marks count for everybody. A delegation ranks the proposals that it marked on every criterion.
    """
    of_delegation: dict[str, list[Marked]] = defaultdict(list)
    for mark in marks:
        of_delegation[voices.get(mark[2], mark[2])].append(mark)
    without = {line.id: line.without for line in ranking.lines}
    found: dict[str, list[Standing]] = defaultdict(list)
    for delegation, own in sorted(of_delegation.items()):
        seen = cells(ranking.criteria, own, voices)
        there = [line for line in ranking.lines if line.id in seen]
        laid = {line.id: _settled(seen[line.id], line) for line in there}
        ranked = rank(ranking.criteria, [line.candidate for line in there], laid, without=without).official
        for line in ranked:
            found[line.id].append(Standing(delegation, line.rank or 1, len(ranked)))
    return {
        proposal: tuple(sorted(each, key=lambda one: (Fraction(one.rank, one.of), one.rank, one.delegation)))
        for proposal, each in found.items()
    }


def _voices(marks: Iterable[Marked], criterion: str, voices: Mapping[str, str]) -> tuple[Voice, ...]:
    """Return the marks for a criterion by delegation, the highest mean first."""
    found: dict[str, list[int]] = defaultdict(list)
    for _proposal, one, assessor, value in marks:
        if one == criterion:
            found[voices.get(assessor, assessor)].append(value)
    order = sorted(found.items(), key=lambda pair: (-Fraction(sum(pair[1]), len(pair[1])), pair[0]))
    return tuple(Voice(delegation, tuple(sorted(values, reverse=True))) for delegation, values in order)


# --- what hangs on a cell ---------------------------------------------------------------------------------------------


def _weight_share(criteria: CriteriaSet, line: Line, criterion: Criterion) -> Fraction:
    """Return a criterion's share of the weights that count for a proposal."""
    weight = criteria.weight - sum(criteria.criteria[place].weight for place in line.without)
    return Fraction(criterion.weight, weight) if weight else Fraction()


def _swings(
    now: Sequence[Threshold], slopes: Sequence[tuple[Fraction, ...]], place: int, cell: Cell, scale: Scale
) -> Iterator[Threshold]:
    """Yield the thresholds, as they stand, that come out otherwise with the lowest and with the highest mark given.

    `slopes`: by how much the number of each threshold rises with a mark at each place.
    """
    for threshold, slope in zip(now, slopes, strict=True):
        if slope[place] and cell.low != cell.high:
            ends = (slope[place] * (scale.number(end) - cell.value) for end in (cell.low, cell.high))
            least, most = (
                (threshold.low + by >= threshold.needed, threshold.high + by >= threshold.needed) for by in ends
            )
            if least != most:
                yield threshold


def _slopes(criteria: CriteriaSet, without: frozenset[int]) -> tuple[tuple[Fraction, ...], ...]:
    """Return for each threshold by how much its number rises with one mark at each place: all are sums of marks."""
    low, high = (Cell(end, 1, 0, 0) for end in (criteria.scale.low, criteria.scale.high))
    width = len(criteria.criteria)
    rows: dict[str, Cells] = {"": (low,) * width}
    rows |= {str(place): tuple(high if at == place else low for at in range(width)) for place in range(width)}
    ranking = rank(criteria, [Candidate(one, one) for one in rows], rows, without=dict.fromkeys(rows, without))
    stands = {line.id: ranking.thresholds(line) for line in ranking.lines}
    span = criteria.scale.span or Fraction(1)
    return tuple(
        tuple((stands[str(place)][number].low - base.low) / span for place in range(width))
        for number, base in enumerate(stands[""])
    )


def _crosses(criteria: CriteriaSet, line: Line, criterion: Criterion, cell: Cell, edge: Edge) -> bool:
    """Tell whether with the lowest or the highest mark given a proposal would stand on the other side of the cut."""
    if line.total is None:
        return False
    share = _weight_share(criteria, line, criterion)
    if line.id in edge.inside:
        fallen = line.total - share * (cell.value - criteria.scale.number(cell.low))
        return edge.first_out is not None and fallen < edge.first_out <= line.total
    risen = line.total + share * (criteria.scale.number(cell.high) - cell.value)
    return edge.last_in is not None and line.total <= edge.last_in < risen


def _sheets(
    ranking: Ranking, marks: Iterable[Marked], voices: Mapping[str, str]
) -> dict[str, list[tuple[str, tuple[Threshold, ...]]]]:
    """Return how each proposal stands to the thresholds by each assessor's own marks: (delegation, thresholds)."""
    lines = {line.id: line for line in ranking.lines}
    rows = [(f"{proposal}{_BETWEEN}{who}", criterion, who, value) for proposal, criterion, who, value in marks]
    own: dict[str, Cells] = {}
    of: dict[str, tuple[str, str]] = {}
    for sheet, row in cells(ranking.criteria, rows).items():
        proposal, _between, who = sheet.partition(_BETWEEN)
        of[sheet] = proposal, voices.get(who, who)
        own[sheet] = _settled(row, lines[proposal])
    without = {sheet: lines[proposal].without for sheet, (proposal, _who) in of.items()}
    ranked = rank(ranking.criteria, [Candidate(sheet, sheet) for sheet in own], own, without=without)
    found: dict[str, list[tuple[str, tuple[Threshold, ...]]]] = defaultdict(list)
    for line in ranked.lines:
        proposal, delegation = of[line.id]
        found[proposal].append((delegation, ranked.thresholds(line)))
    return found


def _splits(
    criteria: CriteriaSet,
    line: Line,
    now: Sequence[Threshold],
    slopes: Sequence[tuple[Fraction, ...]],
    own: Sequence[tuple[str, tuple[Threshold, ...]]],
) -> dict[int, tuple[Split, ...]]:
    """Return the thresholds on both sides of which the assessors' own results lie, by the place that parts them most.

    A result that still hangs on missing marks is on neither side.
    """
    found: dict[int, list[Split]] = defaultdict(list)
    for number, (threshold, slope) in enumerate(zip(now, slopes, strict=True)):
        sides = {"passed": set[str](), "missed": set[str](), "open": set[str]()}
        for delegation, each in own:
            sides[each[number].status].add(delegation)
        place = _parting(criteria, line, slope) if sides["passed"] and sides["missed"] else None
        if place is not None:
            split = Split(threshold, tuple(sorted(sides["passed"])), tuple(sorted(sides["missed"])))
            found[place].append(split)
    return {place: tuple(each) for place, each in found.items()}


def _settled(row: Cells, line: Line) -> Cells:
    """Return somebody's own cells with what the panel agreed on in them."""
    return tuple(
        cell if cell is not None and cell.agreed is not None else one for one, cell in zip(row, line.cells, strict=True)
    )


def _parting(criteria: CriteriaSet, line: Line, slope: Sequence[Fraction]) -> int | None:
    """Return the open cell whose marks move the number of a threshold most; the first of equals."""
    moved = {
        place: slope[place] * criteria.scale.number(cell.high - cell.low)
        for place, cell in enumerate(line.cells)
        if cell is not None and cell.agreed is None
    }
    return max(moved, key=lambda place: (moved[place], -place), default=None)
