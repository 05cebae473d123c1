"""One item of a list in three languages, with its dates and what is said of it; a field is saved when it is left."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.dates import format_date
from khartoum_desktop.core.i18n import LANGUAGES, N_, NAMES, _, fill, is_rtl, ngettext
from khartoum_desktop.core.numbers import format_number
from khartoum_desktop.core.text import isolate, isolate_ltr, one_line
from khartoum_desktop.proposals.catalogues.model import Catalogue, Entry, clean_field
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.forms import ChoiceEditor, DateEditor, Editor, FieldRow, LinesEditor, LongEditor
from khartoum_desktop.toolkit.parts import Card, Check, EmptyState, FlatButton, IconButton, Scroll, SecondaryButton

QUALITY_WORDS: Final = {
    "official": N_("Official wording"),
    "translation": N_("Own translation"),
    "draft": N_("Draft: to be checked"),
}
_DATE_WIDTH: Final = 170
_SIDE_BY_SIDE: Final = 390


class _OneLine(LongEditor):
    """A name that may take several lines on the screen, but is one."""

    def read(self) -> object:
        """Return the name, or None."""
        return one_line(self.text.toPlainText()) or None


class _ThreeTexts(QWidget):
    """The same text in three languages side by side, each in its own direction."""

    def __init__(self, title: str, editors: Mapping[str, LongEditor]) -> None:
        super().__init__()
        self.editors = editors
        self.title = LeadingLabel(title, kind="strong", wrap=True)
        self._captions = {lang: LeadingLabel(NAMES[lang], kind="caption", role="muted") for lang in editors}
        self._narrow: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(4)
        for lang, editor in editors.items():
            side = Qt.LayoutDirection.RightToLeft if is_rtl(lang) else Qt.LayoutDirection.LeftToRight
            editor.text.setLayoutDirection(side)
            editor.text.setMinimumWidth(0)
        self._place(narrow=False)
        self.set_title(title)

    def _place(self, *, narrow: bool) -> None:
        """Put the texts side by side, below each other in a narrow pane."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self._grid.addWidget(self.title, 0, 0, 1, len(self.editors))
        for place, (lang, editor) in enumerate(self.editors.items()):
            row, column = (1 + 2 * place, 0) if narrow else (1, place)
            self._grid.addWidget(self._captions[lang], row, column)
            self._grid.addWidget(editor, row + 1, column, Qt.AlignmentFlag.AlignTop)
            self._grid.setColumnStretch(place, 0 if narrow and place else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the texts into the width."""
        super().resizeEvent(event)
        self._place(narrow=event.size().width() < _SIDE_BY_SIDE)

    def minimumSizeHint(self) -> QSize:
        """Let the pane be narrow: the texts then stand below each other."""
        return QSize(160, super().minimumSizeHint().height())

    def set_title(self, title: str) -> None:
        """Say what the texts are, to eyes and to screen readers."""
        self.title.setText(title)
        for lang, editor in self.editors.items():
            name = fill(_("{field} ({language})"), field=title, language=NAMES[lang])
            editor.setAccessibleName(name)
            editor.text.setAccessibleName(name)


class ItemPane(Card):
    """`written` carries a field and its new value; the other signals say what was asked for."""

    written = Signal(str, object)
    withdraw_wanted = Signal()
    back_wanted = Signal()
    shipped_wanted = Signal()
    uses_wanted = Signal()
    moved = Signal(int)  # -1 up, 1 down

    def __init__(self) -> None:
        super().__init__(padding=12)
        self.shown: Entry | None = None
        self.nothing = EmptyState(_("No item is chosen"), _("Choose one in the table to read and word it."))
        self.pane = Scroll()
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.pane)
        self.fields: dict[str, Editor] = {}
        self.head = LeadingLabel("", kind="section", wrap=True)
        self.about = LeadingLabel("", kind="caption", role="muted", wrap=True)
        names = {lang: _OneLine(longest=0, lines=2) for lang in LANGUAGES}
        texts = {lang: LongEditor(lines=4) for lang in LANGUAGES}
        self.names = _ThreeTexts(_("Name"), names)
        self.texts = _ThreeTexts(_("Definition"), texts)
        self._bind({f"label_{lang}": editor for lang, editor in names.items()})
        self._bind({f"definition_{lang}": editor for lang, editor in texts.items()})
        self.aliases = LinesEditor(lines=3)
        self.first, self.last = (
            DateEditor(partial(clean_field, key), format_date, width=_DATE_WIDTH) for key in ("valid_from", "valid_to")
        )
        self.quality = ChoiceEditor([(code, _(words)) for code, words in QUALITY_WORDS.items()], empty=_("Not said"))
        self.parent_item = ChoiceEditor((), empty=_("Of nothing"), width=300)
        self._bind({"aliases": self.aliases, "valid_from": self.first, "valid_to": self.last})
        self._bind({"quality": self.quality, "parent": self.parent_item})
        self.offered = Check(_("Offered where the list is chosen from"))
        self.scored = Check(_("Scored by itself"))
        self.offered.clicked.connect(lambda on: self.written.emit("active", bool(on)))
        self.scored.clicked.connect(lambda on: self.written.emit("scored", bool(on)))
        self._lay_out()
        self.show_nothing()

    def _bind(self, editors: Mapping[str, Editor]) -> None:
        for key, editor in editors.items():
            self.fields[key] = editor
            editor.committed.connect(partial(self.written.emit, key))

    def _lay_out(self) -> None:
        self.aliases_row = FieldRow(_("Other names"), self.aliases, _("One a line; imports find the item by each."))
        self.quality_row = FieldRow(_("Wording"), self.quality)
        self.parent_row = FieldRow(_("Part of"), self.parent_item)
        self.dates = QWidget()
        dates = Flow(12, 8)
        for row in (FieldRow(_("Valid from"), self.first), FieldRow(_("Valid until"), self.last)):
            dates.addWidget(row)
        self.dates.setLayout(dates)
        self.source = LeadingLabel("", kind="caption", role="muted", wrap=True)
        self.source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.uses = FlatButton("", self.uses_wanted.emit, icon="proposals", small=True)
        self.withdraw = SecondaryButton(_("Withdraw"), self.withdraw_wanted.emit, small=True)
        self.back = SecondaryButton(_("Bring back"), self.back_wanted.emit, icon="restore", small=True)
        self.shipped = SecondaryButton(_("Shipped wording"), self.shipped_wanted.emit, icon="restore", small=True)
        self.up = IconButton("up", _("Move up"), partial(self.moved.emit, -1))
        self.down = IconButton("down", _("Move down"), partial(self.moved.emit, 1))
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(self.up, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.down, 0, Qt.AlignmentFlag.AlignTop)
        buttons = Flow(8, 8)
        for button in (self.withdraw, self.back, self.shipped):
            buttons.addWidget(button)
        column: QVBoxLayout = self.pane.body
        column.addLayout(top)
        column.addWidget(self.about)
        column.addWidget(self.uses, 0, Qt.AlignmentFlag.AlignLeading)
        for part in (self.names, self.aliases_row, self.texts, self.parent_row, self.dates, self.quality_row):
            column.addWidget(part)
        column.addWidget(self.offered)
        column.addWidget(self.scored)
        column.addWidget(self.source)
        column.addLayout(buttons)
        column.addStretch(1)

    # -- showing

    def show_nothing(self) -> None:
        """Say that no item is chosen."""
        self.shown = None
        self.pane.hide()
        self.nothing.show()

    def show_entry(
        self, which: Catalogue, entry: Entry, parents: Sequence[tuple[str, str]], *, may_write: bool
    ) -> None:
        """Show what is stored; what is being typed into the same item stays as it is."""
        other = self.shown is None or self.shown.id != entry.id
        self.shown = entry
        may_change = may_write and not entry.removed
        self.head.setText(entry.label())
        self._say_about(which, entry)
        self.texts.set_title(_("What a fully aligned proposal shows") if which.set_id else _("Definition"))
        self.parent_item.set_items(parents)
        for key, editor in self.fields.items():
            if other or not editor.dirty:
                editor.set_value(entry.values.get(key))
            editor.set_read_only(not may_change)
        for row, key in ((self.aliases_row, "aliases"), (self.dates, "valid_from"), (self.quality_row, "quality")):
            set_shown(row, key in which.fields)
        set_shown(self.parent_row, bool(parents or entry.text("parent")))
        for check, key in ((self.offered, "active"), (self.scored, "scored")):
            check.setChecked(entry.values.get(key) is not False)
            check.setEnabled(may_change)
            set_shown(check, key in which.fields)
        set_shown(self.withdraw, may_change and not which.fixed)
        set_shown(self.back, may_write and entry.removed and not entry.merged_into)
        set_shown(self.shipped, may_change and entry.altered)
        for button in (self.up, self.down):
            set_shown(button, may_change)
        self.nothing.hide()
        self.pane.show()
        if other:
            self.pane.verticalScrollBar().setValue(0)

    def set_movable(self, *, up: bool, down: bool) -> None:
        """Say whether the item can go up or down: the order of some lists is the alphabet's."""
        set_shown(self.up, up or down)
        set_shown(self.down, up or down)
        self.up.setEnabled(up)
        self.down.setEnabled(down)

    def _say_about(self, which: Catalogue, entry: Entry) -> None:
        said = [isolate_ltr(entry.code)]
        if entry.merged_into:
            said.append(fill(_("Merged into {code}"), code=entry.merged_into))
        elif entry.removed:
            said.append(_("Withdrawn; it keeps its name wherever it is named"))
        if entry.shipped:
            said.append(_("Shipped, worded otherwise since") if entry.altered else _("Comes with the program"))
        self.about.setText(" · ".join(isolate(words) for words in said))
        n = entry.uses
        words = ngettext("Show the {n} proposal that names it", "Show the {n} proposals that name it", n)
        self.uses.setText(fill(words, n=format_number(n)))
        self.uses.setAccessibleName(self.uses.text())
        set_shown(self.uses, bool(n))
        source = entry.source or which.source
        self.source.setText(fill(_("Source: {source}"), source=source) if source else "")
        set_shown(self.source, bool(source))

    # -- what is being typed

    def each(self, act: Callable[[Editor], Any]) -> None:
        """Do something to every editor."""
        for editor in self.fields.values():
            act(editor)

    @property
    def dirty(self) -> bool:
        """Whether anything is typed that is not stored."""
        return self.shown is not None and any(editor.dirty for editor in self.fields.values())

    def refuse(self, ident: str, key: str) -> None:
        """Hear that a field of an item was not stored."""
        if self.shown is not None and self.shown.id == ident and key in self.fields:
            self.fields[key].refuse(self.shown.values.get(key))
