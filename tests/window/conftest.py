"""Windows for tests: shown, on a workspace if wanted, and closed in the end."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core import i18n, settings
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.page import PageSpec
from khartoum_desktop.toolkit.theme import install_theme
from khartoum_desktop.window import Window
from tests.window.rooms import SPECS, Notes, Opened, made_workspace, settle


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Opened]:
    """Return a function that shows a window, on a fresh workspace if wanted; all are closed in the end."""
    install_theme("light")
    set_direction()
    windows: list[Window] = []

    def make(
        path: Path | None = None, *, pages: Sequence[PageSpec] | None = tuple(SPECS), sample: Any = None
    ) -> Window:
        window = Window(Desk(settings.load()), pages=pages, fill_sample=sample)
        windows.append(window)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
        if path is not None:
            if not path.exists():
                made_workspace(path).close()
            with qtbot.waitSignal(window.workspace_shown):
                window.entrance.open(path)
            settle(qtbot, window)
        return window

    yield make
    for window in windows:
        page = window.page
        if isinstance(page, Notes):
            page.stays = False
        window.close()
    i18n.set_language("en")
    set_direction()
    install_theme("light")
