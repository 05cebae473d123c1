"""What a file of marks would do to a round: its plan, and what in it cannot be taken in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.marksheets.reading_back import Returned
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.queries import Assessor, Round
from khartoum_desktop.scoring.rounds.model import Pair


class Entry(NamedTuple):
    """One answer to be written: for which proposal and criterion (ids), by which assessor (id)."""

    proposal: str
    criterion: str
    assessor: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A proposal that is made along with its marks, under the title that the file gives."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking in a file would do: answers to write, sheets to submit, conflicts to note (why, by sheet).

    rows, new, changed, same, empty: how many rows there were, and how many of them bring something new, change an
    answer, say what is there already, or say nothing.
    """

    file: str
    round: Round
    criteria: CriteriaSet
    entries: Sequence[Entry]
    submit: Sequence[Pair]
    conflicts: Mapping[Pair, str]
    assessors: Mapping[str, Assessor]
    added: Sequence[Newcomer]
    rows: int
    new: int
    changed: int
    same: int
    empty: int
    proposals: int
    ignored: tuple[str, ...] = ()
    new_assessors: tuple[Assessor, ...] = ()
    reopened: Sequence[Pair] = ()  # submitted sheets of which answers change
    interested: int = 0  # sheets with marks of an assessor who has an interest in the proposal
    unreasoned: int = 0  # marks, also of before, on sheets that stay drafts for want of the reason that they need
    chosen: bool = False  # the round has its own choice of proposals, to which the added ones are taken


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that is not taken in: its name ("" for the whole file), why, and what to do."""

    cell: str
    sentence: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What one sheet that came back would do; nothing is written yet.

    refused: why nothing of it can be taken in; problems: the cells that are left out; notes: what is to be known.
    new, changed, same, empty: of its cells. submit: the sheets that are complete; drafts: how many are not. reopen: its
    changes of submitted sheets (differing: how many there are) are wanted; reopened: the sheets that they open again.
    """

    file: str
    returned: Returned | None = None
    refused: Problem | None = None
    round: Round | None = None
    assessor: Assessor | None = None
    entries: tuple[Entry, ...] = ()
    submit: tuple[Pair, ...] = ()
    conflicts: tuple[tuple[Pair, str], ...] = ()
    new: int = 0
    changed: int = 0
    same: int = 0
    empty: int = 0
    drafts: int = 0
    reopen: bool = False
    differing: int = 0
    reopened: tuple[Pair, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether taking it in would change anything."""
        return self.refused is None and bool(self.entries or self.submit or self.conflicts)
