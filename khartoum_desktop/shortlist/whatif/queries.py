"""Reading scenarios, and the board that weights are tried on; a scenario belongs to its round."""

from dataclasses import dataclass

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.core.text import fold_key, sort_key
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
