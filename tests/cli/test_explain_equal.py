"""`explain` of two proposals with equal totals: that they are equal, which stands first, and by what."""

from pathlib import Path

import pytest

from khartoum_desktop import cli
from tests.shortlist.stability.rooms import case_workspace
from tests.test_cli import Run


@pytest.fixture
def equals(tmp_path: Path) -> Path:
    """Return a workspace in which B stands before A by its mark on c1, and C before D by its reference."""
    path = tmp_path / "equals.khartoum"
    rows = {"A": [3, 2, 4], "B": [3, 4, 2], "D": [1, 1, 1], "C": [1, 1, 1]}
    case_workspace(path, [2, 1, 1], rows, (0, 5, 1)).close()
    return path


@pytest.mark.parametrize(("upper", "lower"), [("A", "B"), ("B", "A")])
def test_the_chain_says_which_stands_first_in_either_order(equals: Path, run: Run, upper: str, lower: str) -> None:
    ranked = {line["title"]: line for line in run("rank", "--store", str(equals))[1]["proposals"]}
    assert (ranked["A"]["rank"], ranked["B"]["rank"], ranked["A"]["decided_by"]) == (1, 1, "c1")
    code, answer = run("explain", upper, "--over", lower, "--store", str(equals))
    assert code == 0
    assert (answer["ahead"], answer["gap"], answer["equal"]) == (False, "0", True)
    assert (answer["first"], answer["decided_by"]) == ("KP-B", "c1")
    assert answer["least_move"]["moved"] == "0"


@pytest.mark.parametrize(("upper", "lower"), [("C", "D"), ("D", "C")])
def test_the_reference_decides_where_no_mark_does(equals: Path, run: Run, upper: str, lower: str) -> None:
    answer = run("explain", upper, "--over", lower, "--store", str(equals))[1]
    assert (answer["equal"], answer["first"], answer["decided_by"]) == (True, "KP-C", None)


@pytest.mark.parametrize(("upper", "lower", "ahead"), [("A", "C", True), ("C", "A", False)])
def test_of_unequal_ones_the_total_decides(equals: Path, run: Run, upper: str, lower: str, ahead: bool) -> None:
    answer = run("explain", upper, "--over", lower, "--store", str(equals))[1]
    assert (answer["ahead"], answer["equal"], answer["first"], answer["decided_by"]) == (ahead, False, "KP-A", None)


def test_people_read_which_stands_first(equals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(upper: str, lower: str) -> str:
        assert cli.main(["explain", upper, "--over", lower, "--store", str(equals)]) == 0
        return capsys.readouterr().out.splitlines()[0]

    shared = "have equal totals and share a rank."
    assert said("A", "B") == f"KP-A and KP-B {shared} KP-B stands first: higher on c1."
    assert said("B", "A") == f"KP-B and KP-A {shared} KP-B stands first: higher on c1."
    assert said("D", "C") == f"KP-D and KP-C {shared} KP-C stands first by its reference."
    assert said("C", "A") == "KP-C is not ahead of KP-A."


@pytest.mark.parametrize(("language", "shared"), [("ar", "المرتبة نفسها"), ("fr", "partagent leur rang")])
def test_it_is_said_in_the_language_of_the_person(
    equals: Path, capsys: pytest.CaptureFixture[str], language: str, shared: str
) -> None:
    assert cli.main(["explain", "A", "--over", "B", "--store", str(equals), "--language", language]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert shared in first
    assert "c1" in first
    assert first.count("KP-B") == 2


def test_one_proposal_is_not_explained_over_itself(equals: Path, run: Run) -> None:
    code, answer = run("explain", "A", "--over", "kp-a", "--store", str(equals))
    assert code == 2
    assert "KP-A" in answer["error"]
    assert answer["remedy"]


def test_the_help_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["explain", "--help"])
    out = capsys.readouterr().out
    assert '"equal", "first", "decided_by": null | key' in out
    assert "null if only the reference" in " ".join(out.split())
