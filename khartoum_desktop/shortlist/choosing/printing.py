"""The answer as the command line prints it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.criteria import UNIT, decimal_text, exact
from khartoum_desktop.shortlist.choosing import words
from khartoum_desktop.shortlist.choosing.answer import Answer, Line, changes, reason
from khartoum_desktop.shortlist.choosing.model import Few, Problem
from khartoum_desktop.shortlist.choosing.queries import Room
from khartoum_desktop.shortlist.choosing.reading import Asked
from khartoum_desktop.shortlist.choosing.search import Forced, Step
from khartoum_desktop.shortlist.choosing.solving import Chosen
from khartoum_desktop.shortlist.choosing.words import Naming


def answer_json(here: Room, asked: Asked, found: Answer) -> dict[str, Any]:
    """Return the answer for machines: numbers as strings, each computed one with an exact fraction beside it."""
    asks, naming, best = found.problem, here.naming(asked), found.best
    said = [_line_json(asks, line, naming) for line in found.lines]
    return {
        "round": here.round.label.text(),
        "currency": here.currency,
        "rule": strip_isolates(words.value_sentence(by_score=asked.values is None)),
        "order": words.order_sentence(),
        "feasible": best is not None,
        "proven": found.proven,
        "proof": None if found.proven or best is None else words.proof_sentence(found.value, best.bound, naming),
        **exact("bound", None if best is None else best.bound),
        "complete": found.complete,
        **exact("value", found.value),
        **_money(asks, "cost", found.cost),
        "budget": None if asks.budget is None else _text(asks, asks.budget),
        **_money(asks, "left", None if asks.budget is None or found.cost is None else asks.budget - found.cost),
        "in": [one for one, line in zip(said, found.lines, strict=True) if line.inside],
        "out": [one for one, line in zip(said, found.lines, strict=True) if not line.inside],
        "equal": [] if best is None else [_set_json(asks, best.chosen, one) for one in best.equal],
        "more_equal": best is not None and best.more,
        "alternatives": [] if best is None else [_set_json(asks, best.chosen, one) for one in found.after],
        **_money(asks, "short_by", found.short_by),
        **_envelopes(asks, "short", {} if found.lack is None else found.lack.short_by),
        "relax": [] if found.lack is None else [_way_json(asks, way, naming) for way in found.lack.relax],
        "unserved": [_few_json(one, naming) for one in asks.few],
        "frontier": [_step_json(asks, step) for step in found.steps],
        "next_step": None if found.more is None else _step_json(asks, found.more),
    }  # fmt: skip


def _way_json(asks: Problem, way: Sequence[str], naming: Naming) -> list[dict[str, str]]:
    said = [(source, strip_isolates(words.source_sentence(asks, source, naming))) for source in way]
    return [{"source": source, "sentence": sentence} for source, sentence in said]


def _few_json(one: Few, naming: Naming) -> dict[str, Any]:
    return {
        "source": one.source,
        "of": one.group.split(",") if one.group else [],
        "asked": one.rule.n,
        "possible": one.possible,
        "passed_over": one.passed,
        "sentence": strip_isolates(" ".join(words.few_sentences([one], naming))),
    }


def _line_json(asks: Problem, line: Line, naming: Naming) -> dict[str, Any]:
    item = line.item
    short = {one.source: one.amount for one in line.hindrances if one.rule is None and one.amount}
    return {
        "ref": item.ref,
        "title": item.title.text(),
        "rank": item.position if item.worth is not None else None,
        **exact("value", item.worth),
        **_money(asks, "cost", item.cost),
        "reason": strip_isolates(reason(asks, line, naming)),
        **({} if line.inside else _money(asks, "short_by", short.get("budget", next(iter(short.values()), None)))),
        **({} if line.inside else _envelopes(asks, "short", short)),
        "swap": None if line.swap is None else _swap_json(asks, line.swap),
    }


def _swap_json(asks: Problem, one: Forced) -> dict[str, Any]:
    return {
        **exact("loss", one.loss),
        "joins": [asks.free[place].ref for place in sorted(one.joins)],
        "leaves": [asks.free[place].ref for place in sorted(one.leaves)],
    }


def _set_json(asks: Problem, best: Chosen, one: Chosen) -> dict[str, Any]:
    joins, leaves = changes(best, one)
    return {
        "in": [asks.free[place].ref for place in sorted(one)],
        **exact("value", asks.value(one)),
        **_money(asks, "cost", asks.cost(one)),
        **exact("loss", asks.value(best) - asks.value(one)),
        "joins": [asks.free[place].ref for place in joins],
        "leaves": [asks.free[place].ref for place in leaves],
    }


def _step_json(asks: Problem, step: Step) -> dict[str, Any]:
    return {"budget": _text(asks, step.amount), **exact("value", step.value), **_money(asks, "cost", step.cost)}


def _money(asks: Problem, name: str, amount: int | None) -> dict[str, str | None]:
    return exact(name, None if amount is None else Fraction(amount, UNIT * asks.fine))


def _envelopes(asks: Problem, name: str, amounts: Mapping[str, int]) -> dict[str, dict[str, str | None]]:
    """Return amounts by envelope as decimal texts, and beside them exactly."""
    said = {key: _money(asks, name, amount) for key, amount in amounts.items()}
    return {part: {key: one[part] for key, one in said.items()} for part in (name, f"{name}_fraction")}


def _text(asks: Problem, amount: int) -> str:
    return decimal_text(Fraction(amount, UNIT * asks.fine))
