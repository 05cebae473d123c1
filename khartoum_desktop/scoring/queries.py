"""Reading criteria, rounds, assessors and marks; a bounded number of queries, however many proposals there are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.proposals.lists import RESTRICTED
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.shipped import presidency_id
from khartoum_desktop.scoring.agreement.overlay import counted, overlaid
from khartoum_desktop.scoring.criteria import UNIT, WIDE, CriteriaSet, Wording, exact
from khartoum_desktop.scoring.grids import exchange, reading
from khartoum_desktop.scoring.model import Answer, Candidate, Cells, Given, answer_stored, assessments, cells
from khartoum_desktop.scoring.rounds.asking import ANSWERED, chosen
from khartoum_desktop.scoring.rounds.sight import sight, sight_of_all
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_ROUND, _MARK, _ASSESSOR, _PROPOSAL, _PRESIDENCY = (
    TABLES[name] for name in ("round", "mark", "assessor", "proposal", "presidency")
)
_NAMED: Final = [
    _PROPOSAL.c[name] for name in ("id", "ref", "title_ar", "title_en", "title_fr", "lead_country", "confidentiality")
]
_STEADINESS: Final = ("firm", "leaning", "draws", "seed", "family")  # columns of a round, left to their defaults


@dataclass(frozen=True, slots=True)
class Round:
    """An assessment round; `required` = how many submitted assessments a rank needs.

    independent: sheets are submitted, and hidden from the other assessors until they have submitted theirs; else
    everybody sees everything and a sheet counts as soon as every criterion has a mark. firm to family say how weights
    are drawn to tell how firm a rank is, and from which share of the draws it is called so. aggregation: in place of
    the criteria set's; divergence: the share of the scale, in thousandths, between marks that are talked about first.
    """

    id: str
    label: Wording
    presidency: str
    criteria_set: str
    deadline: str
    required: int
    closed: bool
    position: int = 0
    independent: bool = False
    firm: int = 900  # thousandths of the draws, as `leaning`
    leaning: int = 600
    draws: int = 9604
    seed: int = 1
    family: str = "box:30"
    aggregation: str | None = None
    divergence: int | None = None

    def ruled(self, criteria_set: CriteriaSet) -> CriteriaSet:
        """Return the criteria set under this round's own rules."""
        rule = reading.aggregation(self.aggregation) if self.aggregation else criteria_set.aggregation
        wide = WIDE if self.divergence is None else Fraction(max(self.divergence, 1), UNIT)
        return replace(criteria_set, aggregation=rule, wide=wide)


@dataclass(frozen=True, slots=True)
class Assessor:
    """A person who gives marks; `delegation` is a country code or a partner's key."""

    id: str
    name: str
    delegation: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What the marks of a round add up to, by proposal.

    cells: one a criterion; submitted: how many whole assessments (None: the round does not ask for it); without: the
    places of the criteria that by decision do not apply.
    """

    cells: Mapping[str, Cells]
    submitted: Mapping[str, int] | None
    without: Mapping[str, frozenset[int]]


def _wording(row: Row[Any], stem: str) -> Wording:
    return Wording(*(getattr(row, f"{stem}_{language}") for language in ("ar", "en", "fr")))


# --- rounds and criteria ----------------------------------------------------------------------------------------------


def rounds(work: Workspace) -> tuple[Round, ...]:
    """Return the rounds: the one in hand on top, also once it is closed; those of the current presidency first."""
    current = presidency_id(lists_of(work).presidency)
    with work.reading() as db:
        found = [
            Round(
                row.id,
                _wording(row, "label"),
                row.presidency or "",
                row.criteria_set or "",
                row.deadline or "",
                max(row.required or 1, 1),
                bool(row.closed),
                row.position or 0,
                bool(row.independent),
                **{name: value for name in _STEADINESS if (value := getattr(row, name)) is not None},
                aggregation=row.aggregation,
                divergence=row.divergence,
            )
            for row in db.execute(select(_ROUND).where(_ROUND.c.removed.is_not(True)))
        ]
    return tuple(sorted(found, key=lambda one: (one.presidency != current, -one.position, one.closed, one.id)))


def current_round(work: Workspace) -> Round:
    """Return the round that marks, ranking and shortlists use; UserError when there is none."""
    found = rounds(work)
    if not found:
        raise UserError(
            _("This workspace has no assessment round."),
            _("Create a new workspace, or ask the coordinator for a bundle with the round."),
        )
    return found[0]


def round_now(work: Workspace, seen: Round) -> Round:
    """Return a round as it is now: it may have been closed since it was read; UserError when it is gone."""
    found = next((one for one in rounds(work) if one.id == seen.id), None)
    if found is None:
        raise UserError(_("This assessment round is no longer in the workspace."), _("Open the page again."))
    return found


def presidency_label(work: Workspace, presidency: str) -> Wording:
    """Return the name of a presidency by its id; nothing for one that is not there."""
    with work.reading() as db:
        row = db.execute(select(_PRESIDENCY).where(_PRESIDENCY.c.id == presidency)).first()
    return Wording() if row is None else _wording(row, "label")


criteria = reading.criteria


def criteria_json(work: Workspace) -> dict[str, Any]:
    """Return the criteria of the current round as `criteria --json` prints them; numbers are exact strings."""
    current = current_round(work)
    found = current.ruled(criteria(work, current.criteria_set))
    written = exchange.data(found)
    lines = zip(written["criteria"], found.criteria, strict=True)
    empty: dict[str, Any] = {"question": {}, "levels": []}
    return {
        "reason_for": [],
        "threshold_total": None,
        "groups": [],
        **written,
        "name": found.label.text(),
        "label": exchange.texts(found.label),
        **exact("points_max", found.points_max),
        "criteria": [{**empty, **line, **exact("weight", found.weight_of(one))} for line, one in lines],
    }


# --- assessors and marks ----------------------------------------------------------------------------------------------


def assessors(work: Workspace) -> tuple[Assessor, ...]:
    """Return everybody who is known as an assessor, by delegation and name; only oneself while marks are hidden."""
    seen = sight_of_all(work)
    with work.reading() as db:
        rows = db.execute(select(_ASSESSOR).where(_ASSESSOR.c.removed.is_not(True))).all()
    return tuple(
        sorted(
            (Assessor(row.id, row.name or "", row.delegation or "") for row in rows if seen.of(row.id)),
            key=lambda one: (one.delegation, one.name, one.id),
        )
    )


def candidates(work: Workspace, round_id: str = "") -> tuple[Candidate, ...]:
    """Return the proposals of a round, by reference; without a round all proposals."""
    query = select(*_NAMED).where(_PROPOSAL.c.removed.is_not(True)).order_by(_PROPOSAL.c.ref, _PROPOSAL.c.id)
    with work.reading() as db:
        members = chosen(db, round_id)
        return tuple(_candidate(row) for row in db.execute(query) if members is None or row.id in members)


def _candidate(row: Row[Any]) -> Candidate:
    title, restricted = _wording(row, "title"), row.confidentiality == RESTRICTED
    return Candidate(row.id, row.ref or "", title, row.lead_country or "", restricted)


def proposal(work: Workspace, proposal_id: str) -> Candidate:
    """Return a proposal by its id; UserError when it is not there (any more)."""
    with work.reading() as db:
        row = db.execute(select(*_NAMED).where(_PROPOSAL.c.id == proposal_id, _PROPOSAL.c.removed.is_not(True))).first()
    if row is None:
        raise UserError(_("This proposal is no longer in the workspace."), _("Go back to the list of proposals."))
    return _candidate(row)


def sheet(work: Workspace, round_id: str, proposal_id: str, assessor: str) -> dict[str, Answer]:
    """Return one assessor's answers for one proposal, by criterion id."""
    return {given.criterion: answer_of(given) for given in answers(work, round_id, proposal_id, assessor)}


