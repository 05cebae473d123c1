"""Why a proposal is out of the best set, and why one is in: which limits a change by one proposal would break. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from khartoum_desktop.shortlist.choosing.model import Cover, Limit, Problem, Rule
from khartoum_desktop.shortlist.choosing.solving import Chosen

Kind = Literal["all", "year", "funder", "max", "min", "cover", "share", "needs", "excludes", "in", "out"]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """A limit that stands in the way, named by its source.

    amount: thousandths too much (envelopes, shares); of: the year or the funder; rule and group: whose limit it is,
    and for which code; proposals: the ids that are spoken of.
    """

    source: str
    kind: Kind
    amount: int = 0
    of: str = ""
    rule: Rule | None = None
    group: str = ""
    proposals: tuple[str, ...] = ()


class Books:
    """What a set uses of each limit, counted once, so that changing one proposal is judged without counting anew."""

    def __init__(self, problem: Problem, chosen: Chosen) -> None:
        self.problem, self.chosen = problem, chosen
        self._about: dict[int, list[tuple[Limit, int, int]]] = {}  # place -> limit, its coefficient, what is used
        for limit in problem.limits:
            if isinstance(limit, Cover):
                for place in {place for group in limit.groups for place in group}:
                    self._about.setdefault(place, []).append((limit, 0, 0))
            else:
                used = limit.used(chosen)
                for place, number in limit.coefs:
                    self._about.setdefault(place, []).append((limit, number, used))

    def against(self, place: int) -> tuple[Hindrance, ...]:
        """Return what stands against putting one more proposal into the set: rules first, then envelopes."""
        found = [_hindrance(self.problem, self.chosen, limit, place) for limit in self._broken(place, 1)]
        return tuple(sorted(found, key=lambda one: one.rule is None))

    def holding(self, place: int) -> tuple[Hindrance, ...]:
        """Return what stands against taking one proposal out of the set."""
        others = self.chosen - {place}
        return tuple(_hindrance(self.problem, others, limit, place) for limit in self._broken(place, -1))

    def _broken(self, place: int, sign: int) -> Iterator[Limit]:
        changed = self.chosen | {place} if sign > 0 else self.chosen - {place}
        for limit, number, used in self._about.get(place, ()):
            if isinstance(limit, Cover):
                if not limit.holds(changed):
                    yield limit
            elif not limit.allows(used + sign * number):
                yield limit


def _hindrance(problem: Problem, others: Chosen, limit: Limit, place: int) -> Hindrance:
    source = limit.source
    if source.isdecimal():
        rule = problem.rules[int(source) - 1]
        group = "" if isinstance(limit, Cover) else limit.group
        amount = _over(limit, others | {place}) if rule.kind == "share" else 0
        named = _named(problem, rule, limit, others, place)
        return Hindrance(source, rule.kind, amount, rule=rule, group=group, proposals=named)
    envelope = next(each for each in problem.envelopes if each.key == source)
    return Hindrance(source, envelope.kind, _over(limit, others | {place}), envelope.of)


def _over(limit: Limit, chosen: Chosen) -> int:
    if isinstance(limit, Cover) or limit.high is None:
        return 0
    return limit.used(chosen) - limit.high


def _named(problem: Problem, rule: Rule, limit: Limit, others: Chosen, place: int) -> tuple[str, ...]:
    own = problem.free[place].id
    if isinstance(limit, Cover) or rule.kind == "share":
        return ()
    if rule.kind == "needs":
        return tuple(one for one in (rule.of[0], limit.group) if one != own)
    if rule.kind == "min":
        return (own,)
    return tuple(problem.free[one].id for one, _number in limit.coefs if one in others and one != place)
