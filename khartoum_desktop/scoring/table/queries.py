"""Reading one assessor's sheets as a table, in a bounded number of queries."""

from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids.queries import limit_facts
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.queue import QueueLine, queue
from khartoum_desktop.scoring.table.model import Grid, Lock, Row
from khartoum_desktop.workspace import Workspace


def grid(work: Workspace, current: Round, criteria: CriteriaSet, assessor: str) -> Grid:
    """Return the sheets that an assessor (id) is asked for, or has marked; none while their marks are hidden."""
    given: dict[str, dict[str, Answer]] = {}
    for one in queries.answers(work, current.id, None, assessor):
        given.setdefault(one.proposal, {})[one.criterion] = queries.answer_of(one)
    lines = queue(work, current.id, assessor, criteria)
    facts = limit_facts(work, current, criteria, [line.candidate.id for line in lines])
    return Grid(assessor, criteria, tuple(_row(line, given.get(line.candidate.id, {})) for line in lines), facts)


def _row(line: QueueLine, answers: dict[str, Answer]) -> Row:
    submitted = line.submitted if line.drafts else ""
    lock = Lock.CONFLICT if line.drafts and line.conflict else Lock.SUBMITTED if submitted else None
    one = line.candidate
    return Row(one.id, one.ref, one.title, answers, lock, line.conflict or submitted, line.done, line.drafts)
