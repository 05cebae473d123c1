"""Stability and explanation of a round's ranking, and as the command line prints them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.core.text import fold_key, strip_isolates
from khartoum_desktop.proposals.queries import by_ref
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.criteria import AGGREGATIONS, CriteriaSet, Criterion, decimal_text, exact, fraction_text
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.shortlist.model import Line, Ranking, parted_by
from khartoum_desktop.shortlist.queries import ranking as ranking_of
from khartoum_desktop.shortlist.stability.acceptability import Acceptability, acceptability
from khartoum_desktop.shortlist.stability.intervals import Interval, Pair, Safe, safe_intervals
from khartoum_desktop.shortlist.stability.model import (
    MOST_PROPOSALS,
    Settings,
    family_text,
    read_family,
    table_of,
)
from khartoum_desktop.shortlist.stability.moves import Need, least_move, need, tie_weight
from khartoum_desktop.shortlist.stability.ratio_moves import Move
from khartoum_desktop.shortlist.stability.roots import Rounded
from khartoum_desktop.shortlist.stability.settings import settings_of
from khartoum_desktop.shortlist.stability.table import Table
from khartoum_desktop.shortlist.stability.words import bands, drawn_sentence, firmness, rule_sentence
from khartoum_desktop.workspace import Workspace

TOP: Final = 5  # how many are the top where nobody says


@dataclass(frozen=True, slots=True)
class Stability:
    """How a ranking stands: safe intervals (one a criterion) and what was counted over the draws."""

    ranking: Ranking
    table: Table
    settings: Settings
    top: int
    safe: tuple[Safe, ...]
    found: Acceptability

    @property
    def bands(self) -> tuple[tuple[str, ...], ...]:
        """The official lines (ids) in bands, best first."""
        return bands(self.found, self.settings)

    def stays(self, place: int) -> Fraction:
        """Return the share of draws in which an official line (its place) keeps its rank."""
        return self.found.share(place, self.ranking.official[place].rank or 1)


def stability(
    work: Workspace,
    current: Round | None = None,
    *,
    top: int = TOP,
    settings: Settings | None = None,
    progress: Progress = silent,
) -> Stability:
    """Return how the ranking of a round (default: the one in hand) stands, with the round's settings or others."""
    one = current or scoring.current_round(work)
    return stability_of(_ranking(work, one), top=top, settings=settings or settings_of(one), progress=progress)


def _ranking(work: Workspace, current: Round) -> Ranking:
    return ranking_of(work, current, scoring.criteria(work, current.criteria_set))


def stability_of(ranking: Ranking, *, top: int, settings: Settings, progress: Progress = silent) -> Stability:
    """Return how a ranking stands; UserError for more proposals than can be counted."""
    table = table_of(ranking)
    if len(table.names) > MOST_PROPOSALS:
        raise UserError(
            fill(_("Stability is worked out for {most} ranked proposals at most."), most=format_number(MOST_PROPOSALS)),
            _("Choose fewer proposals for the round."),
        )
    found = acceptability(table, settings.family, settings.draws, settings.seed, progress)
    return Stability(ranking, table, settings, top, safe_intervals(table, top), found)


def line_named(ranking: Ranking, name: str, work: Workspace) -> Line:
    """Return the official line of a proposal, by its reference or its title; UserError without one, or for two."""
    wanted = fold_key(name)
    titled = [
        line
        for line in ranking.lines
        if wanted and wanted in {fold_key(line.candidate.title.text(code)) for code in LANGUAGES}
    ]
    if len(titled) > 1:
        raise UserError(fill(_("Several proposals are called {name}."), name=name), _("Give the reference."))
    line = titled[0] if titled else ranking.line(by_ref(work, name))
    if line is None or not line.official:
        raise UserError(
            fill(_("{name} has no official rank."), name=name),
            _("Marks or submitted assessments are missing; the ranking says how many."),
        )
    return line


