"""A disk that takes no more, as far as a program without rights over others can tell."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


@contextmanager
def full(room: int = 1000) -> Iterator[None]:
    """Let no file grow beyond `room` bytes; Windows has no such limit."""
    if sys.platform == "win32":
        pytest.skip("no limit for a file's size")
    import resource

    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, kept[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, kept)
        signal.signal(signal.SIGXFSZ, handler)
