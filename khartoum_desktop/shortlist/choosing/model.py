"""Which proposals may be chosen, under which budget and balance rules: exact numbers, and what each rule asks. Pure.

Amounts are whole thousandths of the reporting currency, what a proposal is worth is a Fraction.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Final, Literal

from khartoum_desktop.scoring.criteria import Wording

By = Literal["country", "group", "priority", "jvap", "refs"]
RuleKind = Literal["max", "min", "cover", "share", "needs", "excludes", "in", "out"]
Bar = Literal["", "unranked", "threshold", "ineligible", "cost", "value", "year", "funder"]

BYS: Final[tuple[By, ...]] = ("country", "group", "priority", "jvap", "refs")
KINDS: Final[tuple[RuleKind, ...]] = ("max", "min", "cover", "share", "needs", "excludes", "in", "out")
OF_GROUPS: Final[frozenset[str]] = frozenset({"max", "min", "cover", "share"})
_NONE: Final = Wording()


@dataclass(frozen=True, slots=True)
class Item:
    """A proposal that stands for choice.

    worth: what it adds (None: not known); cost in thousandths (None: not known), years and funders: the parts of the
    cost where they are known; position: its rank, for the last tie-break; groups: its codes by kind of group;
    bar: why it cannot be chosen unless it is committed, "" if it can.
    """

    id: str
    ref: str
    worth: Fraction | None
    cost: int | None
    position: int = 0
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    years: Mapping[str, int] | None = None
    funders: Mapping[str, int] | None = None
    bar: Bar = ""
    title: Wording = _NONE
    country: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A budget in thousandths: in all, or for a year or a funder (`of`)."""

    kind: Literal["all", "year", "funder"]
    amount: int
    of: str = ""

    @property
    def key(self) -> str:
        """How answers name it: "budget", "year:2027", "funder:AICS"."""
        return "budget" if self.kind == "all" else f"{self.kind}:{self.of}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One balance rule.

    max, min: at most or at least `n` of a group (`by`, `of`; several codes together; no code: of each group);
    cover: at least `n` different groups; share: at most this share of the budget for a group (0-1);
    needs: of[0] only together with all the others; excludes: at most one of them; in, out: committed, barred.
    `of` holds codes, or for refs, needs, excludes, in and out the proposals.
    """

    kind: RuleKind
    of: tuple[str, ...] = ()
    by: By = "refs"
    n: int = 1
    share: Fraction = Fraction()
    on: bool = True


@dataclass(frozen=True, slots=True)
class Linear:
    """low ≤ Σ coefs·z ≤ high over the chosen places; `source` says which rule asks it, `group` for which code."""

    source: str
    coefs: tuple[tuple[int, int], ...]
    low: int | None = None
    high: int | None = None
    group: str = ""

    def used(self, chosen: Collection[int]) -> int:
        """Return Σ coefs of the chosen places."""
        return sum(number for place, number in self.coefs if place in chosen)

    def holds(self, chosen: Collection[int]) -> bool:
        """Tell, in whole numbers, whether a set keeps it."""
        return self.allows(self.used(chosen))

    def allows(self, used: int) -> bool:
        """Tell whether a sum lies within the bounds."""
        return (self.low is None or used >= self.low) and (self.high is None or used <= self.high)


@dataclass(frozen=True, slots=True)
class Cover:
    """At least `n` of these groups of places have a chosen one."""

    source: str
    groups: tuple[tuple[int, ...], ...]
    n: int

    def holds(self, chosen: Collection[int]) -> bool:
        """Tell whether a set keeps it."""
        return sum(any(place in chosen for place in group) for group in self.groups) >= self.n


Limit = Linear | Cover


@dataclass(frozen=True, slots=True)
class Few:
    """A group from which only `possible` can be chosen, fewer than a rule asks for; `group` "" where it names several.

    passed: nothing at all can be chosen from it, and a rule for each group passes it over.
    """

    source: str
    rule: Rule
    possible: int
    group: str = ""
    passed: bool = False


@dataclass(frozen=True)  # no slots: what follows from it is kept
class Problem:
    """What is asked: the proposals, the envelopes and the rules, whose `of` holds ids where they name proposals.

    The order in which they come never matters: places are by rank, then reference. `kept`: only these of the limits.
    fine: into how many parts a thousandth is divided, so that every amount of this problem is whole.
    """

    items: tuple[Item, ...]
    envelopes: tuple[Envelope, ...] = ()
    rules: tuple[Rule, ...] = ()
    kept: tuple[Limit, ...] | None = None
    fine: int = 1

    @cached_property
    def committed(self) -> frozenset[str]:
        """The ids that a rule says are in."""
        return frozenset(one for rule in self.rules if rule.on and rule.kind == "in" for one in rule.of)

    @cached_property
    def free(self) -> tuple[Item, ...]:
        """The proposals that can be chosen at all, by rank; their number here is their place in every set."""
        can = (item for item in self.items if not item.bar or item.id in self.committed)
        return tuple(sorted(can, key=lambda item: (item.position, item.ref, item.id)))

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each choosable proposal stands, by id."""
        return {item.id: place for place, item in enumerate(self.free)}

    @cached_property
    def unit(self) -> Fraction:
        """What one of the whole numbers in `worths` is worth."""
        return Fraction(1, lcm(*((item.worth or Fraction()).denominator for item in self.free)))

    @cached_property
    def worths(self) -> tuple[int, ...]:
        """What each place is worth, in whole numbers of `unit`."""
        return tuple(int((item.worth or Fraction()) / self.unit) for item in self.free)

    @cached_property
    def costs(self) -> tuple[int, ...]:
        """What each place costs, in thousandths; one without a known cost counts as nothing."""
        return tuple(item.cost or 0 for item in self.free)

    @cached_property
    def positions(self) -> tuple[int, ...]:
        """The rank position of each place."""
        return tuple(item.position for item in self.free)

    @cached_property
    def budget(self) -> int | None:
        """The envelope in all, in thousandths; None without one."""
        return next((each.amount for each in self.envelopes if each.kind == "all"), None)

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """Everything that a set must keep, each with the key of its envelope or the number of its rule."""
        if self.kept is not None:
            return self.kept
        found: list[Limit] = [self._envelope(each) for each in self.envelopes]
        for number, rule in enumerate(self.rules, start=1):
            if rule.on:
                found += self._rule(str(number), rule)
        return tuple(found)

    @cached_property
    def few(self) -> tuple[Few, ...]:
        """The groups from which fewer can be chosen than a rule asks, those named first that make every set break it.

        A rule for each group asks only for groups of which something can be chosen; the others are in `passed` ones.
        """
        found: list[Few] = []
        for number, rule in enumerate(self.rules, start=1):
            if rule.on and rule.kind in {"min", "cover"}:
                found += self._few(str(number), rule)
        return tuple(sorted(found, key=lambda one: one.passed))

    def _few(self, source: str, rule: Rule) -> Iterator[Few]:
        if rule.kind == "cover":
            covered = sum(bool(self.members(rule.by, [code])) for code in rule.of or self.codes(rule.by))
            if covered < rule.n:
                yield Few(source, rule, covered)
            return
        for code, members in self._groups(rule):
            if len(members) < rule.n:
                yield Few(source, rule, len(members), code)
        if rule.n and not rule.of and rule.by != "refs":
            every = {code for item in self.items for code in item.groups.get(rule.by, ())}
            for code in sorted(every.difference(self.codes(rule.by))):
                yield Few(source, rule, 0, code, passed=True)

    def value(self, chosen: Iterable[int]) -> Fraction:
        """Return what a set is worth."""
        return sum((self.worths[place] for place in chosen), 0) * self.unit

    def cost(self, chosen: Iterable[int]) -> int:
        """Return what a set costs, in thousandths."""
        return sum(self.costs[place] for place in chosen)

    def members(self, by: By, codes: Collection[str]) -> tuple[int, ...]:
        """Return the places whose proposals belong to one of the codes; with refs: that are among them, none = all."""
        if by == "refs":
            return tuple(place for place, item in enumerate(self.free) if not codes or item.id in codes)
        wanted = frozenset(codes)
        return tuple(place for place, item in enumerate(self.free) if not wanted.isdisjoint(item.groups.get(by, ())))

    def codes(self, by: By) -> tuple[str, ...]:
        """Return the codes of a kind of group that choosable proposals have."""
        return tuple(sorted({code for item in self.free for code in item.groups.get(by, ())}))

    def _envelope(self, one: Envelope) -> Linear:
        costs = [(place, part_of(item, one)) for place, item in enumerate(self.free)]
        return Linear(one.key, tuple((place, cost) for place, cost in costs if cost), high=one.amount)

    def _groups(self, rule: Rule) -> list[tuple[str, tuple[int, ...]]]:
        if rule.by == "refs" or rule.of:
            return [("" if rule.by == "refs" else ",".join(rule.of), self.members(rule.by, rule.of))]
        return [(code, self.members(rule.by, [code])) for code in self.codes(rule.by)]

    def _rule(self, source: str, rule: Rule) -> Iterator[Limit]:
        match rule.kind:
            case "max" | "min" | "share":
                for code, members in self._groups(rule):
                    yield self._of_group(source, rule, code, members)
            case "cover":
                codes = rule.of or self.codes(rule.by)
                yield Cover(source, tuple(self.members(rule.by, [code]) for code in codes), rule.n)
            case "needs":
                first, *others = rule.of
                for other in others:
                    pair = [(place, sign) for one, sign in ((first, 1), (other, -1)) for place in self._place(one)]
                    yield Linear(source, tuple(pair), high=0, group=other)
            case "excludes":
                yield Linear(source, tuple((place, 1) for one in rule.of for place in self._place(one)), high=1)
            case "in" | "out":
                bound = 1 if rule.kind == "in" else 0
                for one in rule.of:
                    for place in self._place(one):
                        yield Linear(source, ((place, 1),), low=bound, high=bound, group=one)

    def _of_group(self, source: str, rule: Rule, code: str, members: Sequence[int]) -> Linear:
        if rule.kind == "share":
            most = int(rule.share * (self.budget or 0))
            return Linear(source, tuple((place, self.costs[place]) for place in members), high=most, group=code)
        ones = tuple((place, 1) for place in members)
        if rule.kind == "max":
            return Linear(source, ones, high=rule.n, group=code)
        return Linear(source, ones, low=rule.n, group=code)

    def _place(self, one: str) -> tuple[int, ...]:
        place = self.places.get(one)
        return () if place is None else (place,)


def part_of(item: Item, envelope: Envelope) -> int:
    """Return what a proposal takes of an envelope, in thousandths; 0 where it is not known."""
    if envelope.kind == "all":
        return item.cost or 0
    parts = item.years if envelope.kind == "year" else item.funders
    return (parts or {}).get(envelope.of, 0)
