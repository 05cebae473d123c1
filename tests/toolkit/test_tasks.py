"""Background work: answers on the UI thread, errors, cancelling, progress, and owners that are gone."""

import threading
import time
from itertools import count
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.progress import Progress
from khartoum_desktop.toolkit import tasks as tasks_module
from khartoum_desktop.toolkit.tasks import Task, Tasks


@pytest.fixture
def tasks(qtbot: QtBot) -> Tasks:
    return Tasks()


@pytest.fixture(autouse=True)
def _closed(tasks: Tasks) -> object:
    yield
    tasks.close()
    return None


def test_the_answer_arrives_on_the_ui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    threads: list[int] = []
    answers: list[int] = []

    def work(_progress: Progress) -> int:
        threads.append(threading.get_ident())
        return 42

    def done(answer: int) -> None:
        threads.append(threading.get_ident())
        answers.append(answer)

    tasks.start(work, done)
    qtbot.waitUntil(lambda: answers == [42])
    assert threads[0] != threads[1] == threading.get_ident()


def test_database_work_never_overlaps(qtbot: QtBot, tasks: Tasks) -> None:
    running, most, ended = 0, 0, []

    def work(_progress: Progress) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)
        running -= 1

    for _number in range(8):
        tasks.start(work, lambda _none: ended.append(1))
    qtbot.waitUntil(lambda: len(ended) == 8)
    assert most == 1


def test_an_error_goes_to_the_one_who_asked_or_to_the_window(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[tuple[str, str]] = []
    tasks.fallback = lambda error: told.append(("window", str(error)))

    def work(_progress: Progress) -> None:
        raise ValueError("broken")

    tasks.start(work, lambda _none: told.append(("done", "")), lambda error: told.append(("asker", str(error))))
    tasks.start(work, lambda _none: told.append(("done", "")))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [("asker", "broken"), ("window", "broken")]


def test_a_cancelled_task_stops_at_its_next_report_and_says_nothing(qtbot: QtBot, tasks: Tasks) -> None:
    started, cancelled, reached = threading.Event(), threading.Event(), list[int]()
    answers: list[object] = []

    def work(progress: Progress) -> None:
        for step in range(3):
            progress(step, 3)
            reached.append(step)
            started.set()
            cancelled.wait(100)

    task = tasks.start(work, answers.append, answers.append)
    assert started.wait(100)
    task.cancel()
    cancelled.set()
    qtbot.waitUntil(lambda: task.finished)
    assert reached == [0]
    assert answers == []
    assert tasks.running() == ()


@pytest.mark.parametrize("writes", [False, True])
def test_what_was_done_before_it_could_be_stopped_is_told(qtbot: QtBot, tasks: Tasks, *, writes: bool) -> None:
    writing, gate = threading.Event(), threading.Event()
    answers: list[object] = []

    def work(progress: Progress) -> str:
        progress(1, 1)
        writing.set()
        gate.wait(5)
        return "written"

    task = tasks.start(work, answers.append, writes=writes)
    assert writing.wait(5)
    task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: task.finished)
    assert answers == (["written"] if writes else [])


def test_a_task_cancelled_while_it_waits_never_begins(qtbot: QtBot, tasks: Tasks) -> None:
    gate, begun = threading.Event(), []
    tasks.start(lambda _progress: gate.wait(100), lambda _answer: None)
    waiting = tasks.start(lambda _progress: begun.append(1), lambda _answer: begun.append(2))
    waiting.cancel()
    gate.set()
    qtbot.waitUntil(lambda: waiting.finished)
    assert begun == []


def test_progress_is_told_in_order_and_ends_complete(
    qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = count(1)
    clock = SimpleNamespace(monotonic=lambda: next(now) / 64)  # sixteen milliseconds from report to report
    monkeypatch.setattr(tasks_module, "time", clock)
    told: list[tuple[int, int]] = []
    ended: list[bool] = []

    def work(progress: Progress) -> bool:
        for step in range(1, 201):
            progress(step, 200)
        return True

    tasks.start(work, ended.append, progressed=lambda step, total: told.append((step, total)))
    qtbot.waitUntil(lambda: ended == [True])
    assert told == sorted(told)
    assert told[-1] == (200, 200)
    assert len(told) == 50  # not one event a report: the UI thread has other work


def test_only_work_that_lasts_is_shown(qtbot: QtBot, tasks: Tasks, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Task] = []
    gate = threading.Event()
    tasks.shown.connect(shown.append)
    monkeypatch.setattr(tasks_module, "SHOW_AFTER_MS", 5_000)  # time enough for what is short on a busy machine
    short = tasks.start(lambda _progress: None, lambda _none: None, label="short")
    qtbot.waitUntil(lambda: short.finished)
    long = tasks.start(lambda _progress: gate.wait(100), lambda _none: None, label="long")
    qtbot.waitUntil(lambda: bool(shown))
    gate.set()
    qtbot.waitUntil(lambda: long.finished)
    assert [task.label for task in shown] == ["long"]


def test_no_answer_is_given_to_a_page_that_is_gone(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()

    class Page(QWidget):
        def take(self, _answer: object) -> None:
            self.setWindowTitle("must not be called")

    page = Page()
    bound = tasks.start(lambda _progress: gate.wait(100), page.take)
    answers: list[object] = []
    owner = QObject()
    owned = tasks.start(lambda _progress: 1, answers.append, owner=owner)
    import shiboken6

    shiboken6.delete(page)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: bound.finished and owned.finished)
    assert answers == []


def test_closing_waits_for_what_is_being_written(qtbot: QtBot) -> None:
    tasks, begun, written = Tasks(), threading.Event(), []

    def work(_progress: Progress) -> None:
        begun.set()
        time.sleep(0.1)
        written.append(1)

    tasks.start(work, lambda _none: None)
    assert begun.wait(100)  # what has not begun is not waited for
    tasks.close()
    assert written == [1]


def test_what_is_asked_for_after_the_end_is_not_begun(qtbot: QtBot) -> None:
    tasks = Tasks()
    tasks.close()
    done: list[object] = []
    task = tasks.start(lambda _progress: 1, done.append)
    qtbot.wait(20)
    assert task.cancelled
    assert tasks.running() == ()
    assert done == []
