"""Scenarios and re-ranking from the command line: exact, whole sentences when refused."""

from fractions import Fraction

import pytest

from tests.test_cli import Run

pytestmark = pytest.mark.usefixtures("store")


def test_a_scenario_is_saved_shown_listed_and_deleted(run: Run) -> None:
    keys = [one["key"] for one in run("criteria")[1]["criteria"]]
    code, answer = run("scenario", "save", "Thirds", "--preset", "equal", "--weight", f"{keys[0]}=1/3")
    assert code == 0
    weights = [Fraction(one["weight_fraction"]) for one in answer["weights"]]
    assert sum(weights) == 1
    assert weights[0] / weights[1] == Fraction(1, 3) * len(keys)
    assert answer["weights"][0]["criterion"] == keys[0]
    assert run("scenario", "show", "THIRDS")[1] == answer
    assert {"ref", "rank", "stored_rank", "move", "total_fraction"} <= answer["proposals"][0].keys()
    assert [one["name"] for one in run("scenario", "list")[1]["scenarios"]] == ["Thirds"]
    assert run("scenario", "delete", "thirds") == (0, {"deleted": "Thirds"})
    assert run("scenario", "list")[1] == {"scenarios": []}
    assert run("undo")[0] == 0
    assert len(run("scenario", "list")[1]["scenarios"]) == 1


def test_a_scenario_is_renamed(run: Run) -> None:
    assert run("scenario", "save", "Old", "--weight", "1.1=3,5", "--weight", "1.2=.5")[0] == 0
    before = run("scenario", "show", "old")[1]
    code, answer = run("scenario", "rename", "OLD", "--to", " New  name ")
    assert (code, answer) == (0, before | {"name": "New name"})
    assert [one["name"] for one in run("scenario", "list")[1]["scenarios"]] == ["New name"]
    run("scenario", "save", "Other", "--preset", "equal")
    for wrong in (("rename", "new name"), ("rename", "new name", "--to", ""), ("rename", "new name", "--to", "other"),
                  ("rename", "Old", "--to", "X"), ("show", "other", "--to", "X")):  # fmt: skip
        assert run("scenario", *wrong)[0] == 2
    assert len(run("scenario", "list")[1]["scenarios"]) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("save",),
        ("save", "X", "--weight", "nokey=3"),
        ("save", "X", "--weight", "1.1"),
        ("save", "X", "--weight", "1.1=-3"),
        ("save", "X", "--weight", "1.1=1/0"),
        ("save", "X", "--weight", "1.1=" + "9" * 100),
        ("save", "X", "--preset", "best"),
        ("show", "nowhere"),
        ("delete", ""),
        ("list", "--weight", "1.1=2"),
    ],
)
def test_what_cannot_be_is_refused(run: Run, arguments: tuple[str, ...]) -> None:
    code, answer = run("scenario", *arguments)
    assert code == 2
    assert answer["error"]
    assert run("scenario", "list")[1] == {"scenarios": []}


def test_rerank_needs_another_round(run: Run) -> None:
    code, answer = run("rerank", "--from", "Last year")
    assert code == 2
    assert "no other round" in answer["error"]
