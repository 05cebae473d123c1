"""Workspaces for the tests of scoring and shortlists: the shipped rows, a round, proposals, marks."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from khartoum_desktop.proposals.shipped import criteria_set_id, genesis, presidency_id
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import UNIT
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.queries import Assessor
from khartoum_desktop.scoring.rounds.asking import asking
from khartoum_desktop.scoring.rounds.operations import reopen, submit
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.workspace import Person, Workspace, derived_id

NADIA = Person("Nadia Fahmy", "EG", "coordinator")


def new_workspace(path: Path) -> Workspace:
    """Make a workspace with what the program ships."""
    return Workspace.create(path, NADIA, genesis=genesis())


def new_round(work: Workspace, required: int = 1) -> str:
    """Open a round of the Egyptian presidency on the default criteria."""
    return operations.open_round(work, presidency_id("EG-2024"), criteria_set_id("default"), required=required)


def ref_of(number: int) -> str:
    """Return the reference of the test's proposal of a number."""
    return f"KP-2026-EG-A-{number:02}"


def id_of(number: int) -> str:
    """Return the id of the test's proposal of a number."""
    return derived_id("test proposal", str(number))


def put_proposals(work: Workspace, count: int, amounts: Mapping[int, tuple[int, str]] | None = None) -> None:
    """Put proposals 1 … count into the workspace, some with a total cost (whole units, currency)."""
    with work.step("Proposals") as step:
        for number in range(1, count + 1):
            amount, currency = (amounts or {}).get(number, (None, None))
            step.add(
                Proposal,
                {
                    "ref": ref_of(number),
                    "state": "IDEA",
                    "lead_country": "EG",
                    "title_en": f"Proposal {number}",
                    "title_ar": f"المقترح {number}",
                    "budget_total": None if amount is None else amount * UNIT,
                    "budget_total_currency": currency,
                },
                id_of(number),
            )


@contextmanager
def reopened(work: Workspace, numbers: Iterable[int], name: str, delegation: str) -> Iterator[Assessor]:
    """Open an assessor's submitted sheets for some proposals, and submit them all again in the end."""
    current, assessor = queries.current_round(work), operations.assessor_of(work, name, delegation)
    pairs = [(id_of(number), assessor.id) for number in numbers]
    with work.reading() as db:
        found = asking(db, current.id)
    submitted = [pair for pair in pairs if found.sheet(*pair).submitted]
    if submitted:
        reopen(work, current, submitted)
    yield assessor
    submit(work, current, pairs)


def mark_all(work: Workspace, marks: Mapping[int, int], name: str = "Nadia Fahmy", delegation: str = "EG") -> None:
    """Let one assessor give the same mark to a whole proposal and submit it, for several proposals."""
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    with reopened(work, marks, name, delegation) as assessor:
        entries = [
            Entry(id_of(number), criterion.id, assessor, Answer(mark * UNIT, reason="seen"))
            for number, mark in marks.items()
            for criterion in criteria.criteria
        ]
        operations.mark_many(work, entries)
