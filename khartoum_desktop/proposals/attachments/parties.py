"""One party of a proposal added, changed or removed with its consent and the letter that proves it, in one step."""

from collections.abc import Mapping

from sqlalchemy import func, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.proposals.fields import BY_KEY
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.model import Line, Stored, as_lines, check_field, clean_value
from khartoum_desktop.proposals.queries import read
from khartoum_desktop.storage.schema import TABLES, Attachment, Party
from khartoum_desktop.workspace import StepWriter, Workspace

_PARTY = TABLES["party"]


def add(work: Workspace, proposal: str, values: Mapping[str, Stored], letter: str | None = None) -> str:
    """Add a party after the others and return its id; `letter` is the id of a file. UserError for a wrong value."""
    line, ref = _checked(work, values), read(work, proposal).ref
    with work.step(N_("Add a party to {ref}"), ref=ref) as step:
        last = step.db.execute(select(func.max(_PARTY.c.position)).where(_PARTY.c.proposal == proposal)).scalar()
        party = step.add(Party, {**line, "proposal": proposal, "position": 0 if last is None else last + 1})
        _prove(step, letter, party)
    return party


def change(
    work: Workspace, proposal: str, party: Line, values: Mapping[str, Stored], letter: str | None = None
) -> None:
    """Write what is given of a party; the rest stays."""
    line, ref = _checked(work, values), read(work, proposal).ref
    with work.step(N_("Change a party of {ref}"), ref=ref) as step:
        step.put(Party, str(party["id"]), line)
        _prove(step, letter, str(party["id"]))


def remove(work: Workspace, proposal: str, party: Line) -> None:
    """Withdraw a party; its letter stays attached, as nobody's."""
    with work.step(N_("Remove a party of {ref}"), ref=read(work, proposal).ref) as step:
        step.remove(Party, str(party["id"]))


def _prove(step: StepWriter, letter: str | None, party: str) -> None:
    if letter is not None:
        step.put(Attachment, letter, {"party": party})


def _checked(work: Workspace, values: Mapping[str, Stored]) -> dict[str, Stored]:
    """Return what is said of a party, cleaned; UserError for the first thing that cannot be stored."""
    field = BY_KEY["parties"]
    (line,) = as_lines(clean_value(field, (values,)))
    refused = next((problem for problem in check_field(field, (line,), lists_of(work)) if problem.refuses), None)
    if refused:
        raise UserError(refused.sentence, _("Nothing was changed."))
    return dict(line)
