"""The editor of a proposal's files: dropped or added; what each is, whose letter it is; open, save, remove."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate
from khartoum_desktop.proposals.attachments.kinds import BY_MEDIA_TYPE
from khartoum_desktop.proposals.attachments.model import MEGABYTE, MOST_OF_A_FILE, MOST_OF_A_PROPOSAL, show_size
from khartoum_desktop.proposals.model import Line, Stored
from khartoum_desktop.proposals.ui.line_cards import CellSpec, LineCards
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import ChoiceEditor
from khartoum_desktop.toolkit.parts import FlatButton, IconButton, IconLabel
from khartoum_desktop.toolkit.theme import CARD_RADIUS, current_theme

PARTY: Final = "party"


class FileCards(LineCards):
    """Attached files, one card each; adding, opening and removing are announced, the rest saves itself."""

    add_wanted = Signal()
    dropped = Signal(object)  # list of paths
    open_wanted = Signal(str)  # id of a file
    save_wanted = Signal(str)
    remove_wanted = Signal(str, str)  # id and name

    def __init__(self, specs: Sequence[CellSpec], *, name: str) -> None:
        self._parties: list[tuple[str, str]] = []
        self._read_only = False
        self._dragging = False
        whose = CellSpec(PARTY, _("Letter of consent of"), 2, self._party_editor, _party_column, _party_of)
        super().__init__([*specs, whose], name=name, add_text=_("Add files…"))
        template = _("Drop files here, or add them with the button: at most {file} MB each, {proposal} MB in all.")
        most = fill(
            template,
            file=format_number(MOST_OF_A_FILE // MEGABYTE),
            proposal=format_number(MOST_OF_A_PROPOSAL // MEGABYTE),
        )
        self.hint = LeadingLabel(most, kind="caption", role="muted", wrap=True)
        column: Any = self.layout()
        column.addWidget(self.hint)
        self.setAcceptDrops(True)

    # -- what is shown

    def set_parties(self, parties: Sequence[tuple[str, str]]) -> None:
        """Offer these parties as those whose consent a letter may prove; (id, name)."""
        self._parties = list(parties)
        for _line, cell in self.cells_of(PARTY):
            if isinstance(cell, ChoiceEditor):
                cell.set_items(self._parties)

    def _party_editor(self) -> ChoiceEditor:
        return ChoiceEditor(self._parties, named=_nobody)

    def set_read_only(self, read_only: bool) -> None:
        """Let files be opened and saved, but nothing be changed."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)
        self.hint.setVisible(not read_only)
        self.setAcceptDrops(not read_only)
        for card in self._cards:
            self._hold(card)

    def _hold(self, card: Any) -> None:
        for cell in card.cells.values():
            cell.set_read_only(self._read_only)
        for button in card.frame.findChildren(IconButton):
            button.setEnabled(not self._read_only)

    def _is_unfinished(self, _card: Any) -> bool:
        return False  # a file is one whatever is said of it

    def _append(self, line: Line) -> Any:
        card = super()._append(line)
        outer: Any = card.frame.layout()
        outer.insertLayout(0, self._heading(card.id, line))
        self._hold(card)
        return card

    def _heading(self, ident: str, line: Line) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        kind = BY_MEDIA_TYPE.get(str(line.get("media_type") or ""))
        if not line.get("sha256"):
            row.addWidget(IconLabel("file-dotted", _("Only the name is known; the file is not here."), role="muted"), 1)
            return row
        label = _(kind.label) if kind else _("File")
        size = line.get("size")
        words = fill(_("{kind}, {size}"), kind=label, size=show_size(size)) if isinstance(size, int) else label
        row.addWidget(IconLabel(kind.icon if kind else "file", words, role="muted"), 1)
        name = str(line.get("name") or "")
        for icon, text, signal in (
            ("link", _("Open"), self.open_wanted),
            ("save", _("Save a copy…"), self.save_wanted),
        ):
            button = FlatButton(text, partial(signal.emit, ident), icon=icon, small=True)
            button.setAccessibleName(f"{text} {isolate(name)}")
            row.addWidget(button)
        return row

    def _buttons(self, card: Any) -> QVBoxLayout:
        buttons = super()._buttons(card)
        first: Any = buttons.itemAt(0)
        words = _("Remove this file")
        first.widget().setAccessibleName(words)
        first.widget().setToolTip(words)
        return buttons

    # -- what is announced

    def add_line(self) -> None:
        """Ask for files: there is no file without one."""
        self.add_wanted.emit()

    def _remove(self, card: Any) -> None:
        self.add_button.setFocus()
        self.remove_wanted.emit(card.id, str(card.cells["name"].value() or ""))

    # -- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files from outside."""
        if _files(event):
            event.acceptProposedAction()
            self._show_dragging(dragging=True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Be as before."""
        self._show_dragging(dragging=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped."""
        self._show_dragging(dragging=False)
        if paths := _files(event):
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def _show_dragging(self, *, dragging: bool) -> None:
        self._dragging = dragging
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground in the accent's colour while files are held over the editor."""
        super().paintEvent(event)
        if self._dragging:
            painter = QPainter(self)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current_theme().colour("accent_weak"))
            painter.drawRoundedRect(QRectF(self.rect()), CARD_RADIUS, CARD_RADIUS)
            painter.end()


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _nobody(_code: str) -> str:
    """Say nothing of a party that is gone."""
    return _("Choose")


def _party_column(value: Any) -> dict[str, Stored]:
    return {PARTY: value}


def _party_of(line: Mapping[str, Stored]) -> Stored:
    return line.get(PARTY)
