"""Random problems with every kind of rule, and the plain way to solve a small one: try every set."""

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Final

from khartoum_desktop.shortlist.choosing.model import Envelope, Item, Problem, Rule
from khartoum_desktop.shortlist.choosing.search import Key, key
from khartoum_desktop.shortlist.choosing.solving import Chosen

COUNTRIES: Final = ("ET", "SD", "KE")
PRIORITIES: Final = ("p1", "p2", "p3")
DOMAINS: Final = ("JVAP-1", "JVAP-2")


def dice(seed: int) -> random.Random:
    """Return dice that always fall alike."""
    return random.Random(seed)  # noqa: S311 - no secret


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


def crowded(dice: random.Random, size: int) -> Problem:
    """Return proposals of which each costs what it is worth: very many sets use a budget up equally well."""
    worths = [dice.randint(1, 4) for _number in range(size)]
    items = tuple(
        Item(f"id{number}", f"R{number:03}", Fraction(worth), worth, 1 + sum(other > worth for other in worths))
        for number, worth in enumerate(worths)
    )
    return Problem(items, (Envelope("all", sum(worths) // 2),))


def _envelopes(dice: random.Random, items: list[Item]) -> Iterator[Envelope]:
    every = sum(item.cost or 0 for item in items)
    yield Envelope("all", every * dice.randint(2, 9) // 10)
    if dice.random() < 1 / 3:
        yield Envelope("year", sum((item.years or {}).get("2027", 0) for item in items) // 2, "2027")
    if dice.random() < 1 / 4:
        yield Envelope("funder", sum((item.funders or {}).get("AICS", 0) for item in items) // 2, "AICS")


def _rules(dice: random.Random, ids: list[str]) -> Iterator[Rule]:
    def some(number: int) -> tuple[str, ...]:
        return tuple(dice.sample(ids, min(number, len(ids))))

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
    here = {limit.source for limit in asked.limits}
    inside = [asked.free[place] for place in chosen]
    if any(sum(_spent(item, one.kind) for item in inside) > one.amount for one in asked.envelopes if one.key in here):
        return False
    rules = [rule for number, rule in enumerate(asked.rules, start=1) if str(number) in here]
    return all(_kept(asked, rule, inside) for rule in rules)


def _spent(item: Item, kind: str) -> int:
    if kind == "all":
        return item.cost or 0
    return (item.years or {}).get("2027", 0) if kind == "year" else (item.funders or {}).get("AICS", 0)


def _kept(asked: Problem, rule: Rule, inside: list[Item]) -> bool:
    ids = {item.id for item in inside}
    if rule.kind in {"in", "out"}:
        return set(rule.of) <= ids if rule.kind == "in" else ids.isdisjoint(rule.of)
    if rule.kind == "needs":
        return rule.of[0] not in ids or set(rule.of[1:]) <= ids
    if rule.kind == "excludes":
        return len(ids & set(rule.of)) <= 1
    if rule.by == "refs":
        number = len(ids & (set(rule.of) or ids))
        return number <= rule.n if rule.kind == "max" else number >= rule.n
    every = {code for item in asked.free for code in item.groups[rule.by]}
    if rule.kind == "cover":
        return len({code for item in inside for code in item.groups[rule.by]} & (set(rule.of) or every)) >= rule.n
    return all(_kept_by(asked, rule, codes, inside) for codes in ([set(rule.of)] if rule.of else [{c} for c in every]))


def _kept_by(asked: Problem, rule: Rule, codes: set[str], inside: list[Item]) -> bool:
    members = [item for item in inside if item.groups[rule.by] & codes]
    if rule.kind == "share":
        return sum(item.cost or 0 for item in members) <= rule.share * (asked.budget or 0)
    return len(members) <= rule.n if rule.kind == "max" else len(members) >= rule.n


def every_source(asked: Problem) -> set[str]:
    """Return everything that can be dropped: envelopes and rules."""
    return {limit.source for limit in asked.limits}
