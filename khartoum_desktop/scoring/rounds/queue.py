"""What one assessor is asked for: their queue, proposal by proposal, and how far each sheet is."""

from dataclasses import dataclass

from sqlalchemy import func, select

from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.scoring.queries import candidates, criteria, rounds
from khartoum_desktop.scoring.rounds.asking import ANSWERED, Interest, asking, assessor_id, interests
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_MARK, _ROUND, _ASSESSOR = (TABLES[name] for name in ("mark", "round", "assessor"))


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A proposal in one assessor's queue: how many of the criteria are answered, and what became of the sheet.

    submitted: the day; conflict: the reason that was declared; interest: what speaks against this assessor; drafts:
    sheets count once they are submitted.
    """

    candidate: Candidate
    answered: int
    criteria: int
    submitted: str = ""
    conflict: str = ""
    interest: Interest | None = None
    drafts: bool = False

    @property
    def complete(self) -> bool:
        """Whether every criterion has a mark or a blank that says why not."""
        return self.answered >= self.criteria

    @property
    def done(self) -> bool:
        """Whether nothing is left to do: a conflict is declared, or all is answered and, where asked, submitted."""
        return bool(self.conflict or (self.submitted if self.drafts else self.complete))


def queue(work: Workspace, round_id: str, assessor: str, criteria_set: CriteriaSet) -> tuple[QueueLine, ...]:
    """Return the proposals that an assessor (id) is asked for, or has marked, and how far each is, by reference.

    Who sits here as an assessor is not asked where they have an interest; a coordinator is told of it, and may mark all
    the same. Nothing of others while their marks are hidden.
    """
    if not sight(work, round_id).of(assessor):
        return ()
    known = [criterion.id for criterion in criteria_set.criteria]
    answers = (
        select(_MARK.c.proposal, func.count())
        .where(_MARK.c.round == round_id, _MARK.c.assessor == assessor, _MARK.c.criterion.in_(known))
        .where(_MARK.c.removed.is_not(True), ANSWERED)
        .group_by(_MARK.c.proposal)
    )
    person = work.person
    with work.reading() as db:
        answered: dict[str, int] = dict(db.execute(answers).all())
        found = asking(db, round_id, assessor)
        drafts = bool(db.execute(select(_ROUND.c.independent).where(_ROUND.c.id == round_id)).scalar())
        row = db.execute(select(_ASSESSOR.c.name, _ASSESSOR.c.delegation).where(_ASSESSOR.c.id == assessor)).first()
        names = {} if row is None else {assessor: (row.name or "", row.delegation or "")}
        if person is not None and assessor == assessor_id(person.name, person.delegation):
            names[assessor] = (person.name, person.delegation)  # who has not given a mark yet is not on record
        against = interests(db, found.proposals, names)
    strict = person is not None and person.role == "assessor"
    lines = []
    for one in candidates(work, round_id):
        sheet, interest, count = found.sheet(one.id, assessor), against.get((one.id, assessor)), answered.get(one.id, 0)
        if count or sheet.conflict or (found.asks(one.id, assessor) and not (strict and interest)):
            whole = len(known)
            lines.append(QueueLine(one, count, whole, sheet.submitted, sheet.conflict, interest, drafts))
    return tuple(lines)


def awaited(work: Workspace) -> frozenset[str] | None:
    """Return the proposals (ids) of the round in hand for which the person here still has to submit a sheet.

    Nobody is waited for where they have an interest, or where the round is closed. None for a reader, who gives no
    marks. Only one's own sheets are looked at.
    """
    person = work.person
    if person is None or person.role == "reader":
        return None
    current = next(iter(rounds(work)), None)
    if current is None or current.closed:
        return frozenset()
    own = assessor_id(person.name, person.delegation)
    lines = queue(work, current.id, own, criteria(work, current.criteria_set))
    barred = (line.interest is not None and not line.answered for line in lines)
    return frozenset(line.candidate.id for line, out in zip(lines, barred, strict=True) if not (line.done or out))
