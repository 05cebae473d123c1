"""An older round's proposals under the criteria of another: marks are carried where criteria continue older ones.

Same and renamed criteria keep their marks; on another scale a mark is moved in proportion, exactly; new criteria are
not assessed; dropped ones are left out. Nothing is guessed for what nobody has marked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion, Scale
from khartoum_desktop.scoring.model import Candidate, Cell, Cells
from khartoum_desktop.shortlist.model import Line, Ranking, rank

How = Literal["same", "renamed", "rescaled", "new"]
Links = Mapping[str, tuple[str, str]]  # criterion id -> the one it was copied from, and how
_HOWS: Final[tuple[How, ...]] = ("same", "renamed", "rescaled")


@dataclass(frozen=True, slots=True)
class Continued:
    """A criterion and the older one that it continues; None: it is new."""

    criterion: Criterion
    source: Criterion | None
    how: How


@dataclass(frozen=True, slots=True)
class Moved:
    """An older proposal under the new criteria.

    line: its place by all of them, official only when all are marked; so_far: its rank by the continued criteria alone,
    None where even these are not all marked; unscored: the share of the weight that has no mark.
    """

    candidate: Candidate
    old_rank: int | None
    line: Line
    so_far: int | None
    so_far_total: Fraction | None
    unscored: Fraction

    @property
    def climbed(self) -> int | None:
        """By how many ranks it rose (+) or fell (−) by the continued criteria; None without both ranks."""
        return None if self.old_rank is None or self.so_far is None else self.old_rank - self.so_far


@dataclass(frozen=True)
class Reranking:
    """What continues what, what was dropped, and the older proposals, best first by the continued criteria."""

    old: Ranking
    criteria: CriteriaSet
    continued: tuple[Continued, ...]
    dropped: tuple[Criterion, ...]
    lines: tuple[Moved, ...]

    @property
    def new_weight(self) -> Fraction:
        """The share of the weight that lies on new criteria."""
        shares = (self.criteria.share_of(one.criterion) for one in self.continued if one.source is None)
        return sum(shares, Fraction())


def continued(new: CriteriaSet, old: CriteriaSet, links: Links) -> tuple[Continued, ...]:
    """Return for each new criterion the older one that it continues, however many copies lie between.

    Either may be the copy of the other, or both copies of a third: the round that is called old need not be the elder.
    """
    known: dict[str, tuple[Criterion, tuple[str, ...]]] = {}
    for one in old.criteria:
        for ident, hows in _origins(one.id, links):
            known.setdefault(ident, (one, hows))
    moves = _moves(new.scale, old.scale)
    return tuple(_continued(one, known, links, other_scale=moves) for one in new.criteria)


def _moves(new: Scale, old: Scale) -> bool:
    return (new.low, new.high) != (old.low, old.high)


def _origins(ident: str, links: Links) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a criterion and those that it goes back to, each with what became of it on the way."""
    seen: dict[str, None] = {ident: None}
    hows: tuple[str, ...] = ()
    yield ident, hows
    while ident in links and links[ident][0] not in seen:
        ident, how = links[ident]
        seen[ident] = None
        hows = (*hows, how if how in _HOWS else "same")
        yield ident, hows


def _continued(
    one: Criterion, known: Mapping[str, tuple[Criterion, tuple[str, ...]]], links: Links, *, other_scale: bool
) -> Continued:
    for ident, hows in _origins(one.id, links):
        if ident in known:
            source, others = known[ident]
            found: How = max((step for step in _HOWS if step in {"same", *hows, *others}), key=_HOWS.index)
            return Continued(one, source, "rescaled" if other_scale else found)
    return Continued(one, None, "new")


def carried(cell: Cell | None, old: Scale, new: Scale) -> Cell | None:
    """Return a mark on another scale: as far from its ends as it was, exactly."""
    if cell is None or not _moves(new, old):
        return cell
    if not old.span:
        return None

    def move(value: Fraction) -> Fraction:
        return new.low + (value - old.low) * new.span / old.span

    low, high = (round(move(old.number(mark)) * new.unit) for mark in (cell.low, cell.high))
    return replace(cell, value=move(cell.value), low=low, high=high)


def rerank(new: CriteriaSet, old: Ranking, links: Links) -> Reranking:
    """Rank the marked proposals of an older ranking under another criteria set."""
    pairs = continued(new, old.criteria, links)
    sources = [None if one.source is None else old.criteria.places[one.source.id] for one in pairs]
    marked = [line for line in old.lines if line.score.known is not None]
    cells = {line.id: _cells(line, sources, old.criteria.scale, new.scale) for line in marked}
    without = {line.id: frozenset(_without(line, sources)) for line in marked}
    full = _ranked(new, marked, cells, old.required, without)
    kept = [place for place, source in enumerate(sources) if source is not None]
    part = replace(new, criteria=tuple(new.criteria[place] for place in kept), threshold_points=None)
    partly = {ident: tuple(row[place] for place in kept) for ident, row in cells.items()}
    spared = {
        ident: frozenset(number for number, place in enumerate(kept) if place in out) for ident, out in without.items()
    }
    so_far = _ranked(part, marked, partly, old.required, spared)
    used = {one.source.id for one in pairs if one.source is not None}
    dropped = tuple(one for one in old.criteria.criteria if one.id not in used)
    return Reranking(old, new, pairs, dropped, tuple(_moved(old, full, so_far)))


def _cells(line: Line, sources: Sequence[int | None], old: Scale, new: Scale) -> Cells:
    return tuple(None if source is None else carried(line.cells[source], old, new) for source in sources)


def _without(line: Line, sources: Sequence[int | None]) -> Iterator[int]:
    """Yield the new places of what by decision did not apply."""
    for place, source in enumerate(sources):
        if source is not None and source in line.without:
            yield place


def _ranked(
    criteria: CriteriaSet,
    lines: Iterable[Line],
    cells: Mapping[str, Cells],
    required: int,
    without: Mapping[str, frozenset[int]],
) -> Ranking:
    several = list(lines)
    submitted = {line.id: line.assessments for line in several}
    candidates = [line.candidate for line in several]
    return rank(criteria, candidates, cells, required, submitted=submitted, without=without)


def _moved(old: Ranking, full: Ranking, so_far: Ranking) -> Iterator[Moved]:
    for near in so_far.lines:
        line, before = full.line(near.id), old.line(near.id)
        if line is not None and before is not None:
            unscored = 1 - line.score.coverage
            yield Moved(line.candidate, before.rank, line, near.rank, near.total, unscored)
