"""The rows of sheets and of answers as they are written: in one place, whichever way marks come."""

from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.rounds.asking import sheet_id
from khartoum_desktop.scoring.rounds.model import Pair
from khartoum_desktop.storage.changes import Value, derived_id
from khartoum_desktop.storage.schema import Assessment, Mark
from khartoum_desktop.workspace import StepWriter


def write_sheet(step: StepWriter, round_id: str, sheet: Pair, **values: Value) -> None:
    """Write as part of a step what is so of a sheet: submitted (day), conflict (reason), assigned; None: no more."""
    proposal, assessor = sheet
    named: dict[str, Value] = {"round": round_id, "proposal": proposal, "assessor": assessor}
    step.add(Assessment, {**named, **values}, sheet_id(round_id, proposal, assessor))


def write_answer(step: StepWriter, round_id: str, cell: tuple[str, str, str], answer: Answer) -> None:
    """Write as part of a step what an assessor said: the cell is proposal, criterion and assessor (ids)."""
    proposal, criterion, assessor = cell
    values: dict[str, Value] = {
        "round": round_id,
        "proposal": proposal,
        "criterion": criterion,
        "assessor": assessor,
        "value": answer.value,
        "blank": None if answer.blank is None else str(answer.blank),
        "reason": answer.reason or None,
    }
    step.add(Mark, values, mark_id(round_id, proposal, criterion, assessor))


def mark_id(round_id: str, proposal: str, criterion: str, assessor: str) -> str:
    """Return the id of the one mark that an assessor can give for a criterion of a proposal in a round."""
    return derived_id("mark", round_id, proposal, criterion, assessor)
