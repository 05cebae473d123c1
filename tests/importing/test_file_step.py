"""The first step and the last: the list of files beside the one that is open, and both in another language."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import N_, _, fill, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.ui.page import ImportPage
from khartoum_desktop.importing.ui.steps_bar import DONE, FILE, REVIEW, SHEET
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile
from tests.importing.rooms import room


@pytest.mark.parametrize("language", ["ar", "en"])
def test_back_at_the_files_the_keys_are_in_the_list_at_the_open_one(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    first, second = (make_file([["Title"], [name]], f"{name}.xlsx") for name in ("Wells", "Schools"))
    with room(qtbot, work, language) as here:
        here.drop(first, second)
        here.press(N_("Back"))
        table = here.page.file.table
        assert here.page.step == FILE
        assert QApplication.focusWidget() is table
        assert table.current_id() == str(first)
        table.select_ids([str(second)], current=str(second))
        QTest.keyClick(table, Qt.Key.Key_Return)
        here.settle()
        assert (here.page.step, here.plan.file) == (FILE, "Wells.xlsx"), "one file after the other"
        assert strip_isolates(fill(_("After this file: {names}"), names="Schools.xlsx")) in here.words()
        table.select_ids([str(first)], current=str(first))
        QTest.keyClick(table, Qt.Key.Key_Return)
        here.settle()
        assert here.page.step == SHEET


def test_the_last_step_is_there_in_another_language_too(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work, "ar") as here:
        here.drop(make_file([["Title", "Country"], ["Wells for the camp", "Kenya"]], "a.xlsx"))
        here.go(REVIEW)
        here.page.apply()
        here.settle()
        kept = here.page.argument()
        set_language("en")
        anew = ImportPage(work, here.desk)
        qtbot.addWidget(anew)
        anew.show()
        anew.arrive(kept)
        here.settle()
        assert anew.step == DONE
        said = here.words(anew)
        assert "a.xlsx" in said
        assert "New proposals" in said
        here.press(N_("Undo this import"), anew)
        assert anew.step == FILE


@pytest.mark.parametrize("language", ["ar", "en"])
def test_why_a_file_was_refused_stands_there_to_its_last_word(
    qtbot: QtBot, work: Workspace, tmp_path: Path, language: str
) -> None:
    broken, empty = tmp_path / "broken.xlsx", tmp_path / "empty.csv"
    broken.write_bytes(b"PK\x03\x04 nothing")
    empty.write_text("")
    with room(qtbot, work, language) as here:
        step = here.page.file
        assert not step.note.isVisible()
        here.drop(broken, empty)
        first, second = here.page.queue.entries
        assert step.note.text() == first.sentence, "the first refusal, while nothing is chosen"
        step.table.select_ids([second.key], current=second.key)
        assert step.note.text() == second.sentence
        step.table.select_ids([first.key], current=first.key)
        here.page.resize(760, 692)
        here.settle()
        assert step.note.height() >= step.note.heightForWidth(step.note.width()), "nothing of it is cut off"
        step.clear.click()
        assert not step.note.isVisible()
