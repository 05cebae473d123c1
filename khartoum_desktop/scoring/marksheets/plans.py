"""What a file of marks would do to a round: its plan, and what in it cannot be taken in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.queries import Assessor, Round

Pair = tuple[str, str]  # proposal, assessor: ids


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
    chosen: bool = False  # the round has its own choice of proposals, to which the added ones are taken
