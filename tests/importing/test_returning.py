"""Problems that go back to a ministry and come again corrected; held rows that are taken up without their file."""

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.core.errors import UserError
from khartoum_desktop.core.i18n import LANGUAGES, speaking
from khartoum_desktop.importing import queries
from khartoum_desktop.importing.decisions import fix_cell, hold, map_column, release
from khartoum_desktop.importing.model import Plan, Status
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan, taken_up
from khartoum_desktop.importing.problems import problems_of_batch, problems_of_plan, suggested_name
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.model import Amount
from khartoum_desktop.proposals.queries import ids, origins, read
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile, Rows

KENYA: Rows = [
    ["Republic of Kenya", None, None, None, None],
    [],
    ["No", "Title", "Country", "Budget (thousand EUR)", "Start date"],
    [1, "Border clinics", "Kenya", 250, date(2027, 3, 1)],
    [2, "Training of officers", "Kenya", "a lot", "soon"],
    [3, None, "Kenya", 300, "2028"],
    [4, "Legal pathways", "Atlantis", 400, "2027-05"],
    [5, "Community radio", "Kenya", 500, "2027"],
]
SUDAN: Rows = [
    ["م", "اسم المشروع", "الدولة", "التكلفة (يورو)", "تاريخ البدء"],
    [1, "تعزيز إدارة الحدود", "السودان", 2_500_000, "2027"],
    [2, None, "السودان", 100_000, "2027"],
    [3, "تدريب ضباط المعابر", "السودان", "مبلغ كبير", "2027"],
]


def returned(work: Workspace, found: Plan | str, path: Path, code: str | None = None) -> Path:
    """Write the problems of a plan, or of a batch."""
    book = problems_of_plan(work, found, code) if isinstance(found, Plan) else problems_of_batch(work, found, code)
    return book.write(path).path


