"""Opening the first assessment round of a workspace: the current presidency's, on the shipped criteria."""

from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.shipped import criteria_set_id, presidency_id
from khartoum_desktop.scoring.criteria import Wording
from khartoum_desktop.scoring.operations import first_round_id
from khartoum_desktop.scoring.queries import presidency_label
from khartoum_desktop.workspace import Workspace

DEFAULT_CRITERIA = "default"
SHIPPED_PRESIDENCY = "EG-2024"


def open_first_round(work: Workspace, label: Wording | None = None) -> str:
    """Open the first round and return its id; without a label it is named after the presidency.

    It comes with the workspace as the code lists do: nobody's Undo takes it away, and it is the same on every laptop.
    """
    presidency = presidency_id(lists_of(work).presidency or SHIPPED_PRESIDENCY)
    criteria = criteria_set_id(DEFAULT_CRITERIA)
    words = label or presidency_label(work, presidency)
    round_id = first_round_id(presidency, criteria)
    values: dict[str, str | int | None] = {
        "presidency": presidency,
        "criteria_set": criteria,
        "required": 1,
        "closed": False,
    }
    names = {"label_ar": words.ar or None, "label_en": words.en or None, "label_fr": words.fr or None}
    work.store.ship([("round", round_id, {**values, **names})])
    return round_id
