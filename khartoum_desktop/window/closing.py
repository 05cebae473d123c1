"""Before a workspace is closed: what lies open on a page and is written nowhere is named, and nothing goes unasked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from khartoum_desktop.core.i18n import _
from khartoum_desktop.toolkit.page import Page

if TYPE_CHECKING:
    from khartoum_desktop.toolkit.dialogs import AskDialog
    from khartoum_desktop.window.frame import Window


class Closing(QObject):
    """Asks once, without holding the program up, whether what is not written may go."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._is_agreed = False
        self.dialog: AskDialog | None = None
        window.entrance.refused.connect(self._refused)

    def is_agreed(self, again: Callable[[], object]) -> bool:
        """Tell whether the workspace may be closed; else ask, and after a Yes do it `again`."""
        open_ = [words for page in self._window.stack.findChildren(Page) if (words := page.unfinished())]
        if self._is_agreed or not open_:
            self._is_agreed = False
            return True
        if self.dialog is not None:
            return False
        from khartoum_desktop.toolkit.dialogs import AskDialog  # dialogs bring forms along: not on the way to the start

        stay, go = ("stay", _("Stay")), ("go", _("Close without importing"))
        dialog = AskDialog(_("Close the workspace?"), " ".join(open_), (go, stay), safe="stay", parent=self._window)
        dialog.finished.connect(lambda _result: self._answered(dialog.answer, again))
        self.dialog = dialog
        dialog.open()
        return False

    def _answered(self, answer: str, again: Callable[[], object]) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
        if answer == "go":
            self._is_agreed = True
            again()

    def _refused(self, _error: Exception) -> None:
        """Ask again next time: the workspace that was to be opened instead could not be."""
        self._is_agreed = False
