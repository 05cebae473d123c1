"""Reading rounds: one by its name, who is asked for what and how far they are, and what a bundle may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, Table, func, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, listed
from khartoum_desktop.core.text import lines_of
from khartoum_desktop.scoring.criteria import Wording
from khartoum_desktop.scoring.model import Candidate, Given
from khartoum_desktop.scoring.queries import Assessor, Round, answers, assessors, candidates, current_round, rounds
from khartoum_desktop.scoring.rounds.asking import ANSWERED, Interest, asking, chosen, interests
from khartoum_desktop.scoring.rounds.deadlines import is_late
from khartoum_desktop.scoring.rounds.model import Pair, State
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_MARK, _ASSESSOR, _SET, _PRESIDENCY, _ITEM, _ELIGIBILITY = (
    TABLES[name] for name in ("mark", "assessor", "criteria_set", "presidency", "checklist_item", "eligibility")
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One assessor's sheet for one proposal; conflict: why they declared one; interest: what speaks against them.

    submitted: the day, "" for not; late: after the round's deadline.
    """

    asked: bool
    answered: int
    submitted: str
    conflict: str
    interest: Interest | None
    late: bool = False

    @property
    def state(self) -> State:
        """How far it is; who has an interest is not asked, unless the sheet was submitted all the same."""
        if self.conflict:
            return State.CONFLICT
        if self.submitted:
            return State.SUBMITTED
        if self.answered:
            return State.DRAFT
        if self.interest is not None and self.asked:
            return State.CONFLICT
        return State.TO_DO if self.asked else State.NOT_ASKED


@dataclass(frozen=True, slots=True)
class Member:
    """An assessor of a round: whether named for it, and how many of the sheets asked for are submitted, or late."""

    assessor: Assessor
    languages: tuple[str, ...]
    named: bool
    every: bool
    asked: int
    submitted: int
    late: int = 0


@dataclass(frozen=True, slots=True)
class Overview:
    """A round with its proposals, the assessors that one may see, and their sheets; criteria: the set's name."""

    round: Round
    criteria: Wording
    version: int
    presidency: Wording
    chosen: bool
    proposals: tuple[Candidate, ...]
    members: tuple[Member, ...]
    sheets: Mapping[Pair, Sheet]
    answered: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A presidency or a criteria set that a round can be of."""

    id: str
    label: Wording
    version: int = 0
    key: str = ""


class Yes(StrEnum):
    """The answers to a question of the checklist."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


YES_OR_NO: Final[Mapping[Yes, str]] = {Yes.YES: N_("Yes"), Yes.NO: N_("No"), Yes.UNCLEAR: N_("Unclear")}


