"""The writing of an import from the page: nothing gets between its button and its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, get_ident

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.queue import FileState
from khartoum_desktop.importing.survey import Survey, survey
from khartoum_desktop.importing.ui.steps_bar import DONE, REVIEW
from khartoum_desktop.proposals.queries import ids
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows
from tests.importing.rooms import Room, room

ROWS: Rows = [["Title", "Country"], ["Border clinics", "Kenya"], ["Return centres", "Kenya"]]
MORE: Rows = [["Title", "Country"], ["Community radio", "Uganda"]]


@contextmanager
def _busy(here: Room) -> Iterator[None]:
    """Let the database have other things to do."""
    gate = Event()
    here.desk.tasks.start(lambda _progress: gate.wait(20), lambda _none: None)
    yield
    gate.set()
    here.settle()


def _click(here: Room, words: str) -> None:
    found = [one for one in here.page.findChildren(QPushButton) if one.isVisible() and one.text() == _(words)]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_file_is_not_left_while_it_is_written(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS), make_file(MORE, "more.xlsx"))
        here.go(REVIEW)
        with _busy(here):
            here.page.apply()
            _click(here, "Cancel")
            assert here.page.plan is not None
            assert here.page.unfinished() == ""  # whoever closes the workspace waits for the end of the writing
        assert here.page.step == DONE
        assert here.page.queue.entries[0].state is FileState.IMPORTED
        assert len(ids(work)) == 2
        assert here.plan.file == "more.xlsx"


def test_an_import_that_was_stopped_can_be_left(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        with _busy(here):
            here.page.apply()
            here.desk.tasks.running()[-1].cancel()
        assert here.page.step == REVIEW
        _click(here, "Cancel")
        here.settle()
        assert here.page.plan is None
        assert ids(work) == []


def test_an_import_that_was_stopped_too_late_is_told(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    written, gate = Event(), Event()

    def hear(_step: str, _touched: object) -> None:
        written.set()
        gate.wait(20)

    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        work.changed.append(hear)
        here.page.apply()
        qtbot.waitUntil(written.is_set, timeout=20_000)
        here.desk.tasks.running()[0].cancel()
        gate.set()
        here.settle()
        assert here.page.step == DONE
        assert here.page.queue.entries[0].state is FileState.IMPORTED
        assert len(ids(work)) == 2
        work.changed.remove(hear)


def test_a_file_that_was_being_read_is_read_by_the_page_of_another_language(
    qtbot: QtBot, work: Workspace, make_file: MakeFile
) -> None:
    path = make_file(ROWS)
    with room(qtbot, work) as here, _busy(here):
        here.page.accept_files([path])
        open_ = here.page.argument()
    with room(qtbot, work, "ar") as there:
        there.page.arrive(open_)
        there.settle()
        assert there.plan.file == path.name
        assert there.page.queue.entries[0].state is FileState.OPEN


def test_files_are_looked_for_in_the_background(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share on the network may not answer for half a minute: the window does."""
    asked: list[int] = []

    def note(name: str) -> None:
        was = getattr(Path, name)

        def noted(path: Path) -> bool:
            asked.append(get_ident())
            return bool(was(path))

        monkeypatch.setattr(Path, name, noted)

    path = make_file(ROWS)
    with room(qtbot, work) as here:
        for name in ("exists", "is_dir", "is_file"):
            note(name)
        assert here.page.accept_files([path, path.parent / "gone.xlsx"])
        here.settle()
        monkeypatch.undo()
        assert asked
        assert get_ident() not in asked
        assert [one.path.name for one in here.page.queue.entries] == [path.name, "gone.xlsx"]


def test_what_an_import_would_do_now_is_counted_in_the_background(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_file(ROWS)
    with room(qtbot, work) as here:
        here.drop(path)
        here.go(REVIEW)
        apply(work, plan(work, path))
        counting: list[int] = []

        def counted(plan: Plan) -> Survey:
            counting.append(get_ident())
            return survey(plan)

        monkeypatch.setattr("khartoum_desktop.importing.ui.deciding.survey", counted)
        here.page.apply()
        here.settle()
        assert len(counting) == 1
        assert get_ident() not in counting
        assert here.page.step == REVIEW
        assert here.plan.count(Status.SAME) == len(here.plan.rows)
        assert [type(one).__name__ for one in here.faults] == ["ChangedMeanwhileError"]
        here.faults.clear()
