"""Putting a panel's mark in place of the assessors' for one criterion, and taking it back: each is one step."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from khartoum_desktop.core.dates import today
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import fold_key, joined_lines, one_line
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.agreement.maxima import refuse_beyond
from khartoum_desktop.scoring.agreement.queries import consensus
from khartoum_desktop.scoring.criteria import UNIT, Aggregation, CriteriaSet, Criterion
from khartoum_desktop.scoring.model import Answer, Blank, checked, parse_mark
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.rounds.guards import coordinator_only, refuse_closed
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.storage.changes import Value, derived_id
from khartoum_desktop.storage.schema import Consensus
from khartoum_desktop.storage.schema import Round as RoundRow
from khartoum_desktop.workspace import Undone, Workspace

NAME_LENGTH: Final = 120
MOST_PARTICIPANTS: Final = 60


def agree(
    work: Workspace,
    current: Round,
    proposal: str,
    key: str,
    value: str | None,
    *,
    participants: Iterable[str],
    reason: str,
    on: date | None = None,
) -> str:
    """Keep what a panel agreed on for a criterion (key) of a proposal (id): a mark ("4", "٤"), None: not applicable.

    It stands in place of the assessors' marks, which stay; not applicable gives the criterion's weight to the others.
    A second agreement replaces the first. Returns the step, "" when nothing changed. UserError: round closed, unknown
    criterion, mark off the scale or beyond a conditional maximum, nobody took part, no reason, or no criterion would
    be left.
    """
    current, criteria, criterion = _place(work, current, key)
    given = queries.proposal(work, proposal)
    who = _participants(participants)
    said = Answer(None if value is None else parse_mark(value, criteria.scale), None, reason)
    said = checked(replace(criteria, reason_for=frozenset()), said)
    if not said.reason:
        raise UserError(
            _("An agreed mark needs a reason."), _("Say in one sentence what led the panel from their marks to this.")
        )
    if said.value is None:
        _refuse_last(work, current, criteria, proposal, criterion)
    refuse_beyond(work, current, criteria, (proposal, criterion.id, said.value))
    values: dict[str, Value] = {
        "round": current.id,
        "proposal": proposal,
        "criterion": criterion.id,
        "value": said.value,
        "blank": None if said.value is not None else str(Blank.NOT_APPLICABLE),
        "participants": joined_lines(who),
        "reason": said.reason,
        "decided": (on or today()).isoformat(),
        "author": work.person_name or None,
    }
    with work.step(N_("Agree on {criterion} of {ref}"), criterion=criterion.key, ref=given.ref) as step:
        step.add(Consensus, values, consensus_id(current.id, proposal, criterion.id))
    return step.id if step.touched else ""


def withdraw(work: Workspace, current: Round, proposal: str, key: str) -> str:
    """Take back what a panel agreed on, so that the assessors' marks stand again; return the step.

    UserError: round closed, unknown criterion, or nothing was agreed on.
    """
    current, _criteria, criterion = _place(work, current, key)
    given = queries.proposal(work, proposal)
    if all(one.criterion != criterion.id for one in consensus(work, current, proposal)):
        raise UserError(
            fill(_("No panel has agreed on {criterion} of {ref}."), criterion=criterion.key, ref=given.ref),
            _("There is nothing to withdraw: the assessors’ marks stand."),
        )
    with work.step(N_("Withdraw what was agreed on {criterion} of {ref}"), criterion=criterion.key, ref=given.ref) as s:
        s.remove(Consensus, consensus_id(current.id, proposal, criterion.id))
    return s.id


def set_rules(
    work: Workspace, current: Round, *, aggregation: Aggregation | None, divergence: Fraction | None = None
) -> str:
    """Say how the marks of a round become one, and from which share of the scale apart they are talked about first.

    None: as the criteria set says, and half the scale. Returns the step, "" when nothing changed. UserError: round
    closed, a share that is not in (0, 1] or finer than a thousandth, or an assessor sits here.
    """
    coordinator_only(work)
    current, _criteria = _open(work, current)
    thousandths = None if divergence is None else divergence * UNIT
    if thousandths is not None and not (thousandths.denominator == 1 and 0 < thousandths <= UNIT):
        raise UserError(
            _("This is no share of the scale."), _("Give more than 0 and at most 1, with three decimals: 0.5 is half.")
        )
    values: dict[str, Value] = {
        "aggregation": None if aggregation is None else str(aggregation),
        "divergence": None if thousandths is None else int(thousandths),
    }
    with work.step(N_("Change how marks become one")) as step:
        step.put(RoundRow, current.id, values)
    return step.id if step.touched else ""


def take_back(work: Workspace, step: str) -> Undone:
    """Undo one such step, whatever was done since."""
    return work.store.undo_step(step)


def consensus_id(round_id: str, proposal: str, criterion: str) -> str:
    """Return the id of the one thing that can be agreed on for a criterion of a proposal in a round."""
    return derived_id("consensus", round_id, proposal, criterion)


def _place(work: Workspace, current: Round, key: str) -> tuple[Round, CriteriaSet, Criterion]:
    current, criteria = _open(work, current)
    seen = sight(work, current.id)
    if not seen.everything:
        raise UserError(_("A panel agrees once its members have given their own marks."), seen.sentence)
    return current, criteria, criteria.criterion(key)


def _open(work: Workspace, current: Round) -> tuple[Round, CriteriaSet]:
    """Return the round as it is now, which must be open, and its criteria."""
    current = queries.round_now(work, current)
    refuse_closed(current)
    return current, queries.criteria(work, current.criteria_set)


def _participants(names: Iterable[str]) -> list[str]:
    """Return the names cleaned, each once, in the given order; refuse none, too many, or a very long one."""
    known: dict[str, str] = {}
    for name in map(one_line, names):
        if name:
            known.setdefault(fold_key(name), name)
    found = list(known.values())
    if not found:
        raise UserError(_("Nobody is named who agreed on this."), _("Name those who took part."))
    if len(found) > MOST_PARTICIPANTS or any(len(name) > NAME_LENGTH for name in found):
        raise UserError(
            _("So many or such long names cannot be kept."),
            fill(
                _("Name at most {n} people, each in at most {length} characters."),
                n=format_number(MOST_PARTICIPANTS),
                length=format_number(NAME_LENGTH),
            ),
        )
    return found


def _refuse_last(work: Workspace, current: Round, criteria: CriteriaSet, proposal: str, criterion: Criterion) -> None:
    out = {one.criterion for one in consensus(work, current, proposal) if one.value is None} | {criterion.id}
    if not any(one.weight for one in criteria.criteria if one.id not in out):
        raise UserError(
            _("No criterion with a weight would be left for this proposal."), _("Keep at least one that applies.")
        )
