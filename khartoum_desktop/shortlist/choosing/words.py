"""Rules, reasons and swaps as sentences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.scoring.criteria import UNIT, shown_exactly
from khartoum_desktop.shortlist.choosing.model import Envelope, Few, Item, Problem, Rule
from khartoum_desktop.shortlist.choosing.reasons import Hindrance
from khartoum_desktop.shortlist.choosing.search import Forced, Lack

_BARS: Final[Mapping[str, str]] = {
    "unranked": N_("It has no official rank: marks are missing."),
    "threshold": N_("It misses a threshold of the criteria set."),
    "ineligible": N_("It is not eligible."),
    "cost": N_("Its cost in {currency} is not known."),
    "value": N_("No value is given for it."),
    "year": N_("What it costs in each year is not known."),
    "funder": N_("What each funder pays of it is not known."),
}
_FINE_BELOW: Final = 1_000_000  # thousandths
EACH: Final[Mapping[str, str]] = {
    "country": N_("each country"),
    "group": N_("each group of States"),
    "priority": N_("each priority"),
    "jvap": N_("each JVAP domain"),
}


@dataclass(frozen=True, slots=True)
class Naming:
    """How amounts, values, codes and proposals are called; `label` takes a kind of group and a code."""

    currency: str
    by_score: bool
    refs: Mapping[str, str]
    label: Callable[[str, str], str]
    fine: int = 1

    def amount(self, amount: int) -> str:
        """Return an amount of the problem in the reporting currency, from a thousand units on without decimals."""
        thousandths = Fraction(amount, self.fine)
        if abs(thousandths) >= _FINE_BELOW:
            return isolate_ltr(format_money(int(round(thousandths, -3)), self.currency))
        if thousandths.denominator != 1:
            return isolate_ltr(f"{self.currency} {shown_exactly(thousandths / UNIT)}")
        return isolate_ltr(format_money(int(thousandths), self.currency))

    def value(self, value: Fraction) -> str:
        """Return what a proposal or a set is worth: scores out of 100, given values as they are."""
        return format_number(value * 100, 1) if self.by_score else shown_exactly(value)

    def worth(self, value: Fraction) -> str:
        """Return the same for a sentence, with its unit."""
        return fill(_("{n} of 100"), n=self.value(value)) if self.by_score else self.value(value)

    def names(self, proposals: Iterable[str]) -> str:
        """Return the references of proposals (ids, or references already)."""
        return listed(self.refs.get(one, one) for one in proposals)

    def group(self, rule: Rule, code: str) -> str:
        """Return the name of the group of a rule; several codes are listed."""
        if rule.by == "refs":
            return self.names(rule.of)
        codes = code.split(",") if code else rule.of
        return listed(self.label(rule.by, one) for one in codes) if codes else _(EACH[rule.by])


def value_sentence(*, by_score: bool) -> str:
    """Say what value is, printed with every result."""
    if by_score:
        return _(
            "A proposal’s value is its score above the bottom of the scale, as a share of the whole scale: (score − "
            "minimum) ÷ (maximum − minimum). One that stands at the bottom adds nothing, however little it costs. "
            "Sentences and tables give it out of 100."
        )
    return _("The values are given with the rules.")


def order_sentence() -> str:
    """Say which of several sets is the best, printed with every result."""
    return _("Best is the highest value; then the lowest cost; then the smallest sum of ranks.")


def proof_sentence(value: Fraction | None, bound: Fraction | None, naming: Naming) -> str:
    """Say that a set is not proven best, and how much better one may be at the most."""
    said = _("Not proven best: the time was over.")
    if value is None or bound is None:
        return said
    more = _("No set is worth more; one may be as good and cheaper.")
    if bound > value:
        more = fill(_("No set is worth more than {bound}."), bound=naming.worth(bound))
    return f"{said} {more}"


def cut_short_sentence() -> str:
    """Say that what surrounds the best set was not searched to its end."""
    return _("The time was over before all next sets, swaps and budgets were searched.")


# --- rules ------------------------------------------------------------------------------------------------------------


def rule_sentence(rule: Rule, naming: Naming, number: str = "") -> str:  # noqa: PLR0911 - one for each kind
    """Say what a rule asks; `number` stands for its number where that is shown otherwise."""
    n = number or format_number(rule.n)
    match rule.kind:
        case "max" | "min" if rule.by == "refs" and not rule.of:
            words = _("At most {n} in all") if rule.kind == "max" else _("At least {n} in all")
            return fill(words, n=n)
        case "max":
            return fill(_("At most {n} from {group}"), n=n, group=naming.group(rule, ""))
        case "min":
            return fill(_("At least {n} from {group}"), n=n, group=naming.group(rule, ""))
        case "cover":
            return fill(_(_COVER[rule.by]), n=n)
        case "share":
            percent = number or format_percent(rule.share, 0 if (rule.share * 100).denominator == 1 else 1)
            words = _("At most {percent} of the budget for {group}")
            return fill(words, percent=percent, group=naming.group(rule, ""))
        case "needs":
            words = _("{ref} only together with {others}")
            return fill(words, ref=naming.names(rule.of[:1]), others=naming.names(rule.of[1:]))
        case "excludes":
            return fill(_("At most one of {refs}"), refs=naming.names(rule.of))
        case "in":
            return fill(_("Committed: {refs}"), refs=naming.names(rule.of))
        case _:
            return fill(_("Barred: {refs}"), refs=naming.names(rule.of))


def around_number(rule: Rule, naming: Naming) -> tuple[str, str]:
    """Return what a rule's sentence says before its number and after it; all before it where it has none."""
    before, mark, after = rule_sentence(rule, naming, _HOLE).partition(isolate(_HOLE))
    return (before.strip(), after.strip()) if mark else (before, "")


