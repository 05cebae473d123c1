"""Files on their way in: folders looked through, one file read after the other, each with its state."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.pointing import is_without_table
from khartoum_desktop.importing.queue import Entry, FileState, Queue, spreadsheets_in
from khartoum_desktop.importing.survey import Survey, survey
from khartoum_desktop.importing.ui import page_words as words_of
from khartoum_desktop.importing.ui.password import ask_password
from khartoum_desktop.sheets.sentences import LockedError
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.workspace import Workspace

if TYPE_CHECKING:
    from khartoum_desktop.toolkit.tasks import Task


class Taking(QObject):
    """The queue of files, and the reading of one of them in the background."""

    changed = Signal()  # the queue
    found = Signal(object)  # files that were given, or lie in the folders given
    nothing = Signal(str)  # name of a folder in which there is none
    opened = Signal(object, object)  # Path, Survey
    refused = Signal(object, object)  # Path, Exception
    passed = Signal()  # no table was found in a file of several: it waits in the list, and the next one can be read

    def __init__(self, work: Workspace, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._desk = work, desk
        self.queue = Queue()
        self._looking: dict[Task, Sequence[Path]] = {}
        self._reading: Task | None = None
        desk.tasks.ended.connect(self._task_ended)

    def set_queue(self, queue: Queue) -> None:
        """Have these files in the queue."""
        self.queue = queue
        self.changed.emit()

    def mark(self, path: Path | None, state: FileState, told: Callable[[], str] | None = None) -> None:
        """Note what became of a file."""
        if path is not None:
            self.set_queue(self.queue.marked(path, state, told))

    def take_back(self, file: str) -> None:
        """Note that a file's import was undone: it can be read again."""
        for one in self.queue.entries:
            if one.state is FileState.IMPORTED and one.path.name == file:
                self.mark(one.path, FileState.LEFT)

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read."""
        return self._reading is not None and not self._reading.finished

    def take(self, paths: Sequence[Path]) -> None:
        """Find the files in what was given, in the background: a share on the network may not answer for long."""

        def looked(files: list[Path]) -> None:
            if files:
                self.found.emit(files)
            else:
                self.nothing.emit(paths[0].name)

        label = fill(_("Looking through {folder}"), folder=paths[0].name)
        look = partial(spreadsheets_in, paths)
        task = self._desk.tasks.start(look, looked, label=label, pool="other", owner=self, droppable=True)
        self._looking[task] = paths

    def read(self, path: Path, password: str = "", *, is_asked: bool = False) -> None:
        """Read and understand a file; one of several that holds no table is put off, unless it `is_asked` for."""

        def read(progress: Progress) -> Survey:
            return survey(plan(self._work, path, password=password, progress=progress, may_point=True))

        def opened(found: Survey) -> None:
            if len(self.queue.entries) > 1 and not is_asked and is_without_table(found.plan):
                self.mark(path, FileState.NEEDS, words_of.needed_words)
                self.passed.emit()
                return
            self.mark(path, FileState.OPEN)
            self.opened.emit(path, found)

        self.mark(path, FileState.READING)
        label = fill(_("Reading {file}"), file=path.name)
        failed = partial(self._failed, path, is_asked)
        self._reading = self._desk.tasks.start(read, opened, failed, label=label, owner=self, droppable=True)

    def _failed(self, path: Path, is_asked: bool, error: Exception) -> None:
        page = self.parent()
        if isinstance(error, LockedError) and isinstance(page, QWidget):
            again = partial(self.read, is_asked=is_asked)
            ask_password(page, path, error, again, partial(self.refused.emit, path, error))
        else:
            self.refused.emit(path, error)

    def waits(self, key: str) -> Entry | None:
        """Return a file of the list if it can be read now."""
        entry = self.queue.entry(key)
        return entry if entry and not self.is_reading and entry.state is not FileState.IMPORTED else None

    @property
    def given(self) -> tuple[Path, ...]:
        """What was given and is still looked for."""
        return tuple(path for paths in self._looking.values() for path in paths)

    def _task_ended(self, task: "Task") -> None:
        """Note that the person stopped the reading; the files after it wait."""
        self._looking.pop(task, None)
        if task is self._reading and task.cancelled:
            for one in self.queue.entries:
                if one.state is FileState.READING:
                    self.mark(one.path, FileState.LEFT, words_of.stopped_words)
