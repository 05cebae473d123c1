"""Shortlists from the command line: the cut line, reasons, and what is refused instead of passed over."""

import json
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
    assert answer["cut"] == {"number": None, "budget": {"amount": "5000000", "currency": "EUR"}, "divides": None}
    assert all(one["in"] for one in answer["entries"])
    assert run("shortlist", "cut", "--no-cut")[1]["cut"] == {"number": None, "budget": None, "divides": None}
    assert run("undo")[0] == 0
    assert run("shortlist", "show")[1]["cut"]["budget"]["amount"] == "5000000"


@pytest.mark.parametrize(
    "arguments",
    [
        ("cut",),
        ("cut", "--places", "-1"),
        ("cut", "--places", "some"),
        ("cut", "--places", "1", "--budget", "1 EUR"),
        ("cut", "--budget", "5 dinars"),
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


def test_an_envelope_without_a_currency_is_in_the_reporting_one(run: Run, pair: list[str]) -> None:
    for given, amount in (("1600", "1600"), ("5 million", "5000000"), ("٢٥٠٠", "2500")):
        answer = run("shortlist", "cut", "--budget", given)[1]
        assert answer["cut"]["budget"] == {"amount": amount, "currency": "EUR"}


def test_a_cut_through_a_shared_rank_names_the_criterion_that_decides(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("new", str(tmp_path / "cut.khartoum"), "--as", "Nadia Fahmy@EG")
    found = [run("add", "--title-en", title, "--country", "KE")[1]["ref"] for title in ("One", "Two", "Three")]
    file = tmp_path / "criteria.json"
    criteria = [{"key": key, "label": {"en": key}, "weight": "1"} for key in ("a", "b")]
    file.write_text(
        json.dumps({"name": "B", "scale": {"min": "0", "max": "5", "step": "1"}, "criteria": criteria}), "utf-8"
    )
    assert run("criteria", "import", str(file))[0] == 0
    rows = [f"{title},{key},J,IT,{mark}" for title, marks in (("One", "32"), ("Two", "41"), ("Three", "50"))
            for key, mark in zip("ab", marks, strict=True)]  # fmt: skip
    marks = tmp_path / "marks.csv"
    marks.write_text("\n".join(["proposal,criterion,assessor,delegation,mark", *rows]), "utf-8")
    assert run("marks", "import", str(marks))[0] == 0
    run("shortlist", "new", "SOM")
    run("shortlist", "add", *found)
    divided = run("shortlist", "cut", "--places", "2")[1]["cut"]["divides"]
    assert (divided["rank"], divided["in"], divided["out"]) == (1, [found[2], found[1]], [found[0]])
    assert divided["decided_by"] == "a"
    cli.main(["shortlist", "show"])
    said = (
        f"The cut line divides rank 1: {found[2]}, {found[1]} in, {found[0]} in reserve. The higher mark on a decides."
    )
    assert said in capsys.readouterr().out.splitlines()
    assert run("shortlist", "freeze")[1]["cut"]["divides"] == divided


def test_a_departure_is_frozen_with_its_reason_only(run: Run, pair: list[str]) -> None:
    code, refused = run("shortlist", "freeze")
    assert (code, "no reason is given" in refused["error"]) == (2, True)
    assert all(ref in refused["error"] for ref in pair)
    assert run("shortlist", "add", *pair, "--reason", "Asked for by the chair.")[0] == 0
    assert run("shortlist", "freeze")[1]["frozen"]
