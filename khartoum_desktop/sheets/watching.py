"""The parent's side of reading: starts the reading process, watches its memory and time, and ends it in every case."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import BinaryIO, Final

import msgspec
import psutil

from khartoum_desktop.core.paths import PACKAGE
from khartoum_desktop.core.progress import Progress
from khartoum_desktop.sheets.messages import (
    Done,
    Fault,
    Found,
    Message,
    Ready,
    Refusal,
    Refused,
    Request,
    Rows,
    decoded,
    packets,
)
from khartoum_desktop.sheets.model import Limits

CHILD_FLAG: Final = "--read-spreadsheet"
_TICK: Final = 0.02
_PATIENCE: Final = 5.0
_MEGABYTE: Final = 1024 * 1024


def child_command() -> list[str]:
    """Return how the reading process is started.

    A frozen program has no interpreter to call: its own start must hand over to `sheets.child.main` when it sees
    CHILD_FLAG, before it imports anything heavy.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG]
    return [sys.executable, "-m", "khartoum_desktop.sheets.child"]


def allowed_seconds(limits: Limits, size: int) -> float:
    """Return how long a file of so many bytes may take: more for larger ones, up to a limit."""
    beyond = max(0.0, size / _MEGABYTE - 1)
    return min(limits.most_seconds, limits.seconds + limits.seconds_per_megabyte * beyond)


def conversation(request: Request, size: int, progress: Progress) -> Iterator[Message]:
    """Yield what the reading process says about a file of `size` bytes, until it is done.

    Raises Refusal when it refuses the file, dies, takes too much memory or too long. The process has ended when this
    generator has: exhausted, closed early, or left by an error or by a progress report that raised Cancelled.
    """
    process = _started()
    queue: SimpleQueue[bytes | None] = SimpleQueue()
    if process.stdin is None or process.stdout is None:
        raise AssertionError
    listener = Thread(target=_listen, args=(process.stdout, queue), daemon=True)
    listener.start()
    try:
        with suppress(BrokenPipeError), process.stdin as pipe:
            pipe.write(msgspec.msgpack.encode(request))
        yield from _watched(process, queue, request.limits, size, progress)
    finally:
        process.kill()
        process.wait()
        listener.join()
        process.stdout.close()


def _started() -> subprocess.Popen[bytes]:
    # without a console window of its own on Windows; from the package's folder, so that -m finds it anywhere
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        return subprocess.Popen(  # noqa: S603 - our own program
            child_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PACKAGE.parent,
            creationflags=flags,
        )
    except OSError as error:
        raise Refusal("not_started") from error


def _listen(pipe: BinaryIO, queue: "SimpleQueue[bytes | None]") -> None:
    with suppress(OSError, ValueError):
        for packet in packets(pipe):
            queue.put(packet)
    queue.put(None)


def _watched(
    process: "subprocess.Popen[bytes]",
    queue: "SimpleQueue[bytes | None]",
    limits: Limits,
    size: int,
    progress: Progress,
) -> Iterator[Message]:
    guard = _Guard(process.pid, limits)
    done = total = 0
    while True:
        try:
            packet = queue.get(timeout=_TICK)
        except Empty:
            guard.check()
            progress(done, total)
            continue
        if packet is None:
            raise Refusal("died")
        match message := decoded(packet):
            case Ready():
                guard.allow(allowed_seconds(limits, size))
            case Done():
                return
            case Refused(code, details):
                raise Refusal(code, **details)
            case Fault(traceback):
                raise Refusal("died") from RuntimeError(traceback)
            case Found(rows=rows):
                total = rows
            case Rows(values):
                guard.extend()
                done += len(values)
                total = max(done, total) if total else 0
        guard.check()
        progress(done, total)
        yield message


class _Guard:
    """Refuses to go on when the process has grown too large or run for too long; looks at most once a tick."""

    def __init__(self, pid: int, limits: Limits) -> None:
        self._pid = pid
        self._most = limits.memory_bytes
        self._most_seconds = limits.most_seconds
        self._code = "not_started"
        self._looked = monotonic()
        self._end = self._last = self._looked + limits.start_seconds

    def allow(self, seconds: float) -> None:
        """Start the clock of the reading itself."""
        self._code = "time"
        self._end = monotonic() + seconds
        self._last = monotonic() + self._most_seconds

    def extend(self) -> None:
        """Give some seconds more while rows arrive: slow is not stuck."""
        self._end = max(self._end, min(self._last, monotonic() + _PATIENCE))

    def check(self) -> None:
        now = monotonic()
        if now > self._end:
            raise Refusal(self._code)
        if now - self._looked < _TICK:
            return
        self._looked = now
        with suppress(psutil.Error):
            if psutil.Process(self._pid).memory_info().rss > self._most:
                raise Refusal("memory")
