"""What stands for choice in a round, the rules that were saved, and the answer as the command line prints it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final, Literal, TypeVar

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.numbers import parse_count
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.proposals.lists import MEMBER, PARTY, PRIORITY, Lists
from khartoum_desktop.proposals.model import Amount, FieldValue, as_lines
from khartoum_desktop.proposals.queries import by_ref, columns, lists_of
from khartoum_desktop.proposals.rates.queries import Convert, standing
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.marksheets.queries import Proposals
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.queries import round_named
from khartoum_desktop.shortlist import queries as ranks
from khartoum_desktop.shortlist.choosing.model import Bar, By, Envelope, Item, Problem, Rule
from khartoum_desktop.shortlist.choosing.reading import Asked, GivenCost, read, resolved
from khartoum_desktop.shortlist.choosing.words import Naming
from khartoum_desktop.shortlist.model import Line as RankLine
from khartoum_desktop.shortlist.model import Ranking
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

Told = TypeVar("Told")
GROUP: Final = "member_group"
_SIDES: Final = frozenset({"lead", "co_sponsor"})  # whose proposal it is: who leads and who submits with them
_ASKED: Final = (
    "id", "lead_country", "parties", "priorities", "jvap", "budget_total", "budget_by_component", "budget_by_source",
)  # fmt: skip
_CHOICE: Final = TABLES["choice"]
_SCHEMES: Final[Mapping[str, str]] = {"country": PARTY, "group": GROUP, "priority": PRIORITY, "jvap": "jvap"}


@dataclass(frozen=True, slots=True)
class Room:
    """A round with everything that is needed to ask for its best set: read once, asked many times.

    items are without values and costs given by rules; `refs` by id.
    """

    round: Round
    ranking: Ranking
    items: tuple[Item, ...]
    currency: str
    lists: Lists

    @property
    def refs(self) -> dict[str, str]:
        """The reference of each proposal, by id."""
        return {item.id: item.ref for item in self.items}

    def naming(self, asked: Asked) -> Naming:
        """Return how things are called in sentences about this round."""
        return Naming(self.currency, asked.values is None, self.refs, self.label, asked.fine)

    def label(self, by: str, code: str) -> str:
        """Return the name of a country, group, priority or domain."""
        return self.lists.label(_SCHEMES.get(by, ""), code)


def room(work: Workspace, round_name: str | None = None) -> Room:
    """Return what can be chosen from in a round (by name or id; default: the one in hand)."""
    current = round_named(work, round_name)
    ranking = ranks.ranking(work, current, scoring.criteria(work, current.criteria_set))
    now, lists = standing(work), lists_of(work)
    rows = {str(row["id"]): row for row in columns(work, [line.id for line in ranking.lines], _ASKED)}
    items = tuple(
        _item(ranking, line, rows[line.id], lists, now.convert, is_barred=line.id in ranking.ineligible)
        for line in ranking.lines
        if line.id in rows
    )
    return Room(current, ranking, items, now.reporting, lists)


def _item(
    ranking: Ranking, line: RankLine, row: Mapping[str, FieldValue], lists: Lists, convert: Convert, *, is_barred: bool
) -> Item:
    scale, cost = ranking.criteria.scale, row["budget_total"]
    worth = None if line.total is None or not scale.span else (line.total - scale.low) / scale.span
    bar: Bar = "ineligible" if is_barred else "threshold" if ranking.admitted(line) == "missed" else ""
    return Item(
        id=line.id,
        ref=line.candidate.ref,
        worth=worth,
        cost=convert(cost.thousandths, cost.currency) if isinstance(cost, Amount) else None,
        position=line.rank or line.rank_high,
        groups=_groups(row, lists),
        years=_parts(row["budget_by_component"], "year", convert),
        funders=_parts(row["budget_by_source"], "funder", convert),
        bar=bar,
        title=line.candidate.title,
        country=line.candidate.country,
    )


def _groups(row: Mapping[str, FieldValue], lists: Lists) -> dict[str, frozenset[str]]:
    """Return a proposal's codes: countries are who leads and who submits with them, domains those of the JVAP."""
    countries = {str(line["name"]) for line in as_lines(row["parties"]) if line.get("role") in _SIDES}
    countries |= {str(row["lead_country"])} if row["lead_country"] else set()
    of = {item.parent for code in countries if (item := lists.item(MEMBER, code)) is not None and item.parent}
    return {
        "country": frozenset(countries),
        "group": frozenset(of),
        "priority": frozenset(str(line["code"]) for line in as_lines(row["priorities"]) if line.get("code")),
        "jvap": frozenset(domain(str(line["code"])) for line in as_lines(row["jvap"]) if line.get("code")),
    }


