"""Parts for a narrow pane: a line to press that gives way to the pane's width, and a field under a label that wraps."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from khartoum_desktop.toolkit.direction import LeadingLabel, set_shown
from khartoum_desktop.toolkit.forms import LineEditor
from khartoum_desktop.toolkit.parts import FlatButton

_LEAST = 80


class LineButton(FlatButton):
    """A flat button whose words are cut at their end where there is no room; the tool tip says them all."""

    def __init__(self, text: str, run: Callable[[], object] | None = None, *, icon: str = "", role: str = "") -> None:
        super().__init__(text, run, icon=icon, role=role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """Return a width that any pane has."""
        return QSize(min(_LEAST, self.sizeHint().width()), self.sizeHint().height())


class AskedLine(QWidget):
    """A line of text under its label, and below it perhaps what was received; `text` is what is likely meant."""

    def __init__(self, label: str, placeholder: str, hint: str = "", text: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        words = LeadingLabel(label, kind="strong", wrap=True)
        self.editor = LineEditor(name=label, width=0)
        self.editor.line.setPlaceholderText(placeholder)
        self.editor.line.setText(text)
        self.editor.line.selectAll()
        words.setBuddy(self.editor)
        below = LeadingLabel(hint, kind="caption", role="muted", wrap=True)
        set_shown(below, hint)
        for part in (words, self.editor, below):
            column.addWidget(part)

    def ready(self, *buttons: QPushButton) -> None:
        """Let buttons be pressed while something is written."""

        def show() -> None:
            for button in buttons:
                button.setEnabled(bool(self.text.strip()))

        self.editor.line.textChanged.connect(show)
        show()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.editor.line.text()
