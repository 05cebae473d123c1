"""A frozen list: everything it was computed from, as of that day, and the proof that it still comes out the same."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from khartoum_desktop import __version__
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.scoring.agreement.overlay import Agreed, laid_over
from khartoum_desktop.scoring.criteria import (
    UNIT,
    Aggregation,
    CriteriaSet,
    Criterion,
    Group,
    Scale,
    Wording,
    fraction_text,
)
from khartoum_desktop.scoring.model import Candidate, Given, assessments, cells
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.shortlist.listing import Cost, Cut, Entry, Facts, Place, places
from khartoum_desktop.shortlist.model import Line, Ranking, rank, tie_chain
from khartoum_desktop.shortlist.stability.acceptability import acceptability
from khartoum_desktop.shortlist.stability.model import (
    MOST_PROPOSALS,
    Settings,
    family_text,
    read_family,
    table_of,
)
from khartoum_desktop.shortlist.stability.settings import settings_of

VERSION: Final = 2  # 1: without sheets, agreements and draws, every mark counted
_PARTS: Final = frozenset(
    {"round", "criteria", "rule", "assessors", "proposals", "marks", "results", "cut", "places", "facts"}
)
Record = dict[str, Any]  # JSON: texts, whole numbers, lists and objects of them


@dataclass(frozen=True, slots=True)
class Person:
    """An assessor as the record names them."""

    id: str
    name: str
    delegation: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What the numbers of a round rest on: every answer given, by whom, which sheets counted, and what panels agreed.

    sheets: (proposal, assessor) of those that were submitted; None in a round where every mark counts.
    """

    marks: tuple[Given, ...]
    people: tuple[Person, ...]
    sheets: frozenset[tuple[str, str]] | None = None
    agreed: tuple[Agreed, ...] = ()


def freeze(ranking: Ranking, basis: Basis, listed: Sequence[Place], *, current: Round, cut: Cut, on: str) -> Record:
    """Return the record of a list: criteria with weights, every mark, results as fractions, places, reasons, the rule.

    The facts of the listed proposals are kept in words, as the list prints them. The results of proposals without any
    mark are left out; `on` is the day, ISO 8601.
    """
    criteria = ranking.criteria
    lines = {line.id: line for line in ranking.lines}
    given = sorted(
        ([mark.proposal, mark.criterion, mark.assessor, mark.value, mark.blank, mark.reason] for mark in basis.marks),
        key=lambda row: [str(part) for part in row[:3]],
    )
    return {
        "v": VERSION,
        "program": __version__,
        "on": on,
        "round": {"id": current.id, "label": _words(current.label)},
        "criteria": _criteria_record(criteria),
        "rule": {
            "aggregation": str(criteria.aggregation),
            "required": ranking.required,
            "tie_chain": [criterion.key for criterion in tie_chain(criteria)],
            "wide": fraction_text(criteria.wide),
        },
        "draws": _draws(ranking, settings_of(current)),
        "assessors": [[one.id, one.name, one.delegation] for one in sorted(basis.people, key=lambda one: one.id)],
        "sheets": None if basis.sheets is None else sorted([*pair] for pair in basis.sheets),
        "agreed": sorted([one.proposal, one.criterion, one.value, one.blank, one.day] for one in basis.agreed),
        "proposals": [
            [line.id, line.candidate.ref, _words(line.candidate.title), line.candidate.country]
            for line in sorted(lines.values(), key=_by_id)
        ],
        "marks": given,
        "results": _results(ranking),
        "cut": {"number": cut.number, "amount": cut.amount, "currency": cut.currency},
        "places": [_place(place) for place in listed],
        "facts": {place.entry.proposal: _facts_record(place.facts) for place in listed},
    }


