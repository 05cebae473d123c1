"""The ranking and the lists as they stand in the store, and as the command line prints them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, listed
from khartoum_desktop.core.money import exact_text
from khartoum_desktop.core.text import fold_key, strip_isolates
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY, PRIORITY, RESTRICTED, Lists
from khartoum_desktop.proposals.model import Amount, FieldValue, as_lines
from khartoum_desktop.proposals.queries import columns
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.agreement.maxima import beyond
from khartoum_desktop.scoring.agreement.overlay import agreements, counted
from khartoum_desktop.scoring.criteria import (
    AGGREGATIONS,
    CriteriaSet,
    Wording,
    decimal_text,
    exact,
)
from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.queries import ineligible
from khartoum_desktop.scoring.rounds.sight import Sight, sight
from khartoum_desktop.shortlist import frozen
from khartoum_desktop.shortlist.listing import Cost, Cut, Division, Entry, Facts, Place, division, places
from khartoum_desktop.shortlist.model import Line, Ranking, own_weights, rank, tie_chain, tie_sentence
from khartoum_desktop.shortlist.thresholds import Threshold
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_LIST, _ENTRY = TABLES["shortlist"], TABLES["shortlist_entry"]
_PRINTED = ("id", "ref", "title_ar", "title_en", "title_fr", "lead_country", "parties", "priorities", "jvap",
            "budget_total", "duration_months", "state", "confidentiality")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shortlist:
    """A list for a meeting, as stored; frozen lists bear the day and their record ("" while marks are hidden)."""

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
    """A list with all its places worked out, and the round and ranking they were worked out from.

    Of a frozen list everything is as of the freezing. While the marks of its round are hidden, so are its places, which
    follow from them: `hidden` says why.
    """

    shortlist: Shortlist
    round: Wording
    ranking: Ranking
    cut: Cut
    places: tuple[Place, ...]
    hidden: str = ""


# --- the ranking ------------------------------------------------------------------------------------------------------


def current_ranking(work: Workspace) -> Ranking:
    """Return the ranking of the current round, computed from the marks in a few queries; nothing of it is stored."""
    current = scoring.current_round(work)
    return ranking(work, current, scoring.criteria(work, current.criteria_set))


def ranking(work: Workspace, current: Round, criteria: CriteriaSet) -> Ranking:
    """Return the ranking of a round, by its rules."""
    criteria = current.ruled(criteria)
    tally = scoring.tally(work, current, criteria)
    ranked = rank(
        criteria, scoring.candidates(work, current.id), tally.cells, current.required,
        submitted=tally.submitted, without=tally.without,
    )  # fmt: skip
    past = beyond(work, current, criteria, tally) if criteria.limits else {}
    return replace(ranked, beyond=past, ineligible=ineligible(work, current))


def rank_json(work: Workspace, current: Round | None = None) -> dict[str, Any]:
    """Return what `rank --json` prints of a round (the one in hand): best first; numbers as strings and fractions."""
    current = current or scoring.current_round(work)
    found = ranking(work, current, scoring.criteria(work, current.criteria_set))
    criteria = found.criteria
    return {
        "round": current.label.text(),
        "criteria": criteria.key,
        "version": criteria.version,
        "aggregation": str(criteria.aggregation),
        "required": current.required,
        "deadline": current.deadline or None,
        "rule": _(AGGREGATIONS[criteria.aggregation]),
        "tie_chain": [criterion.key for criterion in tie_chain(criteria)],
        "ties": strip_isolates(tie_sentence(found)),
        "ranges": _("Ranks a proposal may have once all are fully marked: one that is official now may then be lower."),
        "hidden": _said(sight(work, current.id)),
        "decimals": found.decimals,
        "proposals": [_line_json(found, line) for line in found.lines],
    }


def _said(seen: Sight) -> str | None:
    return strip_isolates(seen.sentence) or None


def _line_json(ranking: Ranking, line: Line) -> dict[str, Any]:
    """Return one line; total, points and rank are null without an official rank, the ranges say the rest."""
    criteria = ranking.criteria
    return {
        "ref": line.candidate.ref,
        "title": line.candidate.title.text(),
        **exact("total", line.total),
        **exact("points", line.points),
        "rank": line.rank,
        "rank_low": line.rank_low,
        "rank_high": line.rank_high,
        "official": line.official,
        "assessments": line.assessments,
        **exact("coverage", line.score.coverage),
        **exact("known", line.score.known),
        **exact("low", line.score.low),
        **exact("high", line.score.high),
        **exact("points_low", line.score.low * criteria.total_weight),
        **exact("points_high", line.score.high * criteria.total_weight),
        "shared": line.shared,
        "decided_by": line.decided_by,
        "admitted": ranking.admitted(line),
        "ineligible": strip_isolates(ranking.ineligible.get(line.id, "")) or None,
        "thresholds": [_threshold_json(threshold) for threshold in ranking.thresholds(line)],
        "not_applicable": [criteria.criteria[place].key for place in sorted(line.without)],
        "beyond": [
            {
                "criterion": criteria.criteria[criteria.places[one.criterion]].key,
                "sentence": strip_isolates(one.sentence),
            }
            for one in ranking.beyond.get(line.id, ())
        ],
        "contributions": [
            {
                "criterion": criterion.key,
                **exact("weight", weight),
                "marks": cell.marks,
                **exact("mark", cell.value),
                **exact("points", weight * cell.value),
                "divided": cell.divided(criteria.scale, criteria.wide),
                "agreed": cell.agreed,
            }
            for criterion, cell, weight in zip(criteria.criteria, line.cells, own_weights(criteria, line), strict=True)
            if cell is not None
        ],
    }


def _threshold_json(threshold: Threshold) -> dict[str, Any]:
    return {
        "on": threshold.kind,
        "key": threshold.key,
        "needed": decimal_text(threshold.needed),
        "status": threshold.status,
        **exact("low", threshold.low),
        **exact("high", threshold.high),
    }


# --- the lists --------------------------------------------------------------------------------------------------------


def shortlists(work: Workspace) -> tuple[Shortlist, ...]:
    """Return the lists, the newest first."""
    query = select(_LIST).where(_LIST.c.removed.is_not(True)).order_by(_LIST.c.id.desc())
    with work.reading() as db:
        rows = db.execute(query).all()
    seen = {one: sight(work, one).everything for one in {row.round or "" for row in rows}}
    return tuple(
        Shortlist(
            row.id,
            row.round or "",
            row.name or "",
            row.frozen_on or "",
            (row.frozen or "") if seen[row.round or ""] else "",
            row.heads if seen[row.round or ""] else "",
        )
        for row in rows
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
        fill(_("There are: {names}."), names=listed(one.name for one in found)),
    )


def latest(work: Workspace, name: str | None = None) -> Shortlist:
    """Return a list by name or id; without one the list made last, frozen or not: what one wants to see or print."""
    found = shortlists(work)
    return found[0] if found and not name else shortlist(work, name)


def entries(work: Workspace, shortlist_id: str) -> tuple[tuple[Entry, ...], Cut]:
    """Return what stands on a list, in its order, and its cut line; nothing while the marks of its round are hidden."""
    query = select(_ENTRY).where(_ENTRY.c.shortlist == shortlist_id, _ENTRY.c.removed.is_not(True))
    columns = [_LIST.c[name] for name in ("round", "cut_number", "cut_amount", "cut_currency")]
    with work.reading() as db:
        rows = db.execute(query).all()
        cut = db.execute(select(*columns).where(_LIST.c.id == shortlist_id)).first()
    if cut is not None and not sight(work, cut.round or "").everything:
        return (), Cut()
    listed = [Entry(row.id, row.proposal or "", row.position or 0, row.reason or "", row.heads) for row in rows]
    listed.sort(key=lambda entry: (entry.position, entry.proposal))
    return tuple(listed), Cut() if cut is None else Cut(cut.cut_number, cut.cut_amount, cut.cut_currency)


def facts(work: Workspace, proposals: Sequence[str]) -> dict[str, Facts]:
    """Return what a list prints of proposals (ids), deleted ones too."""
    lists = lists_of(work)
    return {str(row["id"]): _facts(row, lists) for row in columns(work, proposals, _PRINTED)}


def _facts(row: Mapping[str, FieldValue], lists: Lists) -> Facts:
    lead, cost, months = str(row["lead_country"] or ""), row["budget_total"], row["duration_months"]
    titles = (str(row[f"title_{code}"] or "") or None for code in LANGUAGES)
    others = [name for name in _each(row["parties"], "name") if name != lead]
    return Facts(
        candidate=Candidate(str(row["id"]), str(row["ref"] or ""), Wording(*titles), lead),
        cost=Cost(*cost) if isinstance(cost, Amount) else Cost(),
        lead=_words(lists, PARTY, lead),
        partners=tuple(_words(lists, PARTY, name) for name in others),
        priorities=tuple(_words(lists, PRIORITY, code) for code in _each(row["priorities"], "code")),
        jvap=tuple(_each(row["jvap"], "code")),
        months=months if isinstance(months, int) else None,
        state=_words(lists, "state", str(row["state"] or "")),
        restricted=row["confidentiality"] == RESTRICTED,
    )


def _each(value: FieldValue, column: str) -> list[str]:
    return [str(line[column]) for line in as_lines(value) if line.get(column)]


def _words(lists: Lists, scheme: str, code: str) -> Wording:
    return Wording(*(lists.label(scheme, code, language) or None for language in LANGUAGES))


def round_of(work: Workspace, one: Shortlist) -> Round:
    """Return the round that a list belongs to; the current one where its own is gone."""
    return next((each for each in scoring.rounds(work) if each.id == one.round), None) or scoring.current_round(work)


def ranking_for(work: Workspace, one: Shortlist) -> Ranking:
    """Return the ranking of a list's own round, as it is now."""
    own = round_of(work, one)
    return ranking(work, own, scoring.criteria(work, own.criteria_set))


