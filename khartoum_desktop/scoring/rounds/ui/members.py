"""The assessors of a round with their progress."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import NAMES, _, fill, listed
from khartoum_desktop.scoring.reading import dotted
from khartoum_desktop.scoring.rounds.queries import Member
from khartoum_desktop.scoring.rounds.ui.reading import Found, progress_words
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import Card, CompletenessBar, IconButton, Line, Scroll, clear_layout


class Members(Card):
    """One assessor below the other: who, in which languages, how many sheets are submitted, and what can be changed."""

    dismissed = Signal(str, str)  # assessor, name
    languages_wanted = Signal(object)  # Member

    def __init__(self) -> None:
        super().__init__(_("Assessors"))
        self.note = LeadingLabel(kind="caption", role="muted", wrap=True)
        self.body.addWidget(self.note)
        self.pane = Scroll()
        self.body.addWidget(self.pane, 1)

    def show_found(self, found: Found, *, writable: bool) -> None:
        """Show a round's assessors."""
        named = any(member.named for member in found.shown.members)
        words = _("Only who is named here is asked for marks.") if named else _(
            "Nobody is named: everybody is asked for every proposal. Add the assessors to share the work out."
        )  # fmt: skip
        self.note.setText(words)
        clear_layout(self.pane.body)
        for place, member in enumerate(found.shown.members):
            if place:
                self.pane.body.addWidget(Line())
            self.pane.body.addWidget(self._row(found, member, writable=writable))
        self.pane.body.addStretch(1)

    def _row(self, found: Found, member: Member, *, writable: bool) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(LeadingLabel(found.delegation(member), kind="strong", wrap=True), 1)
        if writable:
            words = fill(_("Languages of {name}"), name=member.assessor.name)
            top.addWidget(IconButton("language", words, partial(self.languages_wanted.emit, member)))
        if member.named and writable:
            words = fill(_("Ask {name} no more"), name=member.assessor.name)
            dismiss = partial(self.dismissed.emit, member.assessor.id, member.assessor.name)
            top.addWidget(IconButton("close", words, dismiss))
        column.addLayout(top)
        said = (
            progress_words(member),
            "" if member.named or not any(one.named for one in found.shown.members) else _("not asked"),
            "" if member.every or not member.named else _("some proposals"),
        )
        column.addWidget(LeadingLabel(dotted(part for part in said if part), kind="caption", role="muted"))
        if member.languages:
            reads = listed([NAMES[code] for code in member.languages if code in NAMES])
            column.addWidget(LeadingLabel(fill(_("Reads {languages}"), languages=reads), kind="caption", role="muted"))
        bar = CompletenessBar(
            member.submitted / (member.asked or 1), fill(_("Progress of {name}"), name=member.assessor.name)
        )
        column.addWidget(bar)
        return row
