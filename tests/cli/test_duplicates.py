"""Duplicates by the command line: similar, merge-proposals, not-the-same."""

from pathlib import Path

import pytest

from khartoum_desktop import cli
from tests.test_cli import Run, refs

ROWS = (
    "Early warning for climate displacement,Somalia,EUR 1.42 million,36\n"
    "Early-warning system for climate displacement,Somalia,EUR 1.42 million,24\n"
    "Border health,Kenya,EUR 1 million,12\n"
)


@pytest.fixture
def alike(store: Path, tmp_path: Path, run: Run) -> tuple[Path, str, str]:
    """Return the second file, with two rows that are one project, and the references of the two."""
    sheet = tmp_path / "again.csv"
    sheet.write_text(f"Project title,Country,Total cost,Duration (months)\n{ROWS}", encoding="utf-8")
    before = set(refs(run))
    assert run("import", str(sheet))[0] == 0
    assert len(set(refs(run)) - before) >= 1
    somali = sorted(
        one["ref"] for one in run("list", "--columns", "lead_country")[1]["proposals"] if one["lead_country"] == "SO"
    )
    assert len(somali) == 2
    return sheet, somali[0], somali[1]


def test_similar_lists_pairs_with_their_reasons(alike: tuple[Path, str, str], run: Run) -> None:
    _sheet, first, second = alike
    code, answer = run("similar")
    assert code == 0
    (pair,) = answer["pairs"]
    assert sorted(pair["refs"]) == [first, second]
    assert pair["score"] >= 90
    assert pair["reasons"][0] == "country"
    assert "same cost" in pair["why"]
    assert run("similar", second)[1]["pairs"][0]["refs"] == [second, first]
    assert run("similar", "KP-1999-EG-A-01")[0] == 2


def test_lines_for_people(alike: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert cli.main(["similar"]) == 0
    out = capsys.readouterr().out
    assert alike[1] in out
    assert "same country" in out
    assert cli.main(["not-the-same", alike[1], alike[2]]) == 0
    assert cli.main(["similar"]) == 0
    assert "No proposals look alike." in capsys.readouterr().out


def test_a_dry_run_says_what_a_merge_then_does(alike: tuple[Path, str, str], run: Run) -> None:
    sheet, keep, other = alike
    before = run("list")
    code, dry = run("merge-proposals", keep, other, "--take", "duration_months=other", "--dry-run")
    assert (code, dry["dry_run"]) == (0, True)
    assert run("list") == before
    code, done = run("merge-proposals", keep, other, "--take", "duration_months=other")
    assert code == 0
    assert done["fields"] == dry["fields"]
    fields = {one["field"]: one for one in done["fields"]}
    assert fields["duration_months"] == {"field": "duration_months", "take": "other", "value": 24}
    assert refs(run) == [ref for ref in [one["ref"] for one in before[1]["proposals"]] if ref != other]
    assert run("show", other)[1]["proposal"]["ref"] == keep
    assert [one["ref"] for one in run("list", "--search", other)[1]["proposals"]] == [keep]
    code, again = run("import", str(sheet))
    assert (code, again["new"]) == (0, 0), "the row that brought in the merged one is the kept one now"
    assert other not in refs(run)


def test_one_undo_brings_both_back(alike: tuple[Path, str, str], run: Run) -> None:
    _sheet, keep, other = alike
    before = [run("show", ref) for ref in (keep, other)]
    assert run("merge-proposals", keep, other)[0] == 0
    assert run("undo")[0] == 0
    after = [run("show", ref) for ref in (keep, other)]
    for was, now in zip(before, after, strict=True):
        assert {**was[1]["proposal"], "history": None} == {**now[1]["proposal"], "history": None}
        assert was[1]["origins"] == now[1]["origins"]


def test_a_file_that_names_the_merged_one_means_the_kept_one(
    alike: tuple[Path, str, str], tmp_path: Path, run: Run
) -> None:
    _sheet, keep, other = alike
    run("merge-proposals", keep, other)
    named = tmp_path / "named.csv"
    named.write_text(
        f"Reference,Project title,Country,Acronym\n{other},Early warning system,Somalia,EWS\n", encoding="utf-8"
    )
    code, answer = run("import", str(named))
    assert (code, answer["new"]) == (0, 0), answer
    assert run("list", "--columns", "acronym", "--search", keep)[1]["proposals"][0]["acronym"] == "EWS"


@pytest.mark.parametrize(
    ("take", "said"),
    [("acronym=OTHER", "do not differ"), ("duration_months=MINE", "whose value"), ("x", "do not differ")],
)
def test_wrong_choices_are_refused_and_change_nothing(
    alike: tuple[Path, str, str], run: Run, take: str, said: str
) -> None:
    _sheet, keep, other = alike
    before = run("list")
    code, answer = run("merge-proposals", keep, other, "--take", take)
    assert code == 2
    assert said in answer["error"]
    assert run("merge-proposals", keep, keep)[0] == 2
    assert run("list") == before


def test_not_the_same_is_remembered_and_taken_back(alike: tuple[Path, str, str], run: Run) -> None:
    _sheet, first, second = alike
    assert run("not-the-same", second, first)[1] == {"refs": [second, first], "not_the_same": True}
    assert run("similar")[1]["pairs"] == []
    assert run("not-the-same", first, second, "--undo")[0] == 0
    assert len(run("similar")[1]["pairs"]) == 1
    assert run("not-the-same", first, second, "--undo")[0] == 2
    assert run("not-the-same", first, first)[0] == 2
