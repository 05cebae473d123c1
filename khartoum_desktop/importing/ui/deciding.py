"""The open file while it is being decided about: each decision is planned in the background, and can be taken back."""

from collections.abc import Callable
from dataclasses import replace
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
        self._decided: Plan | None = None
        self._steps = NO_HISTORY
        self._file = 0  # which file is meant: decisions about one that was left are dropped

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown."""
        return self.survey.plan if self.survey is not None else None

    @property
    def latest(self) -> Plan | None:
        """The plan with everything decided so far; for the database thread."""
        return self._decided

    def begin(self, path: Path | None, found: Survey, history: History = NO_HISTORY) -> None:
        """Take up a file that was read."""
        self._file += 1
        self.path, self.survey, self._decided = path, found, found.plan
        self.history = self._steps = history
        self.changed.emit()

    def renew(self, plan: Plan) -> None:
        """Go on with the same file and decisions against the workspace as it is now."""
        self.begin(self.path, survey(plan), self.history)

    def close(self) -> None:
        """Let the file go."""
        self._file += 1
        self.path = self.survey = self._decided = None
        self.history = self._steps = NO_HISTORY

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
        """Read the text of the file in another way."""

        def step(before: Plan, steps: History, progress: Progress) -> tuple[Plan, History]:
            form = before.workbook.text
            if form is None or (encoding, delimiter) == (form.encoding, form.delimiter):
                return before, steps
            said = replace(before.decisions, delimiter=before.decisions.delimiter or form.delimiter)
            after = self._under(before, read_otherwise(said, encoding, delimiter), progress)
            return after, steps.with_step(before, after)

        self._start(step)

    def _under(self, plan: Plan, wanted: Decisions, progress: Progress) -> Plan:
        if is_other_text(plan.decisions, wanted) and self.path is not None:
            return read_again(self._work, self.path, wanted, progress=progress)
        return decisions.again(plan, wanted)

    def _start(self, step: Callable[[Plan, History, Progress], tuple[Plan, History]]) -> None:
        file = self._file

        def decide(progress: Progress) -> Decided | None:
            if self._decided is None or file != self._file:
                return None
            plan, steps = step(self._decided, self._steps, progress)
            if file != self._file:
                return None
            self._decided, self._steps = plan, steps
            return survey(plan, self.survey), steps

        def decided(found: Decided | None) -> None:
            if found is not None and file == self._file:
                self.survey, self.history = found
                self.changed.emit()

        label = _("Looking at the rows again")
        self._desk.tasks.start(decide, decided, self._desk.fail, label=label, owner=self, droppable=True)