def answer_of(given: Given) -> Answer:
    """Return what was said, without whose it is."""
    return answer_stored(given.value, given.blank, given.reason)


def answers(
    work: Workspace, round_id: str, proposal_id: str | None = None, assessor: str | None = None
) -> tuple[Given, ...]:
    """Return the stored answers of a round, of one proposal or one assessor only where asked; those that are seen."""
    seen = sight(work, round_id)
    if not seen.of(assessor):
        if assessor is not None:
            return ()
        assessor = seen.own
    columns = [_MARK.c[name] for name in ("proposal", "criterion", "assessor", "value", "blank", "reason")]
    query = select(*columns).where(_MARK.c.round == round_id, _MARK.c.removed.is_not(True), ANSWERED)
    if proposal_id is not None:
        query = query.where(_MARK.c.proposal == proposal_id)
    if assessor is not None:
        query = query.where(_MARK.c.assessor == assessor)
    with work.reading() as db:
        return tuple(
            Given(one, criterion or "", who or "", value, blank, reason or "")
            for one, criterion, who, value, blank, reason in db.execute(query)
        )


def tally(work: Workspace, current: Round, criteria_set: CriteriaSet) -> Tally:
    """Return what the marks of a round add up to by its rules, in a bounded number of queries; nothing while hidden.

    In an independent round the sheets count that are submitted, without a declared conflict of interest, and that hold
    a mark: nothing but abstentions is no assessment. What a panel agreed on stands in place of the marks.
    """
    if not sight(work, current.id).everything:
        return Tally({}, {}, {})
    criteria_set = current.ruled(criteria_set)
    marks = select(_MARK.c.proposal, _MARK.c.criterion, _MARK.c.assessor, _MARK.c.value).where(
        _MARK.c.round == current.id, _MARK.c.removed.is_not(True), _MARK.c.value.is_not(None)
    )
    with work.reading() as db:
        voices = dict(db.execute(select(_ASSESSOR.c.id, _ASSESSOR.c.delegation)).all())
        rows: Iterable[tuple[str, str, str, int]] = (tuple(row) for row in db.execute(marks))
        sheets: set[tuple[str, str]] = set()
        if current.independent:
            rows = _counting(rows, counted(db, current.id), sheets)
        found = cells(criteria_set, rows, {one: delegation or one for one, delegation in voices.items()})
        found, without = overlaid(db, current.id, criteria_set, found)
        blanks = _blanks(db, current.id) if current.independent else []
    submitted = assessments(criteria_set, found, without, sheets, blanks) if current.independent else None
    return Tally(found, submitted, without)


def _blanks(db: Connection, round_id: str) -> list[tuple[str, str, str]]:
    """Return (proposal, criterion, assessor) of the answers without a mark."""
    query = select(_MARK.c.proposal, _MARK.c.criterion, _MARK.c.assessor).where(
        _MARK.c.round == round_id, _MARK.c.removed.is_not(True), _MARK.c.value.is_(None), _MARK.c.blank.is_not(None)
    )
    return [(proposal, criterion, assessor) for proposal, criterion, assessor in db.execute(query)]


def _counting(
    rows: Iterable[tuple[str, str, str, int]], submitted: set[tuple[str, str]], sheets: set[tuple[str, str]]
) -> Iterator[tuple[str, str, str, int]]:
    """Yield the marks on submitted sheets, and note these sheets (proposal, assessor)."""
    for row in rows:
        sheet = (row[0], row[2])
        if sheet in submitted:
            sheets.add(sheet)
            yield row
