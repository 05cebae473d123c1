"""Files for other programs, whatever is in them: they appear whole, on the medium, or not at all."""

import errno
import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill


def write_file(path: Path, content: bytes) -> None:
    """Put the content in the place of a file; UserError, and everything as before, when that cannot be done."""
    try:
        replace_file(path, content)
    except OSError as error:
        raise _not_written(path, error) from error


def write_json(path: Path, data: object) -> None:
    """Put data in the place of a file as JSON for people to read; UserError likewise."""
    write_file(path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def replace_file(path: Path, content: bytes) -> None:
    """Put the content in the place of a file: written beside it under a private name, then renamed; or OSError."""
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        with suppress(OSError):
            part.chmod(path.stat().st_mode & 0o777)  # a file that colleagues may read stays one
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _not_written(path: Path, error: OSError) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return UserError(
            fill(_("{file} could not be written: the disk is full."), file=path.name),
            _("Make room, or choose another place."),
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UserError(fill(_("The folder for {file} does not exist."), file=path.name), _("Choose another place."))
    return UserError(
        fill(_("{file} could not be written."), file=path.name),
        _("If it is open in another program, close it there. Or choose another place."),
    )
