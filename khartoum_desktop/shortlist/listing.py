"""A list for a meeting: its places, the cut line, what it costs, and where it departs from the ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from khartoum_desktop.core.i18n import _, fill, listed, ngettext
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.criteria import CriteriaSet, Wording
from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.shortlist.model import Line, Ranking, tie_chain

NAMED: Final = 3  # so many proposals are named in a sentence, the others counted
_NOTHING: Final = Wording()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a proposal costs, in thousandths of its currency; either may be unknown."""

    amount: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a list prints of a proposal besides its marks; codes are words already, so that they stay as they were."""

    candidate: Candidate
    cost: Cost = Cost()
    lead: Wording = _NOTHING
    partners: tuple[Wording, ...] = ()
    priorities: tuple[Wording, ...] = ()
    jvap: tuple[str, ...] = ()
    months: int | None = None
    state: Wording = _NOTHING
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the list is cut: after a number of places, or where an envelope (thousandths, currency) is used up."""

    number: int | None = None
    amount: int | None = None
    currency: str | None = None

    @property
    def drawn(self) -> bool:
        """Whether there is a cut line at all; without one every place is in."""
        return self.number is not None or self.amount is not None


@dataclass(frozen=True, slots=True)
class Entry:
    """A proposal on a list; `heads` = what was seen of the stored row, handed back when it is changed."""

    id: str
    proposal: str
    position: int
    reason: str = ""
    heads: str = ""


