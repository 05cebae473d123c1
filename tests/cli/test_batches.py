"""Imports of before and the blank form on the command line."""

import json
from pathlib import Path

import openpyxl
import pytest

from tests.test_cli import Run, refs

ROWS = "Title,Country,Total cost\nJob centres,Kenya,a lot\n,Kenya,EUR 900000\nBorder posts,Atlantis,EUR 5\n"


@pytest.fixture
def imported(store: Path, run: Run, tmp_path: Path) -> Path:
    """Give a file that was imported: one row of it went in, two were held."""
    file = tmp_path / "kenya.csv"
    file.write_text(ROWS, encoding="utf-8")
    code, answer = run("import", str(file), "--problems", str(tmp_path / "back.xlsx"))
    assert (code, answer["new"], answer["held"]) == (0, 1, 2)
    assert answer["problems_file"] == str(tmp_path / "back.xlsx")
    return file


def test_imports_are_listed_with_what_is_left(imported: Path, run: Run) -> None:
    code, answer = run("batches", "list")
    assert code == 0
    one = next(one for one in answer["imports"] if one["file"] == imported.name)
    assert (one["new"], one["held"], one["problems"], one["left"], one["delegation"]) == (1, 2, 3, 1, "EG")


def test_held_rows_are_shown_as_received(imported: Path, run: Run) -> None:
    code, answer = run("batches", "held", imported.name)
    assert code == 0
    assert [row["row"] for row in answer["held"]] == [3, 4]
    assert {"cell": "B4", "header": "Country", "text": "Atlantis"} in answer["held"][1]["cells"]
    assert any(reason.startswith("Country:") for reason in answer["held"][1]["reasons"])


def test_problems_come_back_corrected(imported: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "later.xlsx"
    code, answer = run("batches", "problems", imported.name, "--to", str(path), "--in", "fr")
    assert (code, answer["language"], answer["rows"]) == (0, "fr", 3)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    sheet["C2"], sheet["A3"], sheet["B4"] = "EUR 1000", "Radio", "Uganda"
    book.save(path)
    before = refs(run)
    code, answer = run("import", str(path))
    assert (code, answer["new"], answer["changed"], answer["held"]) == (0, 2, 1, 0)
    assert len(refs(run)) == len(before) + 2
    assert run("batches", "held", imported.name)[1]["held"] == []


def test_held_rows_are_taken_up_with_more_decisions(imported: Path, run: Run, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    sheet = run("batches", "held", imported.name)[1]["held"][0]["sheet"]
    mapping.write_text(json.dumps({"sheets": {sheet: {"cells": {"B4": "Uganda"}}}}), encoding="utf-8")
    imported.unlink()
    asked = ("batches", "again", imported.name, "--mapping", str(mapping))
    assert run(*asked, "--dry-run")[1]["new"] == 1
    code, answer = run(*asked)
    assert (code, answer["new"], answer["held"]) == (0, 1, 1)
    assert [row["row"] for row in run("batches", "held", imported.name)[1]["held"]] == [3]


def test_an_import_is_taken_back(imported: Path, run: Run) -> None:
    before = refs(run)
    code, answer = run("batches", "undo", imported.name)
    assert (code, answer["file"], answer["kept"]) == (0, imported.name, [])
    assert len(refs(run)) == len(before) - 1
    assert run("batches", "undo", imported.name)[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("problems", "kenya.csv"),
        ("problems", "kenya.csv", "--to", "x.csv"),
        ("held",),
        ("held", "nothing.xlsx"),
        ("list", "--to", "x.xlsx"),
        ("undo", "kenya.csv", "--dry-run"),
    ],
)
def test_what_is_not_meant_so_is_refused(words: tuple[str, ...], imported: Path, run: Run) -> None:
    code, answer = run("batches", *words)
    assert code == 2
    assert answer["remedy"]


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_the_form_is_written_in_a_language(store: Path, run: Run, tmp_path: Path, language: str) -> None:
    path = tmp_path / "form.xlsx"
    code, answer = run("form", "--language", language, "--to", str(path))
    assert (code, answer["language"]) == (0, language)
    assert bool(openpyxl.load_workbook(path).worksheets[0].sheet_view.rightToLeft) is (language == "ar")
    assert run("import", str(path))[0] == 2
