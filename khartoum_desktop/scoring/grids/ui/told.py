"""What the page of criteria says after a set was put in hand or came from a file."""

from collections.abc import Sequence
from typing import Final

from khartoum_desktop.core.i18n import _, fill, listed

_MOST: Final = 5  # of what was passed over is named


def hand_words(name: str, *, opened: bool) -> str:
    """Return what became of the round in hand: it is another one now, or it is marked on another set."""
    words = _("A new round is marked on “{name}”.") if opened else _("The round is marked on “{name}” now.")
    return fill(words, name=name)


def ignored_words(ignored: Sequence[str]) -> str:
    """Return which places of a file mean nothing here."""
    return fill(_("Passed over, since it means nothing here: {places}"), places=listed(ignored[:_MOST]))
