"""Notices of changes: gathered, and delivered on the UI thread whoever wrote."""

import threading

from pytestqt.qtbot import QtBot

from khartoum_desktop.toolkit.live import Changes, Heard, Live


def test_notices_of_other_threads_arrive_once_on_the_ui_thread(qtbot: QtBot) -> None:
    live, callbacks = Live(), list[Heard]()
    live.attach(callbacks)
    told: list[tuple[Changes, int]] = []
    live.changed.connect(lambda changes: told.append((changes, threading.get_ident())))

    def write() -> None:
        for number in range(3):
            callbacks[0](f"step{number}", {"proposal": frozenset({f"p{number}"}), "party": frozenset({"x"})})

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert told == []  # nothing happens in the thread that writes
    qtbot.waitUntil(lambda: bool(told))
    changes = {"proposal": frozenset({"p0", "p1", "p2"}), "party": frozenset({"x"})}
    assert told == [(changes, threading.get_ident())]


def test_a_step_after_a_delivery_is_delivered_too(qtbot: QtBot) -> None:
    live, callbacks = Live(), list[Heard]()
    live.attach(callbacks)
    told: list[Changes] = []
    live.changed.connect(told.append)
    callbacks[0]("a", {"mark": frozenset({"1"})})
    qtbot.waitUntil(lambda: len(told) == 1)
    callbacks[0]("b", {"mark": frozenset({"2"})})
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] == {"mark": frozenset({"2"})}


def test_after_leaving_a_workspace_nothing_of_it_is_told(qtbot: QtBot) -> None:
    live, callbacks = Live(), list[Heard]()
    live.attach(callbacks)
    told: list[Changes] = []
    live.changed.connect(told.append)
    callbacks[0]("a", {"mark": frozenset({"1"})})
    live.detach()
    assert callbacks == []
    qtbot.wait(20)
    assert told == []
