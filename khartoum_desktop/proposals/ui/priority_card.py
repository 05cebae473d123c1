"""One priority in three languages, with its place in the order and what is said of it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import LANGUAGES, NAMES, _, fill, is_rtl, language
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, one_line
from khartoum_desktop.proposals.lists import Item
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.forms import LongEditor
from khartoum_desktop.toolkit.parts import IconButton, Line

_NUMBER_WIDTH: Final = 28


class _NameEditor(LongEditor):
    """A name that may take several lines on the screen, but is one."""

    def read(self) -> object:
        """Return the name, or None."""
        return one_line(self.text.toPlainText()) or None


class PriorityCard(QFrame):
    """`written` names the language of a new name, `moved` is -1 (up) or 1, `withdrawn` says that it shall go."""

    written = Signal(str)
    moved = Signal(int)
    withdrawn = Signal()

    def __init__(self, ident: str, *, stored: bool, read_only: bool) -> None:
        super().__init__()
        self.id, self.stored = ident, stored
        self.names = {lang: _NameEditor(lines=1) for lang in LANGUAGES}
        self.number = LeadingLabel("", kind="strong")
        self.number.setFixedWidth(_NUMBER_WIDTH)
        self.about = LeadingLabel("", kind="caption", role="muted", wrap=True)
        self.about.setContentsMargins(_NUMBER_WIDTH + 8, 0, _NUMBER_WIDTH + 8, 0)
        self.up = IconButton("up", _("Move up"), partial(self.moved.emit, -1))
        self.down = IconButton("down", _("Move down"), partial(self.moved.emit, 1))
        self.cross = IconButton("close", _("Withdraw"), self.withdrawn.emit)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        for lang, editor in self.names.items():
            side = Qt.LayoutDirection.RightToLeft if is_rtl(lang) else Qt.LayoutDirection.LeftToRight
            editor.text.setLayoutDirection(side)
            editor.committed.connect(lambda _value, lang=lang: self.written.emit(lang))
            editor.set_read_only(read_only)
            row.addWidget(editor, 1, Qt.AlignmentFlag.AlignTop)
        for button in (self.up, self.down, self.cross):
            set_shown(button, not read_only)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.about)
        column.addSpacing(4)
        column.addWidget(Line())

    def show_item(self, item: Item, about: str) -> None:
        """Show what is stored; what is being typed stays as it is."""
        self.stored = True
        for lang, editor in self.names.items():
            if not editor.dirty:
                editor.set_value(item.labels.get(lang))
        self.about.setText(about)
        set_shown(self.about, about)

    def set_place(self, place: int) -> None:
        """Say which it is of all, from 0."""
        n = format_number(place + 1)
        self.number.setText(n)
        for lang, editor in self.names.items():
            editor.set_name(fill(_("{column}, line {n}"), column=NAMES[lang], n=n))
        for button, words in ((self.up, _("Move up")), (self.down, _("Move down")), (self.cross, _("Withdraw"))):
            button.setAccessibleName(f"{words} {isolate(n)}")

    def begin(self) -> None:
        """Go to the name in the window's language."""
        self.names[language()].setFocus()

    def each(self, act: Callable[[LongEditor], object]) -> None:
        """Do something to every name."""
        for editor in self.names.values():
            act(editor)


def language_header() -> QWidget:
    """Return the names of the languages, each over its column of names."""
    header = QWidget()
    row = QHBoxLayout(header)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addSpacing(_NUMBER_WIDTH + 8)
    for lang in LANGUAGES:
        row.addWidget(LeadingLabel(NAMES[lang], kind="caption", role="muted"), 1)
    for _button in range(3):
        row.addSpacing(IconButton("up", "").sizeHint().width() + 8)
    return header
