"""Whose marks the person here may see: the one rule of independent scoring, on which every query of marks stands.

It guards against looking, not against somebody who opens the file with other tools.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.rounds.asking import asking, assessor_id, interests
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Person, Workspace

_ROUND: Final = TABLES["round"]
_ASSESSOR: Final = "assessor"


@dataclass(frozen=True, slots=True)
class Sight:
    """What is seen of a round's marks: everybody's (own is None), or only those of one assessor ("" = nobody's).

    asked: for how many proposals this person is asked; left: how many of their sheets are not submitted yet.
    """

    own: str | None = None
    asked: int = 0
    left: int = 0

    @property
    def everything(self) -> bool:
        """Whether everybody's marks are seen."""
        return self.own is None

    def of(self, assessor: str | None) -> bool:
        """Tell whether the marks of an assessor are seen; of None: of everybody."""
        return self.own is None or (assessor is not None and assessor == self.own != "")

    @property
    def sentence(self) -> str:
        """Why marks are hidden, and what shows them; "" where nothing is."""
        if self.own is None:
            return ""
        if not self.own:
            return _("The marks of this round are shown once it is closed.")
        if not self.asked:
            return _("You are not asked for marks in this round: it shows its marks once it is closed.")
        left = fill(
            ngettext(
                "{n} of your {of} proposals is still to be submitted.",
                "{n} of your {of} proposals are still to be submitted.",
                self.left,
            ),
            n=format_number(self.left),
            of=format_number(self.asked),
        )
        return fill(_("The marks of the others are shown once yours are submitted. {left}"), left=left)


EVERYTHING: Final = Sight()
NOTHING: Final = Sight("")


def sight(work: Workspace, round_id: str) -> Sight:
    """Return whose marks of a round (id) the person here may see.

    Coordinators see everything, and so does everybody in a round that is closed or not independent. An assessor sees
    only their own until all proposals that they are asked for are submitted, those left out in which they have an
    interest; a reader, and who has not said who they are, see none.
    """
    if work.is_coordinator:
        return EVERYTHING
    with work.reading() as db:
        return _sight(db, work.person, round_id)


def sight_of_all(work: Workspace) -> Sight:
    """Return what is seen where no round is named: everything, unless some open round hides something."""
    if work.is_coordinator:
        return EVERYTHING
    with work.reading() as db:
        ids = db.execute(select(_ROUND.c.id).where(_ROUND.c.removed.is_not(True)).order_by(_ROUND.c.id)).scalars()
        seen = (_sight(db, work.person, one) for one in ids.all())
        return next((one for one in seen if not one.everything), EVERYTHING)


def _sight(db: Connection, person: Person | None, round_id: str) -> Sight:
    row = db.execute(select(_ROUND.c.closed, _ROUND.c.independent).where(_ROUND.c.id == round_id)).first()
    if row is None or row.closed or not row.independent:
        return EVERYTHING
    if person is None or person.role != _ASSESSOR:
        return NOTHING
    own = assessor_id(person.name, person.delegation)
    found = asking(db, round_id, own)
    asked = [one for one in found.of(own) if not found.sheet(one, own).conflict]
    unsubmitted = [one for one in asked if not found.sheet(one, own).submitted]
    barred = interests(db, unsubmitted, {own: (person.name, person.delegation)})
    asked_now, left = len(asked) - len(barred), len(unsubmitted) - len(barred)
    return EVERYTHING if asked_now and not left else Sight(own, asked_now, left)
