"""Points that differ look different: in the sandbox, on a shortlist, and if all were equally strict."""

from fractions import Fraction
from pathlib import Path

import pytest

from khartoum_desktop import cli
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.scoring.model import Candidate
from khartoum_desktop.shortlist.model import rank
from khartoum_desktop.shortlist.shown import shown_apart
from khartoum_desktop.shortlist.whatif.model import Board
from khartoum_desktop.shortlist.whatif.ui.results import Results, TrialRow
from khartoum_desktop.shortlist.whatif.weights import stored
from tests.scoring.building import Number, criteria_set, single
from tests.shortlist.stability.rooms import case_workspace
from tests.test_cli import Run, run

__all__ = ["run"]

ROWS: dict[str, list[Number | None]] = {"a": [90, 90], "b": [70, 71], "c": [70, Fraction("71.04")], "d": [70, 71]}


def test_in_the_sandbox_a_line_is_told_from_its_neighbours() -> None:
    criteria = criteria_set([1, 1], (0, 100))
    board = Board(rank(criteria, [Candidate(name, name) for name in ROWS], single(criteria, ROWS)))
    results = Results(board)

    def shown() -> list[tuple[str, str]]:
        rows = [TrialRow(at, board.lines[at], outcome.standing(at)) for at in outcome.order]
        return [(results.score_text(row), strip_isolates(results.difference_text(row))) for row in rows]

    outcome = board.rank(stored(criteria))
    results.show(outcome)
    assert [score for score, _moved in shown()] == ["180.0", "141.04", "141.00", "141.0"]
    outcome = board.rank((Fraction(51, 100), Fraction(49, 100)))
    results.show(outcome)
    assert shown()[2] == ("140.98", "−0.02")


def test_on_a_shortlist_too(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "near.khartoum"
    case_workspace(path, [1, 1], {name.upper(): row for name, row in ROWS.items()}, (0, 100, Fraction("0.01"))).close()
    assert run("shortlist", "new", "Cairo", "--store", str(path))[0] == 0
    assert run("shortlist", "add", "KP-A", "KP-B", "KP-C", "--store", str(path))[0] == 0
    capsys.readouterr()
    assert cli.main(["shortlist", "show", "--store", str(path)]) == 0
    out = capsys.readouterr().out
    assert all(points in out for points in ("180.00", "141.04", "141.00"))


@pytest.mark.parametrize(
    ("mark", "places", "shown"), [("3", 1, "3"), ("3.25", 2, "3.25"), ("3.1416", 2, "3.14"), ("3.2", 4, "3.2000")]
)
def test_marks_have_two_decimals_at_most_unless_more_are_needed(mark: str, places: int, shown: str) -> None:
    assert shown_apart(Fraction(mark), places) == shown