_HOLE: Final = "\x00"
_COVER: Final[Mapping[str, str]] = {
    "country": N_("At least {n} countries covered"),
    "group": N_("At least {n} groups of States covered"),
    "priority": N_("At least {n} priorities covered"),
    "jvap": N_("At least {n} JVAP domains covered"),
}


def envelope_sentence(one: Envelope, naming: Naming) -> str:
    """Say what an envelope is for."""
    amount = naming.amount(one.amount)
    if one.kind == "all":
        return fill(_("Budget {amount}"), amount=amount)
    return fill(_("{amount} for {of}"), amount=amount, of=one.of)


def source_sentence(problem: Problem, source: str, naming: Naming) -> str:
    """Name an envelope or a rule by its key."""
    if source.isdecimal():
        return rule_sentence(problem.rules[int(source) - 1], naming)
    return envelope_sentence(next(each for each in problem.envelopes if each.key == source), naming)


def asked_sentences(problem: Problem, naming: Naming) -> list[str]:
    """Say everything that is asked: the envelopes, then the rules that are on."""
    said = [envelope_sentence(each, naming) for each in problem.envelopes]
    return [*said, *(rule_sentence(rule, naming) for rule in problem.rules if rule.on)]


def short_sentences(problem: Problem, lack: Lack, naming: Naming) -> list[str]:
    """Say by how much each envelope is too small."""
    words = _("{amount} short: {envelope}.")
    return [
        fill(words, amount=naming.amount(missing), envelope=source_sentence(problem, key, naming))
        for key, missing in lack.short_by.items()
    ]


def few_sentences(few: Iterable[Few], naming: Naming) -> list[str]:
    """Say from which groups fewer can be chosen than a rule asks, a sentence for each rule."""
    said: list[str] = []
    passed: dict[str, list[Few]] = {}
    for one in few:
        if one.passed:
            passed.setdefault(one.source, []).append(one)
        else:
            said.append(_few_sentence(one, naming))
    for some in passed.values():
        groups = listed(naming.label(one.rule.by, one.group) for one in some)
        words = _("Nothing can be chosen from {groups}: the rule “{rule}” passes over them.")
        said.append(fill(words, groups=groups, rule=rule_sentence(some[0].rule, naming)))
    return said


def _few_sentence(one: Few, naming: Naming) -> str:
    n = format_number(one.possible)
    if one.rule.kind == "cover":
        words = _("“{rule}”: no more than {n} can be covered.")
        return fill(words, rule=rule_sentence(one.rule, naming), n=n)
    if one.rule.by == "refs" and not one.rule.of:
        return fill(_("No more than {n} can be chosen in all."), n=n)
    group = naming.group(one.rule, one.group)
    if not one.possible:
        return fill(_("Nothing can be chosen from {group}."), group=group)
    return fill(_("No more than {n} can be chosen from {group}."), n=n, group=group)


def way_words(problem: Problem, way: Iterable[str], naming: Naming) -> str:
    """Name the rules of one way out."""
    return _(" and ").join(fill(_("“{rule}”"), rule=source_sentence(problem, source, naming)) for source in way)


def lack_sentence(problem: Problem, lack: Lack, naming: Naming) -> str:
    """Say why no set keeps the rules, and what would help."""
    said = [*short_sentences(problem, lack, naming), *few_sentences(problem.few, naming)]
    ways = [way_words(problem, way, naming) for way in lack.relax]
    if ways:
        said.append(fill(_("A set is possible without: {ways}."), ways=_("; ").join(ways)))
    return " ".join([_("No set keeps all rules."), *said])


