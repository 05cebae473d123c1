"""Reads what goes into an assessor's sheet: what they are asked for, with the texts that they judge by."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import select

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, _, fill, language, speaking
from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.core.text import one_line, strip_isolates
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.proposals.queries import read
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.marksheets.book import Manifest, digest
from khartoum_desktop.scoring.marksheets.queries import asked, members
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.reading import Passage, facts, passages
from khartoum_desktop.storage.schema import TABLES
from khartoum_desktop.workspace import Workspace

_ASSESSOR: Final = TABLES["assessor"]
_UNFIT: Final = '<>:"/\\|?*'


@dataclass(frozen=True, slots=True)
class Subject:
    """One proposal of a sheet: its id and reference, what is read of it, and what the assessor has said so far."""

    id: str
    ref: str
    title: str
    facts: str
    passages: tuple[Passage, ...]
    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Draft:
    """A sheet as read from the workspace, all in the assessor's language.

    restricted, conflicts: how many proposals were left out, and why.
    """

    round: Round
    criteria: CriteriaSet
    assessor: Assessor
    delegation: str
    language: str
    subjects: tuple[Subject, ...]
    restricted: int
    conflicts: int
    author: str

    @property
    def manifest(self) -> Manifest:
        """Return what the hidden sheet will say."""
        return Manifest(
            round=self.round.id,
            round_name=strip_isolates(self.round.label.text(self.language)),
            criteria_set=self.criteria.id,
            version=self.criteria.version,
            digest=digest(self.criteria),
            assessor=self.assessor.id,
            name=self.assessor.name,
            delegation=self.assessor.delegation,
            language=self.language,
            rows={
                (subject.id, one.id): (subject.ref, one.key)
                for subject in self.subjects
                for one in self.criteria.criteria
            },
        )


def language_of(work: Workspace, assessor: str) -> str:
    """Return the first language that an assessor (id) reads; where none is known the one that is spoken here."""
    with work.reading() as db:
        said = db.execute(select(_ASSESSOR.c.languages).where(_ASSESSOR.c.id == assessor)).scalar() or ""
    return next((one for one in said.split("\n") if one in LANGUAGES), language())


def draft(work: Workspace, current: Round, assessor: Assessor, code: str, *, ticked: Collection[str] = ()) -> Draft:
    """Read an assessor's sheet for a round in a language; UserError when nothing is asked of them.

    Restricted proposals stay out, but for those `ticked` (ids); so do those in which they have declared a conflict.
    """
    criteria = queries.criteria(work, current.criteria_set)
    wanted, conflicts = asked(work, current, [assessor])[assessor.id]
    taken = [one for one in wanted if one.id in ticked or not one.restricted]
    if not taken:
        raise UserError(
            fill(_("There is nothing for {name} to assess."), name=assessor.name),
            _("Assign proposals in the round; restricted ones are put in only when that is asked for."),
        )
    given: dict[str, dict[str, Answer]] = defaultdict(dict)
    for answer in queries.answers(work, current.id, assessor=assessor.id):
        given[answer.proposal][answer.criterion] = queries.answer_of(answer)
    with speaking(code):
        lists = lists_of(work)
        subjects = []
        for one in taken:
            detail = read(work, one.id)
            subjects.append(
                Subject(
                    one.id,
                    one.ref,
                    one.title.text(),
                    facts(detail, lists),
                    passages(detail, lists),
                    given[one.id],
                )
            )
        delegation = lists.label(PARTY, assessor.delegation)
    author = work.person.name if work.person else ""
    return Draft(
        current, criteria, assessor, delegation, code, tuple(subjects), len(wanted) - len(taken), conflicts, author
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """An assessor to whom a sheet can be sent: their language, and how many proposals it would hold.

    restricted: how many more there are that are left out unless they are ticked.
    """

    assessor: Assessor
    language: str
    proposals: int
    restricted: int


def sheets_for(work: Workspace, current: Round) -> tuple[Waiting, ...]:
    """Return the assessors of a round, all of the workspace where it names none, with what a sheet would hold."""
    named = members(work, current)
    people = [one for one in queries.assessors(work) if not named or one.id in named]
    subjects = asked(work, current, people)
    found = []
    for one in people:
        wanted = subjects[one.id][0]
        closed = sum(1 for each in wanted if each.restricted)
        found.append(Waiting(one, language_of(work, one.id), len(wanted) - closed, closed))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Sent:
    """A sheet that was written, and where it lies."""

    draft: Draft
    path: Path


def write_into(
    work: Workspace,
    current: Round,
    wanted: Sequence[tuple[Assessor, str]],
    folder: Path,
    today: date,
    *,
    ticked: Collection[str] = (),
    progress: Progress = silent,
) -> tuple[Sent, ...]:
    """Write a sheet for each assessor, in the language beside them, into a folder; no file there is written over.

    All of them or none: UserError when one of them has nothing to assess, when nobody was chosen, or when the folder
    cannot be written; `progress` may raise.
    """
    from khartoum_desktop.scoring.marksheets.writing import write_sheet

    if not wanted:
        raise UserError(_("No assessor was chosen."), _("Name assessors in the round, and assign proposals to them."))
    if not folder.is_dir():
        raise UserError(fill(_("There is no folder {name}."), name=str(folder)), _("Make it, or choose another one."))
    drafts = [draft(work, current, one, code, ticked=ticked) for one, code in wanted]
    done: list[Sent] = []
    try:
        for number, one in enumerate(drafts):
            progress(number, len(drafts))
            path = free_path(folder, suggested_name(one, today))
            write_sheet(one, path)
            done.append(Sent(one, path))
    except BaseException:
        for sent in done:
            sent.path.unlink(missing_ok=True)
        raise
    return tuple(done)


def suggested_name(one: Draft, today: date) -> str:
    """Return a file name as offices use it: `KP_Marks_2026-03-02_Nadia-Fahmy_EG.xlsx`."""
    name = "".join("-" if sign.isspace() or sign in _UNFIT else sign for sign in one_line(one.assessor.name))[:60]
    return f"KP_Marks_{today.isoformat()}_{name.strip('.-') or 'assessor'}_{one.assessor.delegation}.xlsx"


def free_path(folder: Path, name: str) -> Path:
    """Return a path in a folder at which nothing lies: a sheet that somebody has filled in is never written over."""
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{Path(name).stem} ({number}){Path(name).suffix}", number + 1
    return path
