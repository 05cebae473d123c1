"""The ranking and the lists as they stand in the store, and as the command line prints them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.money import exact_text
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.criteria import AGGREGATIONS, CriteriaSet, decimal_text, fraction_text, mark_text
from khartoum_desktop.scoring.model import contribution
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.shortlist import frozen
from khartoum_desktop.shortlist.listing import Cost, Cut, Entry, Place, places
from khartoum_desktop.shortlist.model import Line, Ranking, Threshold, rank, tie_chain, tie_sentence
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_LIST, _ENTRY, _PROPOSAL = (TABLES[name] for name in ("shortlist", "shortlist_entry", "proposal"))


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A list for a meeting, as stored; frozen lists bear the day and their record."""

    id: str
    round: str
    name: str
    frozen_on: str
    record: str
    heads: str

    @property
    def is_frozen(self) -> bool:
        """Whether it can no longer be changed."""
        return bool(self.frozen_on)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with all its places worked out."""

    shortlist: Shortlist
    cut: Cut
    places: tuple[Place, ...]


# --- the ranking ------------------------------------------------------------------------------------------------------


def current_ranking(work: Workspace) -> Ranking:
    """Return the ranking of the current round, computed from the marks in four queries; nothing of it is stored."""
    current = scoring.current_round(work)
    return ranking(work, current, scoring.criteria(work, current.criteria_set))


def ranking(work: Workspace, current: Round, criteria: CriteriaSet) -> Ranking:
    """Return the ranking of a round."""
    return rank(criteria, scoring.candidates(work), scoring.all_cells(work, current.id, criteria), current.required)


def rank_json(work: Workspace) -> dict[str, Any]:
    """Return what `rank --json` prints: best first; numbers as strings, each computed one with an exact fraction."""
    current = scoring.current_round(work)
    found = ranking(work, current, scoring.criteria(work, current.criteria_set))
    criteria = found.criteria
    return {
        "round": current.label.text(),
        "criteria": criteria.key,
        "version": criteria.version,
        "aggregation": str(criteria.aggregation),
        "required": current.required,
        "rule": _(AGGREGATIONS[criteria.aggregation]),
        "tie_chain": [criterion.key for criterion in tie_chain(criteria)],
        "ties": tie_sentence(criteria),
        "proposals": [line_json(found, line) for line in found.lines],
    }


def line_json(ranking: Ranking, line: Line) -> dict[str, Any]:
    """Return one line; total, points and rank are null without an official rank, the ranges say the rest."""
    criteria = ranking.criteria
    return {
        "ref": line.candidate.ref,
        "title": line.candidate.title.text(),
        **_number("total", line.total),
        **_number("points", line.points),
        "rank": line.rank,
        "rank_low": line.rank_low,
        "rank_high": line.rank_high,
        "official": line.official,
        "assessments": line.assessments,
        **_number("coverage", line.score.coverage),
        **_number("known", line.score.known),
        **_number("low", line.score.low),
        **_number("high", line.score.high),
        "shared": line.shared,
        "decided_by": line.decided_by,
        "admitted": ranking.admitted(line),
        "thresholds": [_threshold_json(threshold) for threshold in ranking.thresholds(line)],
        "contributions": [
            {
                "criterion": criterion.key,
                "weight": mark_text(criterion.weight),
                "marks": cell.marks,
                **_number("mark", cell.value),
                **_number("points", contribution(criterion, cell.value)),
                "divided": cell.divided(criteria.scale),
            }
            for criterion, cell in zip(criteria.criteria, line.cells, strict=True)
            if cell is not None
        ],
    }


def _threshold_json(threshold: Threshold) -> dict[str, Any]:
    return {
        "on": threshold.kind,
        "key": threshold.key,
        "needed": decimal_text(threshold.needed),
        "status": threshold.status,
        **_number("low", threshold.low),
        **_number("high", threshold.high),
    }


def _number(name: str, number: Fraction | None) -> dict[str, str | None]:
    return {
        name: None if number is None else decimal_text(number),
        f"{name}_fraction": None if number is None else fraction_text(number),
    }


# --- the lists --------------------------------------------------------------------------------------------------------


def shortlists(work: Workspace) -> tuple[Shortlist, ...]:
    """Return the lists, the newest first."""
    query = select(_LIST).where(_LIST.c.removed.is_not(True)).order_by(_LIST.c.id.desc())
    with work.reading() as db:
        return tuple(
            Shortlist(row.id, row.round or "", row.name or "", row.frozen_on or "", row.frozen or "", row.heads)
            for row in db.execute(query)
        )


def shortlist(work: Workspace, name: str | None = None) -> Shortlist:
    """Return a list by name or id; without one the newest that is not frozen, else the newest. UserError if none."""
    found = shortlists(work)
    if not found:
        raise UserError(_("There is no shortlist yet."), _("Make one first."))
    if not name:
        return next((one for one in found if not one.is_frozen), found[0])
    wanted = fold_key(name)
    for one in found:
        if name == one.id or fold_key(one.name) == wanted:
            return one
    raise UserError(
        fill(_("There is no shortlist “{name}”."), name=name),
        fill(_("There are: {names}."), names=", ".join(one.name for one in found)),
    )


def latest(work: Workspace, name: str | None = None) -> Shortlist:
    """Return a list by name or id; without one the list made last, frozen or not: what one wants to see or print."""
    found = shortlists(work)
    return found[0] if found and not name else shortlist(work, name)


def entries(work: Workspace, shortlist_id: str) -> tuple[tuple[Entry, ...], Cut]:
    """Return what stands on a list, in its order, and its cut line."""
    query = select(_ENTRY).where(_ENTRY.c.shortlist == shortlist_id, _ENTRY.c.removed.is_not(True))
    cut_line = select(_LIST.c.cut_number, _LIST.c.cut_amount, _LIST.c.cut_currency).where(_LIST.c.id == shortlist_id)
    with work.reading() as db:
        rows = db.execute(query).all()
        cut = db.execute(cut_line).first()
    listed = [Entry(row.id, row.proposal or "", row.position or 0, row.reason or "", row.heads) for row in rows]
    listed.sort(key=lambda entry: (entry.position, entry.proposal))
    return tuple(listed), Cut() if cut is None else Cut(cut.cut_number, cut.cut_amount, cut.cut_currency)


def costs(work: Workspace, proposals: Sequence[str]) -> dict[str, Cost]:
    """Return what proposals cost in all."""
    columns = [_PROPOSAL.c[name] for name in ("id", "budget_total", "budget_total_currency")]
    with work.reading() as db:
        rows = db.execute(select(*columns).where(_PROPOSAL.c.id.in_(list(proposals))))
        return {one: Cost(amount, currency) for one, amount, currency in rows}


def listing(work: Workspace, one: Shortlist, ranked: Ranking | None = None) -> Listing:
    """Return a list with its places: from its record once frozen, else from the ranking of today."""
    if one.is_frozen:
        record = frozen.read(one.record)
        return Listing(one, frozen.cut_of(record), frozen.places_of(record))
    listed, cut = entries(work, one.id)
    amounts = costs(work, [entry.proposal for entry in listed])
    return Listing(one, cut, places(ranked or current_ranking(work), listed, amounts, cut))


def shortlist_json(work: Workspace, name: str | None = None) -> dict[str, Any]:
    """Return what `shortlist show --json` prints; of a frozen list also whether it recomputes to the same."""
    found = listing(work, shortlist(work, name))
    one, cut = found.shortlist, found.cut
    changed = frozen.differences(frozen.read(one.record)) if one.is_frozen else []
    return {
        "name": one.name,
        "frozen": one.is_frozen,
        "frozen_on": one.frozen_on or None,
        "recomputes": not changed if one.is_frozen else None,
        "differences": changed,
        "cut": {
            "number": cut.number,
            "budget": _amount(cut.amount, cut.currency),
        },
        "entries": [place_json(place) for place in found.places],
    }


def place_json(place: Place) -> dict[str, Any]:
    """Return one place of a list."""
    line, departure = place.line, place.departure
    return {
        "position": place.position,
        "ref": "" if line is None else line.candidate.ref,
        "title": "" if line is None else line.candidate.title.text(),
        "rank": None if line is None else line.rank,
        **_number("total", None if line is None else line.total),
        **_number("points", None if line is None else line.points),
        "in": place.inside,
        "budget": _amount(place.cost.amount, place.cost.currency),
        "running": [_amount(amount, currency) for currency, amount in place.running],
        "departure": None if departure is None else departure.sentence(),
        "reason": place.entry.reason or None,
    }


def _amount(amount: int | None, currency: str | None) -> dict[str, str | None] | None:
    return None if amount is None else {"amount": exact_text(amount), "currency": currency}


def unexplained(found: Iterable[Place]) -> list[Place]:
    """Return the places that depart from the ranking without a reason."""
    return [place for place in found if place.wants_reason]
