"""Workspaces that many tests begin with: made once by the program, then copied as a file that was closed.

A copy opens as the same file on the same computer: same identity, same device, same people. So only the first
workspace of a test is a copy, of this day, for a computer that has no name yet; every other one is made.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from khartoum_desktop.core import settings
from khartoum_desktop.proposals.shipped import genesis
from khartoum_desktop.storage.store import Store
from khartoum_desktop.workspace import Person, Workspace

_COMPUTER: Final = "7e57" * 4  # the name of the program on the computer that all copies were written on


@dataclass(frozen=True, slots=True)
class _Kept:
    files: dict[str, bytes]  # by what follows the workspace's name
    last_person: tuple[str, ...]


_KEPT: Final[dict[tuple[str, dt.date], _Kept]] = {}


def put(kind: str, path: Path, make: Callable[[Path], object]) -> None:
    """Put a closed workspace and its backups at a path: `make` writes the first one of a kind, which is then copied."""
    if settings.load().installation:
        make(path)
        return
    settings.update(installation=_COMPUTER)
    key = (kind, dt.date.today())  # noqa: DTZ011 - what was written today is so by the clock of this computer
    if key in _KEPT:
        for rest, content in _KEPT[key].files.items():
            file = Path(f"{path}{rest}")
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(content)
        settings.update(last_person=_KEPT[key].last_person)
        settings.remember_workspace(path)
    else:
        make(path)
        found = [file for place in path.parent.glob(f"{path.name}*") for file in (place, *place.glob("*"))]
        kept = [file for file in found if file.is_file() and file.suffix != ".lock"]
        files = {str(file).removeprefix(str(path)): file.read_bytes() for file in kept}
        _KEPT[key] = _Kept(files, settings.load().last_person)


def begun(
    path: Path, person: Person, kind: str = "", fill: Callable[[Workspace], object] = lambda _work: None
) -> Workspace:
    """Return an open workspace with what the program ships, and what `fill` writes, which is the same for a kind."""

    def make(place: Path) -> None:
        Workspace.create(place, person, genesis=genesis(), fill=fill).close()

    put(f"{kind} of {person}", path, make)
    return Workspace(Store.open(path, installation=settings.installation()))
