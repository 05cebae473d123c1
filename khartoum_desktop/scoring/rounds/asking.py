"""Who is asked for which proposals of a round, what became of each sheet, and where an interest stands in the way."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec
from sqlalchemy import Connection, func, or_, select

from khartoum_desktop.core.i18n import N_
from khartoum_desktop.core.text import fold_key
from khartoum_desktop.scoring.rounds.model import Pair
from khartoum_desktop.storage.changes import StepBody, derived_id
from khartoum_desktop.storage.rows import chunks
from khartoum_desktop.storage.schema import TABLES

CHOSEN: Final = "chosen"  # the scope of a round whose proposals were chosen one by one
FIXED: Final = "fixed"  # of one that took all of them until it was closed
_SUBMIT: Final = ("lead", "co_sponsor")  # the roles of those who formally put a proposal forward
_IMPORTED: Final = "imported"

_ROUND, _MEMBER, _NAMED, _SHEET, _PROPOSAL, _PARTY, _CHANGE, _STEP = (
    TABLES[name]
    for name in (
        "round", "round_proposal", "round_assessor", "assessment", "proposal", "party", "change", "step",
    )
)  # fmt: skip
# an answer to a criterion: a mark, or why there is none
ANSWERED: Final = or_(TABLES["mark"].c.value.is_not(None), TABLES["mark"].c.blank.is_not(None))
_body = msgspec.json.Decoder(StepBody).decode


class Interest(StrEnum):
    """Why somebody should not assess a proposal."""

    COUNTRY = "country"
    SUBMITTING = "submitting"
    OWN = "own"


INTERESTS: Final[Mapping[Interest, str]] = {
    Interest.COUNTRY: N_("This proposal comes from the assessor’s own delegation."),
    Interest.SUBMITTING: N_("The assessor’s own delegation is among those who submit the proposal."),
    Interest.OWN: N_("The assessor drafted the proposal, or is its contact person."),
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One assessor's sheet for one proposal; submitted = the day, conflict = the reason, each "" where not."""

    assigned: bool = False
    submitted: str = ""
    conflict: str = ""


