"""The command that chooses the best set of proposals under a budget with balance rules."""

import argparse
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, progress_bar, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import one_line, strip_isolates
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.shortlist.choosing import operations, queries, words
from khartoum_desktop.shortlist.choosing.answer import SECONDS, answer, reason
from khartoum_desktop.shortlist.choosing.answer import Answer as Found
from khartoum_desktop.shortlist.choosing.printing import answer_json
from khartoum_desktop.shortlist.choosing.queries import Room
from khartoum_desktop.shortlist.choosing.reading import Asked, read

_SHAPE: Final = """\
RULES.json:
  {"budget": "1000" | null | {"all": "1000", "years": {"2027": "400"}, "funders": {"AICS": "300"}},
   "value": "score" | {REF: "16", …},
   "cost": "budget" | {REF: "5" | {"all": "5", "years": {"2027": "2"}, "funders": {"AICS": "5"}}, …},
   "rules": [
     {"kind": "max" | "min", "by": BY | "refs", "of": CODE | [CODE, …] | [REF, …] | null, "n": 1},
     {"kind": "cover", "by": BY, "n": 3},
     {"kind": "share", "by": BY | "refs", "of": null, "percent": "50"},
     {"kind": "needs", "ref": REF, "other": REF | [REF, …]},
     {"kind": "excludes", "refs": [REF, REF, …]},
     {"kind": "in" | "out", "refs": [REF, …]}]}
  BY: "country" | "group" | "priority" | "jvap"
--json:
  {"round", "currency", "rule", "order", "feasible", "proven", "proof", "bound", "complete",
   "value", "cost", "budget", "left",
   "in":  [{"ref", "title", "rank", "value", "cost", "reason", "swap": {"loss", "joins", "leaves"} | null}],
   "out": [{… as "in" …, "short_by", "short": {ENVELOPE: AMOUNT}}],
   "equal": [SET, …], "more_equal", "alternatives": [SET, …],
   "short_by", "short": {ENVELOPE: AMOUNT}, "short_fraction": {…},
   "relax": [[{"source", "sentence"}, …], …],
   "unserved": [{"source", "of": [CODE, …], "asked": 1, "possible": 0, "passed_over", "sentence"}],
   "frontier": [{"budget", "value", "cost"}], "next_step": {"budget", "value", "cost"} | null}
  ENVELOPE: "budget", "year:2027", "funder:AICS"
  SET: {"in": [REF, …], "value", "cost", "loss", "joins": [REF, …], "leaves": [REF, …]}
"""
_LONGEST: Final = 3600
_NOTES: Final = (
    N_("REF: a reference or a title."),
    N_("Numbers are strings (numbers are read exactly too); each computed one has a sibling …_fraction. Amounts are in "
       "the workspace’s reporting currency."),
    N_("of: a code or a list of codes counted together; left out or null: each of them by itself. With refs: these "
       "proposals together; left out: all. Of a proposal’s countries count those that lead it and that submit it; "
       "group is the group of States; jvap the domain (JVAP-1 to JVAP-5). needs: the first only together with the "
       "others. "
       'excludes: at most one of them. in: committed. out: barred. A rule with "on": false does not count.'),
    N_("A code that the lists know counts though no proposal has it. A minimum for each country, group, priority or "
       "domain asks for it from those of which something can be chosen: one of which nothing can be chosen does not "
       'make the set infeasible, but is named in unserved ("passed_over": true). Where a code is named, or fewer than '
       "asked but some can be chosen, the set is infeasible, and unserved says from what and how many are possible."),
    N_("Choosable is what has an official rank, is eligible, misses no threshold, and has a known cost where there is "
       "a budget; with values of your own, what has one. A committed proposal is in whatever its rank."),
    N_('An infeasible set has "feasible": false and no value; short_by says what the budget lacks when all other rules '
       "are kept, relax which rules dropped together make a set possible."),
    N_('When the time is over, "proven" is false, proof says so and bound is what no set can be worth more than; '
       '"complete": false says that next sets, swaps or the frontier were not searched to their end.'),
)  # fmt: skip


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rules", metavar="FILE.json", help=_("the budget and the rules"))
    parser.add_argument("--saved", metavar="NAME", help=_("instead: the rules saved under this name"))
    parser.add_argument("--round", metavar="NAME", help=_("the round; else the one in hand"))
    parser.add_argument("--swaps", action="store_true", help=_("say for each proposal what changing it would cost"))
    parser.add_argument(
        "--frontier", action="store_true", help=_("also the best value at each budget, and the next step")
    )
    parser.add_argument("--seconds", type=_seconds, default=SECONDS, metavar="N", help=_("at most so long"))
    parser.add_argument("--to-shortlist", metavar="NAME", help=_("put the set on this shortlist, made if need be"))
    parser.add_argument("--save", metavar="NAME", help=_("keep the rules under this name"))
    parser.add_argument("--as", dest="person", metavar="NAME@DELEGATION", help=_("who does it; else the last one"))
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "\n".join([_SHAPE, *(_(note) for note in _NOTES)])


