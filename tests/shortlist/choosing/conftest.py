"""A real workspace with five proposals to choose from: values 62.5, 87.5, 50, 50, and one without marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from khartoum_desktop.workspace import Workspace
from tests.copies import begun
from tests.scoring.looks import language, look
from tests.scoring.rooms import NADIA, mark_all, new_round, put_proposals

COSTS = {1: (2_400_000, "EUR"), 2: (1_850_000, "EUR"), 3: (900_000, "USD"), 4: (760_000, "EUR"), 5: (10, "EUR")}

__all__ = ["language", "look", "work"]


def _fill(work: Workspace) -> None:
    new_round(work)
    put_proposals(work, 5, COSTS)
    mark_all(work, {1: 3, 2: 5, 3: 3, 4: 3})
    mark_all(work, {1: 4, 2: 4, 3: 3, 4: 3}, "Giulia Conti", "IT")


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return the workspace; what 3 costs has no rate."""
    workspace = begun(tmp_path / "choosing.khartoum", NADIA, "a choice", _fill)
    yield workspace
    workspace.close()
