"""What to discuss first, as `discuss --json` prints it: numbers as strings, each computed one with its fraction."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.agreement.alpha import LEVELS, alpha
from khartoum_desktop.scoring.agreement.leniency import Levelled
from khartoum_desktop.scoring.agreement.model import alpha_bounds_sentence, bounds_sentence, spread, word, word_of_alpha
from khartoum_desktop.scoring.agreement.queries import Agreed
from khartoum_desktop.scoring.criteria import AGGREGATIONS, decimal_text, exact
from khartoum_desktop.shortlist.discussing.model import Standing, Topic
from khartoum_desktop.shortlist.discussing.queries import Discussion
from khartoum_desktop.shortlist.discussing.words import order_sentence
from khartoum_desktop.shortlist.model import Line
from khartoum_desktop.shortlist.thresholds import Threshold

Json = dict[str, Any]


def discussion_json(found: Discussion, *, every: bool = False, adjusted: bool = False) -> Json:
    """Return the list, the round's agreement and what was agreed; with `every` each cell, with `adjusted` the what-if.

    UserError with `adjusted` where harsh and lenient assessors cannot be told apart from weak proposals.
    """
    criteria = found.criteria
    data: Json = {
        "round": found.round.label.text(),
        "aggregation": str(criteria.aggregation),
        "rule": _(AGGREGATIONS[criteria.aggregation]),
        "divergence": decimal_text(criteria.wide),
        "order": strip_isolates(order_sentence()),
        "discuss": [_topic(found, topic) for topic in found.topics],
        "agreement": _agreement(found),
        "agreed": [agreed_json(found, one) for one in found.agreed],
        "ranks": [
            {
                "ref": line.candidate.ref,
                "title": line.candidate.title.text(),
                "by": _standings(found.standings[line.id]),
            }
            for line in found.ranking.lines
            if line.id in found.standings
        ],
    }
    if every:
        data["cells"] = [cell for line in found.ranking.lines for cell in _cells(found, line)]
    if adjusted:
        data["adjusted"] = _adjusted(found, found.adjusted())
    return data


def _topic(found: Discussion, topic: Topic) -> Json:
    scale = found.criteria.scale
    return {
        "ref": topic.candidate.ref,
        "title": topic.candidate.title.text(),
        "restricted": topic.candidate.restricted,
        "criterion": topic.criterion.key,
        "marks": [
            {"delegation": voice.delegation, "marks": [scale.text(mark) for mark in voice.marks]}
            for voice in topic.voices
        ],
        **exact("mark", topic.cell.value),
        **exact("range_share", topic.share),
        **exact("stake", topic.stake),
        "divided": topic.wide,
        "hangs": topic.hangs,
        "thresholds": [_threshold(one) for one in topic.swings],
        "splits": [
            {**_threshold(one.threshold), "passed": list(one.passed), "missed": list(one.missed)}
            for one in topic.splits
        ],
        "cut": topic.crosses,
        "tied": topic.tied,
        "beyond": [strip_isolates(one.sentence) for one in topic.beyond],
        "why": [strip_isolates(sentence) for sentence in found.said(topic)],
    }


def _threshold(one: Threshold) -> Json:
    return {"on": one.kind, "key": one.key, "needed": decimal_text(one.needed), "status": one.status}


def _standings(each: Sequence[Standing]) -> list[Json]:
    return [{"delegation": one.delegation, "rank": one.rank, "of": one.of} for one in each]


def _agreement(found: Discussion) -> Json:
    scale = found.criteria.scale
    units = [tuple(scale.number(mark) for mark in unit) for unit in found.units]
    coefficients: Json = {}
    for level in LEVELS:
        coefficients |= exact(level, alpha(units, level))
    return {
        "word": word_of_alpha(found.alpha),
        "bounds": strip_isolates(alpha_bounds_sentence()),
        "assessors": len({mark[2] for mark in found.marks}),
        "cells": sum(len(unit) > 1 for unit in units),
        "alpha": coefficients,
    }


def _cells(found: Discussion, line: Line) -> list[Json]:
    """Return every cell of a proposal with its measures."""
    criteria = found.criteria
    given: dict[str, list[int]] = {}
    for proposal, marked, _assessor, value in found.marks:
        if proposal == line.id:
            given.setdefault(marked, []).append(value)
    result = []
    for criterion, cell in zip(criteria.criteria, line.cells, strict=True):
        if cell is None or criterion.id not in given:
            continue
        measures = spread(given[criterion.id], criteria.scale)
        result.append(
            {
                "ref": line.candidate.ref,
                "criterion": criterion.key,
                "marks": measures.marks,
                **exact("mark", cell.value),
                "agreed": cell.agreed,
                "word": word(measures.range_share, criteria.wide) if measures.marks > 1 else None,
                "bounds": strip_isolates(bounds_sentence(criteria.wide)),
                **exact("range_share", measures.range_share),
                **exact("variance", measures.variance),
                "deviation": None if measures.deviation is None else decimal_text(measures.deviation),
                **exact("r_wg", measures.within),
                **exact("r_wg_shown", measures.within_shown),
                "consensus": None if measures.consensus is None else decimal_text(Fraction(repr(measures.consensus))),
            }
        )
    return result


def agreed_json(found: Discussion, one: Agreed) -> Json:
    """Return what a panel agreed on, as the command line prints it."""
    line = found.ranking.line(one.proposal)
    criterion = next((each for each in found.criteria.criteria if each.id == one.criterion), None)
    return {
        "ref": None if line is None else line.candidate.ref,
        "criterion": None if criterion is None else criterion.key,
        "value": None if one.value is None else found.criteria.scale.text(one.value),
        "not_applicable": one.value is None,
        "participants": list(one.participants),
        "reason": one.reason,
        "decided": one.decided,
        "author": one.author,
    }


def _adjusted(found: Discussion, levelled: Levelled) -> Json:
    observed = found.observed()
    own: dict[str, list[Fraction]] = {}
    for (proposal, _assessor), total in observed.items():
        own.setdefault(proposal, []).append(total)
    people = [found.people[one] for one in levelled.assessors if one in found.people]
    return {
        **exact("mean", levelled.mean),
        "assessors": [
            {"assessor": one.name, "delegation": one.delegation, **exact("leniency", levelled.assessors[one.id])}
            for one in people
        ],
        "proposals": [
            {
                "ref": line.candidate.ref,
                "title": line.candidate.title.text(),
                **exact("mean", sum(own[line.id], Fraction()) / len(own[line.id])),
                **exact("adjusted", levelled.proposals[line.id]),
            }
            for line in found.ranking.lines
            if line.id in own
        ],
    }
