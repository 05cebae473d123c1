"""The toast that takes back what it speaks of, whatever was done since."""

from collections.abc import Callable

from khartoum_desktop.core.i18n import _
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.workspace import Undone


def offer_undo(desk: Desk, told: str, take_back: Callable[[], Undone] | None) -> None:
    """Say what was done; Undo takes back that step and says what could not be. None: there is nothing to take back."""

    def undone(result: Undone) -> None:
        if result.kept:
            desk.say(_("What was changed since then stays as it is."))

    def undo() -> None:
        if take_back is not None:
            desk.tasks.start(lambda _progress: take_back(), undone, label=_("Undo"))

    desk.say(told, undo if take_back is not None else None)
