"""Keeping scenarios: each function is one named step, or refuses with a sentence and changes nothing."""

from collections.abc import Sequence
from fractions import Fraction

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.shortlist.whatif import queries
from khartoum_desktop.shortlist.whatif.scenarios import LONGEST_NAME, Scenario, written
from khartoum_desktop.storage.schema import Scenario as ScenarioRow
from khartoum_desktop.workspace import Workspace


def save(work: Workspace, name: str, weights: Sequence[Fraction]) -> str:
    """Keep weights (one share a criterion of the round in hand) under a name and return the scenario's id."""
    current = scoring.current_round(work)
    criteria = scoring.criteria(work, current.criteria_set)
    name = _fit(work, name)
    if len(weights) != len(criteria.criteria) or any(weight < 0 for weight in weights) or sum(weights) != 1:
        raise UserError(
            _("These weights do not fit the criteria of the round in hand."), _("Open the weights sandbox again.")
        )
    with work.step(N_("Save the scenario “{name}”"), name=name) as step:
        return step.add(ScenarioRow, {"round": current.id, "name": name, "weights": written(criteria, weights)})


def rename(work: Workspace, ident: str, name: str) -> None:
    """Give a scenario another name; UserError for a name that is taken."""
    old, name = queries.scenario(work, ident), _fit(work, name, ident)
    with work.step(N_("Rename the scenario “{name}”"), name=old.name) as step:
        step.put(ScenarioRow, ident, {"name": name})


def delete(work: Workspace, ident: str) -> str:
    """Keep a scenario no longer and return the step; undo brings it back."""
    old = queries.scenario(work, ident)
    with work.step(N_("Delete the scenario “{name}”"), name=old.name) as step:
        step.remove(ScenarioRow, old.id)
    return step.id


def _fit(work: Workspace, name: str, ident: str = "") -> str:
    """Return a name as it is stored; UserError when there is nothing of it, too much, or another scenario bears it."""
    name = one_line(name)
    if not name:
        raise UserError(_("A scenario needs a name."), _("Say in a word or two what these weights stand for."))
    if len(name) > LONGEST_NAME:
        raise UserError(_("This name is too long."), _("Say in a word or two what these weights stand for."))
    if any(fold_key(one.name) == fold_key(name) and one.id != ident for one in _known(work)):
        raise UserError(fill(_("There is a scenario “{name}” already."), name=name), _("Choose another name."))
    return name


def _known(work: Workspace) -> tuple[Scenario, ...]:
    current = scoring.current_round(work)
    return queries.scenarios(work, current, scoring.criteria(work, current.criteria_set))
