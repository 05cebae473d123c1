"""Pages of the rounds in a language and its direction."""

from collections.abc import Iterator

import pytest

from khartoum_desktop.core.i18n import set_language
from khartoum_desktop.toolkit.direction import set_direction


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest, look: None) -> Iterator[str]:
    """Show the page in a language and its direction."""
    set_language(request.param)
    set_direction()
    yield request.param
    set_language("en")
    set_direction()
