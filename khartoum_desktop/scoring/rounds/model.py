"""Sharing proposals out among assessors: evenly, never to one with a conflict, the same on every laptop. Pure."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from khartoum_desktop.core.i18n import N_

Pair = tuple[str, str]  # a proposal's id and an assessor's


class State(StrEnum):
    """How far one sheet is."""

    NOT_ASKED = "not_asked"
    TO_DO = "to_do"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFLICT = "conflict"


STATES: Final[Mapping[State, str]] = {
    State.NOT_ASKED: N_("Not asked"),
    State.TO_DO: N_("To do"),
    State.DRAFT: N_("Draft"),
    State.SUBMITTED: N_("Submitted"),
    State.CONFLICT: N_("Conflict"),
}


@dataclass(frozen=True, slots=True)
class Shares:
    """Who gets which proposals, and the proposals for which there were too few assessors."""

    pairs: frozenset[Pair]
    short: tuple[str, ...]


def share_out(
    proposals: Sequence[str],
    assessors: Sequence[str],
    each: int,
    *,
    barred: Collection[Pair] = frozenset(),
    begun: Collection[Pair] = frozenset(),
) -> Shares:
    """Give every proposal to so many assessors, each as many as the others, as far as conflicts let it.

    `barred` pairs are never made; `begun` ones stay, and count. No other division is more even.
    """
    kept = {pair for pair in begun if pair[0] in set(proposals) and pair[1] in set(assessors)}
    having: dict[str, set[str]] = {one: {proposal for proposal, who in kept if who == one} for one in assessors}
    places = {one: place for place, one in enumerate(assessors)}
    short = []
    for proposal in proposals:
        holders = {who for who in assessors if proposal in having[who]}
        free = [who for who in assessors if who not in holders and (proposal, who) not in barred]
        free.sort(key=lambda who: (len(having[who]), places[who]))
        wanted = max(each - len(holders), 0)
        for who in free[:wanted]:
            having[who].add(proposal)
        if len(free) < wanted:
            short.append(proposal)
    while _even_out(having, barred, kept):
        pass
    return Shares(frozenset((one, who) for who, held in having.items() for one in held), tuple(short))


def _even_out(having: Mapping[str, set[str]], barred: Collection[Pair], kept: Collection[Pair]) -> bool:
    """Hand proposals on from one assessor to another, through others where need be, if that evens out; tell if so."""
    for first in sorted(having, key=lambda who: -len(having[who])):
        came: dict[str, tuple[str, str]] = {}  # assessor -> who hands which proposal on to them
        waiting = deque([first])
        while waiting:
            giver = waiting.popleft()
            for taker in having:
                if taker == first or taker in came:
                    continue
                moved = _movable(having, giver, taker, barred, kept)
                if moved is None:
                    continue
                came[taker] = (giver, moved)
                if len(having[first]) - len(having[taker]) > 1:
                    _hand_on(having, came, first, taker)
                    return True
                waiting.append(taker)
    return False


def _movable(
    having: Mapping[str, set[str]], giver: str, taker: str, barred: Collection[Pair], kept: Collection[Pair]
) -> str | None:
    """Return the first proposal that one assessor can hand on to another, None where there is none."""
    candidates: Iterable[str] = sorted(having[giver] - having[taker])
    return next((one for one in candidates if (one, giver) not in kept and (one, taker) not in barred), None)


def _hand_on(having: Mapping[str, set[str]], came: Mapping[str, tuple[str, str]], first: str, last: str) -> None:
    taker = last
    while taker != first:
        giver, proposal = came[taker]
        having[giver].remove(proposal)
        having[taker].add(proposal)
        taker = giver
