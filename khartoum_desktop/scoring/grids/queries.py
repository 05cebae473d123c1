"""Reading criteria sets: which there are, which are in use, which are frozen, and what conditional maxima ask for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import func, select

from khartoum_desktop.proposals.lists import PRIORITY
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import CriteriaSet, LimitKind, Wording
from khartoum_desktop.scoring.grids.limits import Facts
from khartoum_desktop.scoring.rounds.asking import ANSWERED
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_SET, _MARK, _ROUND, _CHANGE, _STEP, _ALIGNMENT, _PRIORITY, _PRIORITY_SET, _ELIGIBILITY = (
    TABLES[name]
    for name in (
        "criteria_set", "mark", "round", "change", "step", "alignment", "priority", "priority_set", "eligibility",
    )
)  # fmt: skip
_ANSWERED: Final = (_MARK.c.removed.is_not(True), ANSWERED)


@dataclass(frozen=True, slots=True)
class Listed:
    """A criteria set in the list of them: in how many rounds it is used, and whether an answer has frozen it."""

    id: str
    key: str
    version: int
    label: Wording
    presidency: str
    copied_from: str
    rounds: int
    frozen: bool


def listed_sets(work: Workspace) -> tuple[Listed, ...]:
    """Return every criteria set, by key, the newest version first."""
    in_use = (
        select(_ROUND.c.criteria_set, func.count()).where(_ROUND.c.removed.is_not(True)).group_by(_ROUND.c.criteria_set)
    )
    with work.reading() as db:
        used: dict[str | None, int] = dict(db.execute(in_use).all())
        rows = db.execute(select(_SET).where(_SET.c.removed.is_not(True))).all()
    frozen = frozen_sets(work)
    found = [
        Listed(
            row.id,
            row.key or "",
            row.version or 1,
            Wording(row.label_ar, row.label_en, row.label_fr),
            row.presidency or "",
            row.copied_from or "",
            used.get(row.id, 0),
            row.id in frozen,
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.key, -one.version, one.id)))


def frozen_sets(work: Workspace) -> frozenset[str]:
    """Return the ids of the sets on which a round has an answer: a mark or a blank that was not taken back."""
    answered = select(_MARK.c.id).where(_MARK.c.round == _ROUND.c.id, *_ANSWERED).exists()
    query = select(_ROUND.c.criteria_set).where(answered).distinct()
    with work.reading() as db:
        return frozenset(one for one in db.execute(query).scalars() if one)


def is_frozen(work: Workspace, criteria_set: str) -> bool:
    """Tell whether a set can no longer be changed."""
    query = (
        select(_MARK.c.id)
        .join(_ROUND, _ROUND.c.id == _MARK.c.round)
        .where(_ROUND.c.criteria_set == criteria_set, *_ANSWERED)
    )
    with work.reading() as db:
        return db.execute(query.limit(1)).first() is not None


def frozen_on(work: Workspace, criteria_set: str) -> str:
    """Return the day (ISO 8601) of the first answer on a set, "" while there is none."""
    if not is_frozen(work, criteria_set):
        return ""
    query = (
        select(_STEP.c.at)
        .select_from(_CHANGE)
        .join(_MARK, _MARK.c.id == _CHANGE.c.row)
        .join(_ROUND, _ROUND.c.id == _MARK.c.round)
        .join(_STEP, _STEP.c.id == _CHANGE.c.step)
        .where(_CHANGE.c.kind == "mark", _ROUND.c.criteria_set == criteria_set, *_ANSWERED)
        .order_by(_CHANGE.c.n)
    )
    with work.reading() as db:
        at = db.execute(query.limit(1)).scalar()
    return "" if at is None else datetime.fromtimestamp(at / 1000, UTC).astimezone().date().isoformat()


def has_answers(work: Workspace, round_id: str) -> bool:
    """Tell whether anybody has answered anything in a round."""
    with work.reading() as db:
        return db.execute(select(_MARK.c.id).where(_MARK.c.round == round_id, *_ANSWERED).limit(1)).first() is not None


# --- what conditional maxima ask for ----------------------------------------------------------------------------------


def limit_facts(work: Workspace, current: queries.Round, criteria: CriteriaSet, proposals: Collection[str]) -> Facts:
    """Return what the conditional maxima of a set need to know of proposals (ids)."""
    kinds = {limit.kind for limit in criteria.limits}
    return Facts(
        priorities=_priorities(work, current.presidency, proposals) if LimitKind.PRIORITIES in kinds else {},
        eligible=_eligible(work, current.id) if LimitKind.ELIGIBILITY in kinds else frozenset(),
    )


def _priorities(work: Workspace, presidency: str, proposals: Collection[str]) -> Mapping[str, int]:
    """Return how many priorities of a presidency each proposal serves; a part of another counts as the whole."""
    known = (
        select(_PRIORITY.c.key, _PRIORITY.c.parent, _PRIORITY.c.scored)
        .join(_PRIORITY_SET, _PRIORITY_SET.c.id == _PRIORITY.c.priority_set)
        .where(_PRIORITY_SET.c.presidency == presidency, _PRIORITY_SET.c.active.is_(True))
        .where(_PRIORITY_SET.c.removed.is_not(True), _PRIORITY.c.removed.is_not(True))
    )
    named = select(_ALIGNMENT.c.proposal, _ALIGNMENT.c.code).where(
        _ALIGNMENT.c.scheme == PRIORITY, _ALIGNMENT.c.removed.is_not(True)
    )
    found: dict[str, set[str]] = {one: set() for one in proposals}
    with work.reading() as db:
        whole = {key: parent or key for key, parent, scored in db.execute(known) if scored or parent}
        for proposal, code in db.execute(named):
            if proposal in found and code in whole:
                found[proposal].add(whole[code])
    return {proposal: len(keys) for proposal, keys in found.items()}


def _eligible(work: Workspace, round_id: str) -> frozenset[tuple[str, str]]:
    query = select(_ELIGIBILITY.c.proposal, _ELIGIBILITY.c.item).where(
        _ELIGIBILITY.c.round == round_id, _ELIGIBILITY.c.answer == "yes", _ELIGIBILITY.c.removed.is_not(True)
    )
    with work.reading() as db:
        return frozenset((proposal or "", item or "") for proposal, item in db.execute(query))