@dataclass(frozen=True, slots=True)
class Departure:
    """Why a place does not follow from the ranking.

    deleted: the proposal is no longer in the workspace; unranked: no official rank; threshold: it misses one; order:
    better ranked proposals (`over`, their references) do not stand above it.
    """

    kind: Literal["deleted", "unranked", "threshold", "order"]
    over: tuple[str, ...] = ()

    def sentence(self) -> str:
        """Say it."""
        if self.kind == "deleted":
            return _("The proposal was deleted.")
        if self.kind == "unranked":
            return _("It has no official rank: marks are missing.")
        if self.kind == "threshold":
            return _("It misses a threshold of the criteria set.")
        named, more = listed(self.over[:NAMED]), len(self.over) - NAMED
        if more <= 0:
            return fill(_("Better ranked, but not above it: {refs}."), refs=named)
        return fill(
            ngettext(
                "Better ranked, but not above it: {refs} and {n} more.",
                "Better ranked, but not above it: {refs} and {n} more.",
                more,
            ),
            refs=named,
            n=format_number(more),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a list: running = the sums of all places down to this one, by currency in order of appearance.

    A deleted proposal keeps its place until it is taken off; it has no line and adds nothing to the sums.
    """

    position: int
    entry: Entry
    line: Line | None
    facts: Facts
    running: tuple[tuple[str, int], ...]
    inside: bool
    departure: Departure | None

    @property
    def deleted(self) -> bool:
        """Whether the proposal is no longer in the workspace."""
        return self.line is None

    @property
    def cost(self) -> Cost:
        """What the proposal costs."""
        return self.facts.cost

    @property
    def wants_reason(self) -> bool:
        """Whether it departs from the ranking and nobody has said why."""
        return self.departure is not None and not self.deleted and not self.entry.reason


def places(ranking: Ranking, entries: Sequence[Entry], facts: Mapping[str, Facts], cut: Cut) -> tuple[Place, ...]:
    """Lay a list out in its order. A place without an amount in the envelope's currency uses nothing of it."""
    sums: dict[str, int] = {}
    above: set[str] = set()
    inside = True
    result: list[Place] = []
    for position, entry in enumerate(ordered(entries), start=1):
        line = ranking.line(entry.proposal)
        own = facts.get(entry.proposal) or Facts(Candidate(entry.proposal, ""))
        cost = Cost() if line is None else own.cost
        if cost.amount is not None and cost.currency:
            sums[cost.currency] = sums.get(cost.currency, 0) + cost.amount
        inside = inside and not _over(cut, position, sums)
        departure = _departure(ranking, line, above)
        result.append(Place(position, entry, line, own, tuple(sums.items()), inside, departure))
        above.add(entry.proposal)
    return tuple(result)


@dataclass(frozen=True, slots=True)
class Division:
    """A rank that the cut line divides, and who stands on which side of it (references).

    decided_by: the criterion that puts the first one below the line there; "reference" where all marks are equal,
    "order" where the list's own order puts it there, against the tie chain.
    """

    rank: int
    inside: tuple[str, ...]
    outside: tuple[str, ...]
    decided_by: str

    def sentence(self) -> str:
        """Say it."""
        words = {
            "order": _("The order of the list decides, not the tie chain."),
            "reference": _("Their marks are equal: the reference decides."),
        }
        said = fill(
            _("The cut line divides rank {rank}: {inside} in, {outside} in reserve."),
            rank=format_number(self.rank), inside=listed(self.inside), outside=listed(self.outside),
        )  # fmt: skip
        decided = words.get(self.decided_by) or fill(
            _("The higher mark on {criterion} decides."), criterion=self.decided_by
        )
        return f"{said} {decided}"


def division(ranking: Ranking, places: Sequence[Place]) -> Division | None:
    """Return the shared rank that the cut line divides, None where it divides none."""
    last = next((place.line for place in reversed(places) if place.inside), None)
    if last is None or last.rank is None:
        return None
    same = [(place, place.line) for place in places if place.line is not None and place.line.rank == last.rank]
    if all(place.inside for place, _line in same):
        return None
    refs = [tuple(line.candidate.ref for place, line in same if place.inside is inside) for inside in (True, False)]
    chain = sorted(same, key=lambda one: ranking.places[one[1].id])
    by_chain = [place.inside for place, _line in chain]
    if by_chain != sorted(by_chain, reverse=True):
        return Division(last.rank, refs[0], refs[1], "order")
    edge = by_chain.index(False)
    return Division(last.rank, refs[0], refs[1], _decided_by(ranking.criteria, chain[edge - 1][1], chain[edge][1]))


def _decided_by(criteria: CriteriaSet, above: Line, below: Line) -> str:
    for criterion in tie_chain(criteria):
        cells = (line.cells[criteria.places[criterion.id]] for line in (above, below))
        marks = [None if cell is None else cell.value for cell in cells]
        if marks[0] != marks[1]:
            return criterion.key
    return "reference"


def cut_sentences(ranking: Ranking, places: Sequence[Place], cut: Cut) -> list[str]:
    """Say what the cut line does, and which shared rank it divides."""
    divided = division(ranking, places) if cut.drawn else None
    return [cut_sentence(places, cut), *([] if divided is None else [divided.sentence()])]


def cut_sentence(places: Sequence[Place], cut: Cut) -> str:
    """Say what the cut line does."""
    inside = sum(1 for place in places if place.inside)
    n, rest = format_number(inside), format_number(len(places) - inside)
    if cut.amount is not None:
        amount = format_money(cut.amount, cut.currency)
        return fill(_("Cut line: {n} in the envelope of {amount}, {rest} in reserve"), n=n, rest=rest, amount=amount)
    return fill(_("Cut line: {n} in, {rest} in reserve"), n=n, rest=rest)


def ordered(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries in the order of the list; two on one place (from two laptops) stay in a fixed order."""
    return sorted(entries, key=lambda entry: (entry.position, entry.proposal))


def _over(cut: Cut, position: int, sums: Mapping[str, int]) -> bool:
    if cut.number is not None and position > cut.number:
        return True
    return cut.amount is not None and sums.get(cut.currency or "", 0) > cut.amount


def _departure(ranking: Ranking, line: Line | None, above: set[str]) -> Departure | None:
    if line is None:
        return Departure("deleted")
    if line.rank is None:
        return Departure("unranked")
    if ranking.admitted(line) == "missed":
        return Departure("threshold")
    over: list[str] = []
    for other in ranking.official:
        if other.rank is None or other.rank >= line.rank:
            break
        if other.id not in above and ranking.admitted(other) != "missed":
            over.append(other.candidate.ref)
    return Departure("order", tuple(over)) if over else None
