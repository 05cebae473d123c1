"""The command of assessment rounds: opened, closed, put in hand; assessors, who is asked for what, sheets submitted."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, show_shape, table
from khartoum_desktop.cli.shapes import LATE, ROUND
from khartoum_desktop.core.dates import parse_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, language, listed
from khartoum_desktop.core.numbers import format_number, parse_count
from khartoum_desktop.core.text import fold_key, strip_isolates
from khartoum_desktop.proposals.queries import by_ref
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import Wording
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.scoring.operations import assessor_of
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds import changing, operations
from khartoum_desktop.scoring.rounds.deadlines import deadline_sentence, is_late, late_sentence
from khartoum_desktop.scoring.rounds.guards import names_of, refuse_others
from khartoum_desktop.scoring.rounds.model import State
from khartoum_desktop.scoring.rounds.queries import (
    Overview,
    Reply,
    Yes,
    checklist,
    criteria_sets,
    ineligible,
    overview,
    round_named,
)
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.workspace import Workspace

_VERBS: Final = ("list", "show", "open", "close", "reopen", "use", "assign", "submit", "conflict", "eligibility")
_SHOWN: Final = 50  # characters of what is no number
_OF_ROUNDS: Final = ("show", "close", "use")
_OPTIONS: Final[Mapping[str, frozenset[str]]] = {  # option -> the verbs that it goes with
    "criteria": frozenset({"open"}),
    "deadline": frozenset({"open"}),
    "required": frozenset({"open"}),
    "together": frozenset({"open"}),
    "assessor": frozenset({"assign", "submit", "reopen", "conflict"}),
    "delegation": frozenset({"assign", "submit", "reopen", "conflict"}),
    "share": frozenset({"assign"}),
    "no_more": frozenset({"assign", "conflict", "eligibility"}),
    "item": frozenset({"eligibility"}),
    "answer": frozenset({"eligibility"}),
    "reason": frozenset({"conflict", "eligibility"}),
}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = _(
        "open NAME makes a round and puts it in hand; show, close, reopen and use are about the round NAME, without "
        "one about that in hand; assign names an assessor, asked for the proposals given or for all, and --share N "
        "shares all proposals out; submit and, with --assessor, reopen are about sheets; conflict declares why an "
        "assessor does not assess a proposal; eligibility answers a question of the checklist."
    )
    words = _("short: proposals for which there are too few assessors without a conflict.")
    show_shape(parser, ROUND, f"{words} {_(LATE)}")
    parser.add_argument("verb", choices=_VERBS, help=_("what to do"))
    parser.add_argument("words", nargs="*", default=[], metavar="NAME|REF", help=_("the round’s name, or references"))
    parser.add_argument("--round", metavar="NAME", help=_("which assessment round; else the one in hand"))
    parser.add_argument("--criteria", metavar="KEY", help=_("open: its criteria set; else that of the round in hand"))
    parser.add_argument("--deadline", metavar="DATE", help=_("open: the last day for marks"))
    parser.add_argument("--required", metavar="N", help=_("open: how many submitted sheets a rank needs; else 1"))
    parser.add_argument(
        "--together", action="store_true", help=_("open: sheets are neither submitted nor hidden from the others")
    )
    parser.add_argument("--assessor", metavar="NAME", help=_("whose sheets"))
    parser.add_argument("--delegation", metavar="CODE", help=_("the assessor’s delegation"))
    parser.add_argument("--share", metavar="N", help=_("assign: each proposal to so many of the round’s assessors"))
    parser.add_argument("--no-more", action="store_true", help=_("assign, conflict, eligibility: take it back"))
    parser.add_argument("--item", metavar="KEY", help=_("eligibility: the key of the question"))
    parser.add_argument("--answer", choices=[*Yes], help=_("eligibility: the answer"))
    parser.add_argument("--reason", metavar="TEXT", help=_("conflict, eligibility: why"))


def _run(context: Context) -> Answer:
    given = context.arguments
    for option, verbs in _OPTIONS.items():
        if getattr(given, option) and given.verb not in verbs:
            raise UserError(
                fill(_("--{option} does not go with {verb}."), option=option.replace("_", "-"), verb=given.verb),
                fill(_("It goes with: {verbs}."), verbs=listed(sorted(verbs))),
            )
    _refuse_words(given)
    work = context.work
    if given.verb == "list":
        return _list(work)
    if given.verb == "open":
        opened = round_named(work, _opened(context))
        return _shown(work, opened.id, told=[deadline_sentence(opened)] if is_late(opened) else [])
    current = round_named(work, _round_name(given))
    short = _ACTS[given.verb](context, current)
    return _shown(work, current.id, short or (), told=_drafts(context, current))


def _is_named(given: argparse.Namespace) -> bool:
    """Tell whether the words are the name of a round: with verbs about a round that is there already."""
    return given.verb in _OF_ROUNDS or (given.verb == "reopen" and not given.assessor)


def _round_name(given: argparse.Namespace) -> str | None:
    return " ".join(given.words) or given.round if _is_named(given) else given.round


def _refuse_words(given: argparse.Namespace) -> None:
    """Refuse words that would be passed over."""
    twice = given.round is not None and given.words and (_is_named(given) or given.verb == "open")
    if given.words and (given.verb == "list" or given.share or twice):
        idle = "--round" if twice else given.words[0]
        words = fill(_("“round {verb}” takes no {option} here."), verb=given.verb, option=idle)
        raise UserError(words, _("Run khartoum-desktop round --help."))


def _opened(context: Context) -> str:
    given, work = context.arguments, context.work
    if not given.words:
        raise UserError(_("An assessment round needs a name."), _("Write it behind open."))
    before = queries.current_round(work)
    draft = changing.Draft(
        Wording(**{language(): " ".join(given.words)}),
        before.presidency,
        _set_named(work, given.criteria) if given.criteria else before.criteria_set,
        _day(given.deadline) if given.deadline else "",
        _number(given.required) if given.required else 1,
        independent=not given.together,
    )
    return changing.open_round(work, draft)


def _drafts(context: Context, current: Round) -> list[str]:
    """Say of sheets whose conflict of interest was taken back that they are drafts, although they have answers."""
    given = context.arguments
    if given.verb != "conflict" or not given.no_more:
        return []
    who, sheets = _assessor(context), overview(context.work, current).sheets
    found = [by_ref(context.work, ref) for ref in given.words]
    words = _("The sheet of {who} for {ref} is a draft; its marks count once it is submitted.")
    return [
        fill(words, who=who.name, ref=queries.proposal(context.work, one).ref)
        for one in dict.fromkeys(found)
        if (one, who.id) in sheets and sheets[one, who.id].state is State.DRAFT
    ]


def _day(text: str) -> str:
    found = parse_date(text)
    return found.iso if found is not None and found.iso else text


def _number(text: str) -> int:
    count, number = parse_count(text), exact.read(text)
    if count is not None and count.value is not None:
        return count.value
    if number is None or number.denominator != 1:
        raise UserError(fill(_("“{value}” is no whole number."), value=text[:_SHOWN]), _("Write it like 12."))
    return int(number)


def _set_named(work: Workspace, name: str) -> str:
    """Return the criteria set of a key, a name in any language or an id; of several versions the newest."""
    known, wanted = criteria_sets(work), fold_key(name)
    for one in sorted(known, key=lambda one: -one.version):
        texts = (one.key, one.label.ar, one.label.en, one.label.fr)
        if one.id == name or wanted in {fold_key(text) for text in texts if text}:
            return one.id
    raise UserError(
        fill(_("There is no criteria set “{name}”."), name=name),
        fill(_("There are: {names}."), names=listed(one.key for one in known)),
    )


# --- what is done to a round ------------------------------------------------------------------------------------------


def _assessor(context: Context) -> Assessor:
    given = context.arguments
    if not given.assessor or not given.delegation:
        raise UserError(_("No assessor was named."), _("Add --assessor NAME --delegation CODE."))
    return assessor_of(context.work, given.assessor, given.delegation)


def _known(context: Context) -> Assessor:
    """Return the assessor named, who must have been here; who sits as an assessor learns of nobody else."""
    who, work = _assessor(context), context.work
    refuse_others(work, [("", who.id)])
    if not names_of(work, [who.id]):
        raise UserError(
            fill(_("{name} has no sheet here."), name=f"{who.name} ({who.delegation})"),
            _("Check the name and the delegation: “round show” lists the assessors."),
        )
    return who


def _proposals(context: Context) -> list[str]:
    return list(dict.fromkeys(by_ref(context.work, ref) for ref in context.arguments.words))


def _named(context: Context) -> list[str]:
    found = _proposals(context)
    if not found:
        raise UserError(_("No proposal was named."), _("Give one reference or more."))
    return found


def _show(_context: Context, _current: Round) -> None:
    """Change nothing."""


def _close(context: Context, current: Round) -> None:
    changing.close_round(context.work, current)


def _reopen(context: Context, current: Round) -> None:
    if not context.arguments.assessor:
        changing.reopen_round(context.work, current)
        return
    who = _known(context)
    operations.reopen(context.work, current, [(one, who.id) for one in _named(context)])


def _use(context: Context, current: Round) -> None:
    changing.put_in_hand(context.work, current)


def _assign(context: Context, current: Round) -> Sequence[str]:
    """Name and ask assessors; return the proposals (ids) for which there were too few."""
    given, work = context.arguments, context.work
    if given.share:
        return changing.share_out_round(work, current, _number(given.share))[1].short
    who, proposals = _assessor(context), _proposals(context)
    if given.no_more and not proposals:
        changing.dismiss(work, current, who.id)
    elif given.no_more:
        changing.assign(work, current, [(one, who.id) for one in proposals], on=False)
    else:
        changing.ask(work, current, who, proposals or None)
    return ()


def _submit(context: Context, current: Round) -> None:
    """Submit the sheets named, or all of an assessor that are complete."""
    who, work = _known(context), context.work
    proposals = _proposals(context)
    if not proposals:
        criteria = queries.criteria(work, current.criteria_set)
        whole = len(criteria.criteria)
        sheets = overview(work, current).sheets
        proposals = [one for (one, whose), each in sheets.items()
                     if whose == who.id and each.state is State.DRAFT and each.answered >= whole]  # fmt: skip
    operations.submit(work, current, [(one, who.id) for one in proposals])


def _conflict(context: Context, current: Round) -> None:
    given = context.arguments
    who = _known(context) if given.no_more else _assessor(context)
    for proposal in _named(context):
        if given.no_more:
            operations.withdraw_conflict(context.work, current, proposal, who.id)
        else:
            operations.declare_conflict(context.work, current, proposal, who, given.reason or "")


def _eligibility(context: Context, current: Round) -> None:
    given, work = context.arguments, context.work
    items = checklist(work, current.criteria_set)
    item = next((one for one in items if one.key == (given.item or "").strip()), None)
    if item is None:
        raise UserError(
            fill(_("There is no question {key} on the checklist."), key=given.item or "–"),
            fill(_("Its questions are: {keys}."), keys=listed(one.key for one in items) or "–"),
        )
    if bool(given.answer) == given.no_more:
        raise UserError(_("No answer was given."), _("Add --answer yes, no or unclear, or --no-more."))
    reply = Reply(Yes(given.answer), given.reason or "") if given.answer else None
    for proposal in _named(context):
        operations.answer_checklist(work, current, proposal, {item.id: reply})


_ACTS: Final[Mapping[str, Callable[[Context, Round], Sequence[str] | None]]] = {
    "show": _show,
    "close": _close,
    "reopen": _reopen,
    "use": _use,
    "assign": _assign,
    "submit": _submit,
    "conflict": _conflict,
    "eligibility": _eligibility,
}


# --- what is said of rounds -------------------------------------------------------------------------------------------


def _list(work: Workspace) -> Answer:
    found = queries.rounds(work)
    data = {"rounds": [_round_json(one, in_hand=not place) for place, one in enumerate(found)]}
    rows = [[_state(one, in_hand=not place), one.deadline or "–", one.label.text()] for place, one in enumerate(found)]
    return Answer(data, table([[_("State"), _("Deadline"), _("Assessment round")], *rows]))


def _state(one: Round, *, in_hand: bool) -> str:
    if one.closed:
        return _("closed, in hand") if in_hand else _("closed")
    return _("in hand") if in_hand else _("open")


def _round_json(one: Round, *, in_hand: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.label.text(),
        "in_hand": in_hand,
        "closed": one.closed,
        "deadline": one.deadline or None,
        "required": one.required,
        "independent": one.independent,
    }


def _shown(work: Workspace, ident: str, short: Sequence[str] = (), *, told: Sequence[str] = ()) -> Answer:
    current = round_named(work, ident)
    found, hidden = overview(work, current), sight(work, current.id).sentence
    refs = {one.id: one.ref for one in found.proposals}
    against = ineligible(work, current)
    members = [_member_json(found, place, refs, current) for place in range(len(found.members))]
    told = [*told, *(late_sentence(current, one["name"], one["late"]) for one in members if one["late"])]
    until = deadline_sentence(current)
    data = {
        **_round_json(current, in_hand=queries.current_round(work).id == current.id),
        "criteria": found.criteria.text(),
        "version": found.version,
        "presidency": found.presidency.text(),
        "proposals": [one.ref for one in found.proposals],
        "hidden": hidden or None,
        "assessors": members,
        "short": [refs[one] for one in short],
        "warnings": list(map(strip_isolates, told)),
        "ineligible": [{"ref": refs[one], "reason": why} for one, why in against.items() if one in refs],
    }
    rows = [
        [
            member.assessor.name,
            member.assessor.delegation,
            fill(_("{n} of {of} submitted"), n=format_number(member.submitted), of=format_number(member.asked)),
        ]
        for member in found.members
    ]
    state = _state(current, in_hand=bool(data["in_hand"]))
    head = fill(_("{name}: {state}, {n} proposals"), name=current.label.text(), state=state, n=len(refs))
    rows += [[refs[one], _("ineligible"), why] for one, why in against.items() if one in refs]
    lacking = fill(_("Too few assessors without a conflict: {refs}."), refs=listed(refs[one] for one in short))
    dated = [until] if until and until not in told else []
    said = [*dated, *([hidden] if hidden else []), *([lacking] if short else []), *told]
    return Answer(data, [head, *table(rows), *said])


def _member_json(found: Overview, place: int, refs: Mapping[str, str], current: Round) -> dict[str, Any]:
    member = found.members[place]
    sheets = {refs[one]: each for (one, who), each in found.sheets.items() if who == member.assessor.id}
    return {
        "name": member.assessor.name,
        "delegation": member.assessor.delegation,
        "named": member.named,
        "asked": member.asked,
        "submitted": member.submitted,
        "late": [ref for ref, each in sheets.items() if each.submitted and is_late(current, each.submitted)],
        "sheets": {ref: str(each.state) for ref, each in sheets.items() if each.state is not State.NOT_ASKED},
        "conflicts": {ref: each.conflict for ref, each in sheets.items() if each.conflict},
        "interests": {ref: str(each.interest) for ref, each in sheets.items() if each.interest is not None},
    }


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "round",
        N_("open, close and show assessment rounds and their sheets"),
        _run,
        _arguments,
        writes=True,
        looks=frozenset({"list", "show"}),
    ),
)
