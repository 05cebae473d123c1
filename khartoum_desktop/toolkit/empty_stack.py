"""The content of a page, and in its place what an empty page says."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.toolkit.parts import EmptyState, clear_layout


class EmptyStack(QStackedWidget):
    """Shows the content, or a sentence that says what is missing with buttons that lead there."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._empty = QWidget()
        self._body = QVBoxLayout(self._empty)
        self.addWidget(content)
        self.addWidget(self._empty)

    def show_content(self) -> None:
        """Show the content."""
        self.setCurrentIndex(0)

    def show_empty(self, title: str, sentence: str, buttons: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Show in its place what is missing; the buttons are words and what they do."""
        clear_layout(self._body)
        self._body.addWidget(EmptyState(title, sentence, buttons))
        self.setCurrentWidget(self._empty)
