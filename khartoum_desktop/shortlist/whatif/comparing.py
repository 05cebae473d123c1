"""Reading what a re-ranking needs, and what `rerank --json` and `scenario --json` print."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.criteria import AGGREGATIONS, CriteriaSet, exact
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.shortlist import queries as ranking
from khartoum_desktop.shortlist.whatif.model import Outcome
from khartoum_desktop.shortlist.whatif.queries import Trials
from khartoum_desktop.shortlist.whatif.rerank import Links, Moved, Reranking, rerank
from khartoum_desktop.shortlist.whatif.scenarios import Scenario
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_CRITERION = TABLES["criterion"]


@dataclass(frozen=True, slots=True)
class Compared:
    """An older round's proposals under the criteria of the round in hand."""

    old: Round
    new: Round
    found: Reranking


def links(work: Workspace) -> Links:
    """Return which criterion continues which, and how, over all criteria sets."""
    query = select(_CRITERION.c.id, _CRITERION.c.copied_from, _CRITERION.c.mapping).where(
        _CRITERION.c.copied_from.is_not(None), _CRITERION.c.mapping.is_not(None), _CRITERION.c.removed.is_not(True)
    )
    with work.reading() as db:
        return {ident: (source, how) for ident, source, how in db.execute(query)}


def other_rounds(work: Workspace) -> tuple[Round, ...]:
    """Return the rounds that the one in hand can be compared with, the nearest first."""
    return scoring.rounds(work)[1:]


def other_round(work: Workspace, name: str) -> Round:
    """Return a round that is not the one in hand, by id or by its name in any language; UserError when none is."""
    found = other_rounds(work)
    for one in found:
        if name == one.id or one.label.is_called(name):
            return one
    if not found:
        raise UserError(_("There is no other round to compare with."), _("Open a second round first."))
    raise UserError(
        fill(_("There is no other round “{name}”."), name=name),
        fill(_("There are: {names}."), names=listed(one.label.text() or one.id for one in found)),
    )


def compared(work: Workspace, old: Round) -> Compared:
    """Return an older round's proposals under the criteria of the round in hand; each mark as that round settled it."""
    current = scoring.current_round(work)
    before = ranking.ranking(work, old, scoring.criteria(work, old.criteria_set))
    return Compared(old, current, rerank(scoring.criteria(work, current.criteria_set), before, links(work)))


# --- for the command line ---------------------------------------------------------------------------------------------


def rerank_json(found: Compared) -> dict[str, Any]:
    """Return what `rerank --json` prints."""
    old, new = found.found.old.criteria, found.found.criteria
    return {
        "from": _round_json(found.old, old),
        "to": _round_json(found.new, new),
        "rule": _(AGGREGATIONS[old.aggregation]),
        "criteria": [
            {
                "key": one.criterion.key,
                "from": None if one.source is None else one.source.key,
                "how": one.how,
                **exact("weight", new.share_of(one.criterion)),
            }
            for one in found.found.continued
        ],
        "dropped": [one.key for one in found.found.dropped],
        **exact("new_weight", found.found.new_weight),
        "proposals": [_moved_json(found.found, one) for one in found.found.lines],
    }


def _round_json(one: Round, criteria: CriteriaSet) -> dict[str, Any]:
    return {"id": one.id, "round": one.label.text(), "criteria": criteria.key, "version": criteria.version}


def _moved_json(found: Reranking, one: Moved) -> dict[str, Any]:
    line = one.line
    places = zip(found.criteria.criteria, line.cells, strict=True)
    return {
        "ref": one.candidate.ref,
        "title": one.candidate.title.text(),
        "old_rank": one.old_rank,
        "rank_so_far": one.so_far,
        "move": one.climbed,
        **exact("total_so_far", one.so_far_total),
        "rank": line.rank,
        "rank_low": line.rank_low,
        "rank_high": line.rank_high,
        **exact("total", line.total),
        **exact("low", line.score.low),
        **exact("high", line.score.high),
        **exact("unscored", one.unscored),
        "missing": [
            criterion.key
            for place, (criterion, cell) in enumerate(places)
            if cell is None and place not in line.without
        ],
    }


def scenario_json(found: Trials, one: Scenario, outcome: Outcome | None) -> dict[str, Any]:
    """Return a scenario; with its ranking where one was worked out."""
    weights = one.weights
    data: dict[str, Any] = {
        "name": one.name,
        "weights": None
        if weights is None
        else [
            {"criterion": criterion.key, **exact("weight", weight)}
            for criterion, weight in zip(found.criteria.criteria, weights, strict=True)
        ],
    }
    if outcome is not None:
        data["proposals"] = [_trial_json(found, outcome, place) for place in outcome.order]
    return data


def _trial_json(found: Trials, outcome: Outcome, place: int) -> dict[str, Any]:
    line, standing = found.board.lines[place], outcome.standing(place)
    low, high = found.board.bounds(place, outcome.weights)
    official = standing.rank is not None
    return {
        "ref": line.candidate.ref,
        "title": line.candidate.title.text(),
        "rank": standing.rank,
        "rank_low": standing.low,
        "rank_high": standing.high,
        "stored_rank": standing.was,
        "move": standing.climbed,
        **exact("total", found.board.total(place, outcome) if official else None),
        **exact("low", low),
        **exact("high", high),
    }
