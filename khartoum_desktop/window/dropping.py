"""Where dropped files go: workspaces are opened, assessors' sheets go to their page, all else to this one or Import."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from khartoum_desktop.core.i18n import _
from khartoum_desktop.window.entrance import ENDING

if TYPE_CHECKING:
    from khartoum_desktop.window.frame import Window


def take_files(window: "Window", paths: Sequence[Path]) -> bool:
    """Take dropped files; True if they were taken, or are being looked at."""
    workspaces = [path for path in paths if path.suffix == ENDING]
    if workspaces:
        window.entrance.open(workspaces[0])
        return True
    if window.keep_waiting(paths):
        return True
    if not any(_may_be_sheet(path) for path in paths):
        return _hand_on(window, paths)

    def look(_progress: object) -> list[Path]:
        from khartoum_desktop.scoring.marksheets.reading_back import sheets_in

        sheets = sheets_in(paths)
        return [path for path in paths if path.is_dir() or path in sheets] if sheets else []

    window.desk.tasks.start(look, partial(_looked, window, paths), label=_("Reading"), pool="other", owner=window)
    return True


def _may_be_sheet(path: Path) -> bool:
    """Tell by the name alone whether a file may be an assessor's sheet; a folder has no ending."""
    from khartoum_desktop.scoring.marksheets.reading_back import ENDINGS

    return not path.suffix or path.suffix.lower() in ENDINGS


def _looked(window: "Window", paths: Sequence[Path], sheets: Sequence[Path]) -> None:
    if sheets:
        window.go("sheets", tuple(sheets))
    else:
        _hand_on(window, paths)


def _hand_on(window: "Window", paths: Sequence[Path]) -> bool:
    page = window.page
    if page is not None and page.accept_files(paths):
        return True
    page = window.go("import")
    return page is not None and page.accept_files(paths)
