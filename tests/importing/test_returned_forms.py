"""The problems of a form go back as the form itself; corrected, exactly its wrong proposals change."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.core.i18n import LANGUAGES
from khartoum_desktop.importing import queries
from khartoum_desktop.importing.decisions import fix_cell, map_column
from khartoum_desktop.importing.model import Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan
from khartoum_desktop.importing.problems import problems_of_batch, problems_of_plan
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows
from tests.importing.test_forms import BELOW, PAIRS, SECTIONS, START_SIDE
from tests.importing.test_returning import corrected, counts, returned, sheet_in, state

FRENCH: Rows = [
    ["République de Djibouti"],
    ["Ministère de l'Intérieur"],
    ["Intitulé du projet", "Lutte contre la traite des enfants"],
    ["Pays", "Djibouti"],
    ["Coût total (milliers d'euros)", "environ"],
    ["Numéro du dossier interne", "J-17"],
    ["Durée :", "18 mois"],
    ["Date de début", date(2027, 3, 1)],
]
GOOD: Rows = [
    ["Intitulé du projet", "Guichet unique"],
    ["Pays", "Djibouti"],
    ["Coût total", 750000, "EUR"],
    ["Durée", 24, "mois"],
]
ARABIC: Rows = [
    ["جمهورية السودان"],
    ["بطاقة مشروع (1)"],
    ["اسم المشروع", "تأهيل مراكز الاستقبال"],
    ["الدولة", "جيبوتي"],
    ["التكلفة الإجمالية", "3 مليون يورو"],
    [],
    ["بطاقة مشروع (2)"],
    ["اسم المشروع", "تدريب حرس الحدود"],
    ["الدولة", "السودان"],
    ["التكلفة الإجمالية", "مبلغ كبير"],
    ["تاريخ البدء", "قريبا"],
    ["ملاحظات", "رسالة الوزارة مرفقة"],
    [],
    ["بطاقة مشروع (3)"],
    ["اسم المشروع"],
    ["الدولة", "السودان"],
    ["التكلفة الإجمالية", "2 مليون يورو"],
]
EUR = 1000  # thousandths


def values_of(sheet: Worksheet, width: int) -> dict[str, object]:
    return {
        cell.coordinate: cell.value for row in sheet.iter_rows(max_col=width) for cell in row if cell.value is not None
    }


def given(rows: Rows, first: int = 1, last: int = 999) -> dict[str, object]:
    found: dict[str, object] = {}
    for number, row in enumerate(rows, 1):
        for column, cell in zip("ABCD", row, strict=False):
            if cell is not None and first <= number <= last:
                found[f"{column}{number}"] = cell
    return found


def test_labels_and_values_stand_in_their_cells_and_the_wrong_one_is_marked(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    path = returned(work, plan(work, make_file(FRENCH, Deux=GOOD)), tmp_path / "back.xlsx")
    assert openpyxl.load_workbook(path).sheetnames == ["À lire d’abord", "Projects"]  # the good one stays here
    sheet = sheet_in(path)
    back = values_of(sheet, 2)
    start = back.pop("B8")
    assert (start.year, start.month, start.day) == (2027, 3, 1)  # type: ignore[attr-defined]
    assert back == {place: cell for place, cell in given(FRENCH).items() if place != "B8"}
    comment = sheet["B5"].comment
    assert comment is not None
    assert "montant" in comment.text
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["B5"]
    assert sheet["B5"].fill.fgColor.rgb != sheet["B4"].fill.fgColor.rgb
    assert sheet["A5"].font.bold
    assert str(sheet["C5"].value).startswith("• Coût total")
    assert sheet.column_dimensions["D"].hidden
    assert not any(dimension.hidden for dimension in sheet.row_dimensions.values())


def test_the_help_names_the_label_and_its_cell(work: Workspace, make_file: MakeFile) -> None:
    helped = problems_of_plan(work, plan(work, make_file(FRENCH))).sheets[0]
    (row,) = helped.rows
    assert row[1] == 5
    assert row[2] == "Coût total (milliers d'euros) (B5)"
    assert row[3] == "environ"


@pytest.mark.parametrize("is_imported", [False, True])
@pytest.mark.parametrize("code", [None, *LANGUAGES])
def test_corrected_exactly_that_proposal_changes(
    work: Workspace, make_file: MakeFile, tmp_path: Path, *, is_imported: bool, code: str | None
) -> None:
    found = plan(work, make_file(FRENCH, Deux=GOOD))
    assert counts(found) == (2, 0, 0, 0)
    wrong = next(row.id for row in found.rows if row.sheet == "Projects")
    done = apply(work, found)
    before = state(work)
    path = returned(work, done.batch if is_imported else found, tmp_path / "back.xlsx", code)
    back = plan(work, corrected(path, {"B5": 900}))
    assert [(row.row, row.id, row.status, row.why) for row in back.rows] == [(3, wrong, Status.CHANGED, "origin")]
    assert back.notes == ()
    apply(work, back)
    after = state(work)
    assert set(after) == set(before)
    assert {key for key in before if before[key] != after[key]} == {wrong}
    changed = {name for name, value in after[wrong].items() if value != before[wrong][name]}
    assert {"budget_total"} <= changed <= {"budget_total", "budget_currency", "budget_total_currency"}
    assert after[wrong]["budget_total"] == 900_000 * EUR
    assert all(batch.held == () for batch in queries.batches(work))


def test_what_is_returned_uncorrected_changes_nothing(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    done = apply(work, plan(work, make_file(ARABIC)))
    before = state(work)
    back = plan(work, returned(work, done.batch, tmp_path / "back.xlsx"))
    assert counts(back)[:2] == (0, 0)
    apply(work, back)
    assert state(work) == before


def test_cards_without_problems_are_not_sent(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    done = apply(work, plan(work, make_file(ARABIC)))
    sheet = sheet_in(returned(work, done.batch, tmp_path / "back.xlsx"))
    assert values_of(sheet, 2) == {**given(ARABIC, 1, 2), **given(ARABIC, 7)}
    assert sheet.row_dimensions[3].hidden
    assert not sheet.row_dimensions[8].hidden
    assert sheet.sheet_view.pane is None
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == {"B10", "B11", "B15"}


def test_each_card_finds_its_own_proposal(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    found = plan(work, make_file(ARABIC))
    rows = {row.row: (row.id, row.status) for row in found.rows}
    assert rows[15][1] is Status.HELD
    done = apply(work, found)
    before = state(work)
    path = returned(work, done.batch, tmp_path / "back.xlsx")
    back = plan(work, corrected(path, {"B10": "5 مليون يورو", "B11": "2027", "B15": "مركز تدريب"}))
    assert {row.row: (row.id, row.status) for row in back.rows} == {
        8: (rows[8][0], Status.CHANGED),
        15: (rows[15][0], Status.NEW),
    }
    apply(work, back)
    after = state(work)
    assert set(after) - set(before) == {rows[15][0]}
    assert {key for key in before if before[key] != after[key]} == {rows[8][0]}
    assert after[rows[8][0]]["budget_total"] == 5_000_000 * EUR
    assert after[rows[15][0]]["title_ar"] == "مركز تدريب"
    assert all(batch.held == () for batch in queries.batches(work))


def test_a_form_is_known_again_though_rows_were_put_in(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    found = plan(work, make_file(FRENCH))
    apply(work, found)
    path = returned(work, found, tmp_path / "back.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["Projects"]
    assert isinstance(sheet, Worksheet)
    sheet.insert_rows(2, 3)
    sheet["B8"] = 900
    sheet["A13"], sheet["B13"] = "Résumé", "Protéger les enfants."
    book.save(path)
    (row,) = plan(work, path).rows
    assert (row.row, row.id, row.status) == (6, found.rows[0].id, Status.CHANGED)
    assert {change.field for change in row.changes} >= {"summary_fr"}


def test_a_copied_sheet_is_another_project(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    found = plan(work, make_file(FRENCH))
    apply(work, found)
    path = returned(work, found, tmp_path / "back.xlsx")
    book = openpyxl.load_workbook(path)
    copy = book.copy_worksheet(book["Projects"])
    copy["B3"], copy["B5"] = "Un tout autre projet", 5
    book["Projects"]["B5"] = 900
    book.save(path)
    first, second = plan(work, path).rows
    assert (first.id, first.status) == (found.rows[0].id, Status.CHANGED)
    assert (second.id != first.id, second.status) == (True, Status.NEW)


def test_what_was_decided_holds_when_the_form_comes_back(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    found = map_column(plan(work, make_file(FRENCH)), "Projects", "B6", "summary")
    found = fix_cell(found, "Projects", 3, "B7", "20 mois")
    done = apply(work, found)
    path = returned(work, done.batch, tmp_path / "back.xlsx")
    (row,) = plan(work, corrected(path, {"B5": 900})).rows
    assert (row.values["duration_months"], row.values["summary_fr"]) == (20, "J-17")
    (row,) = plan(work, corrected(path, {"B5": 900, "B7": "30 mois"})).rows
    assert row.values["duration_months"] == 30


def test_an_amount_whose_currency_only_its_format_showed_keeps_it(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    rows: Rows = [["Project title", "Clinics"], ["Country", "Kenya"], ["Total cost", 250000], ["Duration", "soon"]]
    path = make_file(rows)
    book = openpyxl.load_workbook(path)
    book["Projects"]["B3"].number_format = '#,##0 "EUR"'
    book.save(path)
    done = apply(work, plan(work, path))
    back = returned(work, done.batch, tmp_path / "back.xlsx")
    (row,) = plan(work, corrected(back, {"B4": "24 months"})).rows
    assert [change.field for change in row.changes] == ["duration_months"]
    assert row.values["budget_total"] == 250_000 * EUR


def test_merged_cells_stay_merged(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    rows: Rows = [["Fiche"], *FRENCH[2:6], ["Activités", "Former"], [None, "Équiper"], ["Durée", "bientôt", None]]
    path = make_file(rows)
    book = openpyxl.load_workbook(path)
    for cells in ("A1:C1", "A6:A7", "B2:C2"):
        book["Projects"].merge_cells(cells)
    book.save(path)
    found = plan(work, path)
    apply(work, found)
    back = returned(work, found, tmp_path / "back.xlsx")
    assert {str(one) for one in sheet_in(back).merged_cells.ranges} >= {"A6:A7"}
    (row,) = plan(work, corrected(back, {"B4": 5, "B8": "3 mois"})).rows
    assert row.values["activities_fr"] == "Former\nÉquiper" if "activities_fr" in row.values else True
    assert {"budget_total", "duration_months"} <= {change.field for change in row.changes}


def test_lists_and_forms_go_back_in_one_workbook(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    table: Rows = [["Title", "Country", "Budget (EUR)"], ["Border posts", "Kenya", "a lot"], ["Radio", "Kenya", 5]]
    found = plan(work, make_file(table, Form=FRENCH), mapping={"sheets": {"Form": {"take": True}}})
    if not any(row.sheet == "Form" for row in found.rows):
        pytest.fail("the form is taken by a person's word")
    done = apply(work, found)
    before = state(work)
    path = returned(work, done.batch, tmp_path / "back.xlsx", "en")
    book = openpyxl.load_workbook(path)
    book["Projects"]["C2"], book["Form"]["B5"] = 70, 900
    book.save(path)
    back = plan(work, path)
    assert sorted((row.sheet, row.row, row.status) for row in back.rows) == [
        ("Form", 3, Status.CHANGED),
        ("Projects", 2, Status.CHANGED),
    ]
    apply(work, back)
    assert len(state(work)) == len(before)


def test_hostile_texts_stay_texts(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    rows: Rows = [*FRENCH, ["=cmd|' /C calc'!A0", "@SUM(1)"], ["kd:card:x", "+1"]]
    done = apply(work, plan(work, make_file(rows)))
    sheet = sheet_in(problems_of_batch(work, done.batch).write(tmp_path / "back.xlsx").path)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


@pytest.mark.parametrize(
    "case",
    [
        (SECTIONS, "B4", "Djibouti"),
        (START_SIDE, "A3", "2.5 مليون يورو"),
        (BELOW, "A6", "EUR 2.5 million"),
        (PAIRS, "B2", "EUR 2.5 million"),
        (PAIRS, "D3", "2027"),
    ],
)
def test_every_shape_of_form_comes_back_as_what_it_would_have_been(
    work: Workspace, make_file: MakeFile, tmp_path: Path, case: tuple[Rows, str, str]
) -> None:
    rows, cell, good = case
    (whole,) = plan(work, make_file(rows, "whole.xlsx")).rows
    path = make_file(rows)
    book = openpyxl.load_workbook(path)
    book["Projects"][cell] = "Atlantis"
    book.save(path)
    found = plan(work, path)
    back = returned(work, found, tmp_path / "back.xlsx")
    assert sheet_in(back)[cell].comment is not None
    apply(work, found)
    (row,) = plan(work, corrected(back, {cell: good})).rows
    assert (row.id, row.values) == (found.rows[0].id, whole.values)
    assert row.status is (Status.NEW if found.rows[0].status is Status.HELD else Status.CHANGED)
