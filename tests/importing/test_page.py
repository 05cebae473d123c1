"""The import page: a file dropped, questions answered, a cell mended, rows held back, imported and taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _, fill
from khartoum_desktop.core.paths import resources_folder
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.decisions import hold
from khartoum_desktop.importing.model import Status
from khartoum_desktop.importing.queries import batches
from khartoum_desktop.importing.queue import FileState
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.ui.page import SPEC
from khartoum_desktop.importing.ui.sheet_model import column_chip
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, DONE, FILE, REVIEW, SHEET
from khartoum_desktop.proposals import operations
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.toolkit.choosing import ListPopup
from khartoum_desktop.toolkit.forms import LineEditor
from khartoum_desktop.workspace import Person, Workspace
from tests.importing.conftest import MakeFile, Rows
from tests.importing.rooms import room

SUDAN = resources_folder() / "sample" / "sudan_interior.xlsx"
TUNISIA = resources_folder() / "sample" / "tunisia_employment.xlsx"


def test_the_page_is_in_the_rail_by_this_name() -> None:
    assert (SPEC.id, SPEC.label) == ("import", "Import")


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_the_whole_way_by_keys(qtbot: QtBot, work: Workspace, language: str) -> None:
    with room(qtbot, work, language) as here:
        here.drop(SUDAN)
        assert here.page.sheet.table.layoutDirection() is Qt.LayoutDirection.RightToLeft
        for step in (COLUMNS, REVIEW):
            here.do("import.next")
            assert here.page.step == step
            assert ids(work) == []
        here.do("import.next")
        assert len(ids(work)) == 6
        assert (here.page.plan, here.page.step) == (None, DONE)
        here.press("Undo this import")
        assert ids(work) == []
        assert [entry.state for entry in here.page.queue.entries] == [FileState.LEFT]  # and can be read again


def test_the_primary_button_says_what_happens(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Budget"], ["One project", "5 EUR"], [None, "6 EUR"]]
    with room(qtbot, work) as here:
        here.drop(make_file(rows))
        here.go(COLUMNS)
        assert here.page.header.primary is not None
        assert strip_isolates(here.page.header.primary.text()) == "Review 2 proposals"
        here.do("import.next")
        assert strip_isolates(here.page.header.primary.text()) == "Import 1, leave 1"


def test_a_question_is_answered_by_one_click(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        here.drop(TUNISIA)
        here.go(COLUMNS)
        assert here.page.sheet.asked.isVisible()
        assert "01/09/2027" in here.words(here.page.sheet.asked)
        here.press("The day: 31/12")
        assert here.plan.rows[0].values["start_planned"] == "2027-09-01"
        assert not here.page.sheet.asked.isVisible()


def test_a_cell_is_mended_in_place(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        rows: Rows = [["Title", "Country", "Total cost"], ["Clinics", "Kenya", "5000 EUR"], ["Radio", "Kenya", "soon"]]
        here.drop(make_file(rows))
        here.go(REVIEW)
        editor = next(one for one in here.page.review.findChildren(LineEditor) if one.isVisible())
        words = {button.text(): button for button in here.page.review.findChildren(QPushButton)}
        assert not words["Apply"].isEnabled()  # nothing is written yet
        assert not words["Everywhere"].isEnabled()
        editor.line.setFocus()
        QTest.keyClicks(editor.line, "750000 SDG")
        here.press("Apply")
        mended = here.plan.rows[1]
        assert (mended.values["budget_total"], mended.values["budget_total_currency"]) == (750_000_000, "SDG")
        assert mended.problems == ()


def test_a_missing_title_is_mended_in_the_review(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file([["Title", "Budget"], [None, "6 EUR"]]))
        here.go(REVIEW)
        editor = next(one for one in here.page.review.findChildren(LineEditor) if one.isVisible())
        QTest.keyClicks(editor.line, "A title at last")
        QTest.keyClick(editor.line, Qt.Key.Key_Return)
        here.settle()
        assert here.plan.count(Status.NEW) == 1


def test_a_row_is_held_back_and_taken_again(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        here.drop(TUNISIA)
        here.go(REVIEW)
        here.page.review.show_tab("new")
        here.settle()
        here.tick(_("Hold this row back"))
        assert here.plan.count(Status.HELD) == 1
        here.page.review.show_tab("problems")
        here.settle()
        here.tick(_("Hold this row back"))
        assert here.plan.count(Status.HELD) == 0


def test_keys_say_what_a_row_is(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        here.drop(SUDAN)
        table = here.page.sheet.table
        table.setCurrentIndex(table.sheet.index(6, 1))
        QTest.keyClick(table, Qt.Key.Key_Space)
        here.settle()
        assert here.plan.sheets[0].structure.kinds[6] is Kind.IGNORED
        assert len(here.plan.rows) == 5


def test_a_column_is_given_a_field_by_keyboard(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file([["Title", "Whatever"], ["One project", "MIG"]]))
        table = here.page.sheet.table
        table.setCurrentIndex(table.sheet.index(1, 2))
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        assert isinstance(popup, ListPopup)
        QTest.keyClicks(popup.line, "Acronym")
        QTest.keyClick(popup.line, Qt.Key.Key_Return)
        here.settle()
        column = here.plan.sheets[0].columns[1]
        assert column.applied == "acronym"
        assert column_chip(column).kind == "ok"
        assert here.plan.rows[0].values["acronym"] == "MIG"


def test_changes_are_shown_in_words(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    header = ["Title", "Country", "Budget", "Start date", "Donor"]
    operations.create(work, {"title_en": "One project", "lead_country": "KE", "start_planned": "2027-01"})
    with room(qtbot, work) as here:
        here.drop(make_file([header, ["One project", "Kenya", "EUR 2.5 million", "March 2027", "Italy"]]))
        here.go(REVIEW)
        here.page.review.show_tab("changed")
        here.settle()
        words = here.words(here.page.review)
        assert "Total cost: – → EUR 2,500,000" in words
        assert "January 2027 → March 2027" in words
        assert "Italy" in words


def test_nothing_new_says_so(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        for _again in range(2):
            here.drop(TUNISIA)
            here.go(REVIEW)
            if not ids(work):
                here.do("import.next")
        assert here.page.header.primary is not None
        assert not here.page.header.primary.isEnabled()
        assert "Nothing new in this file" in here.words()


def test_an_unnamed_sheet_bears_the_files_name(qtbot: QtBot, work: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "projects.csv"
    path.write_text("Title,Budget\nOne project,5 EUR\n", encoding="utf-8")
    with room(qtbot, work) as here:
        here.drop(path)
        assert strip_isolates(here.page.sheet.sheets.currentText()) == "projects.csv"
        assert len(here.plan.rows) == 1


def test_a_file_that_cannot_be_read_is_refused_and_the_page_stays(
    qtbot: QtBot, work: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with room(qtbot, work) as here:
        here.drop(path)
        assert here.page.plan is None
        assert "broken.xlsx" in str(here.faults.pop())


def test_a_reader_is_told_that_readers_import_nothing(qtbot: QtBot, work: Workspace) -> None:
    work.sit_down(Person("Rita", "EG", "reader"))
    with room(qtbot, work) as here:
        here.drop(SUDAN)
        assert here.page.plan is None
        assert "A reader imports nothing." in here.words()


def test_decisions_made_in_haste_all_count(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        here.drop(SUDAN)
        sheet = here.plan.sheets[0].name
        here.page.sheet.wanted.emit(lambda plan: hold(plan, sheet, 7))
        here.page.sheet.wanted.emit(lambda plan: hold(plan, sheet, 8))
        here.page.apply()
        here.page.apply()
        here.settle()
        assert len(ids(work)) == 4
        assert [batch.proposals for batch in batches(work)] == [4]


def test_a_file_dropped_meanwhile_waits_and_nothing_decided_is_lost(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        here.drop(SUDAN)
        here.page.sheet.wanted.emit(lambda plan: hold(plan, plan.sheets[0].name, 7))
        here.drop(TUNISIA)
        assert (here.plan.file, here.plan.count(Status.HELD)) == (SUDAN.name, 1)
        assert f"After this file: {TUNISIA.name}" in here.words()
        here.press("Cancel")
        assert here.plan.file == TUNISIA.name


def test_what_was_edited_meanwhile_is_looked_at_again_before_it_is_overwritten(
    qtbot: QtBot, work: Workspace, make_file: MakeFile
) -> None:
    proposal = operations.create(work, {"title_en": "One project", "lead_country": "KE"})
    with room(qtbot, work) as here:
        here.drop(make_file([["Title", "Country", "Budget"], ["One project", "Kenya", "7777 USD"]]))
        here.go(REVIEW)
        operations.set_value(work, proposal, "budget_total", Amount(123_000, "EUR"))
        here.do("import.next")
        assert "The workspace changed" in str(here.faults.pop())
        assert read(work, proposal).value("budget_total") == Amount(123_000, "EUR")
        assert [(one.old, one.new) for one in here.plan.rows[0].changes if one.field == "budget_total"] == [
            (123_000, 7_777_000)
        ]
        here.do("import.next")
        assert read(work, proposal).value("budget_total") == Amount(7_777_000, "USD")


def test_a_change_that_concerns_other_proposals_stops_no_import(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        here.drop(TUNISIA)
        here.go(REVIEW)
        operations.create(work, {"title_en": "Another", "lead_country": "KE"})
        here.do("import.next")
        assert here.page.plan is None
        assert len(ids(work)) == 5


def test_a_file_dropped_while_another_is_read_waits_too(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        assert here.page.accept_files([SUDAN])
        here.drop(TUNISIA)
        assert here.plan.file == SUDAN.name
        here.press("Cancel")
        assert here.plan.file == TUNISIA.name


def test_a_broken_file_among_others_stops_none_of_them(qtbot: QtBot, work: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with room(qtbot, work) as here:
        here.drop(path, TUNISIA)
        assert here.plan.file == TUNISIA.name
        here.go(FILE)
        here.settle()
        refused = here.page.queue.entry(str(path))
        assert refused is not None
        assert (refused.state, "broken.xlsx" in refused.sentence) == (FileState.REFUSED, True)
        assert "not read: 1" in here.words()


def test_another_language_keeps_file_step_and_decisions(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        here.drop(SUDAN, TUNISIA)
        here.page.sheet.wanted.emit(lambda plan: hold(plan, plan.sheets[0].name, 7))
        here.settle()
        here.go(REVIEW)
        kept = here.page.argument()
    with room(qtbot, work, "ar") as here:
        here.page.arrive(kept)
        here.settle()
        assert (here.plan.file, here.plan.count(Status.HELD)) == (SUDAN.name, 1)
        assert here.page.review.isVisible()
        here.do("import.next")
        here.do("import.next")
        assert here.plan.file == TUNISIA.name


def test_several_files_come_one_after_the_other(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        here.drop(SUDAN, TUNISIA)
        for _step in (COLUMNS, REVIEW, DONE):
            here.do("import.next")
        assert here.page.header.primary is not None
        assert strip_isolates(here.page.header.primary.text()) == f"Next file: {TUNISIA.name}"
        here.press(f"Next file: {TUNISIA.name}")
        assert (here.plan.file, here.page.step) == (TUNISIA.name, SHEET)
        for _step in (COLUMNS, REVIEW, DONE):
            here.do("import.next")
        assert len(ids(work)) == 10
        assert {read(work, one).columns["lead_country"] for one in ids(work)} == {"SD", "TN"}


def test_the_keyboard_stays_with_the_work(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Start date"], ["One project", "01/09/2027"], [None, "02/09/2027"], [None, "03/09/2027"]]
    with room(qtbot, work) as here:
        here.page.activateWindow()
        qtbot.waitUntil(here.page.isActiveWindow)
        here.drop(make_file(rows))
        here.go(COLUMNS)
        here.press("The day: 31/12")
        assert QApplication.focusWidget() is here.page.sheet.table
        here.do("import.next")
        for title in ("Two", "Three"):
            editor = here.page.review.place_to_work()
            assert isinstance(editor, LineEditor)
            editor.setFocus()
            QTest.keyClicks(editor.line, title)
            QTest.keyClick(editor.line, Qt.Key.Key_Return)
            here.settle()
        focus = QApplication.focusWidget()
        assert focus is not None
        assert here.page.review.isAncestorOf(focus)
        assert here.plan.count(Status.NEW) == 3


def test_files_imported_before_are_listed_once(qtbot: QtBot, work: Workspace) -> None:
    with room(qtbot, work) as here:
        here.drop(TUNISIA)
        here.go(REVIEW)
        here.do("import.next")
        here.press("Import another file")
        for _again in range(2):
            here.page.arrive(None)
        here.settle()
        names = [one for one in here.page.findChildren(QPushButton) if strip_isolates(one.text()) == TUNISIA.name]
        assert len([one for one in names if one.isVisible()]) == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_calendar_and_the_unit_of_durations_are_asked_and_answered(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    rows: Rows = [
        ["جمهورية إثيوبيا الديمقراطية الاتحادية"],
        ["Title", "Start date", "End date", "Duration"],
        ["Border posts", "01/11/2017", 2018, 2],
        ["Job centres", 2017, "30/10/2018", 3],
    ]
    with room(qtbot, work, language) as here:
        here.drop(make_file(rows))
        here.go(COLUMNS)
        asked = here.page.sheet.columns.asked
        said = here.words(asked)
        assert strip_isolates(fill(_("“{header}”: in which calendar are the dates?"), header="Start date")) in said
        here.press("Ethiopian")
        assert [row.values["start_planned"] for row in here.plan.rows] == ["2025-07-08", "2024"]
        assert [row.values["end_planned"] for row in here.plan.rows] == ["2025", "2026-07-07"]
        here.press("Years")
        assert [row.values["duration_months"] for row in here.plan.rows] == [24, 36]
        assert not asked.isVisible()


def test_a_step_is_made_when_it_is_first_gone_to(qtbot: QtBot, work: Workspace) -> None:
    """The page opens at once: three quarters of its widgets are not seen then."""
    with room(qtbot, work) as here:
        made = vars(here.page)
        assert not {"sheet", "review", "last"} & made.keys()
        here.page.actions()
        here.drop(SUDAN)
        assert {"sheet", "review", "last"} & made.keys() == {"sheet"}
        here.go(REVIEW)
        assert here.page.review.table.lines.rowCount() > 0
        here.do("import.problem")
        assert "last" not in made
