"""A real workspace with everything that the program ships, an open round and three proposals."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from khartoum_desktop.workspace import Workspace
from tests.copies import begun
from tests.scoring.looks import language, look
from tests.scoring.rooms import NADIA, new_round, put_proposals

__all__ = ["language", "look", "work"]


def _fill(work: Workspace) -> None:
    new_round(work)
    put_proposals(work, 3)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return the workspace; Nadia Fahmy of Egypt sits here as coordinator."""
    workspace = begun(tmp_path / "round.khartoum", NADIA, "a round", _fill)
    yield workspace
    workspace.close()
