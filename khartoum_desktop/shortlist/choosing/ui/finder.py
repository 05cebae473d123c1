"""Searching in the background, part by part: the best set, then what surrounds it, then the frontier."""

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.shortlist.choosing import queries
from khartoum_desktop.shortlist.choosing.answer import Answer, Asking, swap
from khartoum_desktop.shortlist.choosing.queries import Room
from khartoum_desktop.shortlist.choosing.reading import Asked
from khartoum_desktop.shortlist.choosing.search import Forced
from khartoum_desktop.shortlist.choosing.solving import Clock
from khartoum_desktop.toolkit.desk import Desk
from khartoum_desktop.toolkit.tasks import Task
from khartoum_desktop.workspace import Workspace

T = TypeVar("T")
_SECONDS: Final = 20.0  # for each part


class Finder(QObject):
    """Asks one question at a time; a new one gives the old one up."""

    answered = Signal(object)  # an Answer, each time a part of it is there
    swapped = Signal(object)  # the Forced of one line
    failed = Signal(object)

    def __init__(self, work: Workspace, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._desk = work, desk
        self._task: Task | None = None
        self._swap: Task | None = None

    @property
    def searching(self) -> bool:
        """Whether the best set is still being searched, or what surrounds it."""
        return self._task is not None and not self._task.finished

    def ask(self, here: Room, asked: Asked) -> None:
        """Search for the best set by these rules."""
        self.stop()

        def best(progress: Progress) -> tuple[Asking, Answer]:
            asking = Asking(queries.problem(self._work, here, asked), _SECONDS, progress)
            return asking, asking.best()

        self._task = self._start(best, lambda result: self._go_on(*result))

    def stop(self) -> None:
        """Give up what is being searched."""
        for task in (self._task, self._swap):
            if task is not None:
                task.cancel()

    def ask_swap(self, found: Answer, place: int) -> None:
        """Search what it would cost to have one line otherwise."""
        if found.best is None:
            return
        if self._swap is not None:
            self._swap.cancel()
        best = found.best.chosen

        def search(progress: Progress) -> Forced | None:
            return swap(found.problem, best, place, Clock(_SECONDS, progress))

        self._swap = self._start(search, lambda one: self.swapped.emit((found.problem, one)) if one else None)

    def _go_on(self, asking: Asking, found: Answer) -> None:
        self.answered.emit(found)
        if found.best is None:
            return

        def around(progress: Progress) -> Answer:
            asking.clock.again(progress)
            return asking.around(found)

        self._task = self._start(around, lambda more: self._finish(asking, more))

    def _finish(self, asking: Asking, found: Answer) -> None:
        self.answered.emit(found)

        def frontier(progress: Progress) -> Answer:
            asking.clock.again(progress)
            return asking.frontier(found)

        self._task = self._start(frontier, self.answered.emit)

    def _start(self, work: Callable[[Progress], T], done: Callable[[T], object]) -> Task:
        return self._desk.tasks.start(
            work,
            lambda result: (done(result), None)[1],
            self.failed.emit,
            label=_("Searching for the best set"),
            pool="other",
            owner=self,
            droppable=True,
        )
