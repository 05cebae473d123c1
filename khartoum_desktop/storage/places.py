"""Where a workspace may lie: not in a folder that a program synchronises, and not on a network drive."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill

# Folder names under which the well-known programs keep their copies; a name alone is enough, wherever it lies.
_SYNCED = re.compile(
    r"mega|megasync|pcloud ?drive|"
    r"onedrive( - .+)?|dropbox( \(.+\))?|google ?drive|googledrive-.+|my drive|icloud ?drive|mobile documents|"
    r"cloudstorage|nextcloud|owncloud|pclouddrive|syncthing",
    re.IGNORECASE,
)
_SYNC_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_SYNC_MARKERS = (".stfolder", ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".nextcloudsync.log")
_NETWORK = re.compile(
    r"cifs|smb[0-9]*|smbfs|nfs[0-9]*|9p|afpfs|webdav|davfs2?|fuse\.(sshfs|rclone|davfs2?|gvfsd-fuse|s3fs)|ncpfs|afs",
    re.IGNORECASE,
)


class Trouble(Enum):
    """Why a folder is not fit for a workspace."""

    SYNCED = "synced"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system: where, of which type, and the options as the system names them."""

    point: str
    type: str
    options: str = ""


def trouble_of(
    path: str, environment: Mapping[str, str], mounts: Iterable[Mount], marked: Iterable[str] = ()
) -> Trouble | None:
    """Return what is wrong with a place; `path` is absolute, `marked` = folders above it that bear a sync marker."""
    if re.match(r"(\\\\|//)[^\\/?.]", path):  # \\server\share, but not \\?\C:\…
        return Trouble.NETWORK
    folders = [folder for folder in re.split(r"[\\/]+", path)[:-1] if folder]
    if any(_SYNCED.fullmatch(folder) for folder in folders) or any(True for _marked in marked):
        return Trouble.SYNCED
    roots = [environment[name] for name in _SYNC_VARIABLES if environment.get(name)]
    if any(_lies_in(path, root) for root in roots):
        return Trouble.SYNCED
    around = [mount for mount in mounts if _lies_in(path, mount.point)]
    nearest = max(around, key=lambda mount: len(mount.point), default=None)
    if not nearest or nearest.point == "/":  # a whole machine on a network disk is its administrator's choice
        return None
    remote = _NETWORK.fullmatch(nearest.type) or "remote" in nearest.options.split(",")
    return Trouble.NETWORK if remote else None


def _lies_in(path: str, folder: str) -> bool:
    parts, root = (
        [part.casefold() if "\\" in text else part for part in re.split(r"[\\/]+", text) if part]
        for text in (path, folder)
    )
    return parts[: len(root)] == root


def _mounts() -> list[Mount]:
    import psutil

    return [Mount(part.mountpoint, part.fstype, part.opts) for part in psutil.disk_partitions(all=True)]


def refuse(path: Path) -> None:
    """Raise UserError when a workspace must not lie at this path: two laptops would overwrite each other's file."""
    real = Path(os.path.realpath(path))
    marked = [str(folder) for folder in real.parents if any((folder / marker).exists() for marker in _SYNC_MARKERS)]
    # the path as given counts too: on Windows a link out of a synced folder is still synced
    troubles = {trouble_of(str(place), os.environ, _mounts(), marked) for place in (real, path.absolute())}
    if Trouble.NETWORK in troubles:
        raise UserError(
            fill(_("“{folder}” lies on a network drive, where a workspace can be damaged."), folder=path.parent.name),
            _("Keep the workspace in a folder of this computer. Backups and exports may go to the network drive."),
        )
    if Trouble.SYNCED in troubles:
        raise UserError(
            fill(
                _("“{folder}” is kept in step with other computers, which can damage a workspace."),
                folder=path.parent.name,
            ),
            _("Keep the workspace in a folder that is not synchronised. Backups and exports may go there."),
        )
