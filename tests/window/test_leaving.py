"""Closing the window or opening another workspace loses nothing that was typed, pressed or shown."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.proposals import operations
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.proposals.ui.page import ProposalsPage
from khartoum_desktop.scoring import queries as scoring
from khartoum_desktop.scoring.operations import assessor_of
from khartoum_desktop.scoring.ui.page import ScoringPage
from khartoum_desktop.toolkit.forms import LineEditor
from khartoum_desktop.workspace import Workspace
from tests.window.rooms import Opened, made_workspace, notes


@pytest.fixture
def cairo(tmp_path: Path) -> Path:
    """Return a workspace with three proposals and an assessor."""
    path = tmp_path / "cairo.khartoum"
    work = made_workspace(path)
    for number in range(3):
        operations.create(work, {"title_en": f"Project {number}", "lead_country": "SD"})
    assessor_of(work, "Nadia Fahmy", "EG")
    work.close()
    return path


def test_marks_that_were_shown_are_stored_when_the_window_closes(qtbot: QtBot, opened: Opened, cairo: Path) -> None:
    window = opened(cairo, pages=None)
    page = window.go("scoring")
    assert isinstance(page, ScoringPage)
    qtbot.waitUntil(lambda: not window.desk.tasks.running() and page.rubric.isVisible())
    for _mark in range(8):
        QTest.keyClick(page.rubric, Qt.Key.Key_3)
    shown = page.rubric.answered_count
    assert shown == 8
    window.close()
    work = Workspace.open(cairo)
    assert len(scoring.answers(work, scoring.current_round(work).id)) == shown
    work.close()


def test_another_workspace_waits_for_the_text_being_typed(
    qtbot: QtBot, opened: Opened, cairo: Path, tmp_path: Path
) -> None:
    made_workspace(tmp_path / "other.khartoum").close()
    window = opened(cairo, pages=None)
    assert window.work is not None
    proposal = ids(window.work)[0]
    page = window.go("proposals", proposal)
    assert isinstance(page, ProposalsPage)
    qtbot.waitUntil(lambda: not window.desk.tasks.running())
    line = next(one for one in page.findChildren(LineEditor) if one.isVisible() and one.value() == "Project 0")
    line.line.setFocus()
    line.line.selectAll()
    QTest.keyClicks(line.line, "Typed and not left")
    with qtbot.waitSignal(window.workspace_shown):
        window.entrance.open(tmp_path / "other.khartoum")
    assert window.work.path.stem == "other"
    work = Workspace.open(cairo)
    assert read(work, proposal).value("title_en") == "Typed and not left"
    work.close()


def test_a_refused_write_keeps_the_window_open_once(qtbot: QtBot, opened: Opened, cairo: Path) -> None:
    window = opened(cairo)

    def refused(_progress: object) -> None:
        time.sleep(0.1)
        raise UserError("The disk is full.", "Make room.")

    window.desk.tasks.start(refused, lambda _result: None)
    assert not window.close()
    assert "The disk is full." in notes(window).message.label.text()
    assert window.close()


def test_reading_is_cut_short_and_writing_is_not(qtbot: QtBot, opened: Opened, cairo: Path) -> None:
    window = opened(cairo)
    done: list[str] = []

    def write(_progress: object) -> None:
        time.sleep(0.1)
        done.append("written")

    def look(_progress: object) -> None:
        done.append("read")

    for work, droppable in ((write, False), (look, True), (write, False)):
        window.desk.tasks.start(work, lambda _result: None, droppable=droppable)
    assert window.close()
    assert done == ["written", "written"]