NO_SHEET: Final = SheetRow()


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is asked for what; named: assessor -> for every proposal? Nobody named: everybody is asked for every one."""

    proposals: tuple[str, ...]
    named: Mapping[str, bool]
    sheets: Mapping[Pair, SheetRow]

    def sheet(self, proposal: str, assessor: str) -> SheetRow:
        """Return a sheet; an empty one where there is none."""
        return self.sheets.get((proposal, assessor), NO_SHEET)

    def asks(self, proposal: str, assessor: str) -> bool:
        """Tell whether somebody is asked for a proposal of the round."""
        if not self.named:
            return True
        if assessor not in self.named:
            return False
        return self.named[assessor] or self.sheet(proposal, assessor).assigned

    def of(self, assessor: str) -> tuple[str, ...]:
        """Return the proposals that somebody is asked for, by reference."""
        return tuple(proposal for proposal in self.proposals if self.asks(proposal, assessor))


def assessor_id(name: str, delegation: str) -> str:
    """Return the id of an assessor: the same person has the same on every laptop."""
    return derived_id("assessor", delegation, fold_key(name))


def sheet_id(round_id: str, proposal: str, assessor: str) -> str:
    """Return the id of the one sheet that an assessor has for a proposal in a round."""
    return derived_id("assessment", round_id, proposal, assessor)


def proposals_of(db: Connection, round_id: str) -> tuple[str, ...]:
    """Return the proposals of a round (ids), by reference: those chosen for it, or all."""
    query = select(_PROPOSAL.c.id).where(_PROPOSAL.c.removed.is_not(True)).order_by(_PROPOSAL.c.ref, _PROPOSAL.c.id)
    found = db.execute(query).scalars()
    members = chosen(db, round_id)
    return tuple(found if members is None else (one for one in found if one in members))


def chosen(db: Connection, round_id: str) -> frozenset[str] | None:
    """Return the proposals of a round that were chosen, or there when it was closed, deleted ones too; None: all."""
    scope = db.execute(select(_ROUND.c.scope).where(_ROUND.c.id == round_id)).scalar()
    if scope not in {CHOSEN, FIXED}:
        return None
    query = select(_MEMBER.c.proposal).where(_MEMBER.c.round == round_id, _MEMBER.c.removed.is_not(True))
    return frozenset(db.execute(query).scalars())


def is_fixed(db: Connection, round_id: str) -> bool:
    """Tell whether the proposals of a round are those that there were when it was closed."""
    return bool(db.execute(select(_ROUND.c.scope).where(_ROUND.c.id == round_id)).scalar() == FIXED)


def asking(db: Connection, round_id: str, assessor: str | None = None) -> Asking:
    """Return who is asked for what in a round; of the sheets those of one assessor only where asked."""
    named = select(_NAMED.c.assessor, _NAMED.c.every).where(_NAMED.c.round == round_id, _NAMED.c.removed.is_not(True))
    sheets = select(
        _SHEET.c.proposal, _SHEET.c.assessor, _SHEET.c.assigned, _SHEET.c.submitted, _SHEET.c.conflict
    ).where(_SHEET.c.round == round_id, _SHEET.c.removed.is_not(True))
    if assessor is not None:
        sheets = sheets.where(_SHEET.c.assessor == assessor)
    return Asking(
        proposals_of(db, round_id),
        {one: bool(every) for one, every in db.execute(named)},
        {
            (proposal, who): SheetRow(bool(assigned), submitted or "", conflict or "")
            for proposal, who, assigned, submitted, conflict in db.execute(sheets)
        },
    )


# --- interests --------------------------------------------------------------------------------------------------------


def interests(db: Connection, proposals: Sequence[str], people: Mapping[str, tuple[str, str]]) -> dict[Pair, Interest]:
    """Return (proposal, assessor) -> why this assessor should not assess it.

    `people`: assessor -> (name, delegation). A partner or a beneficiary has no interest in this sense: only who leads
    or co-sponsors a proposal, who drafted it by hand for itself, and its contact person.
    """
    by_delegation: dict[str, list[str]] = {}
    by_name: dict[str, list[str]] = {}
    for ident, (name, delegation) in people.items():
        by_delegation.setdefault(delegation, []).append(ident)
        by_name.setdefault(fold_key(name), []).append(ident)
    found: dict[Pair, Interest] = {}
    for ids in chunks(proposals):
        for proposal, who in _drafted(db, ids, people):
            found[proposal, who] = Interest.OWN
        lines = select(_PARTY.c.proposal, _PARTY.c.name).where(
            _PARTY.c.proposal.in_(ids), _PARTY.c.role.in_(_SUBMIT), _PARTY.c.removed.is_not(True)
        )
        for proposal, name in db.execute(lines):
            found |= {(proposal, who): Interest.SUBMITTING for who in by_delegation.get(name, ())}
        columns = select(_PROPOSAL.c.id, _PROPOSAL.c.lead_country, _PROPOSAL.c.contact_name)
        for proposal, country, contact in db.execute(columns.where(_PROPOSAL.c.id.in_(ids))):
            for who in by_name.get(fold_key(contact), ()) if contact else ():
                found.setdefault((proposal, who), Interest.OWN)
            found |= {(proposal, who): Interest.COUNTRY for who in by_delegation.get(country, ())}
    return found


def _drafted(db: Connection, ids: Iterable[str], people: Mapping[str, tuple[str, str]]) -> Iterator[Pair]:
    """Yield who drafted which proposal: by a step that made no other one, so that nobody is held for an import."""
    first = select(func.min(_CHANGE.c.n)).where(_CHANGE.c.kind == "proposal").group_by(_CHANGE.c.row)
    by_hand = select(_PROPOSAL.c.id).where(func.coalesce(_PROPOSAL.c.source, "") != _IMPORTED)
    query = (
        select(_CHANGE.c.row, _CHANGE.c.step, _STEP.c.body)
        .join(_STEP, _STEP.c.id == _CHANGE.c.step)
        .where(_CHANGE.c.n.in_(first.where(_CHANGE.c.row.in_(list(ids)))), _CHANGE.c.row.in_(by_hand))
    )
    rows = db.execute(query).all()
    wrote = select(_CHANGE.c.step, func.count()).where(_CHANGE.c.kind == "proposal").group_by(_CHANGE.c.step)
    made: dict[str, int] = dict(db.execute(wrote.where(_CHANGE.c.step.in_([row.step for row in rows]))).all())
    known = {(fold_key(name), delegation): who for who, (name, delegation) in people.items()}
    for proposal, step, said in rows:
        if made[step] == 1:
            body = _body(said)
            who = known.get((fold_key(body.author), body.delegation))
            if who is not None:
                yield proposal, who
