"""Two proposals side by side: the fields in which they differ, what stays of each, and the way to make them one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr
from khartoum_desktop.proposals.duplicates.joining import Comparison, Take
from khartoum_desktop.proposals.duplicates.ui.choice import FieldChoice, value_words
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.showing import labelled
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.direction import ElidingLabel, LeadingLabel
from khartoum_desktop.toolkit.parts import Button, Card, FlatButton, Line, Scroll, clear_layout


class CompareView(Card):
    """A pair, field by field; the result is in sight before it happens."""

    def __init__(self, merge: Action, apart: Action, swap: Action, open_one: Callable[[str], object]) -> None:
        super().__init__(padding=12)
        self.body.setSpacing(8)
        self._open = open_one
        self.found: Comparison | None = None
        self.rows: list[FieldChoice] = []
        self.reason = LeadingLabel("", wrap=True)
        self.swap = Button.of(swap, small=True)
        top = QHBoxLayout()
        top.addWidget(self.reason, 1)
        top.addWidget(self.swap)
        self.body.addLayout(top)
        self._heads = QGridLayout()
        self._heads.setHorizontalSpacing(8)
        self._heads.setContentsMargins(4, 0, 15, 0)
        self.body.addLayout(self._heads)
        self.body.addWidget(Line())
        self.pane = Scroll()
        self.fields = QVBoxLayout()
        self.fields.setSpacing(8)
        self.equal = FlatButton("", self._unfold, icon="caret", small=True)
        self.same = LeadingLabel("", role="muted", wrap=True)
        self.pane.body.addLayout(self.fields)
        self.pane.body.addWidget(self.equal, 0, Qt.AlignmentFlag.AlignLeading)
        self.pane.body.addWidget(self.same)
        self.pane.body.addStretch(1)
        self.body.addWidget(self.pane, 1)
        self.body.addWidget(Line())
        self.merge_button = Button.of(merge, kind="primary", key=True)
        self.apart_button = Button.of(apart)
        self.note = LeadingLabel("", kind="caption", role="muted", wrap=True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.merge_button)
        foot.addWidget(self.apart_button)
        foot.addWidget(self.note, 1)
        self.body.addLayout(foot)

    def show_pair(self, found: Comparison, reason: str, lists: Lists, *, read_only: bool) -> None:
        """Show two proposals; what was chosen of the same two before stays chosen."""
        before = self.choices() if self.found and self.found.keep.id == found.keep.id else {}
        if self.found and self.found.other.id != found.other.id:
            before = {}
        self.found = found
        self.reason.setText(reason)
        self._show_heads(found)
        clear_layout(self.fields)
        self.rows = []
        refs = (found.keep.ref, found.other.ref)
        for one in found.differences:
            row = FieldChoice(one, refs, lists, read_only=read_only)
            if before.get(one.field.key) in one.takes:
                row.choose(before[one.field.key])
            row.stepped.connect(partial(self.step, row))
            self.fields.addWidget(row)
            self.rows.append(row)
        n = len(found.equal)
        self.equal.set_text(fill(ngettext("{n} field says the same", "{n} fields say the same", n), n=format_number(n)))
        self.equal.setVisible(bool(n))
        words = [
            labelled(_(field.label), value_words(field, found.keep.value(field.key), lists)) for field in found.equal
        ]
        self.same.setText("\n".join(words))
        self.same.hide()
        note = _("{other} goes into {ref} with its marks, files and comments. One Undo takes it back.")
        self.note.setText(fill(note, other=isolate_ltr(found.other.ref), ref=isolate_ltr(found.keep.ref)))
        for button in (self.merge_button, self.apart_button):
            button.setEnabled(not read_only)
        self.pane.verticalScrollBar().setValue(0)

    def _show_heads(self, found: Comparison) -> None:
        clear_layout(self._heads)
        words = (
            (fill(_("{ref} stays"), ref=isolate_ltr(found.keep.ref)), found.keep.title(), found.keep.id),
            (fill(_("{ref} goes into it"), ref=isolate_ltr(found.other.ref)), found.other.title(), found.other.id),
            (_("What stays"), "", ""),
        )
        for place, (head, title, ident) in enumerate(words):
            column = QVBoxLayout()
            column.setSpacing(0)
            line = QHBoxLayout()
            line.addWidget(ElidingLabel(head, kind="strong"), 1)
            if ident:
                button = FlatButton(_("Open"), partial(self._open, ident), small=True)
                button.setAccessibleName(f"{_('Open')} {title}")
                line.addWidget(button)
            column.addLayout(line)
            column.addWidget(ElidingLabel(isolate(title), kind="caption", role="muted"))
            holder = QWidget()
            holder.setLayout(column)
            column.setContentsMargins(0, 0, 0, 0)
            self._heads.addWidget(holder, 0, place)
            self._heads.setColumnStretch(place, 1)
            self._heads.setColumnMinimumWidth(place, 120)

    def choices(self) -> dict[str, Take]:
        """Return whose value of each field stays."""
        return {row.difference.field.key: row.take for row in self.rows}

    def go_in(self) -> None:
        """Put the focus on the first field."""
        if self.rows:
            self.rows[0].setFocus()

    def step(self, row: FieldChoice, by: int) -> None:
        """Go to the next field, or the one before."""
        place = self.rows.index(row) + by
        if 0 <= place < len(self.rows):
            self.rows[place].setFocus()
            self.pane.ensureWidgetVisible(self.rows[place], 0, 24)

    def _unfold(self) -> None:
        self.same.setVisible(self.same.isHidden())