# --- reasons ----------------------------------------------------------------------------------------------------------


def bar_sentence(item: Item, naming: Naming) -> str:
    """Say why a proposal cannot be chosen at all."""
    return fill(_(_BARS[item.bar]), currency=naming.currency)


def against_sentence(one: Hindrance, naming: Naming) -> str:  # noqa: PLR0911 - one sentence for each kind
    """Say what stands against putting a proposal in."""
    amount = naming.amount(one.amount)
    match one.kind:
        case "all":
            return fill(_("{amount} short."), amount=amount)
        case "year" | "funder":
            return fill(_("{amount} short for {of}."), amount=amount, of=one.of)
        case "out":
            return _("Barred.")
        case "needs":
            return fill(_("Needs {ref}, which is out."), ref=naming.names(one.proposals))
        case "excludes":
            return fill(_("Not together with {refs}, which is in."), refs=naming.names(one.proposals))
        case "share" if one.rule is not None:
            words = _("{group} would get {amount} more than its share.")
            return fill(words, group=naming.group(one.rule, one.group), amount=amount)
        case "max" if one.rule is not None:
            return _one_too_many(one, one.rule, naming)
        case _:
            return ""


def _one_too_many(one: Hindrance, rule: Rule, naming: Naming) -> str:
    n, refs = format_number(rule.n), naming.names(one.proposals)
    if rule.by == "refs":
        if not rule.of:
            return fill(ngettext("Only {n} may be in.", "Only {n} may be in.", rule.n), n=n)
        return fill(_("Of these at most {n}: {refs} is in already."), n=n, refs=refs)
    group = naming.group(rule, one.group)
    if rule.n == 0:
        return fill(_("None from {group} may be in."), group=group)
    if rule.n == 1:
        return fill(_("Second from {group}, after {refs}."), group=group, refs=refs)
    words = ngettext("From {group} {n} is in already.", "From {group} {n} are in already.", rule.n)
    return fill(words, group=group, n=n)


def holding_sentence(one: Hindrance, naming: Naming) -> str:
    """Say what keeps a proposal in."""
    match one.kind:
        case "in":
            return _("Committed.")
        case "needs":
            return fill(_("{ref} needs it."), ref=naming.names(one.proposals))
        case "min" | "cover" if one.rule is not None:
            return fill(_("Keeps the rule “{rule}”."), rule=rule_sentence(one.rule, naming))
        case _:
            return ""


def forced_words(one: Forced, naming: Naming) -> str:
    """Say in a few words what it would cost to have one proposal in, or out."""
    words = _("With it: {difference}") if one.inside else _("Without it: {difference}")
    difference = isolate_ltr(f"−{naming.value(one.loss)}") if one.loss else _("the same value")
    return fill(words, difference=difference)


def forced_sentence(problem: Problem, one: Forced, naming: Naming) -> str:
    """Say what it would cost to have one proposal in, or out."""
    loss = naming.worth(one.loss)
    own = problem.free[one.place].id
    joins = naming.names(problem.free[place].id for place in sorted(one.joins) if problem.free[place].id != own)
    leaves = naming.names(problem.free[place].id for place in sorted(one.leaves) if problem.free[place].id != own)
    if not one.loss and (joins or leaves):
        return fill(_(_SAME[one.inside, _as_well(problem, one)]), joins=joins or "–", leaves=leaves or "–")
    if not one.inside:
        if joins:
            return fill(_("Without it the value falls by {loss}; {joins} would come."), loss=loss, joins=joins)
        return fill(_("Without it the value falls by {loss}."), loss=loss)
    if joins:
        words = _("With it the value falls by {loss}: {leaves} would go, {joins} would come.")
        return fill(words, loss=loss, leaves=leaves or "–", joins=joins)
    if leaves:
        return fill(_("With it the value falls by {loss}: {leaves} would go."), loss=loss, leaves=leaves)
    return fill(_("With it the value falls by {loss}."), loss=loss)


_SAME: Final[Mapping[tuple[bool, bool], str]] = {  # one that would be in or out; as good in cost and ranks, too
    (True, True): N_("It would do as well in the place of {leaves}."),
    (True, False): N_("With it the value is the same, but not the cost or the ranks; {leaves} would go."),
    (False, True): N_("{joins} would do as well in its place."),
    (False, False): N_("Without it the value is the same, but not the cost or the ranks; {joins} would come."),
}


def _as_well(problem: Problem, one: Forced) -> bool:
    """Tell whether what joins costs as much and ranks as high as what leaves."""
    ranks, other_ranks = (sum(problem.positions[place] for place in places) for places in (one.joins, one.leaves))
    return problem.cost(one.joins) == problem.cost(one.leaves) and ranks == other_ranks