def _seconds(text: str) -> float:
    number = exact.read(text)
    if number is None or not 0 < number <= _LONGEST:
        raise UserError(fill(_("“{value}” is no number of seconds."), value=text[:60]), _("Give 0.1 to 3600."))
    return float(number)


def _run(context: Context) -> Answer:
    given = context.arguments
    _refuse_empty(given.save, given.to_shortlist)
    context.sit_down(context.work, must=given.save is not None or given.to_shortlist is not None)
    here = queries.room(context.work, given.round)
    asked = _asked(context, here)
    asks = queries.problem(context.work, here, asked)
    told = progress_bar(_("Searching for the best set"))
    found = answer(asks, seconds=given.seconds, swaps=given.swaps, with_frontier=given.frontier, progress=told)
    data = answer_json(here, asked, found)
    if given.to_shortlist is not None:
        data["shortlist"] = _to_list(context, here, asked, found)
    if given.save is not None:
        operations.save(context.work, here.round.id, given.save, asked)
    return Answer(data, _lines(here, asked, found))


def _refuse_empty(*names: str | None) -> None:
    """Refuse a name without a letter before anything is changed."""
    if any(name is not None and not one_line(name) for name in names):
        raise UserError(_("A name is empty."), _("Write a name."))


def _asked(context: Context, here: Room) -> Asked:
    given = context.arguments
    if (given.rules is None) == (given.saved is None):
        raise UserError(_("The rules were not named."), _("Give --rules FILE.json or --saved NAME."))
    if given.saved is not None:
        return queries.saved_named(context.work, here.round.id, given.saved)
    try:
        return read(Path(given.rules).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(
            fill(_("{file} cannot be read."), file=given.rules), _("Name a file in UTF-8 that is there.")
        ) from error


def _to_list(context: Context, here: Room, asked: Asked, found: Found) -> str:
    if found.best is None:
        raise UserError(_("No set keeps the rules, so none was put on a shortlist."), _("Relax a rule first."))
    asks = found.problem
    said = words.asked_sentences(asks, here.naming(asked))
    chosen = [asks.free[place].id for place in sorted(found.best.chosen)]
    name = context.arguments.to_shortlist
    operations.put_on_list(context.work, here.round, name, chosen, operations.reason_for(said))
    return str(name)


def _lines(here: Room, asked: Asked, found: Found) -> list[str]:
    asks, naming = found.problem, here.naming(asked)
    said: list[str] = []
    if found.best is None:
        said.append(words.lack_sentence(asks, found.lack, naming) if found.lack else "")
    else:
        value, cost = naming.value(found.value or Fraction()), naming.amount(found.cost or 0)
        said.append(fill(_("Best set: value {value}, cost {cost}."), value=value, cost=cost))
        said += [] if found.proven else [words.proof_sentence(found.value, found.best.bound, naming)]
        said += words.few_sentences(asks.few, naming)
    said += [] if found.complete else [words.cut_short_sentence()]
    rows = [[_("Set"), _("Reference"), _("Value of 100") if naming.by_score else _("Value"), _("Reason")]]
    rows += [_row(found, line, naming) for line in found.lines]
    said += table(rows)
    if found.best is not None:
        said += [fill(_("Equal: {refs}"), refs=_refs(found, one)) for one in found.best.equal]
        said += [_after(found, one, naming) for one in found.after]
    return [*said, words.value_sentence(by_score=asked.values is None), words.order_sentence()]


def _row(found: Found, line: Any, naming: words.Naming) -> list[str]:
    worth = "–" if line.item.worth is None else naming.value(line.item.worth)
    told = strip_isolates(reason(found.problem, line, naming))
    return [_("in") if line.inside else _("out"), line.item.ref, worth, told]


def _refs(found: Found, chosen: frozenset[int]) -> str:
    return listed(found.problem.free[place].ref for place in sorted(chosen))


def _after(found: Found, one: frozenset[int], naming: words.Naming) -> str:
    best = frozenset() if found.best is None else found.best.chosen
    loss = format_number(0) if found.value is None else naming.worth(found.value - found.problem.value(one))
    words_ = _("Next: {loss} less; in {joins}, out {leaves}.")
    return fill(words_, loss=loss, joins=_refs(found, one - best) or "–", leaves=_refs(found, best - one) or "–")


COMMANDS: Final[tuple[Command, ...]] = (
    Command("choose", N_("choose the best set under a budget with balance rules"), _run, _arguments),
)
