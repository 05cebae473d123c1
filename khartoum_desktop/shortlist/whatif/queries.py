"""Reading scenarios, and the board that weights are tried on; a scenario belongs to its round."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.text import fold_key, sort_key
from khartoum_desktop.proposals.rates.queries import standing
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.shortlist import queries as ranking
from khartoum_desktop.shortlist.whatif.model import Board
from khartoum_desktop.shortlist.whatif.scenarios import Scenario, read
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_SCENARIO = TABLES["scenario"]


@dataclass(frozen=True, slots=True)
class Trials:
    """What the sandbox works on: the round in hand, its ranking ready to be weighed again, and its scenarios."""

    round: Round
    board: Board
    scenarios: tuple[Scenario, ...]

    @property
    def criteria(self) -> CriteriaSet:
        """The criteria set of the round."""
        return self.board.criteria


def trials(work: Workspace) -> Trials:
    """Return what can be tried on the round in hand."""
    current = scoring.current_round(work)
    criteria = scoring.criteria(work, current.criteria_set)
    return Trials(current, Board(ranking.ranking(work, current, criteria)), scenarios(work, current, criteria))


def scenarios(work: Workspace, current: Round, criteria: CriteriaSet) -> tuple[Scenario, ...]:
    """Return the scenarios of a round, by name."""
    query = select(_SCENARIO).where(_SCENARIO.c.round == current.id, _SCENARIO.c.removed.is_not(True))
    with work.reading() as db:
        found = [Scenario(row.id, row.name or "", read(criteria, row.weights or "")) for row in db.execute(query)]
    return tuple(sorted(found, key=lambda one: (sort_key(one.name), one.name, one.id)))


def scenario(work: Workspace, name: str) -> Scenario:
    """Return a scenario of the round in hand by name or id; UserError when there is none."""
    current = scoring.current_round(work)
    found = scenarios(work, current, scoring.criteria(work, current.criteria_set))
    for one in found:
        if name == one.id or fold_key(one.name) == fold_key(name):
            return one
    if not found:
        raise UserError(_("No scenario is kept yet."), _("Save one first."))
    raise UserError(
        fill(_("There is no scenario “{name}”."), name=name),
        fill(_("There are: {names}."), names=listed(one.name for one in found)),
    )


@dataclass(frozen=True, slots=True)
class Costs:
    """What proposals cost (by id, thousandths of the reporting currency), who is on the newest list, its envelope."""

    currency: str
    of: Mapping[str, int | None]
    listed: frozenset[str]
    envelope: int | None = None


def costs(work: Workspace, found: Trials) -> Costs:
    """Return the costs of a ranking's proposals at the workspace's rates; None where amount or rate is not known."""
    now = standing(work)
    facts = ranking.facts(work, [line.id for line in found.board.lines])
    of = {
        ident: None if one.cost.amount is None else now.convert(one.cost.amount, one.cost.currency)
        for ident, one in facts.items()
    }
    lists = [one for one in ranking.shortlists(work) if one.round == found.round.id]
    newest = next((one for one in lists if not one.is_frozen), next(iter(lists), None))
    if newest is None:
        return Costs(now.reporting, of, frozenset())
    entries, cut = ranking.entries(work, newest.id)
    envelope = None if cut.amount is None else now.convert(cut.amount, cut.currency)
    return Costs(now.reporting, of, frozenset(entry.proposal for entry in entries), envelope)
