"""The way back through the rules that were asked for: they are tried, not stored, and so no steps of the workspace."""

from collections.abc import Callable
from typing import Final

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _
from khartoum_desktop.shortlist.choosing import drafting
from khartoum_desktop.shortlist.choosing.reading import Asked, read, written
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.page import Turns

_KEPT: Final = "choosing.rules"


def kept_rules(desk: Desk) -> Asked:
    """Return the rules that were asked for last in this workspace, else the usual ones."""
    try:
        kept = desk.recall(_KEPT, turns=False)
        return read(kept) if kept else drafting.USUAL
    except UserError:
        return drafting.USUAL


def keep_rules(desk: Desk, asked: Asked) -> None:
    """Keep the rules for the next time, also in another language."""
    desk.remember(_KEPT, written(asked), turns=False)


class Trail:
    """What was asked before, and what was taken back; Undo belongs to the page while there is any of it."""

    def __init__(self, ask: Callable[[Asked], None]) -> None:
        self._ask = ask
        self._before: list[Asked] = []
        self._after: list[Asked] = []
        self._now: Asked | None = None

    def note(self, asked: Asked) -> bool:
        """Remember what is asked now, and tell whether it is something new."""
        before, self._now = self._now, asked
        if before is None or asked == before:
            return False
        self._before.append(before)
        self._after.clear()
        return True

    def forget(self) -> None:
        """Leave Undo to the workspace: something was stored."""
        self._before.clear()
        self._after.clear()

    def turns(self) -> Turns | None:
        """Return what Undo and Redo do on the page; None where there is nothing."""
        if not self._before and not self._after:
            return None
        name = _("change of the rules")
        back, forth = name if self._before else "", name if self._after else ""
        return Turns(
            back, forth,
            lambda: self._go(self._before, self._after),
            lambda: self._go(self._after, self._before),
        )  # fmt: skip

    def _go(self, source: list[Asked], target: list[Asked]) -> None:
        if source and self._now is not None:
            target.append(self._now)
            self._now = source.pop()
            self._ask(self._now)
