"""Whose marks the grid shows: a coordinator chooses, anybody else sees their own."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.proposals.lists import PARTY
from khartoum_desktop.scoring import operations
from khartoum_desktop.scoring.queries import Assessor
from khartoum_desktop.scoring.reading import listed
from khartoum_desktop.scoring.ui.people import AssessorDialog
from khartoum_desktop.scoring.ui.sheets import Sitting
from khartoum_desktop.toolkit.choosing import Combo
from khartoum_desktop.workspace import Workspace

_ANOTHER: Final = "another"


class Whose(Combo):
    """Offers everybody who gives marks, and another one to be named."""

    picked = Signal(object)  # Assessor

    def __init__(self, work: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._work = work
        self._sitting: Sitting | None = None
        self._now: Assessor | None = None
        self.setAccessibleName(_("Assessor"))
        self.activated.connect(self._activated)

    def show_people(self, sitting: Sitting, now: Assessor | None) -> None:
        """Offer the people of a sitting; `now` is whose marks are shown."""
        self._sitting, self._now = sitting, now
        items = [(one.id, self.named(one)) for one in self.known(sitting).values()]
        self.set_items([*items, (_ANOTHER, _("Another assessor"))])
        self.choose(now.id if now else None)

    def known(self, sitting: Sitting) -> Mapping[str, Assessor]:
        """Return everybody who gives marks, by id."""
        return {one.id: one for one in (sitting.me, *sitting.assessors, self._now) if one}

    def named(self, one: Assessor) -> str:
        """Return somebody's name and delegation."""
        delegation = self._sitting.lists.label(PARTY, one.delegation) if self._sitting else one.delegation
        return listed([one.name, delegation])

    def _activated(self) -> None:
        code, sitting = self.code(), self._sitting
        self.choose(self._now.id if self._now else None)  # the page says when another is shown
        if sitting is None:
            return
        if code != _ANOTHER:
            self.picked.emit(self.known(sitting)[code])
            return
        make = partial(operations.assessor_of, self._work)
        dialog = AssessorDialog(sitting.lists.delegations(), make, self.window())
        dialog.accepted.connect(lambda: self.picked.emit(dialog.chosen))
        dialog.open()
