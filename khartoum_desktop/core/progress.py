"""How long work says where it stands, and how it is told to stop: a plain callable that may raise.

Work that is many calls deep need not hand that callable down: whoever starts it says once who listens (`heard_by`), and
its long loops go over `paced` sequences.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeVar

T = TypeVar("T")
_PART: Final = 1000  # things between two reports: some hundredths of a second


class Cancelled(Exception):  # noqa: N818 - not an error: the person asked for it
    """Raised by a progress report after the person pressed Cancel; work leaves nothing half done."""


# done so far, in all (0 = not known); raising Cancelled is the way to stop
Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Report to nobody."""


def from_share(progress: Progress, start: float) -> Progress:
    """Return the report of work that goes on where a share of the whole (0 to 1) is done already."""

    def report(done: int, total: int) -> None:
        progress(int(total * start + done * (1 - start)), total)

    return report


def up_to_share(progress: Progress, end: float) -> Progress:
    """Return the report of work that is only the first share (0 to 1) of the whole."""

    def report(done: int, total: int) -> None:
        progress(int(done * end), total)

    return report


class _Walk:
    """How far the work is for which somebody listens."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.done = self.steps = self.shown = 0

    def go(self, steps: int) -> None:
        """Report what was done before, then count these steps."""
        share = min(self.done / self.steps, 1) if self.steps else 0
        self.progress(int(self.shown * share), self.shown)
        self.done += steps


_walk: Final[ContextVar[_Walk | None]] = ContextVar("walk", default=None)


@contextmanager
def heard_by(progress: Progress) -> Iterator[None]:
    """Let `progress` hear, and stop by raising, what is paced in here, however deep; of several the inner one hears."""
    token = _walk.set(_Walk(progress))
    try:
        yield
    finally:
        _walk.reset(token)


def expect(steps: int, shown: int) -> None:
    """Say how many steps will be paced from here on, and which number the person reads as the whole."""
    walk = _walk.get()
    if walk is not None:
        walk.done, walk.steps, walk.shown = 0, steps, shown


def advance(steps: int) -> None:
    """Say that the next so many steps begin; raises what the listener raises."""
    walk = _walk.get()
    if walk is not None:
        walk.go(steps)


def arrive() -> None:
    """Say that everything expected is done."""
    walk = _walk.get()
    if walk is not None:
        walk.done = walk.steps
        walk.progress(walk.shown, walk.shown)


def paced(things: Sequence[T]) -> Iterator[T]:
    """Yield the things; each is a step, and every thousand of them whoever listens may stop the work."""
    if _walk.get() is None:
        yield from things
        return
    for start in range(0, len(things), _PART):
        part = things[start : start + _PART]
        advance(len(part))
        yield from part
