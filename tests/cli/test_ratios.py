"""What does not apply by decision, and totals that lie close together, from the command line."""

import json
from fractions import Fraction
from math import sqrt
from pathlib import Path

import pytest

from khartoum_desktop import cli
from tests.test_cli import ME, Run

MARKS = """P,a,Amal,SD,4,,
P,b,Amal,SD,,not_applicable,nothing private
P,c,Amal,SD,2,,
Q,a,Amal,SD,3,,
Q,b,Amal,SD,5,,
Q,c,Amal,SD,4,,
S,a,Amal,SD,,not_applicable,no
S,b,Amal,SD,1,,
S,c,Amal,SD,5,,
"""


def bring_in(run: Run, folder: Path, weights: dict[str, str], marks: str, scale: tuple[str, str, str]) -> None:
    """Make a workspace with these criteria and marks."""
    criteria = [{"key": key, "label": {"en": key}, "weight": weight} for key, weight in weights.items()]
    grid = {"name": "Case", "scale": dict(zip(("min", "max", "step"), scale, strict=True)), "criteria": criteria}
    (folder / "case.json").write_text(json.dumps({**grid, "aggregation": "mean"}), encoding="utf-8")
    head = "proposal,criterion,assessor,delegation,mark,blank,reason\n"
    (folder / "case.csv").write_text(head + marks, encoding="utf-8")
    assert run("new", str(folder / "case.khartoum"), *ME)[0] == 0
    assert run("criteria", "import", str(folder / "case.json"))[0] == 0
    assert run("marks", "import", str(folder / "case.csv"), "--add-proposals")[0] == 0


@pytest.fixture
def three(tmp_path: Path, run: Run) -> dict[str, str]:
    """Return the references of three proposals; b does not apply to P, a not to S, by decision."""
    bring_in(run, tmp_path, {"a": "3", "b": "1", "c": "1"}, MARKS, ("0", "5", "1"))
    found = {one["title"]: one["ref"] for one in run("rank")[1]["proposals"]}
    for title, key in (("P", "b"), ("S", "a")):
        said = ("--not-applicable", "--participants", "Amal", "--reason", "nothing there")
        assert run("consensus", found[title], "--criterion", key, *said)[0] == 0
    return found


def test_contributions_sum_to_the_points_with_the_weights_they_say(run: Run, three: dict[str, str]) -> None:
    for line in run("rank")[1]["proposals"]:
        parts = line["contributions"]
        assert sum(Fraction(part["points_fraction"]) for part in parts) == Fraction(line["points_fraction"])
        for part in parts:
            weight = Fraction(part["weight_fraction"])
            assert weight * Fraction(part["mark_fraction"]) == Fraction(part["points_fraction"])
    first = next(line for line in run("rank")[1]["proposals"] if line["title"] == "P")
    assert [part["weight"] for part in first["contributions"]] == ["3.75", "1.25"]


def test_the_leader_stays_as_far_as_the_ranking_says(run: Run, three: dict[str, str]) -> None:
    leader = run("stability", "--draws", "200", "--top", "1")[1]["weights"][0]["leader"]
    high = Fraction(leader["high_fraction"])
    assert leader["high"] == "0.632993161855"
    assert leader["high_rounded"] is True
    assert "low_rounded" not in leader
    assert 0 < (sqrt(24) - 3) / 3 - high < 1e-12
    for name, share, first in (("In", high, "Q"), ("Out", Fraction(633, 1000), "P")):
        rest = (1 - share) / 2
        weights = [f"{key}={weight}" for key, weight in (("a", share), ("b", rest), ("c", rest))]
        options = [word for weight in weights for word in ("--weight", weight)]
        assert run("scenario", "save", name, *options)[1]["proposals"][0]["title"] == first


def test_what_stands_between_two_is_where_they_are_level(run: Run, three: dict[str, str]) -> None:
    answer = run("explain", "Q", "--over", "S")[1]
    assert answer["least_move"] == {
        "moved": "0.054545454545", "moved_fraction": "3/55", "to": "c", "passes": True,
        "from": [{"criterion": "b", "share": "0.054545454545", "share_fraction": "3/55"}],
    }  # fmt: skip
    ties = {one["criterion"]: (one["tie_weight_fraction"], one.get("tie_weight_rounded")) for one in answer["criteria"]}
    assert ties == {"a": (None, None), "b": ("132613713281/1000000000000", True), "c": ("1/3", None)}
    assert sum(Fraction(one["total_fraction"]) for one in answer["criteria"]) == Fraction(answer["gap_fraction"])


@pytest.mark.parametrize(
    ("language", "said"), [("en", "draws level if 5.5% of"), ("ar", "يتعادل"), ("fr", "revient à")]
)
def test_the_move_is_not_called_the_least_of_all(
    run: Run, three: dict[str, str], language: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert cli.main(["explain", "Q", "--over", "S", "--language", language]) == 0
    assert said in capsys.readouterr().out.splitlines()[-1]


def test_points_have_the_decimals_that_tell_them_apart(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    marks = {"P": "0.900000001", "Q": "0.9", "R": "0.9"}
    lines = "".join(f"{title},a,Amal,SD,{mark},,\n" for title, mark in marks.items())
    bring_in(run, tmp_path, {"a": "1"}, lines, ("0", "1", "0.000000001"))
    shown = points(capsys)
    assert shown == ["0.900000001", "0.900000000", "0.900000000"]


def points(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the points of the first ranks as the command writes them for people."""
    capsys.readouterr()
    assert cli.main(["rank", "--language", "en"]) == 0
    return [line.split()[2] for line in capsys.readouterr().out.splitlines()[1:4]]
