"""Struck cells, struck parts and footnote marks on their way into a plan, a proposal, and what is kept of a file."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook as Book
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from khartoum_desktop.core.text import strip_isolates
from khartoum_desktop.exporting.operations import export
from khartoum_desktop.importing.decisions import clear_blanks, fix_cell, map_column, release
from khartoum_desktop.importing.model import Plan, Status, Weight
from khartoum_desktop.importing.operations import apply
from khartoum_desktop.importing.planning import plan, taken_up
from khartoum_desktop.importing.problems import problems_of_batch
from khartoum_desktop.proposals import operations as proposals
from khartoum_desktop.proposals.queries import ids, origins, read
from khartoum_desktop.workspace import Workspace
from tests.importing.conftest import MakeFile

Text = str | CellRichText
UP, GONE = InlineFont(vertAlign="superscript"), InlineFont(strike=True)
HEADER = ["Project title", "Lead country", "Total budget (EUR)", "Implementing agency", "Start date"]


def a_book(
    path: Path, *, title: Text = "Radio", budget: Text | int = 200_000, struck: str = "", merged: str = ""
) -> Path:
    """Write three projects, the second one with the cells given; `struck` names the cells that are struck through."""
    book = Book()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append([CellRichText("Project title", TextBlock(UP, "1")), *HEADER[1:]])
    sheet.append(["Border clinics", "Sudan", 100_000, "Agency 1", "2027-01-01"])
    sheet.append(["", "Kenya", "", "Agency 2", "2027-02-01"])
    sheet.append(["Patrol boats", "Egypt", 300_000, "Agency 3", "2027-03-01"])
    sheet["A3"].value, sheet["C3"].value = title, budget
    if merged:
        sheet.merge_cells(merged)
    for place in struck.split():
        sheet[place].font = Font(strike=True)
    book.save(path)
    return path


def said(found: Plan) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.column, one.reason.weight.value, strip_isolates(one.reason.text)) for one in found.problems]


def test_a_footnote_mark_is_left_out_of_an_amount_and_said(work: Workspace, tmp_path: Path) -> None:
    title = CellRichText("Towers", TextBlock(UP, "3"))
    path = a_book(tmp_path / "a.xlsx", title=title, budget=CellRichText("1200000", TextBlock(UP, "1")))
    found = plan(work, path)
    assert found.rows[1].values["budget_total"] == 1_200_000_000
    assert found.rows[1].values["title_en"] == "Towers"
    assert found.sheets[0].columns[0].header == "Project title"
    assert said(found) == [
        (3, "A", "look", "A footnote mark was left out: 3"),
        (3, "C", "look", "A footnote mark was left out: 1"),
    ]
    assert {one.original for one in found.problems} == {"Towers³", "1200000¹"}
    apply(work, found)
    cells = {cell.cell: cell for cell in origins(work, found.rows[1].id)[0].cells}
    assert (cells["A3"].text, cells["C3"].text) == ("Towers³", "1200000¹")
    assert [row.status for row in plan(work, path).rows] == [Status.SAME] * 3


def test_signs_above_the_line_are_marks_in_a_sheet_of_others(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_book(tmp_path / "a.xlsx", title="Towers³", budget="1 200 000²"))
    assert found.rows[1].values["budget_total"] == 1_200_000_000
    assert found.rows[1].values["title_en"] == "Towers"
    assert [(one[1], one[2]) for one in said(found)] == [("A", "look"), ("C", "look")]
    assert found.problems[1].original == "1 200 000²"


def test_a_title_of_ours_keeps_its_signs(work: Workspace, tmp_path: Path) -> None:
    proposals.create(work, {"title_en": "Towers³", "lead_country": "KE"})
    export(work, "register", tmp_path / "r.xlsx", language="en", today=date(2026, 11, 1))
    found = plan(work, tmp_path / "r.xlsx")
    assert [row.status for row in found.rows] == [Status.SAME]
    assert found.problems == ()


def test_a_struck_part_is_no_value(work: Workspace, tmp_path: Path) -> None:
    title = CellRichText(TextBlock(GONE, "Old title"), " New title")
    path = a_book(tmp_path / "a.xlsx", title=title, budget=CellRichText(TextBlock(GONE, "500000"), "600000"))
    found = plan(work, path)
    assert found.rows[1].values["budget_total"] == 600_000_000
    assert found.rows[1].values["title_en"] == "New title"
    assert [one[2] for one in said(found)] == ["look", "look"]
    assert "500000" in said(found)[1][3]
    fixed = fix_cell(fix_cell(found, "Sheet", 3, "C", "700000"), "Sheet", 3, "A", "Newest title")
    assert fixed.problems == ()
    assert fixed.rows[1].values["budget_total"] == 700_000_000
    apply(work, found)
    cells = {cell.cell: cell.text for cell in origins(work, found.rows[1].id)[0].cells}
    assert cells["C3"] == "~~500000~~600000"


@pytest.mark.parametrize(("place", "field"), [("C3", "budget_total"), ("E3", "start_planned")])
def test_a_struck_cell_gives_no_value_and_says_so(work: Workspace, tmp_path: Path, place: str, field: str) -> None:
    found = plan(work, a_book(tmp_path / "a.xlsx", struck=place))
    assert [row.status for row in found.rows] == [Status.NEW] * 3
    assert [field in row.values for row in found.rows] == [True, False, True]
    ((row, letter, weight, words),) = said(found)
    assert (row, letter, weight) == (3, place[0], "leaves")
    assert "struck through" in words
    text = "200000" if place == "C3" else "2027-02-01"
    fixed = fix_cell(found, "Sheet", 3, place[0], text)
    assert field in fixed.rows[1].values
    assert fixed.problems == ()
    assert found.problems[0].original == text
    apply(work, found)
    cells = {cell.cell: cell for cell in origins(work, found.rows[1].id)[0].cells}
    assert cells[place].text == text


def test_a_struck_country_holds_its_row(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_book(tmp_path / "a.xlsx", struck="B3"))
    assert [row.status for row in found.rows] == [Status.NEW, Status.HELD, Status.NEW]


def test_a_row_struck_from_end_to_end_is_one_question(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_book(tmp_path / "a.xlsx", struck="A3 B3 C3 D3 E3"))
    assert found.rows[1].status is Status.HELD
    assert len(found.problems) == 1
    freed = release(found, "Sheet", 3)
    assert freed.problems == ()
    assert freed.rows[1].values["budget_total"] == 200_000_000


def test_a_title_struck_in_all_its_parts_is_a_struck_title(work: Workspace, tmp_path: Path) -> None:
    title = CellRichText(TextBlock(GONE, "Ra"), TextBlock(InlineFont(strike=True, b=True), "dio"))
    assert plan(work, a_book(tmp_path / "a.xlsx", title=title)).rows[1].status is Status.HELD


def test_what_is_struck_takes_nothing_from_a_proposal_that_we_have(work: Workspace, tmp_path: Path) -> None:
    apply(work, plan(work, a_book(tmp_path / "a.xlsx")))
    found = plan(work, a_book(tmp_path / "b.xlsx", struck="C3"))
    assert [row.status for row in found.rows] == [Status.SAME] * 3
    apply(work, clear_blanks(found, "Sheet", "C"))
    amounts = sorted(str(read(work, ident).columns["budget_total"]) for ident in ids(work))
    assert amounts == ["100000000", "200000000", "300000000"]


def test_struck_cells_that_are_merged_down_are_struck_in_every_row(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_book(tmp_path / "a.xlsx", struck="D2", merged="D2:D4"))
    assert [len(row.children) for row in found.rows] == [0, 0, 0]
    assert [one[:3] for one in said(found)] == [(row, "D", "leaves") for row in (2, 3, 4)]


def test_held_rows_are_taken_up_with_what_was_left_out_of_them(work: Workspace, tmp_path: Path) -> None:
    budget = CellRichText(TextBlock(GONE, "500000"), "600000", TextBlock(UP, "2"))
    found = plan(work, a_book(tmp_path / "a.xlsx", budget=budget, struck="B3 E3"))
    assert found.rows[1].status is Status.HELD
    done = apply(work, found)
    again = fix_cell(taken_up(work, done.batch), "Sheet", 3, "B", "Kenya")
    (row,) = again.rows
    assert row.status is Status.NEW
    assert row.values["budget_total"] == 600_000_000
    assert {(letter, weight) for _row, letter, weight, _words in said(again)} == {("C", "look"), ("E", "leaves")}
    apply(work, again)
    cells = {cell.cell: cell.text for cell in origins(work, row.id)[0].cells}
    assert cells["C3"] == "~~500000~~600000²"


FORM = [["Project title", "Radio"], ["Country", "Kenya"], ["Budget (EUR)", ""], ["Start date", "2027-02-01"]]


def test_the_same_holds_for_forms(work: Workspace, tmp_path: Path) -> None:
    book = Book()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for cells in FORM:
        sheet.append(cells)
    sheet["B3"] = CellRichText(TextBlock(GONE, "500000"), "600000")
    sheet["B4"].font = Font(strike=True)
    book.save(tmp_path / "a.xlsx")
    found = plan(work, tmp_path / "a.xlsx", sender_country="KE")
    (row,) = found.rows
    assert row.values["budget_total"] == 600_000_000
    assert "start_planned" not in row.values
    assert {(one.column, one.original, one.reason.weight) for one in found.problems} == {
        ("B3", "~~500000~~600000", Weight.LOOK),
        ("B4", "2027-02-01", Weight.LEAVES),
    }
    assert fix_cell(found, "Sheet", 4, "B", "2027-05-01").rows[0].values["start_planned"] == "2027-05-01"


# --- amounts that are too large ---------------------------------------------------------------------------------------


def amounts_of(values: list[object]) -> list[list[object]]:
    rows: list[list[object]] = [["Project title", "Country", "Budget (EUR)"]]
    return rows + [[f"Project of kind {number}", "Kenya", value] for number, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        ([500_000, 600_000, 700_000, 800_000, 900_000_000], [6]),
        ([500_000, 600_000, 700_000, 900_000_000], []),  # too few to tell what is usual
        ([500_000, 600_000, 700_000, 800_000, 600_000_000], []),
        ([500_000, 500_000_600_000], [3]),
        ([99_999_999_999, 88_888_888_888], []),
    ],
)
def test_very_large_amounts_want_a_look(
    work: Workspace, make_file: MakeFile, values: list[object], rows: list[int]
) -> None:
    found = plan(work, make_file(amounts_of(values)))
    much = [one for one in found.problems if "very much" in one.reason.text]
    assert [one.row for one in much] == rows
    assert all(one.reason.weight is Weight.LOOK and one.column == "C" for one in much)


# --- rows with more cells than the header -----------------------------------------------------------------------------

CSV = "Project title,Country,Budget EUR\n"


def ragged(work: Workspace, tmp_path: Path, rows: str, head: str = CSV) -> Plan:
    (tmp_path / "a.csv").write_text(head + rows, encoding="utf-8")
    return plan(work, tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("rows", "held"),
    [
        ("Border posts,Sudan,150000\nRadio,Kenya,250,000\nBoats,Egypt,300000\n", [3]),
        ("Border posts,Sudan,150000\nRadio,Kenya,250,50\nBoats,Egypt,300000\n", [3]),
        ("Border posts,Sudan,150,000\nRadio,Kenya,250,000\nBoats,Egypt,300,000\n", [2, 3, 4]),
        ("Border posts,Sudan,1,150,000\n", [2]),
        ("Border posts, north,Sudan,150000\nRadio,Kenya,250000\nBoats,Egypt,300000\n", [2]),
        ('Border posts,Sudan,"150,000"\nRadio,Kenya,"250,000",\nBoats,Egypt,300000,,\n', []),
        ("Border posts,Sudan,150000,with Italy\nRadio,Kenya,250000,urgent\nBoats,Egypt,300000\n", []),
    ],
)
def test_rows_wider_than_the_header_are_held(work: Workspace, tmp_path: Path, rows: str, held: list[int]) -> None:
    found = ragged(work, tmp_path, rows)
    assert [row.row for row in found.rows if row.status is Status.HELD] == held
    for row in held:
        words = next(one.reason.text for one in found.problems if one.row == row and "more cells" in one.reason.text)
        assert "Budget EUR" in words
        assert release(found, "", row).rows[row - 2].status is Status.NEW or "north" in rows


def test_a_parted_figure_is_not_read_until_somebody_says_what_it_is(work: Workspace, tmp_path: Path) -> None:
    found = ragged(work, tmp_path, "Border posts,Sudan,150000\nRadio,Kenya,250,000\nBoats,Egypt,300000\n")
    assert "budget_total" not in found.rows[1].values
    assert "budget_total" not in release(found, "", 3).rows[1].values
    assert (found.problems[0].column, found.problems[0].original) == ("C", "250")
    fixed = fix_cell(found, "", 3, "C", "250000")
    assert fixed.rows[1].status is Status.NEW
    assert fixed.rows[1].values["budget_total"] == 250_000_000
    assert fixed.problems == ()


def test_held_rows_of_a_text_file_stay_what_they_are(work: Workspace, tmp_path: Path) -> None:
    found = ragged(work, tmp_path, "Border posts,Sudan,150000\nRadio,Kenya,250,000\nBoats,Egypt,300000\n")
    later = taken_up(work, apply(work, found).batch)
    (row,) = later.rows
    assert row.status is Status.HELD
    assert "budget_total" not in row.values


def test_what_comes_back_unchanged_is_still_not_taken(work: Workspace, tmp_path: Path) -> None:
    csv = ragged(work, tmp_path, "Border posts,Sudan,150000\nRadio,Kenya,250,000\nBoats,Egypt,300000\n")
    for name, found in (("a", csv), ("b", plan(work, a_book(tmp_path / "b.xlsx", title="Wells", struck="B3 C3")))):
        done = apply(work, found)
        problems_of_batch(work, done.batch).write(tmp_path / f"{name}_back.xlsx")
        (row,) = plan(work, tmp_path / f"{name}_back.xlsx").rows
        assert row.status is Status.HELD
        assert "budget_total" not in row.values


def test_other_delimiters_part_no_figures(work: Workspace, tmp_path: Path) -> None:
    head = "Project title;Country;Duration in months\n"
    found = ragged(work, tmp_path, "Border posts;Sudan;24;100\nRadio;Kenya;12;200\nBoats;Egypt;36;300\n", head)
    assert [row.status for row in found.rows] == [Status.NEW] * 3


def test_a_workbook_has_no_ragged_rows(work: Workspace, make_file: MakeFile) -> None:
    rows = [["Title", "Country", "Budget (EUR)"], ["One", "Kenya", 2000, "by hand"], ["Two", "Kenya", 3000]]
    assert [row.status for row in plan(work, make_file(rows)).rows] == [Status.NEW] * 2


def test_a_column_of_a_struck_part_can_be_mapped(work: Workspace, tmp_path: Path) -> None:
    found = plan(work, a_book(tmp_path / "a.xlsx", struck="D3"))
    kept = map_column(found, "Sheet", "D", None)
    assert kept.problems == ()
