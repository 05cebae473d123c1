"""Commands about how far assessors agree: what to discuss first, and what a panel agreed on."""

import argparse
from fractions import Fraction
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, show_shape, table
from khartoum_desktop.cli.shapes import DISCUSS
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.queries import by_ref
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.agreement import operations
from khartoum_desktop.scoring.agreement.model import ROUND_WORDS, bounds_sentence, split_names, word_of_alpha
from khartoum_desktop.scoring.criteria import AGGREGATIONS, UNIT, Aggregation, decimal_text, shown_mark, signed_mark
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.scoring.rounds.queries import round_named
from khartoum_desktop.shortlist.discussing.model import FIRST, Topic
from khartoum_desktop.shortlist.discussing.printing import agreed_json, discussion_json
from khartoum_desktop.shortlist.discussing.queries import Discussion, discussion

# --- what to discuss first --------------------------------------------------------------------------------------------


def _discuss_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", dest="every", help=_("every cell with its measures of spread"))
    _round_argument(parser)
    parser.add_argument("--adjusted", action="store_true", help=_("what harsh and lenient assessors would change"))
    words = _(
        "range_share is how far apart the marks lie, as a share of the scale, and stake is that times the share of the "
        "weight. hangs: a result hangs on it, which is one of thresholds (decided differently by the lowest and the "
        "highest mark), splits (the assessors’ own results lie on both sides), cut (it may cross the cut line), tied "
        "and beyond. ranks: the rank by the marks of one delegation alone, of how many that it marked."
    )
    show_shape(parser, DISCUSS, words)


def _round_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--round", metavar="NAME", help=_("which assessment round; else the one in hand"))


def _discuss(context: Context) -> Answer:
    given = context.arguments
    found = discussion(context.work, round_named(context.work, given.round))
    data = discussion_json(found, every=given.every, adjusted=given.adjusted)
    shown = found.topics if given.every else found.topics[:FIRST]
    lines = [_agreement_line(found), *(_topic_line(found, topic) for topic in shown)]
    if found.hidden:
        return Answer({**data, "hidden": found.hidden}, [strip_isolates(found.hidden)])
    if not found.topics:
        lines.append(_("Nothing has to be discussed: no marks lie far apart."))
    if len(found.topics) > len(shown):
        more = len(found.topics) - len(shown)
        lines.append(fill(ngettext("{n} more: --all", "{n} more: --all", more), n=format_number(more)))
    if given.adjusted:
        lines += _adjusted_lines(data["adjusted"])
    return Answer(data, [strip_isolates(line) for line in lines])


def _agreement_line(found: Discussion) -> str:
    return _(ROUND_WORDS[word_of_alpha(found.alpha)])


def _topic_line(found: Discussion, topic: Topic) -> str:
    return f"{topic.candidate.ref}: {' '.join(found.said(topic))}"


def _adjusted_lines(data: dict[str, Any]) -> list[str]:
    people = [[_("Assessor"), _("Delegation"), _("Lenient + / harsh −")]]
    people += [[one["assessor"], one["delegation"], _signed(one["leniency_fraction"])] for one in data["assessors"]]
    totals = [[_("Reference"), _("Mean of their totals"), _("If all were equally strict"), _("Title")]]
    totals += [
        [one["ref"], _shown(one["mean_fraction"]), _shown(one["adjusted_fraction"]), one["title"]]
        for one in data["proposals"]
    ]
    return [_("What if: this changes no rank."), *table(people), *table(totals)]


def _shown(fraction: str) -> str:
    return shown_mark(Fraction(fraction))


def _signed(fraction: str) -> str:
    return signed_mark(Fraction(fraction))


# --- what a panel agreed on -------------------------------------------------------------------------------------------


def _consensus_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help=_("reference of the proposal"))
    parser.add_argument("--criterion", required=True, metavar="KEY", help=_("key of the criterion, such as 1.1"))
    said = parser.add_mutually_exclusive_group(required=True)
    said.add_argument("--value", metavar="N", help=_("the agreed mark, on the scale of the criteria"))
    said.add_argument(
        "--not-applicable", action="store_true", help=_("by decision the criterion’s weight goes to the others")
    )
    said.add_argument("--withdraw", action="store_true", help=_("the assessors’ marks stand again"))
    _round_argument(parser)
    parser.add_argument("--participants", metavar="NAMES", help=_("who agreed, separated by commas or semicolons"))
    parser.add_argument("--reason", metavar="TEXT", help=_("what led the panel there"))


