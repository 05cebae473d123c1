"""An original beside its translation, each in its own language and direction."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from khartoum_desktop.core.i18n import _, fill, is_rtl
from khartoum_desktop.proposals.fields import BY_KEY, GROUP_LABELS
from khartoum_desktop.proposals.translation.model import Piece, language_name
from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.forms import FieldRow, LongEditor
from khartoum_desktop.toolkit.theme import GAP

_LINES: Final = {"title": 2, "summary": 6}


class TextPair(QWidget):
    """One text of a proposal; `written` carries what was typed when the field is left."""

    written = Signal(str)

    def __init__(self, group: str) -> None:
        super().__init__()
        self.group = group
        longest = BY_KEY[f"{group}_en"].max_length or 0
        self.heading = LeadingLabel(_(GROUP_LABELS[group]), kind="section")
        self.nothing = LeadingLabel("", role="muted", wrap=True)
        self.original = LongEditor(name=_("Original"), lines=_LINES[group])
        self.original.set_read_only(True)
        self.translation = LongEditor(name=_("Translation"), longest=longest, lines=_LINES[group])
        self.translation.committed.connect(lambda value: self.written.emit(str(value or "")))
        self.left, self.right = FieldRow(_("Original"), self.original), FieldRow(_("Translation"), self.translation)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.heading, 0, 0, 1, 2)
        grid.addWidget(self.nothing, 1, 0, 1, 2)
        grid.addWidget(self.left, 2, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.right, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def show_piece(self, piece: Piece, *, read_only: bool, keep: bool) -> None:
        """Show a text; with `keep` a translation that is being typed stays: it is of the same proposal."""
        said = bool(piece.source)
        for part in (self.left, self.right):
            set_shown(part, said)
        set_shown(self.nothing, not said)
        if piece.text:
            words = _("This text was written in {language}.")
        else:
            words = _("There is no text to be translated into {language}.")
        self.nothing.setText(fill(words, language=language_name(piece.target)))
        self._turn(self.original, self.left, piece.source or piece.target, _("Original: {language}"))
        self._turn(self.translation, self.right, piece.target, _("Translation: {language}"))
        self.original.set_value(piece.original)
        self.translation.set_read_only(read_only)
        if not (keep and self.translation.dirty):
            self.translation.set_value(piece.text or None)

    def _turn(self, editor: LongEditor, row: FieldRow, lang: str, label: str) -> None:
        rtl = is_rtl(lang)
        editor.text.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        words = fill(label, language=language_name(lang))
        row.label.setText(words)
        editor.text.setAccessibleName(f"{_(GROUP_LABELS[self.group])} – {words}")

    def insert(self, words: str) -> None:
        """Put words where the cursor stands in the translation, and go there."""
        text = self.translation.text
        text.setFocus()
        cursor = text.textCursor()
        before = text.toPlainText()[: cursor.selectionStart()]
        cursor.insertText(words if not before or before[-1].isspace() else f" {words}")
        text.setTextCursor(cursor)
