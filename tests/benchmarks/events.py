"""How long single events take on the UI thread, and of what: its own work, waiting for another, being crowded out.

`Timed` is the application that measures. Each delivery of an event is timed by itself, from the moment in which the
interpreter begins with it; what is delivered within another counts as part of it.
"""

import ctypes
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

_LONG_MS: Final = 50
_read = ctypes.PyDLL(None).pread  # a call that keeps the interpreter's lock: measuring must not let others in


@dataclass(frozen=True, slots=True)
class Taken:
    """What one event took, in milliseconds by the clock, and of these: at work, crowded out by other threads.

    `crowded` counts the time in which the thread could have run but had no processor; what is left it waited, nearly
    always for the interpreter's lock. `what` names the event.
    """

    clock: float = 0.0
    work: float = 0.0
    crowded: float = 0.0
    what: str = ""

    @property
    def waited(self) -> float:
        """For what another thread held: the interpreter's lock, a database's."""
        return max(0.0, self.clock - self.work - self.crowded)

    def __str__(self) -> str:
        """Return it as a line of a report says it."""
        parts = f"work {self.work:.0f}, lock {self.waited:.0f}, crowded out {self.crowded:.0f}"
        return f"{self.clock:.0f} ms ({parts}; {self.what})"


class _Thread:
    """The running times of the calling thread, where the system tells them (Linux)."""

    def __init__(self) -> None:
        self._text = ctypes.create_string_buffer(64)
        try:
            self._file = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)
        except OSError:
            self._file = -1

    def crowded_ns(self) -> int:
        """Return for how long the thread has waited for a processor in all, 0 where nobody knows."""
        if self._file < 0:
            return 0
        size = _read(self._file, self._text, 63, ctypes.c_long(0))
        return int(self._text.raw[:size].split()[1])


class Timer:
    """Keeps the longest event of a while, and how many were too long."""

    def __init__(self) -> None:
        self._thread = _Thread()
        self._inside = False
        self.longest = Taken()
        self.too_long = 0

    def begin(self) -> None:
        """Forget what was."""
        self.longest, self.too_long = Taken(), 0

    @contextmanager
    def event(self, what: QObject | str, event: QEvent | None = None) -> Iterator[None]:
        """Time what happens inside as one event, unless that is part of another."""
        if self._inside:
            yield
            return
        self._inside = True
        kind = event.type().name if event is not None else ""
        crowded, work, clock = self._thread.crowded_ns(), time.thread_time_ns(), time.perf_counter_ns()
        try:
            yield
        finally:
            self._inside = False
            clock = time.perf_counter_ns() - clock
            if clock > self.longest.clock * 1e6:
                work, crowded = time.thread_time_ns() - work, self._thread.crowded_ns() - crowded
                name = what if isinstance(what, str) else f"{kind} of {type(what).__name__}"
                self.longest = Taken(clock / 1e6, work / 1e6, crowded / 1e6, name)
            self.too_long += clock > _LONG_MS * 1e6


class Timed(QApplication):
    """An application that times the delivery of each event."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        super().__init__(list(arguments))
        self.timer = Timer()

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event."""
        with self.timer.event(receiver, event):
            return super().notify(receiver, event)


class Pulse(QObject):
    """A heart that beats every two milliseconds: a pause between two beats holds all that was done meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self.longest = 0.0  # milliseconds

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - 2)
        self._last = now

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch what happens inside."""
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer.start()
        try:
            yield
        finally:
            self._timer.stop()