def _consensus(context: Context) -> Answer:
    given, work = context.arguments, context.work
    current = round_named(work, given.round)
    proposal = by_ref(work, given.ref)
    idle = [f"--{name}" for name in ("participants", "reason") if given.withdraw and getattr(given, name) is not None]
    if idle:
        raise UserError(
            fill(_("--withdraw takes no {option}."), option=idle[0]), _("Run khartoum-desktop consensus --help.")
        )
    if given.withdraw:
        operations.withdraw(work, current, proposal, given.criterion)
    else:
        operations.agree(
            work, current, proposal, given.criterion, None if given.not_applicable else given.value,
            participants=split_names(given.participants or ""), reason=given.reason or "",
        )  # fmt: skip
    found = discussion(work, current)
    line = found.ranking.line(proposal)
    criterion = found.criteria.criterion(given.criterion)
    agreed = next((one for one in found.agreed if (one.proposal, one.criterion) == (proposal, criterion.id)), None)
    ref = queries.proposal(work, proposal).ref
    data = {
        "ref": ref,
        "criterion": criterion.key,
        "agreed": None if agreed is None else agreed_json(found, agreed),
        "rank": None if line is None else line.rank,
        "official": line is not None and line.official,
    }
    if agreed is None:
        told = fill(_("{ref}, {criterion}: the assessors’ marks stand again."), ref=ref, criterion=criterion.key)
    elif agreed.value is None:
        told = _("{ref}, {criterion}: not applicable by decision of {who}; its weight goes to the other criteria.")
        told = fill(told, ref=ref, criterion=criterion.key, who=listed(agreed.participants))
    else:
        mark = found.criteria.scale.shown(agreed.value)
        told = _("{ref}, {criterion}: {mark}, agreed by {who}.")
        told = fill(told, ref=ref, criterion=criterion.key, mark=mark, who=listed(agreed.participants))
    return Answer(data, [strip_isolates(told)])


# --- the rule of the round --------------------------------------------------------------------------------------------

_OF_THE_SET: Final = "set"
_SHOWN: Final = 50  # characters of what is no number


def _rule_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rule",
        nargs="?",
        choices=[*Aggregation, _OF_THE_SET],
        help=_("the rule from now on; set = that of the criteria"),
    )
    parser.add_argument(
        "--divergence", metavar="SHARE", help=_("from which share of the scale apart marks are talked about first: 0.5")
    )
    _round_argument(parser)


def _rule(context: Context) -> Answer:
    given, work = context.arguments, context.work
    current = round_named(work, given.round)
    if given.rule is not None or given.divergence is not None:
        kept = Aggregation(current.aggregation) if current.aggregation else None
        chosen = kept if given.rule is None else None if given.rule == _OF_THE_SET else Aggregation(given.rule)
        divergence = None if current.divergence is None else Fraction(current.divergence, UNIT)
        if given.divergence is not None:
            divergence = _share(given.divergence)
        operations.set_rules(work, current, aggregation=chosen, divergence=divergence)
        current = queries.round_now(work, current)
    ruled = current.ruled(queries.criteria(work, current.criteria_set))
    data = {
        "round": current.label.text(),
        "aggregation": str(ruled.aggregation),
        "of_the_round": current.aggregation is not None,
        "rule": _(AGGREGATIONS[ruled.aggregation]),
        "divergence": decimal_text(ruled.wide),
    }
    return Answer(data, [_(AGGREGATIONS[ruled.aggregation]), strip_isolates(bounds_sentence(ruled.wide))])


def _share(text: str) -> Fraction:
    found = exact.read(text)
    if found is None:
        raise UserError(fill(_("“{text}” is no number."), text=text[:_SHOWN]), _("Write it like 0.5."))
    return found


COMMANDS: Final[tuple[Command, ...]] = (
    Command("discuss", N_("say which marks a panel should discuss first, and why"), _discuss, _discuss_arguments),
    Command(
        "consensus",
        N_("keep or withdraw what a panel agreed on for a criterion"),
        _consensus,
        _consensus_arguments,
        writes=True,
    ),
    Command(
        "aggregation", N_("show or change how the marks of a round become one"), _rule, _rule_arguments, writes=True
    ),
)
