"""What this person likes on this computer: one small file, written whole, read with patience."""

import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from khartoum_desktop.core.files import replace_file
from khartoum_desktop.core.paths import config_folder

_FILE: Final = "settings.json"
_MOST_RECENT: Final = 10
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is kept; an empty text means that nothing was chosen yet."""

    language: str = ""  # "ar", "en" or "fr"
    digits: str = "latn"  # or "arab"
    theme: str = "system"  # or "light", "dark"
    recent: tuple[str, ...] = ()  # paths of workspaces, newest first
    last_opened: str = ""  # path of a workspace
    installation: str = ""  # names this program for this person on this computer
    last_person: tuple[str, ...] = ()  # name, delegation, role
    window: Mapping[str, str] = field(default_factory=dict)  # layout: name of a part -> its state as text


def load() -> Settings:
    """Return the settings; what is missing or damaged has its default."""
    try:
        found = json.loads((config_folder() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        found = {}
    if not isinstance(found, dict):
        return Settings()
    default = Settings()
    read = {each.name: _read(getattr(default, each.name), found.get(each.name)) for each in fields(Settings)}
    return Settings(**read)


def _read(default: Any, value: object) -> Any:
    """Return a value of the default's shape, else the default."""
    if isinstance(default, str) and isinstance(value, str):
        return value
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if isinstance(default, dict) and isinstance(value, dict):
        return {key: part for key, part in value.items() if isinstance(part, str)}
    return default


def save(settings: Settings) -> None:
    """Write the settings, whole or not at all; a folder that takes nothing is no reason to stop work."""
    try:
        content = json.dumps(asdict(settings), ensure_ascii=False, indent=1)
        replace_file(config_folder() / _FILE, content.encode())
    except OSError as error:
        _log.warning("settings not saved: %s", error.strerror)


def update(**changes: Any) -> Settings:
    """Change some settings by name, write them, and return them all."""
    settings = replace(load(), **changes)
    save(settings)
    return settings


def remember_workspace(path: Path) -> None:
    """Put a workspace first among the recent ones, and make it the one that opens next time."""
    name = str(path.absolute())
    others = [other for other in load().recent if other != name]
    update(recent=(name, *others)[:_MOST_RECENT], last_opened=name)


def forget_workspace(path: Path) -> None:
    """Take a workspace out of the recent ones: it has gone."""
    settings, name = load(), str(path.absolute())
    update(
        recent=tuple(other for other in settings.recent if other != name),
        last_opened="" if settings.last_opened == name else settings.last_opened,
    )


def last_workspace() -> Path | None:
    """Return the workspace that was opened last, if it still exists."""
    name = load().last_opened
    return Path(name) if name and Path(name).exists() else None


def installation() -> str:
    """Return the name of this program for this person on this computer; "" when none can be kept."""
    if not load().installation:
        update(installation=secrets.token_hex(8))
    return load().installation
