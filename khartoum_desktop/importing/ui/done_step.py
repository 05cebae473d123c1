"""Last step of an import: what was done, and what can be done with it; others add their own ways on from here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.operations import Imported
from khartoum_desktop.importing.queue import FileState, Queue
from khartoum_desktop.importing.ui.file_step import STATES
from khartoum_desktop.proposals.showing import labelled
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.parts import Button, Card, IconLabel, Scroll, clear_layout


@dataclass(frozen=True, slots=True)
class Finished:
    """A file that was imported: the plan that was written, and what came of it."""

    plan: Plan
    imported: Imported


_COUNTS: Final = (
    (Status.NEW, N_("New proposals"), "ok"),
    (Status.CHANGED, N_("Changed proposals"), "info"),
    (Status.SAME, N_("The same as here"), ""),
    (Status.HELD, N_("Rows held back"), "warn"),
)


class DoneStep(Scroll):
    """Counts of what was written, and buttons for what comes next."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = QVBoxLayout()
        self._inside.setSpacing(12)
        self.body.addLayout(self._inside)
        self.body.addStretch(1)

    def show_done(self, done: Finished, actions: Sequence[Action], queue: Queue) -> None:
        """Show what was done, the ways on from here, and how many files still wait."""
        clear_layout(self._inside)
        card = Card()
        card.body.addWidget(IconLabel("ok", fill(_("{file} is imported."), file=done.plan.file), role="ok"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        shown = [(words, done.plan.count(status)) for status, words, _kind in _COUNTS]
        for place, (words, count) in enumerate(shown):
            number = LeadingLabel(format_number(count), kind="page")
            grid.addWidget(number, 0, place, Qt.AlignmentFlag.AlignLeading)
            grid.addWidget(LeadingLabel(_(words), role="muted"), 1, place, Qt.AlignmentFlag.AlignLeading)
        grid.setColumnStretch(len(shown), 1)
        card.body.addLayout(grid)
        if done.plan.count(Status.HELD):
            sentence = _("Rows held back stay with the import; they can be taken up again later.")
            card.body.addWidget(LeadingLabel(sentence, role="muted", wrap=True))
        buttons = QWidget()
        line = Flow()
        buttons.setLayout(line)
        for action in actions:
            line.addWidget(Button.of(action))
        card.body.addWidget(buttons)
        self._inside.addWidget(card)
        if len(queue.entries) > 1:
            self._inside.addWidget(_files(queue))


def _files(queue: Queue) -> Card:
    card = Card(_("Files"))
    for state in FileState:
        count = queue.count(state)
        if count:
            words = labelled(_(STATES[state][0]), format_number(count))
            card.body.addWidget(LeadingLabel(words))
    return card
