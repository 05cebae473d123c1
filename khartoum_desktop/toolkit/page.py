"""A page of the window: header, message bar, body; and the row of the rail that leads to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.command_search import Row
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.direction import ElidingLabel
from khartoum_desktop.toolkit.parts import Button, MessageBar, clear_layout
from khartoum_desktop.toolkit.theme import INLINE_GAP, PAGE_HEADER, PAGE_MARGIN


class Header(QWidget):
    """Title, muted subtitle, and at the end secondary buttons and the page's one primary button."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(PAGE_HEADER)
        self.row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(INLINE_GAP)
        self.leading = QHBoxLayout()
        self.title = ElidingLabel(kind="page")
        self.subtitle = ElidingLabel(role="muted")
        self._secondary = QHBoxLayout()
        self._secondary.setSpacing(INLINE_GAP)
        self._primary = QHBoxLayout()
        row.addLayout(self.leading)
        row.addWidget(self.title)
        row.addSpacing(4)
        row.addWidget(self.subtitle, 1)
        row.addLayout(self._secondary)
        row.addLayout(self._primary)
        self.primary: Button | None = None

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Name the page and, muted, what it shows."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)

    def set_subtitle(self, subtitle: str) -> None:
        """Say what the page shows."""
        self.subtitle.setText(subtitle)

    def set_buttons(self, secondary: Sequence[QWidget | Action] = (), primary: Action | Button | None = None) -> None:
        """Replace the buttons; actions become buttons of their kind, widgets (chips, switches) stand as they are."""
        clear_layout(self._secondary)
        clear_layout(self._primary)
        for thing in secondary:
            self._secondary.addWidget(Button.of(thing) if isinstance(thing, Action) else thing)
        self.primary = Button.of(primary, kind="primary") if isinstance(primary, Action) else primary
        if self.primary is not None:
            self._primary.addWidget(self.primary)


@dataclass(frozen=True, slots=True)
class Turns:
    """A page's own Undo and Redo: what each would do ("" = nothing), and the doing."""

    undo_name: str
    redo_name: str
    undo: Callable[[], object]
    redo: Callable[[], object]


class Page(QWidget):
    """What a feature shows; override the methods below. `header`, `message` and `body` are ready to be filled."""

    status_changed = Signal()
    actions_changed = Signal()  # the set of actions is another now (not needed when only `enabled` changes)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, 12)
        outer.setSpacing(8)  # a hidden message takes none of it
        self.header = Header()
        self.message = MessageBar()
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        outer.addWidget(self.header)
        outer.addWidget(self.message)
        outer.addLayout(self.body, 1)

    def actions(self) -> Sequence[Action]:  # type: ignore[override]  # Qt's list of QActions is not used here
        """Return what can be done here, labels translated; the window puts it into menus and the command search."""
        return ()

    def status(self) -> str:
        """Return what the status line says about this page (counts, selection, sum)."""
        return ""

    def is_saved(self) -> bool:
        """Whether nothing on this page waits for being saved again after a refusal."""
        return True

    def arrive(self, argument: object) -> None:
        """Be shown (each time); the argument is what `Desk.open` was given, None from the rail."""

    def leave(self) -> bool:
        """Be left: save what is open; False stays here (say why in the message bar)."""
        return True

    def turns(self) -> Turns | None:
        """Return what Undo and Redo do while something open here is not in the workspace yet; None: as everywhere."""
        return None

    def unfinished(self) -> str:
        """Return in a sentence what would be lost if the workspace were closed now, "" for nothing."""
        return ""

    def accept_files(self, paths: Sequence[Path]) -> bool:  # noqa: ARG002 - for pages that take files
        """Take files dropped on the window; True if they were taken."""
        return False

    def argument(self) -> object:
        """Return what `arrive` needs to show the same again: after the window was built anew in another language."""
        return None

    def show_message(self, kind: str, text: str, buttons: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show a message (error, warn, ok, info) above the body."""
        self.message.tell(kind, text, buttons)

    def show_error(self, error: UserError, buttons: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Show a refusal and its remedy above the body."""
        self.message.tell("error", str(error), buttons)

    def hide_message(self) -> None:
        """Take the message away."""
        self.message.hide()


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page and how it is reached. `label` is an English msgid (N_), translated when shown.

    factory(workspace, desk) → Page; a page that is not in the rail has a line in the menu Tools.
    """

    id: str
    label: str
    icon: str
    factory: Callable[[Any, Desk], Page]
    search: Callable[[Any, Desk, str], Sequence[Row]] | None = None
    in_rail: bool = True
