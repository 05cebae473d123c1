"""Opening the first assessment round of a workspace: the current presidency's, on the shipped criteria."""

from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.shipped import criteria_set_id, presidency_id
from khartoum_desktop.scoring.criteria import Wording
from khartoum_desktop.scoring.operations import open_round
from khartoum_desktop.workspace import Workspace

DEFAULT_CRITERIA = "default"
SHIPPED_PRESIDENCY = "EG-2024"


def open_first_round(work: Workspace, label: Wording | None = None) -> str:
    """Open the first round and return its id; without a label it is named after the presidency."""
    presidency = lists_of(work).presidency or SHIPPED_PRESIDENCY
    return open_round(work, presidency_id(presidency), criteria_set_id(DEFAULT_CRITERIA), label=label)
