"""What every test of this feature's widgets starts from: the light look, left to right; and both languages."""

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


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest, look: None) -> Iterator[str]:
    """Speak English from left to right, then Arabic from right to left; ask for it before the page."""
    code: str = request.param
    set_language(code)
    set_direction()
    yield code
    set_language("en")
    set_direction()