def written(record: Record) -> str:
    """Return the record as the text that is stored."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Record:
    """Return the record of a stored text; refuse what is none, or comes from a newer program."""
    try:
        record: Record = json.loads(text)
        version = int(record["v"])
    except (ValueError, TypeError, KeyError) as error:
        raise _unreadable() from error
    if version > VERSION:
        raise UserError(
            _("The list was frozen by a newer version of the program."), _("Update the program to recompute it.")
        )
    if not record.keys() >= _PARTS:
        raise _unreadable()
    return record


def _unreadable() -> UserError:
    return UserError(_("The frozen list cannot be read."), _("Run the check of this workspace, or restore a backup."))


def round_of(record: Record) -> Wording:
    """Return the name of the round that the list was made in."""
    return Wording(**record["round"]["label"])


def ranking_of(record: Record) -> Ranking:
    """Return the ranking computed anew from the marks and weights of a record."""
    criteria = _criteria_of(record["criteria"], record["rule"])
    candidates = [Candidate(one, ref, Wording(**words), country) for one, ref, words, country in record["proposals"]]
    voices = {one: delegation for one, _name, delegation in record["assessors"]}
    marks = [(mark[0], mark[1], mark[2], mark[3]) for mark in record["marks"] if mark[3] is not None]
    sheets = record.get("sheets")
    counting = {(proposal, assessor) for proposal, assessor in sheets or ()}
    if sheets is not None:
        marks = [mark for mark in marks if (mark[0], mark[2]) in counting]
    agreed = [Agreed(*one) for one in record.get("agreed", ())]
    found, without = laid_over(criteria, cells(criteria, marks, voices), agreed)
    blanks = [(mark[0], mark[1], mark[2]) for mark in record["marks"] if mark[3] is None and mark[4]]
    submitted = None if sheets is None else assessments(criteria, found, without, counting, blanks)
    required = int(record["rule"]["required"])
    return rank(criteria, candidates, found, required, submitted=submitted, without=without)


def cut_of(record: Record) -> Cut:
    """Return the cut line of a record."""
    return Cut(**record["cut"])


def places_of(record: Record, ranking: Ranking | None = None) -> tuple[Place, ...]:
    """Return the places of a record, worked out anew."""
    stored: list[Record] = record["places"]
    entries = [Entry(place["proposal"], place["proposal"], place["position"], place["reason"]) for place in stored]
    ranking = ranking or ranking_of(record)
    facts = {line.id: _facts_of(record["facts"][line.id], line) for line in ranking.lines if line.id in record["facts"]}
    return places(ranking, entries, facts, cut_of(record))


def recompute(record: Record, *, draws: bool = False) -> Record:
    """Return results and places computed anew, in the record's own shape; with `draws` the drawn weights too."""
    ranking = ranking_of(record)
    anew = {
        "results": _results(ranking),
        "places": [_place(place) for place in places_of(record, ranking)],
        "draws": record.get("draws"),
    }
    if draws and record.get("draws"):
        anew["draws"] = _draws(ranking, _settings(record["draws"]))
    return anew


def differences(record: Record, *, draws: bool = False) -> list[str]:
    """Return in words what does not come out as stored; nothing means that the list stands.

    With `draws` the weights are drawn anew as well, which takes a second or two.
    """
    anew = recompute(record, draws=draws)
    refs = {one: ref for one, ref, _title, _country in record["proposals"]}
    stored: Mapping[str, Record] = record["results"]
    found = [
        fill(
            _("{ref}: stored rank {rank} and total {total}, recomputed rank {new_rank} and total {new_total}."),
            ref=refs.get(proposal, proposal),
            rank=_shown(stored.get(proposal), "rank"),
            total=_shown(stored.get(proposal), "total"),
            new_rank=_shown(anew["results"].get(proposal), "rank"),
            new_total=_shown(anew["results"].get(proposal), "total"),
        )
        for proposal in sorted({*stored, *anew["results"]})
        if stored.get(proposal) != anew["results"].get(proposal)
    ]
    if record["places"] != anew["places"]:
        found.append(_("The places or the cut line do not follow from what is stored."))
    if record.get("draws") != anew["draws"]:
        found.append(_("How often each rank stays when weights are drawn does not come out as stored."))
    return found


def _draws(ranking: Ranking, settings: Settings) -> Record | None:
    """Return in which share of the draws each ranked proposal keeps its rank, and how they were drawn.

    None where there are too many proposals to be drawn for.
    """
    if not 0 < len(ranking.official) <= MOST_PROPOSALS:
        return None
    found = acceptability(table_of(ranking), settings.family, settings.draws, settings.seed)
    stays = {line.id: found.share(place, line.rank or 1) for place, line in enumerate(ranking.official)}
    return {
        "family": family_text(settings.family),
        "draws": settings.draws,
        "seed": settings.seed,
        "firm": fraction_text(settings.firm),
        "leaning": fraction_text(settings.leaning),
        "stays": {one: fraction_text(share) for one, share in stays.items()},
    }


