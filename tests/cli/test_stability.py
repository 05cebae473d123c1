"""Stability and explanation from the command line: published cases, shapes, refusals, three languages."""

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from khartoum_desktop import cli
from tests.scoring.building import vectors
from tests.shortlist.stability.rooms import case_workspace
from tests.test_cli import ME, Run

TITLES = ["A", "E", "G", "D", "C", "B", "F"]


@pytest.fixture
def offices(tmp_path: Path) -> Path:
    """Return a workspace with Goodwin & Wright's offices, and one proposal that is not fully marked."""
    case = vectors()["tipping"][0]
    path = tmp_path / "offices.khartoum"
    rows = {**case["values"], "H": [100, None, 100, 100, 100, 100]}
    case_workspace(path, case["weights"], rows).close()
    return path


def test_intervals_of_the_published_case(offices: Path, run: Run) -> None:
    case = vectors()["tipping"][0]
    code, answer = run("stability", "--store", str(offices), "--top", "3")
    assert code == 0
    assert (answer["draws"], answer["seed"], answer["family"], answer["top"]) == (9604, 1, "box:30", 3)
    for expected in case["expected"]:
        leader = answer["weights"][expected["criterion"]]["leader"]
        end = "low" if leader["low_pair"] else "high"
        pair = [leader[f"{end}_pair"][who]["title"] for who in ("falls", "rises")]
        assert pair == expected["pair"]
        assert abs(Fraction(leader[f"{end}_fraction"]) - expected["weight"]) < case["tol"]
        assert leader[end].startswith(str(float(expected["weight"]))[:5])
    image = answer["weights"][2]
    assert image["leader"] == {
        "low": "0", "low_fraction": "0", "high": "1", "high_fraction": "1", "low_pair": None, "high_pair": None,
    }  # fmt: skip
    assert (image["criterion"], image["weight"], image["share"], image["share_fraction"]) == (
        "c2", "23", "0.23", "23/100",
    )  # fmt: skip
    order = answer["weights"][0]["order"]
    assert (round(float(order["low"]), 4), round(float(order["high"]), 4)) == (0.2154, 0.4472)


def test_acceptability_of_the_published_case(offices: Path, run: Run) -> None:
    answer = run("stability", "--store", str(offices), "--draws", "500")[1]
    lines = answer["acceptability"]
    assert [line["title"] for line in lines] == TITLES
    assert lines[0]["ranks"] == ["1", *["0"] * 6]
    assert lines[0]["stability"] == "firm"
    assert sum(map(Fraction, lines[0]["central_fraction"])) == 1
    assert lines[1]["central"] is lines[1]["central_fraction"] is None
    assert all(sum(map(Fraction, line["ranks_fraction"])) == 1 for line in lines)
    assert [pair["above"] for pair in answer["pairs"]] == [f"KP-{title}" for title in TITLES[:-1]]
    assert [ref for band in answer["bands"] for ref in band] == [f"KP-{title}" for title in TITLES]
    assert [line["title"] for line in answer["left_out"]] == ["H"]
    assert (answer["left_out"][0]["rank_low"], answer["left_out"][0]["rank_high"]) == (1, 2)


