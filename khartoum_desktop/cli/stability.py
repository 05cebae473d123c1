"""Commands about how firm the ranking is, and why one proposal stands over another."""

import argparse
from fractions import Fraction
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, progress_bar, show_shape, table
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.numbers import format_number, format_percent, parse_count
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import shown_exactly, shown_mark
from khartoum_desktop.scoring.rounds.queries import round_named
from khartoum_desktop.shortlist.stability import queries
from khartoum_desktop.shortlist.stability.model import MOST_DRAWS
from khartoum_desktop.shortlist.stability.settings import settings_of
from khartoum_desktop.shortlist.stability.words import Firmness, firmness_word, interval_sentences, shown_share

_SHOWN: Final = 20  # characters of what is no number
_FAMILIES: Final = "any|order|box:PCT"


def _round_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--round", metavar="NAME", help=_("which round; else the one in hand"))


def _stability_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--top", metavar="N", help=_("how many are the top; else 5"))
    parser.add_argument("--draws", metavar="N", help=_("how many weights are drawn; else the round’s number, 9604"))
    parser.add_argument("--seed", metavar="N", help=_("where the draws begin; the same seed gives the same numbers"))
    parser.add_argument(
        "--family",
        metavar=_FAMILIES,
        help=_("which weights are drawn; else the round’s, box:30. order keeps the order of the weights; equal ones "
               "are drawn in either order"),
    )  # fmt: skip
    _round_argument(parser)
    words = _(
        "All weights here are shares from 0 to 1. An interval says from which to which weight of a criterion, the "
        "others keeping their proportions, the leader, the top N or the whole order stays; both ends belong to it, and "
        "at an end with a pair the two are equal. ranks are the shares of the draws in which a proposal has rank 1, 2, "
        "…; central are the mean weights at which it was first, in the order of the criteria, null if it never was. "
        "left_out has no official rank. rule, drawn and words say in words how marks become one, which weights were "
        "drawn, and what firm, leaning and open mean."
    )
    ratios = _(
        "What does not apply to a proposal leaves its weight to its other criteria, at all weights alike. The two may "
        "then be equal at a weight that no short number says: the end is cut to twelve decimals before it, and "
        "low_rounded or high_rounded is true. So it is just before 0 or 1 where one of them would have no total there."
    )
    show_shape(parser, _STABILITY_SHAPE, f"{words} {ratios}")


_STABILITY_SHAPE: Final = """
{"round", "criteria", "version", "aggregation", "rule", "family", "draws", "seed", "drawn", "words", "top",
 "hidden": null | sentence,
 "weights": [{"criterion", "label", "weight", "weight_fraction", "share", "share_fraction",
   "leader": {"low", "low_fraction", "high", "high_fraction",
     "low_pair": null | {"falls": {"ref", "title"}, "rises": {"ref", "title"}}, "high_pair";
     "low_rounded": true, "high_rounded": true where so},
   "top": {…}, "order": {…}}],
 "acceptability": [{"ref", "title", "rank", "ranks": […], "ranks_fraction": […],
   "central": null | […], "central_fraction", "in_top", "in_top_fraction",
   "stays", "stays_fraction", "stability": "firm" | "leaning" | "open"}],
 "pairs": [{"above", "below", "share", "share_fraction"}], "bands": [[ref, …], …],
 "left_out": [{"ref", "title", "rank_low", "rank_high"}]}
"""


def _stability(context: Context) -> Answer:
    given, work = context.arguments, context.work
    top, draws = _count(given.top, 1), _count(given.draws, 1, MOST_DRAWS)
    current = round_named(work, given.round)
    settings = queries.changed(settings_of(current), given.family, draws, _count(given.seed, 0))
    found = queries.stability(
        work, current, top=top or queries.TOP, settings=settings, progress=progress_bar(_("Drawing weights"))
    )
    data = queries.stability_json(work, current, found)
    titles = {line.id: line.candidate.ref for line in found.ranking.lines}
    rows = [[_("Rank"), _("Reference"), _("Stays"), _("Stability"), _("Title")]]
    rows += [_stability_row(one) for one in data["acceptability"]]
    weights = [
        f"{criterion.key} ({format_percent(safe.weight, 1)}): {sentence}"
        for criterion, safe in zip(found.ranking.criteria.criteria, found.safe, strict=True)
        for sentence in interval_sentences(safe.leader, titles)
    ]
    hidden = [data["hidden"]] if data["hidden"] else []
    return Answer(data, [*hidden, *table(rows), *weights, data["drawn"], data["words"]])


def _stability_row(line: dict[str, Any]) -> list[str]:
    word, stays = firmness_word(Firmness(line["stability"])), shown_share(Fraction(line["stays_fraction"]))
    return [str(line["rank"]), line["ref"], strip_isolates(stays), word, line["title"]]


def _count(text: str | None, least: int, most: int | None = None) -> int | None:
    """Return a whole number that was asked for; UserError for anything else, and for one out of bounds."""
    if text is None:
        return None
    count = parse_count(text)
    if count is None or count.value is None or count.words or count.approximate or count.value < least:
        words = fill(_("“{value}” is no whole number of {least} or more."), value=text[:_SHOWN], least=str(least))
        raise UserError(words, _("Write it like 12."))
    if most is not None and count.value > most:
        raise UserError(
            fill(_("{n} draws are too many."), n=format_number(count.value)),
            fill(_("Ask for {most} at most."), most=format_number(most)),
        )
    return count.value


