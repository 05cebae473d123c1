"""References: provisional ones bear delegation and laptop, a coordinator confirms the final ones; both are found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, N_, _, fill
from khartoum_desktop.core.text import one_line
from khartoum_desktop.proposals.model import title_of
from khartoum_desktop.storage.schema import TABLES, Proposal
from khartoum_desktop.workspace import Workspace

_PROPOSAL: Final = TABLES["proposal"]
_SHAPE: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9./-]{0,38}[A-Z0-9])?")
_COUNTED: Final = re.compile(r"(.*?)(\d+)")  # what comes before the last number, and that number


@dataclass(frozen=True, slots=True)
class Confirming:
    """A proposal that is to be given a final reference."""

    id: str
    ref: str
    title: str
    new: str


def plan(work: Workspace, wanted: Sequence[str], first: str = "") -> list[Confirming]:
    """Return what each of these proposals would be called, in their order, counting on from `first`.

    Default: after the last final reference of this year, as in KP-2026-041. A proposal whose reference is final already
    gets none. UserError for a reference that cannot be one, or that another proposal has or had.
    """
    titles = [_PROPOSAL.c[f"title_{lang}"] for lang in LANGUAGES]
    with work.reading() as db:
        taken = _taken(db)
        query = select(_PROPOSAL.c.id, _PROPOSAL.c.ref, _PROPOSAL.c.provisional_ref, *titles)
        rows = {row["id"]: dict(row) for row in db.execute(query.where(_PROPOSAL.c.id.in_(wanted))).mappings()}
    open_ones = [rows[ident] for ident in wanted if ident in rows and not rows[ident]["provisional_ref"]]
    names = _counting(first.strip().upper() or _next(taken), len(open_ones))
    for name in names:
        _refuse(name, taken)
    return [
        Confirming(row["id"], row["ref"] or "", title_of(row), name) for row, name in zip(open_ones, names, strict=True)
    ]


def confirm(work: Workspace, planned: Sequence[Confirming]) -> None:
    """Give proposals their final references, as one step; the provisional ones stay searchable.

    UserError for a person who is no coordinator, and when one of the references was taken, or one of the proposals
    deleted or given another reference meanwhile.
    """
    if not work.is_coordinator:
        raise UserError(_("Only a coordinator confirms references."), _("Switch to a person who is one."))
    label = N_("Confirm reference {ref}") if len(planned) == 1 else N_("Confirm {n} references")
    ref = planned[0].new if planned else ""
    with work.step(label, ref=ref, n=str(len(planned))) as step:
        taken = _taken(step.db)
        for one in planned:
            _refuse(one.new, taken)
            _refuse_other(step.db, one)
            step.put(Proposal, one.id, {"ref": one.new, "provisional_ref": one.ref})


def _taken(db: Connection) -> frozenset[str]:
    """Return every reference in use, deleted proposals' and earlier ones too."""
    rows = db.execute(select(_PROPOSAL.c.ref, _PROPOSAL.c.provisional_ref)).all()
    return frozenset(ref for row in rows for ref in row if ref)


def _refuse_other(db: Connection, planned: Confirming) -> None:
    query = select(_PROPOSAL.c.ref, _PROPOSAL.c.removed).where(_PROPOSAL.c.id == planned.id)
    now = db.execute(query).first()
    if now is None or now.removed or (now.ref or "") != planned.ref:
        raise UserError(
            _("The proposals have changed since this was shown."),
            _("Nothing was written: look at the list again, then repeat."),
        )


def _next(taken: frozenset[str]) -> str:
    prefix = f"KP-{datetime.now(UTC).astimezone().year:04}-"
    numbers = [int(rest) for ref in taken if ref.startswith(prefix) and (rest := ref.removeprefix(prefix)).isdecimal()]
    return f"{prefix}{max(numbers, default=0) + 1:03}"


def _counting(first: str, n: int) -> list[str]:
    """Return n references that count on from the first: its last number goes up by one each time."""
    if n <= 1:
        return [first][:n]
    match = _COUNTED.fullmatch(first)
    if match is None:
        raise UserError(
            fill(_("“{ref}” ends in no number to count on from."), ref=one_line(first)[:60]),
            _("Write the first reference like KP-2026-041."),
        )
    start, width = int(match[2]), len(match[2])
    return [f"{match[1]}{start + place:0{width}}" for place in range(n)]


def _refuse(ref: str, taken: frozenset[str]) -> None:
    if not _SHAPE.fullmatch(ref):
        raise UserError(
            fill(_("“{ref}” cannot be a reference."), ref=one_line(ref)[:60]),
            _("Use up to 40 letters A–Z, digits, points, slashes and hyphens, like KP-2026-041."),
        )
    if ref in taken:
        raise UserError(
            fill(_("Another proposal has, or had, the reference {ref}."), ref=ref), _("Choose one that is free.")
        )
