"""Conditional maxima where a panel agrees, and where what let a mark pass changes later: from the command line."""

import json
from pathlib import Path

import pytest

from khartoum_desktop import cli
from tests.test_cli import Run, refs

SET = {
    "name": "With maxima",
    "scale": {"min": "0", "max": "5", "step": "1"},
    "aggregation": "mean",
    "criteria": [{"key": key, "label": {"en": f"Criterion {key}"}, "weight": "1"} for key in "abc"],
    "limits": [
        {"criterion": "b", "most": "3", "unless": {"criterion": "a", "least": "4"}},
        {"criterion": "c", "most": "2", "unless": {"priorities": 1}},
    ],
}
ON_B = "A mark of 5 on b is above its maximum of 3, which holds unless a has at least 4."
ON_C = "A mark of 3 on c is above its maximum of 2, which holds unless the proposal serves at least 1 priority."


def marks(run: Run, tmp_path: Path, *rows: str) -> tuple[int, dict[str, str]]:
    path = tmp_path / "marks.csv"
    path.write_text("\n".join(["proposal,criterion,assessor,delegation,mark", *rows, ""]), encoding="utf-8")
    return run("marks", "import", str(path))


def agree(run: Run, ref: str, key: str, *said: str) -> tuple[int, dict[str, str]]:
    who = () if "--withdraw" in said else ("--participants", "X; Y", "--reason", "Talked through")
    return run("consensus", ref, "--criterion", key, *said, *who)


@pytest.fixture
def ref(store: Path, run: Run, tmp_path: Path) -> str:
    """Return a proposal that serves one priority and is marked a = b = c = 3 by two people."""
    file = tmp_path / "set.json"
    file.write_text(json.dumps(SET), encoding="utf-8")
    assert run("criteria", "import", str(file))[0] == 0
    found = refs(run)[0]
    assert run("set", found, "priorities", '["skills"]')[0] == 0
    rows = [f"{found},{key},{who},3" for who in ("X,IT", "Y,ET") for key in "abc"]
    assert marks(run, tmp_path, *rows)[0] == 0
    return found


def beyond(run: Run, ref: str) -> list[tuple[str, str]]:
    line = next(one for one in run("rank")[1]["proposals"] if one["ref"] == ref)
    return [(one["criterion"], one["sentence"]) for one in line["beyond"]]


def test_a_panel_keeps_to_the_maxima(run: Run, ref: str) -> None:
    code, answer = agree(run, ref, "b", "--value", "5")
    assert (code, answer["error"]) == (2, f"{ref}: {ON_B}")
    assert agree(run, ref, "b", "--value", "3")[0] == 0, "as much as the maximum allows"
    assert agree(run, ref, "a", "--value", "4")[0] == 0
    assert agree(run, ref, "b", "--value", "5")[0] == 0, "the panel's own mark on a lets it pass"
    for said in (("--value", "3"), ("--not-applicable",)):
        code, answer = agree(run, ref, "a", *said)
        assert (code, answer["error"]) == (2, f"{ref}: {ON_B}"), "with it b would be too high"
    assert beyond(run, ref) == []


def test_what_goes_beyond_a_maximum_by_now_is_said_and_counts(
    run: Run, ref: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    agree(run, ref, "a", "--value", "4")
    agree(run, ref, "b", "--value", "5")
    assert agree(run, ref, "a", "--withdraw")[0] == 0
    assert beyond(run, ref) == [("b", ON_B)]
    topic = run("discuss")[1]["discuss"][0]
    assert (topic["ref"], topic["criterion"], topic["hangs"], topic["beyond"]) == (ref, "b", True, [ON_B])
    assert ON_B in topic["why"]
    assert run("set", ref, "priorities", "[]")[0] == 0
    assert sorted(beyond(run, ref)) == [("b", ON_B), ("c", ON_C)], "said once, though two sheets go beyond it"
    capsys.readouterr()
    assert cli.main(["rank"]) == 0
    assert f"{ref}: {ON_C}" in capsys.readouterr().out.splitlines()
    assert agree(run, ref, "c", "--value", "2")[0] == 0
    assert beyond(run, ref) == [("b", ON_B)], "what the panel agreed on stands in place of the marks"
    assert marks(run, tmp_path, f"{ref},a,Z,SD,5", f"{ref},a,W,SD,5", f"{ref},a,V,SD,5")[0] == 0
    assert beyond(run, ref) == [], "with these marks a is 21/5"


def test_sheets_that_keep_to_a_maximum_are_not_held_against_their_mean(run: Run, ref: str, tmp_path: Path) -> None:
    assert marks(run, tmp_path, f"{ref},a,Z,SD,4", f"{ref},b,Z,SD,5", f"{ref},c,Z,SD,3")[0] == 0
    assert beyond(run, ref) == []
