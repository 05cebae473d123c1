"""The history drawer: who changed what and when, newest first, with a button that brings an earlier value back."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import isolate
from khartoum_desktop.proposals.past import Event, Written
from khartoum_desktop.proposals.showing import labelled, sided, unbroken
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import Card, FlatButton, IconButton, IconLabel, Line, Scroll, clear_layout

_SHOWN: Final = 100
_LONGEST: Final = 240


class EventView(QWidget):
    """One step: its name, who and when, and the values it wrote."""

    def __init__(self, event: Event, restore: Callable[[Written], None] | None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(LeadingLabel(unbroken(event.name), kind="strong", wrap=True))
        column.addWidget(LeadingLabel(who_and_when(event), kind="caption", role="muted", wrap=True))
        if event.forgotten:
            column.addWidget(IconLabel("info", _("What was written here has been forgotten."), role="muted"))
        for written in event.written:
            line = QHBoxLayout()
            line.setSpacing(4)
            text = written.text if len(written.text) <= _LONGEST else f"{written.text[:_LONGEST].rstrip()}…"
            words = LeadingLabel(labelled(written.label, text), wrap=True)
            line.addWidget(words, 1)
            if restore is not None and written.values and not written.current:
                what = fill(_("Restore this value of {field}"), field=written.label)
                line.addWidget(IconButton("restore", what, partial(restore, written)))
            column.addLayout(line)


class HistoryDrawer(Card):
    """The whole history of a proposal; `restored` carries the value to be brought back."""

    restored = Signal(object)
    closed = Signal()
    compare_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Change history"))
        top = QHBoxLayout()
        top.addWidget(LeadingLabel(_("Change history"), kind="section"), 1)
        self.close_button = IconButton("close", _("Close the history"), self.closed.emit)
        top.addWidget(self.close_button)
        self.body.addLayout(top)
        self.compare = FlatButton(_("Compare two moments…"), self.compare_wanted.emit)
        self.body.addWidget(self.compare)
        self.pane = Scroll()
        self.body.addWidget(self.pane, 1)
        self.events: Sequence[Event] = ()
        self.can_restore = True

    def show_events(self, events: Sequence[Event]) -> None:
        """Show these steps; the values that are in force now have no button."""
        self.events = events
        self.compare.setEnabled(bool(events))
        clear_layout(self.pane.body)
        for place, event in enumerate(events[:_SHOWN]):
            if place:
                self.pane.body.addWidget(Line())
            restore = self.restored.emit if self.can_restore else None
            self.pane.body.addWidget(EventView(event, restore))
        if len(events) > _SHOWN:
            self.pane.body.addWidget(LeadingLabel(_("Older changes are not shown."), role="muted"))
        if not events:
            self.pane.body.addWidget(LeadingLabel(_("Nothing has been changed yet."), role="muted"))
        self.pane.body.addStretch(1)


def last_change(events: Sequence[Event]) -> tuple[str, str]:
    """Return the newest step and who took it when, for a small card."""
    if not events:
        return ("", "")
    return (isolate(events[0].name), who_and_when(events[0]))


def who_and_when(event: Event) -> str:
    """Return who took a step, for whom, and when."""
    parts = [event.author, event.delegation, format_moment(event.at)]
    return sided(" · ".join(isolate(part) for part in parts if part))
