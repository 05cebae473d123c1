"""The real window on a virtual screen, in the language of the journey."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.app import make_window
from khartoum_desktop.core import settings
from tests.journeys.hand import Hand


@pytest.fixture
def sit(qtbot: QtBot) -> Iterator[Callable[[str], Hand]]:
    """Return a function that opens the program in a language and gives a hand at its window.

    With KHARTOUM_PICTURES set to a folder, the journey leaves a picture of each page there.
    """
    hands: list[Hand] = []

    def open_window(language: str) -> Hand:
        settings.update(language=language, theme="light")
        window = make_window()
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        pictures = os.environ.get("KHARTOUM_PICTURES")
        hands.append(Hand(qtbot, window, Path(pictures) if pictures else None))
        return hands[-1]

    yield open_window
    for hand in hands:
        hand.window.close()
        hand.window.deleteLater()
    QApplication.processEvents()
