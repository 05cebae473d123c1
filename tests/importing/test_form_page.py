"""A form and a sheet of several tables on the import page: labels are clicked, tables chosen, cells mended."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.importing.model import Status, label_of
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.ui.steps_bar import COLUMNS, REVIEW, SHEET
from khartoum_desktop.proposals.queries import ids, read
from khartoum_desktop.toolkit.choosing import ListPopup
from khartoum_desktop.toolkit.forms import LineEditor
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows
from tests.importing.rooms import Room, room
from tests.importing.test_returning import corrected, returned

FORM: Rows = [
    ["بطاقة مشروع"],
    ["اسم المشروع", "مركز إقليمي لبيانات الهجرة"],
    ["الدولة", "جيبوتي"],
    ["التكلفة الإجمالية", "حوالي"],
    ["الجهة المسؤولة عن الملف", "قسم التعاون"],
]


def choose(here: Room, row: int, column: int, words: str) -> None:
    """Click a cell of the sheet and choose from the list that opens."""
    table = here.page.sheet.table
    box = table.visualRect(table.sheet.index(row, column))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.center().x(), box.center().y()))
    popup = QApplication.activePopupWidget() or here.page.sheet.findChild(ListPopup)
    assert isinstance(popup, ListPopup)
    popup.line.setText(words)
    QTest.keyClick(popup.line, Qt.Key.Key_Return)
    here.settle()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_label_is_clicked_and_gets_its_field(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, language: str
) -> None:
    with room(qtbot, work, language) as here:
        here.drop(make_file(FORM))
        here.go(COLUMNS)
        model = here.page.sheet.table.sheet
        assert model.label(1, 1) is not None
        assert model.label(1, 2) is None
        choose(here, 4, 1, label_of("submitting_ministry"))
        assert here.plan.rows[0].values["submitting_ministry"] == "قسم التعاون"
        label = model.label(4, 1)
        assert label is not None
        assert label.applied == "submitting_ministry"


def test_the_cell_of_a_form_is_marked_and_mended_in_the_review(
    qtbot: QtBot, work: Workspace, make_file: MakeFile
) -> None:
    with room(qtbot, work) as here:
        here.drop(make_file(FORM))
        here.go(COLUMNS)
        problem = here.page.sheet.table.sheet.problem(3, 2)
        assert problem is not None
        assert problem.column == "B4"
        here.go(REVIEW)
        assert "مركز إقليمي" in here.words(here.page.review)
        editor = next(one for one in here.page.review.findChildren(LineEditor) if one.isVisible())
        QTest.keyClicks(editor.line, "3000000 EUR")
        QTest.keyClick(editor.line, Qt.Key.Key_Return)
        here.settle()
        assert here.plan.rows[0].values["budget_total"] == 3_000_000_000
        here.do("import.next")
        assert len(ids(work)) == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_form_that_went_back_and_was_corrected_changes_its_proposal(
    qtbot: QtBot, work: Workspace, make_file: MakeFile, tmp_path: Path, language: str
) -> None:
    found = plan(work, make_file(FORM))
    apply(work, found)
    back = corrected(returned(work, found, tmp_path / "back.xlsx"), {"B4": "3 مليون يورو"})
    with room(qtbot, work, language) as here:
        here.drop(back)
        assert [(row.id, row.status) for row in here.plan.rows] == [(found.rows[0].id, Status.CHANGED)]
        here.go(COLUMNS)
        model = here.page.sheet.table.sheet
        assert model.label(3, 1) is not None
        assert model.problem(3, 2) is None
        here.go(REVIEW)
        here.do("import.next")
        assert read(work, found.rows[0].id).columns["budget_total"] == 3_000_000_000
        assert len(ids(work)) == 1


def test_each_table_of_a_sheet_is_chosen_by_its_name(qtbot: QtBot, work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Country", "Budget (EUR)"], ["One project", "Kenya", 5000], [],
                  ["Intitulé", "Pays", "Coût (USD)"], ["Un autre projet", "Tunisie", 7000]]  # fmt: skip
    with room(qtbot, work) as here:
        here.drop(make_file(rows))
        here.go(SHEET)
        here.page.sheet._show_sheet("Projects!A4")
        assert here.page.sheet.table.sheet.number(0) == 4
        assert "4" in strip_isolates(here.words(here.page.sheet.rows))
