"""Random problems with every kind of rule, and the plain way to solve a small one: try every set."""

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Final

from khartoum_desktop.shortlist.choosing.model import Cover, Envelope, Item, Problem, Rule
from khartoum_desktop.shortlist.choosing.search import Key, key
from khartoum_desktop.shortlist.choosing.solving import Chosen

COUNTRIES: Final = ("ET", "SD", "KE")
PRIORITIES: Final = ("p1", "p2", "p3")
DOMAINS: Final = ("JVAP-1", "JVAP-2")


def problem(dice: random.Random, size: int, *, plain: bool = False) -> Problem:
    """Return a random problem; values and costs are drawn from few numbers, so that ties are frequent, or are large."""
    large = dice.random() < 1 / 4
    scale = dice.choice([3, 500, 10**7]) if not large else 10**14
    shares = [1, 1, 2, 3, 7] if not large else [1, 3, 7, 11, 13]
    items = []
    for number in range(size):
        worth = Fraction(dice.randint(0, min(scale, 4) if not large else scale), dice.choice(shares))
        items.append(
            Item(
                id=f"id{number}",
                ref=f"R{number:03}",
                worth=worth,
                cost=dice.choice([1, 1, 2, 3, 5]) * (scale // 3) + (dice.randint(0, 9) if large else 0),
                groups={
                    "country": frozenset(dice.sample(COUNTRIES, dice.choice([1, 1, 2]))),
                    "group": frozenset(dice.sample(("AFR", "EU"), 1)),
                    "priority": frozenset(dice.sample(PRIORITIES, dice.randint(0, 2))),
                    "jvap": frozenset(dice.sample(DOMAINS, 1)),
                },
                years={"2027": dice.randint(0, scale), "2028": dice.randint(0, scale)},
                funders={"AICS": dice.randint(0, scale)},
                bar=dice.choice(["", "", "", "", "threshold"]) if not plain else "",
            )
        )
    items = [
        replace(item, position=1 + sum((other.worth or 0) > (item.worth or 0) for other in items)) for item in items
    ]
    return Problem(tuple(items), tuple(_envelopes(dice, items)), tuple(_rules(dice, [item.id for item in items])))


def _envelopes(dice: random.Random, items: list[Item]) -> Iterator[Envelope]:
    every = sum(item.cost or 0 for item in items)
    yield Envelope("all", every * dice.randint(2, 9) // 10)
    if dice.random() < 1 / 3:
        yield Envelope("year", sum((item.years or {}).get("2027", 0) for item in items) // 2, "2027")
    if dice.random() < 1 / 4:
        yield Envelope("funder", sum((item.funders or {}).get("AICS", 0) for item in items) // 2, "AICS")


def _rules(dice: random.Random, ids: list[str]) -> Iterator[Rule]:
    some = lambda number: tuple(dice.sample(ids, min(number, len(ids))))  # noqa: E731 - one word for one thing
    every = [
        Rule("max", (), "country", dice.randint(1, 3)),
        Rule("max", (dice.choice(COUNTRIES),), "country", dice.randint(0, 2)),
        Rule("min", (dice.choice(PRIORITIES),), "priority", 1),
        Rule("min", (), "jvap", 1),
        Rule("max", ("AFR",), "group", 3),
        Rule("max", some(4), "refs", 2),
        Rule("min", some(3), "refs", 1),
        Rule("cover", (), "priority", dice.randint(1, 3)),
        Rule("share", (dice.choice(COUNTRIES),), "country", share=Fraction(dice.randint(1, 9), 10)),
        Rule("needs", some(2)),
        Rule("needs", some(3)),
        Rule("excludes", some(2)),
        Rule("excludes", some(3)),
        Rule("in", some(1)),
        Rule("out", some(2)),
        Rule("min", (), "country", 1, on=False),
    ]
    yield from dice.sample(every, dice.randint(0, 5))


def order(asked: Problem, chosen: Chosen) -> tuple[Key, tuple[bool, ...]]:
    """Return what sets are ordered by, and equal ones by the ranking of their members."""
    return key(asked, chosen), tuple(place not in chosen for place in range(len(asked.free)))


def all_sets(asked: Problem) -> list[Chosen]:
    """Return every set that keeps the rules, the best first; worked out from the rules' words, not from their rows."""
    size = len(asked.free)
    sets = (frozenset(some) for number in range(size + 1) for some in combinations(range(size), number))
    return sorted((one for one in sets if keeps(asked, one)), key=lambda one: order(asked, one))


def keeps(asked: Problem, chosen: Chosen) -> bool:
    """Tell whether a set keeps every envelope and every rule that is on."""
    inside = [asked.free[place] for place in chosen]
    for envelope in asked.envelopes:
        spent = {
            "all": lambda item: item.cost or 0,
            "year": lambda item: (item.years or {}).get("2027", 0),
            "funder": lambda item: (item.funders or {}).get("AICS", 0),
        }[envelope.kind]
        if sum(spent(item) for item in inside) > envelope.amount:
            return False
    return all(_kept(asked, rule, inside) for rule in asked.rules if rule.on)


def _kept(asked: Problem, rule: Rule, inside: list[Item]) -> bool:
    ids = {item.id for item in inside}
    free = {item.id for item in asked.free}
    match rule.kind:
        case "in":
            return set(rule.of) <= ids
        case "out":
            return ids.isdisjoint(rule.of)
        case "needs":
            return rule.of[0] not in ids or set(rule.of[1:]) <= ids
        case "excludes":
            return len(ids & set(rule.of)) <= 1
    if rule.by == "refs":
        number = len(ids & (set(rule.of) or free))
        return number <= rule.n if rule.kind == "max" else number >= rule.n
    every = {code for item in asked.free for code in item.groups[rule.by]}
    if rule.kind == "cover":
        return len({code for item in inside for code in item.groups[rule.by]} & (set(rule.of) or every)) >= rule.n
    for codes in [set(rule.of)] if rule.of else [{code} for code in every]:
        members = [item for item in inside if item.groups[rule.by] & codes]
        if rule.kind == "max" and len(members) > rule.n:
            return False
        if rule.kind == "min" and len(members) < rule.n:
            return False
        if rule.kind == "share" and sum(item.cost or 0 for item in members) > rule.share * (asked.budget or 0):
            return False
    return True


def sources(asked: Problem) -> set[str]:
    """Return everything that can be dropped."""
    return {limit.source for limit in asked.limits if not isinstance(limit, Cover)} | {
        limit.source for limit in asked.limits
    }
