"""What the database says when it cannot go on, in words that help."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from msgspec import DecodeError
from sqlalchemy.exc import DBAPIError

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill


class PassphraseNeededError(UserError):
    """The workspace is encrypted and no passphrase was given: ask for it and open again."""


class WrongPassphraseError(UserError):
    """The passphrase does not open the workspace, or its first page is damaged: nothing can tell which."""


class NotAWorkspaceError(UserError):
    """The file is something else, or its beginning is damaged."""


class DamagedError(UserError):
    """The workspace can be opened no more, or not read to its end: a backup is wanted."""


def not_a_workspace(path: Path) -> NotAWorkspaceError:
    return NotAWorkspaceError(
        fill(_("“{file}” is not a workspace of this program, or its beginning is damaged."), file=path.name),
        _("Choose a file that ends in .khartoum, or restore a backup. Nothing was changed."),
    )


def damaged(path: Path) -> DamagedError:
    return DamagedError(
        fill(_("The workspace “{file}” is damaged and cannot be read."), file=path.name),
        _("Restore it from a backup. Keep the damaged file until that is done."),
    )


def read_only(path: Path) -> UserError:
    return UserError(
        fill(_("“{file}” cannot be written: the file, its folder or the disk is read-only."), file=path.name),
        _("Copy it to a folder of this computer that is yours, and open the copy. Nothing was changed."),
    )


def disk_full(path: Path) -> UserError:
    return UserError(
        fill(_("The disk that holds “{file}” is full or does not take more data."), file=path.name),
        _("Free some space and try again. What you saved before is safe; this change was not saved."),
    )


def busy(path: Path) -> UserError:
    return UserError(
        fill(_("“{file}” is being written by another program."), file=path.name),
        _("Wait a moment and try again. Nothing was changed."),
    )


# the beginnings of SQLite's names for its errors, the first that fits
_REFUSALS = (
    ("SQLITE_FULL", disk_full),
    ("SQLITE_IOERR", disk_full),
    ("SQLITE_READONLY", read_only),
    ("SQLITE_CANTOPEN", read_only),
    ("SQLITE_CORRUPT", damaged),
    ("SQLITE_NOTADB", damaged),
    ("SQLITE_BUSY", busy),
    ("SQLITE_LOCKED", busy),
)


def explained(error: BaseException, path: Path) -> UserError | None:
    """Return the refusal that stands for a database error, or None when it is a fault of ours."""
    said = getattr(error, "orig", None) or error
    name = str(getattr(said, "sqlite_errorname", ""))
    if str(said).startswith("Could not decode to UTF-8"):  # the driver's own, without a name
        return damaged(path)
    if str(said).startswith(
        ("no such table", "no such column", "unsupported file format")
    ):  # somebody else has changed the file's own tables
        return damaged(path)
    return next((refusal(path) for start, refusal in _REFUSALS if name.startswith(start)), None)


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn what the disk or the file is to blame for into a UserError; our own faults pass through."""
    try:
        yield
    except DecodeError as error:  # what is stored as JSON is none any more
        raise damaged(path) from error
    except (DBAPIError, sqlcipher.Error) as error:
        refusal = explained(error, path)
        if refusal is None:
            raise
        raise refusal from error
