"""How large the children of this process grow while something is done, and how long they work."""

from contextlib import suppress
from threading import Event, Thread
from typing import Final, Self

import psutil

_EVERY: Final = 0.02  # seconds


class Largest:
    """Looks at the children fifty times a second: the most bytes that one of them held, and all their work.

    `seconds` are those of the processor, because those on the wall belong to everything that runs on a machine.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._worked: dict[int, float] = {}
        self._over = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    @property
    def seconds(self) -> float:
        """Return how long the children worked, to the last look at each."""
        return sum(self._worked.values())

    def _look(self) -> None:
        this = psutil.Process()
        while not self._over.wait(_EVERY):
            with suppress(psutil.Error):
                for child in this.children():
                    self.bytes = max(self.bytes, child.memory_info().rss)
                    spent = child.cpu_times()
                    self._worked[child.pid] = spent.user + spent.system
