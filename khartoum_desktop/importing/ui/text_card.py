"""How a text file is read: encoding and delimiter as guessed, to be corrected beside a live look at its first lines."""

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from khartoum_desktop.core.i18n import N_, _
from khartoum_desktop.core.text import isolate
from khartoum_desktop.importing.model import Plan
from khartoum_desktop.importing.ui.sheet_model import cell_words
from khartoum_desktop.sheets.model import DELIMITERS, ENCODINGS, Sheet
from khartoum_desktop.toolkit.choosing import ChoiceEditor
from khartoum_desktop.toolkit.direction import LeadingLabel
from khartoum_desktop.toolkit.forms import FieldRow
from khartoum_desktop.toolkit.parts import Card
from khartoum_desktop.toolkit.table import Table

_Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_LINES: Final = 12
_WIDTH: Final = 130
_ENCODINGS: Final = {
    "utf-8": N_("Unicode (UTF-8)"),
    "utf-16": N_("Unicode (UTF-16)"),
    "utf-16-le": N_("Unicode (UTF-16, little end first)"),
    "utf-16-be": N_("Unicode (UTF-16, big end first)"),
    "cp1256": N_("Arabic (Windows-1256)"),
    "iso8859-6": N_("Arabic (ISO 8859-6)"),
    "cp720": N_("Arabic (DOS 720)"),
    "cp1252": N_("Western European (Windows-1252)"),
    "iso8859-15": N_("Western European (ISO 8859-15)"),
    "cp850": N_("Western European (DOS 850)"),
    "mac_roman": N_("Western European (Mac)"),
}
_DELIMITERS: Final = {
    ",": N_("Comma ,"),
    ";": N_("Semicolon ;"),
    "\t": N_("Tab"),
    "|": N_("Vertical bar |"),
}
_SAME: Final = {"utf-8-sig": "utf-8", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be"}


class _Lines(QAbstractTableModel):
    """The first lines of a text, cell by cell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet = Sheet("")

    def show_sheet(self, sheet: Sheet) -> None:
        self.beginResetModel()
        self._sheet = sheet
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Return how many lines are shown."""
        return 0 if parent.isValid() else min(_LINES, len(self._sheet.rows))

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Return how many cells a line has."""
        return 0 if parent.isValid() else self._sheet.width

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole} or not index.isValid():
            return None
        return isolate(cell_words(self._sheet.rows[index.row()][index.column()])[:200])


class TextCard(Card):
    """Two lists and a look at what they make of the file."""

    chosen = Signal(str, str)  # encoding, delimiter

    def __init__(self) -> None:
        super().__init__(_("How the text is read"))
        self.encoding = ChoiceEditor([(code, _(_ENCODINGS[code])) for code in ENCODINGS], empty=None, width=300)
        self.delimiter = ChoiceEditor([(code, _(_DELIMITERS[code])) for code in DELIMITERS], empty=None, width=200)
        row = QHBoxLayout()
        row.setSpacing(16)
        for words, editor in ((_("Encoding"), self.encoding), (_("Cells are parted by"), self.delimiter)):
            editor.committed.connect(self._choose)
            row.addWidget(FieldRow(words, editor))
        self._certain = LeadingLabel("", role="muted", wrap=True)
        row.addWidget(self._certain, 1)
        self.table = Table(name=_("The first lines of the file"), two_lines=False)
        self._lines = _Lines(self.table)
        self.table.setModel(self._lines)
        self.table.horizontalHeader().hide()
        self.table.horizontalHeader().setDefaultSectionSize(_WIDTH)
        self.table.setMinimumHeight(64)
        self.body.addLayout(row)
        self.body.addWidget(self.table, 1)
        self.hide()

    def show_plan(self, plan: Plan | None) -> None:
        """Show how a file is read, or nothing for one that is no text."""
        form = plan.workbook.text if plan is not None else None
        self.setVisible(form is not None)
        if plan is None or form is None:
            return
        self.encoding.set_value(_SAME.get(form.encoding, form.encoding))
        self.delimiter.set_value(form.delimiter)
        decided = bool(plan.decisions.encoding)
        proven = _("The file itself shows this encoding.")
        guessed = _("The encoding is a guess: compare names and accents below.")
        self._certain.setText(_("The encoding is as you chose it.") if decided else proven if form.proven else guessed)
        self._lines.show_sheet(plan.workbook.sheets[0])

    def _choose(self, _value: object) -> None:
        self.chosen.emit(str(self.encoding.value() or ""), str(self.delimiter.value() or ""))
