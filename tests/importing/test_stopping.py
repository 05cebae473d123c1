"""Understanding a file says how far it is and can be stopped at any time; then everything is as it was."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.progress import Cancelled, heard_by
from khartoum_desktop.importing import decisions
from khartoum_desktop.importing.columns import guess_columns
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan, renewed
from khartoum_desktop.importing.queue import FileState
from khartoum_desktop.importing.survey import survey
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, FILE, SHEET
from khartoum_desktop.proposals.queries import ids
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows
from tests.importing.rooms import Room, room

COUNT = 3000
LONG: Rows = [
    ["Title", "Country", "Total cost", "Contact person"],
    *[[f"Project {n} of the province", "Kenya", f"EUR {n}000", None if n % 2 else f"Person {n}"] for n in range(COUNT)],
]
ROWS: Rows = [["Title", "Country"], ["Border clinics", "Kenya"], ["Return centres", "Kenya"]]


class Stop:
    """Hears, and stops at the report of a number."""

    def __init__(self, at: int = 0) -> None:
        self.at, self.told = at, list[tuple[int, int]]()

    def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))
        if len(self.told) == self.at:
            raise Cancelled


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file of some thousand rows."""
    path = tmp_path_factory.mktemp("long") / "long.csv"
    lines = ("\t".join("" if cell is None else str(cell) for cell in row) for row in LONG)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_it_says_how_far_it_is_from_the_first_row_read_to_the_last_understood(work: Workspace, long: Path) -> None:
    heard = Stop()
    found = plan(work, long, progress=heard)
    known = [done for done, total in heard.told if total]
    assert known == sorted(known)
    assert heard.told[-1] == (COUNT + 1, COUNT + 1)
    again = Stop()
    with heard_by(again):
        decisions.hold(found, found.sheets[0].name, 2)
    columns = len(found.sheets[0].columns)
    assert len(again.told) >= (COUNT // 1000) * (columns + 5) + columns, "in every long loop, and for each column"


@pytest.mark.parametrize("is_here", [False, True])
def test_stopped_anywhere_it_leaves_everything_as_it_was(work: Workspace, long: Path, *, is_here: bool) -> None:
    found = plan(work, long)
    if is_here:
        apply(work, found)
        found = renewed(work, found)
        assert found.count(Status.SAME) == COUNT
    moment, whole = len(ids(work)), Stop()
    with heard_by(whole):
        survey(renewed(work, found))
    for at in range(1, len(whole.told), max(1, len(whole.told) // 12)):
        with pytest.raises(Cancelled), heard_by(Stop(at)):
            survey(renewed(work, found))
    with pytest.raises(Cancelled):
        plan(work, long, progress=Stop(len(whole.told) // 2))
    assert len(ids(work)) == moment
    assert renewed(work, found).rows == found.rows


def test_comparing_with_much_that_is_here_is_stopped_too(work: Workspace, long: Path, make_file: MakeFile) -> None:
    apply(work, plan(work, long))
    found = plan(
        work, make_file([LONG[0], ["Projet 7 de la province", "Kenya", "EUR 7000", "Person 7"]], "one.csv.xlsx")
    )
    heard = Stop()
    with heard_by(heard):
        renewed(work, found)
    assert len(heard.told) > 4 * (COUNT // 1000), "read, made ready, counted and compared: each in parts"


# --- in the wizard ----------------------------------------------------------------------------------------------------


def stopped_inside(here: Room, change: Callable[[Plan], Plan]) -> None:
    """Decide something, and press Cancel while it is being planned."""

    def cancelled(before: Plan) -> Plan:
        (task,) = here.desk.tasks.running()
        task.cancel()
        return change(before)

    here.page.deciding.change(cancelled)
    here.settle()


def test_a_decision_that_is_stopped_was_never_made(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        before = here.plan
        stopped_inside(here, lambda plan: decisions.hold(plan, "Projects", 2))
        assert here.plan is before is here.page.deciding.latest
        turns = here.page.turns()
        assert turns is not None
        assert not turns.undo_name
        here.page.deciding.change(lambda plan: decisions.hold(plan, "Projects", 3))
        here.settle()
        assert here.plan.decisions.of("Projects").held == {3}


def test_a_box_shows_again_what_is_so(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        here.go(COLUMNS)
        gate = Event()
        here.desk.tasks.start(lambda _progress: gate.wait(30), lambda _done: None)
        here.page.sheet.take.click()
        assert not here.page.sheet.take.isChecked()
        here.desk.tasks.running()[-1].cancel()
        gate.set()
        here.settle()
        assert here.page.sheet.take.isChecked()
        assert here.plan.sheets[0].taken


def test_stopped_too_late_it_shows_what_is_decided(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        here.page.deciding.change(lambda plan: decisions.hold(plan, "Projects", 2))
        (task,) = here.desk.tasks.running()
        here.desk.tasks.wait()  # it is done; nobody has been told yet
        task.cancel()
        here.settle()
        assert here.plan is here.page.deciding.latest
        assert here.plan.decisions.of("Projects").held == {2}


def test_a_file_whose_understanding_is_stopped_waits(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with room(qtbot, work) as here:

        def pressed(*given: object, **more: object) -> object:
            for task in here.desk.tasks.running():
                task.cancel()
            return guess_columns(*given, **more)  # type: ignore[arg-type]  # handed on as it came

        monkeypatch.setattr("khartoum_desktop.importing.building.guess_columns", pressed)
        here.drop(make_file(ROWS))
        assert here.page.plan is None
        assert (here.page.step, here.page.queue.entries[0].state) == (FILE, FileState.LEFT)
        monkeypatch.undo()
        here.page.file.opened.emit(here.page.queue.entries[0].key)
        here.settle()
        assert here.page.step == SHEET
        QApplication.processEvents()
