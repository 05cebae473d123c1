"""What is refused in a round: who may change what, and what stays as it was submitted."""

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy import select

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill, listed
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.asking import assessor_id
from khartoum_desktop.scoring.rounds.model import Pair
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.storage.rows import chunks
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_SHEET, _PROPOSAL, _ASSESSOR = (TABLES[name] for name in ("assessment", "proposal", "assessor"))
_MOST_NAMED: Final = 3


def coordinator_only(work: Workspace) -> None:
    """Refuse whoever sits here as an assessor: who assesses does not rule over the round they assess in."""
    if work.person is not None and work.person.role == "assessor":
        raise UserError(
            _("Rounds, assessors and assignments are changed by a coordinator."), _("Ask the coordinator of the round.")
        )


def only_own(work: Workspace) -> str | None:
    """Return the only assessor (id) for whom the person here may bring marks; None: everybody. UserError for none."""
    person = work.person
    if person is not None and person.role == "reader":
        raise UserError(_("A reader changes no marks."), _("Ask a coordinator to take the file in."))
    return assessor_id(person.name, person.delegation) if person is not None and person.role == "assessor" else None


def refuse_closed(current: Round) -> None:
    """Refuse to change what belongs to a closed round."""
    if current.closed:
        raise UserError(
            fill(_("The round “{name}” is closed."), name=current.label.text()), _("Marks can no longer be changed.")
        )


def refuse_others(work: Workspace, pairs: Iterable[Pair]) -> None:
    """Refuse an assessor who acts for somebody else: a coordinator may enter the marks of others, they may not."""
    person = work.person
    if person is None or person.role != "assessor":
        return
    own = assessor_id(person.name, person.delegation)
    if any(who != own for _proposal, who in pairs):
        raise UserError(
            fill(_("{name} is here as an assessor and gives no marks of others."), name=person.name),
            _("Let a coordinator enter the marks of others."),
        )


def refuse_who_has_looked(work: Workspace, round_id: str) -> None:
    """Refuse an assessor who sees the others' marks by now: what they would change is no longer independent of them."""
    person = work.person
    if person is not None and person.role == "assessor" and sight(work, round_id).everything:
        raise UserError(
            _("You see the marks of the others by now, so your own stay as you submitted them."),
            _("Ask a coordinator to reopen the sheet."),
        )


def refuse_submitted(work: Workspace, round_id: str, pairs: Collection[Pair], *, independent: bool) -> None:
    """Refuse a change of marks on sheets of an independent round that are submitted, naming them and the day."""
    if not independent:
        return
    query = select(_SHEET.c.proposal, _SHEET.c.assessor, _SHEET.c.submitted).where(
        _SHEET.c.round == round_id, _SHEET.c.removed.is_not(True), _SHEET.c.submitted.is_not(None)
    )
    with work.reading() as db:
        rows = db.execute(query.where(_SHEET.c.assessor.in_({who for _proposal, who in pairs}))).all()
    locked = [(row.proposal, row.assessor, row.submitted) for row in rows if (row.proposal, row.assessor) in pairs]
    if not locked:
        return
    refs = sorted(set(refs_of(work, [proposal for proposal, _who, _on in locked]).values()))
    names = names_of(work, [who for _proposal, who, _on in locked])
    raise UserError(
        fill(
            _("The sheet of {who} for {refs} was submitted on {date}."),
            who=_some(sorted(set(names.values()))),
            refs=_some(refs),
            date=format_date(max(on for _proposal, _who, on in locked)),
        ),
        _("Reopen it first: then its marks can be changed, and do not count until it is submitted again."),
    )


def refuse_declared(work: Workspace, round_id: str, pairs: Collection[Pair]) -> None:
    """Refuse marks on sheets with a declared conflict of interest, naming the first one."""
    query = select(_SHEET.c.proposal, _SHEET.c.assessor).where(
        _SHEET.c.round == round_id, _SHEET.c.removed.is_not(True), _SHEET.c.conflict.is_not(None)
    )
    with work.reading() as db:
        rows = db.execute(query.where(_SHEET.c.assessor.in_({who for _proposal, who in pairs}))).all()
    for proposal, who in rows:
        if (proposal, who) in pairs:
            raise UserError(
                fill(
                    _("{who} has declared a conflict of interest for {ref}."),
                    who=names_of(work, [who]).get(who, "–"),
                    ref=refs_of(work, [proposal]).get(proposal, "–"),
                ),
                _("Take the conflict back in the round, or leave the marks out."),
            )


def refs_of(work: Workspace, proposals: Iterable[str]) -> dict[str, str]:
    """Return proposal -> its reference, of deleted ones too."""
    found: dict[str, str] = {}
    with work.reading() as db:
        for ids in chunks(set(proposals)):
            query = select(_PROPOSAL.c.id, _PROPOSAL.c.ref).where(_PROPOSAL.c.id.in_(ids))
            found |= {ident: ref or "–" for ident, ref in db.execute(query)}
    return found


def names_of(work: Workspace, assessors: Iterable[str]) -> dict[str, str]:
    """Return assessor -> name."""
    with work.reading() as db:
        query = select(_ASSESSOR.c.id, _ASSESSOR.c.name).where(_ASSESSOR.c.id.in_(set(assessors)))
        return {ident: name or "–" for ident, name in db.execute(query)}


def _some(words: Collection[str]) -> str:
    named = list(words)[:_MOST_NAMED]
    return listed([*named, "…"] if len(words) > _MOST_NAMED else named)
