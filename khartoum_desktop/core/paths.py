"""Where things lie: shipped resources, translations, the person's workspaces, settings and logs."""

import os
from functools import cache
from pathlib import Path

import platformdirs

APP = "Khartoum Desktop"
PACKAGE = Path(__file__).resolve().parent.parent


@cache
def _shipped(name: str) -> Path:
    """Return a shipped folder: inside the installed package, else at the top of the checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def resources_folder() -> Path:
    """Return the folder of code lists, samples, templates and help."""
    return _shipped("resources")


def translations_folder() -> Path:
    """Return the folder of compiled catalogues."""
    return _shipped("translations")


def _own(variable: str, default: str) -> Path:
    folder = Path(os.environ.get(variable) or default)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def data_folder() -> Path:
    """Return (and create, private) the local, unsynced folder for workspaces and backups."""
    return _own("KHARTOUM_DATA", platformdirs.user_data_dir(APP, appauthor=False, roaming=False))


def config_folder() -> Path:
    """Return (and create, private) the folder for settings and keys."""
    return _own("KHARTOUM_CONFIG", platformdirs.user_config_dir(APP, appauthor=False, roaming=False))


def log_folder() -> Path:
    """Return (and create, private) the folder for logs."""
    return _own("KHARTOUM_LOGS", platformdirs.user_log_dir(APP, appauthor=False))
