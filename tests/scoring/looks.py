"""What every test of this feature's widgets starts from: the light look, left to right, and no noise of the screen."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.toolkit.direction import set_direction
from khartoum_desktop.toolkit.theme import install_theme


@pytest.fixture
def look(qtbot: QtBot) -> Iterator[None]:
    """Begin and leave a test in the light theme, left to right."""
    set_direction()
    install_theme("light")
    yield
    set_language("en")
    set_direction()


def quiet(items: list[pytest.Item]) -> None:
    """Pass over what the screenless window system says about things that it cannot do."""
    for item in items:
        if "qtbot" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))
