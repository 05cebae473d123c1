"""The content of a page, and in its place what an empty page says."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from khartoum_desktop.toolkit.parts import EmptyState, clear_layout


class EmptyStack(QStackedWidget):
    """Shows the content (one part or several), or a sentence that says what is missing with buttons that lead there."""

    def __init__(self, *content: QWidget) -> None:
        super().__init__()
        self.empty = QWidget()
        self._body = QVBoxLayout(self.empty)
        for part in (*content, self.empty):
            self.addWidget(part)

    def show_content(self) -> None:
        """Show the content, of several parts the first."""
        self.setCurrentIndex(0)

    def show_empty(self, title: str, sentence: str, buttons: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Show in its place what is missing; the buttons are words and what they do."""
        self.show_state(EmptyState(title, sentence, buttons))

    def show_state(self, state: EmptyState) -> None:
        """Show an empty state in its place."""
        clear_layout(self._body)
        self._body.addWidget(state)
        self.setCurrentWidget(self.empty)