def bring_in(run: Run, folder: Path, case: Any, scale: tuple[str, str, str]) -> None:
    """Bring a published case in as files: its criteria as JSON, its marks as CSV, proposals named by title."""
    low, high, step = scale
    criteria = [
        {"key": f"c{place}", "label": {"en": f"Criterion {place}"}, "weight": str(weight)}
        for place, weight in enumerate(case["weights"])
    ]
    grid = {
        "name": "Case",
        "scale": {"min": low, "max": high, "step": step},
        "aggregation": "mean",
        "criteria": criteria,
    }
    (folder / "case.json").write_text(json.dumps(grid), encoding="utf-8")
    lines = [
        f"{name},c{place},Nadia Fahmy,EG,{float(mark)},,"
        for name, row in case["values"].items()
        for place, mark in enumerate(row)
        if mark is not None
    ]
    head = "proposal,criterion,assessor,delegation,mark,blank,reason"
    (folder / "case.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    assert run("new", str(folder / "case.khartoum"), *ME)[0] == 0
    assert run("criteria", "import", str(folder / "case.json"))[0] == 0
    assert run("marks", "import", str(folder / "case.csv"), "--add-proposals")[0] == 0


def test_published_cases_come_in_as_files_and_out_as_numbers(tmp_path: Path, run: Run) -> None:
    tipping, least = vectors()["tipping"][0], vectors()["least_change"][0]
    bring_in(run, tmp_path, tipping, ("0", "100", "1"))
    weights = run("stability", "--draws", "100")[1]["weights"]
    for expected in tipping["expected"]:
        leader = weights[expected["criterion"]]["leader"]
        [(at, pair)] = [
            (leader[f"{end}_fraction"], leader[f"{end}_pair"]) for end in ("low", "high") if leader[f"{end}_pair"]
        ]
        assert abs(Fraction(at) - expected["weight"]) < tipping["tol"]
        assert [pair["falls"]["title"], pair["rises"]["title"]] == expected["pair"]
    move = run("explain", least["down"], "--over", least["up"])[1]["least_move"]
    assert abs(Fraction(move["moved_fraction"]) - least["moved_weight"]) < Fraction(1, 10**9)


def test_the_case_of_random_weights_comes_in_as_files_too(tmp_path: Path, run: Run) -> None:
    case = vectors()["smaa_two"]
    bring_in(run, tmp_path, {"weights": [55, 45], "values": case["values"]}, ("0", "1", "0.1"))
    found = {family: run("stability", "--family", family)[1] for family in ("any", "order", "box:200/9")}
    for family, expected in (("any", "uniform"), ("order", "w1_at_least_w2")):
        for line in found[family]["acceptability"]:
            exact = [float(one) for one in case[expected][line["title"]]]
            assert [float(share) for share in line["ranks"]] == pytest.approx(exact, abs=0.01)
    firsts = {line["title"]: float(line["ranks"][0]) for line in found["box:200/9"]["acceptability"]}
    assert found["box:200/9"]["family"] == "box:200/9"
    inside = case["w1_in_045_065"]  # the second weight within ±.1 of .45
    assert (firsts["A"], firsts["C"]) == pytest.approx((float(inside["A_first"]), float(inside["C_first"])), abs=0.01)


@pytest.mark.parametrize(
    ("family", "weights", "expected"),
    [("any", (1, 1), "uniform"), ("order", (2, 1), "w1_at_least_w2")],
)
def test_the_case_of_two_criteria(
    tmp_path: Path, run: Run, family: str, weights: tuple[int, int], expected: str
) -> None:
    case = vectors()["smaa_two"]
    path = tmp_path / "two.khartoum"
    case_workspace(path, weights, case["values"], (0, 1, Fraction(1, 10))).close()
    answer = run("stability", "--store", str(path), "--family", family, "--seed", "7")[1]
    for line in answer["acceptability"]:
        exact = case[expected][line["title"]]
        assert [float(share) for share in line["ranks"]] == pytest.approx([float(one) for one in exact], abs=0.01)
        if expected == "uniform":
            central = [float(one) for one in case["central"][line["title"]]]
            assert [float(weight) for weight in line["central"]] == pytest.approx(central, abs=0.01)


def test_the_same_seed_gives_the_same_numbers(offices: Path, run: Run) -> None:
    def found(seed: str) -> Any:
        return run("stability", "--store", str(offices), "--family", "any", "--draws", "300", "--seed", seed)[1]

    assert found("5") == found("5")
    assert found("5")["acceptability"] != found("6")["acceptability"]


def test_why_one_is_over_another(offices: Path, run: Run) -> None:
    code, answer = run("explain", "a", "--over", "KP-E", "--store", str(offices))
    assert code == 0
    assert (answer["upper"]["total"], answer["lower"]["total"], answer["gap"], answer["gap_points"]) == (
        "80.8", "64.8", "16", "1600",
    )  # fmt: skip
    parts = [one["total"] for one in answer["criteria"]]
    assert parts == ["19.2", "0", "2.3", "-2.5", "-3.6", "0.6"]
    assert sum(map(Fraction, parts)) == Fraction(answer["gap_fraction"])
    move = answer["least_move"]
    assert (move["moved_fraction"], move["to"], move["passes"]) == ("2/15", "c4", True)
    assert move["from"] == [{"criterion": "c0", "share": "0.133333333333", "share_fraction": "2/15"}]
    closeness, visibility, *_rest, parking = answer["criteria"]
    assert closeness["points_needed"] == "50"
    assert (closeness["mark_needed"], closeness["step"], closeness["step_passes"]) == ("90", "90", False)
    assert (visibility["possible"], visibility["step"], visibility["mark_needed"][:6]) == (False, None, "121.53")
    assert closeness["tie_weight"].startswith("0.0727")
    assert (visibility["tie_weight"], parking["tie_weight"]) == ("1", None)  # alike on visibility; never


def test_why_not_the_other_way_round(offices: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    answer = run("explain", "E", "--over", "A", "--store", str(offices))[1]
    assert (answer["ahead"], answer["gap"], answer["least_move"]["moved"]) == (False, "-16", "0")
    assert cli.main(["explain", "E", "--over", "A", "--store", str(offices)]) == 0
    assert "KP-E is not ahead of KP-A." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("stability", "--family", "bell"), "bell"),
        (("stability", "--family", "box:101"), "box:101"),
        (("stability", "--family", "box:-1"), "box:-1"),
        (("stability", "--family", "box:1/0"), "box:1/0"),
        (("stability", "--family", "box:201/2"), "box:201/2"),
        (("stability", "--draws", "0"), "0"),
        (("stability", "--draws", "many"), "many"),
        (("stability", "--draws", "2000000"), "2,000,000"),
        (("stability", "--top", "0"), "0"),
        (("stability", "--seed", "-1"), "-1"),
        (("stability", "--round", "Nowhere"), "Nowhere"),
        (("explain", "A", "--over", "H"), "H"),
        (("explain", "A", "--over", "Z"), "Z"),
    ],
)
def test_what_cannot_be_is_refused(offices: Path, run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, answer = run(*arguments, "--store", str(offices))
    assert code == 2
    assert said in answer["error"]
    assert answer["remedy"]


def test_a_round_without_ranks_says_so_by_empty_lists(store: Path, run: Run) -> None:
    code, answer = run("stability")
    assert code == 0
    assert answer["acceptability"] == answer["pairs"] == answer["bands"] == []
    assert len(answer["left_out"]) == 2
    assert {one["leader"]["low_pair"] for one in answer["weights"]} == {None}


def test_a_round_is_named_in_any_language(store: Path, run: Run) -> None:
    name = run("stability")[1]["round"]
    assert run("stability", "--round", name.upper())[1]["round"] == name


def test_people_read_words(offices: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["stability", "--store", str(offices)]) == 0
    out = capsys.readouterr().out
    assert "Firm" in out
    assert "c0 (32.0%): Below 7.3%, KP-E passes KP-A." in out
    assert "Each weight within ±30% of the stated one; 9,604 draws, seed 1." in out
    assert cli.main(["explain", "A", "--over", "E", "--store", str(offices)]) == 0
    out = capsys.readouterr().out
    assert "KP-A is ahead of KP-E by +16." in out
    assert "The least move of weights that brings KP-E level: 13.3% from c0 to c4." in out


@pytest.mark.parametrize("command", ["stability", "explain"])
def test_the_help_says_what_is_printed(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    out = capsys.readouterr().out
    assert "--json prints:" in out
    assert all(key in out for key in {"stability": ("central", "left_out"), "explain": ("least_move", "step")}[command])


def test_commands_load_numpy_only_when_they_count() -> None:
    code = "import sys, khartoum_desktop.shortlist.stability.queries; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
