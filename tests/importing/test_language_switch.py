"""The language changes in the middle of an import: what is said of files and rows is said in the new one."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import set_language, speaking
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.queue import FileState
from khartoum_desktop.importing.ui.review_words import likely_meant
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, REVIEW
from khartoum_desktop.toolkit.choosing import ListPopup
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Planned, sheet_of
from tests.importing.rooms import room


def test_the_files_of_the_list(qtbot: QtBot, work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    broken, nothing = tmp_path / "broken.xlsx", tmp_path / "nothing.csv"
    broken.write_bytes(b"PK\x03\x04 nothing")
    nothing.write_text("no table here\n", encoding="utf-8")
    with room(qtbot, work, "fr") as here:
        here.drop(broken, nothing, make_file([["Title", "Country"], ["Border clinics", "Kenya"]]))
        here.go(REVIEW)
        here.page.forward()
        here.settle()
        french = [one.sentence for one in here.page.queue.entries]
        states = [one.state for one in here.page.queue.entries]
        assert states == [FileState.REFUSED, FileState.NEEDS, FileState.IMPORTED]
        kept = here.page.argument()
    with room(qtbot, work, "en") as there:
        there.page.arrive(kept)
        there.settle()
        english = [strip_isolates(one.sentence) for one in there.page.queue.entries]
        assert english[0].startswith("broken.xlsx is damaged. Open it in Excel")
        assert english[1].startswith("No table was found by itself: open it")
        assert english[2] == "projects.xlsx is imported. New: 1, changed: 0, held back: 0."
        assert not set(french) & {one.sentence for one in there.page.queue.entries}


@pytest.mark.parametrize(("cell", "begins"), [("Kenyaa", "No country"), ("Government of Kenya", "Read as")])
def test_countries_in_reasons(planned: Planned, cell: str, begins: str) -> None:
    set_language("en")
    found = planned(sheet_of([["Title", "Country"], ["Clinics", cell], ["Centres", "Kenya"], ["Radio", "Uganda"]]))
    told = found.problems[0]
    assert told.reason.message.startswith(begins)
    assert "Kenya" in told.reason.text
    for language in ("ar", "fr"):
        name = found.source.lists.label("party", "KE", language)
        with speaking(language):
            assert name in told.reason.text
            assert likely_meant([told]) in ("", name)
            assert "\n" not in told.reason.text


def test_a_field_is_found_by_any_header_that_means_it(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work, "ar") as here:
        here.drop(make_file([["Title", "Country", "Amount of x"], ["Border clinics", "Kenya", 5]]))
        here.go(COLUMNS)
        here.page.sheet.table.field_wanted.emit("C", QRect(0, 0, 90, 30))
        popup = QApplication.activePopupWidget()
        assert isinstance(popup, ListPopup)
        popup.line.setText("total budget")
        popup.list.clicked.emit(popup.list.model().index(0, 0))
        here.settle()
        column = here.plan.sheets[0].column("C")
        assert column is not None
        assert column.applied == "budget_total"
