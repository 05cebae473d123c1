"""The pane where one proposal is translated: its texts, the terms of its original, and what can be done with them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.proposals.translation.model import GROUPS, MISSING, State
from khartoum_desktop.proposals.translation.queries import Sheetful
from khartoum_desktop.proposals.translation.ui.term_bar import TermBar
from khartoum_desktop.proposals.translation.ui.text_pair import TextPair
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import Button, Card, Check, Chip, Line, Scroll
from khartoum_desktop.toolkit.theme import INLINE_GAP

STATE_KINDS: Final[Mapping[State, str]] = {State.MISSING: "warn", State.UNCHECKED: "info", State.DONE: "ok"}


class WorkPane(Card):
    """Original and translation of a title and a summary; `written` carries the group and the text."""

    written = Signal(str, str)

    def __init__(self, actions: Callable[[], Sequence[Action]], state_word: Callable[[str], str]) -> None:
        super().__init__(padding=12)
        self.shown: Sheetful | None = None
        self._state_word = state_word
        self._last = ""  # group of the translation that had the focus last
        self.title = ElidingLabel(kind="section")
        self.ref = LeadingLabel("", kind="caption", role="muted")
        self.chip = Chip(ChipLook(""))
        top = QHBoxLayout()
        top.setSpacing(INLINE_GAP)
        top.addWidget(self.title, 1)
        top.addWidget(self.ref)
        top.addWidget(self.chip)
        self.body.addLayout(top)
        self.texts = Scroll()
        self.pairs = {group: TextPair(group) for group in GROUPS}
        for group, pair in self.pairs.items():
            pair.written.connect(partial(self.written.emit, group))
            pair.translation.text.installEventFilter(self)
            self.texts.body.addWidget(pair)
        self.texts.body.addStretch(1)
        self.body.addWidget(self.texts, 1)
        self.terms = TermBar(self.insert_term)
        self.body.addWidget(self.terms)
        self.body.addWidget(Line())
        self.unchecked = Check(_("Machine translation, or not checked"))
        self.progress = LeadingLabel("", role="muted")
        said = QHBoxLayout()
        said.addWidget(self.unchecked)
        said.addStretch(1)
        said.addWidget(self.progress)
        self.body.addLayout(said)
        self.body.addLayout(self._footer(actions()))

    @staticmethod
    def _footer(actions: Sequence[Action]) -> QHBoxLayout:
        """Return the buttons: all but the last are secondary."""
        row = QHBoxLayout()
        row.setSpacing(INLINE_GAP)
        row.addStretch(1)
        for action in actions[:-1]:
            row.addWidget(Button.of(action))
        row.addWidget(Button.of(actions[-1], kind="primary", key=True))
        return row

    # -- showing

    def show_sheetful(self, found: Sheetful, *, read_only: bool) -> None:
        """Show a proposal; what is being typed in the same field stays."""
        other = self.shown is None or (self.shown.id, self.shown.target) != (found.id, found.target)
        self.shown = found
        title = next((piece.original or piece.text for piece in found.pieces if piece.group == "title"), "")
        self.title.setText(title or found.ref)
        self.ref.setText(isolate_ltr(found.ref))
        for piece in found.pieces:
            self.pairs[piece.group].show_piece(piece, read_only=read_only, keep=not other)
        status = MISSING if found.state is State.MISSING else str(found.columns[f"translation_{found.target}"] or "")
        self.chip.set_look(ChipLook(self._state_word(status), kind=STATE_KINDS.get(found.state, "")))
        self.terms.offer(() if read_only else found.terms)
        self.unchecked.setEnabled(not read_only)
        if other:
            self.unchecked.setChecked(False)

    def show_progress(self, place: int, total: int) -> None:
        """Say the how-manieth of the list this is."""
        words = fill(_("{place} of {total}"), place=format_number(place), total=format_number(total))
        self.progress.setText(words if place else "")

    # -- writing

    def insert_term(self, number: int) -> None:
        """Put the wording of a term (from 1) into the translation that is being written, else into the first one."""
        if not 1 <= number <= len(self.terms.offered):
            return
        shown = [pair for pair in self.pairs.values() if pair.right.isVisible()]
        here = QApplication.focusWidget()
        pair = next((one for one in shown if one.translation.text is here), None) or self._last_pair(shown)
        if pair is not None:
            pair.insert(self.terms.offered[number - 1].wanted)

    def _last_pair(self, shown: Sequence[TextPair]) -> TextPair | None:
        return next((pair for pair in shown if pair.group == self._last), next(iter(shown), None))

    def commit(self) -> None:
        """Announce what was typed, as if the fields were left."""
        for pair in self.pairs.values():
            if pair.right.isVisibleTo(self):
                pair.translation.commit()

    @property
    def dirty(self) -> bool:
        """Whether something is typed that is not saved."""
        return any(pair.translation.dirty for pair in self.pairs.values())

    def begin(self) -> None:
        """Go to the first text that is missing, else to the first of all."""
        found = self.shown
        if found is None:
            return
        there = [piece for piece in found.pieces if piece.source]
        first = next((piece for piece in there if piece.state is State.MISSING), next(iter(there), None))
        if first is not None:
            self.pairs[first.group].translation.text.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Insert a term by Alt and its number; remember which text is being written."""
        if event.type() == QEvent.Type.FocusIn:
            self._last = next(g for g, pair in self.pairs.items() if pair.translation.text is watched)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            digit = event.key() - Qt.Key.Key_0
            if event.modifiers() == Qt.KeyboardModifier.AltModifier and 1 <= digit <= len(self.terms.offered):
                self.insert_term(digit)
                return True
        return super().eventFilter(watched, event)
