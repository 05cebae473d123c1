"""The benchmark of the long list runs: a few thousand proposals, all that is done with them, every line printed."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core import pace
from khartoum_desktop.proposals.searches import finding
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.storage import indexing
from khartoum_desktop.workspace import Person, Workspace
from tests.benchmarks import hundred_thousand as benchmark


def test_the_short_form_measures_everything(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "INDEX_FROM", 1_000)
    monkeypatch.setattr(finding, "LONG", 1_000)
    monkeypatch.setattr(benchmark, "keep_prompt", lambda: None)  # it is for the life of a program
    monkeypatch.setattr(benchmark, "SORTS", ("title", "gcm", "ref"))
    work = Workspace.create(tmp_path / "large.khartoum", Person("Benchmark", "EG"), genesis=genesis())
    benchmark.fill(work, 2_000)
    lines = list(benchmark.report(work, ("KP-2026-EG-B-777", "mi", "nowhere")))
    work.close()
    for begin in ("index: ", "index “KP-2026-EG-B-777” (1 found)", "first page of “mi”", "longest event, typing"):
        assert any(line.startswith(begin) for line in lines), begin
    assert sum(line.startswith("longest event") for line in lines) == 2 + 3 + len(benchmark.FILTERS) + 2


def test_a_prompt_program_can_be_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    import gc
    import sys

    turn, young = sys.getswitchinterval(), gc.get_threshold()
    try:
        pace.keep_prompt()
        pace.keep_prompt()
        assert sys.getswitchinterval() < 0.001
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*young)
        sys.setswitchinterval(turn)
