"""How long ranking from the store takes, beside the bare SELECT … GROUP BY of the same marks.

`python -m tests.shortlist.rank_speed [PROPOSALS] [ASSESSORS]`; without arguments 10,000 and 5, on 12 criteria, in a
round of independent assessors who have submitted their sheets. Both are measured in one run, in turn; medians are
printed. Beside them, where pymcdm can be imported, its weighted sum of a matrix that is ready in memory: no store, no
assessors, no ranges, and floats. (It needs scipy, pandas and matplotlib: install it into a folder of its own with
`pip install --target FOLDER pymcdm`, and run with that folder last in PYTHONPATH.)
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import func, select

from khartoum_desktop.proposals.shipped import presidency_id
from khartoum_desktop.scoring import operations
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.criteria import UNIT
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.rounds.operations import submit
from khartoum_desktop.shortlist import queries
from khartoum_desktop.shortlist.model import Ranking
from khartoum_desktop.storage.schema import TABLES, CriteriaSet, Criterion, Round
from khartoum_desktop.workspace import Workspace
from tests.scoring.rooms import id_of, new_workspace, put_proposals

CRITERIA = 12
_DELEGATIONS = ("EG", "ET", "IT", "FR", "SD")
_AT_ONCE = 500  # proposals marked in one step


class Measured(NamedTuple):
    """Seconds: ranking from the store to the ranked list, and the bare SELECT … GROUP BY."""

    rank: float
    bare: float
    marks: int


def fill(work: Workspace, proposals: int, assessors: int) -> int:
    """Put proposals with marks of every assessor into a workspace, one in two hundred left out; return how many."""
    _open_round(work)
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
        numbers = range(start, min(start + _AT_ONCE, proposals + 1))
        entries = [
            Entry(id_of(number), criterion.id, person, Answer(chance.randint(1, 5) * UNIT))
            for number in numbers
            for criterion in criteria.criteria
            for person in people
            if chance.random() > 0.005
        ]
        operations.mark_many(work, entries, current=current, criteria=criteria, reasons=False)
        count += len(entries)
        submit(work, current, [(id_of(number), person.id) for number in numbers for person in people], complete=False)
    return count


def _open_round(work: Workspace) -> None:
    """Open an independent round on twelve criteria of different weights, marks from 1 to 5."""
    with work.step("Criteria") as step:
        scale = {"scale_min": UNIT, "scale_max": 5 * UNIT, "scale_step": UNIT}
        step.add(CriteriaSet, {"key": "twelve", "label_en": "Twelve", "aggregation": "delegation", **scale}, "twelve")
        for place in range(CRITERIA):
            named = {"criteria_set": "twelve", "key": f"c{place:02}", "label_en": f"Criterion {place}"}
            step.add(Criterion, {**named, "position": place, "weight": (place + 3) * UNIT}, f"twelve-{place}")
    opened = operations.open_round(work, presidency_id("EG-2024"), "twelve")
    with work.step("Independent") as step:
        step.put(Round, opened, {"independent": True})


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


def ranked(work: Workspace) -> Ranking:
    """Rank everything."""
    return queries.current_ranking(work)


def weighted_sum(ranking: Ranking) -> Callable[[], Any] | None:
    """Return pymcdm's ranking of the same aggregated marks, ready in memory; None where it is not installed."""
    try:
        methods = import_module("pymcdm.methods")
    except ImportError:
        return None
    import numpy as np

    criteria = ranking.criteria
    matrix = np.array([[float(cell.value) if cell else 0.0 for cell in line.cells] for line in ranking.lines])
    weights = np.array([float(criteria.share_of(criterion)) for criterion in criteria.criteria])
    method, types = methods.WSM(), np.ones(len(weights))
    return lambda: method.rank(method(matrix, weights, types))


def _timed(act: Callable[[Workspace], object], work: Workspace) -> float:
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
        other = weighted_sum(ranked(work))
        beside = None if other is None else median(_timed(lambda _work: other(), work) for _ in range(5))
        work.close()
    said = [
        f"{proposals:,} proposals × {CRITERIA} criteria × {assessors} assessors",
        f"{found.marks:,} marks, stored in {filled:.0f} s",
        f"ranking {found.rank:.2f} s, bare GROUP BY {found.bare:.2f} s: {found.rank / found.bare:.1f} times",
        "pymcdm is not installed" if beside is None else f"pymcdm, weighted sum of a ready matrix: {beside:.4f} s",
    ]
    print("\n".join(said))  # noqa: T201 - a script's answer


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(*(given + [10_000, 5][len(given) :]))
