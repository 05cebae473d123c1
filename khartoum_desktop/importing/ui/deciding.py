"""The open file while it is being decided about: each decision is planned in the background, and can be taken back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.history import NO_HISTORY, History, is_other_text, read_otherwise
from khartoum_desktop.importing.model import Decisions, Plan
from khartoum_desktop.importing.planning import read_again
from khartoum_desktop.importing.survey import Survey, survey
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.tasks import Task
from khartoum_desktop.workspace import Workspace

Decided = tuple[Survey, History]


class Deciding(QObject):
    """Holds the plan that is shown and, for the database thread alone, the one with what is still being planned."""

    changed = Signal()  # another plan is there to be shown

    def __init__(self, work: Workspace, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._desk = work, desk
        self.path: Path | None = None
        self.survey: Survey | None = None
        self.history = NO_HISTORY
        self._latest: Decided | None = None
        self._running: list[Task] = []
        desk.tasks.ended.connect(self._task_ended)
        self._file = 0  # which file is meant: decisions about one that was left are dropped

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown."""
        return self.survey.plan if self.survey is not None else None

    @property
    def latest(self) -> Plan | None:
        """The plan with everything decided so far; for the database thread."""
        return self._latest[0].plan if self._latest is not None else None

    def begin(self, path: Path | None, found: Survey, history: History = NO_HISTORY) -> None:
        """Take up a file that was read."""
        self._file += 1
        self.path, self.survey, self.history = path, found, history
        self._latest = found, history
        self.changed.emit()

    def renew(self, plan: Plan, then: Callable[[], object]) -> None:
        """Go on with the same file and decisions against the workspace as it is now, and then do something more."""
        file = self._file

        def renewed(found: Survey) -> None:
            if file == self._file:
                self.begin(self.path, found, self.history)
                then()

        self._desk.tasks.start(lambda _progress: survey(plan), renewed, self._desk.fail, owner=self)

    def close(self) -> None:
        """Let the file go."""
        self._file += 1
        self.path = self.survey = self._latest = None
        self.history = NO_HISTORY

    def change(self, change: Callable[[Plan], Plan]) -> None:
        """Decide something, on top of what is still being planned."""

        def step(before: Plan, steps: History, _progress: Progress) -> tuple[Plan, History]:
            after = change(before)
            return after, steps.with_step(before, after)

        self._start(step)

    def undo(self) -> None:
        """Take the last decision back."""

        def step(before: Plan, steps: History, progress: Progress) -> tuple[Plan, History]:
            if not steps.done:
                return before, steps
            return self._under(before, steps.done[-1].before, progress), steps.back()

        self._start(step)

    def redo(self) -> None:
        """Decide again what was taken back last."""

        def step(before: Plan, steps: History, progress: Progress) -> tuple[Plan, History]:
            if not steps.undone:
                return before, steps
            return self._under(before, steps.undone[-1].after, progress), steps.forth()

        self._start(step)

    def read_text(self, encoding: str, delimiter: str) -> None:
        """Read the text of the file in another way; "" leaves encoding or delimiter to be guessed."""

        def step(before: Plan, steps: History, progress: Progress) -> tuple[Plan, History]:
            wanted = read_otherwise(before.decisions, encoding, delimiter)
            if not is_other_text(before.decisions, wanted):
                return before, steps
            after = self._under(before, wanted, progress)
            return after, steps.with_step(before, after)

        self._start(step)

    def _under(self, plan: Plan, wanted: Decisions, progress: Progress) -> Plan:
        if is_other_text(plan.decisions, wanted) and self.path is not None:
            return read_again(self._work, self.path, wanted, progress=progress)
        return decisions.again(plan, wanted)

    def _start(self, step: Callable[[Plan, History, Progress], tuple[Plan, History]]) -> None:
        file = self._file

        def decide(progress: Progress) -> Decided | None:
            latest = self._latest
            if latest is None or file != self._file:
                return None
            before, steps = latest
            plan, steps = step(before.plan, steps, progress)
            found = survey(plan, before), steps
            if file != self._file:
                return None
            self._latest = found
            return found

        def decided(found: Decided | None) -> None:
            if found is not None and file == self._file:
                self.survey, self.history = found
                self.changed.emit()

        label = _("Looking at the rows again")
        task = self._desk.tasks.start(decide, decided, self._failed, label=label, owner=self, droppable=True)
        self._running = [one for one in (*self._running, task) if not one.finished]

    def _failed(self, error: Exception) -> None:
        self._desk.fail(error)
        self._show_latest()

    def _task_ended(self, task: Task) -> None:
        """Show again what is decided when a person stopped a task: boxes and lists show what was meant by it."""
        if task in self._running and task.cancelled:
            self._show_latest()

    def _show_latest(self) -> None:
        if self.survey is not None and self._latest is not None:
            self.survey, self.history = self._latest
            self.changed.emit()
