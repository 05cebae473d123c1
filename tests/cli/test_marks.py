"""Marks from the command line: a sheet is submitted as soon as it is complete, unless it is to stay a draft."""

from pathlib import Path

import pytest

from khartoum_desktop.workspace import Person, Workspace
from tests.test_cli import Run, refs


def give(run: Run, ref: str, *more: str) -> list[bool]:
    """Mark every criterion of a proposal and return, for each, whether it submitted the sheet."""
    keys = [one["key"] for one in run("criteria")[1]["criteria"]]
    who = ("--assessor", "Tesfaye Bekele", "--delegation", "ET")
    answers = [run("mark", ref, "--criterion", key, *who, "--value", "4", *more) for key in keys]
    assert all(code == 0 for code, _answer in answers)
    return [answer["submitted"] for _code, answer in answers]


def official(run: Run) -> list[str]:
    return [one["ref"] for one in run("rank")[1]["proposals"] if one["official"]]


def test_the_last_answer_submits_the_sheet_in_one_step(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    assert give(run, ref) == [False] * 17 + [True]
    assert official(run) == [ref]
    assert run("undo")[0] == 0
    assert official(run) == []
    assert run("redo")[0] == 0
    code, answer = run("mark", ref, "--criterion", "1.1", "--assessor", "Tesfaye Bekele", "--delegation", "ET",
                       "--value", "3")  # fmt: skip
    assert code == 2
    assert "submitted" in answer["error"]
    assert answer["remedy"]


def test_a_draft_stays_one_and_a_blank_is_an_answer(store: Path, run: Run) -> None:
    ref = refs(run)[0]
    assert not any(give(run, ref, "--draft"))
    assert official(run) == []
    who = ("--assessor", "Tesfaye Bekele", "--delegation", "ET")
    code, answer = run("mark", ref, "--criterion", "1.1", *who, "--blank", "abstained", "--reason", "not my field")
    assert (code, answer["blank"], answer["value"], answer["submitted"]) == (0, "abstained", None, True)
    assert official(run) == []  # a blank never counts as 0
    assert run("mark", ref, "--criterion", "1.1", *who)[0] == 2


@pytest.mark.parametrize("role", ["assessor", "coordinator"])
@pytest.mark.parametrize("draft", [(), ("--draft",)])
def test_no_mark_where_a_conflict_is_declared(store: Path, run: Run, role: str, draft: tuple[str, ...]) -> None:
    ref, who = refs(run)[0], ("--assessor", "Tesfaye Bekele", "--delegation", "ET")
    assert run("round", "conflict", ref, *who, "--reason", "A cousin")[0] == 0
    work = Workspace.open(store)
    work.sit_down(Person("Tesfaye Bekele", "ET", role))
    work.close()
    code, answer = run("mark", ref, "--criterion", "1.1", *who, "--value", "3", *draft)
    assert (code, answer["error"]) == (2, f"Tesfaye Bekele has declared a conflict of interest for {ref}.")
    assert answer["remedy"] == "Take the conflict back in the round, or leave the marks out."
    assert run("mark", ref, "--criterion", "1.1", *who, "--blank", "conflict", *draft)[0] == 0
