"""What two proposals made one may not lose without being told: how far it has come, who may read it, its source."""

import pytest

from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals import queries
from khartoum_desktop.proposals.duplicates import operations
from khartoum_desktop.proposals.duplicates.joining import Take, fuller
from khartoum_desktop.storage.schema import Proposal
from khartoum_desktop.workspace import Workspace
from tests.proposals.duplicates.halls import everything, make


def handed_in(work: Workspace, ident: str) -> None:
    with work.step("Assess") as step:
        step.put(Proposal, ident, {"state": "ASSESSING"})


def test_what_is_handed_in_stays_before_a_fuller_draft(work: Workspace) -> None:
    old = make(work, "Skills hubs for returnees")
    handed_in(work, old)
    draft = make(work, "Skills hubs for returnees", summary_en="Three hubs.", duration_months=24)
    first, second = fuller(queries.read(work, draft), queries.read(work, old))
    assert (first.id, second.id) == (old, draft)
    operations.merge(work, draft, old)  # turned round by somebody
    assert queries.read(work, draft).columns["state"] == "ASSESSING"


@pytest.mark.parametrize("turned", [False, True])
def test_a_merge_makes_nothing_more_open_unless_somebody_chooses_it(work: Workspace, turned: bool) -> None:
    one, two = make(work, "Skills hubs", confidentiality="restricted"), make(work, "Skills hubs")
    keep, other = (two, one) if turned else (one, two)
    operations.merge(work, keep, other)
    assert queries.read(work, keep).columns["confidentiality"] == "restricted"
    work.undo()
    operations.merge(work, keep, other, {"confidentiality": Take.OTHER if not turned else Take.KEEP})
    assert queries.read(work, keep).columns["confidentiality"] == "members_only"


def test_a_copy_that_goes_into_its_source_leaves_no_trace_of_copying(work: Workspace) -> None:
    origin = make(work, "Border health")
    source = proposals.duplicate(work, origin)
    copy = proposals.duplicate(work, source)
    operations.merge(work, source, copy)
    stored = everything(work)["proposal"][source]
    assert stored["copied_from"] == origin
    operations.merge(work, origin, source)
    assert "copied_from" not in everything(work)["proposal"][origin]
