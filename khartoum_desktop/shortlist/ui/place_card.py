"""The card of the selected place: why it departs from the ranking, the reason, and moving it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.scoring.model import REASON_LENGTH
from khartoum_desktop.shortlist.ui.list_rows import PlaceRow, cost_text
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import FieldRow, LongEditor
from khartoum_desktop.toolkit.parts import Card, FlatButton, IconLabel, SecondaryButton


class PlaceCard(Card):
    """Announces a new reason (proposal, text); moving and removing are the page's own."""

    reasoned = Signal(str, str)

    def __init__(self, move: Callable[[int], None], remove: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(_("The selected place"), parent=parent)
        self._proposal = ""
        self._stored: str | None = None
        self.hint = LeadingLabel(_("Select a place to move it or to say why it stands there."), role="muted", wrap=True)
        self.what = LeadingLabel(kind="strong", wrap=True)
        self.facts = LeadingLabel(role="muted", wrap=True)
        self.departure = IconLabel("warn", role="warn")
        self.reason = LongEditor(name=_("Reason"), longest=REASON_LENGTH, lines=4)
        self.row = FieldRow(_("Reason"), self.reason, _("Why it stands here; it is printed with the list."))
        self.reason.committed.connect(lambda text: self.reasoned.emit(self._proposal, text or ""))
        self.up = SecondaryButton(_("Up"), partial(move, -1), icon="up")
        self.down = SecondaryButton(_("Down"), partial(move, 1), icon="down")
        self.off = FlatButton(_("Take off the list"), remove, icon="delete")
        self.up.setToolTip(_("Move up (Alt+↑)"))
        self.down.setToolTip(_("Move down (Alt+↓)"))
        self.off.setToolTip(_("Take off the list (Del)"))
        self.moving = QWidget()
        line = QHBoxLayout(self.moving)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.up)
        line.addWidget(self.down)
        line.addStretch(1)
        for part in (self.hint, self.what, self.facts, self.departure, self.row, self.moving):
            self.body.addWidget(part)
        self.body.addWidget(self.off, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch(1)
        self.show_place(None, writable=False, last=0)

    def show_place(self, row: PlaceRow | None, *, writable: bool, last: int) -> None:
        """Show a place of the list (`last` = the number of places), or that none is selected."""
        place = row.place if row is not None else None
        self.hint.setVisible(place is None)
        for part in (self.what, self.facts, self.row, self.moving, self.off):
            part.setVisible(place is not None)
        self.departure.setVisible(place is not None and place.departure is not None)
        if row is None or place is None:
            self._proposal = ""
            return
        if place.entry.proposal != self._proposal:
            self.reason.commit()
        self._proposal, self._stored = place.entry.proposal, place.entry.reason or None
        self.what.setText(row.title)
        self.facts.setText(
            fill(
                _("Place {place} of {n}, rank {rank}, {cost}"),
                place=format_number(place.position),
                n=format_number(last),
                rank=row.rank or "–",
                cost=cost_text(place.cost),
            )
        )
        if place.departure is not None:
            self.departure.set_text(place.departure.sentence())
        if not self.reason.dirty or self.reason.value() == place.entry.reason:
            self.reason.set_value(place.entry.reason or None)
        self.reason.set_problem(
            _("A place that departs from the ranking needs a reason.") if place.wants_reason else None
        )
        self.reason.set_read_only(not writable)
        self.up.setEnabled(writable and place.position > 1)
        self.down.setEnabled(writable and place.position < last)
        self.off.setEnabled(writable)

    def keep_reason(self, proposal: str, reason: str) -> None:
        """Show a reason again that could not be stored, as one that is still being written."""
        if proposal == self._proposal:
            self.reason.set_value(self._stored)
            self.reason.show_value(reason)

    def ask_reason(self) -> None:
        """Put the cursor into the reason."""
        self.reason.text.setFocus(Qt.FocusReason.OtherFocusReason)
