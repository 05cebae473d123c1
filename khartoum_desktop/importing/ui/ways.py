"""Which steps of the import can be gone to: nothing lies behind the sheet before its header is shown."""

from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.pointing import is_without_table
from khartoum_desktop.importing.survey import Survey
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, DONE, FILE, REVIEW, SHEET


def reachable(step: int, plan: Plan | None) -> list[int]:
    """Return the steps that can be chosen from a step."""
    if plan is None or step == DONE:
        return [FILE]
    return [FILE, SHEET] if is_without_table(plan) else [FILE, SHEET, COLUMNS, REVIEW]


def leads_on(step: int, plan: Plan | None) -> bool:
    """Tell whether something comes after a step."""
    return step == DONE or (plan is not None and (step == REVIEW or step + 1 in reachable(step, plan)))


def is_ready(step: int, found: Survey | None) -> bool:
    """Tell whether a step has what the page's big button takes on to the next one."""
    if found is None:
        return True
    needed = {SHEET: leads_on(step, found.plan), COLUMNS: bool(found.rows), REVIEW: found.to_write > 0}
    return needed.get(step, True)


def has_lost_table(step: int, plan: Plan | None) -> bool:
    """Tell whether a step shows a table that is no more: the choice of its header was taken back."""
    return step in {COLUMNS, REVIEW} and plan is not None and is_without_table(plan)
