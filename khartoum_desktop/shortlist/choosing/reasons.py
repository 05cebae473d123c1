"""Why a proposal is out of the best set, and why one is in: which limits a change by one proposal would break. Pure."""

from dataclasses import dataclass
from typing import Literal

from khartoum_desktop.shortlist.choosing.model import Cover, Limit, Linear, Problem, Rule
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


def against(problem: Problem, chosen: Chosen, place: int) -> tuple[Hindrance, ...]:
    """Return what stands against putting one more proposal into a set: rules first, then envelopes."""
    with_it = chosen | {place}
    found = [_hindrance(problem, chosen, limit, place) for limit in problem.limits if not limit.holds(with_it)]
    return tuple(sorted(found, key=lambda one: one.rule is None))


def holding(problem: Problem, chosen: Chosen, place: int) -> tuple[Hindrance, ...]:
    """Return what stands against taking one proposal out of a set."""
    without = chosen - {place}
    return tuple(_hindrance(problem, without, limit, place) for limit in problem.limits if not limit.holds(without))


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


def member(limit: Limit, place: int) -> bool:
    """Tell whether a limit speaks of a place at all."""
    if isinstance(limit, Linear):
        return any(one == place for one, _number in limit.coefs)
    return any(place in group for group in limit.groups)
