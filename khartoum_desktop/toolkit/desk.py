"""What every page gets beside the workspace: tasks, notices, theme, settings, and a way to speak to the person."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from khartoum_desktop.core.i18n import is_rtl
from khartoum_desktop.toolkit.live import Live
from khartoum_desktop.toolkit.tasks import Tasks
from khartoum_desktop.toolkit.theme import Theme, current_theme


class Desk(QObject):
    """The page's counterpart of the window; the window listens to its signals, tests may listen too."""

    said = Signal(str, object)  # text, undo callable or None
    failed = Signal(object)  # an Exception
    opened = Signal(str, object)  # page id, argument
    language_changed = Signal()  # the window is about to be built again
    saved = Signal()  # everything is on the disk: the status line shows when

    def __init__(
        self,
        settings: Any = None,
        *,
        tasks: Tasks | None = None,
        live: Live | None = None,
        theme: Theme | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.tasks = tasks or Tasks(self)
        self.tasks.fallback = self.fail
        self.live = live or Live(self)
        self.theme = theme or current_theme()
        self.place = ""  # the workspace whose layout is kept; the window sets it
        self._layout: dict[str, str] = dict(getattr(settings, "window", None) or {})

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Tell what was done: in the status line, and with `undo` in a toast that offers Undo for ten seconds."""
        self.said.emit(text, undo)

    def fail(self, error: Exception) -> None:
        """Show a failure: a UserError in the page's message bar, anything else in a dialog with details."""
        self.failed.emit(error)

    def open(self, page_id: str, argument: object = None) -> None:
        """Go to a page and hand it something (a proposal's id, a list of files…)."""
        self.opened.emit(page_id, argument)

    # -- layouts: sizes of panes and columns, per workspace and direction

    def remember(self, key: str, text: str, *, turns: bool = True) -> None:
        """Keep a part's layout (sizes, order, last choice) for this workspace, and for this direction if it `turns`."""
        self._layout[self._key(key, turns=turns)] = text

    def recall(self, key: str, *, turns: bool = True) -> str:
        """Return what was kept, "" for nothing."""
        return self._layout.get(self._key(key, turns=turns), "")

    @property
    def layout(self) -> dict[str, str]:
        """Everything that was kept: the window writes it into the settings when it closes."""
        return self._layout

    def _key(self, key: str, *, turns: bool) -> str:
        side = ("rtl/" if is_rtl() else "ltr/") if turns else ""
        return f"{self.place}/{side}{key}"

    def close(self) -> None:
        """Stop the background work and listen no more."""
        self.live.detach()
        self.tasks.close()
