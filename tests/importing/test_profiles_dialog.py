"""The dialog of remembered senders by real clicks, and the question whether a row is a proposal that we have."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import LANGUAGES, _, fill
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing import decisions, profile_operations
from khartoum_desktop.importing.model import Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.ui import profiles as dialogs
from khartoum_desktop.importing.ui.profiles import ProfilesDialog
from khartoum_desktop.proposals.ui.name_dialog import NameDialog
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile
from tests.importing.rooms import Room, room
from tests.importing.test_likely_twins import HAVE, NEAR

SHEET = [["وزارة العمل"], ["Title", "Money", "Country", "Who"], ["Wells for Kassala", 5, "Sudan", "IOM"]]


@pytest.fixture
def taught(work: Workspace, make_file: MakeFile) -> Workspace:
    """Give a workspace that remembers one sender with two columns."""
    found = plan(work, make_file(SHEET, "first.xlsx"))
    found = decisions.map_column(found, "Projects", "B", "budget_total", {"currency": "EUR", "unit": 1000})
    apply(work, decisions.map_column(found, "Projects", "D", "party_implementing"))
    return work


def opened(here: Room) -> ProfilesDialog:
    """Open the dialog by the page's action."""
    here.do("import.profiles")
    found = next(one for one in here.page.findChildren(ProfilesDialog) if one.isVisible())
    here.settle()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_senders_are_listed_renamed_and_forgotten(language: str, qtbot: QtBot, taught: Workspace) -> None:
    with room(qtbot, taught, language) as here:
        undone: list[object] = []
        here.desk.said.connect(lambda _text, undo: undone.append(undo))
        dialog = opened(here)
        assert dialog.profile is not None
        assert dialog.profile.name == "وزارة العمل"
        assert len(dialog.details_model.ids) == 2
        here.press("Forget this line", dialog)
        assert len(dialog.details_model.ids) == 1
        QTest.keyClick(dialog.senders, Qt.Key.Key_F2)
        (asked,) = (one for one in dialog.findChildren(NameDialog) if one.isVisible())
        asked.name.line.setText("Khartoum")
        here.press("Save", asked)
        assert dialog.profile is not None
        assert dialog.profile.name == "Khartoum"
        dialog.activateWindow()
        dialog.senders.setFocus()
        here.settle()
        QTest.keyClick(dialog.senders, Qt.Key.Key_Delete)
        here.settle()
        assert dialog.empty.isVisible()
        assert not dialog.filled.isVisible()
        undo = undone[-1]
        assert callable(undo)
        undo()
        here.settle()
        assert dialog.filled.isVisible()
        here.press("Close", dialog)
        assert not dialog.isVisible()


def test_a_sender_is_exported_and_imported(
    qtbot: QtBot, taught: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "sender.json"
    monkeypatch.setattr(dialogs, "choose_new_file", lambda *_given, **_more: file)
    monkeypatch.setattr(dialogs, "choose_file", lambda *_given, **_more: file)
    with room(qtbot, taught) as here:
        dialog = opened(here)
        here.press("Export…", dialog)
        assert profile_operations.read(file) == tuple(profile_operations.remembered(taught))
        here.press("Forget this sender", dialog)
        here.press("Import from a file…", dialog)
        assert dialog.profile is not None
        file.write_text("{}", encoding="utf-8")
        here.press("Import from a file…", dialog)
        assert len(here.faults) == 1
        here.faults.clear()
        dialog.reject()


def status(here: Room, place: int) -> Status:
    """Return what would become of a row of the file."""
    return here.plan.rows[place].status


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_row_that_is_perhaps_a_proposal_is_answered_by_a_click(
    language: str, qtbot: QtBot, work: Workspace, make_file: MakeFile
) -> None:
    apply(work, plan(work, make_file(HAVE, "have.xlsx")))
    with room(qtbot, work, language) as here:
        here.drop(make_file(NEAR))
        while not here.page.review.isVisible():
            here.page.forward()
            here.settle()
        here.page.review.table.select_ids(["Projects\n3"])
        here.page.review._show_row()
        QApplication.processEvents()
        assert status(here, 0) is Status.HELD
        assert "Reception centres for returnees" in strip_isolates(here.words(here.page.review))
        here.press("Another proposal", here.page.review)
        assert status(here, 0) is Status.NEW
        here.page.review.table.select_ids(["Projects\n4"])
        here.page.review._show_row()
        QApplication.processEvents()
        ref = here.plan.rows[1].perhaps[0].ref
        here.press(fill(_("The same as {ref}"), ref=ref), here.page.review)
        assert status(here, 1) is Status.CHANGED
        here.page.cancel()
        here.settle()
