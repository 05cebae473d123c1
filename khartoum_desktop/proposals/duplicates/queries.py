"""Reading for duplicates: what proposals are compared by, pairs that look alike, two proposals side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary, ref

from sqlalchemy import Connection, func, select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _
from khartoum_desktop.core.pace import many_objects
from khartoum_desktop.core.progress import Progress, paced, silent
from khartoum_desktop.proposals.duplicates.joining import Comparison, side_by_side
from khartoum_desktop.proposals.duplicates.model import Index, Likeness, Sketch
from khartoum_desktop.proposals.lists import RESTRICTED
from khartoum_desktop.proposals.model import title_of
from khartoum_desktop.proposals.queries import CHUNK, PROPOSAL, read
from khartoum_desktop.storage.history import ever
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_PARTY, _APART, _CHANGE = TABLES["party"], TABLES["not_the_same"], TABLES["change"]
_HERE: Final = PROPOSAL.c.removed.is_not(True)
_TITLES: Final = tuple(PROPOSAL.c[f"title_{language}"] for language in LANGUAGES)
_WANTED: Final = (
    PROPOSAL.c.id, PROPOSAL.c.ref, PROPOSAL.c.lead_country, PROPOSAL.c.submitting_ministry, PROPOSAL.c.acronym,
    PROPOSAL.c.budget_total, PROPOSAL.c.budget_total_currency, PROPOSAL.c.start_planned, PROPOSAL.c.duration_months,
    *_TITLES,
)  # fmt: skip

Apart = frozenset[frozenset[str]]
"""Pairs of ids of which somebody said that they are not the same."""


@dataclass(frozen=True, slots=True)
class Named:
    """A proposal by its reference and the title of each language."""

    id: str
    ref: str
    titles: Mapping[str, str | None]
    restricted: bool = False

    @property
    def title(self) -> str:
        """The title in the current language, else in another."""
        return title_of(self.titles)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two proposals that look alike, or (`likeness` None) of which somebody said that they are not the same."""

    first: Named
    second: Named
    likeness: Likeness | None = None

    @property
    def ids(self) -> tuple[str, str]:
        """Both ids."""
        return self.first.id, self.second.id


@many_objects()
def pairs(work: Workspace, progress: Progress = silent) -> list[Pair]:
    """Return all pairs of proposals that look alike, the likeliest first, without those that are not the same.

    Ten thousand proposals take a few seconds: in the background, with progress; it stops when `progress` raises.
    """
    with work.reading() as db:
        sketches, apart = _sketches(db), _apart(db)
    found = Index(sketches, progress, 2 * len(sketches)).pairs(
        apart, lambda done, total: progress(total + done, 2 * total)
    )
    names = named(work, [ident for one in found for ident in one.ids])
    return [Pair(names[one.first], names[one.second], one) for one in found if names.keys() >= {*one.ids}]


def set_aside(work: Workspace) -> list[Pair]:
    """Return the pairs that look alike and are not the same, as somebody said; those still here."""
    with work.reading() as db:
        apart = sorted(sorted(pair) for pair in _apart(db))
    names = named(work, [ident for pair in apart for ident in pair])
    return [Pair(names[one], names[two]) for one, two in apart if one in names and two in names]


def named(work: Workspace, wanted: Iterable[str]) -> dict[str, Named]:
    """Return id -> how a proposal is called, of those that are here."""
    ids = list(dict.fromkeys(wanted))
    query = select(PROPOSAL.c.id, PROPOSAL.c.ref, PROPOSAL.c.confidentiality, *_TITLES).where(_HERE)
    found: dict[str, Named] = {}
    with work.reading() as db:
        for start in range(0, len(ids), CHUNK):
            for row in db.execute(query.where(PROPOSAL.c.id.in_(ids[start : start + CHUNK]))).mappings():
                titles = {title.name: row[title.name] for title in _TITLES}
                restricted = row["confidentiality"] == RESTRICTED
                found[row["id"]] = Named(row["id"], row["ref"] or "", titles, restricted)
    return found


def comparison(work: Workspace, keep: str, other: str) -> Comparison:
    """Return two proposals (ids) side by side; UserError when they are one, or one is gone."""
    one, two = read(work, keep), read(work, other)
    if one.id == two.id:
        raise UserError(_("This is one and the same proposal."), _("Choose two proposals."))
    if one.removed or two.removed:
        raise UserError(_("One of the two proposals has been deleted."), _("Bring it back before you compare them."))
    return side_by_side(one, two)


# --- sketches ---------------------------------------------------------------------------------------------------------


def everything(work: Workspace) -> tuple[list[Sketch], Apart]:
    """Return what all proposals are compared by, and the pairs that are not the same."""
    with work.reading() as db:
        return _sketches(db), _apart(db)


