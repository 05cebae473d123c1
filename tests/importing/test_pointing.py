"""Files in which no table is found by itself: opened with their sheet in view, a click on a row makes it a table."""

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import N_, _, fill, ngettext, set_language
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing import queries
from khartoum_desktop.importing.building import Source, build
from khartoum_desktop.importing.decisions import again, choose_header, map_column
from khartoum_desktop.importing.matching import nothing_yet
from khartoum_desktop.importing.model import Decisions, Plan, Status, label_of
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import NoTableError, plan
from khartoum_desktop.importing.pointing import first_sheet, is_without_table
from khartoum_desktop.importing.problems import problems_of_batch
from khartoum_desktop.importing.queue import FileState
from khartoum_desktop.importing.ui.page import ImportPage
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, DONE, FILE, REVIEW, SHEET
from khartoum_desktop.proposals.lists import Lists
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.sheets.model import Sheet, Workbook
from khartoum_desktop.workspace import Workspace, derived_id
from tests.importing.conftest import MakeFile, Planned, Rows, sheet_of
from tests.importing.rooms import Room, room

BOTH = pytest.mark.parametrize("language", ["ar", "en"])
YEAR: Rows = [
    ["مشروعات الوزارة"],
    [],
    [2026],
    ["حفر آبار للمخيمات"],
    ["تدريب حرس الحدود"],
    ["إذاعة للقرى"],
]
TITLES = ["حفر آبار للمخيمات", "تدريب حرس الحدود", "إذاعة للقرى"]
CENTRES: Rows = [["Centres"], ["Wells for the camp"], ["Border clinics"]]
SAID = N_("No table was found by itself: click the row that holds the headings, or go to it and press H.")
_LEFT = Qt.MouseButton.LeftButton


def at(here: Room, row: int) -> QPoint:
    """Return the middle of the first cell of a row; the row is Excel's."""
    table = here.page.sheet.table
    return table.visualRect(table.sheet.index(row - 1, 1)).center()


def click(here: Room, row: int) -> None:
    QTest.mouseClick(here.page.sheet.table.viewport(), _LEFT, pos=at(here, row))
    here.settle()


def _one_needs() -> str:
    """Return the sentence for one file."""
    one = "{n} file needs you: open it from the list and click the row of its headings."
    return ngettext(one, "{n} files need you: open them from the list and click the row of their headings.", 1)


def next_is_ready(here: Room) -> bool:
    assert here.page.header.primary is not None
    return here.page.header.primary.isEnabled()


def go_on(here: Room) -> None:
    """Click the page's big button."""
    assert here.page.header.primary is not None
    QTest.mouseClick(here.page.header.primary, _LEFT)
    here.settle()


def pointed(work: Workspace, path: Path, row: int) -> Plan:
    """Return the plan of a file whose only column holds titles, below a row that a person points at."""
    found = choose_header(plan(work, path, may_point=True), "Projects", [row])
    return map_column(found, "Projects", "A", "title")


# --- the plan


def test_a_file_without_a_table_is_a_plan_only_where_somebody_may_point(work: Workspace, make_file: MakeFile) -> None:
    path = make_file(YEAR)
    with pytest.raises(NoTableError, match=path.name):
        plan(work, path)
    found = plan(work, path, may_point=True)
    assert is_without_table(found)
    assert (found.rows, found.decisions) == ((), Decisions())


def test_a_file_without_a_cell_is_refused_to_everybody(work: Workspace, make_file: MakeFile) -> None:
    path = make_file([], Second=[])
    with pytest.raises(UserError, match=r"No cell of .*projects.xlsx.* holds a value"):
        plan(work, path, may_point=True)


def test_the_fullest_sheet_that_is_shown_comes_first(planned: Planned) -> None:
    cover, empty = sheet_of([["Dear colleagues"]], "Cover"), sheet_of([], "Empty")
    letter = sheet_of([["Dear"], ["colleagues"], ["Yours"]], "Letter")
    hidden = Sheet("Hidden", rows=letter.rows * 2, visible="hidden")
    assert first_sheet(planned(empty, cover, hidden, letter)) == "Letter"
    assert first_sheet(planned(empty, hidden)) == "Hidden"
    table = sheet_of([["Title", "Country"], ["Wells", "Kenya"]], "Table")
    assert first_sheet(planned(letter, cover, table)) == "Table"