def sheet_in(path: Path, name: str = "Projects") -> Worksheet:
    sheet = openpyxl.load_workbook(path)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def corrected(path: Path, cells: dict[str, str | int], name: str = "Projects") -> Path:
    """Type into a workbook as a ministry does, and save it under another name."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book[name][place] = value
    target = path.with_name(f"corrected {path.name}")
    book.save(target)
    return target


def counts(found: Plan) -> tuple[int, ...]:
    return tuple(found.count(status) for status in Status)


def state(work: Workspace) -> dict[str, dict[str, object]]:
    return {ident: dict(read(work, ident).columns) for ident in ids(work)}


def test_rows_stand_where_they_stood_with_their_problems_marked(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    found = plan(work, make_file(KENYA))
    sheet = sheet_in(returned(work, found, tmp_path / "back.xlsx"))
    assert [sheet.cell(3, column).value for column in range(1, 6)] == list(KENYA[2])
    assert sheet["A1"].value == "Republic of Kenya"
    assert [sheet.cell(row, 1).value for row in range(4, 9)] == [None, 2, 3, 4, None]
    assert sheet.row_dimensions[4].hidden
    assert not sheet.row_dimensions[5].hidden
    assert sheet["D5"].value == "a lot"
    assert sheet["D6"].value == 300
    assert sheet["D5"].comment is not None
    assert "This is no amount of money." in sheet["D5"].comment.text
    assert "EUR 250,000" in sheet["D5"].comment.text
    assert sheet["C5"].comment is None
    assert "Start date: This is no date." in str(sheet["F5"].value)
    assert sheet.column_dimensions["G"].hidden


@pytest.mark.parametrize("code", [None, *LANGUAGES])
def test_a_workbook_speaks_the_language_of_its_sheet(
    code: str | None, work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    found = plan(work, make_file(SUDAN))
    path = returned(work, found, tmp_path / "back.xlsx", code)
    with speaking(code or "ar"):
        from khartoum_desktop.core.i18n import _

        wrong = _("This is no amount of money.")
        first = _("Read first")
    sheet = sheet_in(path)
    assert wrong in str(sheet["F4"].value)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [first, "Projects"]
    assert (book[first].protection.sheet, book["Projects"].protection.sheet) == (True, False)  # corrections go there
    assert suggested_name("projects.xlsx", code or "ar").endswith(".xlsx")


def test_a_sheet_keeps_its_direction_in_any_language(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    path = make_file(SUDAN)
    book = openpyxl.load_workbook(path)
    book["Projects"].sheet_view.rightToLeft = True
    book.save(path)
    found = plan(work, path)
    assert sheet_in(returned(work, found, tmp_path / "back.xlsx", "fr")).sheet_view.rightToLeft


def test_corrected_rows_and_only_those_change(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    found = plan(work, make_file(KENYA))
    done = apply(work, found)
    rows = {row.row: row.id for row in found.rows}
    before = state(work)
    path = returned(work, done.batch, tmp_path / "back.xlsx")
    back = plan(work, corrected(path, {"D5": 750, "B6": "Reintegration", "C7": "Kenya"}))
    assert counts(back) == (2, 1, 0, 0)
    assert {row.row: row.id for row in back.rows} == {row: rows[row] for row in (5, 6, 7)}
    assert back.notes == ()
    apply(work, back)
    after = state(work)
    assert set(after) - set(before) == {rows[6], rows[7]}
    assert after[rows[5]]["budget_total"] == 750_000_000
    assert {key for key in before if before[key] != after[key]} == {rows[5]}
    assert after[rows[7]]["start_planned"] == "2027-05"
    assert after[rows[6]]["budget_total"] == 300_000_000
    old, new = sorted(queries.batches(work), key=lambda one: one.file, reverse=True)
    assert (old.id, old.held, old.counts["held"]) == (done.batch, (), 0)
    assert (new.counts["new"], new.counts["changed"], new.held) == (2, 1, ())
    with pytest.raises(UserError):
        problems_of_batch(work, done.batch)


def test_what_is_returned_uncorrected_changes_nothing(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    done = apply(work, plan(work, make_file(KENYA)))
    ident = next(one for one in ids(work) if read(work, one).columns["title_en"] == "Training of officers")
    proposals.set_value(work, ident, "budget_total", Amount(9_000_000, "EUR"))
    proposals.set_value(work, ident, "title_en", "Training of all officers")
    before = state(work)
    back = plan(work, returned(work, done.batch, tmp_path / "back.xlsx"))
    assert counts(back) == (0, 0, 1, 2)
    apply(work, back)
    assert state(work) == before
    assert sum(len(batch.held) for batch in queries.batches(work)) == 2


def test_rows_are_known_again_however_the_sheet_was_sorted(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    found = plan(work, make_file(KENYA))
    done = apply(work, found)
    rows = {row.row: row.id for row in found.rows}
    path = returned(work, done.batch, tmp_path / "back.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["Projects"]
    assert isinstance(sheet, Worksheet)
    lines = [[cell.value for cell in sheet[row]] for row in (5, 6, 7)]
    for row, line in zip((4, 5, 6), (lines[2], lines[0], lines[1]), strict=True):
        for column, said in enumerate(line, 1):
            sheet.cell(row, column, said)
    for column in range(1, 8):
        sheet.cell(7, column).value = None
    typed: dict[str, str | int] = {
        "C4": "Uganda",
        "D5": 60,
        "B6": "Reintegration",
        "B8": "A new one",
        "C8": "Kenya",
        "D8": 5,
        "E8": "2027",
    }
    for place, value in typed.items():
        sheet[place] = value
    book.save(path)
    back = plan(work, path)
    known = {row.row: row.id for row in back.rows}
    assert (known[4], known[5], known[6]) == (rows[7], rows[5], rows[6])
    assert known[8] not in rows.values()
    assert counts(back) == (3, 1, 0, 0)


def test_the_workbook_finds_its_rows_before_the_first_import(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    found = plan(work, make_file(KENYA))
    path = corrected(returned(work, found, tmp_path / "back.xlsx"), {"B6": "Reintegration", "C7": "Kenya", "D5": 7})
    apply(work, plan(work, path))
    again = plan(work, tmp_path / "projects.xlsx")
    assert {row.row: row.status for row in again.rows} == {
        4: Status.NEW, 5: Status.SAME, 6: Status.HELD, 7: Status.HELD, 8: Status.NEW,
    }  # fmt: skip
    apply(work, again)
    known = {row.row: row.id for row in found.rows}
    assert all(origins(work, known[row]) for row in (5, 6, 7))
    assert [row.row for batch in queries.batches(work) for row in batch.held] == []


def test_what_other_rows_voted_for_holds_for_the_few_that_come_back(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    rows: Rows = [
        ["Title", "Country", "Start date", "Budget (EUR)"],
        ["One project", "Kenya", "25/03/2027", "1.234,56"],
        ["Two projects", "Atlantis", "04/05/2027", "2.345"],
    ]
    done = apply(work, plan(work, make_file(rows)))
    (row,) = taken_up(work, done.batch).rows
    assert (row.values["start_planned"], row.values["budget_total"]) == ("2027-05-04", 2_345_000)
    (row,) = plan(work, returned(work, done.batch, tmp_path / "back.xlsx")).rows
    assert (row.values["start_planned"], row.values["budget_total"]) == ("2027-05-04", 2_345_000)


def test_held_rows_are_taken_up_without_the_file(work: Workspace, make_file: MakeFile) -> None:
    path = make_file(KENYA)
    found = plan(work, path)
    done = apply(work, found)
    path.unlink()
    rows = {row.row: row.id for row in found.rows}
    again = taken_up(work, done.batch)
    assert [(row.row, row.status) for row in again.rows] == [(6, Status.HELD), (7, Status.HELD)]
    apply(work, fix_cell(again, "Projects", 6, "B", "Reintegration"))
    (batch,) = queries.batches(work)
    assert (batch.counts["new"], batch.counts["held"]) == (4, 1)
    assert [row.row for row in batch.held] == [7]
    taken = read(work, rows[6]).columns
    assert (taken["budget_total"], taken["start_planned"]) == (300_000_000, "2028")
    more = taken_up(work, done.batch)
    apply(work, fix_cell(more, "Projects", 7, "C", "Kenya"))
    (batch,) = queries.batches(work)
    assert (batch.counts["new"], batch.held) == (5, ())
    assert batch.file == "projects.xlsx"
    with pytest.raises(UserError):
        taken_up(work, done.batch)


def test_a_later_file_finds_what_was_taken_up(work: Workspace, make_file: MakeFile) -> None:
    done = apply(work, plan(work, make_file(KENYA)))
    again = taken_up(work, done.batch)
    apply(work, fix_cell(fix_cell(again, "Projects", 6, "B", "Reintegration"), "Projects", 7, "C", "Kenya"))
    rows = [list(row) for row in KENYA]
    rows[5][1], rows[6][2] = "Reintegration", "Kenya"
    assert counts(plan(work, make_file(rows, "again.xlsx"))) == (0, 0, 5, 0)


def test_decisions_are_remembered_when_rows_are_taken_up(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Land", "Money"], ["One project", "Kenya", "5 EUR"], [None, "Uganda", "6 EUR"],
                  ["Three projects", "Kenya", "7 EUR"]]  # fmt: skip
    found = map_column(plan(work, make_file(rows)), "Projects", "B", "lead_country")
    found = map_column(found, "Projects", "C", "budget_total")
    done = apply(work, hold(found, "Projects", 4))
    again = taken_up(work, done.batch)
    assert [(row.row, row.values.get("lead_country")) for row in again.rows] == [(3, "UG"), (4, "KE")]
    assert [row.status for row in again.rows] == [Status.HELD, Status.HELD]
    apply(work, release(again, "Projects", 4))
    (batch,) = queries.batches(work)
    assert [row.row for row in batch.held] == [3]


def test_what_an_officer_held_is_not_sent_back(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [["Title", "Country"], ["One project", "Kenya"]]
    found = hold(plan(work, make_file(rows)), "Projects", 2)
    with pytest.raises(UserError):
        problems_of_plan(work, found)


def test_nothing_of_other_proposals_leaks_into_a_workbook(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    for summary in ("Secret one", "Secret two"):
        values = {"title_en": "Border clinics", "lead_country": "KE", "summary_en": summary}
        proposals.create(work, {**values, "confidentiality": "restricted"})
    refs = [str(read(work, ident).columns["ref"]) for ident in ids(work)]
    found = plan(work, make_file([["Title", "Country"], ["Border clinics", "Kenya"]]))
    assert found.count(Status.HELD) == 1
    path = returned(work, found, tmp_path / "back.xlsx")
    texts = "\n".join(
        f"{cell.value} {cell.comment.text if cell.comment else ''}"
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
    )
    assert not [word for word in (*refs, "Secret", "workspace", "Two proposals") if word in texts]


def test_components_and_merges_come_back_whole(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    rows: Rows = [
        ["Ministry", "Title", "Country", "Component", "Budget"],
        ["Ministry of Labour", "One project", "Kenya", "Study", "5 EUR"],
        [None, "Two projects", "Atlantis", "Training", "6 EUR"],
        [None, None, None, "Equipment", "7 EUR"],
    ]
    found = plan(work, make_file(rows, merges=["A2:A4", "B3:B4", "C3:C4"]))
    done = apply(work, found)
    assert found.rows[1].more == (4,)
    again = taken_up(work, done.batch)
    assert [(row.row, row.more, row.values.get("submitting_ministry")) for row in again.rows] == [
        (3, (4,), "Ministry of Labour")
    ]
    path = returned(work, done.batch, tmp_path / "back.xlsx")
    back = plan(work, corrected(path, {"C3": "Kenya"}))
    assert [(row.row, row.more, row.values.get("submitting_ministry")) for row in back.rows] == [
        (3, (4,), "Ministry of Labour")
    ]
    assert back.rows[0].id == found.rows[1].id
    assert back.rows[0].status is Status.NEW


def test_sections_and_units_still_count_when_rows_come_back(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    rows: Rows = [
        ["Republic of Kenya"],
        ["Amounts in thousands of euros"],
        ["Title", "Budget", "Start date", "Duration (months)"],
        ["Ministry of Interior"],
        ["One project", 250, "2027", 12],
        ["Ministry of Labour"],
        [None, 300, "2028", 24],
        ["Three projects", 400, "2029", 36],
    ]
    done = apply(work, plan(work, make_file(rows)))
    for back in (
        fix_cell(taken_up(work, done.batch), "Projects", 7, "A", "Two projects"),
        plan(work, corrected(returned(work, done.batch, tmp_path / "back.xlsx"), {"A7": "Two projects"})),
    ):
        (row,) = back.rows
        assert row.status is Status.NEW
        assert row.values["budget_total"] == 300_000_000
        assert row.values["submitting_ministry"] == "Ministry of Labour"
        assert row.values["lead_country"] == "KE"


def test_repairs_of_the_officer_hold_for_rows_that_come_back(
    work: Workspace, make_file: MakeFile, tmp_path: Path
) -> None:
    rows: Rows = [["Title", "Country", "Budget"], ["One project", "Kenia", "a lot"], ["Two projects", "Kenya", "5 EUR"]]
    done = apply(work, fix_cell(plan(work, make_file(rows)), "Projects", 2, "B", "Kenya"))
    back = plan(work, corrected(returned(work, done.batch, tmp_path / "back.xlsx"), {"C2": "6 EUR"}))
    assert counts(back) == (0, 1, 0, 0)


def test_a_mark_that_is_forged_or_torn_does_no_harm(work: Workspace, make_file: MakeFile) -> None:
    rows: Rows = [
        ["Title", "Country", "kd:file:xyz:1", "kd:file:" + "0" * 64 + ":1"],
        ["One project", "Kenya", None, "no id"],
        ["Two projects", "Kenya", None, "0" * 32],
        ["Two copies", "Kenya", None, "0" * 32],
    ]
    assert counts(plan(work, make_file(rows))) == (3, 0, 0, 0)


def test_held_rows_of_an_earlier_version_are_still_read(work: Workspace, make_file: MakeFile) -> None:
    from khartoum_desktop.importing.kept_json import kept_from

    old = [
        {"sheet": "Projects", "row": 7, "cells": [["A7", "Title", ""], ["B7", "Country", "Kenya"]], "reasons": ["x"]}
    ]
    kept = kept_from(json.loads(json.dumps(old)), {})
    (row,) = kept.held_rows
    assert (row.sheet, row.row, row.reasons) == ("Projects", 7, ("x",))
    assert row.cells == (("B7", "Country", "Kenya"),)


def test_a_table_away_from_the_corner_keeps_its_letters(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    rows: Rows = [[], [], [None, None, "Title", "Country"], [None, None, None, "Kenya"]]
    found = plan(work, make_file(rows))
    path = returned(work, found, tmp_path / "back.xlsx")
    sheet = sheet_in(path)
    assert (sheet["C3"].value, sheet["D4"].value, sheet["C4"].comment is not None) == ("Title", "Kenya", True)
    back = plan(work, corrected(path, {"C4": "One project"}))
    assert [(row.row, row.id, row.status) for row in back.rows] == [(4, found.rows[0].id, Status.NEW)]


def test_nothing_in_the_workbook_calculates(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    rows: Rows = [
        ["Title", "Country", "Budget"],
        ["'=cmd|' /C calc'!A0", "Atlantis", "+1+1"],
        ["@SUM(A1)", "Nowhere", "-2"],
    ]
    path = make_file(rows)
    book = openpyxl.load_workbook(path)
    book["Projects"]["A2"].data_type = "s"
    book.save(path)
    back = returned(work, plan(work, path), tmp_path / "back.xlsx")
    kinds = {cell.data_type for sheet in openpyxl.load_workbook(back) for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert sheet_in(back)["A3"].value == "@SUM(A1)"


@pytest.mark.parametrize("hostile", ["\u202eevil\u2066", "a" * 40_000, "<b>&amp;</b>", "\ud83d\ude00"])
def test_hostile_texts_come_back_or_are_cut(hostile: str, work: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    text = hostile.encode("utf-16", "surrogatepass").decode("utf-16")
    path.write_text(f"Title,Country,Budget\n{text},Atlantis,a lot\n", encoding="utf-8")
    found = plan(work, path)
    back = problems_of_plan(work, found).write(tmp_path / "back.xlsx").path
    again = plan(work, back)
    assert [row.status for row in again.rows] == [Status.HELD]
    done = apply(work, found)
    assert [row.row for row in taken_up(work, done.batch).rows] == [2]


def test_a_file_of_many_problems_is_written_in_time(work: Workspace, make_file: MakeFile, tmp_path: Path) -> None:
    rows: Rows = [["Title", "Country", "Budget"], *[[f"Project {n}", "Atlantis", "a lot"] for n in range(600)]]
    found = plan(work, make_file(rows))
    book = problems_of_plan(work, found)
    assert book.rows == 600
    done = apply(work, found)
    assert len(taken_up(work, done.batch).rows) == 600
    assert problems_of_batch(work, done.batch).rows == 600
    assert len(plan(work, book.write(tmp_path / "back.xlsx").path).rows) == 600
