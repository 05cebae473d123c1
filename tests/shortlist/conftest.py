"""A real workspace with five proposals: four marked by two delegations, with costs, and one without marks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from khartoum_desktop.workspace import Workspace
from tests.copies import begun
from tests.scoring.looks import language, look
from tests.scoring.rooms import NADIA, mark_all, new_round, put_proposals

COSTS = {1: (2_400_000, "EUR"), 2: (1_850_000, "EUR"), 3: (900_000, "USD"), 4: (760_000, "EUR")}


__all__ = ["language", "look", "work"]


def _fill(work: Workspace) -> None:
    new_round(work)
    put_proposals(work, 5, COSTS)
    mark_all(work, {1: 3, 2: 5, 3: 3, 4: 2})
    mark_all(work, {1: 4, 2: 4, 3: 3, 4: 2}, "Giulia Conti", "IT")


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return the workspace; totals are 3.5, 4.5, 3, 2 for proposals 1 to 4, and 5 has no mark."""
    workspace = begun(tmp_path / "list.khartoum", NADIA, "a list", _fill)
    yield workspace
    workspace.close()
