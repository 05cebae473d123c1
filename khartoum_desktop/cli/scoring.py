"""Commands about marks, ranking and shortlists."""

import argparse
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.numbers import format_number, format_percent
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.proposals.queries import by_ref
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import mark_text
from khartoum_desktop.shortlist import operations as lists
from khartoum_desktop.shortlist import queries as ranking
from khartoum_desktop.workspace import Workspace

# --- marks and criteria -----------------------------------------------------------------------------------------------


def _mark_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("reference of the proposal"))
    parser.add_argument("--criterion", required=True, metavar="KEY", help=_("key of the criterion, such as 1.1"))
    parser.add_argument("--assessor", required=True, metavar="NAME", help=_("who gives the mark"))
    parser.add_argument("--delegation", required=True, metavar="CODE", help=_("the assessor’s delegation"))
    parser.add_argument("--value", required=True, metavar="N", help=_("the mark, on the scale of the criteria"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why; some marks ask for it"))


def _mark(context: Context) -> Answer:
    given, work = context.arguments, context.work
    proposal = queries.proposal(work, by_ref(work, given.ref))
    assessor = operations.assessor_of(work, given.assessor, given.delegation)
    operations.mark(work, proposal.id, given.criterion, assessor, given.value, reason=given.reason)
    answer = queries.sheet(work, queries.current_round(work).id, proposal.id, assessor.id)
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    stored = answer[criteria.criterion(given.criterion).id]
    data = {
        "ref": proposal.ref,
        "criterion": given.criterion,
        "assessor": assessor.name,
        "delegation": assessor.delegation,
        "value": None if stored.value is None else mark_text(stored.value),
        "reason": stored.reason or None,
    }
    line = fill(_("{assessor} gave {ref} {mark} for {criterion}."), assessor=assessor.name, ref=proposal.ref,
                mark=data["value"], criterion=given.criterion)  # fmt: skip
    return Answer(data, [line])


def _criteria(context: Context) -> Answer:
    data = queries.criteria_json(context.work)
    current = queries.current_round(context.work)
    criteria = queries.criteria(context.work, current.criteria_set)
    rows = [[one.key, mark_text(one.weight), one.label.text()] for one in criteria.criteria]
    return Answer(data, [criteria.label.text(), *table([[_("Key"), _("Weight"), _("Criterion")], *rows])])


def _rank(context: Context) -> Answer:
    data = ranking.rank_json(context.work)
    rows = [[_("Rank"), _("Reference"), _("Points"), _("Coverage"), _("Title")]]
    rows += [_rank_row(line) for line in data["proposals"]]
    return Answer(data, [*table(rows), data["rule"], data["ties"]])


def _rank_row(line: dict[str, Any]) -> list[str]:
    place = str(line["rank"]) if line["official"] else f"({line['rank_low']}–{line['rank_high']})"
    points = format_number(Fraction(line["points_fraction"]), 1) if line["official"] else "–"
    return [place, line["ref"], points, format_percent(Fraction(line["coverage_fraction"])), line["title"]]


# --- shortlists -------------------------------------------------------------------------------------------------------


def _shortlist_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = ("new", "add", "remove", "freeze", "show")
    parser.add_argument("verb", choices=verbs, help=_("what to do with the shortlist"))
    parser.add_argument("words", nargs="*", metavar="NAME|REF", help=_("a name for new, references for add and remove"))
    parser.add_argument("--list", dest="name", metavar="NAME", help=_("which shortlist; else the newest open one"))
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("why a proposal departs from the ranking"))


def _shortlist(context: Context) -> Answer:
    given = context.arguments
    work = context.work
    if given.verb == "new":
        name = " ".join(given.words) or given.name or queries.current_round(work).label.text()
        return _shown(work, lists.create(work, name))
    name, refs = _name_and_refs(work, given.name, given.words)
    one = ranking.latest(work, name) if given.verb == "show" else ranking.shortlist(work, name)
    if given.verb in {"add", "remove"} and not refs:
        raise UserError(_("No proposal was named."), _("Give one reference or more."))
    proposals = [by_ref(work, ref) for ref in refs]
    if given.verb == "add":
        lists.add(work, one.id, proposals, reason=given.reason)
    elif given.verb == "remove":
        for proposal in proposals:
            lists.remove(work, one.id, proposal)
    elif given.verb == "freeze":
        lists.freeze(work, one.id)
    return _shown(work, one.id)


def _name_and_refs(work: Workspace, name: str | None, words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Take a first word that is a list's name as such: `shortlist add "SOM Cairo" KP-…` reads well too."""
    names = {fold_key(one.name) for one in ranking.shortlists(work)}
    if name is None and words and fold_key(words[0]) in names:
        return words[0], list(words[1:])
    return name, list(words)


def _shown(work: Workspace, ident: str) -> Answer:
    data = ranking.shortlist_json(work, ident)
    rows = [
        [str(entry["position"]), str(entry["rank"] or "–"), entry["ref"], entry["points"] or "–", entry["title"]]
        for entry in data["entries"]
    ]
    head = [_("Place"), _("Rank"), _("Reference"), _("Points"), _("Title")]
    title = fill(_("Shortlist {name}, frozen"), name=data["name"]) if data["frozen"] else fill(
        _("Shortlist {name}"), name=data["name"])  # fmt: skip
    return Answer(data, [title, *(table([head, *rows]) if rows else [_("It is empty.")])])


COMMANDS: Final[tuple[Command, ...]] = (
    Command("mark", N_("give a mark"), _mark, _mark_arguments, writes=True),
    Command("criteria", N_("show the criteria of the round"), _criteria),
    Command("rank", N_("rank the proposals of the round"), _rank),
    Command("shortlist", N_("make, fill, freeze or show a shortlist"), _shortlist, _shortlist_arguments, writes=True),
)
