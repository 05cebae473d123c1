"""Of which sheets a person must say from whom they come: asked once for each sheet."""

from dataclasses import dataclass

from khartoum_desktop.importing.model import Plan


@dataclass(frozen=True, slots=True)
class SenderQuestion:
    """A sheet whose sender's country only a person can say: countries to choose from first, and how many rows wait."""

    sheet: str
    answers: tuple[str, ...]
    waiting: int


def sender_questions(plan: Plan) -> tuple[SenderQuestion, ...]:
    """Return the sheets that are taken whose rows need a country that nobody knows, or of which two are named.

    `decisions.sender_country(plan, answer, sheet)` answers.
    """
    found = []
    for sheet in plan.sheets:
        waiting = sum(1 for row in sheet.rows if not row.values.get("lead_country"))
        if sheet.taken and not sheet.sender_country and waiting:
            own = plan.source.own_country
            found.append(SenderQuestion(sheet.name, sheet.sender_doubt or ((own,) if own else ()), waiting))
    return tuple(found)
