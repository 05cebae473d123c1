"""The benchmark of the import runs, and an import of a thousand rows is far from being slow."""

from pathlib import Path

import pytest

from tests.benchmarks.import_speed import main, measure, report


def test_the_short_form_measures_every_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    times, done = measure(rows=1000, rounds=1)
    assert [one.new for one in done] == [1000]
    assert set(times.stages) == {"read", "plan", "write"}
    assert "ratio to openpyxl" in report(times, 1000)
    for _again in range(4):
        if times.ratio >= 10:  # something else may have been in the way
            times, _done = measure(rows=1000, rounds=1)
    assert times.ratio < 10  # a guard against the absurd: the figure that counts is measured at full size, in quiet


def test_a_ratio_beyond_the_limit_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rows", "50", "--rounds", "1", "--most", "0"]) == 1
    assert "50 rows x 25 columns" in capsys.readouterr().out
