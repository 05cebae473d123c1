"""What to discuss first in a real store: the list, the cut line of an open list, what is settled, what counts."""

from datetime import date

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.agreement import operations as agreement
from khartoum_desktop.scoring.agreement.queries import counting
from khartoum_desktop.scoring.rounds.asking import sheet_id
from khartoum_desktop.scoring.rounds.operations import declare_conflict, reopen, submit
from khartoum_desktop.shortlist import operations as lists
from khartoum_desktop.shortlist.discussing.printing import discussion_json
from khartoum_desktop.shortlist.discussing.queries import discuss_first, discussion
from khartoum_desktop.shortlist.listing import Cut
from khartoum_desktop.storage.schema import Assessment
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.rooms import id_of, mark_all, ref_of


def named(work: Workspace) -> set[tuple[str, str]]:
    return {(topic.candidate.ref, topic.criterion.key) for topic in discuss_first(work)}


def test_a_round_in_which_nobody_differs_has_nothing_to_discuss(work: Workspace) -> None:
    found = discussion(work)
    assert [topic for topic in found.topics if topic.wide] == []
    assert found.alpha is not None
    assert found.edge is None


def test_the_cut_line_of_the_open_list_counts(work: Workspace) -> None:
    mark_all(work, {3: 1}, "Asha Deng", "SD")
    assert (ref_of(3), "1.1") in named(work)
    one = lists.create(work, "SOM")
    lists.add(work, one, [id_of(number) for number in (1, 2, 3, 4)], reason="As agreed.")
    lists.draw_cut(work, one, Cut(number=3))
    edge = discussion(work).edge
    assert edge is not None
    assert edge.name == "SOM"
    assert edge.inside == {id_of(number) for number in (1, 2, 3)}
    assert edge.last_in is not None
    assert edge.first_out is not None
    assert edge.last_in > edge.first_out == 2
    lists.freeze(work, one, today=date(2026, 11, 24))
    assert discussion(work).edge is None


def test_what_was_agreed_is_no_topic_and_is_listed(work: Workspace) -> None:
    mark_all(work, {3: 1}, "Asha Deng", "SD")
    current = scoring.current_round(work)
    who = ("Nadia Fahmy", "Asha Deng")
    agreement.agree(work, current, id_of(3), "1.1", "3", participants=who, reason="as discussed", on=date(2026, 3, 12))
    found = discussion(work)
    assert (ref_of(3), "1.1") not in {(topic.candidate.ref, topic.criterion.key) for topic in found.topics}
    assert [one.participants for one in found.agreed] == [who]


def test_only_submitted_sheets_without_a_conflict_count(work: Workspace) -> None:
    mark_all(work, {3: 1}, "Asha Deng", "SD")
    current = scoring.current_round(work)
    asha = next(one for one in scoring.assessors(work) if one.name == "Asha Deng")
    assert named(work)
    reopen(work, current, [(id_of(3), asha.id)])
    assert not named(work)
    submit(work, current, [(id_of(3), asha.id)])
    assert named(work)
    declare_conflict(work, current, id_of(3), asha, "own country")
    assert not named(work)


def test_a_sheet_that_is_submitted_here_and_a_conflict_there_does_not_count(work: Workspace) -> None:
    mark_all(work, {3: 1}, "Asha Deng", "SD")
    current = scoring.current_round(work)
    asha = next(one for one in scoring.assessors(work) if one.name == "Asha Deng")
    with work.step("Merged") as step:
        step.put(Assessment, sheet_id(current.id, id_of(3), asha.id), {"conflict": "own country"})
    assert not named(work)
    assert asha.id not in {one.assessor for one in counting(work, current)}


def test_who_has_not_finished_sees_nothing(work: Workspace) -> None:
    mark_all(work, {3: 1}, "Asha Deng", "SD")
    mark_all(work, {1: 5}, "Omar Aziz", "SD")
    work.sit_down(Person("Omar Aziz", "SD", "assessor"))
    found = discussion(work)
    assert found.hidden
    assert (found.topics, found.marks, found.agreed, found.standings, found.alpha) == ((), (), (), {}, None)
    printed = discussion_json(found, every=True)
    assert (printed["discuss"], printed["cells"], printed["ranks"], printed["agreed"]) == ([], [], [], [])
    assert printed["agreement"]["assessors"] == 0
    with pytest.raises(UserError):
        discussion_json(found, adjusted=True)


def test_delegations_that_rank_differently_are_told(work: Workspace) -> None:
    mark_all(work, {1: 2, 2: 3}, "Asha Deng", "SD")
    found = discussion(work)
    by = {one.delegation: one.rank for one in found.standings[id_of(1)]}
    assert by == {"EG": 2, "IT": 1, "SD": 2}
    topic = next(topic for topic in found.topics if topic.candidate.ref == ref_of(1))
    assert strip_isolates(found.said(topic)[-1]) == "Rank 1 of 4 for Italy, rank 2 of 2 for Sudan."
