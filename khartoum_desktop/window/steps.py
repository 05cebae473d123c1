"""Undo and redo of this person's steps, with the names of the steps."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.toolkit.page import Turns
from khartoum_desktop.toolkit.shell import close_toasts
from khartoum_desktop.window.moving import commit_field

if TYPE_CHECKING:
    from collections.abc import Callable

    from khartoum_desktop.window.frame import Window
    from khartoum_desktop.workspace import StepInfo, Undone, Workspace


class Steps(QObject):
    """Knows what Undo and Redo would do, and does it in the background."""

    named = Signal()  # the names are others now

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._undo_name = self._redo_name = ""

    def forget(self) -> None:
        """Know nothing: the workspace was closed."""
        self._undo_name = self._redo_name = ""

    @property
    def undo_name(self) -> str:
        """What Undo would take back: of the page's own steps while it has some, else of the workspace's."""
        turns = self._turns()
        return turns.undo_name if turns is not None else self._undo_name

    @property
    def redo_name(self) -> str:
        """What Redo would do again."""
        turns = self._turns()
        return turns.redo_name if turns is not None else self._redo_name

    def _turns(self) -> Turns | None:
        page = self._window.page
        return page.turns() if page is not None else None

    def ask(self) -> None:
        """Ask in the background what Undo and Redo would do."""
        work = self._window.work
        if work is None:
            return

        def told(steps: "tuple[StepInfo | None, StepInfo | None]") -> None:
            if work is self._window.work:
                self._undo_name, self._redo_name = (step_name(step) for step in steps)
                self.named.emit()

        self._window.desk.tasks.start(lambda _progress: (work.can_undo(), work.can_redo()), told, owner=self)

    def undo(self) -> None:
        """Take back this person's last step."""
        turns = self._turns()
        if turns is not None:
            commit_field()
            turns.undo()
            return
        self._turn_back(lambda work: work.undo(), _("Undone: {step}"))

    def redo(self) -> None:
        """Bring back what was undone last."""
        turns = self._turns()
        if turns is not None:
            commit_field()
            turns.redo()
            return
        self._turn_back(lambda work: work.redo(), _("Done again: {step}"))

    def _turn_back(self, turn: "Callable[[Workspace], Undone | None]", sentence: str) -> None:
        commit_field()
        work = self._window.work
        if work is None:
            return

        def done(undone: "Undone | None") -> None:
            if undone is not None:
                close_toasts(self._window.stack)
                words = fill(sentence, step=step_name(undone.target))
                kept = _("What was changed since then stays as it is.") if undone.kept else ""
                self._window.desk.say(f"{words} {kept}".strip())

        self._window.desk.tasks.start(lambda _progress: turn(work), done, label=_("Undo"), owner=self)


def step_name(step: "StepInfo | None") -> str:
    """Return what a step is called, in the current language; "" for none."""
    from khartoum_desktop.proposals.showing import show_step

    return show_step(step.label, step.args) if step is not None else ""