def listing(work: Workspace, one: Shortlist) -> Listing:
    """Return a list with its places: from its record once frozen, else from the ranking of its round."""
    seen = sight(work, one.round)
    if not seen.everything:
        return Listing(one, round_of(work, one).label, ranking_for(work, one), Cut(), (), seen.sentence)
    if one.is_frozen:
        record = frozen.read(one.record)
        ranked = frozen.ranking_of(record)
        places_then = frozen.places_of(record, ranked)
        return Listing(one, frozen.round_of(record), ranked, frozen.cut_of(record), places_then)
    listed, cut = entries(work, one.id)
    ranked = ranking_for(work, one)
    known = facts(work, [entry.proposal for entry in listed])
    return Listing(one, round_of(work, one).label, ranked, cut, places(ranked, listed, known, cut))


def basis(work: Workspace, current: Round) -> frozen.Basis:
    """Return what the numbers of a round rest on, as a frozen list keeps it; of what is hidden, nothing."""
    seen = sight(work, current.id)
    with work.reading() as db:
        sheets = frozenset(one for one in counted(db, current.id) if seen.of(one[1])) if current.independent else None
        agreed = tuple(agreements(db, current.id)) if seen.everything else ()
    people = tuple(frozen.Person(one.id, one.name, one.delegation) for one in scoring.assessors(work))
    answers = scoring.answers(work, current.id)
    if sheets is not None:
        sheets &= {(one.proposal, one.assessor) for one in answers if one.value is not None}
    return frozen.Basis(answers, people, sheets, agreed)


