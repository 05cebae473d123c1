"""The answer on the page: the budget bar, what is in, what is out, the reason of the chosen line, the next sets."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGraphicsOpacityEffect, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.shortlist.choosing import drafting
from khartoum_desktop.shortlist.choosing.answer import Answer
from khartoum_desktop.shortlist.choosing.reading import Asked
from khartoum_desktop.shortlist.choosing.ui import showing
from khartoum_desktop.shortlist.choosing.ui.set_table import Row, SetCard, SetTable
from khartoum_desktop.shortlist.choosing.ui.strips import BudgetBar, SetStrip
from khartoum_desktop.shortlist.choosing.words import Naming
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel, set_shown
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.parts import Card, IconLabel, SecondaryButton, clear_layout
from khartoum_desktop.toolkit.theme import speak

_GREY_AFTER_MS: Final = 300
_LIST: Final = 220  # the least height of a list
_NARROW: Final = 640


class WayOut(Card):
    """Why there is no set, and each way out as a button."""

    taken = Signal(object)  # what is asked then: an Asked

    def __init__(self) -> None:
        super().__init__(padding=10)
        self.words = IconLabel("warn", role="warn", words="text")
        self.ways = Flow(8, 6)
        self.body.setSpacing(8)
        self.body.addWidget(self.words)
        self.body.addLayout(self.ways)
        self.hide()

    def tell(self, sentence: str, ways: Sequence[tuple[str, Asked]]) -> None:
        """Say it and offer the ways; nothing for ""."""
        clear_layout(self.ways)
        self.words.set_text(sentence)
        for said, asked in ways:
            button = SecondaryButton(said, partial(self.taken.emit, asked), small=True)
            button.setToolTip(said)
            self.ways.addWidget(button)
        set_shown(self, sentence)
        if sentence:
            speak(self, strip_isolates(sentence))


class ResultPane(QWidget):
    """Shows an answer; announces a line that was pinned, banned, chosen or opened."""

    marked = Signal(str, str)  # "pin" or "ban", the proposal's id
    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.out = WayOut()
        self.bar = BudgetBar()
        self.used = ElidingLabel("")
        self.inside = SetCard(_("In"), "check-circle-fill", "ok", self.marked.emit)
        self.outside = SetCard(_("Out"), "circle", "text_muted", self.marked.emit)
        self.why = LeadingLabel("", wrap=True)
        self.strip = SetStrip()
        for card, other in ((self.inside, self.outside), (self.outside, self.inside)):
            card.table.chosen.connect(partial(self._chosen, other.table))
            card.table.opened.connect(self.opened)
        self._lay_out()
        self._grey = QTimer(self)
        self._grey.setSingleShot(True)
        self._grey.setInterval(_GREY_AFTER_MS)
        self._grey.timeout.connect(self._fade)

    def _lay_out(self) -> None:
        top = Card(padding=12)
        top.body.setSpacing(6)
        head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.addWidget(LeadingLabel(_("Budget used"), kind="strong"))
        head.addStretch(1)
        head.addWidget(self.used)
        top.body.addLayout(head)
        top.body.addWidget(self.bar)
        both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        both.setSpacing(12)
        for card in (self.inside, self.outside):
            card.setMinimumHeight(_LIST)
            both.addWidget(card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.out)
        column.addWidget(top)
        self._turning = (head, both, self.strip.cards)
        column.addLayout(both, 1)
        column.addWidget(self.why)
        column.addWidget(self.strip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what stands side by side one above the other where there is no room beside each other."""
        narrow = event.size().width() < _NARROW
        for parts in self._turning:
            parts.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)

    def set_row_actions(self, actions: Sequence[Action]) -> None:
        """Offer these in the menus of both lists."""
        for card in (self.inside, self.outside):
            card.table.set_row_actions(actions)

    def show_answer(self, found: Answer, naming: Naming, asked: Asked) -> None:
        """Show an answer, or as much of it as there is."""
        pinned, banned = drafting.marked(asked, "in"), drafting.marked(asked, "out")
        rows = [showing.row_of(found, line, naming, pinned, banned) for line in found.lines]
        self.inside.show_rows([row for row in rows if row.line.inside], showing.sums(found, naming))
        self.outside.show_rows([row for row in rows if not row.line.inside])
        said = showing.budget_words(found, naming)
        self.used.setText(said)
        self.bar.show_pieces(showing.pieces(found), said)
        self.strip.show_sets(showing.strip_title(found), showing.alternatives(found, naming))
        self.tell()

    def selected(self) -> str:
        """Return the chosen proposal, or ""."""
        for table in (self.inside.table, self.outside.table):
            for ident in table.selected_ids():
                return ident
        return ""

    def row(self, ident: str) -> Row | None:
        """Return the row of a proposal."""
        return self.inside.table.row(ident) or self.outside.table.row(ident)

    def tell(self) -> None:
        """Say the whole reason of the chosen line."""
        row = self.row(self.selected())
        if row is None:
            self.why.setText(_("Choose a line to read its whole reason."))
        else:
            self.why.setText(fill("{ref}: {reason}", ref=row.line.item.ref, reason=row.reason))
        self.why.set_role("muted" if row is None else "")

    def wait(self) -> None:
        """Grey the old answer if the new one takes its time."""
        self._grey.start()

    def ready(self) -> None:
        """Be as bright as ever."""
        self._grey.stop()
        if self.graphicsEffect() is not None:
            self.setGraphicsEffect(None)  # type: ignore[arg-type]  # Qt takes none for none

    def _fade(self) -> None:
        effect = QGraphicsOpacityEffect(self)
        effect.setOpacity(0.45)
        self.setGraphicsEffect(effect)

    def _chosen(self, other: SetTable, ids: Sequence[str]) -> None:
        """Let only one of the two lists have a chosen line."""
        if ids:
            other.clearSelection()
            self.tell()
            self.chosen.emit(ids[0])
