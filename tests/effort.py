"""What a piece of work costs, told so that no test depends on how fast or how busy the machine is.

Processor time of this thread, not the clock on the wall: what others do meanwhile does not count. The least of several
tries: what disturbs one try does not disturb all. In seconds of a machine on which the yardstick takes REFERENCE: a
slow machine, and a core shared with somebody else, are slow at both. Repeated is the measurement, never the judgement.
"""

import sys
import time
from collections.abc import Callable
from typing import Final

REFERENCE: Final = 0.00125  # seconds of the yardstick on the laptop that the limits were chosen on
_TRACED: Final = 5  # counting covered lines makes everything slower but the yardstick, which is not counted


def effort(work: Callable[[], object], within: float, times: int = 9) -> float:
    """Return the seconds that a work takes at best; no more tries are made once one of them is within a limit."""
    best = float("inf")
    for _try in range(times):
        slow = _slowness()
        took = seconds(work)
        best = min(best, took / max(slow, _slowness()))
        if best < within:
            break
    return best


def growth(few: Callable[[], object], many: Callable[[], object], below: float, times: int = 5) -> float:
    """Return how many times the effort of a small work a large one takes; ends once that is below a limit."""
    small = large = float("inf")
    for _try in range(times):
        small, large = min(small, seconds(few)), min(large, seconds(many))
        if large < below * small:
            break
    return large / small


def untraced(work: Callable[[], object]) -> Callable[[], object]:
    """Return the work without the counting of covered lines, which slows Python's own lines and no array."""

    def alone() -> object:
        tracer = sys.gettrace()
        sys.settrace(None)
        try:
            return work()
        finally:
            sys.settrace(tracer)

    return alone


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of this thread that a work takes once."""
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


def _slowness() -> float:
    """Return how many times slower than the reference this machine is now; a faster one is not held to more."""
    least = min(seconds(_yardstick) for _try in range(3))
    return max(1.0, least / REFERENCE) * (1 if sys.gettrace() is None else _TRACED)


def _yardstick() -> None:
    """Do a little of what programs do: count, call, make texts and look them up."""
    known: dict[str, int] = {}
    for number in range(4_000):
        word = f"{number % 977} words"
        known[word] = known.get(word, 0) + len(word)
    sorted(known.items(), key=lambda item: -item[1])
