"""Shortlists from the command line: the cut line, reasons, and what is refused instead of passed over."""

from pathlib import Path

import pytest

from khartoum_desktop import cli
from tests.test_cli import Run, refs


@pytest.fixture
def pair(store: Path, run: Run) -> list[str]:
    """Return two proposals that stand on a shortlist."""
    found = refs(run)
    run("shortlist", "new", "SOM Cairo")
    run("shortlist", "add", *found)
    return found


def test_a_list_is_cut_by_places_by_an_envelope_or_not(
    run: Run, pair: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = run("shortlist", "cut", "--places", "١")[1]
    assert (answer["cut"]["number"], [one["in"] for one in answer["entries"]]) == (1, [True, False])
    cli.main(["shortlist", "show"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0].split("  ")[0] for line in lines[2:5]] == ["1", "Cut line", "2"]
    answer = run("shortlist", "cut", "--budget", "5 million EUR")[1]
    assert answer["cut"] == {"number": None, "budget": {"amount": "5000000", "currency": "EUR"}}
    assert all(one["in"] for one in answer["entries"])
    assert run("shortlist", "cut", "--no-cut")[1]["cut"] == {"number": None, "budget": None}
    assert run("undo")[0] == 0
    assert run("shortlist", "show")[1]["cut"]["budget"]["amount"] == "5000000"


@pytest.mark.parametrize(
    "arguments",
    [
        ("cut",),
        ("cut", "--places", "-1"),
        ("cut", "--places", "some"),
        ("cut", "--places", "1", "--budget", "1 EUR"),
        ("cut", "--budget", "5 million"),
        ("cut", "nowhere", "--places", "1"),
        ("show", "--places", "1"),
        ("freeze", "--no-cut"),
        ("show", "--reason", "x"),
        ("remove",),
        ("add",),
        ("show", "nowhere"),
    ],
)
def test_what_would_be_passed_over_is_refused(run: Run, pair: list[str], arguments: tuple[str, ...]) -> None:
    before = run("shortlist", "show")
    code, answer = run("shortlist", *arguments)
    assert code == 2
    assert answer["error"]
    assert answer["remedy"]
    assert run("shortlist", "show") == before


def test_a_reason_is_kept_with_a_place_new_or_not(
    run: Run, pair: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = pair
    run("shortlist", "remove", first)
    run("shortlist", "add", first, "--reason", "Wanted by the chair")
    answer = run("shortlist", "add", second, "--reason", "Ready to sign")[1]
    assert {one["ref"]: one["reason"] for one in answer["entries"]} == {
        first: "Wanted by the chair",
        second: "Ready to sign",
    }
    cli.main(["shortlist", "show"])
    assert f"{first}: It has no official rank: marks are missing. Wanted by the chair" in capsys.readouterr().out


def test_several_are_taken_off_in_one_step_or_none(run: Run, pair: list[str]) -> None:
    run("shortlist", "remove", pair[0])
    assert run("shortlist", "remove", pair[1], pair[0])[0] == 2
    assert len(run("shortlist", "show")[1]["entries"]) == 1
    run("undo")
    assert run("shortlist", "remove", *pair)[1]["entries"] == []
    run("undo")
    assert len(run("shortlist", "show")[1]["entries"]) == 2


def test_a_mark_is_told_by_the_names_that_are_kept(store: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    ref = refs(run)[0]
    given = ("mark", ref, "--criterion", "1.1", "--delegation", "EG", "--value", "4", "--assessor")
    run(*given, "Nadia Fahmy")
    assert run(*given, "NADIA  fahmy")[1]["assessor"] == "Nadia Fahmy"
    assert cli.main([*given, "nadia fahmy", "--language", "fr"]) == 0
    said = capsys.readouterr().out
    assert "Nadia Fahmy (Égypte)" in said
    assert "1.1 " in said.rstrip(".\n")
