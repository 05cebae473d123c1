"""Whose presidency it is decides in which round marks are given."""

from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.scoring import queries
from khartoum_desktop.scoring.rounds.opening import change_presidency
from khartoum_desktop.workspace import Workspace


def test_a_change_of_presidency_brings_its_round_and_undo_the_one_before(work: Workspace) -> None:
    egypt = queries.current_round(work)
    change_presidency(work, "FR-2025")
    france = queries.current_round(work)
    assert (france.label.text("en"), france.criteria_set) == ("Presidency of France, 2025", egypt.criteria_set)
    assert france.id != egypt.id
    change_presidency(work, "TN", 2026)
    assert queries.current_round(work).label.text("en") == "Tunisia 2026"
    change_presidency(work, "FR-2025")
    assert queries.current_round(work) == france
    for _step in range(3):
        work.undo()
    assert lists_of(work).presidency == "EG-2024"
    assert queries.rounds(work) == (egypt,)
    assert work.store.check() == []
