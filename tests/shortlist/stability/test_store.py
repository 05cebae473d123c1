"""Stability of a round as it stands in the store: its settings, its name, and what may go wrong."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.progress import Cancelled
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.shortlist.stability.drawing import Family
from khartoum_desktop.shortlist.stability.model import Settings
from khartoum_desktop.shortlist.stability.queries import (
    changed,
    explanation_named,
    stability,
    stability_json,
)
from khartoum_desktop.shortlist.stability.settings import settings_of
from khartoum_desktop.storage.schema import Proposal, Round
from khartoum_desktop.workspace import Person, Workspace
from tests.scoring.rooms import NADIA
from tests.shortlist.stability.rooms import Rows, case_workspace


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return a workspace with three proposals on two criteria, one of them half marked."""
    rows: Rows = {"A": [80, 20], "B": [20, 80], "Half": [50, None]}
    workspace = case_workspace(tmp_path / "case.khartoum", [3, 2], rows)
    yield workspace
    workspace.close()


def test_settings_are_the_rounds_or_the_usual(work: Workspace) -> None:
    current = scoring.current_round(work)
    assert settings_of(current) == Settings(Family("box", Fraction(30)), 9604, 1, Fraction(9, 10), Fraction(6, 10))
    with work.step("Settings") as step:
        step.put(Round, current.id, {"firm": 950, "leaning": 500, "draws": 100, "seed": 0, "family": "order"})
    current = scoring.current_round(work)
    assert settings_of(current) == Settings(Family("order"), 100, 0, Fraction(19, 20), Fraction(1, 2))
    found = stability(work, current)
    assert (found.found.draws, found.settings) == (100, settings_of(current))
    assert changed(found.settings, "any", None, 3) == Settings(Family("any"), 100, 3, Fraction(19, 20), Fraction(1, 2))
    assert stability(work, settings=changed(found.settings, None, 7, None)).found.draws == 7


def test_a_family_of_a_newer_program_is_refused_in_words(work: Workspace) -> None:
    with work.step("Settings") as step:
        step.put(Round, scoring.current_round(work).id, {"family": "bell:30"})
    with pytest.raises(UserError, match="bell:30"):
        stability(work)


def test_only_official_lines_are_counted(work: Workspace) -> None:
    found = stability(work)
    assert len(found.table.names) == 2
    assert len(found.ranking.lines) == 3


def test_two_of_one_title_are_told_apart_by_reference(work: Workspace) -> None:
    current = scoring.current_round(work)
    half = next(one for one in scoring.candidates(work) if one.ref == "KP-Half")
    with work.step("Title") as step:
        step.put(Proposal, half.id, {"title_en": "a"})
    with pytest.raises(UserError, match="reference"):
        explanation_named(work, current, "A", "B")
    assert explanation_named(work, current, "kp-a", "B").gap == Fraction(12)


def test_it_can_be_stopped(work: Workspace) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        stability(work, progress=stop)


def test_who_has_not_finished_sees_nothing_of_it(work: Workspace) -> None:
    current = scoring.current_round(work)
    work.sit_down(Person("Tesfaye Bekele", "ET", "assessor"))
    found = stability(work)
    assert found.table.names == ()
    data = stability_json(work, current, found)
    assert data["hidden"]
    assert data["acceptability"] == data["pairs"] == data["bands"] == []
    assert {(line["rank_low"], line["rank_high"]) for line in data["left_out"]} == {(1, 3)}
    ends = [one[kind] for one in data["weights"] for kind in ("leader", "top", "order")]
    assert {(end["low"], end["high"], end["low_pair"], end["high_pair"]) for end in ends} == {("0", "1", None, None)}
    with pytest.raises(UserError, match="hidden"):
        explanation_named(work, current, "A", "B")
    work.sit_down(NADIA)
    assert stability_json(work, current, stability(work))["hidden"] is None