def domain(code: str) -> str:
    """Return the domain of a code of the Joint Valletta Action Plan: "JVAP-1" of "JVAP-1.2"."""
    return code.partition(".")[0]


def _parts(value: FieldValue, name: str, convert: Convert) -> dict[str, int] | None:
    """Return what a budget's table says by year or by funder, in thousandths; None where a line has no known amount."""
    found: dict[str, int] = {}
    for line in as_lines(value):
        amount, currency, of = line.get("amount"), line.get("currency"), line.get(name)
        known = convert(amount if isinstance(amount, int) else None, str(currency or ""))
        if known is None or not of:
            return None
        found[str(of)] = found.get(str(of), 0) + known
    return found or None


# --- the problem ------------------------------------------------------------------------------------------------------


def problem(work: Workspace, here: Room, asked: Asked) -> Problem:
    """Return what is asked as a problem in ids and whole numbers; UserError, naming the rule, for what is unknown."""
    rules = resolved(asked, lambda ref: _proposal(work, here, ref), here_code(here))
    committed = {one for rule in rules if rule.on and rule.kind == "in" for one in rule.of}
    values = None if asked.values is None else _by_proposal(work, here, asked.values)
    costs = None if asked.costs is None else _by_proposal(work, here, asked.costs)
    items = [_asked_item(_counted(item, asked.fine), values, costs, asked.envelopes, committed) for item in here.items]
    if values is not None:
        items = [_placed(item, items) for item in items]
    _refuse_shares(asked.envelopes, rules)
    return Problem(tuple(items), asked.envelopes, rules, fine=asked.fine)


def _by_proposal(work: Workspace, here: Room, given: Mapping[str, Told]) -> dict[str, Told]:
    """Return what is given for each proposal (id); UserError for one that is named twice."""
    found: dict[str, Told] = {}
    for name, one in given.items():
        proposal = _proposal(work, here, name)
        if proposal in found:
            raise UserError(fill(_("{ref} is named twice."), ref=here.refs[proposal]), _("Keep one of the two."))
        found[proposal] = one
    return found


def _counted(item: Item, fine: int) -> Item:
    """Return a proposal with its costs in parts of a thousandth."""
    if fine == 1:
        return item
    years, funders = (
        None if parts is None else {of: amount * fine for of, amount in parts.items()}
        for parts in (item.years, item.funders)
    )
    return replace(item, cost=None if item.cost is None else item.cost * fine, years=years, funders=funders)


def _proposal(work: Workspace, here: Room, ref: str) -> str:
    """Return the proposal (id) of a reference or a title; UserError for none, several, or one of another round."""
    found = next((item.id for item in here.items if item.ref == ref.upper()), None)
    if found is None:
        one = Proposals(work, here.round).find(ref)
        found = by_ref(work, ref) if one is None else one.id
    if found not in here.ranking.places:
        raise UserError(
            fill(_("{ref} does not belong to this round."), ref=ref), _("Choose among the proposals of the round.")
        )
    return found


def here_code(here: Room) -> Any:
    """Return what finds a code of a kind of group by code or name; it refuses, naming what is unknown."""

    def find(by: By, written: str) -> str:
        known = {code for item in here.items for code in item.groups[by]}
        scheme = _SCHEMES[by]
        if written in known:
            return written
        found = here.lists.find(scheme, written) or _numbered(here.lists, by, written)
        if found is None and here.lists.has(scheme, written):
            found = written  # it is no longer offered
        if found is None:
            raise UserError(fill(_("“{code}” is not known."), code=written), _known_codes(here.lists, by, known))
        return domain(found) if by == "jvap" else found

    return find


def _numbered(lists: Lists, by: By, written: str) -> str | None:
    """Return the priority of a number: the third of the presidency's for "3"."""
    number = parse_count(written) if by == "priority" else None
    place = None if number is None else number.value
    items = [item for item in lists.items(PRIORITY) if item.scored]
    return items[place - 1].code if place is not None and 1 <= place <= len(items) else None


