"""Ranking stays fast: a short form of `rank_speed`, which measures ten thousand proposals."""

from pathlib import Path

from tests.scoring.rooms import new_workspace
from tests.shortlist.rank_speed import fill, measure


def test_ranking_costs_little_more_than_reading_the_marks(tmp_path: Path) -> None:
    work = new_workspace(tmp_path / "speed.khartoum")
    found = measure(work, fill(work, 400, 2))
    work.close()
    assert found.marks > 14_000
    assert found.rank < max(8 * found.bare, 0.4), found
