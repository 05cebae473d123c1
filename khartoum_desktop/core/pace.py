"""Making many objects that stay: the collector of cycles would walk all of them again and again, and find nothing."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_TOO_MANY: Final = 250_000  # new objects: to walk through them once takes a tenth of a second


@contextmanager
def many_objects() -> Iterator[None]:
    """Let the collector rest; measured on 10,000 rows, it is an eighth of the time.

    So many that everybody would have to wait while it walks through them afterwards are left alone for good: they go
    when nobody holds them any more.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _TOO_MANY:
            gc.freeze()
        if was_on:
            gc.enable()


_TURN_S: Final = 0.0005
_YOUNG: Final = 20_000  # new objects after which the collector looks at them


def keep_prompt() -> None:
    """Make a program with a window answer at once while another thread is at work.

    Whoever wants to go on waits half a millisecond for the other, not five. The collector never again walks through
    what is there now, since it stays as long as the program: that takes a fifth of a second, and everybody waits.
    """
    sys.setswitchinterval(_TURN_S)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 100)
