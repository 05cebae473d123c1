"""The one writing of an import, and its taking back: in the background, told when it is done."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.importing import operations
from khartoum_desktop.importing.model import Status
from khartoum_desktop.importing.operations import ChangedMeanwhileError, Imported
from khartoum_desktop.importing.ui.deciding import Deciding
from khartoum_desktop.importing.ui.done_step import Finished
from khartoum_desktop.toolkit.actions import Action
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.workspace import Workspace

if TYPE_CHECKING:
    from khartoum_desktop.toolkit.tasks import Task


class Applying(QObject):
    """Writes the plan with everything decided so far as one step; a second press while it writes does nothing."""

    written = Signal(object)  # Finished
    refused = Signal(object)  # Exception
    undone = Signal()
    turned = Signal()  # the writing began, or is over in any way

    def __init__(self, work: Workspace, desk: Desk, deciding: Deciding) -> None:
        super().__init__(deciding)
        self._work, self._desk, self._deciding = work, desk, deciding
        self._task: Task | None = None
        desk.tasks.ended.connect(self._task_ended)

    @property
    def is_writing(self) -> bool:
        """Whether a plan waits to be written or is being written: till then nobody can leave its file."""
        return self._task is not None and not self._task.finished

    def start(self) -> None:
        """Write the plan."""
        begun = self._deciding.plan
        if begun is None or self.is_writing:
            return

        def write(progress: Progress) -> Finished:
            plan = self._deciding.latest or begun
            return Finished(plan, operations.apply(self._work, plan, progress))

        label = fill(_("Importing {file}"), file=begun.file)
        tasks = self._desk.tasks
        self._task = tasks.start(write, self.written.emit, self._failed, label=label, owner=self, writes=True)
        self.turned.emit()

    def _failed(self, error: Exception) -> None:
        """Tell of a refusal; where the workspace is another one by now, when the rows show what it says today."""
        tell = partial(self.refused.emit, error)
        if isinstance(error, ChangedMeanwhileError):
            self._deciding.renew(error.plan, tell)
        else:
            tell()

    def _task_ended(self, task: "Task") -> None:
        if task is self._task:
            self.turned.emit()

    def undo(self, imported: Imported) -> None:
        """Take an import back."""

        def undo(_progress: Progress) -> object:
            return operations.undo(self._work, imported)

        desk, label = self._desk, _("Undo")
        desk.tasks.start(undo, lambda _done: self.undone.emit(), desk.fail, label=label, owner=self, writes=True)

    def ways_on(self, done: Finished) -> list[Action]:
        """Return what can be done after an import."""
        ids = [row.id for row in done.plan.rows if row.status in {Status.NEW, Status.CHANGED}]
        show, undo = partial(self._desk.open, "proposals", ids), partial(self.undo, done.imported)
        return [
            Action("import.show", _("Show the proposals"), show, icon="proposals"),
            Action("import.undo", _("Undo this import"), undo, icon="undo"),
        ]
