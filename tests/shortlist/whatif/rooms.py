"""A workspace whose order hangs on the weights: some proposals are good at what heads the set, others at the rest."""

from collections.abc import Mapping

from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import UNIT
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.workspace import Workspace
from tests.scoring.rooms import id_of, new_round, put_proposals, reopened

HEAD = 3  # criteria of the first group
MARKS: Mapping[int, tuple[int, int]] = {1: (5, 2), 2: (2, 5), 3: (4, 3), 4: (3, 4), 5: (3, 3), 6: (4, 4)}
COSTS = {1: (2_400_000, "EUR"), 2: (1_850_000, "EUR"), 3: (900_000, "EUR"), 4: (760_000, "EUR"), 6: (1_000_000, "EUR")}


def fill(work: Workspace) -> None:
    """Open a round and mark six of seven proposals: one mark on the first group, another on the rest."""
    new_round(work)
    put_proposals(work, 7, COSTS)
    current = queries.current_round(work)
    criteria = queries.criteria(work, current.criteria_set)
    with reopened(work, MARKS, "Nadia Fahmy", "EG") as nadia:
        entries = [
            Entry(id_of(number), one.id, nadia, Answer((head if place < HEAD else rest) * UNIT, reason="seen"))
            for number, (head, rest) in MARKS.items()
            for place, one in enumerate(criteria.criteria)
        ]
        operations.mark_many(work, entries)