@dataclass(frozen=True, slots=True)
class Item:
    """A question of the eligibility checklist; obligatory: "no" makes a proposal ineligible."""

    id: str
    key: str
    label: Wording
    obligatory: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered to a question of the checklist, and why."""

    answer: Yes
    reason: str = ""


def round_named(work: Workspace, name: str | None) -> Round:
    """Return a round by its name in any language or its id; without one that in hand. UserError for none, or two."""
    in_hand = current_round(work)
    if not name:
        return in_hand
    every = rounds(work)
    called = [one for one in every if name == one.id or one.label.is_called(name)]
    if len(called) == 1:
        return called[0]
    if called:
        raise UserError(
            fill(_("Several assessment rounds are called “{name}”."), name=name),
            fill(_("Name the round by its id: {ids}."), ids=listed(one.id for one in called)),
        )
    raise UserError(
        fill(_("There is no assessment round “{name}”."), name=name),
        fill(_("There are: {names}."), names=listed(one.label.text() for one in every)),
    )


def overview(work: Workspace, current: Round) -> Overview:
    """Return who is asked for what in a round and how far each is; of the others nothing while marks are hidden.

    Named assessors come first; then who gave marks without being asked.
    """
    seen = sight(work, current.id)
    proposals = candidates(work, current.id)
    everybody = assessors(work)
    with work.reading() as db:
        found = asking(db, current.id)
        counted = _answered(current.id)
        given: dict[Pair, int] = {(one, who): n for one, who, n in db.execute(counted) if seen.of(who)}
        involved = {who for _one, who in given} | {who for _one, who in found.sheets} | found.named.keys()
        people = [one for one in everybody if one.id in involved and seen.of(one.id)]
        names = {one.id: (one.name, one.delegation) for one in people}
        against = interests(db, found.proposals, names)
        spoken = dict(db.execute(select(_ASSESSOR.c.id, _ASSESSOR.c.languages)).all())
        criteria = _row(db, _SET, current.criteria_set)
        picked = chosen(db, current.id) is not None
        term = _row(db, _PRESIDENCY, current.presidency)
    sheets = {}
    for one in people:
        for proposal in found.proposals:
            pair, row = (proposal, one.id), found.sheet(proposal, one.id)
            asked = found.asks(*pair)
            late = bool(row.submitted) and is_late(current, row.submitted)
            sheets[pair] = Sheet(asked, given.get(pair, 0), row.submitted, row.conflict, against.get(pair), late)
    members = [_member(one, lines_of(spoken.get(one.id)), found.named, sheets) for one in people]
    return Overview(
        current,
        _wording(criteria),
        int(criteria.get("version") or 1),
        _wording(term),
        picked,
        proposals,
        tuple(sorted(members, key=lambda member: not member.named)),
        sheets,
        answered=bool(given),
    )


def _member(
    one: Assessor, languages: tuple[str, ...], named: Mapping[str, bool], sheets: Mapping[Pair, Sheet]
) -> Member:
    own = [sheet for (_proposal, who), sheet in sheets.items() if who == one.id and sheet.asked]
    asked = [sheet for sheet in own if sheet.state is not State.CONFLICT]
    done = [sheet for sheet in asked if sheet.state is State.SUBMITTED]
    late = sum(sheet.late for sheet in done)
    return Member(one, languages, one.id in named, named.get(one.id, not named), len(asked), len(done), late)


def _row(db: Connection, table: Table, ident: str) -> Mapping[Any, Any]:
    return dict(db.execute(select(table).where(table.c.id == ident)).mappings().first() or {})


def _wording(row: Mapping[Any, Any] | RowMapping) -> Wording:
    return Wording(row.get("label_ar"), row.get("label_en"), row.get("label_fr"))


def presidencies(work: Workspace) -> tuple[Named, ...]:
    """Return the presidencies that a round can be of, in their order in time."""
    query = select(_PRESIDENCY).where(_PRESIDENCY.c.removed.is_not(True))
    with work.reading() as db:
        rows = sorted(db.execute(query).mappings(), key=lambda row: (row["starts"] or "9999", row["key"] or ""))
    return tuple(Named(row["id"], _wording(row)) for row in rows)


def criteria_sets(work: Workspace) -> tuple[Named, ...]:
    """Return the criteria sets that a round can be on, by name and version."""
    with work.reading() as db:
        rows = db.execute(select(_SET).where(_SET.c.removed.is_not(True))).mappings().all()
    found = [Named(row["id"], _wording(row), row["version"] or 1, row["key"] or "") for row in rows]
    return tuple(sorted(found, key=lambda one: (one.label.text(), one.version, one.id)))


def _answered(round_id: str) -> Select[Any]:
    return (
        select(_MARK.c.proposal, _MARK.c.assessor, func.count())
        .where(_MARK.c.round == round_id, _MARK.c.removed.is_not(True), ANSWERED)
        .group_by(_MARK.c.proposal, _MARK.c.assessor)
    )


# --- eligibility ------------------------------------------------------------------------------------------------------


def checklist(work: Workspace, criteria_set: str) -> tuple[Item, ...]:
    """Return the questions of a criteria set's eligibility checklist, in their order; they are apart from the marks."""
    query = select(_ITEM).where(_ITEM.c.criteria_set == criteria_set, _ITEM.c.removed.is_not(True))
    with work.reading() as db:
        rows = sorted(db.execute(query).mappings(), key=lambda row: (row["position"] or 0, row["key"] or "", row["id"]))
    return tuple(Item(row["id"], row["key"] or "", _wording(row), bool(row["obligatory"])) for row in rows)


def checklist_answers(work: Workspace, current: Round, proposal: str | None = None) -> dict[Pair, Reply]:
    """Return (proposal, item) -> what was answered in a round, of one proposal only where asked."""
    query = select(_ELIGIBILITY).where(
        _ELIGIBILITY.c.round == current.id, _ELIGIBILITY.c.removed.is_not(True), _ELIGIBILITY.c.answer.is_not(None)
    )
    if proposal is not None:
        query = query.where(_ELIGIBILITY.c.proposal == proposal)
    with work.reading() as db:
        rows = db.execute(query).all()
    return {
        (row.proposal, row.item): Reply(Yes(row.answer), row.reason or "") for row in rows if row.answer in set(Yes)
    }


def ineligible(work: Workspace, current: Round) -> dict[str, str]:
    """Return the proposals (ids) that do not pass an obligatory question of the checklist -> why not, in words."""
    obligatory = {item.id: item for item in checklist(work, current.criteria_set) if item.obligatory}
    found: dict[str, list[str]] = {}
    for (proposal, item), reply in (checklist_answers(work, current) if obligatory else {}).items():
        if item in obligatory and reply.answer == Yes.NO:
            words = obligatory[item].label.text() or obligatory[item].key
            said = fill(_("{field}: {value}"), field=words, value=reply.reason) if reply.reason else words
            found.setdefault(proposal, []).append(said)
    return {proposal: listed(sorted(words)) for proposal, words in found.items()}


# --- sharing ----------------------------------------------------------------------------------------------------------


def marks_for_bundle(work: Workspace, current: Round, assessor: str) -> tuple[Given, ...]:
    """Return the answers of a round that a bundle for an assessor (id) may hold: their own, all once it is closed.

    Whoever makes the bundle puts nothing into it that they do not see themselves.
    """
    own_only = current.independent and not current.closed
    return answers(work, current.id, assessor=assessor if own_only else None)
