"""A real workspace with everything that the program ships, an open round and three proposals."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from khartoum_desktop.workspace import Workspace
from tests.scoring.looks import look
from tests.scoring.rooms import new_round, new_workspace, put_proposals

__all__ = ["look", "work"]


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return the workspace; Nadia Fahmy of Egypt sits here as coordinator."""
    workspace = new_workspace(tmp_path / "round.khartoum")
    new_round(workspace)
    put_proposals(workspace, 3)
    yield workspace
    workspace.close()
