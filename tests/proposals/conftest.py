"""A real workspace with everything that the program ships, for the tests of proposals."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.queries import lists_of
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.workspace import Person, Workspace
from tests.copies import begun


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workspace]:
    """Return an empty workspace; Nadia Fahmy of Egypt sits here."""
    workspace = begun(tmp_path / "desk.khartoum", Person("Nadia Fahmy", "EG"))
    yield workspace
    workspace.close()


@pytest.fixture(scope="session")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Lists:
    """Return the shipped code lists, as a workspace gives them."""
    folder = tmp_path_factory.mktemp("lists")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CONFIG", "LOGS"):
            patch.setenv(f"KHARTOUM_{name}", str(folder / name.lower()))
        workspace = Workspace.create(folder / "lists.khartoum", Person("Nadia Fahmy", "EG"), genesis=genesis())
        found = lists_of(workspace)
        workspace.close()
    return found
