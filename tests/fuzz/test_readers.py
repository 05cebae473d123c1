"""A short run of the fuzzer, and that it is able to find."""

import random
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from khartoum_desktop.sheets import watching
from khartoum_desktop.sheets.reading import read_workbook
from tests.fuzz import readers
from tests.fuzz.mutations import damaged, part_damaged, parts_mixed
from tests.fuzz.readers import Fuzzer, main, run
from tests.fuzz.seeds import generated

CASES = 24


def test_damaged_files_end_in_a_table_or_a_sentence(tmp_path: Path) -> None:
    fuzzer = Fuzzer(generated(tmp_path), 1, tmp_path)
    figures = run(fuzzer, iter(range(CASES)), float("inf"), None)
    fuzzer.close()
    assert [f"{found.kind}: {found.details}" for found in figures.findings] == []
    assert figures.cases == CASES
    assert figures.outcomes["read"]
    assert len(figures.outcomes) > 1


def test_the_seeds_themselves_are_whole(tmp_path: Path) -> None:
    for seed in generated(tmp_path):
        (tmp_path / seed.name).write_bytes(seed.data)
        assert read_workbook(tmp_path / seed.name).sheets


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    seeds = generated(tmp_path)
    for name in "abc":
        (tmp_path / name).mkdir()
    first, second, other = (Fuzzer(seeds, number, tmp_path / name) for number, name in ((1, "a"), (1, "b"), (2, "c")))
    cases = range(30)
    assert [first.file(case) for case in cases] == [second.file(case) for case in cases]
    assert [first.file(case) for case in cases] != [other.file(case) for case in cases]
    for one in (first, second, other):
        one.close()


def test_damage_inside_a_package_leaves_it_a_package(tmp_path: Path) -> None:
    data = generated(tmp_path)[0].data
    for number in range(20):
        dice = random.Random(number)  # noqa: S311 - the same every time
        for damage in (part_damaged, parts_mixed):
            changed = damage(data, dice, (data,))
            assert zipfile.is_zipfile(BytesIO(changed))
            assert changed != data
    assert damaged(b"", random.Random(1), ()) == b""  # noqa: S311


def test_a_fault_of_ours_is_found_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = (
        "from khartoum_desktop.sheets import child\ndef fails(data):\n    1 / 0\nchild.kind_of = fails\nchild.main()"
    )
    monkeypatch.setattr(watching, "child_command", lambda: [sys.executable, "-c", child])
    keep = tmp_path / "kept"
    assert main(["--minutes", "999", "--only", "7", "--keep", str(keep)]) == 1
    assert ".txt" in {path.suffix for path in keep.glob("fault-7-*")}


def test_a_child_that_grows_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MEMORY", 1_000_000)
    fuzzer = Fuzzer(generated(tmp_path), 1, tmp_path)
    found = fuzzer.read(3)
    fuzzer.close()
    assert found is not None
    assert found.kind == "memory"
