"""Ranking stays fast: a short form of `rank_speed`, which measures ten thousand proposals."""

from pathlib import Path

from tests.effort import growth, untraced
from tests.scoring.rooms import new_workspace
from tests.shortlist.rank_speed import bare, fill, measure, ranked


def test_ranking_costs_little_more_than_reading_the_marks(tmp_path: Path) -> None:
    work = new_workspace(tmp_path / "speed.khartoum")
    marks = fill(work, 400, 3)
    assert marks > 14_000
    assert len(ranked(work).official) > 250
    assert measure(work, marks, rounds=1).marks == marks
    reading, ranking = (untraced(lambda: bare(work)), untraced(lambda: ranked(work)))
    assert growth(reading, ranking, below=5, times=15) < 5  # the database's own work has no lines to count
    work.close()