def sketch(work: Workspace, ident: str) -> Sketch:
    """Return what a proposal is compared by; UserError when it is not there."""
    with work.reading() as db:
        found = _sketches(db, [ident])
    if not found:
        raise UserError(_("This proposal is no longer in the workspace."), _("Choose another one in the list."))
    return found[0]


def _sketches(db: Connection, wanted: Sequence[str] | None = None) -> list[Sketch]:
    """Return the sketches of these proposals, or of all that are here."""
    query = select(*_WANTED).where(_HERE)
    parties = _parties(db, wanted)
    found = []
    for some in [None] if wanted is None else [wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK)]:
        rows = db.execute(query if some is None else query.where(PROPOSAL.c.id.in_(some)))
        found += [
            _sketch(row, parties.get(row[0], frozenset())) for part in rows.partitions(CHUNK) for row in paced(part)
        ]
    return found


def _sketch(row: Any, parties: frozenset[str]) -> Sketch:
    ident, ref, country, ministry, acronym, amount, currency, start, months, *titles = row
    return Sketch(
        ident,
        {language: title for language, title in zip(LANGUAGES, titles, strict=True) if title},
        ref or "",
        country or "",
        parties,
        ministry or "",
        acronym or "",
        (amount, currency) if amount and currency else None,
        (start, months) if start and months else None,
    )


def _parties(db: Connection, wanted: Sequence[str] | None) -> dict[str, frozenset[str]]:
    query = select(_PARTY.c.proposal, _PARTY.c.name).where(_PARTY.c.removed.is_not(True))
    if wanted is not None and len(wanted) <= CHUNK:
        query = query.where(_PARTY.c.proposal.in_(wanted))
    found: dict[str, set[str]] = {}
    for proposal, name in db.execute(query):
        if name:
            found.setdefault(proposal, set()).add(name)
    return {proposal: frozenset(names) for proposal, names in found.items()}


def _apart(db: Connection) -> Apart:
    query = select(_APART.c.first, _APART.c.second).where(_APART.c.removed.is_not(True))
    return frozenset(frozenset(pair) for pair in db.execute(query).all())


class Finder:
    """The proposals of a workspace made ready to be asked which are like one; each question sees what changed since.

    Any thread may ask. The first question at ten thousand proposals takes a second, all others a few milliseconds.
    """

    def __init__(self, work: Workspace) -> None:
        self._of = ref(work)  # the table of finders must not keep a workspace that was closed
        self._lock = Lock()
        self._index = Index(())
        self._moment = -1  # the last change that the index holds
        self._apart: Apart = frozenset()

    def like(self, wanted: Sketch | str) -> list[Pair]:
        """Return the proposals like one (its sketch, or its id), the likeliest first: it is each pair's first."""
        work = self._of()
        if work is None:
            return []
        asked = sketch(work, wanted) if isinstance(wanted, str) else wanted
        with self._lock:
            self._catch_up(work)
            found = self._index.like(asked, self._apart)
        names = named(work, [asked.id, *(one.second for one in found)])
        here = names.get(asked.id) or Named(asked.id, asked.ref, {f"title_{la}": t for la, t in asked.titles.items()})
        return [Pair(here, names[one.second], one) for one in found if one.second in names]

    def _catch_up(self, work: Workspace) -> None:
        with work.reading() as db:
            moment = db.execute(select(func.max(_CHANGE.c.n))).scalar() or 0
            if moment == self._moment:
                return
            if self._moment < 0:
                with many_objects():
                    self._index.update(_sketches(db))
            else:
                touched = _touched(db, self._moment)
                found = _sketches(db, touched) if touched else []
                self._index.update(found, set(touched) - {one.id for one in found})
            self._apart, self._moment = _apart(db), moment


def _touched(db: Connection, since: int) -> list[str]:
    """Return the proposals (ids) of which a change after that one says something, or of whose parties."""
    wrote = select(_CHANGE.c.row).where(_CHANGE.c.n > since)
    proposals = db.execute(wrote.where(_CHANGE.c.kind == "proposal")).scalars().all()
    parties = set(db.execute(wrote.where(_CHANGE.c.kind == "party")).scalars())
    owners = ever(db, "party", parties, "proposal").values()  # also of before a merge, or its undoing, moved them
    return sorted({*proposals, *(str(owner) for known in owners for owner in known if owner)})


_finders: WeakKeyDictionary[Workspace, Finder] = WeakKeyDictionary()


def finder_of(work: Workspace) -> Finder:
    """Return the one finder of an open workspace: dialog and form ask the same."""
    return _finders.setdefault(work, Finder(work))
