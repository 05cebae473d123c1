"""What to discuss first, and what a panel agreed on, from the command line."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from khartoum_desktop import cli
from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.scoring import operations, queries
from khartoum_desktop.scoring.criteria import UNIT
from khartoum_desktop.scoring.model import Answer
from khartoum_desktop.scoring.operations import Entry
from khartoum_desktop.scoring.rounds.operations import submit
from khartoum_desktop.workspace import Workspace
from tests.test_cli import Run, refs

PANEL = (("Nadia Fahmy", "EG"), ("Giulia Conti", "IT"))


def give(work: Workspace, number: int, marks: dict[str, tuple[int, int]]) -> None:
    """Give threes from both delegations to a proposal, but for the criteria (keys) that are named."""
    criteria = queries.criteria(work, queries.current_round(work).criteria_set)
    proposal = queries.candidates(work)[number].id
    people = [operations.assessor_of(work, *one) for one in PANEL]
    current = queries.current_round(work)
    operations.mark_many(
        work,
        [
            Entry(proposal, one.id, people[seat], Answer(value * UNIT, reason="seen"))
            for one in criteria.criteria
            for seat, value in enumerate(marks.get(one.key, (3, 3)))
        ],
    )
    submit(work, current, [(proposal, one.id) for one in people])


@pytest.fixture
def panel(store: Path, run: Run) -> list[str]:
    """Return two proposals that two delegations marked; they are of two minds on 1.1 and 2.2 of the first."""
    with closing(Workspace.open(store, genesis=genesis())) as work:
        give(work, 0, {"1.1": (5, 2), "2.2": (1, 5)})
        give(work, 1, {"1.1": (4, 3)})
    return refs(run)


def test_what_to_discuss_first_and_why(run: Run, panel: list[str]) -> None:
    code, answer = run("discuss")
    assert code == 0
    first = answer["discuss"][0]
    assert [(one["ref"], one["criterion"]) for one in answer["discuss"]][:2] == [(panel[0], "1.1"), (panel[0], "2.2")]
    assert first["marks"] == [{"delegation": "EG", "marks": ["5"]}, {"delegation": "IT", "marks": ["2"]}]
    assert (first["mark"], first["mark_fraction"]) == ("3.5", "7/2")
    assert (first["range_share"], first["range_share_fraction"], first["divided"]) == ("0.75", "3/4", True)
    assert first["why"][0] == "5 from Egypt, 2 from Italy on 1.1."
    assert {one["key"] for one in first["splits"]} == {"1"}  # Egypt passes group 1, Italy does not
    assert answer["aggregation"] == "delegation"
    assert answer["divergence"] == "0.5"
    assert answer["agreement"]["word"] == "weak"
    assert set(answer["agreement"]["alpha"]) >= {"nominal", "ordinal_fraction", "interval", "ratio"}
    assert answer["ranks"][0]["by"][0]["of"] == 2
    assert "cells" not in answer
    assert "adjusted" not in answer


def test_every_cell_with_its_measures(run: Run, panel: list[str]) -> None:
    cells = {(one["ref"], one["criterion"]): one for one in run("discuss", "--all")[1]["cells"]}
    cell = cells[panel[0], "1.1"]
    assert (cell["word"], cell["variance"], cell["variance_fraction"]) == ("weak", "4.5", "9/2")
    assert (cell["deviation"], cell["r_wg_fraction"], cell["consensus"]) == ("2.12132034356", "-5/4", "0.321928094887")
    assert cells[panel[1], "1.2"]["word"] == "strong"


def test_what_harsh_assessors_would_change_is_a_what_if(run: Run, panel: list[str]) -> None:
    before = run("rank")
    adjusted = run("discuss", "--adjusted")[1]["adjusted"]
    leniency = {one["delegation"]: one["leniency_fraction"] for one in adjusted["assessors"]}
    assert set(leniency) == {"EG", "IT"}
    assert leniency["EG"] == leniency["IT"].removeprefix("-") or leniency["IT"] == leniency["EG"].removeprefix("-")
    for one in adjusted["proposals"]:  # where everybody marked everything, the mean is what all would give
        assert one["mean_fraction"] == one["adjusted_fraction"]
    assert run("rank") == before


def test_with_one_assessor_nobody_is_harsh(store: Path, run: Run) -> None:
    code, answer = run("discuss", "--adjusted")
    assert code == 2
    assert "fewer than two" in answer["error"]
    code, answer = run("discuss")
    assert code == 0
    assert (answer["discuss"], answer["agreement"]["word"], answer["agreement"]["alpha"]["interval"]) == (
        [],
        None,
        None,
    )


def agree(run: Run, ref: str, *what: str, who: str = "Nadia Fahmy, Giulia Conti") -> tuple[int, Any]:
    return run("consensus", ref, "--criterion", "1.1", *what, "--participants", who, "--reason", "as discussed")


def test_a_panel_agrees_and_takes_it_back(run: Run, panel: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    before = run("rank")[1]
    code, answer = agree(run, panel[0], "--value", "٤", who="Nadia Fahmy؛ Giulia Conti، Omar")
    assert code == 0
    assert answer["agreed"]["value"] == "4"
    assert answer["agreed"]["participants"] == ["Nadia Fahmy", "Giulia Conti", "Omar"]
    first = next(one for one in run("rank")[1]["proposals"] if one["ref"] == panel[0])
    cell = first["contributions"][0]
    assert (cell["mark"], cell["marks"], cell["divided"], cell["agreed"]) == (
        "4",
        2,
        False,
        answer["agreed"]["decided"],
    )
    assert run("discuss")[1]["discuss"][0]["criterion"] != "1.1"
    assert run("discuss")[1]["agreed"] == [answer["agreed"]]
    assert agree(run, panel[0], "--not-applicable")[1]["agreed"]["not_applicable"] is True
    first = next(one for one in run("rank")[1]["proposals"] if one["ref"] == panel[0])
    assert first["not_applicable"] == ["1.1"]
    assert len(first["contributions"]) == 17
    assert (first["official"], first["coverage"]) == (True, "1")
    capsys.readouterr()
    cli.main(["rank", "--language", "en"])
    assert f"{panel[0]}: 1.1 by decision not applicable" in capsys.readouterr().out
    assert run("consensus", panel[0], "--criterion", "1.1", "--withdraw") == (
        0, {**answer, "agreed": None, "rank": answer["rank"]},
    )  # fmt: skip
    assert run("rank")[1] == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("--value", "4"),
        ("--value", "4", "--reason", "x"),
        ("--value", "4", "--participants", "Nadia"),
        ("--value", "4", "--participants", " ,؛", "--reason", "x"),
        ("--value", "6", "--participants", "Nadia", "--reason", "x"),
        ("--value", "4", "--not-applicable", "--participants", "Nadia", "--reason", "x"),
        ("--withdraw",),
        ("--withdraw", "--reason", "x"),
        ("--participants", "Nadia", "--reason", "x"),
    ],
)
def test_what_is_refused_changes_nothing(run: Run, panel: list[str], arguments: tuple[str, ...]) -> None:
    before = run("rank"), run("discuss")
    code, answer = run("consensus", panel[0], "--criterion", "1.1", *arguments)
    assert code == 2
    assert answer["error"]
    assert answer["remedy"]
    assert (run("rank"), run("discuss")) == before


def test_the_rule_of_the_round_is_switched_and_printed(run: Run, panel: list[str]) -> None:
    assert run("aggregation")[1]["aggregation"] == "delegation"
    code, answer = run("aggregation", "median", "--divergence", "٠٫٨")
    assert (code, answer["aggregation"], answer["of_the_round"], answer["divergence"]) == (0, "median", True, "0.8")
    assert run("rank")[1]["aggregation"] == run("discuss")[1]["aggregation"] == "median"
    assert [one["criterion"] for one in run("discuss")[1]["discuss"] if one["divided"]] == ["2.2"]  # 3 of 4 is not 0.8
    assert run("aggregation", "set")[1] == {**answer, "aggregation": "delegation", "of_the_round": False,
                                            "rule": run("rank")[1]["rule"]}  # fmt: skip
    assert run("undo")[0] == 0
    assert run("aggregation")[1]["aggregation"] == "median"
    for wrong in ("0", "1.5", "half", "1/0", "0.0005", "-1", "nan"):
        code, answer = run("aggregation", "--divergence", wrong)
        assert code == 2
        assert answer["remedy"]
    assert run("aggregation")[1]["divergence"] == "0.8"
    assert run("discuss", "--round", "nowhere")[0] == run("aggregation", "mode")[0] == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_for_people(run: Run, panel: list[str], language: str, capsys: pytest.CaptureFixture[str]) -> None:
    agree(run, panel[1], "--value", "4")
    for arguments in (("discuss",), ("discuss", "--all", "--adjusted")):
        assert cli.main([*arguments, "--language", language]) == 0
        out = capsys.readouterr().out
        assert panel[0] in out
        assert "\u2068" not in out
    assert cli.main(["discuss", "--json", "--language", language]) == 0
    json.loads(capsys.readouterr().out)
