"""The answer to what is asked: the best set, a reason for each proposal, the next sets, or what is in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.shortlist.choosing import words
from khartoum_desktop.shortlist.choosing.model import Item, Problem
from khartoum_desktop.shortlist.choosing.reasons import Books, Hindrance
from khartoum_desktop.shortlist.choosing.search import (
    Best,
    Forced,
    Lack,
    Search,
    Step,
    forced,
    frontier,
    lack,
    next_step,
)
from khartoum_desktop.shortlist.choosing.solving import Chosen, Clock
from khartoum_desktop.shortlist.choosing.words import Naming

SECONDS: Final = 60.0
SWAPPED: Final = 40  # up to so many choosable proposals each line says what it would cost to have it otherwise
_SAID: Final = 2  # hindrances that a line names


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal in the answer: in or out, what stands against changing that, and what changing it would cost."""

    item: Item
    inside: bool
    hindrances: tuple[Hindrance, ...] = ()
    swap: Forced | None = None
    decided: bool = True  # False: no set keeps the rules, so nothing is said of it


@dataclass(frozen=True)
class Answer:
    """What came out; `best` None: no set keeps the rules, and `lack` says why.

    after: the next best sets; steps: the frontier; more: the smallest budget that reaches more; proven: nothing is
    better than the best set; complete: nothing of what surrounds it was left out for want of time.
    """

    problem: Problem
    best: Best | None
    lines: tuple[Line, ...] = ()
    after: tuple[Chosen, ...] = ()
    lack: Lack | None = None
    steps: tuple[Step, ...] = ()
    more: Step | None = None
    proven: bool = True
    complete: bool = True

    @property
    def value(self) -> Fraction | None:
        """What the best set is worth."""
        return None if self.best is None else self.problem.value(self.best.chosen)

    @property
    def cost(self) -> int | None:
        """What the best set costs, in thousandths."""
        return None if self.best is None else self.problem.cost(self.best.chosen)

    @property
    def short_by(self) -> int | None:
        """By how much (thousandths) the budget, or else another envelope, is too small; None if that is not all."""
        found = {} if self.lack is None else self.lack.short_by
        return found.get("budget", next(iter(found.values()), None))


class Asking:
    """One question, answered in parts: first the best set, then what surrounds it."""

    def __init__(self, problem: Problem, seconds: float = SECONDS, progress: Progress = silent) -> None:
        self.problem = problem
        self.clock = Clock(seconds, progress)
        self._search = Search(problem, self.clock)

    def best(self) -> Answer:
        """Return the best set with a reason for each line, or what is in the way."""
        best = self._search.best()
        chosen = None if best is None else best.chosen
        proven = best is None or best.proven
        missing = self.clock.in_time(lambda: lack(self.problem, self.clock)) if best is None else None
        every = tuple(lines(self.problem, chosen))
        return Answer(self.problem, best, every, lack=missing, proven=proven, complete=self.clock.proven)

    def around(self, found: Answer, *, swaps: bool = False) -> Answer:
        """Add the next best sets and, for few proposals, the next step of the budget and each line's swap.

        With `swaps` each line's swap in any case.
        """
        if found.best is None or not found.proven:
            return found
        after = tuple(self._search.following())
        chosen, told = found.best.chosen, dict[int, Forced]()
        few = len(self.problem.free) <= SWAPPED
        if swaps or few:
            told = self._swaps(chosen, [chosen, *found.best.equal, *after])
        more = self._more(chosen) if few else None
        every = tuple(lines(self.problem, chosen, told))
        return replace(found, lines=every, after=after, more=more, complete=self._over(found))

    def frontier(self, found: Answer) -> Answer:
        """Add what each budget reaches, and from which one on it is more."""
        if found.best is None or not found.proven:
            return found
        steps: list[Step] = []
        self.clock.in_time(lambda: steps.extend(frontier(self.problem, self.clock)))
        more = found.more or self._more(found.best.chosen)
        return replace(found, steps=tuple(steps), more=more, complete=self._over(found))

    def _swaps(self, chosen: Chosen, known: list[Chosen]) -> dict[int, Forced]:
        told: dict[int, Forced] = {}
        size = len(self.problem.free)
        for place in range(size):
            self.clock.tell(place, size)
            one = swap(self.problem, chosen, place, self.clock, known)
            if one is not None:
                told[place] = one
                known.append((chosen | one.joins) - one.leaves)
        return told

    def _more(self, chosen: Chosen) -> Step | None:
        if self.problem.budget is None:
            return None
        return self.clock.in_time(lambda: next_step(self.problem, chosen, self.clock))

    def _over(self, found: Answer) -> bool:
        """Say that a part is done; tell whether nothing was left out so far."""
        self.clock.tell(self.clock.total)
        self.clock.done = self.clock.total = 0
        return found.complete and self.clock.proven