def _explain_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("upper", metavar="A", help=_("reference or title of the proposal that is ahead"))
    parser.add_argument("--over", required=True, metavar="B", help=_("reference or title of the one behind"))
    _round_argument(parser)
    words = _(
        "gap is A’s total less B’s, and the total of the criteria are its parts: share of the weight × (A’s mark - B’s "
        "mark); points are the same times the sum of the weights. least_move is the least share of all weights that "
        "must move for B to draw level, null if no weights do that. Of each criterion alone: tie_weight is the share "
        "at which the two are equal, the others keeping their proportions; points_needed is by how much B’s mark must "
        "rise to draw level, mark_needed the mark then, step the lowest mark of the scale that is enough (null: "
        "impossible)."
    )
    ratios = _(
        "What does not apply to one of the two counts among the parts as its own total. tie_weight is then the nearest "
        "weight, and least_move the least that goes to one criterion, from one criterion or from several where one has "
        "not enough; a number with …_rounded true is cut to twelve decimals just before they are equal."
    )
    ties = _(
        "equal: the totals are the same, and so is the rank. first is the reference of the one that stands first in "
        "the ranking; of equal ones, decided_by is the criterion on which its mark is higher (the heaviest one on "
        "which the two differ), null if only the reference decides."
    )
    show_shape(parser, _EXPLAIN_SHAPE, f"{words} {ties} {ratios}")


_EXPLAIN_SHAPE: Final = """
{"upper": {"ref", "title", "rank", "total", "total_fraction", "points", "points_fraction"}, "lower": {…},
 "ahead", "equal", "first", "decided_by": null | key, "gap", "gap_fraction", "gap_points", "gap_points_fraction",
 "criteria": [{"criterion", "label", "weight", "upper", "lower", "total", "points", "tie_weight",
   "points_needed", "mark_needed" (each with its …_fraction), "possible", "step", "step_passes";
   "tie_weight_rounded": true where so}],
 "least_move": null | {"moved", "moved_fraction", "from": [{"criterion", "share", "share_fraction"}], "to", "passes";
   "moved_rounded": true, "share_rounded": true where so}}
"""


def _explain(context: Context) -> Answer:
    given, work = context.arguments, context.work
    current = round_named(work, given.round)
    found = queries.explanation_named(work, current, given.upper, given.over)
    rows = [[_("Criterion"), _("Part"), _("Equal at a weight of"), _("Mark that would do")]]
    rows += [_reason_row(found, reason) for reason in found.reasons]
    lines = [_ahead_sentence(found), *table(rows), _move_sentence(found)]
    return Answer(queries.explain_json(found), lines)


def _ahead_sentence(found: queries.Explanation) -> str:
    """Say which of the two is ahead; of equal ones, which stands first and by what."""
    names = {"upper": found.upper.candidate.ref, "lower": found.lower.candidate.ref}
    if found.gap > 0:
        return fill(_("{upper} is ahead of {lower} by {gap}."), **names, gap=_signed(found.gap))
    if found.gap < 0:
        return fill(_("{upper} is not ahead of {lower}."), **names)
    by_mark, by_reference = (
        _("{upper} and {lower} have equal totals and share a rank. {first} stands first: higher on {criterion}."),
        _("{upper} and {lower} have equal totals and share a rank. {first} stands first by its reference."),
    )
    words, key = (by_reference, "") if found.decided_by is None else (by_mark, found.decided_by.key)
    said = fill(words, **names, first=found.first.candidate.ref, criterion=key)
    partly = _("A criterion that does not apply to a proposal counts there as its total.")
    return f"{said} {partly}" if found.has_ratios else said


def _reason_row(found: queries.Explanation, reason: queries.Reason) -> list[str]:
    step = reason.need.step
    return [
        found.criteria.criteria[reason.place].key,
        _signed(reason.total),
        "–" if reason.tie_weight is None else format_percent(reason.tie_weight, 1),
        "–" if step is None else shown_exactly(step),
    ]


def _signed(number: Fraction) -> str:
    return ("+" if number > 0 else "") + shown_mark(number)


def _move_sentence(found: queries.Explanation) -> str:
    move, keys = found.move, [criterion.key for criterion in found.criteria.criteria]
    names = {"lower": found.lower.candidate.ref, "upper": found.upper.candidate.ref}
    none, least = (
        _("No weights bring {lower} level with {upper}."),
        _("The least move of weights that brings {lower} level: {share} from {sources} to {target}."),
    )
    if found.has_ratios:
        none = _("No move of weight to one criterion was found that brings {lower} level with {upper}.")
        least = _("{lower} draws level if {share} of the weight goes from {sources} to {target}.")
    if move is None:
        return fill(none, **names)
    if not move.moved:
        return fill(_("No weight needs to move for {lower}."), **names)
    return fill(
        least,
        lower=names["lower"],
        share=format_percent(move.moved, 1),
        sources=listed(keys[place] for place, _share in move.taken),
        target=keys[move.given],
    )


COMMANDS: Final[tuple[Command, ...]] = (
    Command("stability", N_("say how firm the ranking is when weights change"), _stability, _stability_arguments),
    Command("explain", N_("say why one proposal stands over another"), _explain, _explain_arguments),
)
