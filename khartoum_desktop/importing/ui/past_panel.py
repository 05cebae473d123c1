"""One import of before: file, moment, sender, counts, what can be done with it, and its held rows as received."""

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from khartoum_desktop.core.dates import format_moment
from khartoum_desktop.core.i18n import _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate_ltr
from khartoum_desktop.importing.batches import Past
from khartoum_desktop.importing.kept import HeldRow
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.parts import (
    Button,
    Card,
    FlatButton,
    IconButton,
    IconLabel,
    Line,
    PrimaryButton,
    Scroll,
    SecondaryButton,
    clear_layout,
)

_HASH: Final = 12  # characters of a hash that are shown
_ROWS: Final = 40  # held rows that are shown; all of them stand in the plan
_LONG: Final = 200  # characters of a cell
Do = Callable[[], object]


class PastPanel(Scroll):
    """What is told about the chosen import."""

    def __init__(self, *, show: Do, again: Do, problems: Do, undo: Do) -> None:
        super().__init__()
        self._do = {"show": show, "again": again, "problems": problems, "undo": undo}
        card = Card()
        self._column: QVBoxLayout = card.body
        self._column.setSpacing(8)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def show_past(self, past: Past | None, sender: str, *, may_write: bool) -> None:
        """Show an import; None: none is chosen."""
        clear_layout(self._column)
        if past is None:
            self._column.addWidget(LeadingLabel(_("Select an import to see its rows."), role="muted", wrap=True))
            return
        self._column.addWidget(LeadingLabel(past.batch.file, kind="section", wrap=True))
        told = fill(_("Imported on {moment} by {name}"), moment=format_moment(past.at), name=past.author)
        self._column.addWidget(LeadingLabel(told, role="muted", wrap=True))
        if sender:
            self._column.addWidget(LeadingLabel(fill(_("From: {sender}"), sender=sender), role="muted", wrap=True))
        self._add_hash(past.batch.sha256)
        self._add_counts(past)
        self._add_buttons(past, may_write=may_write)
        if past.batch.held:
            self._add_held(past.batch.held)

    def _add_hash(self, sha256: str) -> None:
        line = QHBoxLayout()
        words = fill(_("Fingerprint {hash}"), hash=isolate_ltr(f"{sha256[:_HASH]}…"))
        line.addWidget(LeadingLabel(words, kind="caption", role="muted"))
        copy = IconButton("copy", _("Copy the whole fingerprint (SHA-256)"), lambda: _copy(sha256))
        line.addWidget(copy)
        line.addStretch(1)
        self._column.addLayout(line)

    def _add_counts(self, past: Past) -> None:
        counts = past.batch.counts
        words = fill(
            _("New: {new}, changed: {changed}, the same: {same}, held back: {held}."),
            new=format_number(counts.get("new", 0)),
            changed=format_number(counts.get("changed", 0)),
            same=format_number(counts.get("same", 0)),
            held=format_number(len(past.batch.held)),
        )
        self._column.addWidget(LeadingLabel(words, wrap=True))
        new, changed = past.batch.before("new"), past.batch.before("changed")
        if new or changed:
            words = _("Earlier imports of the same file: new: {new}, changed: {changed}.")
            words = fill(words, new=format_number(new), changed=format_number(changed))
            self._column.addWidget(LeadingLabel(words, role="muted", wrap=True))
        left = past.batch.proposals
        here = ngettext("{n} proposal of it is here.", "{n} proposals of it are here.", left)
        self._column.addWidget(LeadingLabel(fill(here, n=format_number(left)), wrap=True))
        more = past.problems - len(past.batch.held)
        if more:
            inside = ngettext(
                "Of {n} row that went in a value was left out.", "Of {n} rows that went in a value was left out.", more
            )
            self._column.addWidget(IconLabel("warn", fill(inside, n=format_number(more)), role="warn", words="text"))

    def _add_buttons(self, past: Past, *, may_write: bool) -> None:
        held = len(past.batch.held)
        again = ngettext("Take {n} held row up again", "Take {n} held rows up again", held)
        buttons: list[Button] = []
        if held:
            take = PrimaryButton(fill(again, n=format_number(held)), self._do["again"])
            take.setEnabled(may_write)
            take.setObjectName("imports.again")
            buttons.append(take)
        if past.problems:
            buttons.append(SecondaryButton(_("Return problems as Excel…"), self._do["problems"]))
        if past.batch.proposals:
            buttons.append(SecondaryButton(_("Show its proposals"), self._do["show"]))
        undo = FlatButton(_("Undo this import"), self._do["undo"], icon="undo")
        undo.setEnabled(may_write)
        for button in (*buttons, undo):
            line = QHBoxLayout()
            line.addWidget(button)
            line.addStretch(1)
            self._column.addLayout(line)

    def _add_held(self, rows: tuple[HeldRow, ...]) -> None:
        self._column.addWidget(Line())
        self._column.addWidget(LeadingLabel(_("Held back, as received"), kind="strong"))
        for row in rows[:_ROWS]:
            words = fill(_("row {n} · {sheet}"), n=format_number(row.row), sheet=row.sheet)
            self._column.addWidget(LeadingLabel(words if row.sheet else words.rstrip(" ·"), kind="strong", wrap=True))
            for reason in row.reasons:
                self._column.addWidget(IconLabel("warn", reason, role="warn", words="text"))
            for name, header, text in row.cells:
                said = text if len(text) <= _LONG else f"{text[:_LONG]}…"
                self._column.addWidget(LeadingLabel(header or name, kind="caption", role="muted", wrap=True))
                self._column.addWidget(LeadingLabel(said, wrap=True))
            self._column.addWidget(Line())
        more = len(rows) - _ROWS
        if more > 0:
            words = ngettext("{n} more row is shown when they are taken up.", "{n} more rows are shown when they are "
                             "taken up.", more)  # fmt: skip
            self._column.addWidget(LeadingLabel(fill(words, n=format_number(more)), role="muted", wrap=True))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
