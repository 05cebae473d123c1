"""How long ranking from the store takes, beside the bare SELECT … GROUP BY of the same marks.

`python -m tests.shortlist.rank_speed [PROPOSALS] [ASSESSORS]`; without arguments 10,000 and 3. Both are measured in one
run, in turn; medians are printed.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import NamedTuple

from sqlalchemy import func, select

from khartoum_desktop.scoring import operations
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.rounds.operations import submit
from khartoum_desktop.shortlist import queries
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace
from tests.scoring.rooms import id_of, new_round, new_workspace, put_proposals

_DELEGATIONS = ("EG", "ET", "IT", "FR", "SD")
_AT_ONCE = 500  # proposals marked in one step


class Measured(NamedTuple):
    """Seconds: ranking from the store to the ranked list, and the bare SELECT … GROUP BY."""

    rank: float
    bare: float
    marks: int


def fill(work: Workspace, proposals: int, assessors: int) -> int:
    """Put proposals with marks of every assessor into a workspace, one in two hundred left out; return how many."""
    new_round(work)
    put_proposals(work, proposals)
    chance = random.Random(1)  # noqa: S311 - marks to measure with, nothing secret
    current = scoring.current_round(work)
    criteria = scoring.criteria(work, current.criteria_set)
    people = [
        operations.assessor_of(work, f"Assessor {number}", _DELEGATIONS[number % len(_DELEGATIONS)])
        for number in range(assessors)
    ]
    count = 0
    for start in range(1, proposals + 1, _AT_ONCE):
        entries = [
            Entry(id_of(number), criterion.id, person, Answer(chance.randint(1, 5) * 1000))
            for number in range(start, min(start + _AT_ONCE, proposals + 1))
            for criterion in criteria.criteria
            for person in people
            if chance.random() > 0.005
        ]
        operations.mark_many(work, entries, current=current, criteria=criteria, reasons=False)
        submit(work, current, [(entry.proposal, entry.assessor.id) for entry in entries], complete=False)
        count += len(entries)
    return count


def measure(work: Workspace, marks: int, rounds: int = 5) -> Measured:
    """Measure both in turn and return the medians."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_timed(ranked, work))
        theirs.append(_timed(bare, work))
    return Measured(median(ours), median(theirs), marks)


def bare(work: Workspace) -> None:
    """Let the database count and add the marks, and no more."""
    mark = TABLES["mark"]
    wanted = select(mark.c.proposal, mark.c.criterion, func.count(), func.sum(mark.c.value)).group_by(
        mark.c.proposal, mark.c.criterion
    )
    with work.reading() as db:
        db.execute(wanted).all()


def ranked(work: Workspace) -> None:
    """Rank everything."""
    queries.current_ranking(work)


def _timed(act: Callable[[Workspace], None], work: Workspace) -> float:
    start = time.perf_counter()
    act(work)
    return time.perf_counter() - start


def main(proposals: int, assessors: int) -> None:
    """Fill a workspace in a temporary folder, measure, and print."""
    with tempfile.TemporaryDirectory() as folder:
        work = new_workspace(Path(folder) / "speed.khartoum")
        start = time.perf_counter()
        marks = fill(work, proposals, assessors)
        filled = time.perf_counter() - start
        found = measure(work, marks)
        work.close()
    print(f"{proposals:,} proposals, {found.marks:,} marks (stored in {filled:.0f} s)")  # noqa: T201 - a script's answer
    print(f"ranking {found.rank:.2f} s, bare GROUP BY {found.bare:.2f} s: {found.rank / found.bare:.1f} times")  # noqa: T201


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(*(given + [10_000, 3][len(given) :]))
