"""Changing what is asked, one move at a time: every function returns new rules and leaves the old ones as they are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from khartoum_desktop.shortlist.choosing.model import Envelope, Rule
from khartoum_desktop.shortlist.choosing.reading import Asked

# what most meetings ask, there to be switched on
USUAL: Final = Asked(
    rules=(
        Rule("max", (), "country", 1, on=False),
        Rule("cover", (), "priority", 3, on=False),
        Rule("min", ("AFR",), "group", 1, on=False),
    )
)


def with_envelope(asked: Asked, one: Envelope) -> Asked:
    """Set an envelope; there is one of each year and funder, and one in all, which stands first."""
    others = tuple(each for each in asked.envelopes if each.key != one.key)
    return replace(asked, envelopes=(one, *others) if one.kind == "all" else (*others, one))


def without_envelope(asked: Asked, key: str) -> Asked:
    """Take an envelope away."""
    return replace(asked, envelopes=tuple(each for each in asked.envelopes if each.key != key))


def with_rule(asked: Asked, rule: Rule) -> Asked:
    """Add a rule; one that is there already is switched on."""
    same = [place for place, one in enumerate(asked.rules) if replace(one, on=True) == replace(rule, on=True)]
    if same:
        return changed(asked, same[0], rule)
    return replace(asked, rules=(*asked.rules, rule))


def changed(asked: Asked, place: int, rule: Rule) -> Asked:
    """Put another rule in a rule's place."""
    return replace(asked, rules=tuple(rule if at == place else one for at, one in enumerate(asked.rules)))


def relaxed(asked: Asked, sources: Sequence[str]) -> Asked:
    """Take envelopes (by key) away and switch rules (by number) off."""
    for source in sources:
        if source.isdecimal():
            place = int(source) - 1
            asked = changed(asked, place, replace(asked.rules[place], on=False))
        else:
            asked = without_envelope(asked, source)
    return asked


def without_rule(asked: Asked, place: int) -> Asked:
    """Take a rule away."""
    return replace(asked, rules=tuple(one for at, one in enumerate(asked.rules) if at != place))


def marked(asked: Asked, kind: Literal["in", "out"]) -> frozenset[str]:
    """Return the references that are pinned (in) or banned (out)."""
    return frozenset(ref for rule in asked.rules if rule.kind == kind and rule.on for ref in rule.of)


def toggled(asked: Asked, kind: Literal["in", "out"], ref: str) -> Asked:
    """Pin or ban a proposal, or take that back; a pinned one is not banned and the other way round."""
    was = ref in marked(asked, kind)
    rules: list[Rule] = []
    for rule in asked.rules:
        if rule.kind in {"in", "out"} and ref in rule.of:
            left = tuple(one for one in rule.of if one != ref)
            rules += [replace(rule, of=left)] if left else []
        else:
            rules.append(rule)
    if was:
        return replace(asked, rules=tuple(rules))
    for place, rule in enumerate(rules):
        if rule.kind == kind and rule.on:
            rules[place] = replace(rule, of=(*rule.of, ref))
            return replace(asked, rules=tuple(rules))
    return replace(asked, rules=(*rules, Rule(kind, (ref,))))