def test_pointing_at_a_header_takes_the_sheet_beside_another_table(planned: Planned) -> None:
    table = sheet_of([["Title", "Country"], ["Wells", "Kenya"]], "Table")
    found = planned(table, sheet_of(CENTRES, "Places"))
    assert [sheet.taken for sheet in found.sheets] == [True, False]
    found = choose_header(found, "Places", [1])
    assert [sheet.taken for sheet in found.sheets] == [True, True]
    found = choose_header(found, "Table", [1])
    assert found.decisions.of("Table").taken is None, "what was a table is taken as before"


CELLS = (
    st.none()
    | st.integers(-5, 2100)
    | st.sampled_from(["Total", "Title", "* note", "Wells", "الاسم", "=1+1", "x" * 90])
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=7), data=st.data())
def test_any_row_can_be_pointed_at(lists: Lists, rows: list[list[str | int | None]], data: st.DataObject) -> None:
    sheet = sheet_of(rows)
    source = Source(Workbook("any.xlsx", "0" * 64, "xlsx", (sheet,)), lists, nothing_yet(), derived_id, {}, "EG")
    before = build(source, Decisions())
    number = data.draw(st.integers(1, len(rows)))
    after = choose_header(before, "Projects", [number])
    assert after.sheets[0].structure.header_rows[0] == number
    assert len(after.sheets[0].structure.kinds) == len(rows)
    if not before.sheets[0].structure.is_table:
        assert after.sheets[0].taken == after.sheets[0].structure.is_table
    assert again(after, before.decisions).sheets == before.sheets, "taken back, everything is as it was"


# --- remembered


def test_a_header_of_one_word_is_known_again_in_a_sheet_of_the_same_name(work: Workspace, make_file: MakeFile) -> None:
    apply(work, pointed(work, make_file(YEAR), 3))
    other = plan(work, make_file([["خطة"], *YEAR, ["مركز للعائدين"]], "next.xlsx"))
    assert other.sheets[0].structure.header_rows == (4,), "wherever it stands now"
    assert [row.status for row in other.rows] == [Status.SAME] * 3 + [Status.NEW]
    with pytest.raises(NoTableError):
        plan(work, make_file([["Letter"]], "letter.xlsx", Other=YEAR))


def test_a_header_of_one_word_takes_no_table_from_its_place(work: Workspace, make_file: MakeFile) -> None:
    apply(work, pointed(work, make_file(YEAR), 3))
    rows: Rows = [["Title", "Country"], ["Wells", "Kenya"], [None, 2026], ["Roads", "Kenya"]]
    assert plan(work, make_file(rows, "table.xlsx")).sheets[0].structure.header_rows == (1,)


