"""What an assessor reads: the proposal as one text, every paragraph in its own direction."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import script_of
from khartoum_desktop.scoring.reading import Passage
from khartoum_desktop.toolkit.direction import LeadingLabel, is_rtl
from khartoum_desktop.toolkit.parts import Card, Line
from khartoum_desktop.toolkit.theme import current_theme

_LINE = 24  # a line of reading text, in pixels
_SIDE = 24
_PROSE = 80  # characters from which a paragraph is prose


class TextPane(Card):
    """Facts, title, and the filled fields below each other; the passages of the criterion in hand are tinted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=1, parent=parent)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(_SIDE, 16, _SIDE, 10)
        column.setSpacing(4)
        self.facts = LeadingLabel(kind="caption", role="muted", wrap=True)
        self.heading = LeadingLabel(kind="page", wrap=True)
        column.addWidget(self.facts)
        column.addWidget(self.heading)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("bare", "true")
        self.text.setFrameShape(QTextEdit.Shape.NoFrame)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName(_("Text of the proposal"))
        self.text.document().setDocumentMargin(_SIDE)
        self.note = LeadingLabel(_("The tinted passages belong to the criterion in hand"), kind="caption", role="muted")
        self.note.setContentsMargins(_SIDE, 6, _SIDE, 10)
        self.body.setSpacing(0)
        self.body.addWidget(head)
        self.body.addWidget(Line())
        self.body.addWidget(self.text, 1)
        self.body.addWidget(self.note)
        self.note.hide()
        self._spans: dict[str, tuple[int, int]] = {}
        self._passages: tuple[Passage, ...] = ()

    def show_text(self, facts: str, title: str, passages: Sequence[Passage]) -> None:
        """Show a proposal; the same one again keeps its place."""
        if (facts, title, tuple(passages)) == (self.facts.text(), self.heading.text(), self._passages):
            return
        self.facts.setText(facts)
        self.heading.setText(title)
        self._passages = tuple(passages)
        self._write()

    def _write(self) -> None:
        theme = current_theme()
        self.text.clear()
        self._spans.clear()
        cursor = QTextCursor(self.text.document())
        label = QTextCharFormat()
        label.setFont(theme.font("strong"))
        label.setForeground(theme.colour("text_muted"))
        words = QTextCharFormat()
        words.setFont(theme.font("reading"))
        words.setForeground(theme.colour("text"))
        first = True
        for passage in self._passages:
            self._block(cursor, passage.label, label, above=0 if first else 14, fresh=not first)
            first = False
            start = cursor.position() + 1
            for paragraph in passage.paragraphs:
                self._block(cursor, f"•\u00a0{paragraph}" if passage.listed else paragraph, words, above=2)
            self._spans[passage.key] = (start, cursor.position())
        self.text.moveCursor(QTextCursor.MoveOperation.Start)

    def _block(self, cursor: QTextCursor, text: str, look: QTextCharFormat, *, above: int, fresh: bool = True) -> None:
        shape = QTextBlockFormat()
        rtl = script_of(text) == "arab" or (not script_of(text) and is_rtl(self))
        shape.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
        shape.setAlignment(self._start() if len(text) < _PROSE else Qt.AlignmentFlag.AlignLeading)
        shape.setTopMargin(above)
        shape.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        if fresh:
            cursor.insertBlock(shape, look)
        else:
            cursor.setBlockFormat(shape)
        cursor.insertText(text, look)

    def _start(self) -> Qt.AlignmentFlag:
        """Return where the page begins: a short fact stands under its label, prose begins where its script does."""
        edge = Qt.AlignmentFlag.AlignRight if is_rtl(self) else Qt.AlignmentFlag.AlignLeft
        return edge | Qt.AlignmentFlag.AlignAbsolute

    def tint(self, keys: Collection[str]) -> None:
        """Tint the passages of these fields and bring the first of them into sight."""
        spans = [self._spans[key] for key in keys if key in self._spans]
        selections = []
        for start, end in spans:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            chosen = QTextCharFormat()
            chosen.setBackground(current_theme().colour("accent_weak"))
            selection.cursor, selection.format = cursor, chosen
            selections.append(selection)
        self.text.setExtraSelections(selections)
        self.note.setVisible(bool(spans))
        if spans:
            self._bring_into_sight(spans[0])

    def _bring_into_sight(self, span: tuple[int, int]) -> None:
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(span[1])
        bottom = self.text.cursorRect(cursor)
        cursor.setPosition(span[0])
        top = self.text.cursorRect(cursor)
        bar, room = self.text.verticalScrollBar(), self.text.viewport().height()
        if top.top() < 0 or bottom.bottom() > room:
            bar.setValue(bar.value() + top.top() - 2 * _LINE)