def answer(
    problem: Problem,
    *,
    seconds: float = SECONDS,
    swaps: bool = False,
    with_frontier: bool = False,
    progress: Progress = silent,
) -> Answer:
    """Return the whole answer; with `swaps` what changing each line would cost, also where there are many."""
    asking = Asking(problem, seconds, progress)
    found = asking.around(asking.best(), swaps=swaps)
    return asking.frontier(found) if with_frontier else found


def swap(problem: Problem, chosen: Chosen, place: int, clock: Clock, known: Sequence[Chosen] = ()) -> Forced | None:
    """Return what changing one line would cost; None where its rules forbid it anyway, or the time is over."""
    return clock.in_time(lambda: forced(problem, chosen, place, clock, known))


def lines(problem: Problem, chosen: Chosen | None, swaps: dict[int, Forced] | None = None) -> Iterator[Line]:
    """Yield a line for each proposal: those that are in, then the others, each by rank."""
    inside = frozenset() if chosen is None else chosen
    books = None if chosen is None else Books(problem, chosen)
    for place in sorted(range(len(problem.free)), key=lambda place: (place not in inside, place)):
        item = problem.free[place]
        found: tuple[Hindrance, ...] = ()
        if books is not None:
            found = books.holding(place) if place in inside else books.against(place)
        yield Line(item, place in inside, found, (swaps or {}).get(place), decided=chosen is not None)
    free = problem.places
    barred = (item for item in problem.items if item.id not in free)
    for item in sorted(barred, key=lambda item: (item.position, item.ref, item.id)):
        yield Line(item, inside=False)


def reason(problem: Problem, line: Line, naming: Naming) -> str:
    """Say why a proposal is in or out, with what it would cost to have it otherwise where that is known."""
    direct = brief(problem, line, naming)
    if line.swap is None or not line.decided:
        return direct
    swapped = words.forced_sentence(problem, line.swap, naming)
    return f"{direct} {swapped}" if _hindered(line, naming) else swapped


def brief(problem: Problem, line: Line, naming: Naming) -> str:
    """Say in a few words why a proposal is in or out."""
    item = line.item
    if item.bar and item.id not in problem.places:
        return words.bar_sentence(item, naming)
    if not line.decided:
        return _("No set keeps all rules.")
    said = _hindered(line, naming)
    if said:
        return said
    if line.inside:
        return fill(_("Rank {n}."), n=format_number(item.position))
    if (item.worth or 0) <= 0:
        return _("It adds nothing.")
    return _("It is worth less than what it would displace.")


def _hindered(line: Line, naming: Naming) -> str:
    told = words.holding_sentence if line.inside else words.against_sentence
    return " ".join(sentence for one in line.hindrances[:_SAID] if (sentence := told(one, naming)))


def changes(best: Chosen, other: Chosen) -> tuple[Sequence[int], Sequence[int]]:
    """Return what joins and what leaves from the best set to another, by rank."""
    return sorted(other - best), sorted(best - other)
