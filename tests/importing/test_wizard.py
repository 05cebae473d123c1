"""The wizard by clicks and keys: header and end on the sheet, files, mending in the grid, one for many, undo."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.i18n import _
from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.decisions import hold
from khartoum_desktop.importing.model import Status
from khartoum_desktop.importing.queries import batches
from khartoum_desktop.importing.queue import FileState
from khartoum_desktop.importing.structure import Kind
from khartoum_desktop.importing.survey import PROBLEMS
from khartoum_desktop.importing.ui.sending import SendingDialog
from khartoum_desktop.importing.ui.sheet_table import SheetTable
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, DONE, FILE, REVIEW, SHEET
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.toolkit.choosing import ListPopup
from khartoum_desktop.toolkit.forms import LineEditor
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows
from tests.importing.rooms import Room, room

BOTH = pytest.mark.parametrize("language", ["ar", "en"])
ROWS: Rows = [
    ["Title", "Country", "Total cost"],
    ["Border clinics", "Kenya", "5000 EUR"],
    ["Return centres", "Kenyaa", "6000 EUR"],
    ["Early warning", "Kenyaa", "soon"],
    ["Total", None, "11"],
    ["Training of guards", "Egypt", "7000 EUR"],
    ["Radio for villages", "Egypt", "8000 EUR"],
]
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_LEFT = Qt.MouseButton.LeftButton


def at(table: SheetTable, row: int, column: int = 1) -> QPoint:
    """Return the middle of a cell; the row is Excel's."""
    return table.visualRect(table.sheet.index(row - 1, column)).center()


def kinds(here: Room) -> tuple[Kind, ...]:
    return here.plan.sheets[0].structure.kinds


def cell(here: Room, key: str, name: str) -> None:
    """Put the keyboard into a cell of the review."""
    table = here.page.review.table
    columns = [one.key for one in table.lines.columns]
    table.go_to(table.lines.position(key), columns.index(name))
    table.setFocus()


def pick(here: Room, words: str) -> None:
    """Take the line with these words from the list that is open."""
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, ListPopup)
    model = popup.list.model()
    lines = [strip_isolates(str(model.index(row, 0).data())) for row in range(model.rowCount())]
    box = popup.list.visualRect(model.index(lines.index(words), 0))
    QTest.mouseClick(popup.list.viewport(), _LEFT, pos=box.center())
    here.settle()


# --- the sheet


@BOTH
def test_the_header_row_is_clicked(qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str) -> None:
    rows: Rows = [["Cost", "Plan"], ["EUR", "of 2027"], ["Title", "Country"], ["Border clinics", "Kenya"]]
    with room(qtbot, work, language) as here:
        here.drop(make_file(rows))
        table = here.page.sheet.table
        QTest.mouseClick(here.page.sheet.rows.pick, _LEFT)
        QTest.mouseClick(table.viewport(), _LEFT, pos=at(table, 3))
        here.settle()
        assert list(here.plan.sheets[0].structure.header_rows) == [3]
        assert here.plan.rows[0].values["title_en"] == "Border clinics"
        assert not here.page.sheet.rows.pick.isChecked()
        QTest.mouseClick(here.page.sheet.rows.pick, _LEFT)
        QTest.mouseClick(table.viewport(), _LEFT, _SHIFT, pos=at(table, 1))
        here.settle()
        assert list(here.plan.sheets[0].structure.header_rows) == [1, 2, 3]


def test_a_header_of_two_rows_is_said_by_keys(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Names", "Names"], ["Title", "Country"], ["Border clinics", "Kenya"], ["Return", "Kenya"]]
    with room(qtbot, work) as here:
        here.drop(make_file(rows))
        table = here.page.sheet.table
        table.setCurrentIndex(table.sheet.index(0, 1))
        QTest.keyClick(table, Qt.Key.Key_Down, _SHIFT)
        QTest.keyClick(table, Qt.Key.Key_H)
        here.settle()
        assert here.plan.sheets[0].structure.header_rows == (1, 2)


@BOTH
def test_the_end_of_the_table_is_dragged(qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS))
        table = here.page.sheet.table
        view = table.viewport()
        middle = view.width() // 2
        edge = QPoint(middle, table.visualRect(table.sheet.index(6, 0)).bottom())
        there = QPoint(middle, table.visualRect(table.sheet.index(3, 0)).bottom())
        QTest.mousePress(view, _LEFT, pos=edge)
        for step in range(1, 5):
            QTest.mouseMove(view, edge + (there - edge) * step / 4)
        QTest.mouseRelease(view, _LEFT, pos=there)
        here.settle()
        assert [row.row for row in here.plan.rows] == [2, 3, 4]
        assert here.plan.decisions.of("Projects").last_row == 4
        here.press("Back to the end that was found")
        assert [row.row for row in here.plan.rows] == [2, 3, 4, 6, 7]


