"""Forms: every kind of editor, the row that labels it, and the section that gathers rows."""

from typing import Any, Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import clean_text, isolate, joined_lines, lines_of, one_line
from khartoum_desktop.toolkit.choosing import ChoiceEditor, Choices, CodesEditor, Combo, CountryEditor
from khartoum_desktop.toolkit.direction import LeadingLabel, repolish, set_shown
from khartoum_desktop.toolkit.editors import (
    NUMBER_WIDTH,
    DateEditor,
    Editor,
    LineEditor,
    NumberEditor,
    ParsedEditor,
    too_long,
)
from khartoum_desktop.toolkit.flow import Flow
from khartoum_desktop.toolkit.parts import IconLabel
from khartoum_desktop.toolkit.theme import GAP, SECTION_GAP, current_theme

__all__ = [
    "ChoiceEditor",
    "Choices",
    "CodesEditor",
    "Combo",
    "CountryEditor",
    "DateEditor",
    "Editor",
    "FieldRow",
    "FormSection",
    "LineEditor",
    "LinesEditor",
    "LongEditor",
    "MoneyEditor",
    "NumberEditor",
    "ParsedEditor",
]

_LINES: Final = 5
_MOST_LINES: Final = 14
_MOST_CHARACTERS: Final = 100_000  # Qt lays out a longer text for minutes


