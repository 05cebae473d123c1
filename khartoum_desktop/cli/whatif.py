"""Commands about other weights and other criteria: scenarios, and an older round ranked anew."""

import argparse
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

from khartoum_desktop.cli.frame import Answer, Command, Context, show_shape, table
from khartoum_desktop.cli.shapes import RERANK, SCENARIO
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.numbers import format_percent
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids import exact
from khartoum_desktop.shortlist.whatif import comparing, operations, queries
from khartoum_desktop.shortlist.whatif.scenarios import Scenario
from khartoum_desktop.shortlist.whatif.weights import Weights, by_order, equal, stored
from khartoum_desktop.workspace import Workspace

_PRESETS: Final = ("equal", "order")


def _scenario_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=("save", "list", "show", "rename", "delete"), help=_("what to do"))
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=_("name of the scenario"))
    parser.add_argument("--to", metavar="NAME", help=_("with rename: the new name"))
    parser.add_argument(
        "--weight",
        action="append",
        default=[],
        metavar="KEY=N",
        help=_("with save: the weight of a criterion, in proportion; those not named keep their stored ones"),
    )
    parser.add_argument("--preset", choices=_PRESETS, help=_("with save: equal weights, or by order of importance"))
    words = _(
        "The weights are shares of all weights. stored_rank is the rank under the stored weights, and move by how many "
        "ranks a proposal climbs. A scenario that was made for other criteria has neither weights nor proposals."
    )
    show_shape(parser, SCENARIO, words)


def _scenario(context: Context) -> Answer:
    given, work = context.arguments, context.work
    if given.verb != "save" and (given.weight or given.preset):
        raise UserError(
            fill(_("“scenario {verb}” takes no weights."), verb=given.verb), _("Run khartoum-desktop scenario --help.")
        )
    if (given.to is None) == (given.verb == "rename"):
        raise UserError(
            fill(_("“scenario {verb}” takes no {option}."), verb=given.verb, option="--to")
            if given.to is not None
            else _("The new name is missing."),
            _("Write it as: scenario rename NAME --to NAME"),
        )
    if given.verb == "list":
        found = queries.trials(work)
        rows = [[one.name, _weights_text(found.criteria, one)] for one in found.scenarios]
        data = [comparing.scenario_json(found, one, None) for one in found.scenarios]
        return Answer({"scenarios": data}, table(rows) or [_("No scenario is kept yet.")])
    if given.verb == "delete":
        one = queries.scenario(work, given.name)
        operations.delete(work, one.id)
        return Answer({"deleted": one.name}, [fill(_("The scenario “{name}” is deleted."), name=one.name)])
    if given.verb == "rename":
        one = queries.scenario(work, given.name)
        operations.rename(work, one.id, given.to)
        return _shown(work, one.id)
    if given.verb == "save":
        weights = _weights(queries.trials(work).criteria, given.weight, given.preset)
        return _shown(work, operations.save(work, given.name, weights))
    return _shown(work, given.name)


def _shown(work: Workspace, name: str) -> Answer:
    found, one = queries.trials(work), queries.scenario(work, name)
    outcome = None if one.weights is None else found.board.rank(one.weights)
    data = comparing.scenario_json(found, one, outcome)
    rows = [[_("Rank"), _("Stored"), _("Reference"), _("Title")]]
    rows += [[_rank(line), str(line["stored_rank"] or "–"), line["ref"], line["title"]]
             for line in data.get("proposals", ())]  # fmt: skip
    return Answer(data, [one.name, _weights_text(found.criteria, one), *table(rows)])


def _rank(line: dict[str, Any]) -> str:
    return str(line["rank"]) if line["rank"] else f"({line['rank_low']}–{line['rank_high']})"


def _weights_text(criteria: CriteriaSet, one: Scenario) -> str:
    if one.weights is None:
        return _("It was made for other criteria.")
    pairs = zip(criteria.criteria, one.weights, strict=True)
    return listed(f"{criterion.key} {format_percent(weight, 1)}" for criterion, weight in pairs)


def _weights(criteria: CriteriaSet, pairs: Sequence[str], preset: str | None) -> Weights:
    """Return the weights that were asked for, brought to a sum of 1."""
    begun = stored(criteria)
    if preset == "equal":
        begun = equal(len(begun))
    elif preset == "order":
        begun = by_order(begun)
    numbers = [criteria.weight_of(one) for one in criteria.criteria] if preset is None else list(begun)
    for pair in pairs:
        key, sign, number = pair.partition("=")
        weight = _number(number) if sign else None
        if weight is None:
            raise UserError(
                fill(_("“{text}” is no weight."), text=pair[:100]),
                _("Write it as KEY=N, for example 1.1=20 or 1.1=1/3."),
            )
        numbers[criteria.places[criteria.criterion(key).id]] = weight
    total = sum(numbers, Fraction())
    if not total:
        raise UserError(_("All weights are 0."), _("Give at least one criterion a weight."))
    return tuple(number / total for number in numbers)


def _number(text: str) -> Fraction | None:
    """Return a weight that is written as "20", "12.5" or "1/3"; None for anything else."""
    found = exact.read(text)
    return found if found is not None and 0 <= found <= exact.LARGEST else None


# --- an older round ---------------------------------------------------------------------------------------------------


def _rerank_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from", dest="older", required=True, metavar="ROUND", help=_("the other round, by its name or id")
    )
    words = _(
        "old_rank is the rank in the other round; rank_so_far and total_so_far count only what is carried along; move "
        "is by how many ranks a proposal climbs. unscored is the share of the weight without marks, and missing its "
        "criteria. how is same, renamed, rescaled or new; new_weight is the share of the weight that is new."
    )
    show_shape(parser, RERANK, words)


def _rerank(context: Context) -> Answer:
    work = context.work
    found = comparing.compared(work, comparing.other_round(work, context.arguments.older))
    data = comparing.rerank_json(found)
    rows = [[_("Old rank"), _("New rank"), _("Not yet marked"), _("Reference"), _("Title")]]
    rows += [
        [
            str(line["old_rank"] or "–"),
            str(line["rank_so_far"] or f"({line['rank_low']}–{line['rank_high']})"),
            format_percent(Fraction(line["unscored_fraction"]), 1),
            line["ref"],
            line["title"],
        ]
        for line in data["proposals"]
    ]
    return Answer(data, [*table(rows), *sentences(data)])


def sentences(data: dict[str, Any]) -> list[str]:
    """Say which criteria were rescaled, are new, or were dropped."""
    found = (
        (_("On another scale, marks moved in proportion: {keys}"), _keys(data, "rescaled")),
        (_("New, not assessed: {keys}"), _keys(data, "new")),
        (_("Dropped, left out: {keys}"), data["dropped"]),
    )
    return [fill(template, keys=listed(keys)) for template, keys in found if keys]


def _keys(data: dict[str, Any], how: str) -> list[str]:
    return [one["key"] for one in data["criteria"] if one["how"] == how]


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "scenario",
        N_("save, list, show, rename or delete weights kept under a name (--json: weights and ranks, exact)"),
        _scenario,
        _scenario_arguments,
        writes=True,
        looks=frozenset({"list", "show"}),
    ),
    Command(
        "rerank",
        N_("rank another round’s proposals under the criteria in hand (--json: old_rank, rank_so_far, unscored, …)"),
        _rerank,
        _rerank_arguments,
    ),
)
