"""What every test gets: folders of its own, English, and a window system without a screen."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


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
