"""Giving marks: every change is one step; the ids of assessors and marks follow from what they are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.text import one_line
from khartoum_desktop.proposals import lists as code_lists
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import CriteriaSet, Wording
from khartoum_desktop.scoring.grids.marking import respect_limits
from khartoum_desktop.scoring.model import Answer, Blank, checked, parse_mark
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds.asking import assessor_id
from khartoum_desktop.scoring.rounds.guards import refuse_closed, refuse_declared, refuse_others, refuse_submitted
from khartoum_desktop.scoring.rounds.naming import free_label
from khartoum_desktop.scoring.rounds.writing import write_answer
from khartoum_desktop.storage.changes import Value, derived_id
from khartoum_desktop.storage.schema import Assessor as AssessorRow
from khartoum_desktop.storage.schema import Round as RoundRow
from khartoum_desktop.workspace import StepWriter, Workspace


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer on its way into the store: for which proposal (id) and criterion (id), by whom."""

    proposal: str
    criterion: str
    assessor: Assessor
    answer: Answer


def open_round(
    work: Workspace,
    presidency: str,
    criteria_set: str,
    *,
    label: Wording | None = None,
    required: int = 1,
) -> str:
    """Open an assessment round for a presidency on a criteria set (ids) and return its id.

    Without a label it bears the presidency's; where that is taken, "(2)" stands behind it. It is the round in hand
    among the open ones of its presidency.
    """
    round_id, values = new_round(work, presidency, criteria_set, label)
    values["required"] = max(required, 1)
    with work.step(N_("Open an assessment round")) as step:
        step.add(RoundRow, {field: value for field, value in values.items() if value is not None}, round_id)
    return round_id


def new_round(
    work: Workspace, presidency: str, criteria_set: str, label: Wording | None = None
) -> tuple[str, dict[str, Value]]:
    """Return the id and the row of a round that is not there yet; one submitted sheet is enough for a rank.

    The first round of a presidency on a set has the same id on every laptop, so that marks meet in one round.
    """
    known = queries.rounds(work)
    round_id = free_round_id(presidency, criteria_set, known)
    words = free_label(label or queries.presidency_label(work, presidency), (one.label for one in known))
    return round_id, {
        "presidency": presidency,
        "criteria_set": criteria_set,
        "required": 1,
        "closed": False,
        "independent": True,
        "position": max((one.position + 1 for one in known if one.presidency == presidency), default=0),
        "label_ar": words.ar,
        "label_en": words.en,
        "label_fr": words.fr,
    }


def first_round_id(presidency: str, criteria_set: str) -> str:
    """Return the id of the first round of a presidency on a criteria set."""
    return derived_id("round", presidency, criteria_set, "1")


def free_round_id(presidency: str, criteria_set: str, known: Iterable[Round]) -> str:
    """Return the id of the next round of a presidency on a criteria set, of which some rounds are there already."""
    taken = {one.id for one in known}
    ids = (derived_id("round", presidency, criteria_set, str(number)) for number in count(1))
    return next(ident for ident in ids if ident not in taken)


def assessor_of(work: Workspace, name: str, delegation: str) -> Assessor:
    """Return the assessor of a name and a delegation (its code, or its name in any language).

    The same person has the same id on every laptop. UserError for an empty name or an unknown delegation.
    """
    name = one_line(name)
    if not name:
        raise UserError(_("An assessor needs a name."), _("Give the name of the person who gives the marks."))
    code = known_delegation(work, delegation)
    return Assessor(assessor_id(name, code), name, code)


def known_delegation(work: Workspace, delegation: str) -> str:
    """Return the code of a delegation: an ISO country code, or the key of a partner organisation."""
    code = lists_of(work).find(code_lists.PARTY, delegation)
    if code is None:
        raise UserError(
            fill(_("There is no delegation {code}."), code=one_line(delegation) or "–"),
            _("Give the two-letter code of a country, or the short name of a partner organisation."),
        )
    return code


def mark(
    work: Workspace,
    proposal: str,
    key: str,
    assessor: Assessor,
    value: str | None = None,
    *,
    blank: Blank | None = None,
    reason: str = "",
    also: Callable[[StepWriter], None] | None = None,
) -> None:
    """Give one mark (in words: "4", "٤") or one blank for a criterion (its key) of a proposal (its id), as one step.

    Neither mark nor blank takes the answer back; `also` writes what belongs into the same step. UserError: unknown
    criterion, mark off the scale, reason missing, round closed, sheet submitted.
    """
    current = queries.current_round(work)
    criteria = queries.criteria(work, current.criteria_set)
    criterion = criteria.criterion(key)
    answer = Answer(None if value is None else parse_mark(value, criteria.scale), blank, reason)
    mark_many(work, [Entry(proposal, criterion.id, assessor, answer)], current=current, criteria=criteria, also=also)


def mark_many(
    work: Workspace,
    entries: Iterable[Entry],
    *,
    current: Round | None = None,
    criteria: CriteriaSet | None = None,
    reasons: bool = True,
    anybody: bool = False,
    also: Callable[[StepWriter], None] | None = None,
) -> str:
    """Store any number of answers as one step; with `reasons` False a missing reason is let pass (marks from outside).

    Everything is checked before anything is written: sheets that are submitted stay as they are, and who sits here as
    an assessor gives only their own marks (unless `anybody` may be marked for: the sample). `also` writes what belongs
    into the same step. Returns the step, "" when it changed nothing.
    """
    current = queries.round_now(work, current) if current else queries.current_round(work)
    criteria = criteria or queries.criteria(work, current.criteria_set)
    refuse_closed(current)
    rules = criteria if reasons else replace(criteria, reason_for=frozenset())
    ready = [(entry, checked(rules, entry.answer)) for entry in entries]
    pairs = {(entry.proposal, entry.assessor.id) for entry, _answer in ready}
    if not anybody:
        refuse_others(work, pairs)
    refuse_submitted(work, current.id, pairs, independent=current.independent)
    if not anybody:
        marked = {(entry.proposal, entry.assessor.id) for entry, answer in ready if answer.value is not None}
        refuse_declared(work, current.id, marked)
    respect_limits(
        work, current, criteria, [(one.proposal, one.assessor.id, one.criterion, said.value) for one, said in ready]
    )
    known = {one.id for one in queries.assessors(work)}
    new = {entry.assessor.id: entry.assessor for entry, _answer in ready if entry.assessor.id not in known}
    label, names = _step_label(work, criteria, [entry for entry, _answer in ready])
    with work.step(label, **names) as step:
        for one in new.values():
            step.add(AssessorRow, {"name": one.name, "delegation": one.delegation}, one.id)
        for entry, answer in ready:
            write_answer(step, current.id, (entry.proposal, entry.criterion, entry.assessor.id), answer)
        if also is not None:
            also(step)
    return step.id if step.touched else ""


def _step_label(work: Workspace, criteria: CriteriaSet, entries: Sequence[Entry]) -> tuple[str, dict[str, str]]:
    """Return the step's label and the texts put into it; people are not named, since labels stay for good."""
    proposals = sorted({entry.proposal for entry in entries})
    if len(proposals) != 1:
        return N_("Enter marks"), {}
    ref = queries.proposal(work, proposals[0]).ref
    if len(entries) != 1:
        return N_("Mark {ref}"), {"ref": ref}
    key = criteria.criteria[criteria.places[entries[0].criterion]].key
    return N_("Mark {ref} on {criterion}"), {"ref": ref, "criterion": key}
