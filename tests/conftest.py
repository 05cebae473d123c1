"""What every test gets: folders of its own, English, a window system without a screen, and all the time it needs.

A test that fails because a machine is slow or busy says nothing. So waiting is long (what is there at once is still
seen at once), the limits on the clock of a person's laptop are lifted where a test does not set its own, and the
property tests take the same examples everywhere: `--hypothesis-profile=explore` takes others each time, and more.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.patience import PATIENCE, PatientBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_UNHURRIED: Final = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", _UNHURRIED, derandomize=True, database=None)
settings.register_profile("explore", _UNHURRIED, max_examples=500)
settings.load_profile("same")


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """Replace the bot of pytest-qt; a message with Undo stays until it is looked at."""
    from khartoum_desktop.toolkit import shell

    monkeypatch.setattr(shell, "TOAST_MS", 1000 * PATIENCE)
    return PatientBot(request)


@pytest.fixture(autouse=True)
def _read_without_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the reading process the time that a busy machine needs, unless a test sets limits of its own."""
    from khartoum_desktop.sheets import model, reading

    unhurried = replace(model.Limits(), start_seconds=200.0, seconds=100.0, most_seconds=200.0)
    monkeypatch.setattr(reading, "Limits", lambda: unhurried)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the person's own workspaces, settings and logs."""
    home = tmp_path_factory.mktemp("home")
    for name in ("DATA", "CONFIG", "LOGS"):
        monkeypatch.setenv(f"KHARTOUM_{name}", str(home / name.lower()))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Begin and leave every test in English with western digits."""
    from khartoum_desktop.core.i18n import set_language

    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="session")
def corpus() -> Path | None:
    """Return the folder of real spreadsheets, where there is one beside the checkout."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"
    return folder if folder.is_dir() else None
