"""The assessment round of a presidency, on the shipped criteria: its first comes with it."""

from collections.abc import Mapping

from sqlalchemy import select

from khartoum_desktop.proposals.priorities import set_presidency
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.shipped import criteria_set_id, presidency_id
from khartoum_desktop.scoring.criteria import Wording
from khartoum_desktop.scoring.operations import first_round_id
from khartoum_desktop.scoring.queries import presidency_label
from khartoum_desktop.storage.changes import Value
from khartoum_desktop.storage.schema import TABLES, Round
from khartoum_desktop.workspace import StepWriter, Workspace

DEFAULT_CRITERIA = "default"
SHIPPED_PRESIDENCY = "EG-2024"


def open_first_round(work: Workspace, label: Wording | None = None) -> str:
    """Open the first round and return its id; without a label it is named after the presidency.

    It comes with the workspace as the code lists do: nobody's Undo takes it away, and it is the same on every laptop.
    """
    presidency = presidency_id(lists_of(work).presidency or SHIPPED_PRESIDENCY)
    words = label or presidency_label(work, presidency)
    names = {"label_ar": words.ar or None, "label_en": words.en or None, "label_fr": words.fr or None}
    round_id, values = _first_round(presidency, names)
    work.store.ship([("round", round_id, values)])
    return round_id


def change_presidency(work: Workspace, key: str, first: int | None = None, last: int | None = None) -> None:
    """Say whose presidency it is from now on (see `set_presidency`): marks are given in a round of its own.

    The rounds of other presidencies keep their marks, and are in use again when theirs is the current one.
    """
    set_presidency(work, key, first, last, along=_open_round)


def _open_round(step: StepWriter, presidency: str, names: Mapping[str, Value]) -> None:
    rounds = TABLES["round"]
    query = select(rounds.c.id).where(rounds.c.presidency == presidency, rounds.c.removed.is_not(True))
    if step.db.execute(query).first() is None:
        round_id, values = _first_round(presidency, names)
        step.add(Round, values, round_id)


def _first_round(presidency: str, names: Mapping[str, Value]) -> tuple[str, dict[str, Value]]:
    criteria = criteria_set_id(DEFAULT_CRITERIA)
    values: dict[str, Value] = {
        "presidency": presidency,
        "criteria_set": criteria,
        "required": 1,
        "closed": False,
        "independent": True,
    }
    return first_round_id(presidency, criteria), {**values, **names}
