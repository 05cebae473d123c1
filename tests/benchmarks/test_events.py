"""The measuring of single events: work and waiting are told apart, and what is within an event is part of it."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

_PROGRAM = """
    import json, threading, time
    from PySide6.QtCore import QTimer
    from tests.benchmarks.events import Timed

    app = Timed()
    lock = threading.Lock()

    def work():
        until = time.thread_time() + 0.06
        while time.thread_time() < until:
            app.sendPostedEvents()

    def wait():
        lock.acquire()
        threading.Timer(0.08, lock.release).start()
        with lock:
            pass

    def tell():
        taken = app.timer.longest
        found.append([taken.clock, taken.work, taken.waited, taken.crowded, app.timer.too_long])
        app.timer.begin()

    found = []
    QTimer.singleShot(0, lambda: None)
    app.processEvents()
    app.timer.begin()
    QTimer.singleShot(0, work)
    while not app.timer.longest.clock > 50: app.processEvents()
    tell()
    QTimer.singleShot(0, wait)
    while not app.timer.longest.clock > 50: app.processEvents()
    tell()
    print(json.dumps(found))
"""


def _measured() -> tuple[list[float], list[float]]:
    """Return what the program measures of its work and of its waiting."""
    command = [sys.executable, "-c", textwrap.dedent(_PROGRAM)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=Path(__file__).parents[2])
    worked, waited = json.loads(done.stdout)
    return worked, waited


def test_work_and_waiting_are_told_apart() -> None:
    worked, waited = _measured()
    for _again in range(8):
        if worked[-1] != 1 or waited[-1] != 1:  # the machine had other things to do in the midst of other events
            worked, waited = _measured()
    clock, work, _lock, _crowded, too_long = worked
    assert work >= 55
    assert clock > work - 1  # the two are read one after the other
    assert too_long == 1
    clock, work, lock, _crowded, too_long = waited
    assert clock >= 70
    assert work < 20
    assert lock > 40
    assert too_long == 1
