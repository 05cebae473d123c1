"""Budget and balance rules as JSON, in and out: exact numbers, and a sentence with the rule's number for what is wrong.

The shape is documented in the help of the command `choose`.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import one_line
from khartoum_desktop.scoring.criteria import UNIT, decimal_text
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.shortlist.choosing.model import BYS, KINDS, OF_GROUPS, By, Envelope, Rule, RuleKind

_MOST_RULES: Final = 500
_MOST_SIGNS: Final = 2_000_000
_LARGEST: Final = 10**18
_COUNT: Final = re.compile(r"\d{1,6}", re.ASCII)
_ASKED: Final = frozenset({"budget", "value", "cost", "rules"})
_PARTS: Final = frozenset({"all", "years", "funders"})
_REFS: Final = ("ref", "other", "a", "b", "refs", "of")  # where rules about proposals may name them, in this order
_KEYS: Final[Mapping[str, frozenset[str]]] = {
    "max": frozenset({"by", "of", "n"}),
    "min": frozenset({"by", "of", "n"}),
    "cover": frozenset({"by", "of", "n"}),
    "share": frozenset({"by", "of", "percent"}),
    **dict.fromkeys(("needs", "excludes", "in", "out"), frozenset(_REFS)),
}
_FEWEST: Final = {"needs": 2, "excludes": 2, "in": 1, "out": 1}
_MEND: Final = N_("The help of “choose” shows the shape.")


@dataclass(frozen=True, slots=True)
class GivenCost:
    """What a proposal costs by the rules' own table, in thousandths."""

    amount: int
    years: Mapping[str, int]
    funders: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rules ask, proposals by reference; values and costs None: by score, and as the proposals say.

    fine: of how many parts of a thousandth the amounts are counted: 1 unless they have more than three decimals.
    """

    envelopes: tuple[Envelope, ...] = ()
    rules: tuple[Rule, ...] = ()
    values: Mapping[str, Fraction] | None = None
    costs: Mapping[str, GivenCost] | None = None
    fine: int = 1


def read(text: str) -> Asked:
    """Return what a JSON text asks; UserError, naming the rule, for everything that is not to be understood."""
    given = _object(_parsed(text), _("The rules"))
    _refuse_unknown(given, _ASKED, _("The rules"))
    rules = [] if given.get("rules") is None else given["rules"]
    if not isinstance(rules, list) or len(rules) > _MOST_RULES:
        raise _wrong(fill(_("“{key}” is not a list of at most {n}."), key="rules", n=format_number(_MOST_RULES)))
    budget, costs = given.get("budget"), given.get("cost", "budget")
    fine = lcm(*(_decimals(one) for one in (budget, costs)))
    if fine > _LARGEST:
        raise _wrong(_("The amounts have too many different parts to be counted exactly together."))
    return Asked(
        envelopes=tuple(_envelopes(budget, fine)),
        rules=tuple(_rule(number, rule) for number, rule in enumerate(rules, start=1)),
        values=_values(given.get("value", "score")),
        costs=_costs(costs, fine),
        fine=fine,
    )


def _decimals(given: Any) -> int:
    """Return into how many parts a thousandth must be divided so that every amount in a part of the rules is whole."""
    if isinstance(given, dict):
        return lcm(*(_decimals(one) for one in given.values()))
    number = exact.read(given) if isinstance(given, str) else None
    return 1 if number is None else (number * UNIT).denominator


def written(asked: Asked) -> str:
    """Return the JSON text that reads as the same."""
    budget: dict[str, Any] = {}
    for one in asked.envelopes:
        if one.kind == "all":
            budget["all"] = _amount_text(one.amount, asked.fine)
        else:
            budget.setdefault(f"{one.kind}s", {})[one.of] = _amount_text(one.amount, asked.fine)
    values, costs = asked.values, asked.costs
    return json.dumps(
        {
            "budget": budget or None,
            "value": "score" if values is None else {ref: str(value) for ref, value in values.items()},
            "cost": "budget" if costs is None else {ref: _cost_json(cost, asked.fine) for ref, cost in costs.items()},
            "rules": [rule_json(rule) for rule in asked.rules],
        },
        ensure_ascii=False,
    )


def rule_json(rule: Rule) -> dict[str, Any]:
    """Return one rule in the shape that is read."""
    found: dict[str, Any] = {"kind": rule.kind}
    if rule.kind in OF_GROUPS:
        found |= {"by": rule.by, "of": list(rule.of) or None}
        found |= {"percent": decimal_text(rule.share * 100)} if rule.kind == "share" else {"n": rule.n}
    else:
        found["refs"] = list(rule.of)
    return found if rule.on else {**found, "on": False}


def _cost_json(cost: GivenCost, fine: int) -> Any:
    whole = _amount_text(cost.amount, fine)
    if not cost.years and not cost.funders:
        return whole
    parts = {"years": cost.years, "funders": cost.funders}
    told = {
        name: {one: _amount_text(amount, fine) for one, amount in part.items()} for name, part in parts.items() if part
    }
    return {"all": whole, **told}


def _amount_text(amount: int, fine: int) -> str:
    return exact.text(Fraction(amount, UNIT * fine))


# --- reading ----------------------------------------------------------------------------------------------------------


def _wrong(sentence: str) -> UserError:
    return UserError(sentence, _(_MEND))


def _parsed(text: str) -> Any:
    if len(text) > _MOST_SIGNS:
        raise _wrong(_("The file of rules is too large."))
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            parse_float=str,
            parse_int=str,
            parse_constant=str,
            object_pairs_hook=_without_doubles,
        )
    except (ValueError, RecursionError) as error:
        raise _wrong(_("The rules are not written in JSON.")) from error


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise _wrong(fill(_("“{key}” stands there twice."), key=_shown(double)))
    return found


def _shown(given: object) -> str:
    return one_line(given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, default=str))[:60]


def _object(given: Any, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _wrong(
            fill(_("{where}: “{value}” is not an object of keys and values."), where=where, value=_shown(given))
        )
    return given


def _refuse_unknown(given: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    unknown = [key for key in given if key not in known]
    if unknown:
        raise UserError(
            fill(_("{where}: “{key}” is not known."), where=where, key=_shown(unknown[0])),
            fill(_("Known are {keys}."), keys=listed(sorted(known))),
        )


def _number(given: Any, where: str) -> Fraction:
    found = exact.read(given) if isinstance(given, str) else None
    if found is None:
        raise UserError(
            fill(_("{where}: “{value}” is no exact number."), where=where, value=_shown(given)),
            _("Write it like “1250.5”."),
        )
    if abs(found) > _LARGEST:
        raise UserError(
            fill(_("{where}: the number {value} is too large."), where=where, value=_shown(given)),
            fill(_("Numbers go up to {most}."), most=format_number(_LARGEST)),
        )
    return found


def _amount(given: Any, where: str, fine: int) -> int:
    """Return an amount in parts of a thousandth, of which there are `fine`."""
    found = _number(given, where) * UNIT * fine
    if found < 0:
        raise UserError(
            fill(_("{where}: “{value}” is no amount."), where=where, value=_shown(given)),
            _("An amount is zero or more."),
        )
    return int(found)


def _amounts(given: Any, where: str, fine: int) -> dict[str, int]:
    parts = _object({} if given is None else given, where)
    return {one_line(name): _amount(amount, where, fine) for name, amount in parts.items()}


def _envelopes(given: Any, fine: int) -> list[Envelope]:
    where = _("The budget")
    if given is None:
        return []
    if not isinstance(given, dict):
        return [Envelope("all", _amount(given, where, fine))]
    _refuse_unknown(given, _PARTS, where)
    found = [] if given.get("all") is None else [Envelope("all", _amount(given["all"], where, fine))]
    found += [Envelope("year", amount, year) for year, amount in _amounts(given.get("years"), where, fine).items()]
    found += [Envelope("funder", amount, name) for name, amount in _amounts(given.get("funders"), where, fine).items()]
    return found


def _values(given: Any) -> dict[str, Fraction] | None:
    if given is None or given == "score":
        return None
    where = _("The values")
    return {one_line(ref): _number(value, where) for ref, value in _object(given, where).items()}


def _costs(given: Any, fine: int) -> dict[str, GivenCost] | None:
    if given is None or given == "budget":
        return None
    where = _("The costs")
    return {one_line(ref): _cost(cost, where, fine) for ref, cost in _object(given, where).items()}


def _cost(given: Any, where: str, fine: int) -> GivenCost:
    if not isinstance(given, dict):
        return GivenCost(_amount(given, where, fine), {}, {})
    _refuse_unknown(given, _PARTS, where)
    years, funders = _amounts(given.get("years"), where, fine), _amounts(given.get("funders"), where, fine)
    whole = given.get("all")
    amount = sum((years or funders).values()) if whole is None else _amount(whole, where, fine)
    return GivenCost(amount, years, funders)


# --- one rule ---------------------------------------------------------------------------------------------------------


def _rule(number: int, given: Any) -> Rule:
    where = fill(_("Rule {n}"), n=format_number(number))
    rule = _object(given, where)
    kind = _one_of(rule.get("kind"), KINDS, where)
    _refuse_unknown(rule, _KEYS[kind] | {"kind", "on"}, where)
    on = rule.get("on", True)
    if not isinstance(on, bool):
        raise _wrong(fill(_("{where}: “{value}” is neither true nor false."), where=where, value=_shown(on)))
    return (_about_groups if kind in OF_GROUPS else _about_refs)(kind, rule, on, where)


def _one_of(given: Any, known: tuple[Any, ...], where: str) -> Any:
    if not isinstance(given, str) or given not in known:
        raise UserError(
            fill(_("{where}: “{value}” is not known."), where=where, value=_shown(given)),
            fill(_("Known are {keys}."), keys=listed(known)),
        )
    return given


def _about_groups(kind: RuleKind, rule: Mapping[str, Any], on: bool, where: str) -> Rule:
    by: By = _one_of(rule.get("by", "refs"), BYS, where)
    of = _texts(rule.get("of"), where)
    if kind == "cover" and by == "refs":
        raise _wrong(fill(_("{where}: proposals are no groups to be covered."), where=where))
    if kind != "share":
        return Rule(kind, of, by, _count(rule.get("n"), where), on=on)
    share = _number(rule.get("percent"), where) / 100
    if not 0 <= share <= 1:
        raise _wrong(fill(_("{where}: a share lies between 0 and 100."), where=where))
    return Rule(kind, of, by, share=share, on=on)


def _about_refs(kind: RuleKind, rule: Mapping[str, Any], on: bool, where: str) -> Rule:
    of = tuple(dict.fromkeys(ref for name in _REFS for ref in _texts(rule.get(name), where)))
    if len(of) < _FEWEST.get(kind, 1):
        raise _wrong(fill(_("{where}: too few proposals are named."), where=where))
    return Rule(kind, of, on=on)


def _texts(given: Any, where: str) -> tuple[str, ...]:
    several = [] if given is None else given if isinstance(given, list) else [given]
    for one in several:
        if not isinstance(one, str) or not one_line(one):
            raise _wrong(fill(_("{where}: “{value}” is not a code or a reference."), where=where, value=_shown(one)))
    return tuple(dict.fromkeys(one_line(one) for one in several))


def _count(given: Any, where: str) -> int:
    if not isinstance(given, str) or _COUNT.fullmatch(given) is None:
        raise UserError(
            fill(_("{where}: “{value}” is no whole number."), where=where, value=_shown(given)), _("Write it like 12.")
        )
    return int(given)


Resolve = Callable[[str], str]  # a reference, or a code as written -> the id, or the code of the list


def resolved(asked: Asked, proposal: Resolve, code: Callable[[By, str], str]) -> tuple[Rule, ...]:
    """Return the rules with ids and codes for what is written; a refusal is told with the rule's number."""
    found = []
    for number, rule in enumerate(asked.rules, start=1):
        try:
            if rule.by == "refs":
                of = tuple(dict.fromkeys(proposal(ref) for ref in rule.of))
            else:
                of = tuple(dict.fromkeys(code(rule.by, one) for one in rule.of))
        except UserError as error:
            where = fill(_("Rule {n}"), n=format_number(number))
            raise UserError(f"{where}: {error.sentence}", error.remedy) from error
        found.append(Rule(rule.kind, of, rule.by, rule.n, rule.share, rule.on))
    return tuple(found)
