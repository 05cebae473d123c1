"""Reading what panels agreed on, and the answers of a round that count."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from khartoum_desktop.core.text import lines_of
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.agreement.overlay import counted
from khartoum_desktop.scoring.model import Given
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_CONSENSUS = TABLES["consensus"]
_SAID: Final = [_CONSENSUS.c[name] for name in (
    "proposal", "criterion", "value", "participants", "reason", "decided", "author",
)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a panel agreed on for a criterion (id) of a proposal (id): a mark (mark units), or None: not applicable.

    decided: the day, ISO 8601; author: who wrote it down, as “Name@DELEGATION”.
    """

    proposal: str
    criterion: str
    value: int | None
    participants: tuple[str, ...]
    reason: str
    decided: str
    author: str


def consensus(work: Workspace, current: Round, proposal: str | None = None) -> tuple[Agreed, ...]:
    """Return what panels agreed on in a round, on one proposal only where asked; nothing while marks are hidden."""
    if not sight(work, current.id).everything:
        return ()
    query = select(*_SAID).where(_CONSENSUS.c.round == current.id, _CONSENSUS.c.removed.is_not(True))
    if proposal is not None:
        query = query.where(_CONSENSUS.c.proposal == proposal)
    with work.reading() as db:
        return tuple(
            Agreed(one, criterion or "", value, lines_of(who), reason or "", decided or "", author or "")
            for one, criterion, value, who, reason, decided, author in db.execute(query)
        )


def counting(work: Workspace, current: Round, proposal: str | None = None) -> tuple[Given, ...]:
    """Return the answers that count in a round: where sheets are submitted, those without a conflict of interest.

    While the others' marks are hidden only one's own come.
    """
    given = scoring.answers(work, current.id, proposal)
    if not current.independent:
        return given
    with work.reading() as db:
        sheets = counted(db, current.id)
    return tuple(one for one in given if (one.proposal, one.assessor) in sheets)
