"""What the check found, in words that a person knows: which proposal it concerns, and which table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, select

from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, listed
from khartoum_desktop.proposals.fields import BY_KIND
from khartoum_desktop.proposals.queries import CHUNK
from khartoum_desktop.storage.checking import Finding
from khartoum_desktop.storage.schema import TABLES, Change, Step
from khartoum_desktop.workspace import Workspace

_KINDS: Final[Mapping[str, str]] = {
    **{kind: field.label for kind, field in BY_KIND.items()},
    "proposal": N_("Proposal"),
    "alignment": N_("Alignment"),
    "list_item": N_("Code lists"),
    "presidency": N_("Presidencies"),
    "priority_set": N_("Presidency priorities"),
    "priority": N_("Presidency priorities"),
    "batch": N_("Imports"),
    "layout": N_("Cells as received"),
    "origin": N_("Cells as received"),
    "profile": N_("Import profiles"),
    "assessor": N_("Assessors"),
    "criteria_set": N_("Criteria"),
    "criterion_group": N_("Criteria"),
    "criterion": N_("Criteria"),
    "level": N_("Criteria"),
    "mark_limit": N_("Criteria"),
    "checklist_item": N_("Eligibility checklist"),
    "round": N_("Assessment rounds"),
    "round_proposal": N_("Proposals of the rounds"),
    "round_assessor": N_("Assessors"),
    "assessment": N_("Assessments"),
    "consensus": N_("Consensus marks"),
    "eligibility": N_("Eligibility checklist"),
    "scenario": N_("Scenarios of weights"),
    "choice": N_("Rules for choosing"),
    "mark": N_("Marks"),
    "shortlist": N_("Shortlists"),
    "shortlist_entry": N_("Places on shortlists"),
    "meeting": N_("Meetings"),
}
_OF_CHANGES: Final = frozenset({"change", "content", "orphan"})
_Row = tuple[str, str]  # kind, id


@dataclass(frozen=True, slots=True)
class Damage:
    """One finding with what it concerns: the reference of a proposal and the name of a table, “” where unknown."""

    finding: Finding
    ref: str
    table: str

    @property
    def sentence(self) -> str:
        """Say it."""
        return Finding(self.finding.what, listed(filter(None, (self.ref, self.table))) or self.finding.place).sentence


def explained(work: Workspace, findings: Sequence[Finding]) -> list[Damage]:
    """Say of findings whose they are; a proposal that has lost its row is named by its history."""
    try:
        with work.reading() as db:
            return _explained(work, db, findings)
    except UserError:  # damaged beyond reading: what the check itself says must do
        return [Damage(one, "", "") for one in findings]


def _explained(work: Workspace, db: Connection, findings: Sequence[Finding]) -> list[Damage]:
    rows = _rows(db, findings)
    owners = _owners(db, rows.values())
    refs = _refs(db, owners.values())
    steps = _steps(db, [one.place for one in findings if one.what == "step"])
    found = []
    for one in findings:
        row = rows.get(one)
        owner = None if row is None else owners.get(row) or _remembered(work, row, "proposal")
        ref = "" if owner is None else refs.get(owner) or _remembered(work, ("proposal", owner), "ref") or ""
        table = steps.get(one.place, "") if row is None else _named(work, row)
        found.append(Damage(one, ref, table))
    return found


def _named(work: Workspace, row: _Row) -> str:
    """Return the name of a row's table; of a file its own name."""
    file = _remembered(work, row, "name") if row[0] == "attachment" else None
    return file or _(_KINDS.get(row[0], row[0]))


def _rows(db: Connection, findings: Sequence[Finding]) -> dict[Finding, _Row]:
    """Return the row that each finding is about."""
    changed = _by_id(db, [one.place for one in findings if one.what in _OF_CHANGES], Change.id, Change.kind, Change.row)
    found: dict[Finding, _Row] = {}
    for one in findings:
        kind, _blank, ident = one.place.partition(" ")
        if one.what in _OF_CHANGES and one.place in changed:
            found[one] = changed[one.place]
        elif kind in TABLES and ident:
            found[one] = (kind, ident)
    return found


def _owners(db: Connection, rows: Iterable[_Row]) -> dict[_Row, str]:
    """Return the proposal that each row is, or belongs to."""
    by_kind: dict[str, list[str]] = {}
    for kind, ident in rows:
        by_kind.setdefault(kind, []).append(ident)
    found: dict[_Row, str] = {}
    for kind, idents in by_kind.items():
        table = TABLES[kind]
        if kind == "proposal":
            found |= {(kind, ident): ident for ident in idents}
        elif "proposal" in table.c:
            known = _by_id(db, idents, table.c.id, table.c.proposal)
            found |= {(kind, ident): owner for ident, (owner,) in known.items() if owner}
    return found


def _refs(db: Connection, proposals: Iterable[str]) -> dict[str, str]:
    table = TABLES["proposal"]
    return {ident: ref for ident, (ref,) in _by_id(db, proposals, table.c.id, table.c.ref).items() if ref}


def _steps(db: Connection, idents: Sequence[str]) -> dict[str, str]:
    """Return when each step was made and by whom."""
    found = _by_id(db, idents, Step.id, Step.at, Step.author)
    return {ident: listed((format_moment(at), author)) for ident, (at, author) in found.items()}


def _by_id(db: Connection, idents: Iterable[str], key: Any, *columns: Any) -> dict[str, tuple[Any, ...]]:
    wanted = sorted(set(idents))
    found: dict[str, tuple[Any, ...]] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = db.execute(select(key, *columns).where(key.in_(wanted[start : start + CHUNK])))
        found |= {row[0]: tuple(row[1:]) for row in rows}
    return found


def _remembered(work: Workspace, row: _Row, column: str) -> str | None:
    """Return what the history of a row says of one of its columns, as far as it can be read."""
    if column not in TABLES[row[0]].c:
        return None
    try:
        written = [entry.values[column] for entry in work.store.history(*row) if column in entry.values]
    except UserError:
        return None
    return str(written[-1]) if written and written[-1] else None