# --- why one is ahead of another --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion's part in a gap: by how much of the total it is ahead (+), and what would close the gap.

    tie_weight: the criterion's weight (share) at which the two are equal, None without one; need: what the mark of the
    one behind must become.
    """

    place: int
    total: Fraction
    tie_weight: Fraction | None
    need: Need


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one line is over another: the gap of the totals, criterion by criterion, and what would close it.

    first: which of the two stands first in the ranking; decided_by: of equal ones, the criterion with the higher mark
    that puts it there (None: its reference does).
    """

    criteria: CriteriaSet
    upper: Line
    lower: Line
    gap: Fraction
    reasons: tuple[Reason, ...]
    move: Move | None
    first: Line
    decided_by: Criterion | None

    @property
    def equal(self) -> bool:
        """Whether the totals are the same, and with them the rank."""
        return not self.gap

    @property
    def has_ratios(self) -> bool:
        """Whether something does not apply to one of the two; the move is then the least to one criterion alone."""
        return any(cell is None for line in (self.upper, self.lower) for cell in line.cells)


def explanation(ranking: Ranking, upper: Line, lower: Line) -> Explanation:
    """Return why an official line is over another; the reasons in the order of the criteria, they sum to the gap."""
    table, criteria = table_of(ranking), ranking.criteria
    ahead, behind = upper.values, lower.values
    gap = (upper.total or Fraction()) - (lower.total or Fraction())
    applying = 1 - sum((table.share(place) for place in lower.without), Fraction())
    reasons = tuple(
        Reason(
            place,
            table.share(place) * (ahead[place] - behind[place]),
            tie_weight(table, place, upper.id, lower.id),
            need(criteria.scale, _mark(lower, place), table.share(place) / applying, gap),
        )
        for place in range(len(criteria.criteria))
    )
    first = min(upper, lower, key=lambda line: ranking.places[line.id])
    decided_by = None if gap else parted_by(criteria, upper, lower)
    return Explanation(criteria, upper, lower, gap, reasons, least_move(table, lower.id, upper.id), first, decided_by)


def _mark(line: Line, place: int) -> Fraction | None:
    cell = line.cells[place]
    return None if cell is None else cell.value


def explanation_named(work: Workspace, current: Round, upper: str, lower: str) -> Explanation:
    """Return why one proposal is over another in a round, both by reference or title."""
    seen = sight(work, current.id)
    if not seen.everything:
        raise UserError(_("What stands between these two is hidden."), seen.sentence)
    ranking = _ranking(work, current)
    one, other = line_named(ranking, upper, work), line_named(ranking, lower, work)
    if one.id == other.id:
        raise UserError(fill(_("Both are {ref}."), ref=one.candidate.ref), _("Name two different proposals."))
    return explanation(ranking, one, other)


# --- for machines -----------------------------------------------------------------------------------------------------


def stability_json(work: Workspace, current: Round, found: Stability) -> dict[str, Any]:
    """Return what `stability --json` prints; numbers are strings, each computed one with an exact fraction."""
    ranking, settings = found.ranking, found.settings
    criteria, known = ranking.criteria, {line.id: line for line in ranking.lines}
    return {
        "round": current.label.text(),
        "criteria": criteria.key,
        "version": criteria.version,
        "aggregation": str(criteria.aggregation),
        "rule": _(AGGREGATIONS[criteria.aggregation]),
        "family": family_text(settings.family),
        "draws": settings.draws,
        "seed": settings.seed,
        "drawn": strip_isolates(drawn_sentence(settings)),
        "words": strip_isolates(rule_sentence(settings)),
        "top": found.top,
        "hidden": strip_isolates(sight(work, current.id).sentence) or None,
        "weights": [
            {
                "criterion": criterion.key,
                "label": criterion.label.text(),
                **exact("weight", criteria.weight_of(criterion)),
                **_number("share", safe.weight),
                "leader": _interval(safe.leader, known),
                "top": _interval(safe.top, known),
                "order": _interval(safe.order, known),
            }
            for criterion, safe in zip(criteria.criteria, found.safe, strict=True)
        ],
        "acceptability": [_acceptability(found, place, line) for place, line in enumerate(ranking.official)],
        "pairs": [
            {"above": upper.candidate.ref, "below": lower.candidate.ref, **_number("share", found.found.beats_next(at))}
            for at, (upper, lower) in enumerate(pairwise(ranking.official))
        ],
        "bands": [[known[one].candidate.ref for one in band] for band in found.bands],
        "left_out": [
            {**_named(line), "rank_low": line.rank_low, "rank_high": line.rank_high}
            for line in ranking.lines
            if not line.official
        ],
    }


