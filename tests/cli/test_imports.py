"""Several files in one command: all of them are understood before the first is written."""

import json
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from khartoum_desktop import cli
from khartoum_desktop.core.text import strip_isolates
from tests.test_cli import Run, refs

FIRST = "Title,Country,Total cost\nJob centres,Kenya,EUR 2500000\n"
SECOND = "Title,Country,Total cost\nJob centres,Kenya,EUR 2500000\nBorder posts,Kenya,EUR 900000\n"


def test_a_file_that_is_refused_keeps_the_others_out_too(store: Path, run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.xlsx"
    good.write_text(FIRST, encoding="utf-8")
    bad.write_bytes(b"PK\x03\x04 no workbook")
    before = refs(run)
    code, answer = run("import", str(good), str(bad))
    assert code == 2
    assert "bad.xlsx" in answer["error"]
    assert refs(run) == before


def test_the_second_file_knows_what_the_first_brought_in(store: Path, run: Run, tmp_path: Path) -> None:
    files = tmp_path / "first.csv", tmp_path / "second.csv"
    for file, text in zip(files, (FIRST, SECOND), strict=True):
        file.write_text(text, encoding="utf-8")
    code, answer = run("import", *map(str, files))
    assert code == 0
    assert [(one["new"], one["same"]) for one in answer["files"]] == [(1, 0), (1, 1)]
    assert len(refs(run)) == 4


def test_a_file_without_a_table_is_refused_with_the_way_to_name_its_header(
    store: Path, run: Run, tmp_path: Path
) -> None:
    odd, mapping = tmp_path / "odd.csv", tmp_path / "mapping.json"
    odd.write_text("Our plan\n\n2026\nWells for the camp\nClinics at the border\n", encoding="utf-8")
    before = refs(run)
    code, answer = run("import", str(odd))
    assert (code, refs(run)) == (2, before)
    assert "No table was found" in answer["error"]
    said = re.search(r"for row 5: (\{.*\})", strip_isolates(answer["remedy"]))
    assert said is not None
    shape = json.loads(said[1])
    shape["sheets"]["*"] |= {"header_rows": [3], "columns": {"A": "title"}}
    mapping.write_text(json.dumps(shape), encoding="utf-8")
    code, answer = run("import", str(odd), "--mapping", str(mapping), "--sender-country", "KE")
    assert (code, answer["new"]) == (0, 2)
    assert run("import", str(odd))[1]["same"] == 2, "it is remembered"


def test_a_file_without_a_cell_is_said_to_be_blank(store: Path, run: Run, tmp_path: Path) -> None:
    from openpyxl import Workbook

    path = tmp_path / "blank.xlsx"
    Workbook().save(path)
    code, answer = run("import", str(path))
    assert code == 2
    assert "No cell of" in answer["error"]


def test_empty_cells_clear_only_when_the_mapping_says_so(
    store: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, later, mapping = (tmp_path / name for name in ("first.csv", "later.csv", "mapping.json"))
    first.write_text("Title,Country,Contact person\nJob centres,Kenya,A. Ali\n", encoding="utf-8")
    later.write_text("Title,Country,Contact person\nJob centres,Kenya,\n", encoding="utf-8")
    mapping.write_text('{"sheets": {"*": {"columns": {"C": {"field": "contact_name", "blank": "clear"}}}}}')
    run("import", str(first))
    assert run("import", str(later), "--dry-run")[1]["cleared"] == 0
    assert cli.main(["import", str(later), "--mapping", str(mapping), "--dry-run"]) == 0
    assert "Empty cells clear 1 value." in capsys.readouterr().out


def interrupt(*_given: object, **_more: object) -> None:
    signal.raise_signal(signal.SIGINT)


@pytest.fixture
def _heard() -> Iterator[None]:
    """Let Ctrl+C be heard: a process that was started in the background begins by ignoring it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_heard")
def test_ctrl_c_while_planning_changes_nothing(
    store: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "more.csv"
    file.write_text("Title,Country\nJob centres,Kenya\n", encoding="utf-8")
    before = refs(run)
    monkeypatch.setattr("khartoum_desktop.importing.building.guess_columns", interrupt)
    code, answer = run("import", str(file))
    assert (code, answer["error"], answer["remedy"]) == (2, "Stopped.", "Nothing was changed.")
    assert refs(run) == before


@pytest.mark.usefixtures("_heard")
def test_ctrl_c_between_two_files_says_which_one_is_in(
    store: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / "first.csv", tmp_path / "second.csv"]
    for file in files:
        file.write_text(f"Title,Country\nJob centres of {file.stem},Kenya\n", encoding="utf-8")
    before = refs(run)
    monkeypatch.setattr("khartoum_desktop.cli.files.renewed", interrupt)
    code, answer = run("import", *map(str, files))
    assert (code, answer["error"]) == (2, "Stopped.")
    assert "first.csv" in answer["remedy"]
    assert "second.csv" not in answer["remedy"]
    assert len(refs(run)) == len(before) + 1
