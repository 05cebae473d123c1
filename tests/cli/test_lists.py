"""The lists from the command line: shown, written, taken in after a look, merged; what is refused changes nothing."""

import json
from pathlib import Path

import pytest

from tests.test_cli import Run


def organisations(run: Run, tmp_path: Path, **labels: str) -> Path:
    path = tmp_path / "own.json"
    items = [{"code": code, "label_en": label} for code, label in labels.items()]
    path.write_text(json.dumps({"format": "khartoum-lists", "version": 1, "lists": {"organisation": items}}), "utf-8")
    return path


def test_lists_are_shown_with_their_items(run: Run, store: Path) -> None:
    code, answer = run("lists", "show")
    counts = {one["list"]: one["items"] for one in answer["lists"]}
    assert (code, counts["member"], counts["chair"], counts["EG-2024-priorities.1"]) == (0, 40, 10, 11)
    answer = run("lists", "show", "steering_committee")[1]
    somalia = next(one for one in answer["entries"] if one["code"] == "SO")
    assert (somalia["label_fr"], somalia["quality"], somalia["shipped"]) == ("Somalie", "draft", True)
    assert answer["source"]


def test_a_file_is_looked_at_taken_in_and_taken_back(run: Run, store: Path, tmp_path: Path) -> None:
    path = organisations(run, tmp_path, NBI="Nile Basin Initiative", IOM="Taken")
    look = run("lists", "import", str(path), "--dry-run")[1]
    assert (look["new"], look["refused"], look["step"]) == (1, 1, None)
    assert run("lists", "show", "organisation")[1]["items"] == 0
    done = run("lists", "import", str(path))[1]
    assert done["step"]
    assert done["refusals"][0]["code"] == "IOM"
    assert run("lists", "show", "organisation")[1]["items"] == 1
    run("undo")
    assert run("lists", "show", "organisation")[1]["items"] == 0


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_a_list_is_written_and_read_back(run: Run, store: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"jvap.{ending}"
    assert run("lists", "export", "--to", str(path), "--scheme", "jvap", "--language", "ar")[1]["lists"] == 1
    assert run("lists", "import", str(path), "--dry-run")[1]["same"] == 5


def test_organisations_are_merged(run: Run, store: Path, tmp_path: Path) -> None:
    run("lists", "import", str(organisations(run, tmp_path, NBI="Nile Basin Initiative", NILE="Nile Basin")))
    assert run("lists", "merge", "organisation", "NBI", "NILE")[1]["kept"] == "NBI"
    entries = {one["code"]: one for one in run("lists", "show", "organisation")[1]["entries"]}
    assert (entries["NILE"]["merged_into"], entries["NBI"]["aliases"]) == ("NBI", ["NILE", "Nile Basin"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "nowhere"),
        ("show", "a", "b"),
        ("show", "--dry-run"),
        ("export",),
        ("export", "--to", "x.csv"),
        ("import",),
        ("import", "missing.json"),
        ("merge", "organisation", "A"),
        ("merge", "gcm", "GCM-1", "GCM-2"),
        ("merge", "partner", "IOM", "UNHCR"),
        ("show", "jvap", "--to", "x.json"),
    ],
)
def test_what_cannot_be_done_is_refused(run: Run, store: Path, arguments: tuple[str, ...]) -> None:
    code, answer = run("lists", *arguments)
    assert code == 2
    assert answer["error"]
    assert answer["remedy"]
