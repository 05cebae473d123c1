"""A real workspace with six marked proposals whose order hangs on the weights, and one without marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from khartoum_desktop.workspace import Workspace
from tests.copies import begun
from tests.scoring.looks import language, look
from tests.scoring.rooms import NADIA
from tests.shortlist.whatif.rooms import fill

__all__ = ["language", "look", "work"]


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return the workspace."""
    workspace = begun(tmp_path / "trial.khartoum", NADIA, "a trial", fill)
    yield workspace
    workspace.close()
