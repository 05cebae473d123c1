"""Translations from the command line: list, set, export, import, and what is refused."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.test_cli import Run, refs

WORDS = {"ar": "الإنذار المبكر بالنزوح المناخي", "fr": "Alerte précoce des déplacements climatiques"}


def missing(run: Run, target: str) -> list[dict[str, Any]]:
    texts: list[dict[str, Any]] = run("translate", "list", "--to", target)[1]["texts"]
    return texts


def test_texts_are_listed_and_set(store: Path, run: Run) -> None:
    (english,) = [one for one in missing(run, "fr") if one["language"] == "en"]
    assert (english["field"], english["state"], english["translation"]) == ("title_fr", "missing", None)
    code, answer = run("translate", "set", english["ref"], "title_fr", WORDS["fr"], "--unchecked")
    assert (code, answer["value"], answer["status"]) == (0, WORDS["fr"], "unchecked")
    assert {one["state"] for one in missing(run, "fr") if one["ref"] == english["ref"]} == {"unchecked"}
    answer = run("translate", "set", english["ref"], "title_fr", WORDS["fr"])[1]
    assert answer["status"] == "translated"
    assert english["ref"] not in {one["ref"] for one in missing(run, "fr")}
    run("undo")
    assert english["ref"] in {one["ref"] for one in missing(run, "fr")}


def test_a_workbook_goes_out_and_comes_back(store: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "texts.xlsx"
    code, answer = run("translate", "export", "--to", str(path), "--target", "ar")
    assert (code, answer["proposals"], answer["texts"], answer["restricted_left_out"]) == (0, 1, 1, 0)
    same = run("translate", "import", str(path))[1]
    assert (same["new"], same["changed"], same["same"], same["refused"]) == (0, 0, 1, 0)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["H7"] = WORDS["ar"]
    book.save(path)
    assert run("translate", "import", str(path), "--dry-run")[1]["new"] == 1
    assert len(missing(run, "ar")) == 1
    answer = run("translate", "import", str(path))[1]
    assert (answer["language"], answer["new"], answer["rows"][0]["new"]) == ("ar", 1, WORDS["ar"])
    assert missing(run, "ar") == []
    run("undo")
    assert len(missing(run, "ar")) == 1


def test_restricted_proposals_are_left_out_and_counted(store: Path, run: Run, tmp_path: Path) -> None:
    first, _second = refs(run)
    run("set", first, "confidentiality", "restricted")
    path = str(tmp_path / "texts.xlsx")
    answer = run("translate", "export", "--to", path, "--target", "fr")[1]
    assert (answer["proposals"], answer["restricted_left_out"]) == (1, 1)
    answer = run("translate", "export", "--to", path, "--target", "fr", "--refs", first, "--include", first)[1]
    assert (answer["proposals"], answer["restricted_left_out"]) == (1, 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--to", "de"),
        ("list", "--dry-run"),
        ("list", "word"),
        ("set", "KP-2026-EG-A-01", "title_fr"),
        ("set", "KP-1999-EG-A-01", "title_fr", "Titre"),
        ("set", "KP-2026-EG-A-01", "acronym", "Titre"),
        ("export", "--to", "a.xlsx"),
        ("export", "--to", "a.csv", "--target", "fr"),
        ("import", "nowhere.xlsx"),
        ("import",),
    ],
)
def test_what_cannot_be_done_is_refused(store: Path, run: Run, arguments: tuple[str, ...]) -> None:
    code, answer = run("translate", *arguments)
    assert code == 2
    assert answer["error"]
    assert answer["remedy"]
