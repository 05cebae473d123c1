"""`set` with several references: one step, what it hit said, and a rehearsal that writes nothing."""

from pathlib import Path
from typing import Any

import pytest

from tests.test_cli import Run


def refs(run: Run) -> list[str]:
    return [row["ref"] for row in run("list")[1]["proposals"]]


def shown(run: Run, ref: str, key: str) -> Any:
    return run("show", ref)[1]["proposal"][key]


def test_several_references_are_one_step(store: Path, run: Run) -> None:
    first, second, *_more = refs(run)
    before = [shown(run, ref, "framework") for ref in (first, second)]
    wanted = next(one for one in ("multilateral", "bilateral", "national_regional") if one not in before)
    code, answer = run("set", f"{first},{second.lower()}", "framework", wanted)
    assert (code, answer["changed"], answer["same"], answer["left_out"]) == (0, 2, 0, 0)
    assert [shown(run, ref, "framework") for ref in (first, second)] == [wanted, wanted]
    code, answer = run("set", f"{first},{second}", "framework", wanted)
    assert (code, answer["changed"], answer["same"]) == (0, 0, 2)
    run("undo")
    assert [shown(run, ref, "framework") for ref in (first, second)] == before


def test_a_rehearsal_says_what_it_would_hit_and_writes_nothing(store: Path, run: Run) -> None:
    first, second, *_more = refs(run)
    before = run("show", first)[1]
    code, answer = run("set", f"{first},{second}", "acronym", "", "--dry-run")
    assert code == 2  # a name of one proposal alone
    code, answer = run("set", first, "title_en", "Another title", "--dry-run")
    assert (code, answer["dry_run"], answer["changed"]) == (0, True, 1)
    assert answer["proposals"][0]["new"] == "Another title"
    assert run("show", first)[1] == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("{0},KP-1", "kind", ""), "KP-1"),
        (("{0},{1}", "contact", "{{}}"), "contact_name"),
        (("{0},{1}", "title_en", "x"), "alone"),
        (("{0},{1}", "framework", "nonsense"), "not in the list"),
        ((",", "framework", "bilateral"), "references"),
    ],
)
def test_what_cannot_be_done_is_refused_whole(store: Path, run: Run, given: tuple[str, ...], said: str) -> None:
    known = refs(run)
    before = run("show", known[0])[1]
    code, answer = run("set", *(word.format(*known) for word in given))
    assert code == 2
    assert said in answer["error"] + answer["remedy"]
    assert run("show", known[0])[1] == before


def test_people_read_lines(store: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    from khartoum_desktop.cli import main

    first, second, *_more = refs(run)
    capsys.readouterr()
    assert main(["set", f"{first},{second}", "locations", "Kassala", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "Kassala" in out
    assert "2 proposals would change." in out
