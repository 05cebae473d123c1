"""Copies of attached files for other programs to show: private, read-only, and gone when this program ends."""

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.proposals.attachments.model import Taken

_PREFIX: Final = "khartoum-"


class OpenedFiles:
    """The copies that were opened so far, each in a folder of its own that only this person may enter."""

    def __init__(self) -> None:
        self._folders: list[Path] = []
        atexit.register(self.clear)

    def put(self, file: Taken) -> Path:
        """Write a copy that cannot be changed and return where it lies; UserError when there is no room."""
        try:
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self._folders.append(folder)
            path = folder / file.name
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
                out.write(file.data)
            path.chmod(0o400)
        except OSError as error:
            raise UserError(
                _("The file could not be prepared for opening."), _("Make room on the disk, or save a copy elsewhere.")
            ) from error
        return path

    def clear(self) -> None:
        """Remove every copy; one that another program still holds stays until the next time."""
        for folder in list(self._folders):
            with suppress(OSError):
                for copy in folder.iterdir():
                    copy.chmod(0o600)  # Windows removes nothing that is read-only
                shutil.rmtree(folder)
                self._folders.remove(folder)
