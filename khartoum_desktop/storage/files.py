"""Files, whatever is in them: their one name, the lock that keeps others out, and appearing whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import BaseFileLock, FileLock, Timeout

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.storage.refusals import read_only

PART: Final = ".part"


def real(path: Path) -> Path:
    """Return the one name of a file that links, dots and other ways of writing it all lead to.

    The database names its log after it, and the lock lies beside it, where the folder settles upper and lower case.
    """
    return Path(os.path.realpath(path))


def refuse_second_name(path: Path) -> None:
    """Raise UserError for a file with hard links: each name would have a log of its own, and lose the other's."""
    if path.stat().st_nlink > 1:
        raise UserError(
            fill(
                _("“{file}” has a second name on this disk (a hard link), which can damage a workspace."),
                file=path.name,
            ),
            _("Copy it under a new name and open the copy, or delete the second name. Nothing was changed."),
        )


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep every other program out for a while."""
    lock = lock_of(path)
    try:
        yield
    finally:
        lock.release()


def lock_of(path: Path) -> BaseFileLock:
    """Keep every other program out for as long as this one lives, however it ends; `path` is the real one."""
    lock = FileLock(path.with_name(f".{path.name}.lock"), thread_local=False, fallback_to_soft=False, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise UserError(
            fill(_("“{file}” is already open in another window of this program."), file=path.name),
            _("Use that window, or close it first. Nothing was changed."),
        ) from error
    except OSError as error:
        raise read_only(path) from error
    return lock


@contextmanager
def private(part: Path) -> Iterator[None]:
    """Hold an empty file that nobody else can read; whatever goes wrong, nothing of it is left behind."""
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise read_only(part) from error
    try:
        yield
    finally:
        discard(part)


def appear(part: Path, path: Path) -> None:
    """Give a whole, closed file its name, for good; companions of what had the name before must not outlive it."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    for companion in files_of(path):
        if companion != path:
            companion.unlink()
    part.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def files_of(path: Path) -> list[Path]:
    """Return a database file and the companions that a crash may have left beside it, if they exist."""
    names = [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
    return [name for name in names if name.exists()]


def discard(path: Path) -> None:
    """Remove a database file that is not wanted, with its companions."""
    for file in files_of(path):
        file.unlink()
