"""The command profiles: what is remembered is listed, shown, renamed, forgotten in part, written and read."""

import json
from pathlib import Path

import pytest

from tests.test_cli import Run

HEADER = "Title,Money,Who,Country\n"
MAPPING = {
    "sheets": {"*": {"columns": {"Money": {"field": "budget_total", "currency": "EUR"}, "Who": "party_implementing"}}},
    "replace": [{"field": "party_implementing", "original": "our friends", "value": "IOM"}],
}


@pytest.fixture
def taught(store: Path, tmp_path: Path, run: Run) -> Path:
    """Return the folder of a workspace that was told how one sheet is read."""
    assert store.exists()
    sheet, mapping = tmp_path / "ministry.csv", tmp_path / "mapping.json"
    sheet.write_text(f"{HEADER}Wells for Kassala,5,our friends,Sudan\n", encoding="utf-8")
    mapping.write_text(json.dumps(MAPPING), encoding="utf-8")
    assert run("import", str(sheet), "--mapping", str(mapping))[0] == 0
    return tmp_path


def test_it_is_listed_and_shown(taught: Path, run: Run) -> None:
    assert taught.is_dir()
    (one,) = run("profiles", "list")[1]["profiles"]
    assert (one["file"], one["columns"]) == ("ministry.csv", 2)
    shown = run("profiles", "show", one["name"])[1]
    assert shown["sheets"]["*"]["columns"]["money"] == {"field": "budget_total", "currency": "EUR"}


def test_it_is_applied_and_said(taught: Path, run: Run) -> None:
    sheet = taught / "next.csv"
    sheet.write_text(f"{HEADER}Roads to Nyala,6,our friends,Sudan\n", encoding="utf-8")
    answer = run("import", str(sheet), "--dry-run")[1]
    assert (answer["new"], answer["held"]) == (1, 0)
    assert any("as you decided for" in note for note in answer["notes"])


def test_it_is_renamed_and_forgotten_in_part(taught: Path, run: Run) -> None:
    assert taught.is_dir()
    (one,) = run("profiles", "list")[1]["profiles"]
    assert run("profiles", "rename", one["name"], "--new-name", "Khartoum")[0] == 0
    assert run("profiles", "forget", "Khartoum", "--column", "Money")[1]["forgotten"] == 1
    assert run("profiles", "forget", "Khartoum", "--value", "Our Friends")[1]["forgotten"] == 1
    left = run("profiles", "show", "Khartoum")[1]
    assert (list(left["sheets"]["*"]["columns"]), left["replace"]) == (["who"], [])
    assert run("profiles", "forget", "Khartoum", "--column", "Money")[0] == 2
    assert run("profiles", "forget", "Khartoum")[1] == {"forgotten": "Khartoum"}
    assert run("profiles", "list")[1] == {"profiles": []}
    run("undo")
    assert len(run("profiles", "list")[1]["profiles"]) == 1


def test_it_goes_to_a_file_and_comes_back(taught: Path, run: Run) -> None:
    before = run("profiles", "list")[1]
    file = taught / "all.json"
    assert run("profiles", "export", "--to", str(file))[1]["profiles"] == 1
    assert json.loads(file.read_text(encoding="utf-8"))["profile"]["fingerprint"]
    run("profiles", "forget", before["profiles"][0]["name"])
    assert run("profiles", "import", str(file))[0] == 0
    assert run("profiles", "list")[1] == before
    assert run("import", str(taught / "ministry.csv"), "--mapping", str(file), "--dry-run")[0] == 0


@pytest.mark.parametrize(
    "words",
    [("show", "Nobody"), ("rename", "Nobody", "--new-name", "x"), ("forget", "Nobody"), ("export",), ("import",),
     ("export", "--to", "x.json"), ("import", "nowhere.json")],
)  # fmt: skip
def test_what_is_not_there_is_refused(words: tuple[str, ...], store: Path, run: Run) -> None:
    assert store.exists()
    code, answer = run("profiles", *words)
    assert code == 2
    assert answer["error"]
    assert answer["remedy"]
