"""The terms of an original with their wording in the other language, each a button; three lines of them at most."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.proposals.translation.terms import Term
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.parts import Button, Scroll, clear_layout
from khartoum_desktop.toolkit.theme import CONTROL_SMALL

MOST: Final = 9  # as many as there are number keys
_GAP: Final = 6
_LINES: Final = 3


class TermBar(QWidget):
    """Offers terms; `insert` is told the number (from 1) of the one that was clicked."""

    def __init__(self, insert: Callable[[int], object]) -> None:
        super().__init__()
        self.offered: tuple[Term, ...] = ()
        self._insert = insert
        words = _("Terms in the original; a click or Alt with the number inserts them")
        self._flow = Flow(8, _GAP)
        self._area = Scroll()
        self._area.body.setSpacing(0)
        self._area.body.addLayout(self._flow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(LeadingLabel(words, kind="strong", wrap=True))
        column.addWidget(self._area)

    def offer(self, terms: Sequence[Term]) -> None:
        """Show these terms, as many as there are number keys."""
        wanted = tuple(terms)[:MOST]
        if wanted != self.offered:
            self.offered = wanted
            clear_layout(self._flow)
            for number, term in enumerate(wanted, 1):
                button = self._button(number, term)
                self._flow.addWidget(button)
                set_shown(button, shown=True)  # now: the layout measures only what is shown
        set_shown(self, wanted)
        self._fit()

    def _button(self, number: int, term: Term) -> Button:
        words = fill(_("{term} – {wording}"), term=term.there, wording=term.wanted)
        button = Button(words, partial(self._insert, number), key=format_number(number), small=True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cursor where it is
        button.setToolTip(fill(_("Insert “{wording}”"), wording=term.wanted))
        return button

    def _fit(self) -> None:
        """Be as high as the lines that the terms take, up to three."""
        most = _LINES * CONTROL_SMALL + (_LINES - 1) * _GAP
        self._area.setFixedHeight(
            min(max(CONTROL_SMALL, self._flow.heightForWidth(self._area.viewport().width())), most)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what is shown now."""
        super().showEvent(event)
        self._fit()