def _settings(drawn: Record) -> Settings:
    family = read_family(drawn["family"])
    return Settings(family, drawn["draws"], drawn["seed"], Fraction(drawn["firm"]), Fraction(drawn["leaning"]))


def _shown(result: Record | None, key: str) -> str:
    value = None if result is None else result[key]
    return "–" if value is None else str(value)


def _by_id(line: Line) -> str:
    return line.id


def _words(wording: Wording) -> dict[str, str]:
    texts = {"ar": wording.ar, "en": wording.en, "fr": wording.fr}
    return {language: text for language, text in texts.items() if text}


def _results(ranking: Ranking) -> Record:
    return {line.id: _result(ranking, line) for line in ranking.lines if line.score.known is not None}


def _result(ranking: Ranking, line: Line) -> Record:
    return {
        "total": None if line.total is None else fraction_text(line.total),
        "points": None if line.points is None else fraction_text(line.points),
        "rank": line.rank,
        "rank_low": line.rank_low,
        "rank_high": line.rank_high,
        "coverage": fraction_text(line.score.coverage),
        "low": fraction_text(line.score.low),
        "high": fraction_text(line.score.high),
        "values": [None if cell is None else fraction_text(cell.value) for cell in line.cells],
        "admitted": ranking.admitted(line),
        **({"without": sorted(line.without)} if line.without else {}),
    }


def _place(place: Place) -> Record:
    departure = place.departure
    return {
        "position": place.position,
        "proposal": place.entry.proposal,
        "rank": None if place.line is None else place.line.rank,
        "inside": place.inside,
        "reason": place.entry.reason,
        "departure": None if departure is None else departure.kind,
        "over": [] if departure is None else list(departure.over),
    }


def _facts_record(facts: Facts) -> Record:
    return {
        "cost": [facts.cost.amount, facts.cost.currency],
        "lead": _words(facts.lead),
        "partners": [_words(one) for one in facts.partners],
        "priorities": [_words(one) for one in facts.priorities],
        "jvap": list(facts.jvap),
        "months": facts.months,
        "state": _words(facts.state),
        "restricted": facts.restricted,
    }


def _facts_of(record: Record, line: Line) -> Facts:
    return Facts(
        candidate=line.candidate,
        cost=Cost(*record["cost"]),
        lead=Wording(**record["lead"]),
        partners=tuple(Wording(**words) for words in record["partners"]),
        priorities=tuple(Wording(**words) for words in record["priorities"]),
        jvap=tuple(record["jvap"]),
        months=record["months"],
        state=Wording(**record["state"]),
        restricted=record["restricted"],
    )


def _criteria_record(criteria: CriteriaSet) -> Record:
    return {
        "id": criteria.id,
        "key": criteria.key,
        "version": criteria.version,
        "label": _words(criteria.label),
        "scale": [criteria.scale.minimum, criteria.scale.maximum, criteria.scale.step, criteria.scale.unit],
        "weight_unit": criteria.weight_unit,
        "threshold_points": criteria.threshold_points,
        "groups": [[group.id, group.key, group.threshold_points, _words(group.label)] for group in criteria.groups],
        "group_marks": {group.id: least for group in criteria.groups if (least := group.threshold_marks) is not None},
        "criteria": [
            [one.id, one.key, one.weight, one.group, one.threshold, _words(one.label)] for one in criteria.criteria
        ],
    }


def _criteria_of(record: Record, rule: Record) -> CriteriaSet:
    return CriteriaSet(
        id=record["id"],
        key=record["key"],
        version=record["version"],
        label=Wording(**record["label"]),
        scale=Scale(*record["scale"]),
        criteria=tuple(
            Criterion(one, key, Wording(**words), weight, group, threshold)
            for one, key, weight, group, threshold, words in record["criteria"]
        ),
        groups=tuple(
            Group(one, key, Wording(**words), points, record.get("group_marks", {}).get(one))
            for one, key, points, words in record["groups"]
        ),
        aggregation=Aggregation(rule["aggregation"]),
        threshold_points=record["threshold_points"],
        wide=Fraction(rule.get("wide", "1/2")),
        weight_unit=record.get("weight_unit", UNIT),
    )
