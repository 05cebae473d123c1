"""What the page of the rounds shows, read in the background."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.list_queries import lists_of
from khartoum_desktop.proposals.lists import PARTY, Lists
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.scoring.queries import Round
from khartoum_desktop.scoring.reading import dotted, listed
from khartoum_desktop.scoring.rounds.deadlines import deadline_words
from khartoum_desktop.scoring.rounds.model import Pair
from khartoum_desktop.scoring.rounds.queries import (
    Item,
    Member,
    Named,
    Overview,
    Reply,
    checklist,
    checklist_answers,
    criteria_sets,
    ineligible,
    overview,
    presidencies,
)
from khartoum_desktop.scoring.rounds.sight import sight
from khartoum_desktop.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Found:
    """All rounds, the one in hand first among the open ones; one of them with its assignments; what can be chosen."""

    rounds: tuple[Round, ...]
    shown: Overview
    lists: Lists
    presidencies: tuple[Named, ...]
    criteria: tuple[Named, ...]
    everything: tuple[Candidate, ...]
    hidden: str
    checklist: tuple[Item, ...]
    replies: Mapping[Pair, Reply]
    ineligible: Mapping[str, str]  # proposal -> why

    @property
    def in_hand(self) -> str:
        """The round (id) that marks, ranking and lists use."""
        return self.rounds[0].id

    def delegation(self, member: Member) -> str:
        """Return who an assessor is: name and delegation in words."""
        return listed([member.assessor.name, self.lists.label(PARTY, member.assessor.delegation)])


def read(work: Workspace, wanted: str) -> Found:
    """Read the rounds and the wanted one (id), without one that in hand; UserError when there is none at all."""
    current = queries.current_round(work)
    known = queries.rounds(work)
    chosen = next((one for one in known if one.id == wanted), current)
    return Found(
        known,
        overview(work, chosen),
        lists_of(work),
        presidencies(work),
        criteria_sets(work),
        queries.candidates(work),
        sight(work, chosen.id).sentence,
        checklist(work, chosen.criteria_set),
        checklist_answers(work, chosen),
        ineligible(work, chosen),
    )


def state_word(one: Round, in_hand: str) -> str:
    """Return what a round is: closed, in hand or open."""
    if one.closed:
        return _("closed, in hand") if one.id == in_hand else _("closed")
    return _("in hand") if one.id == in_hand else _("open")


def facts(found: Overview, today: date) -> str:
    """Return a round in one line: presidency, criteria, proposals, what a rank needs, deadline."""
    one = found.round
    criteria = fill(_("{name}, version {n}"), name=found.criteria.text(), n=format_number(found.version))
    count = len(found.proposals)
    words = (
        ngettext("{n} chosen proposal", "{n} chosen proposals", count)
        if found.chosen
        else ngettext("{n} proposal", "{n} proposals", count)
    )
    needs = ngettext("a rank needs {n} submitted sheet", "a rank needs {n} submitted sheets", one.required)
    scoring = _("independent scoring") if one.independent else _("everybody sees all marks")
    parts = (
        found.presidency.text(),
        criteria,
        fill(words, n=format_number(count)),
        fill(needs, n=format_number(one.required)),
        scoring,
        deadline_words(one, today),
    )
    return dotted([part for part in parts if part])


def progress_words(member: Member) -> str:
    """Say how far an assessor is, and how many sheets came after the deadline."""
    said = fill(_("{n} of {of} submitted"), n=format_number(member.submitted), of=format_number(member.asked))
    late = fill(ngettext("{n} late", "{n} late", member.late), n=format_number(member.late)) if member.late else ""
    return dotted([said, late]) if late else said
