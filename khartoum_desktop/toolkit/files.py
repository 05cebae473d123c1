"""Choosing files in the system's own dialogs; the folder of each purpose is remembered."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from khartoum_desktop.core import settings
from khartoum_desktop.core.text import strip_isolates

_HIDE: Final = QFileDialog.Option.HideNameFilterDetails  # “Spreadsheets” without twenty endings


def _start_folder(purpose: str, default: Path | None) -> Path:
    kept = settings.load().window.get(f"folder/{purpose}", "")
    if kept and Path(kept).is_dir():
        return Path(kept)
    return default or Path.home()


def _remember(purpose: str, path: Path) -> None:
    layout = dict(settings.load().window)
    layout[f"folder/{purpose}"] = str(path.parent)
    settings.update(window=layout)


def choose_file(
    parent: QWidget | None, title: str, filters: str, *, purpose: str, folder: Path | None = None
) -> Path | None:
    """Ask for an existing file; None if the person thought better of it."""
    start = str(_start_folder(purpose, folder))
    name, _filter = QFileDialog.getOpenFileName(parent, title, start, strip_isolates(filters), "", _HIDE)
    if not name:
        return None
    _remember(purpose, Path(name))
    return Path(name)


def choose_files(parent: QWidget | None, title: str, filters: str, *, purpose: str) -> list[Path]:
    """Ask for one or several existing files; none if the person thought better of it."""
    start = str(_start_folder(purpose, None))
    names, _filter = QFileDialog.getOpenFileNames(parent, title, start, strip_isolates(filters), "", _HIDE)
    if names:
        _remember(purpose, Path(names[0]))
    return [Path(name) for name in names]


def choose_folder(parent: QWidget | None, title: str, *, purpose: str) -> Path | None:
    """Ask for an existing folder; None if the person thought better of it."""
    name = QFileDialog.getExistingDirectory(parent, title, str(_start_folder(purpose, None)))
    if not name:
        return None
    _remember(purpose, Path(name) / "any")
    return Path(name)


def choose_new_file(
    parent: QWidget | None, title: str, filters: str, *, purpose: str, name: str, folder: Path | None = None
) -> Path | None:
    """Ask where a new file shall lie; the system asks before an existing one is replaced. The ending is added."""
    start = _start_folder(purpose, folder) / name
    chosen, _filter = QFileDialog.getSaveFileName(parent, title, str(start), strip_isolates(filters), "", _HIDE)
    if not chosen:
        return None
    path = Path(chosen)
    if not path.suffix:
        path = path.with_suffix(Path(name).suffix)
    _remember(purpose, path)
    return path


def open_with_system(path: Path) -> None:
    """Open a file or folder with the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