def shortlist_json(work: Workspace, name: str | None = None, *, draws: bool = False) -> dict[str, Any]:
    """Return what `shortlist show --json` prints; of a frozen list also whether it recomputes to the same.

    With `draws` the drawn weights are recomputed too.
    """
    found = listing(work, shortlist(work, name))
    one, cut = found.shortlist, found.cut
    readable = one.is_frozen and not found.hidden
    differences = frozen.differences(frozen.read(one.record), draws=draws) if readable else []
    changed = [strip_isolates(each) for each in differences]
    return {
        "name": one.name,
        "frozen": one.is_frozen,
        "frozen_on": one.frozen_on or None,
        "hidden": strip_isolates(found.hidden) or None,
        "recomputes": not changed if readable else None,
        "differences": changed,
        "cut": {
            "number": cut.number,
            "budget": _amount(cut.amount, cut.currency),
            "divides": _division_json(division(found.ranking, found.places) if cut.drawn else None),
        },
        "entries": [place_json(place) for place in found.places],
    }


def _division_json(divided: Division | None) -> dict[str, Any] | None:
    if divided is None:
        return None
    return {
        "rank": divided.rank,
        "in": list(divided.inside),
        "out": list(divided.outside),
        "decided_by": divided.decided_by,
        "sentence": strip_isolates(divided.sentence()),
    }


def place_json(place: Place) -> dict[str, Any]:
    """Return one place of a list."""
    line, departure, candidate = place.line, place.departure, place.facts.candidate
    return {
        "position": place.position,
        "ref": candidate.ref,
        "title": candidate.title.text(),
        "rank": None if line is None else line.rank,
        "shared": line is not None and line.shared,
        "decided_by": None if line is None else line.decided_by,
        **exact("total", None if line is None else line.total),
        **exact("points", None if line is None else line.points),
        "in": place.inside,
        "deleted": place.deleted,
        "budget": _amount(place.cost.amount, place.cost.currency),
        "running": [_amount(amount, currency) for currency, amount in place.running],
        "departure": None if departure is None else strip_isolates(departure.sentence()),
        "reason": place.entry.reason or None,
    }


def _amount(amount: int | None, currency: str | None) -> dict[str, str | None] | None:
    return None if amount is None else {"amount": exact_text(amount), "currency": currency}


def unexplained(found: Iterable[Place]) -> list[Place]:
    """Return the places that depart from the ranking without a reason."""
    return [place for place in found if place.wants_reason]
