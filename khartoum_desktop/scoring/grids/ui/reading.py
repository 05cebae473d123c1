"""What the page of criteria sets shows, read in the background."""

from dataclasses import dataclass

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring import queries as rounds
from khartoum_desktop.scoring.criteria import CriteriaSet
from khartoum_desktop.scoring.grids import queries
from khartoum_desktop.scoring.grids.queries import Listed
from khartoum_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows: every set, the open one, the one it was copied from, when it was frozen, what is in hand."""

    sets: tuple[Listed, ...]
    criteria: CriteriaSet
    old: CriteriaSet | None
    frozen_on: str
    in_hand: str
    round_answered: bool

    @property
    def title(self) -> str:
        """The name of the open set."""
        return set_words(next(one for one in self.sets if one.id == self.criteria.id))


def read(work: Workspace, *asked: str | None) -> Found:
    """Read the first of the asked sets (ids) that is there, else the one in hand, else the first of all."""
    sets = queries.listed_sets(work)
    current = next(iter(rounds.rounds(work)), None)
    in_hand = current.criteria_set if current else ""
    known = {one.id for one in sets}
    wanted = next(one for one in (*asked, in_hand, sets[0].id) if one in known)
    criteria = rounds.criteria(work, wanted)
    old = rounds.criteria(work, criteria.copied_from) if criteria.copied_from in known else None
    answered = current is not None and (current.closed or queries.has_answers(work, current.id))
    return Found(sets, criteria, old, queries.frozen_on(work, wanted), in_hand, answered)


def set_words(one: Listed) -> str:
    """Return the name of a set with its version, and whether it is frozen."""
    name = fill(_("{name}, version {n}"), name=one.label.text(), n=format_number(one.version))
    return fill(_("{name} (frozen)"), name=name) if one.frozen else name
