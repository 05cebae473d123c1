"""What the scoring page reads in the background, and how it stores marks there without losing sight of them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from khartoum_desktop.core.progress import Progress
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.queries import read
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.reading import Passage, facts, passages
from khartoum_desktop.scoring.rounds.queue import QueueLine, queue
from khartoum_desktop.scoring.rounds.writing import mark_id
from khartoum_desktop.toolkit.tasks import Tasks
from khartoum_desktop.workspace import StepWriter, Workspace


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the page needs to know of the round and of everybody; `me` is the person at this laptop."""

    round: Round
    criteria: CriteriaSet
    lists: Lists
    me: Assessor | None
    assessors: tuple[Assessor, ...]
    proposals: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One proposal as one assessor has it before them, and the whole queue."""

    proposal: str
    assessor: str
    facts: str
    title: str
    passages: tuple[Passage, ...]
    answers: Mapping[str, Answer]
    queue: tuple[QueueLine, ...]


def read_sitting(work: Workspace, _progress: Progress) -> Sitting:
    """Read the round, its criteria and everybody who gives marks."""
    current = queries.current_round(work)
    person = work.person
    me = operations.assessor_of(work, person.name, person.delegation) if person else None
    criteria = queries.criteria(work, current.criteria_set)
    proposals = len(queries.candidates(work, current.id))
    return Sitting(current, criteria, lists_of(work), me, queries.assessors(work), proposals)


def read_sheet(
    work: Workspace, sitting: Sitting, assessor: Assessor, proposal: str, _progress: Progress
) -> Sheet | None:
    """Read one proposal's sheet, without a proposal the first that is not done; None when there are no proposals."""
    lines = queue(work, sitting.round.id, assessor.id, sitting.criteria)
    chosen = next((line for line in lines if line.candidate.id == proposal), None)
    chosen = chosen or next((line for line in lines if not line.done), lines[0] if lines else None)
    if chosen is None:
        return None
    detail = read(work, chosen.candidate.id)
    return Sheet(
        chosen.candidate.id,
        assessor.id,
        facts(detail, sitting.lists),
        chosen.candidate.title.text(),
        passages(detail, sitting.lists),
        queries.sheet(work, sitting.round.id, chosen.candidate.id, assessor.id),
        lines,
    )


class Storing:
    """Marks on their way into the store: shown at once, and told apart from what others changed."""

    def __init__(self, work: Workspace, tasks: Tasks, owner: QObject) -> None:
        self._work, self._tasks, self._owner = work, tasks, owner
        self._waiting: dict[tuple[str, str, str], list[Answer]] = defaultdict(list)
        self._own: set[str] = set()

    def store(
        self,
        sitting: Sitting,
        entries: Sequence[Entry],
        done: Callable[[str], None],
        failed: Callable[[Exception], None],
        also: Callable[[StepWriter], None] | None = None,
    ) -> None:
        """Store answers as one step in the background, with what `also` writes; `done` is given the step."""
        ids = {mark_id(sitting.round.id, one.proposal, one.criterion, one.assessor.id) for one in entries}
        self._own |= ids
        for entry in entries:
            self._waiting[_place(entry)].append(entry.answer)

        def write(_progress: Progress) -> str:
            return operations.mark_many(
                self._work, entries, current=sitting.round, criteria=sitting.criteria, also=also
            )

        def over(tell: Callable[[], None]) -> None:
            self._own -= ids
            for entry in entries:
                waiting = self._waiting[_place(entry)]
                waiting.remove(entry.answer)
                if not waiting:
                    del self._waiting[_place(entry)]
            tell()

        self._tasks.start(
            write,
            lambda step: over(partial(done, step)),
            lambda error: over(partial(failed, error)),
            owner=self._owner,
        )

    def with_waiting(self, proposal: str, assessor: str, stored: Mapping[str, Answer]) -> dict[str, Answer]:
        """Return stored answers (by criterion) with those on their way laid over them."""
        shown = dict(stored)
        for (one, criterion, who), waiting in self._waiting.items():
            if (one, who) == (proposal, assessor):
                shown[criterion] = waiting[-1]
        return shown

    def is_foreign(self, marks: frozenset[str]) -> bool:
        """Tell whether changed marks (ids) include others than those that were just stored from here."""
        foreign = bool(marks - self._own)
        self._own -= marks
        return foreign


def _place(entry: Entry) -> tuple[str, str, str]:
    return entry.proposal, entry.criterion, entry.assessor.id