def test_a_header_of_numbers_is_known_again(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [[101, 102, 103, 104], ["Wells", "Kenya", 5, 8], ["Clinics", "Kenya", 6, 9], ["Roads", "Sudan", 7, 9]]
    found = plan(work, make_file(rows), may_point=True)
    assert is_without_table(found)
    found = map_column(choose_header(found, "Projects", [1]), "Projects", "A", "title")
    apply(work, map_column(found, "Projects", "B", "lead_country"))
    other = plan(work, make_file([["List"], [], *rows], "next.xlsx", Second=[["x"]]))
    assert other.sheets[0].structure.header_rows == (3,)
    assert [row.status for row in other.rows] == [Status.SAME] * 3


def test_problems_go_back_and_come_in_corrected(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    rows: Rows = [[11, 12, 13], ["Wells", "Kenya", 5], ["Clinics", "Kenyaa", 6], ["Roads", "Sudan", 7]]
    found = choose_header(plan(work, make_file(rows), may_point=True), "Projects", [1])
    found = map_column(map_column(found, "Projects", "A", "title"), "Projects", "B", "lead_country")
    assert [row.status for row in found.rows] == [Status.NEW, Status.HELD, Status.NEW]
    apply(work, found)
    path = problems_of_batch(work, queries.batches(work)[0].id).write(tmp_path / "back.xlsx").path
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["Projects"][1]][:3] == ["11", "12", "13"]
    book["Projects"]["B3"] = "Kenya"
    book.save(path)
    back = plan(work, path)
    assert [(row.values["title_en"], row.status) for row in back.rows if row.status is not Status.SAME] == [
        ("Clinics", Status.NEW)
    ]


# --- the wizard


@BOTH
def test_the_whole_way_of_a_list_under_a_year(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    cover: Rows = [["وزارة الداخلية"]]
    path = make_file(cover, "خطة.xlsx", List=YEAR)
    with room(qtbot, work, language) as here:
        here.drop(path)
        assert here.page.step == SHEET
        assert here.page.sheet.table.sheet.plan is not None
        assert here.page.sheet.table.sheet.plan.name == "List", "the fullest sheet is in view"
        assert _(SAID) in here.words()
        assert not here.plan.rows
        lines = here.page.sheet.table.sheet
        assert lines.index(2, 0).data() == "3", "nobody can say yet what the row is"
        assert not next_is_ready(here)
        here.do("import.next")
        assert here.page.step == SHEET, "there is nothing to go on to"
        click(here, 3)
        assert here.plan.sheets[1].structure.header_rows == (3,)
        assert _(SAID) not in here.words()
        assert next_is_ready(here)
        go_on(here)
        assert here.page.step == COLUMNS
        here.press(strip_isolates(fill(_("“{header}”: {field}?"), header="2026", field=label_of("title"))))
        go_on(here)
        assert (here.page.step, here.plan.count(Status.NEW)) == (REVIEW, 3)
        go_on(here)
        assert here.page.step == DONE
        assert sorted(str(read(work, one).value("title_ar")) for one in ids(work)) == sorted(TITLES)
        here.drop(path)
        assert _(SAID) not in here.words(), "it is known now"
        assert [row.status for row in here.plan.rows] == [Status.SAME] * 3
        go_on(here)
        go_on(here)
        assert _("Nothing new in this file: everything is here already.") in here.words()


@BOTH
def test_undo_takes_the_header_back_from_wherever_one_is(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(YEAR))
        click(here, 3)
        here.go(REVIEW)
        turns = here.page.turns()
        assert turns is not None
        assert turns.undo_name == _("header row")
        turns.undo()
        here.settle()
        assert here.page.step == SHEET, "the review has nothing to show any more"
        assert _(SAID) in here.words()
        turns.redo()
        here.settle()
        assert here.plan.sheets[0].structure.header_rows == (3,)
        turns.undo()
        here.settle()
        click(here, 3)
        assert here.plan.sheets[0].structure.header_rows == (3,), "a click points again"


def test_a_key_points_too_and_a_wrong_row_is_said(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(YEAR))
        table = here.page.sheet.table
        assert QApplication.focusWidget() is table
        for _row in range(5):
            QTest.keyClick(table, Qt.Key.Key_Down)
        QTest.keyClick(table, Qt.Key.Key_H)
        here.settle()
        assert "Nothing stands below row 6: click" in here.words()
        assert not next_is_ready(here)
        click(here, 3)
        assert [row.row for row in here.plan.rows] == [4, 5, 6]


def test_rows_below_a_header_that_seem_none_are_said_to_be_projects(
    qtbot: QtBot, work: Workspace, make_file: MakeFile
) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file([["Names"], ["* Wells"], ["Note: clinics"]]))
        table = here.page.sheet.table
        click(here, 1)
        assert "No row below row 1 looks like a project" in here.words()
        assert not here.page.sheet.rows.pick.isChecked(), "now a click chooses a row"
        click(here, 2)
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(table, Qt.Key.Key_P)
        here.settle()
        assert [row.row for row in here.plan.rows] == [2, 3]
        assert next_is_ready(here)


def test_another_language_shows_the_same(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work, "ar") as here:
        here.drop(make_file(YEAR))
        click(here, 6)
        turns = here.page.turns()
        assert turns is not None
        turns.undo()
        here.settle()
        kept = here.page.argument()
        set_language("en")
        anew = ImportPage(work, here.desk)
        anew.resize(1262, 692)
        qtbot.addWidget(anew)
        anew.show()
        anew.arrive(kept)
        here.settle()
        here.page.close()
        here.page = anew
        assert SAID in here.words()
        assert anew.step == SHEET
        redo = anew.turns()
        assert redo is not None
        assert redo.redo_name, "what was taken back can be done again"
        click(here, 3)
        assert here.plan.sheets[0].structure.header_rows == (3,)


@BOTH
def test_a_sheet_beside_a_table_is_pointed_at_too(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file([["Title", "Country"], ["Schools", "Kenya"]], Places=CENTRES))
        assert _(SAID) not in here.words()
        combo = here.page.sheet.sheets
        combo.setFocus()
        QTest.keyClick(combo, Qt.Key.Key_Down)
        here.settle()
        assert _(SAID) in here.words()
        assert here.page.sheet.rows.pick.isChecked()
        click(here, 1)
        assert [sheet.taken for sheet in here.plan.sheets] == [True, True]
        assert here.page.sheet.take.isChecked()
        assert [row.sheet for row in here.plan.rows] == ["Projects", "Places", "Places"]


# --- one of many


@BOTH
def test_one_of_many_waits_for_the_person_and_stops_nobody(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, tmp_path: Path, language: str
) -> None:
    (tmp_path / "folder").mkdir()
    for name, title in (("a", "Wells for the camp"), ("c", "School in the valley")):
        make_file([["Title", "Country"], [title, "Kenya"]], f"folder/{name}.xlsx")
    odd = make_file(YEAR, "folder/b.xlsx")
    with room(qtbot, work, language) as here:
        here.drop(tmp_path / "folder")
        for name in ("a.xlsx", "c.xlsx"):
            assert here.plan.file == name
            for _step in (COLUMNS, REVIEW, DONE):
                here.do("import.next")
            if name == "a.xlsx":
                here.do("import.next")
        assert len(ids(work)) == 2
        entry = here.page.queue.entry(str(odd))
        assert entry is not None
        assert (entry.state, bool(entry.sentence)) == (FileState.NEEDS, True)
        assert here.page.plan is None
        assert strip_isolates(fill(_one_needs(), n="1")) in here.words()
        here.do("import.next")
        assert here.page.step == FILE
        assert _("needs you") in here.words()
        files = here.page.file.table
        files.select_ids([str(odd)], current=str(odd))
        files.setFocus()
        QTest.keyClick(files, Qt.Key.Key_Return)
        here.settle()
        assert (here.plan.file, here.page.step) == ("b.xlsx", SHEET)
        click(here, 3)
        assert len(here.plan.rows) == 3
        here.press("Cancel")
        assert here.page.queue.entry(str(odd)).state is FileState.LEFT  # type: ignore[union-attr]  # it is there


def test_what_waits_for_the_person_stays_when_more_files_come(
    qtbot: QtBot, work: Workspace, make_file: MakeFile
) -> None:
    odd, other = make_file(YEAR, "odd.xlsx"), make_file(CENTRES, "other.xlsx")
    with room(qtbot, work) as here:
        here.drop(odd, other)
        assert [one.state for one in here.page.queue.entries] == [FileState.NEEDS, FileState.NEEDS]
        assert "2 files need you" in here.words()
        here.drop(make_file([["Title", "Country"], ["Schools", "Kenya"]], "good.xlsx"))
        assert here.plan.file == "good.xlsx"
        assert here.page.queue.count(FileState.NEEDS) == 2
        here.press("Cancel")
        here.drop(odd)
        assert here.plan.file == "odd.xlsx", "given alone, it is opened at once"