def _acceptability(found: Stability, place: int, line: Line) -> dict[str, Any]:
    counted = found.found
    shares = [_share_texts(count, counted.draws) for count in counted.counts[place]]
    central = counted.central[place]
    return {
        **_named(line),
        "rank": line.rank,
        "ranks": [decimal for decimal, _fraction in shares],
        "ranks_fraction": [fraction for _decimal, fraction in shares],
        "central": None if central is None else [decimal_text(weight) for weight in central],
        "central_fraction": None if central is None else [fraction_text(weight) for weight in central],
        **_number("in_top", counted.in_top(place, found.top)),
        **_number("stays", found.stays(place)),
        "stability": str(firmness(found.stays(place), found.settings)),
    }


def _interval(interval: Interval, known: Mapping[str, Line]) -> dict[str, Any]:
    return {
        **_number("low", interval.low),
        **_number("high", interval.high),
        "low_pair": _pair(interval.low_pair, known),
        "high_pair": _pair(interval.high_pair, known),
    }


def _pair(pair: Pair | None, known: Mapping[str, Line]) -> dict[str, Any] | None:
    return None if pair is None else {"falls": _named(known[pair.falls]), "rises": _named(known[pair.rises])}


def _named(line: Line) -> dict[str, Any]:
    return {"ref": line.candidate.ref, "title": line.candidate.title.text()}


def explain_json(found: Explanation) -> dict[str, Any]:
    """Return what `explain A --over B --json` prints; null where there is no such weight or mark."""
    criteria, move = found.criteria, found.move
    keys = [criterion.key for criterion in criteria.criteria]
    return {
        "upper": _total(found.upper),
        "lower": _total(found.lower),
        "ahead": found.gap > 0,
        "equal": found.equal,
        "first": found.first.candidate.ref,
        "decided_by": None if found.decided_by is None else found.decided_by.key,
        **_number("gap", found.gap),
        **_number("gap_points", found.gap * criteria.total_weight),
        "criteria": [_reason(found, reason) for reason in found.reasons],
        "least_move": None
        if move is None
        else {
            **_number("moved", move.moved),
            "from": [{"criterion": keys[place], **_number("share", share)} for place, share in move.taken],
            "to": keys[move.given],
            "passes": move.passes,
        },
    }


def _total(line: Line) -> dict[str, Any]:
    return {**_named(line), "rank": line.rank, **_number("total", line.total), **_number("points", line.points)}


def _reason(found: Explanation, reason: Reason) -> dict[str, Any]:
    criteria, needed = found.criteria, reason.need
    criterion = criteria.criteria[reason.place]
    return {
        "criterion": criterion.key,
        "label": criterion.label.text(),
        **exact("weight", criteria.weight_of(criterion)),
        **_number("upper", _mark(found.upper, reason.place)),
        **_number("lower", _mark(found.lower, reason.place)),
        **_number("total", reason.total),
        **_number("points", reason.total * criteria.total_weight),
        **_number("tie_weight", reason.tie_weight),
        **_number("points_needed", needed.more),
        **_number("mark_needed", needed.needed),
        "possible": needed.step is not None,
        "step": None if needed.step is None else decimal_text(needed.step),
        "step_passes": needed.passes,
    }


def _number(name: str, number: Fraction | None) -> dict[str, str | bool | None]:
    return {**exact(name, number), **({f"{name}_rounded": True} if isinstance(number, Rounded) else {})}


@lru_cache(maxsize=1 << 14)  # of the quarter of a million shares of 500 proposals few are different
def _share_texts(count: int, draws: int) -> tuple[str, str]:
    share = Fraction(count, draws)
    return decimal_text(share), fraction_text(share)


def changed(settings: Settings, family: str | None, draws: int | None, seed: int | None) -> Settings:
    """Return settings with what was asked for in their place."""
    return replace(
        settings,
        family=settings.family if family is None else read_family(family),
        draws=settings.draws if draws is None else draws,
        seed=settings.seed if seed is None else seed,
    )
