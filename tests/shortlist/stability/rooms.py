"""Workspaces with a worked case in them: its criteria, its proposals by title, marks of one assessor."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from khartoum_desktop.proposals.shipped import presidency_id
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.rounds.operations import submit
from khartoum_desktop.storage.schema import CriteriaSet, Criterion, Proposal
from khartoum_desktop.workspace import Workspace, derived_id
from tests.scoring.building import Number, thousandths
from tests.scoring.rooms import new_workspace

Rows = Mapping[str, Sequence[Number | None]]


def case_workspace(
    path: Path, weights: Sequence[Number], rows: Rows, scale: tuple[Number, ...] = (0, 100, 1)
) -> Workspace:
    """Make a workspace with a round on criteria c0, c1, … and these marks, None where there is none."""
    work = new_workspace(path)
    with work.step("Case") as step:
        low, high, width = map(thousandths, scale)
        of_set = {"key": "case", "label_en": "Case", "aggregation": "mean"}
        step.add(CriteriaSet, {**of_set, "scale_min": low, "scale_max": high, "scale_step": width}, "case")
        for place, weight in enumerate(weights):
            named = {"criteria_set": "case", "key": f"c{place}", "label_en": f"C {place}"}
            step.add(Criterion, {**named, "position": place, "weight": thousandths(weight)}, f"case-{place}")
        for name in rows:
            step.add(Proposal, {"ref": f"KP-{name}", "title_en": name, "state": "IDEA"}, derived_id("case", name))
    operations.open_round(work, presidency_id("EG-2024"), "case")
    assessor = operations.assessor_of(work, "Nadia Fahmy", "EG")
    criteria = queries.criteria(work, "case")
    operations.mark_many(
        work,
        [
            Entry(derived_id("case", name), criterion.id, assessor, Answer(thousandths(mark)))
            for name, row in rows.items()
            for criterion, mark in zip(criteria.criteria, row, strict=True)
            if mark is not None
        ],
    )
    submit(
        work, queries.current_round(work), [(derived_id("case", name), assessor.id) for name in rows], complete=False
    )
    return work