class _Paper(QTextEdit):
    """A text edit that takes no text by which it would grow too long."""

    refused = Signal()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Insert what is pasted, unless it is too much."""
        if len(source.text()) + self.document().characterCount() > _MOST_CHARACTERS:
            self.refused.emit()
        else:
            super().insertFromMimeData(source)


class LongEditor(Editor):
    """A text of several paragraphs, each in its own direction, with a counter when there is a limit."""

    def __init__(self, *, name: str = "", longest: int = 0, lines: int = _LINES, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._longest, self._lines = longest, lines
        self.text = _Paper()
        self.text.refused.connect(lambda: self.complain(too_long(_MOST_CHARACTERS)))
        self.text.setProperty("field", "true")
        self.text.setAcceptRichText(False)
        self.text.setTabChangesFocus(True)
        self.text.setAcceptDrops(False)  # files dropped here are meant for the window
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.document().setDefaultTextOption(option)
        self.counter = LeadingLabel(kind="caption", role="muted")
        column = QVBoxLayout()
        column.addWidget(self.text)
        column.addWidget(self.counter, 0, Qt.AlignmentFlag.AlignTrailing)
        self.bare_layout(column, spacing=2)
        set_shown(self.counter, longest)
        self.watch(self.text)
        self.text.textChanged.connect(self._changed)
        self.text.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._changed()
        self._fit()
        if name:
            self.set_name(name)

    def read(self) -> object:
        """Return the text, cleaned, or None."""
        return clean_text(self.text.toPlainText()) or None

    def show_value(self, value: Any) -> None:
        """Show a text."""
        if self.text.toPlainText() != (value or ""):
            self.text.setPlainText(value or "")

    def tidy(self, value: Any) -> None:
        """Show a text as it is stored, without the signs that cannot be seen."""
        self.show_value(value)

    def set_read_only(self, read_only: bool) -> None:
        """Let the text be selected but not changed."""
        if read_only != self.text.isReadOnly():
            self.text.setReadOnly(read_only)
            repolish(self.text)

    def _changed(self) -> None:
        from khartoum_desktop.core.numbers import format_number

        if self.text.hasFocus():
            self.edited.emit()
        if self._longest:
            count = len(self.text.toPlainText())
            used, most = format_number(count), format_number(self._longest)
            self.counter.setText(isolate(fill(_("{used} / {most}"), used=used, most=most)))
            self.counter.set_role("error" if count > self._longest else "muted")

    def _fit(self) -> None:
        """Be as high as the text, which wraps otherwise in a pane of another width."""
        line = current_theme().metrics("body").lineSpacing()
        wanted = self.text.document().size().height() / max(1.0, line)
        self.text.setFixedHeight(round(min(max(wanted, self._lines), _MOST_LINES) * line) + 18)


class LinesEditor(LongEditor):
    """A list of short texts, one a line; the value is the stored form, one item a line, None when empty."""

    def __init__(self, *, name: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(name=name, lines=lines, parent=parent)

    def read(self) -> object:
        """Return the items, one a line, or None."""
        return joined_lines(self.text.toPlainText().split("\n")) or None

    def show_value(self, value: Any) -> None:
        """Show stored items (text with one a line, or a sequence)."""
        items = lines_of(value) if isinstance(value, str) or value is None else tuple(value)
        super().show_value("\n".join(items))


class MoneyEditor(Editor):
    """An amount at the right of its field and its currency after it; the value is (thousandths, code) or None.

    The amount may be typed with its currency ("1.5 M€"); an amount without a currency is (thousandths, "").
    """

    def __init__(self, currencies: Choices, *, name: str = "", default: str = "EUR") -> None:
        super().__init__()
        self._default = default
        self.amount = LineEditor(width=NUMBER_WIDTH)
        self.amount.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        self.currency = Combo(currencies, empty=_("Currency"))
        self.currency.setFixedWidth(104)
        row = QHBoxLayout()
        row.addWidget(self.amount)
        row.addWidget(self.currency)
        row.addStretch(1)
        self.bare_layout(row, spacing=8)
        self.amount.line.removeEventFilter(self.amount)
        self.amount.line.returnPressed.disconnect()
        self.amount.line.returnPressed.connect(self.commit)
        self.watch(self.amount.line)
        self.watch(self.currency)
        self.currency.activated.connect(lambda *_: self.commit())
        self.currency.choose(default)
        if name:
            self.set_name(name)
            self.currency.setAccessibleName(f"{name}, {_('Currency')}")

    def read(self) -> object:
        """Return (thousandths, currency code), None when no amount is given."""
        text = one_line(self.amount.line.text())
        if not text:
            return None
        from khartoum_desktop.core.money import parse_money

        currency = self.currency.code()
        found = parse_money(text, currency=currency or None)
        if found is None or found.amount is None:
            raise UserError(_("This is not one amount."), _("Write it with digits, for example 1250000."))
        if found.ambiguous:
            raise UserError(_("This amount can be read in two ways."), _("Write it without separators."))
        return (found.amount, found.currency or currency)

    def show_value(self, value: Any) -> None:
        """Show an amount and its currency."""
        from khartoum_desktop.core.money import format_money

        if value is None:
            self.amount.line.clear()
            self.currency.choose(self._default)
            return
        self.amount.line.setText(format_money(value[0]))
        self.currency.choose(value[1] or None)


class FieldRow(QWidget):
    """A field in a form: label above, the editor, and below it what is wrong or a hint."""

    def __init__(self, label: str, editor: Editor, hint: str = "", *, required: bool = False) -> None:
        super().__init__()
        self.editor = editor
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.label = LeadingLabel(label, kind="strong")
        self.label.setBuddy(editor)
        self.required = LeadingLabel(_("required"), kind="caption", role="muted")
        set_shown(self.required, required)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.label)
        top.addWidget(self.required)
        top.addStretch(1)
        self.top = top
        self.below = IconLabel("error", role="error", kind="caption")
        self.hint = LeadingLabel(hint, kind="caption", role="muted", wrap=True)
        self.extra = QVBoxLayout()
        self.extra.setSpacing(4)
        column.addLayout(top)
        column.addWidget(editor)
        column.addWidget(self.below)
        column.addWidget(self.hint)
        column.addLayout(self.extra)
        self.below.hide()
        set_shown(self.hint, hint)
        if not editor.accessibleName():
            editor.set_name(label)
        editor.problem_changed.connect(self._show_problem)
        self._show_problem(editor.problem)

    def set_problem(self, text: str | None) -> None:
        """Show what is wrong with the value below the field."""
        self.editor.set_problem(text)

    def set_hint(self, text: str) -> None:
        """Show a hint while nothing is wrong."""
        self._hint = text
        self._show_problem(self.editor.problem)

    def _show_problem(self, text: str) -> None:
        self.below.set_text(text)
        set_shown(self.below, text)
        self.hint.setText(self._hint)
        set_shown(self.hint, self._hint and not text)

    def minimumSizeHint(self) -> QSize:
        """Let wide rows shrink with their pane."""
        return QSize(min(super().minimumSizeHint().width(), 320), super().minimumSizeHint().height())


class FormSection(QWidget):
    """A titled group of field rows; `side_by_side` puts short fields into one line."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = LeadingLabel(title, kind="section")
        self.rows: list[FieldRow] = []
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, SECTION_GAP)
        self.body.setSpacing(GAP)
        self.body.addWidget(self.title)

    def add(self, row: FieldRow) -> FieldRow:
        """Add a field below the others."""
        self.rows.append(row)
        self.body.addWidget(row)
        return row

    def add_side_by_side(self, *rows: FieldRow) -> None:
        """Add short fields in one line."""
        line = Flow(SECTION_GAP, GAP)
        for row in rows:
            self.rows.append(row)
            row.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            line.addWidget(row)
        self.body.addLayout(line)