def _known_codes(lists: Lists, by: By, known: Iterable[str]) -> str:
    """Say which codes there are: of countries those among the proposals, of all else the whole list."""
    if by == "country":
        codes = sorted(known)
        if not codes:
            return _("Give the two-letter code of a country, or the short name of a partner organisation.")
        return fill(_("Among the proposals there are {codes}."), codes=listed(codes))
    codes = [domain(item.code) if by == "jvap" else item.code for item in lists.items(_SCHEMES[by])]
    return fill(_("Known are {keys}."), keys=listed(dict.fromkeys(codes)))


def _refuse_shares(envelopes: Iterable[Envelope], rules: Iterable[Rule]) -> None:
    if all(each.kind != "all" for each in envelopes) and any(rule.kind == "share" and rule.on for rule in rules):
        raise UserError(_("A share of the budget needs a budget."), _("Give the budget in all."))


def _asked_item(
    item: Item,
    values: Mapping[str, Fraction] | None,
    costs: Mapping[str, GivenCost] | None,
    envelopes: Iterable[Envelope],
    committed: Iterable[str],
) -> Item:
    """Return a proposal with the value and the cost that the rules say, and why it cannot be chosen."""
    given = None if costs is None else costs.get(item.id)
    worth = item.worth if values is None else values.get(item.id)
    cost, years, funders = item.cost, item.years, item.funders
    if costs is not None:
        cost, years, funders = (None, None, None) if given is None else _given_cost(given)
    bar = item.bar
    if not bar and worth is None:
        bar = "unranked" if values is None else "value"
    wanted = {each.kind for each in envelopes}
    lacking: Literal["", "cost", "year", "funder"] = (
        "cost" if wanted and cost is None
        else "year" if "year" in wanted and years is None
        else "funder" if "funder" in wanted and funders is None
        else ""
    )  # fmt: skip
    found = Item(
        item.id, item.ref, worth, cost, item.position, item.groups, years, funders, bar or lacking, item.title,
        item.country,
    )  # fmt: skip
    if lacking and item.id in committed:
        raise UserError(
            fill(_("{ref} is committed, but what it costs is not known."), ref=item.ref),
            _("Enter its cost, or take it off the rule."),
        )
    return found


def _given_cost(given: GivenCost) -> tuple[int, dict[str, int] | None, dict[str, int] | None]:
    """Return a cost with its parts; one of more than nothing without a split is not known by year, or by funder."""
    years, funders = (dict(parts) if parts or not given.amount else None for parts in (given.years, given.funders))
    return given.amount, years, funders


def _placed(item: Item, items: Iterable[Item]) -> Item:
    """Return a proposal with its rank by the given values: 1 + how many are worth strictly more."""
    if item.worth is None:
        return item
    position = 1 + sum(1 for other in items if other.worth is not None and other.worth > item.worth)
    return Item(
        item.id, item.ref, item.worth, item.cost, position, item.groups, item.years, item.funders, item.bar,
        item.title, item.country,
    )  # fmt: skip


# --- saved rules ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Saved:
    """Rules kept under a name; `asked` None when what another laptop stored cannot be read."""

    id: str
    round: str
    name: str
    asked: Asked | None


def saved(work: Workspace, round_id: str | None = None) -> tuple[Saved, ...]:
    """Return the rules that were saved (of one round only, where asked), by name."""
    query = select(_CHOICE).where(_CHOICE.c.removed.is_not(True))
    if round_id is not None:
        query = query.where(_CHOICE.c.round == round_id)
    with work.reading() as db:
        found = [Saved(row.id, row.round or "", row.name or "", _stored(row.rules)) for row in db.execute(query)]
    return tuple(sorted(found, key=lambda one: (fold_key(one.name), one.id)))


def saved_named(work: Workspace, round_id: str, name: str) -> Asked:
    """Return the rules saved under a name; UserError when there are none, or they cannot be read."""
    found = saved(work, round_id)
    one = next((each for each in found if each.id == name or fold_key(each.name) == fold_key(name)), None)
    if one is None:
        raise UserError(
            fill(_("No rules were saved as “{name}”."), name=name),
            fill(_("There are: {names}."), names=listed(each.name for each in found) or "–"),
        )
    if one.asked is None:
        raise UserError(fill(_("The rules “{name}” cannot be read."), name=one.name), _("Write them again."))
    return one.asked


def _stored(text: str | None) -> Asked | None:
    try:
        return read(text or "")
    except UserError:
        return None
