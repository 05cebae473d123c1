"""First step of an import: files chosen or dropped, one, several or a folder of them, and what became of each."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _, fill, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.importing.queue import Entry, FileState, Queue
from khartoum_desktop.importing.survey import Survey
from khartoum_desktop.importing.ui.text_card import TextCard
from khartoum_desktop.proposals.showing import joined, labelled
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.painting import ChipLook
from khartoum_desktop.toolkit.parts import Card, EmptyState, FlatButton, Line, SecondaryButton
from khartoum_desktop.toolkit.table import ColumnView, RowsModel, Table

STATES: Final = {
    FileState.WAITING: (N_("waiting"), ""),
    FileState.READING: (N_("being read"), "info"),
    FileState.OPEN: (N_("read"), "accent"),
    FileState.IMPORTED: (N_("imported"), "ok"),
    FileState.REFUSED: (N_("not read"), "error"),
    FileState.LEFT: (N_("left aside"), "warn"),
    FileState.NEEDS: (N_("needs you"), "accent"),
}


class FileStep(QWidget):
    """What can be imported from here, the files given so far, and how a text file is read."""

    opened = Signal(str)  # the key of a file that shall be read now

    def __init__(self, choose: Callable[[], object], choose_folder: Callable[[], object]) -> None:
        super().__init__()
        self._queue = Queue()
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(12)
        self.empty = EmptyState(
            _("Drop files or a folder here"),
            _(
                "Excel, OpenDocument, Word or CSV. The sheet is shown as received; "
                "nothing is written before you say so."
            ),
            [(_("Choose files…"), choose), (_("Choose a folder…"), choose_folder)],
        )
        self.bar = QWidget()
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.summary = LeadingLabel("", role="muted")
        self.clear = FlatButton(_("Clear the list"))
        row.addWidget(SecondaryButton(_("Choose files…"), choose, icon="open"))
        row.addWidget(SecondaryButton(_("Choose a folder…"), choose_folder, icon="folder-open"))
        row.addWidget(self.summary)
        row.addStretch(1)
        row.addWidget(self.clear)
        self.table = Table(name=_("Files"), multiple=False)
        self.model: RowsModel[Entry] = RowsModel(_columns(), self._fetch, self.table)
        self.table.setModel(self.model)
        self.table.opened.connect(self.opened)
        self.table.chosen.connect(lambda *_: self._show_note())
        self.note = LeadingLabel("", wrap=True)
        self.note.setContentsMargins(14, 8, 14, 10)
        self.list = Card(padding=1)
        self.list.body.addWidget(self.table, 1)
        self._edge = Line()
        self.list.body.addWidget(self._edge)
        self.list.body.addWidget(self.note)
        self.list.setMinimumHeight(130)
        self.text = TextCard()
        for widget in (self.empty, self.bar, self.list, self.text):
            self.outer.addWidget(widget, 0 if widget is self.bar else 1)
        self.before = QVBoxLayout()
        self.outer.addLayout(self.before)
        self.show_queue(Queue())

    def show_queue(self, queue: Queue) -> None:
        """Show the files given and what became of each."""
        self._queue = queue
        some = bool(queue.entries)
        set_shown(self.empty, not some)
        for widget in (self.bar, self.list):
            set_shown(widget, some)
        self.model.set_ids([one.key for one in queue.entries])
        self._show_note()
        self.clear.setEnabled(queue.is_finished)
        words = ngettext("{n} file", "{n} files", len(queue.entries))
        parts = [fill(words, n=format_number(len(queue.entries)))]
        for state, (told, _kind) in STATES.items():
            if queue.count(state):
                parts.append(labelled(_(told), format_number(queue.count(state))))
        self.summary.setText(joined(parts))

    def _show_note(self) -> None:
        """Say in full below the list what there is to know of the chosen file, else of the first that was refused."""
        chosen = [entry for key in self.table.selected_ids() if (entry := self._queue.entry(key)) is not None]
        refused = [entry for entry in self._queue.entries if entry.state is FileState.REFUSED]
        said = next((entry.sentence for entry in chosen or refused), "")
        self.note.setText(said)
        for part in (self._edge, self.note):
            set_shown(part, said)

    def show_survey(self, found: Survey | None) -> None:
        """Show how the open file is read, if it is a text, and where it stands in the list."""
        self.text.show_plan(found.plan if found is not None else None)
        opened = [one.key for one in self._queue.entries if one.state is FileState.OPEN]
        if found is not None and opened:
            self.table.select_ids(opened, current=opened[0])

    def place_to_work(self) -> QWidget:
        """Return the list of files."""
        return self.table

    def _fetch(self, keys: Sequence[str]) -> dict[str, Entry]:
        return {key: entry for key in keys if (entry := self._queue.entry(key)) is not None}


def _columns() -> list[ColumnView[Entry]]:
    def chip(entry: Entry) -> ChipLook:
        word, kind = STATES[entry.state]
        return ChipLook(_(word), kind=kind)

    return [
        ColumnView("name", _("File"), lambda one: one.path.name, second=lambda one: one.path.parent.name, minimum=260),
        ColumnView("state", _("State"), lambda one: _(STATES[one.state][0]), 150, chip=chip),
        ColumnView("why", _("To know"), lambda one: one.sentence, minimum=320),
    ]
