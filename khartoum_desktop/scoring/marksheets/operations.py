"""Taking in what a file of marks brings: one step, all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from khartoum_desktop.core.dates import today
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.proposals.model import language_of
from khartoum_desktop.proposals.operations import columns_for, minted, with_defaults
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.grids.marking import Given, respect_limits
from khartoum_desktop.scoring.marksheets.plans import Entry, Newcomer, Plan, SheetPlan
from khartoum_desktop.scoring.marksheets.returning import renewed
from khartoum_desktop.scoring.rounds.guards import refuse_closed
from khartoum_desktop.scoring.rounds.model import Pair
from khartoum_desktop.scoring.rounds.writing import write_answer, write_sheet
from khartoum_desktop.storage.changes import Value
from khartoum_desktop.storage.schema import Assessor as AssessorRow
from khartoum_desktop.storage.schema import Proposal, RoundProposal
from khartoum_desktop.workspace import StepWriter, Workspace, derived_id

_REPORT_EVERY = 1_000


def apply(work: Workspace, plan: Plan, *, on: str = "", progress: Progress = silent) -> str:
    """Do what a plan says, as one step; return its id, "" when there was nothing to do.

    `on` is the day of submission (today). UserError when the round was closed meanwhile, or when a proposal that is to
    be made has nobody to submit it; when `progress` raises, nothing is changed.
    """
    refuse_closed(queries.round_now(work, plan.round))
    respect_limits(work, plan.round, plan.criteria, _given(plan.entries), {one.id: one.title for one in plan.added})
    titles = _proposals(work, plan.added)
    with work.step(N_("Take in marks")) as step:
        _add_proposals(work, step, plan, titles)
        for one in plan.new_assessors:
            step.add(AssessorRow, {"name": one.name, "delegation": one.delegation}, one.id)
        _write(step, plan.round.id, plan.entries, progress)
        _hand_in(step, plan, plan.round.id, on)
    return step.id if step.touched else ""


def take_in(work: Workspace, plans: Sequence[SheetPlan], *, on: str = "") -> str:
    """Take in assessors' sheets as one step; return its id, "" when there was nothing to do.

    UserError, and nothing written, when one of them would do something else by now.
    """
    wanted = [one for one in plans if one.writes]
    for one, fresh in zip(wanted, renewed(work, wanted), strict=True):
        if _deeds(fresh) != _deeds(one):
            raise UserError(
                _("The workspace changed after the sheets were read, so they would do something else now."),
                _("Look through them again, then take them in."),
            )
    for one in wanted:
        if one.round is not None:
            criteria = queries.criteria(work, one.round.criteria_set)
            respect_limits(work, one.round, criteria, _given(one.entries))
    with work.step(N_("Take in assessors’ sheets")) as step:
        for one in wanted:
            if one.round is not None:
                _write(step, one.round.id, one.entries)
                _hand_in(step, one, one.round.id, on)
    return step.id if step.touched else ""


def _given(entries: Sequence[Entry]) -> list[Given]:
    return [(one.proposal, one.assessor, one.criterion, one.answer.value) for one in entries]


def _deeds(one: SheetPlan) -> SheetPlan:
    """Return what a plan does, without the words that it says about it."""
    return replace(one, problems=(), notes=(), conflicts=tuple((pair, "") for pair, _why in one.conflicts))


def _proposals(work: Workspace, added: Sequence[Newcomer]) -> list[dict[str, Value]]:
    """Return the columns of the proposals that are to be made, without their references."""
    if not added:
        return []
    lists = lists_of(work)
    lead = work.person.delegation if work.person and lists.is_state(work.person.delegation) else None
    if lead is None:
        raise UserError(
            _("A proposal needs a submitting State."),
            _("Make the proposals first, or have somebody of a State take the marks in."),
        )
    return [
        with_defaults(columns_for({f"title_{language_of(one.title)}": one.title, "lead_country": lead}, lists))
        for one in added
    ]


def _add_proposals(work: Workspace, step: StepWriter, plan: Plan, titles: Sequence[dict[str, Value]]) -> None:
    if not plan.added:
        return
    refs = minted(work, step.db, len(plan.added))
    for one, columns, ref in zip(plan.added, titles, refs, strict=True):
        step.add(Proposal, {**columns, "ref": ref}, one.id)
        if plan.chosen:
            values: dict[str, Value] = {"round": plan.round.id, "proposal": one.id}
            step.add(RoundProposal, values, derived_id("round_proposal", plan.round.id, one.id))


def _write(step: StepWriter, round_id: str, entries: Sequence[Entry], progress: Progress = silent) -> None:
    for number, one in enumerate(entries):
        if number % _REPORT_EVERY == 0:
            progress(number, len(entries))
        write_answer(step, round_id, one[:3], one.answer)


def _hand_in(step: StepWriter, one: Plan | SheetPlan, round_id: str, on: str) -> None:
    """Write which sheets are submitted, open again, or of somebody with a conflict of interest."""
    submit = frozenset(one.submit)
    for pair in one.reopened:
        if pair not in submit:
            write_sheet(step, round_id, pair, submitted=None)
    for pair in one.submit:
        write_sheet(step, round_id, pair, submitted=on or today().isoformat())
    for pair, why in _conflicts(one).items():
        write_sheet(step, round_id, pair, conflict=why)


def _conflicts(one: Plan | SheetPlan) -> Mapping[Pair, str]:
    return dict(one.conflicts)