def test_the_end_of_the_table_is_said_by_a_key(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        table = here.page.sheet.table
        table.setCurrentIndex(table.sheet.index(2, 1))
        QTest.keyClick(table, Qt.Key.Key_E)
        here.settle()
        assert kinds(here)[3:] == (Kind.IGNORED,) * 4
        assert "Last row of the table: 3" in here.words(here.page.sheet)


def test_several_rows_are_said_at_once(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        table = here.page.sheet.table
        table.setCurrentIndex(table.sheet.index(5, 1))
        QTest.keyClick(table, Qt.Key.Key_Down, _SHIFT)
        QTest.keyClick(table, Qt.Key.Key_N)
        here.settle()
        assert kinds(here)[5:] == (Kind.NOTE, Kind.NOTE)
        assert [row.row for row in here.plan.rows] == [2, 3, 4]


@BOTH
def test_a_title_that_goes_on_is_joined_by_a_key_or_from_the_list(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    rows: Rows = [
        ["No", "Project title", "Country", "Cost (EUR)"], [1, "Strengthening of the", "Kenya", 500_000],
        [None, "border posts"], [2, "Wells for Lamu", "Kenya", 700_000],
    ]  # fmt: skip
    with room(qtbot, work, language) as here:
        here.drop(make_file(rows))
        table = here.page.sheet.table
        assert [row.row for row in here.plan.rows] == [2, 3, 4]
        table.setCurrentIndex(table.sheet.index(2, 1))
        QTest.keyClick(table, Qt.Key.Key_C)
        here.settle()
        assert [row.values["title_en"] for row in here.plan.rows] == [
            "Strengthening of the border posts", "Wells for Lamu",
        ]  # fmt: skip
        QTest.mouseClick(table.viewport(), _LEFT, pos=at(table, 3, 0))
        pick(here, _("proposal"))
        assert [row.row for row in here.plan.rows] == [2, 3, 4]
        QTest.mouseClick(table.viewport(), _LEFT, pos=at(table, 3, 0))
        pick(here, _("continued"))
        assert [row.row for row in here.plan.rows] == [2, 4]


@BOTH
def test_a_click_on_a_label_asks_what_the_row_is(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS))
        table = here.page.sheet.table
        QTest.mouseClick(table.viewport(), _LEFT, pos=at(table, 3, 0))
        pick(here, _("total"))
        assert kinds(here)[2] is Kind.TOTAL


def test_hidden_rows_are_taken_by_one_tick(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS, hidden=[3]))
        assert [row.row for row in here.plan.rows] == [2, 4, 6, 7]
        assert "1 row, marked with an eye" in here.words(here.page.sheet)
        here.tick("Import these too")
        assert [row.row for row in here.plan.rows] == [2, 3, 4, 6, 7]


def test_a_hidden_sheet_is_shown_as_such_and_left(qtbot: QtBot, work: Workspace, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for sheet, title in ((book.active, "Now"), (book.create_sheet("Before"), "Before")):
        assert sheet is not None
        sheet.title = title
        for row in ROWS:
            sheet.append([*row])
    book["Before"].sheet_state = "hidden"
    book.save(tmp_path / "two.xlsx")
    with room(qtbot, work) as here:
        here.drop(tmp_path / "two.xlsx")
        shown = [here.page.sheet.sheets.itemText(place) for place in range(here.page.sheet.sheets.count())]
        assert [strip_isolates(one) for one in shown] == ["Now", "Before · hidden in the file"]
        assert {row.sheet for row in here.plan.rows} == {"Now"}


# --- files


@BOTH
def test_a_folder_comes_in_one_file_after_the_other(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, tmp_path: Path, language: str
) -> None:
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "folder" / "a_broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    for name, title in (("folder/b.xlsx", "Wells for the camp"), ("folder/deep/c.xlsx", "School in the valley")):
        make_file([["Title", "Country"], [title, "Kenya"]], name)
    with room(qtbot, work, language) as here:
        here.drop(tmp_path / "folder")
        assert (here.plan.file, here.page.step) == ("b.xlsx", SHEET)
        for _step in (COLUMNS, REVIEW, DONE):
            here.do("import.next")
        assert here.plan.file == "c.xlsx", "the next one is read meanwhile"
        for _step in (SHEET, COLUMNS, REVIEW, DONE):
            here.do("import.next")
        assert len(ids(work)) == 2
        here.do("import.next")
        assert here.page.step == FILE
        states = [(one.path.name, one.state) for one in here.page.queue.entries]
        assert states == [
            ("a_broken.xlsx", FileState.REFUSED),
            ("b.xlsx", FileState.IMPORTED),
            ("c.xlsx", FileState.IMPORTED),
        ]
        assert "a_broken.xlsx" in here.page.queue.entries[0].sentence


def test_a_folder_without_spreadsheets_says_so(qtbot: QtBot, work: Workspace, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with room(qtbot, work) as here:
        here.drop(tmp_path / "letters")
        assert "No spreadsheet was found in letters." in here.words()


def test_a_stopped_reading_is_read_again_by_enter(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    path = make_file(ROWS)
    with room(qtbot, work) as here:
        assert here.page.accept_files([path])
        qtbot.waitUntil(lambda: here.page.taking.is_reading)
        for task in here.desk.tasks.running():
            task.cancel()
        here.settle()
        assert here.page.plan is None
        assert here.page.queue.entries[0].state is FileState.LEFT
        here.page.file.table.setFocus()
        QTest.keyClick(here.page.file.table, Qt.Key.Key_Return)
        here.settle()
        assert here.plan.file == path.name


@BOTH
def test_how_a_text_is_read_is_corrected_beside_a_look_at_it(
    qtbot: QtBot, work: Workspace, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "text.csv"
    path.write_bytes("Titre;Pays\nFormation des employés déplacés;Kenya\n".encode("cp850"))
    with room(qtbot, work, language) as here:
        here.drop(path)
        assert here.page.step == FILE, "the encoding is a guess: it is shown first"
        card = here.page.file.text
        assert card.isVisible()
        card.encoding.box.setFocus()
        QTest.keyClick(card.encoding.box, Qt.Key.Key_Space)
        pick(here, _("Western European (Mac)"))
        lines = card.table.model()
        shown = strip_isolates(str(lines.index(1, 0).data()))
        assert shown == "Formation des employés déplacés".encode("cp850").decode("mac_roman")
        assert here.plan.decisions.encoding == "mac_roman"
        here.page.turns().undo()  # type: ignore[union-attr]  # a plan is open
        here.settle()
        assert strip_isolates(str(lines.index(1, 0).data())) == "Formation des employés déplacés"
        card.delimiter.box.setFocus()
        QTest.keyClick(card.delimiter.box, Qt.Key.Key_Space)
        pick(here, _("Tab"))
        assert lines.columnCount() == 1
        assert (here.plan.decisions.encoding, here.plan.decisions.delimiter) == ("", "\t"), "a guess stays one"


# --- the review


@BOTH
def test_a_cell_is_mended_in_the_grid(qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        cell(here, "Projects\n4", "budget_total")
        QTest.keyClick(here.page.review.table, Qt.Key.Key_F2)
        editor = here.page.review.table.editor
        assert editor is not None
        assert editor.text() == "soon"
        QTest.keyClicks(editor, "EUR 9000")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        here.settle()
        row = next(row for row in here.plan.rows if row.row == 4)
        assert (row.values["budget_total"], row.values["budget_total_currency"]) == (9_000_000, "EUR")
        assert here.page.review.table.editor is None


def test_escape_leaves_a_cell_as_it_is(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        cell(here, "Projects\n4", "budget_total")
        QTest.keyClick(here.page.review.table, Qt.Key.Key_Return)
        editor = here.page.review.table.editor
        assert editor is not None
        QTest.keyClicks(editor, "7")
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        here.settle()
        assert here.plan.decisions.of("Projects").cells == {}


@BOTH
def test_a_field_with_a_list_offers_it_in_the_cell(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    kenya = {"ar": "كينيا", "en": "Kenya"}[language]
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        cell(here, "Projects\n3", "lead_country")
        QTest.keyClick(here.page.review.table, Qt.Key.Key_F2)
        pick(here, kenya)
        rows = {row.row: row for row in here.plan.rows}
        assert rows[3].values["lead_country"] == "KE"
        assert rows[4].status is Status.HELD, "only this cell"
        here.press("Replace everywhere")
        rows = {row.row: row for row in here.plan.rows}
        assert rows[4].values["lead_country"] == "KE"


def test_ctrl_enter_mends_every_cell_with_the_text(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [*ROWS, ["One more", "Kenya", "soon"]]
    with room(qtbot, work) as here:
        here.drop(make_file(rows))
        here.go(REVIEW)
        cell(here, "Projects\n4", "budget_total")
        QTest.keyClick(here.page.review.table, Qt.Key.Key_F2)
        editor = here.page.review.table.editor
        assert editor is not None
        QTest.keyClicks(editor, "EUR 9000")
        QTest.keyClick(editor, Qt.Key.Key_Return, _CTRL)
        here.settle()
        amounts = {row.row: row.values.get("budget_total") for row in here.plan.rows}
        assert (amounts[4], amounts[8]) == (9_000_000, 9_000_000)
        assert here.page.step == REVIEW


@BOTH
def test_one_answer_decides_for_many(qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        assert "Kenyaa" in strip_isolates(here.page.review.side.findChildren(QPushButton)[0].text())
        QTest.mouseClick(here.page.review.side.findChildren(QPushButton)[0], _LEFT)
        here.settle()
        assert list(here.page.review.table.lines.ids) == ["Projects\n3", "Projects\n4"]
        side = here.page.review.side
        here.press("Choose…", side.many)
        pick(here, {"ar": "كينيا", "en": "Kenya"}[language])
        assert here.plan.count(Status.HELD) == 0
        assert list(here.page.review.table.lines.ids) == list(here.page.review.side._survey.tabs[PROBLEMS])  # type: ignore[union-attr]  # a plan is open


@BOTH
def test_the_country_that_is_probably_meant_stands_there(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        side = here.page.review.side
        QTest.mouseClick(side.findChildren(QPushButton)[0], _LEFT)
        here.settle()
        kenya = {"ar": "كينيا", "en": "Kenya"}[language]
        assert kenya in here.words(side.many)
        assert side.many.findChildren(LineEditor)[0].line.text() == kenya
        QTest.keyClick(side.many.findChildren(LineEditor)[0].line, Qt.Key.Key_Return)
        here.settle()
        assert here.plan.count(Status.HELD) == 0


def test_rows_that_are_perhaps_different_proposals_are_called_so(
    qtbot: QtBot, work: Workspace, make_file: MakeFile
) -> None:
    titles = "Border clinics on the coast of Lamu", "Schools for the children of Dadaab"
    with room(qtbot, work) as here:
        here.drop(make_file([ROWS[0], *([title, "Kenya", f"{n}00000 EUR"] for n, title in enumerate(titles, 2))]))
        here.page.apply()
        here.settle()
        near: Rows = [["x"], ROWS[0], *([f"{one} town", "Kenya", f"{n}00000 EUR"] for n, one in enumerate(titles, 2))]
        here.drop(make_file(near, "near.xlsx"))
        if here.page.step == DONE:
            here.page.forward()
        here.go(REVIEW)
        (group,) = here.page.review.side.many.findChildren(QPushButton)
        assert strip_isolates(group.text()) == "Perhaps the same as proposals that are here (2 rows)"
        QTest.mouseClick(group, _LEFT)
        here.settle()
        assert "Lamu" not in here.words(here.page.review.side.many)


def test_the_end_counts_every_file_that_was_given(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS, "first.xlsx"), make_file(ROWS, "second.xlsx"))
        here.press("Cancel")
        here.go(REVIEW)
        here.page.apply()
        here.settle()
        said = here.words(here.page.last)
        assert "imported: 1" in said
        assert "left aside: 1" in said


def test_rows_of_a_group_are_held_back_together(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [*ROWS[:2], *([f"Project {n}", "Kenya", "soon"] for n in range(4))]
    with room(qtbot, work) as here:
        here.drop(make_file(rows))
        here.go(REVIEW)
        QTest.mouseClick(here.page.review.side.many.findChildren(QPushButton)[0], _LEFT)
        here.settle()
        here.press("Hold 4 rows back")
        assert here.plan.count(Status.HELD) == 4


@BOTH
def test_ticks_are_turned_by_space_and_by_click(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        review = here.page.review
        review.show_tab("new")
        cell(here, "Projects\n6", "title")
        QTest.keyClick(review.table, Qt.Key.Key_Space)
        here.settle()
        assert next(row for row in here.plan.rows if row.row == 6).status is Status.HELD
        review.show_tab("all")
        here.settle()
        box = review.table.visualRect(review.table.lines.index(review.table.lines.position("Projects\n6"), 0))
        QTest.mouseClick(review.table.viewport(), _LEFT, pos=box.center())
        here.settle()
        assert next(row for row in here.plan.rows if row.row == 6).status is Status.NEW


def test_a_row_that_cannot_come_in_says_why(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        cell(here, "Projects\n3", "title")
        QTest.keyClick(here.page.review.table, Qt.Key.Key_Space)
        here.settle()
        assert "Row 3 stays out:" in here.words()
        here.page.deciding.undo()
        here.settle()
        assert "Row 3 stays out:" not in here.words()


def test_f8_goes_from_mark_to_mark_and_back(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        review = here.page.review
        review.show_tab("all")
        review.table.go_to(0, 0)

        def place() -> tuple[str, str]:
            index = review.table.currentIndex()
            return review.table.lines.id_at(index.row()).split("\n")[1], review.table.lines.columns[index.column()].key

        found = []
        for _again in range(4):
            here.do("import.problem")
            found.append(place())
        assert found == [("3", "lead_country"), ("4", "lead_country"), ("4", "budget_total"), ("3", "lead_country")]
        here.do("import.problem_before")
        assert place() == ("4", "budget_total")


def test_rows_are_filtered_by_words(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        here.page.review.show_tab("all")
        here.page.review.line.setFocus()
        QTest.keyClicks(here.page.review.line, "egypt radio")
        QTest.keyClick(here.page.review.line, Qt.Key.Key_Return)
        here.settle()
        assert list(here.page.review.table.lines.ids) == ["Projects\n7"]
        QTest.keyClick(here.page.review.line, Qt.Key.Key_Escape)
        here.settle()
        assert len(here.page.review.table.lines.ids) == 5


@BOTH
def test_a_tab_without_rows_says_so_and_shows_the_way(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS[:2]))
        here.go(REVIEW)
        here.page.review.show_tab(PROBLEMS)
        here.settle()
        assert _("No problem is left") in here.words(here.page.review)
        here.press("Show all rows")
        assert here.page.review.table.isVisible()
        assert list(here.page.review.table.lines.ids) == ["Projects\n2"]


def test_counts_follow_every_fix_and_the_row_makes_room_for_the_next(
    qtbot: QtBot, work: Workspace, make_file: MakeFile
) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        review = here.page.review

        def counts() -> list[str]:
            return [strip_isolates(review.tabs[key].text()) for key in ("new", PROBLEMS)]

        assert (review.tab, counts()) == (PROBLEMS, ["New: 3", "Problems: 2"])
        cell(here, "Projects\n3", "lead_country")
        QTest.keyClick(review.table, Qt.Key.Key_F2)
        pick(here, "Kenya")
        assert counts() == ["New: 4", "Problems: 1"]
        assert review.table.current_id() == "Projects\n4"


# --- undo, the steps, and what becomes of it


@BOTH
def test_decisions_are_taken_back_and_made_again(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS))
        before = here.plan.decisions
        table = here.page.sheet.table
        table.setCurrentIndex(table.sheet.index(2, 1))
        QTest.keyClick(table, Qt.Key.Key_E)
        QTest.keyClick(table, Qt.Key.Key_Space)
        here.settle()
        turns = here.page.turns()
        assert turns is not None
        after = here.plan.decisions
        assert "3" in turns.undo_name
        turns.undo()
        turns.undo()
        here.settle()
        assert here.plan.decisions == before
        turns = here.page.turns()
        assert turns is not None
        assert (turns.undo_name, turns.redo_name) == ("", _("end of the table"))
        turns.redo()
        turns.redo()
        here.settle()
        assert here.plan.decisions == after


def test_after_the_import_undo_is_the_workspaces(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        assert here.page.turns() is None
        here.drop(make_file(ROWS))
        assert here.page.turns() is not None
        here.go(REVIEW)
        here.page.apply()
        here.settle()
        assert (here.page.step, here.page.turns()) == (DONE, None)


@BOTH
def test_the_steps_are_gone_back_to_by_a_click(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        bar = here.page.bar
        assert not bar.steps[SHEET].isEnabled()
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        first, last = bar.steps[FILE].x(), bar.steps[DONE].x()
        assert (first > last) is (language == "ar"), "the first step stands at the start"
        assert [step.state for step in bar.steps] == ["behind", "behind", "behind", "here", "ahead"]
        assert _("Review") in strip_isolates(bar.steps[REVIEW].accessibleName())
        assert bar.steps[REVIEW].accessibleDescription() == _("you are here")
        QTest.mouseClick(bar.steps[SHEET], _LEFT)
        here.settle()
        assert (here.page.step, here.page.sheet.isVisible()) == (SHEET, True)
        bar.steps[COLUMNS].setFocus()
        QTest.keyClick(bar.steps[COLUMNS], Qt.Key.Key_Space)
        here.settle()
        assert here.page.step == COLUMNS
        assert not bar.steps[DONE].isEnabled(), "done is what the import does"


def test_leaving_the_page_keeps_everything(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(ROWS))
        here.page.sheet.wanted.emit(lambda plan: hold(plan, "Projects", 6))
        here.settle()
        here.go(REVIEW)
        assert here.page.leave()
        here.page.arrive(None)
        here.settle()
        assert (here.page.step, here.plan.count(Status.HELD)) == (REVIEW, 3)
        turns = here.page.turns()
        assert turns is not None
        assert strip_isolates(turns.undo_name) == "row 6 held back"


@BOTH
def test_what_the_review_says_is_what_the_import_does(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(ROWS))
        here.page.sheet.wanted.emit(lambda plan: hold(plan, "Projects", 7))
        here.settle()
        here.go(REVIEW)
        said = {row.id: row.values for row in here.plan.rows if row.status is Status.NEW}
        assert here.page.header.primary is not None
        QTest.mouseClick(here.page.header.primary, _LEFT)
        here.settle()
        assert set(ids(work)) == set(said)
        for ident, values in said.items():
            stored = read(work, ident).columns
            assert {key: stored[key] for key in values} == values
        shown = here.words(here.page.last)
        assert all(word in shown for word in ("projects.xlsx", "2", "3"))


def test_problems_go_back_to_the_ministry_from_the_last_step(
    qtbot: QtBot, work: Workspace, make_file: MakeFile
) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file([["Title", "Country"], ["Village wells", "Sudan"]], "whole.xlsx"))
        here.go(REVIEW)
        here.page.apply()
        here.settle()
        assert "Return problems as Excel…" not in here.words(here.page.last)
        here.press("Import another file")
        here.drop(make_file(ROWS))
        here.go(REVIEW)
        here.page.apply()
        here.settle()
        here.press("Return problems as Excel…")
        here.settle()
        (dialog,) = here.page.findChildren(SendingDialog)
        assert "projects.xlsx" in here.words(dialog)
        dialog.reject()


def test_a_file_whose_rows_are_all_held_is_kept_with_them(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file([["Title", "Country"], ["Village wells", "Atlantis"], [None, "Sudan"]]))
        here.go(REVIEW)
        here.press("Keep 2 held rows")
        here.settle()
        assert here.page.step == DONE
        (batch,) = batches(work)
        assert ([row.row for row in batch.held], batch.proposals, ids(work)) == ([2, 3], 0, [])
