"""The pane beside the form: what is needed to submit, values in conflict, the row as received, the last change."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout

from khartoum_desktop.core.i18n import _, fill, is_rtl, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.proposals.comments.queries import Talk
from khartoum_desktop.proposals.completeness import Completeness
from khartoum_desktop.proposals.fields import BY_KIND, Type, column_label, label_of
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.model import Amount, Problem, Stored, field_of
from khartoum_desktop.proposals.past import Event
from khartoum_desktop.proposals.rows import OpenConflict, OriginRow, ProposalDetail
from khartoum_desktop.proposals.showing import labelled, show, show_cell, unbroken
from khartoum_desktop.proposals.ui.fiche import OriginView
from khartoum_desktop.proposals.ui.history import last_change
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import Card, FlatButton, IconLabel, Line, Scroll, SecondaryButton, clear_layout

_LONGEST: Final = 60


class FieldLink(IconLabel):
    """A sentence that leads to a field: by mouse, Enter or Space."""

    clicked = Signal()

    def __init__(self, icon: str, text: str, role: str) -> None:
        super().__init__(icon, text, role=role)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("ring", "true")
        self.setAccessibleName(strip_isolates(text))
        if is_rtl():  # Qt measures a wrapped line of isolated words a few pixels too short
            self.label.setContentsMargins(6, 0, 0, 0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go there with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)


class SidePane(Scroll):
    """Cards that follow the proposal; `wanted` carries a field to go to, `settled` (conflict, value)."""

    wanted = Signal(str)
    settled = Signal(object, object)

    def __init__(self, show_history: Callable[[], object], show_comments: Callable[[], object]) -> None:
        super().__init__()
        self.setAccessibleName(_("What is needed"))
        self._show_history, self._show_comments = show_history, show_comments
        self.conflicts, self.needed = Card(_("Two values")), Card(_("Needed to submit"))
        self.talk = Card(_("Comments and questions"))
        self.received, self.last = Card(_("As received")), Card(_("Last change"))
        for card in (self.conflicts, self.talk, self.needed, self.received, self.last):
            card.body.setSpacing(6)
            self.body.addWidget(card)
        self.body.addStretch(1)

    @staticmethod
    def _empty(card: Card) -> None:
        """Take everything out of a card but its title."""
        while card.body.count() > 1:
            item = card.body.takeAt(1)
            if item is None:
                return
            if (inner := item.layout()) is not None:
                clear_layout(inner)
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def show_needed(self, done: Completeness, problems: Sequence[Problem]) -> None:
        """List what is missing and what is wrong, each a link to its field."""
        self._empty(self.needed)
        self.needed.title.setText(_("Needed to submit") if done.stage == "S" else _("Needed next"))
        for problem in problems:
            self._link(problem.field, labelled(_(label_of(problem.field)), problem.sentence), "error")
        for key in done.missing:
            self._link(key, _(label_of(key)), "warn")
        if not problems and not done.missing:
            self.needed.body.addWidget(IconLabel("ok", _("Everything is there."), role="ok"))
        saved = LeadingLabel(_("The draft is saved in any case."), kind="caption", role="muted", wrap=True)
        self.needed.body.addWidget(saved)

    def _link(self, key: str, words: str, role: str) -> None:
        link = FieldLink(role, words, role)
        link.setObjectName(f"needed.{key}")
        link.clicked.connect(partial(self.wanted.emit, key))
        self.needed.body.addWidget(link)

    def show_conflicts(self, detail: ProposalDetail, lists: Lists) -> None:
        """Offer the values of every field that two people wrote differently."""
        self._empty(self.conflicts)
        self.conflicts.setVisible(bool(detail.conflicts))
        for place, conflict in enumerate(detail.conflicts):
            if place:
                self.conflicts.body.addWidget(Line())
            label = _(column_label(conflict.kind, conflict.field))
            words = fill(_("Two people wrote “{field}” without knowing of each other. Choose one."), field=label)
            self.conflicts.body.addWidget(IconLabel("warn", words, role="warn"))
            for candidate in conflict.candidates:
                text = candidate_text(detail, conflict, candidate.value, lists)
                line = QHBoxLayout()
                shown = LeadingLabel(text, wrap=True)
                line.addWidget(shown, 1)
                keep = SecondaryButton(_("Keep"), partial(self.settled.emit, conflict, candidate.value), small=True)
                keep.setAccessibleName(fill(_("Keep {value}"), value=text))
                line.addWidget(keep, 0, Qt.AlignmentFlag.AlignTop)
                self.conflicts.body.addLayout(line)

    def show_talk(self, talk: Talk | None) -> None:
        """Say what is asked and what is unread about the proposal; the way to all that is said is always offered."""
        self._empty(self.talk)
        if talk and (n := talk.open_questions):
            words = fill(ngettext("{n} open question", "{n} open questions", n), n=format_number(n))
            self.talk.body.addWidget(IconLabel("warn", words, role="warn"))
        if talk and (n := talk.unread):
            words = fill(ngettext("{n} new comment", "{n} new comments", n), n=format_number(n))
            self.talk.body.addWidget(IconLabel("info", words, role="info"))
        n = talk.comments if talk else 0
        label = fill(ngettext("Read {n} comment", "Read {n} comments", n), n=format_number(n)) if n else _("Say or ask")
        button = FlatButton(label, self._show_comments, small=True)
        button.setObjectName("side.comments")
        self.talk.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)

    def show_origins(self, origins: Sequence[OriginRow]) -> None:
        """Show the sheets' rows that the proposal came from."""
        self._empty(self.received)
        self.received.setVisible(bool(origins))
        if origins:
            self.received.body.addWidget(OriginView(origins))

    def show_last(self, events: Sequence[Event]) -> None:
        """Show who changed what last, and the way to all changes."""
        self._empty(self.last)
        name, who = last_change(events)
        self.last.body.addWidget(LeadingLabel(unbroken(name), wrap=True))
        self.last.body.addWidget(LeadingLabel(who, kind="caption", role="muted", wrap=True))
        button = FlatButton(_("Change history"), self._show_history, icon="history", small=True)
        self.last.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)


def candidate_text(detail: ProposalDetail, conflict: OpenConflict, value: Stored, lists: Lists) -> str:
    """Return one of the values of a field in conflict, in words, short enough for a pane."""
    text = _candidate(detail, conflict, value, lists)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _candidate(detail: ProposalDetail, conflict: OpenConflict, value: Stored, lists: Lists) -> str:
    if value is None:
        return _("empty")
    if conflict.kind in BY_KIND:
        column = next((one for one in BY_KIND[conflict.kind].columns if one.key == conflict.field), None)
        return show_cell(column, {conflict.field: value}, lists) if column else str(value)
    field = field_of(conflict.field) if conflict.kind == "proposal" else None
    if field is None or field.key != conflict.field:
        return str(value)
    currency = detail.columns.get(f"{field.key}_currency")
    if field.type is Type.MONEY and isinstance(value, int):
        return show(field, Amount(value, str(currency) if currency else None), lists)
    return show(field, value, lists)
