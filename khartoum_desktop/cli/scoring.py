"""Commands about marks, ranking and shortlists."""

import argparse
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, show_shape, table
from khartoum_desktop.cli.shapes import LATE, MARK, SHORTLIST
from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.money import parse_money
from khartoum_desktop.core.numbers import format_number, format_percent, parse_count
from khartoum_desktop.core.text import fold_key, strip_isolates
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.queries import by_ref, lists_of
from khartoum_desktop.proposals.rates.queries import standing
from khartoum_desktop.proposals.values import read_amount
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.model import Blank
from khartoum_desktop.scoring.rounds.deadlines import deadline_sentence, is_late, late_count_sentence
from khartoum_desktop.scoring.rounds.operations import completing
from khartoum_desktop.scoring.rounds.queries import round_named
from khartoum_desktop.shortlist import operations as lists
from khartoum_desktop.shortlist import queries as ranking
from khartoum_desktop.shortlist.listing import Cut, Place, cut_sentences
from khartoum_desktop.workspace import Workspace

# --- marks and criteria -----------------------------------------------------------------------------------------------


def _mark_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("reference of the proposal"))
    parser.add_argument("--criterion", required=True, metavar="KEY", help=_("key of the criterion, such as 1.1"))
    parser.add_argument("--assessor", required=True, metavar="NAME", help=_("who gives the mark"))
    parser.add_argument("--delegation", required=True, metavar="CODE", help=_("the assessor’s delegation"))
    said = parser.add_mutually_exclusive_group(required=True)
    said.add_argument("--value", metavar="N", help=_("the mark, on the scale of the criteria"))
    said.add_argument("--blank", choices=[*Blank], help=_("why there is no mark"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why; some marks ask for it"))
    parser.add_argument("--draft", action="store_true", help=_("do not submit the sheet when it is complete"))
    show_shape(parser, MARK, _(LATE))


def _mark(context: Context) -> Answer:
    given, work = context.arguments, context.work
    proposal = queries.proposal(work, by_ref(work, given.ref))
    named = operations.assessor_of(work, given.assessor, given.delegation)
    current = queries.current_round(work)
    criteria = queries.criteria(work, current.criteria_set)
    criterion = criteria.criterion(given.criterion)
    submits, sheet, is_mark = None, (proposal.id, named.id), given.blank is None
    if not given.draft:
        submits = completing(work, current, criteria, sheet, criterion.id, is_mark=is_mark)
    blank = None if given.blank is None else Blank(given.blank)
    operations.mark(
        work, proposal.id, criterion.key, named, given.value, blank=blank, reason=given.reason, also=submits
    )
    stored = queries.sheet(work, current.id, proposal.id, named.id)[criterion.id]
    assessor = next(one for one in queries.assessors(work) if one.id == named.id)
    data = {
        "ref": proposal.ref,
        "criterion": criterion.key,
        "assessor": assessor.name,
        "delegation": assessor.delegation,
        "value": None if stored.value is None else criteria.scale.text(stored.value),
        "blank": stored.blank,
        "reason": stored.reason or None,
        "submitted": submits is not None,
        "late": submits is not None and is_late(current),
    }
    line = fill(
        _("{assessor} gave {ref} {mark} for {criterion}."),
        assessor=f"{assessor.name} ({lists_of(work).label(PARTY, assessor.delegation)})",
        ref=proposal.ref,
        mark="–" if stored.value is None else criteria.scale.shown(stored.value),
        criterion=f"{criterion.key} {criterion.label.text()}",
    )
    told = [_("The sheet is complete and submitted: its marks count.")] if submits is not None else []
    if data["late"]:
        told.append(late_count_sentence(current, 1))
    return Answer(data, [line, *told])


_RANK_SHAPE: Final = """
{"round", "criteria", "version", "aggregation", "required", "deadline", "rule", "tie_chain": [key, …], "ties",
 "ranges", "decimals", "hidden": null | sentence,
 "proposals": [{"ref", "title", "total", "total_fraction", "points", "points_fraction", "rank",
   "rank_low", "rank_high", "official", "assessments", "coverage", "coverage_fraction",
   "known", "known_fraction", "low", "low_fraction", "high", "high_fraction", "shared", "decided_by",
   "points_low", "points_low_fraction", "points_high", "points_high_fraction",
   "admitted": "passed" | "missed" | "open", "ineligible": null | reason,
   "beyond": [{"criterion", "sentence"}],
   "thresholds": [{"on", "key", "needed", "status", "low", "low_fraction", "high", "high_fraction"}],
   "not_applicable": [key, …],
   "contributions": [{"criterion", "weight", "weight_fraction", "marks", "mark", "mark_fraction",
     "points", "points_fraction",
     "divided", "agreed"}]}]}
"""


def _rank_arguments(parser: argparse.ArgumentParser) -> None:
    words = _(
        "total is Σw·x/Σw on the scale of the criteria and points is Σw·x; both and rank are null without an official "
        "rank. low and high are where the total may still end, rank_low and rank_high the ranks that this leaves "
        "once all are fully marked, so that they may leave out the rank that is official now; "
        "coverage is the share of the weight that has marks, known the total over these. beyond names the marks that "
        "go beyond a conditional maximum by now, since what let them pass has changed: they count all the same."
    )
    parts = _(
        "The points of the contributions, weight × mark, sum to the points. What does not apply to a proposal leaves "
        "its weight to its other criteria; weight is then the weight with that."
    )
    show_shape(parser, _RANK_SHAPE, f"{words} {parts}")
    parser.add_argument("--round", metavar="NAME", help=_("which assessment round; else the one in hand"))


def _rank(context: Context) -> Answer:
    current = round_named(context.work, context.arguments.round)
    data = ranking.rank_json(context.work, current)
    if data["hidden"]:
        return Answer(data, [data["hidden"]])
    rows = [[_("Rank"), _("Reference"), _("Points"), _("Coverage"), _("Thresholds"), _("Title")]]
    rows += [_rank_row(line, data["decimals"]) for line in data["proposals"]]
    decided = [_without(line) for line in data["proposals"] if line["not_applicable"]]
    decided += [f"{line['ref']}: {one['sentence']}" for line in data["proposals"] for one in line["beyond"]]
    out = [
        strip_isolates(fill(_("{ref} is not eligible: {reason}"), ref=line["ref"], reason=line["ineligible"]))
        for line in data["proposals"]
        if line["ineligible"]
    ]
    until = [deadline_sentence(current)] if current.deadline else []
    return Answer(data, [*table(rows), *out, *decided, data["rule"], data["ties"], *until])


def _without(line: dict[str, Any]) -> str:
    sentence = _("{ref}: {criteria} by decision not applicable; the weight goes to the other criteria.")
    return strip_isolates(fill(sentence, ref=line["ref"], criteria=listed(line["not_applicable"])))


def _rank_row(line: dict[str, Any], places: int) -> list[str]:
    """Return a row; what has no official rank shows the ranks and the points that it may still have."""
    place = str(line["rank"]) if line["official"] else f"({line['rank_low']}–{line['rank_high']})"
    low, high = (format_number(Fraction(line[f"points_{end}_fraction"]), places) for end in ("low", "high"))
    points = low if line["official"] else f"({low}–{high})"
    covered = format_percent(Fraction(line["coverage_fraction"]))
    return [place, line["ref"], points, covered, _admitted(line), line["title"]]


def _admitted(line: dict[str, Any]) -> str:
    """Return what is missed of the thresholds, or that all are passed; "–" while that is open, or without any."""
    missed = [one["key"] or _("Total") for one in line["thresholds"] if one["status"] == "missed"]
    if line["ineligible"]:
        return _("not eligible")
    if missed:
        return strip_isolates(fill(_("below: {names}"), names=listed(missed)))
    return _("passed") if line["thresholds"] and line["admitted"] == "passed" else "–"


# --- shortlists -------------------------------------------------------------------------------------------------------


_OF_PROPOSALS: Final = frozenset({"add", "remove"})
_LOOKING: Final = frozenset({"show", "recompute"})


def _shortlist_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = ("new", "add", "remove", "cut", "freeze", "show", "recompute")
    parser.add_argument("verb", choices=verbs, help=_("what to do with the shortlist"))
    parser.add_argument(
        "words", nargs="*", default=[], metavar="NAME|REF", help=_("a name for new, references for add and remove")
    )
    parser.add_argument("--list", dest="name", metavar="NAME", help=_("which shortlist; else the newest open one"))
    parser.add_argument("--reason", metavar="TEXT", help=_("with add: why a proposal departs from the ranking"))
    cut = parser.add_mutually_exclusive_group()
    cut.add_argument("--places", metavar="N", help=_("with cut: the line comes after so many places"))
    cut.add_argument(
        "--budget",
        metavar="AMOUNT",
        help=_("with cut: the line comes where this envelope is used up; without a currency in the reporting one"),
    )
    cut.add_argument("--no-cut", action="store_true", help=_("with cut: there is no line"))
    words = _(
        "recomputes says whether a frozen list comes out as it was frozen, null while it is not frozen, and "
        "differences what does not; recompute draws the weights anew too. divides names the proposals of one shared "
        "rank that the cut line divides. running is the sum of the budgets down to a place, in each currency."
    )
    show_shape(parser, SHORTLIST, words)


def _shortlist(context: Context) -> Answer:
    given = context.arguments
    _refuse_idle_options(given)
    work, cut = context.work, _cut(context.work, given)
    if given.verb == "new":
        name = " ".join(given.words) or given.name or queries.current_round(work).label.text()
        return _shown(work, lists.create(work, name))
    name, refs = _name_and_refs(work, given.name, given.words)
    one = ranking.latest(work, name) if given.verb in _LOOKING else ranking.shortlist(work, name)
    if given.verb in _OF_PROPOSALS and not refs:
        raise UserError(_("No proposal was named."), _("Give one reference or more."))
    if given.verb not in _OF_PROPOSALS and refs:
        raise _no_list(refs[0])
    proposals = list(dict.fromkeys(by_ref(work, ref) for ref in refs))
    match given.verb:
        case "add":
            _add(work, one.id, proposals, given.reason or "")
        case "remove":
            lists.remove(work, one.id, *proposals)
        case "cut" if cut is not None:
            lists.draw_cut(work, one.id, cut)
        case "freeze":
            lists.freeze(work, one.id)
        case "recompute":
            return _recomputed(work, one)
    return _shown(work, one.id)


def _recomputed(work: Workspace, one: ranking.Shortlist) -> Answer:
    """Compute a frozen list anew from its own record, the drawn weights too, and compare."""
    if not one.is_frozen:
        raise UserError(fill(_("The shortlist “{name}” is not frozen."), name=one.name), _("Freeze it first."))
    data = ranking.shortlist_json(work, one.id, draws=True)
    if data["hidden"] or not data["recomputes"]:
        return Answer(data, data["differences"] or [data["hidden"]], 0 if data["hidden"] else 1)
    return Answer(data, [fill(_("“{name}” comes out as it was frozen on {day}."), name=one.name,
                              day=format_date(one.frozen_on))])  # fmt: skip


def _add(work: Workspace, ident: str, proposals: Sequence[str], reason: str) -> None:
    """Put proposals on a list; those already there stay where they are, and a reason is kept with them too."""
    there = {entry.proposal for entry in ranking.entries(work, ident)[0]}
    lists.add(work, ident, proposals, reason=reason)
    for proposal in proposals:
        if reason and proposal in there:
            lists.explain_place(work, ident, proposal, reason)


def _refuse_idle_options(given: argparse.Namespace) -> None:
    """Refuse an option that the verb would pass over in silence, and a cut without its place."""
    cuts = [option for option in ("places", "budget") if getattr(given, option) is not None]
    idle = ["--reason"] if given.reason is not None and given.verb != "add" else []
    idle += [f"--{option}" for option in cuts if given.verb != "cut"]
    idle += ["--no-cut"] if given.no_cut and given.verb != "cut" else []
    if idle:
        raise UserError(
            fill(_("“shortlist {verb}” takes no {option}."), verb=given.verb, option=idle[0]),
            _("Run khartoum-desktop shortlist --help."),
        )
    if given.verb == "cut" and not cuts and not given.no_cut:
        raise UserError(
            _("Where the list is to be cut was not said."),
            _('Give --places N, --budget "2500000 EUR" or --no-cut.'),
        )


def _read_budget(work: Workspace, text: str) -> Amount:
    """Return an amount; a bare number is one in the reporting currency."""
    found = parse_money(text)
    bare = found is not None and found.currency is None and not found.candidates and not found.ambiguous
    return read_amount(f"{text} {standing(work).reporting}" if bare else text)


def _cut(work: Workspace, given: argparse.Namespace) -> Cut | None:
    """Return the cut line that was asked for, None when none was."""
    if given.places is not None:
        count = parse_count(given.places)
        if count is None or count.value is None or count.words or count.approximate:
            raise UserError(fill(_("“{value}” is no whole number."), value=given.places), _("Write it like 12."))
        return Cut(number=count.value)
    if given.budget is not None:
        amount = _read_budget(work, given.budget)
        return Cut(amount=amount.thousandths, currency=amount.currency)
    return Cut() if given.no_cut else None


def _no_list(name: str) -> UserError:
    return UserError(fill(_("There is no shortlist “{name}”."), name=name), _("Name it as it was made."))


def _name_and_refs(work: Workspace, name: str | None, words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take a first word that is a list's name as such: `shortlist add "SOM Cairo" KP-…` reads well too."""
    names = {fold_key(one.name) for one in ranking.shortlists(work)}
    if name is None and words and fold_key(words[0]) in names:
        return words[0], list(words[1:])
    return name, list(words)


def _shown(work: Workspace, ident: str) -> Answer:
    data = ranking.shortlist_json(work, ident)
    found = ranking.listing(work, ranking.shortlist(work, ident))
    title = fill(_("Shortlist {name}, frozen"), name=data["name"]) if data["frozen"] else fill(
        _("Shortlist {name}"), name=data["name"])  # fmt: skip
    if not found.places:
        return Answer(data, [title, found.hidden or _("It is empty.")])
    head = [_("Place"), _("Rank"), _("Reference"), _("Points"), _("Title")]
    lines = table([head, *(_place_row(place) for place in found.places)])
    if found.cut.drawn:
        below = 1 + sum(place.inside for place in found.places)
        lines[below:below] = cut_sentences(found.ranking, found.places, found.cut)
    return Answer(data, [title, *lines, *(_departure(place) for place in found.places if place.departure)])


def _place_row(place: Place) -> list[str]:
    line = place.line
    return [
        format_number(place.position),
        "–" if line is None or line.rank is None else format_number(line.rank),
        "" if line is None else line.candidate.ref,
        "–" if line is None or line.points is None else format_number(line.points, 1),
        "" if line is None else line.candidate.title.text(),
    ]


def _departure(place: Place) -> str:
    """Say why a place does not follow from the ranking, and the reason that was given for it."""
    said = "" if place.departure is None else place.departure.sentence()
    reason = place.entry.reason or _("No reason was given.")
    return f"{place.line.candidate.ref if place.line else place.position}: {said} {reason}"


COMMANDS: Final[tuple[Command, ...]] = (
    Command("mark", N_("give a mark"), _mark, _mark_arguments, writes=True),
    Command("rank", N_("rank the proposals of the round"), _rank, _rank_arguments),
    Command(
        "shortlist",
        N_("make, fill, freeze or show a shortlist"),
        _shortlist,
        _shortlist_arguments,
        writes=True,
        looks=_LOOKING,
    ),
)
