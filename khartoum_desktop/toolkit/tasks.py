"""Work off the UI thread: one queue for the database, one for the rest; every answer arrives on the UI thread.

The only QObject lives as long as the program. A task is plain Python, so no Qt object is ever made, emitted on or
destroyed by two threads.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Final, Literal, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal

from khartoum_desktop.core.progress import Cancelled, Progress, heard_by
from khartoum_desktop.toolkit.direction import alive

T = TypeVar("T")
SHOW_AFTER_MS: Final = 500
_REPORT_EVERY_S: Final = 0.05


class Task:
    """A handle on work that is waiting or running."""

    def __init__(self, label: str, owner: QObject | None, *, droppable: bool = False, writes: bool = False) -> None:
        self.label = label
        self.droppable = droppable
        self.writes = writes
        self.done = 0
        self.total = 0
        self.finished = False
        self._owner = owner
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the work to stop: its next report raises Cancelled, and neither answer is given.

        Work that `writes` and is at its end already is done in spite of that, and answered.
        """
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether the work was told to stop."""
        return self._stop.is_set()

    @property
    def wanted(self) -> bool:
        """Whether whoever asked is still there."""
        return self._owner is None or alive(self._owner)

    def check(self) -> None:
        """Raise Cancelled if the work was told to stop."""
        if self._stop.is_set():
            raise Cancelled


def _owner_of(callback: Callable[..., object]) -> QObject | None:
    holder = getattr(callback, "__self__", None)
    return holder if isinstance(holder, QObject) else None


class Tasks(QObject):
    """The queues; `shown`, `moved` and `ended` feed the progress line of the window."""

    shown = Signal(object)  # a Task that has been running for half a second
    moved = Signal(object)  # a Task that reported
    ended = Signal(object)  # a Task that is over, however
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None, fallback: Callable[[Exception], None] | None = None) -> None:
        super().__init__(parent)
        self.fallback = fallback
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._running: list[Task] = []
        self._futures: set[Future[None]] = set()
        self._failures = 0
        self.closed = False  # nothing can be started any more
        self._pools = {
            "database": ThreadPoolExecutor(max_workers=1, thread_name_prefix="database"),
            "other": ThreadPoolExecutor(max_workers=2, thread_name_prefix="other"),
        }

    def start(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
        *,
        progressed: Callable[[int, int], None] | None = None,
        label: str = "",
        pool: Literal["database", "other"] = "database",
        owner: QObject | None = None,
        droppable: bool = False,
        writes: bool = False,
    ) -> Task:
        """Run `work(progress)` in the background, then `done(result)` or `failed(error)` on the UI thread.

        Without `failed` the error goes to the window. `label` names the work in the progress line, which appears after
        half a second. When the owner (default: the object whose method `done` is) is gone, no answer is given. Work
        that is `droppable` only reads: it is cut short when the workspace is left, while all else comes to its end.
        Of work that `writes` the answer is given also when it was told to stop too late: what it did is done.
        """
        task = Task(label, owner or _owner_of(done), droppable=droppable, writes=writes)
        if self.closed:  # a window that is closing is painted once more: nobody waits for what it asks
            task.cancel()
            return task
        self._running.append(task)
        told = 0.0

        def report(step: int, total: int) -> None:
            nonlocal told
            task.check()
            now = time.monotonic()
            if (step or total) and (now - told >= _REPORT_EVERY_S or step >= total > 0):
                told = now
                self._posted.emit(lambda: self._moved(task, step, total, progressed))

        def run() -> None:
            try:
                task.check()
                with heard_by(report):
                    result = work(report)
            except Cancelled:
                task.cancel()
                self._posted.emit(lambda: self._finish(task, None))
            except Exception as error:  # noqa: BLE001 - whatever went wrong is shown on the UI thread
                problem = error
                self._posted.emit(lambda: self._finish(task, lambda: self._fail(failed, problem)))
            else:
                self._posted.emit(lambda: self._finish(task, lambda: done(result)))

        future = self._pools[pool].submit(run)
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        QTimer.singleShot(SHOW_AFTER_MS, self, lambda: self._show(task))
        return task

    def running(self) -> tuple[Task, ...]:
        """Return what waits or runs, oldest first."""
        return tuple(self._running)

    def finish(self) -> bool:
        """Let everything come to its end and be answered, but cut short what is droppable; False when anything failed.

        Before a workspace is closed: what a person saw happen is then on the disk, or they are told that it is not.
        """
        before = self._failures  # an answer may leave a workspace itself, and finish inside this
        while self._running:
            for task in self._running:
                if task.droppable:
                    task.cancel()
            wait(tuple(self._futures))
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)
        return self._failures == before

    def close(self) -> None:
        """Stop everything and wait for the threads."""
        self.closed = True
        for task in self._running:
            task.cancel()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._running.clear()

    def wait(self) -> None:
        """Block until the database queue is empty."""
        self._pools["database"].submit(lambda: None).result()

    def _show(self, task: Task) -> None:
        if not task.finished:
            self.shown.emit(task)

    def _moved(self, task: Task, step: int, total: int, progressed: Callable[[int, int], None] | None) -> None:
        if task.finished:
            return
        task.done, task.total = step, total
        self.moved.emit(task)
        if progressed is not None and task.wanted:
            progressed(step, total)

    def _finish(self, task: Task, answer: Callable[[], None] | None) -> None:
        task.finished = True
        if task in self._running:
            self._running.remove(task)
        self.ended.emit(task)
        is_unheard = task.cancelled and (self.closed or not task.writes)
        if answer is not None and task.wanted and not is_unheard:
            answer()

    def _fail(self, failed: Callable[[Exception], None] | None, error: Exception) -> None:
        self._failures += 1
        handler = failed or self.fallback
        if handler is None:
            raise error
        handler(error)

    def _call(self, callback: Callable[[], None]) -> None:
        callback()
