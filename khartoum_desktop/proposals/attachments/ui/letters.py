"""The letter of a party: words as a sheet gives them, and the attached files that prove the consent."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import isolate
from khartoum_desktop.toolkit.direction import set_shown
from khartoum_desktop.toolkit.forms import Combo, LineEditor
from khartoum_desktop.toolkit.parts import FlatButton, IconButton, clear_layout

NEW = "+"  # stands for a file that is still to be chosen
Names = Sequence[tuple[str, str]]  # (id, name) of attached files


class LetterCell(LineEditor):
    """A line of words with the party's letters below it, and a list to choose another one; the value is the words."""

    chosen = Signal(str)  # id of a file, or NEW
    opened = Signal(str)
    taken_away = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._letters = QVBoxLayout()
        self._letters.setSpacing(2)
        self.box = Combo(())
        self.box.activated.connect(self._choose)
        self.column.addLayout(self._letters)
        self.column.addWidget(self.box)
        self.watch(self.box)
        self.box.hide()  # until it is known whose letter it would be

    def show_letters(self, letters: Names, others: Names) -> None:
        """Show the files that prove the consent, and offer the others."""
        clear_layout(self._letters)
        for ident, name in letters:
            self._letters.addWidget(self._line(ident, name))
        words = _("Choose the letter") if not letters else _("Choose another letter")
        self.box.set_items([*others, (NEW, _("Add a file…"))], empty=words)
        self.box.choose(None)
        self.box.setAccessibleName(words)
        set_shown(self.box, shown=True)

    def _line(self, ident: str, name: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(FlatButton(isolate(name), partial(self.opened.emit, ident), icon="paperclip", small=True))
        words = fill(_("This is not the letter: {file}"), file=name)
        row.addWidget(IconButton("close", words, partial(self.taken_away.emit, ident)))
        row.addStretch(1)
        return holder

    def _choose(self, _row: int) -> None:
        code = self.box.code()
        self.box.choose(None)
        if code:  # after the click that closes the list: its view must not go while a file dialog waits within it
            QTimer.singleShot(0, self, partial(self.chosen.emit, code))
