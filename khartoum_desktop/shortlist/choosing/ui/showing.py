"""What the page shows of an answer: rows, bar, swaps and the way out, in words."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.money import format_money
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.proposals.lists import PARTY, PRIORITY
from khartoum_desktop.shortlist.choosing import drafting, words
from khartoum_desktop.shortlist.choosing.answer import Answer, Line, brief, changes, reason
from khartoum_desktop.shortlist.choosing.model import By
from khartoum_desktop.shortlist.choosing.queries import GROUP, Room
from khartoum_desktop.shortlist.choosing.reading import Asked
from khartoum_desktop.shortlist.choosing.search import Forced
from khartoum_desktop.shortlist.choosing.solving import Chosen
from khartoum_desktop.shortlist.choosing.ui.set_table import Row
from khartoum_desktop.shortlist.choosing.ui.strips import Alternative, Piece
from khartoum_desktop.shortlist.choosing.words import Naming
from khartoum_desktop.toolkit.forms import Choices

_SHOWN: Final = 4  # sets in the strip
_FINE_BELOW: Final = 1_000_000  # thousandths
_WAYS: Final = 5  # buttons that relax a rule
_MILLION: Final = 10**9  # thousandths
_ROUND: Final = 100_000_000  # thousandths: a budget is proposed in steps of 100,000


def row_of(found: Answer, line: Line, naming: Naming, pinned: frozenset[str], banned: frozenset[str]) -> Row:
    """Return a line as the lists show it: shortly, and with the whole reason to be read apart."""
    item, said = line.item, brief(found.problem, line, naming)
    if line.swap is not None and not line.hindrances:
        said = words.forced_words(line.swap, naming)
    return Row(
        line=line,
        title=item.title.text() or item.ref,
        second=f"{isolate_ltr(item.ref)} · {said}",
        value="–" if item.worth is None else naming.value(item.worth),
        cost="–" if item.cost is None else naming.amount(item.cost),
        reason=reason(found.problem, line, naming),
        pinned=item.ref in pinned,
        banned=item.ref in banned,
    )


def _thousandths(found: Answer, amount: int) -> int:
    """Return an amount of the problem in thousandths; finer parts are rounded."""
    return round(Fraction(amount, found.problem.fine))


def _money(thousandths: int) -> str:
    """Return an amount without its currency, from a thousand units on without decimals."""
    return format_money(thousandths if abs(thousandths) < _FINE_BELOW else round(thousandths, -3))


def sums(found: Answer, naming: Naming) -> str:
    """Return what the chosen proposals are worth and cost together."""
    if found.value is None or found.cost is None:
        return ""
    return fill(_("{value} for {amount}"), value=naming.value(found.value), amount=naming.amount(found.cost))


def budget_words(found: Answer, naming: Naming) -> str:
    """Return how much of the budget is used, and what is left."""
    budget, cost = found.problem.budget, found.cost
    if cost is None:
        return ""
    if budget is None:
        return fill(_("{amount} without a budget"), amount=naming.amount(cost))
    return fill(
        _("{amount} of {budget}, {left} left"),
        amount=naming.amount(cost), budget=naming.amount(budget), left=naming.amount(budget - cost),
    )  # fmt: skip


def pieces(found: Answer) -> list[Piece]:
    """Return the parts of the budget bar, by rank."""
    if found.best is None or found.cost is None:
        return []
    whole = max(found.problem.budget or found.cost, 1)
    chosen = [found.problem.free[place] for place in sorted(found.best.chosen)]
    return [
        Piece(item.cost / whole, f"{isolate_ltr(item.ref)} · {isolate_ltr(_money(_thousandths(found, item.cost)))}")
        for item in chosen
        if item.cost
    ]


def strip_title(found: Answer) -> str:
    """Say what the strip shows: sets that are equal to the best come first."""
    if found.best is None:
        return ""
    equal = len(found.best.equal)
    if equal:
        return fill(
            ngettext(
                "{n} set is equal to it, then the next best", "{n} sets are equal to it, then the next best", equal
            ),
            n=format_number(equal) + ("+" if found.best.more else ""),
        )
    return _("The next best sets") if found.after else _("No other set keeps the rules")


def alternatives(found: Answer, naming: Naming) -> list[Alternative]:
    """Return the sets of the strip."""
    if found.best is None:
        return []
    return [_alternative(found, one, naming) for one in (*found.best.equal, *found.after)[:_SHOWN]]


def _alternative(found: Answer, one: Chosen, naming: Naming) -> Alternative:
    best = frozenset() if found.best is None else found.best.chosen
    joins, leaves = changes(best, one)
    loss = (found.value or Fraction()) - found.problem.value(one)
    said = _("equal") if not loss else isolate_ltr(f"−{naming.value(loss)}")
    cost = naming.amount(found.problem.cost(one))
    names = [_refs(found, places) for places in (leaves, joins)]
    spoken = fill(
        _("{loss}, {cost}; out: {leaves}; in: {joins}"), loss=said, cost=cost, leaves=names[0], joins=names[1]
    )
    return Alternative(said, cost, names[0], names[1], spoken)


def _refs(found: Answer, places: Sequence[int]) -> str:
    return _(", ").join(isolate_ltr(found.problem.free[place].ref) for place in places) or "–"


def with_swap(found: Answer, one: Forced) -> Answer:
    """Return the answer with one more swap told."""
    item = found.problem.free[one.place].id
    every = tuple(replace(line, swap=one) if line.item.id == item else line for line in found.lines)
    return replace(found, lines=every)


def next_words(found: Answer, naming: Naming) -> str:
    """Say from which budget on more is reached."""
    if found.more is None or found.value is None:
        return ""
    gain = isolate_ltr(f"+{naming.value(found.more.value - found.value)}")
    return fill(_("Next step at {amount}: {gain}"), amount=naming.amount(found.more.cost), gain=gain)


def lack_words(found: Answer, naming: Naming) -> str:
    """Say why there is no set."""
    short = [] if found.lack is None else words.short_sentences(found.problem, found.lack, naming)
    return " ".join([_("No set keeps all rules."), *short, *words.few_sentences(found.problem.few, naming)])


def warning(found: Answer, naming: Naming) -> str:
    """Say what is to be known beside a set: that it is not proven, what it passes over, what was not searched."""
    best = found.best
    if best is None:
        return ""
    said = [] if found.proven else [words.proof_sentence(found.value, best.bound, naming)]
    said += words.few_sentences(found.problem.few, naming)
    return " ".join([*said, *([] if found.complete or not found.proven else [words.cut_short_sentence()])])


def ways(found: Answer, asked: Asked, naming: Naming) -> list[tuple[str, Asked]]:
    """Return what would make a set possible: words for a button, and what is asked then."""
    lack, asks = found.lack, found.problem
    if lack is None:
        return []
    ways: list[tuple[str, Asked]] = []
    for each in asks.envelopes:
        if each.key in lack.short_by:
            raised = replace(each, amount=each.amount + lack.short_by[each.key])
            said = fill(_("Raise it to {amount}"), amount=naming.amount(raised.amount))
            ways.append((said, drafting.with_envelope(asked, raised)))
    for way in lack.relax:
        if len(way) > 1 or way[0] not in lack.short_by:
            said = fill(_("Without {rules}"), rules=words.way_words(asks, way, naming))
            ways.append((said, drafting.relaxed(asked, way)))
    return ways[:_WAYS]


def proposed_budget(here: Room) -> int:
    """Return the budget that is proposed: about half of what all would cost, in round figures."""
    half = sum(item.cost or 0 for item in here.items if not item.bar) // 2
    return max(half // _ROUND, 1) * _ROUND


def codes(here: Room) -> dict[By, Choices]:
    """Return what a rule can be about: the groups that the proposals of the round have."""
    bys: tuple[By, ...] = ("country", "group", "priority", "jvap")
    found: dict[By, Choices] = {}
    for by in bys:
        known = {code for item in here.items for code in item.groups.get(by, ())}
        scheme = {"group": GROUP, "priority": PRIORITY, "jvap": "jvap", "country": PARTY}[by]
        order = [code for code, _label in here.lists.choices(scheme) if code in known]
        found[by] = [(code, here.label(by, code)) for code in [*order, *sorted(known - set(order))]]
    return found
