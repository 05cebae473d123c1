"""What all editors of a field have in common, and the editors that are one line of text."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.text import one_line
from khartoum_desktop.toolkit.direction import LeadingLabel, lets_undo_pass, repolish, set_shown
from khartoum_desktop.toolkit.theme import CONTROL

NUMBER_WIDTH: Final = 128
DATE_WIDTH: Final = 220
MOST_IN_A_LINE: Final = 30_000  # characters; a longer text would hold the window up, and is refused rather than cut


class Editor(QWidget):
    """One interface for every kind of field: `value`, `set_value`, `set_problem`; `committed` on leaving it.

    Nothing is announced key by key. Esc brings the last value back. An editor that cannot understand what was typed
    shows a problem, keeps the text and announces nothing.
    """

    committed = Signal(object)  # the new value, when the field is left and the value is another
    edited = Signal()  # something was typed: the last value is not what is shown
    unchanged = Signal()  # left without a change, or brought back by Esc: the last value is what is shown
    problem_changed = Signal(str)

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: object = None
        self._own_problem = ""
        self._given_problem = ""
        if name:
            self.set_name(name)

    # -- what kinds of editors define

    def read(self) -> object:
        """Return the value of what is shown; raise UserError when it cannot be understood."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def mark_problem(self, *, wrong: bool) -> None:
        """Draw the red border, or take it away."""
        for widget in self.findChildren(QWidget):
            if widget.property("field") == "true" or isinstance(widget, QLineEdit):
                widget.setProperty("problem", "true" if wrong else "false")
                repolish(widget)

    def tidy(self, value: Any) -> None:
        """Show a value as it is stored when the editor is left with it written otherwise: here, leave it as it is."""

    def set_read_only(self, read_only: bool) -> None:
        """Let the value be read but not changed."""
        self.setEnabled(not read_only)

    # -- what everybody uses

    def value(self) -> Any:
        """Return the value shown; while the text cannot be understood, the last value."""
        try:
            return self.read()
        except UserError:
            return self._before

    def set_value(self, value: object) -> None:
        """Show a value that comes from the store; nothing is announced."""
        self._own_problem = ""
        self.show_value(value)
        try:
            self._before = self.read()
        except UserError:
            self._before = value
        self._tell_problem()

    def set_problem(self, text: str | None) -> None:
        """Show what is wrong with the value (None or "": nothing)."""
        self._given_problem = text or ""
        self._tell_problem()

    @property
    def problem(self) -> str:
        """What is shown as wrong: first what cannot be understood, then what the rules say."""
        return self._own_problem or self._given_problem

    @property
    def dirty(self) -> bool:
        """Whether what is shown differs from the last value."""
        try:
            return self.read() != self._before
        except UserError:
            return True

    def set_name(self, name: str) -> None:
        """Say what a screen reader calls the field."""
        self.setAccessibleName(name)
        for widget in self.findChildren(QWidget):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.accessibleName():
                widget.setAccessibleName(name)

    def commit(self) -> bool:
        """Announce the value if it is another; False if the text cannot be understood."""
        try:
            value = self.read()
        except UserError as error:
            self.complain(error)
            return False
        self._own_problem = ""
        self._tell_problem()
        if value != self._before:
            self._before = value
            self.show_value(value)
            self.committed.emit(value)
        else:
            self.tidy(value)
            self.unchanged.emit()
        return True

    def complain(self, error: UserError) -> None:
        """Show why what was typed or pasted is not taken, until the editor is left or shows another value."""
        self._own_problem = str(error)
        self._tell_problem()

    def refuse(self, last: object) -> None:
        """Hear that what was announced is not stored: `last` still is, and what is shown is announced once more."""
        self._before = last

    def restore(self) -> None:
        """Bring the last value back (Esc)."""
        self.set_value(self._before)
        self.unchanged.emit()

    def watch(self, widget: QWidget) -> None:
        """Let a part of the editor announce when it is left, and take Esc."""
        widget.installEventFilter(self)
        if self.focusProxy() is None:
            self.setFocusProxy(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Commit when the focus leaves the whole editor (not for a pop-up or a menu); restore with Esc."""
        if lets_undo_pass(watched, event):
            return True
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            to = QApplication.focusWidget()
            inside = to is not None and (to is self or self.isAncestorOf(to))
            passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
            if not inside and event.reason() not in passing:
                self.commit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() != Qt.Key.Key_Escape or not self.dirty:
                return False
            self.restore()
            return True
        return super().eventFilter(watched, event)

    def _tell_problem(self) -> None:
        self.mark_problem(wrong=bool(self.problem))
        self.setAccessibleDescription(self.problem)
        self.problem_changed.emit(self.problem)

    def bare_layout(self, layout: QLayout, *, spacing: int = 4) -> None:
        """Make a layout the editor's own, without margins."""
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(spacing)
        self.setLayout(layout)


class LineEditor(Editor):
    """One line of text; an empty one is None."""

    def __init__(
        self, *, name: str = "", longest: int = 0, placeholder: str = "", width: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.line = QLineEdit()
        self.line.setPlaceholderText(placeholder)
        self.line.setFixedHeight(CONTROL)
        self.line.setAcceptDrops(False)  # files dropped here are meant for the window
        self._refuses_longer = not longest
        self._refuses_longer = not longest
        self.line.setMaxLength(longest or MOST_IN_A_LINE + 1)
        if self._refuses_longer:
            self.line.inputRejected.connect(lambda: self.complain(too_long(MOST_IN_A_LINE)))
        if width:
            self.line.setFixedWidth(width)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.column = QVBoxLayout()
        self.column.addWidget(self.line)
        self.bare_layout(self.column, spacing=2)
        self.watch(self.line)
        self.line.textEdited.connect(lambda *_: self.edited.emit())
        self.line.returnPressed.connect(self.commit)
        if name:
            self.set_name(name)

    def read(self) -> object:
        """Return the text, cleaned, or None; refuse one that the line had to cut."""
        if self._refuses_longer and self.line.isModified() and len(self.line.text()) > MOST_IN_A_LINE:
            raise too_long(MOST_IN_A_LINE)
        return one_line(self.line.text()) or None

    def show_value(self, value: Any) -> None:
        """Show a text."""
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def tidy(self, value: Any) -> None:
        """Show a value as it is stored, without the signs that cannot be seen."""
        self.show_value(value)

    def set_read_only(self, read_only: bool) -> None:
        """Let the text be selected but not changed."""
        self.line.setReadOnly(read_only)


class ParsedEditor(LineEditor):
    """A line that is understood by a function: its problem is that function's UserError."""

    def __init__(
        self,
        parse: Callable[[str], object],
        show: Callable[[Any], str],
        *,
        name: str = "",
        width: int = NUMBER_WIDTH,
        placeholder: str = "",
    ) -> None:
        super().__init__(width=width, placeholder=placeholder)
        self._parse, self._show = parse, show
        if name:
            self.set_name(name)

    def read(self) -> object:
        """Return the value that the text means, None for an empty one."""
        text = one_line(self.line.text())
        return self._parse(text) if text else None

    def show_value(self, value: Any) -> None:
        """Show a value as people write it."""
        self.line.setText("" if value is None else self._show(value))
        self.line.setCursorPosition(0)


def too_long(most: int) -> UserError:
    """Return the refusal of a text of more than so many characters."""
    from khartoum_desktop.core.numbers import format_number

    return UserError(fill(_("No text may be longer than {n} characters."), n=format_number(most)))


def parse_whole(text: str) -> int:
    """Return the whole number that a text means; UserError for anything else."""
    from khartoum_desktop.core.numbers import parse_number

    number = parse_number(text)
    if number is None or number.value is None or number.value.denominator != 1:
        raise UserError(_("This is not a whole number."), _("Write it with digits, for example 1250."))
    return int(number.value)


def show_whole(value: int) -> str:
    """Return a whole number as people write it."""
    from khartoum_desktop.core.numbers import format_number

    return format_number(value)


class NumberEditor(ParsedEditor):
    """A number at the right of its field; by default a whole one."""

    def __init__(
        self,
        parse: Callable[[str], object] = parse_whole,
        show: Callable[[Any], str] = show_whole,
        *,
        name: str = "",
        width: int = NUMBER_WIDTH,
    ) -> None:
        super().__init__(parse, show, name=name, width=width)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)


class DateEditor(ParsedEditor):
    """A date of any precision as free text; what it was understood as stands below.

    parse(text) → stored text (UserError if it is no date); show(stored text) → the same for people.
    """

    def __init__(
        self, parse: Callable[[str], object], show: Callable[[Any], str], *, name: str = "", width: int = DATE_WIDTH
    ) -> None:
        super().__init__(parse, show, width=width)
        self.line.setPlaceholderText(_("for example 2027, March 2027 or 14/03/2027"))
        self.understood = LeadingLabel(kind="caption", role="muted")
        self.column.addWidget(self.understood)
        self.line.textChanged.connect(self._explain)
        self.understood.hide()
        if name:
            self.set_name(name)

    def _explain(self) -> None:
        try:
            value = self.read()
        except UserError:
            value = None
        shown = "" if value is None else self._show(value)
        self.understood.setText(shown)
        set_shown(self.understood, bool(shown) and shown != self.line.text())
