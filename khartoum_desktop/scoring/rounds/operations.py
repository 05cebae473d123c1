"""Sheets: submitting and reopening them, and conflicts of interest; every change is one step."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from khartoum_desktop.core.dates import today
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.text import clean_text
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.model import REASON_LENGTH, Blank, Given
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds.asking import INTERESTS, asking, interests
from khartoum_desktop.scoring.rounds.guards import (
    coordinator_only,
    names_of,
    refs_of,
    refuse_closed,
    refuse_declared,
    refuse_others,
    refuse_who_has_looked,
)
from khartoum_desktop.scoring.rounds.model import Pair
from khartoum_desktop.scoring.rounds.queries import Reply, checklist
from khartoum_desktop.scoring.rounds.writing import write_sheet
from khartoum_desktop.storage.changes import derived_id
from khartoum_desktop.storage.schema import Assessor as AssessorRow
from khartoum_desktop.storage.schema import Eligibility
from khartoum_desktop.workspace import StepWriter, Workspace


def submit(
    work: Workspace,
    current: Round,
    sheets: Iterable[Pair],
    *,
    on: date | None = None,
    complete: bool = True,
    anybody: bool = False,
) -> str:
    """Submit sheets (proposal and assessor ids) as one step and return it, "" when all were: their marks count now.

    Every criterion must have a mark or a blank that says why not, unless `complete` is False (sheets from outside). A
    sheet of which every answer is a conflict of interest becomes a declared one. An assessor submits only their own
    (unless `anybody`: the sample), and none in which they have an interest; a coordinator may. UserError for the rest.
    """
    asked = list(dict.fromkeys(sheets))
    current = queries.round_now(work, current)
    refuse_closed(current)
    if not anybody:
        refuse_others(work, asked)
    with work.reading() as db:
        found = asking(db, current.id)
    wanted = [pair for pair in asked if not found.sheet(*pair).submitted]
    if not wanted:
        return ""
    given = _given(work, current, wanted)
    if complete:
        _refuse_incomplete(work, queries.criteria(work, current.criteria_set), given)
    refuse_declared(work, current.id, wanted)
    if not anybody:
        _refuse_interests(work, wanted)
    refs = refs_of(work, [proposal for proposal, _who in wanted])
    write = submission(current, {pair: given[pair] for pair in wanted}, on)
    label = N_("Submit the marks of {ref}") if len(refs) == 1 else N_("Submit marks")
    with work.step(label, **({"ref": next(iter(refs.values()))} if len(refs) == 1 else {})) as step:
        write(step)
    return step.id if step.touched else ""


def submission(
    current: Round, given: Mapping[Pair, Collection[Given]], on: date | None = None
) -> Callable[[StepWriter], None]:
    """Return what writes, as part of a step, that these sheets (each with its answers) are submitted on a day."""
    day = (on or today()).isoformat()

    def write(step: StepWriter) -> None:
        for sheet, answers in given.items():
            if answers and all(one.value is None and one.blank == Blank.CONFLICT for one in answers):
                reason = next((one.reason for one in answers if one.reason), _("Declared on the sheet."))
                write_sheet(step, current.id, sheet, submitted=None, conflict=reason)
            else:
                write_sheet(step, current.id, sheet, submitted=day)

    return write


def reopen(work: Workspace, current: Round, sheets: Iterable[Pair]) -> str:
    """Open submitted sheets (proposal and assessor ids) again as one step and return it: their marks count no more.

    UserError also for an assessor who sees the marks of the others by now: only a coordinator may open theirs again.
    """
    wanted = list(dict.fromkeys(sheets))
    current = queries.round_now(work, current)
    refuse_closed(current)
    refuse_others(work, wanted)
    if current.independent:
        refuse_who_has_looked(work, current.id)
    with work.reading() as db:
        found = asking(db, current.id)
    open_ones = [pair for pair in wanted if not found.sheet(*pair).submitted]
    refs = refs_of(work, [proposal for proposal, _who in wanted])
    if open_ones:
        raise UserError(
            fill(_("The sheet of {who} for {ref} is not submitted."), **_pair_named(work, open_ones[0])),
            _("There is nothing to reopen."),
        )
    label = N_("Reopen the sheet for {ref}") if len(refs) == 1 else N_("Reopen sheets")
    with work.step(label, **({"ref": next(iter(refs.values()))} if len(refs) == 1 else {})) as step:
        for sheet in wanted:
            write_sheet(step, current.id, sheet, submitted=None)
    return step.id if step.touched else ""


def declare_conflict(work: Workspace, current: Round, proposal: str, assessor: Assessor, reason: str) -> str:
    """Note why somebody does not assess a proposal, as one step, and return it: none of their marks on it count."""
    current = queries.round_now(work, current)
    refuse_closed(current)
    refuse_others(work, [(proposal, assessor.id)])
    said = clean_text(reason)
    if not said:
        raise UserError(_("A conflict of interest needs a reason."), _("Say in a few words what it is."))
    ref = queries.proposal(work, proposal).ref
    with work.step(N_("Declare a conflict of interest for {ref}"), ref=ref) as step:
        step.add(AssessorRow, {"name": assessor.name, "delegation": assessor.delegation}, assessor.id)
        conflict_declared(current, proposal, assessor.id, said)(step)
    return step.id if step.touched else ""


def conflict_declared(current: Round, proposal: str, assessor: str, reason: str) -> Callable[[StepWriter], None]:
    """Return what writes a conflict of interest of an assessor (id) as part of a step."""

    def write(step: StepWriter) -> None:
        write_sheet(step, current.id, (proposal, assessor), submitted=None, conflict=reason[:REASON_LENGTH])

    return write


def withdraw_conflict(work: Workspace, current: Round, proposal: str, assessor: str) -> str:
    """Take a declared conflict of interest (of an assessor's id) back as one step and return it: a coordinator may."""
    current = queries.round_now(work, current)
    refuse_closed(current)
    coordinator_only(work)
    with work.reading() as db:
        declared = asking(db, current.id, assessor).sheet(proposal, assessor).conflict
    if not declared:
        return ""
    ref = queries.proposal(work, proposal).ref
    with work.step(N_("Take back a conflict of interest for {ref}"), ref=ref) as step:
        write_sheet(step, current.id, (proposal, assessor), conflict=None)
    return step.id


def answer_checklist(work: Workspace, current: Round, proposal: str, replies: Mapping[str, Reply | None]) -> str:
    """Answer questions (ids) of the eligibility checklist for a proposal, None: take the answer back; return the step.

    A coordinator does: eligibility is apart from the marks, and one for all. UserError for a question of another set.
    """
    coordinator_only(work)
    current = queries.round_now(work, current)
    refuse_closed(current)
    known = {one.id for one in checklist(work, current.criteria_set)}
    if not replies.keys() <= known:
        raise UserError(_("This question is not on the checklist of this round."), _("Open the page again."))
    ref = queries.proposal(work, proposal).ref
    with work.step(N_("Answer the eligibility checklist for {ref}"), ref=ref) as step:
        for item, reply in replies.items():
            values = {
                "round": current.id,
                "proposal": proposal,
                "item": item,
                "answer": None if reply is None else str(reply.answer),
                "reason": None if reply is None else clean_text(reply.reason)[:REASON_LENGTH] or None,
            }
            step.add(Eligibility, values, derived_id("eligibility", current.id, proposal, item))
    return step.id if step.touched else ""


def completing(
    work: Workspace, current: Round, criteria: CriteriaSet, sheet: Pair, answered: str, *, is_mark: bool = True
) -> Callable[[StepWriter], None] | None:
    """Return what submits a sheet in the same step as an answer to one more criterion (its id); None if others wait.

    None also where the sheet is not to be submitted by itself: the round is not independent, or there is a conflict.
    UserError for a mark on a sheet with a declared conflict of interest, or of an assessor who has an interest.
    """
    proposal, assessor = sheet
    if is_mark and current.independent:
        refuse_declared(work, current.id, [sheet])
        _refuse_interests(work, [sheet])
    given = [one for one in queries.answers(work, current.id, proposal, assessor) if one.criterion != answered]
    known = {one.criterion for one in given} | {answered}
    with work.reading() as db:
        declared = asking(db, current.id, assessor).sheet(proposal, assessor).conflict
    if not current.independent or declared or any(one.id not in known for one in criteria.criteria):
        return None
    anew = Given(proposal, answered, assessor, 0, None, "")
    return submission(current, {(proposal, assessor): [*given, anew]})


def _given(work: Workspace, current: Round, wanted: Collection[Pair]) -> dict[Pair, list[Given]]:
    """Return every answer on these sheets, by sheet."""
    found: dict[Pair, list[Given]] = {pair: [] for pair in wanted}
    people = {who for _proposal, who in wanted}
    alone = next(iter(people)) if len(people) == 1 else None
    for one in queries.answers(work, current.id, assessor=alone):
        if (one.proposal, one.assessor) in found:
            found[one.proposal, one.assessor].append(one)
    return found


def _refuse_incomplete(work: Workspace, criteria: CriteriaSet, given: Mapping[Pair, Collection[Given]]) -> None:
    for pair, answers in given.items():
        known = {one.criterion for one in answers}
        missing = [one.key for one in criteria.criteria if one.id not in known]
        if missing:
            raise UserError(
                fill(
                    _("The sheet of {who} for {ref} is not complete: no answer to {criteria}."),
                    **_pair_named(work, pair),
                    criteria=listed(missing),
                ),
                _("Give each a mark, or abstain: that counts as an answer too."),
            )


def _refuse_interests(work: Workspace, wanted: Collection[Pair]) -> None:
    """Refuse sheets of an assessor (not a coordinator) who has an interest in the proposal."""
    person = work.person
    if person is None or person.role != "assessor":
        return
    people = {who: (person.name, person.delegation) for _proposal, who in wanted}
    with work.reading() as db:
        barred = interests(db, [proposal for proposal, _who in wanted], people)
    if barred:
        raise UserError(
            _(INTERESTS[next(iter(barred.values()))]),
            _("Declare a conflict of interest, or ask a coordinator, who may submit the sheet all the same."),
        )


def _pair_named(work: Workspace, pair: Pair) -> dict[str, str]:
    proposal, who = pair
    return {"who": names_of(work, [who]).get(who, "–"), "ref": refs_of(work, [proposal]).get(proposal, "–")}
