"""What names in a table of marks stand for: rounds, proposals, criteria and assessors of the workspace."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, listed
from khartoum_desktop.core.text import fold_key, one_line
from khartoum_desktop.proposals.duplicates import merged
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import CriteriaSet, Criterion
from khartoum_desktop.scoring.marksheets.cell_reading import named
from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.scoring.operations import assessor_of, known_delegation
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds.asking import SheetRow, asking, chosen, interests
from khartoum_desktop.scoring.rounds.model import Pair
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_PROPOSAL, _MARK = TABLES["proposal"], TABLES["mark"]
_LONGEST_NAME: Final = 120

Cell = tuple[str, str, str]  # proposal, criterion, assessor: ids
Said = tuple[int | None, str | None, str]  # value, blank, reason


@dataclass(frozen=True, slots=True)
class Named:
    """A proposal that a name stands for."""

    id: str
    ref: str
    title: str


class Proposals:
    """The proposals of a round by name: a reference counts before a title, an exact title before one spelled so."""

    def __init__(self, work: Workspace, current: Round) -> None:
        titles = [_PROPOSAL.c[f"title_{language}"] for language in LANGUAGES]
        query = select(_PROPOSAL.c.id, _PROPOSAL.c.ref, _PROPOSAL.c.provisional_ref, *titles).where(
            _PROPOSAL.c.removed.is_not(True)
        )
        self._refs: dict[str, dict[str, Named]] = defaultdict(dict)
        self._exact: dict[str, dict[str, Named]] = defaultdict(dict)
        self._folded: dict[str, dict[str, Named]] = defaultdict(dict)
        self.by_id: dict[str, Named] = {}
        with work.reading() as db:
            self._members = chosen(db, current.id)
            into = dict(merged.aliases(db))
            for ident, ref, provisional, *names in db.execute(query):
                self._take(ident, ref or "", provisional or "", [name for name in names if name])
        self._into = into

    def _take(self, ident: str, ref: str, provisional: str, titles: list[str]) -> None:
        one = self.by_id[ident] = Named(ident, ref, next(iter(titles), ""))
        for name in (ref, provisional):
            if name:
                self._refs[name.upper()][ident] = one
        for title in titles:
            self._exact[one_line(title)][ident] = one
            self._folded[fold_key(title)][ident] = one
        self._folded.pop("", None)

    @property
    def chosen(self) -> bool:
        """Whether the round has its own choice of proposals."""
        return self._members is not None

    def has(self, proposal: str) -> bool:
        """Tell whether a proposal (id) is one of the round."""
        return proposal in self.by_id and (self._members is None or proposal in self._members)

    def find(self, words: str) -> Named | None:
        """Return the proposal of a reference or title, None for none; UserError for two, or one of another round."""
        title = one_line(words)
        found = self._refs.get(title.upper()) or self._exact.get(title) or self._folded.get(fold_key(words)) or {}
        if not found:
            kept = self.by_id.get(self._into.get(title.upper(), ""))
            found = {kept.id: kept} if kept else {}
        if len(found) > 1:
            raise UserError(
                fill(_("“{name}” is the name of several proposals: {refs}."), name=named(title),
                     refs=listed(sorted(one.ref or one.id for one in found.values()))),
                _("Give the reference of the one that is meant."),
            )  # fmt: skip
        one = next(iter(found.values()), None)
        if one and not self.has(one.id):
            raise UserError(
                fill(_("{ref} is not among the proposals of this round."), ref=one.ref or named(title)),
                _("Take it into the round, or leave its rows out."),
            )
        return one


def criteria_by_name(criteria: CriteriaSet) -> Mapping[str, tuple[Criterion, ...]]:
    """Return the criteria that a key or a label, both folded, stands for; a key counts before a label."""
    found: dict[str, list[Criterion]] = defaultdict(list)
    for one in criteria.criteria:
        for label in set(map(fold_key, one.label.texts)):
            found[label].append(one)
    keys: dict[str, list[Criterion]] = defaultdict(list)
    for one in criteria.criteria:
        keys[fold_key(one.key)].append(one)
    return {name: tuple(members) for name, members in {**found, **keys}.items()}


def criterion_named(criteria: CriteriaSet, names: Mapping[str, tuple[Criterion, ...]], words: str) -> Criterion:
    """Return the criterion of a key or label; UserError for an unknown or ambiguous one."""
    exact = [one for one in criteria.criteria if one.key == words.strip()]
    found = exact or names.get(fold_key(words), ())
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError(
            fill(_("“{name}” is the name of several criteria: {keys}."), name=named(words),
                 keys=listed(one.key for one in found)),
            _("Give the key of the one that is meant."),
        )  # fmt: skip
    raise UserError(
        fill(_("There is no criterion {key} in this criteria set."), key=named(words) or "–"),
        fill(_("Its criteria are {keys}."), keys=listed(one.key for one in criteria.criteria)),
    )


class Assessors:
    """The assessors of the workspace by name."""

    def __init__(self, work: Workspace, delegation: str = "") -> None:
        self._work, self._delegation = work, delegation
        self._by_name: dict[str, list[Assessor]] = defaultdict(list)
        self.known: dict[str, Assessor] = {}
        self.take(queries.assessors(work))

    def take(self, assessors: Iterable[Assessor]) -> None:
        """Know these, too."""
        for one in assessors:
            if one.id not in self.known:
                self.known[one.id] = one
                self._by_name[fold_key(one.name)].append(one)

    def find(self, name: str, delegation: str) -> Assessor:
        """Return who bears a name in a delegation; without one, who is known by that name; UserError for nobody.

        Without a name, too, it is the person at work.
        """
        if len(one_line(name)) > _LONGEST_NAME:
            raise UserError(
                fill(_("“{name}” is too long for a name."), name=named(name)), _("Give the person’s name alone.")
            )
        given, person = delegation.strip() or self._delegation, self._work.person
        if not one_line(name) and person and (not given or known_delegation(self._work, given) == person.delegation):
            return assessor_of(self._work, person.name, person.delegation)
        if given or not one_line(name):
            return assessor_of(self._work, name, given)
        found = self._by_name.get(fold_key(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise UserError(
                fill(_("Several assessors are called {name}: {delegations}."), name=named(name),
                     delegations=listed(one.delegation for one in found)),
                _("Give the delegation as well."),
            )  # fmt: skip
        raise UserError(
            fill(_("The delegation of {name} is missing."), name=named(name)),
            _("Give it in the column “delegation”, or for all rows with --delegation CODE."),
        )


def stored(work: Workspace, round_id: str) -> dict[Cell, Said]:
    """Return every answer of a round that the person here may see."""
    seen = sight(work, round_id)
    columns = [_MARK.c[name] for name in ("proposal", "criterion", "assessor", "value", "blank", "reason")]
    query = select(*columns).where(_MARK.c.round == round_id, _MARK.c.removed.is_not(True))
    if not seen.everything:
        query = query.where(_MARK.c.assessor == seen.own)
    with work.reading() as db:
        return {(row[0], row[1], row[2]): (row[3], row[4], row[5] or "") for row in db.execute(query)}


def handed(work: Workspace, round_id: str) -> Mapping[Pair, SheetRow]:
    """Return the sheets of a round by (proposal, assessor), as far as the person here may see them."""
    seen = sight(work, round_id)
    with work.reading() as db:
        found = asking(db, round_id).sheets
    return {pair: sheet for pair, sheet in found.items() if seen.of(pair[1])}


def asked(work: Workspace, current: Round, people: Sequence[Assessor]) -> dict[str, tuple[tuple[Candidate, ...], int]]:
    """Return assessor -> the proposals asked of them in a round, and how many were left out for a conflict of interest.

    Left out is what they have declared, and what their own delegation or they themselves have put forward.
    """
    with work.reading() as db:
        found = asking(db, current.id)
        barred = interests(db, found.proposals, {one.id: (one.name, one.delegation) for one in people})
    known = {one.id: one for one in queries.candidates(work, current.id)}
    answer: dict[str, tuple[tuple[Candidate, ...], int]] = {}
    for one in people:
        wanted = [proposal for proposal in found.of(one.id) if proposal in known]
        free = [
            proposal for proposal in wanted
            if (proposal, one.id) not in barred and not found.sheet(proposal, one.id).conflict
        ]  # fmt: skip
        answer[one.id] = (tuple(known[proposal] for proposal in free), len(wanted) - len(free))
    return answer


def members(work: Workspace, current: Round) -> frozenset[str]:
    """Return the assessors (ids) whom a round names; nobody where it asks everybody."""
    with work.reading() as db:
        return frozenset(asking(db, current.id).named)
