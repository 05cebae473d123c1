"""The files that wait for being imported, with what became of each; and the files of a folder."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from khartoum_desktop.core.progress import Progress, silent
from khartoum_desktop.sheets.endings import ENDINGS as PATTERNS

ENDINGS: Final = tuple(pattern.removeprefix("*") for pattern in PATTERNS)
_REPORT_EVERY: Final = 50  # files


class FileState(StrEnum):
    """What became of a file."""

    WAITING = "waiting"
    READING = "reading"
    OPEN = "open"
    IMPORTED = "imported"
    REFUSED = "refused"
    LEFT = "left"  # by the person
    NEEDS = "needs"  # a person, who shows where its table is


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, its state, and what says why it was refused or what was imported of it, in the language of the moment."""

    path: Path
    state: FileState = FileState.WAITING
    told: Callable[[], str] | None = None

    @property
    def sentence(self) -> str:
        """What there is to know of it, in the current language; "" for nothing."""
        return self.told() if self.told is not None else ""

    @property
    def key(self) -> str:
        """Return by which the file is known on the screen."""
        return str(self.path)


@dataclass(frozen=True, slots=True)
class Queue:
    """Files in the order in which they were given; each stands there once."""

    entries: tuple[Entry, ...] = ()

    def with_files(self, paths: Iterable[Path]) -> "Queue":
        """Return the queue with more files at its end; one that was done before is taken again."""
        new = list(dict.fromkeys(paths))
        busy = {one.path for one in self.entries if one.state in _BUSY}
        taken = [path for path in new if path not in busy]
        kept = [one for one in self.entries if one.path not in taken]
        return Queue((*kept, *map(Entry, taken)))

    def marked(self, path: Path, state: FileState, told: Callable[[], str] | None = None) -> "Queue":
        """Return the queue with another state of one file."""
        new = (replace(one, state=state, told=told) if one.path == path else one for one in self.entries)
        return Queue(tuple(new))

    def resumed(self) -> "Queue":
        """Return the queue as a page takes it over from one that is gone: what was being read there waits again."""
        was = (replace(one, state=FileState.WAITING) if one.state is FileState.READING else one for one in self.entries)
        return Queue(tuple(was))

    def entry(self, key: str) -> Entry | None:
        """Return the file that is known so on the screen."""
        return next((one for one in self.entries if one.key == key), None)

    @property
    def next(self) -> Path | None:
        """The file that comes next."""
        return next((one.path for one in self.entries if one.state is FileState.WAITING), None)

    @property
    def needing(self) -> "Queue":
        """The files that need a person, who may come back to them after others."""
        return Queue(tuple(one for one in self.entries if one.state is FileState.NEEDS))

    @property
    def is_settled(self) -> bool:
        """Whether nobody need look at the list any more: nothing of it waits, was refused or needs a person."""
        return self.is_finished and not (self.count(FileState.REFUSED) or self.count(FileState.NEEDS))

    def count(self, state: FileState) -> int:
        """Return how many files are in a state."""
        return sum(1 for one in self.entries if one.state is state)

    @property
    def is_finished(self) -> bool:
        """Whether nothing of it waits or is open."""
        return not any(one.state in _BUSY for one in self.entries)


_BUSY: Final = frozenset({FileState.WAITING, FileState.READING, FileState.OPEN})


def spreadsheets_in(paths: Iterable[Path], progress: Progress = silent) -> list[Path]:
    """Return the files given and, of folders, every file below that may be a spreadsheet, in the order of names.

    `progress` hears how many were found (the total is not known); raising in it stops the search. Links to folders are
    not followed, and what an office program leaves beside an open file is passed over.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        for one in _below(path):
            found.append(one)
            if len(found) % _REPORT_EVERY == 0:
                progress(len(found), 0)
    return list(dict.fromkeys(found))


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) and not name.startswith((".", "~$")):
                yield Path(place) / name
