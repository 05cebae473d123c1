"""What tests of widgets share: a language with its direction, a look, and the way back to English and light."""

from collections.abc import Iterator
from typing import Protocol

import pytest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.theme import Theme, install_theme
from tests.toolkit.showing import KEPT


class Speak(Protocol):
    """Switches language, digits and direction of the application."""

    def __call__(self, code: str, digits: str = "latn") -> None: ...


@pytest.fixture(autouse=True)
def look(qtbot: QtBot) -> Iterator[Theme]:
    """Begin and leave every test in the light theme, left to right."""
    set_direction()
    yield install_theme("light")
    KEPT.clear()
    set_language("en")
    set_direction()
    install_theme("light")


@pytest.fixture
def speak() -> Speak:
    """Return a function that switches language and direction of the application."""

    def switch(code: str, digits: str = "latn") -> None:
        set_language(code, digits)
        set_direction()

    return switch
